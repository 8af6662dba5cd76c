//! The change in score, split among themes that overlap.
//!
//! Takes rated answers of two waves and the rows each belongs to; gives the
//! points of every row, which add up to the change. What the rows are called,
//! and which of them stand for "no comment" and "unthemed", is the caller's.

use serde::Serialize;

use super::bootstrap;
use super::intervals::{Confidence, Interval};
use super::score::Counts;
use super::shapley;
use super::waves::{DividedAnswer, RowView, Waves};
use crate::feedback::Group;

/// One rated answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedAnswer {
    /// The group of the rating.
    pub group: Group,
    /// The account, else the person. The same number in both waves is the
    /// same cluster.
    pub cluster: u32,
    /// The positions of the rows it belongs to, ascending, at least one: the
    /// themes it voices, or the row for "no comment" or "unthemed".
    pub rows: Vec<u16>,
}

/// A change in score, and the rows it adds up from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decomposition {
    /// The change in score.
    pub points: f64,
    /// The rows, by position; their points add up to the change.
    pub rows: Vec<DecompositionRow>,
    /// Whether every order of the rows was looked at.
    pub exact: bool,
    /// The largest standard error of a row from sampled orders, in points; 0
    /// when exact.
    pub error: f64,
    /// How many orders of the rows were looked at.
    pub orders: u64,
    /// How many clusters were resampled for the intervals.
    pub clusters: u64,
}

/// What one row gives to the change.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DecompositionRow {
    /// The answers in the row before, each whole.
    pub before: Counts,
    /// The answers in the row after, each whole.
    pub after: Counts,
    /// Points of the change.
    pub points: f64,
    /// Their interval.
    pub interval: Interval,
}

/// Returns what each of `rows` rows gives to the change in score; `None`
/// where nobody rated in one of the waves.
///
/// Answers may come in any order, and clusters may be numbered anyhow.
pub fn decomposition(
    before: &[RatedAnswer],
    after: &[RatedAnswer],
    rows: usize,
    confidence: Confidence,
) -> Option<Decomposition> {
    let points = score(after)? - score(before)?;
    let voices = voices(before, 0).chain(voices(after, 1));
    let waves = Waves::new(voices.collect(), rows);
    let table = waves.table(|count| count);
    let values = shapley::values(&table.shares(0), &table.shares(1));
    let intervals = bootstrap::intervals(&waves, confidence, |_, view| [100.0 * row_value(view)]);
    let counts = counts(before, rows).into_iter().zip(counts(after, rows));
    let rows = counts
        .enumerate()
        .map(|(at, (before, after))| DecompositionRow {
            before,
            after,
            points: 100.0 * values.worth[at],
            interval: intervals[at][0]
                .holding(100.0 * values.worth[at])
                .within(-200.0, 200.0),
        });
    Some(Decomposition {
        points,
        rows: rows.collect(),
        exact: values.exact,
        error: 100.0 * values.error,
        orders: values.orders,
        clusters: waves.clusters() as u64,
    })
}

fn score(answers: &[RatedAnswer]) -> Option<f64> {
    let counts: Counts = answers.iter().map(|answer| answer.group).collect();
    counts.score()
}

fn counts(answers: &[RatedAnswer], rows: usize) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); rows];
    for answer in answers {
        for &row in &answer.rows {
            let row = &mut counts[usize::from(row)];
            *row = *row + Counts::from_iter([answer.group]);
        }
    }
    counts
}

fn voices(answers: &[RatedAnswer], wave: u8) -> impl Iterator<Item = DividedAnswer<'_>> {
    answers.iter().map(move |answer| DividedAnswer {
        cluster: answer.cluster,
        wave,
        sign: answer.group.sign(),
        rows: &answer.rows,
    })
}

/// Returns what a row is worth where rows pass from wave to wave all at once
/// and little by little (Aumann and Shapley 1974), on the scale −1 to 1. That
/// is within a fraction of a point of the mean over orders, and quick enough
/// to be found again in every draw.
fn row_value(view: &RowView) -> f64 {
    let level = f64::midpoint(view.whole[0].mean(), view.whole[1].mean());
    let part = |wave: usize| {
        let (row, whole) = (view.row[wave], view.whole[wave]);
        (row.sum - level * row.mass) / whole.mass.max(1.0)
    };
    part(1) - part(0)
}

#[cfg(test)]
mod tests;
