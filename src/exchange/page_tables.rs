//! What a page of `motif explore` shows, as tables.

use std::collections::BTreeSet;

use super::table::{Table, columns};
use crate::inquiry::Answer;
use crate::inquiry::compare::Comparison;
use crate::inquiry::contrast::Contrast;
use crate::inquiry::hotspots::{HotSpot, Hotspots, Segment, ThemeConcentration};
use crate::inquiry::joint_effects::JointEffects;
use crate::inquiry::outcomes::Outcome;
use crate::inquiry::pain_points::PainPoints;
use crate::inquiry::trends::Trends;
use crate::nps::estimate::{Estimate, Footing, Score, Share};
use crate::nps::intervals::{Interval, Proportion};
use crate::report::brief::{Brief, ImpactSummary, ThemeSummary};
use crate::report::sheet::Cell;

/// Returns the themes: who says each, of which group and wave, and what it
/// weighs.
pub fn theme_table(brief: &Brief) -> Table {
    let head = "id, theme, terms, broader, owner, confirmed, firmness, people, interviews, \
        accounts, passages";
    let mut head: Vec<String> = columns(head).collect();
    for group in brief.scale.groups() {
        head.extend(shared(brief.scale.plural(group)));
    }
    head.extend(columns("points, points low, points high"));
    let waves = brief.themes.iter().max_by_key(|theme| theme.trend.len());
    let waves: Vec<&str> = waves
        .into_iter()
        .flat_map(|theme| theme.trend.iter().map(|wave| wave.wave.as_str()))
        .collect();
    for wave in &waves {
        head.extend(shared(wave));
    }
    let themes = brief.themes.iter();
    let rows = themes.map(|theme| theme_row(theme, brief, &waves));
    Table::new("Themes", head, rows)
}

fn theme_row(theme: &ThemeSummary, brief: &Brief, waves: &[&str]) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::from(text.clone().unwrap_or_default());
    let mut row: Vec<Cell> = vec![
        theme.id.as_str().into(),
        theme.label.as_str().into(),
        theme.terms.join(", ").into(),
        text(&theme.broader),
        text(&theme.owner),
        u64::from(theme.confirmed).into(),
        theme
            .firmness
            .map_or("", |firmness| firmness.word.name())
            .into(),
        theme.respondents.into(),
        theme.participants.voiced.into(),
        theme.accounts.voiced.into(),
        theme.passages.into(),
    ];
    for group in brief.scale.groups() {
        let of = theme.groups.iter().find(|share| share.group == group);
        row.extend(share(of.map(|of| &of.share)));
    }
    let points = match theme.impact {
        ImpactSummary::Points(points) => Some(points),
        ImpactSummary::Unknown { .. } => None,
    };
    row.extend(ranged(points));
    for wave in waves {
        let of = theme.trend.iter().find(|share| share.wave == *wave);
        row.extend(share(of.map(|of| &of.share)));
    }
    row
}

/// Returns the heads of a share: `spring`, `spring of`, `spring share`, …
fn shared(name: &str) -> [String; 5] {
    ["", " of", " share", " low", " high"].map(|part| format!("{name}{part}"))
}

fn share(of: Option<&Share>) -> Vec<Cell> {
    let mut cells = vec![
        Cell::from(of.map(|of| of.voiced as f64)),
        Cell::from(of.map(|of| of.estimate.n() as f64)),
    ];
    cells.extend(ranged(of.map(|of| of.estimate)));
    cells
}

fn ranged(estimate: Option<Estimate>) -> [Cell; 3] {
    let interval = estimate.and_then(Estimate::interval);
    [
        estimate.and_then(Estimate::value),
        interval.map(|interval| interval.low),
        interval.map(|interval| interval.high),
    ]
    .map(Cell::from)
}

/// Returns the cells of a difference: how large, where it may lie, how often
/// chance does as much, and the share of such findings that are chance.
fn tested(difference: f64, interval: Interval, p: f64, q: f64) -> [Cell; 5] {
    [difference, interval.low, interval.high, p, q].map(Cell::from)
}

/// Returns an answer as a table; `None` where it is no comparison.
pub fn answer_table(answer: &Answer) -> Option<Table> {
    Some(match answer {
        Answer::Change(comparison) => change_table(comparison),
        Answer::Contrast(contrast) => contrast_table(contrast),
        Answer::Hotspots(hotspots) => hotspot_table(hotspots),
        Answer::Outcomes { outcomes } => outcome_table(outcomes),
        Answer::Trends(trends) => trend_table(trends),
        Answer::Drivers(found) => driver_table(found),
        Answer::PainPoints(found) => pain_point_table(found),
        _ => return None,
    })
}

