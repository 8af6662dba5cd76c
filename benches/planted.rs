//! How often ranges hold what is true, how often a change that is there is
//! called, and how far the theme that leads a report is overstated, as
//! Markdown tables. Seeded.
//!
//! ```text
//! cargo bench --bench planted [-- headline] [STUDIES]
//! ```
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "nulls/studies.rs"]
mod studies;

use motif::feedback::Group;
use motif::inquiry::claims::FALSE;
use motif::inquiry::compare::verdict_of;
use motif::inquiry::impacts::topic_impacts;
use motif::inquiry::{Ledger, Selection};
use motif::nps::intervals::Interval;
use motif::study::Analysis;
use rayon::prelude::*;
use studies::{Design, Draw, Effect, MIX, nothing, planted, study};

/// Studies of each design.
const STUDIES: u64 = 400;

fn main() {
    let asked = std::env::args().find_map(|given| given.parse().ok());
    let runs: u64 = asked.unwrap_or(STUDIES);
    let only = std::env::args().nth(1).unwrap_or_default();
    if only != "headline" {
        coverage(runs);
        power(runs);
    }
    headline(runs);
}

fn waves(analysis: &Analysis) -> [Selection; 2] {
    ["before", "after"].map(|wave| Selection::parse(wave, analysis).unwrap())
}

/// One number of a study, where it is not withheld: whether its range holds
/// the truth.
type Held = Option<bool>;

fn held(interval: Option<Interval>, truth: f64) -> Held {
    interval.map(|interval| interval.contains(truth))
}

fn coverage(runs: u64) {
    println!(
        "| ranges that hold the truth, {runs} studies each | score | share | impact | change |"
    );
    println!("|---|---|---|---|---|");
    for design in nothing() {
        let studies: Vec<Vec<(usize, Held)>> = (0..runs)
            .into_par_iter()
            .map(|seed| numbers(&design, seed))
            .collect();
        let cells = (0..4).map(|of| {
            let all = studies.iter().flatten().filter(|(at, _)| *at == of);
            let told: Vec<bool> = all.clone().filter_map(|(_, held)| *held).collect();
            let made = all.count();
            if told.len() * 2 < made {
                return format!(
                    "withheld ({:.0}%)",
                    100.0 * (made - told.len()) as f64 / made as f64
                );
            }
            let right = told.iter().filter(|right| **right).count();
            format!("{:.3}", right as f64 / told.len() as f64)
        });
        println!(
            "| {} | {} |",
            design.name,
            cells.collect::<Vec<_>>().join(" | ")
        );
    }
}

/// Returns whether the range of each number of a study holds what is true:
/// score, share of detractors, the impact of each topic, change.
fn numbers(design: &Design, seed: u64) -> Vec<(usize, Held)> {
    let analysis = study(design, seed);
    let ledger = Ledger::new(&analysis);
    let [before, after] = waves(&analysis);
    let everybody = Selection::everybody(&analysis);
    let score = ledger.score(&after.responses);
    let truth = 100.0 * (MIX[0] - MIX[2]);
    let is_worst = |r: usize| ledger.group(r) == Some(Group::Detractor);
    let share = ledger.share(&after.responses, is_worst);
    let (change, verdict) = verdict_of(&ledger, &before, &after).unwrap();
    let few = verdict == motif::inquiry::compare::ChangeVerdict::Few;
    let mut numbers = vec![
        (
            0,
            held(score.and_then(|score| score.estimate.interval()), truth),
        ),
        (1, held(share.estimate.interval(), MIX[2])),
        (3, held((!few).then_some(change.interval), 0.0)),
    ];
    let impacts = ledger.themes().into_iter();
    numbers.extend(impacts.filter_map(|theme| {
        let points = ledger.impact(theme, &everybody.responses)?.points;
        // Under five people a number is never told.
        (points.n() >= 5).then(|| (2, held(points.interval(), 0.0)))
    }));
    numbers
}

