//! Static vectors: one a word piece, made beforehand from a sentence model.
//!
//! Takes words; gives sums of their pieces' vectors. Pieces are cut by the
//! `tokenizers` crate (WordPiece), once for each distinct word: feedback
//! repeats its words, and cutting one costs a hundred times what adding its
//! vector costs. How the vectors were made stands in `docs/vectors.md`.

use std::cell::RefCell;
use std::path::Path;

use ahash::AHashMap;
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use thread_local::ThreadLocal;
use tokenizers::Tokenizer;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;

use crate::error::Error;
use crate::known_words::KnownWords;

/// One vector a word piece.
pub struct Embeddings {
    tokenizer: Tokenizer,
    unknown: Option<u32>,
    /// Shape (pieces, dimensions).
    table: Array2<f32>,
    /// The words met so far, each thread its own: a lock taken for every word
    /// would cost more than the word.
    words: ThreadLocal<RefCell<KnownWords>>,
}

/// Texts that one thread sums before it looks for more.
const CHUNK: usize = 256;

impl Embeddings {
    /// Takes vectors from memory: pieces of BERT's uncased kind, one a line,
    /// and the bytes of a `model.safetensors`; else says what is missing.
    pub fn from_pieces(pieces: &str, model: &[u8]) -> Result<Self, String> {
        Ok(Self::new(wordpiece(pieces), table(model)?))
    }

    /// Reads a directory that `motif distill` or Model2Vec wrote:
    /// `tokenizer.json`, and `model.safetensors` with a tensor `embeddings`.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("tokenizer.json");
        let mut tokenizer = Tokenizer::from_file(&path).map_err(|error| Error::Content {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(None)
            .expect("no truncation is always possible");
        let path = dir.join("model.safetensors");
        let bytes = std::fs::read(&path).map_err(Error::reading(&path))?;
        let table = table(&bytes).map_err(|reason| Error::Content { path, reason })?;
        Ok(Self::new(tokenizer, table))
    }

    fn new(tokenizer: Tokenizer, table: Array2<f32>) -> Self {
        let unknown = tokenizer
            .token_to_id("[UNK]")
            .or_else(|| tokenizer.token_to_id("<unk>"));
        Self {
            tokenizer,
            unknown,
            table,
            words: ThreadLocal::new(),
        }
    }

    /// Returns the number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.table.ncols()
    }

    /// Adds the vectors of the pieces of a text's words, one space between
    /// words, to `sum`; returns how many pieces.
    pub fn add(&self, text: &str, sum: &mut [f32]) -> usize {
        let mut words = self.words.get_or_default().borrow_mut();
        words.forget_too_many();
        let mut count = 0;
        for word in text.split(' ') {
            let number = words.number(word, |word| self.cut(word));
            count += self.add_pieces(words.pieces(number), sum);
        }
        count
    }

    /// Adds as [`Embeddings::add`] does, each word once, in the order they
    /// first stand, and without those `left_out`.
    pub fn add_once(&self, text: &str, left_out: impl Fn(&str) -> bool, sum: &mut [f32]) -> usize {
        let mut words = self.words.get_or_default().borrow_mut();
        words.forget_too_many();
        words.begin_text();
        let mut count = 0;
        for word in text.split(' ').filter(|word| !left_out(word)) {
            let number = words.number(word, |word| self.cut(word));
            if words.is_met_first(number) {
                count += self.add_pieces(words.pieces(number), sum);
            }
        }
        count
    }

    fn add_pieces(&self, pieces: &[u32], sum: &mut [f32]) -> usize {
        let table = self.table.as_slice().expect("rows stand one after another");
        let columns = self.table.ncols();
        for &piece in pieces {
            let from = piece as usize * columns;
            for (sum, value) in sum.iter_mut().zip(&table[from..from + columns]) {
                *sum += value;
            }
        }
        pieces.len()
    }

    /// Returns the sums of texts' pieces over the root of their number, one a
    /// row, so that longer texts speak louder, but not in proportion; zeros
    /// for a text without a known piece.
    pub fn sums<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Array2<f32> {
        let columns = self.dimensions();
        let mut sums = Array2::zeros((texts.len(), columns));
        let rows = sums.as_slice_mut().expect("a new matrix lies in one piece");
        rows.par_chunks_mut((CHUNK * columns).max(1))
            .zip(texts.par_chunks(CHUNK))
            .for_each(|(rows, texts)| {
                for (row, text) in rows.chunks_exact_mut(columns).zip(texts) {
                    let pieces = self.add(text.as_ref(), row);
                    let root = (pieces.max(1) as f32).sqrt();
                    for value in row {
                        *value /= root;
                    }
                }
            });
        sums
    }

    fn cut(&self, word: &str) -> Vec<u32> {
        let Ok(encoding) = self.tokenizer.encode_fast(word, false) else {
            return Vec::new();
        };
        let rows = self.table.nrows() as u32;
        let mut pieces = encoding.get_ids().to_vec();
        pieces.retain(|&piece| Some(piece) != self.unknown && piece < rows);
        pieces
    }
}

