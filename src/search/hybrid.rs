//! What is said in other words, beside what the words find.
//!
//! Takes a query, what its words found and what it means; gives both in one
//! order. Which texts are near is `nearest`'s, in which order all of it stands
//! `fusion`'s. What the query demands (quotes, filters) holds for both sides.

use std::collections::{HashMap, HashSet};

use tantivy::DocAddress;

use super::Error;
use super::collect::{All, Collected};
use super::fusion::RankedLists;
use super::index::{Index, RankedText, RankedTexts};
use super::nearest::{Near, QueryVector, nearest};
use super::options::{SearchOptions, Sort};
use super::plan::QueryPlan;
use super::query::{Node, Query};
use crate::feedback::Span;
use crate::text::StopWords;

/// A text less near than this says something else: two texts of one corpus
/// that were taken at random are as near as 0.05 to 0.15, and one pair in ten
/// reaches 0.2 to 0.3.
pub(super) const LEAST_COSINE: f32 = 0.25;

/// So many of the nearest texts, and of those with some of the words, are
/// brought in.
const CANDIDATES: usize = 100;

impl Index {
    /// Returns what the words found and what is near, in one order.
    pub(super) fn hybrid(
        &self,
        query: &Query,
        asked: &QueryVector,
        gathered: &Collected,
        options: &SearchOptions,
    ) -> Result<RankedTexts, Error> {
        let Some(semantic) = &self.semantic else {
            return Ok(RankedTexts::default());
        };
        let words: Vec<DocAddress> = gathered.first.iter().map(|(_, text)| *text).collect();
        let among: Vec<usize> = words.iter().map(|text| semantic.number(*text)).collect();
        let (_, near_words) = nearest(&semantic.vectors, asked, Some(&among), among.len(), -1.0);
        let mut some = Collected::default();
        let mut near = Vec::new();
        let mut marks = Vec::new();
        if words.len() == gathered.total {
            let demands = query.demands();
            let plan = self.partial_plan(&self.content_words(&query.plain()), &demands)?;
            some = self.gather(&plan, Sort::Score, CANDIDATES, &[])?;
            marks = plan.marks;
            let among = self.matching(&demands)?;
            near = nearest(
                &semantic.vectors,
                asked,
                among.as_deref(),
                CANDIDATES,
                LEAST_COSINE,
            )
            .1;
        }
        let some: Vec<(f32, DocAddress)> = some.first;
        let scores: HashMap<DocAddress, f32> = some
            .iter()
            .chain(&gathered.first)
            .map(|&(score, text)| (text, score))
            .collect();
        let nearness: HashMap<DocAddress, (Span, f32)> = near
            .iter()
            .chain(&near_words)
            .map(|near| (semantic.address(near), semantic.chunk(near)))
            .collect();
        let addresses = |near: &[Near]| -> Vec<DocAddress> {
            near.iter().map(|near| semantic.address(near)).collect()
        };
        let order = RankedLists {
            words: &words,
            total: gathered.total,
            near_words: &addresses(&near_words),
            some: &some.iter().map(|(_, text)| *text).collect::<Vec<_>>(),
            near: &addresses(&near),
        }
        .fused(options.limit);
        let found: HashSet<DocAddress> = words.into_iter().collect();
        let texts = order.into_iter().map(|address| RankedText {
            address,
            score: scores.get(&address).copied().unwrap_or(0.0),
            near: nearness.get(&address).copied(),
            is_similar: !found.contains(&address),
        });
        Ok(RankedTexts {
            texts: texts.collect(),
            marks,
        })
    }

    pub(super) fn partial_plan(&self, words: &[&str], demands: &Node) -> Result<QueryPlan, Error> {
        QueryPlan::partial(words, demands, self.text, self.languages, &self.catalogue)
    }

    /// Returns the words that tell what is asked; all where none does.
    pub(super) fn content_words<'a>(&self, words: &[&'a str]) -> Vec<&'a str> {
        let stop_words = StopWords::new(self.language_of(&words.join(" ")), &[]);
        let telling = words
            .iter()
            .copied()
            .filter(|word| !stop_words.contains(word));
        let telling: Vec<&str> = telling.collect();
        if telling.is_empty() {
            return words.to_vec();
        }
        telling
    }

    /// Returns the numbers of the texts that meet demands; `None` where there
    /// are none.
    pub(super) fn matching(&self, demands: &Node) -> Result<Option<Vec<usize>>, Error> {
        if *demands == Node::Everything {
            return Ok(None);
        }
        let plan = QueryPlan::new(demands, self.text, self.languages, &self.catalogue)?;
        let texts = self.searcher.search(&plan.query, &All)?;
        let firsts = self
            .semantic
            .as_ref()
            .map_or(&[][..], |semantic| &semantic.firsts);
        let numbers = texts
            .iter()
            .flat_map(|(segment, texts)| {
                let first = firsts[*segment as usize];
                texts.iter().map(move |&text| first + text as usize)
            })
            .collect();
        Ok(Some(numbers))
    }
}
