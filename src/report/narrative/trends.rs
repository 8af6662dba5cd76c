//! How score, groups and themes went, in words.

use crate::feedback::Scale;
use crate::inquiry::claims::Claim;
use crate::inquiry::period_coverage::Incomplete;
use crate::inquiry::trends::Trends;
use crate::nps::estimate::{Footing, Share};
use crate::nps::intervals::Interval;
use crate::question::PeriodKind;

use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// Segments told.
const SEGMENTS: usize = 30;

/// Themes told.
const THEMES: usize = 20;

/// Tells trends.
pub fn trends(trends: &Trends, scale: &Scale) -> Vec<Block> {
    let period = match trends.by {
        PeriodKind::Wave => "wave",
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Week => "week",
    };
    let mut blocks = vec![Block::Heading(format!("The score by {period}"))];
    let is_rated = !scale.is_tone();
    let rows = trends.periods.iter().map(|point| {
        let mut row = vec![point.side.name.clone()];
        let side = &point.side;
        row.push(words::thousands(side.asked));
        if is_rated {
            row.push(words::thousands(side.rated));
        }
        row.push(words::thousands(side.commented));
        let score = side.score.as_ref();
        row.push(score.map_or_else(|| "no ratings".into(), words::score));
        let groups = scale
            .groups()
            .map(|group| share(&point.groups[group.index()]));
        row.extend(groups);
        row.push(
            side.incomplete
                .as_ref()
                .map_or_else(String::new, incomplete),
        );
        row
    });
    let counted = ["answers", "rated", "commented"].into_iter();
    let mut head = vec![period];
    head.extend(counted.filter(|name| is_rated || *name != "rated"));
    let numbers = 1..head.len();
    head.push(words::score_name(scale));
    head.extend(scale.groups().map(|group| scale.plural(group)));
    head.push("");
    let groups = numbers.end + 1..head.len() - 1;
    let right: Vec<usize> = numbers.chain(groups).collect();
    blocks.extend(StoryTable::of(&head, rows.collect(), &right));
    if trends.undated > 0 {
        blocks.push(Block::caution(format!(
            "{} no date and left out here.",
            words::count(trends.undated, "answer has", "answers have")
        )));
    }
    blocks.extend(standing_out(trends, period, scale));
    blocks.push(Block::Heading("What people mention".into()));
    let shares = || trends.themes.iter().flat_map(|line| &line.shares);
    let is_few = |share: &Share| share.estimate.footing() == Footing::Indicative;
    let is_withheld = |share: &Share| share.estimate.numbers().is_none();
    let mut legend = "Shares of those who commented, with 95% ranges.".to_owned();
    if shares().any(|share| is_few(share) && !is_withheld(share)) {
        legend.push_str(" An asterisk marks fewer than 30 people.");
    }
    if shares().any(is_withheld) {
        legend.push_str(" A dash means too few for a number.");
    }
    legend.push_str(" To test whether two periods differ, use `motif compare`.");
    blocks.push(Block::paragraph(legend));
    let mut head: Vec<&str> = vec!["theme"];
    head.extend(trends.periods.iter().map(|point| point.side.name.as_str()));
    let mut commented = vec!["(commented)".to_owned()];
    commented.extend(
        trends
            .periods
            .iter()
            .map(|point| words::thousands(point.side.commented)),
    );
    let mut rows = vec![commented];
    rows.extend(trends.themes.iter().take(THEMES).map(|line| {
        let mut row = vec![line.theme.label.clone()];
        row.extend(line.shares.iter().map(share));
        row
    }));
    let right: Vec<usize> = (1..head.len()).collect();
    blocks.extend(StoryTable::of(&head, rows, &right));
    let more = trends.themes.len().saturating_sub(THEMES) as u64;
    if more > 0 {
        blocks.push(Block::paragraph(format!(
            "And {}; the JSON has them all.",
            words::count(more, "more theme", "more themes")
        )));
    }
    blocks.extend(composition(
        trends,
        if is_rated { "rated" } else { "commented" },
    ));
    blocks
}

