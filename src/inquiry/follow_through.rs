//! What was done about themes, and whether it helped.
//!
//! Takes the actions of a study; gives for each the theme's share of those who
//! commented before and after, against the themes that were left alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::impacts::topic_impacts;
use super::ledger::{Ledger, ThemeRef};
use super::selection::Selection;
use crate::nps::before_after::{BeforeAfter, Mention, before_after};
use crate::nps::estimate::{Score, Share};
use crate::study::{Action, Cause};
use crate::themes::ThemeId;

/// An action, its theme, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FollowedAction {
    /// What is done.
    #[serde(flatten)]
    pub action: Action,
    /// The theme as it is now; `None` where it is gone.
    pub of: Option<ThemeRef>,
    /// Whether the theme is hidden, so that nobody is counted under it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_hidden: bool,
    /// Who mentions it now, of those who commented, each by their latest answer.
    pub reach: Option<Share>,
    /// Points of the score that go with it.
    pub points: Option<f64>,
    /// Before and after; `None` where nothing was begun, or nobody answered since.
    pub effect: Option<EffectOfAction>,
}

/// A theme before and after something was done about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectOfAction {
    /// The day that parts them.
    pub day: String,
    /// The waves before.
    pub before: Vec<String>,
    /// The waves after.
    pub after: Vec<String>,
    /// What changed.
    #[serde(flatten)]
    pub found: BeforeAfter,
}

/// What themes weigh now, and among whom they are counted.
struct ThemeWeights {
    /// Points of the score that go with each topic.
    points: BTreeMap<usize, f64>,
    /// Everybody's latest answers with a comment.
    commenting: Vec<usize>,
}

impl ThemeWeights {
    fn new(ledger: &Ledger<'_>) -> Self {
        let now = Selection::everybody(ledger.analysis).responses;
        let topics = topic_impacts(ledger, &now).into_iter();
        Self {
            points: topics.map(|of| (of.finding, of.shrunk.value)).collect(),
            commenting: ledger.commenting(&now),
        }
    }
}

/// Returns every action with what became of it.
pub fn followed_actions(ledger: &Ledger<'_>) -> Vec<FollowedAction> {
    let now = ThemeWeights::new(ledger);
    let actions = actions(ledger);
    let acted: BTreeSet<usize> = actions.iter().filter_map(|(_, finding)| *finding).collect();
    actions
        .into_iter()
        .map(|(action, known)| {
            // Nobody is counted under a theme that is hidden.
            let is_shown = |at: &usize| !ledger.finding(*at).theme.standing.parked;
            let finding = known.filter(is_shown);
            FollowedAction {
                of: known.map(|at| ledger.theme(at)),
                is_hidden: known.is_some() && finding.is_none(),
                reach: finding.map(|at| ledger.share(&now.commenting, |r| ledger.voices(r, at))),
                points: finding.and_then(|at| now.points.get(&at).copied()),
                effect: finding.and_then(|at| effect(ledger, action, at, &acted)),
                action: action.clone(),
            }
        })
        .collect()
}

/// Returns every action with the finding that its theme is.
fn actions<'a>(ledger: &Ledger<'a>) -> Vec<(&'a Action, Option<usize>)> {
    let actions = ledger.analysis.work.actions.iter();
    let found = actions.map(|of| (of, finding_of(ledger, of.theme)));
    found.collect()
}

/// Returns the finding of a theme's number, also where it was merged.
pub fn finding_of(ledger: &Ledger<'_>, theme: u32) -> Option<usize> {
    let number = ledger.analysis.codebook.current(theme);
    ledger.find(&number.to_string()).ok()
}

