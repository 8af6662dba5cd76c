//! What a cell of a score column says, and whether a column is a 0–10 rating.
//!
//! A rating is read or refused, never rounded, clamped or converted.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::feedback::Rating;

use super::error::{counted, listed, shortened};

/// What one cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Score {
    /// Nothing: blank, `N/A`, `don't know`.
    Blank,
    /// A rating.
    Rated(Rating),
    /// A number, but no rating: 11, -1, 7.5.
    OffScale(f64),
    /// Words, stars, a share.
    Words,
}

impl Score {
    /// Returns why a row with this cell cannot be used.
    pub(super) fn fault(&self, cell: &str) -> Option<String> {
        let cell = shortened(cell);
        match self {
            Self::Blank | Self::Rated(_) => None,
            Self::OffScale(number) if number.fract() != 0.0 && (0.0..=10.0).contains(number) => {
                Some(format!("score `{cell}` is not a whole number"))
            }
            Self::OffScale(_) => Some(format!("score `{cell}` is not between 0 and 10")),
            Self::Words => Some(format!("score `{cell}` is not a number")),
        }
    }
}

/// Longer cells are prose.
const LONGEST: usize = 80;

/// Reads `9`, `9.0`, `9 - Extremely likely`, `10/10`, `９` and the like.
pub(super) fn score(cell: &str) -> Score {
    let cell = cell.trim();
    if cell.is_empty() {
        return Score::Blank;
    }
    if cell.len() > LONGEST {
        return Score::Words;
    }
    let cell: Cow<'_, str> = if cell.is_ascii() {
        cell.into()
    } else {
        cell.nfkc().collect::<String>().into()
    };
    let cell = cell.trim();
    if is_no_answer(cell) {
        return Score::Blank;
    }
    leading(cell)
        .or_else(|| trailing(cell))
        .unwrap_or(Score::Words)
}

/// Words for not having answered. `none` and `nothing` would be comments.
const NO_ANSWER: &[&str] = &[
    "n/a",
    "na",
    "n.a.",
    "n. a.",
    "#n/a",
    "nan",
    "null",
    "none",
    "nil",
    "?",
    ".",
    "..",
    "...",
    "x",
    "-",
    "--",
    "\u{2013}",
    "\u{2014}",
    "don't know",
    "dont know",
    "do not know",
    "not sure",
    "no answer",
    "did not answer",
    "no response",
    "skipped",
    "not answered",
    "not applicable",
    "prefer not to say",
    "unknown",
    "(blank)",
    "blank",
    "no opinion",
    "can't say",
    "k.a.",
    "k. a.",
    "keine angabe",
    "weiß nicht",
    "weiss nicht",
    "ne sait pas",
    "sans réponse",
    "no sabe",
    "no contesta",
    "ns/nc",
];

fn is_no_answer(cell: &str) -> bool {
    if cell.is_ascii() {
        return NO_ANSWER
            .iter()
            .any(|known| known.eq_ignore_ascii_case(cell));
    }
    let cell = cell.to_lowercase().replace('\u{2019}', "'");
    NO_ANSWER.contains(&cell.as_str())
}

/// Reads a number at the beginning, and checks what follows it.
fn leading(cell: &str) -> Option<Score> {
    let (number, rest) = number(cell)?;
    let rest = rest.trim_start();
    let out_of_ten = [
        "/10",
        "/ 10",
        "out of 10",
        "of 10",
        "von 10",
        "sur 10",
        "de 10",
        "van 10",
    ];
    let rest = out_of_ten
        .iter()
        .find_map(|form| rest.strip_prefix(form))
        .unwrap_or(rest);
    is_remark(rest).then(|| on_scale(number))
}

/// Returns whether what follows a number only puts it into words.
fn is_remark(rest: &str) -> bool {
    let rest = rest.trim();
    let Some(first) = rest.chars().next() else {
        return true;
    };
    let marked = matches!(
        first,
        '-' | '\u{2013}' | '\u{2014}' | ':' | '(' | '=' | ',' | '|'
    );
    let words =
        rest.trim_start_matches(['-', '\u{2013}', '\u{2014}', ':', '(', '=', ',', '|', ' ']);
    let spoken = words.chars().next().is_some_and(char::is_alphabetic);
    let lower = words.to_lowercase();
    let likely = ["likely", "probab", "wahrscheinlich", "waarschijnlijk"];
    let about_likelihood = likely.iter().any(|word| lower.contains(word));
    let of_another_scale = ["star", "stern", "étoile", "estrella"];
    spoken
        && (marked || about_likelihood)
        && !of_another_scale.iter().any(|word| lower.starts_with(word))
}

