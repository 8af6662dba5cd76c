//! A text that was found, with the words it was found by.
//!
//! Takes what a query looks for ([`QueryMark`]s) and a text; marks every word that
//! answers it, and cuts out the stretch where most of them stand. Colours and
//! line numbers are the caller's.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::options::Context;
use super::origin::IndexedText;
use super::terms::{LanguageSet, Terms};
use crate::feedback::{Place, Span};
use crate::text::{passages, searchable_words};

/// A text that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which text of the index it is in.
    pub of: IndexedText,
    /// The comment or turn; its span is the stretch shown, in bytes of the
    /// comment or of the interview's text.
    pub place: Place,
    /// How well it answers the query (BM25); 0 where only filters were asked.
    pub score: f32,
    /// How near it is in meaning, up to 1, where that was asked.
    pub nearness: Option<f32>,
    /// Whether it does not answer the words, and only says the like.
    pub is_similar: bool,
    /// The words at the place, exactly as they stand there.
    pub text: String,
    /// Every matching word of the whole comment or turn, in order; bytes of
    /// the comment or of the interview's text, as in `place`.
    pub matches: Vec<Span>,
}

/// A stretch of a [`Hit`]'s text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnippetPiece<'a> {
    /// The words.
    pub text: &'a str,
    /// Whether the query asked for them.
    pub is_match: bool,
}

impl Hit {
    /// Returns the shown text cut where matches begin and end; joined, the
    /// pieces are the text.
    pub fn pieces(&self) -> Vec<SnippetPiece<'_>> {
        let shown = self.place.span();
        let mut pieces = Vec::new();
        let mut done = 0;
        let mut piece = |start: usize, end: usize, is_match| {
            if start < end {
                let text = &self.text[start..end];
                pieces.push(SnippetPiece { text, is_match });
            }
        };
        for span in &self.matches {
            if span.start >= shown.start && span.end <= shown.end {
                piece(done, span.start - shown.start, false);
                piece(span.start - shown.start, span.end - shown.start, true);
                done = span.end - shown.start;
            }
        }
        piece(done, self.text.len(), false);
        pieces
    }
}

/// Something a query looks for.
#[derive(Clone, Debug)]
pub(super) enum QueryMark {
    /// A word by any of its terms.
    Word(HashSet<String>),
    Prefix(String),
    Fuzzy(String, u8),
    Phrase {
        words: Vec<String>,
        slop: u32,
    },
}

/// A word of a text that answers a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub span: Span,
    /// The place of the mark in the query.
    mark: usize,
}

/// Marks text after text, and remembers their words: texts repeat them.
pub(super) struct Marker<'a> {
    marks: &'a [QueryMark],
    remembered: HashMap<LanguageSet, HashMap<String, Arc<Terms>>>,
}

impl<'a> Marker<'a> {
    pub(super) fn new(marks: &'a [QueryMark]) -> Self {
        Self {
            marks,
            remembered: HashMap::new(),
        }
    }

    /// Returns the words of a text that answer any of the marks, in order.
    pub(super) fn matches(&mut self, text: &str, tongues: LanguageSet) -> Vec<Match> {
        if self.marks.is_empty() {
            return Vec::new();
        }
        let said = self.said(text, tongues);
        let mut matches: Vec<Match> = Vec::new();
        for (mark, wanted) in self.marks.iter().enumerate() {
            let answering = match wanted {
                QueryMark::Phrase { words, slop } => phrases(&said, words, *slop),
                single => (0..said.len())
                    .filter(|&place| single.is_answered_by(&said[place].1))
                    .collect(),
            };
            matches.extend(answering.into_iter().map(|place| Match {
                span: said[place].0,
                mark,
            }));
        }
        matches.sort_unstable();
        matches.dedup_by_key(|found| found.span);
        // The characters of one word are marked as one.
        matches.dedup_by(|next, found| {
            let touches = found.span.end == next.span.start && found.mark == next.mark;
            if touches {
                found.span.end = next.span.end;
            }
            touches
        });
        matches
    }

