//! `motif themes`: the list of themes, and one on a page.

#![allow(clippy::unwrap_used)]

mod support;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use support::{FIVE, Survey, motif};

/// Thirty people speak of the price, thirty of the login.
fn two_subjects() -> String {
    let price = ["high", "unfair", "steep", "rising", "too much", "a shock"];
    let login = [
        "fails",
        "is slow",
        "breaks",
        "hangs",
        "locks me out",
        "is down",
    ];
    let days = ["today", "again", "each week", "for us", "in spring"];
    let mut rows = String::from("id,nps,comment\n");
    for row in 0..60 {
        use std::fmt::Write;
        let (word, day) = (row / 2 % 6, row / 12);
        if row % 2 == 0 {
            writeln!(rows, "{row},4,The price is {} {}", price[word], days[day]).unwrap();
        } else {
            writeln!(rows, "{row},9,The login {} {}", login[word], days[day]).unwrap();
        }
    }
    rows
}

#[test]
fn two_subjects_are_two_themes_of_thirty_people() {
    let study = Survey::new().file("survey.csv", two_subjects());
    let found = study.json("themes survey.csv --themes 2");
    let themes = found["themes"].as_array().unwrap();
    assert_eq!(themes.len(), 2, "{themes:#?}");
    for (theme, word) in themes.iter().zip(["price", "login"]) {
        let named = themes.iter().any(|theme| {
            theme["label"]
                .as_str()
                .unwrap()
                .to_lowercase()
                .contains(word)
        });
        assert!(named, "{themes:#?}");
        assert_eq!(theme["respondents"], 30);
    }
}

#[test]
fn other_methods_tell_two_subjects_apart_too() {
    let survey = Survey::new().file("survey.csv", two_subjects());
    for method in ["kmeans", "gmm"] {
        let line = format!("themes survey.csv --themes 2 --method {method}");
        let themes = survey.json(&line)["themes"].as_array().unwrap().clone();
        let people: Vec<_> = themes.iter().map(|theme| &theme["respondents"]).collect();
        assert_eq!(people, [30, 30], "{method}: {themes:#?}");
    }
    for method in ["dbscan", "optics"] {
        survey
            .run(&format!("themes survey.csv --method {method}"))
            .succeeds();
    }
}

#[test]
fn a_method_may_stand_in_the_settings() {
    let study = Survey::new()
        .file("survey.csv", two_subjects())
        .study()
        .added(&["survey.csv"]);
    study.write("motif.toml", "method = \"kmeans\"\nthemes = 2\n");
    let themes = study.json("themes")["themes"].as_array().unwrap().len();
    assert_eq!(themes, 2);
    study.write("motif.toml", "method = \"magic\"\n");
    let said = study.run("themes").exits_with(1);
    assert!(
        said.stderr.contains("unknown variant `magic`"),
        "{}",
        said.stderr
    );
}

#[test]
fn an_unknown_method_is_answered_with_the_known_ones() {
    let survey = Survey::new().file("survey.csv", two_subjects());
    let said = survey.run("themes survey.csv --method magic").exits_with(2);
    let known = "`magic` is not a method; the methods are communities, kmeans, gmm, dbscan, optics";
    assert!(said.stderr.contains(known), "{}", said.stderr);
}

#[test]
fn a_number_is_not_asked_of_a_method_that_finds_its_own() {
    let survey = Survey::new().file("survey.csv", two_subjects());
    survey
        .run("themes survey.csv --themes 2 --method dbscan")
        .succeeds()
        .notes("warning: `dbscan` finds the number of themes itself; 2 was ignored\n");
}

#[test]
fn a_theme_is_shown_by_its_number() {
    let study = Survey::new()
        .file("survey.csv", two_subjects())
        .study()
        .added(&["survey.csv"]);
    let listed = study.json("themes");
    for theme in listed["themes"].as_array().unwrap() {
        let id = theme["id"].as_str().unwrap();
        let mut alone = study.json(&format!("themes show {id}"));
        let what_if = alone.as_object_mut().unwrap().remove("what_if").unwrap();
        assert_eq!(&alone, theme);
        assert!(what_if.is_null() || what_if["fraction"] == 0.5, "{what_if}");
        let shown = study.run(&format!("themes show {id}")).succeeds().stdout;
        let head = format!("{id}  {}\n", theme["label"].as_str().unwrap());
        assert!(shown.starts_with(&head), "{shown}");
    }
}

