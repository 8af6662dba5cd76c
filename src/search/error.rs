//! What can go wrong with a query or with the index itself.

use std::io::ErrorKind;
use std::path::PathBuf;

use tantivy::TantivyError;

use crate::feedback::Span;
use crate::text::choices;

/// A query that cannot be answered, or an index that cannot be written or read.
///
/// `at` is where in the query the problem stands, `found` what is written
/// there, and `known` what could be asked for.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    /// A phrase or parenthesis is opened and never closed.
    #[error("the `{opened}` is never closed")]
    Unclosed { opened: char, at: Span },
    /// A closing parenthesis closes nothing.
    #[error("the `)` has no matching `(`")]
    Unopened { at: Span },
    /// Parentheses stand too deep in each other.
    #[error("parentheses are nested more than {deepest} deep")]
    TooDeep { deepest: usize, at: Span },
    /// An operator or an empty pair of brackets stands where words should.
    #[error("`{found}` needs something to search for {side} it")]
    Dangling {
        found: String,
        /// Where words are missing: `before`, `after`, `in`.
        side: &'static str,
        at: Span,
    },
    /// There is no word in what was written.
    #[error("there is no word to search for in `{found}`")]
    NoWord { found: String, at: Span },
    /// A number after `~` that is not offered.
    #[error("a word may differ by 1 or 2 letters, not by {found}")]
    Distance { found: String, at: Span },
    /// What stands behind the `~` of a phrase and is no number.
    #[error("`{found}` is not a number of words")]
    Nearness { found: String, at: Span },
    /// A `*` that does not end a word.
    #[error("a `*` can only stand for the end of a word")]
    Star { at: Span },
    /// A filter without a value.
    #[error("`{field}:` needs a value")]
    NoValue { field: String, at: Span },
    /// A field nothing in the corpus has.
    #[error("there is no field `{field}`")]
    UnknownField {
        field: String,
        known: Vec<String>,
        at: Span,
    },
    /// A value nothing in the corpus has.
    #[error("`{field}` is never `{value}`")]
    UnknownValue {
        field: String,
        value: String,
        /// The field's values, most of them if there are many.
        known: Vec<String>,
        at: Span,
    },
    /// A field that no text has.
    #[error("nothing here has a {field}")]
    NothingHas { field: String, at: Span },
    /// A value in a form the field does not have.
    #[error("`{value}` is not {wanted}")]
    Malformed {
        value: String,
        /// What the field holds, with its article.
        wanted: String,
        example: String,
        at: Span,
    },
    /// A file of the index cannot be read or written.
    #[error("cannot use the search index at `{}`", path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    /// The index engine failed.
    #[error("the search index failed")]
    Engine(#[from] TantivyError),
}

impl Error {
    /// Returns where in the query it went wrong, in bytes.
    ///
    /// [`Span::in_characters`] turns it into a place for a caret.
    pub fn at(&self) -> Option<Span> {
        match self {
            Self::Unclosed { at, .. }
            | Self::Unopened { at }
            | Self::TooDeep { at, .. }
            | Self::Dangling { at, .. }
            | Self::NoWord { at, .. }
            | Self::Distance { at, .. }
            | Self::Nearness { at, .. }
            | Self::Star { at }
            | Self::NoValue { at, .. }
            | Self::UnknownField { at, .. }
            | Self::UnknownValue { at, .. }
            | Self::NothingHas { at, .. }
            | Self::Malformed { at, .. } => Some(*at),
            Self::File { .. } | Self::Engine(_) => None,
        }
    }

    /// Returns whether only the folder of the index is to blame: nothing can
    /// be written there, or it is gone.
    pub fn is_of_writing(&self) -> bool {
        let source = match self {
            Self::File { source, .. } => source,
            Self::Engine(TantivyError::IoError(source)) => source,
            _ => return false,
        };
        matches!(
            source.kind(),
            ErrorKind::PermissionDenied
                | ErrorKind::ReadOnlyFilesystem
                | ErrorKind::StorageFull
                | ErrorKind::QuotaExceeded
                | ErrorKind::NotFound
        )
    }

    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unclosed { opened: '(', .. } => Some("close it with `)`".into()),
            Self::Unclosed { .. } => Some("close it with `\"`, or leave it out".into()),
            Self::Unopened { .. } => Some("leave it out, or open it with `(`".into()),
            Self::TooDeep { .. } => Some("remove some of the parentheses".into()),
            Self::Dangling { found, .. } => Some(format!(
                "to search for it as a word, put it in quotes: `\"{found}\"`"
            ))
            .filter(|_| matches!(found.as_str(), "AND" | "OR" | "NOT"))
            .or_else(|| Some("add the words, or leave it out".into())),
            Self::NoWord { .. } => {
                Some("only words are indexed, not signs, @handles or web addresses".into())
            }
            Self::Distance { .. } => Some("write `word~1` or `word~2`".into()),
            Self::Nearness { .. } => Some("write `\"near words\"~3`".into()),
            Self::Star { .. } => Some(
                "put it last, as in `wor*`; put text that should match as written in quotes".into(),
            ),
            Self::NoValue { field, .. } => Some(format!(
                "write `{field}:value`, or put the words in quotes to search for them as text"
            )),
            Self::UnknownField { known, .. } => Some(format!(
                "{}; put text with a colon in quotes",
                choices("field", known.len(), &listed(known))
            )),
            Self::UnknownValue { field, known, .. } if known.is_empty() => {
                Some(format!("nothing in the study has a `{field}`"))
            }
            Self::UnknownValue { known, .. } => Some(choices("value", known.len(), &listed(known))),
            Self::NothingHas { field, .. } if field == "date" => Some(
                "dates come from a column, the head of the notes, the name of their file, or \
                 `motif interviews date FILE DAY`"
                    .into(),
            ),
            Self::NothingHas { .. } => Some("leave it out".into()),
            Self::Malformed { example, .. } => Some(format!("write it as in {example}")),
            Self::File { .. } => {
                Some("check that the folder can be written to and that the disk is not full".into())
            }
            Self::Engine(_) => {
                Some("delete the study's `search` folder; it is rebuilt automatically".into())
            }
        }
    }
}

/// Returns names as `` `a`, `b` and `c` ``, the first twelve of them.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let quoted: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    if names.len() > MOST {
        return format!("{} and {} more", quoted.join(", "), names.len() - MOST);
    }
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
