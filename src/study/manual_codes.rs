//! What people said of passages themselves: which theme they are of, that
//! they are important, what is to be remembered of them.
//!
//! Takes decisions, which speak of passages by file, record and characters;
//! gives places in the corpus, and says which could not be found again.

use std::collections::{BTreeMap, HashMap};

use crate::corpus::Corpus;
use crate::feedback::{Document, Excerpt, Span};
use crate::themes::{Codebook, Coded, Marked, Passages};

/// A passage that a person gave to a theme, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualCode {
    /// The text it is in.
    pub document: Document,
    /// Where it is in there.
    pub span: Span,
    /// What was said of it.
    pub coded: Coded,
}

/// A passage that a person noted something about, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedPassage {
    /// The text it is in.
    pub document: Document,
    /// Where it is in there.
    pub span: Span,
    /// What was noted.
    pub marked: Marked,
}

/// Finds what people point at.
pub struct Pointing<'a> {
    corpus: &'a Corpus,
    by_origin: HashMap<(&'a str, Option<String>), Vec<Document>>,
    by_name: HashMap<(&'a str, Option<String>), Vec<Document>>,
}

impl<'a> Pointing<'a> {
    /// Gets ready to find things in a corpus.
    pub fn of(corpus: &'a Corpus) -> Self {
        let mut pointing = Self {
            corpus,
            by_origin: HashMap::new(),
            by_name: HashMap::new(),
        };
        for document in corpus.documents() {
            let (source, record) = corpus.origin(document);
            let known = pointing.by_origin.entry((source, record.clone()));
            known.or_default().push(document);
            let known = pointing.by_name.entry((bare(source), record));
            known.or_default().push(document);
        }
        pointing
    }

    /// Returns the one document of a file and record. A file may be named
    /// without its folder.
    pub fn document(&self, source: &str, record: Option<&str>) -> Option<Document> {
        let record = record.map(str::to_owned);
        let of = self.by_origin.get(&(source, record.clone()));
        match of.or_else(|| self.by_name.get(&(bare(source), record)))?[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Returns where an excerpt stands.
    pub fn place(&self, excerpt: &Excerpt) -> Option<(Document, Span)> {
        let document = self.document(&excerpt.source, excerpt.record.as_deref())?;
        let span = excerpt.within(self.corpus.text(document))?;
        Some((document, span))
    }
}

/// Returns a file's name without its folder.
pub(super) fn bare(source: &str) -> &str {
    source.rsplit('/').next().unwrap_or(source)
}

/// Returns the passages that people gave to themes and that are still there,
/// in the order they did; and those that are not.
pub fn given(corpus: &Corpus, codebook: &Codebook) -> (Vec<ManualCode>, Vec<Coded>) {
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    let coded = codebook.coded();
    if coded.is_empty() {
        return (found, lost);
    }
    let pointing = Pointing::of(corpus);
    for coded in coded {
        match pointing.place(&coded.passage) {
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
    let marked = codebook.marked();
    if marked.is_empty() {
        return Vec::new();
    }
    let pointing = Pointing::of(corpus);
    let place = |marked: Marked| {
        let (document, span) = pointing.place(&marked.passage)?;
        Some(MarkedPassage {
            document,
            span,
            marked,
        })
    };
    marked.into_iter().filter_map(place).collect()
}

/// Returns the theme that people gave each utterance to, by its words.
///
/// Where several were given the same passage, the one that covers most of it
/// counts; where the same words were given different themes, the last.
pub(super) fn taught(
    corpus: &Corpus,
    passages: &Passages,
    codebook: &Codebook,
) -> BTreeMap<String, u32> {
    let (given, _) = given(corpus, codebook);
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

/// Whether a passage is meant by what a person pointed at: most of the one is
/// in the other.
pub fn means(pointed: Span, passage: Span) -> bool {
    let shared = pointed.overlap(passage);
    shared > 0 && (shared * 2 >= passage.len() || shared * 2 >= pointed.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::Response;

    fn corpus() -> Corpus {
        let response = |row: u32, comment: &str| Response {
            source: "files/spring.csv".into(),
            row,
            comment: Some(comment.into()),
            ..Response::default()
        };
        Corpus {
            responses: vec![response(2, "Too slow. Too dear."), response(3, "Too slow.")],
            ..Corpus::default()
        }
    }

    #[test]
    fn a_file_is_found_with_and_without_its_folder() {
        let corpus = corpus();
        let pointing = Pointing::of(&corpus);
        let document = Some(Document::Comment(1));
        assert_eq!(pointing.document("files/spring.csv", Some("3")), document);
        assert_eq!(pointing.document("spring.csv", Some("3")), document);
        assert_eq!(pointing.document("spring.csv", Some("4")), None);
    }

    #[test]
    fn a_word_means_its_sentence_and_a_paragraph_its_sentences() {
        let sentence = Span { start: 10, end: 50 };
        assert!(means(Span { start: 20, end: 25 }, sentence));
        assert!(means(Span { start: 0, end: 200 }, sentence));
        assert!(!means(Span { start: 0, end: 15 }, sentence));
        assert!(!means(Span { start: 50, end: 60 }, sentence));
    }
}
