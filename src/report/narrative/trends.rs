//! How score, groups and themes went, in words.

use crate::feedback::Scale;
use crate::inquiry::claims::Claim;
use crate::inquiry::period_coverage::Incomplete;
use crate::inquiry::trends::Trends;
use crate::nps::estimate::{Footing, Share};
use crate::nps::intervals::Interval;
use crate::question::PeriodKind;

use super::super::catalogue::say;
use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// Segments told.
const SEGMENTS: usize = 30;

/// Themes told.
const THEMES: usize = 20;

/// Tells trends.
pub fn trends(trends: &Trends, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(heading(trends.by).into())];
    blocks.extend(by_period(trends, scale));
    if trends.undated > 0 {
        blocks.push(Block::caution(undated(trends.undated)));
    }
    blocks.extend(standing_out(trends, scale));
    blocks.extend(mentions(trends));
    blocks.extend(composition(trends, !scale.is_tone()));
    blocks
}

/// The score and the groups of each period.
fn by_period(trends: &Trends, scale: &Scale) -> Option<Block> {
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
        row.push(score.map_or_else(|| say!("no ratings").into(), words::score));
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
    let mut head = vec![name(trends.by), say!("answers")];
    head.extend(is_rated.then(|| say!("rated")));
    head.push(say!("commented"));
    let numbers = 1..head.len();
    head.push(words::score_name(scale));
    let groups: Vec<_> = scale
        .groups()
        .map(|group| words::group(group, scale))
        .collect();
    head.extend(groups.iter().map(|group| &**group));
    head.push("");
    let groups = numbers.end + 1..head.len() - 1;
    let right: Vec<usize> = numbers.chain(groups).collect();
    StoryTable::of(&head, rows.collect(), &right)
}

fn undated(undated: u64) -> String {
    let answers = words::count(undated, "answer", "answers");
    if words::is_one(undated) {
        say!("{answers} has no date and left out here.", answers)
    } else {
        say!("{answers} have no date and left out here.", answers)
    }
}

/// The themes of each period.
fn mentions(trends: &Trends) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(say!("What people mention").into()),
        Block::paragraph(legend(trends)),
    ];
    let mut head: Vec<&str> = vec![say!("theme")];
    head.extend(trends.periods.iter().map(|point| point.side.name.as_str()));
    let mut commented = vec![format!("({})", say!("commented"))];
    commented.extend(
        trends
            .periods
            .iter()
            .map(|point| words::thousands(point.side.commented)),
    );
    let mut rows = vec![commented];
    rows.extend(trends.themes.iter().take(THEMES).map(|line| {
        let mut row = vec![words::theme(&line.theme.label).into_owned()];
        row.extend(line.shares.iter().map(share));
        row
    }));
    let right: Vec<usize> = (1..head.len()).collect();
    blocks.extend(StoryTable::of(&head, rows, &right));
    let more = trends.themes.len().saturating_sub(THEMES) as u64;
    if more > 0 {
        blocks.push(Block::paragraph(say!(
            "And {more}; the JSON has them all.",
            more = words::count(more, "more theme", "more themes")
        )));
    }
    blocks
}

/// Says how to read the shares of themes.
fn legend(trends: &Trends) -> String {
    let shares = || trends.themes.iter().flat_map(|line| &line.shares);
    let is_few = |share: &Share| share.estimate.footing() == Footing::Indicative;
    let is_withheld = |share: &Share| share.estimate.numbers().is_none();
    let mut legend = vec![say!("Shares of those who commented, with 95% ranges.")];
    if shares().any(|share| is_few(share) && !is_withheld(share)) {
        legend.push(say!("An asterisk marks fewer than 30 people."));
    }
    if shares().any(is_withheld) {
        legend.push(say!("A dash means too few for a number."));
    }
    legend.push(say!(
        "To test whether two periods differ, use `motif compare`."
    ));
    legend.join(" ")
}

