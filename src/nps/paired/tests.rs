use Group::{Detractor, Passive, Promoter};
use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;

/// Numbers people who share no account.
fn alone(pairs: &[(Group, Group)]) -> Vec<(Group, Group, u32)> {
    let pairs = pairs.iter().zip(0..);
    pairs.map(|((was, is), at)| (*was, *is, at)).collect()
}

fn moved(pairs: &[(Group, Group)]) -> Paired {
    paired(&alone(pairs), Confidence::default()).unwrap()
}

/// Ten people, of whom one recovered and three were lost.
fn canteen() -> Vec<(Group, Group)> {
    let mut pairs = vec![(Promoter, Promoter); 4];
    pairs.extend([(Passive, Passive), (Detractor, Detractor)]);
    pairs.extend([(Detractor, Passive), (Promoter, Passive)]);
    pairs.extend([(Passive, Detractor), (Promoter, Detractor)]);
    pairs
}

#[test]
fn the_canteen_lost_three_and_won_back_one() {
    let found = moved(&canteen());
    assert_eq!(found.transitions.count(Promoter, Detractor), 1);
    assert_eq!(found.transitions.count(Detractor, Promoter), 0);
    assert_eq!(found.transitions.recovered(), 1);
    assert_eq!(found.transitions.lost(), 3);
    assert!((found.points + 30.0).abs() < 1e-9, "{}", found.points);
}

// Sum −3, squares 7, two imagined pairs: mean −¼, variance 9/12 − 1/16,
// error .25; t with 11 degrees of freedom.
#[test]
fn its_interval_is_computed_by_hand() {
    let found = moved(&canteen());
    assert!((found.interval.low + 25.0 + 2.200_985 * 25.0).abs() < 1e-3);
    assert!((found.interval.high + 25.0 - 2.200_985 * 25.0).abs() < 1e-3);
    assert!((found.p - 0.338_80).abs() < 1e-4, "{}", found.p);
}

#[test]
fn ten_people_who_all_stayed_leave_room_for_doubt() {
    let found = moved(&[(Passive, Passive); 10]);
    assert!(found.points == 0.0 && (found.p - 1.0).abs() < 1e-9);
    assert!(found.interval.low < -20.0 && found.interval.high > 20.0);
}

#[test]
fn nobody_answered_twice() {
    assert_eq!(paired(&[], Confidence::default()), None);
}

// One in five moves, and twice as many down as up: −20 points.
#[test]
fn the_interval_holds_the_truth_about_as_often_as_it_says() {
    for n in [30, 100, 300] {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let mut draw = || match rng.next_u64() as f64 / u64::MAX as f64 {
            at if at < 0.1 => (Promoter, Detractor),
            at if at < 0.15 => (Detractor, Passive),
            at if at < 0.2 => (Passive, Detractor),
            _ => (Passive, Passive),
        };
        let held = (0..4_000)
            .filter(|_| {
                let pairs: Vec<_> = (0..n).map(|_| draw()).collect();
                moved(&pairs).interval.contains(-20.0)
            })
            .count();
        let coverage = held as f64 / 4_000.0;
        assert!((0.93..=0.97).contains(&coverage), "{coverage} at n = {n}");
    }
}

fn pairs() -> impl Strategy<Value = Vec<(Group, Group)>> {
    let pair = (0usize..3, 0usize..3).prop_map(|(a, b)| (Group::ALL[a], Group::ALL[b]));
    prop::collection::vec(pair, 1..80)
}

proptest! {
    #[test]
    fn the_margins_are_the_waves(pairs in pairs()) {
        let transitions = moved(&pairs).transitions;
        let before: Counts = pairs.iter().map(|(from, _)| *from).collect();
        let after: Counts = pairs.iter().map(|(_, to)| *to).collect();
        prop_assert_eq!(transitions.before(), before);
        prop_assert_eq!(transitions.after(), after);
        prop_assert_eq!(transitions.total(), pairs.len() as u64);
    }

    #[test]
    fn everybody_stays_recovers_or_is_lost(pairs in pairs()) {
        let transitions = moved(&pairs).transitions;
        let stayed: u64 = Group::ALL.into_iter().map(|group| transitions.count(group, group)).sum();
        prop_assert_eq!(stayed + transitions.recovered() + transitions.lost(), transitions.total());
    }

    #[test]
    fn exchanging_the_waves_turns_the_change_round(pairs in pairs()) {
        let back: Vec<_> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
        let (there, back) = (moved(&pairs), moved(&back));
        prop_assert!((there.points + back.points).abs() < 1e-9);
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-9);
        prop_assert!((there.p - back.p).abs() < 1e-12);
    }

    #[test]
    fn order_does_not_matter(mut pairs in pairs()) {
        let forwards = moved(&pairs);
        pairs.reverse();
        prop_assert_eq!(forwards, moved(&pairs));
    }

    // Fewer are drawn to the middle by the two imagined pairs.
    #[test]
    fn the_interval_contains_the_change_of_three_or_more(pairs in pairs()) {
        prop_assume!(pairs.len() >= 3);
        let found = moved(&pairs);
        prop_assert!(found.interval.contains(found.points));
    }
}

#[test]
fn colleagues_who_fall_together_are_one_fall() {
    let fall = |person: u32| match person {
        0..10 => (Promoter, Detractor),
        _ => (Promoter, Promoter),
    };
    let apart: Vec<_> = (0..60).map(fall).collect();
    let tied = (0..60).map(|person| (fall(person).0, fall(person).1, person / 5));
    let tied = paired(&tied.collect::<Vec<_>>(), Confidence::default()).unwrap();
    assert!(moved(&apart).p < 0.005 && tied.p > 0.05, "{}", tied.p);
    assert!(tied.interval.contains(tied.points));
}
