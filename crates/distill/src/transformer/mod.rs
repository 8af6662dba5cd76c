//! Sentence-transformers of the BERT family, run as they are.
//!
//! Takes texts; gives one unit vector each. A directory holds what
//! `sentence-transformers` writes: `config.json`, `tokenizer.json`,
//! `model.safetensors`, and what it pools by. Nothing is fetched.
//!
//! A text's vector must not depend on its neighbours, or assigning a comment
//! alone would differ from mining it among others by a last bit. So a batch
//! holds texts of one length only, no padding inside them, and has always the
//! same shape for that length: the same sums in the same order.

mod shape;
#[cfg(test)]
pub(crate) mod tiny;

use std::path::Path;

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use ndarray::{Array2, ArrayViewMut1, Axis};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tokenizers::{Tokenizer, TruncationParams};

use self::shape::{ModelShape, Pooling};
use crate::error::Error;

/// A sentence-transformer.
pub struct Transformer {
    tokenizer: Tokenizer,
    model: BertModel,
    shape: ModelShape,
    fingerprint: String,
}

/// Word pieces in a batch: enough to keep a core busy, few enough that a
/// length with a single text wastes little.
const BATCH: usize = 256;

impl Transformer {
    /// Reads a model's directory.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let shape = ModelShape::read(dir)?;
        let path = dir.join("config.json");
        let bytes = std::fs::read(&path).map_err(Error::reading(&path))?;
        let config: Config =
            serde_json::from_slice(&bytes).map_err(|error| unusable(&path, &error))?;
        let path = dir.join("tokenizer.json");
        let mut tokenizer =
            Tokenizer::from_file(&path).map_err(|error| unusable(&path, &*error))?;
        let truncation = TruncationParams {
            max_length: shape.longest.min(config.max_position_embeddings),
            ..TruncationParams::default()
        };
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(Some(truncation))
            .map_err(|error| unusable(&path, &*error))?;
        let path = dir.join("model.safetensors");
        let weights = std::fs::read(&path).map_err(Error::reading(&path))?;
        let fingerprint = fingerprint(&[&weights, &bytes, shape.pooling.name().as_bytes()]);
        let weights = VarBuilder::from_buffered_safetensors(weights, DType::F32, &Device::Cpu)
            .map_err(|error| unusable(&path, &error))?;
        let model = BertModel::load(weights, &config).map_err(|error| unusable(&path, &error))?;
        Ok(Self {
            tokenizer,
            model,
            shape: ModelShape {
                dimensions: config.hidden_size,
                ..shape
            },
            fingerprint,
        })
    }

    /// Returns the tokenizer.
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// Returns the number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.shape.dimensions
    }

    /// Returns what tells this model from others: a digest of its weights.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Returns unit vectors, one a text; `done` is told how many more are
    /// finished, from any thread.
    pub fn vectors(
        &self,
        texts: &[&str],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Array2<f32>, Error> {
        let cut: Result<Vec<Vec<u32>>, _> = texts
            .par_iter()
            .map(|text| {
                let encoding = self.tokenizer.encode_fast(*text, true);
                encoding.map(|encoding| encoding.get_ids().to_vec())
            })
            .collect();
        let cut = cut.map_err(|error| unusable(Path::new("tokenizer.json"), &*error))?;
        let mut vectors = self.pooled(&cut, done)?;
        vectors
            .axis_iter_mut(Axis(0))
            .into_par_iter()
            .for_each(make_unit);
        Ok(vectors)
    }

    /// Returns what the model says to each word piece alone, between its
    /// marks of beginning and end; not unit vectors.
    pub fn pieces(&self, done: &(dyn Fn(usize) + Sync)) -> Result<Array2<f32>, Error> {
        let marks = self
            .tokenizer
            .encode_fast("", true)
            .map_err(|error| unusable(Path::new("tokenizer.json"), &*error))?;
        let (before, after) = match marks.get_ids() {
            [before, after] => (vec![*before], vec![*after]),
            _ => (vec![], vec![]),
        };
        let count = self.tokenizer.get_vocab_size(true) as u32;
        let cut: Vec<Vec<u32>> = (0..count)
            .map(|piece| [&before[..], &[piece], &after[..]].concat())
            .collect();
        self.pooled(&cut, done)
    }

    fn pooled(
        &self,
        cut: &[Vec<u32>],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Array2<f32>, Error> {
        let mut order: Vec<usize> = (0..cut.len()).collect();
        order.sort_by_key(|&text| (std::cmp::Reverse(cut[text].len()), text));
        let batches: Vec<&[usize]> = order
            .chunk_by(|&a, &b| cut[a].len() == cut[b].len())
            .flat_map(|same| same.chunks(texts_in_batch(cut[same[0]].len())))
            .collect();
        let finished: Result<Vec<Vec<f32>>, _> = batches
            .par_iter()
            .map(|batch| {
                let vectors = self.batch(batch, cut);
                done(batch.len());
                vectors
            })
            .collect();
        let finished =
            finished.map_err(|error| unusable(Path::new("model.safetensors"), &error))?;
        let mut vectors = Array2::zeros((cut.len(), self.dimensions()));
        for (batch, values) in batches.iter().zip(finished) {
            for (&text, values) in batch.iter().zip(values.chunks_exact(self.dimensions())) {
                vectors.row_mut(text).assign(&ndarray::aview1(values));
            }
        }
        Ok(vectors)
    }

    /// Passes texts of one length through the model, with blank ones where
    /// they do not fill the batch.
    fn batch(&self, batch: &[usize], cut: &[Vec<u32>]) -> candle_core::Result<Vec<f32>> {
        let length = cut[batch[0]].len();
        if length == 0 {
            return Ok(vec![0.0; batch.len() * self.dimensions()]);
        }
        let rows = texts_in_batch(length);
        let mut ids: Vec<u32> = batch.iter().flat_map(|&text| cut[text].clone()).collect();
        ids.resize(rows * length, 0);
        let ids = Tensor::from_vec(ids, (rows, length), &Device::Cpu)?;
        let states = self.model.forward(&ids, &ids.zeros_like()?, None)?;
        let pooled = match self.shape.pooling {
            Pooling::Mean => (states.sum(1)? / length as f64)?,
            Pooling::First => states.narrow(1, 0, 1)?.squeeze(1)?,
        };
        pooled.flatten_all()?.to_vec1()
    }
}

impl std::fmt::Debug for Transformer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transformer")
            .field("shape", &self.shape)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

fn texts_in_batch(length: usize) -> usize {
    (BATCH / length.max(1)).max(1)
}

fn make_unit(mut vector: ArrayViewMut1<'_, f32>) {
    let length = vector.dot(&vector).sqrt();
    if length > 0.0 {
        vector /= length;
    }
}

fn fingerprint(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    hex::encode(&digest.finalize()[..8])
}

fn unusable(path: &Path, error: &(dyn std::error::Error + 'static)) -> Error {
    Error::Model {
        path: path.to_owned(),
        reason: error
            .to_string()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(first: bool) -> Transformer {
        let dir = tempfile::tempdir().unwrap();
        tiny::write(dir.path(), first);
        Transformer::read(dir.path()).unwrap()
    }

    /// What PyTorch says: `transformers.BertModel` with the same weights.
    const MEAN: [(&str, [f32; 8]); 3] = [
        (
            "slow app",
            [
                -0.12877, 0.28812, 0.36935, -0.16423, 0.25810, -0.70559, 0.29989, -0.28743,
            ],
        ),
        (
            "Wrong invoices",
            [
                0.15438, 0.23539, 0.29540, -0.09414, 0.23136, -0.75618, 0.32376, -0.30737,
            ],
        ),
        (
            "app",
            [
                -0.27950, 0.19444, 0.46157, -0.13959, 0.08980, -0.63301, 0.43789, -0.22588,
            ],
        ),
    ];
    const FIRST: [f32; 8] = [
        -0.81422, -0.01133, 0.29726, -0.04881, -0.08193, 0.14095, 0.46207, 0.07794,
    ];

    #[test]
    fn vectors_are_those_of_pytorch() {
        let vectors = model(false)
            .vectors(&MEAN.map(|(text, _)| text), &|_| {})
            .unwrap();
        for (found, (text, expected)) in vectors.rows().into_iter().zip(MEAN) {
            for (found, expected) in found.iter().zip(expected) {
                assert!(
                    (found - expected).abs() < 2e-5,
                    "{text}: {found} {expected}"
                );
            }
        }
        let vectors = model(true).vectors(&["wrong invoices"], &|_| {}).unwrap();
        for (found, expected) in vectors.iter().zip(FIRST) {
            assert!((found - expected).abs() < 2e-5, "{found} {expected}");
        }
    }

    #[test]
    fn a_text_says_the_same_alone_and_among_others() {
        let model = model(false);
        let many: Vec<String> = (0..500)
            .map(|n| ["slow app", "wrong app", "invoices", "slow slow slow app"][n % 4].to_owned())
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let among = model.vectors(&many, &|_| {}).unwrap();
        for at in [0, 1, 2, 3, 497] {
            let alone = model.vectors(&many[at..=at], &|_| {}).unwrap();
            assert_eq!(alone.row(0), among.row(at));
        }
    }

    #[test]
    fn a_piece_alone_is_a_text_of_that_piece() {
        let model = model(false);
        let pieces = model.pieces(&|_| {}).unwrap();
        assert_eq!(pieces.nrows(), 9);
        let app = pieces.row(5);
        let app = &app / app.dot(&app).sqrt();
        let difference = &app - &ndarray::aview1(&MEAN[2].1);
        assert!(difference.iter().all(|value| value.abs() < 2e-5));
    }

    #[test]
    fn another_family_of_models_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.json"), r#"{"model_type": "mpnet"}"#).unwrap();
        let error = Transformer::read(dir.path()).unwrap_err().to_string();
        assert!(error.ends_with("its `model_type` is `mpnet`"), "{error}");
    }
}
