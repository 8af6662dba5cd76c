//! Tone: who complains, praises or asks for something, with and without ratings.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::Survey;

/// Two waves of the sample, as if nobody had rated.
fn unrated() -> Survey {
    let file = |name: &str| {
        let path = format!("{}/corpora/pontoon/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    Survey::new()
        .file("winter.csv", file("winter.csv"))
        .file("spring.csv", file("spring.csv"))
}

fn report(survey: &Survey) -> Value {
    survey.json("report winter.csv spring.csv --map score=- --format json")
}

fn headlines(report: &Value) -> Vec<&str> {
    let headlines = report["headlines"].as_array().unwrap().iter();
    headlines.map(|of| of["text"].as_str().unwrap()).collect()
}

#[test]
fn reviews_without_ratings_say_what_is_complained_of_praised_and_asked_for_most() {
    let survey = unrated();
    let report = report(&survey);
    let said = headlines(&report);
    for part in [
        "net tone",
        "Complained about most: “",
        "Praised most: “",
        "commenters ask for something",
    ] {
        assert!(
            said.iter().any(|said| said.contains(part)),
            "{part}: {said:#?}"
        );
    }
    assert!(
        !said.iter().any(|said| said.contains("rating")),
        "{said:#?}"
    );
    assert_eq!(report["coverage"]["rated"], 0);
    let cautions = report["cautions"].to_string();
    assert!(cautions.contains("Nobody gave a rating"), "{cautions}");
}

#[test]
fn each_theme_says_how_many_complain_praise_and_ask_and_shows_who_says_it_best() {
    let survey = unrated();
    let report = survey.json("report winter.csv spring.csv --format json");
    let themes = report["themes"].as_array().unwrap().iter();
    let mut told = 0;
    for theme in themes.filter(|theme| theme["kind"] == "topic") {
        let tone = &theme["tone"];
        for side in ["complaint", "praise", "request"] {
            let people = tone[side]["voiced"].as_u64().unwrap();
            assert!(people <= theme["respondents"].as_u64().unwrap(), "{theme}");
            assert_eq!(people == 0, tone[side]["quote"].is_null(), "{side}: {tone}");
            told += people;
        }
        if tone["verdict"] == "both" {
            assert!(!tone["complaint"]["quote"].is_null() && !tone["praise"]["quote"].is_null());
        }
    }
    assert!(told > 100, "{told}");
}

#[test]
fn what_is_asked_of_groups_is_asked_of_tones_where_nobody_rated() {
    let survey = unrated();
    survey.run("init s").succeeds();
    survey
        .run("--study s add winter.csv spring.csv --map score=-")
        .succeeds();
    let contrast = survey.run("--study s contrast complaint praise").succeeds();
    assert!(
        contrast.stdout.contains("complaints"),
        "{}",
        contrast.stdout
    );
    let compare = survey.run("--study s compare winter spring").succeeds();
    assert!(compare.stdout.contains("in winter"), "{}", compare.stdout);
    assert!(!compare.stdout.contains("rating"), "{}", compare.stdout);
    let quotes = survey.json("--study s report --format json");
    let rating = &quotes["themes"][0]["quotes"][0]["rating"];
    assert!(rating.is_null(), "nobody gave one: {rating}");
    let cells = survey
        .run("--study s export matrix --by respondent")
        .succeeds();
    assert!(!cells.stdout.contains(",3,praise"), "{}", cells.stdout);
}

#[test]
fn a_study_with_ratings_keeps_its_groups() {
    let survey = Survey::new().file(
        "rated.csv",
        "nps,comment\n9,The export is awful\n2,Everything is wonderful\n",
    );
    let report = survey.json("report rated.csv --format json");
    assert_eq!(report["scale"]["score"], "score");
    assert_eq!(report["coverage"]["rated"], 2);
}
