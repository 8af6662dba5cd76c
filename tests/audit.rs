//! `motif audit`: whether the score itself can be trusted.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use support::{Survey, pontoon};

fn three_waves() -> Survey {
    let waves = ["autumn.csv", "winter.csv", "spring.csv"];
    waves.into_iter().fold(Survey::new(), |survey, wave| {
        survey.file(wave, fs::read(pontoon().join(wave)).unwrap())
    })
}

fn records(audit: &Value) -> BTreeSet<&str> {
    let found = audit["contradictions"].as_array().unwrap().iter();
    found
        .map(|one| one["quote"]["record"].as_str().unwrap())
        .collect()
}

/// What `corpora/truth/pontoon.md` calls ratings that contradict their
/// comments. A-083 is not found: "garbage" is the only word in it that
/// complains, and one proves nothing.
const FOUND: [&str; 8] = [
    "A-043", "A-159", "S-019", "S-032", "S-060", "W-106", "W-139", "W-175",
];

#[test]
fn planted_contradictions_are_found_and_nothing_else() {
    let audit = three_waves().json("audit autumn.csv winter.csv spring.csv");
    assert_eq!(records(&audit), BTreeSet::from(FOUND));
}

#[test]
fn a_contradiction_is_of_one_kind_and_says_which() {
    let audit = three_waves().json("audit autumn.csv winter.csv spring.csv");
    for one in audit["contradictions"].as_array().unwrap() {
        let rating = one["quote"]["rating"].as_u64().unwrap();
        let like = if rating >= 9 { "detractor" } else { "promoter" };
        assert_eq!(one["like"], like, "{one}");
        assert!(one["signs"].as_u64() >= Some(1), "{one}");
    }
}

const ANSWERS: [&str; 6] = [
    "1,10,The app crashes and support ignores me",
    "2,9,Nothing but trouble and always late",
    "3,0,Excellent service",
    "4,1,\"Very friendly, very helpful\"",
    "5,10,Lovely people",
    "6,8,Slow and broken",
];

#[test]
fn a_small_survey_is_read_too_and_in_any_order() {
    let audit = |answers: Vec<&str>| {
        let csv = format!("id,nps,comment\n{}\n", answers.join("\n"));
        let audit = Survey::new()
            .file("canteen.csv", csv)
            .json("audit canteen.csv");
        let found = audit["contradictions"].as_array().unwrap().clone();
        let ids = found.iter().map(|one| one["quote"]["record"].clone());
        ids.collect::<Vec<_>>()
    };
    let found = audit(ANSWERS.to_vec());
    assert_eq!(found.len(), 4);
    assert_eq!(found, audit(ANSWERS.iter().rev().copied().collect()));
}

#[test]
fn a_bitter_joke_that_is_short_is_taken_at_its_word() {
    let csv = "id,nps,comment\n1,0,\"Great service, thanks for that\"\n2,4,love the new login! so good i get to see it eleven times a day\n";
    let audit = Survey::new().file("login.csv", csv).json("audit login.csv");
    assert_eq!(records(&audit), BTreeSet::from(["1"]));
}
