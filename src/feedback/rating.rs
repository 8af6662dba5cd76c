//! What somebody answered to the question of a survey, and the group that
//! puts them in.

use std::fmt;

use serde::{Deserialize, Serialize};

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

    pub(super) fn on_scale(value: u8, group: Group) -> Self {
        Self { value, group }
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

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.value
    }
}

/// The three groups that answers fall into, from best to worst.
///
/// They go by the names of the recommendation question; what they are called
/// on another scale its [`Scale`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// The best answers: 9 or 10 of 10.
    Promoter,
    /// Those between: 7 or 8 of 10.
    Passive,
    /// The worst answers: 0 to 6 of 10.
    Detractor,
}

impl Group {
    /// All groups, from best to worst.
    pub const ALL: [Self; 3] = [Self::Promoter, Self::Passive, Self::Detractor];

    /// Returns what one member adds to the score before scaling: +1, 0 or −1.
    pub fn sign(self) -> i32 {
        match self {
            Self::Promoter => 1,
            Self::Passive => 0,
            Self::Detractor => -1,
        }
    }

    /// Returns the group's position in [`Group::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Returns the name in the singular, lower case. Whoever reads it is told
    /// [`Scale::one`] instead.
    pub fn name(self) -> &'static str {
        match self {
            Self::Promoter => "promoter",
            Self::Passive => "passive",
            Self::Detractor => "detractor",
        }
    }

    /// Returns the group of that name, singular or plural, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        Self::ALL
            .into_iter()
            .find(|group| name.strip_suffix('s').unwrap_or(&name) == group.name())
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
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

    #[test]
    fn a_group_is_found_by_its_plural() {
        assert_eq!(Group::named("Detractors"), Some(Group::Detractor));
        assert_eq!(Group::named("neutral"), None);
    }
}
