//! `motif hotspots`.

use super::support::Survey;
use super::{list, number, pontoon, text};

#[test]
fn the_cause_of_a_single_tier_leads() {
    let study = pontoon();
    let found = study.json("hotspots --in spring");
    let first = &list(&found, "/themes")[0];
    assert_eq!(text(first, "label"), study.planted("login-lockout").label);
    assert_eq!(first["segment"][0]["attribute"], "tier");
    assert_eq!(first["segment"][0]["value"], "Enterprise");
    assert!(number(first, "/q") <= 0.05);
}

#[test]
fn the_loud_account_is_named_and_is_no_systemic_issue() {
    let study = pontoon();
    let found = study.json("hotspots");
    let issues = list(&found, "/issues");
    let named = |theme: &str| study.planted(theme).label;
    let sap = issues
        .iter()
        .find(|issue| text(issue, "label") == named("sap-connector"))
        .unwrap();
    assert_eq!(sap["reach"], "one-account");
    assert_eq!(sap["spread"]["largest"]["account"], "Brackwater Utilities");
    let support = issues
        .iter()
        .find(|issue| text(issue, "label") == named("slow-support"))
        .unwrap();
    assert_eq!(support["reach"], "many-accounts");
}

#[test]
fn what_came_after_the_answers_is_no_segment() {
    let found = pontoon().json("hotspots");
    assert!(
        !list(&found, "/attributes")
            .iter()
            .any(|name| name == "churned")
    );
    let unused = list(&found, "/unused");
    assert!(
        unused
            .iter()
            .any(|unused| text(unused, "name") == "churned")
    );
}

#[test]
fn answers_without_attributes_have_nowhere_to_look() {
    let study = Survey::new().file("s.csv", "id,nps,comment\n1,9,lovely\n2,3,slow\n");
    let said = study.run("hotspots s.csv").succeeds();
    assert!(
        said.stdout.contains("there are no segments to compare"),
        "{}",
        said.stdout
    );
}

#[test]
fn an_unknown_attribute_is_answered_with_the_known_ones() {
    let said = pontoon().run("hotspots --by colour").exits_with(1);
    assert!(
        said.stderr.starts_with(
            "error: the answers have no attribute `colour`\n\nhint: the attributes are `annual_revenue`"
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn a_segment_of_a_few_people_is_drawn_towards_the_others() {
    let mut rows = "id,nps,comment,tier\n".to_owned();
    for at in 0..306 {
        let tier = match at {
            0..150 => "large",
            150..300 => "middle",
            _ => "small",
        };
        let rating = match (at, at % 2) {
            (300.., _) => 2,
            (_, 0) => 9,
            _ => 7,
        };
        rows.push_str(&format!("{at},{rating},words {at},{tier}\n"));
    }
    let survey = Survey::new().file("s.csv", rows);
    let found = survey.json("hotspots s.csv");
    let all = list(&found, "/segments");
    let tiers = all
        .iter()
        .find(|of| text(of, "attribute") == "tier")
        .unwrap();
    let segments = list(tiers, "/segments");
    let of = |value: &str| {
        segments
            .iter()
            .find(|of| text(of, "value") == value)
            .unwrap()
    };
    assert_eq!(number(of("small"), "/score/value"), -100.0);
    assert!(number(of("small"), "/likely/value") > -75.0, "{segments:?}");
    assert!(
        (number(of("large"), "/likely/value") - 50.0).abs() < 5.0,
        "{segments:?}"
    );
    let told = survey.run("hotspots s.csv").stdout;
    assert!(told.contains("EVERY SEGMENT SIDE BY SIDE"), "{told}");
}
