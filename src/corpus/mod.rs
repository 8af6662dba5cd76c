//! Everything that was said, in one place and one order.
//!
//! Files that `ingest` has read arrive; a [`Corpus`] leaves: the answers,
//! conversations and accounts to mine, in an order that depends on what they
//! say and not on when they were added. [`Store`] keeps them on disk (SQLite)
//! and is the only truth; the search index and the themes are rebuilt from it.

mod corrected;
mod decided;
mod gathered;
mod names;
mod scale;
mod store;

pub use corrected::{Corrected, Correction, Part};
pub use decided::Decided;
pub use gathered::{Corpus, File, FileKind, Repeat};
pub use names::told_apart;
pub use store::{Added, Error, Store};
