//! Whether two waves are made up alike.
//!
//! Takes how many there are of each kind in two waves; gives how likely a
//! difference as large is by chance. A single kind is a
//! [`super::contrast::ShareContrast`].

use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};

use super::clustered::{Clustered, IMAGINED_SHARES};
use super::jackknife::ClusterTotals;

/// The fewest a cell should hold for the chi-square distribution to fit.
const EXPECTED: f64 = 5.0;

/// Returns how likely two waves drawn from the same people differ as much
/// (Pearson's chi-square test of homogeneity). Kinds of which fewer than 5
/// are expected are taken together; `None` where fewer than two kinds remain.
pub fn homogeneity(before: &[u64], after: &[u64]) -> Option<f64> {
    let (distance, freedom) = chi_square(before, after)?;
    Some(ChiSquared::new(freedom).ok()?.sf(distance))
}

/// Returns the same of answers that may share an account, each with its kind
/// and the number of its account: the chi-square by the mean design effect of
/// the kinds, as an F (Rao and Scott 1984, first order). Colleagues mostly
/// share what they are, so that the accounts are what was drawn.
pub fn clustered_homogeneity(
    before: &[Clustered<u16>],
    after: &[Clustered<u16>],
    kinds: usize,
) -> Option<f64> {
    let counts = [before, after].map(|wave| {
        let mut counts = vec![0u64; kinds];
        for (kind, _) in wave {
            counts[usize::from(*kind)] += 1;
        }
        counts
    });
    let answers = before.iter().map(|(_, cluster)| (*cluster, [1, 0]));
    let answers = answers.chain(after.iter().map(|(_, cluster)| (*cluster, [0, 1])));
    let voices = ClusterTotals::new(answers);
    if voices.are_people(|[n, m]| n + m) {
        return homogeneity(&counts[0], &counts[1]);
    }
    let (distance, freedom) = chi_square(&counts[0], &counts[1])?;
    let [n, m] = [before.len() as f64, after.len() as f64];
    let mut design = 0.0;
    for (kind, (then, now)) in counts[0].iter().zip(&counts[1]).enumerate() {
        let share = (then + now) as f64 / (n + m);
        if share <= 0.0 || share >= 1.0 {
            continue;
        }
        let is = |of: u16| i32::from(usize::from(of) == kind);
        let first = before
            .iter()
            .map(|(of, cluster)| (*cluster, [1, is(*of), 0, 0]));
        let second = after
            .iter()
            .map(|(of, cluster)| (*cluster, [0, 0, 1, is(*of)]));
        let totals = ClusterTotals::new(first.chain(second));
        let (_, variance) = totals.variance(&IMAGINED_SHARES, |[n, x, m, y]| y / m - x / n);
        // Per kind (1 − share) times its own design effect.
        design += variance / (share * (1.0 / n + 1.0 / m));
    }
    let sides = [0, 1].map(|wave| voices.effective(|adds| adds[wave]));
    let accounts = (sides[0] + sides[1] - 2.0).max(1.0);
    let ratio = distance / design;
    Some(
        FisherSnedecor::new(freedom, freedom * accounts)
            .ok()?
            .sf(ratio),
    )
}

/// Returns Pearson's chi-square and its degrees of freedom.
fn chi_square(before: &[u64], after: &[u64]) -> Option<(f64, f64)> {
    let kinds = pooled(before, after);
    let total = sum(&kinds);
    let n = total[0] + total[1];
    let distance: f64 = kinds
        .iter()
        .flat_map(|kind| {
            total.into_iter().zip(*kind).map(move |(wave, found)| {
                let expected = wave * (kind[0] + kind[1]) / n;
                (found - expected).powi(2) / expected
            })
        })
        .sum();
    let freedom = kinds.len().checked_sub(1).filter(|freedom| *freedom > 0)?;
    Some((distance, freedom as f64))
}

/// Returns the kinds with enough expected in either wave, those with fewer
/// taken together.
fn pooled(before: &[u64], after: &[u64]) -> Vec<[f64; 2]> {
    let count = |wave: &[u64], kind: usize| wave.get(kind).copied().unwrap_or(0) as f64;
    let mut kinds: Vec<[f64; 2]> = (0..before.len().max(after.len()))
        .map(|kind| [count(before, kind), count(after, kind)])
        .filter(|kind| kind[0] + kind[1] > 0.0)
        .collect();
    let total = sum(&kinds);
    let smaller = total[0].min(total[1]) / (total[0] + total[1]);
    let is_rare = |kind: &[f64; 2]| (kind[0] + kind[1]) * smaller < EXPECTED;
    let (few, mut kept): (Vec<_>, Vec<_>) = kinds.drain(..).partition(is_rare);
    let mut rare = sum(&few);
    while rare[0] + rare[1] > 0.0 && is_rare(&rare) && !kept.is_empty() {
        let next = rarest(&kept, rare, total);
        rare = sum(&[rare, kept.swap_remove(next)]);
    }
    if !is_rare(&rare) {
        kept.push(rare);
    }
    kept
}

