//! Which passages speak for a theme.
//!
//! Takes the passages of a theme with who said them; gives a few, as
//! positions, never copies: central, of readable length, whole, each from
//! another person, and from both sides where a theme has both.

use std::collections::{BTreeMap, HashSet};

use crate::feedback::Group;
use crate::text::{Delivery, word_count};

/// A passage that could be quoted.
#[derive(Clone, Debug)]
pub struct QuoteCandidate<'a> {
    /// The words, as written.
    pub text: &'a str,
    /// Who said it: the same number, the same person.
    pub person: usize,
    /// The group they are in, where they rated.
    pub group: Option<Group>,
    /// How near to the theme's middle it is, up to 1.
    pub strength: f32,
    /// How it was said; `None` where it was written.
    pub delivery: Option<Delivery>,
}

/// A side is heard when at least this share of the theme's people is on it.
const LEAST_SIDE: f64 = 0.1;

/// Returns the positions of at most `most` candidates, best first.
pub fn quotes(candidates: &[QuoteCandidate<'_>], most: usize) -> Vec<usize> {
    let worth: Vec<f32> = candidates.iter().map(worth).collect();
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|&a, &b| {
        worth[b]
            .total_cmp(&worth[a])
            .then_with(|| candidates[a].text.cmp(candidates[b].text))
            .then_with(|| a.cmp(&b))
    });
    let mut chosen = Vec::new();
    let mut people = HashSet::new();
    let mut texts = HashSet::new();
    let mut take = |index: usize, chosen: &mut Vec<usize>| {
        let candidate: &QuoteCandidate<'_> = &candidates[index];
        let fresh = !people.contains(&candidate.person) && !texts.contains(candidate.text);
        if fresh && chosen.len() < most {
            people.insert(candidate.person);
            texts.insert(candidate.text);
            chosen.push(index);
        }
        fresh
    };
    for side in sides(candidates) {
        for &index in order
            .iter()
            .filter(|&&index| candidates[index].group == Some(side))
        {
            if take(index, &mut chosen) {
                break;
            }
        }
    }
    for &index in &order {
        if chosen.len() == most {
            break;
        }
        take(index, &mut chosen);
    }
    chosen
}

/// Returns the groups that are heard, most voices first.
fn sides(candidates: &[QuoteCandidate<'_>]) -> Vec<Group> {
    let mut people: BTreeMap<Group, HashSet<usize>> = BTreeMap::new();
    for candidate in candidates {
        if let Some(group) = candidate.group {
            people.entry(group).or_default().insert(candidate.person);
        }
    }
    let all: usize = people.values().map(HashSet::len).sum();
    let mut sides: Vec<_> = people
        .into_iter()
        .filter(|(_, people)| people.len() as f64 >= all as f64 * LEAST_SIDE)
        .collect();
    sides.sort_by_key(|(group, people)| (std::cmp::Reverse(people.len()), *group));
    sides.into_iter().map(|(group, _)| group).collect()
}

/// Central counts most; a quote of 8 to 30 words says enough and no more.
fn worth(candidate: &QuoteCandidate<'_>) -> f32 {
    let words = word_count(candidate.text);
    let length = match words {
        0..=2 => -0.5,
        3..=4 => -0.25,
        5..=7 => -0.08,
        8..=30 => 0.0,
        31..=45 => -0.1,
        _ => -0.3,
    };
    let whole = candidate
        .text
        .ends_with(['.', '!', '?', '。', '！', '？', '؟']);
    let spoken = candidate.delivery.map_or(0.0, |delivery| {
        let cost = |is: bool, cost: f64| if is { cost } else { 0.0 };
        delivery.halting + cost(delivery.leans, 0.1) + cost(delivery.breaks_off, 0.4)
    });
    candidate.strength + length - spoken as f32 + if whole { 0.05 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(text: &str, person: usize, group: Group, strength: f32) -> QuoteCandidate<'_> {
        QuoteCandidate {
            text,
            person,
            group: Some(group),
            strength,
            delivery: None,
        }
    }

    #[test]
    fn nobody_is_quoted_twice_and_both_sides_are_heard() {
        let candidates = [
            candidate(
                "support takes three days to answer a simple question",
                1,
                Group::Detractor,
                0.9,
            ),
            candidate(
                "support never answers the tickets that we open there",
                1,
                Group::Detractor,
                0.8,
            ),
            candidate(
                "support is slow these days and nobody picks up the phone",
                2,
                Group::Detractor,
                0.7,
            ),
            candidate(
                "support was slow this once but they are kind people",
                3,
                Group::Promoter,
                0.2,
            ),
        ];
        assert_eq!(quotes(&candidates, 2), [0, 3]);
        assert_eq!(quotes(&candidates, 9), [0, 3, 2]);
    }
}
