//! Results for other tools, and what other tools and people made of the same
//! records.

mod assignments;
mod codebook;
mod coding;
mod coding_agreement;
mod error;
mod follow_ups;
pub mod matrix;
pub mod questions;
mod naming;
mod quotes;
mod coders;
pub mod refi;
mod page_tables;
mod table;

pub use assignments::{PassageRow, ResponseRow, csv, passages, responses};
pub use codebook::CodebookFile;
pub use coders::{CodeAmongMany, CodeRead, Coder, Difference, ManyReadings, Readings};
pub use coding::{CodedRecord, CodingColumns, HumanCoding};
pub use coding_agreement::{
    CodeMatch, CodeThemeOverlap, CodingAgreement, Labels, LeftOut, ThemeMatch,
};
pub use error::Error;
pub use follow_ups::{ReadFollowUp, follow_up_table, read_follow_ups};
pub use page_tables::{answer_table, pain_point_table, theme_table};
pub use quotes::{Cited, QuoteFilter, quote_page, quote_table, quotes};
pub use table::{Table, workbook};
