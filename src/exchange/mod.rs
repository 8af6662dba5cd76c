//! Results for other tools, and what other tools and people made of the same
//! records.

mod assignments;
mod codebook;
mod coding;
mod comparison;
mod error;
mod naming;
mod readings;
pub mod refi;

pub use assignments::{PassageRow, ResponseRow, csv, passages, responses};
pub use codebook::Codebook;
pub use coding::{Coded, Coding, Columns};
pub use comparison::{CodeMatch, Comparison, Labels, LeftOut, Overlap, ThemeMatch};
pub use error::Error;
pub use readings::{CodeRead, Difference, Reader, Readings};
