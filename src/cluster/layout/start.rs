//! Where points start: what they settle into keeps its broad shape.

use ndarray::ArrayView2;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::Coordinates;
use crate::vectorize::Principal;

/// How far out points start.
const BREADTH: f32 = 10.0;

/// By how much of that points that would start in one place do not.
const ASIDE: f32 = 1e-3;

/// Returns where points start: in the plane in which their vectors vary most.
/// (The spectral layout of their graph did no better, and falls together
/// where the graph falls apart.)
pub(super) fn start(vectors: ArrayView2<'_, f32>) -> Vec<Coordinates> {
    let plane = Principal::new(vectors, 2).all_coordinates(vectors);
    let widest = plane.iter().fold(0.0_f32, |most, at| most.max(at.abs()));
    let scale = if widest > 0.0 { BREADTH / widest } else { 0.0 };
    let mut random = Xoshiro256PlusPlus::seed_from_u64(0);
    let mut aside = || (random.next_u32() as f32 / u32::MAX as f32 - 0.5) * ASIDE * BREADTH;
    (0..vectors.nrows())
        .map(|row| {
            let at = |axis| plane.get((row, axis)).map_or(0.0, |at| at * scale);
            [at(0) + aside(), at(1) + aside()]
        })
        .collect()
}
