//! Where vectors come to lie in the plane, as UMAP finds it (McInnes, Healy and
//! Melville 2018).
//!
//! Points start in the plane in which their vectors vary most, which keeps the
//! broad shape. Each holds on to its neighbours in the fuzzy graph: every vector
//! measures by a bandwidth of its own, so that a lonely one is tied as firmly to
//! its few as one in a crowd is to its many. Then a stochastic descent: a tie
//! pulls as often as it is strong, and with each pull come pushes away from
//! points drawn by lot. One thread and one seed: the same ties give the same
//! places.

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

/// A tie between two vectors, and how strong it is, up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tie {
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) strength: f32,
}

/// Halvings of the interval in which a bandwidth is looked for.
const HALVINGS: usize = 40;

/// A bandwidth is at least this share of the mean distance to the neighbours.
const LEAST_BANDWIDTH: f32 = 1e-3;

/// Cosines are not told apart more finely.
const FINEST: f32 = 1e-6;

/// Returns the ties of vectors to their nearest ones (positions and cosines,
/// nearest first), each pair once, in order.
pub(super) fn ties(nearest: &[Vec<(u32, f32)>]) -> Vec<Tie> {
    let mut ties: Vec<Tie> = nearest
        .iter()
        .enumerate()
        .flat_map(|(own, others)| directed_ties(own as u32, others))
        .collect();
    ties.sort_unstable_by_key(|tie| (tie.one, tie.other));
    ties.dedup_by(|again, kept| {
        let is_same = (again.one, again.other) == (kept.one, kept.other);
        if is_same {
            // Whether the one or the other holds on (McInnes' fuzzy union).
            kept.strength += again.strength - kept.strength * again.strength;
        }
        is_same
    });
    ties
}

/// Returns how firmly a vector holds each of its nearest ones: the nearest
/// with all its strength, all together with the logarithm of their number.
fn directed_ties(own: u32, others: &[(u32, f32)]) -> Vec<Tie> {
    let tie = |(&(other, _), strength): (&(u32, f32), f32)| Tie {
        one: own.min(other),
        other: own.max(other),
        strength,
    };
    others.iter().zip(tie_strengths(others)).map(tie).collect()
}

/// Returns how strong each of a vector's ties is, from 0 to 1.
pub(super) fn tie_strengths(others: &[(u32, f32)]) -> Vec<f32> {
    let distances: Vec<f32> = others
        .iter()
        .map(|&(_, cosine)| 1.0 - cosine.min(1.0))
        .collect();
    let Some(&first) = distances.first() else {
        return Vec::new();
    };
    let beyond: Vec<f32> = distances.iter().map(|distance| distance - first).collect();
    let bandwidth = bandwidth(&beyond);
    beyond
        .iter()
        .map(|beyond| (-beyond / bandwidth).exp())
        .collect()
}

/// Returns the bandwidth by which distances beyond the nearest add up, each as
/// exp(−distance / bandwidth), to the binary logarithm of their number.
fn bandwidth(beyond: &[f32]) -> f32 {
    let wanted = (beyond.len() as f32).log2();
    let mean = beyond.iter().sum::<f32>() / beyond.len() as f32;
    let least = (mean * LEAST_BANDWIDTH).max(FINEST);
    let (mut low, mut high) = (least, f32::INFINITY);
    let mut bandwidth = mean.max(least);
    for _ in 0..HALVINGS {
        let reached: f32 = beyond
            .iter()
            .map(|distance| (-distance / bandwidth).exp())
            .sum();
        if reached > wanted {
            high = bandwidth;
        } else {
            low = bandwidth;
        }
        bandwidth = if high < f32::INFINITY {
            f32::midpoint(low, high)
        } else {
            bandwidth * 2.0
        };
    }
    bandwidth
}

