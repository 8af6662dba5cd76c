//! How well a number tells two kinds of people apart.
//!
//! Takes the numbers of those an outcome befell and of the others; gives the
//! share of pairs in which the former have the larger number.

use std::collections::BTreeMap;

use serde::Serialize;

use super::clustered::{Clustered, VoiceCount};
use super::distributions::{self, Student};
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

/// Returns the same where only those of one stratum are compared, such as
/// accounts of about one size: the mean over strata by their pairs, and van
/// Elteren's test (1960) of it.
pub fn stratified_auc(strata: &[[Vec<f64>; 2]], confidence: Confidence) -> Option<Auc> {
    let strata: Vec<(PairTally, Auc)> = strata
        .iter()
        .filter_map(|[positives, negatives]| {
            let pairs = PairTally::new(positives, negatives);
            Some((pairs, auc(positives, negatives, confidence)?))
        })
        .collect();
    if let [(_, only)] = strata[..] {
        return Some(only);
    }
    let of = |pairs: &PairTally| pairs.positives * pairs.negatives;
    let all: f64 = strata.iter().map(|(pairs, _)| of(pairs)).sum();
    let (mut value, mut squares) = (0.0, 0.0);
    let (mut distance, mut variance) = (0.0, 0.0);
    for (pairs, auc) in &strata {
        let weight = of(pairs) / all;
        let margin = (auc.interval.high - auc.interval.low) / 2.0;
        value += weight * auc.value;
        squares += (weight * margin).powi(2);
        let (m, n) = (pairs.positives, pairs.negatives);
        let rank = m + n + 1.0;
        distance += (pairs.wins - m * n) / 2.0 / rank;
        variance += m * n * rank / 12.0 * pairs.untied() / (rank * rank);
    }
    (all > 0.0).then(|| Auc {
        value,
        interval: Interval::around(value, squares.sqrt()).within(0.0, 1.0),
        positives: strata.iter().map(|(_, auc)| auc.positives).sum(),
        negatives: strata.iter().map(|(_, auc)| auc.negatives).sum(),
        p: if variance > 0.0 {
            distributions::normal(distance / variance.sqrt())
        } else {
            1.0
        },
    })
}

/// Returns how well larger numbers go with the positives where people share
/// accounts, each given with the number of theirs (N. A. Obuchowski,
/// *Biometrics* 53 (1997), 567–578); `None` where a side has none, or all are
/// at one account.
pub fn clustered_auc(
    positives: &[Clustered<f64>],
    negatives: &[Clustered<f64>],
    confidence: Confidence,
) -> Option<Auc> {
    let numbers = |side: &[Clustered<f64>]| -> Vec<f64> {
        let mut numbers: Vec<f64> = side.iter().map(|(number, _)| *number).collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    let (above, below) = (numbers(positives), numbers(negatives));
    let plain = auc(&above, &below, confidence)?;
    let voices = VoiceCount::new(positives.iter().chain(negatives).map(|(_, voice)| *voice));
    if voices.people {
        return Some(plain);
    }
    // The share of a side that lies below a number, ties half.
    let share = |side: &[f64], number: f64| {
        let below = side.partition_point(|other| *other < number);
        let upto = side.partition_point(|other| *other <= number);
        f64::midpoint(below as f64, upto as f64) / side.len() as f64
    };
    let mut strays: BTreeMap<u32, f64> = BTreeMap::new();
    for (number, voice) in positives {
        let stray = share(&below, *number) - plain.value;
        *strays.entry(*voice).or_default() += stray / above.len() as f64;
    }
    for (number, voice) in negatives {
        let stray = 1.0 - share(&above, *number) - plain.value;
        *strays.entry(*voice).or_default() += stray / below.len() as f64;
    }
    let accounts = strays.len() as f64;
    let squares: f64 = strays.values().map(|stray| stray * stray).sum();
    let error = (accounts / (accounts - 1.0) * squares).sqrt();
    let student = Student::new(voices.effective - 1.0);
    (accounts > 1.0).then(|| Auc {
        interval: Interval::around(plain.value, student.critical_value(confidence) * error)
            .within(0.0, 1.0),
        p: if error > 0.0 {
            student.p((plain.value - 0.5) / error).max(plain.p)
        } else {
            1.0
        },
        ..plain
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
