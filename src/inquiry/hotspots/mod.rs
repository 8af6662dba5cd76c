//! Where it is bad: segments whose score is lower, and segments in which a
//! theme gathers.
//!
//! Takes a selection and the attributes to look at; tests every value and
//! every pair of values against the rest, and keeps what is more than chance.
//! Then says of each theme that lowers the score whether it comes from many
//! accounts, one segment or one customer.

mod concentration;
mod grid;
mod issues;
mod pooled;
mod scores;

use std::collections::BTreeMap;

use serde::Serialize;

use super::error::Error;
use super::field_audit::low_trust;
use super::impacts::topic_impacts;
use super::ledger::{Ledger, Side};
use super::segments::{Segments, Unused};
use super::selection::Selection;
use concentration::gathered;
use grid::Grid;
use issues::issues;
use pooled::segment_scores;
use scores::{SegmentScores, scores};

pub use concentration::ThemeConcentration;
pub use grid::Segment;
pub use issues::{Confined, Issue, Reach};
pub use pooled::{AttributeScores, PooledScore};
pub use scores::{HotSpot, Over};

/// Where it is bad, and what is said there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hotspots {
    /// Whom it was looked for among.
    pub among: Side,
    /// The attributes that were looked at.
    pub attributes: Vec<String>,
    /// Those that were not, and why.
    pub unused: Vec<Unused>,
    /// Segments have at least this many people.
    pub least: u64,
    /// Segments whose score differs from the rest by more than chance, the
    /// lowest first.
    pub scores: Vec<HotSpot>,
    /// Single values whose score would differ if nothing else had been
    /// tested, the least likely first.
    pub hints: Vec<HotSpot>,
    /// Scores that were tested.
    pub scores_tested: u64,
    /// The score of every segment, by attribute.
    pub segments: Vec<AttributeScores>,
    /// Segments in which a theme gathers, what most unhappy people say first.
    pub themes: Vec<ThemeConcentration>,
    /// Shares that were tested.
    pub themes_tested: u64,
    /// Themes that lower the score, and how widely they are said.
    pub issues: Vec<Issue>,
    /// Attributes looked at that cannot be trusted, and why, in half a sentence.
    pub low_trust: BTreeMap<String, String>,
}

/// A segment has at least this many people.
pub const LEAST: u64 = 10;

/// Looks for hot spots in a selection, by the attributes named, else by all.
pub fn search(
    ledger: &Ledger<'_>,
    among: &Selection,
    by: &[String],
    least: u64,
) -> Result<Hotspots, Error> {
    let all = Segments::new(ledger, among);
    let whole = Grid::new(&all.attributes, among);
    let (segments, some) = if by.is_empty() {
        (all, None)
    } else {
        let segments = chosen(&Segments::with(ledger, among, by), by)?;
        let grid = Grid::new(&segments.attributes, among);
        (segments, Some(grid))
    };
    let grid = some.as_ref().unwrap_or(&whole);
    let SegmentScores {
        found: scores,
        hints,
        tested: scores_tested,
    } = scores(ledger, among, grid, least);
    let impacts = topic_impacts(ledger, &among.responses);
    let (themes, themes_tested) = gathered(ledger, among, grid, &impacts, least);
    let attributes: Vec<String> = segments.attributes.iter().map(|a| a.name.clone()).collect();
    Ok(Hotspots {
        among: ledger.side(among),
        low_trust: low_trust(ledger, &attributes),
        segments: segment_scores(ledger, among, &segments.attributes),
        attributes,
        unused: segments.unused,
        least,
        scores,
        hints,
        scores_tested,
        issues: issues(ledger, among, &whole, &impacts),
        themes,
        themes_tested,
    })
}

fn chosen(segments: &Segments, by: &[String]) -> Result<Segments, Error> {
    let named = |name: &String| {
        segments
            .named(name)
            .cloned()
            .ok_or_else(|| Error::NoAttribute {
                wanted: name.clone(),
                attributes: segments.attributes.iter().map(|a| a.name.clone()).collect(),
            })
    };
    Ok(Segments {
        attributes: by.iter().map(named).collect::<Result<_, _>>()?,
        unused: Vec::new(),
    })
}
