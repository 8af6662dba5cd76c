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

/// Also what a thumb says.
const GOOD_BAD: ValueWords = &[
    ("good", 1),
    ("good with comment", 1),
    ("goodwithcomment", 1),
    ("thumbs up", 1),
    ("thumb up", 1),
    ("thumbsup", 1),
    ("up", 1),
    ("👍", 1),
    ("like", 1),
    ("liked", 1),
    ("happy", 1),
    ("satisfied", 1),
    ("gut", 1),
    ("daumen hoch", 1),
    ("zufrieden", 1),
    ("bon", 1),
    ("bien", 1),
    ("pouce levé", 1),
    ("pouce en l'air", 1),
    ("satisfait", 1),
    ("bueno", 1),
    ("buena", 1),
    ("pulgar arriba", 1),
    ("satisfecho", 1),
    ("goed", 1),
    ("duim omhoog", 1),
    ("tevreden", 1),
    ("buono", 1),
    ("bene", 1),
    ("pollice su", 1),
    ("soddisfatto", 1),
    ("bom", 1),
    ("boa", 1),
    ("polegar para cima", 1),
    ("satisfeito", 1),
    ("bra", 1),
    ("tumme upp", 1),
    ("nöjd", 1),
    ("bad", 0),
    ("bad with comment", 0),
    ("badwithcomment", 0),
    ("thumbs down", 0),
    ("thumb down", 0),
    ("thumbsdown", 0),
    ("down", 0),
    ("👎", 0),
    ("dislike", 0),
    ("disliked", 0),
    ("unhappy", 0),
    ("dissatisfied", 0),
    ("unsatisfied", 0),
    ("schlecht", 0),
    ("daumen runter", 0),
    ("unzufrieden", 0),
    ("mauvais", 0),
    ("mal", 0),
    ("pouce baissé", 0),
    ("pouce vers le bas", 0),
    ("insatisfait", 0),
    ("malo", 0),
    ("mala", 0),
    ("pulgar abajo", 0),
    ("insatisfecho", 0),
    ("slecht", 0),
    ("duim omlaag", 0),
    ("ontevreden", 0),
    ("cattivo", 0),
    ("male", 0),
    ("pollice giù", 0),
    ("insoddisfatto", 0),
    ("ruim", 0),
    ("má", 0),
    ("mau", 0),
    ("polegar para baixo", 0),
    ("insatisfeito", 0),
    ("dålig", 0),
    ("dåligt", 0),
    ("tumme ner", 0),
    ("missnöjd", 0),
    ("good, i'm satisfied", 1),
    ("good, i am satisfied", 1),
    ("bad, i'm unsatisfied", 0),
    ("bad, i am unsatisfied", 0),
];

/// Also what a face shows, however much it smiles or frowns.
const MOODS: ValueWords = &[
    ("positive", 3),
    ("pos", 3),
    ("positiv", 3),
    ("positif", 3),
    ("positivo", 3),
    ("positiva", 3),
    ("positief", 3),
    ("positivt", 3),
    ("happy", 3),
    ("smile", 3),
    ("smiling", 3),
    (":)", 3),
    (":-)", 3),
    (":d", 3),
    ("☺", 3),
    ("🙂", 3),
    ("😀", 3),
    ("😃", 3),
    ("😄", 3),
    ("😁", 3),
    ("😆", 3),
    ("😊", 3),
    ("😍", 3),
    ("🥰", 3),
    ("🤩", 3),
    ("😎", 3),
    ("😺", 3),
    ("neutral", 2),
    ("neu", 2),
    ("neutre", 2),
    ("neutro", 2),
    ("neutra", 2),
    ("neutraal", 2),
    ("neutrale", 2),
    ("neutralt", 2),
    ("meh", 2),
    ("mixed", 2),
    ("gemischt", 2),
    ("mixte", 2),
    ("mitigé", 2),
    ("mixto", 2),
    ("mixta", 2),
    ("gemengd", 2),
    ("misto", 2),
    ("mista", 2),
    ("blandad", 2),
    ("blandat", 2),
    ("teils/teils", 2),
    (":|", 2),
    (":-|", 2),
    ("😐", 2),
    ("😑", 2),
    ("😶", 2),
    ("negative", 1),
    ("neg", 1),
    ("negativ", 1),
    ("négatif", 1),
    ("negativo", 1),
    ("negativa", 1),
    ("negatief", 1),
    ("negativt", 1),
    ("unhappy", 1),
    ("sad", 1),
    ("angry", 1),
    ("frown", 1),
    ("frowning", 1),
    (":(", 1),
    (":-(", 1),
    ("☹", 1),
    ("🙁", 1),
    ("😕", 1),
    ("😞", 1),
    ("😟", 1),
    ("😠", 1),
    ("😡", 1),
    ("🤬", 1),
    ("😢", 1),
    ("😭", 1),
    ("😣", 1),
    ("😤", 1),
    ("😒", 1),
    ("😔", 1),
    ("😖", 1),
    ("😩", 1),
    ("😫", 1),
];

