//! A sheet of an Excel workbook.
//!
//! Which sheet holds the answers shows in what its columns are called and
//! hold, not in its place: covers, look-up lists and hidden sheets stand
//! beside it. Several sheets of answers are several waves.
//!
//! Cells are read one after the other rather than as the rectangle a sheet
//! says it fills: one forgotten cell in the last column would make that
//! rectangle larger than memory.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use csv::StringRecord;

use super::ReadOptions;
use super::error::Error;
use super::header::Header;
use super::profile::{Profile, Profiles, rank};
use super::role::ColumnRole;
use super::scale_check::ScaleFit;
use super::score::ScoreReader;
use super::summary_rows::SummaryRows;
use super::table::{CellRows, CellTable, ReadSheet, Uncomputed};

type Book = Xlsx<Cursor<Vec<u8>>>;

/// Reads the sheet that the options name, else the one that holds the answers.
pub(super) fn table(bytes: Vec<u8>, options: &ReadOptions, file: &str) -> Result<CellTable, Error> {
    let mut book = opened(bytes, file)?;
    let (sheet, others) = match &options.sheet {
        Some(wanted) => (named(wanted, &book, file)?, Vec::new()),
        None => chosen(sheets(&mut book, options)).ok_or_else(|| Error::Empty {
            file: file.to_owned(),
        })?,
    };
    let rows = SheetRows::read(&mut book, &sheet.name, usize::MAX);
    let rows = rows.map_err(Error::damaged::<XlsxError>(file))?;
    let uncomputed = rows.uncomputed.clone();
    Ok(rows.into_table(ReadSheet {
        name: sheet.name,
        is_hidden: sheet.is_hidden,
        others,
        uncomputed,
    }))
}

/// Returns the sheets of answers that stand side by side in a workbook, where
/// there are several: waves of one survey.
pub(super) fn waves(
    bytes: Vec<u8>,
    options: &ReadOptions,
    file: &str,
) -> Result<Vec<String>, Error> {
    let mut book = opened(bytes, file)?;
    let waves = sheets(&mut book, options);
    let waves = waves.into_iter().filter(SheetCandidate::is_wave);
    let waves: Vec<String> = waves.map(|sheet| sheet.name).collect();
    Ok(if waves.len() > 1 { waves } else { Vec::new() })
}

fn opened(bytes: Vec<u8>, file: &str) -> Result<Book, Error> {
    Xlsx::new(Cursor::new(bytes)).map_err(Error::damaged::<XlsxError>(file))
}

fn named(wanted: &str, book: &Book, file: &str) -> Result<SheetCandidate, Error> {
    let names = book.sheet_names();
    let is_wanted = |name: &&String| same_name(name, wanted);
    let name = names.iter().find(is_wanted).ok_or_else(|| Error::NoSheet {
        file: file.to_owned(),
        wanted: wanted.to_owned(),
        known: names.clone(),
    })?;
    Ok(SheetCandidate {
        name: name.clone(),
        is_hidden: false,
        holds: Holding::Table,
    })
}

/// Returns whether a sheet is called as somebody typed.
pub(super) fn same_name(name: &str, wanted: &str) -> bool {
    name.trim().to_lowercase() == wanted.trim().to_lowercase()
}

/// A sheet, and what is in it.
struct SheetCandidate {
    name: String,
    is_hidden: bool,
    holds: Holding,
}

/// What a sheet holds, the least like answers first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holding {
    Cells,
    Table,
    /// Scores or comments.
    Half,
    /// Scores and comments.
    Answers,
}

impl SheetCandidate {
    fn is_wave(&self) -> bool {
        self.holds == Holding::Answers && !self.is_hidden
    }

    /// Returns how likely it is meant: what people see goes before what they
    /// do not, unless only the hidden sheet has answers.
    fn rank(&self) -> (bool, bool, Holding) {
        let is_answers = self.holds == Holding::Answers;
        let is_half = self.holds == Holding::Half && !self.is_hidden;
        (is_answers || is_half, !self.is_hidden, self.holds)
    }
}

/// Returns the sheet to read, and the others that could be meant.
fn chosen(mut sheets: Vec<SheetCandidate>) -> Option<(SheetCandidate, Vec<String>)> {
    // The first of equal ones.
    let best = sheets.iter().map(SheetCandidate::rank).max()?;
    let place = sheets.iter().position(|sheet| sheet.rank() == best)?;
    let chosen = sheets.remove(place);
    let could_be = |sheet: &SheetCandidate| {
        let is_seen = !sheet.is_hidden && sheet.holds > Holding::Cells;
        is_seen || sheet.holds == Holding::Answers
    };
    let others = sheets.into_iter().filter(could_be);
    Some((chosen, others.map(|sheet| sheet.name).collect()))
}

/// Rows that tell what a sheet holds.
const SAMPLE: usize = 60;

