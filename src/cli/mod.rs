//! The command line: one file a command, or several that are alike.
//!
//! A command reads its flags, calls the study, says what happened and where
//! the result is. Data goes to stdout, all else to stderr.

mod accounts;
mod add;
mod aside;
mod assign;
mod agree;
mod check;
mod code;
mod demo;
mod distill;
mod explore;
mod export;
mod failure;
mod forget;
mod import;
mod init;
mod interviews;
mod kept;
mod output;
mod passage;
#[cfg(test)]
mod printed_commands;
mod questions;
mod refi;
mod report;
mod score;
mod search;
mod shell;
mod sources;
mod start;
mod status;
mod narrative;
mod theme;
mod themes;
mod work;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::text;
use failure::Failure;
use kept::KnownAnswer;
use output::Output;

/// What are customers telling us, who says it, how sure are we, and which
/// sentence proves it?
///
/// motif reads NPS survey files and interview notes, finds the themes in them,
/// links them to promoters, passives and detractors, and shows the evidence.
/// Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "motif", version, propagate_version = true)]
struct Arguments {
    /// The study's folder [default: the current folder, or one above it]
    #[arg(long, global = true, value_name = "DIR")]
    study: Option<PathBuf>,

    /// Write JSON instead of text
    #[arg(long, global = true)]
    json: bool,

    /// Show contact details (e-mail, phone, account and card numbers), which are masked otherwise
    #[arg(long, global = true)]
    reveal: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
enum Command {
    /// Create a sample study and its report
    Demo(demo::Demo),
    /// Create a study: a folder that keeps files, themes and decisions
    Init(init::Init),
    /// Add survey files, interview notes and account tables to the study
    Add(add::Add),
    /// Show what is in the study
    Status(status::Status),
    /// Show where to start: five leads, each with why, quotes and the next command
    Start(start::Start),
    /// List the themes, or show one
    Themes(themes::ThemesCommand),
    /// Rename, merge, split, hide or confirm themes, and undo that
    Theme(theme::ThemeCommand),
    /// Show how answers and account tables were joined, and confirm names that are one customer's
    Accounts(accounts::AccountsCommand),
    /// List the interviews, and correct speakers, participants and dates
    Interviews(interviews::InterviewsCommand),
    /// Check a theme by reading: how many of its texts belong, and how many it misses
    Check(check::CheckCommand),
    /// Add passages to themes by hand
    Code(code::CodeCommand),
    /// Mark a passage as important, or add a note to it
    Mark(code::MarkCommand),
    /// Show a passage in its context
    Open(passage::Open),
    /// Search comments and interviews
    Search(search::SearchCommand),
    #[command(flatten)]
    Question(questions::QuestionCommand),
    /// Show the score, also by account, role and revenue
    Score(score::ScoreCommand),
    /// Show what each of your people hears from customers, beside the others; no ranking
    Coach(score::CoachCommand),
    /// Check whether the score can be trusted
    Audit(score::AuditCommand),
    /// List what is done about themes, and whether it helped
    Actions(work::ActionsCommand),
    /// Show who looks after which themes, and which nobody does
    Owners(work::OwnersCommand),
    /// List whom to answer, to tell and to ask, and note what was said to them
    FollowUp(work::FollowUpCommand),
    /// Remove a person from the study for good
    Forget(forget::Forget),
    /// Explore the themes on a local page
    Explore(explore::Explore),
    /// Write the theme report
    Report(report::Report),
    /// Export results to spreadsheets and other tools
    Export(export::ExportCommand),
    /// Import decisions and codings made elsewhere
    Import(import::ImportCommand),
    /// Find which of the study's themes new text belongs to
    Assign(assign::Assign),
    /// Compare the themes with a person's coding
    Agree(agree::Agree),
    /// Make your own word vectors from a sentence-transformer on disk
    Distill(distill::Distill),
    /// Write completions for a shell
    Completions(shell::Completions),
    /// Write the manual page
    Man(shell::Man),
}

/// Runs motif with these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = global_first(arguments);
    let arguments = match Arguments::try_parse_from(&line) {
        Ok(arguments) => arguments,
        Err(error) => return failure::usage(&error),
    };
    if arguments.reveal {
        text::reveal();
    }
    let study = arguments.study.clone();
    let mut output = Output::new(arguments.json, study.as_deref());
    match answered(arguments, &line, &mut output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(study.as_deref()),
    }
}

/// Writes what is known already, else what the command finds.
fn answered(arguments: Arguments, line: &[OsString], output: &mut Output) -> Result<(), Failure> {
    let asked = KnownAnswer::new(&arguments, line);
    if let Some(known) = asked.as_ref().and_then(KnownAnswer::answer) {
        output.known(&known)?;
        return output.flush();
    }
    if asked.is_some() {
        output.record();
    }
    dispatch(arguments, output)?;
    output.flush()?;
    if let Some(asked) = asked {
        asked.keep(output.recorded());
    }
    Ok(())
}

/// Puts `--study DIR` and `--json` in front, so that they may stand on either
/// side of every command: one that takes files or a command of its own would
/// take them for a sign that no command follows.
fn global_first(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments = arguments.into_iter();
    let mut first: Vec<OsString> = arguments.next().into_iter().collect();
    let mut rest = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--") => {
                rest.push(argument);
                rest.extend(arguments.by_ref());
            }
            Some("--json" | "--reveal") => first.push(argument),
            Some("--study") => {
                first.push(argument);
                first.extend(arguments.next());
            }
            Some(study) if study.starts_with("--study=") => first.push(argument),
            _ => rest.push(argument),
        }
    }
    first.extend(rest);
    first
}

fn dispatch(arguments: Arguments, output: &mut Output) -> Result<(), Failure> {
    let study = arguments.study.as_deref();
    match arguments.command {
        Command::Demo(demo) => demo.run(output),
        Command::Init(init) => init.run(study, output),
        Command::Add(add) => add.run(study, output),
        Command::Status(status) => status.run(study, output),
        Command::Start(start) => start.run(study, output),
        Command::Themes(themes) => themes.run(study, output),
        Command::Theme(theme) => theme.run(study, output),
        Command::Accounts(accounts) => accounts.run(study, output),
        Command::Interviews(interviews) => interviews.run(study, output),
        Command::Check(check) => check.run(study, output),
        Command::Code(code) => code.run(study, output),
        Command::Mark(mark) => mark.run(study, output),
        Command::Open(open) => open.run(study, output),
        Command::Search(search) => search.run(study, output),
        Command::Question(question) => question.run(study, output),
        Command::Score(score) => score.run(study, output),
        Command::Coach(coach) => coach.run(study, output),
        Command::Audit(audit) => audit.run(study, output),
        Command::Actions(actions) => actions.run(study, output),
        Command::Owners(owners) => owners.run(study, output),
        Command::FollowUp(follow_up) => follow_up.run(study, output),
        Command::Forget(forget) => forget.run(study, output),
        Command::Explore(explore) => explore.run(study, output),
        Command::Report(report) => report.run(study, output),
        Command::Export(export) => export.run(study, output),
        Command::Import(import) => import.run(study, output),
        Command::Assign(assign) => assign.run(study, output),
        Command::Agree(agree) => agree.run(study, output),
        Command::Distill(distill) => distill.run(output),
        Command::Completions(completions) => completions.run(output),
        Command::Man(man) => man.run(output),
    }
}
