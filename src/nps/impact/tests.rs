use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::super::score::tests::{any_counts, counts};
use super::*;

/// Returns people who share no account: those who voice the theme, those who
/// say something else, and those who say nothing.
fn people(with: Counts, others: Counts, silent: Counts) -> Vec<RatedVoice> {
    let sides = [
        (with, Says::Theme),
        (others, Says::Other),
        (silent, Says::Nothing),
    ];
    let groups = |counts: Counts| {
        Group::ALL
            .into_iter()
            .flat_map(move |group| (0..counts.count(group)).map(move |_| group))
    };
    let voices = sides
        .into_iter()
        .flat_map(|(counts, says)| groups(counts).map(move |group| (group, says)));
    voices
        .zip(0..)
        .map(|((group, says), cluster)| RatedVoice {
            group,
            cluster,
            says,
        })
        .collect()
}

fn measured(with: Counts, others: Counts, silent: Counts) -> Option<Impact> {
    impact(&people(with, others, silent), None, Confidence::default())
}

#[test]
fn the_impact_is_known() {
    // 40 of 250 who rated, −50, against 160 other commenters, +37.5.
    let found = measured(counts(5, 10, 25), counts(85, 50, 25), counts(50, 0, 0)).unwrap();
    assert_eq!(found.points.value(), Some(-14.0));
    assert_eq!((found.points.n(), found.silent), (40, 50));
    assert!(found.p < 1e-6 && found.points.interval().unwrap().high < -8.0);
}

#[test]
fn where_reading_found_no_mistake_the_impact_stays() {
    let (with, others, silent) = (counts(5, 10, 25), counts(85, 50, 25), counts(50, 0, 0));
    let plain = measured(with, others, silent).unwrap();
    let right = Misclassification::known(1.0, 0.0);
    let checked = impact(
        &people(with, others, silent),
        Some(&right),
        Confidence::default(),
    );
    assert_eq!(checked.unwrap(), plain);
}

// Half of the 40 are about it and a tenth of the 160 others: 36 of 250. The gap
// of 87.5 points is seen through 0.5 − 0.1: it is 218.75 in truth, 31.5 points.
#[test]
fn a_theme_that_is_half_wrong_hides_a_larger_gap() {
    let (with, others, silent) = (counts(5, 10, 25), counts(85, 50, 25), counts(50, 0, 0));
    let half = Misclassification::known(0.5, 0.1);
    let found = impact_of_people([with, others], 50, Some(&half), Confidence::default()).unwrap();
    assert!(
        (found.points.value().unwrap() + 31.5).abs() < 1e-9,
        "{found:?}"
    );
    let plain = measured(with, others, silent).unwrap();
    assert!((found.p - plain.p).abs() < 1e-12);
    assert_eq!(found.with, plain.with);
}

#[test]
fn whoever_says_nothing_is_not_held_against_a_theme() {
    // Nine of ten detractors comment, three of ten promoters; a theme that all
    // who comment voice alike costs nothing.
    let (with, others) = (counts(6, 5, 18), counts(24, 20, 72));
    let found = measured(with, others, counts(70, 25, 10)).unwrap();
    assert!(found.points.value().unwrap().abs() < 1e-12);
    assert!(found.p > 0.9, "{}", found.p);
}

#[test]
fn where_nobody_says_anything_else_there_is_nobody_to_compare_with() {
    assert_eq!(
        measured(counts(3, 4, 5), counts(0, 0, 0), counts(9, 0, 0)),
        None
    );
    assert_eq!(
        measured(counts(0, 0, 0), counts(3, 4, 5), counts(9, 0, 0)),
        None
    );
}

#[test]
fn four_voices_are_too_few_for_a_number() {
    let found = measured(counts(0, 0, 4), counts(90, 60, 50), counts(0, 0, 0)).unwrap();
    assert_eq!(found.points.numbers(), None);
}

#[test]
fn colleagues_who_complain_alike_are_one_complaint() {
    let (with, others) = (counts(0, 0, 10), counts(60, 30, 10));
    let apart = people(with, others, counts(0, 0, 0));
    let mut tied = apart.clone();
    for voice in &mut tied {
        voice.cluster /= 10;
    }
    let sure = |voices: &[RatedVoice]| impact(voices, None, Confidence::default()).unwrap().p;
    assert!(sure(&apart) < 1e-3 && sure(&tied) > 0.05, "{}", sure(&tied));
}

#[test]
fn people_on_their_own_may_be_counted_instead() {
    let (with, others, silent) = (counts(5, 10, 25), counts(85, 50, 25), counts(50, 0, 0));
    let counted = impact_of_people([with, others], silent.n(), None, Confidence::default());
    assert_eq!(measured(with, others, silent), counted);
}

fn five_or_more() -> impl Strategy<Value = Counts> {
    any_counts().prop_filter("five people", |counts| counts.n() >= 5)
}

proptest! {
    #[test]
    fn the_points_are_what_is_missing_if_they_scored_like_the_others(
        with in five_or_more(), others in five_or_more(), silent in any_counts(),
    ) {
        let found = measured(with, others, silent).unwrap();
        let all = with + others + silent;
        let spread = others.score().unwrap() * with.n() as f64;
        let sum = |counts: Counts| counts.score().unwrap_or_default() * counts.n() as f64;
        let instead = (spread + sum(others) + sum(silent)) / all.n() as f64;
        let points = found.points.value().unwrap();
        prop_assert!((all.score().unwrap() - instead - points).abs() < 1e-9);
        prop_assert!(found.points.interval().unwrap().contains(points));
    }
}

/// Draws a study: one in ten voices a theme that angers them; of the rest,
/// half comment.
fn study(n: u64, rng: &mut Xoshiro256PlusPlus) -> Vec<RatedVoice> {
    let mut draw = || rng.next_u64() as f64 / u64::MAX as f64;
    let voice = |cluster: u64| {
        let says = match draw() {
            at if at < 0.1 => Says::Theme,
            at if at < 0.55 => Says::Other,
            _ => Says::Nothing,
        };
        let detractors = if says == Says::Theme { 0.6 } else { 0.15 };
        let group = match draw() {
            at if at < detractors => Group::Detractor,
            at if at < detractors + 0.3 => Group::Passive,
            _ => Group::Promoter,
        };
        RatedVoice {
            group,
            cluster: cluster as u32,
            says,
        }
    };
    (0..n).map(voice).collect()
}

// The true impact is .1 × (−50 − 40) = −9 points.
#[test]
fn the_interval_holds_the_truth_about_as_often_as_it_says() {
    for n in [100, 300] {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        let held: Vec<bool> = (0..4_000)
            .map(|_| study(n, &mut rng))
            .filter_map(|voices| {
                impact(&voices, None, Confidence::default())?
                    .points
                    .interval()
            })
            .map(|interval| interval.contains(-9.0))
            .collect();
        let coverage = held.iter().filter(|held| **held).count() as f64 / held.len() as f64;
        assert!((0.93..=0.975).contains(&coverage), "{coverage} at n = {n}");
    }
}
