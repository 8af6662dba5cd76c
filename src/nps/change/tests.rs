use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::super::score::tests::{any_counts, counts as of};
use super::*;

fn between(before: Counts, after: Counts) -> ScoreChange {
    change(before, after, Confidence::default()).unwrap()
}

fn together(before: &[(Group, u32)], after: &[(Group, u32)]) -> ScoreChange {
    clustered(before, after, Confidence::default()).unwrap()
}

fn close(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() < within, "{found}, not {wanted}");
}

#[test]
fn a_drop_of_fifteen_points_in_two_hundred_answers_may_be_noise() {
    let change = between(of(90, 60, 50), of(70, 70, 60));
    close(change.points, -15.0, 1e-12);
    close(change.error, 8.0135, 5e-5);
    close(change.z, -1.8442, 5e-5);
    close(change.p, 0.065_16, 5e-6);
    close(
        f64::midpoint(change.interval.low, change.interval.high),
        -14.7783,
        5e-5,
    );
    close(change.visible, 15.7062, 5e-4);
    assert!(!change.interval.excludes_zero());
}

#[test]
fn nobody_on_one_side_is_no_change() {
    let confidence = Confidence::default();
    assert_eq!(change(of(0, 0, 0), of(1, 2, 3), confidence), None);
    assert_eq!(clustered(&[], &[(Group::Promoter, 1)], confidence), None);
}

#[test]
fn answers_of_one_account_alone_say_nothing_of_others() {
    let answers = [(Group::Promoter, 1), (Group::Detractor, 1)];
    assert_eq!(clustered(&answers, &answers, Confidence::default()), None);
}

#[test]
fn the_answers_needed_for_a_margin_are_known() {
    let of = |variance| sample_size_for_margin(variance, 10.0, Confidence::default());
    assert_eq!(of(0.5475), 208);
    assert_eq!(of(1.0), 382);
}

#[test]
fn the_margins_of_half_promoters_and_a_fifth_detractors_are_known() {
    let known = [
        (10, 48.0, 0.5),
        (25, 31.0, 0.5),
        (50, 22.0, 0.5),
        (100, 15.0, 0.5),
        (200, 11.0, 0.5),
        (400, 7.7, 0.05),
        (1_000, 4.8, 0.05),
    ];
    for (n, wanted, within) in known {
        close(
            margin(0.61, n, Confidence::default()).unwrap(),
            wanted,
            within,
        );
    }
    assert_eq!(margin(0.61, 0, Confidence::default()), None);
}

#[test]
fn where_nothing_changed_no_number_of_answers_shows_it() {
    assert_eq!(between(of(5, 3, 2), of(10, 6, 4)).needed, None);
}

/// Draws the group of one person.
fn person(promoters: f64, detractors: f64, rng: &mut Xoshiro256PlusPlus) -> Group {
    match rng.next_u64() as f64 / u64::MAX as f64 {
        at if at < promoters => Group::Promoter,
        at if at < promoters + detractors => Group::Detractor,
        _ => Group::Passive,
    }
}

/// Draws a wave of `n` people.
fn wave(n: u64, promoters: f64, detractors: f64, rng: &mut Xoshiro256PlusPlus) -> Counts {
    (0..n).map(|_| person(promoters, detractors, rng)).collect()
}

#[test]
fn the_answers_needed_show_the_change_eight_times_in_ten() {
    let n = between(of(450, 300, 250), of(350, 350, 300))
        .needed
        .unwrap();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
    let seen = (0..4_000)
        .filter(|_| {
            let before = wave(n, 0.45, 0.25, &mut rng);
            between(before, wave(n, 0.35, 0.3, &mut rng)).interval.high < 0.0
        })
        .count();
    close(seen as f64 / 4_000.0, 0.8, 0.025);
}

#[test]
fn the_interval_holds_the_truth_about_as_often_as_it_says() {
    for n in [30, 100, 300] {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(n);
        let held = (0..4_000)
            .filter(|_| {
                let before = wave(n, 0.4, 0.3, &mut rng);
                let change = between(before, wave(n, 0.65, 0.1, &mut rng));
                change.interval.contains(45.0)
            })
            .count();
        close(held as f64 / 4_000.0, 0.95, 0.012);
    }
}

/// Draws accounts of three, every other of which answers as one.
fn threes(
    accounts: u32,
    first: u32,
    promoters: f64,
    rng: &mut Xoshiro256PlusPlus,
) -> Vec<(Group, u32)> {
    (first..first + accounts)
        .flat_map(|account| {
            let [one, two, three] = [(); 3].map(|()| person(promoters, 0.2, rng));
            let alike = account % 2 == 0;
            let said = if alike { [one; 3] } else { [one, two, three] };
            said.map(|group| (group, account))
        })
        .collect()
}

