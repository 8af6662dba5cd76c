//! Whether one group says something more often than another.
//!
//! Takes for each theme how many of either group voice it; gives the
//! difference, its interval, and how likely chance alone is, once by itself
//! and once among all that were tested.

use serde::Serialize;

use super::clustered::{Clustered, difference};
use super::fdr::benjamini_hochberg;
use super::intervals::{Confidence, Interval, Proportion};

/// Two shares and their difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ShareContrast {
    /// How many of the first group.
    pub first: Proportion,
    /// How many of the second group.
    pub second: Proportion,
    /// The first share less the second, −1 to 1.
    pub difference: f64,
    /// Between which bounds the difference may lie (Newcombe 1998).
    pub interval: Interval,
    /// How likely a table as uneven is by chance (two-sided; Fisher's exact
    /// test of people, a cluster-robust t where they share accounts).
    pub p: f64,
    /// The share of false findings among all tested together that are as
    /// strong (Benjamini and Hochberg 1995).
    pub q: f64,
}

/// Returns the contrast of each pair of sides, tested together; `None` where a
/// side has nobody. An answer is whether it says something, with the number of
/// its account.
pub fn contrasts(
    pairs: impl IntoIterator<Item = [Vec<Clustered<bool>>; 2]>,
    confidence: Confidence,
) -> Vec<Option<ShareContrast>> {
    let pairs = pairs.into_iter();
    let mut contrasts: Vec<Option<ShareContrast>> = pairs
        .map(|[first, second]| contrast(&first, &second, confidence))
        .collect();
    let p: Vec<f64> = contrasts.iter().flatten().map(|found| found.p).collect();
    for (contrast, q) in contrasts.iter_mut().flatten().zip(benjamini_hochberg(&p)) {
        contrast.q = q;
    }
    contrasts
}

/// Returns the contrast as if nothing else were tested.
pub fn contrast(
    first: &[Clustered<bool>],
    second: &[Clustered<bool>],
    confidence: Confidence,
) -> Option<ShareContrast> {
    let clustered = difference(first, second, confidence)?;
    let (first, second) = (
        Proportion::from_answers(first),
        Proportion::from_answers(second),
    );
    Some(ShareContrast {
        first,
        second,
        difference: first.share()? - second.share()?,
        interval: clustered.interval,
        p: clustered.p,
        q: clustered.p,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::intervals::tests::part;
    use super::*;

    fn any_part() -> impl Strategy<Value = Proportion> {
        (1u64..400).prop_flat_map(|of| (0..=of).prop_map(move |voiced| part(voiced, of)))
    }

    /// Returns these people, each answering once, numbered from `first` on.
    fn people(part: Proportion, first: u32) -> Vec<Clustered<bool>> {
        let says = (0..part.of).map(|at| at < part.voiced);
        says.zip(first..).collect()
    }

    fn tested(pairs: &[(Proportion, Proportion)]) -> Vec<Option<ShareContrast>> {
        let pairs = pairs.iter();
        let pairs = pairs.map(|(a, b)| [people(*a, 0), people(*b, 1_000_000)]);
        contrasts(pairs, Confidence::default())
    }

    fn close(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() < within, "{found}, not {wanted}");
    }

    #[test]
    fn nobody_says_nothing() {
        let found = tested(&[(part(0, 0), part(3, 10))]);
        assert_eq!(found, [None]);
    }

    #[test]
    fn only_what_could_be_tested_counts_as_a_test() {
        let known = (part(12, 40), part(6, 60));
        let empty = (part(0, 0), part(6, 60));
        let found = tested(&[known, empty, known]);
        let first = found[0].unwrap();
        close(first.difference, 0.2, 1e-12);
        close(first.q, first.p, 1e-12);
        assert!(found[1].is_none() && first.interval.excludes_zero());
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_turns_the_contrast_round(a in any_part(), b in any_part()) {
            let found = tested(&[(a, b), (b, a)]);
            let (there, back) = (found[0].unwrap(), found[1].unwrap());
            prop_assert!((there.difference + back.difference).abs() < 1e-12);
            prop_assert!((there.interval.low + back.interval.high).abs() < 1e-12);
            prop_assert!((there.p - back.p).abs() < 1e-9 * there.p);
            prop_assert!(there.p > 0.0 && there.p <= 1.0 && there.q >= there.p);
        }

        #[test]
        fn the_difference_lies_in_its_interval(a in any_part(), b in any_part()) {
            let found = tested(&[(a, b)])[0].unwrap();
            let widened = found.interval.low - 1e-12..=found.interval.high + 1e-12;
            prop_assert!(widened.contains(&found.difference));
        }
    }
}
