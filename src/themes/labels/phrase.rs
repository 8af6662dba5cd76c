//! The phrases of a passage.

use crate::text::{self, Language};
use crate::vectorize::{Lexicon, TermId};

use super::SaidUtterance;
use super::words::{LabelPart, part};

/// The terms of a phrase in the order of their numbers, so that "lost bag"
/// and "the bag was lost" are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Phrase {
    terms: [TermId; MOST_TERMS],
    /// The one that denies the others: "not".
    denied_by: Option<TermId>,
}

const MOST_TERMS: usize = 3;

/// Stands where a phrase has fewer terms; no lexicon is as large.
const NO_TERM: TermId = TermId::MAX;

impl Phrase {
    /// Returns the phrase of some words; `None` for none, too many, or one twice.
    fn from_tokens(tokens: &[Token<'_>]) -> Option<Self> {
        let denying = tokens.iter().find(|token| token.part == LabelPart::Before);
        let denied_by = denying.and_then(|token| token.term);
        Self::sorted(tokens.iter().filter_map(Token::telling), denied_by)
    }

    fn sorted(terms: impl Iterator<Item = TermId>, denied_by: Option<TermId>) -> Option<Self> {
        let mut sorted = [NO_TERM; MOST_TERMS];
        let mut length = 0;
        for term in terms {
            if length == MOST_TERMS || sorted[..length].contains(&term) {
                return None;
            }
            sorted[length] = term;
            length += 1;
        }
        sorted.sort_unstable();
        (length > 0).then_some(Self {
            terms: sorted,
            denied_by,
        })
    }

    /// Returns the phrase of a term alone.
    pub(super) fn word(term: TermId) -> Self {
        Self {
            terms: [term, NO_TERM, NO_TERM],
            denied_by: None,
        }
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = TermId> + '_ {
        self.terms.iter().copied().filter(|&term| term != NO_TERM)
    }

    pub(super) fn is_word(&self) -> bool {
        self.terms().count() == 1
    }
}

/// A word of a passage, and what it may do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) word: &'a str,
    /// What joins it to the word before: a space, or a hyphen.
    pub(super) joined_by: char,
    term: Option<TermId>,
    part: LabelPart,
}

impl Token<'_> {
    /// Returns its term if a phrase is told by it.
    fn telling(&self) -> Option<TermId> {
        self.term.filter(|_| {
            matches!(
                self.part,
                LabelPart::Name | LabelPart::Beside | LabelPart::Before
            )
        })
    }

    fn ends(&self) -> bool {
        self.telling().is_some() && self.part != LabelPart::Before
    }
}

/// The words of a passage without those passed over, cut where a phrase must end.
pub(super) fn runs<'a>(said: &SaidUtterance<'a>, lexicon: &Lexicon) -> Vec<Vec<Token<'a>>> {
    let language = said.utterance.language;
    let terms = lexicon.terms(said.utterance);
    let words: Vec<&str> = said.utterance.normal.split(' ').collect();
    let gaps = gaps(said.text, words.len());
    let mut runs = vec![Vec::new()];
    for (at, &word) in words.iter().enumerate() {
        let token = token(word, gaps[at], terms[at], language);
        let links = runs
            .last()
            .is_some_and(|run: &Vec<Token<'_>>| run.last().is_some_and(Token::ends));
        let is_cut = match token.part {
            LabelPart::Unsaid => true,
            LabelPart::Linking => !links,
            _ => gaps[at].is_none(),
        };
        if is_cut && runs.last().is_some_and(|run| !run.is_empty()) {
            runs.push(Vec::new());
        }
        let is_kept = match token.part {
            LabelPart::Unsaid | LabelPart::PassedOver => false,
            LabelPart::Linking => links && !is_cut,
            _ => true,
        };
        if let (true, Some(run)) = (is_kept, runs.last_mut()) {
            run.push(token);
        }
    }
    runs
}

fn token(word: &str, gap: Option<char>, term: Option<TermId>, language: Language) -> Token<'_> {
    Token {
        word,
        joined_by: gap.unwrap_or(' '),
        term,
        part: part(word, language, term.is_some()),
    }
}

/// Returns what stands before each word: a space, a hyphen, or `None` where a
/// sentence or clause begins.
fn gaps(text: &str, words: usize) -> Vec<Option<char>> {
    let mut end = 0;
    let gaps: Vec<Option<char>> = text::words(text)
        .map(|word| {
            let gap = &text[end..word.span.start];
            end = word.span.end;
            joining(gap)
        })
        .collect();
    if gaps.len() == words {
        gaps
    } else {
        vec![Some(' '); words]
    }
}

fn joining(gap: &str) -> Option<char> {
    match gap {
        "-" | "/" | "&" => gap.chars().next(),
        _ if gap
            .chars()
            .all(|c| c.is_whitespace() || "-/&'’*_#@".contains(c)) =>
        {
            Some(' ')
        }
        _ => None,
    }
}

/// A phrase where it is said.
pub(super) struct SpokenPhrase<'r, 'a> {
    pub(super) phrase: Phrase,
    pub(super) tokens: &'r [Token<'a>],
    /// The little word that may close it: "up" in "top up".
    pub(super) closing: Option<&'r Token<'a>>,
}

/// Returns the phrases of a run.
pub(super) fn phrases<'r, 'a>(run: &'r [Token<'a>]) -> impl Iterator<Item = SpokenPhrase<'r, 'a>> {
    let starts = (0..run.len()).filter(|&start| run[start].telling().is_some());
    starts.flat_map(move |start| {
        let furthest = run.len().min(start + MOST_WORDS);
        let ends = (start + 1..=furthest).filter(|&end| run[end - 1].ends());
        ends.filter_map(move |end| {
            let tokens = &run[start..end];
            let has_name = tokens.iter().any(|token| token.part == LabelPart::Name);
            Some(SpokenPhrase {
                phrase: Phrase::from_tokens(tokens).filter(|_| has_name)?,
                tokens,
                closing: closing(&run[end..]),
            })
        })
    })
}

/// Returns the first of the words after a phrase if it closes the phrase.
fn closing<'r, 'a>(after: &'r [Token<'a>]) -> Option<&'r Token<'a>> {
    let (next, later) = after.split_first()?;
    let closes = match next.part {
        LabelPart::Closing => true,
        LabelPart::ClosingLast => later.is_empty() || next.joined_by == '-',
        _ => false,
    };
    closes.then_some(next)
}

/// The longest phrase, in words.
const MOST_WORDS: usize = 4;
