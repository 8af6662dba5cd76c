//! Rows that sum up the others: `Average,,7.2,`, `Jan total;;31`, `,7.25,,`.
//!
//! Spreadsheets end in them, and put them below blocks of rows, and they look
//! like one more answer. All they hold is numbers, and a name for what was
//! summed up. Where that name could be a customer's (`Total`) or where there is
//! none, the numbers tell: they come to the mean, the sum or the count of the
//! rows above, or no answer could be such a number.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

use csv::StringRecord;

use super::amount::{self, DecimalMark, is_amount};
use super::blank::says_nothing;
use super::error::shortened;
use super::header::{Header, rank};
use super::role::ColumnRole;
use super::summary_names::SummaryName;
use super::table::{CellTable, is_blank, word_count};

/// The rows of a table that sum up others, each with what it is called.
#[derive(Debug, Default)]
pub(super) struct SummaryRows {
    reasons: BTreeMap<u32, String>,
}

impl SummaryRows {
    /// Finds the summaries among the rows under a header.
    pub(super) fn find(table: &CellTable, header: &Header) -> Self {
        let mut columns: Vec<ColumnSums> = (0..header.names.len())
            .map(|place| ColumnSums::new(header, place))
            .collect();
        let mut found: Vec<PossibleSummary> = Vec::new();
        let mut rows = 0;
        table.walk(|row, record| {
            if row <= header.last_row || is_blank(record) {
                return ControlFlow::Continue(());
            }
            if let Some(candidate) = PossibleSummary::new(row, rows, record, &columns) {
                let mut unnamed = (0..found.len()).filter(|at| found[*at].label.is_none());
                // Without a name only the last rows can be summaries.
                if let (None, Some(first)) = (&candidate.label, unnamed.next())
                    && unnamed.count() + 1 == LAST
                {
                    found.remove(first);
                }
                if found.len() * columns.len() < MOST {
                    found.push(candidate);
                }
            }
            rows += 1;
            for (column, cell) in columns.iter_mut().zip(record) {
                column.add(cell.trim());
            }
            ControlFlow::Continue(())
        });
        if found.is_empty() {
            return Self::default();
        }
        let levels = levels(table, header, &found);
        let spare = found.len().max(rows / 20);
        let judge = Judge {
            columns,
            rows,
            spare,
        };
        judge.judged(found, &levels)
    }

    /// Returns why a row is left out, if it sums up others.
    pub(super) fn reason(&self, row: u32) -> Option<&str> {
        self.reasons.get(&row).map(String::as_str)
    }

    /// Returns whether a row sums up others.
    pub(super) fn has(&self, row: u32) -> bool {
        self.reasons.contains_key(&row)
    }
}

/// As many rows without a name may sum up at the end: mean, sum and count.
const LAST: usize = 3;

/// As many sums are kept for such rows; a table with more is a table of sums.
const MOST: usize = 1_000_000;

/// What the cells of one column come to.
#[derive(Clone, Debug, Default)]
struct ColumnSums {
    filled: usize,
    words: usize,
    numbers: usize,
    sum: f64,
    ratings: usize,
    /// Whether its name says that people wrote there.
    is_of_comments: bool,
    /// Whether its name says that it tells answers or people apart.
    is_of_ids: bool,
}

impl ColumnSums {
    fn new(header: &Header, place: usize) -> Self {
        let is_of = |role| rank(header, place, role).is_some();
        Self {
            is_of_comments: is_of(ColumnRole::Comment),
            is_of_ids: is_of(ColumnRole::Id) || is_of(ColumnRole::Email),
            ..Self::default()
        }
    }

    fn add(&mut self, cell: &str) {
        if says_nothing(cell) {
            return;
        }
        self.filled += 1;
        self.words += word_count(cell);
        if let Some(number) = number(cell) {
            self.numbers += 1;
            self.sum += number;
            self.ratings += usize::from(is_rating(number));
        }
    }

