//! Themes: what many passages speak of, in words, with the passages that
//! prove it.
//!
//! Takes a corpus; gives the passages in it, a [`Model`] that says for any
//! text which theme it belongs to, and a description of each theme. What a
//! theme does to the score is `nps`', what is said of it `report`'s.

mod labels;
mod model;
mod passages;
mod quotes;
mod theme;

pub use labels::{Label, labels};
pub use model::{Assigned, Model, Settings};
pub use passages::{Passage, Passages};
pub use quotes::{Candidate, quotes};
pub use theme::{Kind, Theme, ThemeId};
