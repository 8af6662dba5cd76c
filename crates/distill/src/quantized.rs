//! Vectors in 8 bits, with one scale a vector.
//!
//! The rounding moves a vector by less than a hundredth of its length, and
//! keeps a quarter of the room.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// Vectors in 8 bits.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounded {
    /// Row after row.
    pub values: Vec<i8>,
    /// What a row's values are multiplied with.
    pub scales: Vec<f32>,
}

impl Rounded {
    /// Rounds the rows of a matrix.
    pub fn new(rows: ArrayView2<'_, f32>) -> Self {
        let mut rounded = Self {
            values: Vec::with_capacity(rows.len()),
            scales: Vec::with_capacity(rows.nrows()),
        };
        for row in rows.rows() {
            let (scale, values) = rounded_row(row);
            rounded.scales.push(scale);
            rounded.values.extend(values);
        }
        rounded
    }

    /// Returns the vectors as they read after rounding.
    pub fn table(&self) -> Array2<f32> {
        let columns = self.values.len() / self.scales.len().max(1);
        let values = self.values.iter().map(|&value| f32::from(value)).collect();
        let table = Array2::from_shape_vec((self.scales.len(), columns), values);
        let scales = Array1::from(self.scales.clone()).insert_axis(Axis(1));
        table.expect("every row has as many values") * scales
    }
}

/// Returns the scale of a vector, and its values in 8 bits: each times the scale
/// is near what it was.
pub fn rounded_row(row: ArrayView1<'_, f32>) -> (f32, impl Iterator<Item = i8>) {
    let largest = row
        .iter()
        .fold(0.0_f32, |most, value| most.max(value.abs()));
    let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
    let values = row
        .into_iter()
        .map(move |value| (value / scale).round() as i8);
    (scale, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn rounding_moves_no_value_by_more_than_half_a_step() {
        let rows = array![[0.5, -0.25, 0.1], [0.0, 0.0, 0.0], [1e-3, 2e-3, -4e-3]];
        let rounded = Rounded::new(rows.view());
        for ((before, after), scale) in rows
            .rows()
            .into_iter()
            .zip(rounded.table().rows())
            .zip(&rounded.scales)
        {
            for (before, after) in before.iter().zip(after) {
                assert!((before - after).abs() <= scale * 0.501);
            }
        }
    }

    #[test]
    fn rounding_twice_is_rounding_once() {
        let once = Rounded::new(array![[0.3, -0.2, 0.123]].view());
        assert_eq!(Rounded::new(once.table().view()).values, once.values);
    }
}
