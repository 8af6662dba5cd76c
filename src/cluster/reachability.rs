//! The valleys of an OPTICS plot.
//!
//! In the plot each vector stands beside those it is dense with, at the height
//! it was reached from; clusters are valleys, at whatever depth. Valleys are
//! parted at the highest ridge first, then within each, as long as a side is
//! large enough and clearly lower than the ridge (after Sander, Qin, Lu, Niu
//! and Kovarsky 2003). A side that is neither is noise.

use std::ops::Range;

/// A side of a ridge must lie below this share of its height, on average.
const LOWER: f64 = 0.85;

/// Returns the valleys that hold no smaller ones, left to right.
pub(super) fn valleys(reach: &[f64], least: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let whole = 0..reach.len();
    let mut open = vec![whole];
    while let Some(valley) = open.pop() {
        match parted(reach, valley.clone(), least) {
            Parted::Whole => found.push(valley),
            Parted::Into(sides) => open.extend(sides),
        }
    }
    found.sort_by_key(|valley| valley.start);
    // What nothing was reached from has no bottom.
    found.retain(|valley| mean(reach, valley).is_finite());
    found
}

enum Parted {
    Whole,
    Into(Vec<Range<usize>>),
}

/// Parts a valley at the highest ridge that parts it at all.
fn parted(reach: &[f64], valley: Range<usize>, least: usize) -> Parted {
    // The first of a valley was reached from outside: its height is a border.
    let mut ridges: Vec<usize> = (valley.start + 1..valley.end)
        .filter(|&at| is_peak(reach, at, &valley))
        .collect();
    ridges.sort_by(|&a, &b| reach[b].total_cmp(&reach[a]).then(a.cmp(&b)));
    for ridge in ridges {
        let is_valley =
            |side: &Range<usize>| side.len() >= least && mean(reach, side) < LOWER * reach[ridge];
        let sides = [valley.start..ridge, ridge..valley.end];
        let valleys: Vec<Range<usize>> = sides.into_iter().filter(is_valley).collect();
        // What nothing was reached from always ends a valley.
        if !valleys.is_empty() || reach[ridge].is_infinite() {
            return Parted::Into(valleys);
        }
    }
    Parted::Whole
}

fn is_peak(reach: &[f64], at: usize, valley: &Range<usize>) -> bool {
    let before = at - 1 == valley.start || reach[at] >= reach[at - 1];
    before && (at + 1 == valley.end || reach[at] >= reach[at + 1])
}

/// Returns the mean height within a range, whose first belongs to its border.
fn mean(reach: &[f64], range: &Range<usize>) -> f64 {
    let inside = &reach[(range.start + 1).min(range.end)..range.end];
    let finite: Vec<f64> = inside
        .iter()
        .copied()
        .filter(|height| height.is_finite())
        .collect();
    if finite.is_empty() {
        f64::INFINITY
    } else {
        finite.iter().sum::<f64>() / finite.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIGH: f64 = f64::INFINITY;

    #[test]
    fn two_valleys_are_found_at_their_own_depth() {
        let reach = [HIGH, 0.1, 0.1, 0.1, 1.0, 0.6, 0.6, 0.6];
        assert_eq!(valleys(&reach, 3), [0..4, 4..8]);
    }

    #[test]
    fn a_valley_may_hold_two() {
        let reach = [HIGH, 0.2, 0.2, 0.5, 0.2, 0.2, 2.0, 0.9, 0.9, 0.9];
        assert_eq!(valleys(&reach, 3), [0..3, 3..6, 6..10]);
    }

    #[test]
    fn a_bump_is_no_ridge() {
        let reach = [HIGH, 0.5, 0.5, 0.55, 0.5, 0.5, 0.5];
        let whole = 0..7;
        assert_eq!(valleys(&reach, 3), [whole]);
    }

    #[test]
    fn two_crumbs_are_no_valley_together() {
        let reach = [HIGH, 0.1, HIGH, 0.1];
        assert!(valleys(&reach, 3).is_empty());
    }

    #[test]
    fn what_nothing_reaches_is_in_no_valley() {
        let reach = [HIGH, 0.1, 0.1, 0.1, HIGH, HIGH];
        let low = 0..4;
        assert_eq!(valleys(&reach, 3), [low]);
    }
}
