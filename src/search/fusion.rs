//! Puts what the words found and what is meant into one order.
//!
//! Where texts with all the words fill a page, meaning orders them within it, by
//! reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): a text is worth
//! 1 / (60 + rank), summed over both lists. Otherwise they stand first, and the
//! others follow by how near they are and how many of the words they have, a sum
//! of both scores (Bruch, Gai and Ingber 2023, who found it better than ranks).
//! The formulas stand in `docs/methods.md`.

use std::collections::HashMap;
use std::hash::Hash;

/// Softens the difference between the first ranks; the value of the paper.
const K: f64 = 60.0;

/// What the text with the best score by words gains on one without any of them,
/// in cosines (`docs/quality.md`).
const WORDS: f64 = 0.04;

/// Where texts with all the words fill a page: both lists, best first.
pub(super) struct RankedLists<'a, T> {
    /// What answers the words, as far as it was kept.
    pub words: &'a [T],
    /// The same, as near as it is in meaning.
    pub near_words: &'a [T],
}

impl<T: Copy + Eq + Hash> RankedLists<'_, T> {
    /// Returns one order, in which every text stays on its page.
    pub(super) fn fused(&self, page: usize) -> Vec<T> {
        let pages = self.words.chunks(page.max(1));
        pages
            .flat_map(|page| by_fused_score(&[page, &inside(self.near_words, page)]))
            .collect()
    }
}

/// A text that says something near, or has some of the words.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScoredText<T> {
    pub text: T,
    /// Its cosine with what is asked.
    pub cosine: f64,
    /// Its score by words; 0 where it has too few of them.
    pub score: f64,
    /// Whether it has all of them.
    pub has_all: bool,
}

/// Returns texts in one order, those with all the words first.
pub(super) fn by_score<T: Copy + Ord>(mut texts: Vec<ScoredText<T>>) -> Vec<T> {
    let most = texts
        .iter()
        .fold(f64::EPSILON, |most, of| most.max(of.score));
    let worth = |of: &ScoredText<T>| of.cosine + WORDS * of.score / most;
    texts.sort_by(|one, other| {
        let order = other.has_all.cmp(&one.has_all);
        order
            .then(worth(other).total_cmp(&worth(one)))
            .then(one.text.cmp(&other.text))
    });
    texts.into_iter().map(|of| of.text).collect()
}

fn inside<T: Copy + Eq>(list: &[T], others: &[T]) -> Vec<T> {
    list.iter()
        .copied()
        .filter(|text| others.contains(text))
        .collect()
}

/// Returns all that lists hold, each once, by the sum of 1 / (K + rank); equal
/// ones as they come up, list after list.
fn by_fused_score<T: Copy + Eq + Hash>(lists: &[&[T]]) -> Vec<T> {
    let mut place: HashMap<T, usize> = HashMap::new();
    let mut worth: Vec<(T, f64)> = Vec::new();
    for list in lists {
        for (rank, &text) in list.iter().enumerate() {
            let at = *place.entry(text).or_insert_with(|| {
                worth.push((text, 0.0));
                worth.len() - 1
            });
            worth[at].1 += 1.0 / (K + rank as f64 + 1.0);
        }
    }
    worth.sort_by(|one, two| two.1.total_cmp(&one.1));
    worth.into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(text: u32, cosine: f64, score: f64, has_all: bool) -> ScoredText<u32> {
        ScoredText {
            text,
            cosine,
            score,
            has_all,
        }
    }

    #[test]
    fn what_is_near_and_has_some_of_the_words_comes_before_what_is_only_near() {
        let texts = vec![scored(1, 0.50, 0.0, false), scored(2, 0.48, 3.0, false)];
        assert_eq!(by_score(texts), [2, 1]);
        let texts = vec![scored(1, 0.60, 0.0, false), scored(2, 0.48, 3.0, false)];
        assert_eq!(by_score(texts), [1, 2]);
    }

    #[test]
    fn what_has_all_the_words_comes_first() {
        let texts = vec![scored(1, 0.9, 0.0, false), scored(2, 0.1, 3.0, true)];
        assert_eq!(by_score(texts), [2, 1]);
    }

    #[test]
    fn no_hit_of_the_words_leaves_its_page() {
        let words: Vec<u32> = (0..25).collect();
        let near_words: Vec<u32> = (0..25).rev().collect();
        let lists = RankedLists {
            words: &words,
            near_words: &near_words,
        };
        let fused = lists.fused(10);
        assert!(fused[..10].iter().all(|text| *text < 10));
        assert!(fused[10..20].iter().all(|text| (10..20).contains(text)));
        assert!(fused[20..].iter().all(|text| (20..25).contains(text)));
        assert_eq!(fused.len(), 25);
    }
}
