//! Ridge regression.

use linfa_linalg::cholesky::SolveC;
use ndarray::{Array1, Array2, Axis};

/// Returns the map M that makes Σ w ‖f M − t‖² + λ ‖M‖² least, f and t the rows
/// of `from` and `to` and w their weights, 1 where none are given (Hoerl and
/// Kennard 1970). Shape (columns of `from`, columns of `to`).
pub fn ridge(
    from: &Array2<f32>,
    to: &Array2<f32>,
    weights: Option<Array1<f32>>,
    strength: f64,
) -> Array2<f32> {
    let weighted = match weights {
        Some(weights) => from * &weights.insert_axis(Axis(1)),
        None => from.clone(),
    };
    let mut gram = weighted.t().dot(from).mapv(f64::from);
    for value in gram.diag_mut() {
        *value += strength;
    }
    let right = weighted.t().dot(to).mapv(f64::from);
    let map = gram
        .solvec(&right)
        .expect("a ridge makes the matrix positive definite");
    map.mapv(|value| value as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_map_is_found_and_a_stronger_ridge_makes_it_smaller() {
        let from = array![[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];
        let truth = array![[2.0, -1.0], [0.5, 3.0]];
        let to = from.dot(&truth);
        let found = ridge(&from, &to, None, 1e-6);
        assert!((&found - &truth).iter().all(|far| far.abs() < 1e-4));
        // One column, by hand: (3 · 2 · 2) / (3 · 2 · 2 + 12) = 1/2.
        let small = ridge(&array![[2.0]], &array![[2.0]], Some(array![3.0]), 12.0);
        assert!((small[[0, 0]] - 0.5).abs() < 1e-6);
    }
}
