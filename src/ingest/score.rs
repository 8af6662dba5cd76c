//! What a cell of a score column says.
//!
//! A rating is read or refused, never rounded, clamped or converted.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::feedback::{Rating, Scale};

use super::ReadOptions;
use super::aliases;
use super::blank::is_no_rating;
use super::error::shortened;
use super::rating_cell::{FULL_STARS, MARKS, OUT_OF, STARS, code, is_star, number, numbered};
use super::worded_scale::WordedScale;

/// What one cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ScoreCell {
    /// Nothing: blank, `N/A`, `don't know`.
    Blank,
    /// A rating.
    Rated(Rating),
    /// A number, but no rating: 11, -1, 7.5.
    OffScale(f64),
    /// Words, stars, a share.
    Words,
}

/// How cells are read as scores.
#[derive(Clone, Debug)]
pub(super) struct ScoreReader {
    scale: Scale,
    /// The user has said the scale.
    is_given: bool,
    is_recommendation: bool,
    /// Whether the answers are the groups of the recommendation question.
    is_groups: bool,
    /// The steps of a scale in words, where the file's answers are such.
    worded: Option<WordedScale>,
    /// What the user has said means no answer, in lower case.
    no_answer: Vec<String>,
}

impl ScoreReader {
    pub(super) fn new(options: &ReadOptions) -> Self {
        let scale = options.scale.clone().unwrap_or_default();
        let no_answer = options.no_answer.iter();
        Self {
            is_given: options.scale.is_some(),
            is_recommendation: scale.is_recommendation(),
            is_groups: scale.is_recommendation() && !scale.is_numeric(),
            worded: None,
            no_answer: no_answer.map(|cell| cell.trim().to_lowercase()).collect(),
            scale,
        }
    }

    /// Returns the reader of a file that shows its scale itself.
    pub(super) fn on(options: &ReadOptions, scale: Scale) -> Self {
        Self::new(&ReadOptions {
            scale: Some(scale),
            no_answer: options.no_answer.clone(),
            ..ReadOptions::default()
        })
    }

    /// Returns the reader of a file whose answers on the scale are in words.
    #[must_use]
    pub(super) fn worded_as(self, worded: Option<WordedScale>) -> Self {
        Self { worded, ..self }
    }

    pub(super) fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Returns whether the user has said the scale.
    pub(super) fn is_given(&self) -> bool {
        self.is_given
    }

    /// Returns why a row with this cell cannot be used.
    pub(super) fn fault(&self, score: &ScoreCell, cell: &str) -> Option<String> {
        let cell = shortened(cell);
        let (low, high) = (self.scale.lowest(), self.scale.highest());
        let within = f64::from(low)..=f64::from(high);
        match score {
            ScoreCell::Blank | ScoreCell::Rated(_) => None,
            _ if !self.scale.is_numeric() => {
                let scale = self.scale.answers();
                Some(format!("score `{cell}` is not on the scale `{scale}`"))
            }
            ScoreCell::OffScale(number) if number.fract() != 0.0 && within.contains(number) => {
                Some(format!("score `{cell}` is not a whole number"))
            }
            ScoreCell::OffScale(_) => {
                Some(format!("score `{cell}` is not between {low} and {high}"))
            }
            ScoreCell::Words => Some(format!("score `{cell}` is not a number")),
        }
    }

