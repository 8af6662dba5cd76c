//! Where points come to rest when ties pull and strangers push.
//!
//! The stochastic descent of UMAP: a tie pulls as often as it is strong, and
//! with each pull come pushes away from points drawn by lot. One thread and
//! one seed: the same ties give the same places.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::Coordinates;
use super::ties::Tie;

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
