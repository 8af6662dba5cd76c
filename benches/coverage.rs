//! How often the intervals of change, pairs, weights and ranking hold the
//! truth, as Markdown tables. Seeded.
//!
//! ```text
//! cargo bench --bench coverage -- change|clustered|impact|paired|weighted|auc
//! ```
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::type_complexity)]

use motif::feedback::Group;
use motif::nps::change::{change, clustered};
use motif::nps::impact::{RatedVoice, Says, impact};
use motif::nps::intervals::Confidence;
use motif::nps::paired::paired;
use motif::nps::ranking::auc;
use motif::nps::score::Counts;
use motif::nps::weighted::{account_average, weighted};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// Shares of promoters, passives and detractors.
type Mix = [f64; 3];

const BALANCED: Mix = [0.4, 0.3, 0.3];
const SKEWED: Mix = [0.65, 0.25, 0.1];
const BOUNDARY: Mix = [0.92, 0.06, 0.02];
const SIZES: [usize; 4] = [30, 100, 300, 3_000];

struct Draw(Xoshiro256PlusPlus);

impl Draw {
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }
}

fn group(at: f64, mix: Mix) -> Group {
    if at < mix[0] {
        Group::Promoter
    } else if at < mix[0] + mix[1] {
        Group::Passive
    } else {
        Group::Detractor
    }
}

fn score(mix: Mix) -> f64 {
    100.0 * (mix[0] - mix[2])
}

/// Runs a simulation for each size and prints a row.
fn row(name: &str, runs: [usize; 4], mut held: impl FnMut(usize, &mut Draw) -> bool) {
    print!("| {name} |");
    for (n, runs) in SIZES.into_iter().zip(runs) {
        let mut draw = Draw(Xoshiro256PlusPlus::seed_from_u64(n as u64));
        let share = (0..runs).filter(|_| held(n, &mut draw)).count() as f64 / runs as f64;
        print!(" {} |", format!("{share:.3}").trim_start_matches('0'));
    }
    println!();
}

fn head(title: &str) {
    println!("\n## {title}\n\n| | n = 30 | n = 100 | n = 300 | n = 3,000 |\n|---|---|---|---|---|");
}

const MANY: [usize; 4] = [20_000, 20_000, 20_000, 4_000];
const SOME: [usize; 4] = [10_000, 10_000, 10_000, 2_000];

fn changes() {
    head("change");
    let rows = [
        ("balanced, nothing changed", BALANCED, BALANCED),
        ("balanced to skewed", BALANCED, SKEWED),
        ("skewed, nothing changed", SKEWED, SKEWED),
        ("skewed to near the boundary", SKEWED, BOUNDARY),
        ("near the boundary, nothing changed", BOUNDARY, BOUNDARY),
        ("near the boundary to balanced", BOUNDARY, BALANCED),
        (
            "from one boundary to the other side",
            BOUNDARY,
            [0.1, 0.2, 0.7],
        ),
    ];
    for (name, before, after) in rows {
        row(name, MANY, |n, draw| {
            let mut wave = |mix| -> Counts { (0..n).map(|_| group(draw.unit(), mix)).collect() };
            let (first, second) = (wave(before), wave(after));
            let found = change(first, second, Confidence::default()).unwrap();
            found.interval.contains(score(after) - score(before))
        });
    }
}

/// How many answers each account gives, `n` in all.
fn accounts(kind: &str, n: usize, draw: &mut Draw) -> Vec<usize> {
    let mut sizes = Vec::new();
    let mut left = n;
    if kind == "whale" {
        sizes.push(n * 3 / 10);
        left -= sizes[0];
    }
    while left > 0 {
        let size = match kind {
            "three" => 3,
            "ten" => 10,
            "whale" => 2,
            "uneven" if draw.unit() < 0.1 => 5 + draw.below(15),
            "uneven" => 1 + (draw.unit().ln() / 0.7f64.ln()) as usize,
            _ => 1,
        };
        sizes.push(size.min(left));
        left -= size.min(left);
    }
    sizes
}

/// A wave in which the answers of an account are, with chance `alike`, that
/// of its mood.
fn wave(
    sizes: &[usize],
    moods: &[f64],
    alike: f64,
    mix: Mix,
    first: u32,
    draw: &mut Draw,
) -> Vec<(Group, u32)> {
    let mut answers = Vec::new();
    for (number, (size, mood)) in sizes.iter().zip(moods).enumerate() {
        for _ in 0..*size {
            let own = draw.unit();
            let at = if draw.unit() < alike { *mood } else { own };
            answers.push((group(at, mix), first + number as u32));
        }
    }
    answers
}

