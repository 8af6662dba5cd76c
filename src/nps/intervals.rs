//! Between which bounds a score or a share may lie.
//!
//! Takes counts and a confidence; gives intervals that stay honest when the
//! counts are small or all on one side, where the textbook interval has no
//! width. See `docs/methods.md` for symbols and sources.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ContinuousCDF, Normal};

use super::score::Counts;

/// The lower and upper bound of a number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Interval {
    /// Returns the interval of half the given width around a centre.
    pub fn around(centre: f64, margin: f64) -> Self {
        Self {
            low: centre - margin,
            high: centre + margin,
        }
    }

    /// Returns the same interval cut off at `least` and `most`.
    #[must_use]
    pub fn within(self, least: f64, most: f64) -> Self {
        Self {
            low: self.low.clamp(least, most),
            high: self.high.clamp(least, most),
        }
    }

    /// Returns the same interval, wide enough to hold `value`: of few answers
    /// the imagined people may draw its middle so far away that the number
    /// itself would be left outside.
    #[must_use]
    pub fn holding(self, value: f64) -> Self {
        Self {
            low: self.low.min(value),
            high: self.high.max(value),
        }
    }

    /// Returns whether `value` lies between the bounds, or on one.
    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Returns whether both bounds lie on the same side of zero.
    pub fn excludes_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// How often intervals built this way hold the truth, between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Confidence(f64);

impl Confidence {
    /// Returns `None` for anything that is not between 0 and 1.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// Returns the level, .95 for 95%.
    pub fn level(self) -> f64 {
        self.0
    }

    /// Returns how many standard errors reach to either side: z.
    pub fn z(self) -> f64 {
        Normal::standard().inverse_cdf(f64::midpoint(1.0, self.0))
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self(0.95)
    }
}

impl TryFrom<f64> for Confidence {
    type Error = String;

    fn try_from(level: f64) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| format!("confidence {level} is not between 0 and 1"))
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

/// `voiced` people of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proportion {
    /// How many of them.
    pub voiced: u64,
    /// Out of how many.
    pub of: u64,
}

impl Proportion {
    /// Counts those who say it among answers with the number of their account.
    pub(super) fn from_answers(answers: &[(bool, u32)]) -> Self {
        Self {
            voiced: answers.iter().filter(|(says, _)| *says).count() as u64,
            of: answers.len() as u64,
        }
    }

    /// Returns the share, 0 to 1; `None` of nobody.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.voiced as f64 / self.of as f64)
    }
}

/// Returns how often chance alone would give a number as far from zero, where
/// `interval` reaches z standard errors to either side (normal, two-sided).
pub fn p_value(value: f64, interval: Interval, confidence: Confidence) -> f64 {
    let error = (interval.high - interval.low) / (2.0 * confidence.z());
    if error <= 0.0 {
        return if value == 0.0 { 1.0 } else { 0.0 };
    }
    // From the middle of the interval, which imagined people may have moved.
    let middle = f64::midpoint(interval.low, interval.high);
    2.0 * Normal::standard().cdf(-middle.abs() / error)
}

/// Returns the adjusted Wald interval of the score (Rocks 2016), not yet cut
/// off at ±100; `None` when nobody rated.
pub fn adjusted_wald(counts: Counts, confidence: Confidence) -> Option<Interval> {
    (counts.n() > 0).then(|| {
        let adjusted = Adjusted::new(counts);
        let margin = confidence.z() * (adjusted.variance / adjusted.n).sqrt();
        Interval::around(100.0 * adjusted.mean, 100.0 * margin)
    })
}

/// Returns the interval of the score as it is printed: [`adjusted_wald`]
/// within −100 and 100.
pub fn score(counts: Counts, confidence: Confidence) -> Option<Interval> {
    let interval = adjusted_wald(counts, confidence)?;
    Some(interval.holding(counts.score()?).within(-100.0, 100.0))
}

/// Returns the interval of the change in score between two separate sets of
/// people, adjusted on either side; `None` when nobody rated on one. Source:
/// Lewis and Sauro 2021, `nps-significance-test`.
pub fn difference(before: Counts, after: Counts, confidence: Confidence) -> Option<Interval> {
    (before.n() > 0 && after.n() > 0).then(|| {
        let (before, after) = (Adjusted::new(before), Adjusted::new(after));
        let error = (before.variance / before.n + after.variance / after.n).sqrt();
        Interval::around(
            100.0 * (after.mean - before.mean),
            100.0 * confidence.z() * error,
        )
    })
}

/// Counts with three imagined people added: ¾ promoter, 1½ passives and ¾
/// detractor, so that ten promoters of ten leave room for doubt.
struct Adjusted {
    n: f64,
    mean: f64,
    variance: f64,
}

