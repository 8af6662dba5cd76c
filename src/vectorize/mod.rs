//! Passages as numbers: near each other when they speak of the same thing.
//!
//! Takes the distinct passages of a corpus; gives a [`Vectorizer`], which
//! turns any text into a unit vector by the same function whether the text
//! was in the corpus or not: static vectors of word pieces for meaning, and
//! beside them stemmed TF-IDF, reduced by latent semantic analysis (Deerwester
//! et al. 1990), for the words of the domain. [`motif_distill`] makes and reads
//! the static vectors, and runs a sentence-transformer.

mod embedder;
mod lexicon;
mod lsa;
mod sentences;
mod source;
mod unit;
mod vectorizer;

pub use embedder::{Embedder, SentenceEmbedder};
pub use lexicon::{Lexicon, TermId, Utterance};
pub use motif_distill::{Error, Principal};
pub use sentences::sentence_meanings;
pub use source::{Directory, VectorSource, builtin};
pub use unit::scale;
pub use vectorizer::{MOST_FOREIGN, SentenceProjection, Vectorizer, is_known};
