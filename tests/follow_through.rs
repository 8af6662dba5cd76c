//! From insight to action: what is done about themes and whether it helped,
//! who looks after what, whom to answer, and what changed since last time.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;
use support::{Survey, csv_of, pontoon, shuffled, table};

fn pontoon_text(name: &str) -> String {
    std::fs::read_to_string(pontoon().join(name)).unwrap()
}

/// A study of the three surveys and the table of accounts.
fn study() -> Survey {
    ["autumn.csv", "winter.csv", "spring.csv", "accounts.csv"]
        .into_iter()
        .fold(Survey::new(), |study, name| {
            study.file(name, pontoon_text(name))
        })
        .study()
        .added(&["autumn.csv", "winter.csv", "spring.csv", "accounts.csv"])
}

fn theme_of(study: &Survey, words: &str) -> String {
    let themes = study.json("themes");
    let themes = themes["themes"].as_array().unwrap().iter();
    let mut named = themes.filter(|theme| {
        let name = theme["label"].as_str().unwrap_or_default().to_lowercase();
        name.contains(words)
    });
    let found = named
        .next()
        .unwrap_or_else(|| panic!("no theme has `{words}` in its name"));
    found["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_theme_that_was_fixed_fell_and_others_did_not() {
    let study = study();
    let slow = theme_of(&study, "slow");
    let price = theme_of(&study, "price");
    let easy = theme_of(&study, "easy");
    for theme in [&slow, &price, &easy] {
        study
            .run(&format!(
                "actions add {theme} 'do something' --owner Product"
            ))
            .succeeds();
    }
    for number in 1..=3 {
        study
            .run(&format!("actions done {number} --on 2024-12-20"))
            .succeeds();
    }
    let actions = study.json("actions");
    let interval = |at: usize| -> (f64, f64) {
        let tied = &actions[at]["effect"]["tied"]["interval"];
        (
            tied["low"].as_f64().unwrap(),
            tied["high"].as_f64().unwrap(),
        )
    };
    assert!(interval(0).1 < 0.0, "{}", actions[0]);
    for left_as_it_was in [1, 2] {
        let (low, high) = interval(left_as_it_was);
        assert!(low < 0.0 && high > 0.0, "{}", actions[left_as_it_was]);
    }
    study
        .run("actions")
        .succeeds()
        .mentions("It fell more than they did");
}

#[test]
fn an_action_has_an_owner_a_day_and_a_state_and_its_last_step_can_be_undone() {
    let study = study();
    let theme = theme_of(&study, "price");
    study
        .run(&format!(
            "actions add {theme} 'Say what it costs' --owner Sales --due 2025-06-30 --effort low --way start"
        ))
        .says("planned: action 1, Say what it costs\n");
    study
        .run("actions start 1 --on 2025-05-20")
        .says("started: action 1, Say what it costs\n");
    study
        .run("actions done 1")
        .says("done: action 1, Say what it costs\n");
    study.run("actions undo").succeeds();
    let action = &study.json("actions")[0];
    assert_eq!(action["started"], "2025-05-20");
    assert!(action["done"].is_null());
    assert_eq!(action["way"], "start");
    study
        .run("actions done 7")
        .fails_with("error: there is no action 7\n\nhint: `motif actions` lists them\n");
}

#[test]
fn a_digest_holds_its_owners_themes_and_nothing_of_others() {
    let study = study();
    let price = theme_of(&study, "price");
    study.run(&format!("theme own {price} Sales")).succeeds();
    study.run("owners route 'slow, board' Product").succeeds();
    let owners = &study.json("owners")["owners"];
    let owners = owners.as_array().unwrap();
    let names: Vec<&str> = owners
        .iter()
        .filter_map(|of| of["owner"].as_str())
        .collect();
    assert_eq!(
        BTreeSet::from_iter(names),
        BTreeSet::from(["Product", "Sales"])
    );
    // Themes that nobody owns come last, and are said.
    assert!(owners.last().unwrap()["owner"].is_null());
    let sales = study.json("owners digest sales");
    let themes = sales["themes"].as_array().unwrap();
    assert!(
        themes.iter().all(|theme| theme["id"] == price.as_str()),
        "{sales}"
    );
    study
        .run(&format!("owners cause {price} policy"))
        .says(&format!("theme {price}: policy; who can act: management\n"));
    study
        .run("owners")
        .succeeds()
        .mentions("For all departments".to_uppercase().as_str());
}

fn people(list: &Value) -> Vec<String> {
    let people = list["people"].as_array().unwrap().iter();
    people
        .map(|of| of["person"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_detractor_is_waiting_until_somebody_answers_and_nobody_is_listed_twice() {
    let study = study();
    let list = study.json("follow-up --today 2025-05-20");
    let waiting = people(&list);
    assert_eq!(waiting.len(), BTreeSet::from_iter(&waiting).len());
    // Renewals that are near come first, the past ones last.
    let days: Vec<i64> = list["people"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|of| of["days_to_renewal"].as_i64().filter(|days| *days >= 0))
        .collect();
    assert!(days.is_sorted() && !days.is_empty());
    let first = &waiting[0];
    study
        .run(&format!(
            "follow-up set {first} promised --due 2025-05-25 --today 2025-05-20"
        ))
        .succeeds();
    let promised = study.json("follow-up --today 2025-05-26");
    let of = promised["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|of| of["person"] == first.as_str());
    assert_eq!(of.unwrap()["overdue"], true);
    study
        .run(&format!("follow-up set {first} told --today 2025-05-26"))
        .succeeds();
    let after = study.json("follow-up --today 2025-05-26");
    assert!(!people(&after).contains(first));
    assert_eq!(after["settled"], 1);
    let second = &waiting[1];
    study
        .run(&format!(
            "follow-up set {second} opted-out --today 2025-05-26"
        ))
        .succeeds();
    let after = study.json("follow-up --today 2025-05-27");
    assert!(!people(&after).contains(second));
    assert_eq!(after["opted_out"], 1);
}

#[test]
fn who_mentioned_a_theme_is_told_once_when_it_is_fixed() {
    let study = study();
    let slow = theme_of(&study, "slow");
    let list = study.json(&format!("follow-up tell {slow}"));
    let to_tell = people(&list);
    assert!(to_tell.len() > 10, "{}", to_tell.len());
    study
        .run(&format!("follow-up set {} told --theme {slow}", to_tell[0]))
        .succeeds();
    let left = people(&study.json(&format!("follow-up tell {slow}")));
    assert_eq!(left.len() + 1, to_tell.len());
}

#[test]
fn a_promoter_is_asked_once_and_a_passive_s_wish_is_read_with_the_nearest_first() {
    let study = study();
    let asks = study.json("follow-up asks");
    let asked = people(&asks);
    study
        .run(&format!("follow-up set {} asked", asked[0]))
        .succeeds();
    assert!(!people(&study.json("follow-up asks")).contains(&asked[0]));
    let wishes = study.json("follow-up wishes");
    let ratings: Vec<i64> = wishes["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["rating"].as_i64().unwrap())
        .collect();
    assert!(
        ratings.iter().all(|rating| [7, 8].contains(rating)),
        "{ratings:?}"
    );
    assert!(ratings.is_sorted_by(|a, b| a >= b) && !ratings.is_empty());
}

#[test]
fn a_list_goes_to_a_crm_and_its_answers_come_back() {
    let study = study();
    study
        .run("follow-up --today 2025-05-20 -o queue.csv")
        .succeeds();
    let rows = table(&study.text("queue.csv"));
    assert_eq!(rows[0][0], "email");
    let [first, second] = [&rows[1][0], &rows[2][0]];
    // As HubSpot, Salesforce and Zendesk call their columns.
    study.write(
        "crm.csv",
        format!("Contact Email,Task Status,Due Date,Notes\n{first},Completed,2025-06-01,called\n{second},In Progress,,\nnobody@x.example,Completed,,\n{second},Whatever,,\n"),
    );
    let said = study.run("import follow-up crm.csv").succeeds();
    said.says("noted: 2 people\n").notes(
        "warning: `crm.csv`, row 5: the state `Whatever` is not known\n\
         warning: `crm.csv`, row 4: nobody in the study is called so\n",
    );
    let after = study.json("follow-up --today 2026-12-31");
    assert!(!people(&after).contains(first));
    let state = after["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|of| of["person"] == second.as_str());
    assert_eq!(state.unwrap()["state"], "shared");
    study
        .run("import follow-up crm.csv")
        .succeeds()
        .says("noted: 0 people\n");
}

/// A survey of twenty accounts of six people, all content.
fn wave(name: &str, ratings: impl Fn(usize, usize) -> u8) -> String {
    let mut rows = vec![
        ["id", "date", "email", "account", "nps", "comment"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for account in 0..20 {
        for person in 0..6 {
            rows.push(vec![
                format!("{name}-{account}-{person}"),
                format!("2025-0{name}-10"),
                format!("p{person}@a{account}.example"),
                format!("Account {account}"),
                ratings(account, person).to_string(),
                String::new(),
            ]);
        }
    }
    csv_of(&rows)
}

fn noise(account: usize, person: usize) -> u8 {
    [9, 8, 10, 7, 9, 8, 6][(account * 5 + person * 3) % 7]
}

#[test]
fn an_alert_fires_for_the_account_that_fell_and_for_no_other() {
    let now = |account: usize, person: usize| match account {
        3 => noise(account, person) - 5,
        _ => noise(account + 1, person + 2),
    };
    let study = Survey::new()
        .file("first.csv", wave("1", noise))
        .file("second.csv", wave("2", now))
        .study()
        .added(&["first.csv"]);
    study.run("status --since last").succeeds();
    let study = study.added(&["second.csv"]);
    let said = study.run("status --since last --json").exits_with(3);
    let change: Value = serde_json::from_str(&said.stdout).unwrap();
    let alerts = change["alerts"].as_array().unwrap();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert_eq!(alerts[0]["alert"], "account-fell");
    assert_eq!(alerts[0]["account"], "Account 3");
    assert_eq!(change["responses"], 120);
    // Three of seven are promoters and one a detractor, by the plan of `noise`.
    let score = change["score"].as_array().unwrap();
    let [then, now] = [0, 1].map(|at| score[at].as_f64().unwrap());
    assert!((20.0..40.0).contains(&then) && then > now, "{then} {now}");
    // Said once: nothing has changed since.
    study
        .run("status --since last")
        .succeeds()
        .mentions("nothing that cannot wait");
}

#[test]
fn a_new_detractor_is_an_alert_before_a_renewal_and_none_at_a_customer_who_has_left() {
    let low = |account: usize, person: usize| match (account, person) {
        (3 | 5, 0) => 2,
        _ => noise(account, person),
    };
    let mut accounts = String::from("account,renewal_date,churned\n");
    for account in 0..20 {
        let left = if account == 5 { "yes" } else { "no" };
        writeln!(accounts, "Account {account},2025-03-01,{left}").unwrap();
    }
    let study = Survey::new()
        .file("first.csv", wave("1", noise))
        .file("second.csv", wave("2", low))
        .file("accounts.csv", accounts)
        .study()
        .added(&["first.csv", "accounts.csv"]);
    study
        .run("status --since last --today 2025-01-20")
        .succeeds();
    let study = study.added(&["second.csv"]);
    let said = study
        .run("status --since last --today 2025-02-20 --json")
        .exits_with(3);
    let change: Value = serde_json::from_str(&said.stdout).unwrap();
    let alerts = change["alerts"].as_array().unwrap().iter();
    let near: Vec<&str> = alerts
        .filter(|of| of["alert"] == "detractor-near-renewal")
        .map(|of| of["account"].as_str().unwrap())
        .collect();
    assert_eq!(near, ["Account 3"]);
}

#[test]
fn a_shuffled_wave_raises_no_alert() {
    for seed in 0..5 {
        let first = wave("1", noise);
        let rows = table(&first);
        // The same ratings, given by others.
        let mut ratings: Vec<Vec<String>> =
            rows[1..].iter().map(|row| vec![row[4].clone()]).collect();
        ratings = shuffled(ratings, seed);
        let mut second = table(&wave("2", noise));
        for (row, rating) in second[1..].iter_mut().zip(&ratings) {
            row[4].clone_from(&rating[0]);
        }
        let study = Survey::new()
            .file("first.csv", &first)
            .file("second.csv", csv_of(&second))
            .study()
            .added(&["first.csv"]);
        study.run("status --since last").succeeds();
        let study = study.added(&["second.csv"]);
        let change = study.json("status --since last");
        assert_eq!(
            change["alerts"].as_array().unwrap().len(),
            0,
            "{seed}: {}",
            change["alerts"]
        );
    }
}

#[test]
fn a_snapshot_has_a_name_and_one_that_is_not_there_is_refused() {
    let study = study();
    study.run("status --snapshot 'before the fix'").succeeds();
    study
        .run("status --since 'before the fix'")
        .succeeds()
        .mentions("0 answers and 0 interviews new");
    study
        .run("status --since nowhere")
        .fails_with("error: no snapshot is called `nowhere`\n\nhint: there are before the fix\n");
}

#[test]
fn start_gives_at_most_five_leads_each_with_a_command_that_runs() {
    let study = study();
    let leads = study.json("start");
    let leads = leads.as_array().unwrap();
    assert!((3..=5).contains(&leads.len()));
    for lead in leads {
        assert!(!lead["quotes"].as_array().unwrap().is_empty(), "{lead}");
        let next = lead["next"].as_str().unwrap().trim_start_matches("motif ");
        study.run(next).succeeds();
    }
    assert_eq!(study.run("start").stdout, study.run("start").stdout);
}

#[test]
fn causes_stand_beside_what_was_declared_and_the_score_with_and_without_a_mismatch() {
    let study = study();
    let sap = theme_of(&study, "sap");
    let price = theme_of(&study, "price");
    study
        .run(&format!("owners cause {sap} mismatch"))
        .succeeds();
    study
        .run(&format!("owners cause {price} policy"))
        .succeeds();
    let few = &study.json("owners --base product=80,policy=20")["causes"];
    // With a cause for two themes of many, nothing departs yet.
    let departs = |mix: &Value| {
        let causes = mix["causes"].as_array().unwrap().iter();
        causes.filter(|of| of["departs"] == true).count()
    };
    assert_eq!((&few["with_cause"], departs(few)), (&2.into(), 0));
    for theme in study.json("themes")["themes"].as_array().unwrap() {
        let id = theme["id"].as_str().unwrap();
        if id != sap && theme["kind"] == "topic" {
            study.run(&format!("owners cause {id} policy")).succeeds();
        }
    }
    let mix = &study.json("owners --base product=80,policy=20")["causes"];
    let (people, without) = (&mix["without_mismatch"][0], &mix["without_mismatch"][1]);
    assert!(people.as_u64().unwrap() >= 3, "{mix}");
    assert!(
        without["value"].as_f64() > mix["score"]["value"].as_f64(),
        "{mix}"
    );
    let product = mix["causes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|of| of["cause"] == "product");
    // Nobody said that a theme comes from the product.
    assert_eq!(product.unwrap()["departs"], true);
    study.run("owners cause 1 luck").fails_with(
        "error: choose one of communication, policy, product, people, expectation, mismatch\n",
    );
}

#[test]
fn a_coach_hears_what_one_of_ours_hears_more_and_no_ranking() {
    let mut rows = vec![
        ["id", "email", "agent", "nps", "comment"]
            .map(str::to_owned)
            .to_vec(),
    ];
    let said = [
        "the invoice was wrong again",
        "the export is slow",
        "the filter is gone again",
    ];
    for at in 0..240 {
        let agent = ["Ann", "Bo", "Cy"][at % 3];
        // Everybody hears everything; Bo hears of rude answers besides.
        let comment = match (agent, at % 2) {
            ("Bo", 0) => "the agent was rude to me on the phone",
            _ => said[(at / 3) % 3],
        };
        rows.push(vec![
            at.to_string(),
            format!("p{at}@x{at}.example"),
            agent.to_owned(),
            ["3", "7", "9", "5"][(at / 3) % 4].to_owned(),
            format!("{comment}, {at}"),
        ]);
    }
    let study = Survey::new()
        .file("s.csv", csv_of(&rows))
        .study()
        .added(&["s.csv"]);
    let found = study.json("coach --by agent");
    let people = found["people"].as_array().unwrap();
    let names: Vec<&str> = people
        .iter()
        .map(|of| of["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ann", "Bo", "Cy"]);
    let themes = |at: usize| people[at]["themes"].as_array().unwrap().len();
    assert_eq!((themes(0), themes(2)), (0, 0), "{found}");
    assert!(themes(1) > 0, "{found}");
    study.run("coach --by nobody").exits_with(1);
}

#[test]
fn a_rating_that_a_number_of_ours_contradicts_is_listed() {
    let study = Survey::new()
        .file(
            "s.csv",
            "id,respondent,account,nps,csm_score,comment\n\
             1,Ann,A,10,1,love it\n2,Bo,B,9,9,good\n3,Cy,C,2,10,it breaks\n4,Di,D,1,2,bad\n\
             5,Ed,E,8,5,fine\n6,Flo,F,9,8,good\n7,Gus,G,10,9,good\n8,Hal,H,3,1,slow\n9,Ida,I,7,4,fine\n",
        )
        .study()
        .added(&["s.csv"]);
    let found = study.json("score --against csm_score");
    assert_eq!(found["content_but_low"][0]["name"], "Ann");
    assert_eq!(found["unhappy_but_high"][0]["name"], "Cy");
    assert_eq!(found["unhappy_but_high"].as_array().unwrap().len(), 1);
    study.run("score --against account").exits_with(1);
}

#[test]
fn what_is_read_and_confirmed_is_counted_and_half_of_the_work_is_called_partial() {
    let study = Survey::new().pontoon().study().added(&["files"]);
    study
        .run("interviews read 01-nordlift 04-climalys.vtt --by Ann")
        .says("2 of 10 interviews read\n");
    let slow = theme_of(&study, "slow");
    study.run(&format!("theme confirm {slow}")).succeeds();
    let status = study.json("status");
    assert_eq!(
        (&status["read"], &status["confirmed"]),
        (&2.into(), &1.into())
    );
    let report = study.run("report --format md").succeeds();
    assert!(
        report
            .stdout
            .contains("Partial: 2 of 10 interviews read, 1 of")
    );
    study
        .run("interviews read --not 01-nordlift")
        .says("1 of 10 interviews read\n");
    study.run("interviews read nobody.md").exits_with(1);
}

#[test]
fn a_field_has_an_owner_who_is_named_where_it_is_faulty() {
    let accounts = std::fs::read("corpora/joins/accounts.csv").unwrap();
    let survey = std::fs::read("corpora/joins/survey.csv").unwrap();
    let study = Survey::new()
        .file("survey.csv", survey)
        .file("accounts.csv", accounts)
        .study()
        .added(&["survey.csv", "accounts.csv"]);
    study
        .run("owners field Tier 'Ida Holm'")
        .says("Ida Holm looks after `tier`\n");
    let audit = study.json("audit");
    let fields = audit["fields"].as_array().unwrap();
    let tier = fields.iter().find(|of| of["field"] == "tier").unwrap();
    assert_eq!(tier["owner"], "Ida Holm");
    study.run("owners field nonsense Ann").exits_with(1);
}

#[test]
fn what_a_file_or_a_person_writes_commands_no_terminal() {
    let study = Survey::new()
        .file(
            "s.csv",
            "id,account,nps,comment\n1,Bad\u{1b}[31mRed,9,good\n2,B,3,bad\n3,C,8,\n4,D,10,fine\n5,E,0,slow\n",
        )
        .study()
        .added(&["s.csv"]);
    for command in ["account 'Bad\u{1b}[31mRed'", "account 'No\u{1b}[31mbody'"] {
        let said = study.run(command);
        let all = format!("{}{}", said.stdout, said.stderr);
        assert!(!all.contains('\u{1b}'), "{all:?}");
    }
}

#[test]
fn an_action_in_the_middle_of_a_wave_is_compared_with_the_wave_before_too() {
    let study = study();
    let slow = theme_of(&study, "slow");
    study
        .run(&format!("actions add {slow} 'speed it up'"))
        .succeeds();
    study.run("actions done 1 --on 2025-01-15").succeeds();
    let effect = &study.json("actions")[0]["effect"];
    assert_eq!(effect["before"], serde_json::json!(["autumn", "winter"]));
    assert!(effect["effect"].as_f64().unwrap() < 0.0, "{effect}");
    // Nobody is counted under a theme that is hidden.
    study.run(&format!("theme hide {slow}")).succeeds();
    let hidden = &study.json("actions")[0];
    assert_eq!(hidden["is_hidden"], true);
    assert!(hidden["effect"].is_null() && hidden["reach"].is_null());
}

#[test]
fn who_is_told_of_a_theme_is_quoted_on_it_and_who_left_is_asked_for_nothing() {
    let study = study();
    let slow = theme_of(&study, "slow");
    let themes = study
        .run("export assignments --per passage")
        .succeeds()
        .rows();
    let place = |name: &str| themes[0].iter().position(|own| own == name).unwrap();
    let (text, theme) = (place("text"), place("theme_id"));
    let own: BTreeSet<&str> = themes[1..]
        .iter()
        .filter(|row| row[theme] == slow)
        .map(|row| row[text].as_str())
        .collect();
    let list = study.json(&format!("follow-up tell {slow}"));
    for of in list["people"].as_array().unwrap() {
        let quote = of["quote"]["text"].as_str().unwrap();
        assert!(own.contains(quote), "{quote}");
    }
    let churned: BTreeSet<String> = table(&study.text("accounts.csv"))[1..]
        .iter()
        .filter(|row| row[7] == "yes")
        .map(|row| row[0].clone())
        .collect();
    let asks = study.json("follow-up asks");
    assert!(asks["left"].as_u64().unwrap() > 10);
    for of in asks["people"].as_array().unwrap() {
        assert!(!churned.contains(of["account"].as_str().unwrap_or_default()));
    }
}
