//! The report as a workbook, for those who go on in a spreadsheet.
//!
//! Takes a brief, the analysis behind it and, where a change is explained,
//! the explanation; gives the bytes of an xlsx file: summary, themes, theme ×
//! interview, theme × respondent, quotes, and what carries the change. Text
//! is written as text, so that nothing a customer wrote is ever a formula.

mod narrative;

use std::borrow::Cow;

use rust_xlsxwriter::XlsxError;

use super::brief::{Brief, ImpactSummary, ThemeSummary};
use super::catalogue::{say, translated};
use super::response_cells::{ANSWERED, answered};
use super::sheet::{self, Cell, Sheet};
use super::story::Story;
use super::words;
use crate::feedback::Scale;
use crate::inquiry::drivers::{RowKind, SegmentSplit, ThemeRow, ThemeSplit};
use crate::inquiry::explanation::Explanation;
use crate::inquiry::{Ledger, Side};
use crate::nps::estimate::{Estimate, Footing, Score};
use crate::nps::score::Counts;
use crate::study::Quote;

/// Returns the bytes of a workbook.
pub fn workbook(
    brief: &Brief,
    ledger: &Ledger<'_>,
    explanation: Option<(&Explanation, &Story)>,
    summary: &[String],
) -> Result<Vec<u8>, XlsxError> {
    let mut sheets = vec![
        summed(brief, summary)?,
        themes(brief)?,
        by_respondent(ledger)?,
        quotes(brief)?,
    ];
    if !brief.interviews.conversations.is_empty() {
        sheets.insert(2, by_interview(brief)?);
    }
    if !brief.pain_points.points.is_empty() {
        sheets.insert(1, pain_points(brief)?);
    }
    if !brief.noted.is_empty() && explanation.is_none() {
        sheets.insert(1, noted(brief)?);
    }
    if let Some((explanation, story)) = explanation {
        sheets.insert(1, told(story)?);
        let carried = &explanation.comparison.carried;
        if let Some(split) = &carried.by_theme {
            sheets.push(by_theme(split, explanation)?);
        }
        sheets.push(by_segment(&carried.by_segment, brief)?);
    }
    sheet::book(&brief.title, sheets)
}

fn pain_points(brief: &Brief) -> Result<Sheet, XlsxError> {
    let head = [
        say!("Problem"),
        say!("Interviews"),
        say!("Of"),
        say!("Unasked"),
        say!("Answers"),
        say!("Quote"),
        say!("Source"),
    ];
    let widths = [30.0, 11.0, 7.0, 9.0, 9.0, 90.0, 30.0];
    let mut sheet = Sheet::new(say!("Pain points"), &head, &widths)?;
    for point in &brief.pain_points.points {
        let quote = point.quotes.first();
        let said = quote.map_or("", |quote| quote.text.as_str());
        let source = quote.map_or("", |quote| quote.source.as_str());
        sheet.row(vec![
            point.name.as_str().into(),
            point.participants.voiced.into(),
            point.participants.of.into(),
            point.unasked.into(),
            point.answers.into(),
            said.into(),
            source.into(),
        ])?;
    }
    Ok(sheet)
}

fn summed(brief: &Brief, summary: &[String]) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(say!("Summary"), &[brief.title.as_str()], &[110.0])?;
    for line in summary {
        sheet.row(vec![line.as_str().into()])?;
    }
    for caution in &brief.cautions {
        sheet.row(vec![format!("{} {caution}", say!("Note:")).into()])?;
    }
    sheet.row(vec!["".into()])?;
    let coverage = &brief.coverage;
    sheet.row(vec![
        say!(
            "{asked} asked, {rated} rated, {commented} commented, {themed} with something in a theme, {unthemed} with something that no theme covers, {blank} with nothing but “n/a” or the like; {interviews}; {rows} left out.",
            asked = words::thousands(coverage.asked),
            rated = words::thousands(coverage.rated),
            commented = words::thousands(coverage.commented),
            themed = words::thousands(coverage.themed),
            unthemed = words::thousands(coverage.unthemed),
            blank = words::thousands(coverage.blank),
            interviews = words::count(coverage.interviews, "interview", "interviews"),
            rows = words::count(coverage.skipped, "row", "rows"),
        )
        .into(),
    ])?;
    sheet.row(vec![brief.unit.as_str().into()])?;
    for note in &brief.method.notes {
        sheet.row(vec![note.as_str().into()])?;
    }
    Ok(sheet)
}

/// The report as it is told, block under block.
fn told(story: &Story) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(
        say!("Report"),
        &[story.title.as_str()],
        &[44.0, 24.0, 24.0, 28.0],
    )?;
    for block in &story.blocks {
        narrative::block(&mut sheet, block, &story.scale)?;
    }
    Ok(sheet)
}

