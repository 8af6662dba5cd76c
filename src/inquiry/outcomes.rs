//! Whether the score, or a theme, goes with what became of customers.
//!
//! Takes answers and a yes-or-no attribute that came after them (churned,
//! renewed, expanded); gives how often it happened by score and by theme. What
//! became of an account is counted by account, and accounts are compared with
//! others of about their size: a large one voices more, whatever becomes of
//! it. What became of people is counted by person, colleagues tied. Under ten
//! events it gives counts and no verdict.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claims;
use super::error::Error;
use super::ledger::{Ledger, Side, ThemeRef};
use super::segments::{is_hindsight, yes_or_no};
use super::selection::{Selection, attributes};
use crate::feedback::Response;
use crate::nps::clustered::Clustered;
use crate::nps::contrast::{ShareContrast, contrast};
use crate::nps::estimate::{Footing, Share};
use crate::nps::fdr::benjamini_hochberg;
use crate::nps::intervals::Proportion;
use crate::nps::ranking::{Auc, clustered_auc, stratified_auc};
use crate::nps::stratified::stratified;

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
    /// Of accounts: how many people commented at each on average, where the
    /// theme was voiced and where not.
    pub sizes: Option<[f64; 2]>,
}

/// Fewer events, or fewer others, carry no verdict.
pub const EVENTS: u64 = 10;

/// One account, or person.
#[derive(Default)]
struct OutcomeCase {
    /// The account, else the person.
    voice: u32,
    signs: Vec<i32>,
    themes: Vec<usize>,
    /// How many answers comment.
    comments: u64,
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
        None => outcome_names(ledger),
    };
    let looked = chosen.iter().map(|name| outcome(ledger, among, name));
    let mut looked: Vec<Outcome> = looked.collect::<Result<_, _>>()?;
    judge(&mut looked);
    Ok(looked)
}

/// Returns the attributes that say what became of customers: `churned`.
pub fn outcome_names(ledger: &Ledger<'_>) -> Vec<String> {
    let mut names = attributes(ledger.analysis);
    names.retain(|name| is_outcome(ledger, name));
    names
}

/// Says what is more than chance among all outcomes that were looked at.
fn judge(outcomes: &mut [Outcome]) {
    let asked = outcomes.len() as f64;
    for outcome in outcomes.iter_mut() {
        outcome.verdict = outcome.verdict(claims::OUTCOME / asked);
    }
    let told = |outcome: &&mut Outcome| outcome.fewer() >= EVENTS;
    let themes = || outcomes.iter().filter(|outcome| outcome.fewer() >= EVENTS);
    let themes = themes().flat_map(|outcome| &outcome.by_theme);
    let p: Vec<f64> = themes.map(|theme| theme.contrast.p).collect();
    let themes = outcomes.iter_mut().filter(told);
    let themes = themes.flat_map(|outcome| &mut outcome.by_theme);
    for (theme, q) in themes.zip(benjamini_hochberg(&p)) {
        theme.contrast.q = q;
        theme.found = q <= claims::OUTCOME;
    }
}

impl Outcome {
    /// Returns how many it happened to, or did not happen to: the fewer.
    fn fewer(&self) -> u64 {
        let events = self.happened.voiced;
        events.min(self.happened.estimate.n() - events)
    }

    fn verdict(&self, most: f64) -> OutcomeVerdict {
        match &self.auc {
            Some(auc) if self.fewer() >= EVENTS => match auc.p <= most {
                true if auc.value > 0.5 => OutcomeVerdict::Low,
                true => OutcomeVerdict::High,
                false => OutcomeVerdict::None,
            },
            _ => OutcomeVerdict::Few,
        }
    }
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
    let (mut known, mut after, mut unknown) = (Vec::new(), 0, 0);
    for &r in &among.responses {
        let cell = responses[r].attributes.get(name);
        match cell.and_then(|cell| yes_or_no(cell)) {
            None => unknown += 1,
            Some(_) if is_later(&responses[r]) => after += 1,
            Some(happened) => known.push((r, happened)),
        }
    }
    let unit = unit(ledger, &known);
    let cases = cases(ledger, &known, unit);
    let auc = match unit {
        Unit::Account => stratified_auc(&by_size(&cases), ledger.confidence),
        Unit::Person => {
            let [positives, negatives] = [true, false].map(|happened| lows(&cases, happened));
            clustered_auc(&positives, &negatives, ledger.confidence)
        }
    };
    Ok(Outcome {
        outcome: name.to_owned(),
        among: ledger.side(among),
        unit,
        happened: share(ledger, cases.iter()),
        unknown,
        after,
        when,
        by_score: by_score(ledger, &cases),
        verdict: OutcomeVerdict::Few,
        auc,
        by_theme: by_theme(ledger, &cases, unit),
    })
}

