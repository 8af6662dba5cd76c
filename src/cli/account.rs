//! `motif account`: one customer.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::answer;
use super::output::Output;
use super::sources::SourceArgs;
use crate::question::Question;

#[derive(Debug, Args)]
pub(super) struct AccountCommand {
    /// The customer's name, however it is spelled
    name: String,

    #[command(flatten)]
    given: SourceArgs,
}

impl AccountCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let question = Question::Account {
            name: self.name.clone(),
        };
        answer(&question, &self.given.analysis(study)?, output)
    }
}