    /// Reads `9`, `9.0`, `9 - Extremely likely`, `10/10`, `９` and the like,
    /// and the words of the scale.
    pub(super) fn score(&self, cell: &str) -> ScoreCell {
        let cell = cell.trim();
        if cell.is_empty() {
            return ScoreCell::Blank;
        }
        if cell.len() > LONGEST {
            return ScoreCell::Words;
        }
        if let Some(stars) = self.stars(cell) {
            return stars;
        }
        let cell: Cow<'_, str> = if cell.is_ascii() {
            cell.into()
        } else {
            cell.nfkc().collect::<String>().into()
        };
        let cell = cell.trim();
        let words = numbered(cell).map_or(cell, |(_, words)| words);
        if is_no_rating(words) || self.is_no_answer(cell) {
            return ScoreCell::Blank;
        }
        if let Some(rating) = self.in_words(cell).or_else(|| self.in_words(words)) {
            return ScoreCell::Rated(rating);
        }
        if !self.scale.reads_numbers() {
            return ScoreCell::Words;
        }
        self.leading(cell)
            .or_else(|| self.trailing(cell))
            .unwrap_or(ScoreCell::Words)
    }

    fn is_no_answer(&self, cell: &str) -> bool {
        !self.no_answer.is_empty() && self.no_answer.contains(&cell.to_lowercase())
    }

    fn in_words(&self, cell: &str) -> Option<Rating> {
        let worded = || self.worded.as_ref()?.rating(cell, &self.scale);
        let coded = || {
            let code = code(cell).filter(|_| self.is_groups)?;
            self.scale.rating((code.signum() + 2) as u8)
        };
        self.scale.worded(cell).or_else(worded).or_else(coded)
    }

    /// Reads `★★★★☆`.
    fn stars(&self, cell: &str) -> Option<ScoreCell> {
        let are_stars = !self.is_recommendation && cell.chars().all(is_star);
        let full = cell.chars().filter(|c| FULL_STARS.contains(*c)).count();
        are_stars.then(|| self.on_scale(full as f64))
    }

    /// Reads a number at the beginning, and checks what follows it.
    fn leading(&self, cell: &str) -> Option<ScoreCell> {
        let (number, rest) = number(cell)?;
        let rest = self.after_out_of(rest.trim_start());
        (self.is_remark(rest)).then(|| self.on_scale(number))
    }

    /// Returns what follows `/10` or `out of 10`, if that follows.
    fn after_out_of<'a>(&self, rest: &'a str) -> &'a str {
        let highest = self.scale.highest().to_string();
        OUT_OF
            .iter()
            .find_map(|form| {
                let behind = rest.strip_prefix(form)?.trim_start();
                behind.strip_prefix(&highest)
            })
            .unwrap_or(rest)
    }

    /// Returns whether what follows a number only puts it into words.
    fn is_remark(&self, rest: &str) -> bool {
        let rest = rest.trim();
        let Some(first) = rest.chars().next() else {
            return true;
        };
        let marked = MARKS.contains(&first);
        let words = rest.trim_start_matches(|c| c == ' ' || MARKS.contains(&c));
        let spoken = words.chars().next().is_some_and(char::is_alphabetic);
        let lower = words.to_lowercase();
        let likely = ["likely", "probab", "wahrscheinlich", "waarschijnlijk"];
        let about_likelihood = likely.iter().any(|word| lower.contains(word));
        let is_stars = STARS.iter().any(|word| lower.starts_with(word));
        if !self.is_recommendation {
            let is_worded = is_grade(&lower) || self.scale.worded(words).is_some();
            return spoken && (marked || is_stars || is_worded);
        }
        spoken && (marked || about_likelihood) && !is_stars
    }

    /// Reads `Extremely likely (10)` and `Not at all likely - 0`.
    fn trailing(&self, cell: &str) -> Option<ScoreCell> {
        let cell = cell.trim_end_matches(')').trim_end();
        let digits = cell.len() - cell.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (words, digits) = cell.split_at_checked(digits)?;
        if digits.is_empty() {
            return None;
        }
        let words = words.trim_end();
        let marked = words.ends_with(['(', '-', '\u{2013}', ':', '=']);
        let lower = words.to_lowercase();
        let likely = ["likely", "probab", "wahrscheinlich"];
        let worded = likely.iter().any(|word| lower.contains(word))
            || !self.is_recommendation && is_grade(&lower);
        let clean = !words.bytes().any(|byte| byte.is_ascii_digit());
        (marked && worded && clean)
            .then(|| digits.parse().ok().map(|number| self.on_scale(number)))
            .flatten()
    }

    fn on_scale(&self, number: f64) -> ScoreCell {
        let whole = number.fract() == 0.0 && (0.0..=255.0).contains(&number);
        if whole && self.scale.is_no_answer(number as u8) {
            return ScoreCell::Blank;
        }
        match self.scale.rating(number as u8) {
            Some(rating) if whole => ScoreCell::Rated(rating),
            _ => ScoreCell::OffScale(number),
        }
    }
}

/// Longer cells are prose.
const LONGEST: usize = 80;

/// Returns whether a cell is a number as scores are written.
pub(super) fn is_number(cell: &str) -> bool {
    let score = ScoreReader::new(&ReadOptions::default()).score(cell);
    matches!(score, ScoreCell::Rated(_) | ScoreCell::OffScale(_))
}