    fn is_written(&self) -> bool {
        self.is_of_comments || self.words * 2 >= self.filled * 5
    }

    fn is_of_numbers(&self) -> bool {
        self.numbers > 0 && self.numbers * 10 >= self.filled * 9
    }

    fn is_of_ratings(&self) -> bool {
        self.numbers > 0 && self.ratings * 10 >= self.filled * 9
    }
}

fn is_rating(number: f64) -> bool {
    number.fract() == 0.0 && (0.0..=10.0).contains(&number)
}

fn number(cell: &str) -> Option<f64> {
    if !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Ok(number) = cell.parse::<f64>() {
        return Some(number).filter(|number| number.is_finite());
    }
    let is_comma = |cell: &str| {
        cell.split_once(',')
            .is_some_and(|(_, cents)| cents.len() < 3)
    };
    let mark = if is_comma(cell) {
        DecimalMark::Comma
    } else {
        DecimalMark::Point
    };
    let share = cell.trim_end_matches('%').trim_end();
    amount::plain(share, mark).parse().ok()
}

/// A row of nothing but numbers and perhaps the name of a summary.
struct PossibleSummary {
    row: u32,
    /// The column of the name, and the name.
    label: Option<(usize, String, SummaryName)>,
    /// The other cells with anything in them.
    cells: BTreeMap<usize, String>,
    /// The rows above, and what the columns came to there.
    above: usize,
    sums: Vec<(usize, f64)>,
}

impl PossibleSummary {
    fn new(row: u32, above: usize, record: &StringRecord, columns: &[ColumnSums]) -> Option<Self> {
        let mut label = None;
        let mut cells = BTreeMap::new();
        let mut blank = columns.len().saturating_sub(record.len());
        for (place, cell) in record.iter().enumerate().take(columns.len()) {
            let cell = cell.trim();
            if says_nothing(cell) {
                blank += 1;
            } else if is_amount(cell) || is_formula(cell) {
                cells.insert(place, cell.to_owned());
            } else if let (None, Some(sure)) = (&label, SummaryName::of(cell)) {
                label = Some((place, cell.to_owned(), sure));
            } else {
                return None;
            }
        }
        if label.is_none() && (blank == 0 || cells.is_empty()) {
            return None;
        }
        Some(Self {
            row,
            label,
            cells,
            above,
            sums: columns.iter().map(|of| (of.numbers, of.sum)).collect(),
        })
    }
}

impl PossibleSummary {
    /// Returns the numbers that sum up the rows above, and how.
    fn results(&self, above: &[Above]) -> impl Iterator<Item = (usize, &str, Aggregate)> {
        self.cells.iter().filter_map(|(place, cell)| {
            let found = above
                .iter()
                .filter_map(|above| above.aggregate(cell, *place));
            Some((*place, cell.as_str(), found.max()?))
        })
    }
}

/// `=AVERAGE(B2:B41)`, which some programs export instead of what it comes to.
fn is_formula(cell: &str) -> bool {
    cell.starts_with('=') && cell.ends_with(')') && cell.contains('(')
}

/// Returns the names that other rows, which are answers, have in the same
/// columns: a segment may be called `Average`.
fn levels(
    table: &CellTable,
    header: &Header,
    found: &[PossibleSummary],
) -> HashSet<(usize, String)> {
    let rows: HashSet<u32> = found.iter().map(|of| of.row).collect();
    let labels = found.iter().filter_map(|of| of.label.as_ref());
    let labels: HashSet<(usize, &str)> = labels.map(|(at, name, _)| (*at, &**name)).collect();
    let columns: HashSet<usize> = labels.iter().map(|(at, _)| *at).collect();
    let mut levels = HashSet::new();
    if labels.is_empty() {
        return levels;
    }
    table.walk(|row, record| {
        if row > header.last_row && !rows.contains(&row) {
            for &at in &columns {
                let cell = record.get(at).map_or("", str::trim);
                if labels.contains(&(at, cell)) {
                    levels.insert((at, cell.to_owned()));
                }
            }
        }
        ControlFlow::Continue(())
    });
    levels
}

