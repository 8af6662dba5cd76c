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
