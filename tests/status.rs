//! `motif status`: where a study stands.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::json;
use support::Survey;

const SURVEY: &str = "\
id,nps,comment
1,10,Lovely app
2,9,
3,8,Fine but pricey
4,3,Too slow for us
5,,No opinion on the number
6,,
7,11,Off the scale
";

const NOTES: &str = "\
---
participant: Ann Fjell
interviewer: Bo
---

**Bo:** How is it?

**Ann:** Slow every day. The login is a pain.
";

fn study() -> Survey {
    Survey::new()
        .file("spring.csv", SURVEY)
        .file("ann.md", NOTES)
        .study()
        .added(&["spring.csv", "ann.md"])
}

#[test]
fn the_numbers_can_be_counted_by_hand() {
    let status = study().json("status");
    let expected = [
        ("responses", json!(6)),
        ("rated", json!(4)),
        ("promoters", json!(2)),
        ("passives", json!(1)),
        ("detractors", json!(1)),
        ("nps", json!(25.0)),
        ("commented", json!(4)),
        ("interviews", json!(1)),
        ("passages", json!(6)),
        ("skipped", json!(1)),
    ];
    for (name, value) in expected {
        assert_eq!(status[name], value, "{name}");
    }
}

#[test]
fn the_score_is_not_rounded() {
    let study = Survey::new()
        .file(
            "spring.csv",
            "id,nps,comment\n1,9,Lovely app\n2,3,Too slow\n3,3,Slow again\n",
        )
        .study()
        .added(&["spring.csv"]);
    let nps = study.json("status")["nps"].as_f64().unwrap();
    assert!((nps + 100.0 / 3.0).abs() < 1e-12, "{nps}");
}

#[test]
fn a_person_reads_it_on_one_screen() {
    study().run("status").succeeds().notes("").says(
        "6 responses (4 rated, 4 with a comment), 1 interview, 6 passages\n\
         \n\
         wave    responses  promoters  passives  detractors  score  range (95%)\n\
         spring          6          2         1           1      –\n\
         \n\
         file        kind       read as\n\
         ann.md      interview\n\
         spring.csv  survey     plain table, UTF-8, id: id, score: nps, comment: comment\n\
         \n\
         left out:\n\
         \x20 spring.csv, row 8: score `11` is not between 0 and 10\n",
    );
}

#[test]
fn a_new_study_is_empty_and_says_so() {
    Survey::new().study().run("status").succeeds().says(
        "no responses and no interviews\n\
         \n\
         nothing was added yet; add files with `motif add FILES…`\n",
    );
}

#[test]
fn the_study_is_found_from_a_folder_inside_it_and_by_its_name() {
    let study = study().folder("notes/2025");
    let here = study.json("status");
    let folder = study.path("notes/2025");
    let inside = support::motif(&folder)
        .args(["status", "--json"])
        .output()
        .unwrap();
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&inside.stdout).unwrap(),
        here
    );
    let elsewhere = Survey::new();
    let named = elsewhere.json(&format!("--study '{}' status", study.path("").display()));
    assert_eq!(named, here);
}

#[test]
fn no_study_here_is_answered_with_three_ways_on() {
    Survey::new().run("status").fails_with(
        "error: there is no study in `…` or in a folder above it\n\n\
         hint: create one with `motif init`, name one with `--study DIR`, \
         or give the files: `motif report FILES…`\n",
    );
}

#[test]
fn a_second_study_in_the_same_folder_is_refused() {
    study().run("init").fails_with(
        "error: `.` is already a study\n\nhint: add files to it with `motif add FILES…`\n",
    );
}

#[test]
fn a_study_of_the_first_schema_opens_with_all_it_held() {
    let study = Survey::new().file("motif.toml", "");
    study.write("corpus.db", std::fs::read("tests/stores/v1.db").unwrap());
    let standing = study.json("status");
    assert_eq!(standing["responses"], 4);
    assert_eq!(standing["interviews"], 1);
    study.run("theme log").says("no decisions yet\n");
}

#[test]
fn a_study_of_the_second_schema_is_on_the_scale_from_0_to_10() {
    let study = Survey::new().file("motif.toml", "");
    study.write("corpus.db", std::fs::read("tests/stores/v2.db").unwrap());
    let standing = study.json("status");
    assert_eq!(standing["responses"], 4);
    assert_eq!(standing["scale"], "0-10");
}

#[test]
fn a_study_of_the_third_schema_has_nothing_corrected() {
    let study = Survey::new().file("motif.toml", "");
    study.write("corpus.db", std::fs::read("tests/stores/v3.db").unwrap());
    assert_eq!(study.json("status")["interviews"], 1);
    study.run("interviews log").says("no corrections yet\n");
}

#[test]
fn a_study_of_the_fifth_schema_keeps_its_answers_decisions_and_corrections() {
    let study = Survey::new().file("motif.toml", "");
    study.write("corpus.db", std::fs::read("tests/stores/v5.db").unwrap());
    let standing = study.json("status");
    assert_eq!(standing["responses"], 29);
    assert_eq!(standing["interviews"], 1);
    assert_eq!(standing["accounts"], 45);
    let log = study.run("theme log").succeeds();
    assert!(log.stdout.contains("Kept name"), "{}", log.stdout);
    let log = study.run("interviews log").succeeds();
    assert!(log.stdout.contains("2025-05-12"), "{}", log.stdout);
    study.run("accounts").succeeds();
}

#[test]
fn a_study_of_a_newer_motif_is_left_alone() {
    let study = study();
    let store = rusqlite::Connection::open(study.path("corpus.db")).unwrap();
    store.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    let said = study.run("status").exits_with(1);
    assert!(
        said.stderr.contains(
            "has schema version 99, and this motif only knows versions up to 6\n\n\
             hint: use the motif that created the study, or a newer one\n"
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn a_broken_setting_is_named_with_its_line() {
    let study = study();
    study.write("motif.toml", "title = \"Spring\"\nmin_size = \"many\"\n");
    let said = study.run("status").exits_with(1);
    assert!(
        said.stderr
            .contains("`…/motif.toml` is not valid: TOML parse error at line 2"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr
            .ends_with("\n\nhint: fix the line, or delete it: every setting has a default\n"),
        "{}",
        said.stderr
    );
}

#[test]
fn commands_that_are_printed_name_the_study_that_was_named() {
    let folder = Survey::new().file("spring.csv", SURVEY);
    folder.run("init here").succeeds();
    let empty = folder.run("--study here status").succeeds();
    assert!(
        empty.stdout.contains("`motif --study here add FILES…`"),
        "{}",
        empty.stdout
    );
    folder.run("--study here add spring.csv").succeeds();
    let unknown = folder.run("--study here themes show nothing").exits_with(1);
    assert!(
        unknown.stderr.contains("`motif --study here "),
        "{}",
        unknown.stderr
    );
    let within = study().run("themes show nothing").exits_with(1);
    assert!(
        within.stderr.contains("`motif report`"),
        "{}",
        within.stderr
    );
}
