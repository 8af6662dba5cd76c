//! Numbers drawn by a seeded generator, for what is found by drawing.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::RngCore;

/// Draws from between 0 and 1, both left out.
pub(super) fn unit(rng: &mut Xoshiro256PlusPlus) -> f64 {
    ((rng.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

/// Draws from the standard normal distribution (Box and Muller 1958).
pub(super) fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (-2.0 * unit(rng).ln()).sqrt() * (std::f64::consts::TAU * unit(rng)).cos()
}
