//! What is mined: of everything that is said, what can make themes.

use std::collections::BTreeSet;

use arcstr::ArcStr;
use rayon::prelude::*;

use super::people::People;
use super::settings::Settings;
use crate::corpus::Corpus;
use crate::feedback::Place;
use crate::text::{filler, has_content};
use crate::themes::{MinedUtterance, Passage, Passages};
use crate::vectorize::Utterance;

/// Comments up to this many words are mined whole: in them what is said
/// before "but" helps to tell what is said after it.
const MINED_WHOLE: usize = 40;

/// Spoken passages with fewer words than this are mostly talk around a topic:
/// they join themes, but do not make them.
const SUBSTANCE: usize = 8;

/// Beside this many comments what is spoken joins themes and makes
/// none: people talk about their day, their boss and the weather too.
const WRITTEN_ENOUGH: usize = 100;

/// Returns everything an analysis will ask the meaning of, each once.
pub fn said(corpus: &Corpus, settings: &Settings) -> Vec<String> {
    let question = settings.question.as_deref();
    let passages = Passages::of_question(corpus, question, settings.interviewers, None);
    let wholes = passages.wholes.into_iter().flatten();
    let all = passages.utterances.into_iter().chain(wholes);
    let said: BTreeSet<ArcStr> = all.map(|utterance| utterance.normal).collect();
    said.into_iter().map(|said| said.to_string()).collect()
}

/// The utterances to mine, each once: short comments whole, the passages of
/// longer ones, of answers to several questions and of interviews; none of them filler.
pub(super) fn topics(passages: &Passages) -> Vec<Utterance> {
    let short = |whole: &&Utterance| whole.normal.split(' ').count() <= MINED_WHOLE;
    let short: Vec<Option<&Utterance>> = passages
        .wholes
        .iter()
        .zip(&passages.several)
        .map(|(whole, several)| whole.as_ref().filter(short).filter(|_| !several))
        .collect();
    let is_in_short = |place: Place| matches!(place, Place::Comment { response, .. } if short[response].is_some());
    let wholes = short
        .iter()
        .flatten()
        .filter(|whole| filler(&whole.normal).is_none() && has_content(&whole.normal));
    let makes_themes = makes_themes(passages);
    let long = passages
        .all
        .iter()
        .filter(|passage| !is_in_short(passage.place) && makes_themes(passage));
    let cut = long.map(|passage| &passages.utterances[passage.utterance]);
    let mut topics: Vec<Utterance> = wholes.copied().chain(cut).cloned().collect();
    topics.par_sort_unstable();
    topics.dedup();
    topics
}

/// Returns the passages that can make themes, each once, with how many people
/// say it.
pub(super) fn spoken<'a>(
    passages: &'a Passages,
    corpus: &Corpus,
    people: &People,
) -> Vec<MinedUtterance<'a>> {
    let makes_themes = makes_themes(passages);
    let making = passages.all.iter().filter(|passage| makes_themes(passage));
    let mut said: Vec<(usize, usize)> = making
        .map(|passage| {
            let speaker = people.speaker(corpus, passage.place);
            (passage.utterance, speaker.person)
        })
        .collect();
    said.par_sort_unstable();
    said.dedup();
    said.chunk_by(|one, other| one.0 == other.0)
        .map(|sayers| MinedUtterance {
            utterance: &passages.utterances[sayers[0].0],
            people: sayers.len(),
        })
        .collect()
}

/// Returns what tells whether a passage can make a theme: neither filler nor
/// talk around a topic.
fn makes_themes(passages: &Passages) -> impl Fn(&Passage) -> bool + '_ {
    let written = passages.wholes.iter().flatten().count();
    move |passage| {
        let said = &passages.utterances[passage.utterance].normal;
        let is_talk = matches!(passage.place, Place::Turn { .. })
            && (written >= WRITTEN_ENOUGH || said.split(' ').count() < SUBSTANCE);
        !is_talk && passages.fillers[passage.utterance].is_none() && has_content(said)
    }
}
