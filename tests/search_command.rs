//! `motif search`: what is found and where it stands.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write;

use support::{Survey, characters};

const SURVEY: &str = "\
id,nps,account,comment
1,9,Fjell,The phone line is lovely
2,3,Alm,\"Nobody answers 📞 the phone line,
the chat is worse\"
3,8,Alm,Fine but pricey
";

const NOTES: &str = "\
---
participant: Ann Fjell
account: Fjell
interviewer: Bo
---

**Bo:** Which line do you call?

**Ann:** I want the phone line back.
";

fn study() -> Survey {
    Survey::new()
        .file("spring.csv", SURVEY)
        .file("ann.md", NOTES)
        .study()
        .added(&["spring.csv", "ann.md"])
}

#[test]
fn a_phrase_is_found_with_file_and_line() {
    let said = study()
        .run("search '\"phone line\" group:detractor'")
        .succeeds();
    let (head, rest) = said.stdout.split_once('\n').unwrap();
    assert!(
        head.starts_with("spring.csv:3  detractor (3) · Alm · Q-"),
        "{head}"
    );
    assert!(
        rest.starts_with("  Nobody answers 📞 the *phone* *line*, the chat is worse\n\n1 match\n"),
        "{rest}"
    );
}

#[test]
fn a_remembered_sentence_of_an_interview_is_found_with_its_line_and_speaker() {
    let said = study()
        .run("search '\"phone line\" source:interview'")
        .succeeds();
    let (head, rest) = said.stdout.split_once('\n').unwrap();
    assert!(head.starts_with("ann.md:9  Ann · Fjell · Q-"), "{head}");
    assert!(
        rest.starts_with("  I want the *phone* *line* back.\n\n1 match\n"),
        "{rest}"
    );
}

#[test]
fn what_a_hit_shows_is_what_open_opens() {
    let study = study();
    for (query, place, opened) in [
        ("chat", "spring.csv, 2, ", "»the chat is worse«"),
        (
            "back",
            "ann.md, line 9, Ann, ",
            "»I want the phone line back.«",
        ),
        ("call", "ann.md, line 7, Bo, ", "»Which line do you call?«"),
    ] {
        let found = study.json(&format!("search --exact {query}"));
        let quote = found["hits"][0]["quote"].as_str().unwrap().to_owned();
        let shown = study
            .run(&format!("search --exact {query}"))
            .succeeds()
            .stdout;
        assert!(shown.contains(&quote), "{shown}");
        let said = study.run(&format!("open {quote}")).succeeds().stdout;
        assert!(said.starts_with(place) && said.contains(opened), "{said}");
        let head = said.lines().next().unwrap();
        assert!(head.ends_with(&quote), "{head}");
        study
            .run(&format!("code add {quote} 'Phone line'"))
            .succeeds();
        let listed = study.run("code list").succeeds().stdout;
        assert!(listed.contains(&quote), "{listed}");
    }
}

#[test]
fn a_hit_of_a_long_turn_opens_on_a_whole_passage() {
    let talk = "Well, we tried. ".repeat(40);
    let notes =
        format!("Bo: How is it?\n\nAnn: {talk}The invoice 😀 was wrong, twice over. {talk}\n");
    let study = Survey::new()
        .file("long.txt", notes)
        .study()
        .added(&["long.txt"]);
    let hit = &study.json("search --exact 'invoice wrong'")["hits"][0];
    let quote = hit["quote"].as_str().unwrap();
    let said = study.run(&format!("open {quote}")).succeeds().stdout;
    assert!(
        said.contains("»The invoice 😀 was wrong, twice over.«"),
        "{said}"
    );
}

#[test]
fn a_filter_on_what_no_text_has_is_pointed_at() {
    study().run("search 'date:2025.. line'").fails_with(
        "error: nothing here has a date\n\n  date:2025.. line\n  ^^^^^\n\n\
         hint: dates come from a column, the head of the notes, the name of their file, or \
         `motif interviews date FILE DAY`\n",
    );
}

#[test]
fn every_match_opens() {
    let found = study().json("search line");
    assert_eq!(found["total"], 4);
    for hit in found["hits"].as_array().unwrap() {
        let text = hit["text"].as_str().unwrap();
        for place in hit["matches"].as_array().unwrap() {
            let [start, end] = [0, 1].map(|side| place[side].as_u64().unwrap() as usize);
            assert_eq!(characters(text, start, end), "line", "{hit:#}");
        }
        if hit["source"] == "ann.md" {
            let [start, end] = ["start", "end"].map(|side| hit[side].as_u64().unwrap() as usize);
            assert_eq!(characters(NOTES, start, end), text);
        }
    }
}

#[test]
fn flags_may_follow_the_query() {
    let study = study();
    let before = study.run("search --json -n 1 line").succeeds().stdout;
    assert_eq!(
        study.run("search line -n 1 --json").succeeds().stdout,
        before
    );
}

#[test]
fn a_word_is_left_out_with_a_minus() {
    let study = study();
    assert_eq!(study.json("search 'line -chat'")["total"], 3);
    assert_eq!(study.run("search --json -- -line").json()["total"], 1);
}

#[test]
fn files_are_searched_without_a_study() {
    let survey = Survey::new().file("spring.csv", SURVEY);
    let found = survey.json("search 'chat' --in spring.csv");
    assert_eq!(found["total"], 1);
    assert_eq!(found["hits"][0]["row"], 3);
}

