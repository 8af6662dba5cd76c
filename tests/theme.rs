//! What people decide about themes stays decided, and themes stay themselves.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;
use support::Survey;

/// Thirty people who say the same of a subject in other words.
fn speak(of: &str, id: usize, ways: [&str; 6]) -> String {
    let days = ["today", "again", "each week", "for us", "in spring"];
    (0..30).fold(String::new(), |mut rows, row| {
        let (way, day) = (ways[row % 6], days[row / 6]);
        writeln!(rows, "{},{},{of} {way} {day}", id + row, row % 11).unwrap();
        rows
    })
}

fn price() -> String {
    speak(
        "The price is",
        100,
        ["high", "unfair", "steep", "rising", "too much", "a shock"],
    )
}

fn login() -> String {
    speak(
        "The login",
        200,
        [
            "fails",
            "is slow",
            "breaks",
            "hangs",
            "locks me out",
            "is down",
        ],
    )
}

fn printer() -> String {
    speak(
        "The printer",
        300,
        [
            "jams",
            "smells",
            "eats paper",
            "is loud",
            "needs toner",
            "leaks ink",
        ],
    )
}

fn file(rows: &[String]) -> String {
    format!("id,nps,comment\n{}", rows.concat())
}

/// A study in which people speak of the price and of the login.
fn two_themes() -> Survey {
    let study = Survey::new()
        .file("first.csv", file(&[price(), login()]))
        .file("second.csv", file(&[printer()]))
        .study();
    study.write("motif.toml", "themes = 2\n");
    study.added(&["first.csv"])
}

fn names(found: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let themes = found["themes"].as_array().unwrap().iter();
    themes
        .map(|theme| (text(&theme["id"]), text(&theme["label"])))
        .collect()
}

fn of<'a>(names: &'a BTreeMap<String, String>, word: &str) -> &'a str {
    let named = names
        .iter()
        .find(|(_, name)| name.to_lowercase().contains(word));
    named.unwrap_or_else(|| panic!("no {word} in {names:?}")).0
}

#[test]
fn a_theme_keeps_its_number_and_name_when_answers_arrive_and_a_new_one_comes_up() {
    let study = two_themes();
    let before = names(&study.json("themes"));
    let login = of(&before, "login").to_owned();
    study
        .run(&format!("theme rename {login} 'Locked out'"))
        .succeeds();

    study.run("add second.csv").succeeds();
    let found = study.json("themes");
    let after = names(&found);
    assert_eq!(after[&login], "Locked out");
    assert_eq!(of(&after, "price"), of(&before, "price"));
    assert!(!before.contains_key(of(&after, "printer")));
    let refresh = &found["refresh"];
    assert_eq!(refresh["kept"].as_array().unwrap().len(), 2, "{refresh}");
    assert_eq!(refresh["new"].as_array().unwrap().len(), 1, "{refresh}");
    assert_eq!(refresh["gone"].as_array().unwrap().len(), 0, "{refresh}");
    assert_eq!(
        study.json("themes")["refresh"],
        Value::Null,
        "nothing was said since"
    );
}

#[test]
fn earlier_answers_stay_in_their_themes_when_new_ones_arrive() {
    let study = two_themes();
    let before = study.run("export assignments").succeeds().stdout;
    study.run("add second.csv").succeeds();
    let after = study.run("export assignments").succeeds().stdout;
    for line in before.lines() {
        assert!(after.contains(line), "{line}");
    }
}

#[test]
fn mined_afresh_a_theme_that_is_found_again_keeps_its_number_and_name() {
    let study = two_themes();
    let before = names(&study.json("themes"));
    let price = of(&before, "price").to_owned();
    study
        .run(&format!("theme rename {price} 'Too dear'"))
        .succeeds();
    let again = names(&study.json("themes --afresh"));
    assert_eq!(again[&price], "Too dear");
    assert_eq!(again.len(), before.len());
}

#[test]
fn the_same_study_says_the_same_after_everything_rebuilt_is_deleted() {
    let study = two_themes();
    study.run("search price").succeeds();
    let before = study.run("themes --json").succeeds().stdout;
    std::fs::remove_dir_all(study.path("search")).unwrap();
    assert_eq!(study.run("themes --json").succeeds().stdout, before);
}

