//! Which column plays which role, where the user said so.
//!
//! Takes what stands after `--map` (`comment=text,score=-`); gives the choice
//! made for each role. Roles nobody chose are guessed by `column_roles`.

use std::str::FromStr;

use serde::Serialize;

use super::error::Error;
use super::role::ColumnRole;

/// What was chosen for one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ColumnChoice {
    /// The column of this name.
    Column(String),
    /// No column plays it (`score=-`).
    Nothing,
}

/// The roles a user has settled, as in `--map comment=text,score=-`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mapping(Vec<(ColumnRole, ColumnChoice)>);

impl Mapping {
    /// Returns what was chosen for a role, if anything was; the last choice counts.
    pub fn choice(&self, role: ColumnRole) -> Option<&ColumnChoice> {
        self.0
            .iter()
            .rev()
            .find_map(|(chosen, choice)| (*chosen == role).then_some(choice))
    }

    /// Returns all columns chosen for a role, in the order they were named,
    /// since the user last said that there is none.
    pub fn columns(&self, role: ColumnRole) -> Vec<&str> {
        let mut columns = Vec::new();
        for (_, choice) in self.0.iter().filter(|(chosen, _)| *chosen == role) {
            match choice {
                ColumnChoice::Column(name) => columns.push(name.as_str()),
                ColumnChoice::Nothing => columns.clear(),
            }
        }
        columns
    }

    /// Returns whether the user said that no column plays this role.
    pub fn forbids(&self, role: ColumnRole) -> bool {
        self.choice(role) == Some(&ColumnChoice::Nothing)
    }

    /// Returns this mapping with the choices of another on top.
    #[must_use]
    pub fn and(mut self, later: Self) -> Self {
        self.0.extend(later.0);
        self
    }
}

impl FromStr for Mapping {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let choices: Vec<(ColumnRole, ColumnChoice)> = pairs(text)
            .into_iter()
            .map(|pair| choice(&pair))
            .collect::<Result<_, _>>()?;
        let twice = choices.iter().enumerate().find(|(place, (role, _))| {
            // A survey may ask several open questions.
            let before = choices[..*place].iter().any(|(chosen, _)| chosen == role);
            *role != ColumnRole::Comment && before
        });
        match twice {
            Some((_, (role, _))) => Err(Error::MapTwice { role: *role }),
            None => Ok(Self(choices)),
        }
    }
}

/// Cuts at the commas that begin a new `role=`: the name of a column may hold
/// commas itself (`comment=Why, in your words?`).
fn pairs(text: &str) -> Vec<String> {
    let mut pairs: Vec<String> = Vec::new();
    for piece in text.split(',') {
        match pairs.last_mut() {
            Some(last) if !begins_a_pair(piece) => {
                last.push(',');
                last.push_str(piece);
            }
            _ => pairs.push(piece.to_owned()),
        }
    }
    pairs
}

fn begins_a_pair(piece: &str) -> bool {
    piece.split_once('=').is_some_and(|(role, _)| {
        let role = role.trim();
        !role.is_empty() && role.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

fn choice(pair: &str) -> Result<(ColumnRole, ColumnChoice), Error> {
    let (role, column) = pair.split_once('=').ok_or_else(|| Error::MapForm {
        found: pair.trim().to_owned(),
    })?;
    let role = ColumnRole::named(role).ok_or_else(|| Error::UnknownRole {
        found: role.trim().to_owned(),
    })?;
    match column.trim() {
        "" => Err(Error::MapForm {
            found: pair.trim().to_owned(),
        }),
        "-" => Ok((role, ColumnChoice::Nothing)),
        column => Ok((role, ColumnChoice::Column(column.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_gets_its_column_or_none() {
        let mapping: Mapping = "comment=text, score=-".parse().unwrap();
        assert_eq!(
            mapping.choice(ColumnRole::Comment),
            Some(&ColumnChoice::Column("text".into()))
        );
        assert!(mapping.forbids(ColumnRole::Score));
        assert_eq!(mapping.choice(ColumnRole::Date), None);
    }

    #[test]
    fn the_name_of_a_column_may_hold_commas_and_equal_signs() {
        let mapping: Mapping = "comment=Why, in a word (a = b)?,id=#".parse().unwrap();
        assert_eq!(
            mapping.choice(ColumnRole::Comment),
            Some(&ColumnChoice::Column("Why, in a word (a = b)?".into()))
        );
        assert_eq!(
            mapping.choice(ColumnRole::Id),
            Some(&ColumnChoice::Column("#".into()))
        );
    }

    #[test]
    fn a_survey_may_have_several_comments_and_one_score() {
        let mapping: Mapping = "comment=likes,comment=dislikes".parse().unwrap();
        assert_eq!(mapping.columns(ColumnRole::Comment), ["likes", "dislikes"]);
        let error = "score=q1,score=q2".parse::<Mapping>().unwrap_err();
        assert_eq!(error.to_string(), "`score` was given two columns");
    }

    #[test]
    fn an_unknown_role_is_answered_with_the_known_ones() {
        let error = "verbatim=text".parse::<Mapping>().unwrap_err();
        assert_eq!(error.to_string(), "`verbatim` is not a role of a column");
        assert!(error.hint().unwrap().contains("`score`, `comment`"));
    }

    #[test]
    fn a_role_without_a_column_is_refused() {
        assert!("comment".parse::<Mapping>().is_err());
        assert!("comment=".parse::<Mapping>().is_err());
    }
}
