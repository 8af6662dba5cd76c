//! What can go wrong where stages meet.

use std::path::PathBuf;

use super::lookup::PlaceUnit;
use crate::question::NoPage;
use crate::text::choices;

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
    #[error("`{dir}` is already a study")]
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
    /// What is remembered of the themes does not read.
    #[error("the study's saved themes cannot be read")]
    Memory,
    /// A file of themes does not read.
    #[error("`{path}` holds no themes that this version can read")]
    ThemeModel {
        /// The file.
        path: PathBuf,
    },
    /// A decision does not read.
    #[error("decision {number} of the study cannot be read")]
    Decision {
        /// Its number.
        number: u32,
    },
    /// There is no such theme.
    #[error("there is no theme `{wanted}`")]
    NoTheme {
        /// What was asked for.
        wanted: String,
        /// The themes there are.
        themes: Vec<String>,
    },
    /// A theme does not fall apart.
    #[error("theme {theme} cannot be split: its passages are too similar, or too few")]
    Whole {
        /// The theme.
        theme: u32,
    },
    /// A piece of a theme has no passage, or one that another has.
    #[error("the piece `{name}` needs passages, and none that another piece has")]
    Piece {
        /// The piece's name.
        name: String,
    },
    /// A name or a phrase is too long to be one.
    #[error("that is longer than {most} letters")]
    TooLong {
        /// How long it may be.
        most: usize,
    },
    /// There are too many phrases.
    #[error("those are more than {most} phrases")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// A theme needs a name.
    #[error("a theme needs a name")]
    Nameless,
    /// A theme cannot become part of itself.
    #[error("theme {theme} cannot be merged with itself")]
    MergeWithItself {
        /// The theme.
        theme: u32,
    },
    /// No decision holds.
    #[error("there is no decision to undo")]
    NothingToUndo,
    /// No decision was taken back.
    #[error("there is no decision to redo")]
    NothingToRedo,
    /// The themes a decision spoke of have been mined afresh.
    #[error("decision {number} cannot be undone, because themes were found from scratch after it")]
    MinedSince {
        /// Its number.
        number: u32,
    },
    /// Nothing of the corpus stands at a place.
    #[error("`{source_name}` has no record or line `{wanted}` with words in it")]
    NoRecord {
        /// The file.
        source_name: String,
        /// What was asked for.
        wanted: String,
    },
    /// A file ends before a place.
    #[error("there is no {} {wanted} in `{source_name}`: {}", unit_name(*unit), ends(*unit, *last))]
    PastEnd {
        /// The file.
        source_name: String,
        /// The line or row that was asked for.
        wanted: String,
        /// Which of both.
        unit: PlaceUnit,
        /// The last there is.
        last: u32,
    },
    /// There is no such interview.
    #[error("there is no interview `{wanted}`")]
    NoInterview {
        /// What was asked for.
        wanted: String,
        /// The interviews there are.
        known: Vec<String>,
    },
    /// Nobody of that name speaks.
    #[error("there is no speaker `{wanted}` in `{file}`")]
    NoSpeaker {
        /// What was asked for.
        wanted: String,
        /// The interview.
        file: String,
        /// Who speaks.
        known: Vec<String>,
    },
    /// A speaker cannot be merged with themselves.
    #[error("`{name}` is already one speaker")]
    OneSpeaker {
        /// The speaker.
        name: String,
    },
    /// No file names a customer so.
    #[error("no answer, interview or table names the account `{wanted}`")]
    NoAccount {
        /// What was asked for.
        wanted: String,
        /// Names like it.
        near: Vec<String>,
    },
    /// A customer cannot be joined to itself.
    #[error("`{name}` is one name, and two are needed")]
    OneAccount {
        /// The name.
        name: String,
    },
    /// A name would be kept under itself.
    #[error(
        "“{account}” is kept under “{name}” already, so “{name}” cannot be kept under “{account}”"
    )]
    CircularAccounts {
        /// The name to replace.
        name: String,
        /// The name to keep.
        account: String,
    },
    /// No names of customers were joined.
    #[error("nothing was said about the names of accounts")]
    NothingLinked,
    /// No snapshot is called so.
    #[error("no snapshot is called `{wanted}`")]
    NoSnapshot {
        /// What was asked for.
        wanted: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// No action has the number.
    #[error("there is no action {wanted}")]
    NoAction {
        /// What was asked for.
        wanted: u32,
        /// How many there are.
        known: u32,
    },
    /// Nothing was noted that could be taken back.
    #[error("there is nothing to undo")]
    NothingEntered,
    /// Nobody of that name answered.
    #[error("nobody who answered is called `{wanted}`")]
    NoPerson {
        /// What was asked for.
        wanted: String,
    },
    /// Several people of that name answered.
    #[error("{} people who answered are called `{wanted}`", found.len())]
    SeveralPeople {
        /// What was asked for.
        wanted: String,
        /// What tells them apart.
        found: Vec<String>,
    },
    /// Somebody typed no day, or one that could be two.
    #[error("`{wanted}` is not a single day")]
    NoDay {
        /// What was typed.
        wanted: String,
    },
    /// A speaker needs a name.
    #[error("a speaker needs a name")]
    NoSpeakerName,
    /// No line begins with a name.
    #[error("no line of `{file}` begins with `{name}`")]
    NoSuchLine {
        /// The name.
        name: String,
        /// The interview.
        file: String,
    },
    /// No correction holds.
    #[error("there is no correction to undo")]
    NothingCorrected,
    /// The views that were kept do not read.
    #[error("the saved views cannot be read")]
    Views,
    /// There is no such view.
    #[error("there is no view {id}")]
    NoView {
        /// What was asked for.
        id: u32,
    },
    /// A view needs a name.
    #[error("a view needs a name")]
    NamelessView,
    /// An address is none of the study's pages.
    #[error(transparent)]
    NoPage(#[from] NoPage),
    /// Nothing was given to read.
    #[error("there are no files to read in `{path}`")]
    NoFiles {
        /// The folder.
        path: PathBuf,
    },
}

impl Error {
    /// Returns whether something else should have been asked for: nothing is
    /// broken.
    pub fn is_of_the_request(&self) -> bool {
        matches!(
            self,
            Self::NoTheme { .. }
                | Self::Whole { .. }
                | Self::Piece { .. }
                | Self::TooLong { .. }
                | Self::TooMany { .. }
                | Self::Nameless
                | Self::MergeWithItself { .. }
                | Self::NothingToUndo
                | Self::NothingToRedo
                | Self::MinedSince { .. }
                | Self::NoRecord { .. }
                | Self::PastEnd { .. }
                | Self::NoInterview { .. }
                | Self::NoSpeaker { .. }
                | Self::OneSpeaker { .. }
                | Self::NoSpeakerName
                | Self::NoSuchLine { .. }
                | Self::NoPerson { .. }
                | Self::NoAccount { .. }
                | Self::OneAccount { .. }
                | Self::NothingLinked
                | Self::CircularAccounts { .. }
                | Self::NoAction { .. }
                | Self::NoSnapshot { .. }
                | Self::NothingEntered
                | Self::SeveralPeople { .. }
                | Self::NothingCorrected
                | Self::NoView { .. }
                | Self::NamelessView
                | Self::NoPage(_)
        )
    }

    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Ingest(error) => error.hint(),
            Self::Corpus(error) => error.hint(),
            Self::Search(error) => error.hint(),
            Self::Vectors(error) => error.hint(),
            Self::NoStudy { .. } => Some(
                "create one with `motif init`, name one with `--study DIR`, or give the files: `motif report FILES…`".into(),
            ),
            Self::IsStudy { .. } => Some("add files to it with `motif add FILES…`".into()),
            Self::Folder { .. } => Some("check that the folder exists and can be read and written".into()),
            Self::Settings { .. } => Some("fix the line, or delete it: every setting has a default".into()),
            Self::Memory => Some(
                "use the motif that wrote it, or a newer one, or find themes from scratch: `motif themes --afresh`".into(),
            ),
            Self::ThemeModel { .. } => Some(
                "write it with this version of motif, in the study: `motif export model -o themes.motif`".into(),
            ),
            Self::Decision { .. } => Some("use the motif that wrote it, or a newer one".into()),
            Self::NoTheme { themes, .. } if themes.is_empty() => {
                Some("no themes were found yet; find them with `motif themes`".into())
            }
            Self::NoTheme { themes, .. } => Some(format!(
                "{}; `motif themes` lists them",
                choices("theme", themes.len(), &themes.join(", "))
            )),
            Self::Whole { .. } => Some("`motif themes --detail fine` shows which themes have parts".into()),
            Self::Piece { .. } => Some("give each passage to one piece".into()),
            Self::TooLong { .. } => Some("use a word or a short phrase".into()),
            Self::TooMany { .. } => Some("keep those that most people say".into()),
            Self::Nameless => Some("use the words a customer would use".into()),
            Self::MergeWithItself { .. } => Some("name the theme to keep first, then the others".into()),
            Self::NothingToUndo | Self::NothingToRedo => {
                Some("`motif theme log` lists the decisions".into())
            }
            Self::MinedSince { .. } => Some("merge or split the themes as they are now".into()),
            Self::NoRecord { source_name, .. } => Some(format!(
                "write it as `motif search` shows it, `{source_name}:12`, or with the row's own id"
            )),
            Self::PastEnd { source_name, last, .. } => Some(format!(
                "`motif open {}` shows it",
                shell_words::quote(&format!("{source_name}:{last}"))
            )),
            Self::NoInterview { known, .. } if known.is_empty() => {
                Some("the study has no interviews yet; add some with `motif add FILES…`".into())
            }
            Self::NoInterview { known, .. } => Some(choices("interview", known.len(), &known.join(", "))),
            Self::NoSpeaker { known, file, .. } if known.is_empty() => {
                Some(format!(
                    "no speaker was found in it; if lines begin with names, `motif interviews split {} NAME…` reads them",
                    shell_words::quote(file)
                ))
            }
            Self::NoSpeaker { known, .. } => Some(choices("speaker", known.len(), &known.join(", "))),
            Self::OneSpeaker { .. } | Self::OneAccount { .. } => Some("give the name to replace first, then the one to keep".into()),
            Self::NoAccount { near, .. } if near.is_empty() => Some("`motif accounts` shows how accounts are named".into()),
            Self::NoAccount { near, .. } => Some(format!("did you mean `{}`?", near.join("` or `"))),
            Self::NoSnapshot { known, .. } if known.is_empty() => {
                Some("`motif status --snapshot NAME` takes one".into())
            }
            Self::NoSnapshot { known, .. } => Some(format!("there are {}", known.join(", "))),
            Self::NoAction { known: 0, .. } => Some("plan one with `motif actions add THEME WHAT`".into()),
            Self::NoAction { .. } => Some("`motif actions` lists them".into()),
            Self::CircularAccounts { .. } => Some("`motif accounts undo` takes the last of these back".into()),
            Self::NothingLinked => Some("`motif accounts` shows how accounts are named".into()),
            Self::NoPerson { .. } => Some("give an address or a name as in the answers".into()),
            Self::SeveralPeople { found, .. } => Some(format!("name one of {}", found.join(", "))),
            Self::NoSpeakerName | Self::NothingEntered => None,
            Self::NoSuchLine { .. } => Some("give the name as it stands at the beginning of a line, as in `Ada:`, `[Ada]` or `Ada (00:12)`".into()),
            Self::NoDay { .. } => Some("write it as 2025-05-12".into()),
            Self::NothingCorrected => Some("`motif interviews log` lists the corrections".into()),
            Self::Views => Some("use the motif that wrote them, or a newer one".into()),
            Self::NoView { .. } => Some("someone may have deleted it".into()),
            Self::NamelessView => Some("use a name you would look for".into()),
            Self::NoPage(_) => {
                Some("a view is a page's address without the host: `/themes/7?in=spring`".into())
            }
            Self::NoFiles { .. } => Some(
                "motif reads .csv, .tsv, .xlsx, .json, .jsonl, .md, .txt, .docx, .odt, .rtf, .vtt and .srt".into(),
            ),
        }
    }
}

fn unit_name(unit: PlaceUnit) -> &'static str {
    match unit {
        PlaceUnit::Line => "line",
        PlaceUnit::Row => "row",
    }
}

fn ends(unit: PlaceUnit, last: u32) -> String {
    match unit {
        PlaceUnit::Line => format!("its last words are on line {last}"),
        PlaceUnit::Row => format!("its last answer is in row {last}"),
    }
}
