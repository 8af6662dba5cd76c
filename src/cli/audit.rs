//! `motif audit`: whether the score itself can be trusted.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::{Ledger, checks};
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct AuditCommand {
    /// A measure that is bad when it rises, such as `replacements`; may be given several times
    #[arg(long, value_name = "ATTRIBUTE")]
    cost: Vec<String>,

    #[command(flatten)]
    given: SourceArgs,
}

impl AuditCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::new(&analysis);
        let found = checks::checks(&ledger, &self.cost)?;
        if output.json {
            return output.value(&found);
        }
        tell(
            &narrative::checked(&found, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}
