//! The theme model: which theme any text belongs to.
//!
//! Small, storable and pure: mining a corpus only makes the model, and every
//! passage, whether it was mined or arrives later, alone or among others,
//! gets its theme from [`Model::assign`].

use std::collections::{BTreeMap, BTreeSet, HashSet};

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::added_clusters::{AddedCluster, SeededTheme};
use super::assignment::{Assigned, Leaf, ThemeOrigin};
use super::codebook::{PieceReach, Seed};
use super::cohesion::MembershipRules;
use super::firmness::Firmness;
use super::mining::{Mined, MiningInput, REPEATED, ThemeLimits};
use super::spoken::MinedUtterance;
use crate::cluster::{self, ClusterParts, ClusterShape, Clusters, Groups, Method};
use crate::text::{Language, Stemmer, has_content};
use crate::vectorize::{
    Lexicon, MOST_FOREIGN, SentenceProjection, TermId, Utterance, VectorSource, Vectorizer,
    is_known, sentence_meanings,
};

/// What can be set before mining.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MiningSettings {
    /// How many themes at the default level of detail; `None`: as many as suit.
    pub themes: Option<usize>,
    /// How clusters are found.
    pub method: Method,
    /// Where meaning comes from.
    pub vectors: VectorSource,
    /// The study's own stop words.
    pub stop_words: Vec<String>,
    /// What groups must hold to be themes; always the default but in trials.
    #[serde(skip)]
    pub limits: ThemeLimits,
}

/// Which theme any text belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Model {
    vectorizer: Vectorizer,
    clusters: Clusters,
    /// What clusters fall into; `None` until somebody asks.
    parts: Option<ClusterParts>,
    /// Clusters that came up after mining.
    grown: Vec<AddedCluster>,
    /// Themes that people asked for.
    sown: Vec<SeededTheme>,
    /// What else a passage must have to belong to a cluster. Written after
    /// everything else, which older forms end with.
    #[serde(skip)]
    pub(super) rules: MembershipRules,
    /// What pieces that were cut from themes may take in, by the number of the
    /// piece. Written after everything else.
    #[serde(skip)]
    pub(super) piece_reach: BTreeMap<u32, PieceReach>,
    /// For each cluster, the least cosine that still belongs.
    reach: Vec<f32>,
    /// For each cluster, the cosine that half of its members reach.
    middle: Vec<f32>,
    /// The language of texts too short to tell.
    pub language: Language,
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

/// A description is found by so many of the nearest passages,
const NEAREST: usize = 12;

/// which have a word of it that so many passages have.
const SEVERAL: usize = 5;

/// Returns the utterances that have the rarest word of a description of those
/// that several have.
fn with_rarest_word<'u>(wanted: &Utterance, utterances: &'u [Utterance]) -> Vec<&'u Utterance> {
    let stemmer = Stemmer::new(wanted.language);
    let words = wanted.normal.split(' ').filter(|word| has_content(word));
    let with = |stem: &str| -> Vec<&'u Utterance> {
        let has = |said: &&Utterance| {
            let mut words = said.normal.split(' ');
            said.language == wanted.language && words.any(|word| stemmer.stem(word) == stem)
        };
        utterances.par_iter().filter(has).collect()
    };
    let said = words.map(|word| with(&stemmer.stem(word)));
    let several = said.filter(|said| said.len() >= SEVERAL);
    several.min_by_key(Vec::len).unwrap_or_default()
}

