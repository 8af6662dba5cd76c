//! Surveys on other scales than 0 to 10: stars, yes and no, Friends and Family.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write;

use support::Survey;

/// Each of these ratings beside a comment of its own.
fn rated(column: &str, ratings: &[&str]) -> String {
    let rows = ratings.iter().enumerate().map(|(index, rating)| {
        let number = index + 1;
        format!("{number},{rating},the parcel came and I say {number}\n")
    });
    format!("id,{column},comment\n{}", rows.collect::<String>())
}

fn read(file: &str, options: &str) -> String {
    let survey = Survey::new().file("survey.csv", file);
    let said = survey.run(&format!("add survey.csv --dry-run {options}"));
    let line = said.succeeds().stdout.lines().next().unwrap().to_owned();
    let (_, counts) = line.split_once("with a comment, ").unwrap();
    counts.to_owned()
}

const STARS: [&str; 12] = ["5", "4", "3", "2", "1", "5", "4", "5", "5", "4", "2", "5"];

fn stars() -> Survey {
    Survey::new().file("stars.csv", rated("stars", &STARS))
}

fn stars_study() -> Survey {
    let study = stars().study();
    study.run("add stars.csv --scale 1-5").succeeds();
    study
}

#[test]
fn four_and_five_stars_are_satisfied_and_one_and_two_are_not() {
    assert_eq!(
        read(&rated("stars", &STARS), "--scale 1-5"),
        "8 satisfied / 1 neutral / 3 dissatisfied, net score +42"
    );
    let status = stars_study().run("status").succeeds().stdout;
    assert!(status.contains("+42  −10 to +76"), "{status}");
}

#[test]
fn stars_may_be_written_out() {
    let file = rated(
        "rating",
        &[
            "★★★★★",
            "4 stars",
            "3/5",
            "2 out of 5",
            "1",
            "Very good (5)",
        ],
    );
    assert!(read(&file, "--scale 1-5").starts_with("3 satisfied / 1 neutral / 2 dissatisfied"));
}

#[test]
fn yes_and_no_have_no_middle() {
    let file = rated("solved", &["yes", "No", "ja", "nein", "y", "oui", ""]);
    assert_eq!(
        read(&file, "--scale yes/no --map score=solved"),
        "4 yes / 2 no, net score +33"
    );
    let study = Survey::new().file("solved.csv", file).study();
    study
        .run("add solved.csv --scale yes/no --map score=solved")
        .succeeds();
    let status = study.run("status").succeeds().stdout;
    assert!(status.contains("+33  −36 to +80"), "{status}");
}

#[test]
fn friends_and_family_answers_come_in_words_and_in_numbers() {
    let words = [
        "Very good",
        "Good",
        "Neither good nor poor",
        "Poor",
        "Very poor",
        "Don't know",
    ];
    let said = read(&rated("fft", &words), "--scale fft");
    assert_eq!(
        read(
            &rated("fft", &["1", "2", "3", "4", "5", "6"]),
            "--scale fft"
        ),
        said
    );
    assert!(
        said.starts_with("2 satisfied / 1 neutral / 2 dissatisfied"),
        "{said}"
    );
}

#[test]
fn where_five_is_worst_one_is_best() {
    let file = rated("score", &["1", "1", "2", "1", "5", "3"]);
    assert!(read(&file, "--scale 5-1").starts_with("4 satisfied / 1 neutral / 1 dissatisfied"));
}

#[test]
fn groups_go_by_the_names_and_bounds_they_are_given() {
    let said = read(
        &rated("stars", &STARS),
        "--scale '1-5: 5 fan/fans, 3-4 so-so, 1-2 foe/foes'",
    );
    assert!(said.starts_with("5 fans / 4 so-so / 3 foes"), "{said}");
}

