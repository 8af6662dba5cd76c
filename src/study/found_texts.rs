//! The texts of some matches, without the corpus they are from.
//!
//! Takes an index that was built before and what it found; gives a [`Corpus`]
//! of the texts found alone, and the matches as they stand in it. So a search
//! reads as many answers as it shows, however many there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::Error;
use super::folder::Study;
use super::semantic_index::seeker;
use crate::corpus::Corpus;
use crate::feedback::{Interview, Place, Response};
use crate::search::{Hit, Index, TextOrigin};
use crate::vectorize::Embedder;

impl Study {
    /// Opens the search index as it was built for what the study holds now;
    /// `by_meaning` also what its texts mean. `None` where any of it is missing:
    /// [`Study::index_by_meaning`] and [`Study::index`] build it.
    pub fn built_index(&self, by_meaning: bool) -> Result<Option<Index>, Error> {
        let Some(index) = Index::open(&self.search_folder(), &self.stamp()?)? else {
            return Ok(None);
        };
        if !by_meaning {
            return Ok(Some(index));
        }
        Ok(match self.meaning_of(&index)? {
            Some(meaning) => index.with_kept_vectors(meaning),
            None => Some(index),
        })
    }

    /// Returns what says what the texts of an index mean, if anything does.
    pub(super) fn meaning_of(&self, index: &Index) -> Result<Option<Arc<dyn Embedder>>, Error> {
        match seeker(&self.settings().vectors, index) {
            None => self.seeker_of_themes(),
            own => Ok(own),
        }
    }

    /// Returns the texts that hits are in as a corpus of their own, and the
    /// hits as they stand in it, in their order; `None` where the study no
    /// longer has one of them.
    pub fn found_texts(
        &self,
        index: &Index,
        hits: &[Hit],
    ) -> Result<Option<(Corpus, Vec<Hit>)>, Error> {
        let scale = self.scale()?.unwrap_or_default();
        let mut responses = Vec::new();
        let mut origins: BTreeMap<String, TextOrigin> = BTreeMap::new();
        let mut sources = Vec::new();
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for hit in hits {
            let (origin, words) = index.text_of(hit)?;
            match hit.place {
                Place::Comment { response, .. } => {
                    places.entry(response).or_insert_with(|| {
                        let rating = origin.rating.and_then(|value| scale.rating(value));
                        responses.push(Response {
                            source: origin.source.into(),
                            id: origin.id.map(Into::into),
                            row: origin.row,
                            rating,
                            comment: Some(words.into()),
                            wave: origin.wave.into(),
                            date: origin.date.map(Into::into),
                            account: origin.account.map(Into::into),
                            ..Response::default()
                        });
                        responses.len() - 1
                    });
                    sources.push(String::new());
                }
                Place::Turn { .. } => {
                    sources.push(origin.source.clone());
                    origins.insert(origin.source.clone(), origin);
                }
            }
        }
        let mut interviews = self
            .stored()
            .interviews_in(|source| origins.contains_key(source))?;
        interviews.sort_by(|one, other| one.source.cmp(&other.source));
        for interview in &mut interviews {
            let origin = &origins[&interview.source];
            interview.account.clone_from(&origin.account);
            interview.date.clone_from(&origin.date);
        }
        let moved = hits.iter().zip(&sources).map(|(hit, source)| {
            let place = match hit.place {
                Place::Comment { response, span } => Place::Comment {
                    response: places[&response],
                    span,
                },
                Place::Turn { turn, span, .. } => {
                    let of = |of: &Interview| of.source.cmp(source);
                    let interview = interviews.binary_search_by(of).ok()?;
                    interviews[interview].turns.get(turn)?;
                    Place::Turn {
                        interview,
                        turn,
                        span,
                    }
                }
            };
            Some(Hit {
                place,
                ..hit.clone()
            })
        });
        let Some(hits) = moved.collect() else {
            return Ok(None);
        };
        let corpus = Corpus {
            scale,
            responses,
            interviews,
            ..Corpus::default()
        };
        Ok(Some((corpus, hits)))
    }
}
