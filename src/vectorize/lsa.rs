//! Latent semantic analysis: TF-IDF vectors in the few directions that matter.
//!
//! The right singular vectors come from subspace iteration (Halko, Martinsson
//! and Tropp 2011, algorithm 4.4) on a fixed random start, so that the same
//! corpus gives the same bits.

use motif_distill::{Sparse, gram, symmetric_eigen};
use ndarray::{Array2, ArrayViewMut1, Axis, Slice};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use serde::{Deserialize, Serialize};

/// How often the subspace is passed through the matrix. TF-IDF spectra fall
/// slowly; four passes settle the leading directions to a few digits.
const PASSES: usize = 4;

/// Directions carried beside those wanted, which makes the wanted ones exact.
const SPARE: usize = 10;

/// The leading directions of a corpus' TF-IDF vectors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Lsa {
    /// Right singular vectors, shape (terms, dimensions).
    basis: Array2<f32>,
}

impl Lsa {
    /// Finds at most `dimensions` leading directions of a matrix of shape
    /// (utterances, terms).
    pub(super) fn new(matrix: &Sparse, dimensions: usize) -> Self {
        let (rows, columns) = matrix.shape();
        let wanted = dimensions.min(rows).min(columns);
        let width = (wanted + SPARE).min(rows).min(columns);
        if width == 0 {
            return Self {
                basis: Array2::zeros((columns, 0)),
            };
        }
        let mut subspace = noise(columns, width);
        for _ in 0..PASSES {
            let image = matrix.transposed_dot(matrix.dot(subspace.view()).view());
            subspace = orthonormal(&image);
        }
        let image = matrix.dot(subspace.view());
        let (_, rotation) = symmetric_eigen(&gram(image.view()));
        let kept = rotation.ncols().min(wanted);
        let basis = subspace.dot(&rotation.slice_axis(Axis(1), Slice::from(..kept)));
        Self {
            basis: settled_signs(basis),
        }
    }

    /// Returns the number of directions.
    pub(super) fn dimensions(&self) -> usize {
        self.basis.ncols()
    }

    /// Adds a sparse vector's coordinates, not scaled.
    pub(super) fn add(&self, vector: &[(u32, f32)], sum: &mut ArrayViewMut1<'_, f32>) {
        for &(term, value) in vector {
            sum.scaled_add(value, &self.basis.row(term as usize));
        }
    }
}

/// Random numbers between −1 and 1, always the same.
fn noise(rows: usize, columns: usize) -> Array2<f32> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(0x006d_6f74_6966);
    Array2::from_shape_simple_fn((rows, columns), || {
        (random.next_u32() as f32 / u32::MAX as f32) * 2.0 - 1.0
    })
}

/// Returns an orthonormal basis of the columns' span: M V Λ^(−½) with
/// MᵀM = V Λ Vᵀ, twice, since once loses digits where Λ falls steeply.
fn orthonormal(matrix: &Array2<f32>) -> Array2<f32> {
    let once = whitened(matrix);
    whitened(&once)
}

fn whitened(matrix: &Array2<f32>) -> Array2<f32> {
    let (values, vectors) = symmetric_eigen(&gram(matrix.view()));
    let largest = values.first().copied().unwrap_or(0.0);
    let kept = values
        .iter()
        .take_while(|&&value| value > largest * 1e-10 && value > 0.0)
        .count();
    let scales = values
        .slice_axis(Axis(0), Slice::from(..kept))
        .mapv(|value| (1.0 / value.sqrt()) as f32);
    matrix.dot(&vectors.slice_axis(Axis(1), Slice::from(..kept))) * &scales.insert_axis(Axis(0))
}

/// A singular vector's sign is arbitrary; its largest entry is made positive.
fn settled_signs(mut basis: Array2<f32>) -> Array2<f32> {
    for mut direction in basis.columns_mut() {
        let largest = direction.iter().copied().fold(0.0_f32, |best, value| {
            if value.abs() > best.abs() {
                value
            } else {
                best
            }
        });
        if largest < 0.0 {
            direction.mapv_inplace(|value| -value);
        }
    }
    basis
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_topics_give_two_directions() {
        let rows = vec![
            vec![(0, 1.0), (1, 1.0)],
            vec![(0, 1.0), (1, 1.0)],
            vec![(0, 1.0), (1, 0.9)],
            vec![(2, 1.0), (3, 1.0)],
            vec![(2, 1.0), (3, 0.9)],
        ];
        let lsa = Lsa::new(&Sparse::new(rows.clone(), 4), 2);
        let coordinates = |row: usize| {
            let mut sum = ndarray::Array1::zeros(lsa.dimensions());
            lsa.add(&rows[row], &mut sum.view_mut());
            sum
        };
        let cosine = |a: usize, b: usize| {
            let (a, b) = (coordinates(a), coordinates(b));
            a.dot(&b) / (a.dot(&a) * b.dot(&b)).sqrt()
        };
        assert!(cosine(0, 2) > 0.99);
        assert!(cosine(0, 3).abs() < 0.01);
    }

    #[test]
    fn an_empty_corpus_has_no_directions() {
        assert_eq!(Lsa::new(&Sparse::new(vec![], 0), 5).dimensions(), 0);
    }
}
