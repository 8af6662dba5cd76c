//! Passages as numbers: near each other when they speak of the same thing.
//!
//! Takes the distinct passages of a corpus; gives a [`Vectorizer`], which
//! turns any text into a unit vector by the same function whether the text
//! was in the corpus or not: static vectors of word pieces for meaning, and
//! beside them stemmed TF-IDF, reduced by latent semantic analysis (Deerwester
//! et al. 1990), for the words of the domain. [`distill`] makes the static
//! vectors from a sentence-transformer.

mod cache;
pub mod distill;
mod embeddings;
mod eigen;
mod error;
mod lexicon;
mod lsa;
mod embedder;
mod principal;
mod quantized;
mod source;
mod sparse;
#[cfg_attr(not(feature = "transformer"), path = "transformer/absent.rs")]
mod transformer;
mod vectorizer;

pub use cache::CachedModel;
pub use embedder::Embedder;
pub use embeddings::Embeddings;
pub use error::Error;
pub use lexicon::{Lexicon, TermId, Utterance};
pub use principal::Principal;
pub use source::{Directory, VectorSource};
pub use transformer::Transformer;
pub use vectorizer::{Vectorizer, is_known};