#[test]
fn an_unknown_theme_is_answered_with_the_numbers_there_are() {
    let study = Survey::new()
        .file("survey.csv", two_subjects())
        .study()
        .added(&["survey.csv"]);
    study.write("motif.toml", "themes = 2\n");
    study.run("themes show 99").fails_with(
        "error: there is no theme `99`\n\n\
         hint: `motif themes` lists the themes; give a number or a name\n",
    );
}

#[test]
fn without_themes_no_number_is_offered() {
    Survey::new()
        .file("five.csv", FIVE)
        .run("themes show 1 five.csv")
        .fails_with(
            "error: there is no theme `1`\n\nhint: no themes were found; `motif report` says why\n",
        );
}

#[test]
fn five_comments_are_too_few_to_group_and_it_says_what_would_do() {
    Survey::new()
        .file("five.csv", FIVE)
        .run("themes five.csv")
        .succeeds()
        .says(
            "! No themes: there is too little text to find any. It takes about 30 comments.\n\
             5 answers, 5 with a comment: 0 in a theme, 5 that no theme covers\nNo theme covers, for example:\n  “Great people on the phone”\n  “The login keeps failing”\n  “Too slow for us”\n",
        );
}

#[test]
fn fewer_themes_than_asked_for_is_no_failure() {
    let study = Survey::new().file("survey.csv", two_subjects());
    for themes in [1, 2, 3, 10, 59, 1_000] {
        let found = study.json(&format!("themes survey.csv --themes {themes}"));
        let count = found["themes"].as_array().unwrap().len();
        assert!(count <= themes, "{count} themes, {themes} asked for");
    }
}

#[test]
fn a_theme_needs_as_many_people_as_min_size_says() {
    let study = Survey::new().file("survey.csv", two_subjects());
    for least in [2, 10, 31, 61] {
        let found = study.json(&format!("themes survey.csv --min-size {least}"));
        for theme in found["themes"].as_array().unwrap() {
            assert!(theme["respondents"].as_u64().unwrap() >= least, "{theme:#}");
        }
    }
}

#[test]
fn an_empty_study_has_no_themes_to_list() {
    Survey::new()
        .study()
        .run("themes")
        .fails_with("error: the study is empty\n\nhint: add files to it with `motif add FILES…`\n");
}

#[test]
fn an_unknown_flag_is_a_wrong_command_line() {
    let said = Survey::new().run("themes --colour").exits_with(2);
    assert_eq!(said.stdout, "");
    assert!(
        said.stderr
            .starts_with("error: unexpected argument '--colour' found\n"),
        "{}",
        said.stderr
    );
    Survey::new().run("thmes").exits_with(2);
    Survey::new().run("themes --themes many").exits_with(2);
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let study = Survey::new()
        .file("survey.csv", two_subjects())
        .study()
        .added(&["survey.csv"]);
    for command in ["themes", "export", "report"] {
        let mut motif = motif(&study.path(""));
        match command {
            "themes" => motif.args(["themes", "--json"]),
            "export" => motif.args(["export", "assignments", "--per", "passage"]),
            _ => motif.args(["report", "-o", "-"]),
        };
        let mut motif = motif
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::with_capacity(1, motif.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said = motif.wait_with_output().unwrap();
        assert_eq!(said.status.code(), Some(0), "{command}");
        assert_eq!(String::from_utf8(said.stderr).unwrap(), "", "{command}");
    }
}

#[test]
fn vectors_that_are_not_there_are_named() {
    let said = Survey::new()
        .file("five.csv", FIVE)
        .run("themes five.csv --vectors nowhere")
        .exits_with(1);
    let first = said.stderr.lines().next();
    assert_eq!(first, Some("error: `nowhere` cannot be read"));
}

#[test]
fn a_theme_is_asked_for_by_a_description_in_other_words() {
    let study = Survey::new().file("survey.csv", two_subjects());
    let asked = "trouble with the login page";
    let found = study.json(&format!(
        "themes survey.csv --seed '{asked}' --seed 'cost of the price'"
    ));
    let themes = found["themes"].as_array().unwrap();
    let theme = themes.iter().find(|theme| theme["label"] == asked);
    let theme = theme.unwrap_or_else(|| panic!("no such theme in {themes:#?}"));
    for quote in theme["quotes"].as_array().unwrap() {
        let text = quote["text"].as_str().unwrap();
        assert!(text.contains("login"), "{text}");
    }
}
