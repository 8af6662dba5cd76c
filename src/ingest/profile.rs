//! What the cells of each column hold, counted in one walk over the rows.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use csv::StringRecord;

use super::amount::AmountTally;
use super::blank::says_nothing;
use super::date;
use super::header::{Header, rank};
use super::labels::is_name;
use super::mapping::{ColumnChoice, Mapping};
use super::names::ColumnName;
use super::role::ColumnRole;
use super::scale_check;
use super::score::ScoreReader;
use super::summary_rows::SummaryRows;
use super::table::{CellTable, is_blank, word_count};

/// What one column holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Cells with anything in them.
    pub(super) filled: usize,
    words: usize,
    characters: usize,
    longest: usize,
    /// What they say as amounts.
    pub(super) amounts: AmountTally,
    addresses: usize,
    damaged: usize,
    /// Cells like `ABC-1048`: letters and digits in one word.
    codes: usize,
    /// Cells like `Ada Moe`.
    full_names: usize,
    sequence: Sequence,
    distinct: HashSet<u64>,
    /// What they say as scores.
    pub(super) scores: scale_check::ScaleTally,
    /// What they say as dates, where the name speaks of a date or the first
    /// cells hold days.
    pub(super) dates: Option<date::DateTally>,
    names_date: bool,
    /// What they say, where the name speaks of a kind of survey.
    pub(super) kinds: Option<BTreeMap<String, usize>>,
}

/// How the whole numbers of a column follow each other.
#[derive(Clone, Debug, Default)]
struct Sequence {
    numbers: usize,
    last: u64,
    falls: bool,
    /// How many are just one more than the number before.
    steps: usize,
    /// How many digits all of them have; 0 where they differ.
    digits: usize,
}

impl Sequence {
    fn add(&mut self, cell: &str) {
        let is_whole = cell.len() < 16 && cell.bytes().all(|byte| byte.is_ascii_digit());
        let Some(number) = cell.parse::<u64>().ok().filter(|_| is_whole) else {
            return;
        };
        if self.numbers == 0 {
            self.digits = cell.len();
        } else {
            self.falls |= number <= self.last;
            self.steps += usize::from(number == self.last + 1);
            self.digits *= usize::from(self.digits == cell.len());
        }
        self.numbers += 1;
        self.last = number;
    }

    /// Returns whether the numbers count rows, or are given out in order:
    /// 1, 2, 3, 5; 10482, 10519, 10560.
    fn numbers_rows(&self, filled: usize) -> bool {
        let are_all = self.numbers == filled && filled >= FEW_IDS && !self.falls;
        let counts = self.steps * 10 >= (self.numbers.saturating_sub(1)) * 8;
        are_all && (counts || self.digits >= 5)
    }
}

/// Fewer values are different by chance.
const FEW_IDS: usize = 10;

/// What all columns hold.
#[derive(Debug)]
pub(super) struct Profiles {
    pub(super) columns: Vec<Profile>,
    /// Rows that are not blank.
    pub(super) rows: usize,
}

/// As many different values are told apart; beyond, a column just has many.
const MOST_DISTINCT: usize = 5_000;
const MOST_KINDS: usize = 40;
/// After as many cells a column of dates has shown that it is one.
const DATES_SHOW: usize = 20;

impl Profiles {
    /// Counts the rows under the header for which `counts` holds, without
    /// those that sum up others.
    pub(super) fn new(
        table: &CellTable,
        header: &Header,
        summaries: &SummaryRows,
        mapping: &Mapping,
        reader: &ScoreReader,
        counts: impl Fn(&StringRecord) -> bool,
    ) -> Self {
        let mut profiles = Self {
            columns: header
                .names
                .iter()
                .enumerate()
                .map(|(place, _)| Profile::new(header, mapping, place))
                .collect(),
            rows: 0,
        };
        table.walk(|row, record| {
            if row > header.last_row && !is_blank(record) && !summaries.has(row) && counts(record) {
                profiles.rows += 1;
                for (profile, cell) in profiles.columns.iter_mut().zip(record) {
                    profile.add(row, cell.trim(), reader);
                }
            }
            ControlFlow::Continue(())
        });
        profiles
    }
}

impl Profile {
    fn new(header: &Header, mapping: &Mapping, place: usize) -> Self {
        let is_mapped = |role| match mapping.choice(role) {
            Some(ColumnChoice::Column(name)) => {
                ColumnName::new(name) == ColumnName::new(&header.names[place])
            }
            _ => false,
        };
        let speaks_of = |role| is_mapped(role) || rank(header, place, role).is_some();
        Self {
            dates: Some(date::DateTally::default()),
            names_date: speaks_of(ColumnRole::Date),
            kinds: speaks_of(ColumnRole::Kind).then(BTreeMap::new),
            ..Self::default()
        }
    }