impl Model {
    /// Mines utterances, or returns `None` where they are too few to group.
    ///
    /// They must be distinct, in a fixed order, and none of them filler;
    /// `spoken` are the passages in them, with how many people say each.
    pub fn mine(
        utterances: &[Utterance],
        spoken: &[MinedUtterance<'_>],
        language: Language,
        settings: &MiningSettings,
    ) -> Option<Self> {
        let mined = sample(utterances, MOST_MINED);
        let repeats = spoken.iter().any(|spoken| spoken.people >= REPEATED);
        let read = with_repeats(&mined, spoken);
        let all = distinct(utterances, spoken);
        let mined_alone = Vectorizer::mines_only(&read, all, &settings.vectors);
        let is_mined = |said: &Utterance| mined_alone.is_none_or(|only| said.language == only);
        let (words, others): (Vec<Utterance>, Vec<Utterance>) =
            read.into_iter().partition(is_mined);
        let mined: Vec<Utterance> = mined.into_iter().filter(is_mined).collect();
        let mut vectorizer = Vectorizer::new(&words, all, &settings.vectors, &settings.stop_words);
        let vectors = nonzero_rows(&vectorizer.vectors(&mined));
        if vectors.nrows() < FEWEST && !(repeats && vectors.nrows() > 1) {
            return None;
        }
        let groups = if vectors.nrows() < FEWEST {
            Groups::none(vectors.view())
        } else {
            Groups::new(vectors.view(), settings.themes, settings.method)
        };
        let mut spoken = sampled(spoken, MOST_MINED);
        spoken.retain(|spoken| is_mined(spoken.utterance));
        let ground = MiningInput::new(&spoken, &vectorizer, settings.limits);
        let mined = match groups.shape {
            ClusterShape::Diffuse { .. } | ClusterShape::Small => {
                ground.mined(groups, vectors.view())
            }
            ClusterShape::Firm { .. } | ClusterShape::By(_) => {
                let groups = ground.coherent(groups, vectors.view());
                Mined::without_rules(Clusters::from_groups(vectors.view(), &groups))
            }
            ClusterShape::Asked => {
                Mined::without_rules(Clusters::from_groups(vectors.view(), &groups))
            }
        };
        let mined = match settings.themes {
            None => ground.with_repeated(mined, vectorizer.lexicon()),
            Some(_) => mined,
        };
        let Mined {
            clusters,
            rules: bonds,
        } = mined;
        if let Some(language) = mined_alone {
            vectorizer.read_others(&[words, others].concat(), language);
        }
        Some(Self {
            vectorizer,
            reach: cosine_quantiles(&clusters, OUTLYING),
            middle: cosine_quantiles(&clusters, 0.5),
            clusters,
            rules: bonds,
            piece_reach: BTreeMap::new(),
            parts: None,
            grown: Vec::new(),
            sown: Vec::new(),
            language,
        })
    }

    /// Returns how it reads sentences, if it does.
    pub(super) fn sentences(&self) -> Option<&SentenceProjection> {
        self.vectorizer.sentences()
    }

    /// Reads sentences as it did when it was written down.
    pub(super) fn set_sentences(&mut self, sentences: SentenceProjection) {
        self.vectorizer.set_sentences(sentences);
    }

    /// Makes a stored model ready to read with.
    #[must_use]
    pub fn restored(mut self) -> Self {
        self.vectorizer = self.vectorizer.restored();
        self
    }

    /// Finds what clusters fall into, from the utterances that were mined.
    pub fn find_parts(&mut self, utterances: &[Utterance]) {
        let mined = sample(utterances, MOST_MINED);
        let vectors = nonzero_rows(&self.vectorizer.vectors(&mined));
        let nearest = |row: ArrayView1<'_, f32>| Some(self.clusters.nearest(row)?.0);
        let rows: Vec<_> = vectors.rows().into_iter().collect();
        let of_vector: Vec<Option<usize>> = rows.par_iter().map(|row| nearest(*row)).collect();
        let parts = ClusterParts::new(vectors.view(), &of_vector, self.clusters.count());
        self.parts = Some(parts);
    }

    /// Adds a cluster that these utterances speak for; returns its origin, or
    /// `None` where they have no word the model knows.
    pub fn add_cluster(&mut self, utterances: &[&Utterance]) -> Option<ThemeOrigin> {
        let vectors: Vec<Array1<f32>> = utterances
            .par_iter()
            .filter_map(|said| self.vector(said))
            .collect();
        let extra = AddedCluster::from_vectors(&vectors, OUTLYING, &self.clusters)?;
        if let Some(parts) = &mut self.parts {
            parts.push(vec![extra.centre.clone()]);
        }
        self.grown.push(extra);
        Some(ThemeOrigin::Cluster(
            self.clusters.count() + self.grown.len() - 1,
        ))
    }

    /// Looks for what speaks for the themes that people asked for, by words or
    /// by what they gave to them (`taught`); those asked for before are
    /// forgotten.
    pub fn seed_themes(
        &mut self,
        seeds: &[Seed],
        taught: &BTreeMap<String, u32>,
        utterances: &[Utterance],
        pieces: &BTreeMap<u32, Vec<ThemeOrigin>>,
    ) {
        let sown = seeds.iter().map(|seed| {
            let mut bare = SeededTheme::from_seed(seed);
            let mut vectors: Vec<Array1<f32>> = utterances
                .par_iter()
                .filter(|said| {
                    let given = taught.get(said.normal.as_str());
                    given.map_or_else(|| bare.matches(said), |theme| *theme == seed.theme)
                })
                .filter_map(|said| self.vector(said))
                .collect();
            if vectors.is_empty() && !seed.words_only {
                let described = self.described(&bare, utterances);
                vectors.extend(described.iter().filter_map(|said| self.vector(said)));
                bare.add_examples(&described);
            }
            let near = AddedCluster::from_vectors(&vectors, 0.5, &self.clusters);
            bare.with_cluster(near.map(|near| {
                if seed.words_only {
                    near.out_of_reach()
                } else {
                    near
                }
            }))
        });
        self.sown = sown.collect();
        self.reach_of_pieces(pieces, taught, utterances);
    }

    /// Finds how far pieces reach that were cut since; those that are known stay
    /// as they are, so that what is said later can join them.
    fn reach_of_pieces(
        &mut self,
        pieces: &BTreeMap<u32, Vec<ThemeOrigin>>,
        taught: &BTreeMap<String, u32>,
        utterances: &[Utterance],
    ) {
        self.piece_reach
            .retain(|piece, _| pieces.contains_key(piece));
        let new = pieces.iter().filter(|(piece, origins)| {
            let known = self.piece_reach.get(piece);
            known.is_none_or(|known| known.origins != **origins)
        });
        let new: Vec<(u32, Vec<ThemeOrigin>)> = new
            .map(|(piece, origins)| (*piece, origins.clone()))
            .collect();
        if new.is_empty() {
            return;
        }
        let sown = std::mem::take(&mut self.sown);
        let stayed: Vec<&Utterance> = utterances
            .iter()
            .filter(|said| !taught.contains_key(said.normal.as_str()))
            .collect();
        let assigned = self.assign_all(&stayed);
        self.sown = sown;
        for (piece, origins) in new {
            let near = self.sown.iter().find(|sown| sown.theme == piece);
            let near = near.and_then(|sown| sown.near.as_ref());
            let least = near.map(|near| {
                let here = stayed
                    .par_iter()
                    .zip(&assigned)
                    .filter_map(|(said, assigned)| {
                        let at = assigned
                            .filter(|at| at.belongs && origins.contains(&at.leaf.origin))?;
                        let cosine = near.centre.dot(&self.vector(said)?);
                        (cosine > at.strength).then_some(cosine)
                    });
                let nearest = here.reduce(|| f32::MIN, f32::max);
                // A hair more, so that what stayed is left out.
                near.reach.max(nearest + 1e-4)
            });
            self.piece_reach
                .insert(piece, PieceReach { origins, least });
        }
    }

    /// Returns what is nearest in meaning to a description that nobody says word
    /// for word: "problems with labelled data". What is read has the rarest word
    /// of it that several passages have.
    fn described<'u>(&self, seed: &SeededTheme, utterances: &'u [Utterance]) -> Vec<&'u Utterance> {
        let descriptions = seed.descriptions(self.language);
        let nearest = descriptions.iter().flat_map(|wanted| {
            let said = with_rarest_word(wanted, utterances);
            let mut read = vec![wanted];
            read.extend(&said);
            let meant = sentence_meanings(&read);
            let cosine = |row: usize| meant.row(0).dot(&meant.row(row));
            let mut order: Vec<(f32, usize)> =
                (0..said.len()).map(|at| (cosine(at + 1), at)).collect();
            // Stable: what is as near stays in the order of the alphabet.
            order.sort_by(|one, other| other.0.total_cmp(&one.0));
            order.truncate(NEAREST);
            order.iter().map(|(_, at)| said[*at]).collect::<Vec<_>>()
        });
        nearest.collect()
    }

    /// Returns whether clusters came up after mining.
    pub fn has_added_clusters(&self) -> bool {
        !self.grown.is_empty()
    }

    /// Returns how many parts an origin has.
    pub fn parts(&self, origin: ThemeOrigin) -> usize {
        match (origin, &self.parts) {
            (ThemeOrigin::Cluster(cluster), Some(parts)) => parts.count(cluster),
            _ => 1,
        }
    }

    /// Returns the broad group of an origin.
    pub fn broad(&self, origin: ThemeOrigin) -> Option<usize> {
        match origin {
            ThemeOrigin::Cluster(cluster) => {
                let grown = || self.grown.get(cluster - self.clusters.count());
                let mined = self.clusters.broad().get(cluster).copied();
                mined.or_else(|| grown()?.broad)
            }
            ThemeOrigin::Seed(theme) => {
                let sown = self.sown.iter().find(|sown| sown.theme == theme)?;
                sown.near.as_ref()?.broad
            }
            ThemeOrigin::Praise | ThemeOrigin::Complaint => None,
        }
    }

    /// Returns where an utterance belongs; `None` when it has no word the
    /// model knows.
    pub fn assign(&self, utterance: &Utterance) -> Option<Assigned> {
        self.assign_block(&[utterance]).pop().flatten()
    }

    /// Returns the theme that an utterance belongs to by words that people gave
    /// it, whatever else it is.
    pub fn asked_for(&self, utterance: &Utterance) -> Option<Assigned> {
        let asked = self.sown.iter().find(|sown| sown.matches(utterance))?;
        Some(asked.assigned(None))
    }

    /// Returns where each of many utterances belongs: what [`Model::assign`]
    /// says of each.
    pub fn assign_all(&self, utterances: &[&Utterance]) -> Vec<Option<Assigned>> {
        self.vectorizer.prepare(utterances);
        utterances
            .par_chunks(BLOCK)
            .flat_map_iter(|said| self.assign_block(said))
            .collect()
    }

    fn assign_block(&self, utterances: &[&Utterance]) -> Vec<Option<Assigned>> {
        let vectors = self.vectorizer.block(utterances);
        let nearest = self.nearest_each(vectors.view(), utterances);
        let rows = nearest.into_iter().zip(utterances).enumerate();
        rows.map(|(row, (nearest, utterance))| {
            let says_something = || has_content(&utterance.normal);
            let vector =
                Some(vectors.row(row)).filter(|vector| is_known(*vector) && says_something());
            if let Some(sown) = self.sown.iter().find(|sown| sown.matches(utterance)) {
                return Some(sown.assigned(vector));
            }
            let vector = vector?;
            let NearestCluster {
                cluster,
                cosine,
                belongs,
            } = nearest?;
            let mined = Assigned {
                leaf: leaf(ThemeOrigin::Cluster(cluster), self.part(cluster, vector)),
                strength: cosine,
                belongs,
                central: belongs && cosine >= self.middle[cluster],
            };
            Some(self.nearest_added(mined, vector))
        })
        .collect()
    }

    /// Returns the cluster each of a few vectors, one a row, belongs to, else
    /// the one it is nearest to.
    fn nearest_each(
        &self,
        vectors: ArrayView2<'_, f32>,
        utterances: &[&Utterance],
    ) -> Vec<Option<NearestCluster>> {
        let nearest = if self.rules.is_empty() {
            self.within_reach(vectors)
        } else {
            self.within_rules(vectors, utterances)
        };
        let rows = nearest.into_iter().zip(utterances).enumerate();
        rows.map(|(row, (nearest, utterance))| {
            let Some(cluster) = self.rules.repeated(&utterance.normal) else {
                return nearest;
            };
            Some(NearestCluster {
                cluster,
                cosine: self.clusters.cosines(vectors.row(row))[cluster],
                belongs: true,
            })
        })
        .collect()
    }

    fn within_reach(&self, vectors: ArrayView2<'_, f32>) -> Vec<Option<NearestCluster>> {
        let nearest = self.clusters.nearest_each(vectors).into_iter();
        let within = nearest.map(|nearest| {
            let (cluster, cosine) = nearest?;
            Some(NearestCluster {
                cluster,
                cosine,
                belongs: cosine >= self.reach[cluster],
            })
        });
        within.collect()
    }

    fn within_rules(
        &self,
        vectors: ArrayView2<'_, f32>,
        utterances: &[&Utterance],
    ) -> Vec<Option<NearestCluster>> {
        let cosines = self.clusters.cosines_each(vectors);
        let rows = cosines.rows().into_iter().zip(utterances);
        rows.map(|(cosines, utterance)| {
            let bound = self.rules.cluster(utterance, cosines, self.lexicon());
            let cluster = bound.or_else(|| Some(cluster::highest(cosines)?.0))?;
            Some(NearestCluster {
                cluster,
                cosine: cosines[cluster],
                belongs: bound.is_some(),
            })
        })
        .collect()
    }

    /// Returns what was found among the clusters, or a nearer one beside them.
    fn nearest_added(&self, mined: Assigned, vector: ArrayView1<'_, f32>) -> Assigned {
        let mut best = mined;
        for (at, extra) in self.grown.iter().enumerate() {
            let origin = ThemeOrigin::Cluster(self.clusters.count() + at);
            best = nearer(best, origin, extra, vector);
        }
        for sown in &self.sown {
            // Only what is as near as those who use its words.
            let piece = self.piece_reach.get(&sown.theme);
            let is_open = piece
                .is_none_or(|piece| mined.belongs && piece.origins.contains(&mined.leaf.origin));
            let least = piece.and_then(|piece| piece.least);
            if let Some(extra) = &sown.near
                && is_open
                && extra.centre.dot(&vector) >= least.unwrap_or(extra.reach)
            {
                best = nearer(best, ThemeOrigin::Seed(sown.theme), extra, vector);
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

    /// Returns the terms that a passage of a theme from an origin has, unless it
    /// is very near to what they say; none where nothing is known of them.
    pub fn key_terms(&self, origin: ThemeOrigin) -> &[TermId] {
        match origin {
            ThemeOrigin::Cluster(cluster) => self.rules.keys(cluster),
            ThemeOrigin::Seed(_) | ThemeOrigin::Praise | ThemeOrigin::Complaint => &[],
        }
    }

    /// Returns why there are as many clusters as there are.
    pub fn shape(&self) -> ClusterShape {
        self.clusters.shape
    }

    /// Returns for each cluster how firm it is; `None` where too little of
    /// what was mined is in it to tell.
    pub fn firmness(&self, utterances: &[Utterance]) -> Vec<Option<Firmness>> {
        let some = sample(utterances, MOST_RESAMPLED);
        let vectors = nonzero_rows(&self.vectorizer.vectors(&some));
        let shares = cluster::firmness(&self.clusters, vectors.view());
        shares
            .into_iter()
            .map(|share| share.map(Firmness::from_share))
            .collect()
    }

    /// Returns the terms.
    pub fn lexicon(&self) -> &Lexicon {
        self.vectorizer.lexicon()
    }

    /// Returns which of some origins, by position, an utterance as a whole is
    /// nearest to, for each of many; the first where the model knows none of
    /// its words, `None` where there are none.
    pub fn nearest_of_each<'u>(
        &self,
        asked: &[(Option<&'u Utterance>, &[ThemeOrigin])],
    ) -> Vec<Option<usize>> {
        let wholes = |asked: &[(Option<&'u Utterance>, &[ThemeOrigin])]| {
            let torn = asked.iter().filter(|(_, origins)| origins.len() > 1);
            torn.filter_map(|(whole, _)| *whole).collect::<Vec<_>>()
        };
        self.vectorizer.prepare_rough(&wholes(asked));
        let blocks = asked.par_chunks(BLOCK);
        blocks
            .flat_map_iter(|asked| {
                let wholes = wholes(asked);
                let vectors = self.vectorizer.rough_block(&wholes);
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
    pub fn similarity(&self, ones: &[ThemeOrigin], others: &[ThemeOrigin]) -> Option<f32> {
        let centres = |origins: &[ThemeOrigin]| -> Vec<ArrayView1<'_, f32>> {
            origins.iter().flat_map(|of| self.centres(*of)).collect()
        };
        let (ones, others) = (centres(ones), centres(others));
        let pairs = ones
            .iter()
            .flat_map(|one| others.iter().map(|other| one.dot(other)));
        pairs.reduce(f32::max)
    }

    fn centres(&self, origin: ThemeOrigin) -> Vec<ArrayView1<'_, f32>> {
        let mined = self.clusters.count();
        match origin {
            ThemeOrigin::Cluster(cluster) if cluster < mined => {
                self.clusters.centres(cluster).collect()
            }
            ThemeOrigin::Cluster(cluster) => vec![self.grown[cluster - mined].centre.view()],
            ThemeOrigin::Seed(theme) => {
                let sown = self.sown.iter().find(|sown| sown.theme == theme);
                let near = sown.and_then(|sown| sown.near.as_ref());
                near.map(|near| near.centre.view()).into_iter().collect()
            }
            ThemeOrigin::Praise | ThemeOrigin::Complaint => Vec::new(),
        }
    }

    /// Returns how near each utterance is to what comes from some origins: the
    /// highest cosine; −1 where the model knows none of its words, or no place
    /// of the origins.
    pub fn nearness(&self, origins: &[ThemeOrigin], utterances: &[&Utterance]) -> Vec<f32> {
        self.vectorizer.prepare(utterances);
        let blocks = utterances.par_chunks(BLOCK);
        let near = blocks.flat_map_iter(|said| {
            let vectors = self.vectorizer.block(said);
            let rows = vectors.rows().into_iter();
            let near = rows.map(|vector| {
                let cosines = origins.iter().map(|&origin| self.cosine(origin, vector));
                cosines.fold(-1.0, f32::max)
            });
            near.collect::<Vec<_>>()
        });
        near.collect()
    }

    /// Returns how near a vector is to what comes from an origin; −1 where that
    /// has no place.
    fn cosine(&self, origin: ThemeOrigin, vector: ArrayView1<'_, f32>) -> f32 {
        if let ThemeOrigin::Seed(theme) = origin {
            let sown = self.sown.iter().find(|sown| sown.theme == theme);
            return sown.map_or(-1.0, |sown| sown.cosine(vector));
        }
        let centres = self.centres(origin).into_iter();
        let cosines = centres.map(|centre| centre.dot(&vector));
        cosines.fold(-1.0, f32::max)
    }

    fn nearest_of(&self, origins: &[ThemeOrigin], vector: ArrayView1<'_, f32>) -> Option<usize> {
        let mined = self.clusters.cosines(vector);
        let cosine = |origin: ThemeOrigin| match origin {
            ThemeOrigin::Cluster(cluster) if cluster < mined.len() => mined[cluster],
            ThemeOrigin::Cluster(cluster) => self.grown[cluster - mined.len()].centre.dot(&vector),
            ThemeOrigin::Seed(theme) => {
                let sown = self.sown.iter().find(|sown| sown.theme == theme);
                sown.map_or(-1.0, |sown| sown.cosine(vector))
            }
            ThemeOrigin::Praise | ThemeOrigin::Complaint => -1.0,
        };
        let cosines = origins.iter().map(|&origin| cosine(origin)).enumerate();
        let first_best = |best: (usize, f32), other: (usize, f32)| {
            if other.1 > best.1 { other } else { best }
        };
        cosines.reduce(first_best).map(|(at, _)| at)
    }
}

/// The cluster a vector is nearest to, of those it may belong to.
struct NearestCluster {
    cluster: usize,
    cosine: f32,
    belongs: bool,
}

fn leaf(origin: ThemeOrigin, part: usize) -> Leaf {
    Leaf {
        origin,
        part: part as u32,
    }
}

/// Returns the nearer of what was found so far and another centre.
fn nearer(
    best: Assigned,
    origin: ThemeOrigin,
    extra: &AddedCluster,
    vector: ArrayView1<'_, f32>,
) -> Assigned {
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
    let chosen = sample_of(utterances, most).into_iter();
    let mut chosen: Vec<_> = chosen.map(|at| utterances[at].clone()).collect();
    chosen.sort_unstable();
    chosen
}

/// Returns the positions of the utterances that are chosen in this way, ascending.
pub fn sample_of(utterances: &[Utterance], most: usize) -> Vec<usize> {
    chosen(utterances, |said| said, most)
}

/// The same of anything that holds an utterance.
fn chosen<T: Sync>(all: &[T], said: impl Fn(&T) -> &Utterance + Sync, most: usize) -> Vec<usize> {
    if all.len() <= most {
        return (0..all.len()).collect();
    }
    let mut keyed: Vec<(u64, usize)> = all
        .par_iter()
        .enumerate()
        .map(|(at, one)| (key(said(one)), at))
        .collect();
    // What the digest does not part, what is said does.
    let order = |&(key, at): &(u64, usize)| (key, said(&all[at]));
    keyed.select_nth_unstable_by(most, |one, other| order(one).cmp(&order(other)));
    let mut chosen: Vec<usize> = keyed[..most].iter().map(|&(_, at)| at).collect();
    chosen.sort_unstable();
    chosen
}

/// Returns what an utterance is chosen by.
fn key(utterance: &Utterance) -> u64 {
    let digest = Sha256::digest(&utterance.normal);
    u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}

/// Returns utterances, once more those that many people say: a word that only
/// one of them has is a word of many people all the same.
fn with_repeats(utterances: &[Utterance], spoken: &[MinedUtterance<'_>]) -> Vec<Utterance> {
    let repeated = spoken.iter().filter(|spoken| spoken.people >= REPEATED);
    let repeated: BTreeSet<&Utterance> = repeated.map(|spoken| spoken.utterance).collect();
    let mut read = utterances.to_vec();
    read.extend(
        utterances
            .iter()
            .filter(|said| repeated.contains(said))
            .cloned(),
    );
    read.sort_unstable();
    read
}

/// Returns how many texts are to be read in all, each once; where there are too
/// many to read, not exactly.
fn distinct(utterances: &[Utterance], spoken: &[MinedUtterance<'_>]) -> usize {
    let most = utterances.len().max(spoken.len());
    if most > MOST_FOREIGN {
        return most;
    }
    let said = utterances.iter();
    let said = said.chain(spoken.iter().map(|spoken| spoken.utterance));
    let all: HashSet<&str> = said.map(|said| said.normal.as_str()).collect();
    all.len()
}

/// Chooses passages in the same way as [`sample`] does utterances.
fn sampled<'a>(spoken: &[MinedUtterance<'a>], most: usize) -> Vec<MinedUtterance<'a>> {
    if spoken.len() <= most {
        return spoken.to_vec();
    }
    let places = chosen(spoken, |said| said.utterance, most).into_iter();
    let mut chosen: Vec<MinedUtterance<'a>> = places.map(|at| spoken[at]).collect();
    chosen.sort_unstable_by(|a, b| a.utterance.cmp(b.utterance));
    chosen
}

/// Returns the rows that are not all zeros.
fn nonzero_rows(vectors: &Array2<f32>) -> Array2<f32> {
    let rows = vectors.rows().into_iter().enumerate();
    let kept: Vec<usize> = rows
        .filter(|(_, row)| row.iter().any(|&value| value != 0.0))
        .map(|(at, _)| at)
        .collect();
    vectors.select(Axis(0), &kept)
}

/// Returns for each cluster the cosine that all but a share of its members reach.
fn cosine_quantiles(clusters: &Clusters, outlying: f32) -> Vec<f32> {
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
            .map(|text| Utterance::new(text.to_owned(), Language::English))
            .collect();
        utterances.sort_unstable();
        utterances
    }

    fn spoken(utterances: &[Utterance]) -> Vec<MinedUtterance<'_>> {
        let once = |utterance| MinedUtterance {
            utterance,
            people: 1,
        };
        utterances.iter().map(once).collect()
    }

    #[test]
    fn a_text_alone_belongs_where_it_belonged_when_mined() {
        let utterances = utterances();
        let settings = MiningSettings::default();
        let spoken = spoken(&utterances);
        let mine = || Model::mine(&utterances, &spoken, Language::English, &settings).unwrap();
        let (model, again) = (mine(), mine());
        let batch = model.assign_all(&utterances.iter().collect::<Vec<_>>());
        for (said, in_batch) in utterances.iter().zip(batch) {
            assert_eq!(model.assign(said), in_batch);
            assert_eq!(again.assign(said), in_batch);
        }
    }

    #[test]
    fn too_few_utterances_are_not_grouped() {
        let few = &utterances()[..5];
        let mined = Model::mine(
            few,
            &spoken(few),
            Language::English,
            &MiningSettings::default(),
        );
        assert!(mined.is_none());
    }
}
