//! The directions in which vectors vary most.

use linfa_linalg::eigh::{EigSort, EighInto};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Slice};

/// Where vectors lie and in which directions they spread.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Principal {
    mean: Array1<f32>,
    /// Orthonormal columns, most variance first; shape (dimensions, kept).
    components: Array2<f32>,
}

impl Principal {
    /// Finds the `kept` leading principal components of rows.
    pub fn of(rows: ArrayView2<'_, f32>, kept: usize) -> Self {
        let mean = mean(rows);
        let centred = &rows - &mean;
        let (_, vectors) = symmetric_eigen(&centred.t().dot(&centred));
        let kept = kept.min(vectors.ncols());
        Self {
            mean,
            components: vectors.slice_axis(Axis(1), Slice::from(..kept)).to_owned(),
        }
    }

    /// Returns the number of components.
    pub fn kept(&self) -> usize {
        self.components.ncols()
    }

    /// Returns a vector's coordinates along the components.
    pub fn coordinates(&self, vector: ArrayView1<'_, f32>) -> Array1<f32> {
        self.components.t().dot(&(&vector - &self.mean))
    }

    /// Returns the coordinates of rows, shape (rows, kept).
    pub fn all_coordinates(&self, rows: ArrayView2<'_, f32>) -> Array2<f32> {
        (&rows - &self.mean).dot(&self.components)
    }
}

/// Returns the mean row, added up in double precision.
pub(super) fn mean(rows: ArrayView2<'_, f32>) -> Array1<f32> {
    let mut sum: Array1<f64> = Array1::zeros(rows.ncols());
    for row in rows.rows() {
        sum.zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
    }
    (sum / rows.nrows().max(1) as f64).mapv(|value| value as f32)
}

/// Returns the eigenvalues of a Gram matrix, largest first, and their vectors
/// as columns.
pub(super) fn symmetric_eigen(gram: &Array2<f32>) -> (Array1<f64>, Array2<f32>) {
    let (values, vectors) = gram
        .mapv(f64::from)
        .eigh_into()
        .expect("a Gram matrix is square and finite")
        .sort_eig_desc();
    (values, vectors.mapv(|value| value as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn points_on_a_line_vary_along_it() {
        let rows = array![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
        let principal = Principal::of(rows.view(), 1);
        let along = principal.all_coordinates(rows.view());
        assert!(((along[[2, 0]] - along[[0, 0]]).abs() - 8.0_f32.sqrt()).abs() < 1e-5);
    }
}
