//! A cluster on loopback gives the labels that one process gives, row for row,
//! whatever becomes of its executors.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use ballista::prelude::SessionContextExt;
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::exec_err;
use datafusion::execution::SessionStateBuilder;
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use support::{Folder, Table, executor, scheduler, stderr, surveys, within};

const FILES: usize = 24;

fn outputs(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name());
    names
        .filter(|name| name.to_string_lossy().ends_with(".parquet"))
        .count()
}

/// Writes tables of many different comments.
fn write_tables(folder: &Folder) {
    let surveys = surveys();
    let comment = surveys.columns.iter().position(|name| name == "comment");
    let comment = comment.unwrap();
    fs::create_dir(folder.path("in")).unwrap();
    for file in 0..FILES {
        let mut table = Table {
            columns: surveys.columns.clone(),
            rows: Vec::new(),
        };
        for again in 0..6 {
            table.rows.extend(surveys.rows.iter().map(|row| {
                let mut row = row.clone();
                if !row[comment].is_empty() {
                    row[comment] =
                        format!("{} It was so {} times.", row[comment], file * 6 + again);
                }
                row
            }));
        }
        table.write_parquet(&folder.path(&format!("in/{file:02}.parquet")));
    }
}

fn labels(folder: &Folder, of: &str) -> Vec<Vec<String>> {
    let path = |file: usize| folder.path(&format!("{of}/{file:02}.parquet"));
    (0..FILES)
        .map(|file| {
            let table = Table::read_parquet(&path(file));
            let given = Table::read_parquet(&folder.path(&format!("in/{file:02}.parquet")));
            assert_eq!(
                table.column("id"),
                given.column("id"),
                "rows in their order"
            );
            assert_eq!(table.column("comment"), given.column("comment"));
            table.labels()
        })
        .collect()
}

#[test]
fn labels_are_the_same_in_process_on_one_executor_and_on_two_of_which_one_is_killed() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    write_tables(&folder);
    folder.succeeds(&["assign", "in", "-o", "alone"]);
    let alone = labels(&folder, "alone");
    assert!(
        alone
            .iter()
            .flatten()
            .any(|label| !label.starts_with(" / "))
    );

    let (_scheduler, address) = scheduler(&folder);
    let _first = executor(&folder, &address);
    folder.succeeds(&["assign", "in", "-o", "one", "--scheduler", &address]);
    assert_eq!(labels(&folder, "one"), alone);

    let mut second = executor(&folder, &address);
    std::thread::sleep(Duration::from_secs(1));
    let words = [
        "assign",
        "in/*.parquet",
        "-o",
        "two",
        "--scheduler",
        &address,
    ];
    let job = folder
        .program(&words)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    within(60, "the first tables", || {
        (outputs(&folder.path("two")) >= 3).then_some(())
    });
    second.kill();
    let done = outputs(&folder.path("two"));
    assert!(done < FILES, "killed half-way, not when all was done");
    let output = job.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(outputs(&folder.path("two")), FILES);
    assert_eq!(labels(&folder, "two"), alone);
    let left = fs::read_dir(folder.path("two")).unwrap().flatten();
    let left = left.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert_eq!(left.filter(|name| name.contains(".part")).count(), 0);
}

#[test]
fn an_executor_with_other_themes_refuses() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    let other = Folder::with_study("vectors = \"lsa\"\nthemes = 6");
    let (_scheduler, address) = scheduler(&folder);
    let _executor = executor(&other, &address);
    let words = [
        "assign",
        "surveys.csv",
        "-o",
        "out.csv",
        "--scheduler",
        &address,
    ];
    let said = folder.fails(&words);
    assert!(
        said.contains("were asked for: start it with the same model file"),
        "{said}"
    );
    assert!(!folder.path("out.csv").exists());
}

/// Returns the function by its name and what it takes and gives, as a client
/// knows it that has no themes.
fn named(name: &str) -> ScalarUDF {
    let elsewhere = |_: &[ColumnarValue]| exec_err!("only executors know");
    create_udf(
        name,
        vec![DataType::Utf8View],
        DataType::Utf8,
        Volatility::Immutable,
        Arc::new(elsewhere),
    )
}

#[test]
fn any_client_of_the_cluster_can_ask_for_themes_in_sql() {
    let folder = Folder::with_study("vectors = \"lsa\"");
    folder.succeeds(&["assign", "surveys.csv", "-o", "labelled.parquet"]);
    let labelled = Table::read_parquet(&folder.path("labelled.parquet"));
    let (_scheduler, address) = scheduler(&folder);
    let _executor = executor(&folder, &address);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let batches = runtime.block_on(async {
        let state = SessionStateBuilder::new().with_default_features().build();
        let url = format!("df://{address}");
        let session = SessionContext::remote_with_state(&url, state)
            .await
            .unwrap();
        for name in ["motif_theme", "motif_tone", "motif_language"] {
            session.register_udf(named(name));
        }
        let path = folder.path("labelled.parquet");
        let table = path.to_str().unwrap();
        let options = ParquetReadOptions::default();
        session
            .register_parquet("answers", table, options)
            .await
            .unwrap();
        let query = "SELECT id, coalesce(motif_theme(comment), '') AS theme, \
                     coalesce(motif_tone(comment), '') AS tone, \
                     coalesce(motif_language(comment), '') AS language FROM answers";
        session.sql(query).await.unwrap().collect().await.unwrap()
    });
    let mut said = Vec::new();
    let options = FormatOptions::default();
    for batch in &batches {
        let columns = batch.columns().iter();
        let columns: Vec<ArrayFormatter<'_>> = columns
            .map(|column| ArrayFormatter::try_new(column, &options).unwrap())
            .collect();
        let row = |at| {
            columns
                .iter()
                .map(|of| of.value(at).to_string())
                .collect::<Vec<_>>()
        };
        said.extend((0..batch.num_rows()).map(row));
    }
    said.sort();
    let columns = ["id", "theme", "tone", "language"].map(|name| labelled.column(name));
    let row = |at: usize| {
        columns
            .iter()
            .map(|of| of[at].to_owned())
            .collect::<Vec<_>>()
    };
    let mut wanted: Vec<Vec<String>> = (0..labelled.rows.len()).map(row).collect();
    wanted.sort();
    assert_eq!(said, wanted);
}
