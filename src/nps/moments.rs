//! Mean and spread of answers, with three imagined people among them.
//!
//! Takes how many answered, and the sums of what they count (+1, 0, −1) and
//! of its squares; adds ¾ promoter, 1½ passives and ¾ detractor (Rocks 2016).

use super::score::Counts;

/// Mean and variance of answers between −1 and 1, imagined people included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    /// How many, imagined people included.
    pub(super) n: f64,
    /// The mean, −1 to 1.
    pub(super) mean: f64,
    /// The variance of one answer.
    pub(super) variance: f64,
}

impl Moments {
    /// How many people are imagined.
    pub(super) const PSEUDO_COUNT: f64 = 3.0;
    /// The sum of the squares of what they count.
    pub(super) const SQUARES: f64 = 1.5;

    /// Returns the moments of `n` people whose answers have this sum and this
    /// sum of squares.
    pub(super) fn new(n: f64, sum: f64, squares: f64) -> Self {
        let n = n + Self::PSEUDO_COUNT;
        let mean = sum / n;
        let variance = (squares + Self::SQUARES) / n - mean * mean;
        Self { n, mean, variance }
    }

    /// Returns the moments of these counts.
    pub(super) fn from_counts(counts: Counts) -> Self {
        let (promoters, detractors) = (counts.promoters as f64, counts.detractors as f64);
        Self::new(
            counts.n() as f64,
            promoters - detractors,
            promoters + detractors,
        )
    }

    /// Returns the variance of the mean.
    pub(super) fn variance_of_mean(self) -> f64 {
        self.variance / self.n
    }
}
