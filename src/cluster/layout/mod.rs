//! Vectors in the plane: near each other when they speak of the same thing.
//!
//! Takes unit vectors and a key for each, which goes by its content; gives a
//! place in a square. Up to [`Layout::MOST`] vectors are laid out as UMAP does it
//! (McInnes, Healy and Melville 2018; `docs/methods.md`); of more, those with
//! the lowest keys are landmarks, and the others stand beside those they are
//! nearest to. What is near in the plane is near in meaning; how far apart two
//! heaps lie, and how large they are, says little.

mod frame;
mod landmarks;
mod place;
mod optimize;
mod start;
mod ties;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use self::frame::LayoutFrame;
use self::landmarks::landmarks;
use super::neighbours::{nearest, nearest_among};

/// A place in the square from −1 to 1.
pub type Coordinates = [f32; 2];

/// Neighbours each vector is tied to, itself not counted.
const NEIGHBOURS: usize = 15;

/// Where landmarks lie; says where any vector lies.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Unit vectors, no two the same, by ascending key.
    vectors: Array2<f32>,
    keys: Vec<u64>,
    /// Where each lies as it was laid out…
    settled: Vec<Coordinates>,
    /// …and what of that is shown.
    frame: LayoutFrame,
}

impl Layout {
    /// As many vectors are laid out themselves.
    pub const MOST: usize = 8_000;

    /// Lays out unit vectors; the order they come in does not matter. Of more
    /// than [`Layout::MOST`], those with the lowest keys; those of zeros are
    /// left out.
    pub fn new(vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Self {
        let chosen = landmarks(vectors, keys);
        let vectors = vectors.select(Axis(0), &chosen);
        let ties = ties::ties(&nearest(vectors.view(), NEIGHBOURS));
        let settled = optimize::optimized(start::start(vectors.view()), &ties);
        Self {
            keys: chosen.iter().map(|&row| keys[row]).collect(),
            frame: LayoutFrame::around(&settled),
            vectors,
            settled,
        }
    }

    /// Returns where vectors lie; `None` for those of zeros, which say
    /// nothing, and for those that no landmark is near to. A place depends on
    /// its own vector and key only.
    pub fn places(&self, vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Vec<Option<Coordinates>> {
        let rows: Vec<_> = vectors.rows().into_iter().zip(keys).collect();
        let own: Vec<Option<usize>> = rows
            .par_iter()
            .map(|&(row, &key)| self.landmark(row, key))
            .collect();
        let others: Vec<usize> = (0..own.len()).filter(|&row| own[row].is_none()).collect();
        let near = nearest_among(
            vectors.select(Axis(0), &others).view(),
            self.vectors.view(),
            place::BESIDE,
        );
        let mut places: Vec<Option<Coordinates>> = own
            .into_iter()
            .map(|landmark| Some(self.frame.position(self.settled[landmark?])))
            .collect();
        for (row, near) in others.into_iter().zip(near) {
            let spot = place::among(&near, &self.settled);
            places[row] = spot.map(|spot| self.frame.jittered_position(spot, keys[row]));
        }
        places
    }

    /// Returns which landmark a vector is.
    fn landmark(&self, vector: ArrayView1<'_, f32>, key: u64) -> Option<usize> {
        let first = self.keys.partition_point(|&other| other < key);
        let alike = self.keys[first..].iter().take_while(|&&other| other == key);
        (first..first + alike.count()).find(|&at| self.vectors.row(at) == vector)
    }
}

#[cfg(test)]
mod tests;