#[test]
fn a_value_off_the_scale_is_left_out_with_its_reason() {
    let file = rated(
        "score",
        &["1", "2", "3", "4", "5", "7", "1", "1", "2", "2", "2"],
    );
    Survey::new()
        .file("survey.csv", file)
        .run("add survey.csv --dry-run --scale 1-5")
        .succeeds()
        .notes(
            "warning: skipped 1 of 11 rows in `survey.csv` (first: row 7, score `7` is not between 1 and 5)\n\
             nothing was stored (`--dry-run`)\n",
        );
}

#[test]
fn what_stands_for_no_answer_keeps_its_comment() {
    let file = rated("score", &["1", "2", "3", "4", "5", "7", "8"]);
    let read = Survey::new()
        .file("survey.csv", file)
        .json("add survey.csv --dry-run --scale fft --no-answer 7,8");
    assert_eq!(read[0]["responses"], 7);
    assert_eq!(read[0]["commented"], 7);
    assert_eq!(read[0]["skips"].as_array().unwrap().len(), 0);
    assert_eq!(read[0]["promoters"], 2);
}

#[test]
fn a_column_that_fits_the_scale_is_found_beside_one_that_does_not() {
    let file = "id,nps,csat,comment\n\
                1,10,5,quick and friendly people\n2,0,1,nobody answered the phone\n3,9,4,all in order with it\n4,7,3,the box was wet\n";
    let read = Survey::new()
        .file("both.csv", file)
        .json("add both.csv --dry-run --scale 1-5");
    assert_eq!(read[0]["columns"][2]["part"], "score");
    assert_eq!(read[0]["promoters"], 2);
}

