//! What a study remembers of its themes.
//!
//! The model says where a text belongs, the memory which theme that is: the
//! number and the name it was found under, whatever is said since.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::assignment::{Leaf, ThemeOrigin};
use super::codebook::{NO_THEME, PieceReach};
use super::cohesion::MembershipRules;
use super::firmness::Firmness;
use super::model::{MiningSettings, Model};
use crate::vectorize::{SentenceProjection, Utterance};

/// What a study remembers of its themes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Which origin any text belongs to; `None` where there was too little to mine.
    pub model: Option<Model>,
    /// What it was mined with.
    pub settings: MiningSettings,
    /// The number of each origin that is, or was, a theme.
    numbers: BTreeMap<ThemeOrigin, u32>,
    /// The themes of leaves whose origin is not one theme: what people had
    /// merged or split before the model was mined.
    arranged: BTreeMap<Leaf, u32>,
    /// The decisions up to this one are in `arranged`.
    decided: u32,
    /// The name each theme was found under.
    names: BTreeMap<u32, String>,
    /// How much of each cluster comes back when it is mined again on part of
    /// the corpus; empty where nobody asked.
    firmness: Vec<Option<Firmness>>,
    /// Digests of the utterances it has seen, ascending.
    known: Vec<u64>,
    /// What people gave to a theme: the words of an utterance, and the theme.
    /// Written after everything else, which older forms end with.
    #[serde(skip)]
    taught: BTreeMap<String, u32>,
    /// The language model that was asked for the name of each theme, and
    /// whether the theme bears its answer. Written last of all.
    #[serde(skip)]
    worded: BTreeMap<u32, (String, bool)>,
}

impl Memory {
    /// Begins with a model that was just mined.
    pub fn new(model: Option<Model>, settings: MiningSettings) -> Self {
        Self {
            model,
            settings,
            ..Self::default()
        }
    }

    /// Finds what the clusters fall into and how firm they are, from the
    /// utterances that were mined.
    pub fn find_parts_and_firmness(&mut self, utterances: &[Utterance]) {
        if let Some(model) = &mut self.model {
            model.find_parts(utterances);
            self.firmness = model.firmness(utterances);
        }
    }

    /// Returns how firm what comes from an origin is, if anybody asked.
    pub fn firmness(&self, origin: ThemeOrigin) -> Option<Firmness> {
        match origin {
            ThemeOrigin::Cluster(cluster) => *self.firmness.get(cluster)?,
            ThemeOrigin::Seed(_) | ThemeOrigin::Praise | ThemeOrigin::Complaint => None,
        }
    }

    /// Returns what says where any text belongs, without what it was found
    /// from.
    #[must_use]
    pub fn without_history(&self) -> Self {
        Self {
            firmness: Vec::new(),
            known: Vec::new(),
            worded: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// Reads what [`Memory::to_bytes`] wrote; `None` where it does not read.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let Some(content) = bytes.strip_prefix(FORM) else {
            return Self::from_older_bytes(bytes);
        };
        let (mut memory, rest): (Self, _) = postcard::take_from_bytes(content).ok()?;
        let tail: MemoryTail = postcard::from_bytes(rest).ok()?;
        memory.taught = tail.taught;
        memory.worded = tail.worded;
        if let Some(model) = &mut memory.model {
            model.rules = tail.rules;
            model.piece_reach = tail.piece_reach;
            if let Some((sentences, is_of_others)) = tail.sentences {
                model.set_sentences(reading(sentences, is_of_others));
            }
        }
        memory.model = memory.model.map(Model::restored);
        Some(memory)
    }

    /// Reads what earlier versions wrote: one part after the other, as far as
    /// there were any.
    fn from_older_bytes(bytes: &[u8]) -> Option<Self> {
        let (content, has_bonds) = match bytes.strip_prefix(FORM_WITHOUT_PIECES) {
            Some(content) => (content, true),
            None => (bytes.strip_prefix(FORM_WITHOUT_RULES)?, false),
        };
        let (mut memory, mut rest): (Self, _) = postcard::take_from_bytes(content).ok()?;
        if has_bonds {
            let (bonds, after) = postcard::take_from_bytes(rest).ok()?;
            rest = after;
            if let Some(model) = &mut memory.model {
                model.rules = bonds;
            }
        }
        if !rest.is_empty() {
            (memory.taught, rest) = postcard::take_from_bytes(rest).ok()?;
        }
        if !rest.is_empty() {
            (memory.worded, rest) = postcard::take_from_bytes(rest).ok()?;
        }
        if let (false, Some(model)) = (rest.is_empty(), &mut memory.model) {
            let (sentences, rest): (SentenceProjection, _) =
                postcard::take_from_bytes(rest).ok()?;
            model.set_sentences(reading(sentences, !rest.is_empty()));
        }
        memory.model = memory.model.map(Model::restored);
        Some(memory)
    }

    /// Writes it down.
    pub fn to_bytes(&self) -> Vec<u8> {
        let model = self.model.as_ref();
        let sentences = model.and_then(Model::sentences);
        let tail = MemoryTail {
            rules: model.map(|model| model.rules.clone()).unwrap_or_default(),
            taught: self.taught.clone(),
            worded: self.worded.clone(),
            sentences: sentences.map(|of| (of.clone(), of.is_of_others())),
            piece_reach: model
                .map(|model| model.piece_reach.clone())
                .unwrap_or_default(),
        };
        let written = postcard::to_extend(self, FORM.to_vec())
            .and_then(|bytes| postcard::to_extend(&tail, bytes));
        written.expect("memory takes every byte")
    }

    /// Returns the number of each origin.
    pub fn numbers(&self) -> &BTreeMap<ThemeOrigin, u32> {
        &self.numbers
    }

