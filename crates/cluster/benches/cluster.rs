//! Rows a second: `motif assign`, and `motif-cluster assign` in process, on one
//! executor and on two.
//!
//! ```text
//! cargo bench -p motif-cluster --bench cluster -- comments.csv
//! ```
//!
//! The file is mined, then labelled as it is by `motif assign` (what reading it
//! takes is left out) and, in twelve Parquet files, by `motif-cluster`. Each is
//! run three times and the fastest counts, since the machine has other guests.
//! Executors have one thread each, so that two of them fit on two cores.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints what it finds")]
#![allow(clippy::unwrap_used, reason = "a bench has nobody to tell")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::time::Instant;

use motif::corpus::Corpus;
use motif::exchange;
use motif::ingest::ReadOptions;
use motif::study::{Analysis, Past, Renewal, Settings, ThemeModel, intakes};
use support::{Folder, Running, Table, executor, scheduler};

const FILES: usize = 12;
const TIMES: usize = 3;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let Some(file) = args.next() else {
        println!("name a CSV file of comments");
        return;
    };
    let file = fs::canonicalize(file).unwrap();
    let settings = Settings::default();
    let corpus = || {
        let read = intakes(std::slice::from_ref(&file), &ReadOptions::default()).unwrap();
        Corpus::from_intakes(
            read.into_iter()
                .map(|(_, intake)| intake.unwrap())
                .collect(),
        )
    };
    let analysis = Analysis::new(corpus(), &settings, Past::default());
    let folder = Folder::empty();
    let model = ThemeModel::new(&analysis).unwrap();
    model.write(&folder.path("themes.motif")).unwrap();
    println!("reads sentences: {}", model.reads_sentences());

    let table = Table::read_csv(&file);
    let rows = table.rows.len();
    write_parts(&table, &folder.path("in"));
    drop(table);

    let memory = analysis.memory.to_bytes();
    drop(analysis);
    let mut fastest = f64::MAX;
    for _ in 0..TIMES {
        let corpus = corpus();
        let past = Past {
            memory: motif::themes::Memory::from_bytes(&memory),
            renewal: Renewal::Fixed,
            ..Past::default()
        };
        let begun = Instant::now();
        let analysis = Analysis::new(corpus, &settings, past);
        let csv = exchange::csv(&exchange::responses(&analysis));
        fastest = fastest.min(begun.elapsed().as_secs_f64());
        assert!(csv.lines().count() > rows / 2);
    }
    let motif = rows as f64 / fastest;
    println!("{rows} rows\n");
    println!("| | rows a second | of `motif assign` |\n|---|---|---|");
    println!("| `motif assign`, CSV, less the reading | {motif:.0} | 1 |");

    let timed = |name: &str, words: &[&str]| {
        let mut fastest = f64::MAX;
        for _ in 0..TIMES {
            let begun = Instant::now();
            folder.succeeds(&[&["assign", "in", "-o", "out"], words].concat());
            fastest = fastest.min(begun.elapsed().as_secs_f64());
            fs::remove_dir_all(folder.path("out")).unwrap();
        }
        let rate = rows as f64 / fastest;
        println!(
            "| `motif-cluster assign`, Parquet, {name} | {rate:.0} | {:.2} |",
            rate / motif
        );
    };
    timed("in process, two threads", &[]);
    let (_scheduler, address) = scheduler(&folder);
    let mut executors: Vec<Running> = Vec::new();
    for name in ["one executor of one thread", "two executors of one thread"] {
        executors.push(executor(&folder, &address));
        std::thread::sleep(std::time::Duration::from_secs(2));
        timed(name, &["--scheduler", &address]);
    }
}

fn write_parts(table: &Table, folder: &Path) {
    fs::create_dir(folder).unwrap();
    let most = table.rows.len().div_ceil(FILES);
    for (at, rows) in table.rows.chunks(most).enumerate() {
        let part = Table {
            columns: table.columns.clone(),
            rows: rows.to_vec(),
        };
        part.write_parquet(&folder.join(format!("{at:02}.parquet")));
    }
}
