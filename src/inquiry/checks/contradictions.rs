//! Ratings that contradict their comments, both ways.
//!
//! Which words mark praise and which complaint is learned from the corpus
//! itself: naive Bayes (Maron 1961) on the terms of promoters' and of
//! detractors' comments, each comment judged by all others. It knows no
//! irony: what it finds is to be read.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::ledger::Ledger;
use crate::feedback::{Group, Place, Span};
use crate::study::{Quote, Voiced};
use crate::text::Filler;
use crate::vectorize::{Lexicon, TermId};

/// A rating that contradicts its comment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contradiction {
    /// The whole comment.
    pub quote: Quote,
    /// The group its words are like.
    pub like: Group,
    /// How much more likely its words are there: the logarithm of the odds.
    pub log_odds: f64,
}

/// Twenty to one: less is no contradiction.
const PLAIN: f64 = 3.0;

/// Most that are told.
const TOLD: usize = 20;

/// Comments of a group, from which its words are learned; fewer teach nothing.
const TAUGHT: u64 = 20;

/// Returns the contradictions, the plainest first, and how many comments were
/// looked at.
pub(super) fn contradictions(ledger: &Ledger<'_>) -> (Vec<Contradiction>, u64) {
    let analysis = ledger.analysis;
    let stop_words = &analysis.memory.settings.stop_words;
    let lexicon = Lexicon::of(&analysis.passages.utterances, 1, stop_words);
    let said: Vec<Comment> = comments(ledger, &lexicon);
    let words = Words::of(&said);
    if words.comments.iter().any(|count| *count < TAUGHT) {
        return (Vec::new(), 0);
    }
    let mut found: Vec<(f64, usize, Group)> = Vec::new();
    for comment in &said {
        let odds = comment.odds(&words);
        match comment.group {
            Group::Promoter if odds >= PLAIN => {
                found.push((odds, comment.response, Group::Detractor));
            }
            Group::Detractor if -odds >= PLAIN => {
                found.push((-odds, comment.response, Group::Promoter));
            }
            _ => {}
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let told = found.into_iter().take(TOLD);
    let told = told.map(|(log_odds, response, like)| Contradiction {
        quote: whole(ledger, response),
        like,
        log_odds,
    });
    (told.collect(), said.len() as u64)
}

/// Returns a whole comment as a quote.
pub(super) fn whole(ledger: &Ledger<'_>, response: usize) -> Quote {
    let comment = ledger.analysis.corpus.responses[response]
        .comment
        .as_deref();
    let span = Span {
        start: 0,
        end: comment.unwrap_or_default().len(),
    };
    ledger.analysis.quote(Place::Comment { response, span })
}

struct Comment {
    response: usize,
    group: Group,
    /// Its terms, each once, ascending.
    terms: Vec<TermId>,
    /// Whether it says praise or complaint and nothing else.
    plain: Option<Group>,
}

fn comments(ledger: &Ledger<'_>, lexicon: &Lexicon) -> Vec<Comment> {
    let analysis = ledger.analysis;
    let by_response = analysis.by_response();
    let passages = &analysis.passages;
    let mut comments = Vec::new();
    for (response, said) in by_response.iter().enumerate() {
        let Some(group) = ledger.group(response).filter(|_| !said.is_empty()) else {
            continue;
        };
        if said.iter().all(|&p| analysis.voiced_by(p) == Voiced::Blank) {
            continue;
        }
        let utterances = || said.iter().map(|&p| passages.all[p].utterance);
        let mut terms: Vec<TermId> = utterances()
            .flat_map(|u| lexicon.terms(&passages.utterances[u]))
            .flatten()
            .collect();
        terms.sort_unstable();
        terms.dedup();
        let all = |filler: Filler| utterances().all(|u| passages.fillers[u] == Some(filler));
        comments.push(Comment {
            response,
            group,
            terms,
            plain: match () {
                () if all(Filler::Praise) => Some(Group::Promoter),
                () if all(Filler::Complaint) => Some(Group::Detractor),
                () => None,
            },
        });
    }
    comments
}

/// How many promoters' and how many detractors' comments use each term.
struct Words {
    used: BTreeMap<TermId, [f64; 2]>,
    comments: [u64; 2],
}

fn side(group: Group) -> Option<usize> {
    match group {
        Group::Promoter => Some(0),
        Group::Detractor => Some(1),
        Group::Passive => None,
    }
}

impl Words {
    fn of(said: &[Comment]) -> Self {
        let mut words = Self {
            used: BTreeMap::new(),
            comments: [0; 2],
        };
        for comment in said {
            let Some(side) = side(comment.group) else {
                continue;
            };
            words.comments[side] += 1;
            for term in &comment.terms {
                words.used.entry(*term).or_default()[side] += 1.0;
            }
        }
        words
    }
}

/// What is added to each count, so that a word of one comment proves little.
const PRIOR: f64 = 1.0;

impl Comment {
    /// Returns the log-odds that detractors rather than promoters wrote it,
    /// judged by all other comments.
    fn odds(&self, words: &Words) -> f64 {
        match self.plain {
            Some(Group::Promoter) => return -PLAIN,
            Some(Group::Detractor) => return PLAIN,
            _ => {}
        }
        let own = side(self.group);
        let without = |side: usize, count: f64| count - f64::from(u8::from(own == Some(side)));
        let totals = [0, 1].map(|side| without(side, words.comments[side] as f64));
        let log_share = |used: [f64; 2], side: usize| {
            ((without(side, used[side]) + PRIOR) / (totals[side] + 2.0 * PRIOR)).ln()
        };
        let terms = self.terms.iter().filter_map(|term| words.used.get(term));
        terms
            .map(|used| log_share(*used, 1) - log_share(*used, 0))
            .sum()
    }
}
