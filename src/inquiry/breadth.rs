//! How widely something is said: by one loud customer, or by many.
//!
//! Takes the answers that say it; gives how many accounts they come from and
//! whether most are one account's.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ledger::Ledger;
use crate::feedback::account_key;
use crate::study::{Analysis, Finding};

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
    let said = responses.iter().map(|&response| {
        let account = ledger.account(ledger.voice(response));
        (people.person(response), account)
    });
    Breadth::new(said)
}

/// Returns how widely a theme is voiced by all who ever did, in answers and in
/// interviews; each person once.
pub fn breadth(analysis: &Analysis, finding: &Finding) -> Breadth {
    let (people, corpus) = (&analysis.people, &analysis.corpus);
    let said = finding.passages.iter().map(|&passage| {
        let place = analysis.passages.all[passage].place;
        let account = people.account(corpus, place.document());
        (people.speaker(corpus, place).person, account)
    });
    Breadth::new(said)
}

impl Breadth {
    /// Counts people, each given with the account they say it at.
    fn new<'a>(said: impl Iterator<Item = (usize, Option<&'a str>)>) -> Self {
        let mut persons = BTreeSet::new();
        let mut at: BTreeMap<String, (&str, BTreeSet<usize>)> = BTreeMap::new();
        for (person, account) in said {
            persons.insert(person);
            if let Some(account) = account {
                let known = at.entry(account_key(account));
                known
                    .or_insert_with(|| (account, BTreeSet::new()))
                    .1
                    .insert(person);
            }
        }
        let largest = at
            .values()
            .max_by_key(|(account, people)| (people.len(), std::cmp::Reverse(*account)));
        Self {
            people: persons.len() as u64,
            accounts: at.len() as u64,
            largest: largest.map(|(account, people)| Loudest {
                account: account.trim().to_owned(),
                people: people.len() as u64,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_is_loud_when_most_of_three_people_or_more_are_at_it() {
        let breadth = |at: &[&'static str]| {
            let said = at.iter().enumerate();
            Breadth::new(said.map(|(person, account)| (person, Some(*account))))
        };
        let loud = |at: &[&'static str]| breadth(at).one_account().map(|loud| loud.people);
        assert_eq!(loud(&["Alpgas", "alpgas ", "ALPGAS", "Nordlift"]), Some(3));
        assert_eq!(loud(&["Alpgas", "Alpgas", "Nordlift", "Fjell"]), None);
        assert_eq!(loud(&["Alpgas", "Alpgas"]), None);
    }
}
