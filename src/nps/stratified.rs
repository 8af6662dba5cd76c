//! Two shares, compared only among those who are alike in something else.
//!
//! Takes for each stratum, such as accounts of about one size, how many of
//! either side something happened to; gives the difference of the shares at
//! equal make-up, and how likely chance alone is.

use statrs::function::factorial::ln_factorial;

use super::contrast::ShareContrast;
use super::distributions;
use super::intervals::{Confidence, Interval, Proportion};

/// Up to this many cases all tables are counted; beyond, the normal
/// distribution has been exact enough for long.
const COUNTED: u64 = 4_000;

/// What is as likely but for rounding.
const ROUNDING: f64 = 1e-7;

/// Returns how the first side differs from the second at equal make-up
/// (Mantel and Haenszel 1959; interval after T. Sato, *Biometrics* 45 (1989),
/// 1323–1324; p exact, given the margins of every stratum); `None` where no
/// stratum holds both sides.
pub fn stratified(
    strata: &[(Proportion, Proportion)],
    confidence: Confidence,
) -> Option<ShareContrast> {
    let sum = |of: fn(&(Proportion, Proportion)) -> Proportion| {
        strata
            .iter()
            .map(of)
            .fold(Proportion { voiced: 0, of: 0 }, |sum, part| Proportion {
                voiced: sum.voiced + part.voiced,
                of: sum.of + part.of,
            })
    };
    // Sato's P and Q.
    let (mut weights, mut gap) = (0.0, 0.0);
    let mut parts = [0.0, 0.0];
    for [a, n, c, m] in cells(strata) {
        let all = n + m;
        if n * m == 0.0 {
            continue;
        }
        weights += n * m / all;
        gap += (a * m - c * n) / all;
        parts[0] += (n * n * c - m * m * a + n * m * (m - n) / 2.0) / (all * all);
        parts[1] += (a * (m - c) + c * (n - a)) / (2.0 * all);
    }
    let difference = gap / weights;
    let variance = (difference * parts[0] + parts[1]).max(0.0) / (weights * weights);
    let margin = confidence.z() * variance.sqrt();
    let chance = chance(strata);
    (weights > 0.0).then(|| ShareContrast {
        first: sum(|stratum| stratum.0),
        second: sum(|stratum| stratum.1),
        difference,
        interval: Interval::around(difference, margin).within(-1.0, 1.0),
        p: chance,
        q: chance,
    })
}

/// Returns of each stratum how many of either side have it, and of how many.
fn cells(strata: &[(Proportion, Proportion)]) -> impl Iterator<Item = [f64; 4]> {
    let counts = |(first, second): &(Proportion, Proportion)| {
        [first.voiced, first.of, second.voiced, second.of].map(|count| count as f64)
    };
    strata.iter().map(counts)
}

/// Returns how likely so uneven a sum over all strata is by chance (two-sided:
/// all sums that are no likelier).
fn chance(strata: &[(Proportion, Proportion)]) -> f64 {
    let cases: u64 = strata
        .iter()
        .map(|(first, second)| first.of + second.of)
        .sum();
    if cases > COUNTED {
        return approximate(strata);
    }
    let mut sums = vec![1.0];
    let mut observed = 0;
    for (first, second) in strata {
        let (least, tables) = tables(*first, *second);
        observed += (first.voiced - least) as usize;
        let mut next = vec![0.0; sums.len() + tables.len() - 1];
        for (at, sum) in sums.iter().enumerate() {
            for (more, table) in tables.iter().enumerate() {
                next[at + more] += sum * table;
            }
        }
        sums = next;
    }
    let limit = sums[observed] * (1.0 + ROUNDING);
    let mut unlikely: Vec<f64> = sums.into_iter().filter(|sum| *sum <= limit).collect();
    unlikely.sort_by(f64::total_cmp);
    unlikely.iter().sum::<f64>().clamp(f64::MIN_POSITIVE, 1.0)
}

/// Returns the least number that may have it on the first side, and how likely
/// that and each number after it is (hypergeometric).
fn tables(first: Proportion, second: Proportion) -> (u64, Vec<f64>) {
    let voiced = first.voiced + second.voiced;
    let least = voiced.saturating_sub(second.of);
    let most = voiced.min(first.of);
    let choose = |n: u64, k: u64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let all = choose(first.of + second.of, voiced);
    let likely = |k: u64| (choose(first.of, k) + choose(second.of, voiced - k) - all).exp();
    (least, (least..=most).map(likely).collect())
}

/// Returns the same from mean and variance, corrected for continuity
/// (Cochran 1954; Mantel and Haenszel 1959).
fn approximate(strata: &[(Proportion, Proportion)]) -> f64 {
    let (mut distance, mut variance) = (0.0, 0.0);
    for [a, n, c, m] in cells(strata) {
        let (all, voiced) = (n + m, a + c);
        if all > 1.0 {
            distance += a - n * voiced / all;
            variance += n * m * voiced * (all - voiced) / (all * all * (all - 1.0));
        }
    }
    if variance <= 0.0 {
        return 1.0;
    }
    distributions::normal((distance.abs() - 0.5).max(0.0) / variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::super::fisher::fisher;
    use super::super::intervals::tests::part;
    use super::*;

    fn tested(strata: &[(Proportion, Proportion)]) -> ShareContrast {
        stratified(strata, Confidence::default()).unwrap()
    }

    #[test]
    fn one_stratum_is_the_plain_comparison() {
        let found = tested(&[(part(12, 40), part(6, 60))]);
        assert!((found.difference - 0.2).abs() < 1e-12);
        assert!((found.p - fisher(part(12, 40), part(6, 60))).abs() < 1e-9);
        assert!(found.interval.contains(0.2) && found.interval.excludes_zero());
    }

    #[test]
    fn what_only_goes_with_size_is_no_difference_at_equal_size() {
        // Large accounts churn at 40% and mostly voice it; small ones at 10% and mostly do not.
        let strata = [(part(4, 40), part(16, 160)), (part(64, 160), part(16, 40))];
        let found = tested(&strata);
        assert!(found.difference.abs() < 1e-12 && found.p > 0.9, "{found:?}");
        assert!(
            fisher(found.first, found.second) < 1e-3,
            "side by side they differ"
        );
    }

    // As `mantelhaen.test(exact = TRUE)` of R has it for Agresti's penicillin
    // rabbits (Categorical Data Analysis, table 6.8): p = .03994.
    #[test]
    fn the_rabbits_are_known() {
        let strata = [
            (part(0, 6), part(0, 5)),
            (part(3, 6), part(0, 6)),
            (part(6, 6), part(2, 6)),
            (part(5, 6), part(6, 6)),
            (part(2, 2), part(5, 5)),
        ];
        let found = tested(&strata);
        assert!((found.p - 0.039_94).abs() < 5e-5, "{}", found.p);
    }

    #[test]
    fn many_cases_are_tested_as_the_normal_distribution_has_it() {
        let strata = [
            (part(300, 2_000), part(240, 2_000)),
            (part(90, 500), part(70, 500)),
        ];
        let few = [(part(30, 200), part(24, 200)), (part(9, 50), part(7, 50))];
        assert!(tested(&strata).p < 0.005);
        assert!((chance(&few) - approximate(&few)).abs() < 0.02);
    }
}
