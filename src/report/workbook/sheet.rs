//! A sheet that is filled row by row.
//!
//! Text is written as text: what a spreadsheet could take for a formula, once
//! it is saved as CSV, is marked as text.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::super::story::{Block, Waterfall};
use super::quote_row;
use crate::feedback::Scale;

/// A sheet that is filled row by row.
pub(super) struct Sheet {
    pub(super) sheet: Worksheet,
    row: u32,
}

/// A cell.
pub(super) enum Cell {
    Text(String),
    Number(Option<f64>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(Some(number as f64))
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number)
    }
}

impl Sheet {
    pub(super) fn new(name: &str, head: &[&str], widths: &[f64]) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let bold = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        for (at, name) in (0..).zip(head) {
            sheet.write_string_with_format(0, at, *name, &bold)?;
        }
        for (at, width) in (0..).zip(widths) {
            sheet.set_column_width(at, *width)?;
        }
        sheet.set_freeze_panes(1, 1)?;
        Ok(Self { sheet, row: 1 })
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => self.text(at, &text)?,
                Cell::Number(Some(number)) => {
                    self.sheet.write_number(self.row, at, number)?;
                }
                Cell::Number(None) => {}
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Writes a block of a story.
    pub(super) fn block(&mut self, block: &Block, scale: &Scale) -> Result<(), XlsxError> {
        match block {
            Block::Heading(text) | Block::Subheading(text) => self.title(text),
            Block::Verdict(text) | Block::Paragraph(text) | Block::Caution(text) => self.line(text),
            Block::Points(lines) | Block::Steps(lines) => {
                lines.iter().try_for_each(|line| self.line(line))
            }
            Block::Table(table) => std::iter::once(&table.head)
                .chain(&table.rows)
                .try_for_each(|row| {
                    self.row(row.iter().map(|cell| cell.as_str().into()).collect())
                }),
            Block::Waterfall(fall) => self.waterfall(fall),
            Block::Quotes(quotes) => {
                let mut quotes = quotes.iter();
                quotes.try_for_each(|quote| self.row(quote_row("", quote, scale)))
            }
        }
    }

    fn waterfall(&mut self, fall: &Waterfall) -> Result<(), XlsxError> {
        let whole = |(name, score): &(String, f64)| -> Vec<Cell> {
            vec![name.as_str().into(), "".into(), (*score).into()]
        };
        self.row(whole(&fall.from))?;
        for step in &fall.steps {
            self.row(vec![
                step.label.as_str().into(),
                step.people.as_str().into(),
                step.points.into(),
                step.range().into(),
            ])?;
        }
        self.row(whole(&fall.to))
    }

    /// A title over what follows.
    fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold().set_font_size(13);
        self.row += 1;
        self.sheet
            .write_string_with_format(self.row, 0, text, &bold)?;
        self.row += 1;
        Ok(())
    }

    /// A sentence that runs over the columns to its right.
    fn line(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string(self.row, 0, text)?;
        self.row += 1;
        Ok(())
    }

    /// Text that a spreadsheet could take for a formula, once it is saved as
    /// CSV, is marked as text.
    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let format = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let format = if begins {
            format.set_quote_prefix()
        } else {
            format
        };
        let text = shortened(text);
        self.sheet
            .write_string_with_format(self.row, column, text, &format)?;
        Ok(())
    }
}

/// A cell holds 32,767 characters.
fn shortened(text: &str) -> String {
    text.chars().take(32_767).collect()
}
