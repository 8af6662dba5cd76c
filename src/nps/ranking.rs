//! How well a number tells two kinds of people apart.
//!
//! Takes the numbers of those an outcome befell and of the others; gives the
//! share of pairs in which the former have the larger number.

use serde::Serialize;

use super::distributions;
use super::intervals::{Confidence, Interval};

/// The area under the ROC curve: how often one of the positives ranks above
/// one of the negatives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Auc {
    /// 0 to 1; ½ tells nothing apart.
    pub value: f64,
    /// Between which bounds it may lie.
    pub interval: Interval,
    /// How many positives.
    pub positives: u64,
    /// How many negatives.
    pub negatives: u64,
    /// How likely a value as far from ½ is by chance (Mann and Whitney 1947).
    pub p: f64,
}

/// Returns how well larger numbers go with the positives; what is no number
/// is left out, and `None` where a side has none.
pub fn auc(positives: &[f64], negatives: &[f64], confidence: Confidence) -> Option<Auc> {
    let pairs = PairTally::new(positives, negatives);
    (pairs.positives > 0.0 && pairs.negatives > 0.0).then(|| Auc {
        value: pairs.value(),
        interval: pairs.interval(confidence),
        positives: pairs.positives as u64,
        negatives: pairs.negatives as u64,
        p: pairs.p(),
    })
}

/// What all pairs of a positive and a negative say; a win counts two and a
/// tie one, so that all sums are whole.
#[derive(Clone, Copy, Debug, Default)]
struct PairTally {
    positives: f64,
    negatives: f64,
    /// The wins of all positives.
    wins: f64,
    /// The sum of the squared wins of each positive.
    won: f64,
    /// The sum of the squared losses of each negative.
    lost: f64,
    /// The sum over ties of t³ − t.
    ties: f64,
}

impl PairTally {
    /// At how few people on a side the spread found is believed as much as
    /// the spread expected.
    const EXPECTED: f64 = 50.0;

    fn new(positives: &[f64], negatives: &[f64]) -> Self {
        let mut all: Vec<(f64, bool)> = positives
            .iter()
            .map(|value| (*value, true))
            .chain(negatives.iter().map(|value| (*value, false)))
            .filter(|(value, _)| !value.is_nan())
            // Adding 0 makes −0 the 0 it equals.
            .map(|(value, positive)| (value + 0.0, positive))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let of = all.iter().filter(|(_, positive)| *positive).count() as f64;
        all.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq())
            .fold(Self::default(), |pairs, tie| pairs.and(tie, of))
    }

    /// Adds those who tie, above all there were so far, of so many positives.
    fn and(self, tie: &[(f64, bool)], of: f64) -> Self {
        let t = tie.len() as f64;
        let positives = tie.iter().filter(|(_, positive)| *positive).count() as f64;
        let negatives = t - positives;
        let wins = 2.0 * self.negatives + negatives;
        let losses = 2.0 * (of - self.positives - positives) + positives;
        Self {
            positives: self.positives + positives,
            negatives: self.negatives + negatives,
            wins: self.wins + positives * wins,
            won: self.won + positives * wins * wins,
            lost: self.lost + negatives * losses * losses,
            ties: self.ties + t * t * t - t,
        }
    }

    fn value(self) -> f64 {
        self.wins / (2.0 * self.positives * self.negatives)
    }

    /// Returns how much of the spread of ranks is left beside the ties.
    fn untied(self) -> f64 {
        let all = self.positives + self.negatives;
        1.0 - self.ties / (all * all * all - all)
    }

    /// Returns the Mann–Whitney p, by its normal approximation corrected for
    /// ties and continuity.
    fn p(self) -> f64 {
        let (m, n) = (self.positives, self.negatives);
        let variance = m * n * (m + n + 1.0) / 12.0 * self.untied();
        let distance = (self.wins - m * n).abs() / 2.0 - 0.5;
        if variance > 0.0 && distance > 0.0 {
            distributions::normal(distance / variance.sqrt())
        } else {
            1.0
        }
    }

    /// Returns the variance expected of a value of `at` (Newcombe 2006,
    /// method 5).
    fn expected_variance(self, at: f64) -> f64 {
        let others = f64::midpoint(self.positives, self.negatives) - 1.0;
        let spread = 1.0 + others * ((1.0 - at) / (2.0 - at) + at / (1.0 + at));
        at * (1.0 - at) * spread / (self.positives * self.negatives)
    }

    /// Returns the variance found (`DeLong` and others 1988).
    fn empirical_variance(self) -> f64 {
        let (m, n, sum) = (self.positives, self.negatives, self.wins);
        let spread = |squares: f64, of: f64, others: f64| {
            (squares - sum * sum / of).max(0.0)
                / (4.0 * others * others)
                / (of * (of - 1.0).max(1.0))
        };
        spread(self.won, m, n) + spread(self.lost, n, m)
    }

    /// Returns by what to multiply the variance expected: the ties' share at
    /// least where people are few, and what was found where they are many.
    fn inflation(self) -> f64 {
        let tied = self.untied();
        let expected = self.expected_variance(self.value());
        if expected <= 0.0 {
            return tied;
        }
        let found = self.empirical_variance() / expected;
        let few = self.positives.min(self.negatives);
        (Self::EXPECTED * found.max(tied) + few * found) / (Self::EXPECTED + few)
    }

    /// Returns all values from which the one found is no further than the
    /// spread that they themselves would have.
    fn interval(self, confidence: Confidence) -> Interval {
        let (value, reach) = (self.value(), confidence.z() * self.inflation().sqrt());
        let bound = |end: f64| {
            let (mut inside, mut outside) = (value, end);
            for _ in 0..60 {
                let middle = f64::midpoint(inside, outside);
                if (middle - value).abs() <= reach * self.expected_variance(middle).sqrt() {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
            inside
        };
        Interval {
            low: bound(0.0),
            high: bound(1.0),
        }
    }
}

#[cfg(test)]
mod tests;
