//! Every sentence of a participant, read.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::corpus::Corpus;
use crate::feedback::{Interview, Place, Span};
use crate::text::{Language, Statement, Stemmer, detect, whole_sentences};

/// A sentence that somebody said.
#[derive(Clone, Debug)]
pub(super) struct SpokenSentence {
    pub interview: usize,
    pub turn: usize,
    /// Where it stands in the interview's text.
    pub span: Span,
    pub language: Language,
    pub statement: Statement,
}

impl SpokenSentence {
    /// Returns its words as they stand in the corpus.
    pub(super) fn text<'a>(&self, corpus: &'a Corpus) -> &'a str {
        self.span.slice(&corpus.interviews[self.interview].text)
    }

    /// Returns its place.
    pub(super) fn place(&self) -> Place {
        Place::Turn {
            interview: self.interview,
            turn: self.turn,
            span: self.span,
        }
    }
}

/// Returns how many interviews some sentences, by position, are of.
pub(super) fn interviews<'s>(
    sentences: &[SpokenSentence],
    of: impl IntoIterator<Item = &'s usize>,
) -> usize {
    let interviews = of.into_iter().map(|&at| sentences[at].interview);
    interviews.collect::<BTreeSet<_>>().len()
}

/// Returns what participants said, in order, sentence by sentence. A turn too
/// short to tell is in the language of its interview, or else in `language`.
pub(super) fn sentences(corpus: &Corpus, language: Language) -> Vec<SpokenSentence> {
    let interviews = corpus.interviews.par_iter().enumerate();
    let said: Vec<Vec<SpokenSentence>> = interviews
        .map(|(index, interview)| in_interview(index, interview, language))
        .collect();
    said.into_iter().flatten().collect()
}

fn in_interview(index: usize, interview: &Interview, language: Language) -> Vec<SpokenSentence> {
    let own = detect(&interview.text).unwrap_or(language);
    let mut stemmer = Stemmer::new(own);
    let mut stems = own;
    let mut said = Vec::new();
    for (turn, of) in interview.turns.iter().enumerate() {
        if !of.role.voices() {
            continue;
        }
        let text = of.span.slice(&interview.text);
        let language = detect(text).unwrap_or(own);
        if language != stems {
            stemmer = Stemmer::new(language);
            stems = language;
        }
        said.extend(
            whole_sentences(text)
                .into_iter()
                .map(|span| SpokenSentence {
                    interview: index,
                    turn,
                    span: span.shifted(of.span.start),
                    language,
                    statement: Statement::read(span.slice(text), language, &stemmer),
                }),
        );
    }
    said
}