fn power(runs: u64) {
    println!("\n| a fall of 8.75 points | called |\n|---|---|");
    let effect = Effect {
        fall: 0.04375,
        ..Effect::default()
    };
    for (name, people, panel) in [
        ("the same 80 people twice, nobody else moves", 80, Some(1.0)),
        (
            "the same 80 people twice, 1 in 20 answers anew",
            80,
            Some(0.95),
        ),
        (
            "the same 80 people twice, 1 in 10 answers anew",
            80,
            Some(0.9),
        ),
        (
            "the same 300 people twice, 3 in 10 answer anew",
            300,
            Some(0.7),
        ),
        ("300 people a wave", 300, None),
    ] {
        let design = planted(name, people, panel, effect);
        let called = (0..runs).into_par_iter().filter(|seed| {
            let analysis = study(&design, *seed);
            let [before, after] = waves(&analysis);
            let (change, verdict) = verdict_of(&Ledger::new(&analysis), &before, &after).unwrap();
            verdict.is_called() && change.points < 0.0
        });
        println!(
            "| {name} | {:.0}% |",
            100.0 * called.count() as f64 / runs as f64
        );
    }
}

/// What a headline claims and what is true of it.
struct Told {
    claimed: f64,
    counted: f64,
    truth: f64,
    held: bool,
}

fn headline(runs: u64) {
    println!(
        "\n| the theme that leads, of 8 topics | told | claims | as counted | truth | bias | range holds it |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (people, spread) in [(100, 0.15), (150, 0.15), (300, 0.1), (300, 0.2)] {
        let told: Vec<Told> = (0..runs)
            .into_par_iter()
            .filter_map(|seed| leading(people, spread, seed))
            .collect();
        let mean = |of: fn(&Told) -> f64| told.iter().map(of).sum::<f64>() / told.len() as f64;
        let [claimed, counted, truth] = [
            mean(|told| told.claimed),
            mean(|told| told.counted),
            mean(|told| told.truth),
        ];
        println!(
            "| {} answers, half of the topics off by ±{spread} | {:.0}% | {claimed:.1} | {counted:.1} | {truth:.1} | {:+.1} | {:.3} |",
            2 * people,
            100.0 * told.len() as f64 / runs as f64,
            claimed - truth,
            mean(|told| f64::from(u8::from(told.held)))
        );
    }
}

/// Returns what the report of a study would lead with. Half of the topics have
/// no effect; the others are drawn from a normal distribution.
fn leading(people: usize, spread: f64, seed: u64) -> Option<Told> {
    let mut draw = Draw::new(seed + 1_000_000);
    let mut topics = [0.0; 8];
    for topic in &mut topics {
        if draw.happens(0.5) {
            *topic = (spread * draw.normal()).clamp(-0.25, 0.45);
        }
    }
    let design = planted("topics", people, None, Effect { fall: 0.0, topics });
    let analysis = study(&design, seed);
    let ledger = Ledger::new(&analysis);
    let everybody = Selection::everybody(&analysis).responses;
    let impacts = topic_impacts(&ledger, &everybody);
    let found = impacts
        .iter()
        .filter(|topic| topic.is_found(FALSE) && topic.shrunk.value < 0.0);
    let topic = found.min_by(|a, b| a.shrunk.value.total_cmp(&b.shrunk.value))?;
    // What is expected of each answer: its topic is the last part of its id.
    let expected = |r: usize| {
        let id = analysis.corpus.responses[r].record();
        let topic: usize = id.rsplit('-').next().unwrap().parse().unwrap();
        // Nobody is less likely than not at all.
        let shift = topics[topic];
        let worst = (MIX[2] + shift).clamp(0.0, 1.0);
        let best = 1.0 - (MIX[2] + MIX[1] + shift).clamp(0.0, 1.0);
        100.0 * (best - worst)
    };
    let mean = |all: &[usize]| all.iter().map(|r| expected(*r)).sum::<f64>() / all.len() as f64;
    let said = ledger.voicing(topic.finding, &everybody);
    let mut others = ledger.commenting(&everybody);
    others.retain(|&r| !ledger.voices(r, topic.finding));
    let share = said.len() as f64 / everybody.len() as f64;
    let truth = share * (mean(&said) - mean(&others));
    Some(Told {
        claimed: topic.shrunk.value,
        counted: topic.impact.points.value()?,
        truth,
        held: topic.shrunk.interval.contains(truth),
    })
}
