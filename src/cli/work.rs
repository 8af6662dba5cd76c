//! What is done about what was said: `motif actions`, `motif owners` and
//! `motif follow-up`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::report::ReportFormat;
use super::sources::{self, study_analysis};
use super::theme::signature;
use crate::exchange::follow_up_table;
use crate::ingest::a_day;
use crate::inquiry::Ledger;
use crate::inquiry::days::today;
use crate::inquiry::follow_through::{cause_mix, followed_actions, owner_digests};
use crate::inquiry::follow_up_queue::{self, people_called};
use crate::report::narrative::{self, ListKind};
use crate::report::story::{Block, Story};
use crate::report::{html, markdown};
use crate::study::{
    self, ActionStep, Analysis, Cause, Effort, FollowUp, FollowUpState, Route, Way,
};
use crate::themes::ThemeId;

#[derive(Debug, Args)]
pub(super) struct ActionsCommand {
    #[command(subcommand)]
    pub(super) action: Option<ActionsAction>,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ActionsAction {
    /// Plan something about a theme
    Add {
        /// The theme's number or name
        theme: String,
        /// What to do
        what: String,
        /// Who does it
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// By when, as in 2025-05-12
        #[arg(long, value_name = "DAY", value_parser = day)]
        due: Option<String>,
        /// How much work it is: `low`, `medium` or `high`
        #[arg(long, value_parser = effort)]
        effort: Option<Effort>,
        /// Whether it changes, stops or starts something
        #[arg(long, value_name = "change|stop|start", value_parser = way)]
        way: Option<Way>,
    },
    /// An action was begun
    Start {
        /// Its number
        action: u32,
        /// When [default: today]
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<String>,
    },
    /// An action is done
    Done {
        /// Its number
        action: u32,
        /// When [default: today]
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<String>,
    },
    /// Give an action up
    Drop {
        /// Its number
        action: u32,
    },
    /// Undo the last of these
    Undo,
}

pub(super) fn day(text: &str) -> Result<String, String> {
    a_day(text).ok_or_else(|| format!("`{text}` is not a day such as 2025-05-12"))
}

/// Returns words that are there.
fn said(text: &str) -> Result<String, Failure> {
    let said = text.trim();
    if said.is_empty() {
        return Err(Failure::Choice {
            problem: "say what is meant: the words are empty".into(),
        });
    }
    Ok(said.to_owned())
}

fn effort(text: &str) -> Result<Effort, String> {
    one_of(text, Effort::ALL, Effort::name)
}

fn way(text: &str) -> Result<Way, String> {
    one_of(text, Way::ALL, Way::name)
}

fn cause(text: &str) -> Result<Cause, String> {
    one_of(text, Cause::ALL, Cause::name)
}

fn base_rate(text: &str) -> Result<(Cause, f64), String> {
    let (named, percent) = text
        .split_once('=')
        .ok_or("write a cause and its percent, as in `product=80`")?;
    let number: f64 = percent
        .trim()
        .trim_end_matches('%')
        .parse()
        .map_err(|_| format!("`{percent}` is not a number"))?;
    if !(0.0..=100.0).contains(&number) {
        return Err(format!("`{percent}` is not between 0 and 100"));
    }
    Ok((cause(named)?, number / 100.0))
}

fn one_of<T: Copy, const N: usize>(
    text: &str,
    all: [T; N],
    name: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let found = all
        .into_iter()
        .find(|of| name(*of).eq_ignore_ascii_case(text.trim()));
    found.ok_or_else(|| format!("choose one of {}", all.map(&name).join(", ")))
}

impl ActionsCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let by = signature(self.by.as_deref());
        let on = |on: &Option<String>| on.clone().unwrap_or_else(today);
        let step = match &self.action {
            None => {
                let analysis = study_analysis(dir)?;
                let found = followed_actions(&Ledger::new(&analysis));
                if output.json {
                    return output.value(&found);
                }
                return tell(&narrative::actions(&found), &analysis.corpus.scale, output);
            }
            Some(ActionsAction::Undo) => {
                sources::study(dir)?.take_back_action()?;
                return output.line("undid the last change of an action");
            }
            Some(ActionsAction::Add {
                theme,
                what,
                owner,
                due,
                effort,
                way,
            }) => ActionStep::Plan {
                theme: number(&study_analysis(dir)?, theme)?,
                what: said(what)?,
                owner: owner.clone(),
                due: due.clone(),
                effort: *effort,
                way: *way,
            },
            Some(ActionsAction::Start { action, on: day }) => ActionStep::Start {
                action: *action,
                on: on(day),
            },
            Some(ActionsAction::Done { action, on: day }) => ActionStep::Finish {
                action: *action,
                on: on(day),
            },
            Some(ActionsAction::Drop { action }) => ActionStep::Drop { action: *action },
        };
        let action = sources::study(dir)?.act(&step, &by)?;
        if output.json {
            return output.value(&action);
        }
        output.line(format!(
            "{}: action {}, {}",
            action.state(),
            action.number,
            action.what
        ))
    }
}

