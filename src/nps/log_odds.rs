//! Which words set one group apart.
//!
//! Takes how many respondents of two groups use a word, and how common it is
//! altogether; gives the difference in log-odds, drawn to what is common
//! (Monroe, Colaresi and Quinn 2008).

use serde::Serialize;

/// The least weight of a prior: that of the uninformative variant.
const LEAST: f64 = 0.01;

/// How much more the first group uses a word than the second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LogOdds {
    /// The log-odds of the first group less those of the second.
    pub delta: f64,
    /// The variance of the difference, approximately.
    pub variance: f64,
    /// The difference in standard errors: an order, no test.
    pub z: f64,
}

/// Returns how much more the first group uses a word than the second.
///
/// `first` of `first_total` respondents use it, and `second` of
/// `second_total`. The prior stands for `prior_total` respondents, `prior` of
/// whom use it: α₀ and `α_w`. Priors under .01 are taken for .01.
pub fn log_odds(
    first: u64,
    first_total: u64,
    second: u64,
    second_total: u64,
    prior: f64,
    prior_total: f64,
) -> LogOdds {
    let prior = prior.max(LEAST);
    let (used, others) = (first as f64 + prior, second as f64 + prior);
    let unused = |total: u64, used: f64| (total as f64 + prior_total - used).max(LEAST);
    let delta =
        (used / unused(first_total, used)).ln() - (others / unused(second_total, others)).ln();
    let variance = 1.0 / used + 1.0 / others;
    LogOdds {
        delta,
        variance,
        z: delta / variance.sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() < within, "{found}, not {wanted}");
    }

    #[test]
    fn thirty_of_eight_hundred_against_five_of_a_thousand_are_known() {
        let prior = 500.0 * 35.0 / 1_800.0;
        let found = log_odds(30, 800, 5, 1_000, prior, 500.0);
        close(found.delta, 1.156_82, 5e-6);
        close(found.variance, 0.093_099_4, 5e-8);
        close(found.z, 3.791_35, 5e-6);
    }

    #[test]
    fn with_an_uninformative_prior_they_are_known_too() {
        close(log_odds(30, 800, 5, 1_000, 0.01, 5.0).z, 4.237_26, 5e-6);
    }

    #[test]
    fn a_word_nobody_uses_sets_nobody_apart() {
        let found = log_odds(0, 50, 0, 50, 0.0, 0.0);
        assert!(found.delta == 0.0 && found.z == 0.0);
    }

    #[test]
    fn a_word_everybody_uses_still_has_odds() {
        assert!(log_odds(50, 50, 0, 50, 0.0, 0.0).z.is_finite());
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_turns_the_sign(
            a in 0u64..100, b in 0u64..100, prior in 0.01..50.0f64,
        ) {
            let there = log_odds(a, 100, b, 140, prior, 500.0);
            let back = log_odds(b, 140, a, 100, prior, 500.0);
            prop_assert!((there.delta + back.delta).abs() < 1e-12);
            prop_assert!((there.variance - back.variance).abs() < 1e-12);
        }

        #[test]
        fn using_it_more_never_lowers_the_difference(a in 0u64..99, b in 0u64..100) {
            let delta = |a| log_odds(a, 100, b, 100, 5.0, 500.0).delta;
            prop_assert!(delta(a + 1) > delta(a));
        }

        #[test]
        fn a_stronger_prior_draws_rare_words_to_the_middle(a in 1u64..20) {
            let delta = |weight: f64| log_odds(a, 100, 0, 100, 0.05 * weight, weight).delta;
            prop_assert!(delta(1_000.0) < delta(100.0));
        }
    }
}
