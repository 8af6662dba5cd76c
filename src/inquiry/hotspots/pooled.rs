//! Every segment's score side by side, the small ones pulled towards the others.
//!
//! Takes the attributes that cut a part of the answers; gives for each value the
//! score, and what it is likely to be given the other values. Which scores differ
//! by more than chance is said in `scores`.

use serde::Serialize;

use super::super::ledger::Ledger;
use super::super::segments::Attribute;
use super::super::selection::Selection;
use crate::nps::clustered::score_with_variance;
use crate::nps::estimate::Score;
use crate::nps::pooling::{SegmentNumber, pool_known};
use crate::nps::shrinkage::Shrunk;

/// The scores of one attribute's segments.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttributeScores {
    /// The attribute.
    pub attribute: String,
    /// The segments, in the order of the values; those in which nobody rated are
    /// left out.
    pub segments: Vec<PooledScore>,
}

/// The score of one segment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PooledScore {
    /// The value of the attribute.
    pub value: String,
    /// The score of its people.
    pub score: Score,
    /// What the score is likely to be, given those of the other segments; `None`
    /// where the score is withheld.
    pub likely: Option<Shrunk>,
}

/// Scores of segments lie apart by at most so many points (a standard deviation).
const APART: f64 = 60.0;

/// Returns the scores of the segments of each attribute that has two or more.
pub(super) fn segment_scores(
    ledger: &Ledger<'_>,
    among: &Selection,
    attributes: &[Attribute],
) -> Vec<AttributeScores> {
    let of = |attribute: &Attribute| AttributeScores {
        attribute: attribute.name.clone(),
        segments: pooled(ledger, among, attribute),
    };
    let mut all: Vec<AttributeScores> = attributes.iter().map(of).collect();
    all.retain(|of| of.segments.len() > 1);
    all
}

fn pooled(ledger: &Ledger<'_>, among: &Selection, attribute: &Attribute) -> Vec<PooledScore> {
    let values = attribute.values.iter().enumerate();
    let (scored, numbers): (Vec<(&String, Score)>, Vec<Option<SegmentNumber>>) = values
        .filter_map(|(at, value)| {
            let is_in = |r: &&usize| attribute.of_response[**r] == Some(at as u16);
            let inside: Vec<usize> = among.responses.iter().filter(is_in).copied().collect();
            let score = ledger.score(&inside)?;
            let number = score_with_variance(&ledger.rated(&inside));
            let number = number.filter(|_| score.estimate.value().is_some());
            Some(((value, score), number.map(SegmentNumber::from)))
        })
        .unzip();
    let likely = pool_known(&numbers, APART, ledger.confidence);
    scored
        .into_iter()
        .zip(likely)
        .map(|((value, score), likely)| PooledScore {
            value: value.clone(),
            score,
            likely,
        })
        .collect()
}
