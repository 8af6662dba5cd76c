//! What small segments are likely to be, learned from all of them.
//!
//! Takes a number of each segment of an attribute with its variance; gives for
//! each what it is likely to be: a segment of a few people is drawn towards the
//! mean of all, one of many stays where it is (partial pooling in a normal
//! hierarchical model with a uniform prior on how far segments lie apart; A.
//! Gelman, *Bayesian Analysis* 1 (2006), 515–534).

use super::intervals::Confidence;
use super::shrinkage::{Posterior, Shrunk};

/// A number of one segment and its variance by sampling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SegmentNumber {
    /// The number.
    pub value: f64,
    /// Its variance, above 0.
    pub variance: f64,
}

/// Distances at which segments may lie that are tried.
const STEPS: usize = 120;

/// Returns what each number is likely to be; as they are where there are fewer
/// than two.
///
/// Segments are taken to lie apart by at most `apart` (a standard deviation);
/// how much so, and around which mean, is integrated over.
pub fn pool(numbers: &[SegmentNumber], apart: f64, confidence: Confidence) -> Vec<Shrunk> {
    let spread = |step: usize| apart * (step as f64 + 0.5) / STEPS as f64;
    let means: Vec<CommonMean> = (0..STEPS)
        .map(|step| CommonMean::new(numbers, spread(step).powi(2)))
        .collect();
    let most = means
        .iter()
        .map(|of| of.likely)
        .fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = means.iter().map(|of| (of.likely - most).exp()).collect();
    let all: f64 = weights.iter().sum();
    numbers
        .iter()
        .map(|number| {
            let parts = means.iter().zip(&weights).map(|(common, weight)| {
                let between = common.between;
                let own = if numbers.len() < 2 {
                    1.0
                } else {
                    between / (between + number.variance)
                };
                let mean = own * number.value + (1.0 - own) * common.mean;
                let variance = own * number.variance + (1.0 - own).powi(2) * common.variance;
                (weight / all, mean, variance.sqrt())
            });
            Posterior(parts.collect()).shrunk(confidence)
        })
        .collect()
}

/// Returns the same where some segments have no number, and nothing is likely.
pub fn pool_known(
    numbers: &[Option<SegmentNumber>],
    apart: f64,
    confidence: Confidence,
) -> Vec<Option<Shrunk>> {
    let known: Vec<SegmentNumber> = numbers.iter().copied().flatten().collect();
    let mut pooled = pool(&known, apart, confidence).into_iter();
    let each = numbers.iter();
    each.map(|number| number.and_then(|_| pooled.next()))
        .collect()
}

/// The mean of all segments where they lie so far apart.
struct CommonMean {
    /// The variance between segments.
    between: f64,
    mean: f64,
    variance: f64,
    /// The logarithm of how likely the numbers are then.
    likely: f64,
}

impl From<(f64, f64)> for SegmentNumber {
    /// Takes a number and its variance.
    fn from((value, variance): (f64, f64)) -> Self {
        Self { value, variance }
    }
}

impl CommonMean {
    fn new(numbers: &[SegmentNumber], between: f64) -> Self {
        let precision = |of: &SegmentNumber| 1.0 / (of.variance + between);
        let all: f64 = numbers.iter().map(precision).sum();
        let mean = numbers
            .iter()
            .map(|of| precision(of) * of.value)
            .sum::<f64>()
            / all;
        let terms = numbers
            .iter()
            .map(|of| 0.5 * precision(of).ln() - 0.5 * precision(of) * (of.value - mean).powi(2));
        Self {
            between,
            mean,
            variance: 1.0 / all,
            likely: terms.sum::<f64>() - 0.5 * all.ln(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    use super::super::random::{normal, unit};
    use super::*;

    fn number(value: f64, error: f64) -> SegmentNumber {
        SegmentNumber {
            value,
            variance: error * error,
        }
    }

    // Rubin's eight schools; their posterior means with a uniform prior on the
    // distance (Gelman and others, *Bayesian Data Analysis*, 3rd edition, section
    // 5.5, where medians are 10, 8, 7, 8, 5, 6, 10 and 8).
    #[test]
    fn the_eight_schools_are_known() {
        let schools = [
            (28.0, 15.0),
            (8.0, 10.0),
            (-3.0, 16.0),
            (7.0, 11.0),
            (-1.0, 9.0),
            (1.0, 11.0),
            (18.0, 10.0),
            (12.0, 18.0),
        ];
        let numbers = schools.map(|(value, error)| number(value, error));
        let pooled = pool(&numbers, 100.0, Confidence::default());
        let known = [11.0, 8.0, 6.0, 8.0, 5.0, 6.0, 10.5, 8.5];
        for (found, known) in pooled.iter().zip(known) {
            assert!((found.value - known).abs() < 1.0, "{found:?}, not {known}");
        }
        // Table 5.3: school A lies between −2 and 31.
        assert!(
            (pooled[0].interval.low + 2.0).abs() < 1.5,
            "{:?}",
            pooled[0]
        );
        assert!(
            (pooled[0].interval.high - 31.0).abs() < 2.0,
            "{:?}",
            pooled[0]
        );
    }

    #[test]
    fn a_small_segment_moves_and_a_large_one_stays() {
        let numbers = [
            number(60.0, 30.0),
            number(10.0, 2.0),
            number(20.0, 2.0),
            number(15.0, 2.0),
        ];
        let pooled = pool(&numbers, 60.0, Confidence::default());
        assert!(pooled[0].value < 30.0, "{pooled:?}");
        assert!((pooled[1].value - 10.0).abs() < 1.5);
        let alone = pool(&numbers[..1], 60.0, Confidence::default());
        assert!((alone[0].value - 60.0).abs() < 1e-9);
    }

    // Studies of six segments of 5 to 100 people; nothing lies between them, or
    // ten, or twenty-five points.
    #[test]
    fn pooled_ranges_hold_the_truth_and_pooled_numbers_come_nearer() {
        for apart in [0.0, 10.0, 25.0] {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(21);
            let (mut held, mut off, mut plain, mut all) = (0, 0.0, 0.0, 0);
            for _ in 0..400 {
                let truth: Vec<f64> = (0..6).map(|_| 20.0 + apart * normal(&mut rng)).collect();
                let numbers: Vec<SegmentNumber> = truth
                    .iter()
                    .map(|truth| {
                        let error = 75.0 / (5.0 + 95.0 * unit(&mut rng)).sqrt();
                        number(truth + error * normal(&mut rng), error)
                    })
                    .collect();
                let pooled = pool(&numbers, 60.0, Confidence::default());
                for ((truth, number), pooled) in truth.iter().zip(&numbers).zip(&pooled) {
                    held += i32::from(pooled.interval.contains(*truth));
                    off += (pooled.value - truth).powi(2);
                    plain += (number.value - truth).powi(2);
                    all += 1;
                }
            }
            assert!(
                f64::from(held) / f64::from(all) >= 0.93,
                "{held} of {all} at {apart}"
            );
            assert!(off < 0.9 * plain, "{off}, not {plain}, at {apart}");
        }
    }
}
