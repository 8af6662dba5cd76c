//! What can go wrong, what could be done about it, and how that is printed.

use std::io::Write;
use std::path::{Path, PathBuf};

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Study(#[from] motif::study::Error),
    #[error("the program cannot be started")]
    Runtime(#[source] std::io::Error),
    #[error("nothing to read in `{wanted}`")]
    NoFiles { wanted: String },
    #[error("`{wanted}` is not a pattern of file names: {reason}")]
    Pattern { wanted: String, reason: String },
    #[error("`{}` is not a table that can be read", .path.display())]
    Form { path: PathBuf },
    #[error("`{}` cannot be {verb}", .path.display())]
    File {
        path: PathBuf,
        verb: &'static str,
        #[source]
        source: std::io::Error,
    },
    #[error("`{}` and `{}` would both be written as `{name}`", .one.display(), .other.display())]
    SameName {
        one: PathBuf,
        other: PathBuf,
        name: String,
    },
    #[error("`{}` would be written over what is read", .path.display())]
    Overwrites { path: PathBuf },
    #[error("{files} files cannot be written as the one file `{}`", .output.display())]
    OneOutput { files: usize, output: PathBuf },
    #[error("no column named `{wanted}` in `{}`", .path.display())]
    NoColumn {
        path: PathBuf,
        wanted: String,
        columns: Vec<String>,
    },
    #[error("no column of `{}` is named as one that people wrote in", .path.display())]
    NoText { path: PathBuf, columns: Vec<String> },
    #[error("`{}` has a column `{column}` already", .path.display())]
    Taken { path: PathBuf, column: String },
    #[error("`{}`: {reason}", .path.display())]
    Table { path: PathBuf, reason: String },
    #[error("no column `{column}`: the table is not labelled")]
    Unlabelled { column: String },
    #[error("column `{column}` of `{}` holds {found}, not text", .path.display())]
    NotText {
        path: PathBuf,
        column: String,
        found: String,
    },
    #[error(
        "`{found}` is not a date such as 2025-05-12, so it cannot be told which answer is the latest"
    )]
    Dates { found: String },
    #[error("`{}` is empty", .path.display())]
    Empty { path: PathBuf },
    #[error("`{address}` is not HOST:PORT")]
    Address { address: String },
    #[error("no scheduler answers at {address}")]
    NoScheduler { address: String },
    #[error("the {part} stopped: {reason}")]
    Stopped { part: &'static str, reason: String },
    #[error("{failed} of {files} files could not be labelled")]
    Unfinished { failed: usize, files: usize },
    #[error("`{}` was labelled with other themes ({found}; these are {wanted})", .folder.display())]
    OtherThemes {
        folder: PathBuf,
        found: String,
        wanted: String,
    },
    #[error("the query cannot be answered: {reason}")]
    Query { reason: String },
    #[error("the output cannot be written")]
    Output(#[source] std::io::Error),
}

impl Error {
    /// Returns what could be done about it, if we know.
    fn hint(&self) -> Option<String> {
        match self {
            Self::Study(error) => error.hint(),
            Self::NoFiles { .. } => {
                Some("name files that end in .parquet, .csv, .tsv, .jsonl or .ndjson, folders of them, or a pattern in quotes: 'comments/*.parquet'".into())
            }
            Self::Form { .. } => {
                Some("tables end in .parquet, .csv, .tsv, .jsonl or .ndjson".into())
            }
            Self::SameName { .. } => Some("label them one after the other, into two folders".into()),
            Self::Overwrites { .. } => Some("name another file or folder with `-o`".into()),
            Self::OneOutput { .. } => Some("name a folder: each file is labelled into one of its own there".into()),
            Self::NoColumn { columns, .. } | Self::NoText { columns, .. } => Some(format!(
                "the columns are {}; choose one with `--text COLUMN`",
                quoted(columns)
            )),
            Self::NotText { .. } => Some("choose a column of text with `--text COLUMN`".into()),
            Self::Dates { .. } => Some("write dates as year, month and day, or name another column with `--date COLUMN`".into()),
            Self::Taken { .. } => Some("put something before the new names: `--prefix motif_`".into()),
            Self::Unlabelled { .. } => Some("label it first: `motif-cluster assign FILE -o LABELLED`".into()),
            Self::NoScheduler { .. } => {
                Some("start one with `motif-cluster scheduler`, and executors with `motif-cluster executor`".into())
            }
            Self::Unfinished { .. } => Some("run the same command again with `--resume`: what is finished stays".into()),
            Self::OtherThemes { .. } => Some("name another folder with `-o`, or leave out `--resume`".into()),
            _ => None,
        }
    }

    /// Prints it to stderr, with what could be done about it.
    pub(crate) fn print(&self) {
        let causes = std::iter::successors(std::error::Error::source(self), |of| of.source());
        let causes: String = causes
            .flat_map(|of| [": ".to_owned(), of.to_string()])
            .collect();
        let hint = self.hint().map(|hint| format!("\n\nhint: {hint}"));
        note(&format!(
            "error: {self}{causes}{}",
            hint.unwrap_or_default()
        ));
    }

    /// Returns what failed while a file or folder was read.
    pub(crate) fn reading(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        Self::of_file(path, "read")
    }

    /// Returns what failed while a file or folder was written.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        Self::of_file(path, "written")
    }

    fn of_file(path: &Path, verb: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, verb, source }
    }

    /// Returns what failed while a file was read, labelled or written.
    pub(crate) fn of_table(path: &Path) -> impl FnOnce(DataFusionError) -> Self {
        let path = path.to_owned();
        move |error| Self::Table {
            path,
            reason: reason(&error),
        }
    }

    /// Returns what failed while a cluster was started.
    pub(crate) fn stopped(part: &'static str) -> impl FnOnce(BallistaError) -> Self {
        move |error| Self::Stopped {
            part,
            reason: error.to_string(),
        }
    }
}

/// Returns what an error says, without the stack that some carry.
pub(crate) fn reason(error: &DataFusionError) -> String {
    let said = error.strip_backtrace();
    // DataFusion asks for a report where a plan meets what it does not know.
    let said = said.split("This issue was likely caused by a bug").next();
    said.unwrap_or_default()
        .trim_end_matches(['\n', ' ', '.'])
        .to_owned()
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Says something beside the data, on stderr.
pub(crate) fn note(text: &str) {
    // Nobody is left to tell where this fails.
    let _ = writeln!(std::io::stderr(), "{text}");
}
