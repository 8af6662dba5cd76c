//! What can go wrong where stages meet.

use std::path::PathBuf;

/// What went wrong with a study.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error(transparent)]
    Ingest(#[from] crate::ingest::Error),
    /// The corpus could not be used.
    #[error(transparent)]
    Corpus(#[from] crate::corpus::Error),
    /// The index could not be used.
    #[error(transparent)]
    Search(#[from] crate::search::Error),
    /// Vectors could not be used.
    #[error(transparent)]
    Vectors(#[from] crate::vectorize::Error),
    /// There is no study here.
    #[error("there is no study in `{dir}` or in a folder above it")]
    NoStudy {
        /// Where was looked.
        dir: PathBuf,
    },
    /// There is a study already.
    #[error("`{dir}` is a study already")]
    IsStudy {
        /// The folder.
        dir: PathBuf,
    },
    /// A file or folder of the study could not be written or read.
    #[error("`{path}` cannot be {verb}")]
    Folder {
        /// The path.
        path: PathBuf,
        /// `read` or `written`.
        verb: &'static str,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The settings do not read.
    #[error("`{path}` is not valid: {reason}")]
    Settings {
        /// The path.
        path: PathBuf,
        /// What is wrong, with its line.
        reason: String,
    },
    /// Nothing was given to read.
    #[error("there is nothing to read in `{path}`")]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
}

impl Error {
    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Ingest(error) => error.hint(),
            Self::Corpus(error) => error.hint(),
            Self::Search(error) => error.hint(),
            Self::Vectors(error) => error.hint(),
            Self::NoStudy { .. } => Some(
                "make one with `motif init`, name one with `--study DIR`, or give the files themselves: `motif report FILES…`".into(),
            ),
            Self::IsStudy { .. } => Some("add files to it with `motif add FILES…`".into()),
            Self::Folder { .. } => Some("see that the folder exists and may be read and written".into()),
            Self::Settings { .. } => Some("mend the line, or delete it: every setting has a default".into()),
            Self::NoFiles { .. } => Some(
                "motif reads .csv, .tsv, .xlsx, .json, .jsonl, .md, .txt, .docx, .vtt and .srt".into(),
            ),
        }
    }
}
