//! Static vectors of word pieces, and the sentence-transformers they are made
//! from.
//!
//! [`Transformer`] runs a sentence-transformer, [`CachedModel`] remembers what
//! it said. [`distill`] makes vectors whose sum over a text's pieces lands near
//! what the model says to the whole text, [`write()`] puts them on disk, and
//! [`Embeddings`] reads and sums them. What a corpus is, and what its words
//! mean in it, is not known here. Three steps make the vectors
//! (`docs/vectors.md` has the measurements):
//!
//! 1. `prior`: each piece passed alone through the model, weighted by rarity.
//! 2. `fit`: regularised least squares, by conjugate gradients on sparse
//!    counts, from the prior to the model's vectors of the texts. The first
//!    fit repairs the prior: what it did to pieces seen often, a ridge
//!    regression learns and does to all; the second fit starts from there.
//! 3. The directions that carry most of what the texts vary in are kept, and
//!    rounded to 8 bits.

mod error;
mod sparse;
mod eigen;
mod principal;
mod ridge;
mod quantized;
mod known_words;
mod embeddings;
mod encoder;
#[cfg_attr(not(feature = "transformer"), path = "transformer/absent.rs")]
mod transformer;
mod sentence_model;
mod cache;
mod texts;
mod counts;
mod choice;
mod prior;
mod fit;
mod recipe;
mod directory;

pub use cache::CachedModel;
pub use choice::chosen;
pub use counts::{Counter, PieceCounts};
pub use directory::write;
pub use eigen::symmetric_eigen;
pub use embeddings::Embeddings;
#[cfg(feature = "transformer")]
pub use encoder::EncoderParts;
pub use encoder::{EncoderFiles, SentenceEncoder};
pub use error::Error;
pub use principal::{Principal, gram, mean};
pub use quantized::{Rounded, rounded_row};
pub use recipe::{Made, Recipe, distill};
pub use ridge::ridge;
pub use sentence_model::SentenceModel;
pub use sparse::Sparse;
pub use texts::texts;
#[cfg(not(feature = "transformer"))]
pub use transformer::EncoderParts;
pub use transformer::Transformer;
