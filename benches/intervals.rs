//! How often intervals hold the truth, and how often chance passes for a
//! finding.
//!
//! ```text
//! cargo bench --bench intervals
//! ```
//!
//! Makes up studies of a known truth, with fixed seeds, and prints Markdown:
//! the share of studies whose 95% interval holds it, for people on their own
//! and for accounts of five who partly agree, and the share of shuffled
//! studies in which any cell passes for a hot spot. On one core it takes
//! about four minutes.

#![allow(clippy::print_stdout, reason = "a bench prints what it found")]

#[path = "intervals/chance.rs"]
mod chance;
#[path = "intervals/shuffles.rs"]
mod shuffles;
#[path = "intervals/studies.rs"]
mod studies;

use motif::nps::change::clustered;
use motif::nps::clustered::score;
use motif::nps::decomposition::decomposition;
use motif::nps::impact::impact;
use motif::nps::intervals::{Confidence, Interval};
use motif::nps::kitagawa::kitagawa;

use chance::Chance;
use studies::{Study, Truth};

/// Promoters, passives and detractors among those who voice nothing.
const MIXES: [(&str, [f64; 3]); 3] = [
    ("balanced", [0.4, 0.3, 0.3]),
    ("skewed", [0.65, 0.2, 0.15]),
    ("near the boundary", [0.9, 0.08, 0.02]),
];
const COLUMNS: [&str; 9] = [
    "score",
    "difference",
    "impact of 20%",
    "row of 5%, as before",
    "row of 10% → 20%",
    "row of 25%, worse",
    "row of the rest",
    "rate of a segment",
    "mix of a segment",
];

fn main() {
    println!("Share of studies whose 95% interval holds the truth (± .011; ± .022 at n = 3000).");
    for (size, who) in [
        (1, "Everybody on their own"),
        (5, "Accounts of five, correlation .2"),
    ] {
        println!("\n{who}:\n\n| n | mix | {} |", COLUMNS.join(" | "));
        println!("|---|---|{}", "---|".repeat(COLUMNS.len()));
        for n in [30, 100, 300, 3_000] {
            for (name, mix) in MIXES {
                let shares = coverage(n, size, mix);
                println!("| {n} | {name} | {} |", shares.join(" | "));
            }
        }
    }
    shuffles::print();
}

/// Returns, for each column, how often the interval held the truth; studies
/// that withhold the number are not counted.
fn coverage(n: usize, size: usize, mix: [f64; 3]) -> Vec<String> {
    let studies = if n > 1_000 { 400 } else { 1_500 };
    let truth = Truth::of(mix);
    let mut chance = Chance::new(7);
    let mut held = [0u32; COLUMNS.len()];
    let mut made = [0u32; COLUMNS.len()];
    for _ in 0..studies {
        let study = Study::new(n, size, mix, &mut chance);
        for (column, found) in intervals_of(&study).into_iter().enumerate() {
            if let Some(interval) = found {
                made[column] += 1;
                held[column] += u32::from(interval.contains(truth.numbers[column]));
            }
        }
    }
    let share = |(&held, &made): (&u32, &u32)| match made {
        0..100 => "–".to_owned(),
        _ => format!("{:.3}", f64::from(held) / f64::from(made)),
    };
    held.iter().zip(&made).map(share).collect()
}

fn intervals_of(study: &Study) -> [Option<Interval>; COLUMNS.len()] {
    let sure = Confidence::default();
    let [before, after] = study.rated();
    let voices = study.voices(1);
    let change = clustered(&before, &after, sure);
    let (themes, segments) = (study.answers(), study.segmented());
    let rows = decomposition(&themes[0], &themes[1], 4, sure);
    let split = kitagawa(&segments[0], &segments[1], 3, sure);
    let theme = |row: usize| {
        let row = rows.as_ref()?.rows[row];
        (row.before.n() + row.after.n() >= 5).then_some(row.interval)
    };
    let segment = split.and_then(|split| {
        let row = split.rows[1];
        (row.before.n().min(row.after.n()) >= 5).then_some(row)
    });
    [
        score(&after, sure),
        change.map(|change| change.interval),
        impact(&voices, None, sure).and_then(|impact| impact.points.interval()),
        theme(0),
        theme(1),
        theme(2),
        theme(3),
        segment.map(|row| row.rate_interval),
        segment.map(|row| row.mix_interval),
    ]
}
