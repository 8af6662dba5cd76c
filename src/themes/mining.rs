//! From groups of vectors to themes that are one thing each.
//!
//! Where comments run into each other, a group of near vectors may have no
//! topic: it is what the others left over. So each group is asked what words
//! its people share ([`Vocabulary`]). Groups that share none are dissolved;
//! passages that do not speak of their group's topic leave it. What was left
//! is looked through once more for smaller groups that hold together, and
//! groups that say the same are one. How many themes there are follows from
//! that. What was measured stands in `docs/quality.md`.

use std::cmp::Ordering;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::cohesion::{MembershipRule, MembershipRules};
use super::concepts::Concepts;
use super::spoken::MinedUtterance;
use super::vocabulary::{Vocabulary, distinct_terms};
use crate::cluster::{Clusters, Groups, communities_of, highest};
use crate::text::Tone;
use crate::vectorize::{Lexicon, TermId, Vectorizer, is_known};

/// What groups of passages must hold to be themes. Shares are of people,
/// counted once a passage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThemeLimits {
    /// A group is a theme when this share says one of its first key terms.
    pub holds: f64,
    /// The same for a group of what the first ones left over.
    pub holds_left: f64,
    /// The share of passages with a key term that are farther from the centre
    /// than any that belongs without one.
    pub without_words: f32,
    /// The share of passages with a key term that are too far to belong.
    pub too_far: f32,
    /// The least share that a theme of what was left over has.
    pub least_share: f64,
    /// Two groups are one when their members are this much as like each other
    /// as they are among themselves.
    pub same: f32,
    /// Where groups run into each other, a term that more than this share of
    /// everybody says marks no topic: it is what they all speak of.
    pub common: f64,
}

impl Default for ThemeLimits {
    /// Chosen by `benches/limits.rs`, leaving out one set at a time.
    fn default() -> Self {
        Self {
            holds: 0.34,
            holds_left: 0.4,
            without_words: 0.2,
            too_far: 0.01,
            least_share: 0.01,
            same: 0.7,
            common: 0.13,
        }
    }
}

/// A theme of what was left over has so many people at least.
const LEAST: f64 = 5.0;

/// The resolution at which what was left over is grouped, and how often a
/// group that does not hold is grouped again.
const RESOLUTION: f64 = 1.0;
const DEPTH: usize = 3;

/// Fewer people than this may well say one thing of what a common term names;
/// where more say it, each thing they say of it is a theme of its own.
const COMMON: f64 = 400.0;

/// Fewer passages than this have no groups.
const FEWEST: usize = 8;

/// Two groups are one, too, when they are somewhat alike, and so many standard
/// deviations more than two groups are on average.
const ALIKE: f32 = 0.25;
const STANDS_OUT: f32 = 2.6;

/// Only where one of them has fewer passages than this: where a border runs
/// through few, chance has drawn it.
const FEW: usize = 40;

/// A text that this many people, and this share of them, wrote word for word
/// is a theme, unless it is as near as this to one.
pub(super) const REPEATED: usize = 5;
const REPEATED_SHARE: f64 = 0.01;
const LIKE_A_THEME: f32 = 0.6;

/// What is as near as this to such a text says the same.
const NEARLY_THE_SAME: f32 = 0.85;

/// Clusters and what binds passages to them.
pub(super) struct Mined {
    pub(super) clusters: Clusters,
    pub(super) rules: MembershipRules,
}

impl Mined {
    /// Clusters that draw their own borders.
    pub(super) fn without_rules(clusters: Clusters) -> Self {
        Self {
            clusters,
            rules: MembershipRules::default(),
        }
    }
}

/// What is mined: vectors of what is said, one a row, and the words.
pub(super) struct MiningInput<'a> {
    /// The passages that may make themes.
    pub(super) spoken: &'a [MinedUtterance<'a>],
    /// Their unit vectors; zeros where no word is known.
    pub(super) vectors: Array2<f32>,
    vocabulary: Vocabulary,
    limits: ThemeLimits,
    /// Everybody, once a passage.
    people: usize,
    /// How many people a theme of what was left over has at least.
    least: f64,
}

