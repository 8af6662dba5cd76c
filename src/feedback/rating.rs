//! How likely somebody is to recommend, and the group that puts them in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How likely a respondent is to recommend, from 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Rating(u8);

impl Rating {
    /// Returns `None` for anything above 10.
    pub fn new(value: u8) -> Option<Self> {
        (value <= 10).then_some(Self(value))
    }

    /// Returns the number given, 0–10.
    pub fn value(self) -> u8 {
        self.0
    }

    /// Returns promoter for 9–10, passive for 7–8, detractor for 0–6.
    pub fn group(self) -> Group {
        match self.0 {
            9.. => Group::Promoter,
            7..=8 => Group::Passive,
            _ => Group::Detractor,
        }
    }
}

impl TryFrom<u8> for Rating {
    type Error = String;

    fn try_from(value: u8) -> Result<Self, String> {
        Self::new(value).ok_or_else(|| format!("rating {value} is not between 0 and 10"))
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.0
    }
}

/// The three groups of the Net Promoter question, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Rated 9 or 10.
    Promoter,
    /// Rated 7 or 8.
    Passive,
    /// Rated 0 to 6.
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

    /// Returns the name in the singular, lower case.
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
