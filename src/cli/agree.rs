//! `motif agree`: themes beside a person's coding.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::output::{Output, count, note};
use super::sources::{self, Meaning, Reading};
use crate::agreement::Kappa;
use crate::exchange::{self, Coding, Columns, Comparison, LeftOut};
use crate::report::words;

#[derive(Debug, Args)]
pub(super) struct Agree {
    /// The coding: a table with a column of record ids and one of codes
    coded: PathBuf,

    /// Files to mine without a study; may be the coded file itself
    files: Vec<PathBuf>,

    /// The column of record ids; else `record`, `id`, `response_id` and their like
    #[arg(long, value_name = "COLUMN")]
    record: Option<String>,

    /// The column of codes; else `label`, `code`, `theme` or `category`. Several stand with `|` or `;` between
    #[arg(long, value_name = "COLUMN")]
    code: Option<String>,

    /// Codes that are none: `--skip "Not assigned,Unclear"`
    #[arg(long, value_name = "CODE,…")]
    skip: Vec<String>,

    /// Where to write codes by themes, as CSV
    #[arg(long, value_name = "FILE")]
    confusion: Option<PathBuf>,

    /// How many themes; else as many as suit the corpus
    #[arg(long, value_name = "N")]
    themes: Option<usize>,

    #[command(flatten)]
    meaning: Meaning,

    #[command(flatten)]
    reading: Reading,
}

impl Agree {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let columns = Columns {
            record: self.record.clone(),
            code: self.code.clone(),
            skip: self.skip.clone(),
        };
        let coding = Coding::read(&self.coded, &columns)?;
        let analysis = sources::analysis(
            &self.files,
            &self.reading,
            &self.meaning,
            study,
            |settings, _| {
                settings.themes = self.themes.unwrap_or(settings.themes);
            },
        )?;
        let comparison = Comparison::of(&analysis, &coding)?;
        if let Some(file) = &self.confusion {
            output.document(&exchange::csv(&comparison.table()), Some(file))?;
        }
        for line in told(&comparison.left_out, &coding.file) {
            note(&line);
        }
        if output.json {
            return output.value(&comparison);
        }
        whole(&comparison, output)?;
        codes(&comparison, output)?;
        themes(&comparison, output)?;
        overlaps(&comparison, output)
    }
}

/// Says what could not be compared.
fn told(left_out: &LeftOut, file: &str) -> Vec<String> {
    let lines = [
        (left_out.without_code, "without a code"),
        (left_out.not_in_corpus, "not in the corpus"),
        (left_out.without_comment, "without a comment of their own"),
        (
            left_out.ambiguous,
            "in several files; a column `source` would tell which",
        ),
    ];
    let records = lines
        .into_iter()
        .filter(|(records, _)| *records > 0)
        .map(|(records, why)| {
            format!(
                "not compared: {} of `{file}` {why}",
                count(records as usize, "record", "records")
            )
        });
    let uncoded = (left_out.not_in_coding > 0).then(|| {
        let responses = count(left_out.not_in_coding as usize, "response", "responses");
        format!("not compared: {responses} with a comment but not in `{file}`")
    });
    records.chain(uncoded).collect()
}

fn whole(comparison: &Comparison, output: &mut Output) -> Result<(), Failure> {
    output.line(format!(
        "{} compared: {}, {}",
        count(comparison.compared as usize, "response", "responses"),
        count(comparison.codes, "code", "codes"),
        count(comparison.themes, "theme", "themes"),
    ))?;
    output.line(format!(
        "AMI {:.3}, ARI {:.3} (0 by chance, 1 in full), V-measure {:.3}",
        comparison.ami, comparison.ari, comparison.v_measure
    ))?;
    let labels = comparison.labels;
    output.line(format!(
        "{} themes are called by a word of the code they mostly are",
        words::of(labels.named, labels.of)
    ))
}

fn codes(comparison: &Comparison, output: &mut Output) -> Result<(), Failure> {
    let rows = comparison.by_code.iter().map(|code| {
        vec![
            code.code.clone(),
            words::thousands(code.n),
            numbered(&code.theme_id, &code.theme),
            code.kappa.map_or_else(|| "–".into(), with_interval),
            code.precision.map_or_else(|| "–".into(), words::percent),
            code.recall.map_or_else(|| "–".into(), words::percent),
        ]
    });
    output.line("")?;
    let header = [
        "code",
        "n",
        "the theme most like it",
        "kappa",
        "precision",
        "recall",
    ];
    output.table(&header, rows.collect(), &[1, 3, 4, 5])
}

fn with_interval(kappa: Kappa) -> String {
    let Kappa { value, interval } = kappa;
    format!("{value:.2} ({:.2} to {:.2})", interval.low, interval.high).replace('-', "−")
}

fn themes(comparison: &Comparison, output: &mut Output) -> Result<(), Failure> {
    let rows = comparison.by_theme.iter().map(|theme| {
        vec![
            theme.title(),
            words::thousands(theme.n),
            theme.code.clone(),
            words::percent(theme.coded as f64 / theme.n as f64),
            theme.shared_word.clone().unwrap_or_default(),
        ]
    });
    output.line("")?;
    let header = [
        "theme",
        "n",
        "the code it mostly is",
        "share",
        "word shared",
    ];
    output.table(&header, rows.collect(), &[1, 3])
}

/// Overlaps listed; `--json` and `--confusion` have all.
const LISTED: usize = 15;

fn overlaps(comparison: &Comparison, output: &mut Output) -> Result<(), Failure> {
    let largest = comparison.confusion.iter().take(LISTED);
    let rows = largest.map(|overlap| {
        vec![
            overlap.code.clone(),
            numbered(&overlap.theme_id, &overlap.theme),
            words::thousands(overlap.n),
        ]
    });
    output.line("")?;
    output.table(&["code", "meets theme", "n"], rows.collect(), &[2])?;
    let more = comparison.confusion.len().saturating_sub(LISTED);
    if more > 0 {
        let more = count(more, "smaller one", "smaller ones");
        output.line(format!("and {more}: `--confusion FILE` writes all"))?;
    }
    Ok(())
}

fn numbered(id: &str, name: &str) -> String {
    match id {
        "" | "0" => name.to_owned(),
        _ => format!("{id} {name}"),
    }
}
