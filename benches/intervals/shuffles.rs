//! How often a search for hot spots finds some where there are none.

use motif::nps::hotspots::{PlacedPerson, Voicing, concentrated, hotspots};
use motif::nps::intervals::Confidence;

use crate::MIXES;
use crate::chance::Chance;

/// Values of each attribute; the third is a person's, the others an account's.
const VALUES: [usize; 6] = [3, 5, 4, 3, 5, 4];
const ROLE: usize = 2;
/// Runs of each kind.
const RUNS: usize = 1_000;
/// The fewest people a cell is tested with.
const LEAST: u64 = 10;

/// What is shuffled.
#[derive(Clone, Copy)]
enum Null {
    /// Ratings, over people.
    People,
    /// Ratings, over accounts that agree wholly.
    Accounts,
    /// Ratings, over accounts that agree in part (correlation .2).
    Partly,
}

pub(crate) fn print() {
    println!("\nShare of {RUNS} shuffles with any cell at q ≤ .05 (± .014).\n");
    println!(
        "| n | accounts of | shuffled | cells | score: {0} | share: {0} |",
        names()
    );
    println!("|---|---|---|---|{}", "---|".repeat(2));
    for n in [100, 300, 1_000, 5_000] {
        for (most, label, null) in [
            (1, "people", Null::People),
            (9, "people", Null::People),
            (9, "accounts", Null::Accounts),
            (9, "accounts, in part", Null::Partly),
        ] {
            let found = MIXES.map(|(_, mix)| false_findings(n, most, null, mix));
            let share = |at: usize| found.map(|found| format!("{:.3}", found[at])).join(", ");
            let (scores, shares) = (share(0), share(1));
            println!(
                "| {n} | 1–{most} | {label} | {:.0} | {scores} | {shares} |",
                found[0][2]
            );
        }
    }
}

fn names() -> String {
    MIXES.map(|(name, _)| name).join(", ")
}

/// Returns the share of shuffles with a false hot spot, with a false
/// gathering, and the cells tested.
fn false_findings(n: usize, most: usize, null: Null, mix: [f64; 3]) -> [f64; 3] {
    let mut chance = Chance::new(11);
    let mut base = Vec::new();
    let mut found = [0.0; 3];
    for run in 0..RUNS {
        if run % 20 == 0 {
            base = people(n, most, &mut chance);
        }
        let people = shuffled(&base, null, mix, &mut chance);
        let search = hotspots(&people, cells(), LEAST, Confidence::default());
        let gathered = concentrated(&passives(&people), cells(), LEAST, Confidence::default());
        found[0] += f64::from(search.spots.iter().any(|spot| spot.q <= 0.05));
        found[1] += f64::from(gathered.spots.iter().any(|spot| spot.q <= 0.05));
        found[2] += search.tested as f64;
    }
    found.map(|sum| sum / RUNS as f64)
}

/// Returns `n` people in accounts of up to `most`, with their cells.
fn people(n: usize, most: usize, chance: &mut Chance) -> Vec<PlacedPerson> {
    let mut people = Vec::new();
    for cluster in 0u32.. {
        let account = VALUES.map(|values| (chance.share().powi(2) * values as f64) as usize);
        for _ in 0..=chance.below(most) {
            let mut own = account;
            own[ROLE] = chance.below(VALUES[ROLE]);
            people.push(PlacedPerson {
                group: None,
                cluster,
                cells: inside(own),
            });
            if people.len() == n {
                return people;
            }
        }
    }
    people
}

/// Returns the cells of these values, alone and in pairs.
fn inside(own: [usize; 6]) -> Vec<u32> {
    let mut cells = Vec::new();
    let mut first = 0;
    for (at, values) in VALUES.iter().enumerate() {
        cells.push((first + own[at]) as u32);
        first += values;
    }
    for (a, left) in VALUES.iter().enumerate() {
        for (b, right) in VALUES.iter().enumerate().skip(a + 1) {
            cells.push((first + own[a] * right + own[b]) as u32);
            first += left * right;
        }
    }
    cells
}

fn cells() -> usize {
    let last = VALUES.map(|values| values - 1);
    inside(last).last().map_or(0, |&cell| cell as usize + 1)
}

fn shuffled(
    base: &[PlacedPerson],
    null: Null,
    mix: [f64; 3],
    chance: &mut Chance,
) -> Vec<PlacedPerson> {
    let mut people = base.to_vec();
    let mut account = (u32::MAX, chance.group(mix));
    for person in &mut people {
        if person.cluster != account.0 {
            account = (person.cluster, chance.group(mix));
        }
        let copies = match null {
            Null::People => false,
            Null::Accounts => true,
            Null::Partly => chance.happens(0.2f64.sqrt()),
        };
        let own = chance.group(mix);
        person.group = Some(if copies { account.1 } else { own });
    }
    people
}

/// Returns who is passive, as if that were a theme.
fn passives(people: &[PlacedPerson]) -> Vec<Voicing> {
    let voicing = |person: &PlacedPerson| Voicing {
        voices: person.group.is_some_and(|group| group.sign() == 0),
        cluster: person.cluster,
        cells: person.cells.clone(),
    };
    people.iter().map(voicing).collect()
}
