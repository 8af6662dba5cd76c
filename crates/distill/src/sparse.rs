//! A matrix of mostly zeros: rows of (column, value), columns ascending.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// A sparse matrix by rows, with its transpose beside it so that both
/// products run in parallel and still add in a fixed order.
#[derive(Clone, Debug)]
pub struct Sparse {
    columns: usize,
    rows: Vec<Vec<(u32, f32)>>,
    transposed: Vec<Vec<(u32, f32)>>,
}

impl Sparse {
    /// Makes the matrix from its rows.
    pub fn new(rows: Vec<Vec<(u32, f32)>>, columns: usize) -> Self {
        let mut transposed = vec![Vec::new(); columns];
        for (index, row) in rows.iter().enumerate() {
            for &(column, value) in row {
                transposed[column as usize].push((index as u32, value));
            }
        }
        Self {
            columns,
            rows,
            transposed,
        }
    }

    /// Returns (rows, columns).
    pub fn shape(&self) -> (usize, usize) {
        (self.rows.len(), self.columns)
    }

    /// Returns the sum of squares of each column.
    pub fn squares(&self) -> Array1<f32> {
        let squares =
            |column: &Vec<(u32, f32)>| column.iter().map(|(_, value)| value * value).sum();
        self.transposed.iter().map(squares).collect()
    }

    /// Returns `self · right`, shape (rows, right's columns).
    pub fn dot(&self, right: ArrayView2<'_, f32>) -> Array2<f32> {
        product(&self.rows, right)
    }

    /// Returns `selfᵀ · right`, shape (columns, right's columns).
    pub fn transposed_dot(&self, right: ArrayView2<'_, f32>) -> Array2<f32> {
        product(&self.transposed, right)
    }
}

fn product(rows: &[Vec<(u32, f32)>], right: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut result = Array2::zeros((rows.len(), right.ncols()));
    result
        .axis_iter_mut(Axis(0))
        .into_par_iter()
        .zip(rows)
        .for_each(|(mut sum, row)| {
            for &(column, value) in row {
                sum.scaled_add(value, &right.row(column as usize));
            }
        });
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn products_are_those_of_the_dense_matrix() {
        let sparse = Sparse::new(vec![vec![(0, 1.0), (2, 2.0)], vec![(1, 3.0)]], 3);
        let dense = array![[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]];
        let right = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
        assert_eq!(sparse.dot(right.view()), dense.dot(&right));
        let left = array![[1.0], [2.0]];
        assert_eq!(sparse.transposed_dot(left.view()), dense.t().dot(&left));
    }
}