/// Says which periods lie outside what the others lead one to expect.
fn standing_out(trends: &Trends, scale: &Scale) -> Vec<Block> {
    let charted = || {
        let periods = trends.periods.iter();
        periods.filter_map(|point| Some((point, point.control.as_ref()?.limits)))
    };
    let width = |limits: &Interval| limits.high - limits.low;
    let narrowest = charted().min_by(|(_, one), (_, other)| width(one).total_cmp(&width(other)));
    let Some((surest, limits)) = narrowest else {
        return Vec::new();
    };
    let by = trends.by;
    let mut out = scores_out(trends, scale);
    out.extend(themes_out(trends));
    let mut blocks = vec![Block::Heading(out_heading(by).into())];
    blocks.push(if out.is_empty() {
        let open =
            say!("That does not show that nothing changed; `motif compare` tests two of them.");
        Block::paragraph(format!("{} {open}", none_out(by, scale)))
    } else {
        Block::Points(out)
    });
    let chart = say!(
        "This is a control chart of {periods}.",
        periods = counted(by, charted().count() as u64)
    );
    blocks.push(Block::paragraph(format!(
        "{chart} {} {}",
        by_luck(by),
        could_stand_out(by, &surest.side.name, limits, scale)
    )));
    blocks
}

/// Says which periods have a score that stands out.
fn scores_out(trends: &Trends, scale: &Scale) -> Vec<Sentence> {
    let out = trends.periods.iter().filter_map(|point| {
        let control = point.control.as_ref().filter(|of| of.is_out)?;
        let value = point.side.score.as_ref()?.counts.score()?;
        let is_below = value < control.centre;
        let name = words::capitalised(&point.side.name);
        let score = words::score_name(scale);
        let expected = from_the_others(trends.by);
        let centre = words::signed(control.centre);
        let range = words::score_range(control.limits.within(-100.0, 100.0));
        let value = words::signed(value);
        let said = if is_below {
            say!(
                "{period}: the {score} of {value} is below what one would expect {expected} ({centre}, limits {range}).",
                period = name,
                score,
                value,
                expected,
                centre,
                range
            )
        } else {
            say!(
                "{period}: the {score} of {value} is above what one would expect {expected} ({centre}, limits {range}).",
                period = name,
                score,
                value,
                expected,
                centre,
                range
            )
        };
        Some(Sentence::claiming(Claim::Change, said))
    });
    out.collect()
}

/// Says which periods have a theme that stands out.
fn themes_out(trends: &Trends) -> Vec<Sentence> {
    let out = trends.themes.iter().flat_map(|line| {
        let points = line.control.iter().zip(&trends.periods).zip(&line.shares);
        points.filter_map(|((control, point), share)| {
            let control = control.as_ref().filter(|of| of.is_out)?;
            let value = share.estimate.value()?;
            let period = words::capitalised(&point.side.name);
            let expected = from_the_others(trends.by);
            let [share, centre] = [value, control.centre].map(words::percent);
            let said = if value < control.centre {
                say!(
                    "{period}: “{theme}” is mentioned less than one would expect {expected}: by {share} of those who commented, not about {centre}.",
                    period,
                    theme = words::theme(&line.theme.label),
                    expected,
                    share,
                    centre
                )
            } else {
                say!(
                    "{period}: “{theme}” is mentioned more than one would expect {expected}: by {share} of those who commented, not about {centre}.",
                    period,
                    theme = words::theme(&line.theme.label),
                    expected,
                    share,
                    centre
                )
            };
            Some(Sentence::claiming(Claim::Trend, said))
        })
    });
    out.collect()
}

/// Says how far off a score would have had to be in the period that says most.
fn could_stand_out(by: PeriodKind, surest: &str, limits: Interval, scale: &Scale) -> String {
    let score = words::score_name(scale);
    if limits.low <= -100.0 && limits.high >= 100.0 {
        return say!(
            "They have too few answers: not even in {period} could any {score} have stood out.",
            period = surest,
            score
        );
    }
    let range = words::score_range(limits.within(-100.0, 100.0));
    match by {
        PeriodKind::Wave => say!(
            "In {period}, the wave that says most, only a {score} outside {range} would have stood out.",
            period = surest,
            score,
            range
        ),
        PeriodKind::Month => say!(
            "In {period}, the month that says most, only a {score} outside {range} would have stood out.",
            period = surest,
            score,
            range
        ),
        PeriodKind::Quarter => say!(
            "In {period}, the quarter that says most, only a {score} outside {range} would have stood out.",
            period = surest,
            score,
            range
        ),
        PeriodKind::Week => say!(
            "In {period}, the week that says most, only a {score} outside {range} would have stood out.",
            period = surest,
            score,
            range
        ),
    }
}

