//! A stretch of what somebody wrote or said, as a person points at it.

use serde::{Deserialize, Serialize};

use super::passage::Span;

/// A stretch of what somebody wrote or said, as a person points at it: by
/// file, record and characters, and with its words, so that it is found again
/// where the text around it has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Excerpt {
    /// The name of the file.
    pub source: String,
    /// The row's own id, else its row number; `None` in interviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The first character within the comment or the interview's text.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The words.
    pub text: String,
}

impl Excerpt {
    /// Returns whether both stand in the same answer; in an interview, whether
    /// they are the same.
    pub fn is_in_same_text(&self, other: &Self) -> bool {
        let is_same_record = (&self.source, &self.record) == (&other.source, &other.record);
        is_same_record && (self.record.is_some() || self == other)
    }

    /// Returns where the words stand in a text: at their place, else at the
    /// one other place that has them.
    pub fn locate(&self, text: &str) -> Option<Span> {
        let at_its_place = byte_span(text, self.start, self.end)
            .filter(|span| !self.text.is_empty() && span.slice(text) == self.text);
        at_its_place.or_else(|| {
            let mut places = text.match_indices(&self.text);
            let only = places.next().filter(|_| !self.text.is_empty())?;
            places
                .next()
                .is_none()
                .then_some(Span::new(only.0, only.0 + self.text.len()))
        })
    }
}

/// Returns a stretch counted in characters as bytes; `None` where the text
/// ends before it.
pub fn byte_span(text: &str, start: usize, end: usize) -> Option<Span> {
    let mut places = text
        .char_indices()
        .map(|(at, _)| at)
        .chain(std::iter::once(text.len()));
    let first = places.by_ref().nth(start)?;
    let after = match end.checked_sub(start)? {
        0 => first,
        more => places.nth(more - 1)?,
    };
    Some(Span::new(first, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(start: usize, end: usize, text: &str) -> Excerpt {
        Excerpt {
            start,
            end,
            text: text.into(),
            ..Excerpt::default()
        }
    }

    #[test]
    fn words_are_found_at_their_place_among_others_like_them() {
        let text = "slow 😀 slow";
        let span = excerpt(7, 11, "slow").locate(text).unwrap();
        assert_eq!((span.start, span.in_characters(text)), (10, (7, 11)));
    }

    #[test]
    fn words_that_moved_are_found_again_where_only_they_can_be_meant() {
        let moved = excerpt(0, 4, "slow").locate("very slow").unwrap();
        assert_eq!(moved.start, 5);
        assert_eq!(excerpt(0, 4, "slow").locate("so slow, slow"), None);
        assert_eq!(excerpt(0, 4, "slow").locate("quick"), None);
    }

    #[test]
    fn a_stretch_past_the_end_is_nowhere() {
        assert_eq!(byte_span("née", 0, 3), Some(Span { start: 0, end: 4 }));
        assert_eq!(byte_span("née", 2, 4), None);
        assert_eq!(byte_span("née", 2, 1), None);
    }
}
