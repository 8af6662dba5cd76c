//! Centres beside those that were mined: what came up since, and what people
//! asked for.

use ndarray::{Array1, ArrayView1};
use serde::{Deserialize, Serialize};

use super::assignment::{Assigned, Leaf, ThemeOrigin};
use super::codebook::Seed;
use crate::cluster::Clusters;
use crate::text::{Language, has_phrase, normal};
use crate::vectorize::Utterance;

/// A centre and how far it reaches.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct AddedCluster {
    /// Unit length.
    pub(super) centre: Array1<f32>,
    /// The least cosine that still belongs.
    pub(super) reach: f32,
    /// The cosine that half of its members reach.
    pub(super) middle: f32,
    /// The broad group of the cluster it is nearest to.
    pub(super) broad: Option<usize>,
}

impl AddedCluster {
    /// Returns the mean direction of unit vectors; `left_out` is the share of
    /// them that it does not reach.
    pub(super) fn from_vectors(
        vectors: &[Array1<f32>],
        left_out: f32,
        clusters: &Clusters,
    ) -> Option<Self> {
        let mut centre = vectors.first().map(|first| Array1::zeros(first.len()))?;
        for vector in vectors {
            centre += vector;
        }
        let length = centre.dot(&centre).sqrt();
        if length < 1e-6 {
            return None;
        }
        centre /= length;
        let mut cosines: Vec<f32> = vectors.iter().map(|vector| centre.dot(vector)).collect();
        cosines.sort_unstable_by(f32::total_cmp);
        // A hair less, so that rounding leaves nobody out.
        let at = |share: f32| cosines[(cosines.len() as f32 * share) as usize] - 1e-4;
        Some(Self {
            reach: at(left_out),
            middle: at(0.5),
            broad: clusters.nearest_broad_group(centre.view()),
            centre,
        })
    }

    /// Returns the same with nothing near enough to belong to it.
    pub(super) fn out_of_reach(self) -> Self {
        Self {
            reach: f32::INFINITY,
            ..self
        }
    }
}

/// A phrase of fewer words is said, or nobody means it.
const DESCRIBES: usize = 3;

/// A theme that people asked for: whatever says its words belongs to it, and
/// what is as near as those who do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SeededTheme {
    /// The theme's number.
    pub(super) theme: u32,
    /// Words and phrases, normal.
    phrases: Vec<Vec<String>>,
    /// Where those who say them are; `None` when nobody does.
    pub(super) near: Option<AddedCluster>,
}

impl SeededTheme {
    pub(super) fn from_seed(seed: &Seed) -> Self {
        let phrase = |text: &String| normal(text).split(' ').map(str::to_owned).collect();
        Self {
            theme: seed.theme,
            phrases: seed
                .words
                .iter()
                .map(phrase)
                .filter(|words: &Vec<String>| words.iter().any(|word| !word.is_empty()))
                .collect(),
            near: None,
        }
    }

    pub(super) fn with_cluster(mut self, near: Option<AddedCluster>) -> Self {
        self.near = near;
        self
    }

    /// Takes what was found for a description as if it were asked for word for
    /// word.
    pub(super) fn add_examples(&mut self, said: &[&Utterance]) {
        let words = |said: &&Utterance| said.normal.split(' ').map(str::to_owned).collect();
        self.phrases.extend(said.iter().map(words));
    }

    /// Returns those of its phrases that describe something rather than name it.
    pub(super) fn descriptions(&self, language: Language) -> Vec<Utterance> {
        let phrases = self.phrases.iter();
        let long = phrases.filter(|phrase| phrase.len() >= DESCRIBES);
        long.map(|phrase| Utterance::new(phrase.join(" "), language))
            .collect()
    }

    /// Returns whether an utterance has one of its words or phrases, in any form.
    pub(super) fn matches(&self, utterance: &Utterance) -> bool {
        let phrases: Vec<String> = self.phrases.iter().map(|words| words.join(" ")).collect();
        has_phrase(&utterance.normal, &phrases, utterance.language)
    }

    /// Returns where an utterance that says its words belongs.
    pub(super) fn assigned(&self, vector: Option<ArrayView1<'_, f32>>) -> Assigned {
        Assigned {
            leaf: Leaf {
                origin: ThemeOrigin::Seed(self.theme),
                part: 0,
            },
            strength: vector.map_or(1.0, |vector| self.cosine(vector)),
            belongs: true,
            central: true,
        }
    }

    pub(super) fn cosine(&self, vector: ArrayView1<'_, f32>) -> f32 {
        self.near
            .as_ref()
            .map_or(0.0, |extra| extra.centre.dot(&vector))
    }
}
