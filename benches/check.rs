//! What a check of themes says, against what people coded: how often its
//! ranges hold the truth, and how much nearer the corrected shares are.
//!
//! ```text
//! cargo bench --bench check -- FILE CODES [DRAWS]
//! ```
//!
//! `CODES` is a column of the file, several codes of an answer joined by `|`.
//! The code that a theme is about is the one it fits best (F1).
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use motif::corpus::Corpus;
use motif::feedback::Place;
use motif::ingest::ReadOptions;
use motif::inquiry::Ledger;
use motif::inquiry::check::{CheckTexts, READ, if_read};
use motif::study::{Analysis, Past, Settings, intakes};
use motif::themes::{CheckedPassage, ThemeId};
use rayon::prelude::*;

fn main() {
    let given: Vec<String> = std::env::args()
        .skip(1)
        .filter(|of| of != "--bench")
        .collect();
    let [file, column, rest @ ..] = &given[..] else {
        println!("usage: cargo bench --bench check -- FILE CODES [DRAWS]");
        return;
    };
    let draws: u64 = rest.first().map_or(200, |draws| draws.parse().unwrap());
    let codes = codes(file, column);
    let read = intakes(&[PathBuf::from(file)], &ReadOptions::default()).unwrap();
    let read = read.into_iter().map(|(_, intake)| intake.unwrap());
    let analysis = Analysis::new(
        Corpus::from_intakes(read.collect()),
        &Settings::default(),
        Past::default(),
    );
    let ledger = Ledger::new(&analysis);
    println!(
        "| theme | code | holds | of | precision | recall | held | held | share held | raw off | corrected off |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let mut all = [0.0; 6];
    for finding in 0..analysis.findings.len() {
        let Some(row) = theme(&ledger, finding, &codes, draws) else {
            continue;
        };
        for (sum, cell) in all.iter_mut().zip(row) {
            *sum += cell;
        }
    }
    println!("all: {:?} of {}", all.map(|of| of / all[5]), all[5]);
}

/// Which answers have each code, by row.
fn codes(file: &str, column: &str) -> BTreeMap<String, BTreeSet<u32>> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|of| of == column)
        .unwrap();
    let mut codes: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for (row, record) in reader.records().enumerate() {
        for code in record.unwrap()[at]
            .split('|')
            .filter(|code| !code.is_empty())
        {
            codes
                .entry(code.to_owned())
                .or_default()
                .insert(row as u32 + 2);
        }
    }
    codes
}

fn theme(
    ledger: &Ledger<'_>,
    finding: usize,
    codes: &BTreeMap<String, BTreeSet<u32>>,
    draws: u64,
) -> Option<[f64; 6]> {
    let analysis = ledger.analysis;
    let of = ledger.finding(finding);
    let row = |r: usize| analysis.corpus.responses[r].row;
    let among = ledger.commenting(&analysis.people.latest);
    let held: BTreeSet<u32> = ledger
        .voicing(finding, &among)
        .into_iter()
        .map(row)
        .collect();
    let rows: BTreeSet<u32> = among.iter().map(|&r| row(r)).collect();
    let ThemeId::Theme(_) = of.theme.id else {
        return None;
    };
    if held.len() < 10 {
        return None;
    }
    let (code, truth) = codes
        .iter()
        .map(|(code, of)| {
            let of: BTreeSet<u32> = of.intersection(&rows).copied().collect();
            (code, of)
        })
        .max_by(|one, other| {
            let f1 = |of: &BTreeSet<u32>| {
                2.0 * of.intersection(&held).count() as f64 / (of.len() + held.len()) as f64
            };
            f1(&one.1).total_cmp(&f1(&other.1))
        })?;
    let both = truth.intersection(&held).count() as f64;
    let (precision, recall) = (both / held.len() as f64, both / truth.len() as f64);
    if 2.0 * both / ((held.len() + truth.len()) as f64) < 0.3 {
        return None;
    }
    let share = truth.len() as f64 / rows.len() as f64;
    let raw = (held.len() as f64 / rows.len() as f64 - share).abs();
    let texts = CheckTexts::new(ledger, finding);
    let told: Vec<[Option<f64>; 4]> = (0..draws)
        .into_par_iter()
        .map(|seed| {
            let read = texts.draw(seed, READ).into_iter().map(|text| {
                let Place::Comment { response, .. } = text.place else {
                    unreachable!()
                };
                CheckedPassage {
                    passage: analysis
                        .corpus
                        .excerpt(text.place.document(), text.place.span()),
                    about: Some(truth.contains(&row(response))),
                    drawn: text.drawn,
                    who: String::new(),
                    at: String::new(),
                }
            });
            let check = if_read(ledger, finding, read.collect());
            let holds = |of: Option<motif::nps::double_sampling::EstimatedRate>, truth: f64| {
                of.map(|of| f64::from(u8::from(of.interval.contains(truth))))
            };
            [
                holds(check.precision, precision),
                holds(check.recall, recall),
                check.corrected.map(|of| {
                    f64::from(u8::from(
                        of.interval.low <= share && share <= of.interval.high,
                    ))
                }),
                check.corrected.map(|of| (of.share - share).abs()),
            ]
        })
        .collect();
    let mean = |at: usize| {
        let some: Vec<f64> = told.iter().filter_map(|of| of[at]).collect();
        (!some.is_empty()).then(|| some.iter().sum::<f64>() / some.len() as f64)
    };
    let cells = [mean(0)?, mean(1)?, mean(2)?, mean(3)?];
    println!(
        "| {} | {code} | {} | {} | {precision:.2} | {recall:.2} | {:.2} | {:.2} | {:.2} | {:.3} | {:.3} |",
        of.theme.name,
        held.len(),
        truth.len(),
        cells[0],
        cells[1],
        cells[2],
        raw,
        cells[3]
    );
    Some([cells[0], cells[1], cells[2], raw, cells[3], 1.0])
}
