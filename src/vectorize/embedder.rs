//! Whoever can say what is meant, as unit vectors.
//!
//! A source of vectors, or the vectorizer of a corpus: search asks either.

use ndarray::{Array2, Axis};
use sha2::{Digest, Sha256};

use super::lexicon::Utterance;
use super::sentences;
use super::source::VectorSource;
use super::unit::scale;
use super::vectorizer::Vectorizer;

/// Whoever can say what is meant.
pub trait Embedder: Send + Sync {
    /// Returns what tells it from others: vectors of the same name compare.
    fn name(&self) -> String;

    /// Returns the number of dimensions.
    fn dimensions(&self) -> usize;

    /// Returns the unit vectors of utterances, one a row; zeros where it
    /// cannot say. A row depends on its own utterance only.
    fn vectors_of(&self, utterances: &[&Utterance]) -> Array2<f32>;
}

impl Embedder for VectorSource {
    fn name(&self) -> String {
        String::from(self.clone())
    }

    fn dimensions(&self) -> usize {
        self.dimensions()
    }

    fn vectors_of(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let mut rows = self.meanings(utterances);
        rows.axis_iter_mut(Axis(0))
            .for_each(|mut row| scale(&mut row));
        rows
    }
}

/// Sentences beside words: what a text means in its words' order, in any of
/// the languages of the encoder, and what its words mean in English.
///
/// A few thousand texts a second, where words alone take a hundred times as
/// many.
#[derive(Clone, Copy, Debug)]
pub struct SentenceEmbedder {
    /// What share of the squared length sentences have.
    pub share: f32,
}

impl Embedder for SentenceEmbedder {
    fn name(&self) -> String {
        format!("sentences {} {}", sentences::fingerprint(), self.share)
    }

    fn dimensions(&self) -> usize {
        VectorSource::Builtin.dimensions() + sentences::DIMENSIONS
    }

    fn vectors_of(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let mut words = VectorSource::Builtin.vectors_of(utterances);
        words *= (1.0 - self.share).sqrt();
        let mut meant = sentences::read(utterances);
        meant *= self.share.sqrt();
        let mut rows = ndarray::concatenate(Axis(1), &[words.view(), meant.view()])
            .expect("a row for each utterance");
        rows.axis_iter_mut(Axis(0))
            .for_each(|mut row| scale(&mut row));
        rows
    }
}

impl Embedder for Vectorizer {
    fn name(&self) -> String {
        let bytes = postcard::to_stdvec(self).expect("a vectorizer takes every byte");
        let digest = Sha256::digest(bytes);
        let digest = u64::from_le_bytes(digest[..8].try_into().expect("a digest has 32 bytes"));
        format!("model {digest:016x}")
    }

    fn dimensions(&self) -> usize {
        self.dimensions()
    }

    fn vectors_of(&self, utterances: &[&Utterance]) -> Array2<f32> {
        self.block(utterances)
    }
}
