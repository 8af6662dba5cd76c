//! What customers say in several languages, against what is planted in the
//! sample of four (`corpora/truth/languages.csv`).

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use support::{Survey, pontoon, table};

/// A comment: the language it is in, what is planted in it, and the themes found.
struct Comment {
    language: String,
    planted: BTreeSet<String>,
    found: BTreeSet<String>,
}

fn comments() -> Vec<Comment> {
    let summer = pontoon().join("../languages/summer.csv");
    let study = Survey::new().pontoon().study();
    study.run("add files").succeeds();
    study.run(&format!("add {}", summer.display())).succeeds();
    let split = |cell: &str| -> BTreeSet<String> {
        let parts = cell.split('|').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let rows = study.run("export assignments").rows().split_off(1);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        found.insert(row[1].clone(), split(&row[5]));
    }
    let truth = fs::read_to_string(pontoon().join("../truth/languages.csv")).unwrap();
    let planted = table(&truth).split_off(1);
    planted
        .into_iter()
        .filter(|row| !row[3].is_empty())
        .map(|row| Comment {
            language: row[3].clone(),
            planted: split(&row[2]),
            found: found.remove(&row[0]).unwrap_or_default(),
        })
        .collect()
}

#[test]
fn one_theme_holds_what_is_said_in_four_languages() {
    let comments = comments();
    let (english, foreign): (Vec<_>, Vec<_>) =
        comments.iter().partition(|said| said.language == "en");
    let themes: BTreeSet<&String> = english.iter().flat_map(|said| &said.found).collect();
    let themed: Vec<_> = foreign
        .iter()
        .filter(|said| !said.found.is_empty())
        .collect();
    assert!(
        themed.len() >= 25,
        "{} of {} in a theme",
        themed.len(),
        foreign.len()
    );
    let apart = themed
        .iter()
        .filter(|said| said.found.iter().all(|theme| !themes.contains(theme)));
    assert_eq!(apart.count(), 0);
    let mixed = themes.iter().filter(|theme| {
        let of = themed.iter().filter(|said| said.found.contains(**theme));
        of.map(|said| &said.language).collect::<BTreeSet<_>>().len() >= 2
    });
    assert!(mixed.count() >= 3);
}

#[test]
fn comments_about_the_same_are_together_more_often_than_others() {
    let comments = comments();
    let mut shared = [[0_u32; 2]; 2];
    for (at, one) in comments.iter().enumerate() {
        for other in &comments[at + 1..] {
            let both_found = !one.found.is_empty() && !other.found.is_empty();
            if one.language == other.language || !both_found {
                continue;
            }
            let alike = usize::from(!one.planted.is_disjoint(&other.planted));
            let together = usize::from(!one.found.is_disjoint(&other.found));
            shared[alike][together] += 1;
        }
    }
    let rate = |[apart, together]: [u32; 2]| f64::from(together) / f64::from(apart + together);
    let [others, same] = shared.map(rate);
    assert!(
        same > 3.0 * others,
        "{same:.2} of the same, {others:.2} of others"
    );
}

#[test]
fn a_few_voices_in_another_language_join_the_themes_of_the_many() {
    let study = Survey::new().pontoon().study();
    study.run("add files").succeeds();
    let rows = study.run("export assignments").rows().split_off(1);
    let truth = fs::read_to_string(pontoon().join("../truth/pontoon.csv")).unwrap();
    let slow: BTreeSet<String> = table(&truth)
        .into_iter()
        .filter(|row| row[2].split('|').any(|theme| theme == "slow-support"))
        .map(|row| row[0].clone())
        .collect();
    let voiced =
        |row: &Vec<String>| -> Vec<String> { row[5].split('|').map(str::to_owned).collect() };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| slow.contains(&row[1])) {
        for theme in voiced(row).into_iter().filter(|theme| !theme.is_empty()) {
            *counts.entry(theme).or_default() += 1;
        }
    }
    let (support, _) = counts
        .into_iter()
        .max_by_key(|(_, people)| *people)
        .unwrap();
    let german = ["S-025", "S-034", "S-182"];
    let joined = rows
        .iter()
        .filter(|row| german.contains(&row[1].as_str()) && voiced(row).contains(&support));
    assert!(joined.count() >= 2);
}

#[test]
fn language_is_a_segment_that_can_be_asked_for() {
    let study = Survey::new().pontoon().study();
    study.run("add files").succeeds();
    let said = study.run("compare language:en language:de").succeeds();
    for name in ["English (language)", "German (language)"] {
        assert!(said.stdout.contains(name), "{}", said.stdout);
    }
    let found = study.json("hotspots");
    let attributes = found["attributes"].as_array().unwrap();
    assert!(!attributes.iter().any(|name| name == "language"));
}

/// Forty short answers about a delivery service, written for this test.
fn chinese() -> String {
    let late = [
        "送餐太慢了",
        "配送太慢",
        "等了两个小时才送到",
        "送餐速度太慢",
        "外卖员送得太慢",
        "配送时间太长",
        "配送慢得要命",
        "等了一个多小时",
        "送餐慢",
        "配送员迟到了",
    ];
    let taste = [
        "味道很好",
        "味道不错",
        "菜的味道很棒",
        "味道好极了",
        "味道一如既往的好",
        "菜品味道好",
        "味道真不错",
        "口味很好",
        "味道正宗",
        "味道好，分量足",
    ];
    let support = [
        "客服电话打不通",
        "客服不接电话",
        "给客服打电话没人接",
        "客服电话一直占线",
        "客服态度差",
        "打客服电话等了很久",
        "客服没有回复",
        "客服电话没人接",
        "客服解决不了问题",
        "联系不上客服",
    ];
    let price = [
        "价格太贵",
        "价格有点贵",
        "价格偏高",
        "价格贵",
        "价格比店里贵",
        "价格不便宜",
        "价格涨得太快",
        "价格太高了",
        "价格合理一点就好",
        "价格贵了点",
    ];
    let all = [late, taste, support, price].concat();
    let rows = all
        .iter()
        .zip(1..)
        .map(|(text, at)| format!("{at},{text}\n"));
    format!("id,comment\n{}", rows.collect::<String>())
}

#[test]
fn a_survey_in_chinese_has_themes_and_is_searched() {
    let study = Survey::new().file("zh.csv", chinese());
    let rows = study.run("export assignments zh.csv").rows().split_off(1);
    let themed = rows.iter().filter(|row| !row[3].is_empty());
    assert!(themed.clone().count() >= 20);
    for row in themed.filter(|row| !row[3].starts_with("General")) {
        assert!(!row[3].contains(' '), "{}", row[3]);
    }
    let found = study.run("search 客服电话 --in zh.csv").succeeds();
    assert!(
        found.stdout.contains("*客服电话*打不通"),
        "{}",
        found.stdout
    );
}
