//! How good themes are under other limits, and which limits other sets choose.
//!
//! ```text
//! cargo bench --bench limits -- nhs.csv tweets.csv banking.csv titles.csv
//! ```
//!
//! Takes tables with the columns `text` and `label`. Each limit is tried at
//! other values, the rest as they are. For each set the value is shown that
//! the *other* sets would choose, by the mean of AMI and ARI less what the
//! default gives, and what the set loses by it against the default.

#![allow(clippy::disallowed_methods, reason = "a bench prints what it finds")]
#![allow(clippy::print_stdout, reason = "a bench prints what it finds")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot read stops")]

use std::path::{Path, PathBuf};

use motif::corpus::Corpus;
use motif::exchange::{CodingAgreement, CodingColumns, HumanCoding};
use motif::ingest::ReadOptions;
use motif::study::{self, Analysis, Past, Settings};
use motif::themes::{ThemeKind, ThemeLimits};

/// Labels that are no theme.
const NO_LABELS: [&str; 3] = ["Labelling not possible", "Not assigned", "Can't Tell"];

/// What a set of comments gives under some limits.
#[derive(Clone, Copy, Debug)]
struct Result {
    ami: f64,
    ari: f64,
    themes: usize,
    /// The share of people in a theme that says something.
    themed: f64,
    /// The mean share of a theme's people whose words its name fits.
    fit: f64,
}

struct Set {
    name: String,
    corpus: Corpus,
    coding: HumanCoding,
}

impl Set {
    fn read(path: &Path) -> Self {
        let options = ReadOptions {
            map: "comment=text,score=-".parse().unwrap(),
            ..ReadOptions::default()
        };
        let read = study::intakes(&[path.to_owned()], &options).unwrap();
        let intakes = read.into_iter().map(|(_, intake)| intake.unwrap());
        let columns = CodingColumns {
            code: Some("label".into()),
            skip: NO_LABELS.map(str::to_owned).to_vec(),
            ..CodingColumns::default()
        };
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        Self {
            name: folder.to_string_lossy().into_owned(),
            corpus: Corpus::from_intakes(intakes.collect()),
            coding: HumanCoding::read(path, &columns).unwrap(),
        }
    }

    fn under(&self, limits: ThemeLimits) -> Result {
        let settings = Settings {
            limits,
            ..Settings::default()
        };
        let analysis = Analysis::new(self.corpus.clone(), &settings, Past::default());
        let compared = CodingAgreement::new(&analysis, &self.coding).unwrap();
        let topics = analysis.findings.iter();
        let topics: Vec<_> = topics
            .filter(|of| of.theme.kind == ThemeKind::Topic)
            .collect();
        let mut themed: Vec<usize> = topics.iter().flat_map(|of| of.responses.clone()).collect();
        themed.sort_unstable();
        themed.dedup();
        let answers = analysis.corpus.responses.iter();
        let written = answers.filter(|answer| answer.has_words()).count();
        Result {
            ami: compared.ami,
            ari: compared.ari,
            themes: topics.len(),
            themed: themed.len() as f64 / written as f64,
            fit: topics.iter().filter_map(|of| of.fit).sum::<f64>() / topics.len() as f64,
        }
    }
}

/// A limit, and the values to try.
type Limit = (&'static str, &'static [f64], fn(&mut ThemeLimits, f64));

const LIMITS: [Limit; 7] = [
    ("holds", &[0.0, 0.2, 0.25, 0.3, 0.35, 0.45], |of, to| {
        of.holds = to;
    }),
    (
        "without_words",
        &[0.0, 0.1, 0.2, 0.25, 0.3, 0.4],
        |of, to| {
            of.without_words = to as f32;
        },
    ),
    ("holds_left", &[0.3, 0.4, 0.5, 0.6], |of, to| {
        of.holds_left = to;
    }),
    ("too_far", &[0.0, 0.01, 0.03, 0.1], |of, to| {
        of.too_far = to as f32;
    }),
    (
        "least_share",
        &[0.005, 0.0075, 0.01, 0.015, 0.02],
        |of, to| of.least_share = to,
    ),
    ("common", &[0.08, 0.1, 0.13, 0.16, 0.2, 1.0], |of, to| {
        of.common = to;
    }),
    ("same", &[0.55, 0.7, 0.85, 9.0], |of, to| {
        of.same = to as f32;
    }),
];

fn main() {
    let paths = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let sets: Vec<Set> = paths.map(|path| Set::read(&PathBuf::from(path))).collect();
    let usual: Vec<Result> = sets
        .iter()
        .map(|set| set.under(ThemeLimits::default()))
        .collect();
    println!("each set: AMI/ARI, themes, share of people in them, fit of their names");
    row("defaults", &sets, &usual);
    for (name, values, change) in LIMITS {
        let tried: Vec<Vec<Result>> = values
            .iter()
            .map(|&value| {
                let mut limits = ThemeLimits::default();
                change(&mut limits, value);
                let results: Vec<Result> = sets.iter().map(|set| set.under(limits)).collect();
                row(&format!("{name} {value}"), &sets, &results);
                results
            })
            .collect();
        for (left_out, set) in sets.iter().enumerate() {
            let gain = |at: &usize, of: usize| {
                let (now, usual) = (tried[*at][of], usual[of]);
                (now.ami + now.ari - usual.ami - usual.ari) / 2.0
            };
            let others = |at: &usize| -> f64 {
                let others = (0..sets.len()).filter(|of| *of != left_out);
                others.map(|of| gain(at, of)).sum()
            };
            let chosen = (0..values.len()).max_by(|a, b| others(a).total_cmp(&others(b)));
            let chosen = chosen.unwrap();
            println!(
                "  without {}: {name} {}, which gives it {:+.3}",
                set.name,
                values[chosen],
                gain(&chosen, left_out)
            );
        }
    }
}

fn row(name: &str, sets: &[Set], results: &[Result]) {
    print!("{name:22}");
    for (set, of) in sets.iter().zip(results) {
        let (ami, ari, themes) = (of.ami, of.ari, of.themes);
        print!(
            " | {} {ami:.3}/{ari:.3}, {themes}, {:.2}, {:.2}",
            set.name, of.themed, of.fit
        );
    }
    println!();
}