/// What the whole table shows of its columns.
struct Judge {
    columns: Vec<ColumnSums>,
    rows: usize,
    /// As many rows may lack what every answer has.
    spare: usize,
}

impl Judge {
    fn judged(
        &self,
        found: Vec<PossibleSummary>,
        levels: &HashSet<(usize, String)>,
    ) -> SummaryRows {
        let mut summaries = SummaryRows::default();
        // What was summed up before is in the sums behind it, too.
        let mut before = vec![(0, 0.0); self.columns.len()];
        let mut block: (usize, Vec<(usize, f64)>) = (0, before.clone());
        let mut counted = 0;
        let ends = self.ends(&found);
        for of in found {
            let above = [
                Above::less(of.above - counted, &of.sums, &before),
                Above::less(of.above - block.0, &of.sums, &block.1),
            ];
            let reason = match &of.label {
                Some((at, name, _)) if levels.contains(&(*at, name.clone())) => None,
                Some((at, name, label)) => self
                    .is_summary(&of, *at, *label, &above)
                    .then(|| format!("is a summary of other rows (`{}`)", shortened(name))),
                None if ends.contains(&of.row) => self.unnamed(&of, &above),
                None => None,
            };
            let Some(reason) = reason else { continue };
            let mut sums = of.sums.clone();
            for (place, cell) in &of.cells {
                if let Some(number) = number(cell) {
                    before[*place].0 += 1;
                    before[*place].1 += number;
                    sums[*place].0 += 1;
                    sums[*place].1 += number;
                }
            }
            counted += 1;
            block = (of.above + 1, sums);
            summaries.reasons.insert(of.row, reason);
        }
        summaries
    }

    /// Returns the rows without a name that no answer follows.
    fn ends(&self, found: &[PossibleSummary]) -> HashSet<u32> {
        let mut next = self.rows;
        let mut ends = HashSet::new();
        for of in found.iter().rev() {
            if of.above + 1 != next {
                break;
            }
            ends.insert(of.row);
            next = of.above;
        }
        ends
    }

    fn is_summary(
        &self,
        of: &PossibleSummary,
        at: usize,
        label: SummaryName,
        above: &[Above],
    ) -> bool {
        if self.has_id(of, at) {
            return false;
        }
        let lacks = self.lacks(of, at);
        let is_written = self.columns[at].is_written();
        if of.cells.is_empty() {
            let is_named = label != SummaryName::Faint && self.columns.len() > 1;
            let is_told = label != SummaryName::Ambiguous && lacks > 0;
            return is_named && (!is_written || is_told);
        }
        let is_no_answer = self.is_no_answer(of);
        let results = || of.results(above);
        match label {
            SummaryName::Sure | SummaryName::Count => {
                is_no_answer || lacks > 0 || (!is_written && results().next().is_some())
            }
            SummaryName::Ambiguous | SummaryName::Faint if is_written && lacks == 0 => false,
            SummaryName::Ambiguous | SummaryName::Faint => {
                let is_sum = |(place, cell, result): (usize, &str, Aggregate)| {
                    result != Aggregate::Mean && (lacks > 1 || !self.is_answer(place, cell))
                };
                is_no_answer || results().any(is_sum)
            }
        }
    }

    /// Judges a row of numbers alone: it lacks what every answer has, and comes
    /// to what the others come to.
    fn unnamed(&self, of: &PossibleSummary, above: &[Above]) -> Option<String> {
        let lacks = self.lacks(of, usize::MAX);
        if lacks == 0 || self.has_id(of, usize::MAX) {
            return None;
        }
        // An answer may be the mean of the others, by chance.
        let results = of
            .results(above)
            .filter(|(place, cell, _)| lacks > 1 || !self.is_answer(*place, cell));
        let (_, cell, result) = results.max_by_key(|(.., result)| *result)?;
        let what = match result {
            Aggregate::Mean => "the mean",
            Aggregate::Sum => "the sum",
            Aggregate::Count => "the number",
        };
        Some(format!(
            "is a summary of other rows (`{}` is {what} of those above)",
            shortened(cell)
        ))
    }

