//! Results for other tools, and what comes back from them.

mod assignments;
mod codebook;

pub use assignments::{PassageRow, ResponseRow, csv, passages, responses};
pub use codebook::{Codebook, Coded, Error};
