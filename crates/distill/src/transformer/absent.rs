//! Stands for the transformer, and for what is made with one, in a motif that
//! was built without: it cannot be read, so nothing that takes one needs to ask
//! how motif was built.

use std::convert::Infallible;
use std::path::Path;

use ndarray::{Array2, ArrayView2};
use tokenizers::Tokenizer;

use crate::encoder::SentenceEncoder;
use crate::error::Error;

/// A sentence-transformer, of which there is none in this build.
#[derive(Debug)]
pub struct Transformer(Infallible);

impl Transformer {
    /// Says that motif was built without transformers.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        Err(Error::Without {
            dir: dir.to_owned(),
        })
    }

    /// Returns the tokenizer.
    pub fn tokenizer(&self) -> &Tokenizer {
        match self.0 {}
    }

    /// Returns the number of dimensions.
    pub fn dimensions(&self) -> usize {
        match self.0 {}
    }

    /// Returns what tells this model from others.
    pub fn fingerprint(&self) -> &str {
        match self.0 {}
    }

    /// Returns unit vectors, one a text.
    pub fn vectors(
        &self,
        _texts: &[&str],
        _done: &(dyn Fn(usize) + Sync),
    ) -> Result<Array2<f32>, Error> {
        match self.0 {}
    }

    /// Returns what the model says to each word piece alone.
    pub fn pieces(&self, _done: &(dyn Fn(usize) + Sync)) -> Result<Array2<f32>, Error> {
        match self.0 {}
    }
}

/// An encoder while it is made, of which there is none in this build.
#[derive(Debug)]
pub struct EncoderParts(Infallible);

impl EncoderParts {
    /// Says that motif was built without transformers.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        Err(Error::Without {
            dir: dir.to_owned(),
        })
    }

    /// Returns the encoder as it is so far.
    pub fn encoder(&self) -> SentenceEncoder {
        match self.0 {}
    }

    /// Adds the last layer.
    pub fn lead_to(&mut self, _said: ArrayView2<'_, f32>, _teacher: ArrayView2<'_, f32>) {
        match self.0 {}
    }

    /// Writes it.
    pub fn write(&self, _dir: &Path) -> Result<(), Error> {
        match self.0 {}
    }
}