#[test]
fn where_the_scale_is_said_the_only_column_on_it_is_taken() {
    let file = "id,How was it overall?,comment\n\
                1,Very good,lovely and kind\n2,Poor,awful and late\n3,Good,nice people\n4,Don't know,what should I say\n";
    let survey = Survey::new().file("survey.csv", file);
    let said = survey
        .run("add survey.csv --dry-run --scale fft")
        .succeeds();
    assert!(
        said.stdout
            .contains("2 satisfied / 0 neutral / 1 dissatisfied"),
        "{}",
        said.stdout
    );
    assert!(
        said.stderr.contains("column `How was it overall?` was used as the score, because it has answers on the scale `fft`"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_row_number_is_no_rating() {
    let file = "id,comment\n1,the parcel came late\n2,the parcel came early\n3,all is well\n4,thank you all\n";
    let survey = Survey::new().file("survey.csv", file);
    survey.run("add survey.csv --dry-run --scale 1-5").succeeds().notes(
        "warning: `survey.csv`: no column is on the scale `1-5`; to decide it yourself: `--map score=COLUMN`\n\
         nothing was stored (`--dry-run`)\n",
    );
}

#[test]
fn no_answer_can_be_said_of_the_recommendation_question_too() {
    let file = rated("score", &["10", "9", "99", "0"]);
    assert!(read(&file, "--no-answer 99").starts_with("2 promoters / 0 passives / 1 detractor"));
}

#[test]
fn a_file_of_several_kinds_of_survey_is_read_by_the_kind_of_its_scale() {
    let file = "survey_type,score,comment\n\
                nps,10,quick and friendly\ncsat,5,all in order\ncsat,1,it was broken\nnps,2,late again\n";
    assert!(read(file, "").starts_with("1 promoter / 0 passives / 1 detractor"));
    assert!(read(file, "--scale 1-5").starts_with("1 satisfied / 0 neutral / 1 dissatisfied"));
}

#[test]
fn a_column_that_says_yes_and_no_is_pointed_out() {
    let file = rated("recommend", &["yes", "no", "yes"]);
    let said = Survey::new()
        .file("survey.csv", file)
        .run("add survey.csv --dry-run")
        .succeeds();
    assert!(
        said.stderr
            .contains("it says `yes` and `no`; to decide it yourself: `--scale yes/no`"),
        "{}",
        said.stderr
    );
}

#[test]
fn what_is_no_scale_is_refused_with_those_there_are() {
    let said = stars().run("add stars.csv --scale stars").exits_with(2);
    assert!(
        said.stderr
            .contains("`stars` is not a scale; scales are `0-10`, `1-5`"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_study_goes_on_with_the_scale_it_began_with() {
    let study = stars_study();
    study.write("more.csv", rated("score", &["5", "4", "1"]));
    study.run("add more.csv").succeeds();
    let standing = study.json("status");
    assert_eq!(standing["scale"], "1-5");
    assert_eq!(standing["promoters"], 10);
    assert!(standing.get("nps").is_none());
}

#[test]
fn two_scales_do_not_mix_in_one_study() {
    let study = stars_study();
    study.write("nps.csv", rated("score", &["10", "9", "0"]));
    study.run("add nps.csv --scale 0-10").fails_with(
        "error: `nps.csv` is on the scale `0-10`, but the study's ratings are on `1-5`\n\n\
         hint: add its comments without ratings with `--map score=-`, or create another study for it with `motif init DIR`\n",
    );
    assert_eq!(study.json("status")["responses"], 12);
    study.run("add nps.csv --map score=-").succeeds();
    let standing = study.json("status");
    assert_eq!(
        (&standing["responses"], &standing["rated"]),
        (&15.into(), &12.into())
    );
}

#[test]
fn the_only_rated_file_may_come_again_on_another_scale() {
    let study = Survey::new()
        .file("a.csv", rated("score", &["10", "9", "8", "1"]))
        .study()
        .added(&["a.csv"]);
    study.run("add a.csv --scale 1-10").succeeds();
    let standing = study.json("status");
    assert_eq!(standing["scale"], "1-10");
    assert_eq!(standing["rated"], 4);
}

#[test]
fn a_search_understands_the_groups_own_names_and_the_usual_ones() {
    let study = stars().study();
    study
        .run("add stars.csv --scale '1-5: 4-5 happy, 3 so-so, 1-2 unhappy'")
        .succeeds();
    let total = |query: &str| study.json(&format!("search {query}"))["total"].clone();
    for query in [
        "group:unhappy",
        "group:detractors",
        "rating:1..2",
        "rating:<3",
    ] {
        assert_eq!(total(query), 3, "{query}");
    }
    assert_eq!(total("group:so-so"), 1);
    let said = study.run("search group:cheerful").exits_with(1);
    assert!(
        said.stderr.contains("`happy`, `so-so` and `unhappy`"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_search_is_answered_in_the_words_of_the_scale() {
    let study = Survey::new()
        .file("fft.csv", rated("fft", &["1", "5", "2"]))
        .study();
    study.run("add fft.csv --scale fft").succeeds();
    let said = study.run("search 'rating:\"very poor\"'");
    let said = said.succeeds();
    assert!(
        said.stdout.contains("dissatisfied (very poor)"),
        "{}",
        said.stdout
    );
    let said = study.run("search rating:good").succeeds();
    assert!(said.stdout.contains("satisfied (good)"), "{}", said.stdout);
}

#[test]
fn the_table_of_waves_has_the_groups_of_the_scale() {
    let said = stars_study().run("status").succeeds();
    let header = said.stdout.lines().nth(2).unwrap();
    let columns: Vec<&str> = header
        .split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    assert_eq!(
        columns,
        [
            "wave",
            "responses",
            "satisfied",
            "neutral",
            "dissatisfied",
            "net score",
            "range (95%)"
        ]
    );
}

/// Comments about two things, each with its rating, enough to be themes.
fn reviews(column: &str, [best, worst]: [&str; 2]) -> String {
    let mut file = format!("id,{column},comment\n");
    for number in 0..40 {
        let (rating, comment) = match number % 4 {
            0 => (
                worst,
                format!("The parcel came {number} days late and was broken"),
            ),
            1 => (
                worst,
                format!("Delivery of my parcel took {number} days, far too long"),
            ),
            2 => (
                best,
                format!("Friendly people on the phone, {number} minutes well spent"),
            ),
            _ => (
                best,
                format!("The people on the phone were kind and quick, call {number}"),
            ),
        };
        writeln!(file, "{number},{rating},\"{comment}\"").unwrap();
    }
    file
}

fn report(file: String, options: &str) -> String {
    let survey = Survey::new().file("survey.csv", file);
    let said = survey.run(&format!("report survey.csv -o - {options}"));
    said.succeeds().stdout
}

/// Returns the words of a page: what stands in tags and styles left out,
/// labels for those who hear the page kept.
fn heard(page: &str) -> String {
    let labels = page.split("aria-label=\"").skip(1);
    let labels = labels.filter_map(|rest| rest.split('"').next());
    let body = page.split("</style>").last().unwrap();
    let words = body.split('<').filter_map(|piece| piece.split('>').nth(1));
    words.chain(labels).collect::<Vec<_>>().join(" ")
}

const WORDS_OF_NPS: [&str; 4] = ["promoter", "passive", "detractor", "nps"];

#[test]
fn a_report_on_another_scale_never_speaks_of_promoters() {
    let scales = [
        ("1-5", ["5", "1"]),
        ("1-10", ["10", "2"]),
        ("yes/no", ["yes", "no"]),
        ("fft", ["Very good", "Poor"]),
        ("1-5: 4-5 happy, 3 so-so, 1-2 unhappy", ["5", "1"]),
    ];
    for (scale, ratings) in scales {
        let options = format!("--map score=answer --scale '{scale}'");
        let file = || reviews("answer", ratings);
        let text = report(file(), &format!("{options} --format md"));
        let page = heard(&report(file(), &format!("{options} --format html")));
        for said in [text, page] {
            let said = said.to_lowercase();
            assert!(
                said.contains("the net score is 0 from 40 ratings"),
                "{scale}: {said}"
            );
            for word in WORDS_OF_NPS {
                assert!(!said.contains(word), "{scale}: {word} in {said}");
            }
        }
    }
}

#[test]
fn a_report_says_what_its_score_is_made_of() {
    let text = report(reviews("stars", ["5", "2"]), "--scale 1-5 --format md");
    for said in [
        "goes with a lower net score: 10 of 40 commenters mention it",
        "40 ratings: 20 satisfied, 0 neutral and 20 dissatisfied.",
        "The net score is the percentage of the satisfied (4 or 5) less that of the dissatisfied (1 or 2), from −100 to +100.",
        "| Wave | Ratings | Satisfied | Neutral | Dissatisfied | Net score |",
        "— Dissatisfied, rated 2",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[test]
fn a_report_on_yes_and_no_has_no_middle() {
    let text = report(
        reviews("solved", ["yes", "no"]),
        "--map score=solved --scale yes/no --format md",
    );
    for said in [
        "goes with a lower net score: 10 of 40 commenters mention it",
        "40 ratings: 20 yes and 20 no.",
        "| Wave | Ratings | Yes | No | Net score |",
        "— No · survey (survey.csv",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[test]
fn groups_of_ones_own_are_named_in_the_report_and_its_json() {
    let options = "--scale '1-5: 4-5 fan/fans, 3 so-so, 1-2 foe/foes'";
    let file = || reviews("stars", ["5", "2"]);
    let text = report(file(), &format!("{options} --format md"));
    assert!(text.contains("20 fans, 0 so-so and 20 foes"), "{text}");
    assert!(text.contains("— Foe, rated 2"), "{text}");
    let brief: serde_json::Value =
        serde_json::from_str(&report(file(), &format!("{options} --format json"))).unwrap();
    let scale = &brief["scale"];
    assert_eq!(
        (&scale["answers"], &scale["score"]),
        (&"1-5".into(), &"net score".into())
    );
    let fans = serde_json::json!(
        { "group": "promoter", "name": "fan", "plural": "fans", "from": 4, "to": 5 }
    );
    assert_eq!(scale["groups"][0], fans);
}

#[test]
fn the_table_of_themes_has_the_groups_of_the_scale() {
    let survey = Survey::new().file("survey.csv", reviews("stars", ["5", "2"]));
    let said = survey
        .run("themes survey.csv --scale 1-5")
        .succeeds()
        .stdout;
    assert!(
        said.contains("satisfied  neutral  dissatisfied  effect"),
        "{said}"
    );
}

#[test]
fn a_report_without_ratings_names_the_scale_that_was_said() {
    let text = report(reviews("stars", ["", ""]), "--scale 1-5 --format md");
    assert!(
        text.contains("No ratings on the scale 1-5 were read, so there is no net score."),
        "{text}"
    );
}

/// Twelve answers to a question, from 0 to 10.
fn asked(question: &str) -> String {
    let ratings = [
        "10", "9", "8", "7", "0", "3", "10", "9", "6", "10", "2", "9",
    ];
    rated(question, &ratings)
}

#[test]
fn a_study_refuses_a_file_that_asks_something_else() {
    let satisfied = "How satisfied are you? (0-10)";
    let recommended = "How likely are you to recommend us?";
    for (first, second) in [(satisfied, recommended), (recommended, satisfied)] {
        let study = Survey::new()
            .file("a.csv", asked(first))
            .study()
            .added(&["a.csv"]);
        study.write("b.csv", asked(second));
        let said = study.run("add b.csv").exits_with(1);
        assert!(
            said.stderr.contains("but the study's ratings are on `0-10"),
            "{}",
            said.stderr
        );
        study.run("add b.csv --map score=-").succeeds();
    }
}

#[test]
fn a_study_doubts_a_file_that_asks_something_else_on_the_same_numbers() {
    let study = Survey::new()
        .file("a.csv", asked("How satisfied are you? (0-10)"))
        .study()
        .added(&["a.csv"]);
    study.write("b.csv", asked("How easy was it? (0-10)"));
    let said = study.run("add b.csv").succeeds();
    assert!(
        said.stderr
            .contains("may ask something else than the study's ratings"),
        "{}",
        said.stderr
    );
    study.write("c.csv", asked("How satisfied are you with us? (0-10)"));
    let said = study.run("add c.csv").succeeds();
    assert!(!said.stderr.contains("something else"), "{}", said.stderr);
}

#[test]
fn files_on_two_scales_have_no_score_together() {
    let files = Survey::new()
        .file("a.csv", asked("NPS"))
        .file("b.csv", asked("CSAT"));
    let said = files.run("report a.csv b.csv").exits_with(1);
    assert!(
        said.stderr.contains("but `a.csv` is on `0-10`"),
        "{}",
        said.stderr
    );
}

#[test]
fn groups_may_name_their_numbers_and_a_help_desk_its_answers() {
    for (column, words, scale) in [
        (
            "NPS category",
            ["Promoter (9-10)", "Passive (7–8)", "Detractor (0 to 6)"],
            "promoter/passive/detractor",
        ),
        (
            "Satisfaction",
            [
                "Good, I'm satisfied",
                "Bad, I’m unsatisfied",
                "Good, I am satisfied",
            ],
            "good/bad",
        ),
    ] {
        let mut file = format!("id,{column},comment\n");
        for id in 0..30 {
            let word = words[id % 3];
            writeln!(file, "{id},\"{word}\",The crane was there on day {id}\n").unwrap();
        }
        let survey = Survey::new().file("said.csv", file);
        let read = survey.run("add --dry-run said.csv --json").exits_with(0);
        assert!(read.stdout.contains(scale), "{column}: {}", read.stdout);
    }
}
