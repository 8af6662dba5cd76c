//! `motif interviews`: how each was read, and what people put right in that.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::aside::note;
use super::failure::Failure;
use super::narrative::answer;
use super::output::{Output, count};
use super::sources::{self, ReadingArgs};
use super::theme::signature;
use crate::corpus::{Correction, SpeakerPart, StoredCorrection};
use crate::feedback::{Person, Scale};
use crate::question::Question;
use crate::report::words;
use crate::study::{CorrectionRequest, Sitting, Speaking, called, sittings};
use crate::text;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct InterviewsCommand {
    #[command(subcommand)]
    action: Option<InterviewsAction>,

    /// Files to look at without a study
    files: Vec<PathBuf>,

    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Subcommand)]
enum InterviewsAction {
    /// Show one interview: its themes, with quotes
    Show {
        /// The interview's file
        file: String,
    },
    /// Merge two names of one speaker
    Merge {
        /// The interview's file
        file: String,
        /// The name to replace
        from: String,
        /// The name to keep
        into: String,
        #[command(flatten)]
        by: Author,
    },
    /// Rename a speaker
    Rename {
        /// The interview's file
        file: String,
        /// The speaker's name
        from: String,
        /// The name to show instead
        into: String,
        #[command(flatten)]
        by: Author,
    },
    /// Find the speakers again: turns begin where lines begin with these names
    Split {
        /// The interview's file
        file: String,
        /// Who speaks, as lines begin
        names: Vec<String>,
        /// Who asks; can be given several times
        #[arg(long, value_name = "NAME")]
        interviewer: Vec<String>,
        #[command(flatten)]
        by: Author,
    },
    /// Set a speaker's role
    Role {
        /// The interview's file
        file: String,
        /// The speaker's name
        speaker: String,
        /// The role
        part: Played,
        #[command(flatten)]
        by: Author,
    },
    /// Link the participant to their survey answers
    Link {
        /// The interview's file
        file: String,
        /// An e-mail address or a name, as in the answers
        person: String,
        #[command(flatten)]
        by: Author,
    },
    /// Set the participant's account
    Account {
        /// The interview's file
        file: String,
        /// The account's name
        name: String,
        #[command(flatten)]
        by: Author,
    },
    /// Set the date of the interview
    Date {
        /// The interview's file
        file: String,
        /// The date, as in 2025-05-12
        day: String,
        #[command(flatten)]
        by: Author,
    },
    /// Note that you have read interviews; `status` and the report say how many are read
    Read {
        /// The interviews' files
        #[arg(required = true)]
        files: Vec<String>,
        /// They are not read after all
        #[arg(long)]
        not: bool,
        #[command(flatten)]
        by: Author,
    },
    /// Undo the last correction
    Undo,
    /// List the corrections
    Log,
}

#[derive(Debug, Args)]
struct Author {
    /// Your name, for the log; by default the one you are logged in with
    #[arg(id = "by", long, value_name = "NAME")]
    name: Option<String>,
}

/// The parts, as they are typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Played {
    Participant,
    Interviewer,
    NoteTaker,
}

impl From<Played> for SpeakerPart {
    fn from(played: Played) -> Self {
        match played {
            Played::Participant => Self::Participant,
            Played::Interviewer => Self::Interviewer,
            Played::NoteTaker => Self::NoteTaker,
        }
    }
}

impl InterviewsCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let Some(action) = &self.action else {
            return self.list(dir, output);
        };
        let study = || sources::study(dir);
        let (file, by, wish) = match action {
            InterviewsAction::Show { file } => {
                let source = file.clone();
                let analysis = sources::study_analysis(dir)?;
                return answer(&Question::Interview { source }, &analysis, output);
            }
            InterviewsAction::Read { files, not, by } => {
                let mut study = study()?;
                let files = study.interview_files(files)?;
                study.mark_read(&files, !not, &signature(by.name.as_deref()))?;
                let read = study.work()?.read.len();
                let all = study.corpus()?.interviews.len();
                return output.line(format!(
                    "{read} of {} read",
                    count(all, "interview", "interviews")
                ));
            }
            InterviewsAction::Log => return log(&study()?.corrections()?, output),
            InterviewsAction::Undo => return told("undid", &study()?.uncorrect()?, output),
            InterviewsAction::Merge {
                file,
                from,
                into,
                by,
            } => {
                let (from, into) = (from.clone(), into.clone());
                (file, by, CorrectionRequest::Merge { from, into })
            }
            InterviewsAction::Rename {
                file,
                from,
                into,
                by,
            } => {
                let (from, into) = (from.clone(), into.clone());
                (file, by, CorrectionRequest::Rename { from, into })
            }
            InterviewsAction::Split {
                file,
                names,
                interviewer,
                by,
            } => {
                let (names, asking) = (names.clone(), interviewer.clone());
                (file, by, CorrectionRequest::Split { names, asking })
            }
            InterviewsAction::Role {
                file,
                speaker,
                part,
                by,
            } => {
                let (speaker, part) = (speaker.clone(), SpeakerPart::from(*part));
                (file, by, CorrectionRequest::Part { speaker, part })
            }
            InterviewsAction::Link { file, person, by } => {
                (file, by, CorrectionRequest::Link { to: person.clone() })
            }
            InterviewsAction::Account { file, name, by } => {
                (file, by, CorrectionRequest::Account { name: name.clone() })
            }
            InterviewsAction::Date { file, day, by } => {
                (file, by, CorrectionRequest::Date { day: day.clone() })
            }
        };
        let corrected = study()?.correct(file, &wish, &signature(by.name.as_deref()))?;
        told("corrected", &corrected, output)
    }

    fn list(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let corpus = if self.files.is_empty() {
            sources::study(dir)?.corpus()?
        } else {
            let intakes = sources::told_apart(sources::read(&self.files, &self.reading)?);
            intakes.iter().for_each(sources::warn_about);
            sources::gathered(intakes)?
        };
        let sittings = sittings(&corpus);
        if output.json {
            return output.value(&sittings);
        }
        if sittings.is_empty() {
            return output.line("there are no interviews yet; add some with `motif add FILES…`");
        }
        for (at, sitting) in sittings.iter().enumerate() {
            if at > 0 {
                output.line("")?;
            }
            write(sitting, &corpus.scale, output)?;
        }
        let proposals: usize = sittings.iter().map(|sitting| sitting.proposals.len()).sum();
        if proposals > 0 {
            note(&format!(
                "{}: run those you agree with",
                count(proposals, "suggestion", "suggestions")
            ));
        }
        Ok(())
    }
}

