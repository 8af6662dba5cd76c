//! What a cluster falls into when it is looked at more closely.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::communities::communities;
use super::neighbours::{Graph, scale};
use super::tree::Tree;

/// The parts of clusters: a centre each, the largest of a cluster first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClusterParts {
    /// Unit length; the parts of one cluster stand together.
    centres: Vec<Array1<f32>>,
    /// Where the parts of each cluster begin, and where the last ones end.
    starts: Vec<usize>,
}

/// A part has at least this many vectors, and this share of its cluster.
const LEAST: usize = 6;
const LEAST_SHARE: f64 = 0.08;

/// Parts of a cluster, at most.
const MOST: usize = 6;

/// Vectors of a cluster that its parts are found from.
const ENOUGH: usize = 2_000;

/// Resolution of modularity inside a cluster.
const RESOLUTION: f64 = 0.8;

impl ClusterParts {
    /// Divides clusters by the communities of their own neighbour graphs.
    ///
    /// `vectors` has shape (vectors, dimensions), each of unit length;
    /// `of_vector` is the cluster of each, below `clusters`.
    pub fn new(vectors: ArrayView2<'_, f32>, of_vector: &[Option<usize>], clusters: usize) -> Self {
        let mut members = vec![Vec::new(); clusters];
        for (vector, cluster) in of_vector.iter().enumerate() {
            if let Some(cluster) = *cluster {
                members[cluster].push(vector);
            }
        }
        let divided: Vec<Vec<Array1<f32>>> = members
            .par_iter()
            .map(|members| divided(vectors.select(Axis(0), &thinned(members)).view()))
            .collect();
        let mut parts = Self {
            centres: Vec::new(),
            starts: vec![0],
        };
        for centres in divided {
            parts.push(centres);
        }
        parts
    }

    /// Adds a cluster that has these parts.
    pub fn push(&mut self, centres: Vec<Array1<f32>>) {
        self.centres.extend(centres);
        self.starts.push(self.centres.len());
    }

    /// Returns how many parts a cluster has, at least one.
    pub fn count(&self, cluster: usize) -> usize {
        self.range(cluster).len().max(1)
    }

    /// Returns which part of its cluster a vector is nearest to, from 0.
    pub fn nearest(&self, cluster: usize, vector: ArrayView1<'_, f32>) -> usize {
        nearest(&self.centres[self.range(cluster)], vector)
    }

    fn range(&self, cluster: usize) -> Range<usize> {
        self.starts[cluster]..self.starts[cluster + 1]
    }
}

/// Every so many of the members, where they are more than are needed.
fn thinned(members: &[usize]) -> Vec<usize> {
    let step = members.len().div_ceil(ENOUGH).max(1);
    members.iter().copied().step_by(step).collect()
}

/// Returns the centres of the parts of one cluster, the largest first.
fn divided(vectors: ArrayView2<'_, f32>) -> Vec<Array1<f32>> {
    let count = vectors.nrows();
    let least = LEAST.max((count as f64 * LEAST_SHARE).ceil() as usize);
    if count < 2 * least {
        return centres(vectors, &vec![0; count]);
    }
    let groups = communities(&Graph::new(vectors), RESOLUTION);
    let large = centres_of_large(vectors, &groups, least);
    if large.len() < 2 {
        return centres(vectors, &vec![0; count]);
    }
    let stacked = Array2::from_shape_fn((large.len(), vectors.ncols()), |(row, column)| {
        large[row][column]
    });
    let joined = Tree::by_average(stacked.view()).cut(MOST.min(large.len()));
    let own: Vec<usize> = vectors
        .rows()
        .into_iter()
        .map(|vector| joined[nearest(&large, vector)])
        .collect();
    centres_of_large(vectors, &own, 1)
}

/// Returns which centre a vector is nearest to, the first of equals.
fn nearest(centres: &[Array1<f32>], vector: ArrayView1<'_, f32>) -> usize {
    let mut best = (0, f32::MIN);
    for (at, centre) in centres.iter().enumerate() {
        let cosine = centre.dot(&vector);
        if cosine > best.1 {
            best = (at, cosine);
        }
    }
    best.0
}

/// Returns the centres of groups of at least a size, the largest first.
fn centres_of_large(
    vectors: ArrayView2<'_, f32>,
    groups: &[usize],
    least: usize,
) -> Vec<Array1<f32>> {
    let count = groups.iter().max().map_or(0, |most| most + 1);
    let mut sizes = vec![0_usize; count];
    for &group in groups {
        sizes[group] += 1;
    }
    let all = centres(vectors, groups);
    let mut order: Vec<usize> = (0..count).filter(|&group| sizes[group] >= least).collect();
    order.sort_by_key(|&group| (std::cmp::Reverse(sizes[group]), group));
    order.into_iter().map(|group| all[group].clone()).collect()
}

fn centres(vectors: ArrayView2<'_, f32>, groups: &[usize]) -> Vec<Array1<f32>> {
    let count = groups.iter().max().map_or(0, |most| most + 1);
    let mut sums = vec![Array1::zeros(vectors.ncols()); count];
    for (vector, &group) in vectors.rows().into_iter().zip(groups) {
        sums[group] += &vector;
    }
    for sum in &mut sums {
        scale(&mut sum.view_mut());
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two bundles of ten directions in one cluster, and a small other one.
    fn bundles() -> (Array2<f32>, Vec<Option<usize>>) {
        let vectors = Array2::from_shape_fn((24, 3), |(row, axis)| {
            let main = usize::from(row >= 10) + usize::from(row >= 20);
            if axis == main {
                1.0
            } else {
                0.01 * (row % 5) as f32
            }
        });
        let of = (0..24).map(|row| Some(usize::from(row >= 20))).collect();
        let mut vectors = vectors;
        for mut row in vectors.rows_mut() {
            scale(&mut row);
        }
        (vectors, of)
    }

    #[test]
    fn a_cluster_of_two_bundles_has_two_parts_and_a_small_one_is_whole() {
        let (vectors, of) = bundles();
        let parts = ClusterParts::new(vectors.view(), &of, 2);
        assert_eq!((parts.count(0), parts.count(1)), (2, 1));
        let part = |row: usize| parts.nearest(0, vectors.row(row));
        assert!((0..10).all(|row| part(row) == part(0)));
        assert!((10..20).all(|row| part(row) != part(0)));
    }
}
