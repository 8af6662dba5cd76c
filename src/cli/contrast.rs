//! `motif contrast`: what separates one group from another.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::{self, ReadingArgs, VectorArgs};
use crate::inquiry::{Ledger, Selection, contrast, selected, sides};
use crate::report::narrative;
use crate::study::Analysis;

#[derive(Debug, Args)]
pub(super) struct ContrastCommand {
    /// Two sides: groups (`passive detractor`), waves or segments (`tier:enterprise`); none: all three pairs of groups
    #[arg(num_args = 0..=2, value_name = "SIDE")]
    sides: Vec<String>,

    /// Only what is said of this theme, by its number
    #[arg(long, value_name = "THEME")]
    within: Option<String>,

    /// Only answers of this wave, period or segment; else everybody's latest
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    /// Files to look in without a study
    #[arg(long = "files", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    meaning: VectorArgs,

    #[command(flatten)]
    reading: ReadingArgs,
}

impl ContrastCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis =
            sources::analysis(&self.files, &self.reading, &self.meaning, study, |_, _| {})?;
        let ledger = Ledger::of(&analysis);
        let pairs = self.pairs(&analysis)?;
        let within = self.within.as_deref();
        let within = within.map(|id| ledger.find(id)).transpose()?;
        let contrasts = contrast::contrast(&ledger, &pairs, within)?;
        if output.json {
            return output.value(&contrasts);
        }
        tell(
            &narrative::contrasted(&contrasts, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }

    fn pairs(&self, analysis: &Analysis) -> Result<Vec<(Selection, Selection)>, Failure> {
        let among = self.among.as_deref();
        match self.sides.as_slice() {
            [first, second] => Ok(vec![sides::apart([first, second], among, analysis)?]),
            [only] => Err(Failure::OneSide { side: only.clone() }),
            _ => Ok(contrast::groups(&selected(among, analysis)?, analysis)),
        }
    }
}
