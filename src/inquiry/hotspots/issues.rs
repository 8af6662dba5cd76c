//! Themes that lower the score, and whether they are systemic, one segment's
//! or one customer's.

use serde::Serialize;

use super::super::breadth::{Breadth, spread};
use super::super::ledger::FALSE;
use super::super::ledger::{Ledger, ThemeRef};
use super::super::selection::Selection;
use super::grid::{Grid, Segment};
use crate::nps::contrast;
use crate::nps::estimate::{Estimate, Footing};
use crate::nps::fdr::benjamini_hochberg;
use crate::nps::impact::impact;
use crate::nps::intervals::Proportion;

/// A theme that lowers the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Issue {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Points it weighs.
    pub impact: Estimate,
    /// How widely it is said.
    pub spread: Breadth,
    /// The segment nearly all who say it are in, where there is one.
    pub confined: Option<Segment>,
    /// Whether it is systemic.
    pub reach: Reach,
}

/// How far an issue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Several accounts in several segments say it.
    Systemic,
    /// Several accounts say it, nearly all of one segment.
    OneSegment,
    /// Most who say it are at one account.
    OneAccount,
    /// Under three accounts, or under five people.
    Few,
    /// No accounts are known: it cannot be told.
    Unknown,
}

/// Nearly all who say it are in one segment when this share is.
const NEARLY_ALL: f64 = 0.8;

/// Returns the topics that lower the score by more than chance (at most 5% false), and those
/// that one account complains of; and how far each reaches.
pub(super) fn issues(ledger: &Ledger<'_>, among: &Selection, grid: &Grid) -> Vec<Issue> {
    let all = ledger.counts(&among.responses);
    let tested: Vec<(Issue, f64, bool)> = ledger
        .topics()
        .into_iter()
        .filter_map(|theme| {
            let said = ledger.voicing(theme, &among.responses);
            let weight = impact(all, ledger.counts(&said), ledger.confidence)?.points;
            let issue = issue(ledger, among, grid, theme, &said, weight);
            let chance = weight.p_value(ledger.confidence);
            let is_own = issue.reach == Reach::OneAccount && is_complaint(ledger, &said);
            (is_own || chance.is_some()).then_some((issue, chance.unwrap_or(1.0), is_own))
        })
        .collect();
    let p: Vec<f64> = tested.iter().map(|(_, p, _)| *p).collect();
    let found = tested.into_iter().zip(benjamini_hochberg(&p));
    let mut issues: Vec<Issue> = found
        .filter(|((issue, _, is_own), q)| {
            let lowers = issue.impact.value().is_some_and(|points| points < 0.0);
            (*q <= FALSE && lowers) || *is_own
        })
        .map(|((issue, ..), _)| issue)
        .collect();
    let points = |issue: &Issue| issue.impact.value().unwrap_or_default();
    issues.sort_by(|a, b| {
        (a.reach)
            .cmp(&b.reach)
            .then(points(a).total_cmp(&points(b)))
    });
    issues
}

/// Most who say it are detractors.
fn is_complaint(ledger: &Ledger<'_>, said: &[usize]) -> bool {
    let counts = ledger.counts(said);
    counts.detractors * 2 > counts.n()
}

fn issue(
    ledger: &Ledger<'_>,
    among: &Selection,
    grid: &Grid,
    theme: usize,
    said: &[usize],
    impact: Estimate,
) -> Issue {
    let unhappy = ledger.unhappy(said);
    let spread = spread(ledger, &unhappy);
    let confined = confined(grid, among, &unhappy);
    let reach = match () {
        () if spread.one_account().is_some() => Reach::OneAccount,
        () if spread.people < Footing::SHOWN => Reach::Few,
        () if spread.accounts == 0 => Reach::Unknown,
        () if !spread.is_wide() => Reach::Few,
        () if confined.is_some() => Reach::OneSegment,
        () => Reach::Systemic,
    };
    Issue {
        theme: ledger.theme(theme),
        impact,
        spread,
        confined,
        reach,
    }
}

/// Returns the one value that nearly all have, where not nearly all have it
/// anyway: chance alone would put them there less than once in a thousand.
fn confined(grid: &Grid, among: &Selection, said: &[usize]) -> Option<Segment> {
    let singles = grid.parents.iter().take_while(|parents| parents.is_none());
    let singles = singles.count();
    let mut inside = vec![[0u64; 2]; singles];
    for (response, cells) in among.responses.iter().zip(&grid.of) {
        let says = said.binary_search(response).is_ok();
        for &cell in cells.iter().filter(|cell| (**cell as usize) < singles) {
            inside[cell as usize][usize::from(says)] += 1;
        }
    }
    let people = said.len() as u64;
    let rest = among.responses.len() as u64 - people;
    let clear = |[others, says]: &[u64; 2]| {
        let share = *says as f64 / people.max(1) as f64;
        let chance = contrast::fisher(
            Proportion {
                voiced: *says,
                of: people,
            },
            Proportion {
                voiced: *others,
                of: rest,
            },
        );
        (share >= NEARLY_ALL && chance < 0.001).then_some(chance)
    };
    let best = inside
        .iter()
        .enumerate()
        .filter_map(|(cell, counts)| Some((clear(counts)?, cell)))
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    best.map(|(_, cell)| grid.cells[cell][0].clone())
}
