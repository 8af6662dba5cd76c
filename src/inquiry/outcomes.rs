//! Whether the score, or a theme, goes with what became of customers.
//!
//! Takes answers and a yes-or-no attribute that came after them (churned,
//! renewed, expanded); gives how often it happened by score and by theme, an
//! account once where accounts are known. Under ten events it gives counts
//! and no verdict.

use std::collections::BTreeMap;

use serde::Serialize;

use super::error::Error;
use super::ledger::FALSE;
use super::ledger::{Ledger, Side, ThemeRef};
use super::segments::{is_hindsight, yes_or_no};
use super::selection::{Selection, attributes};
use crate::feedback::Response;
use crate::nps::contrast::{ShareContrast, contrasts};
use crate::nps::estimate::{Footing, Share};
use crate::nps::intervals::Proportion;
use crate::nps::ranking::{Auc, auc};

/// What became of customers, and whether the answers went with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// The attribute.
    pub outcome: String,
    /// The answers looked at.
    pub among: Side,
    /// Whether accounts or people are counted.
    pub unit: Unit,
    /// How many it happened to, of those it is known of.
    pub happened: Share,
    /// Of how many nothing is known.
    pub unknown: u64,
    /// Answers left out because they came after the day it happened.
    pub after: u64,
    /// The attribute that says when it happened, where there is one.
    pub when: Option<String>,
    /// How often it happened, by score.
    pub by_score: Vec<Rate>,
    /// How well the score tells those it happened to from the others: how
    /// often, in pairs of one of each, the one it happened to scored lower.
    pub auc: Option<Auc>,
    /// How often it happened where a theme was voiced and where not, the
    /// largest difference first.
    pub by_theme: Vec<ThemeRate>,
    /// What the answers can say.
    pub verdict: OutcomeVerdict,
}

/// What is counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// An account, by the mean of its people.
    Account,
    /// A person.
    Person,
}

/// What can be said of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeVerdict {
    /// It happened more where the score was low.
    Low,
    /// It happened more where the score was high.
    High,
    /// No evidence that it goes with the score.
    None,
    /// Too few events, or too few others, for a verdict.
    Few,
}

/// How often it happened to some.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// Which sign their scores have: −1, 0 or 1.
    pub sign: i8,
    /// How often.
    #[serde(flatten)]
    pub share: Share,
}

/// How often it happened where a theme was voiced (`first`) and where not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeRate {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// The two shares.
    #[serde(flatten)]
    pub contrast: ShareContrast,
    /// Whether the difference is more than chance.
    pub found: bool,
}

/// Fewer events, or fewer others, carry no verdict.
pub const EVENTS: u64 = 10;

/// One account, or person.
#[derive(Default)]
struct OutcomeCase {
    signs: Vec<i32>,
    themes: Vec<usize>,
    happened: bool,
}

/// Looks at one outcome, or at each there is.
pub fn outcomes(
    ledger: &Ledger<'_>,
    among: &Selection,
    named: Option<&str>,
) -> Result<Vec<Outcome>, Error> {
    let names = attributes(ledger.analysis);
    let chosen: Vec<String> = match named {
        Some(wanted) => {
            let folded = wanted.trim().to_lowercase();
            let name = names.iter().find(|name| name.to_lowercase() == folded);
            vec![name.cloned().ok_or_else(|| Error::NoAttribute {
                wanted: wanted.to_owned(),
                attributes: names.clone(),
            })?]
        }
        None => names
            .into_iter()
            .filter(|name| is_outcome(ledger, name))
            .collect(),
    };
    let looked = chosen.iter().map(|name| outcome(ledger, among, name));
    looked.collect()
}

fn is_outcome(ledger: &Ledger<'_>, name: &str) -> bool {
    let values = values(ledger, name);
    is_hindsight(name) && values.iter().all(|value| yes_or_no(value).is_some())
}

fn values<'a>(ledger: &Ledger<'a>, name: &str) -> Vec<&'a str> {
    let responses = ledger.analysis.corpus.responses.iter();
    let cells = responses.filter_map(|r| r.attributes.get(name));
    cells
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect()
}

fn outcome(ledger: &Ledger<'_>, among: &Selection, name: &str) -> Result<Outcome, Error> {
    if let Some(found) = values(ledger, name)
        .into_iter()
        .find(|v| yes_or_no(v).is_none())
    {
        return Err(Error::NoOutcome {
            attribute: name.to_owned(),
            found: found.to_owned(),
        });
    }
    let when = when(ledger, name);
    let responses = &ledger.analysis.corpus.responses;
    let is_later = |response: &Response| {
        let day = when.as_ref().and_then(|when| response.attributes.get(when));
        let answered = response.date.as_ref().and_then(|date| date.get(..10));
        matches!((answered, day), (Some(answered), Some(day)) if yes(response, name) && answered > day.as_str())
    };
    let mut customers: BTreeMap<u32, OutcomeCase> = BTreeMap::new();
    let (mut after, mut unknown) = (0, 0);
    for &r in &among.responses {
        let response = &responses[r];
        let known = response
            .attributes
            .get(name)
            .and_then(|cell| yes_or_no(cell));
        match known {
            None => unknown += 1,
            Some(_) if is_later(response) => after += 1,
            Some(happened) => {
                let customer = customers.entry(ledger.cluster[r]).or_default();
                customer.happened |= happened;
                customer
                    .signs
                    .extend(ledger.group(r).map(crate::feedback::Group::sign));
                customer.themes.extend(&ledger.voiced[r]);
            }
        }
    }
    let accounts = customers.keys().filter(|c| ledger.account(**c).is_some());
    let unit = if accounts.count() * 2 > customers.len() {
        Unit::Account
    } else {
        Unit::Person
    };
    let customers: Vec<OutcomeCase> = customers.into_values().collect();
    let ranked = ranked(ledger, &customers);
    Ok(Outcome {
        outcome: name.to_owned(),
        among: ledger.side(among),
        unit,
        happened: share(ledger, customers.iter()),
        unknown,
        after,
        when,
        by_score: by_score(ledger, &customers),
        verdict: verdict(&customers, ranked.as_ref()),
        auc: ranked,
        by_theme: by_theme(ledger, &customers),
    })
}

