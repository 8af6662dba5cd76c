//! Which leaf of the model each utterance belongs to, and how many people
//! voice each theme.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::people::People;
use crate::corpus::Corpus;
use crate::feedback::Place;
use crate::text::{Filler, has_phrase, normal};
use crate::themes::{
    Assigned, Codebook, Leaf, Memory, Model, NO_THEME, Passages, ThemeOrigin, general,
};
use crate::vectorize::Utterance;

/// What an utterance says, before leaves are themes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Placed {
    /// It belongs to a leaf.
    In(Assigned),
    /// It belongs nowhere.
    Nowhere,
    /// It says nothing: "n/a".
    Blank,
}

/// Returns where each utterance belongs: what people said of it stands before
/// what the model says.
pub(super) fn placed(passages: &Passages, memory: &Memory) -> Vec<Placed> {
    let mut placed = placed_by(passages, memory.model.as_ref());
    for (utterance, placed) in passages.utterances.iter().zip(&mut placed) {
        if let Some(theme) = memory.manual_theme(&utterance.normal) {
            *placed = match theme {
                NO_THEME => Placed::Nowhere,
                theme => certain(ThemeOrigin::Seed(theme)),
            };
        }
    }
    placed
}

/// What people keep out of a theme, and what brings a passage to it all the
/// same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptOut {
    theme: u32,
    /// The words, in their normal form.
    words: Vec<String>,
    bring: Vec<String>,
}

/// Returns what people keep out of themes.
pub(super) fn kept_out(codebook: &Codebook) -> Vec<KeptOut> {
    let normal_forms =
        |words: &[String]| -> Vec<String> { words.iter().map(|word| normal(word)).collect() };
    let exclusions = codebook.exclusions().into_iter();
    exclusions
        .map(|(theme, words)| KeptOut {
            theme,
            words: normal_forms(words),
            bring: normal_forms(&codebook.phrases(theme)),
        })
        .collect()
}

/// Takes out of themes what says words that people keep out of them, unless
/// somebody put it there; `numbers` says which theme each leaf is.
pub(super) fn keep_out(
    placed: &mut [Placed],
    passages: &Passages,
    memory: &Memory,
    numbers: &BTreeMap<Leaf, u32>,
    kept_out: &[KeptOut],
) {
    for kept in kept_out {
        let said = passages.utterances.par_iter();
        said.zip(placed.par_iter_mut()).for_each(|(said, placed)| {
            let Placed::In(assigned) = placed else {
                return;
            };
            let is_here = numbers.get(&assigned.leaf) == Some(&kept.theme);
            let says = |words: &[String]| has_phrase(&said.normal, words, said.language);
            let by_hand = || memory.manual_theme(&said.normal).is_some();
            // What brings a passage is stronger than what keeps it out.
            if is_here && says(&kept.words) && !says(&kept.bring) && !by_hand() {
                *placed = Placed::Nowhere;
            }
        });
    }
}

fn certain(origin: ThemeOrigin) -> Placed {
    Placed::In(Assigned {
        leaf: Leaf { origin, part: 0 },
        strength: 1.0,
        belongs: true,
        central: true,
    })
}

fn placed_by(passages: &Passages, model: Option<&Model>) -> Vec<Placed> {
    let topical = |at: &usize| passages.fillers[*at].is_none();
    let topics: Vec<usize> = (0..passages.utterances.len()).filter(topical).collect();
    let said: Vec<&Utterance> = topics.iter().map(|&at| &passages.utterances[at]).collect();
    let mut placed: Vec<Placed> = passages
        .fillers
        .iter()
        .map(|filler| filler.map_or(Placed::Nowhere, without_topic))
        .collect();
    if let Some(model) = model {
        for (at, said) in passages.utterances.iter().enumerate() {
            if matches!(
                passages.fillers[at],
                Some(Filler::Praise | Filler::Complaint)
            ) && let Some(assigned) = model.asked_for(said)
            {
                placed[at] = Placed::In(assigned);
            }
        }
        for (at, assigned) in topics.into_iter().zip(model.assign_all(&said)) {
            placed[at] = with_topic(&passages.utterances[at], assigned);
        }
    }
    placed
}

/// Returns where an utterance that is no filler belongs: to the theme it was
/// assigned to, else where it only praises or complains.
pub(super) fn with_topic(said: &Utterance, assigned: Option<Assigned>) -> Placed {
    let assigned = assigned.filter(|assigned| assigned.belongs);
    let general = || general(said).map(without_topic);
    assigned
        .map(Placed::In)
        .or_else(general)
        .unwrap_or(Placed::Nowhere)
}