/// Returns the number of a theme that there is; `theme::number` takes a number
/// on trust, since decisions are checked later.
fn number(analysis: &Analysis, wanted: &str) -> Result<u32, Failure> {
    let ledger = Ledger::new(analysis);
    let at = ledger.find(wanted)?;
    match ledger.finding(at).theme.id {
        ThemeId::Theme(number) => Ok(number),
        ThemeId::Broad(_) | ThemeId::Part(..) => Err(Failure::PartOfTheme {
            wanted: wanted.to_owned(),
        }),
    }
}

#[derive(Debug, Args)]
pub(super) struct OwnersCommand {
    #[command(subcommand)]
    pub(super) action: Option<OwnersAction>,

    /// What share of problems each cause is said to have, in percent, to compare: `product=80,policy=10`
    #[arg(long, value_name = "CAUSE=PERCENT,…", value_delimiter = ',', value_parser = base_rate)]
    base: Vec<(Cause, f64)>,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum OwnersAction {
    /// One owner's themes and actions, and nothing else
    Digest {
        /// The owner
        owner: String,
        /// Write to a file: .html or .md
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Themes whose name or terms have one of these words are an owner's
    Route {
        /// Words: `login, password`
        words: String,
        /// The owner; `-` takes the rule back
        owner: String,
    },
    /// Say who looks after a field of the files, such as `tier`
    Field {
        /// The field
        field: String,
        /// The owner; `-`: nobody
        owner: String,
    },
    /// Say what causes a theme: communication, policy, product, people, expectation or mismatch
    Cause {
        /// The theme's number or name
        theme: String,
        /// The cause; `-`: nobody says
        cause: String,
    },
}

impl OwnersCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let by = signature(self.by.as_deref());
        match &self.action {
            None => {
                let analysis = study_analysis(dir)?;
                let ledger = Ledger::new(&analysis);
                let found = owner_digests(&ledger, &today());
                let mix = cause_mix(&ledger, &self.base);
                if output.json {
                    return output.value(&serde_json::json!({ "owners": found, "causes": mix }));
                }
                let scale = &analysis.corpus.scale;
                tell(&narrative::owners(&found, &mix, scale), scale, output)
            }
            Some(OwnersAction::Digest {
                owner,
                output: file,
            }) => {
                let analysis = study_analysis(dir)?;
                let ledger = Ledger::new(&analysis);
                let all = owner_digests(&ledger, &today());
                let is = |of: &&crate::inquiry::follow_through::OwnerDigest| {
                    let own = of.owner.as_deref().unwrap_or("nobody");
                    own.eq_ignore_ascii_case(owner.trim())
                };
                let found = all.iter().find(is).ok_or_else(|| Failure::NoOwner {
                    wanted: owner.clone(),
                    known: all.iter().filter_map(|of| of.owner.clone()).collect(),
                })?;
                if output.json {
                    return output.value(found);
                }
                let scale = &analysis.corpus.scale;
                let blocks = narrative::digest(found, &followed_actions(&ledger), scale);
                let title = format!("What {owner} looks after");
                written(&analysis, title, blocks, file.as_deref(), output)
            }
            Some(OwnersAction::Route { words, owner }) => {
                said(words)?;
                let route = Route {
                    words: words
                        .split(',')
                        .map(|word| word.trim().to_lowercase())
                        .filter(|word| !word.is_empty())
                        .collect(),
                    owner: Some(owner.trim().to_owned()).filter(|owner| owner != "-"),
                };
                sources::study(dir)?.route(&route, &by)?;
                output.line(match &route.owner {
                    Some(owner) => format!("themes with {} are {owner}'s", words.trim()),
                    None => format!("the rule for {} is gone", words.trim()),
                })
            }
            Some(OwnersAction::Field { field, owner }) => {
                let owner = Some(owner.trim().to_owned()).filter(|owner| owner != "-");
                let analysis = study_analysis(dir)?;
                let known = crate::inquiry::selection::fields(&analysis);
                let own = known
                    .iter()
                    .find(|name| name.eq_ignore_ascii_case(field.trim()));
                let own = own.ok_or_else(|| crate::inquiry::Error::NoAttribute {
                    wanted: field.clone(),
                    attributes: known.clone(),
                })?;
                sources::study(dir)?.own_field(own, owner.clone(), &by)?;
                output.line(match owner {
                    Some(owner) => format!("{owner} looks after `{own}`"),
                    None => format!("nobody looks after `{own}`"),
                })
            }
            Some(OwnersAction::Cause {
                theme,
                cause: named,
            }) => {
                let number = number(&study_analysis(dir)?, theme)?;
                let said = Some(named.trim()).filter(|named| *named != "-");
                let said = said.map(cause).transpose();
                let said = said.map_err(|problem| Failure::Choice { problem })?;
                sources::study(dir)?.set_cause(number, said, &by)?;
                output.line(match said {
                    Some(cause) => format!(
                        "theme {number}: {}; who can act: {}",
                        cause.name(),
                        cause.who_can_act()
                    ),
                    None => format!("theme {number}: nobody says what causes it"),
                })
            }
        }
    }
}

