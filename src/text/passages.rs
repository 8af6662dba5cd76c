//! A comment cut into passages: the clauses and sentences that each say one thing.
//!
//! Takes a text, gives places in it, in order and without overlap. Cuts at
//! the ends of sentences (UAX #29, and where the next one begins in lower
//! case), at list items and line breaks, at semicolons, and before a "but"
//! with enough words on both sides: in "love the app but support is slow"
//! there are two topics. What only qualifies the words before it ("but I did
//! not.") stays with them.

use unicode_segmentation::UnicodeSegmentation;

use super::scripts::is_unspaced;
use super::stopwords::is_function_word;
use super::words::words;
use crate::feedback::Span;

/// A line shorter than this was broken by the writer, not by a program that
/// wraps lines at its right edge.
const WRAPPED_LINE: usize = 60;

/// A clause needs this many words to stand on its own.
const CLAUSE_WORDS: usize = 3;

/// Cuts a text into passages.
///
/// Spaces, bullets and quotation marks around a passage are left out of its
/// span; a stretch without letters, digits or symbols is no passage.
pub(super) fn cut(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for line in lines(text) {
        let first = spans.len();
        for sentence in sentences(text, line) {
            for clause in clauses(text, sentence) {
                let Some(clause) = trimmed(text, clause) else {
                    continue;
                };
                match spans[first..].last_mut() {
                    Some(before) if only_qualifies(clause.slice(text)) => before.end = clause.end,
                    _ => spans.push(clause),
                }
            }
        }
    }
    spans
}

/// Cuts a text into whole sentences, where `cut` cuts some of them into
/// clauses.
pub fn whole_sentences(text: &str) -> Vec<Span> {
    let sentences = lines(text)
        .into_iter()
        .flat_map(|line| sentences(text, line));
    sentences.filter_map(|span| trimmed(text, span)).collect()
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
    spans.push(Span::new(start, text.len()));
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
const ABBREVIATIONS: [&str; 72] = [
    "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "no.", "nr.", "vs.", "e.g.", "i.e.", "approx.",
    "etc.", "inc.", "ltd.", "dept.", "ca.", "bzw.", "z.b.", "d.h.", "usw.", "str.", "tel.", "mme.",
    "m.", "p.ex.", "env.", "sr.", "sra.", "bijv.", "incl.", "excl.", "esp.", "ext.", "misc.",
    "appt.", "govt.", "hr.", "hrs.", "min.", "mins.", "sec.", "secs.", "wk.", "wks.", "yr.",
    "yrs.", "max.", "evtl.", "ggf.", "inkl.", "zzgl.", "mind.", "bspw.", "vgl.", "sog.", "std.",
    "cf.", "np.", "tj.", "itd.", "itp.", "m.in.", "vb.", "örn.", "т.д.", "т.п.", "т.е.", "др.",
    "руб.", "тыс.", "стр.",
];

/// Returns whether a clause turns on what stands before it and says nothing
/// by itself: "but I did not", "though it does not".
fn only_qualifies(clause: &str) -> bool {
    let mut words = words(clause).map(|word| word.text.to_lowercase());
    let turns = words
        .next()
        .is_some_and(|first| CONTRAST_WORDS.contains(&first.as_str()) || first == "so");
    turns && words.all(|word| is_function_word(&word))
}

fn sentences(text: &str, line: Span) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (start, sentence) in line.slice(text).split_sentence_bound_indices() {
        let start = line.start + start;
        let end = start + sentence.len();
        match spans.last_mut() {
            Some(before) if continues(before.slice(text)) => before.end = end,
            _ => spans.push(Span { start, end }),
        }
    }
    spans
        .into_iter()
        .flat_map(|span| missing_spaces(text, span))
        .flat_map(|span| lower_case_ends(text, span))
        .collect()
}

/// A full stop may belong to an abbreviation, and a line end inside a line that
/// a program wrapped ends nothing.
fn continues(sentence: &str) -> bool {
    let wrapped =
        sentence.ends_with(['\n', '\r']) && !sentence.trim_end().ends_with(['.', '!', '?']);
    wrapped || ends_in_abbreviation(sentence)
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    let last = sentence.trim_end().rsplit(char::is_whitespace).next();
    last.is_some_and(|word| {
        let word = word.trim_start_matches(['(', '"', '\'']);
        word.len() <= 10 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
    })
}

