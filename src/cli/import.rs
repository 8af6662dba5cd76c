//! `motif import`: what people decided elsewhere.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::aside::note;
use super::failure::{Failure, warn};
use super::output::{Output, count};
use super::sources;
use super::theme::signature;
use crate::exchange;
use crate::inquiry::Ledger;
use crate::inquiry::days::today;
use crate::inquiry::follow_up_queue::people_called;
use crate::report::decision_words::sentence;
use crate::study::{FollowUp, FollowUpState};

#[derive(Debug, Args)]
pub(super) struct ImportCommand {
    #[command(subcommand)]
    what: ImportKind,
}

#[derive(Debug, Subcommand)]
enum ImportKind {
    /// Codes, codings and texts from a qualitative analysis tool (REFI-QDA: `.qdpx` or `.qdc`)
    Refi(super::refi::RefiImport),
    /// Where it stands with people, from a CRM (`HubSpot`, Salesforce, Zendesk) or `motif follow-up -o FILE.csv`
    FollowUp {
        /// The file: CSV or XLSX
        file: PathBuf,
        /// Your name, for the log; by default the one you are logged in with
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
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
            ImportKind::FollowUp { file, by } => {
                return follow_ups(dir, file, by.as_deref(), output);
            }
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

/// Takes in what a CRM says of people; what is noted already is not noted twice.
fn follow_ups(
    dir: Option<&Path>,
    file: &Path,
    by: Option<&str>,
    output: &mut Output,
) -> Result<(), Failure> {
    let (read, left) = exchange::read_follow_ups(file)?;
    let name = file.display();
    for (row, reason) in &left {
        warn(&format!("`{name}`, row {row}: {reason}"));
    }
    let analysis = sources::study_analysis(dir)?;
    let ledger = Ledger::new(&analysis);
    let mut last: HashMap<&str, &FollowUp> = HashMap::new();
    for said in &analysis.work.follow_ups {
        last.insert(&said.person, said);
    }
    let mut entries = Vec::new();
    for said in read {
        let found = people_called(&ledger, &said.person);
        let [person] = &found[..] else {
            let why = match found.len() {
                0 => "nobody in the study is called so",
                _ => "several people in the study are called so; give an address",
            };
            warn(&format!("`{name}`, row {}: {why}", said.row));
            continue;
        };
        let known = last.get(person.as_str());
        let is_known = match known {
            Some(known) => {
                (known.state, &known.due, &known.note) == (said.state, &said.due, &said.note)
            }
            // What they said is heard without a note of it.
            None => said.state == FollowUpState::Heard && said.note.is_none(),
        };
        if !is_known {
            entries.push(FollowUp {
                person: person.clone(),
                state: said.state,
                theme: None,
                due: said.due,
                note: said.note,
                on: said.on.unwrap_or_else(today),
            });
        }
    }
    sources::study(dir)?.follow_up(&entries, &signature(by))?;
    output.line(format!(
        "noted: {}",
        count(entries.len(), "person", "people")
    ))
}
