//! `motif outcomes`.

use super::support::Survey;
use super::{list, number, pontoon};

#[test]
fn nine_events_carry_no_verdict() {
    let found = pontoon().json("outcomes");
    assert_eq!(found[0]["outcome"], "churned");
    assert_eq!(found[0]["unit"], "account");
    assert_eq!(number(&found, "/0/happened/voiced"), 9.0);
    assert_eq!(found[0]["verdict"], "few");
}

/// Forty people on either side; those who left scored `left`.
fn customers(left: u8, stayed: u8) -> Survey {
    let mut rows = "id,date,nps,comment,churned,churn_date\n".to_owned();
    for at in 0..80u8 {
        let (score, churned, day) = if at % 2 == 0 {
            (left, "yes", "2025-06-01")
        } else {
            (stayed, "no", "")
        };
        let score = if at % 8 < 2 { 7 } else { score };
        rows.push_str(&format!(
            "{at},2025-01-{:02},{score},words {at},{churned},{day}\n",
            at % 28 + 1
        ));
    }
    Survey::new().file("s.csv", rows)
}

#[test]
fn those_who_left_and_scored_low_are_told() {
    let found = customers(2, 9).json("outcomes s.csv");
    assert_eq!(found[0]["verdict"], "low");
    assert!(number(&found, "/0/auc/value") > 0.8);
}

#[test]
fn no_evidence_is_an_answer() {
    let found = customers(9, 9).json("outcomes s.csv");
    assert_eq!(found[0]["verdict"], "none");
    let said = customers(9, 9).run("outcomes s.csv").succeeds();
    assert!(
        said.stdout
            .contains("No clear link with the score: it happened to 40 of 80 people."),
        "{}",
        said.stdout
    );
}

#[test]
fn answers_given_after_the_day_are_left_out() {
    let rows = customers(2, 9)
        .text("s.csv")
        .replace("2025-06-01", "2025-01-10");
    let found = Survey::new().file("s.csv", rows).json("outcomes s.csv");
    assert_eq!(found[0]["when"], "churn_date");
    assert!(number(&found, "/0/after") > 20.0);
    assert!(number(&found, "/0/happened/n") < 60.0);
}

#[test]
fn a_column_of_three_values_is_no_outcome() {
    let said = pontoon().run("outcomes --outcome tier").exits_with(1);
    assert!(
        said.stderr
            .starts_with("error: `tier` is not an outcome: it has `"),
        "{}",
        said.stderr
    );
    let none = Survey::new()
        .file("s.csv", "id,nps,comment\n1,9,lovely\n")
        .json("outcomes s.csv");
    assert!(list(&none, "").is_empty());
}
