//! `motif compare`: what changed between two waves, periods or segments, and
//! whether one can say so.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::output::Output;
use super::sources::{self, Meaning, Reading};
use super::telling::tell;
use crate::inquiry::{Ledger, Selection, compare};
use crate::report::told;

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// Before: a wave, a period (`2025`, `2025-Q1`, `2025-04`) or a segment (`tier:enterprise`)
    from: String,

    /// After, or the other side
    to: String,

    /// Files to compare in without a study
    files: Vec<PathBuf>,

    #[command(flatten)]
    meaning: Meaning,

    #[command(flatten)]
    reading: Reading,
}

impl Compare {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis =
            sources::analysis(&self.files, &self.reading, &self.meaning, study, |_, _| {})?;
        let ledger = Ledger::of(&analysis);
        let [from, to] = [&self.from, &self.to].map(|side| Selection::parse(side, &analysis));
        let comparison = compare::compare(&ledger, &from?, &to?)?;
        if output.json {
            return output.value(&comparison);
        }
        tell(
            &told::compared(&comparison, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}
