//! `motif init`: makes a study.

use std::path::{Path, PathBuf};

use clap::Args;

use super::aside::note;
use super::failure::Failure;
use super::output::Output;
use crate::study::Study;

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder [default: the current one]
    dir: Option<PathBuf>,
}

impl Init {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let dir = self.dir.as_deref().or(study).unwrap_or(Path::new("."));
        Study::init(dir)?;
        if output.json {
            return output.value(&serde_json::json!({ "study": dir }));
        }
        note(&format!("created a study in `{}`", dir.display()));
        let study = match dir.to_string_lossy() {
            here if here == "." => String::new(),
            dir => format!("--study {} ", shell_words::quote(&dir)),
        };
        note(&format!(
            "next: `motif {study}add FILES…` with survey files, interview notes and an accounts table"
        ));
        Ok(())
    }
}
