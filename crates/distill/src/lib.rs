//! Makes static vectors, one a word piece, from a sentence-transformer.
//!
//! Takes texts and the model; gives vectors whose sum over a text's pieces
//! lands near what the model says to the whole text. Three steps (`docs/
//! vectors.md` has the measurements):
//!
//! 1. `prior`: each piece passed alone through the model, weighted by rarity.
//! 2. `fit`: regularised least squares, by conjugate gradients on sparse
//!    counts, from the prior to the model's vectors of the texts. The first
//!    fit repairs the prior: what it did to pieces seen often, a ridge
//!    regression learns and does to all; the second fit starts from there.
//! 3. The directions that carry most of what the texts vary in are kept, and
//!    rounded to 8 bits.

mod choice;
mod counts;
mod directory;
mod fit;
mod prior;
mod recipe;
mod texts;

pub use choice::chosen;
pub use counts::Counter;
pub use directory::write;
pub use recipe::{Made, Recipe, distill};
pub use texts::texts;