    fn said(&mut self, text: &str, tongues: LanguageSet) -> Vec<(Span, Arc<Terms>)> {
        let remembered = self.remembered.entry(tongues).or_default();
        let said = searchable_words(text).map(|word| {
            let terms = remembered.get(word.text).cloned();
            let terms = terms.unwrap_or_else(|| {
                let terms = Arc::new(Terms::new(word.text, tongues));
                remembered.insert(word.text.to_owned(), Arc::clone(&terms));
                terms
            });
            (word.span, terms)
        });
        said.collect()
    }
}

impl QueryMark {
    fn is_answered_by(&self, terms: &Terms) -> bool {
        let mut exact = std::iter::once(&terms.exact).chain(&terms.tail);
        match self {
            Self::Word(wanted) => terms.all().any(|term| wanted.contains(term)),
            Self::Prefix(start) => exact.any(|word| word.starts_with(start.as_str())),
            Self::Fuzzy(wanted, most) => exact.any(|word| is_near(word, wanted, *most)),
            Self::Phrase { .. } => false,
        }
    }
}

/// Returns the places of the words of a phrase, wherever it stands.
fn phrases(said: &[(Span, Arc<Terms>)], phrase: &[String], slop: u32) -> Vec<usize> {
    let is = |place: usize, word: &str| {
        let terms = &said[place].1;
        terms.exact == word || terms.tail.as_deref() == Some(word)
    };
    let mut found: Vec<usize> = Vec::new();
    for start in 0..said.len() {
        let whole = start + phrase.len() <= said.len()
            && (0..phrase.len()).all(|step| is(start + step, &phrase[step]));
        if whole {
            found.extend(start..start + phrase.len());
        }
    }
    if slop > 0 {
        found.extend(near(said.len(), phrase, slop as usize, &is));
    }
    if found.is_empty() {
        // tantivy found it in a way we do not see: its words are what is left to show.
        found.extend((0..said.len()).filter(|&place| phrase.iter().any(|word| is(place, word))));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns the places of a phrase's words where all of them stand within
/// `slop` words of their order: from each first word, the nearest of the others.
fn near(
    length: usize,
    phrase: &[String],
    slop: usize,
    is: &dyn Fn(usize, &str) -> bool,
) -> Vec<usize> {
    let mut found = Vec::new();
    for first in (0..length).filter(|&place| is(place, &phrase[0])) {
        let others = phrase.iter().enumerate().skip(1).map(|(step, word)| {
            let from = (first + step).saturating_sub(slop);
            let to = (first + step).saturating_add(slop + 1).min(length);
            (from..to)
                .filter(|&place| is(place, word))
                .min_by_key(|place| place.abs_diff(first + step))
        });
        if let Some(others) = others.collect::<Option<Vec<usize>>>() {
            found.push(first);
            found.extend(others);
        }
    }
    found
}

/// Returns whether two words are at most so many letters apart: left out, put
/// in, replaced, or two neighbours swapped.
fn is_near(one: &str, two: &str, most: u8) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    let most = most as usize;
    if one.len().abs_diff(two.len()) > most {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=two.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=two.len() {
            let swapped = i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1];
            let replaced = last[j - 1] + usize::from(one[i - 1] != two[j - 1]);
            let mut fewest = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if swapped {
                fewest = fewest.min(before[j - 2] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[two.len()] <= most
}

/// Returns the stretch of a text to show: around its core, if it has one,
/// else where the most different marks, then the most matches, stand within
/// the context.
pub(super) fn window(text: &str, matches: &[Match], core: Option<Span>, context: Context) -> Span {
    let whole = Span::new(0, text.len());
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let most = match context {
        Context::Whole => return whole,
        Context::Passages(_) => PASSAGE,
        Context::Characters(most) if starts.len() <= most => return whole,
        Context::Characters(most) => most,
    };
    let nth = |byte: usize| starts.partition_point(|&start| start < byte);
    let core = match core {
        Some(core) => (nth(core.start), nth(core.end).min(nth(core.start) + most)),
        None => densest(matches, most, &nth),
    };
    if let Context::Passages(around) = context {
        let byte = |character: usize| starts.get(character).copied().unwrap_or(text.len());
        let (start, end) = (byte(core.0), byte(core.1));
        return with_passages(text, Span { start, end }, around);
    }
    let spare = most.saturating_sub(core.1 - core.0);
    let from = core.0.saturating_sub(spare / 2);
    let to = (from + most.max(core.1 - core.0)).min(starts.len());
    let from = to.saturating_sub(most).min(from);
    let byte = |character: usize| starts.get(character).copied().unwrap_or(text.len());
    let core = Span::new(byte(core.0), byte(core.1));
    on_words(text, Span::new(byte(from), byte(to)), core)
}

/// Matches at most so many characters apart are shown together, where whole
/// passages are shown.
const PASSAGE: usize = 160;

/// Returns the passages a core stands in, with some before and after.
fn with_passages(text: &str, core: Span, around: usize) -> Span {
    let passages = passages(text);
    let first = passages.partition_point(|passage| passage.end <= core.start);
    let past = passages.partition_point(|passage| passage.start < core.end);
    let first = first.min(passages.len().saturating_sub(1));
    let past = past.max(first + 1).saturating_add(around);
    let shown =
        &passages[first.saturating_sub(around).min(passages.len())..past.min(passages.len())];
    match shown {
        [] => Span::new(0, text.len()),
        [only] => *only,
        [first, .., last] => Span::new(first.start, last.end),
    }
}

/// Returns the first and the last character of the best run of matches.
fn densest(matches: &[Match], most: usize, nth: &dyn Fn(usize) -> usize) -> (usize, usize) {
    let places: Vec<(usize, usize, usize)> = matches
        .iter()
        .map(|found| (nth(found.span.start), nth(found.span.end), found.mark))
        .collect();
    let mut best = ((0, 0), (0, 0));
    for (index, &(start, end, _)) in places.iter().enumerate() {
        let mut marks = HashSet::new();
        let mut last = end;
        let run = places[index..]
            .iter()
            .take_while(|(_, end, _)| end - start <= most);
        let mut count = 0;
        for &(_, end, mark) in run {
            marks.insert(mark);
            count += 1;
            last = end;
        }
        if (marks.len(), count) > best.0 {
            best = ((marks.len(), count), (start, last));
        }
    }
    best.1
}

/// Moves both ends inwards to the next space, never into the core.
fn on_words(text: &str, window: Span, core: Span) -> Span {
    let mut start = window.start;
    if start > 0 && !text[..start].ends_with(char::is_whitespace) {
        let cut = text[start..core.start].find(char::is_whitespace);
        start = cut.map_or(start, |cut| start + cut);
    }
    let mut end = window.end;
    if !text[end..].is_empty() && !text[end..].starts_with(char::is_whitespace) {
        let from = core.end.max(start);
        let cut = text[from..end].rfind(char::is_whitespace);
        end = cut.map_or(end, |cut| from + cut);
    }
    let shown = &text[start..end];
    start += shown.len() - shown.trim_start().len();
    end -= shown.len() - shown.trim_end().len();
    Span::new(start, end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_letters_are_one_letter_off() {
        assert!(is_near("invioce", "invoice", 1));
        assert!(!is_near("inviocce", "invoice", 1));
        assert!(is_near("größe", "grösse", 2));
    }

    #[test]
    fn a_window_stands_where_the_matches_are_and_cuts_no_word() {
        let filler = "lorem ipsum dolor 😀 ".repeat(30);
        let text = format!("{filler}the invoice was wrong {filler}");
        let marks = ["invoice", "wrong"].map(|word| QueryMark::Prefix(word.into()));
        let found = Marker::new(&marks).matches(&text, LanguageSet::default());
        let shown = window(&text, &found, None, Context::Characters(60)).slice(&text);
        assert!(shown.contains("invoice was wrong"), "{shown}");
        assert!(shown.chars().count() <= 60);
        let whole_words = shown.split_whitespace().all(|word| {
            "lorem ipsum dolor 😀 the invoice was wrong"
                .split(' ')
                .any(|other| other == word)
        });
        assert!(whole_words, "{shown}");
    }
}
