//! Passages as a request points at them.

use serde::Deserialize;
use utoipa::ToSchema;

use super::super::error::Error;
use super::super::snapshot::Snapshot;
use crate::feedback::Excerpt;
use crate::study::lookup::{Lookup, TextSpan};

/// A passage: by its id, by where it stands, or as a point of the map.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum PassagePointer {
    /// A quote.
    Quote {
        /// Its id, such as `Q-3f9c0a71b2d4`.
        quote: String,
    },
    /// A stretch of a text.
    Place {
        /// The file.
        source: String,
        /// The row's id or number, where the file is a survey.
        record: Option<String>,
        /// The first character of it, from 0.
        start: usize,
        /// The character after the last.
        end: usize,
    },
    /// A passage of the map.
    Point {
        /// Its number there.
        point: usize,
    },
}

impl PassagePointer {
    /// Returns the passage.
    pub(super) fn excerpt(&self, snapshot: &Snapshot) -> Result<Excerpt, Error> {
        let (document, span) = self.place(snapshot)?;
        Ok(snapshot.any().corpus.excerpt(document, span))
    }

    /// Returns where the passage stands.
    pub(super) fn place(&self, snapshot: &Snapshot) -> Result<TextSpan, Error> {
        let found = match self {
            Self::Quote { quote } => snapshot.quoted(quote),
            Self::Point { point } => {
                let passage = snapshot.any().passages.all.get(*point);
                passage.map(|passage| (passage.place.document(), passage.place.span()))
            }
            Self::Place {
                source,
                record,
                start,
                end,
            } => {
                let lookup = Lookup::new(&snapshot.any().corpus);
                lookup.characters(source, record.as_deref(), (*start, *end))
            }
        };
        found.ok_or_else(|| Error::Missing {
            what: "such passage".into(),
        })
    }
}
