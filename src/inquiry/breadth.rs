//! How widely something is said: by one loud customer, or by many.
//!
//! Takes the answers that say it; gives how many accounts they come from and
//! whether most are one account's.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ledger::Ledger;

/// How widely something is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Breadth {
    /// People who say it.
    pub people: u64,
    /// Accounts they are at; 0 where no account is known.
    pub accounts: u64,
    /// The account most of them are at.
    pub largest: Option<Loudest>,
}

/// The account that says something most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Loudest {
    /// Its name.
    pub account: String,
    /// Its people among those who say it.
    pub people: u64,
}

/// One account is loud from this many people on.
const LOUD: u64 = 3;

/// A systemic issue is said at this many accounts at least.
const SEVERAL: u64 = 3;

impl Breadth {
    /// Returns the account that more than half of them are at.
    pub fn one_account(&self) -> Option<&Loudest> {
        let loud = |loudest: &&Loudest| self.people >= LOUD && loudest.people * 2 > self.people;
        self.largest.as_ref().filter(loud)
    }

    /// Returns whether several accounts say it, none of them most of it.
    pub fn is_wide(&self) -> bool {
        self.accounts >= SEVERAL && self.one_account().is_none()
    }
}

/// Returns how widely some responses are spread; each person once.
pub(super) fn spread(ledger: &Ledger<'_>, responses: &[usize]) -> Breadth {
    let people = &ledger.analysis.people;
    let mut said: Vec<(u32, usize)> = responses
        .iter()
        .map(|&r| (ledger.cluster[r], people.person(r)))
        .collect();
    said.sort_unstable();
    said.dedup();
    let mut at: BTreeMap<&str, u64> = BTreeMap::new();
    for (cluster, _) in &said {
        if let Some(account) = ledger.account(*cluster) {
            *at.entry(account).or_default() += 1;
        }
    }
    let mut persons: Vec<usize> = said.iter().map(|(_, person)| *person).collect();
    persons.sort_unstable();
    persons.dedup();
    let largest = at
        .iter()
        .max_by_key(|(account, people)| (**people, std::cmp::Reverse(**account)));
    Breadth {
        people: persons.len() as u64,
        accounts: at.len() as u64,
        largest: largest.map(|(account, people)| Loudest {
            account: (*account).to_owned(),
            people: *people,
        }),
    }
}
