//! What was planted in the sample corpora is found in them.
//!
//! `corpora/truth/pontoon.csv` says what each comment is about,
//! `pontoon-interviews.csv` gives sentences and what they are about.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use support::{Survey, pontoon, table};

/// For each planted theme: how well one mined theme fits its comments at least
/// (F1: the harmonic mean of the share of them that it holds and the share of its
/// own that speak of it). Raise them when mining improves.
const COMMENTS: [(&str, f64); 13] = [
    ("sap-connector", 0.99),
    ("customer-messages", 0.88),
    ("custom-reports", 0.82),
    ("route-planning", 0.795),
    ("price", 0.77),
    ("login-lockout", 0.74),
    ("translations", 0.70),
    ("slow-support", 0.67),
    ("easy-to-use", 0.66),
    ("slow-board", 0.65),
    ("crew-offline", 0.61),
    ("onboarding", 0.51),
    ("saves-time", 0.345),
];

/// The sum of these at least.
const TOGETHER: f64 = 9.2;

/// For each planted theme: how many of its sentences in interviews are at
/// least in the mined theme that holds most of its comments.
const SENTENCES: [(&str, usize); 3] = [("price", 1), ("crew-offline", 1), ("translations", 1)];

/// Which mined theme answers to a planted one, and how well.
struct Match {
    mined: String,
    held: f64,
    pure: f64,
}

type Sets = BTreeMap<String, BTreeSet<String>>;

fn gathered(pairs: impl IntoIterator<Item = (String, String)>) -> Sets {
    let mut sets = Sets::new();
    for (name, member) in pairs {
        sets.entry(name).or_default().insert(member);
    }
    sets
}

fn split(cell: &str) -> impl Iterator<Item = String> {
    cell.split('|')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
}

fn truth(name: &str) -> Vec<Vec<String>> {
    table(&fs::read_to_string(pontoon().join("../truth").join(name)).unwrap())
}

fn planted() -> Sets {
    let rows = truth("pontoon.csv").split_off(1);
    gathered(
        rows.iter()
            .flat_map(|row| split(&row[2]).map(|theme| (theme, row[0].clone()))),
    )
}

fn study() -> Survey {
    let study = Survey::new().pontoon().study();
    study.run("add files").succeeds();
    study
}

/// For each mined theme the comments that voice it.
fn mined(study: &Survey) -> Sets {
    let rows = study.run("export assignments").rows().split_off(1);
    gathered(
        rows.iter()
            .flat_map(|row| split(&row[5]).map(|theme| (theme, row[1].clone()))),
    )
}

impl Match {
    fn f1(&self) -> f64 {
        2.0 * self.held * self.pure / (self.held + self.pure).max(f64::MIN_POSITIVE)
    }
}

/// The mined theme that fits best, by F1.
fn best(comments: &BTreeSet<String>, mined: &Sets) -> Match {
    let matches = mined.iter().map(|(name, found)| {
        let both = found.intersection(comments).count() as f64;
        Match {
            mined: name.clone(),
            held: both / comments.len() as f64,
            pure: both / found.len() as f64,
        }
    });
    matches.max_by(|a, b| a.f1().total_cmp(&b.f1())).unwrap()
}

/// What came out for every planted theme, for a reader of a failure.
fn overview(planted: &Sets, mined: &Sets) -> String {
    let mut overview = String::from("planted, comments: mined theme, held, pure\n");
    for (theme, comments) in planted {
        let found = best(comments, mined);
        writeln!(
            overview,
            "{theme}, {}: {}, {:.2}, {:.2}",
            comments.len(),
            found.mined,
            found.held,
            found.pure
        )
        .unwrap();
    }
    overview
}

#[test]
fn each_planted_theme_of_the_surveys_is_found() {
    let (planted, mined) = (planted(), mined(&study()));
    let mut missed = Vec::new();
    let mut together = 0.0;
    for (theme, least) in COMMENTS {
        let f1 = best(&planted[theme], &mined).f1();
        together += f1;
        if f1 < least {
            missed.push(theme);
        }
    }
    if together < TOGETHER {
        missed.push("together");
    }
    assert!(
        missed.is_empty(),
        "{missed:?}\n{}",
        overview(&planted, &mined)
    );
}

#[test]
fn what_is_said_in_interviews_joins_what_is_said_in_comments() {
    let study = study();
    let (planted, mined) = (planted(), mined(&study));
    let passages = study.run("export assignments --per passage").rows();
    let sentences = truth("pontoon-interviews.csv").split_off(1);
    for (theme, least) in SENTENCES {
        let found = best(&planted[theme], &mined);
        let joined = sentences
            .iter()
            .filter(|sentence| sentence[1] == theme)
            .filter(|sentence| {
                passages.iter().any(|passage| {
                    passage[0] == sentence[0]
                        && passage[4] == found.mined
                        && in_one_another(&passage[8], &sentence[2])
                })
            })
            .count();
        assert!(
            joined >= least,
            "{theme}: {joined} sentences in theme {}",
            found.mined
        );
    }
}

#[test]
fn every_planted_sentence_is_a_passage_or_more() {
    let passages = study().run("export assignments --per passage").rows();
    for sentence in truth("pontoon-interviews.csv").split_off(1) {
        let found = passages
            .iter()
            .any(|passage| passage[0] == sentence[0] && in_one_another(&passage[8], &sentence[2]));
        assert!(found, "{sentence:?}");
    }
}

/// Whether one of two texts stands in the other, apart from signs and spaces.
fn in_one_another(passage: &str, sentence: &str) -> bool {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let (passage, sentence) = (words(passage), words(sentence));
    passage.len() > 8 && (sentence.contains(&passage) || passage.contains(&sentence))
}

#[test]
fn nobody_who_says_nothing_is_in_a_theme() {
    let blanks = &planted()["none"];
    let rows = study().run("export assignments").rows();
    let themed: Vec<&Vec<String>> = rows
        .iter()
        .filter(|row| blanks.contains(&row[1]) && !row[2].is_empty() && row[2] != "0")
        .collect();
    assert!(themed.len() <= 1, "{themed:?}");
}
