//! `motif report`: the theme report.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::output::{Output, note};
use super::sources::{self, Meaning, Reading};
use super::themes;
use crate::report::{brief::Brief, html, markdown};
use crate::study::Analysis;

#[derive(Debug, Args)]
pub(super) struct Report {
    /// Files to report on without a study
    files: Vec<PathBuf>,

    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,

    /// Where to write it; `-` is stdout. HTML goes to `motif-report.html` unless told
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What to head it with
    #[arg(long)]
    title: Option<String>,

    #[command(flatten)]
    meaning: Meaning,

    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page that needs no network and prints well
    Html,
    /// Markdown
    Md,
    /// JSON
    Json,
}

impl Report {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = sources::analysis(
            &self.files,
            &self.reading,
            &self.meaning,
            study,
            |settings, _| {
                if let Some(title) = &self.title {
                    settings.title.clone_from(title);
                }
            },
        )?;
        let brief = Brief::of(&analysis);
        let format = if output.json {
            Format::Json
        } else {
            self.format
        };
        match format {
            Format::Json => {
                let text = serde_json::to_string_pretty(&brief).expect("a brief is JSON") + "\n";
                output.document(&text, self.output.as_deref())
            }
            Format::Md => output.document(&markdown::text(&brief), self.output.as_deref()),
            Format::Html => {
                let file = self
                    .output
                    .as_deref()
                    .unwrap_or(Path::new("motif-report.html"));
                if file.as_os_str() != "-" {
                    summary(&analysis, &brief, output)?;
                }
                output.flush()?;
                output.document(&html::page(&brief), Some(file))?;
                if file.as_os_str() != "-" {
                    note("open it in a browser");
                }
                Ok(())
            }
        }
    }
}

/// Writes the headlines and the table of themes.
pub(super) fn summary(
    analysis: &Analysis,
    brief: &Brief,
    output: &mut Output,
) -> Result<(), Failure> {
    for headline in &brief.headlines {
        output.line(format!("• {}", headline.text))?;
    }
    for caution in &brief.cautions {
        output.line(format!("! {caution}"))?;
    }
    output.line("")?;
    themes::list(analysis, brief, output)
}
