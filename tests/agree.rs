//! `motif agree`: themes beside a person's coding.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;

use support::Survey;

const PRICE: [&str; 5] = ["high", "unfair", "steep", "rising", "a shock"];
const LOGIN: [&str; 5] = ["fails", "is slow", "breaks", "hangs", "is down"];
const DAYS: [&str; 6] = ["today", "again", "each week", "for us", "in spring", "here"];

/// Thirty people speak of the price, thirty of the login, and somebody coded it.
fn survey() -> String {
    let mut rows = String::from("id,nps,comment,label\n");
    for row in 0..30 {
        let (word, day) = (row % 5, DAYS[row / 5]);
        let (price, login) = (PRICE[word], LOGIN[word]);
        writeln!(rows, "p{row},4,The price is {price} {day},pricing").unwrap();
        writeln!(rows, "l{row},9,The login {login} {day},sign_in").unwrap();
    }
    rows
}

/// The coding alone, changed line by line.
fn coding(change: impl Fn(&str) -> Option<String>) -> String {
    let mut coding = String::from("record,code\n");
    for line in survey().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let row = format!("{},{}", cells[0], cells[3]);
        if let Some(row) = change(&row) {
            coding += &row;
            coding += "\n";
        }
    }
    coding
}

fn unchanged() -> String {
    coding(|row| Some(row.to_owned()))
}

fn folder() -> Survey {
    Survey::new()
        .file("survey.csv", survey())
        .file("coded.csv", unchanged())
}

#[test]
fn the_survey_may_be_the_coding_itself() {
    let said = folder()
        .run("agree survey.csv survey.csv --themes 2")
        .succeeds();
    let expected = "\
60 responses compared: 2 codes, 2 themes
AMI 1.000, ARI 1.000 (0 is chance, 1 is full agreement), V-measure 1.000
";
    assert!(said.stdout.starts_with(expected), "{}", said.stdout);
    assert_eq!(said.stderr, "");
}

#[test]
fn a_coding_beside_the_survey_says_the_same() {
    let folder = folder();
    let beside = folder.json("agree coded.csv survey.csv --themes 2");
    assert_eq!(
        beside,
        folder.json("agree survey.csv survey.csv --themes 2")
    );
    assert_eq!(beside["by_code"][0]["kappa"]["value"], 1.0);
    assert_eq!(beside["by_code"][0]["recall"], 1.0);
}

#[test]
fn a_study_is_compared_with_a_coding() {
    let study = folder().study().added(&["survey.csv"]);
    let found = study.json("agree coded.csv --themes 2");
    assert_eq!(found["compared"], 60);
    assert_eq!(found["ami"], 1.0);
}

#[test]
fn records_of_only_one_side_are_counted_and_said() {
    let coding = coding(|row| match row {
        "p0,pricing" => None,
        "p1,pricing" => Some("p1,Not assigned\nzz,pricing".into()),
        "p2,pricing" => Some("p2,".into()),
        _ => Some(row.into()),
    });
    let survey = survey() + "b1,5,,\n";
    let folder = Survey::new()
        .file("survey.csv", survey)
        .file("coded.csv", coding + "b1,pricing\n");
    let said = folder
        .run("agree coded.csv survey.csv --themes 2 --skip 'not assigned'")
        .succeeds();
    assert_eq!(
        said.stderr,
        "\
not compared: 2 records of `coded.csv` without a code
not compared: 1 record of `coded.csv` not in the corpus
not compared: 1 record of `coded.csv` without a comment
not compared: 1 response with a comment but not in `coded.csv`
"
    );
    assert!(said.stdout.starts_with("57 responses compared"));
}

#[test]
fn files_that_share_ids_need_to_be_told_apart() {
    let folder = Survey::new()
        .file("spring.csv", survey())
        .file("autumn.csv", survey().replace("The", "Our"))
        .file("coded.csv", unchanged())
        .file("spring/spring.csv", unchanged())
        .file(
            "sourced.csv",
            coding(|row| Some(format!("{row},spring.csv"))).replace("code\n", "code,source\n"),
        );
    let unclear = folder.run("agree coded.csv spring.csv autumn.csv --themes 2");
    assert!(unclear.stderr.contains("no records in common"));
    for clear in ["sourced.csv", "spring/spring.csv"] {
        let found = folder.json(&format!("agree {clear} spring.csv autumn.csv --themes 2"));
        assert_eq!(found["compared"], 60, "{clear}");
        assert_eq!(found["left_out"]["not_in_coding"], 60, "{clear}");
    }
}

