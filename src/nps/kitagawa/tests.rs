use proptest::prelude::*;

use super::super::score::tests::counts as groups;
use super::*;

fn wave(segments: &[Counts]) -> Vec<Segmented> {
    let mut answers = Vec::new();
    for (segment, counts) in (0u16..).zip(segments) {
        for group in Group::ALL {
            answers.extend((0..counts.count(group)).map(|_| (group, segment)));
        }
    }
    let numbered = answers.into_iter().zip(0u32..);
    let answer = |((group, segment), cluster)| Segmented {
        group,
        cluster,
        segment,
    };
    numbered.map(answer).collect()
}

fn divided(before: &[Counts], after: &[Counts]) -> Split {
    let confidence = Confidence::default();
    kitagawa(&wave(before), &wave(after), before.len(), confidence).unwrap()
}

fn is(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
}

#[test]
fn rate_and_mix_of_two_segments_are_known() {
    // 30% at 50 → 50% at 20; 70% at 30 → 50% at 30.
    let before = [groups(21, 3, 6), groups(42, 7, 21)];
    let after = [groups(25, 10, 15), groups(25, 15, 10)];
    let split = divided(&before, &after);
    is(split.points, -11.0);
    is(split.rows[0].rate, -12.0);
    is(split.rows[1].rate, 0.0);
    is(split.rows[0].mix, 0.9);
    is(split.rows[1].mix, 0.1);
    assert_eq!(split.reversal, None);
}

#[test]
fn a_new_segment_gives_all_it_gives_to_mix() {
    let split = divided(
        &[groups(50, 0, 0), groups(0, 0, 0)],
        &[groups(50, 0, 0), groups(0, 0, 50)],
    );
    is(split.rows[1].rate, 0.0);
    is(split.rows[1].rate_interval.high, 0.0);
    is(split.rows[1].mix, -75.0);
    is(split.rate, 0.0);
    is(split.mix, -100.0);
}

#[test]
fn a_whole_that_falls_while_its_segments_rise_is_called_out() {
    let before = [groups(80, 10, 10), groups(2, 4, 4)];
    let after = [groups(9, 1, 0), groups(35, 30, 35)];
    let split = divided(&before, &after);
    assert!(split.points < 0.0);
    assert_eq!(split.reversal, Some(Reversal::RisesWithin));
    assert_eq!(
        divided(&after, &before).reversal,
        Some(Reversal::FallsWithin)
    );
}

fn any_segments() -> impl Strategy<Value = Vec<Counts>> {
    let segment = (0u64..9, 0u64..9, 0u64..9, prop::bool::weighted(0.8));
    let counts = segment.prop_map(|(p, n, d, any)| {
        if any {
            groups(p, n, d)
        } else {
            groups(0, 0, 0)
        }
    });
    prop::collection::vec(counts, 4)
        .prop_filter("somebody rated", |segments| total(segments).n() > 0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rates_and_mixes_add_up_to_the_change(before in any_segments(), after in any_segments()) {
        let split = divided(&before, &after);
        prop_assert!((split.rate + split.mix - split.points).abs() < 1e-9);
    }

    #[test]
    fn intervals_hold_their_numbers(before in any_segments(), after in any_segments()) {
        for row in divided(&before, &after).rows {
            prop_assert!(row.rate_interval.contains(row.rate));
            prop_assert!(row.mix_interval.contains(row.mix));
        }
    }

    #[test]
    fn order_does_not_matter(before in any_segments(), after in any_segments()) {
        let (mut before, mut after) = (wave(&before), wave(&after));
        let forwards = kitagawa(&before, &after, 4, Confidence::default());
        before.reverse();
        after.reverse();
        prop_assert_eq!(forwards, kitagawa(&before, &after, 4, Confidence::default()));
    }

    #[test]
    fn equal_waves_have_nothing_to_explain(wave in any_segments()) {
        for row in divided(&wave, &wave).rows {
            prop_assert!(row.rate.abs() < 1e-12 && row.mix.abs() < 1e-12);
        }
    }
}
