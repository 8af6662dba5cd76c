//! Things that people mostly speak of where they state a problem, each in
//! other words: "documentation", "the ticket".
//!
//! A word is told where it stands in or beside sentences that state a problem
//! more often than other words do, and where these sentences, of different
//! interviews, are alike in meaning: "winter" is said with any problem.

use std::collections::{BTreeMap, BTreeSet};

use super::meanings::Meanings;
use super::occurrences::{CommonPair, GENERAL, Pair};
use super::sentences::{SpokenSentence, interviews};
use super::things::Things;
use crate::corpus::Corpus;
use crate::text::{Fault, Language, StatementKind};

/// A word must stand in sentences that state a problem this many times as often
/// as any word does, and the sentences of two interviews be so alike (mean
/// cosine, about their mean).
const STATED: ProblemShare = ProblemShare {
    lift: 1.8,
    alike: 0.28,
};

/// The same of words in or beside a sentence that states one or complains.
const BESIDE: ProblemShare = ProblemShare {
    lift: 1.15,
    alike: 0.35,
};

/// How far a word leans to problems.
struct ProblemShare {
    lift: f64,
    alike: f64,
}

/// Fewer interviews share a word by accident.
const FEWEST: usize = 3;

/// Sentences of one interview that are read for a word.
const READ: usize = 2;

/// A word, by its language and stem.
type Thing = (Language, String);

/// Returns the things that people speak of as problems.
pub(super) fn topics(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    complains: &[bool],
    things: &Things,
) -> Vec<CommonPair> {
    let states: Vec<bool> = sentences
        .iter()
        .map(|of| of.statement.does(StatementKind::Problem))
        .collect();
    let is_beside = beside(sentences, complains);
    let mut said: BTreeMap<Thing, BTreeSet<usize>> = BTreeMap::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let words = sentence.statement.words.iter();
        for topic in words.filter_map(|word| word.topic.as_ref()) {
            let thing = (sentence.language, topic.clone());
            said.entry(thing).or_default().insert(at);
        }
    }
    let leaning: Vec<(&Thing, &BTreeSet<usize>, Vec<usize>, f64)> = said
        .iter()
        .filter(|(thing, _)| things.has(thing.0, &thing.1))
        .flat_map(|(thing, said)| {
            let leans = |marked: &[bool], leaning: &ProblemShare| {
                let share = marked.iter().filter(|is| **is).count() as f64 / marked.len() as f64;
                let found: Vec<usize> = said.iter().copied().filter(|&at| marked[at]).collect();
                let own = (found.len() as f64 + 2.0 * share) / (said.len() as f64 + 2.0);
                // Said beside a problem is not yet a problem.
                let stated = found.iter().filter(|at| complains[**at]);
                let enough = interviews(sentences, stated) >= FEWEST;
                (enough && own >= leaning.lift * share).then_some((found, leaning.alike))
            };
            let found = [leans(&states, &STATED), leans(&is_beside, &BESIDE)];
            let found = found.into_iter().flatten();
            found.map(move |(found, alike)| (thing, said, found, alike))
        })
        .collect();
    let read: BTreeSet<usize> = leaning
        .iter()
        .flat_map(|(_, _, found, _)| few_each(sentences, found))
        .collect();
    let meanings = Meanings::new(corpus, sentences, &read).about_their_mean();
    let mut told: BTreeMap<&Thing, CommonPair> = BTreeMap::new();
    for (thing, said, found, least) in leaning {
        if alike(&meanings, sentences, &few_each(sentences, &found)) < least {
            continue;
        }
        let written = || written(corpus, sentences, thing, said);
        let pair = told.entry(thing).or_insert_with(|| CommonPair {
            pair: Pair {
                language: thing.0,
                topic: thing.1.clone(),
                fault: Fault::Trouble,
            },
            name: format!("problems with {}", written()),
            meant: written(),
            sentences: BTreeSet::new(),
            near: BTreeSet::new(),
            interviews: 0,
            is_specific: interviews(sentences, said) as f64
                <= GENERAL * corpus.interviews.len() as f64,
        });
        let stated = found.iter().filter(|at| complains[**at]);
        pair.near.extend(stated.clone());
        pair.sentences.extend(stated);
        pair.interviews = interviews(sentences, &pair.sentences);
    }
    told.into_values().filter(|of| of.is_specific).collect()
}

/// Returns which sentences complain, or stand beside one in their turn that does.
fn beside(sentences: &[SpokenSentence], complains: &[bool]) -> Vec<bool> {
    let turn = |at: usize| (sentences[at].interview, sentences[at].turn);
    (0..sentences.len())
        .map(|at| {
            let near = at.saturating_sub(1)..=(at + 1).min(sentences.len() - 1);
            near.into_iter()
                .any(|near| turn(near) == turn(at) && complains[near])
        })
        .collect()
}

/// Returns the first few sentences of each interview.
fn few_each(sentences: &[SpokenSentence], found: &[usize]) -> Vec<usize> {
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let is_early = |at: &&usize| {
        let taken = taken.entry(sentences[**at].interview).or_default();
        *taken += 1;
        *taken <= READ
    };
    found.iter().filter(is_early).copied().collect()
}

/// Returns a thing as it is mostly written.
fn written(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    thing: &Thing,
    said: &BTreeSet<usize>,
) -> String {
    let mut forms: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for &at in said {
        let text = sentences[at].text(corpus);
        let words = sentences[at].statement.words.iter();
        let own = words.filter(|word| word.topic.as_deref() == Some(&*thing.1));
        for word in own {
            let form = word.span.slice(text).to_lowercase();
            let times = forms.entry(form).or_default();
            times.0 += usize::from(word.stands_as_thing != Some(false));
            times.1 += 1;
        }
    }
    let most = forms.into_iter().max_by_key(|(_, times)| *times);
    most.map(|(form, _)| form).unwrap_or_default()
}

/// Returns the mean cosine of sentences of different interviews.
fn alike(meanings: &Meanings, sentences: &[SpokenSentence], found: &[usize]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0);
    for (index, one) in found.iter().enumerate() {
        for other in &found[..index] {
            if sentences[*one].interview == sentences[*other].interview {
                continue;
            }
            if let (Some(one), Some(other)) = (meanings.of(*one), meanings.of(*other)) {
                sum += f64::from(one.dot(&other));
                pairs += 1;
            }
        }
    }
    sum / f64::from(pairs.max(1))
}
