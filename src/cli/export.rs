//! `motif export`: results for spreadsheets and other tools.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::failure::Failure;
use super::output::Output;
use super::sources::{self, Meaning, Reading};
use crate::exchange;

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Which theme each response or passage belongs to, as CSV
    Assignments {
        /// Files to mine without a study
        files: Vec<PathBuf>,
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
        meaning: Meaning,
        #[command(flatten)]
        reading: Reading,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Per {
    Response,
    Passage,
}

impl Export {
    pub(super) fn run(&self, study: Option<&Path>, out: &mut Output) -> Result<(), Failure> {
        let What::Assignments {
            files,
            per,
            output,
            themes,
            meaning,
            reading,
        } = &self.what;
        let analysis = sources::analysis(files, reading, meaning, study, |settings| {
            settings.themes = themes.unwrap_or(settings.themes);
        })?;
        let text = match (out.json, per) {
            (false, Per::Response) => exchange::csv(&exchange::responses(&analysis)),
            (false, Per::Passage) => exchange::csv(&exchange::passages(&analysis)),
            (true, Per::Response) => json(&exchange::responses(&analysis)),
            (true, Per::Passage) => json(&exchange::passages(&analysis)),
        };
        out.document(&text, output.as_deref())
    }
}

fn json(rows: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(rows).expect("assignments are JSON") + "\n"
}
