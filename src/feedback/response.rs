//! One answer to a survey, who gave it, and the account they belong to.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use serde::{Deserialize, Serialize};

use super::attributes::Attributes;
use super::passage::Span;
use super::rating::Rating;

/// One answer to a survey.
///
/// A blank comment is `None`: the rating still counts in the score.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Response {
    /// The name of the file the answer came from.
    pub source: ArcStr,
    /// The row's own id; `None` where the file has no id column.
    pub id: Option<ArcStr>,
    /// The row in the file, as a spreadsheet counts: the first row is 1, headers included.
    pub row: u32,
    /// What they rated, if they did: most often how likely they are to recommend.
    pub rating: Option<Rating>,
    /// What they wrote, exactly, to the last space and line break.
    pub comment: Option<ArcStr>,
    /// Where the comment answers which question, in the order they were asked;
    /// empty where the survey has one open question.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub questions: Box<[OpenAnswer]>,
    /// The period or survey the answer belongs to.
    pub wave: ArcStr,
    /// The day of the answer (ISO 8601, `2025-04-14`), with `T` and a time where the file had one.
    pub date: Option<ArcStr>,
    /// Who answered.
    pub person: Person,
    /// The customer they belong to.
    pub account: Option<ArcStr>,
    /// Segments and measures, by the name of their column.
    pub attributes: Attributes,
}

impl Response {
    /// Returns whether there is a comment with anything in it.
    pub fn has_words(&self) -> bool {
        self.comment
            .as_deref()
            .is_some_and(|comment| !comment.trim().is_empty())
    }

    /// Returns the open question that a stretch of the comment answers, where
    /// the survey has several.
    pub fn question(&self, span: Span) -> Option<&str> {
        let answer = self
            .questions
            .iter()
            .max_by_key(|answer| answer.span.overlap(span))?;
        (answer.span.overlap(span) > 0).then_some(&answer.question)
    }

    /// Returns the parts of the comment with the open question each answers;
    /// the whole of it, without a question, where the survey asks only one.
    pub fn asked(&self) -> Vec<(Option<&str>, Span)> {
        if self.questions.is_empty() {
            let length = self.comment.as_deref().map_or(0, str::len);
            return vec![(None, Span::new(0, length))];
        }
        let answers = self.questions.iter();
        let asked = answers.map(|answer| (Some(answer.question.as_str()), answer.span));
        asked.collect()
    }

    /// Returns where the comment answers a question; all of it where no
    /// question is named.
    pub fn answer_to(&self, question: Option<&str>) -> Option<Span> {
        let Some(question) = question else {
            let length = self.comment.as_deref().map_or(0, str::len);
            return Some(Span::new(0, length));
        };
        let answers = self.questions.iter();
        let answer = answers.clone().find(|answer| answer.question == question);
        answer.map(|answer| answer.span)
    }

    /// Returns the row's own id, else its row number: what `record` means in exports.
    pub fn record(&self) -> String {
        self.id
            .as_deref()
            .map_or_else(|| self.row.to_string(), str::to_owned)
    }
}

/// The part of a comment that answers one of several open questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAnswer {
    /// The question, as its column has it.
    pub question: String,
    /// Where the answer stands in the comment.
    pub span: Span,
}

/// Who answered, as far as the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// A name or respondent number.
    pub name: Option<ArcStr>,
    /// An e-mail address.
    pub email: Option<ArcStr>,
}

impl Person {
    /// Returns what tells this person from others: the e-mail address in
    /// lower case, else the name; `None` when the answer is anonymous.
    pub fn key(&self) -> Option<String> {
        self.email
            .as_deref()
            .or(self.name.as_deref())
            .map(|key| key.trim().to_lowercase())
            .filter(|key| !key.is_empty())
    }
}

/// A customer, from an accounts table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The name or id that responses refer to.
    pub name: String,
    /// Everything else the table says (`owner`, `annual_revenue`, `churned` …), by column.
    pub attributes: Attributes,
    /// The file that says each of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, String>,
}

/// Returns the form in which spellings of an account are the same.
pub fn account_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// A person, from a table of people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Who.
    pub person: Person,
    /// The customer they belong to.
    pub account: Option<String>,
    /// Everything else the table says (`role`, `opted_out` …), by column.
    pub attributes: Attributes,
    /// The file that says so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_address_in_other_case_is_the_same_person() {
        let person = |email: &str| Person {
            email: Some(email.into()),
            name: None,
        };
        assert_eq!(person("Ann@x.org").key(), person("ann@X.org ").key());
    }

    #[test]
    fn a_row_without_an_id_is_known_by_its_number() {
        let response = Response {
            row: 7,
            ..Response::default()
        };
        assert_eq!(response.record(), "7");
    }
}