impl Adjusted {
    fn new(counts: Counts) -> Self {
        let n = counts.n() as f64 + 3.0;
        let promoters = (counts.promoters as f64 + 0.75) / n;
        let detractors = (counts.detractors as f64 + 0.75) / n;
        let mean = promoters - detractors;
        let variance = promoters + detractors - mean * mean;
        Self { n, mean, variance }
    }
}

/// Returns the Wilson interval of a share; `None` of nobody.
pub fn wilson(part: Proportion, confidence: Confidence) -> Option<Interval> {
    wilson_of(part.share()?, part.of as f64, confidence.z())
}

/// Returns the Wilson interval of a share of so many people, which need not be
/// a whole number, `z` standard errors to either side; `None` of nobody.
pub(super) fn wilson_of(share: f64, n: f64, z: f64) -> Option<Interval> {
    let scale = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / scale;
    let margin = z / scale * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    (n > 0.0).then(|| Interval::around(centre, margin).within(0.0, 1.0))
}

/// Returns the interval of one share less another from two Wilson intervals
/// (Newcombe 1998, method 10); `None` where either is of nobody.
pub fn newcombe(first: Proportion, second: Proportion, confidence: Confidence) -> Option<Interval> {
    let shares = [first.share()?, second.share()?];
    newcombe_of(shares, [first.of as f64, second.of as f64], confidence.z())
}

/// Returns the same of so many people on either side, which need not be whole
/// numbers, `z` standard errors to either side; `None` of nobody.
pub(super) fn newcombe_of(shares: [f64; 2], people: [f64; 2], z: f64) -> Option<Interval> {
    let [one, other] = shares;
    let first = wilson_of(one, people[0], z)?;
    let second = wilson_of(other, people[1], z)?;
    Some(Interval {
        low: one - other - (one - first.low).hypot(second.high - other),
        high: one - other + (first.high - one).hypot(other - second.low),
    })
}

/// Returns the largest share of all customers that would still leave so few
/// voicing it (Clopper and Pearson 1934, one-sided); 1 of nobody.
///
/// 0 of 10 interviews: a theme held by up to 26% of customers may have stayed
/// unheard.
pub fn upper_bound(part: Proportion, confidence: Confidence) -> f64 {
    if part.voiced >= part.of {
        return 1.0;
    }
    let (voiced, silent) = (part.voiced as f64, (part.of - part.voiced) as f64);
    Beta::new(voiced + 1.0, silent)
        .expect("both shapes are at least 1")
        .inverse_cdf(confidence.level())
}

