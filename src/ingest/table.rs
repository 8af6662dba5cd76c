//! Rows and cells, whatever file they came from.
//!
//! A table can be walked as often as one likes; text is cut into cells while
//! walking, so that a large file is never held twice. Rows are numbered as a
//! spreadsheet numbers them: the first is 1, headers and empty rows included.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use csv::StringRecord;
use serde::Serialize;

use super::delimited::Delimited;

/// A file as rows of cells.
#[derive(Debug)]
pub(super) struct CellTable {
    pub(super) rows: CellRows,
    /// The names of the columns where the form gives them itself (JSON).
    pub(super) names: Option<Vec<String>>,
    /// What the text was written in.
    pub(super) encoding: &'static str,
    /// Rows that could not be read at all, with the reason.
    pub(super) unread: Vec<(u32, String)>,
    /// The sheet the rows come from, in workbooks.
    pub(super) sheet: Option<ReadSheet>,
}

/// A sheet of a workbook that was read.
#[derive(Clone, Debug)]
pub(super) struct ReadSheet {
    pub(super) name: String,
    /// Whether people who open the workbook do not see it.
    pub(super) is_hidden: bool,
    /// Sheets that could be meant as well.
    pub(super) others: Vec<String>,
    /// Columns with formulas of which nobody saved what they come to.
    pub(super) uncomputed: Vec<Uncomputed>,
}

/// Formulas in a column without their results: programs that write workbooks
/// leave it to Excel to compute them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Uncomputed {
    pub(super) column: usize,
    /// The rows they stand in, ascending.
    pub(super) rows: Vec<u32>,
}

/// Where the cells are.
#[derive(Debug)]
pub(super) enum CellRows {
    /// In text that is cut while walking.
    Text(Delimited),
    /// In memory, each with its number.
    Grid(Vec<(u32, StringRecord)>),
}

impl CellTable {
    /// Walks the rows until `visit` breaks off; gives the rows that open a
    /// quotation mark that is never closed, which are not visited.
    pub(super) fn walk(
        &self,
        mut visit: impl FnMut(u32, &StringRecord) -> ControlFlow<()>,
    ) -> Vec<u32> {
        match &self.rows {
            CellRows::Text(text) => text.walk(visit),
            CellRows::Grid(rows) => {
                for (number, record) in rows {
                    if visit(*number, record).is_break() {
                        break;
                    }
                }
                Vec::new()
            }
        }
    }

    /// Returns the first rows that are not blank.
    pub(super) fn first(&self, count: usize) -> Vec<(u32, StringRecord)> {
        let mut rows = Vec::with_capacity(count);
        self.walk(|number, record| {
            if !is_blank(record) {
                rows.push((number, record.clone()));
            }
            if rows.len() < count {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        rows
    }

    /// Returns what separates the cells, where something does.
    pub(super) fn delimiter(&self) -> Option<char> {
        match &self.rows {
            CellRows::Text(text) => text.delimiter,
            CellRows::Grid(_) => None,
        }
    }

    /// Returns whether a row may end early without anything being missing.
    pub(super) fn is_grid(&self) -> bool {
        matches!(self.rows, CellRows::Grid(_))
    }
}

/// Why a row is left out whose quotation mark is never closed.
pub(super) const UNCLOSED: &str = "opens a quotation mark that is never closed";

/// A row left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// The name of the file.
    pub source: String,
    /// The row, as a spreadsheet counts.
    pub row: u32,
    /// Why, as in "score `11` is not between 0 and 10".
    pub reason: String,
}

/// Returns whether a row has nothing in any cell.
pub(super) fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

/// Returns a cell without the space around it, unless nothing is left.
pub(super) fn filled(record: &StringRecord, place: usize) -> Option<String> {
    let cell = record.get(place)?.trim();
    (!cell.is_empty()).then(|| cell.to_owned())
}

/// Returns about how many words a cell has. Scripts without spaces between
/// words, and Korean, whose words are dense, are counted by their letters, so
/// that a person's name stays below three.
pub(super) fn word_count(cell: &str) -> usize {
    let spaces = cell.bytes().filter(|byte| *byte == b' ').count();
    if cell.is_ascii() {
        return 1 + spaces;
    }
    let (mut dense, mut thin) = (0, 0);
    for c in cell.chars() {
        match c {
            // Kana, Han and Hangul.
            '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{20000}'..='\u{323af}' => dense += 1,
            // Thai, Lao, Burmese and Khmer.
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => thin += 1,
            _ => {}
        }
    }
    1 + spaces + dense * 2 / 5 + thin / 8
}

/// Returns a hash of what the cells of a row hold, without the space around them.
pub(super) fn fingerprint(record: &StringRecord) -> u64 {
    let mut hasher = DefaultHasher::new();
    for cell in record {
        cell.trim().hash(&mut hasher);
    }
    hasher.finish()
}