impl<'a> MiningInput<'a> {
    pub(super) fn new(
        spoken: &'a [MinedUtterance<'a>],
        vectorizer: &Vectorizer,
        limits: ThemeLimits,
    ) -> Self {
        let blocks: Vec<_> = spoken.iter().map(|spoken| spoken.utterance).collect();
        let vectors = vectorizer.vectors_of(&blocks);
        let vocabulary = Vocabulary::new(
            spoken,
            vectorizer.lexicon(),
            Concepts::new(spoken, vectorizer),
        );
        let all: usize = spoken.iter().map(|spoken| spoken.people).sum();
        Self {
            spoken,
            vectors,
            vocabulary,
            people: all,
            least: (all as f64 * limits.least_share).max(LEAST),
            limits,
        }
    }

    /// Keeps of firm groups those that are one thing. Their borders are
    /// drawn by the neighbour graph and stay.
    pub(super) fn coherent(&self, groups: Groups, mined: ArrayView2<'_, f32>) -> Groups {
        let clusters = Clusters::from_groups(mined, &groups);
        let mut members = vec![Vec::new(); clusters.count()];
        for (at, vector) in self.vectors.rows().into_iter().enumerate() {
            if let Some((cluster, _)) = clusters.nearest(vector).filter(|_| is_known(vector)) {
                members[cluster].push(at);
            }
        }
        let keep: Vec<bool> = members
            .iter()
            .map(|members| self.shared_keys(members, self.limits.holds, 1.0).is_some())
            .collect();
        if keep.iter().all(|keep| *keep) {
            return groups;
        }
        groups.kept(&keep)
    }

    /// Finds themes that are one thing each, starting from groups that run
    /// into each other.
    pub(super) fn mined(&self, groups: Groups, mined: ArrayView2<'_, f32>) -> Mined {
        let first = groups.centres(mined);
        let mut themes = self.first_themes(first.view());
        themes.extend(self.subdivided(self.unassigned(&themes), 0));
        let themes = self.joined(themes);
        let centres = self.centres(&themes);
        let bonds = themes.iter().zip(centres.rows()).map(|(members, centre)| {
            let keys = self.vocabulary.keys(members, self.common());
            let rule = self.rule(members, keys, centre);
            MembershipRule {
                keys: self.vocabulary.terms_of_keys(&rule.keys),
                ..rule
            }
        });
        let bonds = MembershipRules::new(bonds.collect());
        let of_vector = mined
            .rows()
            .into_iter()
            .map(|row| Some(highest(centres.dot(&row).view())?.0));
        let of_vector = of_vector.collect();
        let groups = groups.regrouped(of_vector, themes.len());
        let mut clusters = Clusters::around(centres.clone(), &groups);
        for vector in self.vectors.rows() {
            let near = highest(centres.dot(&vector).view()).filter(|_| is_known(vector));
            if let Some((cluster, cosine)) = near {
                clusters.spread[cluster].push(cosine);
            }
        }
        for cosines in &mut clusters.spread {
            cosines.sort_unstable_by(f32::total_cmp);
        }
        Mined {
            clusters,
            rules: bonds,
        }
    }

    /// Returns the members of the groups that hold, without those that do not
    /// speak of their group's topic.
    fn first_themes(&self, centres: ArrayView2<'_, f32>) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); centres.nrows()];
        for (at, vector) in self.vectors.rows().into_iter().enumerate() {
            if let Some((group, _)) =
                highest(centres.dot(&vector).view()).filter(|_| is_known(vector))
            {
                members[group].push(at);
            }
        }
        let holding = members.into_iter().zip(centres.rows());
        holding
            .filter_map(|(members, centre)| {
                let keys = self.shared_keys(&members, self.limits.holds, self.common())?;
                Some(self.fitting_members(&members, keys, centre))
            })
            .collect()
    }

    /// Returns the share of everybody from which on a term marks no topic.
    fn common(&self) -> f64 {
        self.limits.common.max(COMMON / self.people.max(1) as f64)
    }

    /// Returns the key terms of a group where this share of its people say one
    /// of the first; `None` where fewer do.
    fn shared_keys(&self, members: &[usize], share: f64, common: f64) -> Option<Vec<TermId>> {
        let keys = self.vocabulary.keys(members, common);
        let holds = !keys.is_empty() && self.vocabulary.shared(members, &keys) >= share;
        holds.then_some(keys)
    }

    /// Returns the members that have a key term or are nearer to the centre
    /// than the outermost of those that have.
    fn fitting_members(
        &self,
        members: &[usize],
        keys: Vec<TermId>,
        centre: ArrayView1<'_, f32>,
    ) -> Vec<usize> {
        let bond = self.rule(members, keys, centre);
        let have = self.vocabulary.have_key(members, &bond.keys);
        let cosines = self.cosines(members, centre);
        let kept = members.iter().zip(have).zip(cosines);
        kept.filter(|((_, has), cosine)| *has || *cosine >= bond.near)
            .map(|((&at, _), _)| at)
            .collect()
    }

    fn rule(
        &self,
        members: &[usize],
        keys: Vec<TermId>,
        centre: ArrayView1<'_, f32>,
    ) -> MembershipRule {
        let have = self.vocabulary.have_key(members, &keys);
        let with_key: Vec<usize> = members
            .iter()
            .zip(&have)
            .filter(|(_, has)| **has)
            .map(|(&at, _)| at)
            .collect();
        let mut cosines = self.cosines(
            if with_key.is_empty() {
                members
            } else {
                &with_key
            },
            centre,
        );
        cosines.sort_unstable_by(f32::total_cmp);
        // A hair less, so that rounding leaves nobody out.
        let at = |share: f32| {
            cosines
                .get((cosines.len() as f32 * share) as usize)
                .map_or(2.0, |cosine| cosine - 1e-4)
        };
        MembershipRule {
            keys,
            far: at(self.limits.too_far),
            near: at(self.limits.without_words),
        }
    }

    fn cosines(&self, members: &[usize], centre: ArrayView1<'_, f32>) -> Vec<f32> {
        members
            .iter()
            .map(|&at| self.vectors.row(at).dot(&centre))
            .collect()
    }

    /// Returns the passages that are in no theme.
    fn unassigned(&self, themes: &[Vec<usize>]) -> Vec<usize> {
        let mut is_in = vec![false; self.spoken.len()];
        themes.iter().flatten().for_each(|&at| is_in[at] = true);
        let known = |at: &usize| is_known(self.vectors.row(*at));
        (0..self.spoken.len())
            .filter(|&at| !is_in[at])
            .filter(known)
            .collect()
    }

    /// Returns the groups among some passages that hold, each without those
    /// of its members that have none of its key terms.
    fn subdivided(&self, among: Vec<usize>, depth: usize) -> Vec<Vec<usize>> {
        if among.len() < FEWEST || self.vocabulary.people(&among) < 2.0 * self.least {
            return Vec::new();
        }
        let groups = communities_of(self.vectors.select(Axis(0), &among).view(), RESOLUTION);
        let mut members = vec![Vec::new(); groups.iter().max().map_or(0, |most| most + 1)];
        for (at, group) in among.into_iter().zip(groups) {
            members[group].push(at);
        }
        members.retain(|members| self.vocabulary.people(members) >= self.least);
        let mut pieces = Vec::new();
        for members in members {
            if let Some(keys) = self.shared_keys(&members, self.limits.holds_left, self.common()) {
                let have = self.vocabulary.have_key(&members, &keys);
                let held = members.iter().zip(have).filter(|(_, has)| *has);
                pieces.push(held.map(|(&at, _)| at).collect());
            } else if depth < DEPTH {
                pieces.extend(self.subdivided(members, depth + 1));
            }
        }
        pieces.retain(|members: &Vec<usize>| self.vocabulary.people(members) >= self.least);
        pieces
    }

    /// Joins groups that say the same, the likest first.
    fn joined(&self, mut themes: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        while let Some((one, other)) = self.most_similar_pair(&themes) {
            let joined = themes.remove(other);
            themes[one].extend(joined);
            themes[one].sort_unstable();
        }
        themes
    }

    /// Returns the two likest groups that are one thing, if there are such.
    ///
    /// Two groups are compared by the mean cosine between their members, over
    /// that among their own: small groups have uncertain centres, which alone
    /// make them look unlike (Spearman's correction for attenuation, 1904).
    fn most_similar_pair(&self, themes: &[Vec<usize>]) -> Option<(usize, usize)> {
        let sums: Vec<Array1<f32>> = themes.iter().map(|members| self.sum(members)).collect();
        let within: Vec<f32> = themes
            .iter()
            .zip(&sums)
            .map(|(members, sum)| {
                let n = members.len() as f32;
                ((sum.dot(sum) - n) / (n * (n - 1.0)).max(1.0)).max(0.05)
            })
            .collect();
        let likeness = |one: usize, other: usize| {
            let pairs = (themes[one].len() * themes[other].len()) as f32;
            sums[one].dot(&sums[other]) / pairs / (within[one] * within[other]).sqrt()
        };
        let mut pairs = Vec::new();
        for one in 0..themes.len() {
            for other in one + 1..themes.len() {
                pairs.push((likeness(one, other), one, other));
            }
        }
        let usual = outlier_threshold(pairs.iter().map(|&(likeness, ..)| likeness));
        pairs.retain(|&(likeness, one, other)| {
            let few = themes[one].len().min(themes[other].len()) < FEW;
            let stands_out = few && likeness >= ALIKE && likeness >= usual;
            likeness >= self.limits.same || stands_out
        });
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let same = pairs
            .into_iter()
            .find(|&(_, one, other)| !self.have_opposite_sentiment(&themes[one], &themes[other]));
        same.map(|(_, one, other)| (one, other))
    }

    /// Returns whether one group mostly praises what another complains of.
    fn have_opposite_sentiment(&self, one: &[usize], other: &[usize]) -> bool {
        self.sentiment(one) * self.sentiment(other) < -0.1
    }

    /// Returns the balance of praise and complaint, -1 to 1.
    fn sentiment(&self, members: &[usize]) -> f64 {
        let (mut praise, mut complaint) = (0.0, 0.0);
        for &at in members {
            let MinedUtterance { utterance, people } = self.spoken[at];
            match Tone::from_text(&utterance.normal, utterance.language).balance() {
                Ordering::Greater => praise += people as f64,
                Ordering::Less => complaint += people as f64,
                Ordering::Equal => {}
            }
        }
        if praise + complaint < 3.0 {
            return 0.0;
        }
        (praise - complaint) / (praise + complaint)
    }

    fn sum(&self, members: &[usize]) -> Array1<f32> {
        let mut sum = Array1::zeros(self.vectors.ncols());
        for &at in members {
            sum += &self.vectors.row(at);
        }
        sum
    }

    fn centres(&self, themes: &[Vec<usize>]) -> Array2<f32> {
        let mut centres = Array2::zeros((themes.len(), self.vectors.ncols()));
        for (mut row, members) in centres.rows_mut().into_iter().zip(themes) {
            let sum = self.sum(members);
            let length = sum.dot(&sum).sqrt().max(1e-6);
            row.assign(&(sum / length));
        }
        centres
    }

    /// Gives what many people wrote word for word (a reason to click on, a
    /// phrase from a form) to the theme it is near to and shares a word with,
    /// else makes a theme of it.
    pub(super) fn with_repeated(&self, mut mined: Mined, lexicon: &Lexicon) -> Mined {
        let least = REPEATED.max((self.people as f64 * REPEATED_SHARE) as usize);
        let mut repeated: Vec<usize> = (0..self.spoken.len())
            .filter(|&at| self.spoken[at].people >= least && is_known(self.vectors.row(at)))
            .collect();
        repeated.sort_by_key(|&at| std::cmp::Reverse(self.spoken[at].people));
        for at in repeated {
            let (vector, utterance) = (self.vectors.row(at), self.spoken[at].utterance);
            let terms = distinct_terms(utterance, lexicon);
            let nearest = mined.clusters.nearest(vector).filter(|&(cluster, cosine)| {
                cosine >= LIKE_A_THEME && mined.rules.shares_a_key(cluster, &terms)
            });
            let cluster = nearest.map_or_else(
                || {
                    mined.rules.push(MembershipRule {
                        keys: terms,
                        far: NEARLY_THE_SAME,
                        near: NEARLY_THE_SAME,
                    });
                    mined.clusters.push(vector)
                },
                |(cluster, _)| cluster,
            );
            mined.rules.repeat(&utterance.normal, cluster);
        }
        mined
    }
}

/// Returns the likeness from which on two groups stand out among all pairs.
fn outlier_threshold(pairs: impl Iterator<Item = f32> + Clone) -> f32 {
    let count = pairs.clone().count().max(1) as f32;
    let mean = pairs.clone().sum::<f32>() / count;
    let spread = pairs.map(|likeness| (likeness - mean).powi(2)).sum::<f32>() / count;
    mean + STANDS_OUT * spread.sqrt()
}
