//! Sheets of a workbook.
//!
//! Text is written as text, so that nothing a customer wrote is ever a
//! formula, and no clock is read: the same sheets give the same bytes.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

/// A sheet holds this many rows.
pub const ROWS: usize = 1_048_576;

/// A sheet holds this many columns.
pub const COLUMNS: usize = 16_384;

/// Returns the bytes of a workbook with some sheets.
pub fn book(title: &str, sheets: Vec<Sheet>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&day),
    );
    for sheet in sheets {
        book.push_worksheet(sheet.sheet);
    }
    book.save_to_buffer()
}

/// A sheet that is filled row by row.
pub struct Sheet {
    sheet: Worksheet,
    row: u32,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, or nothing.
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
    /// Begins a sheet with its header.
    pub fn new(name: &str, head: &[&str], widths: &[f64]) -> Result<Self, XlsxError> {
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

    /// Writes the next row.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
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

    /// A title over what follows.
    pub fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold().set_font_size(13);
        self.row += 1;
        self.sheet
            .write_string_with_format(self.row, 0, text, &bold)?;
        self.row += 1;
        Ok(())
    }

    /// A sentence that runs over the columns to its right.
    pub fn line(&mut self, text: &str) -> Result<(), XlsxError> {
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
