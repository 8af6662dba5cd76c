//! A comment cut into passages: the clauses and sentences that each say one thing.
//!
//! Takes a text, gives places in it, in order and without overlap. Cuts at
//! the ends of sentences (UAX #29), at list items and line breaks, at
//! semicolons, and before a "but" with enough words on both sides: in
//! "love the app but support is slow" there are two topics.

use unicode_segmentation::UnicodeSegmentation;

use super::words::words;
use crate::feedback::Span;

/// A line shorter than this was broken by the writer, not by a program that
/// wraps lines at its right edge.
const WRAPPED_LINE: usize = 60;

/// A clause needs this many words to stand on its own.
const CLAUSE_WORDS: usize = 3;

/// Returns the passages of a text.
///
/// Spaces, bullets and quotation marks around a passage are left out of its
/// span; a stretch without letters, digits or symbols is no passage.
pub fn passages(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for line in lines(text) {
        for sentence in sentences(text, line) {
            for clause in clauses(text, sentence) {
                spans.extend(trimmed(text, clause));
            }
        }
    }
    spans
}

/// Cuts at blank lines, list items and lines that the writer ended.
fn lines(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut start = 0;
    let mut before: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if before.is_some_and(|before| is_ended(before, line)) && at > start {
            spans.push(Span { start, end: at });
            start = at;
        }
        // The `\r\n` of one line end are two pieces here; the second is no line.
        if line != "\n" || before.is_none_or(|before| !before.ends_with('\r')) {
            before = Some(line);
        }
        at += line.len();
    }
    spans.push(Span {
        start,
        end: text.len(),
    });
    spans
}

fn is_ended(before: &str, next: &str) -> bool {
    let before = before.trim_end();
    let next = next.trim();
    if next.is_empty() || before.is_empty() {
        return true;
    }
    let wrapped = before.len() >= WRAPPED_LINE
        && !before.ends_with(['.', '!', '?', ':', ';'])
        && bullet(next).is_none();
    !wrapped
}

/// Returns how many bytes the bullet or number before a list item takes.
fn bullet(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    if matches!(first, '-' | '*' | '•' | '–' | '—' | '·' | '+' | '>' | '#') {
        let run = line
            .find(|c: char| c != first && !c.is_whitespace())
            .unwrap_or(line.len());
        return Some(run);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line[digits..].chars().next()?;
    let spaced = line[digits + after.len_utf8()..].starts_with(char::is_whitespace);
    ((1..=2).contains(&digits) && matches!(after, '.' | ')') && spaced).then_some(digits + 1)
}

/// Ends of sentences that are none: a full stop after these is an abbreviation.
const ABBREVIATIONS: [&str; 30] = [
    "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "no.", "nr.", "vs.", "e.g.", "i.e.", "approx.",
    "etc.", "inc.", "ltd.", "dept.", "ca.", "bzw.", "z.b.", "d.h.", "usw.", "str.", "tel.", "mme.",
    "m.", "p.ex.", "env.", "sr.", "sra.", "bijv.",
];

fn sentences(text: &str, line: Span) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (start, sentence) in line.of(text).split_sentence_bound_indices() {
        let start = line.start + start;
        let end = start + sentence.len();
        match spans.last_mut() {
            Some(before) if goes_on(before.of(text)) => before.end = end,
            _ => spans.push(Span { start, end }),
        }
    }
    spans
        .into_iter()
        .flat_map(|span| glued(text, span))
        .collect()
}

/// A full stop may belong to an abbreviation, and a line end inside a line that
/// a program wrapped ends nothing.
fn goes_on(sentence: &str) -> bool {
    let wrapped =
        sentence.ends_with(['\n', '\r']) && !sentence.trim_end().ends_with(['.', '!', '?']);
    wrapped || ends_in_abbreviation(sentence)
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    let last = sentence.trim_end().rsplit(char::is_whitespace).next();
    last.is_some_and(|word| {
        let word = word.trim_start_matches(['(', '"', '\'']);
        word.len() <= 7 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
    })
}

/// Cuts where the writer forgot the space: `"Slow app.Support is kind!Ok"`.
fn glued(text: &str, span: Span) -> Vec<Span> {
    let sentence = span.of(text);
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, mark) in sentence.match_indices(['.', '!', '?']) {
        let before = sentence[start..at].rsplit(char::is_whitespace).next();
        let letters = |c: char| c.is_lowercase();
        let is_word =
            before.is_some_and(|word| word.chars().count() >= 3 && word.chars().all(letters));
        let next = sentence[at + mark.len()..].chars().next();
        if is_word && next.is_some_and(char::is_uppercase) {
            spans.push(Span {
                start: start + span.start,
                end: at + mark.len() + span.start,
            });
            start = at + mark.len();
        }
    }
    spans.push(Span {
        start: start + span.start,
        end: span.end,
    });
    spans
}

