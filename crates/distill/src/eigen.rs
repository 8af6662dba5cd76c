//! Eigenvalues of symmetric matrices, by `nalgebra`.
//!
//! Milliseconds for n × n on two cores, the best of five, release build:
//!
//! | n | `nalgebra` | Householder and QL of our own | `linfa-linalg` | `faer` |
//! |---|---|---|---|---|
//! | 110 | 0.9 | 1.4 | 2.0 | 0.8 |
//! | 256 | 9 | 20 | 152 | 4 |
//! | 600 | 112 | 164 | 308 | 27 |
//!
//! All are orthogonal to 2e-14. `faer` gives other bits at another number of
//! threads unless it is held to one, and brings 68 crates instead of 16.

use nalgebra::{DMatrix, SymmetricEigen};
use ndarray::{Array1, Array2};

/// Returns the eigenvalues of a symmetric matrix, largest first, and their
/// vectors as columns.
pub fn symmetric_eigen(matrix: &Array2<f32>) -> (Array1<f64>, Array2<f32>) {
    let count = matrix.nrows();
    if count == 0 {
        return Default::default();
    }
    let cell = |row, column| f64::from(matrix[[row, column]]);
    let found = SymmetricEigen::new(DMatrix::from_fn(count, count, cell));
    let values = &found.eigenvalues;
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let vectors = Array2::from_shape_fn((count, count), |(row, column)| {
        found.eigenvectors[(row, order[column])] as f32
    });
    (order.iter().map(|&at| values[at]).collect(), vectors)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A symmetric matrix, always the same, of which a third is dependent.
    fn gram(count: usize) -> Array2<f32> {
        let rows = Array2::from_shape_fn((count * 2 / 3, count), |(row, column)| {
            ((row * 31 + column * column * 17) % 23) as f32 / 23.0 - 0.4
        });
        rows.t().dot(&rows)
    }

    #[test]
    fn vectors_keep_their_direction_and_stand_upright() {
        for count in [1, 2, 3, 40] {
            let matrix = gram(count);
            let (values, vectors) = symmetric_eigen(&matrix);
            let stretched = &vectors * &values.mapv(|value| value as f32);
            let scale = values[0].abs() as f32 + 1e-6;
            assert!(
                (matrix.dot(&vectors) - stretched)
                    .iter()
                    .all(|off| off.abs() < 1e-5 * scale)
            );
            let upright = vectors.t().dot(&vectors) - Array2::<f32>::eye(count);
            assert!(upright.iter().all(|off| off.abs() < 1e-5));
            assert!(
                values
                    .iter()
                    .zip(values.iter().skip(1))
                    .all(|(a, b)| a >= b)
            );
        }
    }

    #[test]
    fn a_matrix_of_zeros_has_zeros() {
        let (values, vectors) = symmetric_eigen(&Array2::zeros((3, 3)));
        assert_eq!(values, Array1::<f64>::zeros(3));
        assert_eq!(vectors, Array2::<f32>::eye(3));
    }

    #[test]
    fn a_matrix_of_nothing_has_no_directions() {
        assert_eq!(symmetric_eigen(&Array2::zeros((0, 0))).1.len(), 0);
    }
}
