//! Whether the fields of tables and answers can be trusted.
//!
//! Takes a corpus; looks at each field for empty cells, one value for nearly
//! all, levels that differ only in how they are written, days that were last
//! brought up to date long ago, and numbers and days that can hardly be.

use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;
use serde::Serialize;

use super::days::days_between;
use super::ledger::Ledger;
use super::measure::number;
use super::segments::{is_day, yes_or_no};
use crate::corpus::Corpus;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum FieldFault {
    /// Many cells are empty.
    Missing {
        /// Empty ones.
        missing: u64,
    },
    /// Nearly all say the same.
    OneValue {
        /// What.
        value: String,
        /// How many.
        rows: u64,
    },
    /// Levels that may be one.
    Alike {
        /// How each is written.
        levels: Vec<String>,
    },
    /// Nothing was entered for long.
    Stale {
        /// The last day.
        last: String,
        /// Days from then to the last answer.
        days: i64,
    },
    /// Days that should lie ahead and do not.
    Past {
        /// How many.
        rows: u64,
    },
    /// Days that are none.
    Unreadable {
        /// Whose, and what.
        rows: Vec<(String, String)>,
    },
    /// What can hardly be.
    Implausible {
        /// Whose, and what.
        rows: Vec<(String, String)>,
    },
}

/// A field, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldAudit {
    /// Its name.
    pub field: String,
    /// The files that hold it.
    pub files: Vec<String>,
    /// What a row is: an `account`, a `person` or an `answer`.
    pub row: &'static str,
    /// Rows.
    pub rows: u64,
    /// What is wrong.
    pub faults: Vec<FieldFault>,
    /// Whether it should not decide anything.
    pub is_low_trust: bool,
    /// Who looks after it.
    pub owner: Option<String>,
}

/// A share of empty cells worth a word.
const MISSING: f64 = 0.2;

/// A share of empty cells, beyond which a field tells of the wrong customers.
const MOSTLY_MISSING: f64 = 0.4;

/// A share with one value, beyond which it was hardly ever chosen.
const ONE_VALUE: f64 = 0.95;

/// Rows, below which nothing is said of a field.
const FEWEST: usize = 10;

/// Levels, above which none are compared.
const MOST_LEVELS: usize = 60;

/// Days without a new entry.
const STALE: i64 = 365;

/// How many times the median absolute deviation of the logarithms.
const FAR: f64 = 6.0;

/// A cell, and whose it is.
type NamedCell<'a> = (&'a str, &'a str);

/// Looks at every field; those with nothing wrong are left out.
pub fn field_audits(ledger: &Ledger<'_>) -> Vec<FieldAudit> {
    field_audits_of(ledger, |_| true)
}

/// Looks at some fields, by their names.
pub(super) fn field_audits_of(
    ledger: &Ledger<'_>,
    is_asked: impl Fn(&str) -> bool,
) -> Vec<FieldAudit> {
    let corpus = &*ledger.analysis.corpus;
    let last = corpus.responses.iter().filter_map(|of| of.date.as_deref());
    let last = last.max().map(|day| &day[..10.min(day.len())]);
    let mut found: Vec<FieldAudit> = of_accounts(corpus, &is_asked)
        .into_iter()
        .chain(of_people(corpus, &is_asked))
        .chain(of_answers(corpus, &is_asked))
        .filter_map(|column| column.audit(last))
        .collect();
    for audit in &mut found {
        audit.owner = ledger.analysis.work.field_owners.get(&audit.field).cloned();
    }
    found.sort_by(|a, b| (!a.is_low_trust, &a.field).cmp(&(!b.is_low_trust, &b.field)));
    found
}

/// Returns those of some fields that should not decide anything, and why, in
/// half a sentence.
pub fn low_trust(ledger: &Ledger<'_>, fields: &[String]) -> BTreeMap<String, String> {
    let is_asked = |name: &str| fields.iter().any(|field| field == name);
    let audits = field_audits_of(ledger, is_asked).into_iter();
    let low = audits.filter(|audit| audit.is_low_trust);
    low.filter_map(|audit| {
        let why = audit
            .faults
            .iter()
            .find_map(|fault| fault.distrust(audit.rows));
        Some((audit.field, why?))
    })
    .collect()
}

