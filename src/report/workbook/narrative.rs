//! A story in a sheet, block under block.

use rust_xlsxwriter::XlsxError;

use super::super::sheet::{Cell, Sheet};
use super::super::story::{Block, Waterfall};
use super::quote_row;
use crate::feedback::Scale;

/// Writes a block of a story.
pub(super) fn block(sheet: &mut Sheet, block: &Block, scale: &Scale) -> Result<(), XlsxError> {
    match block {
        Block::Heading(text) | Block::Subheading(text) | Block::Minor(text) => sheet.title(text),
        Block::Findings(found) => found.iter().try_for_each(|finding| {
            sheet.line(&finding.sentence())?;
            let quote = finding.quote.iter();
            quote
                .into_iter()
                .try_for_each(|quote| sheet.row(quote_row("", quote, scale)))
        }),
        Block::Verdict(text) | Block::Paragraph(text) | Block::Caution(text) => sheet.line(text),
        Block::Points(lines) | Block::Steps(lines) => {
            lines.iter().try_for_each(|line| sheet.line(line))
        }
        Block::Table(table) => std::iter::once(&table.head)
            .chain(&table.rows)
            .try_for_each(|row| sheet.row(row.iter().map(|cell| cell.as_str().into()).collect())),
        Block::Waterfall(fall) => waterfall(sheet, fall),
        Block::Quotes(quotes) => {
            let mut quotes = quotes.iter();
            quotes.try_for_each(|quote| sheet.row(quote_row("", quote, scale)))
        }
    }
}

fn waterfall(sheet: &mut Sheet, fall: &Waterfall) -> Result<(), XlsxError> {
    let whole = |(name, score): &(String, f64)| -> Vec<Cell> {
        vec![name.as_str().into(), "".into(), (*score).into()]
    };
    sheet.row(whole(&fall.from))?;
    for step in &fall.steps {
        sheet.row(vec![
            step.label.as_str().into(),
            step.people.as_str().into(),
            step.points.into(),
            step.range().into(),
        ])?;
    }
    sheet.row(whole(&fall.to))
}
