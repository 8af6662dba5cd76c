//! The terms of a corpus: stems that are no stop words, with their rarity.

use std::collections::BTreeMap;

use ahash::AHashMap;
use arcstr::ArcStr;
use serde::{Deserialize, Serialize};

use crate::text::{Language, Stemmer, StopWords, is_measure, is_searched_by_character, normal};

/// A term's position in its lexicon.
pub type TermId = u32;

/// A distinct passage in its normal form ([`crate::text::normal`]), and the
/// language it is read in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utterance {
    /// The words, folded, one space between.
    pub normal: ArcStr,
    /// The language it was found to be in, or the corpus' main one.
    pub language: Language,
}

impl Utterance {
    /// Returns a passage in its normal form, read in a language.
    pub fn new(normal: impl Into<ArcStr>, language: Language) -> Self {
        let normal = normal.into();
        Self { normal, language }
    }
}

/// The terms of a corpus and what each is worth.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lexicon {
    terms: Vec<Term>,
    own_stop_words: Vec<String>,
    #[serde(skip)]
    readers: BTreeMap<Language, TermReader>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Term {
    stem: String,
    language: Language,
    /// ln((1 + n) / (1 + df)) + 1: n utterances, df of them with the term.
    idf: f32,
}

impl Lexicon {
    /// Collects the terms that stand in at least `least` utterances.
    ///
    /// Terms are numbered in alphabetical order, so that the numbering does
    /// not depend on the order of utterances.
    pub fn new(utterances: &[Utterance], least: usize, own_stop_words: &[String]) -> Self {
        let mut readers: BTreeMap<Language, TermReader> = BTreeMap::new();
        let mut spread: AHashMap<(Language, String), UtteranceCount> = AHashMap::new();
        for (index, utterance) in utterances.iter().enumerate() {
            let reader = readers
                .entry(utterance.language)
                .or_insert_with(|| TermReader::new(utterance.language, own_stop_words));
            for word in utterance.normal.split(' ') {
                let Some(stem) = reader.learn(word) else {
                    continue;
                };
                spread
                    .entry((utterance.language, stem))
                    .and_modify(|spread| spread.count(index))
                    .or_insert_with(|| UtteranceCount::first(index));
            }
        }
        let n = utterances.len() as f32;
        let mut terms: Vec<Term> = spread
            .into_iter()
            .filter(|(_, spread)| spread.utterances >= least)
            .map(|((language, stem), spread)| Term {
                stem,
                language,
                idf: ((1.0 + n) / (1.0 + spread.utterances as f32)).ln() + 1.0,
            })
            .collect();
        terms.sort_by(|a, b| (a.language, &a.stem).cmp(&(b.language, &b.stem)));
        let mut lexicon = Self {
            terms,
            own_stop_words: own_stop_words.to_vec(),
            readers,
        };
        lexicon.number();
        lexicon
    }

    /// Makes a stored lexicon ready to read with.
    #[must_use]
    pub fn restored(mut self) -> Self {
        for term in &self.terms {
            self.readers
                .entry(term.language)
                .or_insert_with(|| TermReader::new(term.language, &self.own_stop_words));
        }
        self.number();
        self
    }

    fn number(&mut self) {
        let mut ids: AHashMap<Language, AHashMap<String, TermId>> = AHashMap::new();
        for (id, term) in self.terms.iter().enumerate() {
            ids.entry(term.language)
                .or_default()
                .insert(term.stem.clone(), id as TermId);
        }
        for (language, reader) in &mut self.readers {
            reader.number(ids.remove(language).unwrap_or_default());
        }
    }

    /// Returns whether the study leaves a word, in normal form, out of topics.
    pub fn leaves_out(&self, word: &str) -> bool {
        self.own_stop_words.iter().any(|own| normal(own) == word)
    }

    /// Returns the number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Returns whether there are no terms at all.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Returns the stem of a term.
    pub fn stem(&self, term: TermId) -> &str {
        &self.terms[term as usize].stem
    }

    /// Returns the language of a term.
    pub fn language(&self, term: TermId) -> Language {
        self.terms[term as usize].language
    }

    /// Returns the terms of an utterance in the order they stand, `None` for
    /// words that are none. A word the corpus did not have is none.
    pub fn terms(&self, utterance: &Utterance) -> Vec<Option<TermId>> {
        let reader = self.readers.get(&utterance.language);
        utterance
            .normal
            .split(' ')
            .map(|word| reader.and_then(|reader| reader.term(word)))
            .collect()
    }