/// What people noted while they explored.
fn noted(brief: &Brief) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(
        say!("Noted"),
        &[super::narrative::noted_title()],
        &[44.0, 24.0, 24.0, 28.0],
    )?;
    // The head says what the first block does.
    for block in super::narrative::saved_views(&brief.noted, &brief.scale)
        .iter()
        .skip(1)
    {
        narrative::block(&mut sheet, block, &brief.scale)?;
    }
    Ok(sheet)
}

fn themes(brief: &Brief) -> Result<Sheet, XlsxError> {
    let mut head = vec![
        say!("id"),
        say!("theme"),
        say!("terms"),
        say!("owner"),
        say!("firmness"),
        say!("people"),
        say!("interviews"),
        say!("accounts"),
    ];
    head.extend([
        say!("score with"),
        say!("impact"),
        say!("impact low"),
        say!("impact high"),
        say!("impact stand on"),
    ]);
    let groups: Vec<String> = brief
        .themes
        .first()
        .map(|theme| {
            theme
                .groups
                .iter()
                .map(|share| {
                    let group = words::group(share.group, &brief.scale);
                    say!("{group} who voice it", group)
                })
                .collect()
        })
        .unwrap_or_default();
    head.extend(groups.iter().map(String::as_str));
    let mut sheet = Sheet::new(say!("Themes"), &head, &[6.0, 28.0, 40.0, 16.0])?;
    for theme in &brief.themes {
        sheet.row(theme_row(theme))?;
    }
    Ok(sheet)
}

fn theme_row(theme: &ThemeSummary) -> Vec<Cell> {
    let points: Option<Estimate> = match theme.impact {
        ImpactSummary::Points(points) => Some(points),
        ImpactSummary::Unknown { .. } => None,
    };
    let interval = points.and_then(Estimate::interval);
    let mut row: Vec<Cell> = vec![
        theme.id.as_str().into(),
        theme.label.as_str().into(),
        theme.terms.join(", ").into(),
        theme.owner.clone().unwrap_or_default().into(),
        theme
            .firmness
            .map(|firmness| translated(firmness.word.name()).into_owned())
            .unwrap_or_default()
            .into(),
        theme.respondents.into(),
        theme.participants.voiced.into(),
        theme.accounts.voiced.into(),
        theme.score.and_then(|score| score.estimate.value()).into(),
        points.and_then(Estimate::value).into(),
        interval.map(|interval| interval.low).into(),
        interval.map(|interval| interval.high).into(),
        points.map(|points| points.n() as f64).into(),
    ];
    row.extend(
        theme
            .groups
            .iter()
            .map(|share| Cell::from(share.share.voiced)),
    );
    row
}

fn by_interview(brief: &Brief) -> Result<Sheet, XlsxError> {
    let names = brief.interviews.conversations.iter().map(|conversation| {
        let account = conversation
            .account
            .as_deref()
            .map(|account| format!(", {account}"));
        format!(
            "{}{}",
            conversation.participant,
            account.unwrap_or_default()
        )
    });
    let names: Vec<String> = names.collect();
    let mut head = vec![say!("theme"), say!("heard in")];
    head.extend(names.iter().map(String::as_str).take(sheet::COLUMNS - 2));
    let mut sheet = Sheet::new(say!("Theme by interview"), &head, &[28.0, 10.0])?;
    for theme in &brief.interviews.matrix {
        let mut row: Vec<Cell> = vec![
            theme.label.as_str().into(),
            (theme.voiced_in.len() as u64).into(),
        ];
        row.extend((0..names.len()).map(|at| Cell::from(u64::from(theme.voiced_in.contains(&at)))));
        sheet.row(row)?;
    }
    Ok(sheet)
}

fn by_respondent(ledger: &Ledger<'_>) -> Result<Sheet, XlsxError> {
    let themes = ledger.themes();
    let scale = &ledger.analysis.corpus.scale;
    let answered_head = ANSWERED.map(translated);
    let mut head: Vec<&str> = answered_head.iter().map(|name| &**name).collect();
    let labels: Vec<Cow<'_, str>> = themes
        .iter()
        .map(|&at| words::theme(&ledger.analysis.findings[at].theme.name))
        .collect();
    head.extend(labels.iter().map(|label| &**label));
    let mut sheet = Sheet::new(say!("Theme by respondent"), &head, &[18.0, 10.0])?;
    let responses = ledger.analysis.corpus.responses.iter().enumerate();
    for (at, response) in responses.take(sheet::ROWS - 1) {
        let mut row = answered(response, scale);
        // The group comes last.
        if let Some(Cell::Text(group)) = row.last_mut() {
            *group = translated(group).into_owned();
        }
        row.extend(
            themes
                .iter()
                .map(|&theme| Cell::from(u64::from(ledger.voices(at, theme)))),
        );
        sheet.row(row)?;
    }
    Ok(sheet)
}

