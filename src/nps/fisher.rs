//! How likely a table of two shares is by chance (Fisher 1935).
//!
//! Takes how many of either group say something; gives the exact probability
//! of a table as uneven, at any size.

use super::intervals::Proportion;

/// Probabilities this much larger still count as equal to that observed:
/// they were reached by another order of roundings.
const ROUNDING: f64 = 1e-7;

/// Returns how likely a table as uneven as this is where both groups are
/// alike (Fisher's exact test, two-sided: the sum of all tables that are no
/// likelier); 1 where a side has nobody.
///
/// Each table is weighed against the likeliest one by its ratio to its
/// neighbour. That needs no factorials, is exact at any size, and takes as
/// many steps as the distribution is wide: some thousands for a million
/// people.
pub(super) fn fisher(first: Proportion, second: Proportion) -> f64 {
    let tables = Tables::new(first, second);
    let fewer = tables.weights(|tables, k| 1.0 / tables.likelihood_ratio(k - 1.0), -1.0);
    let more = tables.weights(Tables::likelihood_ratio, 1.0);
    let distance = first.voiced as f64 - tables.likeliest;
    let side = if distance < 0.0 { &fewer } else { &more };
    let observed = side.get(distance.abs() as usize).copied().unwrap_or(0.0);
    let as_uneven = |weight: &&f64| **weight <= observed * (1.0 + ROUNDING);
    // Smallest first, for the sake of the last digits.
    let all = || fewer[1..].iter().rev().chain(more.iter().rev());
    let p = all().filter(as_uneven).sum::<f64>() / all().sum::<f64>();
    p.clamp(f64::MIN_POSITIVE, 1.0)
}

/// All tables with the margins of one, told apart by how many of the first
/// group voice it: k.
#[derive(Clone, Copy)]
struct Tables {
    first: f64,
    second: f64,
    voiced: f64,
    likeliest: f64,
}

impl Tables {
    fn new(first: Proportion, second: Proportion) -> Self {
        let (a, b) = (first.of as f64, second.of as f64);
        let voiced = (first.voiced + second.voiced) as f64;
        let likeliest = ((a + 1.0) * (voiced + 1.0) / (a + b + 2.0)).floor();
        Self {
            first: a,
            second: b,
            voiced,
            likeliest: likeliest.clamp((voiced - b).max(0.0), a.min(voiced)),
        }
    }

    /// Returns how much likelier k + 1 is than k: 0 beyond the last table,
    /// without bounds before the first.
    fn likelihood_ratio(self, k: f64) -> f64 {
        let silent = self.second - self.voiced + k;
        (self.first - k) * (self.voiced - k) / ((k + 1.0) * (silent + 1.0))
    }

    /// Returns the weights from the likeliest table on, in steps of k, as
    /// far as they count.
    fn weights(self, ratio: impl Fn(Self, f64) -> f64, step: f64) -> Vec<f64> {
        let (mut k, mut weight) = (self.likeliest, 1.0);
        let mut weights = Vec::new();
        while weight > f64::MIN_POSITIVE {
            weights.push(weight);
            weight *= ratio(self, k);
            k += step;
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::intervals::tests::part;
    use super::*;

    fn any_part() -> impl Strategy<Value = Proportion> {
        (1u64..400).prop_flat_map(|of| (0..=of).prop_map(move |voiced| part(voiced, of)))
    }

    fn close(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() < within, "{found}, not {wanted}");
    }

    #[test]
    fn twelve_of_forty_against_six_of_sixty_are_known() {
        close(fisher(part(12, 40), part(6, 60)), 0.016_02, 5e-6);
    }

    // Fisher 1935, the lady tasting tea: three of four cups, and all four.
    #[test]
    fn the_lady_tasting_tea_is_known() {
        close(fisher(part(3, 4), part(1, 4)), 34.0 / 70.0, 1e-12);
        close(fisher(part(4, 4), part(0, 4)), 2.0 / 70.0, 1e-12);
    }

    #[test]
    fn a_million_people_are_tested_as_exactly_as_ten() {
        let p = fisher(part(100_500, 1_000_000), part(100_000, 1_000_000));
        // As the sum of scipy's `hypergeom.pmf` over the same tables.
        close(p, 0.240_054_66, 1e-7);
        assert!(fisher(part(0, 1_000_000), part(500_000, 1_000_000)) > 0.0);
    }

    #[test]
    fn nobody_says_nothing() {
        close(fisher(part(0, 0), part(3, 10)), 1.0, 1e-12);
        close(fisher(part(0, 10), part(0, 10)), 1.0, 1e-12);
    }

    proptest! {
        #[test]
        fn groups_alike_are_no_finding(a in any_part()) {
            prop_assert!((fisher(a, a) - 1.0).abs() < 1e-9);
        }

        #[test]
        fn asking_for_silence_instead_is_the_same_test(a in any_part(), b in any_part()) {
            let silent = |one: Proportion| part(one.of - one.voiced, one.of);
            let (p, q) = (fisher(a, b), fisher(silent(a), silent(b)));
            prop_assert!((p - q).abs() < 1e-9 * p);
        }
    }
}
