//! Themes: what many passages speak of, in words, with the passages that
//! prove it.
//!
//! Takes a corpus; gives the passages in it, a [`Model`] that says for any
//! text which theme it belongs to, and a description of each theme. What a
//! theme does to the score is `nps`', what is said of it `report`'s.

mod arrangement;
mod cohesion;
mod codebook;
mod added_clusters;
mod firmness;
mod general;
mod identity;
mod labels;
mod memory;
mod mining;
mod model;
mod passages;
mod quotes;
mod theme;
mod vocabulary;

pub use arrangement::Arrangement;
pub use codebook::{Codebook, Coded, Decision, Entry, Marked, Seed, Standing};
pub use firmness::{FITTING, Firmness, Hold};
pub use general::general;
pub use identity::{Matching, Outcome, matched};
pub use labels::{Label, Said, Setting, labels, telling};
pub use memory::Memory;
pub use mining::Limits;
pub use model::{Assigned, Leaf, Model, Origin, Settings};
pub use passages::{Passage, Passages};
pub use quotes::{Candidate, quotes};
pub use theme::{Grain, Kind, NotAnId, Theme, ThemeId};
pub use vocabulary::Spoken;
