//! The change in score, split among segments that do not overlap.
//!
//! Takes rated answers of two waves and the segment of each; gives, for every
//! segment, the points from its own score moving (rate) and from its share of
//! the answers moving (mix).

use serde::Serialize;

use super::bootstrap;
use super::intervals::{Confidence, Interval};
use super::score::Counts;
use super::waves::{DividedAnswer, RowView, Waves};
use crate::feedback::Group;

/// The fewest answers a segment needs in either wave to speak for a reversal.
const COMPARABLE: u64 = 5;

/// One rated answer and the segment it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segmented {
    /// The group of the rating.
    pub group: Group,
    /// The account, else the person; the same number in both waves is the
    /// same cluster.
    pub cluster: u32,
    /// The position of the segment.
    pub segment: u16,
}

/// A change in score, split by segment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Split {
    /// The change in score.
    pub points: f64,
    /// The segments, by position; rates and mixes add up to the change.
    pub rows: Vec<KitagawaRow>,
    /// All rates together.
    pub rate: f64,
    /// All mixes together.
    pub mix: f64,
    /// Whether the whole moved against its segments.
    pub reversal: Option<Reversal>,
}

/// What one segment gives to the change.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct KitagawaRow {
    /// Its answers before.
    pub before: Counts,
    /// Its answers after.
    pub after: Counts,
    /// Points from its score having moved.
    pub rate: f64,
    /// Their interval.
    pub rate_interval: Interval,
    /// Points from its share having moved, measured from the mean of both
    /// scores.
    pub mix: f64,
    /// Their interval.
    pub mix_interval: Interval,
}

/// The whole moved against every comparable segment (Simpson's reversal).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reversal {
    /// Every segment rose or stayed, and the whole fell.
    RisesWithin,
    /// Every segment fell or stayed, and the whole rose.
    FallsWithin,
}

/// Returns the change in score by segment (Kitagawa 1955); `None` where
/// nobody rated in one of the waves.
pub fn kitagawa(
    before: &[Segmented],
    after: &[Segmented],
    segments: usize,
    confidence: Confidence,
) -> Option<Split> {
    let known = [counts(before, segments), counts(after, segments)];
    let points = total(&known[1]).score()? - total(&known[0]).score()?;
    let names: Vec<u16> = (0..segments as u16).collect();
    let voices = voices(before, 0, &names).chain(voices(after, 1, &names));
    let waves = Waves::new(voices.collect(), segments);
    let rows = rows(&waves, &known, confidence);
    Some(Split {
        points,
        rate: rows.iter().map(|row| row.rate).sum(),
        mix: rows.iter().map(|row| row.mix).sum(),
        reversal: reversal(points, &rows),
        rows,
    })
}

fn rows(waves: &Waves, known: &[Vec<Counts>; 2], confidence: Confidence) -> Vec<KitagawaRow> {
    let parts = |row: usize, view: &RowView| {
        let known = [0, 1].map(|wave| known[wave][row].n() > 0);
        parts(view, known).map(|part| 100.0 * part)
    };
    let intervals = bootstrap::intervals(waves, confidence, parts);
    let table = waves.table(|count| count);
    let row = |(at, intervals): (usize, &[Interval; 2])| {
        let [rate, mix] = parts(at, &table.view(at));
        let [rate_interval, mix_interval] = intervals.map(|part| part.within(-200.0, 200.0));
        KitagawaRow {
            before: known[0][at],
            after: known[1][at],
            rate,
            rate_interval,
            mix,
            mix_interval,
        }
    };
    intervals.iter().enumerate().map(row).collect()
}

/// Returns rate and mix of a segment, on the scale −1 to 1. One that is new
/// or gone has no rate of change: all it gives is mix, by the score known.
fn parts(view: &RowView, known: [bool; 2]) -> [f64; 2] {
    let level = f64::midpoint(view.whole[0].mean(), view.whole[1].mean());
    let share = [0, 1].map(|wave| view.row[wave].mass / view.whole[wave].mass.max(1.0));
    let score = [0, 1].map(|wave| view.row[wave].mean());
    let grown = share[1] - share[0];
    match [0, 1].map(|wave| known[wave] && view.row[wave].mass > 0.0) {
        [true, true] => [
            f64::midpoint(share[0], share[1]) * (score[1] - score[0]),
            (f64::midpoint(score[0], score[1]) - level) * grown,
        ],
        [true, false] => [0.0, (score[0] - level) * grown],
        _ => [0.0, (score[1] - level) * grown],
    }
}

fn voices<'a>(
    answers: &'a [Segmented],
    wave: u8,
    names: &'a [u16],
) -> impl Iterator<Item = DividedAnswer<'a>> {
    answers.iter().map(move |answer| DividedAnswer {
        cluster: answer.cluster,
        wave,
        sign: answer.group.sign(),
        rows: std::slice::from_ref(&names[usize::from(answer.segment)]),
    })
}

fn counts(answers: &[Segmented], segments: usize) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); segments];
    for answer in answers {
        let row = &mut counts[usize::from(answer.segment)];
        *row = *row + Counts::from_iter([answer.group]);
    }
    counts
}

fn total(rows: &[Counts]) -> Counts {
    rows.iter().fold(Counts::default(), |sum, &row| sum + row)
}

fn reversal(points: f64, rows: &[KitagawaRow]) -> Option<Reversal> {
    let moves: Vec<f64> = rows
        .iter()
        .filter(|row| row.before.n().min(row.after.n()) >= COMPARABLE)
        .map(|row| row.rate)
        .collect();
    if moves.len() < 2 {
        None
    } else if points < 0.0 && moves.iter().all(|&rate| rate >= 0.0) {
        Some(Reversal::RisesWithin)
    } else if points > 0.0 && moves.iter().all(|&rate| rate <= 0.0) {
        Some(Reversal::FallsWithin)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
