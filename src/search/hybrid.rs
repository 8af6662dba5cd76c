//! What is said in other words, beside what the words find.
//!
//! Takes a query, what its words found and what it means; gives both in one
//! order. Which texts are near is `nearest`'s, in which order all of it stands
//! `fusion`'s. What the query demands (quotes, filters) holds for both sides.

use std::collections::{BTreeSet, HashMap, HashSet};

use tantivy::DocAddress;

use super::Error;
use super::collect::{All, Collected};
use super::fusion::{RankedLists, ScoredText, by_score};
use super::index::{Index, RankedText, RankedTexts};
use super::nearest::{QueryVector, nearest};
use super::options::{SearchOptions, Sort};
use super::plan::QueryPlan;
use super::query::{Node, Query};
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
        let near_words = semantic.near_among(asked, &words);
        let mut scores: HashMap<DocAddress, f32> = gathered
            .first
            .iter()
            .map(|&(score, text)| (text, score))
            .collect();
        let mut nearness = semantic.nearness(&near_words);
        let found: HashSet<DocAddress> = words.iter().copied().collect();
        let fills = gathered.total >= options.limit.max(1);
        let mut order = Vec::new();
        if fills {
            let near_words: Vec<DocAddress> = near_words
                .iter()
                .map(|near| semantic.address(near))
                .collect();
            let lists = RankedLists {
                words: &words,
                near_words: &near_words,
            };
            order = lists.fused(options.limit);
        }
        let mut marks = Vec::new();
        if words.len() == gathered.total {
            let demands = query.demands();
            let plan = self.partial_plan(&self.content_words(&query.plain()), &demands)?;
            let some = self.gather(&plan, Sort::Score, CANDIDATES, &[])?.first;
            marks = plan.marks;
            let among = self.matching(&demands)?;
            let among = among.as_deref();
            let near = nearest(&semantic.vectors, asked, among, CANDIDATES, LEAST_COSINE).1;
            let partly: Vec<DocAddress> = some.iter().map(|(_, text)| *text).collect();
            nearness.extend(semantic.nearness(&semantic.near_among(asked, &partly)));
            nearness.extend(semantic.nearness(&near));
            for (score, text) in some {
                scores.entry(text).or_insert(score);
            }
            let all: BTreeSet<DocAddress> = nearness.keys().chain(scores.keys()).copied().collect();
            let rest = all.iter().filter(|text| !(fills && found.contains(text)));
            let rest = rest.map(|text| ScoredText {
                text: *text,
                cosine: nearness.get(text).map_or(0.0, |near| f64::from(near.1)),
                score: scores.get(text).map_or(0.0, |score| f64::from(*score)),
                has_all: found.contains(text),
            });
            order.extend(by_score(rest.collect()));
        }
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
