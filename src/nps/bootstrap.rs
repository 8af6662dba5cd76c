//! How far a number of two waves would stray if other clusters had answered.
//!
//! Takes what two waves hold; gives, for any numbers made of a row and the
//! whole, the intervals a bootstrap over clusters puts around them.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::intervals::{Confidence, Interval};
use super::waves::{RowView, Waves};

/// Where drawing begins.
const SEED: u64 = 0x4B49_5441;
/// The most draws: they leave 2% of doubt in the width of an interval.
const DRAWS: usize = 1_000;
/// The fewest draws, for many clusters that all differ.
const FEWEST_DRAWS: usize = 200;
/// How much is added up before draws become fewer.
const WORK: usize = 100_000_000;
/// Promoters, and as many detractors, imagined on either side of either
/// wave; passives are twice as many.
const PSEUDO_COUNT: f64 = 0.375;
/// From this mean on a Poisson distribution passes for a normal one.
const MANY: f64 = 30.0;

/// Returns the interval of each number of each row.
///
/// A draw takes every cluster, with all it said in both waves, a Poisson
/// number of times (mean 1). Three imagined people are drawn along in each
/// wave, half of them in the row, as in the interval of an impact.
pub(super) fn intervals<const K: usize>(
    waves: &Waves,
    confidence: Confidence,
    numbers: impl Fn(usize, &RowView) -> [f64; K],
) -> Vec<[Interval; K]> {
    let errors = standard_errors(waves, &numbers);
    let reach = critical_value(waves, confidence);
    let table = waves.table(|count| count);
    let row = |(row, errors): (usize, &[f64; K])| {
        let found = numbers(row, &table.view(row));
        let centres = numbers(row, &with_pseudo_counts(table.view(row), |people| people));
        std::array::from_fn(|at| {
            Interval::around(centres[at], reach * errors[at]).holding(found[at])
        })
    };
    errors.iter().enumerate().map(row).collect()
}

/// Returns how many standard errors reach to either side: Student's t, since
/// few clusters say little about how much clusters differ.
fn critical_value(waves: &Waves, confidence: Confidence) -> f64 {
    let freedom = (waves.effective() - 2.0).max(1.0);
    StudentsT::new(0.0, 1.0, freedom)
        .expect("at least one degree of freedom")
        .inverse_cdf(f64::midpoint(1.0, confidence.level()))
}

/// Returns the standard deviation of each number over the draws.
fn standard_errors<const K: usize>(
    waves: &Waves,
    numbers: &impl Fn(usize, &RowView) -> [f64; K],
) -> Vec<[f64; K]> {
    let draws = (WORK / waves.entries().max(1)).clamp(FEWEST_DRAWS, DRAWS);
    let mut chance = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let mut spreads = vec![[RunningVariance::default(); K]; waves.rows];
    for _ in 0..draws {
        let table = waves.table(|count| poisson(count, &mut chance));
        for (row, spreads) in spreads.iter_mut().enumerate() {
            let view = with_pseudo_counts(table.view(row), |people| poisson(people, &mut chance));
            for (spread, value) in spreads.iter_mut().zip(numbers(row, &view)) {
                spread.add(value);
            }
        }
    }
    let errors = spreads
        .iter()
        .map(|row| row.map(RunningVariance::deviation));
    errors.collect()
}

/// Adds three imagined people to each wave, half of them to the row.
fn with_pseudo_counts(mut view: RowView, mut people: impl FnMut(f64) -> f64) -> RowView {
    for wave in 0..2 {
        for inside in [true, false] {
            let (up, down) = (people(PSEUDO_COUNT), people(PSEUDO_COUNT));
            let mass = up + down + people(2.0 * PSEUDO_COUNT);
            let sides = [&mut view.whole[wave], &mut view.row[wave]];
            for side in sides.into_iter().take(1 + usize::from(inside)) {
                side.mass += mass;
                side.sum += up - down;
            }
        }
    }
    view
}

/// Draws from a Poisson distribution: by multiplying (Knuth 1969), else
/// rounded from a normal one (Box and Muller 1958).
fn poisson(mean: f64, chance: &mut Xoshiro256PlusPlus) -> f64 {
    let mut uniform = || ((chance.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
    if mean >= MANY {
        let radius = (-2.0 * uniform().ln()).sqrt();
        let normal = radius * (std::f64::consts::TAU * uniform()).cos();
        return (mean + mean.sqrt() * normal).round().max(0.0);
    }
    let limit = (-mean).exp();
    let (mut count, mut product) = (0.0, uniform());
    while product > limit {
        product *= uniform();
        count += 1.0;
    }
    count
}

/// Mean and squared deviations, one value at a time (Welford 1962).
#[derive(Clone, Copy, Default)]
struct RunningVariance {
    values: f64,
    mean: f64,
    squares: f64,
}

impl RunningVariance {
    fn add(&mut self, value: f64) {
        self.values += 1.0;
        let gap = value - self.mean;
        self.mean += gap / self.values;
        self.squares += gap * (value - self.mean);
    }

    fn deviation(self) -> f64 {
        (self.squares / (self.values - 1.0)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(mean: f64) -> (f64, f64) {
        let mut chance = Xoshiro256PlusPlus::seed_from_u64(1);
        let mut spread = RunningVariance::default();
        (0..20_000).for_each(|_| spread.add(poisson(mean, &mut chance)));
        (spread.mean, spread.deviation().powi(2))
    }

    #[test]
    fn a_poisson_number_has_its_mean_for_variance() {
        for wanted in [0.375, 1.0, 12.0, 80.0] {
            let (mean, variance) = drawn(wanted);
            assert!((mean / wanted - 1.0).abs() < 0.03, "{mean}");
            assert!((variance / wanted - 1.0).abs() < 0.05, "{variance}");
        }
    }
}
