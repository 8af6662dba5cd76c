//! Fixed phrases in a text, and the lines and sentences they stand in.
//!
//! A phrase is written in lowercase. It is found whatever the case, the number
//! of spaces and the shape of the apostrophe.

use crate::feedback::Span;

/// Returns where a phrase that starts at byte `at` of a text ends.
///
/// Whole words only: `thanks` is not found in `thanksgiving`. A colon may have
/// a space before it, as in French.
pub(super) fn end_of(phrase: &str, text: &str, at: usize) -> Option<usize> {
    // Nearly all phrases are ruled out by their first letters.
    let (known, found) = (phrase.as_bytes(), &text.as_bytes()[at..]);
    if found.len() < 2 || known[0] | 0x20 != found[0] | 0x20 || known[1] | 0x20 != found[1] | 0x20 {
        return None;
    }
    let mut end = at;
    for wanted in phrase.chars() {
        let spaces = spaces(&text[end..]);
        match wanted {
            ' ' if spaces == 0 => return None,
            ' ' | ':' => end += spaces,
            _ => {}
        }
        if wanted != ' ' {
            let found = text[end..].chars().next()?;
            if !is_same(found, wanted) {
                return None;
            }
            end += found.len_utf8();
        }
    }
    let cut = phrase.ends_with(char::is_alphanumeric)
        && text[end..].starts_with(|c: char| c.is_alphanumeric());
    (!cut).then_some(end)
}

/// Returns where the longest of some phrases that starts at byte `at` ends.
pub(super) fn end_of_any(phrases: &[&str], text: &str, at: usize) -> Option<usize> {
    phrases
        .iter()
        .filter_map(|phrase| end_of(phrase, text, at))
        .max()
}

fn is_same(found: char, wanted: char) -> bool {
    found == wanted
        || match wanted {
            '\'' => matches!(found, '’' | '‘' | '´' | '`'),
            '-' => matches!(found, '‐' | '‑' | '–'),
            _ => found.to_lowercase().eq([wanted]),
        }
}

/// Returns how many bytes of white space a text begins with.
pub(super) fn spaces(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Returns where words start, in order.
pub(super) fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let starts = c.is_alphabetic() && !inside;
        inside = c.is_alphanumeric();
        starts.then_some(at)
    })
}

/// Returns the lines of a text without their ends.
pub(super) fn lines(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let ends = c == '\n' || (c == '\r' && !text[at + 1..].starts_with('\n'));
        if ends {
            let kept = text[start..at].trim_end_matches('\r');
            let end = start + kept.len();
            spans.push(Span { start, end });
            start = at + 1;
        }
    }
    let end = text.len();
    spans.push(Span { start, end });
    spans
}

/// Returns a place without the white space at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let kept = span.slice(text).trim_start();
    let start = span.end - kept.len();
    let end = start + kept.trim_end().len();
    Span { start, end }
}

/// Returns the line that byte `at` is in, from there on.
pub(super) fn rest_of_line(text: &str, at: usize) -> Span {
    let rest = &text[at..];
    let end = at + rest.find(['\n', '\r']).unwrap_or(rest.len());
    Span { start: at, end }
}

/// A line at least this long was broken by a program that wraps lines.
const WRAPPED_LINE: usize = 55;

/// Nothing is looked for in a sentence longer than this many characters.
const LONGEST_SENTENCE: usize = 1000;

/// Returns where the sentence ends that byte `from` is in, or its part that is
/// short enough to be looked at.
///
/// The end of a line ends it too, unless a program wrapped the line there.
pub(super) fn sentence_end(text: &str, from: usize) -> usize {
    let mut line_start = text[..from].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let mut chars = text[from..]
        .char_indices()
        .take(LONGEST_SENTENCE)
        .peekable();
    let mut end = from;
    while let Some((offset, c)) = chars.next() {
        let at = from + offset;
        end = at + c.len_utf8();
        let next = chars.peek().map(|&(_, next)| next);
        if matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace) {
            return end;
        }
        if matches!(c, '\n' | '\r') {
            let wrapped = at - line_start >= WRAPPED_LINE;
            let blank = text[at..]
                .trim_start_matches(['\r', ' '])
                .starts_with("\n\n")
                || text[at..].starts_with("\r\n\r\n");
            if !wrapped || blank {
                return at;
            }
            if c == '\r' && next == Some('\n') {
                chars.next();
            }
            line_start = at + 1 + usize::from(c == '\r' && next == Some('\n'));
        }
    }
    end
}

/// Returns whether a sentence or line can start at byte `at`: nothing, a line
/// end or the mark of another sentence's end stands before it.
pub(super) fn is_opening(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t', '\u{a0}', '*', '_', '-', '"']);
    before.is_empty()
        || before.ends_with(|c: char| {
            matches!(
                c,
                '\n' | '\r' | '.' | '!' | '?' | ')' | ']' | '|' | '>' | '…'
            )
        })
}

/// Returns whether the letter at byte `at` is a capital.
pub(super) fn is_capital(text: &str, at: usize) -> bool {
    text[at..].starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_whatever_its_case_spaces_and_apostrophes() {
        assert_eq!(end_of("viele grüße", "VIELE  GRÜßE aus", 0), Some(14));
        assert_eq!(end_of("si vous n'êtes", "Si vous n’êtes pas", 0), Some(17));
        assert_eq!(end_of("commentaire:", "Commentaire : bien", 0), Some(13));
    }

    #[test]
    fn a_phrase_is_never_part_of_a_longer_word() {
        assert_eq!(end_of("thanks", "thanksgiving", 0), None);
        assert_eq!(end_of("thanks", "than", 0), None);
    }

    #[test]
    fn lines_end_the_same_way_on_every_system() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc"] {
            let lines: Vec<_> = lines(text)
                .into_iter()
                .map(|span| span.slice(text))
                .collect();
            assert_eq!(lines, ["a", "b", "", "c"]);
        }
    }

    #[test]
    fn a_wrapped_line_does_not_end_its_sentence() {
        let text =
            "This message and its attachments are meant for the person named\nabove only. Bye.";
        assert!(text[..sentence_end(text, 0)].ends_with("above only."));
        assert_eq!(sentence_end("Short line\nnext line.", 0), 10);
    }
}
