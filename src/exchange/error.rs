//! What can keep another tool's file from being used.

/// Why a file that was coded elsewhere cannot be used.
///
/// `known` lists, in words, what there is to name with `option`.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    /// It could not be read as a table.
    #[error(transparent)]
    Ingest(#[from] crate::ingest::Error),
    /// It is not a codebook.
    #[error("`{file}` is not a codebook: {reason}")]
    NotACodebook {
        file: String,
        /// What is wrong, with its line.
        reason: String,
    },
    /// It is no project or codebook of a tool for qualitative analysis.
    #[error("`{file}` cannot be read as a project: {reason}")]
    NotAProject { file: String, reason: String },
    /// Nobody of that name coded, or it is not clear who is meant.
    #[error("it is not clear whose coding of `{file}` is meant")]
    NoCoder { file: String, known: String },
    /// No column has a name that says what is needed.
    #[error("`{file}` has no column called `{wanted}` or the like")]
    Unnamed {
        file: String,
        wanted: &'static str,
        known: String,
    },
    /// An option names a column that is not there.
    #[error("no column named `{wanted}` in `{file}`")]
    NoColumn {
        file: String,
        /// The option, such as `--code`.
        option: &'static str,
        wanted: String,
        known: String,
    },
    /// No column has a name that says what it is wanted for.
    #[error("no column of `{file}` looks like {what}")]
    NotFound {
        file: String,
        /// What was looked for: `codes` or `record ids`.
        what: &'static str,
        option: &'static str,
        known: String,
    },
    /// Every row is without a code.
    #[error("no row of `{file}` has a code in column `{column}`")]
    NoCodes { file: String, column: String },
    /// Coding and corpus have no record in common.
    #[error("`{file}` and the study have no records in common")]
    NothingShared {
        file: String,
        /// Some of its records, in words.
        coded: String,
        /// Some of the corpus' records, in words.
        mined: String,
    },
}

impl Error {
    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Ingest(error) => error.hint(),
            Self::NotACodebook { .. } => {
                Some("`motif export codebook` writes a codebook in the right format".into())
            }
            Self::NotAProject { .. } => Some(
                "export it as REFI-QDA: a project is `.qdpx`, a codebook `.qdc`; of Taguette, the project as SQLite".into(),
            ),
            Self::NoCoder { known, .. } if known.is_empty() => {
                Some("it has no coding by a person in any text of the study".into())
            }
            Self::NoCoder { known, .. } => Some(format!(
                "the coders are {known}; choose with `--coder NAME`"
            )),
            Self::Unnamed { wanted, known, .. } => {
                Some(format!("{known}; rename the one that is meant to `{wanted}`"))
            }
            Self::NoColumn { option, known, .. } | Self::NotFound { option, known, .. } => Some(
                format!("{known}; choose one with `{option} COLUMN`"),
            ),
            Self::NoCodes { .. } => Some(
                "name the column of codes with `--code COLUMN`, and check what `--skip` leaves out"
                    .into(),
            ),
            Self::NothingShared { coded, mined, .. } => Some(format!(
                "records look like {coded} in the coding and {mined} in the study; name the column of ids with `--record COLUMN`"
            )),
        }
    }
}
