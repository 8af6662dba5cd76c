//! How much a theme weighs on the score.
//!
//! Takes the counts of everybody and of those who voice the theme; gives the
//! score less what it would be without them. That is share times gap to the
//! rest, and says nothing about causes.

use serde::Serialize;

use super::estimate::Estimate;
use super::intervals::{Confidence, Interval};
use super::score::Counts;

/// How much those who voice a theme move the score, and who they are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Impact {
    /// The groups of those who voice the theme.
    pub with: Counts,
    /// The groups of everybody else.
    pub without: Counts,
    /// Points of score; it stands on the smaller of the two.
    pub points: Estimate,
}

/// Returns the impact of those `with` the theme among `all`; `None` where
/// nobody remains to compare them with, or `with` is no part of `all`.
pub fn impact(all: Counts, with: Counts, confidence: Confidence) -> Option<Impact> {
    let without = all.without(with)?;
    let value = all.score()? - without.score()?;
    let smaller = with.n().min(without.n());
    let points = Estimate::new(smaller, value, interval(with, without, confidence));
    Some(Impact {
        with,
        without,
        points,
    })
}

/// Returns the delta-method interval of the impact, with the three imagined
/// people of the adjusted Wald interval put half on either side.
fn interval(with: Counts, without: Counts, confidence: Confidence) -> Interval {
    let (with, without) = (ImpactSide::new(with), ImpactSide::new(without));
    let n = with.n + without.n;
    let voiced = with.n / n;
    let overall = (with.sum() + without.sum()) / n;
    let points = overall - without.mean();
    // What one person more would move: of those who voice the theme only the
    // overall score, of the others the score without the theme as well.
    let squares = with.squares(|sign| sign - overall)
        + without.squares(|sign| sign - overall - (sign - without.mean()) / (1.0 - voiced));
    let margin = confidence.z() * squares.sqrt() / n;
    Interval::around(100.0 * points, 100.0 * margin).within(-200.0, 200.0)
}

/// Those with or those without the theme, imagined people included.
struct ImpactSide {
    n: f64,
    promoters: f64,
    passives: f64,
    detractors: f64,
}

impl ImpactSide {
    fn new(counts: Counts) -> Self {
        Self {
            n: counts.n() as f64 + 1.5,
            promoters: counts.promoters as f64 + 0.375,
            passives: counts.passives as f64 + 0.75,
            detractors: counts.detractors as f64 + 0.375,
        }
    }

    fn sum(&self) -> f64 {
        self.promoters - self.detractors
    }

    fn mean(&self) -> f64 {
        self.sum() / self.n
    }

    fn squares(&self, influence: impl Fn(f64) -> f64) -> f64 {
        self.promoters * influence(1.0).powi(2)
            + self.passives * influence(0.0).powi(2)
            + self.detractors * influence(-1.0).powi(2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    use super::super::score::tests::{any_counts, counts};
    use super::*;

    fn measured(all: Counts, with: Counts) -> Option<Impact> {
        impact(all, with, Confidence::default())
    }

    #[test]
    fn the_impact_is_known() {
        let impact = measured(counts(90, 60, 50), counts(5, 10, 25)).unwrap();
        assert_eq!(impact.without, counts(85, 50, 25));
        assert_eq!(impact.points.value(), Some(-17.5));
        assert_eq!(impact.points.n(), 40);
        assert!(impact.points.interval().unwrap().contains(-17.5));
    }

    #[test]
    fn where_everybody_voices_it_there_is_no_rest_to_compare_with() {
        assert_eq!(measured(counts(3, 4, 5), counts(3, 4, 5)), None);
    }

    #[test]
    fn a_theme_that_is_no_part_of_the_whole_has_no_impact() {
        assert_eq!(measured(counts(3, 4, 5), counts(4, 0, 0)), None);
    }

    #[test]
    fn four_voices_are_too_few_for_a_number() {
        let impact = measured(counts(90, 60, 50), counts(0, 0, 4)).unwrap();
        assert_eq!(impact.points.numbers(), None);
    }

    #[test]
    fn a_theme_voiced_like_the_rest_moves_nothing() {
        let points = measured(counts(60, 40, 20), counts(30, 20, 10))
            .unwrap()
            .points;
        assert!(points.value().unwrap().abs() < 1e-12);
        assert!(!points.interval().unwrap().excludes_zero());
    }

    /// A part of a whole, both of at least five people.
    fn any_split() -> impl Strategy<Value = (Counts, Counts)> {
        (any_counts(), any_counts())
            .prop_filter("five on either side", |(a, b)| a.n() >= 5 && b.n() >= 5)
            .prop_map(|(with, without)| (with + without, with))
    }

    proptest! {
        #[test]
        fn leaving_out_equals_share_times_gap((all, with) in any_split()) {
            let points = measured(all, with).unwrap().points.value().unwrap();
            let rest = all.without(with).unwrap();
            let share = with.n() as f64 / all.n() as f64;
            let (a, t, r) = (all.score().unwrap(), with.score().unwrap(), rest.score().unwrap());
            prop_assert!((points - share * (t - r)).abs() < 1e-9);
            prop_assert!((points - with.n() as f64 * (t - a) / rest.n() as f64).abs() < 1e-9);
        }

        #[test]
        fn the_interval_contains_the_impact((all, with) in any_split()) {
            let points = measured(all, with).unwrap().points;
            prop_assert!(points.interval().unwrap().contains(points.value().unwrap()));
        }
    }

    /// Draws a study: one in ten voices a theme that angers them.
    fn study(n: u64, rng: &mut Xoshiro256PlusPlus) -> (Counts, Counts) {
        let mut draw = || rng.next_u64() as f64 / u64::MAX as f64;
        let (mut with, mut without) = (Counts::default(), Counts::default());
        for _ in 0..n {
            let angry = draw() < 0.1;
            let (side, detractors) = if angry {
                (&mut with, 0.6)
            } else {
                (&mut without, 0.15)
            };
            match draw() {
                at if at < detractors => side.detractors += 1,
                at if at < detractors + 0.3 => side.passives += 1,
                _ => side.promoters += 1,
            }
        }
        (with + without, with)
    }

    // The true impact is .1 × (−50 − 40) = −9 points.
    #[test]
    fn the_interval_holds_the_truth_about_as_often_as_it_says() {
        for n in [100, 300] {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
            let held: Vec<bool> = (0..4_000)
                .map(|_| study(n, &mut rng))
                .filter_map(|(all, with)| measured(all, with)?.points.interval())
                .map(|interval| interval.contains(-9.0))
                .collect();
            let coverage = held.iter().filter(|held| **held).count() as f64 / held.len() as f64;
            assert!((0.93..=0.975).contains(&coverage), "{coverage} at n = {n}");
        }
    }
}
