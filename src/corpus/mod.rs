//! Everything that was said, in one place and one order.
//!
//! Files that `ingest` has read arrive; a [`Corpus`] leaves: the answers,
//! conversations and accounts to mine, in an order that depends on what they
//! say and not on when they were added. [`Store`] keeps them on disk (SQLite)
//! and is the only truth; the search index and the themes are rebuilt from it.

mod corrections;
mod decision_log;
mod corpus;
mod file_names;
mod scale;
mod store;

pub use corpus::{Corpus, File, FileKind, Repeat};
pub use corrections::{Corrected, Correction, SpeakerPart};
pub use decision_log::StoredDecision;
pub use file_names::told_apart;
pub use store::{Added, Error, Store};
