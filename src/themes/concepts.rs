//! Words of several languages that mean the same: `invoice`, `Rechnung`,
//! `facture`.
//!
//! Where several languages are spoken, what people of one theme have in common
//! is not a word but what words mean. Each term is read alone by the encoder of
//! sentences, and joins the most common term that means nearly the same.

use std::cmp::Reverse;

use ahash::AHashMap;
use ndarray::{Array2, Axis};

use super::spoken::{MinedUtterance, tongues};
use crate::vectorize::{TermId, Utterance, Vectorizer};

/// Terms are one concept from this cosine on, each taken from its language's
/// mean. Of twenty words of reviews and their German, French, Chinese and
/// Russian translations, pairs reach .8 in the middle; of 1,520 other pairs one
/// in a hundred reaches .3 (`docs/quality.md`).
const SAME: f32 = 0.35;

/// The terms most people say are compared, which takes a second or two.
const MOST_TERMS: usize = 6000;

/// Which terms mean the same.
#[derive(Debug, Default)]
pub(super) struct Concepts {
    /// The most common term of the same meaning, where that is another.
    of_term: AHashMap<TermId, TermId>,
    /// The others, by the most common one.
    others: AHashMap<TermId, Vec<TermId>>,
}

impl Concepts {
    /// Compares the terms of what is said; none is another's concept where the
    /// vectorizer does not read all languages alike, or there is only one.
    pub(super) fn new(spoken: &[MinedUtterance<'_>], vectorizer: &Vectorizer) -> Self {
        if tongues(spoken).iter().all(|tongue| *tongue == 0) {
            return Self::default();
        }
        let words = common_words(spoken, vectorizer);
        let said: Vec<&Utterance> = words.iter().map(|(_, said)| said).collect();
        let Some(meant) = vectorizer.meanings_across_languages(&said) else {
            return Self::default();
        };
        let mut concepts = Self::default();
        let mut leaders: Vec<TermId> = Vec::new();
        let mut leading = Array2::<f32>::zeros((words.len(), meant.ncols()));
        for ((term, _), row) in words.iter().zip(meant.rows()) {
            let (known, _) = leading.view().split_at(Axis(0), leaders.len());
            let cosines = known.dot(&row);
            let nearest = cosines
                .iter()
                .enumerate()
                .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
            match nearest {
                Some((leader, cosine)) if *cosine >= SAME => {
                    concepts.of_term.insert(*term, leaders[leader]);
                    concepts
                        .others
                        .entry(leaders[leader])
                        .or_default()
                        .push(*term);
                }
                _ => {
                    leading.index_axis_mut(Axis(0), leaders.len()).assign(&row);
                    leaders.push(*term);
                }
            }
        }
        concepts
    }

    /// Returns whether no two terms mean the same.
    pub(super) fn is_empty(&self) -> bool {
        self.of_term.is_empty()
    }

    /// Returns the most common term that means the same as a term.
    pub(super) fn of(&self, term: TermId) -> TermId {
        self.of_term.get(&term).copied().unwrap_or(term)
    }

    /// Returns the terms of concepts, each given by its most common term.
    pub(super) fn terms(&self, concepts: &[TermId]) -> Vec<TermId> {
        let others = |concept: &TermId| self.others.get(concept).into_iter().flatten().copied();
        concepts
            .iter()
            .flat_map(|concept| std::iter::once(*concept).chain(others(concept)))
            .collect()
    }
}

/// Returns the terms that most people say, those first, each in the form that
/// most of them write.
fn common_words(
    spoken: &[MinedUtterance<'_>],
    vectorizer: &Vectorizer,
) -> Vec<(TermId, Utterance)> {
    let mut forms: AHashMap<TermId, AHashMap<&str, usize>> = AHashMap::new();
    for said in spoken {
        let terms = vectorizer.lexicon().terms(said.utterance);
        for (word, term) in said.utterance.normal.split(' ').zip(terms) {
            if let Some(term) = term {
                *forms.entry(term).or_default().entry(word).or_default() += said.people;
            }
        }
    }
    let mut words: Vec<(usize, TermId, &str)> = forms
        .into_iter()
        .filter_map(|(term, forms)| {
            let people = forms.values().sum();
            let usual = forms
                .into_iter()
                .max_by_key(|(form, people)| (*people, Reverse(*form)))?;
            Some((people, term, usual.0))
        })
        .collect();
    words.sort_unstable_by_key(|(people, term, _)| (Reverse(*people), *term));
    words.truncate(MOST_TERMS);
    let lexicon = vectorizer.lexicon();
    words
        .into_iter()
        .map(|(_, term, form)| {
            (
                term,
                Utterance::new(form.to_owned(), lexicon.language(term)),
            )
        })
        .collect()
}