fn clusters() {
    head("clustered");
    for (mixes, before, after) in [
        ("balanced", BALANCED, [0.3, 0.3, 0.4]),
        ("skewed", SKEWED, [0.55, 0.25, 0.2]),
        ("near the boundary", BOUNDARY, [0.86, 0.08, 0.06]),
    ] {
        for (kind, kinds) in [
            ("three", "accounts of three"),
            ("ten", "of ten"),
            ("uneven", "uneven accounts"),
            ("whale", "one with 30% of the answers"),
        ] {
            for (again, name) in [(false, "others then"), (true, "the same twice")] {
                row(&format!("{mixes}, {kinds}, {name}"), SOME, |n, draw| {
                    let sizes = accounts(kind, n, draw);
                    let moods: Vec<f64> = sizes.iter().map(|_| draw.unit()).collect();
                    let first = wave(&sizes, &moods, 0.5, before, 0, draw);
                    let second = if again {
                        wave(&sizes, &moods, 0.5, after, 0, draw)
                    } else {
                        let sizes = accounts(kind, n, draw);
                        let moods: Vec<f64> = sizes.iter().map(|_| draw.unit()).collect();
                        wave(&sizes, &moods, 0.5, after, 100_000, draw)
                    };
                    let found = clustered(&first, &second, Confidence::default()).unwrap();
                    found.interval.contains(score(after) - score(before))
                });
            }
        }
    }
}

fn pairs() {
    head("paired (first column n = 10 below)");
    // Chances of −2, −1, 0, 1, 2.
    let rows = [
        ("half move, evenly", [0.1, 0.15, 0.5, 0.15, 0.1]),
        ("many lost", [0.25, 0.35, 0.3, 0.08, 0.02]),
        ("30% move, most down", [0.08, 0.15, 0.7, 0.05, 0.02]),
        ("20% move, evenly", [0.02, 0.08, 0.8, 0.08, 0.02]),
        ("20% move, all the way", [0.1, 0.0, 0.8, 0.0, 0.1]),
        ("10% move, nearly all up", [0.0, 0.01, 0.9, 0.07, 0.02]),
        ("5% move, evenly", [0.005, 0.02, 0.95, 0.02, 0.005]),
        ("3% move, all down", [0.01, 0.02, 0.97, 0.0, 0.0]),
    ];
    for ten in [true, false] {
        for (name, chances) in rows {
            let truth: f64 = (-2..=2)
                .zip(chances)
                .map(|(step, p)| 100.0 * f64::from(step) * p)
                .sum();
            row(name, MANY, |n, draw| {
                let n = if ten { n / 3 } else { n };
                let pairs = (0..n as u32).map(|person| {
                    let (was, is) = step(draw.unit(), chances);
                    (was, is, person)
                });
                let pairs: Vec<_> = pairs.collect();
                paired(&pairs, Confidence::default())
                    .unwrap()
                    .interval
                    .contains(truth)
            });
        }
        if ten {
            println!("(above: n = 10, 33, 100, 1,000)");
        }
    }
}

fn step(at: f64, chances: [f64; 5]) -> (Group, Group) {
    use Group::{Detractor, Passive, Promoter};
    let moves = [
        (Promoter, Detractor),
        (Promoter, Passive),
        (Passive, Passive),
        (Detractor, Passive),
        (Detractor, Promoter),
    ];
    let mut sum = 0.0;
    for (chance, pair) in chances.into_iter().zip(moves) {
        sum += chance;
        if at < sum {
            return pair;
        }
    }
    (Passive, Passive)
}

