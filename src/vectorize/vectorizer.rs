//! The one function from words to a vector.
//!
//! Meaning comes from static vectors, domain words from latent semantic
//! analysis of the corpus itself; both stand side by side in one vector.

use motif_distill::{Principal, Sparse, mean};
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, ArrayViewMut2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::lexicon::{Lexicon, Utterance};
use super::lsa::Lsa;
use super::source::VectorSource;

/// Turns any text into a unit vector, by the same function whether the text
/// was in the corpus or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Vectorizer {
    lexicon: Lexicon,
    lsa: Lsa,
    meaning: Option<Projection>,
    domain_share: f32,
}

/// How vectors are turned toward what varies in this corpus.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Projection {
    source: VectorSource,
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

/// Utterances that become vectors together: one product of matrices costs a
/// fraction of as many products with a vector.
const BLOCK: usize = 256;

/// Returns what share of a vector's squared length is domain words: more in a
/// small corpus, where a passage has few neighbours of like meaning and a
/// shared word is the surer tie (`docs/quality.md`).
fn domain_share(utterances: usize) -> f32 {
    let small = (4000.0 - utterances as f32) / 3000.0;
    0.2 + 0.1 * small.clamp(0.0, 1.0)
}

impl Vectorizer {
    /// Learns from utterances what varies between them.
    pub fn new(utterances: &[Utterance], source: &VectorSource, stop_words: &[String]) -> Self {
        let least = if utterances.len() < 100 { 1 } else { 2 };
        let (meanings, (lexicon, matrix)) = rayon::join(
            || meanings(utterances, source),
            || terms(utterances, least, stop_words),
        );
        let most = if meanings.is_some() {
            TOPICS_BESIDE
        } else {
            TOPICS_ALONE
        };
        let (meaning, lsa) = rayon::join(
            || meanings.map(|rows| Projection::new(rows, source)),
            || Lsa::new(&matrix, most.min(utterances.len() / 4).max(2)),
        );
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
        let row = self.block(&[utterance]).remove_axis(Axis(0));
        row.iter().any(|&value| value != 0.0).then_some(row)
    }

    /// Returns the unit vectors of utterances, one a row; zeros for those
    /// with no known word.
    pub fn vectors(&self, utterances: &[Utterance]) -> Array2<f32> {
        self.vectors_of(&utterances.iter().collect::<Vec<_>>())
    }

    /// Returns the same for utterances that stand elsewhere.
    pub fn vectors_of(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let mut rows = Array2::zeros((utterances.len(), self.dimensions()));
        rows.axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .zip(utterances.par_chunks(BLOCK))
            .for_each(|(mut rows, said)| {
                rows.assign(&self.block(said));
            });
        rows
    }

    /// Returns the same for a few utterances, at once. A row depends on its
    /// own utterance only, to the last bit: a product of matrices adds up each
    /// of its cells by itself, in one order.
    pub fn block(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let meant = self
            .meaning
            .as_ref()
            .map(|meaning| meaning.block(utterances));
        let kept = meant.as_ref().map_or(0, Array2::ncols);
        let mut rows = Array2::zeros((utterances.len(), self.dimensions()));
        for (at, (mut row, said)) in rows.rows_mut().into_iter().zip(utterances).enumerate() {
            let (mut left, mut right) = row.view_mut().split_at(Axis(0), kept);
            self.lsa.add(&self.lexicon.tfidf(said), &mut right);
            scale(&mut right);
            if let Some(meant) = meant.as_ref().map(|meant| meant.row(at))
                && is_known(meant)
            {
                left.scaled_add((1.0 - self.domain_share).sqrt(), &meant);
                right *= self.domain_share.sqrt();
            }
            scale(&mut row);
        }
        rows
    }
}

/// Returns the terms of utterances, and which stand in which.
fn terms(utterances: &[Utterance], least: usize, stop_words: &[String]) -> (Lexicon, Sparse) {
    let lexicon = Lexicon::new(utterances, least, stop_words);
    let rows: Vec<_> = utterances
        .par_iter()
        .map(|said| lexicon.tfidf(said))
        .collect();
    let matrix = Sparse::new(rows, lexicon.len());
    (lexicon, matrix)
}

