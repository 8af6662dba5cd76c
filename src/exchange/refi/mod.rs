//! Projects and codebooks of tools for qualitative analysis, in the form they
//! exchange: REFI-QDA 1.5, `.qdpx` and `.qdc`.
//!
//! A [`Project`] is what such a file holds, as far as motif can use it: texts,
//! codes, and which stretch of which text has which code by whom. It is made
//! from an analysis, written, read, and joined with a study. Positions count
//! Unicode characters of the text as it stands in the file, where every line
//! ends with `\n` and no byte-order mark is left: what tools agree about.

mod counting;
mod export;
mod guid;
mod join;
mod plain;
mod read;
mod taguette;
mod tree;
mod write;

pub use export::{code_guid, project};
pub use guid::Guid;
pub use join::{Handed, Joined, Note, Unmatched, joined};
pub use plain::plain;
pub use read::read;
pub use taguette::{is_database, taguette};
pub use write::{codebook, qdpx};

/// Who coded, where motif did.
pub const MINER: &str = "motif";

/// What a project holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// What it is called.
    pub name: String,
    /// The program that wrote it.
    pub origin: String,
    /// Who coded.
    pub users: Vec<User>,
    /// The codes, each with those below it.
    pub codes: Vec<RefiCode>,
    /// What is known of texts and people.
    pub variables: Vec<Variable>,
    /// The people.
    pub cases: Vec<Case>,
    /// The texts.
    pub sources: Vec<RefiSource>,
}

/// Somebody who coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// What refers to them.
    pub guid: Guid,
    /// Their name.
    pub name: String,
}

/// A code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefiCode {
    /// What refers to it.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// Whether texts have it; else it only holds others.
    pub is_codable: bool,
    /// `#RRGGBB`.
    pub color: Option<String>,
    /// What it stands for.
    pub description: Option<String>,
    /// The codes below it.
    pub codes: Vec<RefiCode>,
}

/// Something known of texts or people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// What refers to it.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// `Text`, `Integer` or `Date`.
    pub kind: VariableKind,
}

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum VariableKind {
    Text,
    Integer,
    Date,
}

impl VariableKind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Integer => "Integer",
            Self::Date => "Date",
        }
    }
}

/// What a variable is for one text or person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The variable.
    pub variable: Guid,
    /// What it holds.
    pub kind: VariableKind,
    /// What it is.
    pub value: String,
}

/// A person, and the texts that are theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What refers to them.
    pub guid: Guid,
    /// What they are called.
    pub name: String,
    /// What is known of them.
    pub values: Vec<Value>,
    /// Their texts.
    pub sources: Vec<Guid>,
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefiSource {
    /// What refers to it.
    pub guid: Guid,
    /// What it is called.
    pub name: String,
    /// Its words.
    pub text: String,
    /// What somebody picked from it.
    pub selections: Vec<TextSelection>,
    /// What is known of it.
    pub values: Vec<Value>,
    /// Selections that begin or end nowhere in it, and are left out.
    pub outside: usize,
}

/// A stretch of a text that somebody picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSelection {
    /// What refers to it.
    pub guid: Guid,
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The words, or what the tool calls it.
    pub name: String,
    /// Who picked it.
    pub user: Option<Guid>,
    /// When (`xsd:dateTime`).
    pub at: Option<String>,
    /// What is to be remembered of it.
    pub memo: Option<String>,
    /// The codes it has.
    pub codings: Vec<RefiCoding>,
}

/// A code that a stretch of text has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefiCoding {
    /// What refers to it.
    pub guid: Guid,
    /// The code.
    pub code: Guid,
    /// Who gave it.
    pub user: Option<Guid>,
    /// When (`xsd:dateTime`).
    pub at: Option<String>,
}