#[test]
fn merged_themes_are_one_until_the_merge_is_taken_back() {
    let study = two_themes();
    let before = names(&study.json("themes"));
    let (price, login) = (of(&before, "price"), of(&before, "login"));
    study
        .run(&format!("theme merge {price} {login}"))
        .succeeds();
    let merged = study.json("themes");
    assert_eq!(names(&merged).keys().collect::<Vec<_>>(), [price]);
    assert_eq!(merged["themes"][0]["respondents"], 60);
    study.run("theme undo").succeeds();
    assert_eq!(names(&study.json("themes")), before);
    study.run("theme redo").succeeds();
    assert_eq!(names(&study.json("themes")).len(), 1);
}

#[test]
fn what_was_merged_can_be_split_again() {
    let study = two_themes();
    let before = names(&study.json("themes"));
    let (price, login) = (of(&before, "price"), of(&before, "login"));
    study
        .run(&format!("theme merge {price} {login}"))
        .succeeds();
    let shown = study
        .run(&format!("theme split {price} --dry-run"))
        .succeeds();
    assert!(shown.stdout.contains("30 people"), "{}", shown.stdout);
    assert_eq!(
        names(&study.json("themes")).len(),
        1,
        "a dry run changes nothing"
    );
    study.run(&format!("theme split {price}")).succeeds();
    let split = study.json("themes");
    let sizes: Vec<_> = split["themes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["respondents"].clone())
        .collect();
    assert_eq!(sizes, [30, 30]);
}

#[test]
fn a_theme_is_split_into_so_many_pieces_of_what_is_said_alike() {
    let study = two_themes();
    let before = names(&study.json("themes"));
    let (price, login) = (of(&before, "price"), of(&before, "login"));
    study
        .run(&format!("theme merge {price} {login}"))
        .succeeds();
    let shown = study
        .run(&format!("theme split {price} --into 2 --dry-run"))
        .succeeds();
    assert_eq!(
        shown.stdout.matches("30 people").count(),
        2,
        "{}",
        shown.stdout
    );
    study
        .run(&format!("theme split {price} --into 2"))
        .succeeds();
    let split = study.json("themes");
    assert_eq!(names(&split).len(), 2);
    study
        .run("theme log")
        .succeeds()
        .mentions("is a theme of its own");
    study.run("theme undo").succeeds();
    assert_eq!(names(&study.json("themes")).len(), 1);
    study
        .run(&format!("theme split {price} --into 9"))
        .exits_with(2);
}

#[test]
fn what_was_merged_stays_merged_when_everything_is_mined_afresh() {
    let study = two_themes();
    let before = names(&study.json("themes"));
    let (price, login) = (of(&before, "price"), of(&before, "login"));
    study
        .run(&format!("theme merge {price} {login}"))
        .succeeds();
    let again = study.json("themes --afresh");
    assert_eq!(names(&again).keys().collect::<Vec<_>>(), [price]);
    let told = study.run("theme undo");
    assert!(
        told.stderr.contains("found from scratch after it"),
        "{}",
        told.stderr
    );
}

#[test]
fn a_theme_set_aside_is_counted_and_not_shown() {
    let study = two_themes();
    let before = names(&study.json("themes"));
    let price = of(&before, "price");
    study.run(&format!("theme park {price}")).succeeds();
    let found = study.json("themes");
    assert!(!names(&found).contains_key(price));
    assert_eq!(found["parked"][0]["respondents"], 30);
    assert_eq!(found["coverage"]["parked"], 30);
    study.run(&format!("theme confirm {price}")).succeeds();
    assert_eq!(names(&study.json("themes")), before);
}

#[test]
fn the_log_says_who_decided_what() {
    let study = two_themes();
    study.json("themes");
    let blank = study.run("theme own 1 NAME").exits_with(1);
    assert!(
        blank.stderr.contains("`NAME` stands for"),
        "{}",
        blank.stderr
    );
    study.run("theme own 1 'Ana Lima' --by Bo").succeeds();
    study.run("theme undo").succeeds();
    let log = study.run("theme log").succeeds().stdout;
    assert!(
        log.contains("Bo  assigned theme 1 to Ana Lima (undone)"),
        "{log}"
    );
}

#[test]
fn a_theme_that_is_not_there_is_answered_with_those_that_are() {
    let study = two_themes();
    study.json("themes");
    study.run("theme rename 9 Nine").fails_with(
        "error: there is no theme `9`\n\nhint: the themes are 1, 2; `motif themes` lists them\n",
    );
    study.run("theme merge 1 1").fails_with(
        "error: theme 1 cannot be merged with itself\n\nhint: name the theme to keep first, then the others\n",
    );
}

#[test]
fn a_theme_that_is_asked_for_is_there_if_anything_speaks_for_it() {
    let study = two_themes();
    let found = study.json("themes --seed 'shock, unfair'");
    let names = names(&found);
    let asked = of(&names, "shock");
    let theme = found["themes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["id"] == *asked)
        .unwrap();
    assert!(theme["respondents"].as_u64().unwrap() >= 10, "{theme}");
    let again = study.json("themes");
    assert_eq!(
        of(&self::names(&again), "shock"),
        asked,
        "the study remembers it"
    );
}

#[test]
fn words_left_out_are_in_no_name() {
    let study = two_themes();
    let found = study.json("themes --exclude price");
    for theme in found["themes"].as_array().unwrap() {
        let said = format!("{} {}", theme["label"], theme["terms"]);
        assert!(!said.to_lowercase().contains("price"), "{said}");
    }
}

#[test]
fn a_codebook_comes_back_as_it_went_and_serves_another_study() {
    let study = two_themes();
    let price = of(&names(&study.json("themes")), "price").to_owned();
    study
        .run(&format!("theme rename {price} 'Too dear'"))
        .succeeds();
    study.run(&format!("theme own {price} Ana")).succeeds();
    study.run("export codebook -o codebook.toml").succeeds();
    let told = study.run("import codebook codebook.toml").succeeds();
    assert!(
        told.stderr.contains("already has all of it"),
        "{}",
        told.stderr
    );

    let other = two_themes();
    other.json("themes");
    other.write("codebook.toml", study.text("codebook.toml"));
    other.run("import codebook codebook.toml").succeeds();
    assert_eq!(names(&other.json("themes"))[&price], "Too dear");
    let codebook = other.run("export codebook").succeeds().stdout;
    assert_eq!(codebook, study.text("codebook.toml"));
}

#[test]
fn a_file_that_is_no_codebook_is_refused_with_its_line() {
    let study = two_themes();
    study.write("notes.toml", "theme = \"price\"\n");
    let told = study.run("import codebook notes.toml");
    assert!(
        told.stderr
            .starts_with("error: `notes.toml` is not a codebook: "),
        "{}",
        told.stderr
    );
    assert!(told.stderr.contains("line 1"), "{}", told.stderr);
}

#[test]
fn every_level_of_detail_counts_the_same_answers() {
    let study = two_themes();
    let themed = |detail: &str| {
        study.json(&format!("themes --detail {detail}"))["coverage"]["themed"].clone()
    };
    assert_eq!(themed("fine"), themed("default"));
    assert_eq!(themed("broad"), themed("default"));
}

#[test]
fn detail_may_be_called_grain_as_it_was_before() {
    let study = two_themes();
    let themes = |command: &str| study.json(command)["themes"].clone();
    assert_eq!(
        themes("themes --grain fine"),
        themes("themes --detail fine")
    );
    assert_ne!(themes("themes --grain fine"), themes("themes"));
}

#[test]
fn no_two_themes_are_called_the_same_however_they_came_up() {
    let study = Survey::new().pontoon().study();
    for wave in ["autumn", "winter", "spring"] {
        study.run(&format!("add files/{wave}.csv")).succeeds();
        let all = names(&study.json("themes"));
        let distinct: std::collections::BTreeSet<_> = all.values().collect();
        assert_eq!(distinct.len(), all.len(), "{all:?}");
    }
}