/// Returns what utterances mean, as sums of pieces; `None` where too few are
/// in a language the source knows.
fn meanings(utterances: &[Utterance], source: &VectorSource) -> Option<Array2<f32>> {
    let blocks: Vec<Array2<f32>> = utterances
        .par_chunks(BLOCK)
        .map(|said| known(&source.meanings(&said.iter().collect::<Vec<_>>())))
        .collect();
    let rows = stacked(&blocks);
    (rows.nrows() >= 2 && rows.nrows() * 4 >= utterances.len()).then_some(rows)
}

impl Projection {
    /// Learns from sums of pieces how they vary.
    fn new(mut rows: Array2<f32>, source: &VectorSource) -> Self {
        let mean = mean(rows.view());
        rows.axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .for_each(|mut rows| centre(&mut rows, &mean));
        let kept = MEANING.min(rows.nrows() / 2).max(1);
        Self {
            source: source.clone(),
            principal: Principal::new(rows.view(), kept),
            mean,
        }
    }

    /// Returns unit vectors, one a row; zeros where the source cannot say.
    fn block(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let mut sums = self.source.meanings(utterances);
        centre(&mut sums.view_mut(), &self.mean);
        let mut rows = self.principal.all_coordinates(sums.view());
        for (mut row, sum) in rows.rows_mut().into_iter().zip(sums.rows()) {
            if is_known(sum) {
                scale(&mut row);
            } else {
                row.fill(0.0);
            }
        }
        rows
    }
}

/// Moves known rows by the mean, and to unit length.
fn centre(rows: &mut ArrayViewMut2<'_, f32>, mean: &Array1<f32>) {
    for mut row in rows.rows_mut() {
        if is_known(row.view()) {
            row -= mean;
            scale(&mut row);
        }
    }
}

/// Returns whether a vector is of something with a known word: others are zeros.
pub fn is_known(row: ArrayView1<'_, f32>) -> bool {
    row.iter().any(|&value| value != 0.0)
}

fn known(rows: &Array2<f32>) -> Array2<f32> {
    let known: Vec<usize> = (0..rows.nrows())
        .filter(|&row| is_known(rows.row(row)))
        .collect();
    rows.select(Axis(0), &known)
}

fn stacked(blocks: &[Array2<f32>]) -> Array2<f32> {
    let views: Vec<_> = blocks.iter().map(Array2::view).collect();
    ndarray::concatenate(Axis(0), &views).unwrap_or_default()
}

/// Scales a vector to length 1, or to nothing if it points nowhere.
pub(super) fn scale(row: &mut ArrayViewMut1<'_, f32>) {
    let length = row.dot(row).sqrt();
    if length > 1e-6 {
        *row /= length;
    } else {
        row.fill(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    /// More utterances than two blocks, one in seven in German, one unknown.
    fn utterances() -> Vec<Utterance> {
        let things = ["invoice", "app", "support", "price", "rechnung", "login"];
        let words = [
            "slow",
            "wrong",
            "too high",
            "never answers",
            "langsam",
            "lost",
        ];
        let mut utterances: Vec<Utterance> = (0..BLOCK * 2 + 3)
            .map(|at| Utterance {
                normal: format!("{} is {} x{at}y", things[at % 6], words[at / 6 % 6]),
                language: if at % 7 == 0 {
                    Language::German
                } else {
                    Language::English
                },
            })
            .collect();
        utterances[5].normal = "\u{1f44d}".into();
        utterances
    }

    #[test]
    fn a_vector_is_the_same_alone_and_among_many_to_the_last_bit() {
        let utterances = utterances();
        for source in [VectorSource::Builtin, VectorSource::Lsa] {
            let vectorizer = Vectorizer::new(&utterances, &source, &[]);
            let rows = vectorizer.vectors(&utterances);
            for (row, said) in rows.rows().into_iter().zip(&utterances) {
                match vectorizer.vector(said) {
                    Some(alone) => assert_eq!(alone, row),
                    None => assert!(!is_known(row)),
                }
            }
        }
    }

    #[test]
    fn a_vector_has_length_one_or_is_none() {
        let utterances = utterances();
        let vectorizer = Vectorizer::new(&utterances, &VectorSource::Builtin, &[]);
        assert!(vectorizer.vector(&utterances[5]).is_none());
        let vector = vectorizer.vector(&utterances[6]).unwrap();
        assert!((vector.dot(&vector) - 1.0).abs() < 1e-5);
    }
}
