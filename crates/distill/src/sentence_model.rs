//! What gives vectors of whole sentences.

use ndarray::Array2;

use crate::error::Error;
use crate::transformer::Transformer;

/// A model that reads whole sentences, slowly enough to remember what it said.
pub trait SentenceModel: Sync {
    /// Returns the number of dimensions.
    fn dimensions(&self) -> usize;

    /// Returns what tells this model from others.
    fn fingerprint(&self) -> &str;

    /// Returns unit vectors, one a text; zeros where a text has no known word.
    /// `done` is told how many more are finished, from any thread.
    fn vectors(&self, texts: &[&str], done: &(dyn Fn(usize) + Sync)) -> Result<Array2<f32>, Error>;
}

impl SentenceModel for Transformer {
    fn dimensions(&self) -> usize {
        self.dimensions()
    }

    fn fingerprint(&self) -> &str {
        self.fingerprint()
    }

    fn vectors(&self, texts: &[&str], done: &(dyn Fn(usize) + Sync)) -> Result<Array2<f32>, Error> {
        self.vectors(texts, done)
    }
}
