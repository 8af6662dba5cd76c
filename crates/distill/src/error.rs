//! What can go wrong with vectors on disk, and with making them.

use std::path::{Path, PathBuf};

/// What went wrong with a directory of vectors or with a model.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("`{path}` cannot be {verb}")]
    File {
        path: PathBuf,
        /// `read` or `written`.
        verb: &'static str,
        #[source]
        source: std::io::Error,
    },
    /// A file does not hold the vectors it should.
    #[error("`{path}` holds no static vectors: {reason}")]
    Content { path: PathBuf, reason: String },
    /// A directory does not hold a model that can be run.
    #[error("`{path}` holds no sentence-transformer that motif can run: {reason}")]
    Model { path: PathBuf, reason: String },
    /// This program was built without transformers.
    #[error("`{dir}` needs a transformer, and this motif was built without")]
    Without { dir: PathBuf },
    /// A file of texts has no column of texts.
    #[error("no column named `text` in `{path}`")]
    NoText { path: PathBuf, columns: Vec<String> },
    /// There is too little text to fit vectors to.
    #[error("{texts} texts in `{path}` are too few to fit word vectors to")]
    TooFew {
        path: PathBuf,
        texts: usize,
        wanted: usize,
    },
}

impl Error {
    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::File { .. } => return None,
            Self::Content { .. } => {
                "name a directory that `motif distill` or Model2Vec wrote (`tokenizer.json`, `model.safetensors`), or use `--vectors builtin`".into()
            }
            Self::Model { .. } => {
                "motif runs the BERT family: a directory with `config.json`, `tokenizer.json` and `model.safetensors`".into()
            }
            Self::Without { .. } => {
                "build motif with `cargo install motif-feedback --features transformer`".into()
            }
            Self::NoText { columns, .. } => {
                let columns: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
                format!("its columns are {}; call one `text`, or give a `.txt` with one text a line", columns.join(", "))
            }
            Self::TooFew { wanted, .. } => {
                format!("give at least {wanted}; good vectors take 100,000 and more, from many fields")
            }
        })
    }

    /// Makes the error of a file that could not be read.
    pub(crate) fn reading(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File {
            path,
            verb: "read",
            source,
        }
    }

    /// Makes the error of a file that could not be written.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File {
            path,
            verb: "written",
            source,
        }
    }
}
