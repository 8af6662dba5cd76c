//! Where the stages meet.
//!
//! A [`Study`] is a folder that remembers; an [`Analysis`] is what one look at
//! a corpus finds. [`Analysis::of`] reads as one screen, each line taking the
//! noun of the line before.

mod analysis;
mod error;
mod folder;
mod settings;
mod voices;

pub use analysis::{Analysis, Finding, Voiced, said};
pub use error::Error;
pub use folder::{Read, Study, intakes};
pub use settings::Settings;
pub use voices::{People, Speaker};
