//! Which words passages share: what makes a group of them one thing.
//!
//! Takes passages with how many people say each; gives for any group of them
//! its *key terms*, those that its people say far more often than others do,
//! and the share of its people who say one of the first few. A group whose
//! people share no words has no topic, however near its vectors are.

use std::cmp::Reverse;

use ahash::{AHashMap, AHashSet};
use rayon::prelude::*;

use super::concepts::Concepts;
use super::labels::{LabelPart, listed_words};
use super::spoken::{MinedUtterance, tongues};
use crate::text::{self, Language};
use crate::vectorize::{Lexicon, TermId, Utterance};

/// Key terms of a theme at most.
const MOST_KEYS: usize = 10;

/// A key term is said by this share of a theme's people at least,
const SAID: f64 = 0.03;

/// this many times as often as by all others,
const LIFT: f64 = 2.0;

/// by this many people.
const FEWEST: f64 = 3.0;

/// By how many of its key terms a theme is judged.
const JUDGED_BY: usize = 2;

/// Fewer people of a tongue in a theme cannot be told by their words.
const JUDGED: f64 = 8.0;

/// The terms of passages, and how many people say each.
pub(super) struct Vocabulary {
    /// For each passage its terms, ascending, each once.
    terms: Vec<Vec<TermId>>,
    /// For each passage how many people say it.
    people: Vec<f64>,
    /// For each term how many people say it.
    said: AHashMap<TermId, f64>,
    /// Everybody, once a passage, by tongue.
    all: Vec<f64>,
    /// For each passage its tongue: which of the languages that many speak, 0
    /// where it is in none of those. Words are shared within a tongue only.
    tongues: Vec<usize>,
    /// Terms that only praise, complain, deny or join: they mark no topic.
    empty: AHashSet<TermId>,
    /// Terms that name nothing alone, such as "time" and "people".
    vague: AHashSet<TermId>,
    /// Terms of several languages that mean the same are one.
    concepts: Concepts,
}

impl Vocabulary {
    pub(super) fn new(
        spoken: &[MinedUtterance<'_>],
        lexicon: &Lexicon,
        concepts: Concepts,
    ) -> Self {
        let mut tongues = tongues(spoken);
        if !concepts.is_empty() {
            // What words mean is the same in all.
            tongues.fill(0);
        }
        let mut languages: Vec<Language> = spoken.iter().map(|of| of.utterance.language).collect();
        languages.sort_unstable();
        languages.dedup();
        let listed = |parts: &[LabelPart]| -> AHashSet<TermId> {
            let words = languages.iter().flat_map(|&language| {
                let words = listed_words(language, parts);
                terms_of(words, language, lexicon)
            });
            words.collect()
        };
        let evaluative = languages.iter().flat_map(|&language| {
            let words = text::evaluative_words().chain(text::negations());
            let words = words.map(str::to_owned);
            terms_of(words, language, lexicon)
        });
        let mut empty = listed(&[LabelPart::Unsaid, LabelPart::Before, LabelPart::PassedOver]);
        empty.extend(evaluative);
        let vague = listed(&[
            LabelPart::Beside,
            LabelPart::Within,
            LabelPart::Closing,
            LabelPart::ClosingLast,
        ]);
        let said_in = |spoken: &MinedUtterance<'_>| {
            let mut terms = distinct_terms(spoken.utterance, lexicon);
            if concepts.is_empty() {
                return terms;
            }
            terms.retain(|term| !empty.contains(term));
            for term in &mut terms {
                *term = concepts.of(*term);
            }
            terms.sort_unstable();
            terms.dedup();
            terms
        };
        let terms: Vec<Vec<TermId>> = spoken.par_iter().map(said_in).collect();
        let people: Vec<f64> = spoken.iter().map(|spoken| spoken.people as f64).collect();
        let mut said: AHashMap<TermId, f64> = AHashMap::new();
        for (terms, people) in terms.iter().zip(&people) {
            for &term in terms {
                *said.entry(term).or_default() += people;
            }
        }
        let mut all = vec![0.0; tongues.iter().max().map_or(1, |most| most + 1)];
        for (&tongue, people) in tongues.iter().zip(&people) {
            all[tongue] += people;
        }
        Self {
            terms,
            people,
            said,
            all,
            tongues,
            empty,
            vague,
            concepts,
        }
    }

