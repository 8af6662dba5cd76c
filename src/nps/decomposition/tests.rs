use proptest::prelude::*;

use super::*;

fn decomposed(before: &[RatedAnswer], after: &[RatedAnswer], rows: usize) -> Option<Decomposition> {
    decomposition(before, after, rows, Confidence::default())
}

fn any_answer(rows: u16) -> impl Strategy<Value = RatedAnswer> {
    let places = prop::collection::btree_set(0..rows, 1..4);
    (0usize..3, 0u32..30, places).prop_map(|(group, cluster, rows)| RatedAnswer {
        group: Group::ALL[group],
        cluster,
        rows: rows.into_iter().collect(),
    })
}

fn any_wave() -> impl Strategy<Value = Vec<RatedAnswer>> {
    // Of 5 rows one is always empty, and each wave lacks others at times.
    (1u16..5).prop_flat_map(|rows| prop::collection::vec(any_answer(rows), 1..40))
}

fn any_wide_wave() -> impl Strategy<Value = Vec<RatedAnswer>> {
    prop::collection::vec(any_answer(20), 1..60)
}

fn answer(group: Group, cluster: u32, row: u16) -> RatedAnswer {
    RatedAnswer {
        group,
        cluster,
        rows: vec![row],
    }
}

#[test]
fn an_empty_wave_has_no_score_to_change_from() {
    assert_eq!(decomposed(&[], &[answer(Group::Passive, 1, 0)], 1), None);
}

#[test]
fn a_theme_that_replaces_another_shares_the_change_with_it() {
    let before = [answer(Group::Promoter, 1, 0)];
    let after = [answer(Group::Detractor, 2, 1)];
    let parts = decomposed(&before, &after, 2).unwrap();
    assert!((parts.points + 200.0).abs() < 1e-9);
    // Without either there is no score: 100 → 0 → −100 and 100 → 0 → −100.
    assert!((parts.rows[0].points + 100.0).abs() < 1e-9);
    assert!((parts.rows[1].points + 100.0).abs() < 1e-9);
}

#[test]
fn a_new_complaint_of_a_quarter_is_named_with_its_points() {
    let fine = |n: u32| (0..n).map(|at| answer(Group::Promoter, at, 0));
    let before: Vec<RatedAnswer> = fine(100).collect();
    let angry = (0..25).map(|at| answer(Group::Detractor, 200 + at, 1));
    let after: Vec<RatedAnswer> = fine(75).chain(angry).collect();
    let parts = decomposed(&before, &after, 3).unwrap();
    assert!((parts.points + 50.0).abs() < 1e-9);
    let complaint = parts.rows[1];
    assert!(complaint.points < -40.0 && complaint.interval.high < 0.0);
    assert!(parts.rows[2].points.abs() < 1e-12);
    assert_eq!((parts.exact, parts.clusters), (true, 125));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_rows_add_up_to_the_change(before in any_wave(), after in any_wave()) {
        let parts = decomposed(&before, &after, 5).unwrap();
        let sum: f64 = parts.rows.iter().map(|row| row.points).sum();
        prop_assert!((sum - parts.points).abs() < 1e-9);
        prop_assert!(parts.rows.iter().all(|row| row.interval.contains(row.points)));
    }

    #[test]
    fn sampled_rows_add_up_too(before in any_wide_wave(), after in any_wide_wave()) {
        let parts = decomposed(&before, &after, 20).unwrap();
        let sum: f64 = parts.rows.iter().map(|row| row.points).sum();
        prop_assert!((sum - parts.points).abs() < 1e-9);
    }

    #[test]
    fn order_does_not_matter(mut before in any_wave(), mut after in any_wave()) {
        let forwards = decomposed(&before, &after, 5);
        before.reverse();
        after.reverse();
        prop_assert_eq!(forwards, decomposed(&before, &after, 5));
    }

    #[test]
    fn nor_does_what_a_cluster_is_called(mut before in any_wave(), mut after in any_wave()) {
        let named = decomposed(&before, &after, 5);
        for answer in before.iter_mut().chain(&mut after) {
            answer.cluster = 1_000 - answer.cluster;
        }
        prop_assert_eq!(named, decomposed(&before, &after, 5));
    }

    #[test]
    fn equal_waves_have_nothing_to_explain(wave in any_wave()) {
        let parts = decomposed(&wave, &wave, 5).unwrap();
        prop_assert!(parts.rows.iter().all(|row| row.points.abs() < 1e-12));
    }

    #[test]
    fn exchanging_the_waves_turns_every_row_round(before in any_wave(), after in any_wave()) {
        let (there, back) = (decomposed(&before, &after, 5).unwrap(), decomposed(&after, &before, 5).unwrap());
        for (there, back) in there.rows.iter().zip(back.rows) {
            prop_assert!((there.points + back.points).abs() < 1e-9);
        }
    }
}
