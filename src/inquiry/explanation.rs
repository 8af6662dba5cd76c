//! Why a score changed: everything that a report of it tells.

use serde::Serialize;

use super::compare::{ChangeVerdict, Comparison, compare};
use super::contrast::{Contrast, contrast, groups};
use super::error::Error;
use super::hotspots::{Hotspots, LEAST, search};
use super::interview_coverage::{InterviewCoverage, heard};
use super::ledger::Ledger;
use super::plan::{PlanStep, plan};
use super::priorities::{self, Priority};
use super::scores::{ScoreVariants, Weights, scores};
use super::selection::Selection;

/// Why a score changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Whether it did, and what carries it.
    pub comparison: Comparison,
    /// What separates passives from detractors afterwards, and the other
    /// pairs of groups.
    pub contrasts: Vec<Contrast>,
    /// Where it is bad afterwards.
    pub hotspots: Hotspots,
    /// The score counted otherwise, before and after.
    pub scores: Vec<ScoreVariants>,
    /// What interviews add.
    pub heard: InterviewCoverage,
    /// What to look at first: what carries a drop, else what weighs on the
    /// score afterwards.
    pub leads: Vec<Priority>,
    /// What to do, in order.
    pub plan: Vec<PlanStep>,
}

/// Explains the change from one selection to another.
pub fn explain(
    ledger: &Ledger<'_>,
    from: &Selection,
    to: &Selection,
) -> Result<Explanation, Error> {
    let comparison = compare(ledger, from, to)?;
    let split = comparison.carried.by_theme.as_ref();
    let leads = match (comparison.verdict, split) {
        (ChangeVerdict::Drop, Some(split)) => priorities::of_change(ledger, split, to),
        _ => priorities::of_score(ledger, to),
    };
    Ok(Explanation {
        plan: plan(ledger, &leads),
        leads,
        contrasts: contrast(ledger, &groups(to, ledger.analysis), None)?,
        hotspots: search(ledger, to, &[], LEAST)?,
        scores: scores(ledger, &[from.clone(), to.clone()], &Weights::default())?,
        heard: heard(ledger),
        comparison,
    })
}