/// Reads `Extremely likely (10)` and `Not at all likely - 0`.
fn trailing(cell: &str) -> Option<Score> {
    let cell = cell.trim_end_matches(')').trim_end();
    let digits = cell.len() - cell.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (words, digits) = cell.split_at_checked(digits)?;
    if digits.is_empty() {
        return None;
    }
    let words = words.trim_end();
    let marked = words.ends_with(['(', '-', '\u{2013}', ':', '=']);
    let lower = words.to_lowercase();
    let worded =
        lower.contains("likely") || lower.contains("probab") || lower.contains("wahrscheinlich");
    let clean = !words.bytes().any(|byte| byte.is_ascii_digit());
    (marked && worded && clean)
        .then(|| digits.parse().ok().map(on_scale))
        .flatten()
}

/// Reads `9`, `-1`, `7.5`, `9,0`; gives what stands behind.
fn number(cell: &str) -> Option<(f64, &str)> {
    let unsigned = cell.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(cell);
    let negative = cell.starts_with(['-', '\u{2212}']);
    let whole = digits(unsigned);
    if whole == 0 || whole > 15 {
        return None;
    }
    let rest = &unsigned[whole..];
    let fraction = match rest.strip_prefix(['.', ',']) {
        Some(behind) => digits(behind),
        None => 0,
    };
    let end = if fraction == 0 {
        whole
    } else {
        whole + 1 + fraction
    };
    let value: f64 = unsigned[..end].replace(',', ".").parse().ok()?;
    let rest = unsigned[end..]
        .strip_prefix('.')
        .unwrap_or(&unsigned[end..]);
    Some((if negative { -value } else { value }, rest))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn on_scale(number: f64) -> Score {
    let whole = number.fract() == 0.0 && (0.0..=10.0).contains(&number);
    match Rating::new(number as u8) {
        Some(rating) if whole => Score::Rated(rating),
        _ => Score::OffScale(number),
    }
}

/// What the cells of one column say as scores.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// How often each rating occurs.
    pub(super) ratings: [usize; 11],
    off_scale: usize,
    lowest: f64,
    highest: f64,
    words: usize,
    examples: BTreeMap<String, usize>,
}

/// What scale a column is on.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scale {
    /// Nothing stands in it.
    Empty,
    /// 0 to 10.
    Nps,
    /// Another scale, and how that shows.
    Other(String),
    /// No scale at all: words, and which.
    None(String),
}

const EXAMPLES: usize = 12;

impl Tally {
    pub(super) fn add(&mut self, cell: &str) {
        match score(cell) {
            Score::Blank => {}
            Score::Rated(rating) => {
                self.ratings[usize::from(rating.value())] += 1;
                self.stretch(f64::from(rating.value()));
            }
            Score::OffScale(number) => {
                self.off_scale += 1;
                self.stretch(number);
            }
            Score::Words => {
                self.words += 1;
                self.keep(cell);
            }
        }
    }

    fn stretch(&mut self, number: f64) {
        if self.rated() + self.off_scale == 1 {
            (self.lowest, self.highest) = (number, number);
        }
        self.lowest = self.lowest.min(number);
        self.highest = self.highest.max(number);
    }

    fn keep(&mut self, cell: &str) {
        let known = self.examples.len();
        if let Some(count) = self.examples.get_mut(cell) {
            *count += 1;
        } else if known < EXAMPLES {
            self.examples.insert(cell.to_owned(), 1);
        }
    }

    /// Returns how many cells are ratings.
    pub(super) fn rated(&self) -> usize {
        self.ratings.iter().sum()
    }

    fn numbers(&self) -> usize {
        self.rated() + self.off_scale
    }

    /// Returns how many cells are not blank.
    pub(super) fn answers(&self) -> usize {
        self.numbers() + self.words
    }

    /// Returns the scale the values show.
    pub(super) fn scale(&self) -> Scale {
        if self.answers() == 0 {
            return Scale::Empty;
        }
        if self.words * 2 > self.answers() {
            return self.worded();
        }
        match self.other() {
            Some(found) => Scale::Other(found),
            None => Scale::Nps,
        }
    }

