//! A table of customers, or of people at them: who owns them, what they pay,
//! who decides, what they use, whether they left.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use csv::StringRecord;

use crate::feedback::{Account, Contact, Person};

use super::columns::{Column, ColumnPart, ColumnPlan, Doubt};
use super::date;
use super::error::{Error, shortened};
use super::header::Header;
use super::role::ColumnRole;
use super::summary_rows::SummaryRows;
use super::table::{CellTable, Skip, UNCLOSED, filled, fingerprint, is_blank};

/// What a table tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableSubject {
    /// Customers, a row for each.
    Accounts,
    /// People at them, a row for each.
    People,
    /// What customers or people did, a row for each time.
    Usage,
}

/// The accounts or people of one file.
#[derive(Debug)]
pub struct Accounts {
    /// Every column and the part it plays.
    pub columns: Vec<Column>,
    /// One a row that can be used, where rows name customers.
    pub accounts: Vec<Account>,
    /// One a row that can be used, where rows name people.
    pub people: Vec<Contact>,
    /// One a row that cannot.
    pub skips: Vec<Skip>,
    /// Rows under the header that are not blank.
    pub rows: usize,
}

/// Who or what a row is about.
struct RowKey {
    place: usize,
    role: ColumnRole,
    /// Columns that name a person whose address is not known.
    others: Vec<usize>,
}

/// What rows say of one customer or person.
struct Told {
    row: u32,
    content: u64,
    name: String,
    person: Person,
    account: Option<String>,
    attributes: BTreeMap<String, String>,
    /// The days of all its rows, the last last.
    days: Vec<String>,
}

/// Reads every row of a table.
pub(super) fn read(
    file: &str,
    table: &CellTable,
    header: &Header,
    summaries: &SummaryRows,
    plan: ColumnPlan,
    subject: TableSubject,
) -> Result<(Accounts, Vec<Doubt>), Error> {
    let key = key(file, header, &plan, subject)?;
    let mut accounts = Accounts {
        columns: columns(plan.columns.clone(), subject, &key),
        accounts: Vec::new(),
        people: Vec::new(),
        skips: Vec::new(),
        rows: 0,
    };
    let attributes: Vec<usize> = (0..header.names.len())
        .filter(|place| {
            matches!(
                accounts.columns[*place].part,
                ColumnPart::Segment | ColumnPart::Measure
            )
        })
        .collect();
    let mut told: Vec<Told> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let skip = |row, reason| Skip {
        source: file.to_owned(),
        row,
        reason,
    };
    let unclosed = table.walk(|row, record| {
        if row <= header.last_row || is_blank(record) {
            return ControlFlow::Continue(());
        }
        accounts.rows += 1;
        let named = || key.others.iter().find_map(|place| filled(record, *place));
        let name = filled(record, key.place).or_else(named);
        let new = match (summaries.reason(row), name) {
            (Some(reason), _) => Err(reason.to_owned()),
            (None, None) => Err(format!("names no {}", key.noun())),
            (None, Some(name)) => Ok(Told {
                row,
                content: fingerprint(record),
                name,
                person: person(record, &plan),
                account: plan
                    .place(ColumnRole::Account)
                    .and_then(|place| filled(record, place)),
                attributes: said(record, header, &plan, &attributes),
                days: day(record, &plan).into_iter().collect(),
            }),
        };
        let kept = new.and_then(|new| match known.get(&key.folded(&new.name, subject)) {
            None => {
                known.insert(key.folded(&new.name, subject), told.len());
                told.push(new);
                Ok(())
            }
            Some(&at) => told[at].join(new, &key, subject),
        });
        if let Err(reason) = kept {
            accounts.skips.push(skip(row, reason));
        }
        ControlFlow::Continue(())
    });
    for row in unclosed {
        accounts.rows += 1;
        accounts.skips.push(skip(row, UNCLOSED.to_owned()));
    }
    accounts.skips.sort_by_key(|skip| skip.row);
    if subject == TableSubject::Usage && told.iter().any(|of| of.days.len() > 1) {
        count_rows(file, &mut told);
    }
    for of in told {
        if key.role == ColumnRole::Account {
            accounts.accounts.push(Account {
                name: of.name,
                attributes: of.attributes.into_iter().collect(),
                ..Account::default()
            });
        } else {
            accounts.people.push(Contact {
                person: of.person,
                account: of.account,
                attributes: of.attributes.into_iter().collect(),
                source: String::new(),
            });
        }
    }
    Ok((accounts, plan.doubts))
}

