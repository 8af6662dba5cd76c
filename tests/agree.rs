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
    let mut rows = String::from("id,score,comment,label\n");
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
AMI 1.000, ARI 1.000 (0 by chance, 1 in full), V-measure 1.000
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
not compared: 1 record of `coded.csv` without a comment of their own
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
    assert!(unclear.stderr.contains("no record in common"));
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

hint: the columns are `code`; choose one with `--record COLUMN`
",
        );
    let rows = survey().replace("id,score", "_,score");
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
error: `other.csv` and what was mined have no record in common

hint: records are `900`, `901` in the coding and `l0`, `l1`, `l2` in the corpus; name the column of ids with `--record COLUMN`
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

hint: name the column of codes with `--code COLUMN`, and see what `--skip` leaves out
",
        );
}
