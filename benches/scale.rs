//! From a file to a report at growing sizes: time and memory of each stage.
//!
//! ```text
//! cargo bench --bench scale -- [--sentences FILE] [10000 100000 1000000 …]
//! ```
//!
//! Takes the column `text` of a CSV file, else the comments of the sample
//! corpora, and puts one or two sentences together for each comment. Each size
//! is read, mined and reported by a process of its own. The *peak* of a stage
//! is the most memory the process held in it (`VmHWM`, Linux only); the
//! *slope* is that of log time over log size between the first and the last
//! size: 1 is linear.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints what it finds")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use motif::corpus::Corpus;
use motif::ingest::ReadOptions;
use motif::report::brief::Brief;
use motif::report::html;
use motif::study::{Analysis, Past, Settings, intakes};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const SIZES: [usize; 3] = [10_000, 100_000, 300_000];

const STAGES: [&str; 4] = ["read", "corpus", "themes", "report"];

/// Names the file that a process of its own is to time.
const CHILD: &str = "MOTIF_SCALE_FILE";

fn main() -> Outcome<()> {
    if let Some(file) = std::env::var_os(CHILD) {
        return timed(Path::new(&file));
    }
    let mut sentences = None;
    let mut sizes: Vec<usize> = Vec::new();
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    while let Some(arg) = args.next() {
        if arg == "--sentences" {
            sentences = args.next();
        } else {
            sizes.push(arg.parse()?);
        }
    }
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    let pool = pool(sentences.as_deref())?;
    println!("{} sentences to choose from", pool.len());
    let folder = tempfile::tempdir()?;
    let mut all: Vec<Vec<f64>> = Vec::new();
    for &size in &sizes {
        let file = folder.path().join(format!("{size}.csv"));
        write(&pool, size, &file)?;
        let bytes = std::fs::metadata(&file)?.len();
        let run = Command::new(std::env::current_exe()?)
            .env(CHILD, &file)
            .output()?;
        let told = String::from_utf8(run.stdout)?;
        if !run.status.success() {
            return Err(String::from_utf8_lossy(&run.stderr).into());
        }
        std::fs::remove_file(&file)?;
        let numbers: Vec<f64> = told
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        println!("\n{size} comments, {} MB", bytes / 1_000_000);
        for (stage, of) in STAGES.iter().zip(numbers.chunks(2)) {
            println!("  {stage:<8}{:>9.2} s{:>9.0} MiB", of[0], of[1]);
        }
        let seconds: f64 = numbers.iter().step_by(2).sum();
        let peak = numbers
            .iter()
            .skip(1)
            .step_by(2)
            .copied()
            .fold(0.0, f64::max);
        println!("  {:<8}{seconds:>9.2} s{peak:>9.0} MiB", "all");
        all.push(numbers);
    }
    if let ([first, .., last], [least, .., most]) = (&all[..], &sizes[..]) {
        let growth = (*most as f64 / *least as f64).ln();
        println!("\nslope of the time");
        for (at, stage) in STAGES.iter().enumerate() {
            let slope = (last[2 * at] / first[2 * at]).ln() / growth;
            println!("  {stage:<8}{slope:>6.2}");
        }
        let whole = |of: &Vec<f64>| of.iter().step_by(2).sum::<f64>();
        println!(
            "  {:<8}{:>6.2}",
            "all",
            (whole(last) / whole(first)).ln() / growth
        );
    }
    Ok(())
}

/// Takes a file from bytes to a report; prints seconds and MiB of each stage.
fn timed(file: &Path) -> Outcome<()> {
    let mut clock = Instant::now();
    let mut told = || {
        println!("{} {}", clock.elapsed().as_secs_f64(), peak());
        forget_peak();
        clock = Instant::now();
    };
    let read = intakes(&[file.to_owned()], &ReadOptions::default())?;
    let read = read
        .into_iter()
        .map(|(_, intake)| intake)
        .collect::<Result<_, _>>()?;
    told();
    let corpus = Corpus::from_intakes(read);
    told();
    let analysis = Analysis::new(corpus, &Settings::default(), Past::default());
    told();
    let page = html::page(&Brief::new(&analysis));
    told();
    std::fs::write(file.with_extension("html"), page)?;
    Ok(())
}

/// The most memory held since it was last asked, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}

fn forget_peak() {
    // Where it cannot be forgotten, stages show the peak so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Returns the sentences to put together.
fn pool(file: Option<&str>) -> Outcome<Vec<String>> {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/pontoon");
    let files = match file {
        Some(file) => vec![(file.into(), "text")],
        None => ["autumn.csv", "winter.csv", "spring.csv"]
            .map(|name| (corpora.join(name), "comment"))
            .to_vec(),
    };
    let mut pool = Vec::new();
    for (file, wanted) in files {
        let mut reader = csv::Reader::from_path(file)?;
        let column = reader.headers()?.iter().position(|name| name == wanted);
        let column = column.ok_or_else(|| format!("there is no column `{wanted}`"))?;
        for record in reader.records() {
            let text = record?.get(column).unwrap_or_default().to_owned();
            pool.extend(Some(text).filter(|text| !text.trim().is_empty()));
        }
    }
    Ok(pool)
}

fn write(pool: &[String], size: usize, file: &Path) -> Outcome<()> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    let mut below = |most: usize| (random.next_u64() % most as u64) as usize;
    let mut table = csv::Writer::from_writer(BufWriter::new(File::create(file)?));
    table.write_record(["id", "date", "nps", "plan", "country", "comment"])?;
    for at in 0..size {
        let mut comment = pool[below(pool.len())].clone();
        if below(4) == 0 {
            comment.push(' ');
            comment.push_str(&pool[below(pool.len())]);
        }
        table.write_record([
            format!("r{at}"),
            format!("2025-{:02}-{:02}", 1 + at * 12 / size, 1 + below(28)),
            below(11).to_string(),
            ["basic", "plus", "pro"][below(3)].to_owned(),
            ["DE", "FR", "NL", "UK", "US"][below(5)].to_owned(),
            comment,
        ])?;
    }
    table.flush()?;
    Ok(table
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?
        .flush()?)
}