    /// Returns the last decision that is already in its leaves.
    pub fn decided(&self) -> u32 {
        self.decided
    }

    /// Returns the leaves that are themes, and which.
    pub fn leaves(&self) -> impl Iterator<Item = (Leaf, u32)> + '_ {
        self.numbers.iter().flat_map(move |(&origin, &number)| {
            let parts = self.model.as_ref().map_or(1, |model| model.parts(origin));
            (0..parts as u32).map(move |part| {
                let leaf = Leaf { origin, part };
                (leaf, self.arranged.get(&leaf).copied().unwrap_or(number))
            })
        })
    }

    /// Returns the broad group an origin was mined in.
    pub fn broad(&self, origin: ThemeOrigin) -> Option<usize> {
        self.model.as_ref()?.broad(origin)
    }

    /// Returns the highest theme number given out.
    pub fn highest(&self) -> u32 {
        let numbers = self.numbers.values().chain(self.arranged.values());
        let named = self.names.keys().copied();
        numbers.copied().chain(named).max().unwrap_or(0)
    }

    /// Gives an origin its number.
    pub fn set_number(&mut self, origin: ThemeOrigin, number: u32) {
        self.numbers.insert(origin, number);
    }

    /// Gives a leaf of an origin a theme of its own, by the decisions up to one.
    pub fn set_theme(&mut self, leaf: Leaf, theme: u32) {
        if self.numbers.get(&leaf.origin) != Some(&theme) {
            self.arranged.insert(leaf, theme);
        }
    }

    /// Says that the decisions up to one are in its leaves.
    pub fn mark_decided(&mut self, number: u32) {
        self.decided = number;
    }

    /// Returns the name a theme was found under.
    pub fn name(&self, theme: u32) -> Option<&str> {
        self.names.get(&theme).map(String::as_str)
    }

    /// Remembers the name a theme was found under.
    pub fn remember_name(&mut self, theme: u32, name: &str) {
        let entry = self.names.entry(theme);
        entry.or_insert_with(|| name.to_owned());
    }

    /// Forgets the names that themes were found under and that are somebody's.
    pub fn forget_names(&mut self, is_theirs: impl Fn(&str) -> bool) {
        self.names.retain(|_, name| !is_theirs(name));
        let names = &self.names;
        self.worded.retain(|theme, _| names.contains_key(theme));
    }

    /// Remembers a name that a language model worded.
    pub fn word_name(&mut self, theme: u32, name: &str, model: &str) {
        self.names.insert(theme, name.to_owned());
        self.worded.insert(theme, (model.to_owned(), true));
    }

    /// Remembers that a language model gave a theme no name, and the name that
    /// it keeps.
    pub fn keep_name(&mut self, theme: u32, name: &str, model: &str) {
        self.names.insert(theme, name.to_owned());
        self.worded.insert(theme, (model.to_owned(), false));
    }

    /// Returns whether a language model was asked for the name of a theme.
    pub fn was_asked(&self, theme: u32, model: &str) -> bool {
        self.worded.get(&theme).is_some_and(|(of, _)| of == model)
    }

    /// Returns whether a theme's name was worded by a language model.
    pub fn is_worded(&self, theme: u32) -> bool {
        self.worded.get(&theme).is_some_and(|(_, worded)| *worded)
    }

    /// Takes over the names that themes had.
    pub fn copy_names(&mut self, other: &Self) {
        for (&theme, model) in &other.worded {
            self.worded.entry(theme).or_insert_with(|| model.clone());
        }
        for (&theme, name) in &other.names {
            self.remember_name(theme, name);
        }
    }

    /// Returns the theme that people gave some words to; 0: that they took out of
    /// all themes.
    pub fn manual_theme(&self, normal: &str) -> Option<u32> {
        self.taught.get(normal).copied()
    }

    /// Remembers what people gave to themes, and nothing given before.
    pub fn set_manual_themes(&mut self, taught: BTreeMap<String, u32>) {
        for &theme in taught.values().filter(|theme| **theme != NO_THEME) {
            self.set_number(ThemeOrigin::Seed(theme), theme);
        }
        self.taught = taught;
    }

    /// Returns for each utterance whether it has been seen.
    pub fn are_seen(&self, utterances: &[Utterance]) -> Vec<bool> {
        let known = |said| self.known.binary_search(&digest(said)).is_ok();
        utterances.iter().map(known).collect()
    }

    /// Remembers the utterances as seen.
    pub fn mark_seen(&mut self, utterances: &[Utterance]) {
        self.known = utterances.iter().map(digest).collect();
        self.known.sort_unstable();
        self.known.dedup();
    }
}

/// Returns how sentences are read: all, or those of other languages alone.
fn reading(sentences: SentenceProjection, is_of_others: bool) -> SentenceProjection {
    if is_of_others {
        sentences.of_others()
    } else {
        sentences
    }
}

/// What is written behind the memory itself, whose form is older.
#[derive(Serialize, Deserialize)]
struct MemoryTail {
    rules: MembershipRules,
    taught: BTreeMap<String, u32>,
    worded: BTreeMap<u32, (String, bool)>,
    /// How sentences are read, and whether only those of other languages are.
    sentences: Option<(SentenceProjection, bool)>,
    piece_reach: BTreeMap<u32, PieceReach>,
}

/// Stands before what is written, and changes with its form.
const FORM: &[u8] = b"motif themes 3\n";

/// The form before pieces could be cut from themes.
const FORM_WITHOUT_PIECES: &[u8] = b"motif themes 2\n";

/// The form before themes had bonds.
const FORM_WITHOUT_RULES: &[u8] = b"motif themes 1\n";

fn digest(utterance: &Utterance) -> u64 {
    let digest = Sha256::digest(&utterance.normal);
    u64::from_le_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}
