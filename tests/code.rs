//! `motif code`, `motif mark` and `motif open`: what people say of passages.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;

use support::Survey;

/// Thirty people of two minds, so that themes are mined.
fn survey() -> String {
    let days = ["today", "again", "each week", "for us", "in spring", "here"];
    let prices = ["high", "unfair", "steep", "rising", "a shock"];
    let logins = ["fails", "is slow", "breaks", "hangs", "is down"];
    let mut rows = String::from("id,nps,comment\n");
    for (at, day) in days.iter().enumerate() {
        for (word, (price, login)) in prices.iter().zip(logins).enumerate() {
            let _ = writeln!(rows, "p{at}{word},4,The price is {price} {day}");
            let _ = writeln!(rows, "l{at}{word},9,The login {login} {day}");
        }
    }
    rows + "x1,5,\"Née 😀: my drill broke. Mail ann@fjell.example\"\n"
}

const TALK: &str =
    "# Pricing\n\nQ: Is it dear?\n\nAda: The price is steep for a crew like ours, really.\n";

fn study() -> Survey {
    Survey::new()
        .file("spring.csv", survey())
        .file("ada.md", TALK)
        .study()
        .added(&["spring.csv", "ada.md"])
}

fn theme_of(survey: &Survey, record: &str) -> Vec<String> {
    let rows = survey.run("export assignments").rows();
    let row = rows.iter().find(|row| row[1] == record).unwrap();
    vec![row[2].clone(), row[3].clone()]
}

#[test]
fn what_a_person_says_of_a_passage_stands_before_the_model() {
    let survey = study();
    let before = theme_of(&survey, "p00");
    let other = theme_of(&survey, "l00");
    assert_ne!(before, other);
    survey
        .run(&format!("code add spring.csv:p00 {}", other[0]))
        .succeeds();
    assert_eq!(theme_of(&survey, "p00"), other);
    survey.run("theme undo").succeeds();
    assert_eq!(theme_of(&survey, "p00"), before);
    survey.run("theme redo").succeeds();
    survey
        .run(&format!("code remove spring.csv:p00 {}", other[0]))
        .succeeds();
    assert_eq!(theme_of(&survey, "p00"), before);
}

#[test]
fn what_is_coded_stays_when_everything_is_mined_afresh() {
    let survey = study();
    let other = theme_of(&survey, "l00");
    survey
        .run(&format!("code add spring.csv:p00 {}", other[0]))
        .succeeds();
    survey.run("themes --afresh").succeeds();
    assert_eq!(theme_of(&survey, "p00")[0], other[0]);
}

