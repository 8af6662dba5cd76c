//! Themes: what many passages speak of, in words, with the passages that
//! prove it.
//!
//! Takes a corpus; gives the passages in it, a [`Model`] that says for any
//! text which theme it belongs to, and a description of each theme. What a
//! theme does to the score is `nps`', what is said of it `report`'s.

mod arrangement;
mod codebook;
mod extra;
mod firmness;
mod identity;
mod labels;
mod memory;
mod model;
mod passages;
mod quotes;
mod theme;

pub use arrangement::Arrangement;
pub use codebook::{Codebook, Coded, Decision, Entry, Marked, Seed, Standing};
pub use firmness::{Firmness, Hold};
pub use identity::{Matching, Outcome, matched};
pub use labels::{Label, Said, Setting, labels};
pub use memory::Memory;
pub use model::{Assigned, Leaf, Model, Origin, Settings};
pub use passages::{Passage, Passages};
pub use quotes::{Candidate, quotes};
pub use theme::{Grain, Kind, NotAnId, Theme, ThemeId};
