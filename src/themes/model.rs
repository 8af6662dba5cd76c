//! The theme model: which theme any text belongs to.
//!
//! Small, storable and pure: mining a corpus only makes the model, and every
//! passage, whether it was mined or arrives later, alone or among others,
//! gets its theme from [`Model::assign`].

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView1, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::codebook::Seed;
use super::extra::{Extra, Sown};
use super::firmness::Firmness;
use crate::cluster::{self, Clusters, Method, Parts, Shape};
use crate::text::Language;
use crate::vectorize::{Lexicon, Source, Utterance, Vectorizer};

/// Where a passage's theme comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// A cluster that was mined, or came up since.
    Cluster(usize),
    /// The words of a theme that people asked for, by its number.
    Seed(u32),
    /// All is well, without saying what.
    Praise,
    /// All is bad, without saying what.
    Complaint,
}

/// The finest that is told apart: a part of an origin, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Leaf {
    /// Where the theme comes from.
    pub origin: Origin,
    /// Its part.
    pub part: u32,
}

/// What can be set before mining.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How many themes at the default grain; `None`: as many as suit.
    pub themes: Option<usize>,
    /// How clusters are found.
    pub method: Method,
    /// Where meaning comes from.
    pub vectors: Source,
    /// The study's own stop words.
    pub stop_words: Vec<String>,
}

/// Which theme any text belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Model {
    vectorizer: Vectorizer,
    clusters: Clusters,
    /// What clusters fall into; `None` until somebody asks.
    parts: Option<Parts>,
    /// Clusters that came up after mining.
    grown: Vec<Extra>,
    /// Themes that people asked for.
    sown: Vec<Sown>,
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
    /// The origin of its theme, and which part of that.
    pub leaf: Leaf,
    /// Its cosine with the nearest centre, up to 1.
    pub strength: f32,
    /// Whether it is near enough to belong.
    pub belongs: bool,
    /// Whether it is nearer than half of what the cluster was found from.
    pub central: bool,
}

/// More utterances than this are mined as a sample, chosen by their content.
const MOST_MINED: usize = 20_000;

/// Firmness is told from at most this many utterances, chosen by their content.
const MOST_RESAMPLED: usize = 5_000;