/// The cells of one field.
struct FieldColumn<'a> {
    name: &'a str,
    files: BTreeSet<&'a str>,
    row: &'static str,
    rows: usize,
    filled: Vec<NamedCell<'a>>,
}

/// A table of customers is judged by its own rows, so that one with many
/// answers weighs no more.
fn of_accounts<'a>(corpus: &'a Corpus, is_asked: &dyn Fn(&str) -> bool) -> Vec<FieldColumn<'a>> {
    let fields = corpus.accounts.iter().flat_map(|of| of.attributes.keys());
    let fields: BTreeSet<&ArcStr> = fields.filter(|field| is_asked(field)).collect();
    let column = |field: &'a ArcStr| {
        let cells = corpus.accounts.iter();
        let cells = cells.filter_map(|of| Some((&*of.name, of.attributes.get(field)?.trim())));
        let files = corpus
            .accounts
            .iter()
            .filter_map(|of| of.sources.get(field.as_str()));
        Some(FieldColumn {
            name: field,
            files: files.map(String::as_str).collect(),
            row: "account",
            rows: corpus.accounts.len(),
            filled: cells.filter(|(_, cell)| !cell.is_empty()).collect(),
        })
    };
    fields.into_iter().filter_map(column).collect()
}

fn of_people<'a>(corpus: &'a Corpus, is_asked: &dyn Fn(&str) -> bool) -> Vec<FieldColumn<'a>> {
    let mut columns: BTreeMap<&str, FieldColumn<'_>> = BTreeMap::new();
    for contact in &corpus.contacts {
        let asked = contact.attributes.iter().filter(|(name, _)| is_asked(name));
        for (name, cell) in asked {
            let column = columns.entry(name).or_insert_with(|| FieldColumn {
                name,
                files: BTreeSet::new(),
                row: "person",
                rows: 0,
                filled: Vec::new(),
            });
            column.files.insert(&contact.source);
            let who = contact
                .person
                .name
                .as_deref()
                .or(contact.person.email.as_deref());
            column.filled.push((who.unwrap_or_default(), cell.trim()));
        }
    }
    for column in columns.values_mut() {
        let is_in = |source: &str| column.files.contains(source);
        let rows = corpus.contacts.iter().filter(|of| is_in(&of.source));
        column.rows = rows.count();
    }
    columns.into_values().collect()
}

fn of_answers<'a>(corpus: &'a Corpus, is_asked: &dyn Fn(&str) -> bool) -> Vec<FieldColumn<'a>> {
    let accounts = corpus.accounts.iter().flat_map(|of| of.attributes.keys());
    let people = corpus.contacts.iter().flat_map(|of| of.attributes.keys());
    let accounts: BTreeSet<&ArcStr> = accounts.chain(people).collect();
    let mut columns: BTreeMap<&str, FieldColumn<'_>> = BTreeMap::new();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for response in &corpus.responses {
        *rows.entry(&response.source).or_default() += 1;
        for (name, cell) in &response.attributes {
            if accounts.contains(name) || name == crate::study::LANGUAGE || !is_asked(name) {
                continue;
            }
            let column = columns.entry(name).or_insert_with(|| FieldColumn {
                name,
                files: BTreeSet::new(),
                row: "answer",
                rows: 0,
                filled: Vec::new(),
            });
            column.files.insert(&response.source);
            let who = response.account.as_deref().unwrap_or(&response.source);
            if !cell.trim().is_empty() {
                column.filled.push((who, cell.trim()));
            }
        }
    }
    for column in columns.values_mut() {
        column.rows = column.files.iter().map(|file| rows[file]).sum();
    }
    columns.into_values().collect()
}

