//! The score, counted otherwise: by account, by the most senior voice, by
//! weight.
//!
//! Takes selections; gives for each the plain score and beside it what it is
//! when each account counts once, when each account speaks by its most senior
//! people, and when answers weigh what their account or role does.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::account_coverage::{implausible, role_of, says_worth};
use super::error::Error;
use super::ledger::{Ledger, Side};
use super::measure::number;
use super::roles::RoleKind;
use super::selection::{Selection, attributes};
use crate::feedback::Group;
use crate::nps::weighted::{Weighted, account_average, weighted};

/// A selection's score, plain and otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreVariants {
    /// The answers, and their plain score.
    pub side: Side,
    /// The score counted otherwise.
    pub variants: Vec<Variant>,
}

/// The score counted otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// How it is counted.
    pub counted: Weighting,
    /// The attribute it goes by, where it goes by one.
    pub attribute: Option<String>,
    /// The score and what it stands on.
    #[serde(flatten)]
    pub weighted: Weighted,
    /// Answers that have no account, role or weight, and are not in it.
    pub left_out: u64,
}

/// How a score is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// Each account once, by the mean of its people.
    ByAccount,
    /// Each account once, by the mean of its most senior people.
    BySeniorRole,
    /// By a measure of the account, such as revenue, shared among its people.
    ByMeasure,
    /// By what a role weighs.
    ByRole,
}

/// What answers weigh, where it is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// Attributes that are measures of an account; none: those that are
    /// called revenue or the like.
    pub measures: Vec<String>,
    /// What each role weighs, by its name in lower case; none: roles do not.
    pub roles: BTreeMap<String, f64>,
    /// Roles from the most senior to the least; none: as known.
    pub seniority: Vec<String>,
}

/// Scores each selection in all the ways its attributes allow.
pub fn scores(
    ledger: &Ledger<'_>,
    selections: &[Selection],
    weights: &Weights,
) -> Result<Vec<ScoreVariants>, Error> {
    let measures = measures(ledger, weights)?;
    Ok(selections
        .iter()
        .map(|selection| {
            let mut variants: Vec<Variant> = Vec::new();
            variants.extend(by_account(ledger, selection));
            variants.extend(by_senior(ledger, selection, weights));
            let by_measure = measures.iter();
            variants.extend(by_measure.filter_map(|name| by_measures(ledger, selection, name)));
            variants.extend(by_role(ledger, selection, weights));
            ScoreVariants {
                side: ledger.side(selection),
                variants,
            }
        })
        .collect())
}

fn measures(ledger: &Ledger<'_>, weights: &Weights) -> Result<Vec<String>, Error> {
    let all = attributes(ledger.analysis);
    if weights.measures.is_empty() {
        return Ok(all.into_iter().filter(|name| says_worth(name)).collect());
    }
    let named = weights.measures.iter().map(|wanted| {
        let name = all
            .iter()
            .find(|name| name.eq_ignore_ascii_case(wanted.trim()));
        name.cloned().ok_or_else(|| Error::NoAttribute {
            wanted: wanted.clone(),
            attributes: all.clone(),
        })
    });
    named.collect()
}

/// The rated answers of accounts: account, group and position.
fn of_accounts(ledger: &Ledger<'_>, selection: &Selection) -> Vec<(u32, Group, usize)> {
    let responses = selection.responses.iter();
    responses
        .filter_map(|&r| {
            ledger.account(ledger.voice(r))?;
            Some((ledger.voice(r), ledger.group(r)?, r))
        })
        .collect()
}

fn by_account(ledger: &Ledger<'_>, selection: &Selection) -> Option<Variant> {
    let answers = of_accounts(ledger, selection);
    let counted: Vec<(Group, u32)> = answers.iter().map(|(a, g, _)| (*g, *a)).collect();
    Some(Variant {
        counted: Weighting::ByAccount,
        attribute: None,
        weighted: account_average(&counted, ledger.confidence)?,
        left_out: rated(ledger, selection) - counted.len() as u64,
    })
}

