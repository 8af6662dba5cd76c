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
    let email = "THEN nullif(trim(CAST(\"email\" AS VARCHAR)), '') END";
    assert!(said.contains(email) && said.contains("'n/a'"), "{said}");
    assert!(said.contains("WITH firsts AS ("), "{said}");
    let failed = folder.fails(&["count", "surveys.csv"]);
    assert!(failed.contains("the table is not labelled"), "{failed}");
    let failed = folder.fails(&["count", "labelled.csv", "--wave", "quarter"]);
    assert!(failed.contains("no column named `quarter`"), "{failed}");
}

#[test]
fn the_form_of_a_labelled_table_changes_no_count() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    let forms = ["labelled.parquet", "labelled.csv", "labelled.jsonl"];
    let counts = forms.map(|form| {
        folder.succeeds(&["assign", "surveys.csv", "-o", form]);
        folder.succeeds(&["count", form])
    });
    assert!(counts[0].lines().count() > 30, "{}", counts[0]);
    assert_eq!(counts[0], counts[1]);
    assert_eq!(counts[0], counts[2]);
}

/// A labelled table by hand: who, their rating, the wave, the day, the theme.
fn labelled(folder: &Folder, rows: &[[&str; 5]]) -> String {
    let mut text =
        "email,nps,wave,date,comment,theme_id,theme,strength,all_themes,tone,language\n".to_owned();
    for [email, nps, wave, date, theme] in rows {
        let row = [email, nps, wave, date, "words", theme, "Slow", "0.5", theme];
        text += &[&row.join(","), "plain", "English\n"].join(",");
    }
    std::fs::write(folder.path("by-hand.csv"), text).unwrap();
    folder.succeeds(&["count", "by-hand.csv"])
}

#[test]
fn nobody_s_address_is_not_one_person_and_nine_point_zero_is_nine() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    let counts = labelled(
        &folder,
        &[
            ["n/a", "9.0", "w", "2025-01-01", "1"],
            ["N/A", "10", "w", "2025-01-02", "1"],
            ["-", "9.5", "w", "2025-01-03", "1"],
            ["a@x.org", "3", "w", "2025-01-03", "1"],
            ["A@x.org ", "3.0", "w", "2025-01-02", "1"],
        ],
    );
    assert!(counts.contains("1,Slow,all,,4,4"), "{counts}");
    assert!(counts.contains("1,Slow,group,promoter,2,2"), "{counts}");
    assert!(counts.contains("1,Slow,group,detractor,1,1"), "{counts}");
}

#[test]
fn where_a_wave_has_no_dates_waves_stand_by_their_names() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    // By name `b` is the later wave, by its dates it would be the earlier.
    let counts = labelled(
        &folder,
        &[
            ["a@x.org", "9", "b", "2024-01-01", "1"],
            ["a@x.org", "3", "a", "", "2"],
            ["b@x.org", "3", "b", "2024-01-01", "2"],
        ],
    );
    assert!(counts.contains("1,Slow,all,,1,2"), "{counts}");
}

#[test]
fn dates_that_do_not_say_which_is_later_are_refused() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    let head = "email,date,comment,theme_id,theme,all_themes,tone\n";
    let rows = "a@x.org,20/04/2018,words,1,Slow,1,plain\n";
    std::fs::write(folder.path("days.csv"), format!("{head}{rows}")).unwrap();
    let failed = folder.fails(&["count", "days.csv"]);
    assert!(
        failed.contains("`20/04/2018` is not a date such as 2025-05-12"),
        "{failed}"
    );
}

#[test]
fn many_files_are_counted_as_one_also_where_their_columns_stand_otherwise() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    std::fs::create_dir(folder.path("many")).unwrap();
    for at in 0..200 {
        let text = if at % 2 == 0 {
            format!("email,theme_id,theme,all_themes,tone\na{at}@x.org,1,Slow,1,plain\n")
        } else {
            format!("theme_id,tone,all_themes,theme,email\n1,plain,1,Slow,a{at}@x.org\n")
        };
        std::fs::write(folder.path(&format!("many/{at}.csv")), text).unwrap();
    }
    let counts = folder.succeeds(&["count", "many"]);
    assert!(counts.contains("1,Slow,all,,200,200"), "{counts}");
}
