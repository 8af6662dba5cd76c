//! JSON lines, or a JSON list: one object a response.
//!
//! Objects within objects are flattened with dots (`person.email`). A line
//! that is no JSON becomes a row left out, not an error.

use std::collections::HashMap;

use csv::StringRecord;
use serde_json::{Map, Value};

use super::error::Error;
use super::table::{CellRows, CellTable};

/// Reads the objects of a text.
pub(super) fn table(text: &str, encoding: &'static str, file: &str) -> Result<CellTable, Error> {
    let mut objects = Objects::default();
    let whole = text.trim_start();
    if whole.starts_with('[') {
        let list: Vec<Value> = serde_json::from_str(text).map_err(|error| damaged(file, &error))?;
        objects.extend(list);
    } else if let Some(list) = wrapped(text) {
        objects.extend(list);
    } else {
        for (line, number) in text.lines().zip(1..) {
            objects.add_line(number, line);
        }
    }
    if objects.names.len() > MOST_KEYS {
        return Err(Error::TooLarge {
            file: file.to_owned(),
            problem: format!(
                "its objects have {} different keys, and more than {MOST_KEYS} are not read",
                objects.names.len()
            ),
        });
    }
    Ok(objects.table(encoding))
}

/// Where objects have more keys than this, each has its own.
const MOST_KEYS: usize = 10_000;

fn damaged(file: &str, error: &serde_json::Error) -> Error {
    Error::damaged(file)(format!("line {} is not JSON", error.line()))
}

/// Returns the list inside a single object, as APIs answer:
/// `{"responses": […], "next": …}`.
fn wrapped(text: &str) -> Option<Vec<Value>> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let alone = text.trim().len() == first.trim().len();
    let first_is_whole = serde_json::from_str::<Value>(first).is_ok();
    if first_is_whole && !alone {
        return None;
    }
    let Ok(Value::Object(mut object)) = serde_json::from_str(text) else {
        return None;
    };
    let is_list = |value: &Value| {
        let list = value.as_array();
        list.is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object))
    };
    // An answer may hold lists of its own (`notes`, `additional_answers`).
    let is_answer = object.contains_key("score") || object.contains_key("comment");
    if is_answer {
        return None;
    }
    // A talk has its words once more beside its turns.
    if let Some(Value::Array(turns)) = object.remove("segments").filter(&is_list) {
        return Some(turns);
    }
    let mut lists = object.into_iter().filter(|(_, value)| is_list(value));
    match (lists.next(), lists.next()) {
        (Some((_, Value::Array(list))), None) => Some(list),
        _ => None,
    }
}

#[derive(Default)]
struct Objects {
    names: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<(u32, Vec<(usize, String)>)>,
    unread: Vec<(u32, String)>,
}

impl Objects {
    fn extend(&mut self, list: Vec<Value>) {
        for (value, number) in list.into_iter().zip(1..) {
            self.add(number, value);
        }
    }

    fn add_line(&mut self, number: u32, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        match serde_json::from_str(line) {
            Ok(value) => self.add(number, value),
            Err(_) => self.unread.push((number, "is not JSON".into())),
        }
    }

    fn add(&mut self, number: u32, value: Value) {
        let Value::Object(object) = value else {
            self.unread.push((number, "is not a JSON object".into()));
            return;
        };
        let mut cells = Vec::with_capacity(object.len());
        self.flatten("", object, &mut cells);
        self.rows.push((number, cells));
    }

    fn flatten(
        &mut self,
        prefix: &str,
        object: Map<String, Value>,
        cells: &mut Vec<(usize, String)>,
    ) {
        for (key, value) in object {
            let name = if prefix.is_empty() {
                key
            } else {
                format!("{prefix}.{key}")
            };
            match value {
                Value::Object(inner) => self.flatten(&name, inner, cells),
                value => {
                    let cell = cell(value);
                    let place = self.place(name);
                    cells.push((place, cell));
                }
            }
        }
    }

    fn place(&mut self, name: String) -> usize {
        if let Some(&place) = self.places.get(&name) {
            return place;
        }
        self.names.push(name.clone());
        self.places.insert(name, self.names.len() - 1);
        self.names.len() - 1
    }

    fn table(self, encoding: &'static str) -> CellTable {
        let rows = self.rows.into_iter().map(|(number, cells)| {
            // Of many columns most may stand behind its last.
            let width = cells.iter().map(|(place, _)| place + 1).max();
            let mut row = vec![String::new(); width.unwrap_or_default()];
            for (place, cell) in cells {
                row[place] = cell;
            }
            (number, StringRecord::from(row))
        });
        CellTable {
            rows: CellRows::Grid(rows.collect()),
            names: Some(self.names),
            encoding,
            unread: self.unread,
            sheet: None,
        }
    }
}

fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words,
        Value::Array(list)
            if list
                .iter()
                .all(|item| !item.is_object() && !item.is_array()) =>
        {
            list.into_iter().map(cell).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u32, Vec<String>);

    fn rows(text: &str) -> (Vec<String>, Vec<Row>, Vec<u32>) {
        let table = table(text, "UTF-8", "answers.json").unwrap();
        let CellRows::Grid(rows) = table.rows else {
            unreachable!("JSON makes grids")
        };
        let cells = |(number, record): (u32, StringRecord)| {
            (number, record.iter().map(str::to_owned).collect())
        };
        (
            table.names.unwrap(),
            rows.into_iter().map(cells).collect(),
            table.unread.into_iter().map(|(row, _)| row).collect(),
        )
    }

    #[test]
    fn objects_within_objects_are_flattened_with_dots() {
        let (names, rows, _) =
            rows(r#"{"score":9,"person":{"email":"a@b.example"},"tags":["x","y"]}"#);
        assert_eq!(names, ["score", "person.email", "tags"]);
        assert_eq!(rows[0].1, ["9", "a@b.example", "x, y"]);
    }

    #[test]
    fn a_bad_line_is_left_out_with_its_number() {
        let (_, rows, unread) = rows("{\"score\":9}\n\n{\"score\":\n[1]\n{\"comment\":null}\n");
        assert_eq!(unread, [3, 4]);
        assert_eq!(rows[1], (5, vec![String::new(), String::new()]));
    }

    #[test]
    fn a_list_may_stand_alone_or_in_an_object() {
        let (_, alone, _) = rows("[{\"score\":1},\n{\"score\":2}]");
        let (_, wrapped, _) = rows("{\"page\":1,\"responses\":[{\"score\":1},{\"score\":2}]}");
        assert_eq!(alone, wrapped);
    }
}
