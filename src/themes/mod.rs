//! Themes: what many passages speak of, in words, with the passages that
//! prove it.
//!
//! Takes a corpus; gives the passages in it, a [`Model`] that says for any
//! text which theme it belongs to, and a description of each theme. What a
//! theme does to the score is `nps`', what is said of it `report`'s.

mod arrangement;
mod assignment;
mod cohesion;
mod codebook;
mod concepts;
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
mod request;
mod spoken;
mod theme;
mod vocabulary;

pub use arrangement::Arrangement;
pub use assignment::{Assigned, Leaf, ThemeOrigin};
pub use codebook::{
    CheckedPassage, Codebook, CodedPassage, Entry, NO_THEME, PassageNote, PieceReach, Seed,
    ThemeStatus,
};
pub use firmness::{FITTING, Firmness, Hold};
pub use general::general;
pub use identity::{Matching, ThemeFate, match_themes};
pub use labels::{NamingContext, SaidUtterance, ThemeLabel, distinctive_terms, labels, subject};
pub use memory::Memory;
pub use mining::ThemeLimits;
pub use model::{MiningSettings, Model, sample_of};
pub use passages::{Passage, Passages};
pub use quotes::{QuoteCandidate, quotes};
pub use request::{DrawnFrom, Request, SplitPiece};
pub use spoken::MinedUtterance;
pub use theme::{
    Detail, GENERAL_COMPLAINT, GENERAL_PRAISE, InvalidThemeId, Theme, ThemeId, ThemeKind,
};
