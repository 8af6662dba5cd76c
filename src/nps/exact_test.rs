//! How often chance alone would put so much into a cell.
//!
//! Takes how many of a cell and of everybody say +1, 0 and −1; gives the
//! probability that a cell filled blindly would part as far from the rest.

use statrs::distribution::{ContinuousCDF, Normal};

/// Cells up to this many people are reckoned exactly.
const EXACT: u64 = 250;
/// What is less likely than e to this power is left out.
const NEGLIGIBLE: f64 = -80.0;

/// How many say +1, 0 and −1.
pub(super) type Signs = [u64; 3];

/// Everybody, from whom cells are filled.
pub(super) struct Population {
    all: Signs,
    /// ln i!
    factorials: Vec<f64>,
}

impl Population {
    pub(super) fn new(all: Signs) -> Self {
        let mut factorials = vec![0.0];
        let mut sum = 0.0;
        for i in 1..=total(all) {
            sum += (i as f64).ln();
            factorials.push(sum);
        }
        Self { all, factorials }
    }

    /// Returns the two-sided p of what a cell holds, where `design` people
    /// count as one.
    pub(super) fn p(&self, inside: Signs, design: f64) -> f64 {
        let rest = std::array::from_fn(|sign| self.all[sign] - inside[sign]);
        // A cell strays from the rest as far as the rest strays from it; the
        // smaller side is the cheaper one.
        let part = if total(inside) <= total(rest) {
            inside
        } else {
            rest
        };
        let gap = mean(part) - mean(self.all);
        let all = self.all.map(|count| (count as f64 / design).round() as u64);
        let people = (total(part) as f64 / design).round().max(1.0);
        let tail = if people <= EXACT as f64 {
            self.exact(people as u64, all, gap)
        } else {
            approximate(people, all, gap)
        };
        (2.0 * tail).min(1.0)
    }

    /// Returns how likely the sum of `people` drawn without replacement lies
    /// as far as `gap` per person, or farther, on that side (multivariate
    /// hypergeometric).
    fn exact(&self, people: u64, all: Signs, gap: f64) -> f64 {
        let [up, even, down] = all;
        let side = gap.signum();
        let sum = side * people as f64 * (mean(all) + gap) + 1e-6;
        let ways = self.choose(total(all), people);
        let mut tails = [0.0; 2];
        for ups in people.saturating_sub(even + down)..=people.min(up) {
            let others = people - ups;
            let first = self.choose(up, ups) - ways;
            for downs in others.saturating_sub(even)..=others.min(down) {
                let reached = side * (ups as f64 - downs as f64);
                if reached < sum.floor() {
                    continue;
                }
                let ln = first + self.choose(down, downs) + self.choose(even, others - downs);
                if ln > NEGLIGIBLE {
                    let chance = ln.exp();
                    tails[0] += chance;
                    tails[1] += if reached > sum.floor() { chance } else { 0.0 };
                }
            }
        }
        // A shrunken cell need not add up to a whole number.
        between(tails, sum - sum.floor() - 1e-6)
    }

    /// Returns ln of the ways to choose `part` of `whole`.
    fn choose(&self, whole: u64, part: u64) -> f64 {
        let ln = |i: u64| self.factorials[i as usize];
        ln(whole) - ln(part) - ln(whole - part)
    }
}

/// Returns the tail a `part` of the way from one to the next; the larger one
/// where the next is empty.
fn between([here, next]: [f64; 2], part: f64) -> f64 {
    if next <= 0.0 || part <= 0.0 {
        return here;
    }
    here * (next / here).powf(part)
}

/// Returns the same tail from mean, variance and skewness of sampling without
/// replacement (a gamma distribution, after Wilson and Hilferty 1931).
fn approximate(people: f64, all: Signs, gap: f64) -> f64 {
    let n = total(all) as f64;
    let middle = mean(all);
    let moment = |power: i32| {
        let parts = [1.0, 0.0, -1.0f64].iter().zip(all);
        let sum: f64 = parts
            .map(|(x, count)| count as f64 * (x - middle).powi(power))
            .sum();
        sum / n
    };
    let variance = moment(2);
    if variance <= 0.0 {
        return 1.0;
    }
    let error = (variance / people * (n - people) / (n - 1.0)).sqrt();
    let skewness = moment(3) / variance.powf(1.5) * (n - 2.0 * people) / (n - 2.0)
        * ((n - 1.0) / (people * (n - people))).sqrt();
    let side = gap.signum();
    let reached = (gap.abs() - 0.5 / people).max(0.0) / error;
    Normal::standard().sf(normal_deviate(reached, side * skewness))
}

/// Returns the normal deviate that is as unlikely as `z` where deviates are
/// skewed.
fn normal_deviate(z: f64, skewness: f64) -> f64 {
    if skewness.abs() < 1e-6 {
        return z;
    }
    let root = (1.0 + skewness * z / 2.0).max(0.0).cbrt();
    6.0 / skewness * (root - 1.0) + skewness / 6.0
}

fn total(signs: Signs) -> u64 {
    signs.iter().sum()
}

fn mean(signs: Signs) -> f64 {
    (signs[0] as f64 - signs[2] as f64) / total(signs) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_small_cell_may_hold_is_certain() {
        let chance = Population::new([30, 20, 10]);
        let tail = |sum: f64| chance.exact(7, chance.all, sum / 7.0 - mean(chance.all));
        // At most 2 and at least 3 leave nothing between them.
        assert!((tail(2.0) + tail(3.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn three_unhappy_people_of_three_are_counted_by_hand() {
        // 2 · (10 · 9 · 8)/(60 · 59 · 58)
        let p = Population::new([30, 20, 10]).p([0, 0, 3], 1.0);
        assert!((p - 1_440.0 / 205_320.0).abs() < 1e-9, "{p}");
    }

    #[test]
    fn the_approximation_takes_over_without_a_step() {
        let all = [1_500, 200, 300];
        let chance = Population::new(all);
        for gap in [-0.16, -0.12, 0.08, 0.12] {
            let sum: f64 = (250.0 * (mean(all) + gap)).round();
            let gap = sum / 250.0 - mean(all);
            let (exact, near) = (chance.exact(250, all, gap), approximate(250.0, all, gap));
            assert!((near / exact - 1.0).abs() < 0.1, "{near} for {exact}");
        }
    }

    #[test]
    fn where_all_say_the_same_nothing_stands_out() {
        assert!((Population::new([50, 0, 0]).p([10, 0, 0], 1.0) - 1.0).abs() < 1e-9);
        assert!((Population::new([5_000, 0, 0]).p([1_000, 0, 0], 1.0) - 1.0).abs() < 1e-9);
    }
}
