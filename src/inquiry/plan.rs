//! What to do, in order: the leads with owner, evidence, what it could bring
//! and the next step.

use serde::Serialize;

use super::follow_through::finding_of;
use super::ledger::{Ledger, ThemeRef};
use super::priorities::Priority;
use crate::nps::intervals::{Interval, Proportion};
use crate::nps::what_if::WhatIf;
use crate::study::{Action, Cause, Quote};
use crate::themes::ThemeId;

/// A step of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanStep {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// What causes it, where somebody said.
    pub cause: Option<Cause>,
    /// Who mentions it, of those who commented.
    pub reach: Proportion,
    /// Points that go with it, and where they may lie.
    pub points: f64,
    /// Where they may lie.
    pub interval: Interval,
    /// How sure it costs points at all, 0 to 1.
    pub confidence: f64,
    /// What settling it for half of its detractors could bring; only where the
    /// theme is a finding.
    pub settling: Option<WhatIf>,
    /// One who says it.
    pub quote: Option<Quote>,
    /// What is planned or begun.
    pub actions: Vec<Action>,
}

/// Points that round to none are no reason to do anything.
const LEAST: f64 = 0.05;

/// Returns the plan that leads make.
pub fn plan(ledger: &Ledger<'_>, leads: &[Priority]) -> Vec<PlanStep> {
    let work = &ledger.analysis.work;
    let counts = |lead: &&Priority| lead.points <= -LEAST;
    let steps = leads.iter().filter(counts).map(|lead| {
        let finding = ledger.find(&lead.theme.id).ok();
        let number = finding.and_then(|at| match ledger.finding(at).theme.id {
            ThemeId::Theme(number) => Some(number),
            ThemeId::Broad(_) | ThemeId::Part(..) => None,
        });
        let own = |action: &&Action| {
            action.is_open() && finding.is_some() && finding_of(ledger, action.theme) == finding
        };
        PlanStep {
            theme: lead.theme.clone(),
            cause: number.and_then(|number| work.causes.get(&number).copied()),
            reach: lead.reach,
            points: lead.points,
            interval: lead.interval,
            confidence: lead.confidence,
            settling: lead.settling,
            quote: lead.quotes.first().cloned(),
            actions: work.actions.iter().filter(own).cloned().collect(),
        }
    });
    steps.collect()
}