    fn add(&mut self, row: u32, cell: &str, reader: &ScoreReader) {
        if says_nothing(cell) {
            return;
        }
        self.filled += 1;
        self.characters += cell.len();
        self.longest = self.longest.max(cell.len());
        self.words += word_count(cell);
        if self.distinct.len() < MOST_DISTINCT {
            let mut hasher = DefaultHasher::new();
            cell.hash(&mut hasher);
            self.distinct.insert(hasher.finish());
        }
        self.scores.add(cell, reader);
        self.add_short(cell);
        if let Some(dates) = &mut self.dates {
            dates.add(row, cell);
            if self.filled == DATES_SHOW && !self.names_date && !dates.are_written() {
                self.dates = None;
            }
        }
        if let Some(kinds) = &mut self.kinds
            && kinds.len() < MOST_KINDS
        {
            *kinds.entry(cell.to_owned()).or_default() += 1;
        }
    }

    fn add_short(&mut self, cell: &str) {
        if cell.len() > 100 {
            return;
        }
        self.amounts.add(cell);
        self.sequence.add(cell);
        self.codes += usize::from(is_code(cell));
        self.full_names += usize::from(is_full_name(cell));
        let is_damaged = cell.contains("E+") && cell.parse::<f64>().is_ok_and(f64::is_finite);
        self.damaged += usize::from(is_damaged);
        let address = cell.bytes().any(|byte| byte == b'@') && !cell.contains(' ');
        self.addresses += usize::from(address);
    }

    fn mean_words(&self) -> f64 {
        self.words as f64 / self.filled.max(1) as f64
    }

    pub(super) fn mean_characters(&self) -> f64 {
        self.characters as f64 / self.filled.max(1) as f64
    }

    /// Returns how many different values there are, up to a few thousand.
    pub(super) fn levels(&self) -> usize {
        self.distinct.len()
    }

    /// Returns whether people wrote freely here: in sentences that differ.
    pub(super) fn is_prose(&self) -> bool {
        self.is_varied() && (self.mean_words() >= 2.5 || self.longest >= 60)
    }

    /// Returns whether nothing speaks against people having written here.
    pub(super) fn could_be_prose(&self) -> bool {
        self.filled == 0 || self.is_varied()
    }

    /// Returns whether the cells are long and hardly ever the same: no segment.
    pub(super) fn is_long_prose(&self) -> bool {
        self.filled >= 10 && self.differ(0.5) && self.mean_words() >= 5.0
    }

    fn is_varied(&self) -> bool {
        self.differ(if self.filled < 50 { 0.3 } else { 0.2 })
    }

    /// Returns whether at least this share of the cells are different words.
    fn differ(&self, share: f64) -> bool {
        let told_apart = self.filled.min(MOST_DISTINCT) as f64;
        self.filled > 0 && !self.is_numeric() && self.distinct.len() as f64 >= told_apart * share
    }

    pub(super) fn is_numeric(&self) -> bool {
        self.filled > 0 && self.amounts.numbers * 10 >= self.filled * 9
    }

    /// Returns whether every row has a value of its own.
    fn is_all_different(&self) -> bool {
        self.filled >= FEW_IDS && self.distinct.len() == self.filled.min(MOST_DISTINCT)
    }

    /// Returns whether the cells have the look of ids: numbers that count up,
    /// or codes, no two the same.
    pub(super) fn is_ids(&self) -> bool {
        let are_codes = self.codes == self.filled && !self.is_addresses();
        self.is_all_different()
            && !self.is_written_dates()
            && (self.sequence.numbers_rows(self.filled) || are_codes)
    }

    /// Returns whether nearly every cell is the name of another person.
    pub(super) fn is_full_names(&self) -> bool {
        let are_different = self.distinct.len() * 10 >= self.filled.min(MOST_DISTINCT) * 9;
        self.filled >= FEW_IDS && self.full_names * 10 >= self.filled * 9 && are_different
    }

    /// Returns whether hardly two cells are the same, so that they tell no
    /// segments apart.
    pub(super) fn tells_no_segments(&self) -> bool {
        let different = self.distinct.len() * 20 >= self.filled.min(MOST_DISTINCT) * 19;
        self.filled >= 2 * FEW_IDS && different
    }

    /// Returns whether the cells are mostly e-mail addresses.
    pub(super) fn is_addresses(&self) -> bool {
        self.filled > 0 && self.addresses * 2 > self.filled
    }

    /// Returns whether the cells only name promoters, passives and detractors.
    pub(super) fn is_groups(&self) -> bool {
        self.filled > 0 && self.scores.are_groups()
    }

    /// Returns whether the cells are days, whatever the column is called.
    pub(super) fn is_written_dates(&self) -> bool {
        let dates = self.dates.as_ref();
        self.filled > 1 && dates.is_some_and(date::DateTally::are_written)
    }

    /// Returns whether a spreadsheet has turned long numbers into `5.70E+17`.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged * 2 > self.filled
    }
}

/// Returns whether a cell is one word of letters and digits: `ABC-1048`, a UUID.
fn is_code(cell: &str) -> bool {
    let is_part =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'#' | b'/');
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = cell
        .bytes()
        .any(|byte| byte.is_ascii_alphabetic() || byte == b'#');
    (3..=40).contains(&cell.len()) && cell.bytes().all(is_part) && has_digit && has_letter
}

/// Returns whether a cell is a name of two words or three: `Ada Moe`.
fn is_full_name(cell: &str) -> bool {
    cell.len() < 40 && cell.contains(' ') && !cell.ends_with('.') && is_name(cell)
}
