//! A sheet of an Excel workbook.
//!
//! Cells are read one after the other rather than as the rectangle a sheet
//! says it fills: one forgotten cell in the last column would make that
//! rectangle larger than memory.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use csv::StringRecord;

use super::error::Error;
use super::table::{CellRows, CellTable};

/// Reads the sheet of that name, else the first that holds a table.
pub(super) fn table(bytes: Vec<u8>, sheet: Option<&str>, file: &str) -> Result<CellTable, Error> {
    let damaged = Error::damaged::<XlsxError>(file);
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(&damaged)?;
    let names = book.sheet_names();
    let (name, others) = match sheet {
        Some(wanted) => (named(wanted, &names, file)?, Vec::new()),
        None => chosen(&mut book, &names).ok_or_else(|| Error::Empty {
            file: file.to_owned(),
        })?,
    };
    let rows = rows(&mut book, &name, usize::MAX).map_err(&damaged)?;
    Ok(CellTable {
        rows: CellRows::Grid(rows),
        names: None,
        encoding: "UTF-8",
        unread: Vec::new(),
        sheet: Some(name),
        other_sheets: others,
    })
}

fn named(wanted: &str, names: &[String], file: &str) -> Result<String, Error> {
    names
        .iter()
        .find(|name| name.trim().to_lowercase() == wanted.trim().to_lowercase())
        .cloned()
        .ok_or_else(|| Error::NoSheet {
            file: file.to_owned(),
            wanted: wanted.to_owned(),
            known: names.to_vec(),
        })
}

type Book = Xlsx<Cursor<Vec<u8>>>;

/// Returns the first sheet with a table, and the others that have one.
fn chosen(book: &mut Book, names: &[String]) -> Option<(String, Vec<String>)> {
    let is_table = |book: &mut Book, name: &String| {
        rows(book, name, 3)
            .is_ok_and(|rows| rows.len() > 1 && rows.iter().any(|(_, row)| row.len() > 1))
    };
    let has_cells =
        |book: &mut Book, name: &String| rows(book, name, 1).is_ok_and(|rows| !rows.is_empty());
    let mut tables: Vec<String> = names
        .iter()
        .filter(|name| is_table(book, name))
        .cloned()
        .collect();
    if tables.is_empty() {
        tables.extend(names.iter().find(|name| has_cells(book, name)).cloned());
    }
    let others = tables.split_off(tables.len().min(1));
    tables.pop().map(|name| (name, others))
}

fn rows(book: &mut Book, sheet: &str, most: usize) -> Result<Vec<(u32, StringRecord)>, XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        let words = words(cell.get_value());
        if words.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        let number = row.saturating_add(1);
        if rows.last().is_none_or(|(last, _)| *last != number) {
            if rows.len() == most {
                break;
            }
            rows.push((number, Vec::new()));
        }
        if let Some((_, row)) = rows.last_mut() {
            let place = column as usize;
            row.resize(row.len().max(place + 1), String::new());
            row[place] = words;
        }
    }
    let record = |(number, row)| (number, StringRecord::from(row));
    Ok(rows.into_iter().map(record).collect())
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
