//! `motif export`: results for spreadsheets and other tools.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::failure::Failure;
use super::output::Output;
use super::sources::{self, SourceArgs};
use crate::exchange;
use crate::study::Analysis;

#[derive(Debug, Args)]
pub(super) struct ExportCommand {
    #[command(subcommand)]
    what: ExportKind,
}

#[derive(Debug, Subcommand)]
enum ExportKind {
    /// Which theme each response or passage belongs to, as CSV
    Assignments {
        /// One row a response (its main theme) or one a passage
        #[arg(long, value_enum, default_value_t = Per::Response)]
        per: Per,
        /// Where to write it; else stdout
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// How many themes; else as many as suit the corpus
        #[arg(long, value_name = "N")]
        themes: Option<usize>,
        #[command(flatten)]
        given: SourceArgs,
    },
    /// Themes against interviews, respondents, questions or each other, as CSV or XLSX
    Matrix(super::tables::Matrix),
    /// Passages with where they stand, as CSV, XLSX or Markdown
    Quotes(super::tables::QuotesCommand),
    /// A project for tools for qualitative analysis: REFI-QDA, `.qdpx` or `.qdc`
    Refi(super::refi::RefiExport),
    /// What people decided about the study's themes, as TOML fit for git
    Codebook {
        /// Where to write it; else stdout
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Per {
    Response,
    Passage,
}

impl ExportCommand {
    pub(super) fn run(&self, study: Option<&Path>, out: &mut Output) -> Result<(), Failure> {
        match &self.what {
            ExportKind::Assignments {
                per,
                output,
                themes,
                given,
            } => {
                let analysis = given.adjusted(study, |settings, past| {
                    settings.themes = themes.unwrap_or(settings.themes);
                    // A file that is looked at once needs no parts of themes.
                    past.lasting = given.files.is_empty();
                })?;
                out.document(&rows(&analysis, *per, out.json), output.as_deref())
            }
            ExportKind::Refi(refi) => refi.run(study, out),
            ExportKind::Matrix(matrix) => matrix.run(study, out),
            ExportKind::Quotes(quotes) => quotes.run(study, out),
            ExportKind::Codebook { output } => {
                let analysis = sources::study_analysis(study)?;
                let codebook = exchange::CodebookFile::new(&analysis);
                let text = if out.json {
                    json(&codebook)
                } else {
                    codebook.to_toml()
                };
                out.document(&text, output.as_deref())
            }
        }
    }
}

/// Returns which theme each response or passage belongs to, as CSV or JSON.
pub(super) fn rows(analysis: &Analysis, per: Per, as_json: bool) -> String {
    match (as_json, per) {
        (false, Per::Response) => exchange::csv(&exchange::responses(analysis)),
        (false, Per::Passage) => exchange::csv(&exchange::passages(analysis)),
        (true, Per::Response) => json(&exchange::responses(analysis)),
        (true, Per::Passage) => json(&exchange::passages(analysis)),
    }
}

fn json(rows: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(rows).expect("assignments are JSON") + "\n"
}
