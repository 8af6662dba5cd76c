//! The score, counted otherwise: by account, by the most senior voice, by
//! weight.
//!
//! Takes selections; gives for each the plain score and beside it what it is
//! when each account counts once, when each account speaks by its most senior
//! people, and when answers weigh what their account or role does.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::account_coverage::{account_segments, implausible, role_of, says_worth};
use super::error::Error;
use super::ledger::{Ledger, Side};
use super::measure::number;
use super::roles::RoleKind;
use super::selection::{Selection, attributes};
use crate::feedback::{Account, Group, account_key};
use crate::nps::raking::{SampledAccount, raked};
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
    /// How many accounts there are, where the score is weighted to be that of
    /// all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
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
    /// By a weight that the survey gives each answer.
    ByAnswer,
    /// Each account once, weighted so that they are mixed like all in the table
    /// of accounts (raking).
    LikeAllAccounts,
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
    /// The attribute that holds what each answer weighs; none: they weigh alike.
    pub answers: Option<String>,
}

/// Scores each selection in all the ways its attributes allow.
pub fn scores(
    ledger: &Ledger<'_>,
    selections: &[Selection],
    weights: &Weights,
) -> Result<Vec<ScoreVariants>, Error> {
    let measures = measures(ledger, weights)?;
    let answer_weights = weights.answers.as_ref();
    let answer_weights = answer_weights.map(|wanted| attribute(ledger, wanted));
    let answer_weights = answer_weights.transpose()?;
    Ok(selections
        .iter()
        .map(|selection| {
            let mut variants: Vec<Variant> = Vec::new();
            variants.extend(by_account(ledger, selection));
            variants.extend(by_senior(ledger, selection, weights));
            let by_measure = measures.iter();
            variants.extend(by_measure.filter_map(|name| by_measures(ledger, selection, name)));
            variants.extend(by_role(ledger, selection, weights));
            variants.extend(like_all_accounts(ledger, selection));
            let by_answer = answer_weights.iter();
            variants.extend(by_answer.filter_map(|name| by_answers(ledger, selection, name)));
            ScoreVariants {
                side: ledger.side(selection),
                variants,
            }
        })
        .collect())
}

fn measures(ledger: &Ledger<'_>, weights: &Weights) -> Result<Vec<String>, Error> {
    if weights.measures.is_empty() {
        let all = attributes(ledger.analysis);
        return Ok(all.into_iter().filter(|name| says_worth(name)).collect());
    }
    let named = weights.measures.iter();
    named.map(|wanted| attribute(ledger, wanted)).collect()
}

/// Finds an attribute by its name, in any case.
fn attribute(ledger: &Ledger<'_>, wanted: &str) -> Result<String, Error> {
    let all = attributes(ledger.analysis);
    let mut named = all.iter();
    let name = named.find(|name| name.eq_ignore_ascii_case(wanted.trim()));
    name.cloned().ok_or_else(|| Error::NoAttribute {
        wanted: wanted.to_owned(),
        attributes: all.clone(),
    })
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
        of: None,
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
        of: None,
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
        of: None,
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
        of: None,
        left_out: rated(ledger, selection) - weighed.len() as u64,
        weighted: weighted(&weighed, ledger.confidence)?,
    })
}

/// Counts each answer by the weight that the survey gives it.
fn by_answers(ledger: &Ledger<'_>, selection: &Selection, name: &str) -> Option<Variant> {
    let weighed = selection.responses.iter().filter_map(|&r| {
        let cell = ledger.analysis.corpus.responses[r].attributes.get(name)?;
        let weight = number(cell).filter(|weight| *weight > 0.0)?;
        Some((ledger.group(r)?, weight))
    });
    let weighed: Vec<(Group, f64)> = weighed.collect();
    Some(Variant {
        counted: Weighting::ByAnswer,
        attribute: Some(name.to_owned()),
        of: None,
        left_out: rated(ledger, selection) - weighed.len() as u64,
        weighted: weighted(&weighed, ledger.confidence)?,
    })
}

/// Attributes of accounts that are weighted by at most: with each the weights
/// become more uneven.
const MARGINS: usize = 3;

/// The fewest accounts that answered of each value of such an attribute.
const HEARD: usize = 3;

/// Weights accounts so that those who answered are mixed like all in the table
/// of accounts; `None` where there is no such table, or nothing to weight by.
fn like_all_accounts(ledger: &Ledger<'_>, selection: &Selection) -> Option<Variant> {
    let corpus = &ledger.analysis.corpus;
    let all: Vec<&Account> = corpus.accounts.iter().collect();
    let known: BTreeMap<String, &Account> = all
        .iter()
        .map(|account| (account_key(&account.name), *account))
        .collect();
    let mut sampled: BTreeMap<String, Vec<Group>> = BTreeMap::new();
    for (voice, group, _) in of_accounts(ledger, selection) {
        let key = account_key(ledger.account(voice)?);
        if known.contains_key(&key) {
            sampled.entry(key).or_default().push(group);
        }
    }
    let mut margins: Vec<(String, Vec<&str>, Vec<u64>)> = Vec::new();
    for (field, values) in account_segments(&all) {
        let held = |value: &str| {
            let of = |key: &&String| known[*key].attributes.get(&field).map(|cell| cell.trim());
            sampled.keys().filter(|key| of(key) == Some(value)).count()
        };
        let covered: usize = values.values().map(Vec::len).sum();
        if covered == all.len() && values.keys().all(|value| held(value) >= HEARD) {
            let counts = values.values().map(|of| of.len() as u64).collect();
            margins.push((field, values.into_keys().collect(), counts));
        }
    }
    margins.sort_by(|one, other| one.1.len().cmp(&other.1.len()).then(one.0.cmp(&other.0)));
    margins.truncate(MARGINS);
    if margins.is_empty() {
        return None;
    }
    let accounts: Vec<SampledAccount> = sampled
        .iter()
        .map(|(key, groups)| SampledAccount {
            groups: groups.clone(),
            values: margins
                .iter()
                .filter_map(|(field, values, _)| {
                    let own = known[key].attributes.get(field)?.trim();
                    values.iter().position(|value| *value == own)
                })
                .collect(),
        })
        .collect();
    let counted: usize = sampled.values().map(Vec::len).sum();
    let fields: Vec<&str> = margins.iter().map(|(field, ..)| field.as_str()).collect();
    let counts: Vec<Vec<u64>> = margins.iter().map(|(.., counts)| counts.clone()).collect();
    Some(Variant {
        counted: Weighting::LikeAllAccounts,
        attribute: Some(fields.join(", ")),
        of: Some(known.len() as u64),
        left_out: rated(ledger, selection) - counted as u64,
        weighted: raked(&accounts, &counts, known.len() as u64, ledger.confidence)?,
    })
}
