//! What people said of passages themselves: which theme they are of, that
//! they are important, what is to be remembered of them.
//!
//! Takes decisions, which speak of passages by file, record and characters;
//! gives places in the corpus, and says which could not be found again.

use std::collections::{BTreeMap, HashMap};

use super::lookup::{Lookup, TextSpan};
use crate::corpus::Corpus;
use crate::feedback::{Document, Span};
use crate::themes::{Codebook, CodedPassage, PassageNote, Passages};

/// A passage that a person gave to a theme, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualCode {
    /// The text it is in.
    pub document: Document,
    /// Where it is in there.
    pub span: Span,
    /// What was said of it.
    pub coded: CodedPassage,
}

/// A passage that a person noted something about, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedPassage {
    /// The text it is in.
    pub document: Document,
    /// Where it is in there.
    pub span: Span,
    /// What was noted.
    pub marked: PassageNote,
}

/// Returns the passages that people gave to themes and that are still there,
/// in the order they did; and those that are not.
pub fn given(corpus: &Corpus, codebook: &Codebook) -> (Vec<ManualCode>, Vec<CodedPassage>) {
    located(corpus, codebook.coded())
}

/// Returns coded passages where they stand, and those that are not there.
fn located(corpus: &Corpus, coded: Vec<CodedPassage>) -> (Vec<ManualCode>, Vec<CodedPassage>) {
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    if coded.is_empty() {
        return (found, lost);
    }
    let lookup = Lookup::new(corpus);
    for coded in coded {
        match lookup.excerpt(&coded.passage) {
            Some((document, span)) => found.push(ManualCode {
                document,
                span,
                coded,
            }),
            None => lost.push(coded),
        }
    }
    (found, lost)
}

/// Returns what people noted about passages that are still there.
pub fn noted(corpus: &Corpus, codebook: &Codebook) -> Vec<MarkedPassage> {
    let marked = codebook.notes();
    if marked.is_empty() {
        return Vec::new();
    }
    let lookup = Lookup::new(corpus);
    let place = |marked: PassageNote| {
        let (document, span) = lookup.excerpt(&marked.passage)?;
        Some(MarkedPassage {
            document,
            span,
            marked,
        })
    };
    marked.into_iter().filter_map(place).collect()
}

/// Returns where the passages stand that people gave to themes or noted
/// something about.
pub fn chosen(corpus: &Corpus, codebook: &Codebook) -> Vec<TextSpan> {
    let given = given(corpus, codebook).0.into_iter();
    let noted = noted(corpus, codebook).into_iter();
    given
        .map(|given| (given.document, given.span))
        .chain(noted.map(|noted| (noted.document, noted.span)))
        .collect()
}

/// Returns the theme that people gave each utterance to, by its words; 0 where
/// they took it out of all themes.
///
/// Where several were given the same passage, the one that covers most of it
/// counts; where the same words were given different themes, the last.
pub(super) fn taught(
    corpus: &Corpus,
    passages: &Passages,
    codebook: &Codebook,
) -> BTreeMap<String, u32> {
    let (given, _) = located(corpus, codebook.placed());
    let mut by_document: HashMap<Document, Vec<(usize, &ManualCode)>> = HashMap::new();
    for (order, given) in given.iter().enumerate() {
        let of = by_document.entry(given.document).or_default();
        of.push((order, given));
    }
    let mut taught: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
    for passage in &passages.all {
        let Some(given) = by_document.get(&passage.place.document()) else {
            continue;
        };
        let span = passage.place.span();
        let meant = given.iter().filter(|(_, given)| means(given.span, span));
        let most = meant.max_by_key(|(order, given)| (given.span.overlap(span), *order));
        if let Some((order, given)) = most {
            let words = &passages.utterances[passage.utterance].normal;
            let known = taught.entry(words).or_insert((*order, given.coded.theme));
            *known = (*known).max((*order, given.coded.theme));
        }
    }
    let words = taught.into_iter();
    words
        .map(|(words, (_, theme))| (words.to_owned(), theme))
        .collect()
}

/// Returns the passages that people gave to further themes than the one they
/// count under, by position, with these themes: what one person gave to one
/// theme and another to another is of both.
pub(super) fn also(
    corpus: &Corpus,
    passages: &Passages,
    codebook: &Codebook,
    taught: &BTreeMap<String, u32>,
) -> Vec<(usize, u32)> {
    let (given, _) = given(corpus, codebook);
    let mut by_document: HashMap<Document, Vec<&ManualCode>> = HashMap::new();
    for given in &given {
        by_document.entry(given.document).or_default().push(given);
    }
    let mut also = Vec::new();
    for (at, passage) in passages.all.iter().enumerate() {
        let Some(given) = by_document.get(&passage.place.document()) else {
            continue;
        };
        let words = &passages.utterances[passage.utterance].normal;
        let span = passage.place.span();
        let meant = given.iter().filter(|given| means(given.span, span));
        let further = meant.filter(|given| taught.get(words.as_str()) != Some(&given.coded.theme));
        also.extend(further.map(|given| (at, given.coded.theme)));
    }
    also.sort_unstable();
    also.dedup();
    also
}

/// Whether a passage is meant by what a person pointed at: most of the one is
/// in the other.
pub fn means(pointed: Span, passage: Span) -> bool {
    let shared = pointed.overlap(passage);
    shared > 0 && (shared * 2 >= passage.len() || shared * 2 >= pointed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_its_sentence_and_a_paragraph_its_sentences() {
        let sentence = Span { start: 10, end: 50 };
        assert!(means(Span { start: 20, end: 25 }, sentence));
        assert!(means(Span { start: 0, end: 200 }, sentence));
        assert!(!means(Span { start: 0, end: 15 }, sentence));
        assert!(!means(Span { start: 50, end: 60 }, sentence));
    }
}