fn weights() {
    head("weighted");
    let mixes = [
        ("balanced", BALANCED),
        ("skewed", SKEWED),
        ("near the boundary", BOUNDARY),
    ];
    for (mixed, mix) in mixes {
        for (kind, name) in [
            (0.0, "equal weights"),
            (-1.0, "roles of 1, 2 and 4"),
            (0.5, "revenue, σ = ½"),
            (1.0, "revenue, σ = 1"),
            (1.5, "revenue, σ = 1½"),
        ] {
            for worse in [false, true] {
                if worse && kind == 0.0 {
                    continue;
                }
                let low: Mix = [mix[0] - 0.25, mix[1], mix[2] + 0.25];
                let large = if kind > 0.0 {
                    normal_above(-kind)
                } else {
                    1.0 / 1.6
                };
                let truth = if worse {
                    large * score(low) + (1.0 - large) * score(mix)
                } else {
                    score(mix)
                };
                let name = format!(
                    "{mixed}, {name}{}",
                    if worse {
                        ", the larger half less content"
                    } else {
                        ""
                    }
                );
                row(&name, SOME, |n, draw| {
                    let answers: Vec<_> = (0..n)
                        .map(|_| {
                            let (weight, above) = weight(kind, draw);
                            (
                                group(draw.unit(), if worse && above { low } else { mix }),
                                weight,
                            )
                        })
                        .collect();
                    weighted(&answers, Confidence::default())
                        .unwrap()
                        .interval
                        .contains(truth)
                });
            }
        }
    }
    head("account_average, n accounts");
    for (mixed, mix) in mixes {
        for (kind, name) in [
            ("single", "of one answer"),
            ("three", "of three"),
            ("uneven", "uneven"),
        ] {
            for alike in [0.0, 0.7] {
                row(
                    &format!(
                        "{mixed}, {name}, {} alike",
                        if alike > 0.0 { "70%" } else { "not" }
                    ),
                    SOME,
                    |n, draw| {
                        let mut sizes = accounts(kind, 4 * n, draw);
                        sizes.truncate(n);
                        sizes.resize(n, 1);
                        let moods: Vec<f64> = sizes.iter().map(|_| draw.unit()).collect();
                        let answers = wave(&sizes, &moods, alike, mix, 0, draw);
                        account_average(&answers, Confidence::default())
                            .unwrap()
                            .interval
                            .contains(score(mix))
                    },
                );
            }
        }
    }
}

/// Returns a weight, and whether it is one of the larger.
fn weight(kind: f64, draw: &mut Draw) -> (f64, bool) {
    if kind > 0.0 {
        let normal = draw.normal();
        return ((kind * normal).exp(), normal > 0.0);
    }
    match draw.unit() {
        _ if kind == 0.0 => (1.0, false),
        at if at < 0.6 => (1.0, false),
        at if at < 0.9 => (2.0, true),
        _ => (4.0, true),
    }
}

/// Returns the chance of a standard normal value above `at`, by summing.
fn normal_above(at: f64) -> f64 {
    let steps = 200_000;
    let width = (8.0 - at) / f64::from(steps);
    (0..steps)
        .map(|step| at + (f64::from(step) + 0.5) * width)
        .map(|x| (-x * x / 2.0).exp() * width / std::f64::consts::TAU.sqrt())
        .sum()
}