/// Words that turn from one topic to another, in the languages motif knows.
const TURNS: [&str; 22] = [
    "but",
    "however",
    "although",
    "though",
    "whereas",
    "except",
    "aber",
    "jedoch",
    "allerdings",
    "mais",
    "cependant",
    "pero",
    "aunque",
    "però",
    "maar",
    "echter",
    "mas",
    "porém",
    "men",
    "dock",
    "mutta",
    "sondern",
];

fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let words: Vec<_> = words(sentence.of(text)).collect();
    let mut spans = Vec::new();
    let mut start = sentence.start;
    let mut words_before = 0;
    for (index, word) in words.iter().enumerate() {
        let at = word.span.start + sentence.start;
        let turns = word.text.len() <= 9 && TURNS.contains(&word.text.to_lowercase().as_str());
        let parted = turns || follows_semicolon(text, at);
        let words_after = words.len() - index - usize::from(turns);
        if parted && words_before >= CLAUSE_WORDS && words_after >= CLAUSE_WORDS {
            spans.push(Span { start, end: at });
            start = at;
            words_before = 0;
        }
        words_before += 1;
    }
    spans.push(Span {
        start,
        end: sentence.end,
    });
    spans
}

fn follows_semicolon(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with(';')
}

fn trimmed(text: &str, span: Span) -> Option<Span> {
    let all = span.of(text);
    if all.trim() == text.trim() && !all.chars().any(char::is_alphanumeric) {
        // A lone `-` or `?` is an answer too, if it is all there is.
        return sign(text, span);
    }
    let left = all.trim_start();
    let left = bullet(left).map_or(left, |length| &left[length..]);
    let left =
        left.trim_start_matches(|c: char| c.is_whitespace() || ",;:\"“”„«»'‘’*_".contains(c));
    let start = span.end - left.len();
    let kept = left.trim_end_matches(|c: char| c.is_whitespace() || ",;:\"“”„«»*_".contains(c));
    let says_something = kept
        .chars()
        .any(|c| c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace()));
    says_something.then_some(Span {
        start,
        end: start + kept.len(),
    })
}

fn sign(text: &str, span: Span) -> Option<Span> {
    let kept = span.of(text).trim_start();
    let start = span.end - kept.len();
    let end = start + kept.trim_end().len();
    (end > start).then_some(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        passages(text)
            .into_iter()
            .map(|span| span.of(text))
            .collect()
    }

    #[test]
    fn but_parts_two_topics() {
        assert_eq!(
            cut("Love the mobile app, but your support is slow."),
            ["Love the mobile app", "but your support is slow."]
        );
    }

    #[test]
    fn but_between_few_words_parts_nothing() {
        assert_eq!(cut("slow but kind"), ["slow but kind"]);
    }

    #[test]
    fn list_items_are_passages_without_their_bullets() {
        assert_eq!(
            cut("Two things:\r\n- price per seat\r\n- the login\r\n2. reports"),
            ["Two things", "price per seat", "the login", "reports"]
        );
    }

    #[test]
    fn a_line_wrapped_by_a_program_is_one_sentence() {
        let text =
            "the board takes a minute to load every single morning and then it\nfreezes again";
        assert_eq!(cut(text), [text]);
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        assert_eq!(
            cut("Ask Mr. Smith for e.g. an invoice. Done"),
            ["Ask Mr. Smith for e.g. an invoice.", "Done"]
        );
    }

    #[test]
    fn a_forgotten_space_still_ends_a_sentence() {
        assert_eq!(
            cut("Too slow.Support is kind"),
            ["Too slow.", "Support is kind"]
        );
    }

    #[test]
    fn a_comment_of_one_sign_is_a_passage() {
        assert_eq!(cut(" - "), ["-"]);
        assert!(cut(" \n ").is_empty());
    }

    proptest! {
        #[test]
        fn every_passage_is_a_place_and_none_overlap(text in "\\PC*|[a-z .;\\r\\n-]*( but | aber )?[a-z .!?😀é]*") {
            let mut end = 0;
            for span in passages(&text) {
                prop_assert!(span.start >= end && span.end > span.start);
                prop_assert!(!span.of(&text).is_empty());
                end = span.end;
            }
        }

        #[test]
        fn no_word_is_lost(text in "[a-zé ,;.\\n-]{0,80}") {
            let inside: usize = passages(&text).into_iter().map(|span| words(span.of(&text)).count()).sum();
            prop_assert_eq!(inside, words(&text).count());
        }
    }
}
