//! `motif forget`: takes somebody out of the study.

use std::path::Path;

use clap::Args;

use super::aside::note;
use super::failure::Failure;
use super::output::{Output, count};
use super::sources;
use super::theme::signature;
use crate::report::words;

#[derive(Debug, Args)]
pub(super) struct Forget {
    /// An e-mail address or a name, as in the answers
    person: String,

    /// Do it; else only what would be removed is shown
    #[arg(long)]
    yes: bool,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Forget {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = sources::study(dir)?;
        let traces = study.traces(&self.person)?;
        if !self.yes {
            let comments = traces.texts.len() - traces.interviews.len();
            let comments = count(comments, "comment", "comments");
            let interviews = count(traces.interviews.len(), "interview", "interviews");
            output.line(format!(
                "would remove every answer of {}, with {comments}, and {interviews}",
                words::list(
                    &traces
                        .keys
                        .iter()
                        .map(|key| format!("`{key}`"))
                        .collect::<Vec<_>>()
                )
            ))?;
            output.note("nothing has changed; `--yes` removes them for good");
            return Ok(());
        }
        let forgotten = study.forget(&traces, &signature(self.by.as_deref()))?;
        if output.json {
            return output.value(&forgotten);
        }
        let parts = [
            (forgotten.responses, "answer", "answers"),
            (forgotten.interviews, "interview", "interviews"),
            (forgotten.contacts, "row about them", "rows about them"),
            (forgotten.notes, "note changed", "notes changed"),
        ];
        let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
        let parts: Vec<String> = parts
            .map(|(number, one, many)| count(number, one, many))
            .collect();
        let parts = if parts.is_empty() {
            "nothing".to_owned()
        } else {
            words::list(&parts)
        };
        output.line(format!("removed: {parts}"))?;
        note("themes were found anew; the search index is rebuilt with the next search");
        note(
            "reports, exports and copies outside the study keep what they hold, and so do the files themselves",
        );
        Ok(())
    }
}
