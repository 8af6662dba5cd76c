//! What the stretches of all texts mean, in one file beside the index.
//!
//! A vector takes one byte a dimension and one factor; the file is mapped into
//! memory, so that opening it costs nothing and only what is compared is read.
//! The texts stand in the order of the index, which is the same for the same
//! corpus: so is the file, to the last byte.
//!
//! ```text
//! values     one byte a dimension, stretch after stretch
//! factors    f32, one a stretch
//! spans      from and to, u32 each, one a stretch, in bytes of its text
//! firsts     u32, for each text its first short and its first long stretch;
//!            and how many there are
//! foot       dimensions, stretches, texts: u64 each, then FORM
//! ```

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use motif_distill::rounded_row;
use rayon::prelude::*;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::chunks::Chunks;
use crate::feedback::Span;
use crate::text::{Language, normal};
use crate::vectorize::{Embedder, Utterance};

/// Ends the file; raise its number whenever what is written changes.
const FORM: &[u8; 8] = b"motifv02";

/// The bytes of the foot.
const FOOT: usize = 32;

/// Texts that are read together.
const BATCH: usize = 8_192;

/// Texts that one thread reads together.
const BLOCK: usize = 64;

/// The vectors of all stretches of an index.
pub(super) struct ChunkVectors {
    bytes: OwnedBytes,
    dimensions: usize,
    chunk_count: usize,
    texts: usize,
}

impl ChunkVectors {
    /// Opens a file; `None` where there is none, or not a whole one for so
    /// many texts and dimensions.
    pub(super) fn open(folder: &Path, name: &str, texts: usize, dimensions: usize) -> Option<Self> {
        let directory = MmapDirectory::open(folder).ok()?;
        let bytes = directory.open_read(Path::new(name)).ok()?;
        Self::whole(&bytes.read_bytes().ok()?, texts, dimensions)
    }

    /// Makes the vectors of texts in memory.
    pub(super) fn new<'a>(
        meaning: &dyn Embedder,
        texts: usize,
        written: &(dyn Fn(usize) -> TextInLanguage<'a> + Sync),
    ) -> std::io::Result<Self> {
        let mut bytes = Vec::new();
        write(&mut bytes, meaning, texts, written)?;
        let vectors = Self::whole(&OwnedBytes::new(bytes), texts, meaning.dimensions());
        Ok(vectors.expect("what was written just now is whole"))
    }

    fn whole(bytes: &OwnedBytes, texts: usize, dimensions: usize) -> Option<Self> {
        let foot = bytes.len().checked_sub(FOOT)?;
        let number = |place: usize| eight(&bytes[foot + 8 * place..]);
        let vectors = Self {
            dimensions: number(0),
            chunk_count: number(1),
            texts: number(2),
            bytes: bytes.clone(),
        };
        let is_whole = bytes.ends_with(FORM)
            && (vectors.texts, vectors.dimensions) == (texts, dimensions)
            && vectors.firsts_at().checked_add(4 * (2 * texts + 1)) == Some(foot);
        is_whole.then_some(vectors)
    }

    pub(super) fn texts(&self) -> usize {
        self.texts
    }

    /// Returns the short stretches of a text, and the long ones.
    pub(super) fn chunks(&self, text: usize) -> [Range<usize>; 2] {
        let at = self.firsts_at() + 8 * text;
        let first = |nth: usize| four(&self.bytes[at + 4 * nth..]) as usize;
        [first(0)..first(1), first(1)..first(2)]
    }

    /// Returns the values of a stretch, each a signed byte.
    pub(super) fn values(&self, stretch: usize) -> &[u8] {
        &self.bytes[stretch * self.dimensions..(stretch + 1) * self.dimensions]
    }

    /// Returns what the values of a stretch are multiplied with.
    pub(super) fn factor(&self, stretch: usize) -> f32 {
        f32::from_bits(four(&self.bytes[self.factors_at() + 4 * stretch..]))
    }

    /// Returns where in its text a stretch stands.
    pub(super) fn span(&self, stretch: usize) -> Span {
        let at = self.spans_at() + 8 * stretch;
        Span::new(
            four(&self.bytes[at..]) as usize,
            four(&self.bytes[at + 4..]) as usize,
        )
    }

    fn factors_at(&self) -> usize {
        self.chunk_count.saturating_mul(self.dimensions)
    }

    fn spans_at(&self) -> usize {
        self.factors_at().saturating_add(4 * self.chunk_count)
    }

    fn firsts_at(&self) -> usize {
        self.spans_at().saturating_add(8 * self.chunk_count)
    }
}

fn four(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn eight(bytes: &[u8]) -> usize {
    let (low, high) = (u64::from(four(bytes)), u64::from(four(&bytes[4..])));
    (high << 32 | low) as usize
}

/// A text and the language it is read in.
pub(super) type TextInLanguage<'a> = (&'a str, Language);

/// Writes the vectors of texts, in the order of the index.
pub(super) fn write<'a>(
    file: &mut impl Write,
    meaning: &dyn Embedder,
    texts: usize,
    written: &(dyn Fn(usize) -> TextInLanguage<'a> + Sync),
) -> std::io::Result<()> {
    let (mut factors, mut spans, mut firsts) = (Vec::new(), Vec::new(), vec![0_u32]);
    for batch in (0..texts).step_by(BATCH) {
        let numbers: Vec<usize> = (batch..texts.min(batch + BATCH)).collect();
        let blocks: Vec<VectorBlock> = numbers
            .par_chunks(BLOCK)
            .map(|some| VectorBlock::new(some.iter().map(|&text| written(text)), meaning))
            .collect();
        for block in blocks {
            file.write_all(&block.values)?;
            factors.extend(block.factors);
            spans.extend(block.spans);
            for count in block.counts.into_iter().flatten() {
                firsts.push(firsts.last().copied().unwrap_or(0) + count);
            }
        }
    }
    let counts = [meaning.dimensions(), factors.len(), texts];
    let factors = factors.into_iter().map(f32::to_le_bytes);
    let ends = spans.into_iter().flat_map(|span| [span.start, span.end]);
    let ends = ends.map(|end| (end as u32).to_le_bytes());
    for number in factors
        .chain(ends)
        .chain(firsts.into_iter().map(u32::to_le_bytes))
    {
        file.write_all(&number)?;
    }
    for count in counts {
        file.write_all(&(count as u64).to_le_bytes())?;
    }
    file.write_all(FORM)
}

/// The vectors of a few texts.
#[derive(Default)]
struct VectorBlock {
    values: Vec<u8>,
    factors: Vec<f32>,
    spans: Vec<Span>,
    /// How many short and long stretches each text has.
    counts: Vec<[u32; 2]>,
}

impl VectorBlock {
    fn new<'a>(texts: impl Iterator<Item = TextInLanguage<'a>>, meaning: &dyn Embedder) -> Self {
        let mut block = Self::default();
        let mut utterances = Vec::new();
        for (text, language) in texts {
            let Chunks { short, long } = Chunks::new(text);
            block.counts.push([short.len() as u32, long.len() as u32]);
            let start = block.spans.len();
            block.spans.extend(short.into_iter().chain(long));
            utterances.extend(
                block.spans[start..]
                    .iter()
                    .map(|span| Utterance::new(normal(span.slice(text)), language)),
            );
        }
        let vectors = meaning.vectors_of(&utterances.iter().collect::<Vec<_>>());
        for vector in vectors.rows() {
            let (factor, rounded) = rounded_row(vector);
            block.factors.push(factor);
            block.values.extend(rounded.map(i8::cast_unsigned));
        }
        block
    }
}