/// Compares the wave before the day with all answers since.
fn effect(
    ledger: &Ledger<'_>,
    action: &Action,
    finding: usize,
    acted: &BTreeSet<usize>,
) -> Option<EffectOfAction> {
    let day = action.done.as_ref().or(action.started.as_ref())?;
    let corpus = &ledger.analysis.corpus;
    let responses = &corpus.responses;
    let is_dated = |r: &usize| responses[*r].date.is_some();
    let commented: Vec<usize> = (0..responses.len())
        .filter(|r| is_dated(r) && ledger.commented(*r))
        .collect();
    let date = |r: usize| responses[r].date.as_deref().unwrap_or_default();
    let is_before = |r: usize| date(r) < day.as_str();
    let (before, after): (Vec<usize>, Vec<usize>) =
        commented.into_iter().partition(|r| is_before(*r));
    let last = before.iter().max_by_key(|r| date(**r))?;
    let last = &responses[*last].wave;
    // A wave that the day cuts has too few before it: the one before counts too.
    let is_cut = after.iter().any(|r| responses[*r].wave == *last);
    let waves = corpus.waves();
    let at = waves.iter().position(|wave| wave == last)?;
    let first = at.saturating_sub(usize::from(is_cut));
    let counted = &waves[first..=at];
    let before: Vec<usize> = before
        .into_iter()
        .filter(|r| counted.iter().any(|wave| responses[*r].wave == *wave))
        .collect();
    let mut left_alone = ledger.topics();
    left_alone.retain(|at| *at != finding && !acted.contains(at));
    let mentions = |among: &[usize]| -> Vec<Mention> {
        let mention = |&r: &usize| Mention {
            theme: ledger.voices(r, finding),
            others: left_alone
                .iter()
                .filter(|at| ledger.voices(r, **at))
                .count() as u16,
            cluster: ledger.voice(r),
        };
        among.iter().map(mention).collect()
    };
    let sides = [mentions(&before), mentions(&after)];
    let others = left_alone.len() as u16;
    let found = before_after([&sides[0], &sides[1]], others, ledger.confidence)?;
    let waves = |among: &[usize]| -> Vec<String> {
        let all = corpus.waves();
        let has = |wave: &String| among.iter().any(|r| responses[*r].wave == *wave);
        all.into_iter().filter(has).collect()
    };
    Some(EffectOfAction {
        day: day.clone(),
        before: waves(&before),
        after: waves(&after),
        found,
    })
}

/// What an owner has to do, and what nobody has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OwnerDigest {
    /// The owner; `None`: nobody.
    pub owner: Option<String>,
    /// Their themes, those that cost most points first.
    pub themes: Vec<OwnedTheme>,
    /// Actions that are theirs, or on their themes where nobody is named.
    pub actions: Vec<u32>,
    /// Those that are open.
    pub open: u64,
    /// The oldest of these, by the day it was planned.
    pub oldest: Option<String>,
    /// Open actions whose day has passed.
    pub overdue: u64,
    /// Points that go with their themes together.
    pub points: f64,
}

/// A theme that somebody looks after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnedTheme {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Who mentions it, of those who commented.
    pub reach: Share,
    /// Points of the score that go with it.
    pub points: Option<f64>,
    /// What causes it, where somebody said.
    pub cause: Option<Cause>,
    /// Actions on it, by number.
    pub actions: Vec<u32>,
    /// Where in the findings it is.
    #[serde(skip)]
    pub finding: usize,
}

/// Returns what each owner looks after; those without an owner last.
pub fn owner_digests(ledger: &Ledger<'_>, today: &str) -> Vec<OwnerDigest> {
    let analysis = ledger.analysis;
    let now = ThemeWeights::new(ledger);
    let actions = actions(ledger);
    let mut digests: BTreeMap<Option<String>, OwnerDigest> = BTreeMap::new();
    for finding in ledger.topics() {
        let theme = ledger.theme(finding);
        let own = actions.iter().filter(|(_, of)| *of == Some(finding));
        let digest = digests.entry(theme.owner.clone()).or_default();
        digest.owner.clone_from(&theme.owner);
        let weight = now.points.get(&finding).copied();
        digest.points += weight.unwrap_or(0.0).min(0.0);
        let number = match ledger.finding(finding).theme.id {
            ThemeId::Theme(number) => Some(number),
            ThemeId::Broad(_) | ThemeId::Part(..) => None,
        };
        digest.themes.push(OwnedTheme {
            reach: ledger.share(&now.commenting, |r| ledger.voices(r, finding)),
            points: weight,
            cause: number.and_then(|number| analysis.work.causes.get(&number).copied()),
            actions: own.map(|(of, _)| of.number).collect(),
            theme,
            finding,
        });
    }
    for (action, finding) in actions {
        let of_theme = || ledger.theme(finding?).owner;
        let owner = action.owner.clone().or_else(of_theme);
        let digest = digests.entry(owner.clone()).or_default();
        digest.owner = owner;
        digest.actions.push(action.number);
        if !action.is_open() {
            continue;
        }
        digest.open += 1;
        let is_older = digest
            .oldest
            .as_ref()
            .is_none_or(|known| action.planned < *known);
        if is_older {
            digest.oldest = Some(action.planned.clone());
        }
        digest.overdue += u64::from(action.is_overdue(today));
    }
    let unowned = digests.remove(&None);
    let mut all: Vec<OwnerDigest> = digests.into_values().collect();
    all.sort_by(|a, b| a.points.total_cmp(&b.points));
    all.extend(unowned);
    for digest in &mut all {
        order(&mut digest.themes);
    }
    all
}

