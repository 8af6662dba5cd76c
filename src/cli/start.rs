//! `motif start`: where to begin.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::Ledger;
use crate::inquiry::leads::leads;
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct Start {
    #[command(flatten)]
    pub(super) given: SourceArgs,
}

impl Start {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let found = leads(&Ledger::new(&analysis));
        if output.json {
            return output.value(&found);
        }
        tell(&narrative::leads(&found), &analysis.corpus.scale, output)
    }
}