    /// Returns all terms that mean what some key terms do.
    pub(super) fn terms_of_keys(&self, keys: &[TermId]) -> Vec<TermId> {
        self.concepts.terms(keys)
    }

    /// Returns how many people say some passages, counted once a passage.
    pub(super) fn people(&self, members: &[usize]) -> f64 {
        members.iter().map(|&at| self.people[at]).sum()
    }

    /// Returns the key terms of a group of passages, most telling first: by
    /// p ln(p/q), p the share of its people who say a term and q that of all
    /// others (a term's part of the Kullback-Leibler divergence). A term that
    /// more than the share `common` of everybody says is none. Each tongue is
    /// compared with itself, the one that most of them speak first.
    pub(super) fn keys(&self, members: &[usize], common: f64) -> Vec<TermId> {
        let mut by_tongue = self.by_tongue(members);
        by_tongue.sort_by(|a, b| self.people(&b.1).total_cmp(&self.people(&a.1)));
        let keys = by_tongue
            .iter()
            .flat_map(|(tongue, members)| self.keys_of(*tongue, members, common));
        keys.collect()
    }

    fn keys_of(&self, tongue: usize, members: &[usize], common: f64) -> Vec<TermId> {
        let mut here: AHashMap<TermId, f64> = AHashMap::new();
        for &at in members {
            for &term in &self.terms[at] {
                *here.entry(term).or_default() += self.people[at];
            }
        }
        let (people, all) = (self.people(members), self.all[tongue]);
        let mut ranked: Vec<(f64, TermId)> = here
            .into_iter()
            .filter(|(term, said)| *said >= FEWEST && !self.empty.contains(term))
            .filter(|(term, _)| self.said[term] <= common * all)
            .filter_map(|(term, said)| {
                let inside = said / people;
                let lift = inside / self.share_outside(term, said, [people, all]);
                (inside >= SAID && lift >= LIFT).then(|| (inside * lift.ln(), term))
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(MOST_KEYS);
        ranked.into_iter().map(|(_, term)| term).collect()
    }

    /// Returns passages by tongue.
    fn by_tongue(&self, members: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let mut by_tongue = vec![Vec::new(); self.all.len()];
        for &at in members {
            by_tongue[self.tongues[at]].push(at);
        }
        let by_tongue = by_tongue.into_iter().enumerate();
        by_tongue.filter(|(_, own)| !own.is_empty()).collect()
    }

    /// Returns the share of everybody else who say a term. Who hardly anybody
    /// else stands beside is compared with a tenth of all.
    fn share_outside(&self, term: TermId, said: f64, [people, all]: [f64; 2]) -> f64 {
        let others = (all - people).max(all / 10.0);
        (self.said[&term] - said + 0.5) / others
    }

    /// Returns whether each of some passages has one of the key terms.
    pub(super) fn have_key(&self, members: &[usize], keys: &[TermId]) -> Vec<bool> {
        let has = |at: &usize| self.terms[*at].iter().any(|term| keys.contains(term));
        members.iter().map(has).collect()
    }

    /// Returns the share of a group's people who say one of the few key terms
    /// that most of their tongue say. Vague ones do not count, nor do tongues
    /// that too few speak to tell, where others can be told.
    pub(super) fn shared(&self, members: &[usize], keys: &[TermId]) -> f64 {
        let mut by_tongue = self.by_tongue(members);
        let can_be_told = |own: &[usize]| self.people(own) >= JUDGED;
        if by_tongue.iter().any(|(_, own)| can_be_told(own)) {
            by_tongue.retain(|(_, own)| can_be_told(own));
        }
        let (mut all, mut left) = (0.0, 0.0);
        for (_, members) in by_tongue {
            all += self.people(&members);
            left += self.people(&self.without_keys(members, keys));
        }
        if all > 0.0 { 1.0 - left / all } else { 0.0 }
    }

    /// Returns those who say none of the few key terms that most say.
    fn without_keys(&self, mut left: Vec<usize>, keys: &[TermId]) -> Vec<usize> {
        let mut keys: Vec<TermId> = keys.to_vec();
        keys.retain(|key| !self.vague.contains(key));
        for _ in 0..JUDGED_BY {
            let says = |key: TermId| {
                let sayers = left.iter().filter(|&&at| self.terms[at].contains(&key));
                sayers.map(|&at| self.people[at]).sum::<f64>()
            };
            let ranked = keys
                .iter()
                .enumerate()
                .map(|(rank, &key)| (says(key), Reverse(rank), key));
            let Some((_, _, most)) = ranked.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            else {
                break;
            };
            keys.retain(|&key| key != most);
            left.retain(|&at| !self.terms[at].contains(&most));
        }
        left
    }
}

/// Returns the terms of an utterance, ascending, each once.
pub(super) fn distinct_terms(utterance: &Utterance, lexicon: &Lexicon) -> Vec<TermId> {
    let mut terms: Vec<TermId> = lexicon.terms(utterance).into_iter().flatten().collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn terms_of(
    words: impl Iterator<Item = String>,
    language: Language,
    lexicon: &Lexicon,
) -> Vec<TermId> {
    let words: Vec<String> = words.collect();
    let all = Utterance::new(words.join(" "), language);
    lexicon.terms(&all).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utterances(texts: &[&str]) -> Vec<Utterance> {
        let utterance = |text: &&str| Utterance::new((*text).to_owned(), Language::English);
        texts.iter().map(utterance).collect()
    }

    fn vocabulary(utterances: &[Utterance]) -> (Vocabulary, Lexicon) {
        let lexicon = Lexicon::new(utterances, 1, &[]);
        let spoken: Vec<MinedUtterance<'_>> = utterances
            .iter()
            .map(|utterance| MinedUtterance {
                utterance,
                people: 1,
            })
            .collect();
        let vocabulary = Vocabulary::new(&spoken, &lexicon, Concepts::default());
        (vocabulary, lexicon)
    }

    const TEXTS: [&str; 10] = [
        "the invoice was wrong",
        "wrong invoice in march",
        "no invoice came",
        "good invoice page",
        "the board was slow",
        "good things",
        "they never came",
        "my dog is old",
        "a long road",
        "the roof leaks",
    ];

    #[test]
    fn a_group_that_shares_a_word_has_it_as_its_key() {
        let utterances = utterances(&TEXTS);
        let (vocabulary, lexicon) = vocabulary(&utterances);
        let group = [0, 1, 2, 3];
        let keys = vocabulary.keys(&group, 1.0);
        assert_eq!(lexicon.stem(keys[0]), "invoic");
        assert!((vocabulary.shared(&group, &keys) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_group_that_shares_no_word_has_no_key() {
        let utterances = utterances(&TEXTS);
        let (vocabulary, _) = vocabulary(&utterances);
        let group = [4, 5, 6, 7, 8, 9];
        let keys = vocabulary.keys(&group, 1.0);
        assert!(keys.is_empty(), "{keys:?}");
        assert!(vocabulary.shared(&group, &keys) < 1e-9);
    }

    #[test]
    fn what_everybody_speaks_of_is_no_key() {
        let utterances = utterances(&TEXTS);
        let (vocabulary, _) = vocabulary(&utterances);
        assert!(vocabulary.keys(&[0, 1, 2, 3], 0.3).is_empty());
    }

    #[test]
    fn praise_and_denial_are_no_topic() {
        let utterances = utterances(&["good good", "not good", "very good", "a road", "a roof"]);
        let (vocabulary, _) = vocabulary(&utterances);
        assert!(vocabulary.keys(&[0, 1, 2], 1.0).is_empty());
    }

    #[test]
    fn who_says_the_same_in_two_languages_shares_the_words_of_each() {
        let mut said = Vec::new();
        for at in 0..40 {
            let english = if at < 10 {
                "the invoice was wrong"
            } else {
                "the board was slow"
            };
            let german = if at < 10 {
                "die rechnung war falsch"
            } else {
                "der plan war langsam"
            };
            said.push(Utterance::new(format!("{english} {at}"), Language::English));
            said.push(Utterance::new(format!("{german} {at}"), Language::German));
        }
        let (vocabulary, lexicon) = vocabulary(&said);
        let group: Vec<usize> = (0..20).collect();
        let keys = vocabulary.keys(&group, 1.0);
        let stems: Vec<&str> = keys.iter().map(|key| lexicon.stem(*key)).collect();
        assert!(
            stems.contains(&"invoic") && stems.contains(&"rechnung"),
            "{stems:?}"
        );
        assert!((vocabulary.shared(&group, &keys) - 1.0).abs() < 1e-9);
    }
}