fn sum(kinds: &[[f64; 2]]) -> [f64; 2] {
    kinds
        .iter()
        .fold([0.0, 0.0], |sum, kind| [sum[0] + kind[0], sum[1] + kind[1]])
}

/// Returns the position of the rarest kind. Of equally rare ones the more even
/// one; of two that mirror each other the one that leans as what it joins
/// does, else as the waves do: so that neither the order of kinds nor that of
/// the waves matters.
fn rarest(kinds: &[[f64; 2]], rare: [f64; 2], total: [f64; 2]) -> usize {
    let lean = |kind: [f64; 2]| kind[0] - kind[1];
    let key = |kind: [f64; 2]| {
        [
            kind[0] + kind[1],
            lean(kind).abs(),
            -lean(kind) * lean(rare),
            -lean(kind) * lean(total),
        ]
    };
    let by_key = |one: &usize, other: &usize| {
        let keys = key(kinds[*one]).into_iter().zip(key(kinds[*other]));
        let orders = keys.map(|(one, other)| one.total_cmp(&other));
        orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    (0..kinds.len()).min_by(by_key).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // As scipy's `chi2_contingency` has it.
    #[test]
    fn the_p_of_three_kinds_is_known() {
        let p = homogeneity(&[30, 50, 20], &[45, 40, 15]).unwrap();
        assert!((p - 0.089_573).abs() < 1e-6, "{p}");
    }

    #[test]
    fn rare_kinds_are_taken_together() {
        let apart = homogeneity(&[50, 40, 4, 3, 3], &[60, 30, 3, 3, 4]);
        assert_eq!(apart, homogeneity(&[50, 40, 10], &[60, 30, 10]));
    }

    #[test]
    fn a_single_kind_cannot_shift() {
        assert_eq!(homogeneity(&[50], &[60]), None);
        assert_eq!(homogeneity(&[50, 1], &[60, 2]), None);
        assert_eq!(homogeneity(&[50, 50], &[0, 0]), None);
        assert_eq!(homogeneity(&[], &[]), None);
    }

    #[test]
    fn a_kind_that_is_new_counts_as_none_before() {
        assert_eq!(
            homogeneity(&[50], &[30, 20]),
            homogeneity(&[50, 0], &[30, 20])
        );
    }

    #[test]
    fn kinds_that_are_equally_rare_are_taken_together_alike_in_either_direction() {
        let there = homogeneity(&[14, 42, 0], &[53, 25, 1]).unwrap();
        let swapped = homogeneity(&[53, 25, 1], &[14, 42, 0]).unwrap();
        assert!((there - swapped).abs() < 1e-9);
    }

    #[test]
    fn twelve_accounts_of_ten_that_differ_in_kind_are_twelve_and_not_a_hundred() {
        let accounts = |first: u32, large: u32| -> Vec<Clustered<u16>> {
            let answers = (first..first + 12).flat_map(|account| [account; 10]);
            let kind = |account: u32| u16::from(account - first < large);
            answers.map(|account| (kind(account), account)).collect()
        };
        let (before, after) = (accounts(0, 4), accounts(100, 7));
        let p = clustered_homogeneity(&before, &after, 2).unwrap();
        assert!(
            homogeneity(&[80, 40], &[50, 70]).unwrap() < 1e-3 && p > 0.1,
            "{p}"
        );
        // Where everybody comes alone it is the plain test.
        let alone = |kinds: [u64; 2], first: u32| -> Vec<Clustered<u16>> {
            let kinds = (0..kinds[0]).map(|_| 0).chain((0..kinds[1]).map(|_| 1));
            kinds.zip(first..).collect()
        };
        let p = clustered_homogeneity(&alone([80, 40], 0), &alone([50, 70], 500), 2);
        assert_eq!(p, homogeneity(&[80, 40], &[50, 70]));
    }

    proptest! {
        #[test]
        fn neither_the_order_of_kinds_nor_of_waves_matters(
            kinds in prop::collection::vec((0u64..80, 0u64..80), 2..8),
        ) {
            let (before, after): (Vec<u64>, Vec<u64>) = kinds.iter().copied().unzip();
            let (last, first): (Vec<u64>, Vec<u64>) = kinds.iter().rev().copied().unzip();
            let (there, back) = (homogeneity(&before, &after), homogeneity(&first, &last));
            prop_assert_eq!(there.is_some(), back.is_some());
            prop_assert!(there.zip(back).is_none_or(|(p, q)| (p - q).abs() < 1e-9));
        }

        #[test]
        fn equal_waves_are_alike(kinds in prop::collection::vec(10u64..80, 2..8)) {
            prop_assert!((homogeneity(&kinds, &kinds).unwrap() - 1.0).abs() < 1e-9);
        }
    }
}
