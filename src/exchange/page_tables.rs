//! What a page of `motif explore` shows, as tables.

use super::table::Table;
use crate::inquiry::compare::Comparison;
use crate::inquiry::contrast::Contrast;
use crate::nps::estimate::{Estimate, Footing, Share};
use crate::nps::intervals::Proportion;
use crate::report::brief::{Brief, ImpactSummary, ThemeSummary};
use crate::report::sheet::Cell;

/// Returns the themes: who says each, of which group and wave, and what it
/// weighs.
pub fn theme_table(brief: &Brief) -> Table {
    let mut head: Vec<String> = [
        "id",
        "theme",
        "terms",
        "broader",
        "owner",
        "confirmed",
        "firmness",
        "people",
        "interviews",
        "accounts",
        "passages",
    ]
    .map(str::to_owned)
    .to_vec();
    for group in brief.scale.groups() {
        head.extend(shared(brief.scale.many(group)));
    }
    head.extend(["points", "points low", "points high"].map(str::to_owned));
    let waves = brief.themes.iter().max_by_key(|theme| theme.trend.len());
    let waves: Vec<&str> = waves
        .into_iter()
        .flat_map(|theme| theme.trend.iter().map(|wave| wave.wave.as_str()))
        .collect();
    for wave in &waves {
        head.extend(shared(wave));
    }
    Table {
        name: "Themes".into(),
        head,
        rows: brief
            .themes
            .iter()
            .map(|theme| theme_row(theme, brief, &waves))
            .collect(),
    }
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

/// Returns what carries a change: themes, then segments.
pub fn change_table(comparison: &Comparison) -> Table {
    let (from, to) = (&comparison.from.name, &comparison.to.name);
    let head = [
        "kind".to_owned(),
        "theme_id".into(),
        "name".into(),
        format!("people {from}"),
        format!("people {to}"),
        "points".into(),
        "low".into(),
        "high".into(),
        "q".into(),
    ];
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
    Table {
        name: "Change".into(),
        head: head.to_vec(),
        rows,
    }
}

/// Returns how every theme separates two sides.
pub fn contrast_table(contrast: &Contrast) -> Table {
    let (first, second) = (&contrast.first.name, &contrast.second.name);
    let mut head = vec!["theme_id".to_owned(), "theme".into()];
    for side in [first, second] {
        head.extend([side.clone(), format!("{side} of")]);
    }
    head.extend(["difference", "low", "high", "p", "q", "more than chance"].map(str::to_owned));
    let part = |part: Proportion| [Cell::from(part.voiced), Cell::from(part.of)];
    let rows = contrast.themes.iter().map(|theme| {
        let test = &theme.contrast;
        let mut row: Vec<Cell> = vec![
            theme.theme.id.as_str().into(),
            theme.theme.label.as_str().into(),
        ];
        row.extend(part(test.first));
        row.extend(part(test.second));
        row.extend(
            [
                test.difference,
                test.interval.low,
                test.interval.high,
                test.p,
                test.q,
            ]
            .map(Cell::from),
        );
        row.push(u64::from(theme.found).into());
        row
    });
    Table {
        name: "Contrast".into(),
        rows: rows.collect(),
        head,
    }
}