/// Returns where an utterance belongs that is filler.
pub(super) fn without_topic(filler: Filler) -> Placed {
    match filler {
        Filler::Praise => certain(ThemeOrigin::Praise),
        Filler::Complaint => certain(ThemeOrigin::Complaint),
        Filler::Blank => Placed::Blank,
    }
}

/// People talk around a topic more than they write around it: what is spoken
/// belongs to a theme only when it is central to it.
pub(super) fn is_heard(central: bool, place: Place) -> bool {
    central || matches!(place, Place::Comment { .. })
}

/// Who voices each of some things.
pub(super) struct Voices<K> {
    /// Everybody, ever, in comments and interviews.
    ever: BTreeMap<K, HashSet<usize>>,
    /// In their latest answer to a survey.
    now: BTreeMap<K, HashSet<usize>>,
    /// For each interview, how often.
    spoken: BTreeMap<K, BTreeMap<usize, usize>>,
}

/// An interview dwells on something that so many of its passages say, and this
/// many times as large a share of them as of those of all interviews.
const DWELLS: usize = 3;
const TIMES: f64 = 2.0;

impl<K: Ord + Copy> Voices<K> {
    /// Counts the people behind what `of` says of each leaf.
    pub(super) fn new(
        placed: &[Placed],
        also: &[(usize, u32)],
        corpus: &Corpus,
        passages: &Passages,
        people: &People,
        of: impl Fn(Leaf) -> Option<K>,
    ) -> Self {
        let mut voices = Self {
            ever: BTreeMap::new(),
            now: BTreeMap::new(),
            spoken: BTreeMap::new(),
        };
        let placed = passages.all.iter().map(|passage| {
            let assigned = match placed[passage.utterance] {
                Placed::In(assigned) => Some(assigned),
                Placed::Nowhere | Placed::Blank => None,
            };
            (passage, assigned)
        });
        let also = also
            .iter()
            .map(|(at, theme)| match certain(ThemeOrigin::Seed(*theme)) {
                Placed::In(assigned) => (&passages.all[*at], Some(assigned)),
                Placed::Nowhere | Placed::Blank => (&passages.all[*at], None),
            });
        for (passage, assigned) in placed.chain(also) {
            let Some(assigned) = assigned else {
                continue;
            };
            let Some(key) = of(assigned.leaf) else {
                continue;
            };
            let person = people.speaker(corpus, passage.place).person;
            if is_heard(assigned.central, passage.place) {
                voices.ever.entry(key).or_default().insert(person);
            }
            if matches!(passage.place, Place::Comment { response, .. } if people.is_latest(response))
            {
                voices.now.entry(key).or_default().insert(person);
            }
            if let Place::Turn { interview, .. } = passage.place {
                let interviews = voices.spoken.entry(key).or_default();
                *interviews.entry(interview).or_default() += 1;
            }
        }
        voices
    }

    /// Returns in how many interviews something is dwelt on: what comes up in
    /// all of them alike is what they were asked, and nobody's own.
    fn dwelt_on(&self) -> BTreeMap<K, usize> {
        let mut said: BTreeMap<usize, usize> = BTreeMap::new();
        for (interview, passages) in self.spoken.values().flatten() {
            *said.entry(*interview).or_default() += passages;
        }
        let all: usize = said.values().sum();
        let dwelling = self.spoken.iter().map(|(key, interviews)| {
            let usual = interviews.values().sum::<usize>() as f64 / all.max(1) as f64;
            let dwells = |(interview, passages): &(&usize, &usize)| {
                let share = **passages as f64 / said[*interview] as f64;
                **passages >= DWELLS && share >= TIMES * usual
            };
            (*key, interviews.iter().filter(dwells).count())
        });
        dwelling.collect()
    }

    /// Returns how many people ever voiced something.
    pub(super) fn ever(&self, key: K) -> usize {
        self.ever.get(&key).map_or(0, HashSet::len)
    }

    /// Returns what is voiced, what most people voice now first; where nobody
    /// was asked in a survey, what most interviews dwell on.
    pub(super) fn ranked(&self) -> Vec<K> {
        let now = |key: &K| self.now.get(key).map_or(0, HashSet::len);
        let mut keys: Vec<K> = self.ever.keys().chain(self.now.keys()).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        let dwelt_on = if self.now.is_empty() {
            self.dwelt_on()
        } else {
            BTreeMap::new()
        };
        let dwelling = |key: &K| dwelt_on.get(key).copied().unwrap_or_default();
        keys.sort_by_key(|key| std::cmp::Reverse((now(key), dwelling(key), self.ever(*key))));
        keys
    }
}
