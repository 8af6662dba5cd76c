//! Whether a column is on the scale that scores are read on, and on which it
//! may be if it is not.

use std::collections::{BTreeMap, BTreeSet};

use super::blank::is_no_rating;
use super::error::{counted, listed};
use super::rating_cell::{code, numbered, out_of};
use super::score::{ScoreCell, ScoreReader, is_grade};
use super::worded_scale::WordedScale;
use crate::feedback::Scale;

/// What the cells of one column say as scores.
#[derive(Clone, Debug, Default)]
pub(super) struct ScaleTally {
    /// How often each rating occurs.
    pub(super) ratings: [usize; 11],
    off_scale: usize,
    lowest: f64,
    highest: f64,
    words: usize,
    examples: BTreeMap<String, usize>,
    /// The different cells; beyond a few they are no scale, and none are kept.
    cells: BTreeSet<String>,
    has_many_cells: bool,
    /// How many cells say that they are out of so many.
    out_of: [usize; 11],
    none_out_of: bool,
}

/// How a column fits the scale.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ScaleFit {
    /// Nothing stands in it.
    Empty,
    /// It is on the scale.
    On,
    /// It is on another, and how that shows.
    Other(String),
    /// No scale at all: words, and which.
    None(String),
}

const EXAMPLES: usize = 12;

impl ScaleTally {
    pub(super) fn add(&mut self, cell: &str, reader: &ScoreReader) {
        let score = reader.score(cell);
        if score != ScoreCell::Blank {
            self.keep_cell(cell);
        }
        match score {
            ScoreCell::Blank => {}
            ScoreCell::Rated(rating) => {
                self.ratings[usize::from(rating.value())] += 1;
                self.widen_range(f64::from(rating.value()));
            }
            ScoreCell::OffScale(number) => {
                self.off_scale += 1;
                self.widen_range(number);
            }
            ScoreCell::Words => {
                self.words += 1;
                self.keep(cell);
            }
        }
    }

    fn widen_range(&mut self, number: f64) {
        if self.rated() + self.off_scale == 1 {
            (self.lowest, self.highest) = (number, number);
        }
        self.lowest = self.lowest.min(number);
        self.highest = self.highest.max(number);
    }

    fn keep_cell(&mut self, cell: &str) {
        if let Some((given, all)) = out_of(cell) {
            self.out_of[usize::from(all)] += 1;
            self.none_out_of |= given == 0;
        }
        if self.has_many_cells || self.cells.contains(cell) {
            return;
        }
        self.has_many_cells = self.cells.len() > EXAMPLES;
        if self.has_many_cells {
            self.cells.clear();
        } else {
            self.cells.insert(cell.to_owned());
        }
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

    /// Returns how the values fit the scale they were read on.
    pub(super) fn fit(&self, reader: &ScoreReader) -> ScaleFit {
        if self.answers() == 0 {
            return ScaleFit::Empty;
        }
        if self.words * 2 > self.answers() {
            return self.worded();
        }
        match self.other(reader) {
            Some(found) => ScaleFit::Other(found),
            None => ScaleFit::On,
        }
    }

    fn other(&self, reader: &ScoreReader) -> Option<String> {
        let (lowest, highest) = (self.lowest, self.highest);
        let range = self.range_or_words();
        // A few rows may be broken; many are another scale.
        let many = if self.numbers() < 20 { 2 } else { 5 };
        let strays = self.off_scale * many > self.numbers();
        let five = highest <= 5.0 && self.numbers() >= 10;
        // Seven steps are a scale of their own (effort, agreement); so few
        // answers as here would not all be below 8 on eleven.
        let seven = highest <= 7.0 && lowest >= 1.0 && self.numbers() >= 30;
        (strays || !reader.is_given() && (five || seven)).then_some(range)
    }

    /// Returns whether most cells are words.
    pub(super) fn is_worded(&self) -> bool {
        self.words * 2 > self.answers()
    }

    /// Returns whether nearly all numbers lie within these.
    pub(super) fn fit_range(&self, (low, high): (u8, u8)) -> bool {
        let within: usize = self.ratings[usize::from(low)..=usize::from(high)]
            .iter()
            .sum();
        within > 0 && (self.numbers() - within) * 5 <= self.numbers() && !self.is_worded()
    }

    /// Returns the scale that the words are answers on, as it is written.
    pub(super) fn worded_on(&self) -> Option<&'static str> {
        const SPECS: [&str; 5] = [
            "yes/no",
            "fft",
            "good/bad",
            "promoter/passive/detractor",
            "positive/neutral/negative",
        ];
        let words: Vec<&str> = if self.are_numbered() {
            let cells = self.cells.iter();
            cells.filter_map(|cell| Some(numbered(cell)?.1)).collect()
        } else {
            self.examples.keys().map(String::as_str).collect()
        };
        let on = |spec: &&str| {
            let scale: Option<Scale> = spec.parse().ok();
            let known = |cell: &&str| {
                is_no_rating(cell) || scale.as_ref().is_some_and(|on| on.worded(cell).is_some())
            };
            words.iter().all(known)
        };
        let are_few = !words.is_empty() && words.len() < EXAMPLES;
        let are_words = self.are_numbered() || self.is_worded();
        SPECS
            .into_iter()
            .find(|spec| are_few && are_words && on(spec))
    }

