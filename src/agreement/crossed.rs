//! How often each pair of groups meets in one thing, and how well two ways of
//! sorting agree as wholes: AMI, ARI and V-measure.
//!
//! Names of groups mean nothing here; empty groups count for nothing.

use std::collections::BTreeMap;

use statrs::function::gamma::ln_gamma;

/// Two ways of sorting the same things, crossed: how many things are in each
/// group of the one and of the other at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crossed {
    /// The pairs of groups that meet, and in how many things.
    cells: BTreeMap<(usize, usize), u64>,
    /// For each group of the first way, how many things it holds.
    first: Vec<u64>,
    /// The same for the second way.
    second: Vec<u64>,
    /// How many things there are.
    things: u64,
}

impl Crossed {
    /// Crosses what each thing is in: its group in the first way, and in the
    /// second.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut crossed = Self::default();
        for (first, second) in pairs {
            *crossed.cells.entry((first, second)).or_default() += 1;
            count(&mut crossed.first, first);
            count(&mut crossed.second, second);
            crossed.things += 1;
        }
        crossed
    }

    /// Returns how many things are in both groups.
    pub fn both(&self, first: usize, second: usize) -> u64 {
        self.cells.get(&(first, second)).copied().unwrap_or(0)
    }

    /// Returns the pairs of groups that meet and how often, in order.
    pub fn cells(&self) -> impl Iterator<Item = ((usize, usize), u64)> {
        self.cells.iter().map(|(&pair, &both)| (pair, both))
    }

    /// Returns how many things there are.
    pub fn things(&self) -> u64 {
        self.things
    }
}

fn count(sizes: &mut Vec<u64>, group: usize) {
    if sizes.len() <= group {
        sizes.resize(group + 1, 0);
    }
    sizes[group] += 1;
}

impl Crossed {
    /// Returns the adjusted mutual information, by the arithmetic mean of the
    /// entropies: 0 by chance, 1 in full agreement.
    pub fn ami(&self) -> f64 {
        if self.is_trivial() {
            return 1.0;
        }
        let expected = self.expected_information();
        let most = f64::midpoint(entropy(&self.first), entropy(&self.second));
        // Both can be 0 when every thing is alone on both sides.
        let room = most - expected;
        if room.abs() < f64::EPSILON {
            return 1.0;
        }
        (self.information() - expected) / room
    }

    /// Returns the adjusted Rand index: of all pairs of things, how many are
    /// together on both sides or on neither, with chance taken off.
    pub fn ari(&self) -> f64 {
        if self.is_trivial() {
            return 1.0;
        }
        let pairs = |counts: &mut dyn Iterator<Item = u64>| -> f64 { counts.map(couples).sum() };
        let together = pairs(&mut self.cells.values().copied());
        let first = pairs(&mut self.first.iter().copied());
        let second = pairs(&mut self.second.iter().copied());
        let expected = first * second / couples(self.things);
        let most = f64::midpoint(first, second);
        (together - expected) / (most - expected)
    }

    /// Returns the V-measure: the harmonic mean of how far the second way
    /// tells the first, and the first the second. Chance is not taken off.
    pub fn v_measure(&self) -> f64 {
        let information = self.information();
        let told = |entropy: f64| {
            if entropy > 0.0 {
                information / entropy
            } else {
                1.0
            }
        };
        let (one, other) = (told(entropy(&self.first)), told(entropy(&self.second)));
        if one + other > 0.0 {
            2.0 * one * other / (one + other)
        } else {
            0.0
        }
    }

    /// Whether neither way tells anything from anything, or both tell every
    /// thing from every other.
    fn is_trivial(&self) -> bool {
        let groups = |sizes: &[u64]| sizes.iter().filter(|&&size| size > 0).count() as u64;
        let (first, second) = (groups(&self.first), groups(&self.second));
        first == second && (first <= 1 || first == self.things)
    }

    /// Returns how much one way tells about the other, in nats.
    fn information(&self) -> f64 {
        let things = self.things as f64;
        let cells = self.cells.iter().map(|(&(first, second), &both)| {
            let both = both as f64;
            let alone = self.first[first] as f64 * self.second[second] as f64;
            both / things * (things * both / alone).ln()
        });
        cells.sum::<f64>().max(0.0)
    }

    /// Returns how much one way would tell about the other if groups of these
    /// sizes were filled by chance.
    fn expected_information(&self) -> f64 {
        let by_size = |sizes: &[u64]| {
            let mut counted: BTreeMap<u64, f64> = BTreeMap::new();
            for &size in sizes.iter().filter(|&&size| size > 0) {
                *counted.entry(size).or_default() += 1.0;
            }
            counted
        };
        // It depends on the sizes alone, and many groups are of one size.
        let (first, second) = (by_size(&self.first), by_size(&self.second));
        let mut sum = 0.0;
        for (&one, &ones) in &first {
            for (&other, &others) in &second {
                sum += ones * others * expected_cell(one, other, self.things);
            }
        }
        sum
    }
}

/// Returns what two groups of these sizes among `things` add to the
/// information that is expected by chance: the overlap is hypergeometric.
///
/// The likeliest overlap is found first and its neighbours by their ratio to
/// it, so that nothing overflows and no term is summed that does not count.
fn expected_cell(one: u64, other: u64, things: u64) -> f64 {
    let (a, b, n) = (one as f64, other as f64, things as f64);
    let term = |overlap: f64| overlap / n * (n * overlap / (a * b)).ln();
    let (least, most) = ((a + b - n).max(0.0), a.min(b));
    let likeliest = ((a + 1.0) * (b + 1.0) / (n + 2.0))
        .floor()
        .clamp(least, most);
    let chance = likelihood(likeliest, a, b, n);
    let mut sum = if likeliest > 0.0 {
        chance * term(likeliest)
    } else {
        0.0
    };
    let (mut overlap, mut share) = (likeliest, chance);
    while overlap < most && share > NEGLIGIBLE {
        share *= (a - overlap) * (b - overlap) / ((overlap + 1.0) * (n - a - b + overlap + 1.0));
        overlap += 1.0;
        sum += share * term(overlap);
    }
    (overlap, share) = (likeliest, chance);
    while overlap > least.max(1.0) && share > NEGLIGIBLE {
        share *= overlap * (n - a - b + overlap) / ((a - overlap + 1.0) * (b - overlap + 1.0));
        overlap -= 1.0;
        sum += share * term(overlap);
    }
    sum
}

/// Chances below this move no digit that anybody reads.
const NEGLIGIBLE: f64 = 1e-18;

/// Returns the chance that groups of `a` and `b` among `n` share `overlap`.
fn likelihood(overlap: f64, a: f64, b: f64, n: f64) -> f64 {
    let ln_choose =
        |of: f64, some: f64| ln_gamma(of + 1.0) - ln_gamma(some + 1.0) - ln_gamma(of - some + 1.0);
    (ln_choose(a, overlap) + ln_choose(n - a, b - overlap) - ln_choose(n, b)).exp()
}

/// Returns how much sorting into groups of these sizes tells, in nats.
fn entropy(sizes: &[u64]) -> f64 {
    let things = sizes.iter().sum::<u64>() as f64;
    let filled = sizes.iter().filter(|&&size| size > 0);
    -filled
        .map(|&size| size as f64 / things)
        .map(|share| share * share.ln())
        .sum::<f64>()
}

fn couples(things: u64) -> f64 {
    let things = things as f64;
    things * (things - 1.0) / 2.0
}
