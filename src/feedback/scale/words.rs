//! Answers in words: what stands in a file for a value, and what a reader is told.

use super::{AnswerForm, Scale};
use crate::feedback::{Group, Rating};

/// The words for the values of a scale, the first of a value the one that is said.
type ValueWords = &'static [(&'static str, u8)];

const YES_NO: ValueWords = &[
    ("yes", 1),
    ("y", 1),
    ("true", 1),
    ("1", 1),
    ("ja", 1),
    ("oui", 1),
    ("sí", 1),
    ("si", 1),
    ("sì", 1),
    ("sim", 1),
    ("no", 0),
    ("n", 0),
    ("false", 0),
    ("0", 0),
    ("nein", 0),
    ("nee", 0),
    ("non", 0),
    ("não", 0),
];

/// As asked since April 2020, and before.
const FRIENDS: ValueWords = &[
    ("very good", 1),
    ("good", 2),
    ("neither good nor poor", 3),
    ("poor", 4),
    ("very poor", 5),
    ("extremely likely", 1),
    ("likely", 2),
    ("neither likely nor unlikely", 3),
    ("unlikely", 4),
    ("extremely unlikely", 5),
];

/// The sixth answer to the Friends and Family question: "don't know".
const DO_NOT_KNOW: u8 = 6;

impl Scale {
    fn words(&self) -> ValueWords {
        match self.form {
            AnswerForm::Numbers => &[],
            AnswerForm::YesNo => YES_NO,
            AnswerForm::Friends => FRIENDS,
        }
    }

    /// Returns the rating that a word stands for: `yes`, `Very good`.
    pub fn worded(&self, word: &str) -> Option<Rating> {
        let word = word.trim().to_lowercase();
        let known = self.words().iter().find(|(known, _)| *known == word)?;
        self.rating(known.1)
    }

    /// Returns whether a number says that no answer was given: 6, "don't
    /// know", on the Friends and Family scale.
    pub fn is_no_answer(&self, value: u8) -> bool {
        self.form == AnswerForm::Friends && value == DO_NOT_KNOW
    }

    /// Returns a value as a reader knows it: `4`, `yes`, `very good`.
    pub fn value(&self, value: u8) -> String {
        let word = self.words().iter().find(|(_, known)| *known == value);
        word.map_or_else(|| value.to_string(), |(word, _)| (*word).to_owned())
    }

    /// Returns what somebody did who gave this rating: `rated 4`, `said yes`,
    /// `answered “very good”`.
    pub fn given(&self, rating: Rating) -> String {
        let value = self.value(rating.value());
        match self.form {
            AnswerForm::Numbers => format!("rated {value}"),
            AnswerForm::YesNo => format!("said {value}"),
            AnswerForm::Friends => format!("answered “{value}”"),
        }
    }

    /// Returns the values of a group: `9 or 10`, `0 to 6`, `very good or good`;
    /// nothing for a group without values.
    pub fn values(&self, group: Group) -> Option<String> {
        let (low, high) = self.range(group)?;
        Some(match high - low {
            0 => self.value(low),
            1 => format!("{} or {}", self.value(low), self.value(high)),
            _ => format!("{} to {}", self.value(low), self.value(high)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(spec: &str) -> Scale {
        spec.parse().unwrap()
    }

    fn value(spec: &str, word: &str) -> Option<u8> {
        scale(spec).worded(word).map(Rating::value)
    }

    #[test]
    fn yes_and_no_are_understood_in_several_languages() {
        for yes in ["yes", "Y", "ja", "Oui", "TRUE", "1"] {
            assert_eq!(value("yes/no", yes), Some(1), "{yes}");
        }
        for no in ["No", "n", "nein", "non", "false", "0"] {
            assert_eq!(value("yes/no", no), Some(0), "{no}");
        }
        assert_eq!(value("yes/no", "maybe"), None);
    }

    #[test]
    fn friends_and_family_answers_are_words_and_numbers() {
        assert_eq!(value("fft", "Very good"), Some(1));
        assert_eq!(value("fft", "Neither good nor poor"), Some(3));
        assert_eq!(value("fft", "Extremely unlikely"), Some(5));
        assert!(scale("fft").is_no_answer(6));
        assert!(!scale("5-1").is_no_answer(6));
    }

    #[test]
    fn a_group_is_explained_by_its_values() {
        let said = |spec, group| scale(spec).values(group);
        assert_eq!(said("0-10", Group::Promoter), Some("9 or 10".into()));
        assert_eq!(said("0-10", Group::Detractor), Some("0 to 6".into()));
        assert_eq!(said("1-5", Group::Passive), Some("3".into()));
        assert_eq!(
            said("fft", Group::Detractor),
            Some("poor or very poor".into())
        );
        assert_eq!(said("yes/no", Group::Passive), None);
    }

    #[test]
    fn an_answer_is_told_as_it_was_given() {
        let given = |spec, value| scale(spec).rating(value).map(|it| scale(spec).given(it));
        assert_eq!(given("1-5", 4), Some("rated 4".into()));
        assert_eq!(given("yes/no", 0), Some("said no".into()));
        assert_eq!(given("fft", 1), Some("answered “very good”".into()));
    }
}