/// Cuts where the writer forgot the space: `"Slow app.Support is kind!Ok"`.
fn missing_spaces(text: &str, span: Span) -> Vec<Span> {
    let sentence = span.slice(text);
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, mark) in sentence.match_indices(['.', '!', '?']) {
        let before = sentence[start..at].rsplit(char::is_whitespace).next();
        let letters = |c: char| c.is_lowercase();
        let is_word =
            before.is_some_and(|word| word.chars().count() >= 3 && word.chars().all(letters));
        let next = sentence[at + mark.len()..].chars().next();
        if is_word && next.is_some_and(char::is_uppercase) {
            spans.push(Span::new(start + span.start, at + mark.len() + span.start));
            start = at + mark.len();
        }
    }
    spans.push(Span::new(start + span.start, span.end));
    spans
}

/// Cuts where the next sentence begins in lower case or with a number:
/// `"the app is great. the support is slow."`
fn lower_case_ends(text: &str, span: Span) -> Vec<Span> {
    let sentence = span.slice(text);
    let mut spans = Vec::new();
    let mut start = 0;
    let marks = sentence.char_indices();
    for (at, mark) in marks.filter(|(_, mark)| ".!?…".contains(*mark)) {
        let end = at + mark.len_utf8();
        let after = &sentence[end..];
        let begins = after
            .strip_prefix(char::is_whitespace)
            .is_some_and(|next| next.trim_start().starts_with(char::is_alphanumeric));
        if begins && end > start && ends_sentence(&sentence[start..end]) {
            spans.push(Span::new(start + span.start, end + span.start));
            start = end;
        }
    }
    spans.push(Span::new(start + span.start, span.end));
    spans
}

/// Returns whether the mark at the end of a stretch ends a sentence. A single
/// full stop may belong to an abbreviation, and dots may only be a pause.
fn ends_sentence(stretch: &str) -> bool {
    let bare = stretch.trim_end_matches(['.', '!', '?', '…']);
    let marks = &stretch[bare.len()..];
    let last = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_word = last.chars().count() >= 2 && !last.contains('.');
    match marks {
        "." => is_word && !ends_in_abbreviation(stretch),
        _ if marks.contains(['!', '?']) => !last.is_empty(),
        _ => words(bare).count() >= PAUSED_WORDS,
    }
}

/// Dots after fewer words than this are a pause: "well... it broke".
const PAUSED_WORDS: usize = 4;

/// Bytes of the longest of [`CONTRAST_WORDS`].
const LONGEST_CONTRAST: usize = 21;

/// Words that turn from one topic to another, in the languages motif knows.
const CONTRAST_WORDS: [&str; 53] = [
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
    "ale",
    "jednak",
    "natomiast",
    "ama",
    "fakat",
    "ancak",
    "но",
    "однако",
    "зато",
    "لكن",
    "ولكن",
    "但",
    "但是",
    "不过",
    "不過",
    "可是",
    "然而",
    "只是",
    "しかし",
    "でも",
    "ただ",
    "ただし",
    "けど",
    "けれど",
    "けれども",
    "하지만",
    "그러나",
    "그런데",
    "다만",
    "แต่",
    "แต่ว่า",
];

fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let words: Vec<_> = words(sentence.slice(text)).collect();
    let mut spans = Vec::new();
    let mut start = sentence.start;
    let mut words_before = 0;
    for (index, word) in words.iter().enumerate() {
        let at = word.span.start + sentence.start;
        let turns = word.text.len() <= LONGEST_CONTRAST
            && CONTRAST_WORDS.contains(&word.text.to_lowercase().as_str());
        let parted = turns || follows_semicolon(text, at) || follows_clause(text, at);
        let words_after = words.len() - index - usize::from(turns);
        let rest = || words[index + usize::from(turns)..].iter();
        let says_something = || rest().any(|word| !is_function_word(&word.text.to_lowercase()));
        if parted && words_before >= CLAUSE_WORDS && words_after >= CLAUSE_WORDS && says_something()
        {
            spans.push(Span { start, end: at });
            start = at;
            words_before = 0;
        }
        words_before += 1;
    }
    spans.push(Span::new(start, sentence.end));
    spans
}

/// Returns whether the clause before a place ends there by the habit of its
/// script: Chinese strings sentences together by commas, and Thai parts them by
/// spaces alone.
fn follows_clause(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    if !after.starts_with(is_unspaced) {
        return false;
    }
    let ended = before.trim_end();
    let is_thai = |c: char| matches!(c, '\u{e00}'..='\u{e7f}');
    ended.ends_with('，')
        || ended.len() < at && ended.ends_with(is_thai) && after.starts_with(is_thai)
}

