//! A text gets the same theme mined, assigned alone, and assigned among others.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use motif::study::{LabelledTheme, ThemeModel, id_list};
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

#[test]
fn a_model_file_says_of_each_text_alone_what_assign_says_of_all() {
    let study = Survey::new().pontoon().study().added(&[
        "files/autumn.csv",
        "files/winter.csv",
        "files/spring.csv",
    ]);
    study.run("themes").succeeds();
    study.run("theme rename 2 'Our second theme'").succeeds();
    study.run("theme park 3").succeeds();
    study.run("theme merge 4 5").succeeds();
    study.run("export model -o themes.motif").succeeds();
    let model = ThemeModel::read(&study.path("themes.motif")).unwrap();
    let assigned = study.run("assign files/spring.csv").succeeds().stdout;
    let assigned: BTreeMap<String, csv::StringRecord> =
        csv::Reader::from_reader(assigned.as_bytes())
            .records()
            .map(Result::unwrap)
            .map(|row| (row[1].to_owned(), row))
            .collect();
    let spring = study.text("files/spring.csv");
    let mut answers = csv::Reader::from_reader(spring.as_bytes());
    let comment = answers
        .headers()
        .unwrap()
        .iter()
        .position(|of| of == "comment");
    let comment = comment.unwrap();
    let mut compared = 0;
    for answer in answers.records().map(Result::unwrap) {
        let label = model.label(&[Some(&answer[comment])]).remove(0);
        let Some(row) = assigned.get(&answer[0]) else {
            let says_something = label.is_some_and(|of| of.theme != LabelledTheme::NothingSaid);
            assert!(!says_something, "{answer:?}");
            continue;
        };
        let label = label.unwrap();
        assert_eq!(label.theme.id(), &row[2], "{answer:?}");
        let name = label.theme.name(|id| &model.themes()[&id].name);
        assert_eq!(name, &row[3], "{answer:?}");
        assert_eq!(label.theme.strength(), row[4].parse().ok(), "{answer:?}");
        assert_eq!(id_list(&label.all), &row[5], "{answer:?}");
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
    let themes = model.themes().values();
    assert_eq!(themes.clone().filter(|theme| theme.parked).count(), 1);
    assert!(themes.clone().any(|theme| theme.name == "Our second theme"));
}

#[test]
fn a_model_file_holds_no_comment_and_a_broken_one_is_refused() {
    let study = Survey::new().pontoon().study().added(&["files/autumn.csv"]);
    study.run("themes").succeeds();
    study.run("export model -o themes.motif").succeeds();
    let bytes = std::fs::read(study.path("themes.motif")).unwrap();
    let autumn = study.text("files/autumn.csv");
    let mut answers = csv::Reader::from_reader(autumn.as_bytes());
    let comments = answers
        .records()
        .map(|row| row.unwrap().iter().next_back().unwrap().to_owned());
    for comment in comments.filter(|comment| comment.len() > 40) {
        let is_in = bytes
            .windows(comment.len())
            .any(|some| some == comment.as_bytes());
        assert!(!is_in, "{comment}");
    }
    for end in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        assert!(ThemeModel::from_bytes(&bytes[..end]).is_none(), "{end}");
    }
    let mut other = bytes.clone();
    other[20..40].fill(0xff);
    assert!(ThemeModel::from_bytes(&other).is_none());
    // One bit that fell over would only make labels a little wrong.
    for at in (0..bytes.len()).step_by(bytes.len() / 50) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(ThemeModel::from_bytes(&damaged).is_none(), "{at}");
    }
}