    fn other(&self) -> Option<String> {
        let (lowest, highest) = (self.lowest, self.highest);
        let range = format!(
            "its {} run from {lowest} to {highest}",
            counted(self.numbers(), "value")
        );
        // A few rows may be broken; many are another scale.
        let many = if self.numbers() < 20 { 2 } else { 5 };
        let strays = self.off_scale * many > self.numbers();
        let five = highest <= 5.0 && self.numbers() >= 10;
        // Seven steps are a scale of their own (effort, agreement); so few
        // answers as here would not all be below 8 on eleven.
        let seven = highest <= 7.0 && lowest >= 1.0 && self.numbers() >= 30;
        (strays || five || seven).then_some(range)
    }

    fn worded(&self) -> Scale {
        let mut examples: Vec<(&String, usize)> = self
            .examples
            .iter()
            .map(|(cell, count)| (cell, *count))
            .collect();
        examples.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let names = listed(examples.iter().take(3).map(|(cell, _)| cell));
        let found = format!("it says {names}");
        let graded = examples.iter().any(|(cell, _)| is_grade(cell));
        if graded && self.examples.len() < EXAMPLES {
            Scale::Other(found)
        } else {
            Scale::None(found)
        }
    }

    /// Returns how many ratings lie from 1 to 6 where none is 0: then the
    /// scale may begin at 1.
    pub(super) fn never_zero(&self) -> Option<usize> {
        let detractors: usize = self.ratings[1..=6].iter().sum();
        (self.ratings[0] == 0 && detractors > 50).then_some(detractors)
    }
}

/// Returns whether words put a grade: satisfaction, agreement, stars, good and bad.
fn is_grade(cell: &str) -> bool {
    const GRADES: &[&str] = &[
        "satisfied",
        "agree",
        "star",
        "\u{2605}",
        "zufrieden",
        "satisfait",
        "satisfecho",
        "likely",
        "/5",
        "/ 5",
        "/7",
        "excellent",
        "very good",
        "very poor",
    ];
    let cell = cell.trim().to_lowercase();
    GRADES.iter().any(|grade| cell.contains(grade))
        || ["good", "bad", "poor", "fair"].contains(&cell.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(cell: &str) -> Option<u8> {
        match score(cell) {
            Score::Rated(rating) => Some(rating.value()),
            _ => None,
        }
    }

    fn tally(cells: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for cell in cells {
            tally.add(cell);
        }
        tally
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
            assert_eq!(score(blank), Score::Blank, "{blank}");
        }
    }

    #[test]
    fn broken_ratings_are_neither_clamped_nor_rounded() {
        let fault = |cell: &str| score(cell).fault(cell).unwrap();
        assert_eq!(fault("11"), "score `11` is not between 0 and 10");
        assert_eq!(fault("-1"), "score `-1` is not between 0 and 10");
        assert_eq!(fault("7.5"), "score `7.5` is not a whole number");
        assert_eq!(fault("abc"), "score `abc` is not a number");
        for words in ["9-10", "4/5", "90%", "5 stars", "9 lives", "1e1", "10/100"] {
            assert_eq!(rated(words), None, "{words}");
        }
    }

    #[test]
    fn five_steps_are_another_scale() {
        let stars = tally(&["1", "2", "3", "4", "5", "5", "5", "4", "4", "5"]);
        assert_eq!(
            stars.scale(),
            Scale::Other("its 10 values run from 1 to 5".into())
        );
        assert_eq!(tally(&["3", "4", "5"]).scale(), Scale::Nps);
    }

    #[test]
    fn shares_are_another_scale_and_a_single_stray_is_not() {
        assert!(matches!(
            tally(&["80", "95", "12", "9"]).scale(),
            Scale::Other(_)
        ));
        assert_eq!(
            tally(&["9", "10", "0", "3", "7", "8", "11"]).scale(),
            Scale::Nps
        );
    }

    #[test]
    fn grades_are_another_scale_and_moods_are_none() {
        let satisfied = tally(&["Very satisfied", "Satisfied", "Neutral"]);
        assert!(matches!(satisfied.scale(), Scale::Other(_)));
        let moods = tally(&["negative", "neutral", "positive"]);
        assert!(matches!(moods.scale(), Scale::None(_)));
    }
}
