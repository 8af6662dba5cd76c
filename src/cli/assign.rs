//! `motif assign`: the themes of new text, without mining again.

use std::path::{Path, PathBuf};

use clap::Args;

use super::export::{Per, rows};
use super::failure::Failure;
use super::output::{Output, working};
use super::sources::{self, ReadingArgs};
use crate::study::{Analysis, Renewal};

/// Reads files, finds the study's themes that each response or
/// passage belongs to, and writes CSV. The study does not change.
#[derive(Debug, Args)]
pub(super) struct Assign {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,

    /// One row per response (its main theme) or per passage
    #[arg(long, value_enum, default_value_t = Per::Response)]
    per: Per,

    /// Where to write it [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    reading: ReadingArgs,
}

impl Assign {
    pub(super) fn run(&self, dir: Option<&Path>, out: &mut Output) -> Result<(), Failure> {
        let study = sources::study(dir)?;
        let mut past = study.past()?;
        if past.memory.is_none() {
            return Err(Failure::NothingMined);
        }
        past.renewal = Renewal::Fixed;
        let intakes = sources::told_apart(sources::read_on(
            study.scale()?,
            &self.files,
            &self.reading,
        )?);
        intakes.iter().for_each(sources::warn_about);
        let bar = working("assigning");
        let analysis = Analysis::new(sources::gathered(intakes)?, study.settings(), past);
        bar.finish_and_clear();
        out.document(&rows(&analysis, self.per, out.json), self.output.as_deref())
    }
}