fn follows_semicolon(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with(';')
}

fn trimmed(text: &str, span: Span) -> Option<Span> {
    let all = span.slice(text);
    let is_all = all.trim() == text.trim();
    if is_all && (is_fragment(all) || !all.chars().any(char::is_alphanumeric)) {
        // A lone `-`, `?` or `B` is an answer too, if it is all there is.
        return sign(text, span);
    }
    let left = all.trim_start();
    let left = bullet(left).map_or(left, |length| &left[length..]);
    let left = left
        .trim_start_matches(|c: char| c.is_whitespace() || ",;:\"“”„«»'‘’*_，、；：".contains(c));
    let start = span.end - left.len();
    let kept =
        left.trim_end_matches(|c: char| c.is_whitespace() || ",;:\"“”„«»*_，、；：".contains(c));
    (says_something(kept) && !is_fragment(kept)).then_some(Span::new(start, start + kept.len()))
}

fn says_something(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace()))
}

/// Returns whether a passage is what was left of a name or a list: "H", "B?".
fn is_fragment(passage: &str) -> bool {
    let mut letters = passage.chars().filter(|c| c.is_alphanumeric());
    letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next().is_none()
}

fn sign(text: &str, span: Span) -> Option<Span> {
    let kept = span.slice(text).trim_start();
    let start = span.end - kept.len();
    let end = start + kept.trim_end().len();
    (end > start).then_some(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::passages;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        super::cut(text)
            .into_iter()
            .map(|span| span.slice(text))
            .collect()
    }

    #[test]
    fn sentences_end_at_full_width_signs_too() {
        let text = "配送が遅い。連絡もない！本当に？はい";
        assert_eq!(
            cut(text),
            ["配送が遅い。", "連絡もない！", "本当に？", "はい"]
        );
    }

    #[test]
    fn clauses_end_at_the_commas_of_chinese_and_the_spaces_of_thai() {
        assert_eq!(
            cut("菜品的味道非常不错，就是配送的时间太长"),
            ["菜品的味道非常不错", "就是配送的时间太长"]
        );
        assert_eq!(
            cut("อาหารอร่อยมากเลย พนักงานไม่สุภาพกับลูกค้า"),
            ["อาหารอร่อยมากเลย", "พนักงานไม่สุภาพกับลูกค้า"]
        );
        assert_eq!(
            cut("味はとても良かったが、しかし値段がかなり高い"),
            ["味はとても良かったが", "しかし値段がかなり高い"]
        );
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
    fn a_sentence_may_begin_in_lower_case_or_with_a_number() {
        assert_eq!(
            cut("the app is great. the support is slow! i waited a week. 3 calls later nothing"),
            [
                "the app is great.",
                "the support is slow!",
                "i waited a week.",
                "3 calls later nothing"
            ]
        );
        assert_eq!(
            cut("it broke down on day one... then nobody came"),
            ["it broke down on day one...", "then nobody came"]
        );
    }

    #[test]
    fn dots_that_pause_and_points_that_shorten_end_nothing() {
        for text in [
            "well... it broke",
            "took approx. three weeks, incl. the weekend",
            "the U.S. office is fine",
            "version 3.5 is slow",
            "we use node.js daily",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }

    #[test]
    fn what_only_qualifies_stays_with_what_it_qualifies() {
        for text in [
            "I was told it would be installed but I did not.",
            "They promised the app would sync. But it does not.",
            "Die Rechnung sollte stimmen. Aber das ist sie nicht.",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }

    #[test]
    fn a_letter_that_was_left_of_a_name_is_no_passage() {
        assert_eq!(
            cut("I spoke to Mr B? H. He was kind"),
            ["I spoke to Mr B?", "He was kind"]
        );
        assert_eq!(cut("H"), ["H"]);
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
                prop_assert!(!span.slice(&text).is_empty());
                end = span.end;
            }
        }

        #[test]
        fn no_word_of_two_letters_is_lost(text in "[a-zé ,;.\\n-]{0,80}") {
            let long = |text: &str| words(text).filter(|word| word.text.chars().count() > 1).count();
            let inside: usize = super::cut(&text).into_iter().map(|span| long(span.slice(&text))).sum();
            prop_assert_eq!(inside, long(&text));
        }
    }
}