    /// Returns whether a cell is a rating in a column of ratings.
    fn is_answer(&self, place: usize, cell: &str) -> bool {
        self.columns[place].is_of_ratings() && number(cell).is_some_and(is_rating)
    }

    /// Returns whether a row says which answer it is.
    fn has_id(&self, of: &PossibleSummary, label: usize) -> bool {
        let ids = of.cells.keys().filter(|place| **place != label);
        ids.into_iter().any(|place| self.columns[*place].is_of_ids)
    }

    /// Returns whether a column of ratings has what is none.
    fn is_no_answer(&self, of: &PossibleSummary) -> bool {
        of.cells.iter().any(|(place, cell)| {
            self.columns[*place].is_of_ratings() && !self.is_answer(*place, cell)
        })
    }

    /// Returns how many cells are blank that nearly every answer has filled,
    /// with words, a day or an id.
    fn lacks(&self, of: &PossibleSummary, label: usize) -> usize {
        let places = 0..self.columns.len();
        let lacking = places.filter(|place| {
            let column = &self.columns[*place];
            let is_told = column.is_of_ids || !column.is_of_numbers();
            let is_usual = column.filled > 1 && column.filled + self.spare >= self.rows;
            *place != label && is_told && is_usual && !of.cells.contains_key(place)
        });
        lacking.count()
    }
}

/// The rows above one, and how many numbers each column has there and what
/// they come to.
struct Above {
    rows: usize,
    sums: Vec<(usize, f64)>,
}

/// What a number is of the rows above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Aggregate {
    Mean,
    Count,
    Sum,
}

impl Above {
    fn less(rows: usize, sums: &[(usize, f64)], before: &[(usize, f64)]) -> Self {
        let pairs = sums.iter().zip(before);
        Self {
            rows,
            sums: pairs
                .map(|(sum, less)| (sum.0 - less.0, sum.1 - less.1))
                .collect(),
        }
    }

