//! Where a vector lies that was not laid out itself: beside the landmarks
//! that are nearest to it.

use super::Coordinates;
use super::ties::tie_strengths;

/// Landmarks that a vector is placed by.
pub(super) const BESIDE: usize = 8;

/// From this cosine on, two vectors say the same.
const SAME: f32 = 1.0 - 1e-5;

/// How far from each other landmarks of one heap lie, before the frame.
const SAME_PLACE: f32 = 0.5;

/// Returns the place among the nearest landmarks (positions and cosines,
/// nearest first): the mean of those in the heap that pulls most. The mean of
/// all would often lie between heaps, where nothing is.
pub(super) fn among(nearest: &[(u32, f32)], settled: &[Coordinates]) -> Option<Coordinates> {
    let (first, cosine) = *nearest.first()?;
    if cosine >= SAME {
        return Some(settled[first as usize]);
    }
    let pulls = tie_strengths(nearest);
    let spots = nearest.iter().map(|&(at, _)| settled[at as usize]);
    let near: Vec<(Coordinates, f32)> = spots.zip(pulls).collect();
    let heap = |at: Coordinates| -> f32 {
        let pulls = near.iter().map(|&(other, pull)| pull * together(at, other));
        pulls.sum()
    };
    let heaps = near.iter().map(|&(spot, _)| (spot, heap(spot)));
    let (middle, _) = heaps.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let weight = |spot, pull| pull * together(middle, spot).powi(4);
    let (mut sum, mut all) = ([0.0; 2], 0.0);
    for &(spot, pull) in &near {
        let weight = weight(spot, pull);
        sum[0] += weight * spot[0];
        sum[1] += weight * spot[1];
        all += weight;
    }
    Some(sum.map(|sum| sum / all))
}

/// Returns how much two places are of one heap, from 0 to 1.
fn together(one: Coordinates, other: Coordinates) -> f32 {
    let apart = [one[0] - other[0], one[1] - other[1]];
    SAME_PLACE * SAME_PLACE / (SAME_PLACE * SAME_PLACE + apart[0] * apart[0] + apart[1] * apart[1])
}
