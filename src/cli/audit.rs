//! `motif audit`: whether the score itself can be trusted.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::output::Output;
use super::sources::{self, Meaning, Reading};
use super::telling::tell;
use crate::inquiry::{Ledger, checks};
use crate::report::told;

#[derive(Debug, Args)]
pub(super) struct Audit {
    /// Files to look in without a study
    files: Vec<PathBuf>,

    /// A measure that is bad when it rises, such as `replacements`; may be given several times
    #[arg(long, value_name = "ATTRIBUTE")]
    cost: Vec<String>,

    #[command(flatten)]
    meaning: Meaning,

    #[command(flatten)]
    reading: Reading,
}

impl Audit {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis =
            sources::analysis(&self.files, &self.reading, &self.meaning, study, |_, _| {})?;
        let ledger = Ledger::of(&analysis);
        let found = checks::checks(&ledger, &self.cost)?;
        if output.json {
            return output.value(&found);
        }
        tell(
            &told::checked(&found, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}
