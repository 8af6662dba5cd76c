//! The roles that the columns of a survey play, by name.

use serde::Serialize;

/// The part a column can play in a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnRole {
    /// What they rated: how likely they are to recommend, 0–10, or another scale.
    Score,
    /// What they wrote.
    Comment,
    /// The day of the answer.
    Date,
    /// The row's own id.
    Id,
    /// Who answered: a name or number.
    Respondent,
    /// Their e-mail address.
    Email,
    /// The customer they belong to.
    Account,
    /// The period or survey.
    Wave,
    /// The type of survey (`nps`, `csat` …), where a file mixes several.
    Kind,
}

impl ColumnRole {
    /// All roles, in the order they are listed to a reader.
    pub const ALL: [Self; 9] = [
        Self::Score,
        Self::Comment,
        Self::Date,
        Self::Id,
        Self::Respondent,
        Self::Email,
        Self::Account,
        Self::Wave,
        Self::Kind,
    ];

    /// Returns the name as it is typed after `--map`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Comment => "comment",
            Self::Date => "date",
            Self::Id => "id",
            Self::Respondent => "respondent",
            Self::Email => "email",
            Self::Account => "account",
            Self::Wave => "wave",
            Self::Kind => "kind",
        }
    }

    /// Returns the role of that name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL
            .into_iter()
            .find(|role| role.name().eq_ignore_ascii_case(name))
    }
}
