//! Answers that are known: a command that only asks the study says the same
//! again until something changes.

use std::io::IsTerminal;
use std::path::PathBuf;

use super::aside::has_said_more;
use super::output::width;
use super::{Arguments, Command, sources};
use crate::inquiry::days::today;
use crate::study::{Study, StudyState};

/// A question to the study, and the state it was in when it was asked.
pub(super) struct KnownAnswer {
    question: String,
    dir: Option<PathBuf>,
    study: Study,
    state: StudyState,
}

impl KnownAnswer {
    /// Returns what may be known already: `None` where a command does more than
    /// ask, or asks of files.
    pub(super) fn new(arguments: &Arguments, line: &[std::ffi::OsString]) -> Option<Self> {
        if arguments.reveal || !arguments.command.only_asks() {
            return None;
        }
        let study = sources::study(arguments.study.as_deref()).ok()?;
        let state = study.state().ok()??;
        // What is drawn for a terminal depends on it.
        let terminal = std::io::stdout().is_terminal();
        let color = terminal && std::env::var_os("NO_COLOR").is_none();
        let words = line.get(1..).unwrap_or_default();
        Some(Self {
            question: format!("{words:?} {terminal} {color} {} {}", width(), today()),
            dir: arguments.study.clone(),
            study,
            state,
        })
    }

    /// Returns what answered it before, in the state the study is in.
    pub(super) fn answer(&self) -> Option<Vec<u8>> {
        self.study.kept_answer(&self.question, &self.state)
    }

    /// Keeps an answer, unless more was said beside it, or the study changed
    /// while it was found.
    pub(super) fn keep(&self, answer: &[u8]) {
        if has_said_more() {
            return;
        }
        let now = sources::study(self.dir.as_deref()).map(|study| study.state());
        if let Ok(Ok(Some(state))) = now
            && state.follows(&self.state)
        {
            self.study.keep_answer(&self.question, &state, answer);
        }
    }
}

impl Command {
    /// Returns whether all it does is to ask the study something.
    fn only_asks(&self) -> bool {
        match self {
            Self::Status(status) => status.only_asks(),
            Self::Start(start) => start.given.asks_study(),
            Self::Themes(themes) => themes.only_asks(),
            Self::Open(_) => true,
            Self::Search(search) => search.files.is_empty(),
            Self::Question(question) => question.only_asks(),
            Self::Score(score) => score.given.asks_study(),
            Self::Coach(coach) => coach.given.asks_study(),
            Self::Audit(audit) => audit.given.asks_study(),
            Self::Accounts(accounts) => accounts.action.is_none(),
            Self::Actions(actions) => actions.action.is_none(),
            Self::Owners(owners) => owners.action.is_none(),
            _ => false,
        }
    }
}
