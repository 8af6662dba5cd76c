//! Results for other tools, and what other tools and people made of the same
//! records.

mod assignments;
mod codebook;
mod coding;
mod coding_agreement;
mod error;
pub mod matrix;
pub mod questions;
mod naming;
mod quotes;
mod coders;
pub mod refi;
mod page_tables;
mod table;

pub use assignments::{PassageRow, ResponseRow, csv, passages, responses};
pub use codebook::Codebook;
pub use coders::{CodeRead, Difference, Reader, Readings};
pub use coding::{Coded, Coding, Columns};
pub use coding_agreement::{CodeMatch, Comparison, Labels, LeftOut, Overlap, ThemeMatch};
pub use error::Error;
pub use page_tables::{change_table, contrast_table, theme_table};
pub use quotes::{Cited, Wanted, quote_page, quote_table, quotes};
pub use table::{Table, workbook};
