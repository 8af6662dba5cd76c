//! The three groups that the answers to a rating question fall into.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The three groups that answers fall into, from best to worst.
///
/// They go by the names of the recommendation question; [`Scale`](super::Scale)
/// says what they are called on another scale.
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

    /// Returns the name in the singular, lower case. Readers see
    /// [`Scale::singular`](super::Scale::singular) instead.
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
    fn a_group_is_found_by_its_plural() {
        assert_eq!(Group::named("Detractors"), Some(Group::Detractor));
        assert_eq!(Group::named("neutral"), None);
    }
}
