//! What one may decide about themes.
//!
//! The same for a command, for the page, and in the log. Who asks points at
//! passages in their own way (`P`); the log keeps them as excerpts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::feedback::Excerpt;

/// A decision that is asked for. Themes go by number; the numbers of those that
/// come of it are given out when it is written down, and stand in the
/// [`super::Entry`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "`theme` is a theme's number wherever it stands"
)]
pub enum Request<P = Excerpt> {
    /// A theme has this name from now on.
    Rename { theme: u32, name: String },
    /// Some themes become part of another, which stays.
    Merge { into: u32, from: Vec<u32> },
    /// A theme falls apart: some of its passages are themes of their own, and
    /// the rest keeps its number, with a new `name` where one is given. Without
    /// pieces it falls into the parts it was mined with, or merged from.
    Split {
        theme: u32,
        #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
        pieces: Vec<SplitPiece<P>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// Themes stand together under a heading, which is the broad theme they are
    /// of; under none of people's making, where there is no heading.
    Group {
        heading: Option<String>,
        themes: Vec<u32>,
    },
    /// A theme is set aside: counted, not shown.
    Park { theme: u32 },
    /// A theme is right as it is; one that was set aside is back.
    Confirm { theme: u32 },
    /// Somebody sees to a theme; nobody, where left out.
    Own { theme: u32, owner: Option<String> },
    /// A theme must be there, if anything speaks for its words.
    Seed { words: Vec<String> },
    /// What says one of these words or phrases is of a theme, and what the model
    /// put there and says one of `without` is not; those given before are
    /// forgotten.
    Phrases {
        theme: u32,
        words: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        without: Vec<String>,
    },
    /// Words carry no topic.
    Exclude { words: Vec<String> },
    /// There is a theme, whatever is mined, and these passages are of it.
    Create {
        name: String,
        #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
        passages: Vec<P>,
    },
    /// Passages are of a theme, whatever the model says.
    Code { theme: u32, passages: Vec<P> },
    /// Passages are of a theme, and of no other that the same person gave them to.
    Move { theme: u32, passages: Vec<P> },
    /// Passages are of a theme no longer because somebody said so: one person,
    /// by default who asks. An older log does not say whose, and means all.
    Uncode {
        theme: u32,
        passages: Vec<P>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        whose: Option<String>,
    },
    /// Passages are of no theme, whatever the model says, until they are given
    /// to one.
    Unassign { passages: Vec<P> },
    /// A passage is important or not (left out: as before), or something is to
    /// be remembered of it (left out: as before, empty: nothing).
    Mark {
        passage: P,
        important: Option<bool>,
        memo: Option<String>,
    },
    /// Somebody read a text that was drawn to check a theme: it is about the
    /// theme or not (left out: they cannot tell).
    Check {
        theme: u32,
        passage: P,
        about: Option<bool>,
        drawn: DrawnFrom,
    },
}

/// Which part of the texts one was drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DrawnFrom {
    /// 0 for what the theme holds, then the parts outside it, the nearest first.
    pub part: u32,
    /// How many texts were in the part.
    pub of: u32,
}

/// A piece of a theme that is a theme of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SplitPiece<P = Excerpt> {
    /// Its name.
    pub name: String,
    /// Its passages; the same words said elsewhere go with them.
    pub passages: Vec<P>,
}

impl<P> Request<P> {
    /// Returns that a theme falls into the parts it was mined with.
    pub fn split(theme: u32) -> Self {
        Self::Split {
            theme,
            pieces: Vec::new(),
            name: None,
        }
    }

    /// Returns the same with its passages pointed at otherwise.
    pub fn map<Q, E>(self, mut point: impl FnMut(P) -> Result<Q, E>) -> Result<Request<Q>, E> {
        let mut all = |passages: Vec<P>| -> Result<Vec<Q>, E> {
            passages.into_iter().map(&mut point).collect()
        };
        Ok(match self {
            Self::Rename { theme, name } => Request::Rename { theme, name },
            Self::Merge { into, from } => Request::Merge { into, from },
            Self::Split {
                theme,
                pieces,
                name,
            } => {
                let pieces = pieces.into_iter().map(|piece| {
                    Ok(SplitPiece {
                        name: piece.name,
                        passages: all(piece.passages)?,
                    })
                });
                Request::Split {
                    theme,
                    pieces: pieces.collect::<Result<_, E>>()?,
                    name,
                }
            }
            Self::Group { heading, themes } => Request::Group { heading, themes },
            Self::Park { theme } => Request::Park { theme },
            Self::Confirm { theme } => Request::Confirm { theme },
            Self::Own { theme, owner } => Request::Own { theme, owner },
            Self::Seed { words } => Request::Seed { words },
            Self::Phrases {
                theme,
                words,
                without,
            } => Request::Phrases {
                theme,
                words,
                without,
            },
            Self::Exclude { words } => Request::Exclude { words },
            Self::Create { name, passages } => Request::Create {
                name,
                passages: all(passages)?,
            },
            Self::Code { theme, passages } => Request::Code {
                theme,
                passages: all(passages)?,
            },
            Self::Move { theme, passages } => Request::Move {
                theme,
                passages: all(passages)?,
            },
            Self::Uncode {
                theme,
                passages,
                whose,
            } => Request::Uncode {
                theme,
                passages: all(passages)?,
                whose,
            },
            Self::Unassign { passages } => Request::Unassign {
                passages: all(passages)?,
            },
            Self::Mark {
                passage,
                important,
                memo,
            } => Request::Mark {
                passage: point(passage)?,
                important,
                memo,
            },
            Self::Check {
                theme,
                passage,
                about,
                drawn,
            } => Request::Check {
                theme,
                passage: point(passage)?,
                about,
                drawn,
            },
        })
    }
}
