//! `motif trends`: how score, groups and themes went.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::{Ledger, trends};
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct TrendsCommand {
    /// `wave`, `month` or `quarter`
    #[arg(long, default_value = "wave")]
    by: trends::PeriodKind,

    #[command(flatten)]
    given: SourceArgs,
}

impl TrendsCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::of(&analysis);
        let found = trends::trends(&ledger, self.by)?;
        if output.json {
            return output.value(&found);
        }
        tell(
            &narrative::trended(&found, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}
