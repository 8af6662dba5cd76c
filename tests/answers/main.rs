//! What motif answers when it is asked about the numbers.

#![allow(clippy::unwrap_used)]
#![allow(clippy::float_cmp, reason = "counts are whole numbers")]
#![allow(clippy::format_push_string, reason = "a few rows of a file")]

#[path = "../support/mod.rs"]
mod support;

mod compare;
mod contrast;
mod drivers;
mod explain;
mod hotspots;
mod outcomes;
mod scales;
mod score;
mod shuffled;
mod trends;

use serde_json::Value;

use support::Survey;

/// The sample corpora as a study.
fn pontoon() -> Survey {
    Survey::new().pontoon().study().added(&["files"])
}

/// Returns the number at a pointer.
fn number(value: &Value, pointer: &str) -> f64 {
    let found = value.pointer(pointer).and_then(Value::as_f64);
    found.unwrap_or_else(|| panic!("no number at {pointer} of {value}"))
}

/// Returns the text at a key.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Returns the list at a pointer.
fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    let found = value.pointer(pointer).and_then(Value::as_array);
    found.unwrap_or_else(|| panic!("no list at {pointer} of {value}"))
}
