//! Results for other tools.

mod assignments;

pub use assignments::{PassageRow, ResponseRow, csv, passages, responses};
