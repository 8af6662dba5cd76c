//! The query over a labelled table counts whom `motif report` counts.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;

use motif::inquiry::Ledger;
use motif::nps::estimate::Share;
use motif::report::brief::Brief;
use support::{Folder, Table};

#[test]
fn the_query_counts_each_person_once_as_the_report_does() {
    let folder = Folder::with_study("");
    folder.succeeds(&["assign", "surveys.csv", "-o", "labelled.parquet"]);
    let counts = Table::of_csv(&folder.succeeds(&["count", "labelled.parquet"]));
    let columns = [
        "theme_id",
        "theme",
        "counted_by",
        "value",
        "people",
        "commented",
    ]
    .map(|name| counts.column(name));
    let mut counted: BTreeMap<(&str, &str, &str), (u64, u64)> = BTreeMap::new();
    for at in 0..counts.rows.len() {
        let [id, _, by, value, people, commented] = columns.each_ref().map(|of| of[at]);
        let numbers = (people.parse().unwrap(), commented.parse().unwrap());
        assert!(counted.insert((id, by, value), numbers).is_none());
    }
    let brief = Brief::new(folder.analysis());
    assert!(brief.themes.len() > 10);
    let ledger = Ledger::new(folder.analysis());
    let people = ledger.commenting(&folder.analysis().people.latest).len() as u64;
    for theme in &brief.themes {
        let id = theme.id.as_str();
        let of = |by: &'static str, value: &str| {
            let value = value.to_lowercase();
            let mut found = counted.iter();
            let found = found.find(|((of, counted_by, named), _)| {
                *of == id && *counted_by == by && named.to_lowercase() == value
            });
            found.map_or((0, 0), |(_, numbers)| *numbers)
        };
        assert_eq!(
            of("all", ""),
            (theme.respondents, people),
            "{}",
            theme.label
        );
        let same = |by: &'static str, value: &str, share: &Share| {
            let (people, commented) = of(by, value);
            assert_eq!(people, share.voiced, "{} {value}", theme.label);
            if people > 0 {
                assert_eq!(commented, share.estimate.n(), "{} {value}", theme.label);
            }
        };
        for share in &theme.groups {
            same("group", &format!("{:?}", share.group), &share.share);
        }
        for share in &theme.trend {
            same("wave", &share.wave, &share.share);
        }
        let accounts = counted
            .keys()
            .filter(|(of, by, _)| *of == id && *by == "account");
        assert_eq!(
            accounts.count() as u64,
            theme.accounts.voiced,
            "{}",
            theme.label
        );
    }
}

#[test]
fn another_database_gets_the_view_and_the_query_as_text() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    folder.succeeds(&["assign", "surveys.csv", "-o", "labelled.csv"]);
    let said = folder.succeeds(&["count", "labelled.csv", "--print"]);
    assert!(
        said.starts_with("CREATE VIEW answers AS\nSELECT\n"),
        "{said}"
    );
    assert!(said.contains("coalesce(nullif(trim(CAST(\"email\" AS VARCHAR)), ''), nullif(trim(CAST(\"respondent\" AS VARCHAR)), '')) AS person"), "{said}");
    assert!(said.contains("WITH waves AS ("), "{said}");
    let failed = folder.fails(&["count", "surveys.csv"]);
    assert!(failed.contains("the table is not labelled"), "{failed}");
    let failed = folder.fails(&["count", "labelled.csv", "--wave", "quarter"]);
    assert!(failed.contains("no column named `quarter`"), "{failed}");
}
