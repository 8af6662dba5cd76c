//! Places in what people wrote and said.

use serde::{Deserialize, Serialize};

/// A stretch of a text, in bytes, always on character boundaries.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Returns the bytes from `start` to just before `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns what stands at this place of `text`.
    pub fn slice(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Returns the same place in a text that begins `offset` bytes earlier.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }

    /// Returns how many bytes it has.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns whether it has none.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns how many bytes it shares with another stretch of the same text.
    pub fn overlap(self, other: Self) -> usize {
        let end = self.end.min(other.end);
        end.saturating_sub(self.start.max(other.start))
    }

    /// Returns start and end counted in characters (Unicode code points), as
    /// spreadsheets, Python and QDA tools count.
    pub fn in_characters(self, text: &str) -> (usize, usize) {
        let start = text[..self.start].chars().count();
        (start, start + self.slice(text).chars().count())
    }
}

/// Where a passage stands: in which response or interview of the corpus, and
/// there in which bytes of the comment or of the interview's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the comment of the response at this position of the corpus.
    Comment {
        /// Position in the corpus' responses.
        response: usize,
        /// Bytes of the comment.
        span: Span,
    },
    /// In the interview at this position of the corpus.
    Turn {
        /// Position in the corpus' interviews.
        interview: usize,
        /// Position in the interview's turns.
        turn: usize,
        /// Bytes of the interview's text.
        span: Span,
    },
}

/// A text that passages stand in: a comment, or what an interview says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Document {
    /// The comment of the response at this position of the corpus.
    Comment(usize),
    /// The interview at this position of the corpus.
    Interview(usize),
}

impl Place {
    /// Returns the text it stands in.
    pub fn document(self) -> Document {
        match self {
            Self::Comment { response, .. } => Document::Comment(response),
            Self::Turn { interview, .. } => Document::Interview(interview),
        }
    }

    /// Returns the bytes within the text of its source.
    pub fn span(self) -> Span {
        match self {
            Self::Comment { span, .. } | Self::Turn { span, .. } => span,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        let text = "é😀 slow";
        let span = Span { start: 7, end: 11 };
        assert_eq!(span.slice(text), "slow");
        assert_eq!(span.in_characters(text), (3, 7));
    }
}
