//! What carries a change, in words.

use crate::inquiry::compare::Comparison;
use crate::inquiry::drivers::{RowKind, SegmentSplit, ThemeRow, ThemeSplit};
use crate::nps::estimate::Footing;
use crate::nps::kitagawa::Reversal;

use super::super::super::catalogue::{say, translated};
use super::super::super::story::{Block, StoryTable, Waterfall, WaterfallStep};
use super::super::super::words;

/// Attributes told of a change.
const ATTRIBUTES: usize = 4;

/// Points under which a theme that may carry none is told with others.
const SMALL: f64 = 0.5;

/// Where the points of a change lie, by theme.
pub(in crate::report::narrative) fn carried_by_themes(comparison: &Comparison) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(split) = &comparison.carried.by_theme {
        let points = words::signed_tenths(split.points);
        let (title, shared) = if comparison.over_time {
            (
                say!("The change by theme"),
                say!(
                    "The change of {points} points, shared out among what people talk about.",
                    points
                ),
            )
        } else {
            (
                say!("The difference by theme"),
                say!(
                    "The difference of {points} points, shared out among what people talk about.",
                    points
                ),
            )
        };
        let how = say!(
            "Each answer counts once, split among its themes, so the rows add up. They show where the points are, not what caused them. The largest of many such counts is usually overstated, and about one row in 20 has a range without zero by chance alone."
        );
        blocks.push(Block::Heading(title.into()));
        blocks.push(Block::paragraph(format!("{shared} {how}")));
        blocks.push(Block::Waterfall(waterfall(comparison, split)));
        if split.error >= 0.05 {
            blocks.push(Block::paragraph(say!(
                "The rows are computed by sampling, with an error of up to {points} points each.",
                points = words::hundredths(split.error)
            )));
        }
    }
    blocks
}

/// Where the points of a change lie, by segment.
pub(in crate::report::narrative) fn carried_by_segments(comparison: &Comparison) -> Vec<Block> {
    let mut blocks = Vec::new();
    let told: Vec<&SegmentSplit> = comparison
        .carried
        .by_segment
        .iter()
        .take(ATTRIBUTES)
        .collect();
    if !told.is_empty() {
        let (title, how) = if comparison.over_time {
            (
                say!("The change by segment"),
                say!(
                    "Points because a segment's own score changed, and points because the segment became a larger or smaller part of those who answered (Kitagawa's decomposition). Each attribute splits the same change."
                ),
            )
        } else {
            (
                say!("The difference by segment"),
                say!(
                    "Points because a segment's own score differs, and points because the segment is a larger or smaller part of those who answered (Kitagawa's decomposition). Each attribute splits the same difference."
                ),
            )
        };
        blocks.push(Block::Heading(title.into()));
        blocks.push(Block::paragraph(how));
        for split in told {
            blocks.push(Block::Subheading(words::capitalised(&words::attribute(
                &split.attribute,
            ))));
            blocks.extend(split.reversal.map(|reversal| reversed(reversal, split)));
            blocks.extend(segments(split));
        }
        let more = comparison
            .carried
            .by_segment
            .len()
            .saturating_sub(ATTRIBUTES);
        if more > 0 {
            blocks.push(Block::paragraph(say!(
                "{attributes} not shown here; the JSON has them all.",
                attributes = words::count(more as u64, "attribute", "attributes")
            )));
        }
    }
    blocks
}

/// Returns the themes that carry the change, as points that add up.
pub(in crate::report::narrative) fn fall(comparison: &Comparison) -> Option<Block> {
    let split = comparison.carried.by_theme.as_ref()?;
    Some(Block::Waterfall(waterfall(comparison, split)))
}

