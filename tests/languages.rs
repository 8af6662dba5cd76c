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
