//! The tone of what was said; and groups by tone where nobody rated.

use std::sync::Arc;

use rayon::prelude::*;

use crate::corpus::Corpus;
use crate::feedback::{Place, Rating, Scale};
use crate::text::{Filler, Tone, ToneKind};
use crate::themes::Passages;

/// Reads the tone of each passage.
pub(super) fn tones(corpus: &Corpus, passages: &Passages) -> Vec<ToneKind> {
    let positions = 0..passages.all.len();
    let tones = positions.into_par_iter().map(|passage| {
        let place = passages.all[passage].place;
        match passages.fillers[passages.all[passage].utterance] {
            Some(Filler::Blank) => ToneKind::Plain,
            Some(Filler::Praise) => ToneKind::Praise,
            Some(Filler::Complaint) => ToneKind::Complaint,
            None => read(corpus, passages, passage, place).kind(),
        }
    });
    tones.collect()
}

fn read(corpus: &Corpus, passages: &Passages, passage: usize, place: Place) -> Tone {
    let utterance = &passages.utterances[passages.all[passage].utterance];
    Tone::from_text(passages.text(corpus, place), utterance.language)
}

/// Passages that are read at once.
const PIECE: usize = 1 << 16;

/// Reads the tone of each response's comment, all its passages taken together.
pub(super) fn comment_tones(corpus: &Corpus, passages: &Passages) -> Vec<Tone> {
    let mut tones = vec![Tone::default(); corpus.responses.len()];
    let tone = |at: usize| {
        let passage = passages.all[at];
        let Place::Comment { response, .. } = passage.place else {
            return None;
        };
        let says = passages.fillers[passage.utterance] != Some(Filler::Blank);
        says.then(|| (response, read(corpus, passages, at, passage.place)))
    };
    // In pieces, so that memory does not grow with the corpus.
    for start in (0..passages.all.len()).step_by(PIECE) {
        let end = passages.all.len().min(start + PIECE);
        let read: Vec<Option<(usize, Tone)>> = (start..end).into_par_iter().map(tone).collect();
        for (response, tone) in read.into_iter().flatten() {
            tones[response] += tone;
        }
    }
    tones
}

/// Puts comments into groups by their tone where nobody rated, so that all
/// that is asked of groups can be asked of a study without ratings. A comment
/// that asks for something, or praises and complains as much, is neither.
/// Where somebody said which scale ratings are on, they are missed instead.
pub(super) fn grouped_by_tone(mut corpus: Arc<Corpus>, passages: &Passages) -> Arc<Corpus> {
    let is_rated = corpus.responses.iter().any(|of| of.rating.is_some());
    if is_rated || !corpus.scale.is_recommendation() || passages.wholes.iter().all(Option::is_none)
    {
        return corpus;
    }
    let tones = comment_tones(&corpus, passages);
    let scale = Scale::tone();
    let rated = |tone: &Tone| -> Option<Rating> {
        scale.rating(match tone.kind() {
            ToneKind::Praise => 3,
            ToneKind::Complaint => 1,
            _ => 2,
        })
    };
    let ratings: Vec<Option<Rating>> = tones.iter().map(rated).collect();
    let grouped = Arc::make_mut(&mut corpus);
    for (at, rating) in ratings.into_iter().enumerate() {
        if passages.has_comment(at) {
            grouped.responses[at].rating = rating;
        }
    }
    grouped.scale = scale;
    corpus
}
