//! `motif hotspots`: where it is bad, and what is said there.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::answer;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::hotspots;
use crate::question::Question;

#[derive(Debug, Args)]
pub(super) struct HotspotsCommand {
    /// Only these attributes; else every one that makes segments
    #[arg(long, value_name = "ATTRIBUTE,…", value_delimiter = ',')]
    by: Vec<String>,

    /// Only answers of this wave, period or segment; else everybody's latest
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    /// How many people a segment must have
    #[arg(long, value_name = "N", default_value_t = hotspots::LEAST)]
    min_size: u64,

    #[command(flatten)]
    given: SourceArgs,
}

impl HotspotsCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let question = Question::Hotspots {
            by: self.by.clone(),
            among: self.among.clone(),
            least: Some(self.min_size),
        };
        answer(&question, &self.given.analysis(study)?, output)
    }
}
