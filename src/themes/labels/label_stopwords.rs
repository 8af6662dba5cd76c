//! What labels leave out: what the survey asked and the name of what it is
//! about are said everywhere, and mark no theme.

use std::collections::HashSet;

use crate::text::{Language, normal};
use crate::vectorize::{Lexicon, TermId, Utterance};

use super::NamingContext;
use super::count::{PhraseCounts, PhraseTotals};
use super::phrase::Phrase;
use super::spelling::Spelling;

/// A name is written with a capital by this share of its writers.
const CAPITAL: f64 = 0.6;

/// What everybody speaks of is said by this share of all people,
const SAID: f64 = 0.02;

/// in this share of the themes,
const THEMES: f64 = 0.75;

/// and in none of them more often than elsewhere by this factor.
const EVENLY: f64 = 3.0;

/// In fewer themes than this, nothing is told by being said in all of them.
const FEWEST_THEMES: usize = 5;

/// What labels leave out.
pub(super) struct LabelStopWords {
    /// Names, which no label has.
    named: HashSet<TermId>,
    /// What the survey asked, which no label only repeats.
    asked: HashSet<TermId>,
}

impl LabelStopWords {
    pub(super) fn new(
        setting: &NamingContext,
        counts: &[PhraseCounts],
        everywhere: &PhraseTotals,
        spelling: &Spelling<'_>,
        lexicon: &Lexicon,
    ) -> Self {
        let asked = setting.questions.iter().flat_map(|question| {
            let in_any_language = Language::ALL.into_iter();
            in_any_language.flat_map(|language| read(question, language, lexicon))
        });
        let title = normal(&setting.title);
        let titled = title
            .split(' ')
            .filter(|word| spelling.capital(word) >= CAPITAL)
            .flat_map(|word| name(word, lexicon));
        let named = spelling
            .names(CAPITAL)
            .flat_map(|word| name(word, lexicon))
            .filter(|term| is_everywhere(&Phrase::word(*term), counts, everywhere));
        Self {
            named: titled.chain(named).collect(),
            asked: asked.collect(),
        }
    }

    /// Returns whether a label may have a phrase.
    pub(super) fn allows(&self, phrase: &Phrase) -> bool {
        self.allows_terms(&phrase.terms().collect::<Vec<_>>())
    }

    /// Returns whether a label may have some terms together.
    pub(super) fn allows_terms(&self, terms: &[TermId]) -> bool {
        let names = terms.iter().any(|term| self.named.contains(term));
        let only_repeats = terms.iter().all(|term| self.asked.contains(term));
        !names && !only_repeats
    }
}

fn read(text: &str, language: Language, lexicon: &Lexicon) -> Vec<TermId> {
    let said = Utterance::new(normal(text), language);
    lexicon.terms(&said).into_iter().flatten().collect()
}

/// Returns the terms of a word written like a name. In German every noun is.
fn name(word: &str, lexicon: &Lexicon) -> Vec<TermId> {
    let capitals_tell = Language::ALL
        .into_iter()
        .filter(|language| *language != Language::German);
    capitals_tell
        .flat_map(|language| read(word, language, lexicon))
        .collect()
}

fn is_everywhere(word: &Phrase, counts: &[PhraseCounts], everywhere: &PhraseTotals) -> bool {
    let all = everywhere.weight(word).people / everywhere.all.people;
    let shares = counts
        .iter()
        .map(|counts| counts.weight(word).people / counts.all.people.max(1.0));
    let saying = shares.clone().filter(|share| *share > 0.0).count() as f64;
    counts.len() >= FEWEST_THEMES
        && all >= SAID
        && saying >= THEMES * counts.len() as f64
        && shares.fold(0.0, f64::max) <= EVENLY * all
}