/// Returns whether words put a grade: satisfaction, agreement, stars, good and bad.
pub(super) fn is_grade(cell: &str) -> bool {
    const GRADES: &str = "satisfied, agree, star, \u{2605}, \u{2b50}, zufrieden, satisfait, satisfecho, \
        likely, /5, / 5, /7, excellent, very good, very poor";
    let cell = cell.trim().to_lowercase();
    aliases::words(GRADES).any(|grade| cell.contains(grade))
        || ["good", "bad", "poor", "fair"].contains(&cell.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(scale: &str) -> ScoreReader {
        ScoreReader::new(&ReadOptions {
            scale: Some(scale.parse().unwrap()),
            ..ReadOptions::default()
        })
    }

    /// As a file is read of which nothing was said.
    fn unsaid() -> ScoreReader {
        ScoreReader::new(&ReadOptions::default())
    }

    fn rated(cell: &str) -> Option<u8> {
        rated_on(&unsaid(), cell)
    }

    fn rated_on(reader: &ScoreReader, cell: &str) -> Option<u8> {
        match reader.score(cell) {
            ScoreCell::Rated(rating) => Some(rating.value()),
            _ => None,
        }
    }

    #[test]
    fn a_rating_is_read_in_every_form_it_comes_in() {
        for nine in [
            "9",
            " 9 ",
            "9.0",
            "9,0",
            "９",
            "9 - Extremely likely",
            "9/10",
            "9 / 10",
            "9 out of 10",
            "9 Very likely",
            "9.",
        ] {
            assert_eq!(rated(nine), Some(9), "{nine}");
        }
        assert_eq!(rated("10/10"), Some(10));
        assert_eq!(rated("0 - Not at all likely"), Some(0));
        assert_eq!(rated("Extremely likely (10)"), Some(10));
        assert_eq!(rated("10 (äußerst wahrscheinlich)"), Some(10));
    }

    #[test]
    fn not_answering_is_no_fault() {
        for blank in [
            "",
            "  ",
            "N/A",
            "-",
            "–",
            "don't know",
            "Don’t know",
            "null",
        ] {
            assert_eq!(unsaid().score(blank), ScoreCell::Blank, "{blank}");
        }
    }

    #[test]
    fn broken_ratings_are_neither_clamped_nor_rounded() {
        let fault = |cell: &str| unsaid().fault(&unsaid().score(cell), cell).unwrap();
        assert_eq!(fault("11"), "score `11` is not between 0 and 10");
        assert_eq!(fault("-1"), "score `-1` is not between 0 and 10");
        assert_eq!(fault("7.5"), "score `7.5` is not a whole number");
        assert_eq!(fault("abc"), "score `abc` is not a number");
        for words in ["9-10", "4/5", "90%", "5 stars", "9 lives", "1e1", "10/100"] {
            assert_eq!(rated(words), None, "{words}");
        }
    }

    #[test]
    fn stars_are_read_in_every_form_they_come_in() {
        let stars = reader("1-5");
        for four in [
            "4",
            "4.0",
            "4/5",
            "4 out of 5",
            "4 stars",
            "4 - Satisfied",
            "4 Very good",
            "Satisfied (4)",
            "★★★★☆",
            "⭐⭐⭐⭐",
        ] {
            assert_eq!(rated_on(&stars, four), Some(4), "{four}");
        }
        for other in ["4/10", "0", "6", "4.5", "4 lives", "★★★★★★"] {
            assert_eq!(rated_on(&stars, other), None, "{other}");
        }
    }

    #[test]
    fn a_value_off_another_scale_is_told_its_ends() {
        let fault = |scale: &str, cell: &str| {
            let reader = reader(scale);
            reader.fault(&reader.score(cell), cell).unwrap()
        };
        assert_eq!(fault("1-5", "6"), "score `6` is not between 1 and 5");
        assert_eq!(fault("5-1", "4.5"), "score `4.5` is not a whole number");
        assert_eq!(
            fault("yes/no", "maybe"),
            "score `maybe` is not on the scale `yes/no`"
        );
    }

    #[test]
    fn what_stands_for_no_answer_can_be_said() {
        let reader = ScoreReader::new(&ReadOptions {
            scale: Some("fft".parse().unwrap()),
            no_answer: vec!["7".into(), "Withheld".into()],
            ..ReadOptions::default()
        });
        for blank in ["7", "withheld", "6", "Don't know"] {
            assert_eq!(reader.score(blank), ScoreCell::Blank, "{blank}");
        }
        assert_eq!(rated_on(&reader, "Very poor"), Some(5));
    }
}
