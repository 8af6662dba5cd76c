//! What of a text is feedback, and where its passages are.
//!
//! Exports hold more than what a person wrote: tags, entities, a signature,
//! the mail that was answered. All of it is set apart here, before anything
//! is cut or mined, and no place moves: a passage is a place in the text as it
//! stood in the file.

use std::borrow::Cow;

use super::boilerplate::boilerplate;
use super::markup::{MarkupKind, MarkupPiece, pieces, plain};
use super::passages::cut;
use crate::feedback::Span;

/// A text, and what of it is no feedback.
#[derive(Debug)]
pub struct Feedback<'a> {
    text: &'a str,
    /// What nobody wrote as feedback, ascending.
    boilerplate: Vec<Span>,
    /// The text with that and with all tags blanked out, byte for byte.
    blanked: Cow<'a, str>,
}

impl<'a> Feedback<'a> {
    /// Reads a text as it stood in a file.
    pub fn new(text: &'a str) -> Self {
        let mut blanked = Cow::Borrowed(text);
        for MarkupPiece { span, kind } in pieces(text) {
            let first = Span {
                end: span.start + 1,
                ..span
            };
            let stands_in = if kind == MarkupKind::Letter { 'x' } else { ' ' };
            let mut without = blank(&blanked, span, stands_in);
            if kind == MarkupKind::Block {
                without = blank(&without, first, '\n');
            }
            blanked = Cow::Owned(without);
        }
        let boilerplate = boilerplate(&blanked);
        for &span in &boilerplate {
            blanked = Cow::Owned(blank(&blanked, span, ' '));
        }
        Self {
            text,
            boilerplate,
            blanked,
        }
    }

    /// Returns the places of its passages, in order and without overlap.
    pub fn passages(&self) -> Vec<Span> {
        cut(&self.blanked)
    }

    /// Returns what a person wrote at a place: without boilerplate and tags,
    /// entities as the characters they stand for.
    pub fn words(&self, place: Span) -> Cow<'a, str> {
        let apart = self.boilerplate.iter();
        let mut apart = apart.filter(|apart| apart.overlap(place) > 0).peekable();
        if apart.peek().is_none() {
            return plain(place.slice(self.text));
        }
        let mut kept = String::new();
        let mut from = place.start;
        for apart in apart {
            kept.push_str(&self.text[from..apart.start.max(from)]);
            kept.push(' ');
            from = apart.end.min(place.end);
        }
        kept.push_str(&self.text[from..place.end]);
        Cow::Owned(plain(&kept).into_owned())
    }

    /// Returns everything a person wrote in it.
    pub fn all_words(&self) -> Cow<'a, str> {
        self.words(Span::new(0, self.text.len()))
    }
}

/// Returns the passages of a text, without what is no feedback.
pub fn passages(text: &str) -> Vec<Span> {
    Feedback::new(text).passages()
}

/// Writes one character over every other of a place; line breaks stay.
fn blank(text: &str, span: Span, with: char) -> String {
    let mut blanked = String::with_capacity(text.len());
    blanked.push_str(&text[..span.start]);
    for c in span.slice(text).chars() {
        if matches!(c, '\n' | '\r') {
            blanked.push(c);
        } else {
            blanked.extend(std::iter::repeat_n(with, c.len_utf8()));
        }
    }
    blanked.push_str(&text[span.end..]);
    blanked
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<String> {
        let feedback = Feedback::new(text);
        let passages = feedback.passages().into_iter();
        passages
            .map(|span| feedback.words(span).into_owned())
            .collect()
    }

    #[test]
    fn a_signature_is_no_passage_and_no_word() {
        let text = "The start guide is clear\n\nBest regards,\nKim Doe | Senior Buyer\nPhone: +49 30 5550 001\nSent from my iPhone";
        assert_eq!(said(text), ["The start guide is clear"]);
        assert_eq!(
            Feedback::new(text).all_words().trim(),
            "The start guide is clear"
        );
    }

    #[test]
    fn tags_part_passages_and_entities_do_not() {
        assert_eq!(
            said("<p>I don&#39;t like the <b>new</b> board</p><p>R&amp;D is kind</p>"),
            ["I don't like the new board", "R&D is kind"]
        );
    }

    #[test]
    fn a_passage_stands_where_it_stood() {
        let text = "<p>Slow &amp; late</p>\r\n<p>Kind 😀</p>";
        let places: Vec<&str> = Feedback::new(text)
            .passages()
            .into_iter()
            .map(|span| span.slice(text))
            .collect();
        assert_eq!(places, ["Slow &amp; late", "Kind 😀"]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "(\\PC|<p>|</p>|<br>|&amp;|&#39;|\\n|\\r\\n|Best regards,|> |-- \\n|Sent from my iPhone| )*") {
            let feedback = Feedback::new(&text);
            let mut end = 0;
            for span in feedback.passages() {
                prop_assert!(span.start >= end && span.end > span.start);
                prop_assert!(!span.slice(&text).is_empty());
                feedback.words(span);
                end = span.end;
            }
            feedback.all_words();
        }
    }
}