/// Returns what themes do to the rating beside each other.
fn driver_table(found: &JointEffects) -> Table {
    let head = columns(
        "theme_id, theme, people, points_alone, points_low, points_high, rating, rating_low, rating_high, p, q, share, share_low, share_high",
    );
    let rows = found.themes.iter().map(|of| {
        let driver = &of.driver;
        let mut row: Vec<Cell> = vec![
            of.theme.id.as_str().into(),
            of.theme.label.as_str().into(),
            driver.people.into(),
        ];
        row.extend(ranged(of.alone));
        row.extend(tested(driver.effect, driver.interval, driver.p, of.q));
        let share = &driver.share;
        row.extend([share.value, share.interval.low, share.interval.high].map(Cell::from));
        row
    });
    Table::new("Themes together", head, rows)
}

/// Returns what people in interviews struggle with, a column an interview: in
/// how many answers each speaks of it.
pub fn pain_point_table(found: &PainPoints) -> Table {
    let sources: BTreeSet<&str> = found
        .points
        .iter()
        .flat_map(|point| point.voices.iter().map(|voice| &*voice.source))
        .collect();
    let head = columns("problem, theme_id, interviews, of, unasked, answers");
    let head = head.chain(sources.iter().map(|source| (*source).to_owned()));
    let rows = found.points.iter().map(|point| {
        let mut row: Vec<Cell> = vec![
            point.name.as_str().into(),
            point.theme.as_ref().map_or("", |theme| &*theme.id).into(),
        ];
        let counts = [
            point.participants.voiced,
            point.participants.of,
            point.unasked,
            point.answers,
        ];
        row.extend(counts.map(|count| Cell::from(count as f64)));
        row.extend(sources.iter().map(|source| {
            let voice = point.voices.iter().find(|voice| voice.source == **source);
            Cell::from(voice.map_or(0.0, |voice| voice.answers as f64))
        }));
        row
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table::new("Pain points", head.collect::<Vec<_>>(), rows)
}

/// Returns what carries a change: themes, then segments.
fn change_table(comparison: &Comparison) -> Table {
    let (from, to) = (&comparison.from.name, &comparison.to.name);
    let people = [from, to].map(|side| format!("people {side}"));
    let head = columns("kind, theme_id, name").chain(people);
    let head = head.chain(columns("points, low, high, q"));
    let themes = comparison
        .carried
        .by_theme
        .iter()
        .flat_map(|split| &split.rows);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    rows.extend(themes.map(|row| {
        let shown = row.before.n() + row.after.n() >= Footing::SHOWN;
        let kind = serde_json::to_value(row.kind).ok();
        let kind = kind.and_then(|kind| Some(kind.as_str()?.to_owned()));
        vec![
            kind.unwrap_or_default().into(),
            row.theme
                .as_ref()
                .map_or("", |theme| theme.id.as_str())
                .into(),
            row.label.as_str().into(),
            row.before.n().into(),
            row.after.n().into(),
            row.points.into(),
            shown.then_some(row.interval.low).into(),
            shown.then_some(row.interval.high).into(),
            shown.then_some(row.q).into(),
        ]
    }));
    for split in &comparison.carried.by_segment {
        rows.extend(split.rows.iter().map(|row| {
            let shown = row.before.n() + row.after.n() >= Footing::SHOWN;
            vec![
                "segment".into(),
                "".into(),
                format!("{}: {}", split.attribute, row.value).into(),
                row.before.n().into(),
                row.after.n().into(),
                shown.then_some(row.rate).into(),
                shown.then_some(row.rate_interval.low).into(),
                shown.then_some(row.rate_interval.high).into(),
                Cell::Number(None),
            ]
        }));
    }
    Table::new("Change", head, rows)
}

/// Returns how every theme separates two sides.
fn contrast_table(contrast: &Contrast) -> Table {
    let (first, second) = (&contrast.first.name, &contrast.second.name);
    let mut head: Vec<String> = columns("theme_id, theme").collect();
    for side in [first, second] {
        head.extend([side.clone(), format!("{side} of")]);
    }
    head.extend(columns("difference, low, high, p, q, more than chance"));
    let part = |part: Proportion| [Cell::from(part.voiced), Cell::from(part.of)];
    let rows = contrast.themes.iter().map(|theme| {
        let test = &theme.contrast;
        let mut row: Vec<Cell> = vec![
            theme.theme.id.as_str().into(),
            theme.theme.label.as_str().into(),
        ];
        row.extend(part(test.first));
        row.extend(part(test.second));
        row.extend(tested(test.difference, test.interval, test.p, test.q));
        row.push(u64::from(theme.found).into());
        row
    });
    Table::new("Contrast", head, rows)
}

/// Returns the segments with another score, then the themes that gather in one.
fn hotspot_table(hotspots: &Hotspots) -> Table {
    let head = "kind, segment, theme_id, theme, inside, inside n, outside, outside n, difference, \
        low, high, p, q";
    let segment = |segment: &[Segment]| {
        let parts = segment
            .iter()
            .map(|of| format!("{}: {}", of.attribute, of.value));
        Cell::from(parts.collect::<Vec<_>>().join(" & "))
    };
    let score = |kind: &str, spot: &HotSpot| {
        let side = |of: &Score| [of.estimate.value().into(), of.counts.n().into()];
        let mut row: Vec<Cell> = vec![kind.into(), segment(&spot.segment), "".into(), "".into()];
        row.extend(side(&spot.inside));
        row.extend(side(&spot.outside));
        row.extend(tested(spot.points, spot.interval, spot.p, spot.q));
        row
    };
    let theme = |of: &ThemeConcentration| {
        let side = |of: &Share| [of.estimate.value().into(), of.estimate.n().into()];
        let mut row: Vec<Cell> = vec![
            "theme".into(),
            segment(&of.segment),
            of.theme.id.as_str().into(),
            of.theme.label.as_str().into(),
        ];
        row.extend(side(&of.inside));
        row.extend(side(&of.outside));
        row.extend(tested(of.difference, of.interval, of.p, of.q));
        row
    };
    let scores = hotspots.scores.iter().map(|spot| score("score", spot));
    let hints = hotspots.hints.iter().map(|spot| score("hint", spot));
    let themes = hotspots.themes.iter().map(theme);
    let rows = scores.chain(hints).chain(themes);
    Table::new("Hot spots", columns(head), rows)
}

/// Returns how often each outcome happened among those who voice a theme.
fn outcome_table(outcomes: &[Outcome]) -> Table {
    let head = "outcome, theme_id, theme, with, with of, without, without of, difference, low, \
        high, p, q";
    let head: Vec<String> = columns(head).collect();
    let rows = outcomes.iter().flat_map(|outcome| {
        let whole = std::iter::once(vec![
            outcome.outcome.as_str().into(),
            "".into(),
            "everybody".into(),
            outcome.happened.voiced.into(),
            outcome.happened.estimate.n().into(),
        ]);
        let themes = outcome.by_theme.iter().map(|of| {
            let test = &of.contrast;
            let mut row: Vec<Cell> = vec![
                outcome.outcome.as_str().into(),
                of.theme.id.as_str().into(),
                of.theme.label.as_str().into(),
            ];
            let counts = [
                test.first.voiced,
                test.first.of,
                test.second.voiced,
                test.second.of,
            ];
            row.extend(counts.map(Cell::from));
            row.extend(tested(test.difference, test.interval, test.p, test.q));
            row
        });
        whole.chain(themes)
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    for row in &mut rows {
        row.resize(head.len(), Cell::Number(None));
    }
    Table::new("Outcomes", head, rows)
}

/// Returns score and themes, a row for each period.
fn trend_table(trends: &Trends) -> Table {
    let head = columns("period, asked, rated, commented, score, low, high");
    let mut head: Vec<String> = head.collect();
    for theme in &trends.themes {
        head.extend(shared(&theme.theme.label));
    }
    let rows = trends.periods.iter().enumerate().map(|(at, period)| {
        let side = &period.side;
        let mut row: Vec<Cell> = vec![
            side.name.as_str().into(),
            side.asked.into(),
            side.rated.into(),
            side.commented.into(),
        ];
        row.extend(ranged(side.score.as_ref().map(|score| score.estimate)));
        for theme in &trends.themes {
            row.extend(share(theme.shares.get(at)));
        }
        row
    });
    Table::new("Trends", head, rows)
}
