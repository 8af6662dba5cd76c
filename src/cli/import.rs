//! `motif import`: what people decided elsewhere.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::output::{Output, count, note};
use super::sources;
use super::theme::signature;
use crate::exchange;
use crate::report::decision_words::sentence;

#[derive(Debug, Args)]
pub(super) struct ImportCommand {
    #[command(subcommand)]
    what: ImportKind,
}

#[derive(Debug, Subcommand)]
enum ImportKind {
    /// Codes, codings and texts from a qualitative analysis tool (REFI-QDA: `.qdpx` or `.qdc`)
    Refi(super::refi::RefiImport),
    /// Names, owners and decisions from `motif export codebook`
    Codebook {
        /// The file
        file: PathBuf,
        /// Your name, for the log; by default the one you are logged in with
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
}

impl ImportCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let (file, by) = match &self.what {
            ImportKind::Refi(refi) => return refi.run(dir, output),
            ImportKind::Codebook { file, by } => (file, by),
        };
        let text = Failure::read(file)?;
        let text = String::from_utf8_lossy(&text);
        let codebook = exchange::CodebookFile::read(&text, &file.to_string_lossy())?;
        let analysis = sources::study_analysis(dir)?;
        let mut study = sources::study(dir)?;
        let by = signature(by.as_deref());
        let mut decided = 0;
        for request in codebook.requests(&analysis) {
            if let Some(entry) = study.decide(&request, &by)? {
                output.line(format!("decided: {}", sentence(&entry)))?;
                decided += 1;
            }
        }
        note(&match decided {
            0 => "the study already has all of it".to_owned(),
            _ => format!(
                "{} from `{}`",
                count(decided, "decision", "decisions"),
                file.display()
            ),
        });
        Ok(())
    }
}
