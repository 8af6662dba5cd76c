//! A theme and what marks it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A theme's lasting name among themes: `7`; of a broad one `A`; of the second
/// part of theme 7 `7.2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ThemeId {
    /// A broad theme, counted from 0.
    Broad(u32),
    /// A theme, from 1.
    Theme(u32),
    /// A part of a theme, from 1.
    Part(u32, u32),
}

/// How finely a corpus is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Detail {
    /// Few themes, each of several.
    Broad,
    /// As many as suit the corpus.
    #[default]
    Default,
    /// Each theme in its parts.
    Fine,
}

impl Detail {
    /// Returns its name, as commands and addresses have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Broad => "broad",
            Self::Default => "default",
            Self::Fine => "fine",
        }
    }
}

/// The name of what is praised in general.
pub const GENERAL_PRAISE: &str = "General praise";

/// The name of what is complained about in general.
pub const GENERAL_COMPLAINT: &str = "General complaint";

/// What kind of theme it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeKind {
    /// Something is spoken of.
    Topic,
    /// All is well, without saying what: "great!".
    GeneralPraise,
    /// All is bad, without saying what.
    GeneralComplaint,
}

/// A theme of a corpus, before anybody is counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Theme {
    /// Its lasting name among themes.
    pub id: ThemeId,
    /// What kind it is.
    pub kind: ThemeKind,
    /// What a person would call it, or has called it.
    pub name: String,
    /// The five terms that mark it, in the form people write them.
    pub terms: Vec<String>,
    /// The theme it belongs to at the next broader level of detail.
    pub within: Option<ThemeId>,
    /// What people decided about it.
    pub standing: super::ThemeStatus,
}

impl ThemeId {
    /// Returns the theme that a theme became part of, else itself.
    #[must_use]
    pub fn current(self, codebook: &super::Codebook) -> Self {
        match self {
            Self::Theme(number) => Self::Theme(codebook.current(number)),
            other => other,
        }
    }
}

impl fmt::Display for ThemeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Broad(number) => {
                if number >= 26 {
                    Self::Broad(number / 26 - 1).fmt(f)?;
                }
                write!(f, "{}", char::from(b'A' + (number % 26) as u8))
            }
            Self::Theme(number) => number.fmt(f),
            Self::Part(theme, part) => write!(f, "{theme}.{part}"),
        }
    }
}

/// A text that names no theme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a theme: themes are numbers such as `7`, their parts `7.2`, broad themes letters"
)]
pub struct InvalidThemeId(String);

impl FromStr for ThemeId {
    type Err = InvalidThemeId;

    fn from_str(text: &str) -> Result<Self, InvalidThemeId> {
        let id = text.trim().trim_start_matches('#');
        let number = |digits: &str| digits.parse::<u32>().ok().filter(|&number| number > 0);
        let read = if let Some((theme, part)) = id.split_once('.') {
            number(theme)
                .zip(number(part))
                .map(|(theme, part)| Self::Part(theme, part))
        } else if !id.is_empty() && id.len() < 5 && id.bytes().all(|b| b.is_ascii_alphabetic()) {
            let letter = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
            let number = id.bytes().fold(0, |sum, byte| sum * 26 + letter(byte));
            Some(Self::Broad(number - 1))
        } else {
            number(id).map(Self::Theme)
        };
        read.ok_or_else(|| InvalidThemeId(text.to_owned()))
    }
}

impl TryFrom<String> for ThemeId {
    type Error = InvalidThemeId;

    fn try_from(text: String) -> Result<Self, InvalidThemeId> {
        text.parse()
    }
}

impl From<ThemeId> for String {
    fn from(id: ThemeId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_as_it_is_written() {
        let ids = [
            ThemeId::Theme(7),
            ThemeId::Part(12, 3),
            ThemeId::Broad(0),
            ThemeId::Broad(25),
            ThemeId::Broad(26),
            ThemeId::Broad(700),
        ];
        for id in ids {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert_eq!(ThemeId::Broad(27).to_string(), "AB");
    }

    #[test]
    fn what_is_no_id_says_what_one_looks_like() {
        for text in ["", "0", "7.", "seven themes", "-1"] {
            assert!(text.parse::<ThemeId>().is_err(), "{text}");
        }
    }
}
