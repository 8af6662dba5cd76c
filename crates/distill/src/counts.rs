//! How often each word piece stands in a text.

use rayon::prelude::*;
use tokenizers::Tokenizer;

/// A text as the pieces in it with how often each stands there, ascending.
pub type PieceCounts = Vec<(u32, f32)>;

/// Counts the word pieces of texts, without what the model puts around them.
///
/// Vectors are looked up in normal forms, which have no punctuation. It is
/// counted here all the same: it takes up what is of style and not of topic,
/// and words fitted without it came out a little worse.
#[derive(Debug)]
pub struct Counter {
    tokenizer: Tokenizer,
    unknown: Option<u32>,
}

impl Counter {
    /// Makes a counter of a tokenizer's pieces.
    pub fn new(tokenizer: &Tokenizer) -> Self {
        let mut tokenizer = tokenizer.clone();
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(None)
            .expect("no truncation is always possible");
        let unknown = tokenizer
            .token_to_id("[UNK]")
            .or_else(|| tokenizer.token_to_id("<unk>"));
        Self { tokenizer, unknown }
    }

    /// Returns the number of pieces there are.
    pub fn pieces(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    /// Counts the pieces of texts.
    pub fn counts<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Vec<PieceCounts> {
        texts
            .par_iter()
            .map(|text| self.count(text.as_ref()))
            .collect()
    }

    fn count(&self, text: &str) -> PieceCounts {
        let Ok(encoding) = self.tokenizer.encode_fast(text, false) else {
            return PieceCounts::new();
        };
        let mut pieces: Vec<u32> = encoding.get_ids().to_vec();
        pieces.retain(|&piece| Some(piece) != self.unknown);
        pieces.sort_unstable();
        pieces
            .chunk_by(|a, b| a == b)
            .map(|run| (run[0], run.len() as f32))
            .collect()
    }
}

/// Returns counts divided by the root of their sum: a longer text says more,
/// but not in proportion.
pub(crate) fn scaled(counts: &[PieceCounts]) -> Vec<PieceCounts> {
    let scale = |counts: &PieceCounts| {
        let root = counts.iter().map(|(_, n)| n).sum::<f32>().sqrt();
        counts.iter().map(|&(piece, n)| (piece, n / root)).collect()
    };
    counts.par_iter().map(scale).collect()
}

/// Returns in how many texts each piece stands.
pub(crate) fn spread(counts: &[PieceCounts], pieces: usize) -> Vec<u32> {
    let mut spread = vec![0; pieces];
    for &(piece, _) in counts.iter().flatten() {
        spread[piece as usize] += 1;
    }
    spread
}