fn none_out(by: PeriodKind, scale: &Scale) -> String {
    let score = words::score_name(scale);
    match by {
        PeriodKind::Wave => say!(
            "No wave stands out: every {score}, and every theme, is within what one would expect from the other waves.",
            score
        ),
        PeriodKind::Month => say!(
            "No month stands out: every {score}, and every theme, is within what one would expect from the other months.",
            score
        ),
        PeriodKind::Quarter => say!(
            "No quarter stands out: every {score}, and every theme, is within what one would expect from the other quarters.",
            score
        ),
        PeriodKind::Week => say!(
            "No week stands out: every {score}, and every theme, is within what one would expect from the other weeks.",
            score
        ),
    }
}

fn by_luck(by: PeriodKind) -> &'static str {
    match by {
        PeriodKind::Wave => {
            say!("If nothing really changed, there is at most a 5% chance of naming any wave here.")
        }
        PeriodKind::Month => say!(
            "If nothing really changed, there is at most a 5% chance of naming any month here."
        ),
        PeriodKind::Quarter => say!(
            "If nothing really changed, there is at most a 5% chance of naming any quarter here."
        ),
        PeriodKind::Week => {
            say!("If nothing really changed, there is at most a 5% chance of naming any week here.")
        }
    }
}

fn heading(by: PeriodKind) -> &'static str {
    match by {
        PeriodKind::Wave => say!("The score by wave"),
        PeriodKind::Month => say!("The score by month"),
        PeriodKind::Quarter => say!("The score by quarter"),
        PeriodKind::Week => say!("The score by week"),
    }
}

fn out_heading(by: PeriodKind) -> &'static str {
    match by {
        PeriodKind::Wave => say!("Waves that stand out"),
        PeriodKind::Month => say!("Months that stand out"),
        PeriodKind::Quarter => say!("Quarters that stand out"),
        PeriodKind::Week => say!("Weeks that stand out"),
    }
}

/// Returns what leads one to expect something, as a sentence goes on with it.
fn from_the_others(by: PeriodKind) -> &'static str {
    match by {
        PeriodKind::Wave => say!("from the other waves"),
        PeriodKind::Month => say!("from the other months"),
        PeriodKind::Quarter => say!("from the other quarters"),
        PeriodKind::Week => say!("from the other weeks"),
    }
}

fn name(by: PeriodKind) -> &'static str {
    match by {
        PeriodKind::Wave => say!("wave"),
        PeriodKind::Month => say!("month"),
        PeriodKind::Quarter => say!("quarter"),
        PeriodKind::Week => say!("week"),
    }
}

/// Returns how many periods: `12 months`.
fn counted(by: PeriodKind, periods: u64) -> String {
    match by {
        PeriodKind::Wave => words::count(periods, "wave", "waves"),
        PeriodKind::Month => words::count(periods, "month", "months"),
        PeriodKind::Quarter => words::count(periods, "quarter", "quarters"),
        PeriodKind::Week => words::count(periods, "week", "weeks"),
    }
}

/// Who answered, of those who did what makes the score.
fn composition(trends: &Trends, is_rated: bool) -> Vec<Block> {
    if trends.composition.is_empty() {
        return Vec::new();
    }
    let (did, legend) = if is_rated {
        (say!("rated"), say!("Shares of those who rated."))
    } else {
        (say!("commented"), say!("Shares of those who commented."))
    };
    let mut head = vec![say!("segment")];
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
        Block::Heading(say!("Who answered").into()),
        Block::paragraph(legend),
    ];
    blocks.extend(StoryTable::of(&head, rows, &right));
    let more = trends.composition.len().saturating_sub(SEGMENTS) as u64;
    if more > 0 {
        blocks.push(Block::paragraph(say!(
            "And {more}; the JSON has them all.",
            more = words::count(more, "more segment", "more segments")
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
        "{}{few} ({}–{})",
        words::percent(value),
        words::whole(100.0 * interval.low),
        words::whole(100.0 * interval.high)
    )
}

fn incomplete(incomplete: &Incomplete) -> String {
    match (&incomplete.begins, &incomplete.ends) {
        (Some(begins), None) => say!("incomplete: begins {day}", day = words::day(begins)),
        (None, Some(ends)) => say!("incomplete: ends {day}", day = words::day(ends)),
        (Some(begins), Some(ends)) => say!(
            "incomplete: {from} to {to}",
            from = words::day(begins),
            to = words::day(ends)
        ),
        (None, None) => String::new(),
    }
}
