//! How long it takes to look at the same themes more finely or more broadly.
//!
//! ```text
//! MOTIF_COMMENTS=comments.csv cargo bench --bench grain
//! ```
//!
//! Takes the column `text` of a CSV file, else makes up 100,000 comments.
//! Nothing is mined again: themes are regrouped, named, counted and quoted.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::time::Instant;

use motif::corpus::Corpus;
use motif::feedback::Response;
use motif::study::{Analysis, Past, Settings};
use motif::themes::Detail;

const THINGS: [&str; 12] = [
    "price",
    "login",
    "printer",
    "delivery",
    "invoice",
    "manual",
    "phone line",
    "garden",
    "lift",
    "menu",
    "map",
    "report",
];
const SAYS: [&str; 12] = [
    "is too slow",
    "was wrong twice",
    "could be better",
    "made us laugh",
    "breaks in the morning",
    "never works",
    "is a joy",
    "costs too much",
    "needs a rest",
    "arrived late",
    "is hard to find",
    "saves an hour",
];
const WHO: [&str; 10] = [
    "for our team",
    "for my aunt",
    "in the office",
    "at the harbour",
    "on the train",
    "for the crew",
    "at night",
    "in the shop",
    "for a friend",
    "on holiday",
];

/// Returns comments that differ, without chance.
fn made_up(count: usize) -> Vec<String> {
    (0..count)
        .map(|row| {
            let (thing, says) = (THINGS[row % 12], SAYS[row / 12 % 12]);
            format!(
                "The {thing} {says} {}, job {}",
                WHO[row / 144 % 10],
                row / 1440
            )
        })
        .collect()
}

fn read(file: &std::ffi::OsStr) -> Vec<String> {
    let mut reader = csv::Reader::from_path(file).expect("the file opens");
    let header = reader.headers().expect("there is a header").clone();
    let column = header
        .iter()
        .position(|name| name == "text")
        .expect("there is a column `text`");
    let rows = reader.records().flatten();
    rows.map(|row| row[column].to_owned()).collect()
}

#[allow(clippy::print_stdout)]
fn main() {
    let comments =
        std::env::var_os("MOTIF_COMMENTS").map_or_else(|| made_up(100_000), |file| read(&file));
    let responses = comments.into_iter().zip(2..);
    let corpus = Corpus {
        responses: responses
            .map(|(comment, row)| Response {
                row,
                comment: Some(comment.into()),
                source: "made-up.csv".into(),
                ..Response::default()
            })
            .collect(),
        ..Corpus::default()
    };
    println!("{} comments", corpus.responses.len());
    let past = Past {
        lasting: true,
        ..Past::default()
    };
    let mined = Instant::now();
    let mut analysis = Analysis::new(corpus, &Settings::default(), past);
    println!("mined in {:.2?}", mined.elapsed());
    for grain in [
        Detail::Broad,
        Detail::Fine,
        Detail::Default,
        Detail::Broad,
        Detail::Fine,
    ] {
        let moved = Instant::now();
        analysis = analysis.at(grain);
        let themes = analysis.findings.len();
        println!("{grain:?}: {themes} themes in {:.1?}", moved.elapsed());
    }
}
