//! The theme model: which theme any text belongs to.
//!
//! Small, storable and pure: mining a corpus only makes the model, and every
//! passage, whether it was mined or arrives later, alone or among others,
//! gets its theme from [`Model::assign`].

use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cluster::Clusters;
use crate::text::Language;
use crate::vectorize::{Lexicon, Source, Utterance, Vectorizer};

/// What can be set before mining.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How many themes at the default grain; `None`: as many as suit.
    pub themes: Option<usize>,
    /// Where meaning comes from.
    pub vectors: Source,
    /// The study's own stop words.
    pub stop_words: Vec<String>,
}

/// Which theme any text belongs to.
#[derive(Debug, Serialize, Deserialize)]
pub struct Model {
    vectorizer: Vectorizer,
    clusters: Clusters,
    /// For each cluster, the least cosine that still belongs.
    reach: Vec<f32>,
    /// For each cluster, the cosine that half of its members reach.
    middle: Vec<f32>,
    /// The language of texts too short to tell.
    pub language: Language,
}

/// Where an utterance belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assigned {
    /// The cluster.
    pub cluster: usize,
    /// Its cosine with the cluster's centre, up to 1.
    pub strength: f32,
    /// Whether it is near enough to belong.
    pub belongs: bool,
    /// Whether it is nearer than half of what the cluster was found from.
    pub central: bool,
}

/// More utterances than this are mined as a sample, chosen by their content.
const MOST_MINED: usize = 20_000;

/// Below this many utterances nothing is grouped.
pub(crate) const FEWEST: usize = 12;

/// The share of mined utterances left out as belonging nowhere.
const OUTLYING: f32 = 0.02;

impl Model {
    /// Mines utterances, or returns `None` where they are too few to group.
    ///
    /// They must be distinct, in a fixed order, and none of them filler.
    pub fn mine(utterances: &[Utterance], language: Language, settings: &Settings) -> Option<Self> {
        let mined = sample(utterances, MOST_MINED);
        let vectorizer = Vectorizer::of(&mined, &settings.vectors, &settings.stop_words);
        let vectors = known(&vectorizer.vectors(&mined));
        if vectors.nrows() < FEWEST {
            return None;
        }
        let clusters = Clusters::of(vectors.view(), settings.themes);
        Some(Self {
            vectorizer,
            reach: reached(&clusters, OUTLYING),
            middle: reached(&clusters, 0.5),
            clusters,
            language,
        })
    }

    /// Makes a stored model ready to read with.
    #[must_use]
    pub fn restored(mut self) -> Self {
        self.vectorizer = self.vectorizer.restored();
        self
    }

    /// Returns where an utterance belongs; `None` when it has no word the
    /// model knows.
    pub fn assign(&self, utterance: &Utterance) -> Option<Assigned> {
        let vector = self.vector(utterance)?;
        let (cluster, strength) = self.clusters.nearest(vector.view())?;
        Some(Assigned {
            cluster,
            strength,
            belongs: strength >= self.reach[cluster],
            central: strength >= self.middle[cluster],
        })
    }

    /// Returns the unit vector of an utterance; `None` when it has no word
    /// the model knows.
    pub fn vector(&self, utterance: &Utterance) -> Option<Array1<f32>> {
        self.vectorizer.vector(utterance)
    }

    /// Returns the clusters.
    pub fn clusters(&self) -> &Clusters {
        &self.clusters
    }

    /// Returns the terms.
    pub fn lexicon(&self) -> &Lexicon {
        self.vectorizer.lexicon()
    }

    /// Returns which of some clusters an utterance as a whole is nearest to.
    pub fn nearest_of(&self, utterance: &Utterance, clusters: &[usize]) -> Option<usize> {
        let cosines = self.clusters.cosines(self.vector(utterance)?.view());
        let first_best = |best: usize, other: usize| {
            if cosines[other] > cosines[best] {
                other
            } else {
                best
            }
        };
        clusters.iter().copied().reduce(first_best)
    }
}

/// Chooses utterances by a digest of what they say, so that the choice does
/// not depend on their order or on what else is there.
fn sample(utterances: &[Utterance], most: usize) -> Vec<Utterance> {
    if utterances.len() <= most {
        return utterances.to_vec();
    }
    let mut keyed: Vec<([u8; 32], &Utterance)> = utterances
        .par_iter()
        .map(|utterance| (Sha256::digest(&utterance.normal).into(), utterance))
        .collect();
    keyed.par_sort_unstable();
    let mut chosen: Vec<_> = keyed[..most]
        .iter()
        .map(|&(_, said)| said.clone())
        .collect();
    chosen.sort_unstable();
    chosen
}

/// Returns the rows that are not all zeros.
fn known(vectors: &Array2<f32>) -> Array2<f32> {
    let rows = vectors.rows().into_iter().enumerate();
    let kept: Vec<usize> = rows
        .filter(|(_, row)| row.iter().any(|&value| value != 0.0))
        .map(|(at, _)| at)
        .collect();
    vectors.select(Axis(0), &kept)
}

/// Returns for each cluster the cosine that all but a share of its members reach.
fn reached(clusters: &Clusters, outlying: f32) -> Vec<f32> {
    let reached = |cosines: &Vec<f32>| {
        let left_out = (cosines.len() as f32 * outlying) as usize;
        // A hair less, so that rounding leaves nobody out.
        cosines.get(left_out).map_or(0.0, |&least| least - 1e-4)
    };
    clusters.spread.iter().map(reached).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utterances() -> Vec<Utterance> {
        let topics = [
            [
                "the invoice was wrong",
                "the bill is too high",
                "we pay a high price",
                "prices went up again",
            ],
            [
                "the app crashes offline",
                "app without signal",
                "the app loses photos",
                "no signal for the app",
            ],
            [
                "support never answers",
                "support takes days",
                "nobody answers tickets",
                "tickets wait for support",
            ],
        ];
        let mut utterances: Vec<Utterance> = topics
            .into_iter()
            .flatten()
            .map(|text| Utterance {
                normal: text.to_owned(),
                language: Language::English,
            })
            .collect();
        utterances.sort_unstable();
        utterances
    }

    #[test]
    fn a_text_alone_belongs_where_it_belonged_when_mined() {
        let utterances = utterances();
        let settings = Settings::default();
        let model = Model::mine(&utterances, Language::English, &settings).unwrap();
        let again = Model::mine(&utterances, Language::English, &settings).unwrap();
        let batch: Vec<_> = utterances
            .par_iter()
            .map(|said| model.assign(said))
            .collect();
        for (said, in_batch) in utterances.iter().zip(batch) {
            assert_eq!(model.assign(said), in_batch);
            assert_eq!(again.assign(said), in_batch);
        }
    }

    #[test]
    fn too_few_utterances_are_not_grouped() {
        let few = &utterances()[..5];
        assert!(Model::mine(few, Language::English, &Settings::default()).is_none());
    }
}
