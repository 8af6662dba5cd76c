//! Measures that grow worse while the score rises.
//!
//! A score that is bought with replacements and refunds rises with its cost.

use serde::Serialize;

use super::super::error::Error;
use super::super::ledger::Ledger;
use super::super::measure::number;
use super::super::selection::attributes;
use crate::nps::intervals::Interval;
use crate::nps::means::welch;
use crate::nps::score::Counts;

/// A measure that rose while the score did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// The attribute.
    pub measure: String,
    /// The waves compared.
    pub waves: [String; 2],
    /// The scores in them.
    pub scores: [f64; 2],
    /// The means of the measure in them.
    pub means: [f64; 2],
    /// Answers the means stand on.
    pub n: [u64; 2],
    /// The change of the mean, and where it may lie (Welch 1947).
    pub change: f64,
    /// Where it may lie.
    pub interval: Interval,
}

/// Names of measures that are bad when they rise.
const BAD: [&str; 12] = [
    "replace",
    "refund",
    "repeat",
    "contact",
    "ticket",
    "cost",
    "complaint",
    "return",
    "reopen",
    "escalat",
    "credit",
    "callback",
];

/// Fewer numbers on one side say nothing.
const FEWEST: usize = 5;

/// Returns the measures that rose from one wave to the next while the score
/// did, and the names of those looked at.
pub(super) fn costs(
    ledger: &Ledger<'_>,
    named: &[String],
) -> Result<(Vec<Cost>, Vec<String>), Error> {
    let all = attributes(ledger.analysis);
    for wanted in named {
        if !all.iter().any(|name| name.eq_ignore_ascii_case(wanted)) {
            return Err(Error::NoAttribute {
                wanted: wanted.clone(),
                attributes: all,
            });
        }
    }
    let is_cost = |name: &String| {
        let folded = name.to_lowercase();
        named.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
            || BAD.iter().any(|word| folded.contains(word))
    };
    let waves = ledger.analysis.corpus.waves();
    let (mut found, mut measures) = (Vec::new(), Vec::new());
    for name in all.iter().filter(|name| is_cost(name)) {
        let by_wave: Vec<Vec<f64>> = waves
            .iter()
            .map(|wave| numbers(ledger, name, wave))
            .collect();
        if by_wave.iter().all(|numbers| numbers.len() < FEWEST) {
            continue;
        }
        measures.push(name.clone());
        for (pair, numbers) in waves.windows(2).zip(by_wave.windows(2)) {
            found.extend(cost(
                ledger,
                name,
                [&pair[0], &pair[1]],
                [&numbers[0], &numbers[1]],
            ));
        }
    }
    Ok((found, measures))
}

fn numbers(ledger: &Ledger<'_>, name: &str, wave: &str) -> Vec<f64> {
    let responses = ledger.analysis.corpus.responses.iter();
    let inside = responses.filter(|response| response.wave == wave);
    inside
        .filter_map(|r| number(r.attributes.get(name)?))
        .collect()
}

fn cost(
    ledger: &Ledger<'_>,
    name: &str,
    waves: [&String; 2],
    numbers: [&Vec<f64>; 2],
) -> Option<Cost> {
    let score = |wave: &str| {
        let responses = ledger.analysis.corpus.responses.iter();
        let rated = responses
            .filter(|r| r.wave == wave)
            .filter_map(|r| r.rating);
        let counts: Counts = rated.map(crate::feedback::Rating::group).collect();
        counts.score()
    };
    let scores = [score(waves[0])?, score(waves[1])?];
    let (change, interval) = welch(numbers[0], numbers[1], ledger.confidence)?;
    (scores[1] > scores[0] && interval.low > 0.0).then(|| Cost {
        measure: name.to_owned(),
        waves: waves.map(String::clone),
        scores,
        means: numbers.map(|numbers| numbers.iter().sum::<f64>() / numbers.len() as f64),
        n: numbers.map(|numbers| numbers.len() as u64),
        change,
        interval,
    })
}
