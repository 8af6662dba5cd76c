//! `motif pain-points`: what people in interviews struggle with.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::Survey;

const ADA: &str = "Interviewer: What was hard about your last project?\n\n\
    Ada: Well, um, the labels were wrong in a third of the pictures. We had to do it manually again, all of them.\n\n\
    Interviewer: And the reports?\n\n\
    Ada: No problems with the reports, they are fine. But the wrong labels cost us two months in the end.\n";

const BO: &str = "Interviewer: Were there wrong labels in your data as well?\n\n\
    Bo: Yes, we found wrong labels in every batch that the agency sent us.\n\n\
    Interviewer: Anything else?\n\n\
    Bo: We don't have any issues with the reports. The export is slow, it takes hours on a Monday.\n";

const CY: &str = "Interviewer: How did it go?\n\n\
    Cy: Honestly, wrong labels were the main problem, because nobody checked what came in.\n\n\
    Interviewer: Did the reports help?\n\n\
    Cy: The reports are good. The export is slow and then it stops.\n";

const DI: &str = "Interviewer: How did it go?\n\n\
    Di: We went there in May and had a look at the new office. It was a nice trip.\n";

fn study() -> Survey {
    let files = [("ada", ADA), ("bo", BO), ("cy", CY), ("di", DI)];
    let study = files.iter().fold(Survey::new(), |study, (name, text)| {
        study.file(&format!("{name}.txt"), text)
    });
    study.run("init").exits_with(0);
    study.run("add ada.txt bo.txt cy.txt di.txt").exits_with(0);
    study
}

fn point<'a>(found: &'a Value, name: &str) -> Option<&'a Value> {
    let points = found["points"].as_array().unwrap();
    points.iter().find(|point| point["name"] == name)
}

#[test]
fn a_problem_that_several_name_is_counted_by_interview() {
    let found = study().json("pain-points");
    assert_eq!(found["interviews"], 4);
    let labels = point(&found, "Wrong labels").unwrap();
    assert_eq!(labels["participants"]["voiced"], 3);
    assert_eq!(labels["faults"], serde_json::json!(["wrong"]));
    let export = point(&found, "Export is slow").unwrap();
    assert_eq!(export["participants"]["voiced"], 2);
}

#[test]
fn what_a_question_named_is_not_raised_unasked() {
    let found = study().json("pain-points");
    let labels = point(&found, "Wrong labels").unwrap();
    assert_eq!(labels["unasked"], 2);
    let voices = labels["voices"].as_array().unwrap();
    let unasked = |source: &str| {
        let voice = voices.iter().find(|voice| voice["source"] == source);
        voice.unwrap()["unasked"] == true
    };
    assert!(unasked("ada.txt") && unasked("cy.txt") && !unasked("bo.txt"));
}

#[test]
fn who_comes_back_to_a_problem_is_first() {
    let found = study().json("pain-points");
    let labels = point(&found, "Wrong labels").unwrap();
    assert_eq!(labels["voices"][0]["source"], "ada.txt");
    assert_eq!(labels["voices"][0]["answers"], 2);
}

#[test]
fn a_problem_that_people_deny_is_none() {
    let found = study().json("pain-points");
    let points = found["points"].as_array().unwrap();
    let names: Vec<&str> = points
        .iter()
        .map(|of| of["name"].as_str().unwrap())
        .collect();
    assert!(
        !names.iter().any(|name| name.contains("report")),
        "{names:?}"
    );
}

#[test]
fn a_quote_is_a_whole_statement_that_opens_in_its_file() {
    let found = study().json("pain-points");
    let texts = [("ada.txt", ADA), ("bo.txt", BO), ("cy.txt", CY)];
    for point in found["points"].as_array().unwrap() {
        for quote in point["quotes"].as_array().unwrap() {
            let (_, text) = texts
                .iter()
                .find(|(name, _)| quote["source"] == *name)
                .unwrap();
            let [start, end] = ["start", "end"].map(|at| quote[at].as_u64().unwrap() as usize);
            let said: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(quote["text"], said.as_str());
            assert!(said.ends_with('.'), "{said}");
        }
    }
}

