//! What is said, and how it is written.
//!
//! Takes a [`brief::Brief`], in which everything is already decided; gives a
//! page, a Markdown text or, by way of serde, JSON. Layouts decide nothing:
//! what one of them says, all of them say.

pub(crate) mod catalogue;
pub mod brief;
pub mod html;
pub mod markdown;
pub mod saved_views;
pub mod story;
pub mod narrative;
pub mod office;
pub mod sheet;
pub mod response_cells;
pub mod workbook;

pub mod charts;
mod scale_words;
pub mod sentences;
pub mod words;
pub mod theme_changes;
mod build_brief;
pub mod title;
pub mod decision_words;
mod headlines;

pub use catalogue::ReportLanguage;

/// Colours and charts, alike in the report and in the page.
pub const PALETTE: &str = include_str!("palette.css");