#[test]
fn several_codes_count_for_kappa_and_the_first_for_the_whole() {
    let coding = coding(|row| Some(row.replace("pricing", "pricing|unhappy; pricing")));
    let folder = folder().file("several.csv", coding);
    let found = folder.json("agree several.csv survey.csv --themes 2");
    assert_eq!(found["ami"], 1.0);
    assert_eq!(found["codes"], 3);
    let unhappy = &found["by_code"][2];
    assert_eq!(unhappy["code"], "unhappy");
    assert_eq!(unhappy["n"], 30);
    assert_eq!(unhappy["kappa"]["value"], 1.0);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let folder = folder();
    let before = folder
        .run("agree coded.csv survey.csv --themes 2")
        .succeeds();
    let rows = support::shuffled(support::table(&unchanged()), 7);
    folder.write("coded.csv", support::csv_of(&rows));
    let after = folder
        .run("agree coded.csv survey.csv --themes 2")
        .succeeds();
    assert_eq!(before.stdout, after.stdout);
}

#[test]
fn every_cell_of_the_confusion_table_is_written() {
    let folder = folder();
    folder
        .run("agree coded.csv survey.csv --themes 2 --confusion table.csv")
        .succeeds();
    let table = support::table(&folder.text("table.csv"));
    assert_eq!(table.len(), 3);
    assert_eq!(table[0][0], "code");
    let cells = table[1..].iter().flat_map(|row| &row[1..]);
    let sum: u32 = cells.map(|cell| cell.parse::<u32>().unwrap()).sum();
    assert_eq!(sum, 60);
}

#[test]
fn an_unknown_column_is_answered_with_the_known_ones() {
    folder()
        .run("agree coded.csv survey.csv --code kod")
        .fails_with(
            "\
error: no column named `kod` in `coded.csv`

hint: the columns are `record` and `code`; choose one with `--code COLUMN`
",
        );
    Survey::new()
        .file("survey.csv", survey())
        .file("odd.csv", "nr;verdict\np0;pricing\n")
        .run("agree odd.csv survey.csv")
        .fails_with(
            "\
error: no column of `odd.csv` looks like codes

hint: the columns are `nr` and `verdict`; choose one with `--code COLUMN`
",
        );
}

#[test]
fn a_coding_without_ids_must_be_the_survey() {
    let without = "code\npricing\nsign_in\n";
    folder()
        .file("blind.csv", without)
        .run("agree blind.csv survey.csv --themes 2")
        .fails_with(
            "\
error: no column of `blind.csv` looks like record ids

hint: the only column is `code`; choose one with `--record COLUMN`
",
        );
    let rows = survey().replace("id,nps", "_,nps");
    let numbered = Survey::new().file("survey.csv", rows);
    let found = numbered.json("agree survey.csv survey.csv --themes 2 --map id=-");
    assert_eq!(found["compared"], 60);
}

#[test]
fn no_record_in_common_shows_what_records_look_like() {
    folder()
        .file("other.csv", "id,code\n900,a\n901,b\n")
        .run("agree other.csv survey.csv --themes 2")
        .fails_with(
            "\
error: `other.csv` and the study have no records in common

hint: records look like `900`, `901` in the coding and `l0`, `l1`, `l2` in the study; name the column of ids with `--record COLUMN`
",
        );
}

#[test]
fn a_coding_without_a_single_code_is_none() {
    folder()
        .run("agree coded.csv survey.csv --skip pricing,sign_in")
        .fails_with(
            "\
error: no row of `coded.csv` has a code in column `code`

hint: name the column of codes with `--code COLUMN`, and check what `--skip` leaves out
",
        );
}

