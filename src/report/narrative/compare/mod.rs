//! What changed, and whether one can say so, in words.

mod drivers;
mod movers;
mod verdict;

use crate::feedback::Scale;
use crate::inquiry::claims::Claim;
use crate::inquiry::compare::{Comparison, ThemeShift};

use super::super::catalogue::say;
use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

pub(super) use drivers::{carried_by_segments, carried_by_themes, fall};
pub(super) use movers::{movers, no_longer};
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
        say!("What is mentioned more or less often").into(),
    )];
    let themes = words::count(tested as u64, "theme", "themes");
    if found.is_empty() {
        blocks.push(Block::paragraph(say!(
            "Of {themes} tested, none is mentioned significantly more or less often.",
            themes
        )));
        blocks.extend(hints(comparison));
        return blocks;
    }
    blocks.push(Block::paragraph(Sentence::claiming(
        Claim::Trend,
        say!(
            "Of {themes} tested, these are mentioned significantly more or less often:",
            themes
        ),
    )));
    let rows = found.iter().map(|shift| {
        let contrast = &shift.contrast;
        vec![
            words::theme(&shift.theme.label).into_owned(),
            words::part(contrast.second),
            words::part(contrast.first),
            words::signed_percent_points(contrast.difference, contrast.interval),
            words::q(contrast.q),
        ]
    });
    let head = [
        say!("theme"),
        &words::side(&comparison.from),
        &words::side(&comparison.to),
        say!("difference, points"),
        say!("adjusted p"),
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
            let [before, after] = [shift.contrast.second, shift.contrast.first]
                .map(|part| words::of(part.voiced, part.of));
            words::labelled(
                &words::quoted(&words::theme(&shift.theme.label)),
                &format!("{before} → {after}"),
            )
        })
        .collect();
    let themes = words::series(&said);
    (!said.is_empty()).then(|| {
        Block::paragraph(if comparison.over_time {
            say!(
                "Possible changes, not certain with this many themes tested: {themes}.",
                themes
            )
        } else {
            say!(
                "Possible differences, not certain with this many themes tested: {themes}.",
                themes
            )
        })
    })
}

/// Who answered.
pub(super) fn who(comparison: &Comparison) -> Vec<Block> {
    let composition = &comparison.composition;
    if composition.tested == 0 {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(say!("Did other people answer?").into())];
    let segments = words::count(composition.tested, "segment", "segments");
    if composition.shifts.is_empty() {
        blocks.push(Block::paragraph(say!(
            "Of {segments} tested, none makes up a significantly larger or smaller share of the answers.",
            segments
        )));
        return blocks;
    }
    let text = if comparison.over_time {
        say!(
            "Of {segments} tested, these make up a significantly larger or smaller share, so part of the change may come from who answered:",
            segments
        )
    } else {
        say!(
            "Of {segments} tested, these make up a significantly larger or smaller share, so part of the difference may come from who answered:",
            segments
        )
    };
    blocks.push(Block::paragraph(Sentence::claiming(
        Claim::Composition,
        text,
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
        say!("segment"),
        &words::side(&comparison.from),
        &words::side(&comparison.to),
        say!("difference, points"),
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks
}
