//! The one function from words to a vector.
//!
//! Meaning comes from static vectors, domain words from latent semantic
//! analysis of the corpus itself; both stand side by side in one vector.

use ndarray::{Array1, Array2, ArrayView1, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::lexicon::{Lexicon, Utterance};
use super::lsa::Lsa;
use super::principal::{Principal, mean};
use super::source::Source;
use super::sparse::Sparse;

/// Turns any text into a unit vector, by the same function whether the text
/// was in the corpus or not.
#[derive(Debug, Serialize, Deserialize)]
pub struct Vectorizer {
    lexicon: Lexicon,
    lsa: Lsa,
    meaning: Option<Meaning>,
    domain_share: f32,
}

/// How vectors are turned toward what varies in this corpus.
#[derive(Debug, Serialize, Deserialize)]
struct Meaning {
    source: Source,
    /// The corpus' mean sum of pieces, subtracted first.
    mean: Array1<f32>,
    /// The principal components of the unit vectors after that.
    principal: Principal,
}

/// Dimensions of meaning kept: a corpus varies in fewer than a language.
const MEANING: usize = 96;

/// Dimensions of latent semantic analysis beside meaning, and alone.
const TOPICS_BESIDE: usize = 50;
const TOPICS_ALONE: usize = 100;

/// Returns what share of a vector's squared length is domain words: more in a
/// small corpus, where a passage has few neighbours of like meaning and a
/// shared word is the surer tie (`docs/quality.md`).
fn domain_share(utterances: usize) -> f32 {
    let small = (4000.0 - utterances as f32) / 3000.0;
    0.2 + 0.1 * small.clamp(0.0, 1.0)
}

impl Vectorizer {
    /// Learns from utterances what varies between them.
    pub fn of(utterances: &[Utterance], source: &Source, stop_words: &[String]) -> Self {
        let least = if utterances.len() < 100 { 1 } else { 2 };
        let lexicon = Lexicon::of(utterances, least, stop_words);
        let rows: Vec<_> = utterances
            .par_iter()
            .map(|said| lexicon.tfidf(said))
            .collect();
        let matrix = Sparse::new(rows, lexicon.len());
        let meaning = Meaning::of(utterances, source);
        let most = if meaning.is_some() {
            TOPICS_BESIDE
        } else {
            TOPICS_ALONE
        };
        let lsa = Lsa::of(&matrix, most.min(utterances.len() / 4).max(2));
        Self {
            lexicon,
            lsa,
            meaning,
            domain_share: domain_share(utterances.len()),
        }
    }

    /// Makes a stored vectorizer ready to read with.
    #[must_use]
    pub fn restored(mut self) -> Self {
        self.lexicon = self.lexicon.restored();
        self
    }

    /// Returns the terms.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Returns the number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.lsa.dimensions()
            + self
                .meaning
                .as_ref()
                .map_or(0, |meaning| meaning.principal.kept())
    }

    /// Returns the unit vector of an utterance, or `None` when it has no word
    /// that either side knows.
    pub fn vector(&self, utterance: &Utterance) -> Option<Array1<f32>> {
        let meant = self
            .meaning
            .as_ref()
            .and_then(|meaning| meaning.vector(utterance));
        let topical = unit(self.lsa.coordinates(&self.lexicon.tfidf(utterance)));
        let kept = self
            .meaning
            .as_ref()
            .map_or(0, |meaning| meaning.principal.kept());
        let share = if meant.is_some() {
            self.domain_share
        } else {
            1.0
        };
        let mut vector = Array1::zeros(self.dimensions());
        if let Some(meant) = &meant {
            let (mut left, _) = vector.view_mut().split_at(Axis(0), kept);
            left.scaled_add((1.0 - share).sqrt(), meant);
        }
        if let Some(topical) = &topical {
            let (_, mut right) = vector.view_mut().split_at(Axis(0), kept);
            right.scaled_add(share.sqrt(), topical);
        }
        unit(vector)
    }

    /// Returns the unit vectors of utterances, one a row; zeros for those
    /// with no known word.
    pub fn vectors(&self, utterances: &[Utterance]) -> Array2<f32> {
        let mut rows = Array2::zeros((utterances.len(), self.dimensions()));
        rows.axis_iter_mut(Axis(0))
            .into_par_iter()
            .zip(utterances)
            .for_each(|(mut row, utterance)| {
                if let Some(vector) = self.vector(utterance) {
                    row.assign(&vector);
                }
            });
        rows
    }
}

impl Meaning {
    /// Returns `None` where too few utterances are in a language the static
    /// vectors know.
    fn of(utterances: &[Utterance], source: &Source) -> Option<Self> {
        let sums: Vec<Array1<f32>> = utterances
            .par_iter()
            .filter_map(|said| source.meaning(said))
            .collect();
        if sums.len() < 2 || sums.len() * 4 < utterances.len() {
            return None;
        }
        let mean = mean(stacked(&sums).view());
        let centred: Vec<Array1<f32>> = sums
            .par_iter()
            .filter_map(|sum| unit(sum - &mean))
            .collect();
        let kept = MEANING.min(centred.len() / 2).max(1);
        let principal = Principal::of(stacked(&centred).view(), kept);
        Some(Self {
            source: source.clone(),
            mean,
            principal,
        })
    }

    fn vector(&self, utterance: &Utterance) -> Option<Array1<f32>> {
        let centred = unit(self.source.meaning(utterance)? - &self.mean)?;
        unit(self.principal.coordinates(centred.view()))
    }
}

fn stacked(vectors: &[Array1<f32>]) -> Array2<f32> {
    let views: Vec<ArrayView1<'_, f32>> = vectors.iter().map(ArrayView1::from).collect();
    ndarray::stack(Axis(0), &views).expect("all vectors have one length")
}

fn unit(vector: Array1<f32>) -> Option<Array1<f32>> {
    let length = vector.dot(&vector).sqrt();
    (length > 1e-6).then(|| vector / length)
}
