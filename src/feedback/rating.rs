//! One respondent's answer to the rating question of a survey.

use serde::Serialize;

use super::group::Group;
use super::scale::Scale;

/// What a respondent answered: a value of the survey's [`Scale`], as a whole
/// number, and its group.
///
/// It is written as the number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "u8")]
pub struct Rating {
    value: u8,
    group: Group,
}

impl Rating {
    /// Returns how likely somebody is to recommend, from 0 to 10; `None` for
    /// anything above 10. Other scales make their ratings by [`Scale::rating`].
    pub fn new(value: u8) -> Option<Self> {
        Scale::default().rating(value)
    }

    /// Returns the number given.
    pub fn value(self) -> u8 {
        self.value
    }

    /// Returns the group that the answer puts them in: on the recommendation
    /// question promoter for 9–10, passive for 7–8, detractor for 0–6.
    pub fn group(self) -> Group {
        self.group
    }
}

impl Scale {
    /// Returns the rating of that value, if the scale has it.
    ///
    /// On `yes/no`, yes is 1 and no is 0.
    pub fn rating(&self, value: u8) -> Option<Rating> {
        let group = self.group(value)?;
        Some(Rating { value, group })
    }

    /// Returns the number that somebody gave: none where nobody was asked for
    /// one, and groups are those of tone.
    pub fn number_given(&self, rating: Option<Rating>) -> Option<u8> {
        rating.filter(|_| !self.is_tone()).map(Rating::value)
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_is_no_rating() {
        assert_eq!(Rating::new(11), None);
    }

    #[test]
    fn groups_begin_at_seven_and_nine() {
        let groups: Vec<_> = (0..=10)
            .map(|value| Rating::new(value).unwrap().group().sign())
            .collect();
        assert_eq!(groups, [-1, -1, -1, -1, -1, -1, -1, 0, 0, 1, 1]);
    }
}
