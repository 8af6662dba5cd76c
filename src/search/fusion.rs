//! Puts what the words found and what is meant into one order.
//!
//! Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009; the formula
//! stands in `docs/methods.md`): a text is worth 1 / (60 + rank), summed over
//! the lists it is in. Words come first in one respect: what they found never
//! leaves the page it would stand on without the other list.

use std::collections::HashMap;
use std::hash::Hash;

/// Softens the difference between the first ranks; the value of the paper.
const K: f64 = 60.0;

/// What is near in meaning counts this many times as much as what has some of
/// the words, where too few texts have all of them (`docs/quality.md`).
const NEAR: f64 = 2.0;

/// The lists that are put together, each best first.
pub(super) struct RankedLists<'a, T> {
    /// What answers the words, as far as it was kept.
    pub words: &'a [T],
    /// How many answer the words.
    pub total: usize,
    /// What answers the words, as near as it is in meaning.
    pub near_words: &'a [T],
    /// What holds some of the words.
    pub some: &'a [T],
    /// What is near in meaning.
    pub near: &'a [T],
}

impl<T: Copy + Eq + Hash> RankedLists<'_, T> {
    /// Returns one order. Hits of the words stay on their page; others stand
    /// between them on the first page as far as the words leave room there,
    /// and after all of them.
    pub(super) fn fused(&self, page: usize) -> Vec<T> {
        let page = page.max(1);
        if self.total >= page {
            let pages = self.words.chunks(page);
            let mut fused: Vec<T> = pages
                .flat_map(|page| by_fused_score(&[page, &inside(self.near_words, page)]))
                .collect();
            if self.words.len() == self.total {
                let others = by_fused_score(&[
                    &outside(self.some, self.words),
                    &outside(self.near, self.words),
                ]);
                fused.extend(others);
            }
            return fused;
        }
        let spoken: Vec<T> = self.words.iter().chain(self.some).copied().collect();
        let mut room = page - self.total;
        let (mut fused, mut later) = (Vec::new(), Vec::new());
        for text in by_weighted_score(&[(&spoken, 1.0), (self.near, NEAR)]) {
            if self.words.contains(&text) {
                fused.push(text);
            } else if room > 0 {
                room -= 1;
                fused.push(text);
            } else {
                later.push(text);
            }
        }
        fused.extend(later);
        fused
    }
}

fn inside<T: Copy + Eq>(list: &[T], others: &[T]) -> Vec<T> {
    list.iter()
        .copied()
        .filter(|text| others.contains(text))
        .collect()
}

fn outside<T: Copy + Eq>(list: &[T], others: &[T]) -> Vec<T> {
    list.iter()
        .copied()
        .filter(|text| !others.contains(text))
        .collect()
}

fn by_fused_score<T: Copy + Eq + Hash>(lists: &[&[T]]) -> Vec<T> {
    let weighted: Vec<(&[T], f64)> = lists.iter().map(|list| (*list, 1.0)).collect();
    by_weighted_score(&weighted)
}

/// Returns all that lists hold, each once, by the sum of weight / (K + rank);
/// equal ones as they come up, list after list.
fn by_weighted_score<T: Copy + Eq + Hash>(lists: &[(&[T], f64)]) -> Vec<T> {
    let mut place: HashMap<T, usize> = HashMap::new();
    let mut worth: Vec<(T, f64)> = Vec::new();
    for (list, weight) in lists {
        let mut rank = 0.0;
        let mut before = std::collections::HashSet::new();
        for &text in *list {
            if !before.insert(text) {
                continue;
            }
            rank += 1.0;
            let at = *place.entry(text).or_insert_with(|| {
                worth.push((text, 0.0));
                worth.len() - 1
            });
            worth[at].1 += weight / (K + rank);
        }
    }
    worth.sort_by(|one, two| two.1.total_cmp(&one.1));
    worth.into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists<'a>(words: &'a [u32], some: &'a [u32], near: &'a [u32]) -> RankedLists<'a, u32> {
        RankedLists {
            words,
            total: words.len(),
            near_words: near,
            some,
            near,
        }
    }

    #[test]
    fn what_both_lists_hold_comes_before_what_one_does() {
        assert_eq!(lists(&[], &[1, 2, 3], &[4, 3]).fused(10), [3, 4, 1, 2]);
    }

    #[test]
    fn no_hit_of_the_words_leaves_its_page() {
        let words: Vec<u32> = (0..25).collect();
        let near: Vec<u32> = (20..60).rev().collect();
        let fused = lists(&words, &[], &near).fused(10);
        assert!(fused[..10].iter().all(|text| *text < 10));
        assert!(fused[10..20].iter().all(|text| (10..20).contains(text)));
        assert!(fused[20..25].iter().all(|text| (20..25).contains(text)));
        assert_eq!(fused.len(), 60);
        let rare = lists(&words[..9], &[], &near).fused(10);
        let others = rare[..10].iter().filter(|text| **text >= 9);
        assert_eq!(others.count(), 1);
    }
}