fn waterfall(comparison: &Comparison, split: &ThemeSplit) -> Waterfall {
    let score = |side: &crate::inquiry::Side| {
        let score = side.score.as_ref().and_then(|score| score.counts.score());
        (words::side(side), score.unwrap_or_default())
    };
    let of = [comparison.change.before.n(), comparison.change.after.n()];
    Waterfall {
        from: score(&comparison.from),
        to: score(&comparison.to),
        steps: steps(split, of, comparison.over_time),
    }
}

/// Rows under half a point that may be none are told together.
fn steps(split: &ThemeSplit, of: [u64; 2], over_time: bool) -> Vec<WaterfallStep> {
    let is_small = |row: &&ThemeRow| {
        row.kind == RowKind::Theme && row.points.abs() < SMALL && !row.interval.excludes_zero()
    };
    let mut steps: Vec<WaterfallStep> = split
        .rows
        .iter()
        .filter(|row| !is_small(row))
        .map(|row| step(row, of, over_time))
        .collect();
    let small: Vec<&ThemeRow> = split.rows.iter().filter(is_small).collect();
    if !small.is_empty() {
        let points = small.iter().map(|row| row.points).sum();
        let at = steps.partition_point(|step| step.points < points);
        let themes = words::count(small.len() as u64, "theme", "themes");
        let label = say!(
            "{themes} under {points} points each",
            themes,
            points = words::tenths(SMALL)
        );
        let other = WaterfallStep {
            label,
            points,
            ..WaterfallStep::default()
        };
        steps.insert(at, other);
    }
    steps
}

fn step(row: &ThemeRow, of: [u64; 2], over_time: bool) -> WaterfallStep {
    let people = row.before.n() + row.after.n();
    let sides = [
        words::of(row.before.n(), of[0]),
        words::of(row.after.n(), of[1]),
    ];
    WaterfallStep {
        label: if row.kind == RowKind::Theme {
            words::theme(&row.label).into_owned()
        } else {
            translated(&row.label).into_owned()
        },
        theme: row.theme.as_ref().map(|theme| theme.id.clone()),
        people: if over_time {
            sides.join(" → ")
        } else {
            words::list(&sides)
        },
        points: row.points,
        interval: (people >= Footing::SHOWN).then_some(row.interval),
    }
}

fn reversed(reversal: Reversal, split: &SegmentSplit) -> Block {
    let attribute = words::attribute(&split.attribute);
    Block::caution(match reversal {
        Reversal::RisesWithin => say!(
            "Simpson's paradox: by {attribute}, the score rose or held in every segment that can be compared, yet fell overall, because the mix of who answered changed.",
            attribute
        ),
        Reversal::FallsWithin => say!(
            "Simpson's paradox: by {attribute}, the score fell or held in every segment that can be compared, yet rose overall, because the mix of who answered changed.",
            attribute
        ),
    })
}

fn segments(split: &SegmentSplit) -> Option<Block> {
    let rows = split.rows.iter().map(|row| {
        let score = |counts: crate::nps::score::Counts| match counts.score() {
            Some(score) if counts.n() >= Footing::SHOWN => words::signed(score),
            _ => "–".into(),
        };
        let points = |value: f64, interval| {
            if row.before.n() + row.after.n() < Footing::SHOWN {
                return say!("too few people").to_owned();
            }
            let range = words::points_range(interval);
            format!("{} ({range})", words::signed_tenths(value))
        };
        vec![
            words::value(&row.value),
            format!(
                "{} → {}",
                words::thousands(row.before.n()),
                words::thousands(row.after.n())
            ),
            format!("{} → {}", score(row.before), score(row.after)),
            points(row.rate, row.rate_interval),
            points(row.mix, row.mix_interval),
        ]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    rows.push(vec![
        say!("total").into(),
        String::new(),
        String::new(),
        words::signed_tenths(split.rate),
        words::signed_tenths(split.mix),
    ]);
    StoryTable::of(
        &[
            "",
            say!("answers"),
            say!("score"),
            say!("points from its score"),
            say!("points from its share of answers"),
        ],
        rows,
        &[],
    )
}
