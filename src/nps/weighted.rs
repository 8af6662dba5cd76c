//! A score in which some count more than others.
//!
//! Takes answers with a weight, such as revenue or role, or with the account
//! they come from; gives the score, and on how few it really stands. It is
//! shown beside the unweighted score, never instead.

use std::collections::BTreeMap;

use serde::Serialize;

use super::distributions::Student;
use super::intervals::{Confidence, Interval};
use super::moments::Moments;
use crate::feedback::Group;

/// A weighted score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Weighted {
    /// The score, −100 to 100.
    pub score: f64,
    /// Between which bounds it may lie.
    pub interval: Interval,
    /// How many answers, or accounts, have a weight.
    pub n: u64,
    /// How many with equal weights would say as much (Kish 1965).
    pub effective: f64,
    /// The share of the largest weight in all weights, 0 to 1.
    pub largest: f64,
}

/// Returns the score in which each answer counts by its weight; answers whose
/// weight is no positive number do not count, and `None` where none does.
pub fn weighted(answers: &[(Group, f64)], confidence: Confidence) -> Option<Weighted> {
    let mut answers: Vec<WeightedAnswer> = answers.iter().filter_map(WeightedAnswer::new).collect();
    // Sums of fractions depend on their order; that of the rows must not show.
    answers.sort_by(|a, b| {
        a.weight
            .total_cmp(&b.weight)
            .then(a.sign.total_cmp(&b.sign))
    });
    let most = answers.last()?.weight;
    for answer in &mut answers {
        answer.weight /= most;
    }
    let of = |part: fn(&WeightedAnswer) -> f64| answers.iter().map(part).sum::<f64>();
    let total = of(|one| one.weight);
    let effective = total * total / of(|one| one.weight * one.weight);
    let score = 100.0 * of(|one| one.weight * one.sign) / total;
    Some(Weighted {
        score,
        interval: spread(&answers, total, effective, confidence).holding(score),
        n: answers.len() as u64,
        effective,
        largest: 1.0 / total,
    })
}

/// One answer that counts.
struct WeightedAnswer {
    weight: f64,
    sign: f64,
}

impl WeightedAnswer {
    fn new((group, weight): &(Group, f64)) -> Option<Self> {
        (weight.is_finite() && *weight > 0.0).then(|| Self {
            weight: *weight,
            sign: f64::from(group.sign()),
        })
    }
}

/// Returns the interval of a weighted mean: the linearised variance, three
/// imagined people of the weight that an average unit of weight belongs to,
/// and Student's t for the effective number.
fn spread(
    answers: &[WeightedAnswer],
    total: f64,
    effective: f64,
    confidence: Confidence,
) -> Interval {
    let imagined = total / effective;
    let all = total + Moments::PSEUDO_COUNT * imagined;
    let mean = answers.iter().map(|one| one.weight * one.sign).sum::<f64>() / all;
    let real: f64 = answers
        .iter()
        // A large weight draws the mean to itself: 1 − h undoes it.
        .map(|one| (one.weight * (one.sign - mean)).powi(2) / (1.0 - one.weight / all))
        .sum();
    let others = imagined * imagined * (Moments::SQUARES + Moments::PSEUDO_COUNT * mean * mean);
    let error = (real + others).sqrt() / all;
    let student = Student::new(effective + Moments::PSEUDO_COUNT - 1.0);
    around(mean, student.critical_value(confidence) * error)
}

/// Returns the mean score of accounts, in which each account counts once;
/// `None` of nobody.
pub fn account_average(answers: &[(Group, u32)], confidence: Confidence) -> Option<Weighted> {
    let mut accounts: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    for (group, account) in answers {
        let (n, sum) = accounts.entry(*account).or_default();
        *n += 1;
        *sum += i64::from(group.sign());
    }
    let n = accounts.len() as f64;
    let means = || accounts.values().map(|(n, sum)| *sum as f64 / *n as f64);
    let sum: f64 = means().sum();
    let moments = Moments::new(n, sum, means().map(|mean| mean * mean).sum());
    (n > 0.0).then(|| Weighted {
        score: 100.0 * sum / n,
        interval: around(
            moments.mean,
            confidence.z() * moments.variance_of_mean().sqrt(),
        )
        .holding(100.0 * sum / n),
        n: accounts.len() as u64,
        effective: n,
        largest: 1.0 / n,
    })
}

fn around(mean: f64, margin: f64) -> Interval {
    Interval::around(100.0 * mean, 100.0 * margin).within(-100.0, 100.0)
}