    /// Returns the TF-IDF vector of an utterance, of length 1 unless empty:
    /// (1 + ln tf) · idf, terms ascending.
    pub fn tfidf(&self, utterance: &Utterance) -> Vec<(TermId, f32)> {
        let mut terms: Vec<TermId> = self.terms(utterance).into_iter().flatten().collect();
        terms.sort_unstable();
        let mut vector: Vec<(TermId, f32)> = terms
            .chunk_by(|a, b| a == b)
            .map(|run| {
                let idf = self.terms[run[0] as usize].idf;
                (run[0], (1.0 + (run.len() as f32).ln()) * idf)
            })
            .collect();
        let length = vector
            .iter()
            .map(|(_, value)| value * value)
            .sum::<f32>()
            .sqrt();
        for (_, value) in &mut vector {
            *value /= length;
        }
        vector
    }
}

struct UtteranceCount {
    utterances: usize,
    last: usize,
}

impl UtteranceCount {
    fn first(index: usize) -> Self {
        Self {
            utterances: 1,
            last: index,
        }
    }

    fn count(&mut self, index: usize) {
        self.utterances += usize::from(self.last != index);
        self.last = index;
    }
}

/// Reads words of one language, remembering each word's term: feedback
/// repeats its words, and stemming one costs more than looking it up.
#[derive(Clone)]
struct TermReader {
    stop_words: StopWords,
    stemmer: Stemmer,
    stems: AHashMap<String, Option<String>>,
    ids: AHashMap<String, TermId>,
    known: AHashMap<String, Option<TermId>>,
}

impl TermReader {
    fn new(language: Language, own: &[String]) -> Self {
        Self {
            stop_words: StopWords::new(language, own),
            stemmer: Stemmer::new(language),
            stems: AHashMap::new(),
            ids: AHashMap::new(),
            known: AHashMap::new(),
        }
    }

    fn learn(&mut self, word: &str) -> Option<String> {
        if let Some(stem) = self.stems.get(word) {
            return stem.clone();
        }
        let stem = self.stem(word);
        self.stems.insert(word.to_owned(), stem.clone());
        stem
    }

    fn stem(&self, word: &str) -> Option<String> {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        // A sign of Chinese or Japanese can be a word by itself.
        let is_long = letters >= 2 || word.starts_with(is_searched_by_character);
        (is_long && !is_measure(word) && !self.stop_words.contains(word))
            .then(|| self.stemmer.stem(word))
    }

    fn number(&mut self, ids: AHashMap<String, TermId>) {
        self.ids = ids;
        self.known = self
            .stems
            .drain()
            .map(|(word, stem)| (word, stem.and_then(|stem| self.ids.get(&stem).copied())))
            .collect();
    }

    fn term(&self, word: &str) -> Option<TermId> {
        if let Some(&term) = self.known.get(word) {
            return term;
        }
        self.stem(word)
            .and_then(|stem| self.ids.get(&stem).copied())
    }
}

impl std::fmt::Debug for TermReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("terms", &self.ids.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utterances(texts: &[&str]) -> Vec<Utterance> {
        texts
            .iter()
            .map(|text| Utterance::new((*text).to_owned(), Language::English))
            .collect()
    }

    #[test]
    fn a_text_reads_the_same_before_and_after_storing() {
        let texts = utterances(&["the invoice was wrong", "wrong invoices again", "slow app"]);
        let lexicon = Lexicon::new(&texts, 1, &[]);
        let stored = serde_json::to_string(&lexicon).unwrap();
        let restored = serde_json::from_str::<Lexicon>(&stored).unwrap().restored();
        for text in &texts {
            assert_eq!(lexicon.tfidf(text), restored.tfidf(text));
        }
    }

    #[test]
    fn the_order_of_utterances_does_not_matter() {
        let texts = utterances(&["slow app", "wrong invoice", "invoice app"]);
        let mut turned = texts.clone();
        turned.reverse();
        let (one, other) = (Lexicon::new(&texts, 1, &[]), Lexicon::new(&turned, 1, &[]));
        assert_eq!(one.tfidf(&texts[1]), other.tfidf(&texts[1]));
    }

    #[test]
    fn a_vector_has_length_one() {
        let texts = utterances(&["slow slow app", "wrong invoice"]);
        let lexicon = Lexicon::new(&texts, 1, &[]);
        let vector = lexicon.tfidf(&texts[0]);
        let length: f32 = vector.iter().map(|(_, value)| value * value).sum();
        assert!((length - 1.0).abs() < 1e-6 && vector.len() == 2);
    }
}