fn quotes(brief: &Brief) -> Result<Sheet, XlsxError> {
    let head = [
        say!("theme"),
        say!("quote"),
        say!("who"),
        say!("account"),
        say!("date"),
        say!("where"),
    ];
    let mut sheet = Sheet::new(say!("Quotes"), &head, &[24.0, 90.0, 24.0, 24.0, 12.0, 30.0])?;
    for theme in &brief.themes {
        for quote in &theme.quotes {
            sheet.row(quote_row(&theme.label, quote, &brief.scale))?;
        }
    }
    Ok(sheet)
}

fn quote_row(theme: &str, quote: &Quote, scale: &Scale) -> Vec<Cell> {
    let group = quote
        .group
        .map(|group| words::member(group, scale).into_owned());
    let rating = quote.rating.and_then(|rating| words::answer(rating, scale));
    let who = [quote.speaker.clone(), group, rating].into_iter().flatten();
    let who: Vec<String> = who.collect();
    vec![
        theme.into(),
        quote.text.as_str().into(),
        who.join(", ").into(),
        quote.account.clone().unwrap_or_default().into(),
        quote.date.clone().unwrap_or_default().into(),
        words::place(quote).into(),
    ]
}

fn by_theme(split: &ThemeSplit, explanation: &Explanation) -> Result<Sheet, XlsxError> {
    let comparison = &explanation.comparison;
    let people = |side: &Side| say!("people {side}", side = side_name(side));
    let (before, after) = (people(&comparison.from), people(&comparison.to));
    let head = [
        say!("row"),
        say!("theme id"),
        say!("kind"),
        &before,
        &after,
        say!("points"),
        say!("low"),
        say!("high"),
    ];
    let mut sheet = Sheet::new(say!("Change by theme"), &head, &[28.0])?;
    for row in &split.rows {
        let shown = row.before.n() + row.after.n() >= Footing::SHOWN;
        let kind = serde_json::to_value(row.kind).ok();
        let kind = kind.and_then(|kind| Some(kind.as_str()?.to_owned()));
        sheet.row(vec![
            row_label(row).into_owned().into(),
            row.theme
                .as_ref()
                .map_or("", |theme| theme.id.as_str())
                .into(),
            kind.map(|kind| translated(&kind).into_owned())
                .unwrap_or_default()
                .into(),
            row.before.n().into(),
            row.after.n().into(),
            row.points.into(),
            shown.then_some(row.interval.low).into(),
            shown.then_some(row.interval.high).into(),
            shown.then_some(row.q).into(),
        ])?;
    }
    sheet.row(vec![
        say!("together").into(),
        "".into(),
        "".into(),
        comparison.change.before.n().into(),
        comparison.change.after.n().into(),
        split.points.into(),
    ])?;
    Ok(sheet)
}

/// Returns the name of a row: that of its theme, or what else it stands for.
fn row_label(row: &ThemeRow) -> Cow<'_, str> {
    match row.kind {
        RowKind::Theme => words::theme(&row.label),
        RowKind::Smaller | RowKind::SetAside | RowKind::Unthemed | RowKind::NoComment => {
            translated(&row.label)
        }
    }
}

/// Returns the name of a side; that of a segment as it is asked for.
fn side_name(side: &Side) -> Cow<'_, str> {
    if side.attributes.is_empty() {
        words::side(side).into()
    } else {
        Cow::Borrowed(&side.name)
    }
}

fn by_segment(splits: &[SegmentSplit], brief: &Brief) -> Result<Sheet, XlsxError> {
    let head = [
        say!("attribute"),
        say!("segment"),
        say!("rated before"),
        say!("rated after"),
        say!("score before"),
        say!("score after"),
        say!("points of its own score"),
        say!("low"),
        say!("high"),
        say!("points of the mix"),
        say!("low"),
        say!("high"),
    ];
    let mut sheet = Sheet::new(say!("Change by segment"), &head, &[20.0, 28.0])?;
    for split in splits {
        for row in &split.rows {
            let shown = row.before.n() + row.after.n() >= Footing::SHOWN;
            let number = |number: f64| Cell::from(shown.then_some(number));
            let score = |counts: Counts| Score::new(counts, brief.confidence).estimate.value();
            sheet.row(vec![
                split.attribute.as_str().into(),
                row.value.as_str().into(),
                row.before.n().into(),
                row.after.n().into(),
                score(row.before).into(),
                score(row.after).into(),
                number(row.rate),
                number(row.rate_interval.low),
                number(row.rate_interval.high),
                number(row.mix),
                number(row.mix_interval.low),
                number(row.mix_interval.high),
            ])?;
        }
    }
    Ok(sheet)
}
