//! How score, groups and themes went, wave by wave or month by month.
//!
//! Takes all answers; gives a point a period, each person once in it. A
//! period that the answers do not cover from end to end is marked.

use serde::Serialize;

use super::error::Error;
use super::impacts::TESTED;
use super::ledger::{Ledger, Side, ThemeRef};
use super::periods::periods;
use super::segments::Segments;
use super::selection::{JOIN, Selection};
use crate::feedback::Group;
use crate::nps::clustered::{score_with_variance, share_with_variance};
use crate::nps::control_chart::{ChartPoint, ControlLimits, control_chart};
use crate::nps::estimate::{Footing, Share};

use crate::question::PeriodKind;

/// How score, groups and themes went.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trends {
    /// What a period is.
    pub by: PeriodKind,
    /// The periods, in order of time.
    pub periods: Vec<Point>,
    /// Each theme's share of those who commented, period by period; the most
    /// voiced first.
    pub themes: Vec<ThemeTrend>,
    /// Who answered: each segment's share of those who rated, period by
    /// period.
    pub composition: Vec<Mix>,
    /// Answers that have no day, and so no period.
    pub undated: u64,
}

/// One period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Who answered, and their score.
    #[serde(flatten)]
    pub side: Side,
    /// Each group's share of those who rated, in the order of
    /// [`Group::ALL`].
    pub groups: Vec<Share>,
    /// Where the score would lie if the period were like the others; `None`
    /// where there are too few of them, or of people in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<ControlLimits>,
}

/// A theme's shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeTrend {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Its share of those who commented, period by period.
    pub shares: Vec<Share>,
    /// Where it would lie if periods were alike, period by period; none where
    /// that cannot be told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub control: Vec<Option<ControlLimits>>,
}

/// A segment's shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mix {
    /// The attribute.
    pub attribute: String,
    /// Its value.
    pub value: String,
    /// Its share of those who rated, period by period.
    pub shares: Vec<Share>,
}

/// Follows score, groups and themes, of everybody or among a part of the answers.
pub fn trends(ledger: &Ledger<'_>, by: PeriodKind, among: Option<&str>) -> Result<Trends, Error> {
    let analysis = ledger.analysis;
    let responses = &analysis.corpus.responses;
    let mut selections = Vec::new();
    for (name, _) in periods(analysis, by) {
        let inside = match among {
            Some(among) => format!("{name}{JOIN}{among}"),
            None => name.clone(),
        };
        let inside = Selection::parse(&inside, analysis)?;
        selections.push(Selection { name, ..inside });
    }
    let undated = responses.iter().filter(|r| r.date.is_none()).count() as u64;
    let control = score_control(ledger, &selections);
    let periods = selections.iter().zip(control);
    Ok(Trends {
        by,
        periods: periods
            .map(|(selection, control)| point(ledger, selection, control))
            .collect(),
        composition: composition(ledger, &selections),
        themes: lines(ledger, &selections),
        undated: if by == PeriodKind::Wave { 0 } else { undated },
    })
}

/// Returns where the score of each period would lie if it were like the others.
fn score_control(ledger: &Ledger<'_>, selections: &[Selection]) -> Vec<Option<ControlLimits>> {
    let points = selections.iter().map(|selection| {
        let score = ledger.score(&selection.responses)?;
        score.estimate.value()?;
        let (value, variance) = score_with_variance(&ledger.rated(&selection.responses))?;
        Some(ChartPoint {
            value,
            variance,
            n: score.counts.n(),
        })
    });
    chart(&points.collect::<Vec<_>>(), HALVES)
}

/// One half of the false alarms is for the score, the other for all themes.
const HALVES: usize = 2;

/// Returns the limits of those periods that have a number.
fn chart(points: &[Option<ChartPoint>], charts: usize) -> Vec<Option<ControlLimits>> {
    let known: Vec<ChartPoint> = points.iter().copied().flatten().collect();
    let Some(limits) = control_chart(&known, charts) else {
        return vec![None; points.len()];
    };
    let mut limits = limits.into_iter();
    points
        .iter()
        .map(|point| point.and_then(|_| limits.next()))
        .collect()
}

fn point(ledger: &Ledger<'_>, selection: &Selection, control: Option<ControlLimits>) -> Point {
    let side = ledger.side(selection);
    let rated = rated(ledger, selection);
    let share = |group: Group| ledger.share(&rated, |r| ledger.group(r) == Some(group));
    Point {
        groups: Group::ALL.map(share).to_vec(),
        side,
        control,
    }
}

/// Returns those of a selection who rated.
fn rated(ledger: &Ledger<'_>, selection: &Selection) -> Vec<usize> {
    let responses = selection.responses.iter().copied();
    responses.filter(|&r| ledger.group(r).is_some()).collect()
}

fn composition(ledger: &Ledger<'_>, selections: &[Selection]) -> Vec<Mix> {
    let everybody = Selection::everybody(ledger.analysis);
    let rated: Vec<Vec<usize>> = selections
        .iter()
        .map(|selection| rated(ledger, selection))
        .collect();
    let mut mixes = Vec::new();
    for attribute in Segments::new(ledger, &everybody).attributes {
        for (at, value) in attribute.values.iter().enumerate() {
            let is_in = |r: usize| attribute.of_response[r] == Some(at as u16);
            mixes.push(Mix {
                attribute: attribute.name.clone(),
                value: value.clone(),
                shares: rated
                    .iter()
                    .map(|rated| ledger.share(rated, is_in))
                    .collect(),
            });
        }
    }
    mixes
}

fn lines(ledger: &Ledger<'_>, selections: &[Selection]) -> Vec<ThemeTrend> {
    let commented: Vec<Vec<usize>> = selections
        .iter()
        .map(|selection| ledger.commenting(&selection.responses))
        .collect();
    let themes = ledger.themes();
    // All themes are looked at together, so that each is looked at more strictly.
    let tested = |theme: &usize| {
        let voicing = commented
            .iter()
            .map(|said| ledger.voicing(*theme, said).len());
        voicing.sum::<usize>() as u64 >= TESTED
    };
    let charts = themes.iter().filter(|theme| tested(theme)).count();
    let control = |theme: usize| {
        let points = commented.iter().map(|said| {
            let says = ledger.saying(said, |r| ledger.voices(r, theme));
            let (value, variance) = share_with_variance(&says)?;
            (said.len() as u64 >= Footing::SHOWN).then_some(ChartPoint {
                value,
                variance,
                n: said.len() as u64,
            })
        });
        chart(&points.collect::<Vec<_>>(), HALVES * charts)
    };
    let line = |theme: usize| {
        let control = if tested(&theme) {
            control(theme)
        } else {
            Vec::new()
        };
        ThemeTrend {
            theme: ledger.theme(theme),
            shares: commented
                .iter()
                .map(|said| ledger.share(said, |r| ledger.voices(r, theme)))
                .collect(),
            control: if control.iter().any(Option::is_some) {
                control
            } else {
                Vec::new()
            },
        }
    };
    themes.iter().map(|theme| line(*theme)).collect()
}
