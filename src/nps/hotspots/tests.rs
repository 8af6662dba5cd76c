use proptest::prelude::*;

use super::*;

/// So many people of one group, in one cell, one account each or all in
/// the account given.
fn people(n: u32, group: Group, cell: u32, account: Option<u32>) -> Vec<PlacedPerson> {
    let first = 10_000 * cell + 1_000 * group.index() as u32;
    let person = |at| PlacedPerson {
        group: Some(group),
        cluster: account.unwrap_or(first + at),
        cells: vec![cell],
    };
    (0..n).map(person).collect()
}

fn found(people: &[PlacedPerson]) -> HotspotSearch<CellResult> {
    hotspots(people, 2, 5, Confidence::default())
}

#[test]
fn the_p_of_a_small_cell_is_that_of_fisher() {
    let voicing = |n: u32, voices, cell| {
        (0..n).map(move |at| Voicing {
            voices,
            cluster: 1_000 * cell + 100 * u32::from(voices) + at,
            cells: vec![cell],
        })
    };
    let people: Vec<Voicing> = voicing(3, true, 0)
        .chain(voicing(1, false, 0))
        .chain(voicing(1, true, 1))
        .chain(voicing(3, false, 1))
        .collect();
    let search = concentrated(&people, 2, 4, Confidence::default());
    assert_eq!(search.tested, 2);
    // The lady tasting tea: 17 of 70, twice for either side.
    assert!((search.spots[0].p - 34.0 / 70.0).abs() < 1e-12);
    assert!((search.spots[0].difference - 0.5).abs() < 1e-12);
}

#[test]
fn ten_unhappy_people_of_one_account_are_less_than_ten_of_ten() {
    let rest = [
        people(40, Group::Promoter, 1, None),
        people(10, Group::Detractor, 1, None),
    ];
    let with = |account| {
        let mut all = rest.concat();
        all.extend(people(10, Group::Detractor, 0, account));
        found(&all).spots[0]
    };
    let (many, one) = (with(None), with(Some(7)));
    assert_eq!((many.clusters, many.largest), (10, 1));
    assert_eq!((one.clusters, one.largest), (1, 10));
    assert!(many.q < 1e-4 && one.q > 0.05, "{} {}", many.q, one.q);
    assert!(one.interval.high > many.interval.high);
}

#[test]
fn who_did_not_rate_is_not_counted() {
    let mut all = people(9, Group::Promoter, 0, None);
    all.extend(people(9, Group::Detractor, 1, None));
    let before = found(&all);
    all.push(PlacedPerson {
        group: None,
        cluster: 5,
        cells: vec![0],
    });
    assert_eq!(found(&all), before);
}

#[test]
fn a_cell_of_four_is_not_tested() {
    let mut all = people(4, Group::Detractor, 0, None);
    all.extend(people(50, Group::Promoter, 1, None));
    assert_eq!(found(&all).tested, 0);
}

fn anybody() -> impl Strategy<Value = Vec<PlacedPerson>> {
    let person = (0usize..4, 0u32..9, 0u32..4).prop_map(|(group, cluster, bits)| PlacedPerson {
        group: Group::ALL.get(group).copied(),
        cluster,
        cells: (0..2).filter(|cell| bits >> cell & 1 == 1).collect(),
    });
    prop::collection::vec(person, 0..80)
}

proptest! {
    #[test]
    fn order_does_not_matter(mut people in anybody()) {
        let forwards = found(&people);
        people.reverse();
        prop_assert_eq!(forwards, found(&people));
    }

    #[test]
    fn chances_are_chances_and_intervals_hold_the_gap(people in anybody()) {
        for spot in found(&people).spots {
            prop_assert!(spot.p > 0.0 && spot.p <= spot.q && spot.q <= 1.0);
            prop_assert!(spot.interval.contains(spot.points));
        }
    }
}
