//! Finds what customers wrote and said: full text, filters and counts.
//!
//! Takes responses and interviews and keeps an index of their comments and
//! turns in a folder (tantivy); takes a [`Query`] and gives [`Hits`]: places in
//! the original text with every matching word marked, and how the hits spread
//! over groups, waves and attributes. Reading the corpus is `corpus`', saying
//! file and line is the caller's.
//!
//! The index is rebuilt, never repaired: one from another corpus, another
//! version or a build that was cut short is simply not there.
//!
//! A query goes text → [`Query`] (`query`, places kept for errors) → filters
//! on columns (`filter`) and words (`plan`) → matching texts (`collect`) →
//! [`Hits`] (`snippet`). What counts as the same word is said once, in `terms`.

mod surroundings;
mod build;
mod catalogue;
mod collect;
mod conditions;
mod error;
mod facets;
mod filter;
mod fusion;
mod hybrid;
mod index;
mod nearest;
mod origin;
mod options;
mod plan;
mod query;
mod semantic;
mod similar;
mod snippet;
mod chunks;
mod terms;
mod vectors;

pub use conditions::{Condition, condition};
pub use error::Error;
pub use facets::Facet;
pub use index::{FileHits, Hits, Index};
pub use options::{Context, SearchOptions, Sort};
pub use origin::{IndexedText, TextOrigin};
pub use query::Query;
pub use snippet::{Hit, SnippetPiece};
pub use surroundings::{Surroundings, around};
