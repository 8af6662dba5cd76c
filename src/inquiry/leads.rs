//! Where to start: up to five leads, each with why, quotes and what to run next.

use std::collections::BTreeSet;

use serde::Serialize;

use super::hotspots;
use super::ledger::Ledger;
use super::pain_points::pain_points;
use super::priorities;
use super::selection::Selection;
use crate::nps::intervals::Proportion;
use crate::study::Quote;

/// Something to look at first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lead {
    /// What it is about: a theme's or problem's name.
    pub about: String,
    /// Why it is on the list.
    #[serde(flatten)]
    pub kind: LeadKind,
    /// People in their own words.
    pub quotes: Vec<Quote>,
    /// The command to run next.
    pub next: String,
}

/// Why something is a lead.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum LeadKind {
    /// It costs points.
    Costs {
        /// How many.
        points: f64,
        /// Who mentions it, of those who commented.
        reach: Proportion,
    },
    /// It gathers in a segment.
    Concentrated {
        /// Which: `Enterprise (tier)`.
        segment: String,
    },
    /// People in interviews struggle with it.
    Struggle {
        /// How many.
        interviews: u64,
        /// Of how many.
        of: u64,
    },
    /// Many mention it.
    Frequent {
        /// Who, of those who commented.
        reach: Proportion,
    },
}

/// Points that are worth a look.
const LEAST: f64 = 0.25;

/// Fewer leads leave room for what is only frequent.
const FEW: usize = 3;

/// Leads told.
pub const MOST: usize = 5;

/// Quotes of each.
const QUOTES: usize = 3;

/// Returns where to start.
pub fn leads(ledger: &Ledger<'_>) -> Vec<Lead> {
    let everybody = Selection::everybody(ledger.analysis);
    let mut found: Vec<Lead> = Vec::new();
    let costly = priorities::of_score(ledger, &everybody).into_iter();
    for of in costly.filter(|of| of.points <= -LEAST).take(3) {
        let finding = ledger.find(&of.theme.id).ok();
        let quotes = finding.map(|at| ledger.quotes(at, &everybody.responses, QUOTES));
        found.push(Lead {
            about: of.theme.label.clone(),
            kind: LeadKind::Costs {
                points: of.points,
                reach: of.reach,
            },
            quotes: quotes.unwrap_or(of.quotes),
            next: format!("motif themes show {}", of.theme.id),
        });
    }
    found.extend(concentrated(ledger, &everybody));
    found.extend(struggles(ledger));
    // What many mention is a lead where nothing else is.
    if found.len() < FEW {
        found.extend(frequent(ledger, &everybody));
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    found.retain(|lead| told.insert(lead.about.clone()));
    found.truncate(MOST);
    found
}

fn concentrated(ledger: &Ledger<'_>, among: &Selection) -> Vec<Lead> {
    let Ok(spots) = hotspots::search(ledger, among, &[], hotspots::LEAST) else {
        return Vec::new();
    };
    let themes = spots.themes.into_iter().take(1);
    let lead = themes.filter_map(|of| {
        let at = ledger.find(&of.theme.id).ok()?;
        let named = |part: &hotspots::Segment| format!("{} ({})", part.value, part.attribute);
        let segment: Vec<String> = of.segment.iter().map(named).collect();
        Some(Lead {
            about: of.theme.label,
            kind: LeadKind::Concentrated {
                segment: segment.join(" and "),
            },
            quotes: ledger.quotes(at, &among.responses, QUOTES),
            next: "motif hotspots".into(),
        })
    });
    lead.collect()
}

fn struggles(ledger: &Ledger<'_>) -> Vec<Lead> {
    let found = pain_points(ledger);
    let of = found.interviews;
    // What is a theme of surveys too is told as one.
    let points = found
        .points
        .into_iter()
        .filter(|point| point.theme.is_none());
    let points = points.take(MOST);
    let lead = points.map(|point| Lead {
        kind: LeadKind::Struggle {
            interviews: point.voices.len() as u64,
            of,
        },
        quotes: point.quotes.iter().take(QUOTES).cloned().collect(),
        about: point.name,
        next: "motif pain-points".into(),
    });
    lead.collect()
}

fn frequent(ledger: &Ledger<'_>, among: &Selection) -> Vec<Lead> {
    let commenting = ledger.commenting(&among.responses);
    let topics = ledger.topics().into_iter().take(MOST);
    let lead = topics.map(|at| {
        let theme = ledger.theme(at);
        Lead {
            kind: LeadKind::Frequent {
                reach: Proportion {
                    voiced: ledger.voicing(at, &commenting).len() as u64,
                    of: commenting.len() as u64,
                },
            },
            quotes: ledger.quotes(at, &among.responses, QUOTES),
            about: theme.label,
            next: format!("motif themes show {}", theme.id),
        }
    });
    lead.filter(|lead| matches!(lead.kind, LeadKind::Frequent { reach } if reach.voiced > 0))
        .collect()
}
