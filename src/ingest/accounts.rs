//! A table of customers: who owns them, what they pay, whether they left.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use csv::StringRecord;

use crate::feedback::Account;

use super::columns::{Column, ColumnPart, ColumnPlan, Doubt};
use super::error::shortened;
use super::header::Header;
use super::role::ColumnRole;
use super::summary_rows::SummaryRows;
use super::table::{CellTable, Skip, UNCLOSED, filled, fingerprint, is_blank};

/// The accounts of one file.
#[derive(Debug)]
pub struct Accounts {
    /// Every column and the part it plays.
    pub columns: Vec<Column>,
    /// One a row that can be used.
    pub accounts: Vec<Account>,
    /// One a row that cannot.
    pub skips: Vec<Skip>,
    /// Rows under the header that are not blank.
    pub rows: usize,
}

/// Reads every row of an accounts table.
pub(super) fn read(
    file: &str,
    table: &CellTable,
    header: &Header,
    summaries: &SummaryRows,
    plan: ColumnPlan,
) -> (Accounts, Vec<Doubt>) {
    let name = plan.place(ColumnRole::Account).unwrap_or(0);
    let mut accounts = Accounts {
        columns: columns(plan.columns.clone()),
        accounts: Vec::new(),
        skips: Vec::new(),
        rows: 0,
    };
    let attributes: Vec<usize> = (0..header.names.len())
        .filter(|place| {
            *place != name
                && matches!(
                    accounts.columns[*place].part,
                    ColumnPart::Segment | ColumnPart::Measure
                )
        })
        .collect();
    let mut seen: HashMap<String, (u32, u64)> = HashMap::new();
    let unclosed = table.walk(|row, record| {
        if row > header.last_row && !is_blank(record) {
            accounts.rows += 1;
            let checked = match summaries.reason(row) {
                Some(reason) => Err(reason.to_owned()),
                None => checked(row, record, name, &mut seen),
            };
            match checked {
                Ok(name) => accounts.accounts.push(Account {
                    name,
                    attributes: said(record, header, &plan, &attributes),
                }),
                Err(reason) => accounts.skips.push(Skip {
                    source: file.to_owned(),
                    row,
                    reason,
                }),
            }
        }
        ControlFlow::Continue(())
    });
    for row in unclosed {
        accounts.rows += 1;
        accounts.skips.push(Skip {
            source: file.to_owned(),
            row,
            reason: UNCLOSED.to_owned(),
        });
    }
    accounts.skips.sort_by_key(|skip| skip.row);
    (accounts, plan.doubts)
}

/// Whatever is said of an account is an attribute of it, an address too.
fn columns(mut columns: Vec<Column>) -> Vec<Column> {
    for column in &mut columns {
        let is_account = column.part == ColumnPart::Plays(ColumnRole::Account);
        let is_empty = column.part == ColumnPart::Ignored("empty");
        if !is_account && !is_empty && column.part != ColumnPart::Measure {
            column.part = ColumnPart::Segment;
        }
    }
    columns
}

/// Returns the account's name, or why the row cannot be used.
fn checked(
    row: u32,
    record: &StringRecord,
    place: usize,
    seen: &mut HashMap<String, (u32, u64)>,
) -> Result<String, String> {
    let name = filled(record, place).ok_or("names no account")?;
    let content = fingerprint(record);
    let Some(&(first, before)) = seen.get(&name) else {
        seen.insert(name.clone(), (row, content));
        return Ok(name);
    };
    let name = shortened(&name);
    Err(if before == content {
        format!("is the same as row {first}")
    } else {
        format!("names the account `{name}` of row {first} but differs from it")
    })
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
