//! `motif trends`: how score, groups and themes went.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::answer;
use super::output::Output;
use super::sources::SourceArgs;
use crate::question::{PeriodKind, Question};

#[derive(Debug, Args)]
pub(super) struct TrendsCommand {
    /// `wave`, `month` or `quarter`
    #[arg(long, default_value = "wave")]
    by: PeriodKind,

    #[command(flatten)]
    given: SourceArgs,
}

impl TrendsCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let question = Question::Trends { by: self.by };
        answer(&question, &self.given.analysis(study)?, output)
    }
}
