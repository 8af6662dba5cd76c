//! `motif hotspots`: where it is bad, and what is said there.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::{Ledger, hotspots, selected};
use crate::report::narrative;

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
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::of(&analysis);
        let among = selected(self.among.as_deref(), &analysis)?;
        let found = hotspots::search(&ledger, &among, &self.by, self.min_size)?;
        if output.json {
            return output.value(&found);
        }
        tell(
            &narrative::hot(&found, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}
