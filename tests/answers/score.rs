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

/// Twelve large accounts of which nine answered, happily, and twelve small ones
/// of which three did, and did not like it.
fn uneven() -> Survey {
    let mut accounts = "account,tier\n".to_owned();
    let mut answers = "id,account,nps,comment\n".to_owned();
    for at in 0..24 {
        let is_large = at < 12;
        accounts.push_str(&format!(
            "a{at},{}\n",
            if is_large { "large" } else { "small" }
        ));
        if at < 9 || (12..15).contains(&at) {
            let rating = if is_large { 10 } else { 2 };
            answers.push_str(&format!("{at},a{at},{rating},words {at}\n"));
        }
    }
    let survey = Survey::new()
        .file("s.csv", answers)
        .file("accounts.csv", accounts)
        .study();
    survey.run("add s.csv").succeeds();
    survey.run("add --accounts accounts.csv").succeeds();
    survey
}

#[test]
fn accounts_that_answered_are_weighted_to_be_like_all_there_are() {
    let survey = uneven();
    let plain = variant(&survey, "score", "by-account");
    assert!((number(&plain, "/score") - 50.0).abs() < 1e-9);
    let like_all = variant(&survey, "score", "like-all-accounts");
    assert!(number(&like_all, "/score").abs() < 1e-6, "{like_all}");
    assert_eq!(
        (number(&like_all, "/n"), number(&like_all, "/of")),
        (12.0, 24.0)
    );
    let told = survey.run("score").stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("12 of the 24 accounts in the table of accounts answered"),
        "{told}"
    );
    assert!(told.contains("rather than +50"), "{told}");
}

#[test]
fn a_survey_tool_s_own_weights_count() {
    let survey = Survey::new().file(
        "s.csv",
        "id,nps,comment,weight\n1,10,fine,1\n2,9,good,1\n3,2,bad,2\n",
    );
    let found = variant(&survey, "score s.csv --answer-weight weight", "by-answer");
    assert!(number(&found, "/score").abs() < 1e-9, "{found}");
    let unknown = survey.run("score s.csv --answer-weight size");
    assert!(
        unknown.stderr.contains("no attribute `size`"),
        "{}",
        unknown.stderr
    );
}
