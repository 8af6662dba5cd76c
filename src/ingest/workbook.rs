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
use super::header::{Header, rank};
use super::names::PHRASE;
use super::package;
use super::profile::{Profile, Profiles};
use super::role::ColumnRole;
use super::scale_check::ScaleFit;
use super::score::ScoreReader;
use super::summary_rows::SummaryRows;
use super::table::{CellRows, CellTable, ReadSheet, Uncomputed};

type Book = Xlsx<Cursor<Vec<u8>>>;

/// The sheets of a workbook that are read.
pub(super) struct SurveySheets {
    /// The sheets of answers that stand side by side, where there are several.
    pub(super) waves: Vec<CellTable>,
    pub(super) wanted: Wanted,
}

/// Which of the sheets somebody wants.
pub(super) enum Wanted {
    /// One that is no wave among others.
    Table(Box<CellTable>),
    /// One of the waves.
    Wave(usize),
    /// All of them.
    Waves,
}

/// Reads the sheet that the options name, else those that hold the answers.
pub(super) fn tables(
    bytes: Vec<u8>,
    options: &ReadOptions,
    file: &str,
) -> Result<SurveySheets, Error> {
    package::check(&bytes, file)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(Error::damaged::<XlsxError>(file))?;
    if book.sheet_names().len() > MOST_SHEETS {
        return Err(Error::TooLarge {
            file: file.to_owned(),
            problem: format!(
                "it has {} sheets, and more than {MOST_SHEETS} are not read",
                book.sheet_names().len()
            ),
        });
    }
    let wanted = options.sheet.as_ref();
    let wanted = wanted
        .map(|wanted| named(wanted, &book, file))
        .transpose()?;
    let (sheets, unread) = sheets(&mut book, options);
    if let (true, Some(problem)) = (sheets.is_empty(), unread) {
        return Err(Error::damaged(file)(problem));
    }
    let names: Vec<String> = sheets
        .iter()
        .filter(|sheet| sheet.is_wave())
        .map(|sheet| sheet.name.clone())
        .collect();
    let place = wanted
        .as_ref()
        .map(|wanted| names.iter().position(|name| *name == wanted.name));
    let mut waves = Vec::new();
    if names.len() > 1 && place != Some(None) {
        for name in &names {
            waves.push(read(&mut book, name, false, Vec::new(), file)?);
        }
        let wanted = match place.flatten() {
            Some(place) => Wanted::Wave(place),
            None => Wanted::Waves,
        };
        return Ok(SurveySheets { waves, wanted });
    }
    let (sheet, others) = match wanted {
        Some(wanted) => (wanted, Vec::new()),
        None => chosen(sheets).ok_or_else(|| Error::Empty {
            file: file.to_owned(),
        })?,
    };
    let table = read(&mut book, &sheet.name, sheet.is_hidden, others, file)?;
    Ok(SurveySheets {
        waves,
        wanted: Wanted::Table(Box::new(table)),
    })
}

/// Reads the first sheet of a workbook that is a table.
pub(super) fn table(bytes: Vec<u8>, file: &str) -> Result<CellTable, Error> {
    let sheets = tables(bytes, &ReadOptions::default(), file)?;
    let mut waves = sheets.waves.into_iter();
    match sheets.wanted {
        Wanted::Table(table) => Ok(*table),
        Wanted::Wave(_) | Wanted::Waves => waves.next().ok_or_else(|| Error::Empty {
            file: file.to_owned(),
        }),
    }
}

fn read(
    book: &mut Book,
    name: &str,
    is_hidden: bool,
    others: Vec<String>,
    file: &str,
) -> Result<CellTable, Error> {
    let rows = SheetRows::read(book, name, usize::MAX);
    let rows = rows.map_err(Error::damaged::<XlsxError>(file))?;
    let uncomputed = rows.uncomputed.clone();
    Ok(rows.into_table(ReadSheet {
        name: name.to_owned(),
        is_hidden,
        others,
        uncomputed,
    }))
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
fn same_name(name: &str, wanted: &str) -> bool {
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

/// More sheets than anybody turns over.
const MOST_SHEETS: usize = 1_000;

/// Rows that tell what a sheet holds.
const SAMPLE: usize = 60;

/// Returns the sheets that hold something, and why one could not be read.
fn sheets(book: &mut Book, options: &ReadOptions) -> (Vec<SheetCandidate>, Option<XlsxError>) {
    let all = book.sheets_metadata().to_vec();
    let mut unread = None;
    let sheets = all.into_iter().filter_map(|sheet| {
        if sheet.typ != SheetType::WorkSheet {
            return None;
        }
        let rows = match SheetRows::read(book, &sheet.name, SAMPLE) {
            Ok(rows) => rows,
            Err(problem) => {
                unread.get_or_insert(problem);
                return None;
            }
        };
        Some(SheetCandidate {
            is_hidden: sheet.visible != SheetVisible::Visible,
            holds: rows.holds(options)?,
            name: sheet.name,
        })
    });
    (sheets.collect(), unread)
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
        let mut rows: Vec<(u32, StringRecord)> = Vec::new();
        let mut row: Option<(u32, Vec<String>)> = None;
        let record = |(number, row): (u32, Vec<String>)| (number, StringRecord::from(row));
        let mut uncomputed: BTreeMap<usize, Uncomputed> = BTreeMap::new();
        while let Some(cell) = cells.next_cell_with_formula_metadata()? {
            let (at, column) = cell.pos;
            if column >= MOST_COLUMNS {
                continue;
            }
            let number = at.saturating_add(1);
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
            let (last, cells) = row.get_or_insert_with(|| (number, Vec::new()));
            if *last != number {
                rows.push(record((*last, std::mem::take(cells))));
                *last = number;
            }
            if rows.len() == most {
                row = None;
                break;
            }
            cells.resize(cells.len().max(place + 1), String::new());
            cells[place] = words;
        }
        rows.extend(row.map(record));
        Ok(Self {
            rows,
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
        let plays = |role, fits: &dyn Fn(usize, usize, &Profile) -> bool| {
            let mut columns = profiles.iter().enumerate();
            columns.any(|(place, profile)| {
                let rank = rank(&header, place, role);
                rank.is_some_and(|rank| fits(place, rank, profile))
            })
        };
        let is_scored = plays(ColumnRole::Score, &|place, _, profile| {
            let fit = profile.scores.fit(&reader);
            uncomputed.contains(&place) || matches!(fit, ScaleFit::On | ScaleFit::Other(_))
        });
        let is_commented = plays(ColumnRole::Comment, &|place, rank, profile| {
            // Few different words may be all that people wrote.
            let is_written = profile.could_be_prose() || (rank < PHRASE && !profile.is_numeric());
            uncomputed.contains(&place) || (profile.filled > 0 && is_written)
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
