//! Cuts a text into stretches whose meaning is compared.
//!
//! A passage of three words means little, and people who speak say much in
//! such passages: so passages are joined to stretches, short and long ones. Each
//! begins with the passage after that which the one before began with, so that
//! whatever belongs together stands together in one of them.

use crate::feedback::Span;
use crate::text::{passages, words};

/// A short stretch is ended with the passage that makes it this many words long:
/// the point that somebody makes.
const SHORT: usize = 10;

/// A long one, with what is said around the point.
const LONG: usize = 40;

/// The stretches of a text.
pub(super) struct Chunks {
    pub short: Vec<Span>,
    /// None where the whole text is one short stretch.
    pub long: Vec<Span>,
}

impl Chunks {
    pub(super) fn new(text: &str) -> Self {
        let short = stretches(text, SHORT);
        let long = if short.len() > 1 {
            stretches(text, LONG)
        } else {
            Vec::new()
        };
        Self { short, long }
    }
}

/// Returns the stretches of a text of so many words; none for a text without
/// passages.
fn stretches(text: &str, most: usize) -> Vec<Span> {
    let passages = passages(text);
    let lengths: Vec<usize> = passages
        .iter()
        .map(|span| words(span.slice(text)).count())
        .collect();
    let mut stretches = Vec::new();
    for (first, passage) in passages.iter().enumerate() {
        let mut last = first;
        let mut long = lengths[first];
        while long < most && last + 1 < passages.len() {
            last += 1;
            long += lengths[last];
        }
        stretches.push(Span::new(passage.start, passages[last].end));
        if last + 1 == passages.len() {
            break;
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_comment_is_one_stretch() {
        let text = "Too slow. Too dear!";
        let chunks = Chunks::new(text);
        let whole: Vec<&str> = chunks.short.iter().map(|span| span.slice(text)).collect();
        assert_eq!(whole, [text]);
        assert!(chunks.long.is_empty());
    }

    #[test]
    fn short_passages_are_joined_and_every_one_is_in_a_stretch() {
        let text = "One two three four five six seven. ".repeat(5);
        let found = Chunks::new(&text);
        let words = |spans: &[Span]| -> Vec<usize> {
            let counts = spans
                .iter()
                .map(|span| span.slice(&text).split(' ').count());
            counts.collect()
        };
        assert_eq!(words(&found.short), [14; 4]);
        assert_eq!(words(&found.long), [35]);
        assert_eq!(found.short[3].end, text.trim_end().len());
    }
}
