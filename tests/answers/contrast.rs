//! `motif contrast`.

use super::support::Survey;
use super::{list, number, pontoon, text};

#[test]
fn what_only_passives_voice_leads_what_separates_them_from_detractors() {
    let study = pontoon();
    let answers = study.json("contrast passive detractor");
    let first = &list(&answers, "/0/themes")[0];
    assert_eq!(text(first, "label"), study.planted("custom-reports").label);
    assert_eq!(first["found"], true);
    assert!(number(first, "/spread/accounts") >= 5.0, "{first}");
}

#[test]
fn without_sides_all_three_pairs_are_told_with_one_count_of_tests() {
    let answers = pontoon().json("contrast");
    let names: Vec<(&str, &str)> = list(&answers, "")
        .iter()
        .map(|one| (text(&one["first"], "name"), text(&one["second"], "name")))
        .collect();
    let wanted = [
        ("passives", "detractors"),
        ("promoters", "detractors"),
        ("promoters", "passives"),
    ];
    assert_eq!(names, wanted);
    let tested = number(&answers, "/0/tested");
    let themes = list(&answers, "/0/themes").len() as f64;
    assert!(
        tested >= 3.0 * themes
            && list(&answers, "")
                .iter()
                .all(|one| number(one, "/tested") == tested)
    );
}

#[test]
fn within_a_theme_both_sides_are_quoted_on_it() {
    let study = pontoon();
    let price = study.planted("price").id;
    let line = format!("contrast promoter detractor --within {price}");
    let answers = study.json(&line);
    assert_eq!(answers[0]["within"]["id"], price);
    assert!(!list(&answers, "/0/quotes/0").is_empty() && !list(&answers, "/0/quotes/1").is_empty());
    let commented = number(&answers, "/0/second/commented");
    let voiced = list(&answers, "/0/themes")
        .iter()
        .map(|theme| number(theme, "/second/of"));
    assert!(voiced.into_iter().all(|of| of <= commented));
}

#[test]
fn words_are_counted_once_a_respondent() {
    let mut rows = "id,nps,comment\n".to_owned();
    for at in 0..60 {
        let (score, said) = if at % 2 == 0 {
            (2, "the printer jams")
        } else {
            (10, "the staff are kind")
        };
        rows.push_str(&format!("{at},{score},{said} number {at}\n"));
    }
    rows.push_str(&format!("60,10,{}\n", "staff ".repeat(500)));
    let answers = Survey::new()
        .file("s.csv", rows)
        .json("contrast promoter detractor --files s.csv");
    let words = list(&answers, "/0/words/first");
    let staff = words
        .iter()
        .find(|word| text(word, "word").contains("staff"))
        .unwrap();
    assert_eq!(number(staff, "/first/voiced"), 31.0);
}

#[test]
fn one_side_is_no_contrast() {
    pontoon().run("contrast passive").fails_with(
        "error: `passive` is only one side; a contrast needs two\n\nhint: name two, as in `motif contrast passive detractor`, or none to contrast all pairs of groups\n",
    );
}

#[test]
fn an_unknown_theme_is_answered_with_the_known_ones() {
    let said = pontoon()
        .run("contrast passive detractor --within 99")
        .exits_with(1);
    assert!(
        said.stderr
            .starts_with("error: there is no theme `99`\n\nhint: the themes are "),
        "{}",
        said.stderr
    );
}
