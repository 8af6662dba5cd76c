//! Which texts answer a query, and how many.
//!
//! The command, the page, its exports and the report all look through the same
//! number of hits together, so that all of them count the same: those that have
//! the words first, then those that say the like in other words.

use super::selection::Selection;
use crate::question::{HitOrder, SearchQuestion};
use crate::search::{Context, Error, Facet, Hit, Hits, Index, Query, SearchOptions, Sort};
use crate::study::reference::Like;
use crate::text::Language;

/// So many hits are looked at together: told apart into those that have the
/// words and those that say the like, and grouped. Of more hits no like is
/// looked for.
pub const TOGETHER: usize = 480;

/// A search that was read.
#[derive(Clone, Debug)]
pub struct ReadSearch {
    /// Which texts are meant.
    pub query: Query,
    /// What they should be like.
    pub like: Option<Like>,
    /// Which come first, how much of them is shown, and whether facets count.
    pub options: SearchOptions,
}

impl ReadSearch {
    /// Reads a question; `like` is what its passage turned out to be.
    pub fn parse(question: &SearchQuestion, like: Option<Like>) -> Result<Self, Error> {
        let query = Query::parse(&question.query)?;
        Ok(Self {
            query: if question.exact { query.exact() } else { query },
            like,
            options: SearchOptions {
                sort: question.order.into(),
                context: Context::Passages(0),
                ..SearchOptions::default()
            },
        })
    }

    /// Returns the same among some answers alone.
    #[must_use]
    pub fn among(self, selection: &Selection) -> Self {
        Self {
            query: self.query.among(&selection.responses),
            ..self
        }
    }

    /// Returns the hits from `offset` on, at most `limit`, by whatever the index
    /// looks through for them alone.
    pub fn hits(&self, index: &Index, (offset, limit): (usize, usize)) -> Result<Hits, Error> {
        let options = SearchOptions {
            limit,
            offset,
            ..self.options
        };
        match &self.like {
            Some(like) => index.similar(&like.text, like.place, &self.query, &options),
            None => index.search(&self.query, &options),
        }
    }

    /// Returns what answers it, with the hits from `offset` on, at least `limit`
    /// of them where there are.
    pub fn find(
        &self,
        index: &Index,
        (offset, limit): (usize, usize),
    ) -> Result<SearchResults, Error> {
        let first = offset / TOGETHER * TOGETHER;
        let end = offset.saturating_add(limit);
        let Hits {
            total,
            mut similar,
            mut hits,
            facets,
        } = self.hits(index, (first, TOGETHER))?;
        let mut next = first.saturating_add(TOGETHER);
        while end > next && first + hits.len() == next {
            hits.extend(self.hits(index, (next, TOGETHER))?.hits);
            next += TOGETHER;
        }
        if total > TOGETHER {
            hits.retain(|hit| !hit.is_similar);
            similar = 0;
        }
        hits.sort_by_key(|hit| hit.is_similar);
        Ok(SearchResults {
            total,
            similar,
            hits,
            first,
            facets,
            language: index.main_language(),
        })
    }
}

impl From<HitOrder> for Sort {
    fn from(order: HitOrder) -> Self {
        match order {
            HitOrder::Best => Self::Score,
            HitOrder::Newest => Self::Newest,
            HitOrder::Oldest => Self::Oldest,
            HitOrder::Highest => Self::Highest,
            HitOrder::Lowest => Self::Lowest,
        }
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// How many texts have the words.
    pub total: usize,
    /// How many more say the like, as far as they were looked for.
    pub similar: usize,
    /// Some of them in a row, those that have the words first.
    pub hits: Vec<Hit>,
    /// How many stand before these.
    first: usize,
    /// How all of them spread.
    pub facets: Vec<Facet>,
    /// The language most texts are in.
    pub language: Language,
}

impl SearchResults {
    /// Returns the hits of a page.
    pub fn page(&self, offset: usize, limit: usize) -> &[Hit] {
        let from = offset.saturating_sub(self.first).min(self.hits.len());
        &self.hits[from..from.saturating_add(limit).min(self.hits.len())]
    }

    /// Returns how many hits there are to look at.
    pub fn all(&self) -> usize {
        self.total + self.similar
    }
}
