use proptest::prelude::*;

use super::super::fisher::fisher;
use super::*;

/// Accounts of five, every second of which says it with one voice.
fn accounts(first: u32, saying: u32) -> Vec<Clustered<bool>> {
    let accounts = first..first + 20;
    accounts
        .flat_map(|account| [(account < first + saying, account); 5])
        .collect()
}

#[test]
fn five_colleagues_who_say_the_same_are_one_voice() {
    let (few, many) = (accounts(0, 2), accounts(100, 8));
    let sure = difference(&few, &many, Confidence::default()).unwrap();
    let (part, other) = (
        Proportion::from_answers(&few),
        Proportion::from_answers(&many),
    );
    assert!(fisher(part, other) < 1e-4, "as people it is beyond doubt");
    assert!(sure.p > 0.01, "as twenty accounts it is not: {}", sure.p);
    let share = share(&many, Confidence::default()).unwrap();
    let wilson = intervals::wilson(other, Confidence::default()).unwrap();
    assert!(share.high - share.low > 1.8 * (wilson.high - wilson.low));
}

#[test]
fn people_who_say_the_same_twice_cancel_out() {
    let before: Vec<Clustered<bool>> = (0..80).map(|person| (person % 4 == 0, person)).collect();
    let after: Vec<Clustered<bool>> = (0..80)
        .map(|person| (person % 4 == 0 || person % 11 == 1, person))
        .collect();
    let sure = difference(&after, &before, Confidence::default()).unwrap();
    let apart = fisher(
        Proportion::from_answers(&after),
        Proportion::from_answers(&before),
    );
    assert!(sure.p < 0.05 && apart > 0.2, "{} and {apart}", sure.p);
}

#[test]
fn a_number_is_withheld_where_one_account_is_the_whole() {
    let giant = (0..40).map(|_| 0).chain(1..60);
    let why = VoiceCount::new(giant).withheld();
    assert!(matches!(why, Some(Withheld::OneAccount { share }) if share > 0.4));
    let four = (0..40).map(|answer| answer % 4);
    assert_eq!(
        VoiceCount::new(four).withheld(),
        Some(Withheld::FewAccounts { accounts: 4 })
    );
    assert_eq!(
        VoiceCount::new(0..4).withheld(),
        None,
        "four people are not accounts"
    );
}

fn answers() -> impl Strategy<Value = Vec<Clustered<Group>>> {
    prop::collection::vec((0usize..3, 0u32..15), 2..80).prop_map(|all| {
        all.into_iter()
            .map(|(group, one)| (Group::ALL[group], one))
            .collect()
    })
}

proptest! {
    #[test]
    fn a_score_lies_in_its_interval_however_answers_are_ordered(mut all in answers()) {
        let counts: Counts = all.iter().map(|(group, _)| *group).collect();
        let interval = score(&all, Confidence::default()).unwrap();
        prop_assert!(interval.contains(counts.score().unwrap()));
        all.reverse();
        prop_assert_eq!(Some(interval), score(&all, Confidence::default()));
    }

    #[test]
    fn exchanging_the_sides_turns_a_difference_round(a in answers(), b in answers()) {
        let says = |all: &[Clustered<Group>]| -> Vec<Clustered<bool>> {
            all.iter().map(|(group, one)| (*group == Group::Detractor, *one)).collect()
        };
        let (a, b) = (says(&a), says(&b));
        let there = difference(&a, &b, Confidence::default()).unwrap();
        let back = difference(&b, &a, Confidence::default()).unwrap();
        prop_assert!((there.p - back.p).abs() < 1e-9);
        prop_assert!((there.interval.low + back.interval.high).abs() < 1e-9);
    }

    #[test]
    fn where_everybody_answers_once_a_score_is_the_plain_one(groups in prop::collection::vec(0usize..3, 2..80)) {
        let all: Vec<Clustered<Group>> = groups.iter().map(|group| Group::ALL[*group]).zip(0..).collect();
        let counts: Counts = all.iter().map(|(group, _)| *group).collect();
        prop_assert_eq!(score(&all, Confidence::default()), intervals::score(counts, Confidence::default()));
    }
}
