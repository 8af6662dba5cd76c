//! `motif theme`: what people decide about themes.

use std::path::Path;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::output::{Output, count, note};
use super::sources;
use crate::report::decision_words::sentence;
use crate::study::{Signature, Study};
use crate::themes::{Codebook, Entry, Request, ThemeId};

#[derive(Debug, Args)]
pub(super) struct ThemeCommand {
    #[command(subcommand)]
    action: ThemeAction,

    /// Who decides; else the name you are logged in with
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ThemeAction {
    /// Call a theme something else
    Rename {
        /// Its number
        theme: Number,
        /// What to call it
        name: String,
    },
    /// Make several themes one
    Merge {
        /// The theme that stays
        into: Number,
        /// Those that become part of it
        #[arg(required = true)]
        from: Vec<Number>,
    },
    /// Make a theme several
    Split {
        /// Its number
        theme: Number,
        /// Only show what it would become
        #[arg(long)]
        dry_run: bool,
    },
    /// Set a theme aside: still counted, not shown
    Park {
        /// Its number
        theme: Number,
    },
    /// Say that a theme is right; brings back one that was set aside
    Confirm {
        /// Its number
        theme: Number,
    },
    /// Say who sees to a theme
    Own {
        /// Its number
        theme: Number,
        /// Who; nobody when left out
        owner: Option<String>,
    },
    /// Take back the last decision
    Undo,
    /// Make the decision that was taken back last once more
    Redo,
    /// List what was decided
    Log,
}

/// A theme's number.
#[derive(Clone, Copy, Debug)]
struct Number(u32);

impl std::str::FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse::<ThemeId>() {
            Ok(ThemeId::Theme(number)) => Ok(Self(number)),
            Ok(id) => Err(format!(
                "decisions are about whole themes, and `{id}` is none"
            )),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl ThemeCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = sources::study(dir)?;
        let signature = signature(self.by.as_deref());
        let request = match &self.action {
            ThemeAction::Log => return log(&study.codebook()?, output),
            ThemeAction::Undo => return told("took back", &study.undo()?, output),
            ThemeAction::Redo => return told("again", &study.redo()?, output),
            ThemeAction::Split { theme, dry_run } => {
                return split(study, theme.0, *dry_run, &signature, output);
            }
            ThemeAction::Rename { theme, name } => Request::Rename {
                theme: theme.0,
                name: name.clone(),
            },
            ThemeAction::Merge { into, from } => Request::Merge {
                into: into.0,
                from: from.iter().map(|theme| theme.0).collect(),
            },
            ThemeAction::Park { theme } => Request::Park { theme: theme.0 },
            ThemeAction::Confirm { theme } => Request::Confirm { theme: theme.0 },
            ThemeAction::Own { theme, owner } => Request::Own {
                theme: theme.0,
                owner: owner.clone(),
            },
        };
        match study.decide(&request, &signature)? {
            Some(entry) => told("decided", &entry, output),
            None => Ok(()),
        }
    }
}

/// Returns now, and who is at the keyboard.
pub(super) fn signature(by: Option<&str>) -> Signature {
    let login = || {
        ["USER", "USERNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok())
    };
    Signature {
        at: jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
        who: by
            .map(str::to_owned)
            .or_else(login)
            .unwrap_or_else(|| "somebody".into()),
    }
}

/// Shows what a theme falls into, and splits it unless it is a dry run.
fn split(
    mut study: Study,
    theme: u32,
    dry_run: bool,
    signature: &Signature,
    output: &mut Output,
) -> Result<(), Failure> {
    let request = Request::Split { theme };
    let analysis = if dry_run {
        study.proposed(&request, signature)?
    } else {
        study.decide(&request, signature)?;
        study.analyze()?
    };
    let parts = analysis.codebook.last_active().map(Entry::themes);
    for number in parts.unwrap_or_default() {
        let id = ThemeId::Theme(number);
        let found = analysis
            .findings
            .iter()
            .find(|finding| finding.theme.id == id);
        output.line(match found {
            Some(finding) => format!(
                "{id}  {} ({}; {})",
                finding.theme.name,
                count(finding.latest.len(), "person", "people"),
                finding.theme.terms.join(", ")
            ),
            None => format!("{id}  too few people to be a theme of its own"),
        })?;
    }
    note(if dry_run {
        "nothing was changed; leave `--dry-run` out to do it"
    } else {
        "`motif theme undo` takes it back"
    });
    Ok(())
}

fn told(how: &str, entry: &Entry, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.value(entry);
    }
    output.line(format!("{how}: {}", sentence(entry)))
}

fn log(codebook: &Codebook, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.value(&codebook.entries);
    }
    if codebook.entries.is_empty() {
        return output.line("nothing was decided yet");
    }
    codebook.entries.iter().try_for_each(|entry| {
        let what = sentence(entry);
        output.log_line(entry.number, &entry.at, &entry.who, &what, entry.undone)
    })
}
