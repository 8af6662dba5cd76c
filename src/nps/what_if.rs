//! What settling a theme could bring.
//!
//! Takes the share of all who rated that are detractors and voice the theme,
//! and how many of these would be won back; gives how far the score
//! rises if these become passives, and if they become promoters. An
//! assumption followed through, no forecast.

use serde::Serialize;

use super::estimate::Share;
use super::intervals::Interval;

/// How far the score rises, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ScoreRise {
    /// The rise among those who answered.
    pub points: f64,
    /// Between which bounds it lies for customers like those who answered.
    pub interval: Interval,
}

/// What settling a theme for a share of its detractors brings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WhatIf {
    /// The share of the theme's detractors that is won back, 0 to 1.
    pub fraction: f64,
    /// How many detractors that is.
    pub settled: f64,
    /// The rise if they become passives.
    pub to_passive: ScoreRise,
    /// The rise if they become promoters.
    pub to_promoter: ScoreRise,
}

/// Returns what settling a theme for this share of its detractors brings.
/// `detractors` are those of all who rated who voice it and are detractors;
/// `None` where their share is withheld, or the fraction is not between 0 and 1.
pub fn what_if(detractors: &Share, fraction: f64) -> Option<WhatIf> {
    let (share, interval) = detractors.estimate.numbers()?;
    let rise = |points: f64| ScoreRise {
        points: points * fraction * share,
        interval: Interval {
            low: points * fraction * interval.low,
            high: points * fraction * interval.high,
        },
    };
    (0.0..=1.0).contains(&fraction).then(|| WhatIf {
        fraction,
        settled: fraction * detractors.voiced as f64,
        to_passive: rise(100.0),
        to_promoter: rise(200.0),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::intervals::{Confidence, Proportion};
    use super::super::score::Counts;
    use super::super::score::tests::{any_counts, counts};
    use super::*;

    fn won_back(everybody: Counts, with: Counts, fraction: f64) -> Option<WhatIf> {
        let detractors = Proportion {
            voiced: with.detractors,
            of: everybody.n(),
        };
        what_if(&Share::new(detractors, Confidence::default()), fraction)
    }

    #[test]
    fn winning_back_half_of_twenty_five_detractors_of_two_hundred_is_known() {
        let found = won_back(counts(90, 60, 50), counts(5, 10, 25), 0.5).unwrap();
        assert!((found.settled - 12.5).abs() < 1e-12);
        assert!((found.to_passive.points - 6.25).abs() < 1e-12);
        assert!((found.to_promoter.points - 12.5).abs() < 1e-12);
        assert!((found.to_passive.interval.low - 4.306).abs() < 1e-3);
        assert!((found.to_passive.interval.high - 8.9007).abs() < 1e-3);
    }

    #[test]
    fn more_than_all_cannot_be_won_back_and_of_four_people_nothing_is_said() {
        assert_eq!(won_back(counts(4, 4, 4), counts(0, 0, 4), 1.1), None);
        assert_eq!(won_back(counts(4, 4, 4), counts(0, 0, 4), f64::NAN), None);
        assert_eq!(won_back(counts(1, 1, 2), counts(0, 0, 2), 0.5), None);
        assert_eq!(won_back(counts(0, 0, 0), counts(0, 0, 0), 0.5), None);
    }

    proptest! {
        #[test]
        fn settling_all_is_counting_them_as_passives(with in any_counts(), rest in any_counts()) {
            let all = with + rest;
            prop_assume!(all.n() >= 5);
            let found = won_back(all, with, 1.0).unwrap();
            let after = counts(all.promoters, all.passives + with.detractors, rest.detractors);
            let risen = after.score().unwrap() - all.score().unwrap();
            prop_assert!((found.to_passive.points - risen).abs() < 1e-9);
            prop_assert!((found.to_promoter.points - 2.0 * risen).abs() < 1e-9);
            prop_assert!(found.to_passive.interval.low <= risen + 1e-9);
            prop_assert!(found.to_passive.interval.high >= risen - 1e-9);
        }
    }
}
