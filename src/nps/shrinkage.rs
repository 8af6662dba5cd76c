//! What is left of effects that were picked because they are large.
//!
//! Takes the effects of everything that was looked at, each with its standard
//! error; gives what each is likely to be, and a range. The largest of many
//! estimates is mostly too large; how much so is learned from all of them
//! (M. Stephens, "False discovery rates: a new deal", *Biostatistics* 18
//! (2017), 275–294).

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use super::intervals::{Confidence, Interval};

/// An effect and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub value: f64,
    /// Its standard error, above 0.
    pub error: f64,
}

/// What an effect is likely to be, given all the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shrunk {
    /// Its posterior mean.
    pub value: f64,
    /// Its posterior range; it holds the value.
    pub interval: Interval,
}

/// Imagined effects of each width, so that few effects do not rule one out.
const IMAGINED: f64 = 0.05;

/// Imagined effects of nothing besides.
const NOTHING: f64 = 1.5;

/// Rounds of expectation and maximisation that fit the mixture to all effects;
/// the weights have settled by then.
const ROUNDS: usize = 150;

/// Rounds that fit it again where one effect is left out.
const AGAIN: usize = 100;

/// Halvings of a range until its bounds are exact.
const HALVINGS: usize = 60;

/// Returns what each effect is likely to be. Effects are taken to come from a
/// mixture of normal distributions around 0, one of them without width; how
/// much of each is learned from the *other* effects, since an effect that is
/// large by chance would speak for itself.
pub fn shrink(effects: &[Effect], confidence: Confidence) -> Vec<Shrunk> {
    let widths = widths(effects);
    let even = vec![1.0 / widths.len() as f64; widths.len()];
    let likelihoods: Vec<Vec<f64>> = effects
        .iter()
        .map(|effect| {
            widths
                .iter()
                .map(|width| likelihood(*effect, *width))
                .collect()
        })
        .collect();
    let all = fitted(even, &likelihoods, None, ROUNDS);
    let shrunk = |(at, effect): (usize, &Effect)| {
        let others = fitted(all.clone(), &likelihoods, Some(at), AGAIN);
        let shares = shares(&likelihoods[at], &others);
        Posterior::new(*effect, &widths, &shares).shrunk(confidence)
    };
    effects.iter().enumerate().map(shrunk).collect()
}

/// Returns the standard deviations that the mixture may have: 0, then from a
/// tenth of the least error in steps of √2.
fn widths(effects: &[Effect]) -> Vec<f64> {
    let errors = effects.iter().map(|effect| effect.error);
    let least = errors.fold(f64::INFINITY, f64::min) / 10.0;
    let beyond = effects
        .iter()
        .map(|effect| effect.value.powi(2) - effect.error.powi(2));
    let most = 2.0 * beyond.fold(0.0, f64::max).sqrt();
    let mut widths = vec![0.0];
    let mut width = least;
    while width.is_finite() && width > 0.0 && width < most * std::f64::consts::SQRT_2 {
        widths.push(width);
        width *= std::f64::consts::SQRT_2;
    }
    widths
}

/// Returns how likely an effect is where effects have this width.
fn likelihood(effect: Effect, width: f64) -> f64 {
    let variance = width.powi(2) + effect.error.powi(2);
    (-0.5 * effect.value.powi(2) / variance).exp() / variance.sqrt()
}

/// Returns the share of the effects that have each width, after some rounds
/// from these weights on; one effect may be left out.
fn fitted(
    mut weights: Vec<f64>,
    likelihoods: &[Vec<f64>],
    left_out: Option<usize>,
    rounds: usize,
) -> Vec<f64> {
    for _ in 0..rounds {
        let mut sums = vec![IMAGINED; weights.len()];
        sums[0] += NOTHING;
        for (at, likelihoods) in likelihoods.iter().enumerate() {
            if Some(at) != left_out {
                let shares = shares(likelihoods, &weights);
                sums.iter_mut()
                    .zip(shares)
                    .for_each(|(sum, share)| *sum += share);
            }
        }
        let all: f64 = sums.iter().sum();
        weights = sums.iter().map(|sum| sum / all).collect();
    }
    weights
}

/// Returns how likely an effect has each width.
fn shares(likelihoods: &[f64], weights: &[f64]) -> Vec<f64> {
    let parts = likelihoods.iter().zip(weights);
    let parts: Vec<f64> = parts
        .map(|(likelihood, weight)| likelihood * weight)
        .collect();
    let all: f64 = parts.iter().sum();
    let share = |part: &f64| if all > 0.0 { part / all } else { 0.0 };
    parts.iter().map(share).collect()
}