#[test]
fn the_index_follows_the_corpus() {
    let study = study();
    assert_eq!(study.json("search invoice")["total"], 0);
    study.write("more.csv", "id,nps,comment\n9,4,The invoice is wrong\n");
    let study = study.added(&["more.csv"]);
    assert_eq!(study.json("search invoice")["total"], 1);
    std::fs::remove_dir_all(study.path("search")).unwrap();
    assert_eq!(study.json("search invoice")["total"], 1);
}

#[test]
fn contact_details_are_masked_in_what_is_found() {
    let study = Survey::new()
        .file(
            "spring.csv",
            "id,nps,comment\n1,3,Call me on +47 22 33 44 55 or mail ann@fjell.example\n",
        )
        .study()
        .added(&["spring.csv"]);
    for form in ["search call", "search call --json", "search call -C"] {
        let said = study.run(form).succeeds().stdout;
        assert!(
            !said.contains("22 33") && !said.contains("fjell.example"),
            "{said}"
        );
    }
}

#[test]
fn nothing_found_says_how_to_find_more() {
    study()
        .run("search xylophone")
        .succeeds()
        .says("no matches\n")
        .notes(
            "try fewer words, `word~1` for typos, `wor*` for any ending, or `OR` between words\n",
        );
}

#[test]
fn an_open_quotation_is_pointed_at() {
    study().run("search 'slow \"phone line'").fails_with(
        "error: the `\"` is never closed\n\n\
         \x20 slow \"phone line\n\
         \x20      ^\n\n\
         hint: close it with `\"`, or leave it out\n",
    );
}

#[test]
fn an_unknown_value_is_pointed_at_and_answered_with_the_known_ones() {
    study().run("search 'größe account:nobody'").fails_with(
        "error: `account` is never `nobody`\n\n\
         \x20 größe account:nobody\n\
         \x20               ^^^^^^\n\n\
         hint: the values are `Alm` and `Fjell`\n",
    );
}

#[test]
fn an_unknown_field_is_answered_with_the_known_ones() {
    let said = study().run("search colour:red").exits_with(1);
    assert!(
        said.stderr.starts_with(
            "error: there is no field `colour`\n\n  colour:red\n  ^^^^^^^\n\nhint: the fields are "
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn what_says_the_like_is_told_from_what_has_the_words() {
    let study = study();
    let found = study.json("search 'how dear is it'");
    assert_eq!(found["total"], 0);
    let said = study.run("search 'telephone help' -n 3").succeeds().stdout;
    assert!(said.contains(" · similar · Q-"), "{said}");
    assert!(said.contains("no exact match, "), "{said}");
    assert_eq!(study.json("search --exact lines")["similar"], 0);
    assert_eq!(study.json("search --exact lines")["total"], 0);
}

#[test]
fn more_like_a_record_is_asked_by_file_and_row_or_id() {
    let study = study();
    for record in ["spring.csv:2", "ann.md:9", "'I want the phone line back.'"] {
        let found = study.json(&format!("search --like {record}"));
        assert!(found["similar"].as_u64().unwrap() > 0, "{record}");
    }
    study.run("search --like spring.csv:77").fails_with(
        "error: there is no row 77 in `spring.csv`: its last answer is in row 4\n\n\
         hint: `motif open spring.csv:4` shows it\n",
    );
}

#[test]
fn what_was_asked_is_shown_with_the_answer() {
    let said = study().run("search '\"line back\"' -C 1").succeeds();
    let (_, rest) = said.stdout.split_once('\n').unwrap();
    assert!(
        rest.starts_with(
            "  | Bo: Which line do you call?\n  I want the phone *line* *back*.\n\n1 match\n"
        ),
        "{rest}"
    );
}

#[test]
fn hits_are_shown_by_the_file_they_are_from() {
    let found = study().json("search '\"line\"' --group");
    let groups: Vec<_> = found["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (&group["source"], &group["total"]))
        .collect();
    assert_eq!(groups.len(), 2);
    assert!(groups.iter().all(|(_, total)| **total == 2), "{found:#}");
}

#[test]
fn hits_have_themes_of_their_own() {
    let topics = [
        "slow replies to our tickets",
        "crashes of the mobile app",
        "prices that rise each year",
    ];
    let mut rows = "id,nps,comment\n".to_owned();
    for row in 0..36 {
        let often = ["one", "two", "three", "four"][row / 3 % 4].repeat(1 + row / 12);
        let topic = topics[row % 3];
        let score = row % 11;
        writeln!(
            rows,
            "{row},{score},The support of Pontoon has {topic} number {often}"
        )
        .unwrap();
    }
    let study = Survey::new()
        .file("spring.csv", rows)
        .study()
        .added(&["spring.csv"]);
    let found = study.json("search support --themes");
    let themes = found["themes"].as_array().unwrap();
    assert!((2..=6).contains(&themes.len()), "{found:#}");
    for theme in themes {
        let name = theme["name"].as_str().unwrap().to_lowercase();
        assert!(!name.contains("support"), "{theme:#}");
    }
    assert_eq!(study.json("search support --themes"), found);
}

#[test]
fn where_one_is_the_best_answer_the_highest_rating_is_one() {
    let survey = Survey::new().file(
        "marks.csv",
        "id,nps,comment\n1,5,The bus is late\n2,1,The bus is on time\n3,3,The bus is full\n",
    );
    let order = |sort: &str| {
        let found = survey.json(&format!(
            "search --exact bus --in marks.csv --scale 5-1 --sort {sort}"
        ));
        let hits = found["hits"].as_array().unwrap().clone();
        let ratings = hits.iter().map(|hit| hit["rating"].as_u64().unwrap());
        ratings.collect::<Vec<_>>()
    };
    assert_eq!(order("highest"), [1, 3, 5]);
    assert_eq!(order("lowest"), [5, 3, 1]);
}
