//! `motif compare`: what changed between two waves, periods or segments, and
//! whether one can say so.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::{Ledger, Selection, compare};
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct CompareCommand {
    /// Before: a wave, a period (`2025`, `2025-Q1`, `2025-04`) or a segment (`tier:enterprise`)
    from: String,

    /// After, or the other side
    to: String,

    #[command(flatten)]
    given: SourceArgs,
}

impl CompareCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::of(&analysis);
        let [from, to] = [&self.from, &self.to].map(|side| Selection::parse(side, &analysis));
        let comparison = compare::compare(&ledger, &from?, &to?)?;
        if output.json {
            return output.value(&comparison);
        }
        tell(
            &narrative::compared(&comparison, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}
