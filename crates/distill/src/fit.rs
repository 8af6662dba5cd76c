//! Least squares on sparse counts, held toward a prior.

use ndarray::{Array1, Array2, Axis, Zip};
use rayon::prelude::*;

use crate::sparse::Sparse;

/// Returns the P + D that makes ‖X (P + D) − T‖² + λ ‖D‖² least: X the texts'
/// counts, T the teacher's vectors of them, P the prior.
///
/// Conjugate gradients (Hestenes and Stiefel 1952), each column for itself,
/// preconditioned by the diagonal (Jacobi): how often a piece is seen spans
/// five orders of magnitude, and this takes them out. A piece that is in no
/// text keeps its prior.
pub(crate) fn fitted(
    counts: &Sparse,
    teacher: &Array2<f32>,
    prior: &Array2<f32>,
    toward_prior: f32,
    rounds: usize,
    done: &(dyn Fn(usize) + Sync),
) -> Array2<f32> {
    let product = |step: &Array2<f32>| {
        let mut product = counts.transposed_dot(counts.dot(step.view()).view());
        product.scaled_add(toward_prior, step);
        product
    };
    let inverse = counts.squares().mapv(|sum| 1.0 / (sum + toward_prior));
    let inverse = inverse.insert_axis(Axis(1));
    let rest = teacher - &counts.dot(prior.view());
    let mut residual = counts.transposed_dot(rest.view());
    drop(rest);
    let mut fitted = prior.clone();
    let mut step = &residual * &inverse;
    let mut slope = column_dots(&residual, &step);
    for _ in 0..rounds {
        let image = product(&step);
        let length = ratio(&slope, &column_dots(&step, &image));
        add_scaled(&mut fitted, &step, &length, 1.0);
        add_scaled(&mut residual, &image, &length, -1.0);
        let conditioned = &residual * &inverse;
        let next = column_dots(&residual, &conditioned);
        let turn = ratio(&next, &slope);
        Zip::from(step.rows_mut())
            .and(conditioned.rows())
            .par_for_each(|mut step, conditioned| {
                Zip::from(&mut step)
                    .and(conditioned)
                    .and(&turn)
                    .for_each(|step, &conditioned, &turn| *step = conditioned + turn * *step);
            });
        slope = next;
        done(1);
    }
    fitted
}

/// Returns the number that brings `of` nearest to `to` when multiplied.
pub(crate) fn best_scale(of: &Array2<f32>, to: &Array2<f32>) -> f32 {
    (column_dots(of, to).sum() / column_dots(of, of).sum().max(1e-30)) as f32
}

/// Rows whose sums are made in one go; they are added in order, so that the
/// number of threads does not show.
const ROWS: usize = 1024;

fn column_dots(left: &Array2<f32>, right: &Array2<f32>) -> Array1<f64> {
    let parts: Vec<Array1<f64>> = left
        .axis_chunks_iter(Axis(0), ROWS)
        .into_par_iter()
        .zip(right.axis_chunks_iter(Axis(0), ROWS))
        .map(|(left, right)| {
            let mut sums = Array1::zeros(left.ncols());
            for (left, right) in left.rows().into_iter().zip(right.rows()) {
                Zip::from(&mut sums)
                    .and(left)
                    .and(right)
                    .for_each(|sum, &a, &b| *sum += f64::from(a) * f64::from(b));
            }
            sums
        })
        .collect();
    let zeros = Array1::zeros(left.ncols());
    parts.into_iter().fold(zeros, |sum, part| sum + part)
}

fn ratio(above: &Array1<f64>, below: &Array1<f64>) -> Array1<f32> {
    Zip::from(above)
        .and(below)
        .map_collect(|&above, &below| (above / (below + 1e-30)) as f32)
}

fn add_scaled(to: &mut Array2<f32>, what: &Array2<f32>, scales: &Array1<f32>, sign: f32) {
    Zip::from(to.rows_mut())
        .and(what.rows())
        .par_for_each(|mut to, what| {
            Zip::from(&mut to)
                .and(what)
                .and(scales)
                .for_each(|to, &what, &scale| *to += sign * scale * what);
        });
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_small_problem_is_solved_exactly() {
        let rows = vec![vec![(0, 1.0), (1, 2.0)], vec![(1, 1.0)], vec![(0, 3.0)]];
        let counts = Sparse::new(rows, 2);
        let teacher = array![[1.0, 0.0], [0.5, -1.0], [2.0, 1.0]];
        let prior = array![[0.1, 0.2], [-0.3, 0.4]];
        let found = fitted(&counts, &teacher, &prior, 0.5, 2, &|_| {});
        // XᵀX + λ = [[10.5, 2], [2, 5.5]] and Xᵀ(T − XP), solved by hand.
        let dense = array![[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]];
        let right: Array2<f32> = dense.t().dot(&(&teacher - &dense.dot(&prior)));
        let determinant = 10.5 * 5.5 - 4.0;
        let inverse = array![[5.5, -2.0], [-2.0, 10.5]] / determinant;
        let expected = &prior + &inverse.dot(&right);
        assert!(
            (&found - &expected).iter().all(|error| error.abs() < 1e-5),
            "{found}"
        );
    }

    #[test]
    fn a_piece_in_no_text_keeps_its_prior() {
        let counts = Sparse::new(vec![vec![(0, 1.0)], vec![(0, 1.0), (1, 1.0)]], 3);
        let teacher = array![[1.0], [2.0]];
        let prior = array![[0.0], [0.0], [7.0]];
        let found = fitted(&counts, &teacher, &prior, 0.1, 9, &|_| {});
        assert_eq!(found.row(2), prior.row(2));
        assert_ne!(found.row(1), prior.row(1));
    }
}
