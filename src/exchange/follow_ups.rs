//! Follow-up lists for a CRM, and its answers back.

use std::path::Path;

use super::error::Error;
use super::table::{Table, columns};
use crate::ingest::{Cells, a_day};
use crate::inquiry::follow_up_queue::{Ask, FollowUpList};
use crate::report::sheet::Cell;
use crate::study::FollowUpState;

/// Returns a list as a table: a row a person.
pub fn follow_up_table(list: &FollowUpList) -> Table {
    let head = "email, name, account, role, rating, answered, state, due, overdue, renewal, \
                ask, themes, quote, note";
    let text = |value: Option<&str>| Cell::Text(value.unwrap_or_default().to_owned());
    let rows = list.people.iter().map(|of| {
        let themes: Vec<&str> = of.themes.iter().map(|theme| &*theme.label).collect();
        vec![
            text(Some(&*of.person).filter(|person| person.contains('@'))),
            text(of.name.as_deref()),
            text(of.account.as_deref()),
            text(of.role.as_deref()),
            Cell::Number(of.rating.map(f64::from)),
            text(of.answered.as_deref()),
            text(Some(of.state.name())),
            text(of.due.as_deref()),
            text(Some(if of.overdue { "yes" } else { "no" })),
            text(of.renewal.as_deref()),
            text(of.ask.map(Ask::name)),
            Cell::Text(themes.join("; ")),
            text(of.quote.as_ref().map(|quote| &*quote.text)),
            text(of.note.as_deref()),
        ]
    });
    Table::new("follow-up", columns(head), rows)
}

/// What a row of another tool says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFollowUp {
    /// The row, as a spreadsheet counts.
    pub row: u32,
    /// An address or a name.
    pub person: String,
    /// Where it stands.
    pub state: FollowUpState,
    /// By when something is due.
    pub due: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// The day it is said.
    pub on: Option<String>,
}

/// What columns are called: by motif, `HubSpot`, Salesforce and Zendesk.
const PERSON: &str = "email, contact email, email address, requester email, person email, \
    associated contact email, lead email, name, contact name, full name, contact, requester, \
    associated contact";
const STATE: &str = "state, status, task status, lead status, hs lead status, ticket status, \
    contact status, follow up status, lifecycle stage";
const DUE: &str = "due, due date, due date time, task due date, hs timestamp, due at";
const NOTE: &str = "note, notes, task notes, comments, comment, body, full comments, description, \
    hs note body";
const ON: &str = "on, completed date, completed at, completed date time, solved at, \
    last modified date, last activity date, updated at, updated, date";

/// What a CRM says of people, and the rows that cannot be used with their
/// reasons.
pub(super) type ReadFollowUps = (Vec<ReadFollowUp>, Vec<(u32, String)>);

/// Reads what a CRM says of people. Rows that cannot be used are given back
/// with their reason.
pub fn read_follow_ups(path: &Path) -> Result<ReadFollowUps, Error> {
    let cells = Cells::read(path)?;
    let needed = |known: &'static str, wanted: &'static str| {
        cells.first_of(known).ok_or_else(|| Error::Unnamed {
            file: cells.file.clone(),
            wanted,
            known: cells.choices(),
        })
    };
    let person = needed(PERSON, "email")?;
    let state = needed(STATE, "state")?;
    let [due, note, on] = [DUE, NOTE, ON].map(|known| cells.first_of(known));
    let (mut read, mut left) = (Vec::new(), Vec::new());
    cells.each(|row, record| {
        let cell = |place: Option<usize>| {
            let cell = place
                .and_then(|place| record.get(place))
                .unwrap_or_default();
            Some(cell.trim().to_owned()).filter(|cell| !cell.is_empty())
        };
        let Some(who) = cell(Some(person)) else {
            left.push((row, "names nobody".to_owned()));
            return;
        };
        let said = cell(Some(state)).unwrap_or_default();
        let Some(state) = FollowUpState::read(&said) else {
            left.push((row, format!("the state `{said}` is not known")));
            return;
        };
        let day = |place| cell(place).and_then(|cell| a_day(&cell));
        read.push(ReadFollowUp {
            row,
            person: who,
            state,
            due: day(due),
            note: cell(note),
            on: day(on),
        });
    });
    Ok((read, left))
}