/// Returns what an outcome is of: of accounts where most answers have one and
/// all of an account say the same of it.
fn unit(ledger: &Ledger<'_>, known: &[(usize, bool)]) -> Unit {
    let mut accounts: BTreeMap<u32, bool> = BTreeMap::new();
    let (mut at_account, mut differ) = (0, false);
    for &(r, happened) in known {
        let voice = ledger.voice(r);
        if ledger.account(voice).is_some() {
            at_account += 1;
            differ |= *accounts.entry(voice).or_insert(happened) != happened;
        }
    }
    if at_account * 2 > known.len() && !differ {
        Unit::Account
    } else {
        Unit::Person
    }
}

/// Returns the accounts, or people, that something is known of.
fn cases(ledger: &Ledger<'_>, known: &[(usize, bool)], unit: Unit) -> Vec<OutcomeCase> {
    let mut cases: BTreeMap<usize, OutcomeCase> = BTreeMap::new();
    for &(r, happened) in known {
        let key = match unit {
            Unit::Account => ledger.voice(r) as usize,
            Unit::Person => ledger.analysis.people.person(r),
        };
        let case = cases.entry(key).or_default();
        case.voice = ledger.voice(r);
        case.happened |= happened;
        case.signs
            .extend(ledger.group(r).map(crate::feedback::Group::sign));
        case.themes.extend(&ledger.voiced[r]);
        case.comments += u64::from(ledger.commented(r));
    }
    cases.into_values().collect()
}

/// Returns how low each case scored, of those it happened to or did not, with
/// the number of its account.
fn lows(cases: &[OutcomeCase], happened: bool) -> Vec<Clustered<f64>> {
    let some = cases.iter().filter(|case| case.happened == happened);
    some.filter_map(|case| Some((-case.mean()?, case.voice)))
        .collect()
}

/// Returns how low accounts scored, those it happened to and the others, apart
/// by how many answered.
fn by_size(cases: &[OutcomeCase]) -> Vec<[Vec<f64>; 2]> {
    let mut strata: BTreeMap<u32, [Vec<f64>; 2]> = BTreeMap::new();
    for case in cases {
        if let Some(mean) = case.mean() {
            let sides = strata.entry(size(case.signs.len() as u64)).or_default();
            sides[usize::from(!case.happened)].push(-mean);
        }
    }
    strata.into_values().collect()
}

/// Returns the class of size of an account: 1, 2, 3, 4 to 5, 6 to 8 and so on,
/// so that those of one class differ by less than half.
fn size(people: u64) -> u32 {
    (2.0 * (people.max(1) as f64).log2() + 0.25).floor() as u32
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

fn share<'a>(ledger: &Ledger<'_>, cases: impl Iterator<Item = &'a OutcomeCase>) -> Share {
    let cases: Vec<Clustered<bool>> = cases.map(|case| (case.happened, case.voice)).collect();
    Share::clustered(&cases, ledger.confidence)
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

fn by_theme(ledger: &Ledger<'_>, cases: &[OutcomeCase], unit: Unit) -> Vec<ThemeRate> {
    let mut rates: Vec<ThemeRate> = ledger
        .themes()
        .into_iter()
        .filter_map(|theme| {
            let (voicing, silent): (Vec<&OutcomeCase>, Vec<&OutcomeCase>) =
                cases.iter().partition(|case| case.themes.contains(&theme));
            let few = voicing.len().min(silent.len()) < Footing::SHOWN as usize;
            let contrast = match unit {
                _ if few => None,
                Unit::Account => stratified(&at_equal_size(&voicing, &silent), ledger.confidence),
                Unit::Person => {
                    let happened = |side: &[&OutcomeCase]| -> Vec<Clustered<bool>> {
                        side.iter()
                            .map(|case| (case.happened, case.voice))
                            .collect()
                    };
                    contrast(&happened(&voicing), &happened(&silent), ledger.confidence)
                }
            };
            let people = |side: &[&OutcomeCase]| {
                let comments: u64 = side.iter().map(|case| case.comments).sum();
                comments as f64 / side.len() as f64
            };
            Some(ThemeRate {
                theme: ledger.theme(theme),
                contrast: contrast?,
                found: false,
                sizes: (unit == Unit::Account).then(|| [people(&voicing), people(&silent)]),
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

/// Returns how often it happened where a theme was voiced and where not, apart
/// by how many commented.
fn at_equal_size(
    voicing: &[&OutcomeCase],
    silent: &[&OutcomeCase],
) -> Vec<(Proportion, Proportion)> {
    let mut strata: BTreeMap<u32, [Proportion; 2]> = BTreeMap::new();
    for (side, cases) in [voicing, silent].into_iter().enumerate() {
        for case in cases {
            let none = Proportion { voiced: 0, of: 0 };
            let part = &mut strata.entry(size(case.comments)).or_insert([none; 2])[side];
            part.of += 1;
            part.voiced += u64::from(case.happened);
        }
    }
    strata
        .into_values()
        .map(|[first, second]| (first, second))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn accounts_of_a_class_differ_by_less_than_half() {
        let classes: Vec<u32> = (1..=12).map(size).collect();
        assert_eq!(classes, [0, 2, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7]);
    }
}
