//! The people behind a number: passages of a theme, as a reader asks for them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::error::Error;
use super::filter::Filter;
use super::snapshot::Snapshot;
use crate::feedback::{Document, Place, Span};
use crate::inquiry::Selection;
use crate::study::{Analysis, Quote, Voiced, quote_id};
use crate::themes::Detail;

/// What of a theme is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct PassageQuery {
    /// A wave, a period, a group or a segment; interviews are in none.
    pub(super) among: Option<String>,
    /// Only what somebody marked as important.
    pub(super) important: bool,
    pub(super) offset: usize,
    pub(super) limit: usize,
}

/// Passages, and how many people say them.
#[derive(Clone, Debug, Default)]
pub(super) struct PassagePage {
    pub(super) total: usize,
    pub(super) people: usize,
    pub(super) shown: Vec<CitedPassage>,
}

/// A passage, and what people noted of it.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct CitedPassage {
    /// What it is known by.
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) quote: Quote,
    pub(super) important: bool,
    pub(super) memo: Option<String>,
}

/// Returns the passages of a theme that are asked for, the best to quote
/// first.
pub(super) fn theme_passages(
    snapshot: &Snapshot,
    detail: Detail,
    at: usize,
    wanted: &PassageQuery,
) -> Result<PassagePage, Error> {
    let analysis = snapshot.analysis(detail);
    let among = snapshot.among(&Filter::new(wanted.among.as_deref()))?;
    let finding = &analysis.findings[at];
    let mut order: Vec<usize> = finding.quotes.clone();
    let quoted: BTreeSet<usize> = order.iter().copied().collect();
    let mut rest: Vec<usize> = finding.passages.clone();
    rest.retain(|passage| !quoted.contains(passage));
    rest.sort_by(|one, other| {
        let strength = |of: usize| strength(analysis, of);
        strength(*other)
            .total_cmp(&strength(*one))
            .then(one.cmp(other))
    });
    order.extend(rest);
    order.retain(|&passage| {
        is_wanted(
            snapshot,
            analysis,
            passage,
            among.as_ref(),
            wanted.important,
        )
    });
    let speaker = |&passage: &usize| {
        let place = analysis.passages.all[passage].place;
        analysis.people.speaker(&analysis.corpus, place).person
    };
    let people: BTreeSet<usize> = order.iter().map(speaker).collect();
    let shown = order.iter().skip(wanted.offset).take(wanted.limit);
    Ok(PassagePage {
        total: order.len(),
        people: people.len(),
        shown: shown
            .map(|&passage| said(snapshot, analysis.passages.all[passage].place))
            .collect(),
    })
}

fn strength(analysis: &Analysis, passage: usize) -> f32 {
    match analysis.voiced_by(passage) {
        Voiced::Theme { strength, .. } => strength,
        Voiced::Unthemed | Voiced::Blank => 0.0,
    }
}

fn is_wanted(
    snapshot: &Snapshot,
    analysis: &Analysis,
    passage: usize,
    among: Option<&Selection>,
    important: bool,
) -> bool {
    let place = analysis.passages.all[passage].place;
    let is_in = among.is_none_or(|among| among.holds(place));
    let is_noted = || {
        let mut noted = snapshot.noted().iter();
        let same = (place.document(), place.span());
        noted.any(|of| of.marked.important && (of.document, of.span) == same)
    };
    is_in && (!important || is_noted())
}

/// Returns a quote of this snapshot as a passage that can be decided about.
pub(super) fn recognised(snapshot: &Snapshot, quote: &Quote) -> Option<CitedPassage> {
    let place = quote.place?;
    Some(with_notes(
        snapshot,
        place.document(),
        place.span(),
        quote.clone(),
    ))
}

/// Returns the passage at a place, and what people noted of it.
pub(super) fn said(snapshot: &Snapshot, place: Place) -> CitedPassage {
    let quote = snapshot.any().quote(place);
    with_notes(snapshot, place.document(), place.span(), quote)
}

fn with_notes(snapshot: &Snapshot, document: Document, span: Span, quote: Quote) -> CitedPassage {
    let noted = snapshot
        .noted()
        .iter()
        .find(|of| (of.document, of.span) == (document, span));
    CitedPassage {
        id: quote_id(&snapshot.any().corpus, document, span).to_string(),
        quote,
        important: noted.is_some_and(|of| of.marked.important),
        memo: noted.and_then(|of| of.marked.memo.clone()),
    }
}
