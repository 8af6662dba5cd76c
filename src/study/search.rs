//! What a search needs of a study beside its index: whoever says what is
//! meant, and the place that somebody points at.

use std::sync::Arc;

use super::error::Error;
use super::folder::Study;
use crate::corpus::Corpus;
use crate::feedback::{Place, Span};
use crate::search::Index;
use crate::text::Language;
use crate::vectorize::{Embedder, VectorSource};

impl Study {
    /// Opens the search index over a corpus, and beside it what all texts
    /// mean; either is made again when it is missing or stale.
    ///
    /// The vectors are those of the settings. Where they do not know the
    /// language most texts are in, those of the themes stand in, if there are
    /// any: they know the words of the corpus.
    pub fn index_by_meaning(&self, corpus: &Corpus) -> Result<Index, Error> {
        let index = self.index(corpus)?;
        let meaning = match seeker(&self.settings().vectors, index.main_language()) {
            None => self.seeker_of_themes()?,
            own => own,
        };
        Ok(match meaning {
            Some(meaning) => index.with_meaning(meaning, &corpus.responses, &corpus.interviews)?,
            None => index,
        })
    }

    fn seeker_of_themes(&self) -> Result<Option<Arc<dyn Embedder>>, Error> {
        let memory = self.memory()?;
        let memory = memory.filter(|memory| !memory.settings.vectors.is_slow());
        let model = memory.and_then(|memory| memory.model);
        Ok(model.map(|model| Arc::new(model.into_vectorizer()) as Arc<dyn Embedder>))
    }
}

/// Returns the source of vectors to search with, if it knows the language and
/// says what it knows at once: a transformer reads a big corpus for hours.
pub fn seeker(source: &VectorSource, language: Language) -> Option<Arc<dyn Embedder>> {
    let fits = source.knows(language) && !source.is_slow();
    fits.then(|| Arc::new(source.clone()) as Arc<dyn Embedder>)
}

/// What others should be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    /// The words.
    pub text: String,
    /// Where they stand, if they stand in the corpus.
    pub place: Option<Place>,
}

/// Returns what somebody points at: `spring.csv:14`, a row or line as hits are
/// shown with; `spring.csv:S-002`, a row's own id; else a quote, which is its
/// own words, wherever in the corpus it stands.
pub fn like(corpus: &Corpus, wanted: &str) -> Result<Like, Error> {
    if let Some((source, record)) = wanted.rsplit_once(':')
        && has_source(corpus, source)
    {
        let place =
            in_survey(corpus, source, record).or_else(|| in_interview(corpus, source, record));
        let place = place.ok_or_else(|| Error::NoRecord {
            source_name: source.to_owned(),
            wanted: record.to_owned(),
        })?;
        return Ok(Like {
            text: place.span().of(text(corpus, place)).to_owned(),
            place: Some(place),
        });
    }
    let holds = |place: &Place| place.span().of(text(corpus, *place)).contains(wanted);
    let wanted_is_long = wanted.split_whitespace().count() > 2;
    Ok(Like {
        text: wanted.to_owned(),
        place: all(corpus).filter(|_| wanted_is_long).find(holds),
    })
}

fn has_source(corpus: &Corpus, source: &str) -> bool {
    corpus.responses.iter().any(|of| of.source == source)
        || corpus.interviews.iter().any(|of| of.source == source)
}

fn in_survey(corpus: &Corpus, source: &str, record: &str) -> Option<Place> {
    let of_source = || {
        let responses = corpus.responses.iter().enumerate();
        responses.filter(|(_, of)| of.source == source && of.has_words())
    };
    let by_row = of_source().find(|(_, of)| of.row.to_string() == record);
    let found = by_row.or_else(|| of_source().find(|(_, of)| of.id.as_deref() == Some(record)));
    found.and_then(|(response, _)| comment(corpus, response))
}

fn in_interview(corpus: &Corpus, source: &str, line: &str) -> Option<Place> {
    let line: u32 = line.parse().ok()?;
    let begins = |place: &Place| {
        let Place::Turn {
            interview, span, ..
        } = *place
        else {
            return None;
        };
        let interview = &corpus.interviews[interview];
        let mark = interview
            .mark(span.start)
            .filter(|_| interview.source == source)?;
        (mark.line <= line).then_some(mark.line)
    };
    let turns = all(corpus).filter_map(|place| Some((begins(&place)?, place)));
    // The last turn that begins at or before the line.
    turns
        .max_by_key(|&(line, place)| (line, place))
        .map(|(_, place)| place)
}

/// Returns every comment and turn, whole.
fn all(corpus: &Corpus) -> impl Iterator<Item = Place> + '_ {
    let comments = (0..corpus.responses.len()).filter_map(|response| comment(corpus, response));
    let interviews = corpus.interviews.iter().enumerate();
    let turns = interviews.flat_map(|(interview, of)| {
        let turns = of.turns.iter().enumerate();
        turns.map(move |(turn, said)| Place::Turn {
            interview,
            turn,
            span: said.span,
        })
    });
    comments.chain(turns)
}

fn comment(corpus: &Corpus, response: usize) -> Option<Place> {
    let end = corpus.responses[response].comment.as_deref()?.len();
    let span = Span { start: 0, end };
    Some(Place::Comment { response, span })
}

fn text(corpus: &Corpus, place: Place) -> &str {
    match place {
        Place::Comment { response, .. } => corpus.responses[response]
            .comment
            .as_deref()
            .unwrap_or_default(),
        Place::Turn { interview, .. } => &corpus.interviews[interview].text,
    }
}
