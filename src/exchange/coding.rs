//! A person's coding: which codes somebody gave to which records.
//!
//! Takes a table, one row a record or one row a code; gives each record once,
//! with its codes in their order.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::error::Error;
use crate::ingest::Cells;

/// Which columns to read, and what is no code.
#[derive(Clone, Debug, Default)]
pub struct CodingColumns {
    /// The column of record ids; else it is guessed.
    pub record: Option<String>,
    /// The column of codes; else it is guessed.
    pub code: Option<String>,
    /// Entries that are no codes, such as `Not assigned`; several with commas
    /// between.
    pub skip: Vec<String>,
}

/// A person's coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HumanCoding {
    /// The name of the file.
    pub file: String,
    /// The columns it has, in words.
    pub known: String,
    /// Whether records are row numbers, there being no column of ids.
    pub by_row: bool,
    /// Each record once, in the order they stand.
    pub records: Vec<CodedRecord>,
}

/// A record and its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedRecord {
    /// The file it is in, where the coding says.
    pub source: Option<String>,
    /// The row's own id, else its row number.
    pub record: String,
    /// Its codes, the main one first; none where nobody coded it.
    pub codes: Vec<String>,
}

const RECORDS: &str = "record, records, record id, response id";
const CODES: &str = "label, code, theme, category, labels, codes, themes, categories, topic, tag";
const SOURCES: &str = "source";

/// What stands between several codes of one record.
const BETWEEN: [char; 2] = ['|', ';'];

impl HumanCoding {
    /// Reads a coding from a table.
    pub fn read(path: &Path, columns: &CodingColumns) -> Result<Self, Error> {
        let cells = Cells::read(path)?;
        let record = match &columns.record {
            Some(name) => Some(named(&cells, name, "--record")?),
            None => cells.first_of(RECORDS).or_else(|| cells.ids()),
        };
        let code = match &columns.code {
            Some(name) => named(&cells, name, "--code")?,
            None => cells.first_of(CODES).ok_or_else(|| Error::NotFound {
                file: cells.file.clone(),
                what: "codes",
                option: "--code",
                known: cells.choices(),
            })?,
        };
        let mut records = records(&cells, record, code);
        leave_out(&mut records, &columns.skip);
        if records.iter().all(|coded| coded.codes.is_empty()) {
            return Err(Error::NoCodes {
                column: cells.columns()[code].clone(),
                file: cells.file,
            });
        }
        Ok(Self {
            known: cells.choices(),
            file: cells.file,
            by_row: record.is_none(),
            records,
        })
    }
}

fn named(cells: &Cells, wanted: &str, option: &'static str) -> Result<usize, Error> {
    cells.named(wanted).ok_or_else(|| Error::NoColumn {
        file: cells.file.clone(),
        option,
        wanted: wanted.to_owned(),
        known: cells.choices(),
    })
}

/// Gathers the rows of each record.
fn records(cells: &Cells, record: Option<usize>, code: usize) -> Vec<CodedRecord> {
    let source = cells.first_of(SOURCES).filter(|&place| place != code);
    let mut records: Vec<CodedRecord> = Vec::new();
    let mut place_of: HashMap<(Option<String>, String), usize> = HashMap::new();
    cells.each(|number, row| {
        let cell = |place: usize| row.get(place).map_or("", str::trim).to_owned();
        let id = record.map(cell).filter(|id| !id.is_empty());
        let id = id.unwrap_or_else(|| number.to_string());
        let source = source.map(cell).filter(|source| !source.is_empty());
        let place = *place_of
            .entry((source.clone(), id.clone()))
            .or_insert_with(|| {
                records.push(CodedRecord {
                    source,
                    record: id,
                    codes: Vec::new(),
                });
                records.len() - 1
            });
        let known = &mut records[place].codes;
        for code in row.get(code).unwrap_or_default().split(BETWEEN) {
            let code = code.trim().to_owned();
            if !code.is_empty() && !known.contains(&code) {
                known.push(code);
            }
        }
    });
    records
}

/// Takes entries that are no codes out of every record.
fn leave_out(records: &mut [CodedRecord], skip: &[String]) {
    let known: BTreeSet<String> = records
        .iter()
        .flat_map(|coded| &coded.codes)
        .map(|code| folded(code))
        .collect();
    let mut skipped = BTreeSet::new();
    for entry in skip {
        // The name of a code may hold a comma itself.
        if known.contains(&folded(entry)) {
            skipped.insert(folded(entry));
        } else {
            skipped.extend(entry.split(',').map(folded));
        }
    }
    for coded in records {
        coded.codes.retain(|code| !skipped.contains(&folded(code)));
    }
}

fn folded(code: &str) -> String {
    code.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, columns: &CodingColumns) -> Result<HumanCoding, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coded.csv");
        std::fs::write(&path, text).unwrap();
        HumanCoding::read(&path, columns)
    }

    fn codes_of(text: &str, skip: &[&str]) -> Vec<(String, Vec<String>)> {
        let skip = skip.iter().map(|&entry| entry.to_owned()).collect();
        let columns = CodingColumns {
            skip,
            ..CodingColumns::default()
        };
        let coding = read(text, &columns).unwrap();
        let records = coding.records.into_iter();
        records.map(|coded| (coded.record, coded.codes)).collect()
    }

    #[test]
    fn several_codes_stand_in_one_cell_or_in_several_rows() {
        let in_cells = codes_of("id,code\na,price | login\nb,price;speed\n", &[]);
        let in_rows = codes_of("id,code\na,price\na,login\nb,price\nb,speed\n", &[]);
        assert_eq!(in_cells, in_rows);
        assert_eq!(in_cells[0].1, ["price", "login"]);
    }

    #[test]
    fn what_is_no_code_leaves_a_record_without_one() {
        let text = "record,label\na,Not assigned\nb,price\nc,\"bed, board\"\nd,n/a\n";
        let coded = codes_of(text, &["not Assigned, n/a", "bed, board"]);
        let codes: Vec<_> = coded
            .into_iter()
            .map(|(_, codes)| codes.join("+"))
            .collect();
        assert_eq!(codes, ["", "price", "", ""]);
    }

    #[test]
    fn a_column_that_is_not_there_is_answered_with_those_that_are() {
        let columns = CodingColumns {
            code: Some("kod".into()),
            ..CodingColumns::default()
        };
        let error = read("id,label\na,b\n", &columns).unwrap_err();
        assert_eq!(error.to_string(), "no column named `kod` in `coded.csv`");
        assert!(error.hint().unwrap().contains("`id` and `label`"));
    }
}
