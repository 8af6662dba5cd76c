//! `motif trends`.

use super::support::Survey;
use super::{list, number, pontoon, text};

#[test]
fn every_wave_has_a_score_with_its_range_and_every_theme_a_share() {
    let study = pontoon();
    let named = study.planted("slow-board").label;
    let trends = study.json("trends");
    let waves: Vec<&str> = list(&trends, "/periods")
        .iter()
        .map(|p| text(p, "name"))
        .collect();
    assert_eq!(waves, ["autumn", "winter", "spring"]);
    let board = list(&trends, "/themes")
        .iter()
        .find(|t| text(t, "label") == named)
        .unwrap();
    let shares = list(board, "/shares");
    // Colleagues say the same, so that ranges are wide; neither holds the
    // other share.
    assert!(
        number(&shares[0], "/low") > number(&shares[2], "/value")
            && number(&shares[2], "/high") < number(&shares[0], "/value"),
        "{board}"
    );
}

#[test]
fn a_month_the_answers_do_not_cover_is_marked() {
    let mut rows = "id,date,nps,comment\n".to_owned();
    for at in 0..60 {
        let (month, day) = (1 + at / 28, 1 + at % 28);
        rows.push_str(&format!(
            "{at},2025-{month:02}-{day:02},{},words {at}\n",
            at % 11
        ));
    }
    let trends = Survey::new()
        .file("s.csv", rows)
        .json("trends --by month s.csv");
    let periods = list(&trends, "/periods");
    assert_eq!(periods.len(), 3);
    assert!(periods[0]["incomplete"].is_null() && periods[1]["incomplete"].is_null());
    assert_eq!(periods[2]["incomplete"]["ends"], "2025-03-04");
}

/// Twelve months of 30 ratings each, half of them 10 and a fifth 3, but for one
/// month of nothing but threes.
fn one_bad_month(bad: Option<u32>) -> Survey {
    let mut rows = "id,date,nps,comment\n".to_owned();
    for month in 1..=12 {
        for day in 1..=28 {
            let usual = match day % 10 {
                0..5 => 10,
                5..8 => 8,
                _ => 3,
            };
            let rating = if bad == Some(month) { 3 } else { usual };
            rows.push_str(&format!(
                "{month}-{day},2025-{month:02}-{day:02},{rating},words {month} {day}\n"
            ));
        }
    }
    Survey::new().file("s.csv", rows)
}

#[test]
fn a_month_that_lies_outside_what_the_others_lead_one_to_expect_is_named() {
    let bad = one_bad_month(Some(7));
    let trends = bad.json("trends --by month s.csv");
    let out: Vec<&str> = list(&trends, "/periods")
        .iter()
        .filter(|period| period["control"]["is_out"] == true)
        .map(|period| text(period, "name"))
        .collect();
    assert_eq!(out, ["2025-07"]);
    let told = bad.run("trends --by month s.csv").stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains(
            "2025-07: the score of −100 is below what one would expect from the other months"
        ),
        "{told}"
    );
    assert!(
        told.contains("at most a 5% chance of naming any month"),
        "{told}"
    );
}

#[test]
fn where_months_are_alike_none_stands_out() {
    let told = one_bad_month(None).run("trends --by month s.csv").stdout;
    assert!(told.contains("No month stands out"), "{told}");
}

#[test]
fn weeks_begin_on_monday_and_can_be_chosen() {
    let weekly = one_bad_month(None);
    let trends = weekly.json("trends --by week s.csv");
    let names: Vec<&str> = list(&trends, "/periods")
        .iter()
        .map(|of| text(of, "name"))
        .collect();
    assert_eq!((names[0], names[1]), ("2025-W01", "2025-W02"));
    let scores = weekly.json("score --in 2025-W02 s.csv");
    assert_eq!(number(&scores, "/0/side/rated"), 7.0);
}