#[test]
fn a_theme_of_a_new_name_is_made_and_learns_from_its_passage() {
    let survey = study();
    survey
        .run("code add spring.csv:x1:7-22 'Broken tools'")
        .succeeds();
    let rows = survey.run("export assignments --per passage").rows();
    let of = |words: &str| rows.iter().find(|row| row[8].contains(words)).unwrap()[5].clone();
    assert_eq!(of("Née"), "Broken tools");
    let listed = survey.run("code list").succeeds().stdout;
    assert!(
        listed.contains("Broken tools") && listed.contains("my drill broke"),
        "{listed}"
    );
    let said = survey.run("code add spring.csv:x1 99").exits_with(1);
    assert!(
        said.stderr.starts_with("error: there is no theme `99`"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_theme_that_holds_nothing_yet_is_listed() {
    let survey = study();
    let empty = "empty: ";
    let listed = || {
        ["themes", "code list"].map(|command| survey.run(command).succeeds().stdout.contains(empty))
    };
    survey
        .run("code add spring.csv:x1:7-22 'Broken tools'")
        .succeeds();
    assert_eq!(listed(), [false, false]);
    survey
        .run("code remove spring.csv:x1:7-22 'Broken tools'")
        .succeeds();
    assert_eq!(listed(), [true, true]);
    assert_eq!(survey.json("themes")["empty"][0]["label"], "Broken tools");
}

#[test]
fn a_quote_opens_where_it_stands() {
    let survey = study();
    let rows = survey.run("export quotes --all").rows();
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let quote = rows
        .iter()
        .find(|row| row[column("record")] == "p00")
        .unwrap();
    let said = survey.run(&format!("open {}", quote[0])).succeeds().stdout;
    assert!(said.starts_with("spring.csv, p00, "), "{said}");
    assert!(
        said.contains(&format!("»{}«", quote[column("text")])),
        "{said}"
    );
    let talk = survey.run("open ada.md:0-9 -C 2").succeeds().stdout;
    assert!(talk.contains("»# Pricing«"), "{talk}");
    let all = survey.run("open spring.csv:x1:0-5").succeeds().stdout;
    assert!(all.contains("»Née 😀«: my drill broke. Mail ••••"), "{all}");
    survey.run("open Q-000000").exits_with(1);
}

#[test]
fn behind_the_end_of_a_file_nothing_opens() {
    let survey = study();
    for (place, said, last) in [
        ("ada.md:3100", "its last words are on line ", "ada.md:"),
        (
            "spring.csv:3100",
            "its last answer is in row ",
            "spring.csv:",
        ),
    ] {
        let run = survey.run(&format!("open {place}")).exits_with(1);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        let shown = run
            .stderr
            .split('`')
            .find(|part| part.starts_with("motif open "));
        let command = shown.unwrap().strip_prefix("motif ").unwrap();
        assert!(command.contains(last), "{command}");
        survey.run(command).succeeds();
    }
}

#[test]
fn marks_are_kept_and_wanted() {
    let survey = study();
    survey
        .run("mark ada.md:0-9 --important --memo 'ask Ana' --by Bea")
        .succeeds();
    let rows = survey.run("export quotes --important").rows();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[1][3].as_str(), rows[1][19].as_str()),
        ("# Pricing", "ask Ana")
    );
    let page = survey
        .run("export quotes --important --format md")
        .succeeds()
        .stdout;
    assert!(
        page.contains("> ★ # Pricing") && page.contains("*ask Ana*"),
        "{page}"
    );
    survey
        .run("mark ada.md:0-9 --unimportant --memo ''")
        .succeeds();
    assert_eq!(survey.run("export quotes --important").rows().len(), 1);
}

#[test]
fn hand_codings_travel_to_other_tools_and_back() {
    let survey = study();
    survey
        .run("code add spring.csv:x1:0-5 'Broken tools' --by Bea")
        .succeeds();
    survey
        .run("mark spring.csv:x1:0-5 --important --memo 'ask Ana' --by Bea")
        .succeeds();
    survey.run("export refi -o one.qdpx").succeeds();
    let other = Survey::new()
        .file("spring.csv", survey_of(&survey))
        .file("one.qdpx", std::fs::read(survey.path("one.qdpx")).unwrap())
        .study()
        .added(&["spring.csv"]);
    let said = other.run("import refi one.qdpx").succeeds();
    assert!(
        said.stdout.ends_with("1 passage coded, 1 passage noted\n"),
        "{}",
        said.stdout
    );
    let coded = other.json("code list");
    let passage = &coded[0]["passage"];
    assert_eq!(
        (passage["text"].as_str(), passage["start"].as_u64()),
        (Some("Née 😀"), Some(0))
    );
    assert_eq!(coded[0]["who"], "Bea");
    assert_eq!(other.run("export quotes --important").rows().len(), 2);
}

fn survey_of(survey: &Survey) -> String {
    survey.text("spring.csv")
}

#[test]
fn matrices_name_themes_and_interviews() {
    let survey = study();
    let rows = survey.run("export matrix --by respondent").rows();
    assert_eq!(
        rows[0][..7],
        [
            "file", "record", "wave", "date", "account", "rating", "group"
        ]
    );
    assert_eq!(rows.len(), 62);
    let theme = theme_of(&survey, "p00")[1].clone();
    let column = rows[0].iter().position(|head| *head == theme).unwrap();
    assert_eq!(
        rows.iter().find(|row| row[1] == "p00").unwrap()[column],
        "1"
    );
    assert_eq!(
        rows.iter().find(|row| row[1] == "l00").unwrap()[column],
        "0"
    );
    let rows = survey.run("export matrix --by interview").rows();
    assert_eq!(rows[0], ["theme", "heard in", "ada.md"]);
    let rows = survey.run("export matrix --by question").rows();
    assert_eq!(rows[0][..2], ["question", "interviews"]);
    let asked: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert!(asked[0].ends_with("Is it dear?"), "{asked:?}");
}

#[test]
fn themes_said_together_are_listed_with_their_words() {
    let survey = study();
    survey
        .run("code add spring.csv:x1:7-22 'Broken tools'")
        .succeeds();
    survey
        .run("code add spring.csv:x1:10-15 'Drills'")
        .succeeds();
    let rows = survey.run("export matrix --by theme --texts").rows();
    let pair = rows
        .iter()
        .find(|row| row[..2].concat().contains("Drills"))
        .unwrap();
    assert_eq!(pair[6], "drill");
    assert_eq!(pair[3], "x1");
    survey
        .run("export matrix --by theme -o together.xlsx")
        .succeeds();
    assert!(
        std::fs::read(survey.path("together.xlsx"))
            .unwrap()
            .starts_with(b"PK")
    );
}

/// Ids that are numbers, and of other rows than their own; and an interview
/// with a name of several words.
fn numbered() -> Survey {
    let mut rows = String::from("id,nps,comment\n");
    for at in 0..8 {
        let _ = writeln!(
            rows,
            "{},5,The crane number {at} is slow again today",
            at + 1
        );
    }
    Survey::new()
        .file("spring.csv", rows)
        .file(
            "Interview 38.txt",
            "Host: How is it?\n\nAda: The crane is slow on every single site.\n\nHost: Since when?\n\nAda: Since the crane was moved in spring, I think.\n",
        )
        .study()
        .added(&["spring.csv", "Interview 38.txt"])
}

/// Returns the places that a search prints: what stands before the two spaces.
fn printed(said: &str) -> Vec<String> {
    let places = said.lines().filter_map(|line| line.split_once("  "));
    places
        .map(|(place, _)| place.to_owned())
        .filter(|place| place.contains(".csv:") || place.contains(".txt:"))
        .collect()
}

#[test]
fn every_place_that_is_printed_can_be_given_back() {
    let survey = numbered();
    let hits = survey.json("search crane -n 20");
    let hits = hits["hits"].as_array().unwrap();
    let said = survey.run("search crane -n 20").succeeds().stdout;
    let places = printed(&said);
    assert_eq!(places.len(), hits.len(), "{said}");
    assert_eq!(places.len(), 10);
    for (place, hit) in places.iter().zip(hits) {
        assert_eq!(hit["at"], place.as_str());
        let text = hit["text"].as_str().unwrap();
        let opened = survey.run(&format!("open '{place}'")).succeeds().stdout;
        let words: String = opened.replace(['»', '«'], "");
        assert!(words.contains(text), "{place}: {opened}");
        let marked = survey.json(&format!("mark '{place}'"));
        let about = marked["passage"]["text"].as_str().unwrap();
        assert!(
            about.contains(text) || text.contains(about),
            "{place}: {about}"
        );
        survey
            .run(&format!("code add '{place}' 'Slow crane'"))
            .succeeds();
        let like = survey.json(&format!("search --like '{place}' -n 1"));
        assert_ne!(
            like["hits"][0]["text"], hit["text"],
            "a text is not like itself"
        );
    }
    let coded = survey.json("code list");
    let coded = coded.as_array().unwrap();
    assert_eq!(coded.len(), places.len(), "no two places mean the same");
}

#[test]
fn every_surface_finds_the_same_passage_by_the_beginning_of_its_id() {
    let survey = numbered();
    let id = survey.json("search moved -n 1")["hits"][0]["quote"].clone();
    let id = id.as_str().unwrap();
    let opened = survey.json(&format!("open {}", &id[..8]));
    assert_eq!(
        opened["text"],
        "Since the crane was moved in spring, I think."
    );
    let marked = survey.json(&format!("mark {id}"));
    assert_eq!(marked["passage"], opened);
}