impl FieldColumn<'_> {
    fn audit(&self, last: Option<&str>) -> Option<FieldAudit> {
        if self.rows < FEWEST {
            return None;
        }
        let mut faults = Vec::new();
        let missing = self.rows - self.filled.len();
        if missing as f64 >= MISSING * self.rows as f64 {
            faults.push(FieldFault::Missing {
                missing: missing as u64,
            });
        }
        let counts = self.counts();
        let is_days = !counts.is_empty() && counts.keys().all(|cell| is_day(cell));
        let most = counts.iter().max_by_key(|(_, count)| **count);
        if let Some((value, count)) = most
            && self.filled.len() >= FEWEST
            && *count as f64 >= ONE_VALUE * self.filled.len() as f64
            && counts.len() > 1
            && !counts.keys().all(|value| yes_or_no(value).is_some())
        {
            faults.push(FieldFault::OneValue {
                value: (*value).to_owned(),
                rows: *count as u64,
            });
        }
        let no_days = self.no_days();
        if is_days {
            faults.extend(last.and_then(|last| self.days(last)));
        } else if let Some(rows) = no_days {
            faults.push(FieldFault::Unreadable { rows });
        } else if self.filled.iter().all(|(_, cell)| number(cell).is_some()) {
            faults.extend(self.outliers());
        } else {
            let alike = alike(&counts).into_iter();
            faults.extend(alike.map(|levels| FieldFault::Alike { levels }));
        }
        let is_low_trust = faults
            .iter()
            .any(|fault| fault.distrust(self.rows as u64).is_some());
        (!faults.is_empty()).then(|| FieldAudit {
            field: self.name.to_owned(),
            files: self.files.iter().map(|file| (*file).to_owned()).collect(),
            row: self.row,
            rows: self.rows as u64,
            faults,
            is_low_trust,
            owner: None,
        })
    }

    /// Returns the cells that are no days in a field that is called one, and
    /// holds some.
    fn no_days(&self) -> Option<Vec<(String, String)>> {
        const DAYS: [&str; 4] = ["date", "renewal", "expir", "datum"];
        let name = self.name.to_lowercase();
        let is_called = DAYS.iter().any(|word| name.contains(word));
        let (days, others): (Vec<_>, Vec<_>) =
            self.filled.iter().partition(|(_, cell)| is_day(cell));
        let owned = |(who, cell): &NamedCell<'_>| ((*who).to_owned(), (*cell).to_owned());
        (is_called && !days.is_empty() && !others.is_empty())
            .then(|| others.into_iter().map(owned).collect())
    }

    fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for (_, cell) in &self.filled {
            *counts.entry(*cell).or_default() += 1;
        }
        counts
    }

    /// Finds days that are out of date, or that cannot be.
    fn days(&self, last: &str) -> Option<FieldFault> {
        let name = self.name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let day = |cell: &str| cell.get(..10).unwrap_or(cell).to_owned();
        let odd: Vec<(String, String)> = self
            .filled
            .iter()
            .filter(|(_, cell)| !("1980"..="2100").contains(&cell.get(..4).unwrap_or("")))
            .map(|(who, cell)| ((*who).to_owned(), (*cell).to_owned()))
            .collect();
        if !odd.is_empty() {
            return Some(FieldFault::Implausible { rows: odd });
        }
        if has(&[
            "updated", "modified", "last", "reviewed", "checked", "synced",
        ]) {
            let newest = self.filled.iter().map(|(_, cell)| day(cell)).max()?;
            let days = days_between(&newest, last)?;
            return (days > STALE).then_some(FieldFault::Stale { last: newest, days });
        }
        if has(&[
            "renewal",
            "expir",
            "contract_end",
            "contract end",
            "term_end",
        ]) {
            let past = self.filled.iter().filter(|(_, cell)| *day(cell) < *last);
            let rows = past.count() as u64;
            return (rows > 0).then_some(FieldFault::Past { rows });
        }
        None
    }

    /// Finds numbers below zero where nearly all are above, and those that are
    /// hundreds of times what is usual.
    fn outliers(&self) -> Option<FieldFault> {
        if self.filled.len() < FEWEST {
            return None;
        }
        let numbers: Vec<f64> = self
            .filled
            .iter()
            .filter_map(|(_, cell)| number(cell))
            .collect();
        let negative = numbers.iter().filter(|number| **number < 0.0).count();
        let mut logs: Vec<f64> = numbers
            .iter()
            .filter(|number| **number > 0.0)
            .map(|number| number.ln())
            .collect();
        if logs.len() < FEWEST {
            return None;
        }
        let middle = median(&mut logs);
        let mut off: Vec<f64> = logs.iter().map(|log| (log - middle).abs()).collect();
        // 1.4826: what makes it the standard deviation of a normal distribution.
        let spread = (1.4826 * median(&mut off)).max(0.5);
        let few_negative = negative * 10 < numbers.len();
        let is_odd = |number: f64| {
            let is_far = number > 0.0 && (number.ln() - middle).abs() > FAR * spread;
            is_far || (number < 0.0 && few_negative)
        };
        let rows: Vec<(String, String)> = self
            .filled
            .iter()
            .filter(|(_, cell)| number(cell).is_some_and(is_odd))
            .map(|(who, cell)| ((*who).to_owned(), (*cell).to_owned()))
            .collect();
        (!rows.is_empty()).then_some(FieldFault::Implausible { rows })
    }
}

