//! Two ways of sorting the same things, compared. Known answers are those of
//! scikit-learn 1.x (`adjusted_mutual_info_score`, `adjusted_rand_score`,
//! `v_measure_score`, `cohen_kappa_score`).

#![allow(clippy::unwrap_used)]

use motif::agreement::{Crossed, KappaCounts};
use motif::nps::intervals::Confidence;
use proptest::prelude::*;

fn crossed(first: &[usize], second: &[usize]) -> Crossed {
    Crossed::from_pairs(first.iter().copied().zip(second.iter().copied()))
}

/// AMI, ARI and V-measure.
fn measures(crossed: &Crossed) -> [f64; 3] {
    [crossed.ami(), crossed.ari(), crossed.v_measure()]
}

#[track_caller]
fn is_near(found: [f64; 3], known: [f64; 3]) {
    for (found, known) in found.into_iter().zip(known) {
        assert!((found - known).abs() < 1e-9, "{found} is not {known}");
    }
}

/// Numbers that are in no order, the same every time.
fn scattered(count: usize, groups: usize, mut seed: u64) -> Vec<usize> {
    let mut next = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    (0..count).map(|_| next() % groups).collect()
}

#[test]
fn small_sortings_agree_as_far_as_is_known() {
    let thirds = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2];
    let others = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1];
    is_near(
        measures(&crossed(&thirds, &others)),
        [
            0.115_753_053_805_081_51,
            0.083_333_333_333_333_33,
            0.303_605_369_642_814,
        ],
    );
    let quarters = [0, 0, 1, 1, 2, 2, 3, 3];
    let halves = [0, 0, 0, 0, 1, 1, 1, 1];
    is_near(
        measures(&crossed(&quarters, &halves)),
        [
            0.533_333_333_333_333_3,
            0.363_636_363_636_363_65,
            0.666_666_666_666_666_7,
        ],
    );
}

#[test]
fn less_than_chance_is_below_nothing() {
    let turns = crossed(&[0, 1, 0, 1, 0, 1], &[0, 0, 0, 1, 1, 1]);
    is_near(
        measures(&turns),
        [
            -0.111_111_111_111_111_1,
            -0.111_111_111_111_111_1,
            0.081_704_166_945_510_37,
        ],
    );
}

#[test]
fn twenty_thousand_things_in_a_hundred_groups_agree_as_far_as_is_known() {
    let codes: Vec<usize> = (0..20_000).map(|i| (i * i + 3 * i) % 77).collect();
    let mixed = |i: usize| {
        if i.is_multiple_of(3) {
            i * 7 % 117
        } else {
            codes[i]
        }
    };
    let themes: Vec<usize> = (0..20_000).map(mixed).collect();
    is_near(
        measures(&crossed(&codes, &themes)),
        [
            0.553_576_391_365_294_8,
            0.545_593_534_397_506_2,
            0.557_640_332_100_900_4,
        ],
    );
}

#[test]
fn all_in_one_group_tells_nothing() {
    let whole = [0; 8];
    is_near(
        measures(&crossed(&[0, 0, 1, 2, 0, 3, 1, 1], &whole)),
        [0.0; 3],
    );
    is_near(measures(&crossed(&whole, &whole)), [1.0; 3]);
    is_near(measures(&Crossed::default()), [1.0; 3]);
}

#[test]
fn groups_filled_by_chance_agree_by_nothing() {
    let (codes, themes) = (scattered(5000, 12, 1), scattered(5000, 40, 2));
    let crossed = crossed(&codes, &themes);
    assert!(crossed.ami().abs() < 0.01, "{}", crossed.ami());
    assert!(crossed.ari().abs() < 0.01, "{}", crossed.ari());
    assert!(crossed.v_measure() > 0.01, "V is not corrected for chance");
}

fn pairs([both, only_first, only_second, neither]: [u64; 4]) -> KappaCounts {
    KappaCounts {
        both,
        only_first,
        only_second,
        neither,
    }
}

#[test]
fn kappa_and_its_interval_are_as_known() {
    for (counts, value, error) in [
        ([20, 5, 10, 15], 0.4, 0.126_996_062_931_1),
        (
            [40, 10, 20, 430],
            0.693_877_551_020_408_2,
            0.052_416_615_733_935_3,
        ),
        (
            [0, 5, 5, 90],
            -0.052_631_578_947_368_4,
            0.016_620_498_614_934_7,
        ),
    ] {
        let kappa = pairs(counts).kappa(Confidence::default()).unwrap();
        assert!((kappa.value - value).abs() < 1e-12);
        let margin = 1.959_963_984_540_054 * error;
        assert!((kappa.interval.low - (value - margin)).abs() < 1e-9);
        assert!((kappa.interval.high - (value + margin)).abs() < 1e-9);
    }
}

#[test]
fn kappa_has_no_value_where_both_always_say_the_same_one_thing() {
    for counts in [[0, 0, 0, 9], [9, 0, 0, 0], [0; 4]] {
        assert_eq!(pairs(counts).kappa(Confidence::default()), None);
    }
}

fn two_sortings() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    prop::collection::vec((0..6_usize, 0..9_usize), 2..80).prop_map(|both| both.into_iter().unzip())
}

proptest! {
    #[test]
    fn other_names_for_groups_change_nothing((first, second) in two_sortings()) {
        let renamed: Vec<usize> = first.iter().map(|group| (group * 5 + 2) % 7).collect();
        let (as_was, as_is) = (crossed(&first, &second), crossed(&renamed, &second));
        for (was, is) in measures(&as_was).into_iter().zip(measures(&as_is)) {
            prop_assert!((was - is).abs() < 1e-9);
        }
    }

    #[test]
    fn which_way_comes_first_changes_nothing((first, second) in two_sortings()) {
        let (one, other) = (crossed(&first, &second), crossed(&second, &first));
        for (one, other) in measures(&one).into_iter().zip(measures(&other)) {
            prop_assert!((one - other).abs() < 1e-9);
        }
    }

    #[test]
    fn a_sorting_agrees_with_itself_in_full((first, _) in two_sortings()) {
        for measure in measures(&crossed(&first, &first)) {
            prop_assert!((measure - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn nothing_agrees_more_than_in_full((first, second) in two_sortings()) {
        for measure in measures(&crossed(&first, &second)) {
            prop_assert!(measure <= 1.0 + 1e-9);
        }
    }

    #[test]
    fn kappa_lies_in_its_interval(counts in prop::array::uniform4(0..50_u64)) {
        if let Some(kappa) = pairs(counts).kappa(Confidence::default()) {
            prop_assert!(kappa.interval.contains(kappa.value));
            prop_assert!((-1.0..=1.0).contains(&kappa.value));
        }
    }
}
