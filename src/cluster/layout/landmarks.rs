//! Which vectors are laid out themselves.

use std::collections::BTreeSet;

use ndarray::ArrayView2;

use super::Layout;

/// Returns the rows with the lowest keys, ascending, of equal vectors one and
/// none of zeros. Rows of one key stand in the order of their values.
pub(super) fn landmarks(vectors: ArrayView2<'_, f32>, keys: &[u64]) -> Vec<usize> {
    let values = |row: usize| -> Vec<u32> {
        let values = vectors.row(row).into_iter();
        values.map(|value| value.to_bits()).collect()
    };
    let mut order: Vec<usize> = (0..vectors.nrows()).collect();
    order.sort_by(|&a, &b| {
        let keys = keys[a].cmp(&keys[b]);
        keys.then_with(|| values(a).cmp(&values(b)))
    });
    let mut seen = BTreeSet::new();
    let says = |row: &usize| vectors.row(*row).iter().any(|&value| value != 0.0);
    let new = order
        .into_iter()
        .filter(says)
        .filter(|&row| seen.insert(values(row)));
    new.take(Layout::MOST).collect()
}