#[cfg(test)]
mod tests {
    use Group::{Detractor, Promoter};
    use proptest::prelude::*;

    use super::super::intervals;
    use super::super::score::Counts;
    use super::*;

    fn weighted_score(answers: &[(Group, f64)]) -> Weighted {
        weighted(answers, Confidence::default()).unwrap()
    }

    #[test]
    fn one_account_of_900_000_turns_the_score_of_three() {
        let equal = weighted_score(&[(Promoter, 1.0), (Promoter, 1.0), (Detractor, 1.0)]);
        assert!((equal.score - 33.333_333).abs() < 1e-6);
        let found = weighted_score(&[(Promoter, 5e4), (Promoter, 5e4), (Detractor, 9e5)]);
        assert!((found.score + 80.0).abs() < 1e-9);
        assert!((found.largest - 0.9).abs() < 1e-12);
        assert!((found.effective - 1.0 / 0.815).abs() < 1e-9);
        assert!(!found.interval.excludes_zero());
    }

    #[test]
    fn what_has_no_positive_weight_does_not_count() {
        let answers = [0.0, -1.0, f64::NAN, f64::INFINITY].map(|weight| (Detractor, weight));
        assert_eq!(weighted(&answers, Confidence::default()), None);
        let found = weighted_score(&[answers.as_slice(), &[(Promoter, 2.0)]].concat());
        assert!(found.n == 1 && (found.score - 100.0).abs() < 1e-12);
    }

    #[test]
    fn each_account_counts_once() {
        let mut answers = vec![(Detractor, 7); 10];
        answers.extend([(Promoter, 1), (Promoter, 2), (Promoter, 3)]);
        let found = account_average(&answers, Confidence::default()).unwrap();
        assert!((found.score - 50.0).abs() < 1e-12);
        assert_eq!(found.n, 4);
        assert_eq!(account_average(&[], Confidence::default()), None);
    }

    fn groups() -> impl Strategy<Value = Vec<Group>> {
        prop::collection::vec((0usize..3).prop_map(|index| Group::ALL[index]), 1..150)
    }

    fn answers() -> impl Strategy<Value = Vec<(Group, f64)>> {
        let answer = ((0usize..3).prop_map(|index| Group::ALL[index]), 0.01..100.0);
        prop::collection::vec(answer, 2..80)
    }

    proptest! {
        #[test]
        fn equal_weights_give_the_score_and_nearly_its_interval(
            groups in groups(), weight in 0.001..1e6,
        ) {
            let answers: Vec<_> = groups.iter().map(|group| (*group, weight)).collect();
            let (found, counts) = (weighted_score(&answers), groups.iter().copied().collect::<Counts>());
            let plain = intervals::score(counts, Confidence::default()).unwrap();
            prop_assert!((found.score - counts.score().unwrap()).abs() < 1e-9);
            prop_assert!((found.effective - counts.n() as f64).abs() < 1e-6);
            prop_assert!(found.interval.low <= plain.low && plain.high <= found.interval.high);
            let wider = (found.interval.high - found.interval.low) / (plain.high - plain.low);
            prop_assert!(wider < 1.0 + 3.0 / (counts.n() as f64 + 2.0), "{}", wider);
        }

        #[test]
        fn the_unit_of_weights_does_not_matter(answers in answers(), unit in 0.001..1e6) {
            let scaled: Vec<_> = answers.iter().map(|(group, w)| (*group, w * unit)).collect();
            let (found, other) = (weighted_score(&answers), weighted_score(&scaled));
            prop_assert!((found.score - other.score).abs() < 1e-9);
            prop_assert!((found.interval.low - other.interval.low).abs() < 1e-6);
            prop_assert!(found.effective <= answers.len() as f64 + 1e-9);
        }

        #[test]
        fn order_does_not_matter(mut answers in answers()) {
            let forwards = weighted_score(&answers);
            answers.reverse();
            prop_assert_eq!(forwards, weighted_score(&answers));
        }

        #[test]
        fn accounts_of_one_answer_give_the_score_and_its_interval(groups in groups()) {
            let answers: Vec<_> = groups.iter().copied().zip(0..).collect();
            let found = account_average(&answers, Confidence::default()).unwrap();
            let counts: Counts = groups.into_iter().collect();
            let plain = intervals::score(counts, Confidence::default()).unwrap();
            prop_assert!((found.score - counts.score().unwrap()).abs() < 1e-9);
            prop_assert!((found.interval.low - plain.low).abs() < 1e-9);
        }
    }
}
