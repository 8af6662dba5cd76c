//! Themes known from surveys that people in interviews speak of as problems.

use std::collections::BTreeSet;

use super::sentences::SpokenSentence;
use super::{KnownTheme, ProblemGroup};
use crate::feedback::Place;

/// Fewer interviews that complain of a theme make it no problem of several.
const FEWEST: usize = 3;

/// Returns a theme as a group of the sentences that complain of it; `None`
/// where too few do, or where most of them are in one of the `others` already.
pub(super) fn group(
    at: usize,
    theme: &KnownTheme,
    sentences: &[SpokenSentence],
    complains: &[bool],
    others: &[ProblemGroup],
) -> Option<ProblemGroup> {
    let said: BTreeSet<usize> = theme
        .places
        .iter()
        .filter_map(|place| position(sentences, *place))
        .filter(|&at| complains[at])
        .collect();
    let group = ProblemGroup {
        name: theme.name.clone(),
        faults: BTreeSet::new(),
        topics: BTreeSet::new(),
        near: said.clone(),
        lead: said.clone(),
        sentences: said,
        known: Some(at),
    };
    let is_told = others.iter().any(|other| {
        let both = other.sentences.intersection(&group.sentences).count();
        2 * both > group.sentences.len()
    });
    (group.interviews(sentences) >= FEWEST && !is_told).then_some(group)
}

/// Returns the position of the sentence that a place begins in.
fn position(sentences: &[SpokenSentence], place: Place) -> Option<usize> {
    let Place::Turn {
        interview, span, ..
    } = place
    else {
        return None;
    };
    let after =
        sentences.partition_point(|of| (of.interview, of.span.start) <= (interview, span.start));
    let at = after.checked_sub(1)?;
    let of = &sentences[at];
    (of.interview == interview && of.span.overlap(span) > 0).then_some(at)
}
