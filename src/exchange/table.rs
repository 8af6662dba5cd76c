//! A table for spreadsheets: CSV, or a sheet of a workbook.

use rust_xlsxwriter::XlsxError;

use super::assignments::csv;
use crate::report::sheet::{self, Cell, Sheet};

/// A table with a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What its sheet is called.
    pub name: String,
    /// The header.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(
        name: &str,
        head: impl IntoIterator<Item = String>,
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            head: head.into_iter().collect(),
            rows: rows.into_iter().collect(),
        }
    }

    /// Writes it as CSV. A cell that a spreadsheet would take for a formula
    /// gets an apostrophe before it.
    pub fn csv(&self) -> String {
        let rows = self.rows.iter().map(|row| row.iter().map(said).collect());
        let all: Vec<Vec<String>> = std::iter::once(self.head.clone()).chain(rows).collect();
        csv(&all)
    }
}

/// Returns the names of columns from a list with commas between.
pub(super) fn columns(names: &str) -> impl Iterator<Item = String> {
    names.split(", ").map(str::to_owned)
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.map(|number| number.to_string()).unwrap_or_default(),
    }
}

/// Returns the bytes of a workbook with a sheet for each table; rows and
/// columns that no sheet holds are left out.
pub fn workbook(title: &str, tables: Vec<Table>) -> Result<Vec<u8>, XlsxError> {
    let sheets = tables.into_iter().map(|table| {
        let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
        let head = &head[..head.len().min(sheet::COLUMNS)];
        let mut written = Sheet::new(&table.name, head, &[28.0])?;
        for mut row in table.rows.into_iter().take(sheet::ROWS - 1) {
            row.truncate(sheet::COLUMNS);
            written.row(row)?;
        }
        Ok(written)
    });
    let sheets: Result<Vec<Sheet>, XlsxError> = sheets.collect();
    sheet::book(title, sheets?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text_and_a_number_stays_one() {
        let rows = [vec!["@cmd".into(), (-2.0).into()]];
        let table = Table::new("t", columns("=theme, n"), rows);
        assert_eq!(table.csv(), "'=theme,n\n'@cmd,-2\n");
    }
}
