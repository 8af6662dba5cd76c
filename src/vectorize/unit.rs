//! Vectors of length 1, so that their product is their cosine.

use ndarray::ArrayViewMut1;

/// Scales a vector to length 1, or to nothing if it points nowhere.
pub fn scale(row: &mut ArrayViewMut1<'_, f32>) {
    let length = row.dot(row).sqrt();
    if length > 1e-6 {
        *row /= length;
    } else {
        row.fill(0.0);
    }
}