/// How near counts as near: 1 / (1 + a d^(2b)). With UMAP's least distance of
/// .1, a is 1.58 and b .9. A longer tail keeps more neighbours
/// (`docs/quality.md`), and with b = 3/4 the power is two roots.
const A: f32 = 1.6;
const B: f32 = 0.75;

/// Strangers that a point is pushed away from at each pull.
const NEGATIVE_SAMPLES: usize = 5;

/// The longest step along an axis.
const LONGEST: f32 = 4.0;

/// Keeps the forces between two points in one place finite.
const SOFT: f32 = 1e-3;

/// Rounds; steps become shorter from each to the next.
const ROUNDS: usize = 300;

/// Moves points from where they start until their ties hold and strangers
/// are apart.
pub(super) fn optimized(mut spots: Vec<Coordinates>, ties: &[Tie]) -> Vec<Coordinates> {
    let strongest = ties.iter().map(|tie| tie.strength).fold(0.0, f32::max);
    let untied = untied(spots.len(), ties);
    let mut due = vec![0.0; ties.len()];
    let mut random = Xoshiro256PlusPlus::seed_from_u64(0);
    for round in 0..ROUNDS {
        let step = 1.0 - round as f32 / ROUNDS as f32;
        for (tie, due) in ties.iter().zip(&mut due) {
            *due += tie.strength / strongest;
            if *due < 1.0 {
                continue;
            }
            *due -= 1.0;
            for (one, other) in [(tie.one, tie.other), (tie.other, tie.one)] {
                pull(&mut spots, one as usize, other as usize, step);
                push(&mut spots, one as usize, &mut random, step);
            }
        }
        for &one in &untied {
            push(&mut spots, one, &mut random, step);
        }
    }
    spots
}

/// Returns the points that nothing pulls. They are pushed all the same, so
/// that they do not lie in a heap they have nothing to do with.
fn untied(points: usize, ties: &[Tie]) -> Vec<usize> {
    let mut is_tied = vec![false; points];
    for tie in ties {
        is_tied[tie.one as usize] = true;
        is_tied[tie.other as usize] = true;
    }
    (0..points).filter(|&point| !is_tied[point]).collect()
}

/// Moves two points toward each other.
fn pull(spots: &mut [Coordinates], one: usize, other: usize, step: f32) {
    let apart = offset(spots[one], spots[other]);
    let square = squared_length(apart);
    let root = square.sqrt().sqrt();
    let force = 2.0 * A * B * root / ((SOFT + root * root) * (1.0 + A * root * root * root));
    for (axis, along) in apart.into_iter().enumerate() {
        let moved = step * (force * along).clamp(-LONGEST, LONGEST);
        spots[one][axis] -= moved;
        spots[other][axis] += moved;
    }
}

/// Moves a point away from some drawn by lot.
fn push(spots: &mut [Coordinates], one: usize, random: &mut Xoshiro256PlusPlus, step: f32) {
    let own = spots[one];
    let strangers: [Coordinates; NEGATIVE_SAMPLES] =
        std::array::from_fn(|_| spots[random_below(random, spots.len())]);
    let pushes = strangers.map(|stranger| {
        let apart = offset(own, stranger);
        let square = squared_length(apart);
        let root = square.sqrt().sqrt();
        let force = 2.0 * B / ((SOFT + square) * (1.0 + A * root * root * root));
        apart.map(|along| (force * along).clamp(-LONGEST, LONGEST))
    });
    for push in pushes {
        spots[one][0] += step * push[0];
        spots[one][1] += step * push[1];
    }
}

fn offset(one: Coordinates, other: Coordinates) -> Coordinates {
    [one[0] - other[0], one[1] - other[1]]
}

fn squared_length(apart: Coordinates) -> f32 {
    apart[0] * apart[0] + apart[1] * apart[1]
}

/// Draws a number below another.
fn random_below(random: &mut Xoshiro256PlusPlus, below: usize) -> usize {
    ((u128::from(random.next_u64()) * below as u128) >> 64) as usize
}