/// A mixture of normal distributions: weight, mean and standard deviation.
pub(super) struct Posterior(pub(super) Vec<(f64, f64, f64)>);

impl Posterior {
    fn new(effect: Effect, widths: &[f64], shares: &[f64]) -> Self {
        let parts = widths.iter().zip(shares).map(|(width, share)| {
            let kept = width * width / (width * width + effect.error.powi(2));
            (*share, kept * effect.value, kept.sqrt() * effect.error)
        });
        Self(parts.collect())
    }

    fn below(&self, value: f64) -> f64 {
        let normal = Normal::standard();
        let parts = self.0.iter().map(|(share, mean, deviation)| {
            let below = if *deviation > 0.0 {
                normal.cdf((value - mean) / deviation)
            } else {
                f64::from(u8::from(value >= *mean))
            };
            share * below
        });
        parts.sum()
    }

    /// Returns the value that `share` of the distribution lies below.
    fn quantile(&self, share: f64) -> f64 {
        let reach = |(_, mean, deviation): &(f64, f64, f64)| mean.abs() + 10.0 * deviation;
        let bound = self.0.iter().map(reach).fold(1.0, f64::max);
        let (mut low, mut high) = (-bound, bound);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.below(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    /// Returns the mean and the range of the mixture.
    pub(super) fn shrunk(&self, confidence: Confidence) -> Shrunk {
        let value = self.0.iter().map(|(share, mean, _)| share * mean).sum();
        let tail = (1.0 - confidence.level()) / 2.0;
        let interval = Interval {
            low: self.quantile(tail),
            high: self.quantile(1.0 - tail),
        };
        Shrunk {
            value,
            interval: interval.holding(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    use super::super::distributions::normal as normal_p;
    use super::super::fdr::benjamini_hochberg;
    use super::super::random::normal;
    use super::*;

    fn effects(values: &[f64]) -> Vec<Effect> {
        let effect = |value: &f64| Effect {
            value: *value,
            error: 1.0,
        };
        values.iter().map(effect).collect()
    }

    #[test]
    fn the_largest_of_many_that_are_noise_is_nothing() {
        let noise = [-2.3, 1.4, -0.7, 0.2, 1.9, -1.1, 0.4, -0.3, 0.8, -1.6];
        let shrunk = shrink(&effects(&noise), Confidence::default());
        assert!(shrunk[0].value.abs() < 0.7, "{:?}", shrunk[0]);
        assert!(shrunk[0].interval.contains(0.0));
    }

    #[test]
    fn an_effect_far_beyond_its_error_stays_nearly_what_it_is() {
        let shrunk = shrink(
            &effects(&[-12.0, 0.3, -0.8, 1.1, 0.1]),
            Confidence::default(),
        );
        assert!((-12.0..-11.0).contains(&shrunk[0].value), "{:?}", shrunk[0]);
        assert!(shrunk[0].interval.high < -9.0);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        assert_eq!(shrink(&[], Confidence::default()), []);
        let none = shrink(&effects(&[0.0]), Confidence::default());
        assert!(none[0].value.abs() < 1e-9);
    }

    // Twenty themes, of which eight matter: three points, give or take.
    #[test]
    fn the_clearest_of_many_is_told_without_flattery() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
        let (mut bias, mut plain, mut held, mut told) = (0.0, 0.0, 0, 0.0);
        for _ in 0..1_000 {
            let truth: Vec<f64> = (0..20)
                .map(|at| if at < 8 { 3.0 * normal(&mut rng) } else { 0.0 })
                .collect();
            let seen = truth.iter().map(|truth| Effect {
                value: truth + 1.2 * normal(&mut rng),
                error: 1.2,
            });
            let seen: Vec<Effect> = seen.collect();
            let all = shrink(&seen, Confidence::default());
            let p = seen
                .iter()
                .map(|effect| normal_p(effect.value / effect.error));
            let q = benjamini_hochberg(&p.collect::<Vec<_>>());
            let sure = (0..20).filter(|at| q[*at] <= 0.05 && all[*at].interval.high < 0.0);
            let Some(at) = sure.min_by(|a, b| all[*a].value.total_cmp(&all[*b].value)) else {
                continue;
            };
            let shrunk = all[at];
            bias += shrunk.value - truth[at];
            plain += seen[at].value - truth[at];
            held += u32::from(shrunk.interval.contains(truth[at]));
            told += 1.0;
        }
        assert!((bias / told).abs() < 0.5, "{}", bias / told);
        assert!(
            plain / told < -0.7,
            "as they are they flatter: {}",
            plain / told
        );
        assert!(f64::from(held) / told > 0.92, "{}", f64::from(held) / told);
    }
}