    /// Returns whether every cell has its answer in words beside its number.
    fn are_numbered(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cell| numbered(cell).is_some())
    }

    /// Returns the scale that the cells are on in words of its own, if they
    /// are: satisfied, likely, good, and how much so. On a scale that is known,
    /// they must fit it.
    pub(super) fn worded_scale(
        &self,
        known: Option<&Scale>,
        is_worst: bool,
    ) -> Option<WordedScale> {
        let cells = self.cells.iter().map(String::as_str);
        (!self.has_many_cells).then(|| WordedScale::from_answers(cells, known, is_worst))?
    }

    /// Returns the range that nearly all cells say for themselves: `4/5`, `★★★★☆`.
    pub(super) fn said_range(&self) -> Option<(u8, u8)> {
        let (all, count) = self
            .out_of
            .iter()
            .enumerate()
            .max_by_key(|(_, count)| *count)?;
        let are_most = *count > 1 && count * 10 >= self.answers() * 9;
        are_most.then_some((u8::from(!self.none_out_of), all as u8))
    }

    /// Returns the largest of the numbers that stand for promoters, passives
    /// and detractors, 100 or 1, where the cells are such.
    pub(super) fn coded(&self) -> Option<i8> {
        let codes: BTreeSet<i8> = self
            .cells
            .iter()
            .map(|cell| code(cell))
            .collect::<Option<_>>()?;
        let highest = *codes.last()?;
        let size = highest.max(-*codes.first()?);
        let are_of_one_size = codes.iter().all(|code| *code == 0 || code.abs() == size);
        // 0 and 1, or 0 and 100, may be anything.
        (codes.first() < Some(&0) && codes.len() > 1 && are_of_one_size).then_some(size)
    }

    /// Returns whether the words are all thumbs or faces.
    pub(super) fn are_signs(&self) -> bool {
        !self.examples.is_empty() && self.examples.keys().all(|cell| Scale::is_sign(cell))
    }

    /// Returns whether the cells name promoters, passives and detractors.
    pub(super) fn are_groups(&self) -> bool {
        let are_words =
            self.numbers() == 0 && self.worded_on() == Some("promoter/passive/detractor");
        are_words || self.coded() == Some(100)
    }

    /// Returns what the cells say, for a message: which words, or from where to
    /// where the numbers run.
    pub(super) fn range_or_words(&self) -> String {
        if self.is_worded() {
            return self.said();
        }
        let (lowest, highest) = (self.lowest, self.highest);
        format!(
            "its {} run from {lowest} to {highest}",
            counted(self.numbers(), "value")
        )
    }

    /// Returns the scales the values may be on, the likeliest first, as they
    /// are typed after `--scale`.
    ///
    /// Numbers do not say which end is the best. Most people are content with
    /// most things, so the end that more are at is named first.
    pub(super) fn suggested(&self) -> Vec<String> {
        if self.coded().is_some() {
            return vec!["promoter/passive/detractor".into()];
        }
        if self.is_worded() {
            let stars = || self.says_stars().then_some("1-5");
            return self
                .worded_on()
                .or_else(stars)
                .map(String::from)
                .into_iter()
                .collect();
        }
        let (low, high): (usize, usize) = match (self.lowest, self.highest) {
            (low, high) if low < 0.0 || high > 10.0 => return Vec::new(),
            (low, high) if low >= 1.0 && high <= 5.0 => (1, 5),
            (low, high) if low >= 1.0 && high <= 7.0 => (1, 7),
            (low, _) if low >= 1.0 => (1, 10),
            (_, high) if high <= 5.0 => (0, 5),
            _ => return Vec::new(),
        };
        let beyond_five = self.ratings[6] + self.ratings[7];
        let middle = low + high;
        let at_low: usize = (low..high)
            .take_while(|at| at * 2 < middle)
            .map(|at| self.ratings[at])
            .sum();
        let at_high: usize = (0..=high)
            .filter(|at| at * 2 > middle)
            .map(|at| self.ratings[at])
            .sum();
        let low_is_best = at_low > at_high;
        // Of the Friends and Family question 6 is "don't know", 7 not asked.
        if high == 7 && low_is_best && beyond_five * 5 < self.rated() {
            let unasked = if self.ratings[7] > 0 {
                " --no-answer 7"
            } else {
                ""
            };
            return vec![format!("fft{unasked}"), "7-1".into(), "1-7".into()];
        }
        if low_is_best {
            vec![format!("{high}-{low}"), format!("{low}-{high}")]
        } else {
            vec![format!("{low}-{high}")]
        }
    }

    fn says_stars(&self) -> bool {
        self.examples.keys().all(|cell| {
            let cell = cell.to_lowercase();
            ["star", "\u{2605}", "\u{2b50}", "/5", "/ 5"]
                .iter()
                .any(|star| cell.contains(star))
        })
    }

    /// Returns what the words are, the most frequent first.
    fn said(&self) -> String {
        let mut examples: Vec<(&String, usize)> = self
            .examples
            .iter()
            .map(|(cell, count)| (cell, *count))
            .collect();
        examples.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let names = listed(examples.iter().take(3).map(|(cell, _)| cell));
        format!("it says {names}")
    }

    fn worded(&self) -> ScaleFit {
        let found = self.said();
        let graded = self.examples.keys().any(|cell| is_grade(cell));
        if graded && self.examples.len() < EXAMPLES {
            ScaleFit::Other(found)
        } else {
            ScaleFit::None(found)
        }
    }

    /// Returns how many ratings lie from 1 to 6 where none is 0: then the
    /// scale may begin at 1.
    pub(super) fn never_zero(&self) -> Option<usize> {
        let detractors: usize = self.ratings[1..=6].iter().sum();
        (self.ratings[0] == 0 && detractors > 50).then_some(detractors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::ReadOptions;

    /// As a file is read of which nothing was said.
    fn unsaid() -> ScoreReader {
        ScoreReader::new(&ReadOptions::default())
    }

    fn tally(cells: &[&str]) -> ScaleTally {
        let mut tally = ScaleTally::default();
        for cell in cells {
            tally.add(cell, &unsaid());
        }
        tally
    }

    #[test]
    fn five_steps_are_another_scale() {
        let stars = tally(&["1", "2", "3", "4", "5", "5", "5", "4", "4", "5"]);
        assert_eq!(
            stars.fit(&unsaid()),
            ScaleFit::Other("its 10 values run from 1 to 5".into())
        );
        assert_eq!(tally(&["3", "4", "5"]).fit(&unsaid()), ScaleFit::On);
    }

    #[test]
    fn shares_are_another_scale_and_a_single_stray_is_not() {
        assert!(matches!(
            tally(&["80", "95", "12", "9"]).fit(&unsaid()),
            ScaleFit::Other(_)
        ));
        assert_eq!(
            tally(&["9", "10", "0", "3", "7", "8", "11"]).fit(&unsaid()),
            ScaleFit::On
        );
    }

    #[test]
    fn grades_are_another_scale_and_moods_are_none() {
        let satisfied = tally(&["Very satisfied", "Satisfied", "Neutral"]);
        assert!(matches!(satisfied.fit(&unsaid()), ScaleFit::Other(_)));
        let moods = tally(&["negative", "neutral", "positive"]);
        assert!(matches!(moods.fit(&unsaid()), ScaleFit::None(_)));
    }

    #[test]
    fn a_scale_is_suggested_by_what_the_cells_say() {
        let suggested = |cells: &[&str]| tally(cells).suggested().join(", ");
        assert_eq!(suggested(&["1", "4", "5"]), "1-5");
        assert_eq!(suggested(&["1", "7", "6"]), "1-7");
        assert_eq!(suggested(&["yes", "no", "Yes"]), "yes/no");
        assert_eq!(suggested(&["Very good", "Poor"]), "fft");
        assert_eq!(suggested(&["Good", "Bad"]), "good/bad");
        assert_eq!(
            suggested(&["Positive", "neutral"]),
            "positive/neutral/negative"
        );
        assert_eq!(suggested(&["5 stars", "1 star"]), "1-5");
        assert_eq!(suggested(&["80", "95"]), "");
    }

    #[test]
    fn the_end_that_most_are_at_is_taken_for_the_best() {
        let suggested = |cells: &[&str]| tally(cells).suggested().join(", ");
        assert_eq!(suggested(&["1", "1", "2", "5"]), "5-1, 1-5");
        let friends = ["1", "1", "1", "2", "2", "1", "1", "5", "1", "6"];
        assert_eq!(suggested(&friends), "fft, 7-1, 1-7");
        let unasked = ["1", "1", "1", "2", "2", "1", "1", "5", "1", "7"];
        assert_eq!(suggested(&unasked), "fft --no-answer 7, 7-1, 1-7");
    }
}
