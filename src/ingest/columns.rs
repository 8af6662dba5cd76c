//! Which column plays which role.
//!
//! The nouns that say so: a column and its part, how that was decided, and the
//! doubts that remain. `column_roles` decides.

use std::collections::BTreeMap;
use std::fmt;

use csv::StringRecord;
use serde::{Serialize, Serializer};

use super::amount::{self, DecimalMark};
use super::blank::says_nothing;
use super::date::DateOrder;
use super::role::ColumnRole;
use super::table::filled;

/// A column and the part it plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name, or `column 3` where it has none of its own.
    pub name: String,
    /// The question asked, where the name is only its number.
    pub question: Option<String>,
    /// What it is read as.
    pub part: ColumnPart,
    /// How that was decided.
    pub how: How,
}

impl Column {
    /// Returns the question it answers: as the survey asks it, else its name.
    pub fn asked(&self) -> &str {
        self.question.as_deref().unwrap_or(&self.name)
    }
}

/// What a column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnPart {
    /// One of the roles.
    Plays(ColumnRole),
    /// An attribute in words or levels.
    Segment,
    /// An attribute in numbers.
    Measure,
    /// Nothing, and why.
    Ignored(&'static str),
}

impl fmt::Display for ColumnPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plays(role) => f.write_str(role.name()),
            Self::Segment => f.write_str("segment"),
            Self::Measure => f.write_str("measure"),
            Self::Ignored(why) => write!(f, "ignored ({why})"),
        }
    }
}

impl Serialize for ColumnPart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How a column's part was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// By its name or question.
    Name,
    /// By what its cells hold.
    Content,
    /// By `--map`.
    Mapping,
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "by its name",
            Self::Content => "by its content",
            Self::Mapping => "by `--map`",
        })
    }
}

/// Something that could have been read differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// What was done, and why it may be wrong, in one sentence.
    pub sentence: String,
    /// What to add to the command to settle it, if that is possible.
    pub settle: Option<String>,
}

impl Doubt {
    pub(super) fn new(sentence: String) -> Self {
        Self {
            sentence,
            settle: None,
        }
    }

    pub(super) fn settled_by(sentence: String, settle: String) -> Self {
        Self {
            sentence,
            settle: Some(settle),
        }
    }
}

/// All columns of a file, and what is read from which.
#[derive(Debug)]
pub(super) struct ColumnPlan {
    pub(super) columns: Vec<Column>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) roles: BTreeMap<ColumnRole, usize>,
    /// The columns that people wrote in, in the order they stand: one for each
    /// open question.
    pub(super) comments: Vec<usize>,
    /// First and last name, where they stand apart.
    pub(super) name_parts: Vec<usize>,
    pub(super) attributes: Vec<usize>,
    /// Measures whose cells are more than plain digits, and what stands before
    /// their cents.
    pub(super) amounts: BTreeMap<usize, DecimalMark>,
    pub(super) order: Option<DateOrder>,
    /// Whether the file is a table of accounts rather than of answers.
    pub(super) is_accounts: bool,
}

impl ColumnPlan {
    /// Returns the place of the column that plays a role.
    pub(super) fn place(&self, role: ColumnRole) -> Option<usize> {
        self.roles.get(&role).copied()
    }

    /// Returns what a row says in an attribute's column; amounts in plain digits.
    pub(super) fn attribute(&self, record: &StringRecord, place: usize) -> Option<String> {
        let cell = filled(record, place)?;
        let is_measure = self.columns[place].part == ColumnPart::Measure;
        if is_measure && says_nothing(&cell) {
            return None;
        }
        Some(match self.amounts.get(&place) {
            Some(mark) => amount::plain(&cell, *mark).into_owned(),
            None => cell,
        })
    }
}
