//! `motif outcomes`: whether the score or a theme goes with what became of customers.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::answer;
use super::output::Output;
use super::sources::SourceArgs;
use crate::question::Question;

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
        let question = Question::Outcomes {
            outcome: self.outcome.clone(),
            among: self.among.clone(),
        };
        answer(&question, &self.given.analysis(study)?, output)
    }
}
