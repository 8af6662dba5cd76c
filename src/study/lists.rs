//! A list for each of many things, in two allocations instead of one a list.

use std::ops::Index;

/// A list for each of some things, numbered from 0.
#[derive(Clone, Debug)]
pub struct IndexLists {
    /// Where each list ends.
    ends: Vec<u32>,
    items: Vec<usize>,
}

impl IndexLists {
    /// Puts items, given with the number of their list, into `count` lists;
    /// within a list they stay in the order they come in.
    pub fn new(count: usize, items: impl Iterator<Item = (usize, usize)> + Clone) -> Self {
        let mut ends = vec![0_u32; count];
        for (list, _) in items.clone() {
            ends[list] += 1;
        }
        let mut start = 0;
        for end in &mut ends {
            // For now where the next item of the list goes.
            let length = std::mem::replace(end, start);
            start += length;
        }
        let mut all = vec![0; start as usize];
        for (list, item) in items {
            all[ends[list] as usize] = item;
            ends[list] += 1;
        }
        Self { ends, items: all }
    }

    /// Returns the lists, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[usize]> + Clone {
        (0..self.ends.len()).map(|at| &self[at])
    }
}

impl Index<usize> for IndexLists {
    type Output = [usize];

    fn index(&self, at: usize) -> &[usize] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start as usize..self.ends[at] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_in_its_list_in_the_order_they_came() {
        let lists = IndexLists::new(4, [(2, 7), (0, 1), (2, 3), (3, 9)].into_iter());
        let all: Vec<&[usize]> = lists.iter().collect();
        assert_eq!(all, [&[1][..], &[], &[7, 3], &[9]]);
    }
}