const GROUPS: ValueWords = &[
    ("promoter", 3),
    ("promoters", 3),
    ("promotor", 3),
    ("promotoren", 3),
    ("promoteur", 3),
    ("promoteurs", 3),
    ("promotores", 3),
    ("promotora", 3),
    ("promotore", 3),
    ("promotori", 3),
    ("ambassadör", 3),
    ("ambassadörer", 3),
    ("passive", 2),
    ("passives", 2),
    ("passively satisfied", 2),
    ("neutral", 2),
    ("neutrals", 2),
    ("passiv", 2),
    ("passiver", 2),
    ("indifferent", 2),
    ("indifferente", 2),
    ("unentschlossen", 2),
    ("passif", 2),
    ("passifs", 2),
    ("neutre", 2),
    ("neutres", 2),
    ("pasivo", 2),
    ("pasivos", 2),
    ("passivo", 2),
    ("passivos", 2),
    ("passivi", 2),
    ("neutro", 2),
    ("neutros", 2),
    ("neutrale", 2),
    ("neutrali", 2),
    ("passief", 2),
    ("passieven", 2),
    ("passieve", 2),
    ("passiva", 2),
    ("neutraal", 2),
    ("detractor", 1),
    ("detractors", 1),
    ("detraktor", 1),
    ("detraktoren", 1),
    ("kritiker", 1),
    ("détracteur", 1),
    ("détracteurs", 1),
    ("detracteur", 1),
    ("detracteurs", 1),
    ("detractores", 1),
    ("detractora", 1),
    ("criticaster", 1),
    ("criticasters", 1),
    ("detrattore", 1),
    ("detrattori", 1),
    ("detrator", 1),
    ("detratores", 1),
];

const TONES: ValueWords = &[("praise", 3), ("neither", 2), ("complaint", 1)];

/// The sixth answer to the Friends and Family question: "don't know".
const DO_NOT_KNOW: u8 = 6;

impl Scale {
    fn words(&self) -> ValueWords {
        match self.form {
            AnswerForm::Numbers => &[],
            AnswerForm::YesNo => YES_NO,
            AnswerForm::Friends => FRIENDS,
            AnswerForm::GoodBad => GOOD_BAD,
            AnswerForm::Moods => MOODS,
            AnswerForm::Groups => GROUPS,
            AnswerForm::Tone => TONES,
        }
    }

    /// Returns whether each answer is a word, and a number none.
    pub(super) fn is_in_words(&self) -> bool {
        !matches!(self.form, AnswerForm::Numbers | AnswerForm::Friends)
    }

    /// Returns whether a cell may give an answer by its number.
    pub fn reads_numbers(&self) -> bool {
        matches!(
            self.form,
            AnswerForm::Numbers | AnswerForm::Friends | AnswerForm::YesNo
        )
    }

    /// Returns the rating that a word stands for: `yes`, `Very good`.
    pub fn worded(&self, word: &str) -> Option<Rating> {
        let words = self.words();
        if words.is_empty() {
            return None;
        }
        let word: String = word
            .trim()
            .chars()
            .filter(|c| !dresses_a_sign(*c))
            .flat_map(char::to_lowercase)
            .collect();
        let word = word.replace('_', " ").replace('\u{2019}', "'");
        let word = without_range(&word);
        let value = |word: &str| words.iter().find(|(known, _)| *known == word);
        let (_, value) = value(word).or_else(|| value(sign(word)?))?;
        self.rating(*value)
    }

    /// Returns whether a word can only be meant on this scale: a thumb, a face.
    pub fn is_sign(word: &str) -> bool {
        sign(word).is_some()
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
        self.how_given().replace("{value}", &value)
    }

    /// Returns how an answer is told, with `{value}` where the value stands:
    /// `rated {value}`.
    pub fn how_given(&self) -> &'static str {
        match self.form {
            AnswerForm::Numbers => "rated {value}",
            AnswerForm::YesNo | AnswerForm::GoodBad => "said {value}",
            AnswerForm::Friends => "answered “{value}”",
            AnswerForm::Moods => "was {value}",
            AnswerForm::Groups => "was a {value}",
            AnswerForm::Tone => "{value}",
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

/// Returns whether a character only says how a sign before it is to be drawn.
fn dresses_a_sign(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Returns the sign in front of or behind words: `👍` in `👍 Good`.
fn sign(words: &str) -> Option<&str> {
    let is_sign = |word: &&str| !word.chars().any(|c| c.is_alphanumeric() || c == '/');
    let mut words = words.split_whitespace();
    let (first, last) = (words.next(), words.next_back());
    [first, last]
        .into_iter()
        .flatten()
        .find(|word| is_sign(word) && !word.is_ascii())
}

/// Returns a word without the numbers that it stands for: `promoter (9-10)`.
fn without_range(word: &str) -> &str {
    let cut = word
        .strip_suffix(')')
        .and_then(|open| open.rsplit_once('('));
    let is_range = |inside: &str| {
        inside.contains(|c: char| c.is_ascii_digit())
            && inside
                .chars()
                .all(|c| c.is_ascii_digit() || " -–/to".contains(c))
    };
    match cut {
        Some((bare, inside)) if is_range(inside) => bare.trim_end(),
        _ => word,
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
