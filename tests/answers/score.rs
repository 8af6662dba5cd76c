//! `motif score`.

use super::support::Survey;
use super::{list, number, text};

/// Three accounts, one of them with nine tenths of the revenue.
fn three() -> Survey {
    Survey::new().file(
        "s.csv",
        "id,account,nps,comment,revenue,role\n1,a,10,fine,50000,end user\n2,b,9,good,50000,end user\n3,c,2,bad,900000,decision maker\n4,c,9,good,900000,end user\n",
    )
}

fn variant(survey: &Survey, line: &str, counted: &str) -> serde_json::Value {
    let scores = survey.json(line);
    let variants = list(&scores, "/0/variants").to_vec();
    let found = variants
        .iter()
        .find(|variant| text(variant, "counted") == counted);
    found.unwrap_or_else(|| panic!("{variants:?}")).clone()
}

#[test]
fn an_account_counts_once_and_its_revenue_once() {
    let by_account = variant(&three(), "score s.csv", "by-account");
    assert!((number(&by_account, "/score") - 200.0 / 3.0).abs() < 1e-9);
    assert_eq!(number(&by_account, "/n"), 3.0);
    let by_revenue = variant(&three(), "score s.csv", "by-measure");
    assert!((number(&by_revenue, "/score") - 10.0).abs() < 1e-9);
    assert!((number(&by_revenue, "/largest") - 0.45).abs() < 1e-9);
}

#[test]
fn the_most_senior_voice_of_an_account_speaks_for_it() {
    let senior = variant(&three(), "score s.csv", "by-senior-role");
    assert!((number(&senior, "/score") - 100.0 / 3.0).abs() < 1e-9);
}

#[test]
fn roles_weigh_what_they_are_said_to() {
    let line = "score s.csv --roles 'decision maker=3,end user=1'";
    let by_role = variant(&three(), line, "by-role");
    assert!((number(&by_role, "/score")).abs() < 1e-9);
    assert!((number(&by_role, "/effective") - 3.0).abs() < 1e-9);
}

#[test]
fn a_weight_nobody_has_is_answered_with_the_attributes_there_are() {
    three().run("score s.csv --weight size").fails_with(
        "error: the answers have no attribute `size`\n\nhint: the attributes are `revenue` and `role`\n",
    );
}
