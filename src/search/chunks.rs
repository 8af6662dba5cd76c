//! Cuts a text into stretches whose meaning is compared.
//!
//! A passage of three words means little, and people who speak say much in
//! such passages: so passages are joined to stretches of some length. Each
//! begins with the passage after that which the one before began with, so that
//! whatever belongs together stands together in one of them.

use crate::feedback::Span;
use crate::text::{passages, words};

/// A stretch is ended with the passage that makes it this many words long.
const WORDS: usize = 20;

/// Returns the stretches of a text; none for a text without passages.
pub(super) fn chunks(text: &str) -> Vec<Span> {
    let passages = passages(text);
    let lengths: Vec<usize> = passages
        .iter()
        .map(|span| words(span.slice(text)).count())
        .collect();
    let mut stretches = Vec::new();
    for (first, passage) in passages.iter().enumerate() {
        let mut last = first;
        let mut long = lengths[first];
        while long < WORDS && last + 1 < passages.len() {
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
        let whole: Vec<&str> = chunks(text).iter().map(|span| span.slice(text)).collect();
        assert_eq!(whole, [text]);
    }

    #[test]
    fn short_passages_are_joined_and_every_one_is_in_a_stretch() {
        let text = "One two three four five six seven. ".repeat(5);
        let found = chunks(&text);
        assert_eq!(found.len(), 3);
        assert!(
            found
                .iter()
                .all(|span| span.slice(&text).split(' ').count() == 21)
        );
        assert_eq!(found[2].end, text.trim_end().len());
    }
}
