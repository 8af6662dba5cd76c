//! The words that one side uses and the other does not.
//!
//! Takes two sets of answers; gives words and pairs of words, counted once a
//! respondent, in the order of their log-odds (Monroe, Colaresi and Quinn
//! 2008).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::ledger::Ledger;
use crate::nps::intervals::Proportion;
use crate::nps::log_odds::{LogOdds, log_odds};
use crate::study::{Analysis, IndexLists, Voiced};
use crate::vectorize::{Lexicon, TermId};

/// The words that mark either of two sides.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DistinctiveWords {
    /// Those of the first, the most telling first.
    pub first: Vec<DistinctiveWord>,
    /// Those of the second, the most telling first.
    pub second: Vec<DistinctiveWord>,
}

/// A word, and who uses it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DistinctiveWord {
    /// The word, or two, as most write it.
    pub word: String,
    /// Respondents of the first side who use it.
    pub first: Proportion,
    /// Respondents of the second side who use it.
    pub second: Proportion,
    /// How far apart that is.
    #[serde(flatten)]
    pub log_odds: LogOdds,
}

/// Words shown of a side.
const SHOWN: usize = 10;

/// A word is one that this many respondents of a side use.
const USED: u64 = 3;

/// Two standard errors: less may be chance.
const TELLING: f64 = 1.96;

/// One term, or two that stand side by side.
type Gram = (TermId, Option<TermId>);

/// The terms of everything that was said, and who says what.
pub(super) struct SideVocabulary<'a> {
    analysis: &'a Analysis,
    by_response: IndexLists,
    lexicon: Lexicon,
}

impl<'a> SideVocabulary<'a> {
    /// Collects the terms of what is said of a theme; else of everything.
    pub(super) fn within(ledger: &Ledger<'a>, theme: Option<usize>) -> Self {
        let analysis = ledger.analysis;
        let stop_words = &analysis.memory.settings.stop_words;
        let all = &analysis.passages.utterances;
        let is_of = |voiced: &Voiced, theme: usize| matches!(voiced, Voiced::Theme { finding, .. } if *finding == theme);
        let lexicon = match theme {
            None => Lexicon::new(all, 1, stop_words),
            Some(theme) => {
                let said = all.iter().zip(&analysis.voiced);
                let said = said.filter(|(_, voiced)| is_of(voiced, theme));
                let said: Vec<_> = said.map(|(said, _)| said.clone()).collect();
                Lexicon::new(&said, 1, stop_words)
            }
        };
        Self {
            analysis,
            by_response: analysis.by_response(),
            lexicon,
        }
    }

    /// Returns the words that mark either side; `within` a theme, only what is
    /// said of it counts.
    pub(super) fn apart(&self, sides: &[Vec<usize>; 2], within: Option<usize>) -> DistinctiveWords {
        let mut spelled = Spelled::default();
        let counts = sides
            .each_ref()
            .map(|side| self.counted(side, within, &mut spelled));
        let totals = sides.each_ref().map(|side| side.len() as u64);
        ranked(&counts, totals, &spelled)
    }

    /// Counts the respondents of a side who use each gram.
    fn counted(
        &self,
        side: &[usize],
        within: Option<usize>,
        spelled: &mut Spelled,
    ) -> BTreeMap<Gram, u64> {
        let mut counts: BTreeMap<Gram, u64> = BTreeMap::new();
        for &response in side {
            let said = self.by_response[response].iter().copied();
            let mut used: BTreeSet<Gram> = BTreeSet::new();
            for passage in said.filter(|&passage| self.is_counted(passage, within)) {
                let utterance = self.analysis.passages.all[passage].utterance;
                let utterance = &self.analysis.passages.utterances[utterance];
                spelled.read(&self.lexicon.terms(utterance), &utterance.normal, &mut used);
            }
            for gram in used {
                *counts.entry(gram).or_default() += 1;
            }
        }
        counts
    }

    fn is_counted(&self, passage: usize, within: Option<usize>) -> bool {
        match (within, self.analysis.voiced_by(passage)) {
            (None, voiced) => voiced != Voiced::Blank,
            (Some(theme), voiced) => {
                matches!(voiced, Voiced::Theme { finding, .. } if finding == theme)
            }
        }
    }
}