#[test]
fn the_clustered_interval_holds_the_truth_about_as_often_as_it_says() {
    for accounts in [10, 33, 100] {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(u64::from(accounts));
        let held = (0..2_000)
            .filter(|_| {
                let before = threes(accounts, 0, 0.5, &mut rng);
                let after = threes(accounts, 1_000, 0.4, &mut rng);
                together(&before, &after).interval.contains(-10.0)
            })
            .count();
        close(held as f64 / 2_000.0, 0.95, 0.015);
    }
}

fn answers() -> impl Strategy<Value = Vec<(Group, u32)>> {
    prop::collection::vec((0usize..3, 0u32..12), 2..60)
        .prop_map(|all| {
            all.into_iter()
                .map(|(group, one)| (Group::ALL[group], one))
                .collect()
        })
        .prop_filter("two accounts", |all: &Vec<(Group, u32)>| {
            all.iter().any(|(_, one)| *one != all[0].1)
        })
}

proptest! {
    #[test]
    fn exchanging_the_waves_turns_the_change_round(a in any_counts(), b in any_counts()) {
        prop_assume!(a.n() > 0 && b.n() > 0);
        let (there, back) = (between(a, b), between(b, a));
        prop_assert!((there.points + back.points).abs() < 1e-9);
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-9);
        prop_assert!((there.z + back.z).abs() < 1e-9 && (there.p - back.p).abs() < 1e-12);
        prop_assert_eq!(there.needed, back.needed);
    }

    #[test]
    fn equal_waves_are_no_change(counts in any_counts()) {
        prop_assume!(counts.n() > 0);
        let change = between(counts, counts);
        prop_assert!(change.points == 0.0 && change.z == 0.0 && change.needed.is_none());
        prop_assert!((change.p - 1.0).abs() < 1e-9 && change.interval.contains(0.0));
    }

    #[test]
    fn what_is_visible_is_what_the_interval_can_tell_from_zero(
        a in any_counts(), b in any_counts(), level in 0.5..0.99,
    ) {
        let found = change(a, b, Confidence::new(level).unwrap());
        prop_assume!(found.is_some());
        let found = found.unwrap();
        let adjusted = found.z * found.error;
        prop_assert!(found.interval.contains(adjusted));
        prop_assert_eq!(found.interval.excludes_zero(), adjusted.abs() > found.visible);
        prop_assert_eq!(found.interval.excludes_zero(), found.p < 1.0 - level);
    }

    #[test]
    fn people_who_each_answer_once_are_separate(a in any_counts(), b in any_counts()) {
        prop_assume!(a.n() >= 5 && b.n() >= 5);
        let list = |counts: Counts, first: u32| -> Vec<(Group, u32)> {
            let groups = Group::ALL.into_iter()
                .flat_map(|group| (0..counts.count(group)).map(move |_| group));
            groups.zip(first..).collect()
        };
        let plain = between(a, b);
        let found = together(&list(a, 0), &list(b, 5_000));
        let few = a.n().min(b.n()) as f64;
        prop_assert!((found.error / plain.error - 1.0).abs() < 1.0 / few);
        prop_assert!((found.z * found.error - plain.z * plain.error).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_answers_does_not_matter(mut a in answers(), mut b in answers()) {
        let forwards = together(&a, &b);
        a.reverse();
        b.reverse();
        prop_assert_eq!(forwards, together(&a, &b));
    }

    #[test]
    fn a_clustered_change_turns_round_too(a in answers(), b in answers()) {
        let (there, back) = (together(&a, &b), together(&b, &a));
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-9);
        prop_assert!(there.interval.contains(there.z * there.error));
    }
}

// (1.95996 + 0.84162) × 8.0135.
#[test]
fn the_change_that_two_hundred_answers_detect_is_known() {
    close(
        between(of(90, 60, 50), of(70, 70, 60)).detectable,
        22.450,
        5e-3,
    );
}

#[test]
fn a_change_of_the_detectable_size_is_seen_eight_times_in_ten() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(41);
    let mut unit = || ((rng.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
    let mut wave = |promoters: f64, detractors: f64| -> Counts {
        let drawn = (0..300).map(|_| match unit() {
            luck if luck < promoters => Group::Promoter,
            luck if luck < promoters + detractors => Group::Detractor,
            _ => Group::Passive,
        });
        drawn.collect()
    };
    let expected = between(of(120, 90, 90), of(120, 90, 90)).detectable / 200.0;
    let seen = (0..1_000).filter(|_| {
        let before = wave(0.4, 0.3);
        let after = wave(0.4 - expected, 0.3 + expected);
        between(before, after).p <= 0.05
    });
    let seen = seen.count();
    assert!((760..=850).contains(&seen), "{seen}");
}
