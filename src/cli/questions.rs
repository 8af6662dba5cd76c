//! The questions that files or a study are asked, each a command.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::narrative::{answer, answers};
use super::output::Output;
use super::sources::{ReadingArgs, SourceArgs, VectorArgs};
use super::work::written;
use crate::inquiry::{Ledger, NoIndex, contrast, hotspots};
use crate::question::{PeriodKind, Question};
use crate::report::narrative;

#[derive(Debug, Subcommand)]
pub(super) enum QuestionCommand {
    /// Show what changed between two waves, and whether it is more than chance
    Compare {
        /// Before: a wave, a period (`2025`, `2025-Q1`, `2025-04`) or a segment (`tier:enterprise`)
        from: String,

        /// After, or the other side
        to: String,

        #[command(flatten)]
        given: SourceArgs,
    },
    /// Show what separates one group from another
    Contrast(ContrastCommand),
    /// Find segments with a low score or a problem of their own
    Hotspots {
        /// Only these attributes [default: all that make segments]
        #[arg(long, value_name = "ATTRIBUTE,…", value_delimiter = ',')]
        by: Vec<String>,

        /// Only answers from this wave, period or segment [default: everyone's latest]
        #[arg(long = "in", value_name = "SELECTION")]
        among: Option<String>,

        /// The fewest people a segment may have
        #[arg(long, value_name = "N", default_value_t = hotspots::LEAST)]
        min_size: u64,

        #[command(flatten)]
        given: SourceArgs,
    },
    /// Show whether the score is linked to what became of customers
    Outcomes {
        /// A yes/no attribute [default: all called churned, renewed, expanded or similar]
        #[arg(long, value_name = "ATTRIBUTE")]
        outcome: Option<String>,

        /// Only answers from this wave, period or segment [default: everyone's latest]
        #[arg(long = "in", value_name = "SELECTION")]
        among: Option<String>,

        #[command(flatten)]
        given: SourceArgs,
    },
    /// Show score, groups and themes over time
    Trends {
        /// `wave`, `week`, `month` or `quarter`
        #[arg(long, default_value = "wave")]
        by: PeriodKind,

        /// Only answers from this segment or group [default: everyone's]
        #[arg(long = "in", value_name = "SELECTION")]
        among: Option<String>,

        #[command(flatten)]
        given: SourceArgs,
    },
    /// Show which themes go with higher or lower ratings, allowing for all the others
    Drivers {
        /// Only answers from this wave, period or segment [default: everyone's latest]
        #[arg(long = "in", value_name = "SELECTION")]
        among: Option<String>,

        #[command(flatten)]
        given: SourceArgs,
    },
    /// List what people in interviews struggle with, with quotes
    PainPoints {
        /// Side by side by an attribute of the interviews or their accounts, such as `role`
        #[arg(long, value_name = "ATTRIBUTE")]
        by: Option<String>,

        #[command(flatten)]
        given: SourceArgs,
    },
    /// Show one customer: who answered, how they rated, what they mention
    Account {
        /// The customer's name
        name: String,

        /// Write to a file: .html or .md
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,

        #[command(flatten)]
        given: SourceArgs,
    },
}

impl QuestionCommand {
    /// Returns whether the study is asked, and nothing is written to a file.
    pub(super) fn only_asks(&self) -> bool {
        match self {
            Self::Contrast(contrast) => {
                contrast.files.is_empty() && contrast.meaning.vectors.is_none()
            }
            Self::Account { output, given, .. } => output.is_none() && given.asks_study(),
            Self::Compare { given, .. }
            | Self::Hotspots { given, .. }
            | Self::Outcomes { given, .. }
            | Self::Trends { given, .. }
            | Self::Drivers { given, .. }
            | Self::PainPoints { given, .. } => given.asks_study(),
        }
    }

    pub(super) fn run(self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let (question, given) = match self {
            Self::Compare { from, to, given } => {
                let (from, to) = (Some(from), Some(to));
                (Question::Change { from, to }, given)
            }
            Self::Contrast(contrast) => return contrast.run(study, output),
            Self::Hotspots {
                by,
                among,
                min_size,
                given,
            } => {
                let least = Some(min_size);
                (Question::Hotspots { by, among, least }, given)
            }
            Self::Outcomes {
                outcome,
                among,
                given,
            } => (Question::Outcomes { outcome, among }, given),
            Self::Trends { by, among, given } => (Question::Trends { by, among }, given),
            Self::Drivers { among, given } => (Question::Drivers { among }, given),
            Self::PainPoints { by, given } => (Question::PainPoints { by }, given),
            Self::Account {
                name,
                output: file,
                given,
            } => {
                let question = Question::Account { name: name.clone() };
                let Some(file) = file else {
                    return answer(&question, &given.analysis(study)?, output);
                };
                let analysis = given.analysis(study)?;
                let found = question.answer(&Ledger::new(&analysis), &NoIndex)?;
                let blocks = narrative::answer(&found, &analysis.corpus.scale);
                return written(&analysis, name, blocks, Some(&file), output);
            }
        };
        answer(&question, &given.analysis(study)?, output)
    }
}

#[derive(Debug, Args)]
pub(super) struct ContrastCommand {
    /// Two groups (`passive detractor`), waves or segments (`tier:enterprise`) [default: all pairs of groups]
    #[arg(num_args = 0..=2, value_name = "SIDE")]
    sides: Vec<String>,

    /// Only what is said about this theme, by number or name
    #[arg(long, value_name = "THEME")]
    within: Option<String>,

    /// Only answers from this wave, period or segment [default: everyone's latest]
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    /// Files to read without a study
    #[arg(long = "files", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,

    /// Look only at the answers to this open question, where there are several
    #[arg(long, value_name = "QUESTION")]
    question: Option<String>,

    #[command(flatten)]
    meaning: VectorArgs,

    #[command(flatten)]
    reading: ReadingArgs,
}

impl ContrastCommand {
    pub(super) fn run(self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let given = SourceArgs {
            files: self.files,
            question: self.question,
            meaning: self.meaning,
            reading: self.reading,
        };
        let analysis = given.analysis(study)?;
        let pairs = match self.sides.as_slice() {
            [first, second] => vec![[first.clone(), second.clone()]],
            [only] => return Err(Failure::OneSide { side: only.clone() }),
            _ => contrast::pairs(&analysis.corpus.scale),
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
