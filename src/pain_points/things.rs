//! Which words are names of things, by where they stand.
//!
//! A thing stands before "is", or after "the", "our" or "of" and before a word
//! that says nothing. A quality ("stressful"), an action ("sent") or a part of a name
//! ("San") hardly ever does.

use std::collections::BTreeMap;

use super::sentences::SpokenSentence;
use crate::text::Language;

/// How often each word stands as a thing, and how often it stands at all.
pub(super) struct Things(BTreeMap<(Language, String), (usize, usize)>);

/// A word that stands as a thing in a smaller share of places is none.
const LEAST: f64 = 0.15;

impl Things {
    /// Counts the words of sentences.
    pub(super) fn new(sentences: &[SpokenSentence]) -> Self {
        let mut counts: BTreeMap<(Language, String), (usize, usize)> = BTreeMap::new();
        for sentence in sentences {
            for word in &sentence.statement.words {
                let Some(topic) = &word.topic else { continue };
                let count = counts
                    .entry((sentence.language, topic.clone()))
                    .or_default();
                // In a language without a list, anything may be one.
                count.0 += usize::from(word.stands_as_thing.unwrap_or(true));
                count.1 += 1;
            }
        }
        Self(counts)
    }

    /// Returns whether a word, by its stem, is the name of a thing.
    pub(super) fn has(&self, language: Language, topic: &str) -> bool {
        let counts = self.0.get(&(language, topic.to_owned()));
        counts.is_some_and(|&(things, all)| things as f64 >= LEAST * all as f64)
    }
}
