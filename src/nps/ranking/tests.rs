use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;

fn area(positives: &[f64], negatives: &[f64]) -> Auc {
    auc(positives, negatives, Confidence::default()).unwrap()
}

fn close(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() < within, "{found}, not {wanted}");
}

// Six pairs: four won, one tied, one lost.
#[test]
fn five_people_are_counted_by_hand() {
    let found = area(&[3.0, 4.0, 6.0], &[1.0, 4.0]);
    close(found.value, 4.5 / 6.0, 1e-12);
    assert!(found.p > 0.3 && found.interval.low < 0.5);
}

// As scipy's `mannwhitneyu` has it, `method="asymptotic"`.
#[test]
fn the_p_of_six_against_eight_is_known() {
    let churned = [9.0, 7.0, 7.0, 8.0, 10.0, 6.0];
    let found = area(&churned, &[1.0, 7.0, 5.0, 8.0, 3.0, 2.0, 7.0, 6.0]);
    close(found.value, 40.0 / 48.0, 1e-12);
    close(found.p, 0.042_564_08, 1e-8);
}

#[test]
fn perfect_ranking_of_ten_leaves_room_for_doubt() {
    let (high, low) = ([9.0; 5], [1.0; 5]);
    let found = area(&high, &low);
    close(found.value, 1.0, 1e-12);
    assert!(found.interval.low < 0.9 && found.interval.low > 0.5);
}

#[test]
fn where_all_are_tied_nothing_is_told_apart() {
    let found = area(&[5.0; 12], &[5.0; 30]);
    close(found.value, 0.5, 1e-12);
    close(found.p, 1.0, 1e-12);
}

#[test]
fn a_side_without_numbers_has_no_ranking() {
    assert_eq!(auc(&[], &[1.0], Confidence::default()), None);
    assert_eq!(auc(&[f64::NAN], &[1.0], Confidence::default()), None);
}

/// Draws 0, 1 or 2 with these chances of the first two.
fn draw(n: usize, chances: [f64; 2], rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    let mut one = || match rng.next_u64() as f64 / u64::MAX as f64 {
        at if at < chances[0] => 0.0,
        at if at < chances[0] + chances[1] => 1.0,
        _ => 2.0,
    };
    (0..n).map(|_| one()).collect()
}

// Detractors, passives and promoters .1 .2 .7 against .4 .3 .3: of all pairs
// 57% are won and 31% tied.
#[test]
fn the_interval_holds_the_truth_about_as_often_as_it_says() {
    for (positives, negatives) in [(10, 100), (30, 300)] {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
        let held = (0..2_000)
            .filter(|_| {
                let high = draw(positives, [0.1, 0.2], &mut rng);
                let low = draw(negatives, [0.4, 0.3], &mut rng);
                area(&high, &low).interval.contains(0.725)
            })
            .count();
        let coverage = held as f64 / 2_000.0;
        assert!((0.94..=0.985).contains(&coverage), "{coverage}");
    }
}

fn ratings() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0i32..=10).prop_map(f64::from), 1..60)
}

proptest! {
    #[test]
    fn exchanging_the_sides_turns_the_ranking_round(a in ratings(), b in ratings()) {
        let (there, back) = (area(&a, &b), area(&b, &a));
        prop_assert!((there.value + back.value - 1.0).abs() < 1e-12);
        prop_assert!((there.interval.low + back.interval.high - 1.0).abs() < 1e-9);
        prop_assert!((there.p - back.p).abs() < 1e-12);
    }

    #[test]
    fn it_is_the_share_of_pairs_won(a in ratings(), b in ratings()) {
        let won = |x: f64, y: f64| if x > y { 1.0 } else if x < y { 0.0 } else { 0.5 };
        let wins: f64 = a.iter().flat_map(|x| b.iter().map(move |y| won(*x, *y))).sum();
        prop_assert!((area(&a, &b).value - wins / (a.len() * b.len()) as f64).abs() < 1e-12);
    }

    #[test]
    fn the_interval_contains_the_value_and_stays_on_the_scale(a in ratings(), b in ratings()) {
        let found = area(&a, &b);
        prop_assert!(found.interval.contains(found.value));
        prop_assert!(found.interval.low >= 0.0 && found.interval.high <= 1.0);
    }

    #[test]
    fn order_does_not_matter(mut a in ratings(), b in ratings()) {
        let forwards = area(&a, &b);
        a.reverse();
        prop_assert_eq!(forwards, area(&a, &b));
    }
}