fn yes(response: &Response, name: &str) -> bool {
    let cell = response.attributes.get(name);
    cell.and_then(|cell| yes_or_no(cell)).unwrap_or_default()
}

/// Returns the attribute that says on which day it happened: `churn_date`
/// for `churned`.
fn when(ledger: &Ledger<'_>, name: &str) -> Option<String> {
    let stem: String = name.to_lowercase().chars().take(5).collect();
    let is_day = |other: &String| {
        let folded = other.to_lowercase();
        folded.contains(&stem)
            && ["date", "day", "_on", "_at"]
                .iter()
                .any(|word| folded.contains(word))
    };
    attributes(ledger.analysis).into_iter().find(is_day)
}

fn share<'a>(ledger: &Ledger<'_>, customers: impl Iterator<Item = &'a OutcomeCase>) -> Share {
    let mut part = Proportion { voiced: 0, of: 0 };
    for customer in customers {
        part.of += 1;
        part.voiced += u64::from(customer.happened);
    }
    Share::new(part, ledger.confidence)
}

impl OutcomeCase {
    /// The mean of +1, 0 and −1 over its answers.
    fn mean(&self) -> Option<f64> {
        let sum: i32 = self.signs.iter().sum();
        (!self.signs.is_empty()).then(|| f64::from(sum) / self.signs.len() as f64)
    }
}

fn by_score(ledger: &Ledger<'_>, customers: &[OutcomeCase]) -> Vec<Rate> {
    let sign = |customer: &OutcomeCase| {
        let mean = customer.mean()?;
        Some(i8::from(mean > 0.0) - i8::from(mean < 0.0))
    };
    [1, 0, -1]
        .map(|wanted| Rate {
            sign: wanted,
            share: share(ledger, customers.iter().filter(|c| sign(c) == Some(wanted))),
        })
        .to_vec()
}

fn ranked(ledger: &Ledger<'_>, customers: &[OutcomeCase]) -> Option<Auc> {
    let low = |happened: bool| -> Vec<f64> {
        let some = customers.iter().filter(|c| c.happened == happened);
        some.filter_map(|c| Some(-c.mean()?)).collect()
    };
    auc(&low(true), &low(false), ledger.confidence)
}

fn verdict(customers: &[OutcomeCase], auc: Option<&Auc>) -> OutcomeVerdict {
    let events = customers.iter().filter(|c| c.happened).count() as u64;
    let others = customers.len() as u64 - events;
    match auc {
        Some(auc) if events.min(others) >= EVENTS => match auc.p <= 0.05 {
            true if auc.value > 0.5 => OutcomeVerdict::Low,
            true => OutcomeVerdict::High,
            false => OutcomeVerdict::None,
        },
        _ => OutcomeVerdict::Few,
    }
}

fn by_theme(ledger: &Ledger<'_>, customers: &[OutcomeCase]) -> Vec<ThemeRate> {
    let part = |theme: usize, voiced: bool| {
        let some = customers
            .iter()
            .filter(|c| c.themes.contains(&theme) == voiced);
        Proportion {
            voiced: some.clone().filter(|c| c.happened).count() as u64,
            of: some.count() as u64,
        }
    };
    let parts: Vec<(usize, (Proportion, Proportion))> = ledger
        .themes()
        .into_iter()
        .map(|theme| (theme, (part(theme, true), part(theme, false))))
        .filter(|(_, (with, without))| with.of.min(without.of) >= Footing::SHOWN)
        .collect();
    let pairs: Vec<(Proportion, Proportion)> = parts.iter().map(|(_, pair)| *pair).collect();
    let events = customers.iter().filter(|c| c.happened).count() as u64;
    let tests = parts.iter().zip(contrasts(&pairs, ledger.confidence));
    let mut rates: Vec<ThemeRate> = tests
        .filter_map(|((theme, _), contrast)| {
            let contrast = contrast?;
            Some(ThemeRate {
                theme: ledger.theme(*theme),
                found: contrast.q <= FALSE && events >= EVENTS,
                contrast,
            })
        })
        .collect();
    rates.sort_by(|a, b| {
        b.contrast
            .difference
            .abs()
            .total_cmp(&a.contrast.difference.abs())
    });
    rates
}
