//! Who says which phrase.

use ahash::{AHashMap as HashMap, AHashSet as HashSet};

use crate::vectorize::{Lexicon, TermId};

use super::SaidUtterance;
use super::phrase::{Phrase, phrases, runs};

/// How much a phrase is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PhraseWeight {
    /// By how many people.
    pub(super) people: f64,
    /// The same, each as far as what they say is central to the theme.
    pub(super) weight: f64,
}

impl PhraseWeight {
    fn add(&mut self, other: Self) {
        self.people += other.people;
        self.weight += other.weight;
    }
}

/// The phrases of a theme.
#[derive(Default)]
pub(super) struct PhraseCounts {
    pub(super) phrases: HashMap<Phrase, PhraseWeight>,
    /// Everybody in the theme.
    pub(super) all: PhraseWeight,
    /// The words they say.
    words: f64,
}

impl PhraseCounts {
    pub(super) fn new(members: &[SaidUtterance<'_>], lexicon: &Lexicon) -> Self {
        let mut counts = Self::default();
        // Once an utterance: whoever repeats a word does not say more.
        let mut once: HashSet<Phrase> = HashSet::new();
        for said in members {
            let people = said.people;
            let heard = PhraseWeight {
                people,
                weight: people * f64::from(said.strength),
            };
            counts.all.add(heard);
            once.clear();
            for run in runs(said, lexicon) {
                once.extend(phrases(&run).map(|spoken| spoken.phrase));
            }
            for phrase in &once {
                counts.phrases.entry(*phrase).or_default().add(heard);
                if phrase.is_word() {
                    counts.words += heard.weight;
                }
            }
        }
        counts
    }

    pub(super) fn weight(&self, phrase: &Phrase) -> PhraseWeight {
        self.phrases.get(phrase).copied().unwrap_or_default()
    }
}

/// The phrases of all themes.
pub(super) struct PhraseTotals {
    phrases: HashMap<Phrase, PhraseWeight>,
    pub(super) all: PhraseWeight,
    /// How many words are said in a theme, on average.
    pub(super) words: f64,
}

impl PhraseTotals {
    pub(super) fn from_counts(counts: &[PhraseCounts]) -> Self {
        let mut everywhere = Self {
            phrases: HashMap::new(),
            all: PhraseWeight::default(),
            words: 0.0,
        };
        for counts in counts {
            for (phrase, heard) in &counts.phrases {
                everywhere.phrases.entry(*phrase).or_default().add(*heard);
            }
            everywhere.all.add(counts.all);
            everywhere.words += counts.words;
        }
        everywhere.words /= counts.len().max(1) as f64;
        everywhere
    }

    /// Returns how many people say each term.
    pub(super) fn terms(&self) -> HashMap<TermId, f64> {
        let words = self.phrases.iter().filter(|(phrase, _)| phrase.is_word());
        words
            .filter_map(|(phrase, heard)| Some((phrase.terms().next()?, heard.people)))
            .collect()
    }

    pub(super) fn weight(&self, phrase: &Phrase) -> PhraseWeight {
        self.phrases.get(phrase).copied().unwrap_or_default()
    }
}
