//! The directions in which vectors vary most.

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use rayon::prelude::*;

use crate::eigen::symmetric_eigen;

/// Rows that one thread multiplies before it looks for more.
const ROWS_AT_ONCE: usize = 2048;

/// Where vectors lie and in which directions they spread.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Principal {
    mean: Array1<f32>,
    /// Orthonormal columns, most variance first; shape (dimensions, kept).
    components: Array2<f32>,
}

impl Principal {
    /// Finds the `kept` leading principal components of rows.
    pub fn new(rows: ArrayView2<'_, f32>, kept: usize) -> Self {
        let mean = mean(rows);
        let (_, vectors) = symmetric_eigen(&gram((&rows - &mean).view()));
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

    /// Returns the components as orthonormal columns, most variance first.
    pub fn components(&self) -> &Array2<f32> {
        &self.components
    }

    /// Returns the coordinates of rows, shape (rows, kept).
    pub fn all_coordinates(&self, rows: ArrayView2<'_, f32>) -> Array2<f32> {
        (&rows - &self.mean).dot(&self.components)
    }
}

/// Returns rowsᵀ · rows, added up in one order however many threads there are.
pub fn gram(rows: ArrayView2<'_, f32>) -> Array2<f32> {
    let parts: Vec<Array2<f32>> = rows
        .axis_chunks_iter(Axis(0), ROWS_AT_ONCE)
        .into_par_iter()
        .map(|rows| rows.t().dot(&rows))
        .collect();
    let nothing = Array2::zeros((rows.ncols(), rows.ncols()));
    parts.iter().fold(nothing, |sum, part| sum + part)
}

/// Returns the mean row, added up in double precision.
pub fn mean(rows: ArrayView2<'_, f32>) -> Array1<f32> {
    let mut sum: Array1<f64> = Array1::zeros(rows.ncols());
    for row in rows.rows() {
        sum.zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
    }
    (sum / rows.nrows().max(1) as f64).mapv(|value| value as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn points_on_a_line_vary_along_it() {
        let rows = array![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
        let principal = Principal::new(rows.view(), 1);
        let along = principal.all_coordinates(rows.view());
        assert!(((along[[2, 0]] - along[[0, 0]]).abs() - 8.0_f32.sqrt()).abs() < 1e-5);
    }
}
