//! `motif outcomes`: whether the score or a theme goes with what became of customers.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::{Ledger, outcomes, selected};
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct OutcomesCommand {
    /// The attribute that says it with yes or no; else every one called churned, renewed, expanded or alike
    #[arg(long, value_name = "ATTRIBUTE")]
    outcome: Option<String>,

    /// Only answers of this wave, period or segment; else everybody's latest
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    #[command(flatten)]
    given: SourceArgs,
}

impl OutcomesCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::of(&analysis);
        let among = selected(self.among.as_deref(), &analysis)?;
        let found = outcomes::outcomes(&ledger, &among, self.outcome.as_deref())?;
        if output.json {
            return output.value(&found);
        }
        tell(
            &narrative::outcomes(&found, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}