/// Writes an interview as a few lines.
fn write(sitting: &Sitting, scale: &Scale, output: &mut Output) -> Result<(), Failure> {
    let date = sitting.date.as_ref().map(|date| {
        let how = if sitting.dated_by_name {
            " (from the file's name)"
        } else {
            ""
        };
        format!("{date}{how}")
    });
    let facts: Vec<String> = [date, sitting.account.clone()]
        .into_iter()
        .flatten()
        .collect();
    output.line(format!("{}  {}", sitting.source, facts.join(", ")).trim_end())?;
    let who = named(&sitting.participant);
    output.line(format!("  participant: {who}; {}", linked(sitting, scale)))?;
    if sitting.speakers.is_empty() {
        output.line("  notes without speakers")?;
    } else {
        let speakers: Vec<String> = sitting.speakers.iter().map(spoke).collect();
        output.line(format!("  speakers: {}", speakers.join("; ")))?;
    }
    for proposal in &sitting.proposals {
        output.line(format!("  ? {}", proposal.why))?;
        output.line(format!(
            "    motif interviews {}",
            command(&sitting.source, &proposal.correction)
        ))?;
    }
    Ok(())
}

fn named(person: &Person) -> String {
    match (&person.name, &person.email) {
        (Some(name), Some(email)) => format!("{name} <{}>", text::masked(email)),
        (Some(one), None) | (None, Some(one)) => text::masked(one),
        (None, None) => "not named".to_owned(),
    }
}

fn linked(sitting: &Sitting, scale: &Scale) -> String {
    let group = sitting.group.map(|group| scale.singular(group));
    match (sitting.answers, group) {
        (0, Some(group)) => format!("{group}, by the rating in the notes"),
        (0, None) => "no survey answers".to_owned(),
        (answers, group) => {
            let answers = count(answers, "survey answer", "survey answers");
            group.map_or(answers.clone(), |group| {
                format!("{answers}, the latest as {group}")
            })
        }
    }
}

fn spoke(speaker: &Speaking) -> String {
    let turns = count(speaker.turns, "turn", "turns");
    format!("{} ({}, {turns})", speaker.name, speaker.part.name())
}

/// Returns how a correction is typed.
fn command(file: &str, correction: &Correction) -> String {
    let file = shell_words::quote(file);
    match correction {
        Correction::Merge { from, into } => {
            let [from, into] = [from, into].map(|name| shell_words::quote(name));
            format!("merge {file} {from} {into}")
        }
        Correction::Rename { from, into } => {
            let [from, into] = [from, into].map(|name| shell_words::quote(name));
            format!("rename {file} {from} {into}")
        }
        Correction::Split { names, asking } => {
            let quoted = |name: &String| shell_words::quote(name).into_owned();
            let mut words: Vec<String> = Vec::new();
            for name in names {
                if asking.contains(name) {
                    words.push(format!("--interviewer {}", quoted(name)));
                } else {
                    words.push(quoted(name));
                }
            }
            format!("split {file} {}", words.join(" "))
        }
        Correction::Part { speaker, part } => {
            let speaker = shell_words::quote(speaker);
            format!("role {file} {speaker} {}", part.name())
        }
        Correction::Link { person } => {
            format!("link {file} {}", shell_words::quote(called(person)))
        }
        Correction::Account { name } => format!("account {file} {}", shell_words::quote(name)),
        Correction::Date { day } => format!("date {file} {day}"),
    }
}

fn told(how: &str, corrected: &StoredCorrection, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.value(corrected);
    }
    output.line(format!("{how}: {}", sentence(corrected)))
}

fn log(corrections: &[StoredCorrection], output: &mut Output) -> Result<(), Failure> {
    if output.json {
        return output.value(&corrections);
    }
    if corrections.is_empty() {
        return output.line("no corrections yet");
    }
    corrections
        .iter()
        .try_for_each(|of| output.log_line(of.number, &of.at, &of.who, &sentence(of), of.undone))
}

/// `in call.vtt, merged Ada into Ada Moe`
fn sentence(corrected: &StoredCorrection) -> String {
    let what = match &corrected.correction {
        Correction::Merge { from, into } => format!("merged `{from}` into `{into}`"),
        Correction::Rename { from, into } => format!("renamed `{from}` to `{into}`"),
        Correction::Split { names, .. } => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("read the turns of {}", words::list(&names))
        }
        Correction::Part { speaker, part } => format!("`{speaker}` is now {}", with_article(*part)),
        Correction::Link { person } => format!("linked the participant to `{}`", called(person)),
        Correction::Account { name } => format!("set the account to `{name}`"),
        Correction::Date { day } => format!("set the date to {day}"),
    };
    format!("in `{}`, {what}", corrected.source)
}

fn with_article(part: SpeakerPart) -> String {
    let article = if part == SpeakerPart::Interviewer {
        "an"
    } else {
        "a"
    };
    format!("{article} {}", part.name())
}