fn order(themes: &mut [OwnedTheme]) {
    let cost = |of: &OwnedTheme| of.points.unwrap_or(0.0);
    themes.sort_by(|a, b| {
        let by_cost = cost(a).total_cmp(&cost(b));
        by_cost.then(b.reach.voiced.cmp(&a.reach.voiced))
    });
}

/// What causes lie behind what people who are not content say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseMix {
    /// The score of everybody.
    pub score: Option<Score>,
    /// The score without those who mention that the product does not suit
    /// them, and how many these are; `None` where no theme is such a mismatch.
    pub without_mismatch: Option<(u64, Option<Score>)>,
    /// Of those who are not content and mention something with a cause: who
    /// mentions each.
    pub causes: Vec<CauseShare>,
    /// Themes with a cause.
    pub with_cause: u64,
    /// Themes.
    pub themes: u64,
}

/// How many name a cause, beside how many were expected to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseShare {
    /// The cause.
    pub cause: Cause,
    /// Who mentions a theme that it causes.
    pub share: Share,
    /// What was declared, 0 to 1.
    pub declared: Option<f64>,
    /// Whether that lies outside the range.
    pub departs: bool,
}

/// Counts causes, and the score with and without those whom the product was
/// not made for; `declared` are shares that were known or claimed before.
pub fn cause_mix(ledger: &Ledger<'_>, declared: &[(Cause, f64)]) -> CauseMix {
    let analysis = ledger.analysis;
    let now = Selection::everybody(analysis).responses;
    let themes = analysis.work.causes.iter();
    let themes: Vec<(usize, Cause)> = themes
        .filter_map(|(theme, cause)| Some((finding_of(ledger, *theme)?, *cause)))
        .collect();
    let names = |r: usize, wanted: Cause| {
        let mut own = themes.iter().filter(|(_, cause)| *cause == wanted);
        own.any(|(finding, _)| ledger.voices(r, *finding))
    };
    let has_mismatch = themes.iter().any(|(_, cause)| *cause == Cause::Mismatch);
    let without = has_mismatch.then(|| {
        let (mismatched, others): (Vec<usize>, Vec<usize>) =
            now.iter().partition(|r| names(**r, Cause::Mismatch));
        (mismatched.len() as u64, ledger.score(&others))
    });
    let mut unhappy = ledger.unhappy(&now);
    unhappy.retain(|r| {
        themes
            .iter()
            .any(|(finding, _)| ledger.voices(*r, *finding))
    });
    let causes = Cause::ALL.into_iter().filter_map(|cause| {
        let known = declared
            .iter()
            .find(|(of, _)| *of == cause)
            .map(|(_, share)| *share);
        let is_said = themes.iter().any(|(_, of)| *of == cause);
        (is_said || known.is_some()).then(|| {
            let share = ledger.share(&unhappy, |r| names(r, cause));
            let interval = share.estimate.interval();
            let is_given = themes.len() * 2 >= ledger.topics().len();
            let departs = is_given
                && known
                    .zip(interval)
                    .is_some_and(|(known, interval)| known < interval.low || known > interval.high);
            CauseShare {
                cause,
                share,
                declared: known,
                departs,
            }
        })
    });
    CauseMix {
        score: ledger.score(&now),
        without_mismatch: without,
        causes: causes.collect(),
        with_cause: themes.len() as u64,
        themes: ledger.topics().len() as u64,
    }
}
