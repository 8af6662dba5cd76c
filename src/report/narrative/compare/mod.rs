//! What changed, and whether one can say so, in words.

mod drivers;
mod movers;
mod verdict;

use crate::feedback::Scale;
use crate::inquiry::claims::Claim;
use crate::inquiry::compare::{Comparison, ThemeShift};

use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

pub(super) use drivers::{carried_by_segments, carried_by_themes, fall};
pub(super) use movers::movers;
pub(super) use verdict::{counts, mixed, panel, real, verdict};

/// Hints told.
const HINTS: usize = 5;

/// Tells a comparison.
pub fn comparison(comparison: &Comparison, scale: &Scale) -> Vec<Block> {
    let mut blocks = real(comparison, scale);
    if comparison.withheld.is_none() {
        blocks.extend(carried_by_themes(comparison));
        blocks.extend(carried_by_segments(comparison));
    }
    blocks.extend(said(comparison));
    blocks.extend(who(comparison));
    blocks.extend(
        comparison
            .followed
            .iter()
            .flat_map(|followed| movers(followed, scale)),
    );
    blocks
}

/// Returns what the two sides differ by: waves change, segments do not.
pub(super) fn noun(comparison: &Comparison) -> &'static str {
    if comparison.over_time {
        "change"
    } else {
        "difference"
    }
}

/// Which themes are said more or less often.
pub(super) fn said(comparison: &Comparison) -> Vec<Block> {
    let tested = comparison.themes.len();
    if tested == 0 {
        return Vec::new();
    }
    let found: Vec<&ThemeShift> = comparison
        .themes
        .iter()
        .filter(|shift| shift.found)
        .collect();
    let mut blocks = vec![Block::Heading(
        "What is mentioned more or less often".into(),
    )];
    let tests = words::count(tested as u64, "theme", "themes");
    if found.is_empty() {
        blocks.push(Block::paragraph(format!(
            "Of {tests} tested, none is mentioned significantly more or less often."
        )));
        blocks.extend(hints(comparison));
        return blocks;
    }
    blocks.push(Block::paragraph(Sentence::claiming(
        Claim::Trend,
        format!("Of {tests} tested, these are mentioned significantly more or less often:"),
    )));
    let rows = found.iter().map(|shift| {
        let contrast = &shift.contrast;
        vec![
            shift.theme.label.clone(),
            words::part(contrast.second),
            words::part(contrast.first),
            words::signed_percent_points(contrast.difference, contrast.interval),
            words::q(contrast.q),
        ]
    });
    let head = [
        "theme",
        &words::side(&comparison.from),
        &words::side(&comparison.to),
        "difference, points",
        "adjusted p",
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks
}

/// Changes that would count if nothing else had been looked at.
fn hints(comparison: &Comparison) -> Option<Block> {
    let mut hints: Vec<&ThemeShift> = comparison
        .themes
        .iter()
        .filter(|shift| shift.contrast.p <= 0.05)
        .collect();
    hints.sort_by(|a, b| a.contrast.p.total_cmp(&b.contrast.p));
    let said: Vec<String> = hints
        .iter()
        .take(HINTS)
        .map(|shift| {
            format!(
                "“{}”: {} → {}",
                shift.theme.label,
                words::of(shift.contrast.second.voiced, shift.contrast.second.of),
                words::of(shift.contrast.first.voiced, shift.contrast.first.of)
            )
        })
        .collect();
    (!said.is_empty()).then(|| {
        Block::paragraph(format!(
            "Possible {}s, not certain with this many themes tested: {}.",
            noun(comparison),
            said.join("; ")
        ))
    })
}

/// Who answered.
pub(super) fn who(comparison: &Comparison) -> Vec<Block> {
    let composition = &comparison.composition;
    if composition.tested == 0 {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("Did other people answer?".into())];
    let tests = words::count(composition.tested, "segment", "segments");
    if composition.shifts.is_empty() {
        blocks.push(Block::paragraph(format!(
            "Of {tests} tested, none makes up a significantly larger or smaller share of the answers."
        )));
        return blocks;
    }
    blocks.push(Block::paragraph(Sentence::claiming(
        Claim::Composition,
        format!("Of {tests} tested, these make up a significantly larger or smaller share, so part of the {} may come from who answered:", noun(comparison)),
    )));
    let rows = composition.shifts.iter().map(|shift| {
        vec![
            words::segment(&shift.attribute, &shift.value),
            words::part(shift.contrast.second),
            words::part(shift.contrast.first),
            words::signed_percent_points(shift.contrast.difference, shift.contrast.interval),
        ]
    });
    let head = [
        "segment",
        &words::side(&comparison.from),
        &words::side(&comparison.to),
        "difference, points",
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks
}