/// Writes blocks on the terminal, or as a page or Markdown.
pub(super) fn written(
    analysis: &Analysis,
    title: String,
    blocks: Vec<Block>,
    file: Option<&Path>,
    output: &mut Output,
) -> Result<(), Failure> {
    let Some(file) = file else {
        return tell(&blocks, &analysis.corpus.scale, output);
    };
    let story = Story {
        title,
        scale: analysis.corpus.scale.clone(),
        sources: String::new(),
        blocks,
    };
    let text = match ReportFormat::of(file) {
        Some(ReportFormat::Html) => html::story(&story),
        Some(ReportFormat::Md) => markdown::story(&story),
        None if file.extension().is_none() => markdown::story(&story),
        _ => {
            return Err(Failure::OutputFormat {
                file: file.to_owned(),
                known: ".html or .md",
            });
        }
    };
    output.document(&text, Some(file))
}

#[derive(Debug, Args)]
pub(super) struct FollowUpCommand {
    #[command(subcommand)]
    action: Option<FollowUpAction>,

    /// The day it is [default: today]
    #[arg(long, global = true, value_name = "DAY", value_parser = day)]
    today: Option<String>,

    /// Write the whole list to a CSV file
    #[arg(short, long, global = true, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Subcommand)]
enum FollowUpAction {
    /// Who mentioned a theme and should be told what became of it
    Tell {
        /// The theme's number or name
        theme: String,
    },
    /// What promoters can be asked for, each once
    Asks,
    /// Passives who ask for something, those nearest to being promoters first
    Wishes,
    /// Note where it stands with somebody
    Set {
        /// An e-mail address or a name
        person: String,
        /// heard, shared, promised, told, done, asked-again, asked or opted-out
        state: String,
        /// The theme it is about
        #[arg(long, value_name = "THEME")]
        theme: Option<String>,
        /// By when something is due, as in 2025-05-12
        #[arg(long, value_name = "DAY", value_parser = day)]
        due: Option<String>,
        /// A note
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// Undo the last note
    Undo,
}

impl FollowUpCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let today = self.today.clone().unwrap_or_else(today);
        let analysis = study_analysis(dir)?;
        let ledger = Ledger::new(&analysis);
        let (list, kind) = match &self.action {
            None => (follow_up_queue::queue(&ledger, &today), ListKind::Queue),
            Some(FollowUpAction::Asks) => (follow_up_queue::asks(&ledger, &today), ListKind::Asks),
            Some(FollowUpAction::Wishes) => {
                (follow_up_queue::wishes(&ledger, &today), ListKind::Wishes)
            }
            Some(FollowUpAction::Tell { theme }) => {
                let finding = ledger.find(theme)?;
                (
                    follow_up_queue::to_tell(&ledger, finding, &today),
                    ListKind::Tell,
                )
            }
            Some(FollowUpAction::Undo) => {
                let undone = sources::study(dir)?.take_back_follow_up()?;
                return output.line(format!("undid: {}, {}", undone.person, undone.state.name()));
            }
            Some(FollowUpAction::Set {
                person,
                state,
                theme,
                due,
                note,
            }) => {
                let state = FollowUpState::read(state).ok_or_else(|| Failure::Choice {
                    problem: "choose one of heard, shared, promised, told, done, asked-again, asked, opted-out".into(),
                })?;
                let theme = theme
                    .as_deref()
                    .map(|theme| number(&analysis, theme))
                    .transpose()?;
                let found = people_called(&ledger, person);
                let [key] = &found[..] else {
                    return Err(match found.len() {
                        0 => study::Error::NoPerson {
                            wanted: person.clone(),
                        },
                        _ => study::Error::SeveralPeople {
                            wanted: person.clone(),
                            found,
                        },
                    }
                    .into());
                };
                let said = FollowUp {
                    person: key.clone(),
                    state,
                    theme,
                    due: due.clone(),
                    note: note.clone(),
                    on: today,
                };
                let by = signature(self.by.as_deref());
                sources::study(dir)?.follow_up(std::slice::from_ref(&said), &by)?;
                return output.line(format!("noted: {}, {}", said.person, state.name()));
            }
        };
        if let Some(file) = &self.output {
            return output.document(&follow_up_table(&list).csv(), Some(file));
        }
        if output.json {
            return output.value(&list);
        }
        let scale = &analysis.corpus.scale;
        tell(&narrative::follow_up(&list, kind), scale, output)
    }
}
