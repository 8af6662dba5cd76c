//! The register of what people do: entries are written one by one and taken
//! back from the last; what holds now is made of them.

use serde::{Deserialize, Serialize};

use super::decisions::Signature;
use super::error::Error;
use super::folder::Study;
use super::work::{Action, ActionStep, Cause, FollowUp, Route, Work};
use crate::corpus::RegisterEntry;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct CauseEntry {
    theme: u32,
    cause: Option<Cause>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct FieldOwnerEntry {
    field: String,
    owner: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ReadEntry {
    source: String,
    read: bool,
}

const FIELD_OWNER: &str = "field-owner";
const READ: &str = "read";
const ACTION: &str = "action";
const FOLLOW_UP: &str = "follow-up";
const CAUSE: &str = "cause";
const ROUTE: &str = "route";

impl Study {
    /// Reads what is done about what was said.
    pub fn work(&self) -> Result<Work, Error> {
        let store = self.stored();
        let mut work = Work::default();
        for entry in holding(store.register::<ActionStep>(ACTION)?) {
            step(&mut work.actions, entry.content, &entry.at);
        }
        let said = holding(store.register::<FollowUp>(FOLLOW_UP)?);
        work.follow_ups = said.map(|entry| entry.content).collect();
        for entry in holding(store.register::<CauseEntry>(CAUSE)?) {
            match entry.content.cause {
                Some(cause) => work.causes.insert(entry.content.theme, cause),
                None => work.causes.remove(&entry.content.theme),
            };
        }
        for entry in holding(store.register::<Route>(ROUTE)?) {
            work.routes.retain(|of| of.words != entry.content.words);
            work.routes
                .extend(Some(entry.content).filter(|of| of.owner.is_some()));
        }
        for entry in holding(store.register::<FieldOwnerEntry>(FIELD_OWNER)?) {
            let FieldOwnerEntry { field, owner } = entry.content;
            match owner {
                Some(owner) => work.field_owners.insert(field, owner),
                None => work.field_owners.remove(&field),
            };
        }
        for entry in holding(store.register::<ReadEntry>(READ)?) {
            let ReadEntry { source, read } = entry.content;
            if read {
                work.read.insert(source);
            } else {
                work.read.remove(&source);
            }
        }
        Ok(work)
    }

    /// Says who looks after a field of the files; `None`: nobody.
    pub fn own_field(
        &mut self,
        field: &str,
        owner: Option<String>,
        by: &Signature,
    ) -> Result<(), Error> {
        let field = field.to_owned();
        self.enter(FIELD_OWNER, &[FieldOwnerEntry { field, owner }], by)
    }

    /// Notes that interviews were read, or are to be read again.
    pub fn mark_read(
        &mut self,
        sources: &[String],
        read: bool,
        by: &Signature,
    ) -> Result<(), Error> {
        let entries = sources.iter().cloned();
        let entries: Vec<ReadEntry> = entries.map(|source| ReadEntry { source, read }).collect();
        self.enter(READ, &entries, by)
    }

    /// Writes down a step of an action; returns the action as it is then.
    pub fn act(&mut self, step: &ActionStep, by: &Signature) -> Result<Action, Error> {
        if let Some(action) = step.action() {
            let known = self.work()?.actions.len() as u32;
            if action == 0 || action > known {
                return Err(Error::NoAction {
                    wanted: action,
                    known,
                });
            }
        }
        self.enter(ACTION, std::slice::from_ref(step), by)?;
        let actions = self.work()?.actions;
        let number = step.action().unwrap_or(actions.len() as u32);
        let found = actions.into_iter().find(|of| of.number == number);
        found.ok_or(Error::NoAction {
            wanted: number,
            known: 0,
        })
    }

    /// Takes the last step of an action back.
    pub fn take_back_action(&mut self) -> Result<(), Error> {
        self.take_back_last::<ActionStep>(ACTION).map(drop)
    }

    /// Writes down what was said to people.
    pub fn follow_up(&mut self, said: &[FollowUp], by: &Signature) -> Result<(), Error> {
        self.enter(FOLLOW_UP, said, by)
    }

    /// Takes back what was noted last of somebody.
    pub fn take_back_follow_up(&mut self) -> Result<FollowUp, Error> {
        self.take_back_last(FOLLOW_UP)
    }

    /// Says what causes a theme; `None`: nobody says.
    pub fn set_cause(
        &mut self,
        theme: u32,
        cause: Option<Cause>,
        by: &Signature,
    ) -> Result<(), Error> {
        self.enter(CAUSE, &[CauseEntry { theme, cause }], by)
    }

    /// Says whose themes with these words are.
    pub fn route(&mut self, route: &Route, by: &Signature) -> Result<(), Error> {
        self.enter(ROUTE, std::slice::from_ref(route), by)
    }

    fn enter<T: Serialize>(
        &mut self,
        kind: &str,
        entries: &[T],
        by: &Signature,
    ) -> Result<(), Error> {
        Ok(self
            .store()
            .enter(kind, &by.at, &by.who, entries)
            .map(drop)?)
    }

    fn take_back_last<T: for<'de> Deserialize<'de>>(&mut self, kind: &str) -> Result<T, Error> {
        let last = holding(self.stored().register::<T>(kind)?).last();
        let last = last.ok_or(Error::NothingEntered)?;
        self.store().take_back(last.number)?;
        Ok(last.content)
    }
}

fn holding<T>(entries: Vec<RegisterEntry<T>>) -> impl Iterator<Item = RegisterEntry<T>> {
    entries.into_iter().filter(|entry| !entry.undone)
}

fn step(actions: &mut Vec<Action>, step: ActionStep, at: &str) {
    let number = actions.len() as u32 + 1;
    let mut of = |action: u32, change: &dyn Fn(&mut Action)| {
        if let Some(found) = actions.iter_mut().find(|of| of.number == action) {
            change(found);
        }
    };
    match step {
        ActionStep::Start { action, on } => of(action, &|of| {
            of.started = Some(on.clone());
            // Begun again.
            of.done = None;
            of.dropped = false;
        }),
        ActionStep::Finish { action, on } => of(action, &|of| {
            of.done = Some(on.clone());
            of.dropped = false;
        }),
        ActionStep::Drop { action } => of(action, &|of| of.dropped = true),
        ActionStep::Plan {
            theme,
            what,
            owner,
            due,
            effort,
            way,
        } => actions.push(Action {
            number,
            theme,
            what,
            owner,
            due,
            effort,
            way,
            planned: at.get(..10).unwrap_or(at).to_owned(),
            ..Action::default()
        }),
    }
}
