//! Results for other tools, and what other tools and people made of the same
//! records.

mod assignments;
mod codebook;
mod coding;
mod comparison;
mod error;
pub mod matrix;
pub mod questions;
mod naming;
mod quotes;
mod readings;
pub mod refi;
mod shown;
mod table;

pub use assignments::{PassageRow, ResponseRow, csv, passages, responses};
pub use codebook::Codebook;
pub use coding::{Coded, Coding, Columns};
pub use comparison::{CodeMatch, Comparison, Labels, LeftOut, Overlap, ThemeMatch};
pub use error::Error;
pub use quotes::{Cited, Wanted, quote_page, quote_table, quotes};
pub use readings::{CodeRead, Difference, Reader, Readings};
pub use shown::{change_table, contrast_table, theme_table};
pub use table::{Table, workbook};
