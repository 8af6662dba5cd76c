//! How firm a theme is, in a number and in a word.

use serde::{Deserialize, Serialize};

/// How much of a theme comes back when it is mined again on part of the
/// comments.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Firmness {
    /// The mean Jaccard similarity with the theme most like it, 0 to 1.
    pub share: f64,
    /// The same in a word.
    pub word: Hold,
}

/// Firmness in a word, with the limits of Hennig (2007).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hold {
    /// Under .6: another draw of comments would have given another theme.
    Loose,
    /// From .6 on: there is something, but its borders move.
    Fair,
    /// From .75 on: the same theme comes back.
    Firm,
}

/// A name should fit this share of a theme's people: where nothing fits as
/// many, they hardly say one thing.
pub const FITTING: f64 = 1.0 / 3.0;

impl Firmness {
    /// Returns the same, loose where the theme's name fits too few.
    #[must_use]
    pub fn with_fit(self, fit: Option<f64>) -> Self {
        match fit {
            Some(fit) if fit < FITTING => Self {
                word: Hold::Loose,
                ..self
            },
            _ => self,
        }
    }

    /// Returns the firmness of a theme of which this share comes back.
    pub fn from_share(share: f64) -> Self {
        let word = match share {
            share if share >= 0.75 => Hold::Firm,
            share if share >= 0.6 => Hold::Fair,
            _ => Hold::Loose,
        };
        Self { share, word }
    }
}

impl Hold {
    /// Returns the word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loose => "loose",
            Self::Fair => "fair",
            Self::Firm => "firm",
        }
    }
}
