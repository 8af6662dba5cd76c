//! `motif accounts` and `add --accounts`: which customer an answer belongs to,
//! and that joining tables changes no count and no score.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write;

use proptest::prelude::*;
use serde_json::Value;
use support::Survey;

fn corpus(name: &str) -> Vec<u8> {
    std::fs::read(format!("corpora/joins/{name}")).unwrap()
}

fn joins() -> Survey {
    let study = ["survey.csv", "accounts.csv", "people.csv", "usage.csv"]
        .into_iter()
        .fold(Survey::new(), |study, name| study.file(name, corpus(name)))
        .study();
    study
        .run("add survey.csv --accounts accounts.csv --people people.csv --usage usage.csv")
        .succeeds();
    study
}

/// Which answers are an account's, by their ids.
fn records(study: &Survey, account: &str) -> Vec<String> {
    let sheet = study.json(&format!("account '{account}'"));
    let records = sheet["records"].as_array().unwrap().iter();
    let bare = |record: &Value| record.as_str().unwrap().replace("survey.csv:", "");
    records.map(bare).collect()
}

fn proposals(study: &Survey) -> Vec<(String, String)> {
    let found = study.json("accounts");
    let found = found["proposals"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    found
        .map(|of| (text(&of["name"]), text(&of["account"])))
        .collect()
}

#[test]
fn answers_are_joined_by_id_name_and_domain_and_by_nothing_less() {
    let study = joins();
    let planted = [
        ("Quillforge", "R035"),
        ("Dunmore Hotels", "R036"),
        ("Tessel Optics", "R039"),
        ("Lindqvist Bygg AB", "R040"),
        ("Galt Printing", "R041"),
        ("Harbour Nine", "R042"),
        ("Unknown Works", "R043"),
        ("Osier Foods", "R044"),
    ];
    for (account, id) in planted {
        let records = records(&study, account);
        assert!(
            records.iter().any(|own| own == id),
            "{account}: {records:?}"
        );
    }
    // One writes from a host of anybody's, one from a domain of two accounts.
    assert_eq!(study.json("accounts")["nameless"], 2);
}

#[test]
fn names_that_may_be_one_accounts_are_proposed_and_false_friends_are_not() {
    let study = joins();
    let own = |name: &str, account: &str| (name.to_owned(), account.to_owned());
    let expected = [
        own("Mega Corp.", "MegaCorp"),
        own("Mega Corporation", "MegaCorp"),
        own("Tessel Optics", "Tessel Optics GmbH"),
    ];
    assert_eq!(proposals(&study), expected);
}

#[test]
fn a_name_is_joined_when_somebody_says_so_and_no_longer_when_that_is_undone() {
    let study = joins();
    study
        .run("accounts same 'Mega Corporation' megacorp --by Ann")
        .says("noted: “Mega Corporation” is the account “MegaCorp”\n");
    assert!(records(&study, "MegaCorp").contains(&"R033".to_owned()));
    study
        .run("accounts differ 'Tessel Optics' 'Tessel Optics GmbH'")
        .succeeds();
    assert_eq!(proposals(&study).len(), 1);
    study.run("accounts undo").succeeds();
    study.run("accounts undo").succeeds();
    assert_eq!(records(&study, "Mega Corporation"), ["R033"]);
    assert_eq!(proposals(&study).len(), 3);
}

#[test]
fn the_name_that_is_kept_keeps_its_row_and_names_in_a_circle_are_refused() {
    let study = joins();
    study
        .run("accounts same 'Marrow & Pine' MegaCorp")
        .succeeds();
    let fields = study.json("account MegaCorp")["fields"].clone();
    assert_eq!(fields["account_id"]["value"], "A106");
    // A name that stands for another is found under it.
    let sheet = study.json("account 'Marrow & Pine'");
    assert_eq!(sheet["name"], "MegaCorp");
    let said = study
        .run("accounts same MegaCorp 'Marrow & Pine'")
        .exits_with(1);
    assert!(said.stderr.contains("is kept under"), "{}", said.stderr);
}

#[test]
fn sums_of_what_accounts_are_worth_leave_out_what_can_hardly_be() {
    let coverage = &joins().json("audit")["coverage"];
    assert_eq!(
        coverage["implausible"],
        serde_json::json!(["Osier Foods", "Sable Freight"])
    );
    assert!(coverage["all"]["worth"].as_f64().unwrap() < 2e6);
}

#[test]
fn a_person_of_a_table_is_known_by_name_where_there_is_no_address() {
    let study = Survey::new()
        .file(
            "s.csv",
            "id,respondent,email,nps,comment\n1,Sam Twin,,9,good\n2,Bo,bo@x.example,3,bad\n3,,,8,ok\n4,,,10,ok\n5,,,0,no\n",
        )
        .file("p.csv", "name,email,account,role\nSam Twin,,Acme,CEO\nBo,BO@X.EXAMPLE,Acme,user\n")
        .file("q.csv", "name,role\nBo,user\nSam Twin,CEO\n")
        .study()
        .added(&["s.csv"]);
    study
        .run("add --people p.csv --people q.csv")
        .succeeds()
        .notes("");
    let people = &study.json("audit")["coverage"]["people"][0]["answered"];
    assert_eq!((&people["voiced"], &people["n"]), (&2.into(), &2.into()));
    assert_eq!(
        study.json("account Acme")["people"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    study.run("follow-up set bo told").succeeds();
}

#[test]
fn a_name_that_no_file_has_is_refused() {
    joins().run("accounts same Mega MegaCorp").fails_with(
        "error: no answer, interview or table names the account `Mega`\n\n\
         hint: did you mean `Mega Corp.` or `Mega Corporation` or `MegaCore`?\n",
    );
}

#[test]
fn what_an_answer_says_of_itself_holds_and_the_other_is_listed() {
    let conflicts = &joins().json("accounts")["conflicts"];
    assert_eq!(conflicts.as_array().unwrap().len(), 1);
    assert_eq!(conflicts[0]["field"], "tier");
    assert_eq!(conflicts[0]["kept"], "Starter");
    assert_eq!(conflicts[0]["kept_from"], "survey.csv");
    assert_eq!(conflicts[0]["other"], "Business");
    assert_eq!(conflicts[0]["other_from"], "accounts.csv");
}

#[test]
fn of_several_rows_of_usage_the_latest_counts() {
    let study = joins();
    let filled = &study.json("accounts")["filled"];
    assert!(filled["logins"]["usage.csv"].as_u64().unwrap() > 20);
    let rows = study.text("usage.csv");
    assert!(rows.contains("Quillforge,2025-03-28,28,240"), "{rows}");
    let fields = &study.json("account Quillforge")["fields"];
    assert_eq!(fields["logins"]["value"], "240");
    assert_eq!(fields["logins"]["from"], "usage.csv");
    assert_eq!(fields["usage_rows"]["value"], "3");
}

#[test]
fn audit_finds_each_planted_fault_of_a_field() {
    let found = joins().json("audit");
    let fields = found["fields"].as_array().unwrap();
    let faults = |field: &str| -> Vec<String> {
        let of = fields.iter().find(|of| of["field"] == field);
        let of = of.unwrap_or_else(|| panic!("nothing said of {field}"));
        let faults = of["faults"].as_array().unwrap().iter();
        faults
            .map(|fault| fault["fault"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(faults("reason_code"), ["missing"]);
    assert_eq!(faults("segment_code"), ["one-value"]);
    assert_eq!(faults("tier"), ["alike", "alike"]);
    assert_eq!(faults("last_updated"), ["stale"]);
    assert_eq!(faults("annual_revenue"), ["implausible"]);
    assert_eq!(faults("renewal_date"), ["past"]);
    assert!(fields.iter().all(|of| of["field"] != "region"));
    study_hot_spots_mark("tier");
}

fn study_hot_spots_mark(field: &str) {
    let found = joins().json("hotspots");
    assert!(
        found["low_trust"].get(field).is_some(),
        "{}",
        found["low_trust"]
    );
}

#[test]
fn coverage_names_who_was_not_heard_and_who_decides_in_silence() {
    let coverage = &joins().json("audit")["coverage"];
    assert_eq!(coverage["all"]["accounts"], 20);
    assert_eq!(coverage["all"]["heard"], 16);
    assert_eq!(coverage["unheard"][0]["name"], "Nettle Farm Supplies");
    assert_eq!(coverage["people"][0]["answered"]["voiced"], 32);
    let roles = coverage["roles"].as_array().unwrap();
    let friend = roles.iter().find(|of| of["role"] == "friend of the house");
    assert!(friend.unwrap()["kind"].is_null());
}

#[test]
fn revenue_that_is_hardly_possible_weighs_nothing() {
    let score = joins().json("score");
    let variants = score[0]["variants"].as_array().unwrap();
    let by_revenue = variants
        .iter()
        .find(|of| of["attribute"] == "annual_revenue");
    // One account has 4.8 billion: alone it would make the score +100.
    let weighted = by_revenue.unwrap();
    assert!(
        weighted["score"].as_f64().unwrap().abs() < 10.0,
        "{weighted}"
    );
    assert!(weighted["largest"].as_f64().unwrap() < 0.1, "{weighted}");
}

#[test]
fn an_id_joins_however_many_accounts_there_are() {
    let mut survey = String::from("id,account,account_id,nps,comment\n");
    let mut accounts = String::from("account_id,account,tier\n");
    for at in 0..300 {
        writeln!(
            survey,
            "{at},As they call it {at},A{at:05},{},fine {at}",
            at % 11
        )
        .unwrap();
        writeln!(accounts, "A{at:05},Customer {at},{}", ["A", "B"][at % 2]).unwrap();
    }
    let study = Survey::new()
        .file("survey.csv", &survey)
        .file("accounts.csv", &accounts)
        .study()
        .added(&["survey.csv"]);
    study.run("add --accounts accounts.csv").succeeds();
    assert_eq!(study.json("accounts")["joined"]["id"], 300);
}

#[test]
fn a_table_without_a_column_that_names_accounts_says_how_to_name_it() {
    let study = Survey::new()
        .file("t.csv", "betrieb,stufe\nA,1\nB,2\n")
        .study();
    study.run("add --accounts t.csv").fails_with(
        "error: no column of `t.csv` names the account\n\n\
         hint: the columns are `betrieb` and `stufe`; choose one with `--map account=COLUMN`\n",
    );
    study
        .run("add --accounts t.csv --map account=betrieb")
        .succeeds();
    assert_eq!(study.json("status")["accounts"], 2);
}

/// The score and the counts of a study, as `status` has them.
fn counts(study: &Survey) -> Value {
    let status = study.json("status");
    serde_json::json!([
        status["responses"],
        status["rated"],
        status["commented"],
        status["waves"]
            .as_array()
            .unwrap()
            .iter()
            .map(|wave| {
                serde_json::json!([
                    wave["promoters"],
                    wave["passives"],
                    wave["detractors"],
                    wave["nps"]
                ])
            })
            .collect::<Vec<_>>()
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn joining_any_tables_changes_no_score_and_no_count_of_responses(
        rows in prop::collection::vec(("[A-D]{1,2}( GmbH| Inc)?", "[x-z]{1,2}", 0u32..9), 1..12),
        people in prop::collection::vec(("[a-d]@[a-c]\\.example", "[A-D]{1,2}", "[a-c]"), 1..12),
        answers in prop::collection::vec(("([A-D]{1,2}( GmbH)?)?", "([a-d]@[a-c]\\.example)?", 0u8..11), 4..20),
    ) {
        let mut survey = String::from("id,account,email,nps,comment\n");
        for (at, (account, email, nps)) in answers.iter().enumerate() {
            writeln!(survey, "{at},{account},{email},{nps},the export is slow {at}").unwrap();
        }
        let mut accounts = String::from("account,domain,tier,arr\n");
        for (name, tier, arr) in &rows {
            writeln!(accounts, "{name},{}.example,{tier},{arr}", &tier[..1]).unwrap();
        }
        let mut contacts = String::from("email,account,role\n");
        for (email, account, role) in &people {
            writeln!(contacts, "{email},{account},{role}").unwrap();
        }
        let study = Survey::new()
            .file("survey.csv", &survey)
            .file("accounts.csv", &accounts)
            .file("people.csv", &contacts)
            .study()
            .added(&["survey.csv"]);
        let before = counts(&study);
        study.run("add --accounts accounts.csv --people people.csv --usage accounts.csv").succeeds();
        prop_assert_eq!(before, counts(&study));
    }
}
