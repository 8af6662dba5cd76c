//! Reads the texts that vectors are fitted to.

use std::collections::HashSet;
use std::path::Path;

use crate::error::Error;

/// Reads the column `text` of a CSV file, or the lines of any other; each
/// text once, blank ones left out.
pub fn texts(path: &Path) -> Result<Vec<String>, Error> {
    let bytes = std::fs::read(path).map_err(Error::reading(path))?;
    let all = if path.extension().is_some_and(|ending| ending == "csv") {
        column(&bytes, path)?
    } else {
        let text = String::from_utf8_lossy(&bytes);
        text.lines().map(str::to_owned).collect()
    };
    let mut seen = HashSet::new();
    Ok(all
        .into_iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty() && seen.insert(text.clone()))
        .collect())
}

fn column(bytes: &[u8], path: &Path) -> Result<Vec<String>, Error> {
    let broken = |error: csv::Error| Error::reading(path)(error.into());
    let mut table = csv::Reader::from_reader(bytes);
    let header = table.byte_headers().map_err(broken)?.clone();
    let names: Vec<String> = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    let place = names
        .iter()
        .position(|name| name.trim_start_matches('\u{feff}') == "text");
    let at = place.ok_or_else(|| Error::NoText {
        path: path.to_owned(),
        columns: names,
    })?;
    table
        .into_byte_records()
        .map(|record| {
            let record = record.map_err(broken)?;
            let text = record.get(at).unwrap_or_default();
            Ok(String::from_utf8_lossy(text).into_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str) -> Result<Vec<String>, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        texts(&path)
    }

    #[test]
    fn a_text_counts_once_and_blank_ones_not_at_all() {
        let lines = read("a.txt", "slow app\n\n slow app \nwrong invoice\n").unwrap();
        assert_eq!(lines, ["slow app", "wrong invoice"]);
        let column = read("a.csv", "id,text\n1,\"slow, slow app\"\n2,\n").unwrap();
        assert_eq!(column, ["slow, slow app"]);
    }

    #[test]
    fn a_table_without_texts_is_answered_with_its_columns() {
        let error = read("a.csv", "id,comment\n1,slow\n").unwrap_err();
        assert!(error.hint().unwrap().contains("`comment`"));
    }
}