/// Returns how likely it is that none of `of` people voices what `share` of
/// all hold.
pub fn probability_unvoiced(share: f64, of: u64) -> f64 {
    (1.0 - share).powf(of as f64)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::score::tests::{any_counts, counts};
    use super::*;

    pub(in crate::nps) fn part(voiced: u64, of: u64) -> Proportion {
        Proportion { voiced, of }
    }

    fn any_part() -> impl Strategy<Value = Proportion> {
        (1u64..2_000).prop_flat_map(|of| (0..=of).prop_map(move |voiced| part(voiced, of)))
    }

    fn close(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() < within, "{found}, not {wanted}");
    }

    fn is(found: Interval, low: f64, high: f64, within: f64) {
        close(found.low, low, within);
        close(found.high, high, within);
    }

    #[test]
    fn the_change_of_two_hundred_answers_is_as_published() {
        let before = counts(90, 60, 50);
        let after = counts(70, 70, 60);
        let change = difference(before, after, Confidence::default()).unwrap();
        assert!((f64::midpoint(change.low, change.high) + 14.7783).abs() < 1e-3);
        let error = (change.high - change.low) / 2.0 / Confidence::default().z();
        assert!((error - 8.0135).abs() < 1e-3);
        assert!(!change.excludes_zero());
    }

    #[test]
    fn z_at_95_percent_is_known() {
        close(Confidence::default().z(), 1.959_963_984_540_054, 1e-12);
    }

    #[test]
    fn the_adjusted_wald_interval_is_known() {
        let of = |p, n, d| adjusted_wald(counts(p, n, d), Confidence::default()).unwrap();
        is(of(120, 50, 30), 34.1354, 54.5345, 1e-4);
        is(of(50, 30, 20), 29.1262 - 15.0751, 29.1262 + 15.0751, 1e-4);
        is(of(5, 3, 2), 23.0769 - 42.1275, 23.0769 + 42.1275, 1e-4);
        is(of(10, 0, 0), 76.9231 - 29.4195, 76.9231 + 29.4195, 1e-4);
    }

    #[test]
    fn ten_promoters_of_ten_are_not_certain() {
        let interval = score(counts(10, 0, 0), Confidence::default()).unwrap();
        is(interval, 47.5036, 100.0, 1e-4);
    }

    // Newcombe 1998, *Statistics in Medicine* 17:857, table I, method 3.
    #[test]
    fn the_wilson_interval_is_known() {
        let of = |voiced, of| wilson(part(voiced, of), Confidence::default()).unwrap();
        is(of(81, 263), 0.2553, 0.3662, 5e-5);
        is(of(15, 148), 0.0624, 0.1605, 5e-5);
        is(of(0, 20), 0.0, 0.1611, 5e-5);
        is(of(1, 29), 0.0061, 0.1718, 5e-5);
    }

    // Newcombe 1998, *Statistics in Medicine* 17:873, table II, method 10.
    #[test]
    fn the_newcombe_interval_is_known() {
        let of = |first, second| newcombe(first, second, Confidence::default()).unwrap();
        is(of(part(56, 70), part(48, 80)), 0.0524, 0.3339, 5e-5);
        is(of(part(9, 10), part(3, 10)), 0.1705, 0.8090, 5e-5);
        is(of(part(10, 10), part(0, 10)), 0.6075, 1.0, 5e-5);
    }

    #[test]
    fn none_of_ten_interviews_leaves_room_for_a_quarter() {
        close(
            upper_bound(part(0, 10), Confidence::default()),
            0.2589,
            5e-5,
        );
        close(
            upper_bound(part(0, 10), Confidence::default()),
            1.0 - 0.05f64.powf(0.1),
            1e-9,
        );
        close(
            upper_bound(part(10, 10), Confidence::default()),
            1.0,
            f64::EPSILON,
        );
        close(
            upper_bound(part(0, 0), Confidence::default()),
            1.0,
            f64::EPSILON,
        );
    }

    #[test]
    fn what_ten_interviews_miss_is_known() {
        close(probability_unvoiced(0.2, 10), 0.1074, 5e-5);
        close(probability_unvoiced(0.1, 10), 0.3487, 5e-5);
    }

    #[test]
    fn nobody_has_no_interval() {
        assert_eq!(score(Counts::default(), Confidence::default()), None);
        assert_eq!(wilson(part(0, 0), Confidence::default()), None);
        assert_eq!(
            newcombe(part(0, 0), part(1, 2), Confidence::default()),
            None
        );
    }

    #[test]
    fn an_interval_that_ends_at_zero_is_chance_once_in_twenty() {
        let ends = Interval {
            low: -8.0,
            high: 0.0,
        };
        close(p_value(-4.0, ends, Confidence::default()), 0.05, 1e-9);
    }

    #[test]
    fn confidence_lies_between_none_and_all() {
        assert_eq!(Confidence::new(1.0), None);
        assert_eq!(Confidence::new(0.0), None);
        assert_eq!(Confidence::new(f64::NAN), None);
    }

    proptest! {
        // A single answer is drawn to the middle by three imagined ones; from
        // two on the interval reaches it again.
        #[test]
        fn the_interval_contains_the_score(counts in any_counts()) {
            prop_assume!(counts.n() >= 2);
            let interval = adjusted_wald(counts, Confidence::default()).unwrap();
            prop_assert!(interval.contains(counts.score().unwrap()));
        }

        #[test]
        fn the_printed_interval_stays_on_the_scale(counts in any_counts(), level in 0.5..0.999) {
            if let Some(interval) = score(counts, Confidence::new(level).unwrap()) {
                prop_assert!(interval.low >= -100.0 && interval.high <= 100.0);
                prop_assert!(interval.low <= interval.high);
            }
        }

        #[test]
        fn the_wilson_interval_contains_the_share(part in any_part()) {
            let interval = wilson(part, Confidence::default()).unwrap();
            let share = part.share().unwrap();
            prop_assert!(interval.low <= share + 1e-12 && share <= interval.high + 1e-12);
        }

        #[test]
        fn exchanging_the_shares_turns_the_difference_round(a in any_part(), b in any_part()) {
            let there = newcombe(a, b, Confidence::default()).unwrap();
            let back = newcombe(b, a, Confidence::default()).unwrap();
            prop_assert!((there.low + back.high).abs() < 1e-12);
            prop_assert!((there.high + back.low).abs() < 1e-12);
        }

        #[test]
        fn the_upper_bound_leaves_exactly_the_doubt_asked_for(of in 1u64..200) {
            let bound = upper_bound(part(0, of), Confidence::default());
            prop_assert!((probability_unvoiced(bound, of) - 0.05).abs() < 1e-6);
        }
    }
}