#[test]
fn two_people_are_compared_passage_by_passage() {
    let other = coding(|row| {
        let moved = ["p0,", "p1,", "p2,", "p3,", "p4,"];
        let is_moved = moved.iter().any(|record| row.starts_with(record));
        Some(if is_moved {
            row.replace("pricing", "sign_in")
        } else {
            row.to_owned()
        })
    });
    let folder = folder().file("other.csv", other);
    let line = "agree coded.csv survey.csv --with other.csv";
    let found = folder.json(line);
    assert_eq!(
        (&found["texts"], &found["passages"]),
        (&60.into(), &60.into())
    );
    let code = &found["by_code"][0];
    assert_eq!(
        (&code["code"], &code["other"]),
        (&"pricing".into(), &"pricing".into())
    );
    let pairs = ["both", "only_first", "only_second", "neither"];
    let pairs = pairs.map(|side| code["passages"][side].as_u64().unwrap());
    assert_eq!(pairs, [25, 5, 0, 30]);
    // By hand: kappa (55/60 − 1/2) / (1 − 1/2), alpha 1 − (5/60) / (2·55·65 / (120·119)).
    let is = |value: &serde_json::Value, known: f64| {
        assert!((value.as_f64().unwrap() - known).abs() < 1e-9, "{value}");
    };
    is(&code["kappa"]["value"], 5.0 / 6.0);
    is(
        &code["by_passage"]["value"],
        1.0 - 5.0 * 2.0 * 119.0 / 7_150.0,
    );
    let differences = found["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 10);
    let said = folder
        .run(&format!("{line} --differences apart.csv"))
        .succeeds()
        .stdout;
    assert!(
        said.starts_with("`coded.csv` and `other.csv` on 60 passages and "),
        "{said}"
    );
    let apart = std::fs::read_to_string(folder.path("apart.csv")).unwrap();
    assert_eq!(apart.lines().count(), 11);
}

const TALK: &str = "Q: How is it?\n\nAda: The price is far too high. The login fails every day. \
                    The board is slow again. We like the phone line.\n";

/// A study whose interview two people coded, and the project of it.
fn coded_by_two() -> Survey {
    let survey = Survey::new()
        .file("ada.md", TALK)
        .study()
        .added(&["ada.md"]);
    for (who, words) in [
        ("Bea", "The price is far too high."),
        ("Bea", "The board is slow again."),
        ("Cy", "The price is far too high."),
        ("Cy", "The login fails every day."),
    ] {
        let start = TALK.find(words).unwrap();
        let end = start + words.len();
        survey
            .run(&format!("code add ada.md:{start}-{end} Trouble --by {who}"))
            .succeeds();
    }
    survey.run("export refi -o talks.qdpx").succeeds();
    survey
}

#[test]
fn two_coders_of_a_project_are_compared_on_what_both_read() {
    let survey = coded_by_two();
    let found = survey.json("agree talks.qdpx");
    assert_eq!(
        (&found["first"], &found["second"]),
        (&"Bea".into(), &"Cy".into())
    );
    assert_eq!(
        (&found["texts"], &found["passages"]),
        (&1.into(), &4.into())
    );
    let code = &found["by_code"][0];
    assert_eq!(code["code"], "Trouble");
    // One passage each of both, one, the other and neither: kappa 0, alpha 1 − .5 / (32/56).
    assert_eq!(code["kappa"]["value"], 0.0);
    assert_eq!(code["by_passage"]["value"], 0.125);
    assert_eq!(found["differences"].as_array().unwrap().len(), 2);
    let quote = found["differences"][0]["quote"].as_str().unwrap();
    let opened = survey.run(&format!("open {quote}")).succeeds().stdout;
    assert!(
        opened.contains("»The board is slow again.«") || opened.contains("»The login fails"),
        "{opened}"
    );
}

#[test]
fn a_coder_of_a_project_is_compared_with_a_table_of_another() {
    let survey = folder().study().added(&["survey.csv"]);
    for (record, code) in [("p0", "pricing"), ("l0", "sign_in"), ("l1", "pricing")] {
        survey
            .run(&format!("code add survey.csv:{record} {code} --by Bea"))
            .succeeds();
    }
    survey.run("export refi -o talks.qdpx").succeeds();
    let found = survey.json("agree talks.qdpx --coder Bea --with coded.csv");
    assert_eq!(found["first"], "Bea");
    assert_eq!(found["texts"], 3);
    let code = &found["by_code"][0];
    assert_eq!(code["code"], "pricing");
    let pairs = ["both", "only_first", "only_second", "neither"];
    let pairs = pairs.map(|side| code["passages"][side].as_u64().unwrap());
    assert_eq!(pairs, [1, 1, 0, 1]);
}

#[test]
fn a_coder_whom_a_project_does_not_know_is_answered_with_those_it_does() {
    let said = coded_by_two()
        .run("agree talks.qdpx --coder Dan")
        .exits_with(1);
    assert!(
        said.stderr.contains("Bea") && said.stderr.contains("Cy"),
        "{}",
        said.stderr
    );
}

/// Two people who code the same three comments, each in their own way.
fn two_coders() -> Survey {
    let study = Survey::new().file(
        "survey.csv",
        "id,nps,comment\n\
         r1,3,The export is slow on Mondays\n\
         r2,9,Lovely support all year\n\
         r3,5,Too dear for a small shop\n",
    );
    study.run("init").exits_with(0);
    study.run("add survey.csv").exits_with(0);
    for line in [
        "code add survey.csv:r1 Speed --by Ada",
        "code add survey.csv:r2 Support --by Ada",
        "code add survey.csv:r3 Price --by Ada",
        "code add survey.csv:r1 speed --by Bo",
        "code add survey.csv:r2 Kindness --by Bo",
        "code add survey.csv:r3 Support --by Bo",
    ] {
        study.run(line).exits_with(0);
    }
    study
}

#[test]
fn people_are_compared_by_the_names_of_their_codes() {
    let readings = two_coders().json("agree");
    assert_eq!(
        (&readings["first"], &readings["second"]),
        (&"Ada".into(), &"Bo".into())
    );
    let rows = readings["by_code"].as_array().unwrap();
    let beside = |code: &str| {
        let row = rows.iter().find(|row| row["code"] == code).unwrap();
        row["other"].as_str().unwrap()
    };
    assert_eq!(beside("Speed"), "Speed");
    assert_eq!(beside("Support"), "Support");
    assert_eq!(beside("Price"), "");
    assert!(
        rows.iter()
            .any(|row| row["code"] == "" && row["other"] == "Kindness")
    );
    // Both gave "Support", to different comments: that is where they differ.
    let differences = readings["differences"].as_array().unwrap();
    let differing: Vec<&str> = differences
        .iter()
        .map(|of| of["code"].as_str().unwrap())
        .collect();
    assert_eq!(differing, ["Support", "Support"]);
}

#[test]
fn what_two_people_gave_one_passage_is_of_both_themes() {
    let study = two_coders();
    let themes = study.json("themes");
    let responses = |name: &str| {
        let themes = themes["themes"].as_array().unwrap();
        let theme = themes.iter().find(|theme| theme["label"] == name);
        theme.unwrap_or_else(|| panic!("no {name} in {themes:#?}"))["respondents"].clone()
    };
    assert_eq!(responses("Support"), 2);
    assert_eq!(responses("Kindness"), 1);
    assert_eq!(responses("Price"), 1);
}

#[test]
fn one_person_does_not_remove_what_another_coded() {
    let study = two_coders();
    let said = study.run("code remove survey.csv:r1 Speed --by Cy");
    assert_eq!(
        said.stderr,
        "you did not add this passage to that theme; Ada and Bo did, and `--whose Ada` removes that\n"
    );
    study
        .run("code remove survey.csv:r1 Speed --by Bo")
        .exits_with(0);
    let left = |study: &Survey| -> Vec<String> {
        let coded = study.json("code list");
        let coded = coded.as_array().unwrap().iter();
        let first = coded.filter(|of| of["passage"]["record"] == "r1");
        first
            .map(|of| of["who"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(left(&study), ["Ada"]);
    study.run("theme undo").exits_with(0);
    assert_eq!(left(&study), ["Ada", "Bo"]);
    study
        .run("code remove survey.csv:r1 Speed --whose Ada --by Bo")
        .exits_with(0);
    assert_eq!(left(&study), ["Bo"]);
}

#[test]
fn three_people_are_compared_by_alpha() {
    let study = two_coders();
    for line in [
        "code add survey.csv:r1 Speed --by Cy",
        "code add survey.csv:r2 Support --by Cy",
        "code add survey.csv:r3 Price --by Cy",
    ] {
        study.run(line).exits_with(0);
    }
    let readings = study.json("agree");
    assert_eq!(readings["coders"], serde_json::json!(["Ada", "Bo", "Cy"]));
    let speed = &readings["by_code"].as_array().unwrap()[0];
    assert_eq!(speed["given"], serde_json::json!([1, 1, 1]));
    assert_eq!(speed["alpha"]["value"], 1.0);
    let pair = study.json("agree --coder Ada --coder Cy");
    assert_eq!(
        (&pair["first"], &pair["second"]),
        (&"Ada".into(), &"Cy".into())
    );
    study
        .run("agree --coder Eve")
        .fails_with("error: it is not clear whose coding of `the study` is meant\n\nhint: the coders are Ada, Bo and Cy; choose with `--coder NAME`\n");
}

#[test]
fn what_two_coders_gave_survives_a_project_and_back() {
    let study = two_coders();
    study.run("export refi -o coded.qdpx").exits_with(0);
    let readings = study.json("agree coded.qdpx");
    assert_eq!(readings["by_code"], study.json("agree")["by_code"]);
}
