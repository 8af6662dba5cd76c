//! The texts that mean most nearly what is asked.
//!
//! Every stretch is compared, or every one of the texts that may be found: no
//! list of neighbours to build, to keep and to be wrong. The products are of
//! whole numbers, so that the answer is the same on every machine.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use ndarray::ArrayView1;
use rayon::prelude::*;
use tantivy::{DocAddress, DocId};

use super::vectors::ChunkVectors;
use crate::feedback::Span;
use crate::vectorize::Embedder;

/// The vectors of all texts of an index, and the embedder they come from.
pub(super) struct SemanticIndex {
    pub(super) embedder: Arc<dyn Embedder>,
    pub(super) vectors: ChunkVectors,
    /// The number of the first text of each segment.
    pub(super) firsts: Vec<usize>,
}

/// A text, and its short stretch that is nearest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// The text's number in the order of the index.
    pub text: usize,
    pub chunk: usize,
    /// How near, at most 1: the mean cosine of that stretch and of the nearest
    /// long one.
    pub cosine: f32,
}

/// A unit vector that is asked for, in whole numbers.
pub(super) struct QueryVector {
    values: Vec<i16>,
    factor: f32,
}

/// The largest whole number of what is asked. With the 127 of what is kept, a
/// sum over 2,000 dimensions stays below 2³¹.
const LARGEST: f32 = 8192.0;

impl QueryVector {
    /// Returns `None` for a vector that points nowhere.
    pub(super) fn new(vector: ArrayView1<'_, f32>) -> Option<Self> {
        let largest = vector
            .iter()
            .fold(0.0_f32, |most, value| most.max(value.abs()));
        let factor = largest / LARGEST;
        (largest > 0.0).then(|| Self {
            values: vector
                .iter()
                .map(|value| (value / factor).round() as i16)
                .collect(),
            factor,
        })
    }

    fn cosine(&self, vectors: &ChunkVectors, stretch: usize) -> f32 {
        let sum = product(vectors.values(stretch), &self.values);
        sum as f32 * (self.factor * vectors.factor(stretch))
    }

    /// Returns how near a text is.
    fn near(&self, vectors: &ChunkVectors, text: usize) -> Option<Near> {
        let [short, long] = vectors.chunks(text);
        let (chunk, point) = self.nearest(vectors, short)?;
        let around = self
            .nearest(vectors, long)
            .map_or(point, |(_, around)| around);
        Some(Near {
            text,
            chunk,
            cosine: 0.5 * (point + around),
        })
    }

    /// Returns the nearest of some stretches, the first of equal ones, and its
    /// cosine.
    fn nearest(&self, vectors: &ChunkVectors, among: Range<usize>) -> Option<(usize, f32)> {
        let mut best: Option<(usize, f32)> = None;
        for stretch in among {
            let cosine = self.cosine(vectors, stretch);
            if best.is_none_or(|(_, best)| cosine > best) {
                best = Some((stretch, cosine));
            }
        }
        best
    }
}

impl SemanticIndex {
    pub(super) fn number(&self, text: DocAddress) -> usize {
        self.firsts[text.segment_ord as usize] + text.doc_id as usize
    }

    pub(super) fn address(&self, near: &Near) -> DocAddress {
        address(&self.firsts, near.text)
    }

    /// Returns how near each of some texts is, nearest first.
    pub(super) fn near_among(&self, asked: &QueryVector, texts: &[DocAddress]) -> Vec<Near> {
        let among: Vec<usize> = texts.iter().map(|text| self.number(*text)).collect();
        nearest(&self.vectors, asked, Some(&among), among.len(), -1.0).1
    }

    /// Returns the same by address, with the nearest stretch.
    pub(super) fn nearness(&self, near: &[Near]) -> HashMap<DocAddress, (Span, f32)> {
        near.iter()
            .map(|near| (self.address(near), self.chunk(near)))
            .collect()
    }

    /// Returns where the nearest stretch stands in its text, and how near the
    /// text is.
    pub(super) fn chunk(&self, near: &Near) -> (Span, f32) {
        (self.vectors.span(near.chunk), near.cosine)
    }
}

/// Returns the place in the index of a text, by its number.
pub(super) fn address(firsts: &[usize], text: usize) -> DocAddress {
    let segment = firsts.partition_point(|&first| first <= text) - 1;
    DocAddress::new(segment as u32, (text - firsts[segment]) as DocId)
}

fn product(kept: &[u8], asked: &[i16]) -> i32 {
    kept.iter()
        .zip(asked)
        .map(|(kept, asked)| i32::from(i16::from(kept.cast_signed())) * i32::from(*asked))
        .sum()
}

/// Texts that one thread compares together.
const BLOCK: usize = 4_096;

/// Returns how many texts come as near as `least`, and the first `keep` of
/// them, nearest first; equal ones in their order.
pub(super) fn nearest(
    vectors: &ChunkVectors,
    asked: &QueryVector,
    among: Option<&[usize]>,
    keep: usize,
    least: f32,
) -> (usize, Vec<Near>) {
    let found = |texts: &mut dyn Iterator<Item = usize>| {
        let near = texts.filter_map(|text| asked.near(vectors, text));
        let mut near: Vec<Near> = near.filter(|near| near.cosine >= least).collect();
        let count = near.len();
        first(&mut near, keep);
        (count, near)
    };
    let blocks: Vec<(usize, Vec<Near>)> = match among {
        Some(texts) => texts
            .par_chunks(BLOCK)
            .map(|texts| found(&mut texts.iter().copied()))
            .collect(),
        None => (0..vectors.texts().div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| {
                let start = block * BLOCK;
                found(&mut (start..vectors.texts().min(start + BLOCK)))
            })
            .collect(),
    };
    let count = blocks.iter().map(|(count, _)| count).sum();
    let mut near: Vec<Near> = blocks.into_iter().flat_map(|(_, near)| near).collect();
    first(&mut near, keep);
    (count, near)
}

fn first(near: &mut Vec<Near>, keep: usize) {
    near.sort_unstable_by(|one, two| {
        let nearer = two.cosine.total_cmp(&one.cosine);
        nearer.then(one.text.cmp(&two.text))
    });
    near.truncate(keep);
}
