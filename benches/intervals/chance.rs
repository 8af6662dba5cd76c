//! Random numbers that are the same in every run.

use motif::feedback::Group;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

pub(crate) struct Chance(Xoshiro256PlusPlus);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// Returns a number from 0 to 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.share() * end as f64) as usize
    }

    /// Returns whether something that likely happens.
    pub(crate) fn happens(&mut self, likely: f64) -> bool {
        self.share() < likely
    }

    pub(crate) fn group(&mut self, mix: [f64; 3]) -> Group {
        match self.share() {
            at if at < mix[0] => Group::Promoter,
            at if at < mix[0] + mix[1] => Group::Passive,
            _ => Group::Detractor,
        }
    }
}
