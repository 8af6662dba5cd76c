//! The same theme, mined again.
//!
//! Takes the theme of each utterance before and after; says which theme each
//! new one continues, and what became of each old one. By shared members: a
//! theme is what is said in it, not how it is called.

use serde::{Deserialize, Serialize};

/// What became of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeFate {
    /// It was found again, as this one.
    Kept(usize),
    /// It fell into these; the first continues it.
    Split(Vec<usize>),
    /// It is a part of this one, which continues another.
    Merged(usize),
    /// It was not found again.
    Gone,
}

/// Which theme continues which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// For each new theme, the old one it continues.
    pub continues: Vec<Option<usize>>,
    /// For each old theme, what became of it.
    pub outcomes: Vec<ThemeFate>,
}

/// A piece of a theme is worth mentioning from this share of it on.
const PIECE: f64 = 0.15;

struct SharedMembers {
    shared: Vec<Vec<usize>>,
    old: Vec<usize>,
    new: Vec<usize>,
}

/// Compares two ways of grouping the same utterances, each into themes
/// numbered from 0 or none.
pub fn match_themes(before: &[Option<usize>], after: &[Option<usize>]) -> Matching {
    let overlap = SharedMembers::new(before, after);
    let mut continues = vec![None; overlap.new.len()];
    for (new, continued) in continues.iter_mut().enumerate() {
        *continued = overlap.largest_old(new).filter(|&old| {
            let shared = overlap.shared[old][new];
            let smaller = overlap.old[old].min(overlap.new[new]);
            overlap.largest_new(old) == Some(new) && shared * 2 >= smaller
        });
    }
    let mut outcomes = Vec::new();
    for old in 0..overlap.old.len() {
        let outcome = overlap.outcome(old, &continues);
        if let ThemeFate::Split(pieces) = &outcome {
            continues[pieces[0]] = Some(old);
        }
        outcomes.push(outcome);
    }
    Matching {
        continues,
        outcomes,
    }
}

impl SharedMembers {
    fn new(before: &[Option<usize>], after: &[Option<usize>]) -> Self {
        let count = |themes: &[Option<usize>]| themes.iter().flatten().max().map_or(0, |m| m + 1);
        let (olds, news) = (count(before), count(after));
        let mut overlap = Self {
            shared: vec![vec![0; news]; olds],
            old: vec![0; olds],
            new: vec![0; news],
        };
        for (old, new) in before.iter().zip(after) {
            if let Some(old) = *old {
                overlap.old[old] += 1;
            }
            if let Some(new) = *new {
                overlap.new[new] += 1;
            }
            if let (Some(old), Some(new)) = (*old, *new) {
                overlap.shared[old][new] += 1;
            }
        }
        overlap
    }

    fn largest_new(&self, old: usize) -> Option<usize> {
        first_largest(self.shared[old].iter().copied())
    }

    fn largest_old(&self, new: usize) -> Option<usize> {
        first_largest(self.shared.iter().map(|row| row[new]))
    }

    fn outcome(&self, old: usize, continues: &[Option<usize>]) -> ThemeFate {
        let size = self.old[old];
        let mut pieces: Vec<usize> = (0..self.new.len())
            .filter(|&new| {
                let shared = self.shared[old][new];
                let is_free = continues[new].is_none_or(|other| other == old);
                is_free && shared * 2 >= self.new[new] && shared as f64 >= PIECE * size as f64
            })
            .filter(|&new| self.shared[old][new] > 0)
            .collect();
        let heir = continues.iter().position(|&of| of == Some(old));
        pieces.sort_by_key(|&new| {
            (
                Some(new) != heir,
                std::cmp::Reverse(self.shared[old][new]),
                new,
            )
        });
        match (heir, &pieces[..]) {
            (Some(heir), [first, _, ..]) if *first == heir => ThemeFate::Split(pieces),
            (Some(heir), _) => ThemeFate::Kept(heir),
            (None, [_, _, ..]) => ThemeFate::Split(pieces),
            (None, _) => match self.largest_new(old) {
                Some(new) if self.shared[old][new] * 2 >= size && continues[new].is_some() => {
                    ThemeFate::Merged(new)
                }
                _ => ThemeFate::Gone,
            },
        }
    }
}

fn first_largest(counts: impl Iterator<Item = usize>) -> Option<usize> {
    let mut best = None;
    for (at, count) in counts.enumerate() {
        if count > best.map_or(0, |(_, most)| most) {
            best = Some((at, count));
        }
    }
    best.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn themes(of: &str) -> Vec<Option<usize>> {
        let theme = |letter: char| letter.to_digit(10).map(|digit| digit as usize);
        of.chars().map(theme).collect()
    }

    #[test]
    fn a_theme_that_is_found_again_is_kept_whatever_its_place() {
        let matching = match_themes(&themes("000111"), &themes("111000"));
        assert_eq!(matching.continues, [Some(1), Some(0)]);
        assert_eq!(matching.outcomes, [ThemeFate::Kept(1), ThemeFate::Kept(0)]);
    }

    #[test]
    fn the_larger_part_of_a_split_theme_continues_it() {
        let matching = match_themes(&themes("0000000"), &themes("1110000"));
        assert_eq!(matching.outcomes, [ThemeFate::Split(vec![0, 1])]);
        assert_eq!(matching.continues, [Some(0), None]);
    }

    #[test]
    fn of_two_that_became_one_the_larger_goes_on() {
        let matching = match_themes(&themes("0000111"), &themes("0000000"));
        assert_eq!(
            matching.outcomes,
            [ThemeFate::Kept(0), ThemeFate::Merged(0)]
        );
    }

    #[test]
    fn what_nobody_says_any_more_is_gone_and_what_nobody_said_is_new() {
        let matching = match_themes(&themes("000..."), &themes("...000"));
        assert_eq!(matching.outcomes, [ThemeFate::Gone]);
        assert_eq!(matching.continues, [None]);
    }

    proptest! {
        #[test]
        fn mined_again_alike_every_theme_is_kept(of in prop::collection::vec(prop::option::of(0..5_usize), 1..60)) {
            let matching = match_themes(&of, &of);
            for theme in of.iter().flatten() {
                prop_assert_eq!(&matching.outcomes[*theme], &ThemeFate::Kept(*theme));
            }
        }

        #[test]
        fn no_theme_is_continued_twice(
            pairs in prop::collection::vec((prop::option::of(0..5_usize), prop::option::of(0..5_usize)), 1..80)
        ) {
            let (before, after): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
            let matching = match_themes(&before, &after);
            let mut continued: Vec<usize> = matching.continues.iter().flatten().copied().collect();
            continued.sort_unstable();
            let all = continued.len();
            continued.dedup();
            prop_assert_eq!(all, continued.len());
        }
    }
}