fn sheets(book: &mut Book, options: &ReadOptions) -> Vec<SheetCandidate> {
    let all = book.sheets_metadata().to_vec();
    let sheets = all.into_iter().filter_map(|sheet| {
        if sheet.typ != SheetType::WorkSheet {
            return None;
        }
        let rows = SheetRows::read(book, &sheet.name, SAMPLE).ok()?;
        Some(SheetCandidate {
            is_hidden: sheet.visible != SheetVisible::Visible,
            holds: rows.holds(options)?,
            name: sheet.name,
        })
    });
    sheets.collect()
}

/// The cells of a sheet, row by row.
struct SheetRows {
    rows: Vec<(u32, StringRecord)>,
    uncomputed: Vec<Uncomputed>,
}

impl SheetRows {
    /// Reads at most so many rows.
    fn read(book: &mut Book, sheet: &str, most: usize) -> Result<Self, XlsxError> {
        let mut cells = book.worksheet_cells_reader(sheet)?;
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        let mut uncomputed: BTreeMap<usize, Uncomputed> = BTreeMap::new();
        while let Some(cell) = cells.next_cell_with_formula_metadata()? {
            let (row, column) = cell.pos;
            if column >= MOST_COLUMNS {
                continue;
            }
            let number = row.saturating_add(1);
            let place = column as usize;
            if cell.formula.is_some() && cell.value == DataRef::Empty {
                let of_column = uncomputed.entry(place).or_insert(Uncomputed {
                    column: place,
                    rows: Vec::new(),
                });
                of_column.rows.push(number);
            }
            let words = words(&cell.value);
            if words.is_empty() {
                continue;
            }
            if rows.last().is_none_or(|(last, _)| *last != number) {
                if rows.len() == most {
                    break;
                }
                rows.push((number, Vec::new()));
            }
            if let Some((_, row)) = rows.last_mut() {
                row.resize(row.len().max(place + 1), String::new());
                row[place] = words;
            }
        }
        let record = |(number, row)| (number, StringRecord::from(row));
        Ok(Self {
            rows: rows.into_iter().map(record).collect(),
            uncomputed: uncomputed.into_values().collect(),
        })
    }

    fn into_table(self, sheet: ReadSheet) -> CellTable {
        CellTable {
            rows: CellRows::Grid(self.rows),
            names: None,
            encoding: "UTF-8",
            unread: Vec::new(),
            sheet: Some(sheet),
        }
    }

    /// Returns what is in the sheet; `None` where nothing is.
    fn holds(self, options: &ReadOptions) -> Option<Holding> {
        if self.rows.is_empty() {
            return None;
        }
        if self.rows.len() < 2 || self.rows.iter().all(|(_, row)| row.len() < 2) {
            return Some(Holding::Cells);
        }
        let computed = self.uncomputed.iter().map(|formulas| formulas.column);
        let uncomputed: Vec<usize> = computed.collect();
        let table = CellTable {
            rows: CellRows::Grid(self.rows),
            names: None,
            encoding: "UTF-8",
            unread: Vec::new(),
            sheet: None,
        };
        let header = Header::from_table(&table);
        let reader = ScoreReader::new(options);
        let summaries = SummaryRows::find(&table, &header);
        let profiles = Profiles::new(&table, &header, &summaries, &options.map, &reader, |_| true);
        let profiles = profiles.columns;
        let plays = |role, fits: &dyn Fn(usize, &Profile) -> bool| {
            let columns = profiles.iter().enumerate();
            let mut columns = columns.filter(|(place, _)| rank(&header, *place, role).is_some());
            columns.any(|(place, profile)| fits(place, profile))
        };
        let is_scored = plays(ColumnRole::Score, &|place, profile| {
            let fit = profile.scores.fit(&reader);
            uncomputed.contains(&place) || matches!(fit, ScaleFit::On | ScaleFit::Other(_))
        });
        let is_commented = plays(ColumnRole::Comment, &|place, profile| {
            uncomputed.contains(&place) || (profile.filled > 0 && profile.could_be_prose())
        });
        Some(match (is_scored, is_commented) {
            (true, true) => Holding::Answers,
            (false, false) => Holding::Table,
            _ => Holding::Half,
        })
    }
}

/// As many as a sheet can have.
const MOST_COLUMNS: u32 = 16_384;

fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_words(*number),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => {
            words.clone()
        }
        DataRef::SharedString(words) => (*words).to_owned(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.into(),
        DataRef::DateTime(date) => date_words(*date),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Writes whole numbers without `.0`: ids are numbers in a workbook.
fn number_words(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        number.to_string()
    }
}

fn date_words(date: ExcelDateTime) -> String {
    if date.is_duration() {
        return number_words(date.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let has_time = date.as_f64().fract() != 0.0;
    if has_time {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}")
    }
}
