//! How often each pair of groups meets in one thing.

use std::collections::BTreeMap;

/// Two ways of sorting the same things, crossed: how many things are in each
/// group of the one and of the other at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crossed {
    /// The pairs of groups that meet, and in how many things.
    pub(super) cells: BTreeMap<(usize, usize), u64>,
    /// For each group of the first way, how many things it holds.
    pub(super) first: Vec<u64>,
    /// The same for the second way.
    pub(super) second: Vec<u64>,
    /// How many things there are.
    pub(super) things: u64,
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
