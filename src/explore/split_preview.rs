//! What a decision would lead to, before it is made.

use std::sync::Arc;

use serde::Serialize;

use super::error::Error;
use super::session::Session;
use super::snapshot::Snapshot;
use crate::themes::{Detail, Entry, Request, ThemeId};

/// A part that a theme would fall into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct SplitPart {
    /// The number it would have.
    pub(super) theme: u32,
    /// Its name; `None` where too few people voice it to be a theme.
    pub(super) label: Option<String>,
    /// The words that would mark it.
    pub(super) terms: Vec<String>,
    /// How many people voice it now.
    pub(super) people: usize,
    /// Somebody's words.
    pub(super) quote: Option<String>,
}

/// Returns what a theme would fall into; nothing is changed.
pub(super) fn split(
    session: &Arc<Session>,
    snapshot: &Snapshot,
    theme: u32,
) -> Result<Vec<SplitPart>, Error> {
    let request = Request::Split { theme };
    let by = session.signature();
    let codebook = session.with_study(|study| Ok(study.imagined(&request, &by)?))?;
    let parts = codebook.last_active().map(Entry::themes);
    let imagined = snapshot
        .analysis(Detail::Default)
        .decided(codebook)
        .ok_or_else(|| Error::Asked {
            reason: "the study was just changed".into(),
        })?;
    let pieces = parts.unwrap_or_default().into_iter().map(|number| {
        let id = ThemeId::Theme(number);
        let found = imagined
            .findings
            .iter()
            .find(|finding| finding.theme.id == id);
        let quote = found.and_then(|finding| finding.quotes.first()).map(|&at| {
            let place = imagined.passages.all[at].place;
            imagined.quote(place).text
        });
        SplitPart {
            theme: number,
            label: found.map(|finding| finding.theme.name.clone()),
            terms: found
                .map(|finding| finding.theme.terms.clone())
                .unwrap_or_default(),
            people: found.map_or(0, |finding| finding.latest.len()),
            quote,
        }
    });
    Ok(pieces.collect())
}
