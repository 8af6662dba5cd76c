//! A theme and what marks it.

use serde::{Deserialize, Serialize};

/// A theme's lasting number, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThemeId(pub u32);

impl std::fmt::Display for ThemeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What kind of theme it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something is spoken of.
    Topic,
    /// All is well, without saying what: "great!".
    GeneralPraise,
    /// All is bad, without saying what.
    GeneralComplaint,
}

impl Kind {
    /// Returns the kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::GeneralPraise => "general praise",
            Self::GeneralComplaint => "general complaint",
        }
    }
}

/// A theme of a corpus, before anybody is counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Theme {
    /// Its lasting number.
    pub id: ThemeId,
    /// What kind it is.
    pub kind: Kind,
    /// What a person would call it.
    pub name: String,
    /// The five terms that mark it, in the form people write them.
    pub terms: Vec<String>,
    /// The broader theme it belongs to, numbered from 0 among broad themes.
    pub broad: Option<usize>,
}