/// Utterances assigned at once.
const BLOCK: usize = 256;

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
        let clusters = Clusters::of(vectors.view(), settings.themes, settings.method);
        Some(Self {
            vectorizer,
            reach: reached(&clusters, OUTLYING),
            middle: reached(&clusters, 0.5),
            clusters,
            parts: None,
            grown: Vec::new(),
            sown: Vec::new(),
            language,
        })
    }

    /// Makes a stored model ready to read with.
    #[must_use]
    pub fn restored(mut self) -> Self {
        self.vectorizer = self.vectorizer.restored();
        self
    }

    /// Finds what clusters fall into, from the utterances that were mined.
    pub fn divide(&mut self, utterances: &[Utterance]) {
        let mined = sample(utterances, MOST_MINED);
        let vectors = known(&self.vectorizer.vectors(&mined));
        let rows: Vec<_> = vectors.rows().into_iter().collect();
        let nearest = |row: &ArrayView1<'_, f32>| Some(self.clusters.nearest(*row)?.0);
        let of_vector: Vec<Option<usize>> = rows.par_iter().map(nearest).collect();
        let parts = Parts::of(vectors.view(), &of_vector, self.clusters.count());
        self.parts = Some(parts);
    }

    /// Adds a cluster that these utterances speak for; returns its origin, or
    /// `None` where they have no word the model knows.
    pub fn grow(&mut self, utterances: &[&Utterance]) -> Option<Origin> {
        let vectors: Vec<Array1<f32>> = utterances
            .par_iter()
            .filter_map(|said| self.vector(said))
            .collect();
        let extra = Extra::of(&vectors, OUTLYING, &self.clusters)?;
        if let Some(parts) = &mut self.parts {
            parts.push(vec![extra.centre.clone()]);
        }
        self.grown.push(extra);
        Some(Origin::Cluster(
            self.clusters.count() + self.grown.len() - 1,
        ))
    }

    /// Looks for what speaks for the themes that people asked for, by words or
    /// by what they gave to them (`taught`); those asked for before are
    /// forgotten.
    pub fn sow(
        &mut self,
        seeds: &[Seed],
        taught: &BTreeMap<String, u32>,
        utterances: &[Utterance],
    ) {
        let sown = seeds.iter().map(|seed| {
            let bare = Sown::of(seed);
            let vectors: Vec<Array1<f32>> = utterances
                .par_iter()
                .filter(|said| {
                    let given = taught.get(&said.normal);
                    given.map_or_else(|| bare.is_said_in(said), |theme| *theme == seed.theme)
                })
                .filter_map(|said| self.vector(said))
                .collect();
            bare.near(Extra::of(&vectors, 0.5, &self.clusters))
        });
        self.sown = sown.collect();
    }

    /// Returns whether clusters came up after mining.
    pub fn has_grown(&self) -> bool {
        !self.grown.is_empty()
    }

    /// Returns how many parts an origin has.
    pub fn parts(&self, origin: Origin) -> usize {
        match (origin, &self.parts) {
            (Origin::Cluster(cluster), Some(parts)) => parts.count(cluster),
            _ => 1,
        }
    }

    /// Returns the broad group of an origin.
    pub fn broad(&self, origin: Origin) -> Option<usize> {
        match origin {
            Origin::Cluster(cluster) => {
                let grown = || self.grown.get(cluster - self.clusters.count());
                let mined = self.clusters.broad().get(cluster).copied();
                mined.or_else(|| grown()?.broad)
            }
            Origin::Seed(theme) => {
                let sown = self.sown.iter().find(|sown| sown.theme == theme)?;
                sown.near.as_ref()?.broad
            }
            Origin::Praise | Origin::Complaint => None,
        }
    }

    /// Returns where an utterance belongs; `None` when it has no word the
    /// model knows.
    pub fn assign(&self, utterance: &Utterance) -> Option<Assigned> {
        self.assign_block(&[utterance]).pop().flatten()
    }

    /// Returns where each of many utterances belongs: what [`Model::assign`]
    /// says of each.
    pub fn assign_all(&self, utterances: &[&Utterance]) -> Vec<Option<Assigned>> {
        utterances
            .par_chunks(BLOCK)
            .flat_map_iter(|said| self.assign_block(said))
            .collect()
    }

    fn assign_block(&self, utterances: &[&Utterance]) -> Vec<Option<Assigned>> {
        let vectors = self.vectorizer.block(utterances);
        let is_known = |row: usize| vectors.row(row).iter().any(|&value| value != 0.0);
        let nearest = self.clusters.nearest_each(vectors.view());
        let rows = nearest.into_iter().zip(utterances).enumerate();
        rows.map(|(row, (nearest, utterance))| {
            let vector = Some(vectors.row(row)).filter(|_| is_known(row));
            if let Some(sown) = self.sown.iter().find(|sown| sown.is_said_in(utterance)) {
                return Some(sown.assigned(vector));
            }
            let vector = vector?;
            let (cluster, strength) = nearest?;
            let mined = Assigned {
                leaf: leaf(Origin::Cluster(cluster), self.part(cluster, vector)),
                strength,
                belongs: strength >= self.reach[cluster],
                central: strength >= self.middle[cluster],
            };
            Some(self.nearest_beside(mined, vector))
        })
        .collect()
    }

    /// Returns what was found among the clusters, or a nearer one beside them.
    fn nearest_beside(&self, mined: Assigned, vector: ArrayView1<'_, f32>) -> Assigned {
        let mut best = mined;
        for (at, extra) in self.grown.iter().enumerate() {
            let origin = Origin::Cluster(self.clusters.count() + at);
            best = nearer(best, origin, extra, vector);
        }
        for sown in &self.sown {
            // Only what is as near as those who use its words.
            if let Some(extra) = &sown.near
                && extra.centre.dot(&vector) >= extra.reach
            {
                best = nearer(best, Origin::Seed(sown.theme), extra, vector);
            }
        }
        best
    }

    fn part(&self, cluster: usize, vector: ArrayView1<'_, f32>) -> usize {
        self.parts
            .as_ref()
            .map_or(0, |parts| parts.nearest(cluster, vector))
    }

    /// Returns the unit vector of an utterance; `None` when it has no word
    /// the model knows.
    pub fn vector(&self, utterance: &Utterance) -> Option<Array1<f32>> {
        self.vectorizer.vector(utterance)
    }

    /// Returns what turns any text into a vector.
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.vectorizer
    }

    /// Returns the same, and nothing else of the model.
    pub fn into_vectorizer(self) -> Vectorizer {
        self.vectorizer
    }

    /// Returns why there are as many clusters as there are.
    pub fn shape(&self) -> Shape {
        self.clusters.shape
    }

    /// Returns for each cluster how firm it is; `None` where too little of
    /// what was mined is in it to tell.
    pub fn firmness(&self, utterances: &[Utterance]) -> Vec<Option<Firmness>> {
        let some = sample(utterances, MOST_RESAMPLED);
        let vectors = known(&self.vectorizer.vectors(&some));
        let shares = cluster::firmness(&self.clusters, vectors.view());
        shares
            .into_iter()
            .map(|share| share.map(Firmness::of))
            .collect()
    }

    /// Returns the terms.
    pub fn lexicon(&self) -> &Lexicon {
        self.vectorizer.lexicon()
    }

    /// Returns which of some origins, by position, an utterance as a whole is
    /// nearest to, for each of many; the first where the model knows none of
    /// its words, `None` where there are none.
    pub fn nearest_of_each(&self, asked: &[(Option<&Utterance>, &[Origin])]) -> Vec<Option<usize>> {
        let blocks = asked.par_chunks(BLOCK);
        blocks
            .flat_map_iter(|asked| {
                let torn = asked.iter().filter(|(_, origins)| origins.len() > 1);
                let wholes: Vec<&Utterance> = torn.filter_map(|(whole, _)| *whole).collect();
                let vectors = self.vectorizer.block(&wholes);
                let mut vectors = vectors.rows().into_iter();
                let nearest = asked.iter().map(|(whole, origins)| {
                    let vector = whole
                        .filter(|_| origins.len() > 1)
                        .and_then(|_| vectors.next());
                    match vector {
                        Some(vector) => self.nearest_of(origins, vector),
                        None => (!origins.is_empty()).then_some(0),
                    }
                });
                nearest.collect::<Vec<_>>()
            })
            .collect()
    }

    /// Returns how near what comes from some origins is to what comes from
    /// others: the cosine of their nearest centres; `None` where one side has
    /// no place, as general praise has none.
    pub fn likeness(&self, ones: &[Origin], others: &[Origin]) -> Option<f32> {
        let centres = |origins: &[Origin]| -> Vec<ArrayView1<'_, f32>> {
            origins.iter().flat_map(|of| self.centres(*of)).collect()
        };
        let (ones, others) = (centres(ones), centres(others));
        let pairs = ones
            .iter()
            .flat_map(|one| others.iter().map(|other| one.dot(other)));
        pairs.reduce(f32::max)
    }

    fn centres(&self, origin: Origin) -> Vec<ArrayView1<'_, f32>> {
        let mined = self.clusters.count();
        match origin {
            Origin::Cluster(cluster) if cluster < mined => self.clusters.centres(cluster).collect(),
            Origin::Cluster(cluster) => vec![self.grown[cluster - mined].centre.view()],
            Origin::Seed(theme) => {
                let sown = self.sown.iter().find(|sown| sown.theme == theme);
                let near = sown.and_then(|sown| sown.near.as_ref());
                near.map(|near| near.centre.view()).into_iter().collect()
            }
            Origin::Praise | Origin::Complaint => Vec::new(),
        }
    }

    fn nearest_of(&self, origins: &[Origin], vector: ArrayView1<'_, f32>) -> Option<usize> {
        let mined = self.clusters.cosines(vector);
        let cosine = |origin: Origin| match origin {
            Origin::Cluster(cluster) if cluster < mined.len() => mined[cluster],
            Origin::Cluster(cluster) => self.grown[cluster - mined.len()].centre.dot(&vector),
            Origin::Seed(theme) => {
                let sown = self.sown.iter().find(|sown| sown.theme == theme);
                sown.map_or(-1.0, |sown| sown.cosine(vector))
            }
            Origin::Praise | Origin::Complaint => -1.0,
        };
        let cosines = origins.iter().map(|&origin| cosine(origin)).enumerate();
        let first_best = |best: (usize, f32), other: (usize, f32)| {
            if other.1 > best.1 { other } else { best }
        };
        cosines.reduce(first_best).map(|(at, _)| at)
    }
}

fn leaf(origin: Origin, part: usize) -> Leaf {
    Leaf {
        origin,
        part: part as u32,
    }
}

/// Returns the nearer of what was found so far and another centre.
fn nearer(best: Assigned, origin: Origin, extra: &Extra, vector: ArrayView1<'_, f32>) -> Assigned {
    let strength = extra.centre.dot(&vector);
    if strength <= best.strength {
        return best;
    }
    Assigned {
        leaf: leaf(origin, 0),
        strength,
        belongs: strength >= extra.reach,
        central: strength >= extra.middle,
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
        let batch = model.assign_all(&utterances.iter().collect::<Vec<_>>());
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
