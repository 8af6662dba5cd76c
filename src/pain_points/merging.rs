//! Pairs that are one pain point: about the same thing, or called alike.

use super::meanings::meanings;
use super::occurrences::CommonPair;

/// Names nearer than this (cosine) mean the same.
pub const SAME: f32 = 0.75;

/// Problems of one thing are one pain point where it is what few of the
/// interviews speak of, or where at most this share of them name each.
const MINOR: f64 = 0.15;

/// Returns the groups of pairs that are one pain point, each with the pair that
/// most interviews speak of in front.
pub(super) fn merged(mut pairs: Vec<CommonPair>, interviews: usize) -> Vec<Vec<CommonPair>> {
    pairs.sort_by(|one, other| {
        (other.interviews.cmp(&one.interviews)).then_with(|| one.pair.cmp(&other.pair))
    });
    let names = pairs.iter().map(|of| (&*of.meant, of.pair.language));
    let meanings = meanings(names);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in 0..pairs.len() {
        let similarity = |group: &Vec<usize>| meanings.row(at).dot(&meanings.row(group[0]));
        let is_same = |group: &Vec<usize>| {
            let lead = &pairs[group[0]];
            let pair = &pairs[at];
            let is_topic =
                lead.pair.topic == pair.pair.topic && lead.pair.language == pair.pair.language;
            let is_minor = |of: &CommonPair| of.interviews as f64 <= MINOR * interviews as f64;
            if is_topic && lead.pair.fault != pair.pair.fault {
                return lead.is_specific || (is_minor(lead) && is_minor(pair));
            }
            is_topic || similarity(group) >= SAME
        };
        match groups.iter_mut().find(|group| is_same(group)) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    let mut pairs: Vec<Option<CommonPair>> = pairs.into_iter().map(Some).collect();
    groups
        .into_iter()
        .map(|group| {
            group
                .into_iter()
                .filter_map(|at| pairs[at].take())
                .collect()
        })
        .collect()
}
