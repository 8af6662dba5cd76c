//! A survey of two open questions: themes over both, or of one.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write;

use motif::feedback::{OpenAnswer, Response, Span};
use support::Survey;

const LIKED: &str = "What do you like most?";
const IMPROVE: &str = "What can we improve?";

fn survey() -> Survey {
    let mut file = format!("id,How likely are you to recommend us?,{LIKED},{IMPROVE}\n");
    for id in 0..40 {
        let trade = [
            "as a roofer",
            "in lifts",
            "with boilers",
            "of ours",
            "as plumbers",
        ][id % 5];
        let liked = [
            "The trainer knew our trade",
            "Their trainer is very patient",
        ][id % 2];
        let improve = match id % 3 {
            0 => format!("The invoice is wrong in month {id}"),
            1 => format!("Each invoice comes twice or {id} times"),
            _ => "NA".to_owned(),
        };
        writeln!(file, "{id},{},{liked} {trade} {id},{improve}", id % 11).unwrap();
    }
    Survey::new().file("two.csv", file)
}

fn quotes(survey: &Survey, options: &str) -> Vec<(String, String)> {
    let found = survey.json(&format!("report two.csv --format json {options}"));
    let themes = found["themes"].as_array().unwrap();
    let quotes = themes
        .iter()
        .flat_map(|theme| theme["quotes"].as_array().unwrap().clone());
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    quotes
        .map(|quote| (text(&quote["question"]), text(&quote["text"])))
        .collect()
}

#[test]
fn every_quote_knows_the_question_it_answers() {
    let quotes = quotes(&survey(), "");
    assert!(quotes.iter().any(|(question, _)| question == LIKED));
    for (question, text) in quotes {
        let expected = if text.contains("trainer") {
            LIKED
        } else {
            IMPROVE
        };
        assert_eq!(question, expected, "{text}");
    }
}

#[test]
fn one_question_can_be_looked_at_alone() {
    let quotes = quotes(&survey(), "--question 'What can we'");
    assert!(!quotes.is_empty());
    assert!(quotes.iter().all(|(question, _)| question == IMPROVE));
}

#[test]
fn a_question_that_was_not_asked_is_answered_with_those_that_were() {
    survey().run("themes two.csv --question Price").fails_with(
        "error: no open question is called `Price`\n\n\
         hint: the open questions are `What can we improve?`, `What do you like most?`\n",
    );
}

#[test]
fn a_study_keeps_the_questions_of_its_answers() {
    let study = survey().study().added(&["two.csv"]);
    let again = study.run("add two.csv").succeeds();
    assert!(again.stdout.contains("40 unchanged"), "{}", again.stdout);
    let found = study.json("report --format json --question 'What do you like most?'");
    let text = found.to_string();
    assert!(text.contains(LIKED) && !text.contains("invoice"), "{text}");
}

#[test]
fn an_answer_is_divided_by_question() {
    let comment = "The trainer\n\nThe invoice";
    let asked = |question: &str, start, end| OpenAnswer {
        question: question.into(),
        span: Span::new(start, end),
    };
    let mut answer = Response {
        comment: Some(comment.into()),
        questions: [asked(LIKED, 0, 11), asked(IMPROVE, 13, 24)].into(),
        ..Response::default()
    };
    let parts = |answer: &Response| -> Vec<(Option<String>, String)> {
        let asked = answer.asked().into_iter();
        asked
            .map(|(question, span)| (question.map(str::to_owned), span.slice(comment).to_owned()))
            .collect()
    };
    let expected = [(LIKED, "The trainer"), (IMPROVE, "The invoice")];
    let expected = expected.map(|(question, words)| (Some(question.to_owned()), words.to_owned()));
    assert_eq!(parts(&answer), expected);
    answer.questions = Box::default();
    assert_eq!(parts(&answer), [(None, comment.to_owned())]);
}

/// Two hundred answers to a question with several choices, in one cell each.
fn choices(separator: &str) -> Survey {
    const CHOICES: [&str; 5] = ["price", "training", "delivery", "support", "app"];
    let mut file = String::from("id,nps,reason\n");
    for id in 0..200 {
        let other = CHOICES[(id + 1 + id / 5 % 3) % 5];
        let said = match id % 4 {
            0 => CHOICES[id % 5].to_owned(),
            _ => format!("{}{separator}{other}", CHOICES[id % 5]),
        };
        writeln!(file, "{id},{},\"{said}\"", id % 11).unwrap();
    }
    Survey::new().file("two.csv", file)
}

#[test]
fn each_of_several_choices_counts_and_each_quote_is_its_own() {
    for separator in [", ", ";", "|", " / "] {
        let found = choices(separator).json("report two.csv --format json");
        let themes = found["themes"].as_array().unwrap();
        assert!(themes.len() > 2, "{separator}");
        let quotes = themes
            .iter()
            .flat_map(|theme| theme["quotes"].as_array().unwrap());
        for quote in quotes {
            let text = quote["text"].as_str().unwrap();
            assert!(text.chars().all(char::is_alphabetic), "{separator}: {text}");
        }
    }
}
