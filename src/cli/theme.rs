//! `motif theme`: what people decide about themes.

use std::path::Path;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::output::{Output, count};
use super::sources;
use crate::report::decision_words::sentence;
use crate::study::{self, Signature, Study, ThemePiece};
use crate::themes::{Codebook, Entry, Request, SplitPiece, ThemeId};

#[derive(Debug, Args)]
pub(super) struct ThemeCommand {
    #[command(subcommand)]
    action: ThemeAction,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ThemeAction {
    /// Rename a theme
    Rename {
        /// Its number or name
        theme: String,
        /// The new name
        name: String,
    },
    /// Merge themes into one
    Merge {
        /// The theme to keep
        into: String,
        /// The themes to merge into it
        #[arg(required = true)]
        from: Vec<String>,
    },
    /// Split a theme into its parts
    Split {
        /// Its number or name
        theme: String,
        /// So many pieces, each of what is said alike; by default the parts it
        /// was found with, or merged from
        #[arg(long, value_name = "PIECES", value_parser = clap::value_parser!(u8).range(2..=8))]
        into: Option<u8>,
        /// Only show the parts
        #[arg(long)]
        dry_run: bool,
    },
    /// Say which words and phrases a theme is known by: whatever says one counts
    Phrases {
        /// Its number or name
        theme: String,
        /// Words or phrases; none removes those there are
        words: Vec<String>,
        /// What says one of these does not count, unless it says one of the others
        /// or was put there by hand
        #[arg(long, value_name = "WORDS")]
        without: Vec<String>,
    },
    /// Put themes under a heading, as one broad theme
    Group {
        /// The heading
        heading: String,
        /// Their numbers or names
        #[arg(required = true)]
        themes: Vec<String>,
    },
    /// Take themes out of the group they are in
    Ungroup {
        /// Their numbers or names
        #[arg(required = true)]
        themes: Vec<String>,
    },
    /// Hide a theme: still counted, not shown
    #[command(visible_alias = "park")]
    Hide {
        /// Its number or name
        theme: String,
    },
    /// Confirm a theme; restores one that was hidden
    Confirm {
        /// Its number or name
        theme: String,
    },
    /// Assign an owner
    Own {
        /// Its number or name
        theme: String,
        /// The owner; leave out to remove
        owner: Option<String>,
    },
    /// Undo the last decision
    Undo,
    /// Redo the last decision that was undone
    Redo,
    /// List the decisions
    Log,
}

/// Returns the number of a theme that is numbered or named.
pub(super) fn number(wanted: &str, dir: Option<&Path>) -> Result<u32, Failure> {
    match known(wanted, dir)? {
        Some(number) => Ok(number),
        None if wanted.parse::<ThemeId>().is_ok() => Err(Failure::PartOfTheme {
            wanted: wanted.to_owned(),
        }),
        None => Err(Failure::NoTheme {
            wanted: wanted.to_owned(),
            themes: {
                let analysis = sources::study_analysis(dir)?;
                let findings = analysis.findings.iter();
                findings.map(|finding| finding.theme.name.clone()).collect()
            },
        }),
    }
}

/// Returns the same; `None` where no theme has that name.
pub(super) fn known(wanted: &str, dir: Option<&Path>) -> Result<Option<u32>, Failure> {
    let wanted = wanted.trim();
    if let Ok(ThemeId::Theme(number)) = wanted.trim_start_matches('#').parse() {
        return Ok(Some(number));
    }
    let analysis = sources::study_analysis(dir)?;
    let wanted = wanted.to_lowercase();
    let found = analysis
        .findings
        .iter()
        .find_map(|finding| match finding.theme.id {
            ThemeId::Theme(number) if finding.theme.name.to_lowercase() == wanted => Some(number),
            _ => None,
        });
    let codebook = &analysis.codebook;
    let is_called = |theme: &u32| {
        codebook
            .name(*theme)
            .is_some_and(|name| name.to_lowercase() == wanted)
    };
    Ok(found.or_else(|| codebook.created().into_iter().find(is_called)))
}

impl ThemeCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = sources::study(dir)?;
        let signature = signature(self.by.as_deref());
        let number = |theme: &String| number(theme, dir);
        let request = match &self.action {
            ThemeAction::Log => return log(&study.codebook()?, output),
            ThemeAction::Undo => return told("undid: ", &study.undo()?, output),
            ThemeAction::Redo => return told("redid: ", &study.redo()?, output),
            ThemeAction::Split {
                theme,
                into,
                dry_run,
            } => {
                let theme = number(theme)?;
                let request = splitting(&study, theme, into.map(usize::from))?;
                return split(study, &request, *dry_run, &signature, output);
            }
            ThemeAction::Group { heading, themes } => Request::Group {
                heading: Some(heading.clone()),
                themes: themes.iter().map(number).collect::<Result<_, _>>()?,
            },
            ThemeAction::Phrases {
                theme,
                words,
                without,
            } => Request::Phrases {
                theme: number(theme)?,
                words: words.clone(),
                without: without.clone(),
            },
            ThemeAction::Ungroup { themes } => Request::Group {
                heading: None,
                themes: themes.iter().map(number).collect::<Result<_, _>>()?,
            },
            ThemeAction::Rename { theme, name } => Request::Rename {
                theme: number(theme)?,
                name: name.clone(),
            },
            ThemeAction::Merge { into, from } => Request::Merge {
                into: number(into)?,
                from: from.iter().map(number).collect::<Result<_, _>>()?,
            },
            ThemeAction::Hide { theme } => Request::Park {
                theme: number(theme)?,
            },
            ThemeAction::Confirm { theme } => Request::Confirm {
                theme: number(theme)?,
            },
            ThemeAction::Own {
                owner: Some(name), ..
            } if name == "NAME" => {
                let name = name.clone();
                return Err(Failure::Placeholder { name });
            }
            ThemeAction::Own { theme, owner } => Request::Own {
                theme: number(theme)?,
                owner: owner.clone(),
            },
        };
        match study.decide(&request, &signature)? {
            Some(entry) => told("", &entry, output),
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

/// Returns the request that splits a theme, into its parts or so many pieces.
/// Parts that too few people mention stay with the rest.
fn splitting(study: &Study, theme: u32, into: Option<usize>) -> Result<Request, Failure> {
    let analysis = study.analyze()?;
    let id = ThemeId::Theme(theme);
    let mut findings = analysis.findings.iter();
    let Some(at) = findings.position(|finding| finding.theme.id == id) else {
        // There is no such theme, which the study says with those there are.
        return Ok(Request::split(theme));
    };
    let pieces = analysis.pieces(at, into);
    let least = study.settings().min_size;
    let is_enough = |piece: &ThemePiece| piece.people + piece.interviews >= least;
    if into.is_none() && pieces.len() > 1 && pieces.iter().all(is_enough) {
        return Ok(Request::split(theme));
    }
    let mut pieces = pieces.into_iter();
    let rest = pieces.next();
    let all = pieces.len();
    let excerpts = |piece: &ThemePiece| {
        let places = piece
            .passages
            .iter()
            .map(|&at| analysis.passages.all[at].place);
        let excerpts = places.map(|at| analysis.corpus.excerpt(at.document(), at.span()));
        excerpts.collect()
    };
    let pieces: Vec<SplitPiece> = pieces
        .filter(|piece| into.is_some() || is_enough(piece))
        .map(|piece| SplitPiece {
            passages: excerpts(&piece),
            name: piece.name,
        })
        .collect();
    if pieces.is_empty() {
        return Err(study::Error::Whole { theme }.into());
    }
    let is_named = analysis.codebook.name(theme).is_some();
    let is_whole = pieces.len() == all;
    Ok(Request::Split {
        theme,
        pieces,
        name: rest
            .map(|piece| piece.name)
            .filter(|_| !is_named && is_whole),
    })
}

/// Shows the parts of a theme, and splits it unless it is a dry run.
fn split(
    mut study: Study,
    request: &Request,
    dry_run: bool,
    signature: &Signature,
    output: &mut Output,
) -> Result<(), Failure> {
    let analysis = if dry_run {
        study.proposed(request, signature)?
    } else {
        study.decide(request, signature)?;
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
            None => format!("{id}  too few people for a theme of its own"),
        })?;
    }
    output.note(if dry_run {
        "nothing was changed (`--dry-run`)"
    } else {
        "to undo: `motif theme undo`"
    });
    Ok(())
}

fn told(how: &str, entry: &Entry, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.value(entry);
    }
    output.line(format!("{how}{}", sentence(entry)))
}

fn log(codebook: &Codebook, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.value(&codebook.entries);
    }
    if codebook.entries.is_empty() {
        return output.line("no decisions yet");
    }
    codebook.entries.iter().try_for_each(|entry| {
        let what = sentence(entry);
        output.log_line(entry.number, &entry.at, &entry.who, &what, entry.undone)
    })
}