/// How each term is written most often.
#[derive(Default)]
struct Spelled(HashMap<Gram, BTreeMap<String, u64>>);

impl Spelled {
    /// Collects the grams of an utterance, and how they are written.
    fn read(&mut self, terms: &[Option<TermId>], normal: &str, used: &mut BTreeSet<Gram>) {
        let words: Vec<&str> = normal.split(' ').collect();
        for (at, term) in terms.iter().enumerate() {
            let Some(term) = *term else { continue };
            let next = terms.get(at + 1).copied().flatten();
            self.count((term, None), words[at].to_owned(), used);
            if let Some(next) = next.filter(|next| *next != term) {
                let both = format!("{} {}", words[at], words[at + 1]);
                self.count((term, Some(next)), both, used);
            }
        }
    }

    fn count(&mut self, gram: Gram, written: String, used: &mut BTreeSet<Gram>) {
        *self.0.entry(gram).or_default().entry(written).or_default() += 1;
        used.insert(gram);
    }

    fn of(&self, gram: Gram) -> String {
        let forms = self.0.get(&gram).into_iter().flatten();
        let most = forms.max_by_key(|(form, count)| (**count, std::cmp::Reverse(*form)));
        most.map(|(form, _)| form.clone()).unwrap_or_default()
    }
}

fn ranked(
    counts: &[BTreeMap<Gram, u64>; 2],
    totals: [u64; 2],
    spelled: &Spelled,
) -> DistinctiveWords {
    let count = |side: usize, gram: &Gram| counts[side].get(gram).copied().unwrap_or_default();
    let all: BTreeSet<Gram> = counts
        .iter()
        .flat_map(|counts| counts.keys().copied())
        .collect();
    let people: u64 = totals.iter().sum();
    // The prior stands for as many respondents as the middle of the two sides.
    let prior_total = people as f64 / 2.0;
    let words: Vec<(Gram, DistinctiveWord)> = all
        .iter()
        .filter(|gram| count(0, gram).max(count(1, gram)) >= USED)
        .map(|&gram| {
            let used = [0, 1].map(|side| count(side, &gram));
            let share = (used[0] + used[1]) as f64 / people as f64;
            let prior = prior_total * share;
            let odds = log_odds(used[0], totals[0], used[1], totals[1], prior, prior_total);
            let part = |side: usize| Proportion {
                voiced: used[side],
                of: totals[side],
            };
            let word = DistinctiveWord {
                word: spelled.of(gram),
                first: part(0),
                second: part(1),
                log_odds: odds,
            };
            (gram, word)
        })
        .collect();
    DistinctiveWords {
        first: marked(&words, 1.0),
        second: marked(&words, -1.0),
    }
}

/// Returns the words that mark the side of a sign. A word that is hardly said
/// without another is told with it, or not at all.
fn marked(words: &[(Gram, DistinctiveWord)], sign: f64) -> Vec<DistinctiveWord> {
    let mut telling: Vec<&(Gram, DistinctiveWord)> = words
        .iter()
        .filter(|(_, word)| word.log_odds.z * sign >= TELLING)
        .collect();
    telling.sort_by(|(a, x), (b, y)| {
        let order = (y.log_odds.z * sign).total_cmp(&(x.log_odds.z * sign));
        order
            .then_with(|| b.1.is_some().cmp(&a.1.is_some()))
            .then_with(|| a.cmp(b))
    });
    let mut shown: Vec<(Gram, DistinctiveWord)> = Vec::new();
    for (gram, word) in telling {
        let shares = |other: &Gram| {
            let parts = [Some(other.0), other.1];
            parts.contains(&Some(gram.0)) || gram.1.is_some_and(|t| parts.contains(&Some(t)))
        };
        if shown.len() < SHOWN && !shown.iter().any(|(other, _)| shares(other)) {
            shown.push((*gram, word.clone()));
        }
    }
    shown.into_iter().map(|(_, word)| word).collect()
}
