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
