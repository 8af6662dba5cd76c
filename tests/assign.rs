//! A text gets the same theme mined, assigned alone, and assigned among others.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use support::Survey;

/// Ten thousand different comments in which somebody says something of something.
fn ten_thousand() -> String {
    let things = [
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
    ];
    let says = [
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
    ];
    let who = [
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
    let since = [
        "since spring",
        "since the update",
        "again",
        "every week",
        "this year",
        "by now",
        "for once",
        "as always",
        "of late",
        "since we moved",
    ];
    let mut rows = String::from("id,nps,comment\n");
    for row in 0..10_000 {
        let part = |list: &[&'static str; 10], at: usize| list[row / at % 10];
        writeln!(
            rows,
            "r{row},{},The {} {} {} {}",
            row % 11,
            part(&things, 1),
            part(&says, 10),
            part(&who, 100),
            part(&since, 1000)
        )
        .unwrap();
    }
    rows
}

/// Returns what each record was given: theme and strength.
fn given(csv: &str) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        (
            row[1].to_owned(),
            format!("{} {} {}", &row[2], &row[4], &row[5]),
        )
    })
    .collect()
}

#[test]
fn ten_thousand_texts_are_assigned_as_they_were_mined_and_some_alone() {
    let all = ten_thousand();
    let study = Survey::new()
        .file("all.csv", &all)
        .study()
        .added(&["all.csv"]);
    let mined = given(&study.run("export assignments").succeeds().stdout);
    assert_eq!(mined.len(), 10_000);
    let batch = given(&study.run("assign all.csv").succeeds().stdout);
    assert_eq!(mined, batch);
    let mut lines = all.lines();
    let header = lines.next().unwrap();
    for line in lines.step_by(1_999) {
        study.write("one.csv", format!("{header}\n{line}\n"));
        for (record, alone) in given(&study.run("assign one.csv").succeeds().stdout) {
            assert_eq!(mined[&record], alone, "{line}");
        }
    }
}

#[test]
fn assigning_does_not_change_the_study() {
    let study = Survey::new().pontoon().study().added(&["files/autumn.csv"]);
    let before = study.run("themes --json").succeeds().stdout;
    study.run("assign files/spring.csv").succeeds();
    assert_eq!(study.run("themes --json").succeeds().stdout, before);
}

#[test]
fn without_themes_there_is_nothing_to_assign_to() {
    let study = Survey::new().pontoon().study();
    study
        .run("assign files/spring.csv")
        .fails_with("error: the study has no themes yet\n\nhint: find them with `motif themes`\n");
}
