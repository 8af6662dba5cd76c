//! What to look at first: themes ranked by reach, impact and confidence.
//!
//! Takes a comparison, or the answers as they are; gives a few themes that
//! cost points, each with what settling half of it could bring.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use super::carried::{RowKind, ThemeRow, ThemeSplit};
use super::ledger::{Ledger, Named};
use super::selection::Selection;
use super::spread::{Spread, spread};
use crate::feedback::Group;
use crate::nps::estimate::Footing;
use crate::nps::impact::impact;
use crate::nps::intervals::{Interval, Part};
use crate::nps::settling::{Settling, settling};
use crate::study::Quote;
use crate::themes::Kind;

/// A theme to look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lead {
    /// The theme.
    #[serde(flatten)]
    pub theme: Named,
    /// Those who voice it, of those who commented.
    pub reach: Part,
    /// Points it costs: of the change where there is one, else of the score.
    pub points: f64,
    /// Where they may lie.
    pub interval: Interval,
    /// How sure it costs points at all, 0 to 1: two-sided, normal.
    pub confidence: f64,
    /// Reach × points × confidence: what leads are ranked by.
    pub rank: f64,
    /// Who says it.
    pub spread: Spread,
    /// What settling it for half of its detractors could bring.
    pub settling: Option<Settling>,
    /// One who says it.
    pub quotes: Vec<Quote>,
}

/// Leads told.
pub const MOST: usize = 5;

/// Quotes of a lead.
const QUOTES: usize = 2;

/// The share of a theme's detractors that is settled in the what-if.
pub const SETTLED: f64 = 0.5;

/// Returns the leads of a change, the first to follow first.
pub fn of_change(ledger: &Ledger<'_>, split: &ThemeSplit, to: &Selection) -> Vec<Lead> {
    let rows = split.rows.iter().filter(|row| row.kind == RowKind::Theme);
    let leads = rows.filter_map(|row: &ThemeRow| {
        let at = ledger.find(&row.theme.as_ref()?.id).ok()?;
        lead(ledger, to, at, row.points, row.interval)
    });
    ranked(leads.collect())
}

/// Returns the leads of a score as it is.
pub fn of_score(ledger: &Ledger<'_>, among: &Selection) -> Vec<Lead> {
    let all = ledger.counts(&among.responses);
    let leads = ledger.themes().into_iter().filter_map(|at| {
        let with = ledger.counts(&said(ledger, among, at));
        let (points, interval) = impact(all, with, ledger.confidence)?.points.numbers()?;
        lead(ledger, among, at, points, interval)
    });
    ranked(leads.collect())
}

fn ranked(mut leads: Vec<Lead>) -> Vec<Lead> {
    leads.sort_by(|a, b| {
        b.rank
            .total_cmp(&a.rank)
            .then_with(|| a.theme.id.cmp(&b.theme.id))
    });
    leads.truncate(MOST);
    leads
}

fn said(ledger: &Ledger<'_>, among: &Selection, theme: usize) -> Vec<usize> {
    let responses = among.responses.iter().copied();
    responses.filter(|&r| ledger.voices(r, theme)).collect()
}

fn lead(
    ledger: &Ledger<'_>,
    among: &Selection,
    theme: usize,
    points: f64,
    interval: Interval,
) -> Option<Lead> {
    let said = said(ledger, among, theme);
    let is_topic = ledger.finding(theme).theme.kind == Kind::Topic;
    if points >= 0.0 || !is_topic || (said.len() as u64) < Footing::SHOWN {
        return None;
    }
    let commented = among.responses.iter().filter(|r| ledger.commented(**r));
    let reach = Part {
        voiced: said.len() as u64,
        of: commented.count() as u64,
    };
    let confidence = confidence(points, interval, ledger.confidence.z());
    let all = ledger.counts(&among.responses);
    let unhappy: Vec<usize> = said
        .iter()
        .copied()
        .filter(|&r| ledger.group(r) != Some(Group::Promoter))
        .collect();
    Some(Lead {
        theme: ledger.theme(theme),
        rank: reach.share()? * -points * confidence,
        reach,
        points,
        interval,
        confidence,
        spread: spread(ledger, &unhappy),
        settling: settling(all, ledger.counts(&said), SETTLED, ledger.confidence),
        quotes: ledger.quotes(theme, &unhappy, QUOTES),
    })
}

/// Returns how sure it is that points are not zero.
fn confidence(points: f64, interval: Interval, z: f64) -> f64 {
    let error = (interval.high - interval.low) / (2.0 * z);
    if error <= 0.0 {
        return 1.0;
    }
    2.0 * Normal::standard().cdf(points.abs() / error) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_that_ends_at_zero_is_ninety_five_percent_sure() {
        let sure = confidence(
            -4.0,
            Interval {
                low: -8.0,
                high: 0.0,
            },
            1.959_963_984_540_054,
        );
        assert!((sure - 0.95).abs() < 1e-9);
    }
}
