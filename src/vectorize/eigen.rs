//! Eigenvalues of symmetric matrices.
//!
//! Householder's reduction to three diagonals, then QL with implicit shifts
//! (Bowdler, Martin, Reinsch and Wilkinson 1968), with the vectors kept as
//! rows so that all inner loops run along memory.

use ndarray::{Array1, Array2, aview1};
use rayon::prelude::*;

/// Sweeps after which an eigenvalue counts as found; two are usual.
const PATIENCE: usize = 60;

/// Returns the eigenvalues of a symmetric matrix, largest first, and their
/// vectors as columns.
pub(super) fn symmetric_eigen(matrix: &Array2<f32>) -> (Array1<f64>, Array2<f32>) {
    let rows = matrix.rows().into_iter();
    let rows = rows.map(|row| row.iter().map(|&value| f64::from(value)).collect());
    let mut reduced = Reduced::of(rows.collect());
    let mut vectors = reduced.diagonalised();
    vectors
        .par_iter_mut()
        .for_each(|vector| reduced.unmirror(vector));
    let values = &reduced.diagonal;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let vectors = Array2::from_shape_fn(matrix.raw_dim(), |(row, column)| {
        vectors[order[column]][row] as f32
    });
    (order.iter().map(|&at| values[at]).collect(), vectors)
}

/// A matrix of three diagonals, and the mirrors that made it so.
struct Reduced {
    diagonal: Vec<f64>,
    /// Beside the diagonal; one zero more than there are places.
    beside: Vec<f64>,
    /// From which row on a mirror acts, its vector v, and 2 / v·v.
    mirrors: Vec<(usize, Vec<f64>, f64)>,
}

impl Reduced {
    fn of(mut rows: Vec<Vec<f64>>) -> Self {
        let count = rows.len();
        let mut reduced = Self {
            diagonal: Vec::with_capacity(count),
            beside: vec![0.0; count],
            mirrors: Vec::with_capacity(count),
        };
        for at in 0..count {
            reduced.diagonal.push(rows[at][at]);
            let mut mirror = rows[at][at + 1..].to_vec();
            let Some(first) = mirror.first_mut() else {
                break;
            };
            let length = dot(&rows[at][at + 1..], &rows[at][at + 1..]).sqrt();
            let image = if *first > 0.0 { -length } else { length };
            *first -= image;
            reduced.beside[at] = image;
            let square = dot(&mirror, &mirror);
            if square > 0.0 {
                reflect(&mut rows, at + 1, &mirror, 2.0 / square);
                reduced.mirrors.push((at + 1, mirror, 2.0 / square));
            }
        }
        reduced
    }

    /// Turns a vector of the three diagonals into one of the matrix.
    fn unmirror(&self, vector: &mut [f64]) {
        for (first, mirror, scale) in self.mirrors.iter().rev() {
            let rest = &mut vector[*first..];
            let along = scale * dot(rest, mirror);
            add(rest, -along, mirror);
        }
    }

    /// Leaves the eigenvalues on the diagonal and returns their vectors, as
    /// rows, before the mirrors.
    fn diagonalised(&mut self) -> Vec<Vec<f64>> {
        let count = self.diagonal.len();
        let mut vectors = vec![vec![0.0; count]; count];
        for (at, vector) in vectors.iter_mut().enumerate() {
            vector[at] = 1.0;
        }
        let (mut shifted, mut largest) = (0.0, 0.0_f64);
        for at in 0..count {
            largest = largest.max(self.diagonal[at].abs() + self.beside[at].abs());
            let small = f64::EPSILON * largest;
            let is_small = |value: &f64| value.abs() <= small;
            for _ in 0..PATIENCE {
                let rest = &self.beside[at..];
                let end = at + rest.iter().position(is_small).unwrap_or(rest.len() - 1);
                if end == at {
                    break;
                }
                shifted += self.shift(at);
                self.sweep(at, end, &mut vectors);
            }
            self.diagonal[at] += shifted;
            self.beside[at] = 0.0;
        }
        vectors
    }

    fn shift(&mut self, at: usize) -> f64 {
        let (diagonal, beside) = (&mut self.diagonal, self.beside[at]);
        let before = diagonal[at];
        let half = (diagonal[at + 1] - before) / (2.0 * beside);
        let turned = half + half.hypot(1.0).copysign(half);
        diagonal[at] = beside / turned;
        diagonal[at + 1] = beside * turned;
        let shift = before - diagonal[at];
        for value in &mut diagonal[at + 2..] {
            *value -= shift;
        }
        shift
    }

    /// Turns neighbouring rows into each other, from `end` up to `at`.
    fn sweep(&mut self, at: usize, end: usize, vectors: &mut [Vec<f64>]) {
        let (diagonal, beside) = (&mut self.diagonal, &mut self.beside);
        let (next, after) = (diagonal[at + 1], beside[at + 1]);
        let mut value = diagonal[end];
        let (mut cos, mut cos_before, mut cos_earlier) = (1.0, 1.0, 1.0);
        let (mut sin, mut sin_before) = (0.0, 0.0);
        for row in (at..end).rev() {
            (cos_earlier, cos_before, sin_before) = (cos_before, cos, sin);
            let (off, on) = (cos * beside[row], cos * value);
            let length = value.hypot(beside[row]);
            beside[row + 1] = sin * length;
            (sin, cos) = (beside[row] / length, value / length);
            value = cos * diagonal[row] - sin * off;
            diagonal[row + 1] = on + sin * (cos * off + sin * diagonal[row]);
            let (ones, others) = vectors.split_at_mut(row + 1);
            for (one, other) in ones[row].iter_mut().zip(&mut others[0]) {
                (*one, *other) = (cos * *one - sin * *other, sin * *one + cos * *other);
            }
        }
        value = -sin * sin_before * cos_earlier * after * beside[at] / next;
        beside[at] = sin * value;
        diagonal[at] = cos * value;
    }
}

/// Mirrors a symmetric matrix from a row and column on, on both sides.
fn reflect(rows: &mut [Vec<f64>], first: usize, mirror: &[f64], scale: f64) {
    let rest = &mut rows[first..];
    let mut image: Vec<f64> = rest
        .iter()
        .map(|row| scale * dot(&row[first..], mirror))
        .collect();
    let along = scale / 2.0 * dot(&image, mirror);
    add(&mut image, -along, mirror);
    for (at, row) in rest.iter_mut().enumerate() {
        add(&mut row[first..], -mirror[at], &image);
        add(&mut row[first..], -image[at], mirror);
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    aview1(a).dot(&aview1(b))
}

fn add(sum: &mut [f64], factor: f64, values: &[f64]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += factor * value;
    }
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
}
