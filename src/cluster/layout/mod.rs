//! Vectors in the plane: near each other when they speak of the same thing.
//!
//! Takes unit vectors and a key for each, which goes by its content; gives a
//! place in a square. Up to [`Layout::MOST`] vectors are laid out as UMAP does it
//! (McInnes, Healy and Melville 2018; `docs/methods.md`); of more, those with
//! the lowest keys are landmarks, and the others stand beside those they are
//! nearest to. What is near in the plane is near in meaning; how far apart two
//! heaps lie, and how large they are, says little.

mod umap;

use std::collections::BTreeSet;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use self::umap::tie_strengths;
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
        let ties = umap::ties(&nearest(vectors.view(), NEIGHBOURS));
        let settled = umap::optimized(umap::start(vectors.view()), &ties);
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
            BESIDE,
        );
        let mut places: Vec<Option<Coordinates>> = own
            .into_iter()
            .map(|landmark| Some(self.frame.position(self.settled[landmark?])))
            .collect();
        for (row, near) in others.into_iter().zip(near) {
            let spot = among(&near, &self.settled);
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

/// Returns the rows with the lowest keys, ascending, of equal vectors one and
/// none of zeros. Rows of one key stand in the order of their values.
fn landmarks(vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Vec<usize> {
    let values = |row: usize| -> Vec<u32> {
        let values = vectors.row(row).into_iter();
        values.map(|value| value.to_bits()).collect()
    };
    let mut order: Vec<usize> = (0..vectors.nrows()).collect();
    order.sort_by(|&a, &b| {
        let keys = keys[a].cmp(&keys[b]);
        keys.then_with(|| values(a).cmp(&values(b)))
    });
    let mut seen = BTreeSet::new();
    let says = |row: &usize| vectors.row(*row).iter().any(|&value| value != 0.0);
    let new = order
        .into_iter()
        .filter(says)
        .filter(|&row| seen.insert(values(row)));
    new.take(Layout::MOST).collect()
}

/// Landmarks that a vector is placed by.
const BESIDE: usize = 8;

/// From this cosine on, two vectors say the same.
const SAME: f32 = 1.0 - 1e-5;

/// How far from each other landmarks of one heap lie, before the frame.
const SAME_PLACE: f32 = 0.5;

/// Returns the place among the nearest landmarks (positions and cosines,
/// nearest first): the mean of those in the heap that pulls most. The mean of
/// all would often lie between heaps, where nothing is.
fn among(nearest: &[(u32, f32)], settled: &[Coordinates]) -> Option<Coordinates> {
    let (first, cosine) = *nearest.first()?;
    if cosine >= SAME {
        return Some(settled[first as usize]);
    }
    let pulls = tie_strengths(nearest);
    let spots = nearest.iter().map(|&(at, _)| settled[at as usize]);
    let near: Vec<(Coordinates, f32)> = spots.zip(pulls).collect();
    let heap = |at: Coordinates| -> f32 {
        let pulls = near.iter().map(|&(other, pull)| pull * together(at, other));
        pulls.sum()
    };
    let heaps = near.iter().map(|&(spot, _)| (spot, heap(spot)));
    let (middle, _) = heaps.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let weight = |spot, pull| pull * together(middle, spot).powi(4);
    let (mut sum, mut all) = ([0.0; 2], 0.0);
    for &(spot, pull) in &near {
        let weight = weight(spot, pull);
        sum[0] += weight * spot[0];
        sum[1] += weight * spot[1];
        all += weight;
    }
    Some(sum.map(|sum| sum / all))
}

/// Returns how much two places are of one heap, from 0 to 1.
fn together(one: Coordinates, other: Coordinates) -> f32 {
    let apart = [one[0] - other[0], one[1] - other[1]];
    SAME_PLACE * SAME_PLACE / (SAME_PLACE * SAME_PLACE + apart[0] * apart[0] + apart[1] * apart[1])
}

/// The share of points that lies inside the square's margin.
const INSIDE: f64 = 0.99;

/// Where the margin begins. In it what lies far out is drawn together.
const MARGIN: f32 = 0.95;

/// How far from its place a point is moved at most, so that points in one
/// place do not hide each other: this much of the room that each has…
const SHARE: f32 = 0.35;

/// …and not more than this.
const FARTHEST: f32 = 0.02;

/// A square laid around points.
#[derive(Clone, Copy, Debug)]
struct LayoutFrame {
    middle: Coordinates,
    /// What a unit of the plane is in the square.
    scale: f32,
    /// How far points are moved.
    beside: f32,
}

impl LayoutFrame {
    /// Lays a square around points: around the median, and wide enough for
    /// all but the outermost.
    fn around(spots: &[Coordinates]) -> Self {
        let middle = [0, 1].map(|axis| {
            let values = spots.iter().map(|spot| spot[axis]);
            quantile(values.collect(), 0.5)
        });
        let far = spots.iter().map(|spot| {
            let apart = [0, 1].map(|axis| (spot[axis] - middle[axis]).abs());
            apart[0].max(apart[1])
        });
        let reach = quantile(far.collect(), INSIDE);
        Self {
            middle,
            scale: if reach > 0.0 { MARGIN / reach } else { 0.0 },
            beside: (SHARE / (spots.len().max(1) as f32).sqrt()).min(FARTHEST),
        }
    }

    /// Returns where in the square a point is shown.
    fn position(&self, spot: Coordinates) -> Coordinates {
        [0, 1].map(|axis| compressed((spot[axis] - self.middle[axis]) * self.scale))
    }

    /// Returns the same, a little aside: where to goes by the key.
    fn jittered_position(&self, spot: Coordinates, key: u64) -> Coordinates {
        let aside = mixed(key);
        let asides = [aside >> 40, (aside >> 16) & 0xff_ffff];
        let shown = self.position(spot);
        [0, 1].map(|axis| {
            let share = asides[axis] as f32 / (1 << 23) as f32 - 1.0;
            (shown[axis] + self.beside * share).clamp(-1.0, 1.0)
        })
    }
}

/// Returns the value that a share of others is not above.
fn quantile(mut values: Vec<f32>, share: f64) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    let last = values.len().saturating_sub(1);
    let at = (last as f64 * share).ceil() as usize;
    values.get(at).copied().unwrap_or(0.0)
}

/// Returns a coordinate with what is outside the margin drawn into it: farther
/// out stays farther out.
fn compressed(at: f32) -> f32 {
    let outside = at.abs() - MARGIN;
    if outside <= 0.0 {
        return at;
    }
    let room = 1.0 - MARGIN;
    (MARGIN + room * outside / (room + outside)).copysign(at)
}

/// Returns a key with all its bits in all others (the end of `splitmix64`).
fn mixed(key: u64) -> u64 {
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

#[cfg(test)]
mod tests;