/// Says which periods lie outside what the others lead one to expect.
fn standing_out(trends: &Trends, period: &str, scale: &Scale) -> Vec<Block> {
    let score = words::score_name(scale);
    let charted = || {
        let periods = trends.periods.iter();
        periods.filter_map(|point| Some((point, point.control.as_ref()?.limits)))
    };
    let width = |limits: &Interval| limits.high - limits.low;
    let narrowest = charted().min_by(|(_, one), (_, other)| width(one).total_cmp(&width(other)));
    let Some((surest, limits)) = narrowest else {
        return Vec::new();
    };
    let out = trends.periods.iter().filter_map(|point| {
        let control = point.control.as_ref().filter(|of| of.is_out)?;
        let value = point.side.score.as_ref()?.counts.score()?;
        let way = if value < control.centre { "below" } else { "above" };
        Some(Sentence::claiming(
            Claim::Change,
            format!(
                "{}: the {score} of {} is {way} what one would expect from the other {period}s ({}, limits {}).",
                words::capitalised(&point.side.name),
                words::signed(value),
                words::signed(control.centre),
                words::score_range(control.limits.within(-100.0, 100.0))
            ),
        ))
    });
    let themes = trends.themes.iter().flat_map(|line| {
        let points = line.control.iter().zip(&trends.periods).zip(&line.shares);
        points.filter_map(|((control, point), share)| {
            let control = control.as_ref().filter(|of| of.is_out)?;
            let value = share.estimate.value()?;
            let way = if value < control.centre { "less" } else { "more" };
            Some(Sentence::claiming(
                Claim::Trend,
                format!(
                    "{}: “{}” is mentioned {way} than one would expect from the other {period}s: by {} of those who commented, not about {}.",
                    words::capitalised(&point.side.name),
                    line.theme.label,
                    words::percent(value),
                    words::percent(control.centre)
                ),
            ))
        })
    });
    let out: Vec<Sentence> = out.chain(themes).collect();
    let all = words::count(charted().count() as u64, period, &format!("{period}s"));
    let name = &surest.side.name;
    let could = if limits.low <= -100.0 && limits.high >= 100.0 {
        format!("They have too few answers: not even in {name} could any {score} have stood out.")
    } else {
        format!(
            "In {name}, the {period} that says most, only a {score} outside {} to {} would have stood out.",
            words::signed(limits.low.max(-100.0)),
            words::signed(limits.high.min(100.0)),
        )
    };
    let widest = format!(
        "This is a control chart of {all}. If nothing really changed, there is at most a 5% chance of naming any {period} here. {could}"
    );
    let mut blocks = vec![Block::Heading(format!(
        "{}s that stand out",
        words::capitalised(period)
    ))];
    blocks.push(if out.is_empty() {
        Block::paragraph(format!(
"No {period} stands out: every {score}, and every theme, is within what one would expect from the other {period}s. That does not show that nothing changed; `motif compare` tests two of them."
        ))
    } else {
        Block::Points(out)
    });
    blocks.push(Block::paragraph(widest));
    blocks
}

/// Who answered, of those who did what makes the score.
fn composition(trends: &Trends, did: &str) -> Vec<Block> {
    if trends.composition.is_empty() {
        return Vec::new();
    }
    let mut head = vec!["segment"];
    head.extend(trends.periods.iter().map(|point| point.side.name.as_str()));
    let mut rated = vec![format!("({did})")];
    rated.extend(
        trends
            .periods
            .iter()
            .map(|point| words::thousands(point.side.rated)),
    );
    let mut rows = vec![rated];
    rows.extend(trends.composition.iter().take(SEGMENTS).map(|mix| {
        let mut row = vec![words::segment(&mix.attribute, &mix.value)];
        row.extend(mix.shares.iter().map(share));
        row
    }));
    let right: Vec<usize> = (1..head.len()).collect();
    let mut blocks = vec![
        Block::Heading("Who answered".into()),
        Block::paragraph(format!("Shares of those who {did}.")),
    ];
    blocks.extend(StoryTable::of(&head, rows, &right));
    let more = trends.composition.len().saturating_sub(SEGMENTS) as u64;
    if more > 0 {
        blocks.push(Block::paragraph(format!(
            "And {}; the JSON has them all.",
            words::count(more, "more segment", "more segments")
        )));
    }
    blocks
}

/// Returns `11% (7–18)`.
fn share(share: &Share) -> String {
    let Some((value, interval)) = share.estimate.numbers() else {
        return "–".into();
    };
    let few = match share.estimate.footing() {
        Footing::Indicative => "*",
        _ => "",
    };
    format!(
        "{}{few} ({:.0}–{:.0})",
        words::percent(value),
        100.0 * interval.low,
        100.0 * interval.high
    )
}

pub(super) fn incomplete(incomplete: &Incomplete) -> String {
    match (&incomplete.begins, &incomplete.ends) {
        (Some(begins), None) => format!("incomplete: begins {}", words::day(begins)),
        (None, Some(ends)) => format!("incomplete: ends {}", words::day(ends)),
        (Some(begins), Some(ends)) => {
            format!("incomplete: {} to {}", words::day(begins), words::day(ends))
        }
        (None, None) => String::new(),
    }
}
