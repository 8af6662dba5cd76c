//! Tables get the labels that `motif assign` gives, whatever form they are in.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fs;

use motif::exchange;
use support::{Folder, Table, stderr, surveys};

#[test]
fn every_form_of_table_gets_the_labels_that_the_study_gives() {
    let folder = Folder::with_study("");
    let given: BTreeMap<String, exchange::ResponseRow> = exchange::responses(folder.analysis())
        .into_iter()
        .map(|row| (row.record.clone(), row))
        .collect();
    let surveys = surveys();
    surveys.write_parquet(&folder.path("in.parquet"));
    surveys.write_json_lines(&folder.path("in.jsonl"));
    for (input, output) in [
        ("surveys.csv", "of-csv.csv"),
        ("in.parquet", "of-parquet.csv"),
        ("in.jsonl", "of-json.csv"),
    ] {
        folder.succeeds(&["assign", input, "-o", output]);
        let labelled = Table::read_csv(&folder.path(output));
        assert_eq!(
            labelled.column("id"),
            surveys.column("id"),
            "{input}: rows in their order"
        );
        assert_eq!(
            labelled.column("comment"),
            surveys.column("comment"),
            "{input}"
        );
        let cells = ["id", "theme_id", "theme", "all_themes"].map(|name| labelled.column(name));
        let strengths = labelled.column("strength");
        let mut themed = 0;
        for at in 0..labelled.rows.len() {
            let Some(row) = given.get(cells[0][at]) else {
                let says = cells[1][at];
                assert!(["", "0"].contains(&says), "{input}: nothing is said");
                continue;
            };
            let wanted = [&row.record, &row.theme_id, &row.theme, &row.all_themes];
            assert_eq!(
                cells.each_ref().map(|of| of[at]),
                wanted.map(String::as_str),
                "{input}"
            );
            if let Some(wanted) = row.strength {
                let strength: f32 = strengths[at].parse().unwrap();
                assert!((strength - wanted).abs() < 1e-6, "{input}");
                themed += 1;
            }
        }
        assert!(themed > 200, "{themed}");
    }
    for output in ["labelled.parquet", "labelled.jsonl"] {
        folder.succeeds(&["assign", "surveys.csv", "-o", output]);
    }
    let parquet = Table::read_parquet(&folder.path("labelled.parquet"));
    assert_eq!(
        parquet.labels(),
        Table::read_csv(&folder.path("of-csv.csv")).labels()
    );
    let lines = fs::read_to_string(folder.path("labelled.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), parquet.rows.len());
}

#[test]
fn a_folder_is_labelled_file_by_file_and_resumed() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    let surveys = surveys();
    fs::create_dir_all(folder.path("in/deep")).unwrap();
    surveys.write_parquet(&folder.path("in/one [1].parquet"));
    surveys.write_csv(&folder.path("in/deep/two.csv"));
    fs::write(folder.path("in/readme.txt"), "no table").unwrap();
    folder.succeeds(&["assign", "in", "-o", "out"]);
    let one = Table::read_parquet(&folder.path("out/one [1].parquet"));
    let two = Table::read_csv(&folder.path("out/deep/two.csv"));
    assert_eq!(one.labels(), two.labels());
    fs::remove_file(folder.path("out/deep/two.csv")).unwrap();
    fs::write(folder.path("out/one [1].parquet"), "not looked at").unwrap();
    folder.succeeds(&["assign", "in", "-o", "out", "--resume"]);
    assert_eq!(Table::read_csv(&folder.path("out/deep/two.csv")), two);
    let kept = fs::read_to_string(folder.path("out/one [1].parquet")).unwrap();
    assert_eq!(kept, "not looked at");
    let other = Folder::with_study("vectors = \"lsa\"\nthemes = 6");
    fs::copy(other.path("themes.motif"), folder.path("other.motif")).unwrap();
    let said = folder.fails(&[
        "assign",
        "in",
        "-o",
        "out",
        "--resume",
        "--model",
        "other.motif",
    ]);
    assert!(said.contains("was labelled with other themes"), "{said}");
}

#[test]
fn what_cannot_be_labelled_is_said_with_what_to_do() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    let cases: [(&[&str], &str); 9] = [
        (
            &["assign", "none.csv", "-o", "out.csv"],
            "error: nothing to read in `none.csv`\n\nhint: name files",
        ),
        (
            &["assign", "themes.motif", "-o", "out.csv"],
            "error: `themes.motif` is not a table that can be read",
        ),
        (
            &[
                "assign",
                "surveys.csv",
                "-o",
                "out.csv",
                "--text",
                "verbatim",
            ],
            "error: no column named `verbatim` in",
        ),
        (
            &["assign", "bare.csv", "-o", "out.csv"],
            "is named as one that people wrote in\n\nhint: the columns are `a`, `b`; choose one with `--text COLUMN`",
        ),
        (
            &["assign", "taken.csv", "-o", "out.csv"],
            "has a column `theme` already\n\nhint: put something before the new names: `--prefix motif_`",
        ),
        (
            &["assign", "surveys.csv", "-o", "surveys.csv"],
            "error: `surveys.csv` would be written over what is read",
        ),
        (
            &["assign", "surveys.csv", "taken.csv", "-o", "out.csv"],
            "error: 2 files cannot be written as the one file `out.csv`",
        ),
        (
            &[
                "assign",
                "surveys.csv",
                "-o",
                "out.csv",
                "--model",
                "surveys.csv",
            ],
            "error: `surveys.csv` holds no themes that this version can read\n\nhint: write it with this version of motif",
        ),
        (
            &[
                "assign",
                "surveys.csv",
                "-o",
                "out.csv",
                "--scheduler",
                "127.0.0.1:1",
            ],
            "error: no scheduler answers at 127.0.0.1:1",
        ),
    ];
    fs::write(folder.path("bare.csv"), "a,b\n1,2\n").unwrap();
    fs::write(folder.path("taken.csv"), "comment,theme\nToo slow,x\n").unwrap();
    for (words, wanted) in cases {
        let said = folder.fails(words);
        assert!(said.contains(wanted), "{words:?}\n{said}");
        assert!(!folder.path("out.csv").exists(), "{words:?}");
    }
    folder.succeeds(&["assign", "taken.csv", "-o", "out.csv", "--prefix", "m_"]);
    let labelled = Table::read_csv(&folder.path("out.csv"));
    assert_eq!(labelled.column("theme"), ["x"]);
    assert_eq!(labelled.column("m_tone"), ["complaint"]);
}

#[test]
fn ids_keep_their_zeros_and_comments_their_lines() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    let rows = "id,comment\n007,\"Too slow,\nreally too slow\"\n1e5,\n,\"  \"\n12,n/a\n";
    fs::write(folder.path("in.csv"), rows).unwrap();
    folder.succeeds(&["assign", "in.csv", "-o", "out.csv"]);
    let labelled = Table::read_csv(&folder.path("out.csv"));
    assert_eq!(labelled.column("id"), ["007", "1e5", "", "12"]);
    assert_eq!(labelled.column("comment")[0], "Too slow,\nreally too slow");
    assert_eq!(labelled.column("theme_id")[1..], ["", "", "0"]);
    assert_eq!(labelled.column("theme")[1..], ["", "", "Nothing said"]);
    fs::write(folder.path("torn.csv"), "id,comment\n1,fine,extra\n").unwrap();
    let output = folder.run(&["assign", "torn.csv", "-o", "torn-out.csv"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("torn.csv`"), "{}", stderr(&output));
    assert!(!folder.path("torn-out.csv").exists());
}
