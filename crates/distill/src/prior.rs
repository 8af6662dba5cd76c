//! What a piece's vector is before any text was read.

use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate};

use crate::ridge::ridge;

/// Where a piece of this share of all words is worth half of a rare one
/// (the smooth inverse frequency of Arora et al. 2017).
const HALF_WORTH: f32 = 1e-4;

/// Returns how much a piece says by how rare it is: vocabularies are sorted
/// by frequency, and by Zipf's law the share of rank r of V is 1 / (r ln V).
pub(crate) fn rarity(pieces: usize) -> Array1<f32> {
    let ln = (pieces.max(3) as f32).ln();
    (0..pieces)
        .map(|rank| HALF_WORTH / (HALF_WORTH + 1.0 / ((rank + 1) as f32 * ln)))
        .collect()
}

/// Returns rows minus their mean.
pub(crate) fn centred(rows: ArrayView2<'_, f32>) -> Array2<f32> {
    match rows.mean_axis(Axis(0)) {
        Some(mean) => &rows - &mean,
        None => rows.to_owned(),
    }
}

/// A piece seen in fewer texts teaches nothing about how priors are wrong.
const SEEN: u32 = 10;

/// A piece seen in more texts than this teaches no more.
const MOST_SEEN: u32 = 200;

/// How strongly the map is held toward zero, in pieces.
const RIDGE: f64 = 30.0;

/// Learns, from pieces that were seen, the linear map from what the model
/// says to a piece alone (its direction, and how rare it is) to the vector
/// that was fitted to it; returns what the map gives for every piece.
///
/// Where texts say little the fit changes little: without this, pieces the
/// texts lack would keep another scale than those they have.
pub(crate) fn repaired(alone: &Array2<f32>, fitted: &Array2<f32>, seen: &[u32]) -> Array2<f32> {
    let features = features(alone);
    let taught: Vec<usize> = (0..seen.len()).filter(|&at| seen[at] >= SEEN).collect();
    let (from, to) = (
        features.select(Axis(0), &taught),
        fitted.select(Axis(0), &taught),
    );
    let weights: Array1<f32> = taught
        .iter()
        .map(|&at| seen[at].min(MOST_SEEN) as f32)
        .collect();
    features.dot(&ridge(&from, &to, Some(weights), RIDGE))
}

/// Direction, direction times rarity, rarity, and one.
fn features(alone: &Array2<f32>) -> Array2<f32> {
    let lengths = alone
        .map_axis(Axis(1), |row| row.dot(&row).sqrt().max(1e-12))
        .insert_axis(Axis(1));
    let directions = alone / &lengths;
    // Ranks 30 to 30,000 come to lie between −3 and 1.
    let rarity: Array1<f32> = (0..alone.nrows())
        .map(|rank| ((rank as f32 + 2.0).ln() - 9.0) / 2.0)
        .collect();
    let rarity = rarity.insert_axis(Axis(1));
    let ones = Array2::ones((alone.nrows(), 1));
    let rare = &directions * &rarity;
    let parts = [directions.view(), rare.view(), ones.view(), rarity.view()];
    concatenate(Axis(1), &parts).expect("all parts have one row a piece")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rarer_piece_says_more() {
        let rarity = rarity(30_000);
        assert!(rarity[0] < 0.01 && rarity[29_999] > 0.5);
        assert!(rarity.windows(2).into_iter().all(|pair| pair[0] < pair[1]));
    }
}
