//! The score: promoters less detractors.
//!
//! Takes groups, counts them exactly; gives the score unrounded. Rounding is
//! done once, by whoever prints.

use std::ops::Add;

use serde::{Deserialize, Serialize};

use crate::feedback::Group;

/// How many of each group there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Those who rated 9 or 10.
    pub promoters: u64,
    /// Those who rated 7 or 8.
    pub passives: u64,
    /// Those who rated 0 to 6.
    pub detractors: u64,
}

impl Counts {
    /// Returns how many rated at all.
    pub fn n(self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// Returns how many are in `group`.
    pub fn count(self, group: Group) -> u64 {
        match group {
            Group::Promoter => self.promoters,
            Group::Passive => self.passives,
            Group::Detractor => self.detractors,
        }
    }

    /// Returns the score, −100 to 100; `None` when nobody rated, which is not 0.
    pub fn score(self) -> Option<f64> {
        let n = self.n();
        (n > 0).then(|| 100.0 * (self.promoters as f64 - self.detractors as f64) / n as f64)
    }

    /// Returns who remains without `part`; `None` where `part` holds more
    /// than there are.
    pub fn without(self, part: Self) -> Option<Self> {
        Some(Self {
            promoters: self.promoters.checked_sub(part.promoters)?,
            passives: self.passives.checked_sub(part.passives)?,
            detractors: self.detractors.checked_sub(part.detractors)?,
        })
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            promoters: self.promoters + other.promoters,
            passives: self.passives + other.passives,
            detractors: self.detractors + other.detractors,
        }
    }
}

impl FromIterator<Group> for Counts {
    fn from_iter<I: IntoIterator<Item = Group>>(groups: I) -> Self {
        let mut counts = Self::default();
        for group in groups {
            match group {
                Group::Promoter => counts.promoters += 1,
                Group::Passive => counts.passives += 1,
                Group::Detractor => counts.detractors += 1,
            }
        }
        counts
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in crate::nps) fn counts(promoters: u64, passives: u64, detractors: u64) -> Counts {
        Counts {
            promoters,
            passives,
            detractors,
        }
    }

    pub(in crate::nps) fn any_counts() -> impl Strategy<Value = Counts> {
        (0u64..400, 0u64..400, 0u64..400).prop_map(|(p, n, d)| counts(p, n, d))
    }

    fn group() -> impl Strategy<Value = Group> {
        (0usize..3).prop_map(|index| Group::ALL[index])
    }

    #[test]
    fn the_score_is_known_where_the_counts_are() {
        assert_eq!(counts(120, 50, 30).score(), Some(45.0));
        assert_eq!(counts(50, 30, 20).score(), Some(30.0));
        assert_eq!(counts(10, 0, 0).score(), Some(100.0));
    }

    #[test]
    fn the_score_is_rounded_last() {
        let score = counts(223, 200, 77).score().unwrap();
        assert!((score - 29.2).abs() < 1e-12, "{score}");
    }

    #[test]
    fn nobody_rated_is_not_a_score_of_zero() {
        assert_eq!(Counts::default().score(), None);
    }

    #[test]
    fn a_part_larger_than_the_whole_has_no_rest() {
        assert_eq!(counts(1, 0, 0).without(counts(2, 0, 0)), None);
    }

    proptest! {
        #[test]
        fn order_does_not_matter(mut groups in prop::collection::vec(group(), 0..50)) {
            let forwards: Counts = groups.iter().copied().collect();
            groups.reverse();
            let backwards: Counts = groups.into_iter().collect();
            prop_assert_eq!(forwards, backwards);
        }

        #[test]
        fn adding_a_promoter_never_lowers_the_score(before in any_counts()) {
            let after = before + counts(1, 0, 0);
            prop_assert!(before.score().is_none_or(|score| after.score().unwrap() >= score));
        }

        #[test]
        fn adding_a_detractor_never_raises_the_score(before in any_counts()) {
            let after = before + counts(0, 0, 1);
            prop_assert!(before.score().is_none_or(|score| after.score().unwrap() <= score));
        }
    }
}
