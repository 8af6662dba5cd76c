//! A table as it stands: its columns by name and its rows, without a word on
//! what they mean. For tables that are neither answers nor accounts.

use std::ops::ControlFlow;
use std::path::Path;

use csv::StringRecord;

use super::error::{Error, listed};
use super::header::Header;
use super::names::ColumnName;
use super::table::{CellTable, is_blank};
use super::{aliases, names, tabled};
use crate::text::choices;

/// A table, its header read.
#[derive(Debug)]
pub struct Cells {
    /// The name of the file.
    pub file: String,
    table: CellTable,
    header: Header,
}

impl Cells {
    /// Reads a table from a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let (file, table) = tabled(path)?;
        let header = Header::from_table(&table);
        Ok(Self {
            file,
            table,
            header,
        })
    }

    /// Returns the names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.header.names
    }

    /// Returns the names of the columns for a hint: "the columns are `a` and `b`".
    pub fn choices(&self) -> String {
        choices("column", self.columns().len(), &listed(self.columns()))
    }

    /// Returns the place of the column that a user named, in any case.
    pub fn named(&self, name: &str) -> Option<usize> {
        let (exact, wanted) = (name.trim(), ColumnName::new(name));
        let columns = || self.columns().iter();
        columns()
            .position(|column| column == exact)
            .or_else(|| columns().position(|column| ColumnName::new(column) == wanted))
    }

    /// Returns the place of the column with the first of these names,
    /// separated by commas.
    pub fn first_of(&self, known: &'static str) -> Option<usize> {
        let names: Vec<ColumnName> = self
            .columns()
            .iter()
            .map(|name| ColumnName::new(name))
            .collect();
        let ranked = names.iter().enumerate().filter_map(|(place, name)| {
            let rank = aliases::place(known, name.words())?;
            Some((rank, place))
        });
        ranked.min().map(|(_, place)| place)
    }

    /// Returns the place of the column that would be a survey's ids.
    pub fn ids(&self) -> Option<usize> {
        let ranked = self.columns().iter().enumerate();
        let ranked = ranked.filter_map(|(place, name)| {
            let rank = names::rank(super::role::ColumnRole::Id, &ColumnName::new(name))?;
            Some((rank, place))
        });
        ranked.min().map(|(_, place)| place)
    }

    /// Gives each row under the header that is not blank, with its number.
    pub fn each(&self, mut row: impl FnMut(u32, &StringRecord)) {
        self.table.walk(|number, record| {
            if number > self.header.last_row && !is_blank(record) {
                row(number, record);
            }
            ControlFlow::Continue(())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_in_any_case() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coded.csv");
        std::fs::write(&path, "Response ID;Main Code\na1;price\n\na2;login\n").unwrap();
        let cells = Cells::read(&path).unwrap();
        assert_eq!(cells.named("main_code"), Some(1));
        assert_eq!(cells.first_of("code, main code"), Some(1));
        assert_eq!(cells.ids(), Some(0));
        let mut rows = Vec::new();
        cells.each(|number, record| rows.push((number, record[0].to_owned())));
        assert_eq!(rows, [(2, "a1".to_owned()), (4, "a2".to_owned())]);
    }
}
