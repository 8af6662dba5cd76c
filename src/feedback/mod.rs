//! What customers wrote and said: the nouns that every later stage speaks of.
//!
//! Nothing arrives here and nothing is computed; the types make wrong things
//! unsayable (a rating of 11, a passage without a place). Reading files is
//! `ingest`'s, keeping them `corpus`'s.

mod attributes;
mod excerpt;
mod group;
mod interview;
mod passage;
mod rating;
mod response;
pub mod scale;

pub use attributes::{AttributeItem, AttributeItems, Attributes, SharedTexts};
pub use excerpt::{Excerpt, byte_span};
pub use group::Group;
pub use interview::{Interview, LineMark, SpeakerRole, Turn};
pub use passage::{Document, Place, Span};
pub use rating::Rating;
pub use response::{Account, Contact, OpenAnswer, Person, Response, account_key};
pub use scale::Scale;
