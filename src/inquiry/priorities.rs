//! What to look at first: themes ranked by reach, impact and confidence.
//!
//! Takes a comparison, or the answers as they are; gives a few themes that
//! cost points, each with what settling half of it could bring.

use serde::Serialize;

use super::breadth::{Breadth, spread};
use super::claims::FALSE;
use super::drivers::{RowKind, ThemeRow, ThemeSplit};
use super::impacts::{TopicImpact, topic_impacts};
use super::ledger::{Ledger, ThemeRef};
use super::selection::Selection;
use crate::feedback::Group;
use crate::nps::estimate::Footing;
use crate::nps::intervals::{Interval, Proportion};
use crate::nps::score::Counts;
use crate::nps::shrinkage::Shrunk;
use crate::nps::what_if::{WhatIf, what_if};
use crate::study::Quote;
use crate::themes::ThemeKind;

/// A theme to look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Priority {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Those who voice it, of those who commented.
    pub reach: Proportion,
    /// Points that go with it: of the change where there is one, else of the
    /// score. Less than was counted: the largest of many is mostly too large.
    pub points: f64,
    /// Where they may lie.
    pub interval: Interval,
    /// How sure it costs points at all, 0 to 1: two-sided, normal.
    pub confidence: f64,
    /// Reach × points × confidence: what leads are ranked by.
    pub rank: f64,
    /// Who says it.
    pub spread: Breadth,
    /// What settling it for half of its detractors could bring; only where the
    /// theme is a finding.
    pub settling: Option<WhatIf>,
    /// The groups of all who voice it.
    pub voicing: Counts,
    /// One who says it.
    pub quotes: Vec<Quote>,
}

/// Leads told.
pub const MOST: usize = 5;

/// Points, as counted, under which a theme is no lead.
const LEAST: f64 = 0.5;

/// Quotes of a lead.
const QUOTES: usize = 2;

/// The share of a theme's detractors that is settled in the what-if.
pub const SETTLED: f64 = 0.5;

/// Returns the leads of a change, the first to follow first.
pub fn of_change(ledger: &Ledger<'_>, split: &ThemeSplit, to: &Selection) -> Vec<Priority> {
    let rows = split.rows.iter().filter(|row| row.kind == RowKind::Theme);
    let leads = rows.filter_map(|row: &ThemeRow| {
        let at = ledger.find(&row.theme.as_ref()?.id).ok()?;
        let shrunk = row.shrunk.filter(|_| row.points <= -LEAST)?;
        lead(ledger, to, at, shrunk, [row.p, row.q])
    });
    ranked(leads.collect())
}

/// Returns the leads of a score as it is.
pub fn of_score(ledger: &Ledger<'_>, among: &Selection) -> Vec<Priority> {
    let topics = topic_impacts(ledger, &among.responses).into_iter();
    let costs = |topic: &TopicImpact| topic.impact.points.value().is_some_and(|of| of <= -LEAST);
    let topics = topics.filter(costs);
    let leads = topics.filter_map(|topic| {
        lead(
            ledger,
            among,
            topic.finding,
            topic.shrunk,
            [topic.impact.p, topic.q],
        )
    });
    ranked(leads.collect())
}

fn ranked(mut leads: Vec<Priority>) -> Vec<Priority> {
    leads.sort_by(|a, b| {
        b.rank
            .total_cmp(&a.rank)
            .then_with(|| a.theme.id.cmp(&b.theme.id))
    });
    leads.truncate(MOST);
    leads
}

fn lead(
    ledger: &Ledger<'_>,
    among: &Selection,
    theme: usize,
    Shrunk {
        value: points,
        interval,
    }: Shrunk,
    [p, q]: [f64; 2],
) -> Option<Priority> {
    let said = ledger.voicing(theme, &among.responses);
    let is_topic = ledger.finding(theme).theme.kind == ThemeKind::Topic;
    let unhappy = ledger.unhappy(&said);
    let few = (unhappy.len() as u64) < Footing::SHOWN;
    if points > 0.0 || !is_topic || few {
        return None;
    }
    let commented = among.responses.iter().filter(|r| ledger.commented(**r));
    let reach = Proportion {
        voiced: said.len() as u64,
        of: commented.count() as u64,
    };
    let confidence = 1.0 - p;
    let mut rated = among.responses.clone();
    rated.retain(|&r| ledger.group(r).is_some());
    let is_worst = |r: usize| ledger.voices(r, theme) && ledger.group(r) == Some(Group::Detractor);
    let detractors = Some(ledger.share(&rated, is_worst));
    let detractors = detractors.filter(|share| share.voiced >= Footing::SHOWN);
    Some(Priority {
        theme: ledger.theme(theme),
        rank: reach.share()? * -points * confidence,
        reach,
        points,
        interval,
        confidence,
        spread: spread(ledger, &unhappy),
        settling: detractors
            .filter(|_| q <= FALSE)
            .and_then(|share| what_if(&share, SETTLED)),
        voicing: ledger.counts(&said),
        quotes: ledger.quotes(theme, &unhappy, QUOTES),
    })
}
