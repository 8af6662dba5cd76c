//! What binds a passage to a theme: shared words, or being very near.
//!
//! A cluster says which passages are nearest to each other; not all of them
//! speak of its topic. A passage belongs to a theme when it has one of the
//! theme's key terms and is as near as nearly all who have one, or when it is
//! nearer than many of those. Whatever else is nearest to it belongs nowhere.

use std::collections::BTreeMap;

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};

use super::vocabulary::distinct_terms;
use crate::vectorize::{Lexicon, TermId, Utterance};

/// What a passage must have to belong to each of some clusters.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct MembershipRules {
    of_cluster: Vec<MembershipRule>,
    /// For each key term, the clusters it is one of.
    clusters: BTreeMap<TermId, Vec<u32>>,
    /// Texts that many people wrote word for word, and the cluster of each.
    repeated: BTreeMap<String, u32>,
}

/// What a passage must have to belong to a cluster.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct MembershipRule {
    /// Terms its people share, most telling first.
    pub(super) keys: Vec<TermId>,
    /// The least cosine with its centre for a passage with a key term.
    pub(super) far: f32,
    /// The least cosine for one without.
    pub(super) near: f32,
}

impl MembershipRules {
    pub(super) fn new(bonds: Vec<MembershipRule>) -> Self {
        let mut all = Self::default();
        for bond in bonds {
            all.add(bond);
        }
        all
    }

    fn add(&mut self, bond: MembershipRule) {
        let cluster = self.of_cluster.len() as u32;
        for &key in &bond.keys {
            self.clusters.entry(key).or_default().push(cluster);
        }
        self.of_cluster.push(bond);
    }

    /// Adds what binds passages to one more cluster, where anything is known
    /// of the others.
    pub(super) fn push(&mut self, bond: MembershipRule) {
        if !self.is_empty() {
            self.add(bond);
        }
    }

    /// Gives a text that many people wrote word for word to a cluster.
    pub(super) fn repeat(&mut self, normal: &str, cluster: usize) {
        self.repeated.insert(normal.to_owned(), cluster as u32);
    }

    /// Returns the cluster of a text that many people wrote word for word.
    pub(super) fn repeated(&self, normal: &str) -> Option<usize> {
        self.repeated.get(normal).map(|&cluster| cluster as usize)
    }

    /// Returns the key terms of a cluster.
    pub(super) fn keys(&self, cluster: usize) -> &[TermId] {
        let bond = self.of_cluster.get(cluster);
        bond.map_or(&[], |bond| &bond.keys)
    }

    /// Returns whether one of some terms is a key term of a cluster; of a
    /// cluster that nothing is known of, nobody can tell.
    pub(super) fn shares_a_key(&self, cluster: usize, terms: &[TermId]) -> bool {
        let bond = self.of_cluster.get(cluster);
        bond.is_none_or(|bond| bond.keys.iter().any(|key| terms.contains(key)))
    }

    /// Returns whether nothing is known of the clusters: they were mined
    /// before there were bonds, or by a method that draws its own borders.
    pub(super) fn is_empty(&self) -> bool {
        self.of_cluster.is_empty()
    }

    /// Returns the cluster an utterance belongs to, and whether it has its
    /// words; `cosines` are those of its vector with each cluster.
    pub(super) fn cluster(
        &self,
        utterance: &Utterance,
        cosines: ArrayView1<'_, f32>,
        lexicon: &Lexicon,
    ) -> Option<usize> {
        let terms = distinct_terms(utterance, lexicon);
        let mut has_key = vec![false; self.of_cluster.len()];
        for cluster in terms
            .iter()
            .filter_map(|term| self.clusters.get(term))
            .flatten()
        {
            has_key[*cluster as usize] = true;
        }
        let mut best: Option<(usize, f32)> = None;
        for (cluster, bond) in self.of_cluster.iter().enumerate() {
            let cosine = cosines[cluster];
            let least = if has_key[cluster] {
                bond.far.min(bond.near)
            } else {
                bond.near
            };
            if cosine >= least && best.is_none_or(|(_, most)| cosine > most) {
                best = Some((cluster, cosine));
            }
        }
        best.map(|(cluster, _)| cluster)
    }
}