#[test]
fn an_interview_without_a_problem_has_none() {
    let found = study().json("pain-points");
    let plainest = found["plainest"].as_array().unwrap();
    assert!(plainest.iter().all(|of| of["source"] != "di.txt"));
}

#[test]
fn the_order_of_files_changes_nothing() {
    let study = Survey::new()
        .file("ada.txt", ADA)
        .file("bo.txt", BO)
        .file("cy.txt", CY)
        .file("di.txt", DI);
    study.run("init").exits_with(0);
    for file in ["di.txt", "cy.txt", "bo.txt", "ada.txt"] {
        study.run(&format!("add {file}")).exits_with(0);
    }
    assert_eq!(study.json("pain-points"), self::study().json("pain-points"));
}

#[test]
fn problems_lead_the_report_of_interviews() {
    let report = study().run("report --format md").stdout;
    let struggles = report.find("## What they struggle with").unwrap();
    assert!(struggles < report.find("## Themes").unwrap_or(usize::MAX));
    assert!(
        report.contains("“Wrong labels”: 3 of 4 interviews name this problem, 2 of them unasked.")
    );
    assert!(report.contains("With half as many interviews (2)"));
}

#[test]
fn problems_are_a_table_with_a_column_an_interview() {
    let table = study().run("export pain-points").stdout;
    let mut lines = table.lines();
    assert_eq!(
        lines.next(),
        Some("problem,theme_id,interviews,of,unasked,answers,ada.txt,bo.txt,cy.txt")
    );
    assert!(
        lines.any(|line| line == "Wrong labels,,3,4,2,4,2,1,1"),
        "{table}"
    );
}

#[test]
fn a_survey_alone_has_no_interviews_to_ask() {
    let study = Survey::new().file("survey.csv", "id,nps,comment\n1,3,It is slow\n2,9,Lovely\n");
    study.run("init").exits_with(0);
    study.run("add survey.csv").exits_with(0);
    study
        .run("pain-points")
        .says("There are no interviews in this study.\n\n");
    let report = study.run("report --format md").stdout;
    assert!(!report.contains("What they struggle with"));
}

#[test]
fn problems_are_read_in_german_too() {
    let study = Survey::new()
        .file("anna.txt", "Interviewer: Wie läuft es?\n\nAnna: Der Export ist sehr langsam, das nervt uns alle im Büro.\n\nInterviewer: Und sonst?\n\nAnna: Alles gut soweit.\n")
        .file("berta.txt", "Interviewer: Wie läuft es?\n\nBerta: Bei uns ist der Export langsam, wir holen uns dann einen Kaffee.\n\nInterviewer: Danke.\n\nBerta: Gern.\n");
    study.run("init").exits_with(0);
    study.run("add anna.txt berta.txt").exits_with(0);
    let found = study.json("pain-points");
    let first = &found["points"][0];
    assert_eq!(first["participants"]["voiced"], 2, "{found:#}");
    assert_eq!(first["faults"], serde_json::json!(["slow"]));
}

#[test]
fn problems_stand_side_by_side_by_an_attribute_of_the_interviews() {
    let roles = [
        ("ada", ADA, "engineer"),
        ("bo", BO, "manager"),
        ("cy", CY, "engineer"),
    ];
    let study = roles
        .iter()
        .fold(Survey::new(), |study, (name, text, role)| {
            study.file(&format!("{name}.txt"), format!("Role: {role}\n\n{text}"))
        });
    study.run("init").exits_with(0);
    study.run("add ada.txt bo.txt cy.txt").exits_with(0);
    let found = study.json("pain-points --by role");
    assert_eq!(
        found["by"]["values"],
        serde_json::json!([["engineer", 2], ["manager", 1]])
    );
    let labels = point(&found, "Wrong labels").unwrap();
    assert_eq!(labels["split"], serde_json::json!([2, 1]));
    study.run("pain-points --by shoe").exits_with(1);
}

#[test]
fn an_interview_is_told_with_its_problems_and_their_lines() {
    let study = study();
    study
        .run("interviews show ada.txt")
        .mentions("Wrong labels (2 answers)")
        .mentions("ada.txt, line 3");
    let di = study.run("interviews show di.txt").succeeds();
    assert!(!di.stdout.contains("What they struggle with"));
}