/// Returns the column that says who or what a row is about.
fn key(
    file: &str,
    header: &Header,
    plan: &ColumnPlan,
    subject: TableSubject,
) -> Result<RowKey, Error> {
    let people = [ColumnRole::Email, ColumnRole::Respondent];
    let (wanted, roles): (_, &[ColumnRole]) = match subject {
        // A column `name` of a table of customers is theirs.
        TableSubject::Accounts => (
            "the account",
            &[ColumnRole::Account, ColumnRole::Respondent],
        ),
        TableSubject::People => ("the person", &people),
        TableSubject::Usage => (
            "the account or the person",
            &[
                ColumnRole::Account,
                ColumnRole::Email,
                ColumnRole::Respondent,
            ],
        ),
    };
    let found = roles
        .iter()
        .find_map(|&role| Some((role, plan.place(role)?)));
    let role = |role| match subject {
        TableSubject::Accounts => ColumnRole::Account,
        _ => role,
    };
    found
        .map(|(of, place)| RowKey {
            place,
            role: role(of),
            others: match role(of) {
                ColumnRole::Email => plan.place(ColumnRole::Respondent).into_iter().collect(),
                _ => Vec::new(),
            },
        })
        .ok_or_else(|| Error::NoKey {
            file: file.to_owned(),
            wanted,
            role: roles[0],
            known: header.names.clone(),
        })
}

impl RowKey {
    fn noun(&self) -> &'static str {
        match self.role {
            ColumnRole::Account => "account",
            _ => "person",
        }
    }

    /// Addresses and people's names are the same in any case; of two customers
    /// whose names differ in case both are kept, and joined later.
    fn folded(&self, name: &str, subject: TableSubject) -> String {
        match (self.role, subject) {
            (ColumnRole::Account, TableSubject::Accounts) => name.to_owned(),
            _ => name.trim().to_lowercase(),
        }
    }
}

impl Told {
    /// Takes another row of the same key in, or says why not.
    fn join(&mut self, other: Self, key: &RowKey, subject: TableSubject) -> Result<(), String> {
        let (first, name) = (self.row, shortened(&other.name));
        if subject == TableSubject::Usage && !other.days.is_empty() && !self.days.is_empty() {
            // What was said last holds; what it leaves out was said before.
            let is_later = other.days.last() >= self.days.last();
            self.days.extend(other.days);
            self.days.sort();
            let (mut holds, before) = if is_later {
                (other.attributes, std::mem::take(&mut self.attributes))
            } else {
                (std::mem::take(&mut self.attributes), other.attributes)
            };
            for (name, value) in before {
                holds.entry(name).or_insert(value);
            }
            self.attributes = holds;
            return Ok(());
        }
        Err(if self.content == other.content {
            format!("is the same as row {first}")
        } else {
            let noun = key.noun();
            format!("names the {noun} `{name}` of row {first} but differs from it")
        })
    }
}

/// Says of each how many rows there are, and of which day the last is: so many
/// tickets, the last on that day.
fn count_rows(file: &str, told: &mut [Told]) {
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    for of in told {
        let rows = of.days.len().to_string();
        of.attributes.insert(format!("{stem}_rows"), rows);
        let last = of.days.last().cloned();
        of.attributes
            .extend(last.map(|day| (format!("{stem}_last"), day)));
    }
}

fn day(record: &StringRecord, plan: &ColumnPlan) -> Option<String> {
    let cell = filled(record, plan.place(ColumnRole::Date)?)?;
    date::written(&cell).day(plan.order)
}

fn person(record: &StringRecord, plan: &ColumnPlan) -> Person {
    let cell = |place: Option<usize>| place.and_then(|place| filled(record, place));
    let parts: Vec<String> = plan
        .name_parts
        .iter()
        .filter_map(|place| filled(record, *place))
        .collect();
    let joined = (!parts.is_empty()).then(|| parts.join(" "));
    Person {
        name: cell(plan.place(ColumnRole::Respondent))
            .or(joined)
            .map(Into::into),
        email: cell(plan.place(ColumnRole::Email)).map(Into::into),
    }
}

/// Whatever is said of an account is an attribute of it, an address too; of a
/// person what is neither their name nor their customer's.
fn columns(mut columns: Vec<Column>, subject: TableSubject, key: &RowKey) -> Vec<Column> {
    let of_people = key.role != ColumnRole::Account;
    for column in &mut columns {
        let is_key = match column.part {
            ColumnPart::Plays(ColumnRole::Date) => subject == TableSubject::Usage,
            ColumnPart::Plays(role) => {
                role == key.role
                    || (of_people
                        && matches!(
                            role,
                            ColumnRole::Respondent | ColumnRole::Email | ColumnRole::Account
                        ))
            }
            _ => false,
        };
        let is_empty = column.part == ColumnPart::Ignored("empty");
        if !is_key && !is_empty && column.part != ColumnPart::Measure {
            column.part = ColumnPart::Segment;
        }
    }
    if let Some(column) = columns.get_mut(key.place) {
        column.part = ColumnPart::Plays(key.role);
    }
    columns
}

fn said(
    record: &StringRecord,
    header: &Header,
    plan: &ColumnPlan,
    places: &[usize],
) -> BTreeMap<String, String> {
    places
        .iter()
        .filter_map(|place| {
            Some((
                header.names[*place].clone(),
                plan.attribute(record, *place)?,
            ))
        })
        .collect()
}
