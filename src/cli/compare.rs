//! `motif compare`: what changed between two waves, periods or segments, and
//! whether one can say so.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::answer;
use super::output::Output;
use super::sources::SourceArgs;
use crate::question::Question;

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
        let question = Question::Change {
            from: Some(self.from.clone()),
            to: Some(self.to.clone()),
        };
        answer(&question, &self.given.analysis(study)?, output)
    }
}
