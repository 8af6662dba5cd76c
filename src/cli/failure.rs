//! The only place that words an error.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::aside::note;
use crate::exchange;
use crate::explore;
use crate::inquiry::{self, did_you_mean, nearest};
use crate::report::words::count;
use crate::study;
use crate::text::harmless;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Study(#[from] study::Error),
    #[error(transparent)]
    Exchange(#[from] exchange::Error),
    #[error(transparent)]
    Inquiry(#[from] inquiry::Error),
    #[error(transparent)]
    Explore(#[from] explore::Error),
    #[error("the workbook cannot be made")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("the archive cannot be made")]
    Archive(#[from] zip::result::ZipError),
    #[error("`{side}` is only one side; a contrast needs two")]
    OneSide { side: String },
    #[error("the output cannot be written")]
    Output(#[source] std::io::Error),
    #[error("`{path}` cannot be written")]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("`{path}` cannot be read")]
    Unread {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("`{path}` is a pipe or a device, not a file")]
    NoRegularFile { path: PathBuf },
    #[error("the study has no themes yet")]
    NothingMined,
    #[error("none of the {files} files could be read")]
    NothingRead { files: usize },
    /// `--strict` met rows that were left out.
    #[error("{} left out and `--strict` was given", count(*skips as u64, "row was", "rows were"))]
    Strict { skips: usize },
    #[error("`{wanted}` is not a theme of its own, so nothing can be decided about it")]
    PartOfTheme { wanted: String },
    /// Nobody of that name looks after anything.
    #[error("nobody called `{wanted}` looks after a theme")]
    NoOwner { wanted: String, known: Vec<String> },
    /// Something cannot wait. Said already; only the exit code remains.
    #[error("{}", count(*alerts as u64, "alert", "alerts"))]
    Alerts { alerts: usize },
    #[error("this is no text that a terminal could show")]
    BytesForTerminal,
    /// A file to write has the ending of no format that can be written.
    #[error("`{}` cannot be written: its ending names no format of motif", file.display())]
    OutputFormat { file: PathBuf, known: &'static str },
    /// What was typed is none of a few choices.
    #[error("{problem}")]
    Choice { problem: String },
    #[error("there is no theme `{wanted}`")]
    NoTheme { wanted: String, themes: Vec<String> },
    #[error("there is no passage `{wanted}`")]
    NoPassage { wanted: String },
    /// Several passages could be meant.
    #[error("`{wanted}` matches {found} passages")]
    Passages { wanted: String, found: usize },
    /// `--question` names none that was asked.
    #[error("no open question is called `{wanted}`")]
    NoQuestion { wanted: String, known: Vec<String> },
    /// A query cannot be answered.
    #[error("{cause}\n\n  {}", pointer.replace('\n', "\n  "))]
    Query {
        /// The query, and a mark under the place on the next line.
        pointer: String,
        cause: Box<Failure>,
    },
    /// Ratings on two scales make no score together.
    #[error("`{file}` is on the scale `{given}`, but `{first}` is on `{kept}`")]
    TwoScales {
        file: String,
        given: String,
        first: String,
        kept: String,
    },
    #[error("the study is empty")]
    Empty,
    #[error("`{name}` stands for a person's or a team's name")]
    Placeholder { name: String },
}

impl From<crate::ingest::Error> for Failure {
    fn from(error: crate::ingest::Error) -> Self {
        Self::Study(error.into())
    }
}

impl From<crate::search::Error> for Failure {
    fn from(error: crate::search::Error) -> Self {
        Self::Study(error.into())
    }
}

impl From<crate::vectorize::Error> for Failure {
    fn from(error: crate::vectorize::Error) -> Self {
        Self::Study(error.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    /// Makes the failure of a file that could not be read.
    pub(super) fn reading(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Unread { path, source }
    }

    /// Reads a file, which must be one: a pipe waits for its writer, a device
    /// may never end.
    pub(super) fn read(path: &Path) -> Result<Vec<u8>, Self> {
        let file = std::fs::metadata(path).map_err(Self::reading(path))?;
        if !file.is_file() && !file.is_dir() {
            let path = path.to_owned();
            return Err(Self::NoRegularFile { path });
        }
        std::fs::read(path).map_err(Self::reading(path))
    }

    /// Makes the failure of a file that could not be written.
    pub(super) fn writing(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Study(error) => error.hint(),
            Self::Exchange(error) => error.hint(),
            Self::Inquiry(error) => error.hint(),
            Self::Explore(error) => error.hint(),
            Self::OneSide { .. } => Some(
                "name two, as in `motif contrast passive detractor`, or none to contrast all pairs of groups".into(),
            ),
            Self::NoRegularFile { .. } => Some("save its output to a file first".into()),
            Self::Unread { .. } => Some("check that the file exists and can be read".into()),
            Self::NothingMined => Some("find them with `motif themes`".into()),
            Self::Workbook(_) => Some("write it as HTML or JSON: a sheet holds a million rows".into()),
            Self::Archive(_) => Some("export fewer files at once: an archive holds 4 GB".into()),
            Self::PartOfTheme { .. } => Some("`motif themes` lists the themes; split the theme to decide about its parts".into()),
            Self::BytesForTerminal => Some("name a file with `-o FILE`".into()),
            Self::OutputFormat { known, .. } => Some(format!("name a file that ends in {known}")),
            Self::Output(_)
            | Self::NothingRead { .. }
            | Self::Choice { .. }
            | Self::Alerts { .. } => None,
            Self::Query { cause, .. } => cause.hint(),
            Self::File { .. } => Some("check that its folder exists and can be written to".into()),
            Self::NoOwner { known, .. } if known.is_empty() => {
                Some("no theme has an owner yet; `motif theme own THEME NAME` assigns one".into())
            }
            Self::NoOwner { known, .. } => Some(format!("owners are {}", known.join(", "))),
            Self::Strict { .. } => {
                Some("fix the rows listed above, or leave out `--strict`".into())
            }
            Self::NoTheme { themes, .. } if themes.is_empty() => {
                Some("no themes were found; `motif report` says why".into())
            }
            Self::NoTheme { wanted, themes } => {
                let near = nearest(wanted, themes.iter().map(String::as_str));
                let otherwise = || "`motif themes` lists the themes; give a number or a name".into();
                Some(near.map_or_else(otherwise, |near| did_you_mean(&near)))
            }
            Self::NoPassage { .. } => Some(
                "name a quote as `motif export quotes` does, or a place: `FILE:RECORD`, `FILE:RECORD:START-END`, in an interview `FILE:LINE` or `FILE:START-END`".into(),
            ),
            Self::Passages { .. } => Some("give the whole id of the quote".into()),
            Self::NoQuestion { known, .. } => Some(match &known[..] {
                [] => "each survey asks only one open question; leave out `--question`".into(),
                known => {
                    let known = known.iter().map(|question| format!("`{question}`"));
                    format!("the open questions are {}", known.collect::<Vec<_>>().join(", "))
                }
            }),
            Self::Placeholder { .. } => Some(
                "write who will look after the theme, as in `motif theme own 3 Support`".into(),
            ),
            Self::TwoScales { .. } => Some(
                "read them one at a time, or their comments without ratings with `--map score=-`".into(),
            ),
            Self::Empty => Some("add files to it with `motif add FILES…`".into()),
        }
    }

    /// Says what went wrong on stderr; gives the exit code. A reader who
    /// closed the pipe has seen enough: that is no failure.
    /// Commands in the hint are for the study named with `--study`.
    pub(super) fn report(&self, study: Option<&Path>) -> ExitCode {
        if let Self::Output(error) = self
            && error.kind() == std::io::ErrorKind::BrokenPipe
        {
            return ExitCode::SUCCESS;
        }
        if let Self::Alerts { .. } = self {
            return ExitCode::from(3);
        }
        let hint = self.hint();
        let hint = hint.map(|hint| of_study(&hint, study).into_owned());
        write_error(self, hint);
        ExitCode::from(1)
    }
}

/// Returns a text whose commands (in backticks) name the study that was named
/// with `--study`, so that they work when pasted.
pub(super) fn of_study<'a>(text: &'a str, study: Option<&Path>) -> Cow<'a, str> {
    match study {
        Some(study) if text.contains(COMMAND) => {
            let dir = study.to_string_lossy();
            let named = format!("{COMMAND}--study {} ", shell_words::quote(&dir));
            text.replace(COMMAND, &named).into()
        }
        _ => text.into(),
    }
}

/// How a command begins in a text.
const COMMAND: &str = concat!("`", "motif ");

/// Says a problem that does not stop the command.
pub(super) fn warn(text: &str) {
    note(&format!("warning: {text}"));
}

/// Says a problem with one file that does not stop the others.
pub(super) fn warn_of(error: &crate::ingest::Error) {
    write_error(error, error.hint());
}

fn write_error(error: &dyn std::error::Error, hint: Option<String>) {
    let mut stderr = std::io::stderr().lock();
    let _ = writeln!(stderr, "error: {}", harmless(&error.to_string()));
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = writeln!(stderr, "caused by: {}", harmless(&cause.to_string()));
        source = cause.source();
    }
    if let Some(hint) = hint {
        let _ = writeln!(stderr, "\nhint: {}", harmless(&hint));
    }
}

/// Says what is wrong with the command line, or the help that was asked for.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let said = error.render().to_string();
    let safe = harmless(&said);
    let _ = if safe == said {
        error.print()
    } else {
        // What was typed commands the terminal: it is shown without colours.
        write!(std::io::stderr(), "{safe}")
    };
    match error.exit_code() {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}
