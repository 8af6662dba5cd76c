//! `motif contrast`: what separates one group from another.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::narrative::answers;
use super::output::Output;
use super::sources::{self, ReadingArgs, VectorArgs};
use crate::inquiry::contrast;
use crate::question::Question;

#[derive(Debug, Args)]
pub(super) struct ContrastCommand {
    /// Two sides: groups (`passive detractor`), waves or segments (`tier:enterprise`); none: all three pairs of groups
    #[arg(num_args = 0..=2, value_name = "SIDE")]
    sides: Vec<String>,

    /// Only what is said of this theme, by its number
    #[arg(long, value_name = "THEME")]
    within: Option<String>,

    /// Only answers of this wave, period or segment; else everybody's latest
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    /// Files to look in without a study
    #[arg(long = "files", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    meaning: VectorArgs,

    #[command(flatten)]
    reading: ReadingArgs,
}

impl ContrastCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis =
            sources::analysis(&self.files, &self.reading, &self.meaning, study, |_, _| {})?;
        let scale = &analysis.corpus.scale;
        let pairs: Vec<[String; 2]> = match self.sides.as_slice() {
            [first, second] => vec![[first.clone(), second.clone()]],
            [only] => return Err(Failure::OneSide { side: only.clone() }),
            _ => contrast::pairs(scale),
        };
        let questions = pairs.into_iter().map(|[first, second]| Question::Contrast {
            first,
            second,
            within: self.within.clone(),
            among: self.among.clone(),
        });
        answers(&questions.collect::<Vec<_>>(), &analysis, output)
    }
}
