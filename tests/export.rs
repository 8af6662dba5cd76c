//! `motif export`: results for spreadsheets and other tools.

#![allow(clippy::unwrap_used)]

mod support;

use support::{Survey, table};

const SURVEY: &str = "\
id,nps,comment
r1,9,Lovely app. But the price is high
r2,3,
r3,8,Nothing.
r4,2,=SUM(A1:A9)
r5,2,Mail me: ann@fjell.example
";

fn study() -> Survey {
    Survey::new()
        .file("spring.csv", SURVEY)
        .study()
        .added(&["spring.csv"])
}

#[test]
fn each_response_with_a_comment_has_a_row() {
    let rows = study().run("export assignments").rows();
    assert_eq!(
        rows[0],
        [
            "source",
            "record",
            "theme_id",
            "theme",
            "strength",
            "all_themes"
        ]
    );
    let records: Vec<&str> = rows[1..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(records, ["r1", "r3", "r4", "r5"]);
}

#[test]
fn each_passage_has_a_row_with_its_place() {
    let rows = study().run("export assignments --per passage").rows();
    assert_eq!(
        rows[0],
        [
            "source", "record", "start", "end", "theme_id", "theme", "strength", "speaker", "text"
        ]
    );
    assert_eq!(rows[1][..4], ["spring.csv", "r1", "0", "11"]);
    assert_eq!(rows[1][8], "Lovely app.");
}

#[test]
fn rows_without_an_id_of_their_own_are_known_by_their_number() {
    let survey = Survey::new().file("spring.csv", "nps,comment\n9,Lovely app\n3,Too slow\n");
    let rows = survey.run("export assignments spring.csv").rows();
    let records: Vec<&str> = rows[1..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(records, ["2", "3"]);
}

#[test]
fn nothing_said_is_told_from_unthemed() {
    let rows = study().run("export assignments").rows();
    assert_eq!(rows[2][2..4], ["0", "Nothing said"]);
    assert_eq!(rows[3][2..4], ["", ""]);
}

#[test]
fn a_spreadsheet_takes_no_cell_for_a_formula() {
    for per in ["response", "passage"] {
        let rows = study()
            .run(&format!("export assignments --per {per}"))
            .rows();
        for cell in rows.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
        }
    }
}

#[test]
fn contact_details_are_masked() {
    let said = study().run("export assignments --per passage").succeeds();
    assert!(!said.stdout.contains("fjell.example"), "{}", said.stdout);
}

#[test]
fn a_file_holds_what_stdout_would() {
    let study = study();
    let said = study.run("export assignments").succeeds();
    study
        .run("export assignments -o out.csv")
        .succeeds()
        .says("")
        .notes("wrote `out.csv`\n");
    assert_eq!(study.text("out.csv"), said.stdout);
    assert_eq!(table(&said.stdout).len(), 5);
}

#[test]
fn json_has_the_same_rows() {
    let study = study();
    for per in ["response", "passage"] {
        let command = format!("export assignments --per {per}");
        let rows = study.run(&command).rows();
        assert_eq!(
            study.json(&command).as_array().unwrap().len(),
            rows.len() - 1
        );
    }
}

#[test]
fn questions_of_several_interviews_that_mean_the_same_are_one_of_the_guide() {
    let call = |question: &str, answer: &str| {
        format!(
            "Interviewer: {question}\n\nAda: {answer}\n\nInterviewer: Mhm, really?\n\nAda: Yes.\n"
        )
    };
    let study = Survey::new()
        .file(
            "a.txt",
            call(
                "How do you evaluate the quality of your model?",
                "We look at the errors every week.",
            ),
        )
        .file(
            "b.txt",
            call(
                "And, um, how do you evaluate your model's quality?",
                "With a test set that we keep.",
            ),
        )
        .file(
            "c.txt",
            call(
                "What did you have for lunch today?",
                "Soup with bread, as always.",
            ),
        );
    study.run("init").exits_with(0);
    study.run("add a.txt b.txt c.txt").exits_with(0);
    let rows = study.run("export matrix --by question").rows();
    let questions: Vec<[&str; 2]> = rows
        .iter()
        .map(|row| [row[0].as_str(), row[1].as_str()])
        .collect();
    assert_eq!(
        questions,
        [
            ["question", "interviews"],
            ["How do you evaluate the quality of your model?", "2"],
            ["(asked in one interview only)", "1"],
        ]
    );
}