fn rankings() {
    println!(
        "\n## auc\n\n| | 10 of 40 | 10 of 110 | 20 of 120 | 30 of 60 | 30 of 330 | 100 of 200 | 300 of 3,000 |\n|---|---|---|---|---|---|---|---|"
    );
    let base = [2, 1, 2, 2, 3, 6, 6, 14, 22, 18, 24];
    let worse = [8, 5, 7, 7, 8, 12, 10, 14, 13, 8, 8];
    let pick = |table: &[u32], draw: &mut Draw| {
        let all: u32 = table.iter().sum();
        let mut at = draw.unit() * f64::from(all);
        table
            .iter()
            .position(|one| {
                at -= f64::from(*one);
                at < 0.0
            })
            .unwrap() as f64
    };
    let exact = |p: &[u32], q: &[u32]| {
        let (a, b) = (p.iter().sum::<u32>(), q.iter().sum::<u32>());
        let mut wins = 0.0;
        for (i, x) in p.iter().enumerate() {
            for (j, y) in q.iter().enumerate() {
                let won = f64::midpoint(f64::from(u8::from(i > j)), f64::from(u8::from(i >= j)));
                wins += won * f64::from(x * y);
            }
        }
        wins / f64::from(a * b)
    };
    let line = |name: &str, truth: f64, mut of: Box<dyn FnMut(bool, &mut Draw) -> f64>| {
        print!("| {name} |");
        for (m, n, runs) in [
            (10, 30, 8_000),
            (10, 100, 8_000),
            (20, 100, 8_000),
            (30, 30, 8_000),
            (30, 300, 4_000),
            (100, 100, 4_000),
            (300, 2_700, 500),
        ] {
            let mut draw = Draw(Xoshiro256PlusPlus::seed_from_u64(n as u64 + m));
            let held = (0..runs)
                .filter(|_| {
                    let a: Vec<f64> = (0..m).map(|_| of(true, &mut draw)).collect();
                    let b: Vec<f64> = (0..n).map(|_| of(false, &mut draw)).collect();
                    let found = auc(&a, &b, Confidence::default()).unwrap().interval;
                    found.low - 1e-9 <= truth && truth <= found.high + 1e-9
                })
                .count();
            print!(
                " {} |",
                format!("{:.3}", f64::from(held as u32) / f64::from(runs)).trim_start_matches('0')
            );
        }
        println!();
    };
    for (shift, spread, name) in [
        (0.0, 1.0, "continuous, ½"),
        (0.7416, 1.0, "continuous, .7"),
        (1.8124, 1.0, "continuous, .9"),
        (1.1726, 2.0, "continuous, .7, positives twice as spread"),
    ] {
        let truth = normal_above(-shift / 1.0f64.hypot(spread));
        line(
            name,
            truth,
            Box::new(move |positive, draw| {
                if positive {
                    shift + spread * draw.normal()
                } else {
                    draw.normal()
                }
            }),
        );
    }
    for (p, q, name) in [
        (&base[..], &base[..], "ratings, ½"),
        (&worse, &base, "ratings, .28"),
        (&[3, 3, 4], &[3, 3, 4], "groups, ½"),
        (&[1, 2, 7], &[4, 3, 3], "groups, .73"),
        (&[2, 10, 90], &[80, 15, 5], "groups, .95"),
    ] {
        let truth = exact(p, q);
        let (p, q) = (p.to_vec(), q.to_vec());
        line(
            name,
            truth,
            Box::new(move |positive, draw| pick(if positive { &p } else { &q }, draw)),
        );
    }
}

/// Who voices a theme scores otherwise than who comments on something else; of
/// all others, half comment.
fn impacts() {
    head("impact");
    let rows = [
        ("10% mention it, mostly detractors", 0.1, [0.15, 0.25, 0.6]),
        ("25% mention it, mostly detractors", 0.25, [0.15, 0.25, 0.6]),
        (
            "10% mention it, nearly all detractors",
            0.1,
            [0.03, 0.07, 0.9],
        ),
        ("10% mention it, mostly promoters", 0.1, [0.85, 0.1, 0.05]),
        ("10% mention it, like the others", 0.1, [0.5, 0.3, 0.2]),
        ("30% mention it, like the others", 0.3, [0.5, 0.3, 0.2]),
        ("50% mention it, mostly detractors", 0.5, [0.15, 0.25, 0.6]),
    ];
    let others = [0.5, 0.3, 0.2];
    for (name, share, mix) in rows {
        let truth = share * (score(mix) - score(others));
        print!("| {name} |");
        for (n, runs) in SIZES.into_iter().zip(SOME) {
            let mut draw = Draw(Xoshiro256PlusPlus::seed_from_u64(n as u64));
            let person = |cluster: usize, draw: &mut Draw| {
                let says = match draw.unit() {
                    at if at < share => Says::Theme,
                    at if at < share + (1.0 - share) / 2.0 => Says::Other,
                    _ => Says::Nothing,
                };
                let mix = if says == Says::Theme { mix } else { others };
                RatedVoice {
                    group: group(draw.unit(), mix),
                    cluster: cluster as u32,
                    says,
                }
            };
            let study = |draw: &mut Draw| -> Vec<RatedVoice> {
                (0..n).map(|cluster| person(cluster, draw)).collect()
            };
            let held: Vec<bool> = (0..runs)
                .map(|_| study(&mut draw))
                .filter_map(|voices| {
                    impact(&voices, None, Confidence::default())?
                        .points
                        .interval()
                })
                .map(|interval| interval.contains(truth))
                .collect();
            let right = held.iter().filter(|held| **held).count() as f64;
            let share = format!("{:.3}", right / held.len() as f64);
            print!(" {} |", share.trim_start_matches('0'));
        }
        println!();
    }
}

fn main() {
    let only = std::env::args().nth(1).unwrap_or_default();
    for (name, part) in [
        ("change", changes as fn()),
        ("clustered", clusters),
        ("impact", impacts),
        ("paired", pairs),
        ("weighted", weights),
        ("auc", rankings),
    ] {
        if only.is_empty() || only == name {
            part();
        }
    }
}