    /// Returns what a cell is of the rows above, to the places it is written with.
    fn aggregate(&self, cell: &str, place: usize) -> Option<Aggregate> {
        const FEWEST: usize = 2;
        let value = number(cell)?;
        let (numbers, sum) = self.sums[place];
        let places = cell
            .rsplit_once(['.', ','])
            .map_or(0, |(_, cents)| cents.trim_end_matches('%').len());
        let half = 0.5 * 0.1_f64.powi(i32::try_from(places).ok()?) + 1e-9;
        let is = |wanted: f64| (value - wanted).abs() <= half;
        if self.rows < FEWEST {
            None
        } else if numbers >= FEWEST && is(sum) {
            Some(Aggregate::Sum)
        } else if is(self.rows as f64) || (numbers >= FEWEST && is(numbers as f64)) {
            Some(Aggregate::Count)
        } else if numbers >= FEWEST && is(sum / numbers as f64) {
            Some(Aggregate::Mean)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::*;

    const HEADER: &str = "id,day,nps,comment,region";

    /// Returns the rows of twelve answers, whose ratings have a sum of 78 and a
    /// mean of 6.5.
    fn answers() -> Vec<String> {
        let ratings = [9, 3, 10, 6, 7, 4, 8, 9, 2, 5, 6, 9];
        let answer = |(id, rating): (usize, &usize)| {
            format!(
                "A{id},2025-04-{:02},{rating},the app is slow at {id},North",
                id + 1
            )
        };
        ratings.iter().enumerate().map(answer).collect()
    }

    fn summaries(header: &str, rows: &[String]) -> Vec<String> {
        let table = delimited(format!("{header}\n{}\n", rows.join("\n")), "UTF-8");
        let header = Header::from_table(&table);
        let found = SummaryRows::find(&table, &header);
        found.reasons.into_values().collect()
    }

    fn is_summary(row: &str) -> bool {
        let mut rows = answers();
        rows.push(row.to_owned());
        !summaries(HEADER, &rows).is_empty()
    }

    #[test]
    fn what_is_called_a_summary_and_holds_only_numbers_is_one() {
        for row in [
            "Average,,7,,",
            ",Mean:,6.5,,",
            "Total,12,78,,",
            "Durchschnitt,,\"6,5\",n/a,",
            "Total (n = 12),,7,,",
            "MOYENNE,,,,",
            "Moyenne,,6.5,,",
            ",,7,Average,",
            ",,6.5,,Average",
            ",,,,Total: 12",
            "Jan total,,78,,",
            "Total January,,6.5,,",
            "Total responses: 12,,,,",
            "12 responses,,,,",
            "12 Antworten,,,,",
            "n=12,,,,",
            "N = 12,,,,",
            "Totaal,,,,",
            "Gesamt,,78,,",
            "\u{d8},,6.5,,",
            "\u{2211},,78,,",
            "Grand Total,,,,",
            "NPS,,-20,,",
            "NPS score,,12.5%,,",
            "Total,,=SUM(C2:C13),,",
            "合計,,78,,",
        ] {
            assert!(is_summary(row), "{row}");
        }
    }

    #[test]
    fn who_is_called_like_a_summary_and_answers_is_no_summary() {
        for row in [
            "A40,2025-04-30,2,Total waste,North",
            "A40,2025-04-30,7,Average,North",
            "A40,,7,Average,",
            "Total,2025-04-30,9,,North",
            "Total,,9,,",
            "Max,,9,,",
            "Max,,,,",
            "Average Joe,,9,,",
            ",,9,Total nonsense,",
            "Total,,9,Fuel cards that work,",
        ] {
            assert!(!is_summary(row), "{row}");
        }
    }

    #[test]
    fn a_last_row_without_a_name_is_known_by_what_its_number_comes_to() {
        for (row, what) in [
            (",,6.5,,", "mean"),
            (",,\"6,50\",,", "mean"),
            (",,78,,", "sum"),
            (",,12,,", "number"),
            (",,7,,", "mean"),
        ] {
            let mut rows = answers();
            rows.push(row.to_owned());
            let found = summaries(HEADER, &rows);
            assert!(found[0].contains(what), "{row}: {found:?}");
            // Below the sum, the mean.
            rows.push(",,6.5,,".to_owned());
            assert_eq!(summaries(HEADER, &rows).len(), 2, "{row}");
        }
        for row in [",,9,,", "A40,2025-04-30,7,,North", ",,6.1,,"] {
            assert!(!is_summary(row), "{row}");
        }
        // Comments are optional here.
        let rows: Vec<String> = [9, 7, 5, 7].iter().map(|n| format!("{n},")).collect();
        assert!(summaries("nps,comment", &rows).is_empty());
    }

    #[test]
    fn a_block_of_rows_has_a_summary_of_its_own() {
        let mut rows = answers();
        rows.insert(4, "March total,,28,,".into());
        rows.push("April total,,50,,".into());
        rows.push("Total,,78,,".into());
        assert_eq!(summaries(HEADER, &rows).len(), 3);
    }

    #[test]
    fn a_segment_may_be_called_average() {
        let rows: Vec<String> = ["Good,9", "Average,6", "Average,5", "Poor,2", "Good,8"]
            .map(str::to_owned)
            .to_vec();
        assert!(summaries("quality,nps", &rows).is_empty());
        let mut rows = answers();
        rows.push("A40,2025-04-30,7,so so,Average".into());
        rows.push(",,9,,Average".into());
        assert!(summaries(HEADER, &rows).is_empty());
    }
}