fn rated(ledger: &Ledger<'_>, selection: &Selection) -> u64 {
    ledger.counts(&selection.responses).n()
}

fn role(ledger: &Ledger<'_>, response: usize) -> Option<String> {
    role_of(&ledger.analysis.corpus.responses[response].attributes).map(str::to_lowercase)
}

fn by_senior(ledger: &Ledger<'_>, selection: &Selection, weights: &Weights) -> Option<Variant> {
    let rank = |role: &str| match weights.seniority.as_slice() {
        [] => RoleKind::read(role).map(|kind| kind as usize),
        order => order
            .iter()
            .position(|known| known.trim().eq_ignore_ascii_case(role)),
    };
    let ranked: Vec<(u32, Group, usize)> = of_accounts(ledger, selection)
        .into_iter()
        .filter_map(|(account, group, r)| Some((account, group, rank(&role(ledger, r)?)?)))
        .collect();
    let different: BTreeSet<usize> = ranked.iter().map(|(.., rank)| *rank).collect();
    if different.len() < 2 {
        return None;
    }
    let mut best: BTreeMap<u32, usize> = BTreeMap::new();
    for (account, _, rank) in &ranked {
        let top = best.entry(*account).or_insert(*rank);
        *top = (*top).min(*rank);
    }
    let senior = ranked
        .iter()
        .filter(|(account, _, rank)| best[account] == *rank);
    let counted: Vec<(Group, u32)> = senior
        .map(|(account, group, _)| (*group, *account))
        .collect();
    Some(Variant {
        counted: Weighting::BySeniorRole,
        attribute: Some("role".into()),
        weighted: account_average(&counted, ledger.confidence)?,
        left_out: rated(ledger, selection) - counted.len() as u64,
    })
}

/// A measure is the account's: its people share it, so that an account with
/// many answers weighs no more.
fn by_measures(ledger: &Ledger<'_>, selection: &Selection, name: &str) -> Option<Variant> {
    // What `audit` calls hardly possible would be all of the sum.
    let odd = implausible(ledger, Some(name));
    let answers: Vec<(u32, Group, f64)> = selection
        .responses
        .iter()
        .filter_map(|&r| {
            let cell = ledger.analysis.corpus.responses[r].attributes.get(name)?;
            let worth = number(cell).filter(|worth| *worth > 0.0)?;
            let account = ledger.account(ledger.voice(r));
            let is_odd = account.is_some_and(|account| odd.contains(account));
            (!is_odd).then_some(())?;
            Some((ledger.voice(r), ledger.group(r)?, worth))
        })
        .collect();
    let mut people: BTreeMap<u32, f64> = BTreeMap::new();
    for (account, ..) in &answers {
        *people.entry(*account).or_default() += 1.0;
    }
    let shared = answers
        .iter()
        .map(|(account, group, worth)| (*group, worth / people[account]));
    let shared: Vec<(Group, f64)> = shared.collect();
    Some(Variant {
        counted: Weighting::ByMeasure,
        attribute: Some(name.to_owned()),
        left_out: rated(ledger, selection) - shared.len() as u64,
        weighted: weighted(&shared, ledger.confidence)?,
    })
}

fn by_role(ledger: &Ledger<'_>, selection: &Selection, weights: &Weights) -> Option<Variant> {
    if weights.roles.is_empty() {
        return None;
    }
    let weighed = selection.responses.iter().filter_map(|&r| {
        let weight = weights.roles.get(&role(ledger, r)?)?;
        Some((ledger.group(r)?, *weight))
    });
    let weighed: Vec<(Group, f64)> = weighed.collect();
    Some(Variant {
        counted: Weighting::ByRole,
        attribute: Some("role".into()),
        left_out: rated(ledger, selection) - weighed.len() as u64,
        weighted: weighted(&weighed, ledger.confidence)?,
    })
}