impl std::fmt::Debug for Embeddings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Embeddings")
            .field("shape", &self.table.shape())
            .finish_non_exhaustive()
    }
}

/// The tokenizer of BERT, uncased, over a list of pieces.
fn wordpiece(pieces: &str) -> Tokenizer {
    let vocabulary: AHashMap<String, u32> = pieces
        .lines()
        .enumerate()
        .map(|(id, piece)| (piece.to_owned(), id as u32))
        .collect();
    let model = WordPiece::builder()
        .vocab(vocabulary)
        .unk_token("[UNK]".into())
        .build()
        .expect("the pieces inside the program make a model");
    let mut tokenizer = Tokenizer::new(model);
    tokenizer
        .with_normalizer(Some(BertNormalizer::default()))
        .with_pre_tokenizer(Some(BertPreTokenizer));
    tokenizer
}

/// Reads the tensor `embeddings`: 32, 16 or 8 bits. Where there are
/// `weights`, each piece's vector is multiplied with its own (Model2Vec's way
/// to 8 bits, and ours); where there is a `mapping`, it says which row is whose.
fn table(bytes: &[u8]) -> Result<Array2<f32>, String> {
    let tensors = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
    let tensor = tensors
        .tensor("embeddings")
        .or_else(|_| tensors.tensor("embedding.weight"))
        .map_err(|_| "there is no tensor `embeddings`".to_owned())?;
    let &[rows, columns] = tensor.shape() else {
        return Err("`embeddings` has not two dimensions".into());
    };
    let table = Array2::from_shape_vec((rows, columns), floats(&tensor)?)
        .map_err(|error| error.to_string())?;
    let mut table = match tensors.tensor("mapping") {
        Ok(mapping) => table.select(Axis(0), &rows_of(&mapping, rows)?),
        Err(_) => table,
    };
    match tensors.tensor("weights") {
        Ok(weights) => {
            let weights = Array1::from(floats(&weights)?);
            if weights.len() != table.nrows() {
                return Err("`weights` has not one value a piece".into());
            }
            table *= &weights.insert_axis(Axis(1));
        }
        Err(_) if tensor.dtype() == Dtype::I8 => {
            return Err("8-bit vectors lack `weights`".into());
        }
        Err(_) => {}
    }
    Ok(table)
}

pub(crate) fn floats(tensor: &TensorView<'_>) -> Result<Vec<f32>, String> {
    let bytes = tensor.data();
    Ok(match tensor.dtype() {
        Dtype::F64 => bytes.chunks_exact(8).map(eight).collect(),
        Dtype::F32 => bytes.chunks_exact(4).map(four).collect(),
        Dtype::F16 => bytes.chunks_exact(2).map(half).collect(),
        Dtype::I8 => bytes
            .iter()
            .map(|byte| f32::from(byte.cast_signed()))
            .collect(),
        other => return Err(format!("a tensor is {other}, which motif does not read")),
    })
}

fn rows_of(mapping: &TensorView<'_>, rows: usize) -> Result<Vec<usize>, String> {
    let width = match mapping.dtype() {
        Dtype::I64 => 8,
        Dtype::I32 => 4,
        other => return Err(format!("`mapping` is {other}")),
    };
    let number = |bytes: &[u8]| {
        // Row numbers are small and not negative: the low half says them.
        let low = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        Some(low as usize).filter(|&row| row < rows)
    };
    let all: Option<Vec<usize>> = mapping.data().chunks_exact(width).map(number).collect();
    all.ok_or_else(|| "`mapping` names a row that is not there".into())
}

fn eight(bytes: &[u8]) -> f32 {
    let bytes = bytes.try_into().expect("eight bytes at a time");
    f64::from_le_bytes(bytes) as f32
}

fn four(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// IEEE 754 half precision to single.
fn half(bytes: &[u8]) -> f32 {
    let bits = u32::from(u16::from_le_bytes([bytes[0], bytes[1]]));
    let (sign, exponent, fraction) = ((bits & 0x8000) << 16, bits >> 10 & 0x1f, bits & 0x3ff);
    match exponent {
        0 => f32::from_bits(sign | 0x3f80_0000) * (fraction as f32) * (-24.0_f32).exp2(),
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_reads_as_written() {
        for (bits, value) in [
            (0x3c00_u16, 1.0),
            (0xc000, -2.0),
            (0x3800, 0.5),
            (0x0001, 5.960_464_5e-8),
            (0, 0.0),
        ] {
            assert!((half(&bits.to_le_bytes()) - value).abs() < 1e-12);
        }
    }

    #[test]
    fn eight_bits_without_their_weights_are_refused() {
        let view = TensorView::new(Dtype::I8, vec![1, 2], &[1, 2]).unwrap();
        let bytes = safetensors::serialize([("embeddings", view)], None).unwrap();
        assert_eq!(table(&bytes).unwrap_err(), "8-bit vectors lack `weights`");
    }

    #[test]
    fn what_is_no_tensor_is_refused() {
        assert!(table(b"nonsense").is_err());
    }
}