impl FieldFault {
    /// Returns why a field with it should not decide anything; `None` where it may.
    fn distrust(&self, rows: u64) -> Option<String> {
        match self {
            Self::Missing { missing } if *missing as f64 >= MOSTLY_MISSING * rows as f64 => {
                Some(format!("{missing} of {rows} are empty"))
            }
            Self::OneValue { value, rows: same } => Some(format!("{same} of {rows} say `{value}`")),
            Self::Alike { levels } => {
                Some(format!("`{}` may be one level", levels.join("` and `")))
            }
            Self::Stale { last, .. } => Some(format!("nothing was entered since {last}")),
            _ => None,
        }
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 {
        values[half]
    } else {
        f64::midpoint(values[half - 1], values[half])
    }
}

/// Returns levels that may be one: the same but for case, spaces and signs, or
/// one of them rare and one letter off.
fn alike(counts: &BTreeMap<&str, usize>) -> Vec<Vec<String>> {
    if counts.len() > MOST_LEVELS {
        return Vec::new();
    }
    let plain = |level: &str| -> String {
        let letters = level.to_lowercase();
        letters.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let levels: Vec<(&str, String, usize)> = counts
        .iter()
        .map(|(level, count)| (*level, plain(level), *count))
        .collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (at, (one, own, often)) in levels.iter().enumerate() {
        for (other, its, count) in &levels[at + 1..] {
            let is_rare = 5 * often.min(count) <= *often.max(count);
            let has_digits = |text: &str| text.chars().any(|c| c.is_ascii_digit());
            let slip = is_rare
                && own.chars().count().min(its.chars().count()) >= 5
                && !has_digits(own)
                && !has_digits(its)
                && strsim::osa_distance(own, its) == 1;
            if own != its && !slip {
                continue;
            }
            match found
                .iter_mut()
                .find(|of| of.contains(one) || of.contains(other))
            {
                Some(known) => known.extend([*one, *other]),
                None => found.push(BTreeSet::from([*one, *other])),
            }
        }
    }
    let owned = |levels: BTreeSet<&str>| levels.into_iter().map(str::to_owned).collect();
    found.into_iter().map(owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_that_differ_in_a_slip_may_be_one() {
        let counts = |levels: &[(&'static str, usize)]| levels.iter().copied().collect();
        let found = alike(&counts(&[
            ("Enterprise", 20),
            ("enterprise", 5),
            ("Starter", 9),
        ]));
        assert_eq!(found, [["Enterprise", "enterprise"]]);
        let found = alike(&counts(&[("Enterprise", 20), ("Enterprize", 1)]));
        assert_eq!(found, [["Enterprise", "Enterprize"]]);
        // `Planner` and `Planners` are both usual: two products.
        assert!(alike(&counts(&[("Planner", 20), ("Planners", 18)])).is_empty());
        assert!(alike(&counts(&[("tier 1", 20), ("tier 2", 1)])).is_empty());
    }
}
