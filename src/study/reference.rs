//! What somebody means who names a quote or a place, or writes words that
//! others should be like.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::error::Error;
use super::lookup::{Lookup, TextSpan};
use super::manual_codes::chosen;
use super::quote_id::{QuoteId, QuoteIds, quote_id};
use crate::corpus::Corpus;
use crate::feedback::{Document, Place, Span};
use crate::text::{self, passages};
use crate::themes::Codebook;

/// The passages that motif cuts, also those of whoever asks the questions, by
/// the ids they are known by.
pub struct Quotes(BTreeMap<String, TextSpan>);

impl Quotes {
    /// Cuts a corpus.
    pub fn new(corpus: &Corpus) -> Self {
        let documents: Vec<Document> = corpus.documents().collect();
        let quotes = documents.into_par_iter().flat_map_iter(|document| {
            let ids = QuoteIds::new(corpus, document);
            let spans = cut(corpus, document).into_iter();
            spans.map(move |span| (ids.id(span).to_string(), (document, span)))
        });
        Self(quotes.collect())
    }

    /// Returns the passages that an id, or the beginning of one, is meant for:
    /// those that motif cuts, and those that people chose.
    pub fn find(
        &self,
        corpus: &Corpus,
        chosen: impl IntoIterator<Item = TextSpan>,
        wanted: &str,
    ) -> Vec<TextSpan> {
        if !QuoteId::is_one(wanted) {
            return Vec::new();
        }
        let cut = self.0.range(wanted.to_owned()..);
        let cut = cut.take_while(|(id, _)| id.starts_with(wanted));
        let is_meant =
            |&(document, span): &TextSpan| quote_id(corpus, document, span).is_meant_by(wanted);
        let chosen = chosen.into_iter().filter(is_meant);
        let found = cut.map(|(_, span)| *span).chain(chosen);
        found.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn cut(corpus: &Corpus, document: Document) -> Vec<Span> {
    match document {
        Document::Comment(_) => passages(corpus.text(document)),
        Document::Interview(at) => {
            let interview = &corpus.interviews[at];
            let turns = interview.turns.iter().flat_map(|turn| {
                let cut = passages(turn.span.slice(&interview.text)).into_iter();
                cut.map(|span| span.shifted(turn.span.start))
            });
            turns.collect()
        }
    }
}

/// Returns all that somebody may mean, in the order it stands.
pub fn find(corpus: &Corpus, codebook: &Codebook, written: &str) -> Vec<TextSpan> {
    if QuoteId::is_one(written) {
        return Quotes::new(corpus).find(corpus, chosen(corpus, codebook), written);
    }
    let pointed = Lookup::new(corpus).pointed(written);
    let whole = |document| Span {
        start: 0,
        end: corpus.text(document).len(),
    };
    let found = pointed.map(|(document, span)| (document, span.unwrap_or_else(|| whole(document))));
    found
        .filter(|(_, span)| !span.is_empty())
        .into_iter()
        .collect()
}

/// Checks that no file ends before a place that nothing was found at.
pub fn check_end(corpus: &Corpus, written: &str) -> Result<(), Error> {
    let Some(end) = Lookup::new(corpus).end_before(written) else {
        return Ok(());
    };
    let wanted = written.rsplit(':').next().unwrap_or_default();
    Err(Error::PastEnd {
        source_name: end.source.to_owned(),
        wanted: wanted.to_owned(),
        unit: end.unit,
        last: end.last,
    })
}

/// Words that others should be like, and where they stand, if they stand in
/// the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub place: Option<Place>,
}

/// A passage with fewer words says too little to find its like: all that its
/// comment or turn says is taken.
const TELLING: usize = 5;

/// Returns the words at a place that others should be like.
pub fn like_at(corpus: &Corpus, (document, span): TextSpan) -> Option<Like> {
    let place = corpus.place(document, span)?;
    let text = corpus.text(document);
    let is_short = text::words(span.slice(text)).count() < TELLING;
    let telling = if is_short { corpus.whole(place) } else { span };
    Some(Like {
        text: telling.slice(text).to_owned(),
        place: Some(place),
    })
}

/// Returns what others should be like: what somebody points at, else the very
/// words that are written, wherever in the corpus they stand.
pub fn like(corpus: &Corpus, codebook: &Codebook, written: &str) -> Result<Like, Error> {
    if let [only] = find(corpus, codebook, written)[..]
        && let Some(like) = like_at(corpus, only)
    {
        return Ok(like);
    }
    check_end(corpus, written)?;
    let mut sources = corpus.documents().map(|document| corpus.origin(document).0);
    if let Some((source, record)) = written.rsplit_once(':')
        && sources.any(|of| of == source)
    {
        return Err(Error::NoRecord {
            source_name: source.to_owned(),
            wanted: record.to_owned(),
        });
    }
    let is_long = written.split_whitespace().count() > 2;
    let mut documents = corpus.documents().filter(|_| is_long);
    let place = documents.find_map(|document| {
        let start = corpus.text(document).find(written)?;
        let end = start + written.len();
        corpus.place(document, Span { start, end })
    });
    Ok(Like {
        text: written.to_owned(),
        place,
    })
}
