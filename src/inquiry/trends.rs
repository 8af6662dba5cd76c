//! How score, groups and themes went, wave by wave or month by month.
//!
//! Takes all answers; gives a point a period, each person once in it. A
//! period that the answers do not cover from end to end is marked.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::contrast::part;
use super::error::Error;
use super::ledger::{Ledger, Side, ThemeRef};
use super::segments::Segments;
use super::selection::Selection;
use crate::feedback::Group;
use crate::nps::estimate::Share;
use crate::nps::intervals::Proportion;
use std::str::FromStr;

use crate::question::PeriodKind;
use crate::study::Analysis;

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
}

/// How much of a period the answers cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Incomplete {
    /// The first day with an answer, where the period begins much earlier.
    pub begins: Option<String>,
    /// The last day with an answer, where the period ends much later.
    pub ends: Option<String>,
}

/// A theme's shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeTrend {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Its share of those who commented, period by period.
    pub shares: Vec<Share>,
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

/// A period is covered when answers begin and end within this many days of
/// its ends.
const NEAR: i32 = 3;

/// Follows score, groups and themes.
pub fn trends(ledger: &Ledger<'_>, by: PeriodKind) -> Result<Trends, Error> {
    let analysis = ledger.analysis;
    let responses = &analysis.corpus.responses;
    let names: Vec<String> = match by {
        PeriodKind::Wave => analysis.corpus.waves(),
        PeriodKind::Month | PeriodKind::Quarter => {
            let days = responses.iter().filter_map(|r| r.date.as_deref());
            let periods: BTreeSet<String> = days.filter_map(|day| period(day, by)).collect();
            periods.into_iter().collect()
        }
    };
    let selections = names.iter().map(|name| Selection::parse(name, analysis));
    let selections: Vec<Selection> = selections.collect::<Result<_, _>>()?;
    let undated = responses.iter().filter(|r| r.date.is_none()).count() as u64;
    Ok(Trends {
        by,
        periods: selections.iter().map(|s| point(ledger, s)).collect(),
        composition: composition(ledger, &selections),
        themes: lines(ledger, &selections),
        undated: if by == PeriodKind::Wave { 0 } else { undated },
    })
}

fn period(day: &str, by: PeriodKind) -> Option<String> {
    let (year, month) = (day.get(..4)?, day.get(5..7)?);
    match by {
        PeriodKind::Quarter => {
            let month: u8 = month.parse().ok()?;
            Some(format!("{year}-Q{}", month.div_ceil(3)))
        }
        PeriodKind::Wave | PeriodKind::Month => Some(format!("{year}-{month}")),
    }
}

fn point(ledger: &Ledger<'_>, selection: &Selection) -> Point {
    let side = ledger.side(selection);
    let counts = ledger.counts(&selection.responses);
    let share = |group: Group| {
        let part = Proportion {
            voiced: counts.count(group),
            of: counts.n(),
        };
        Share::new(part, ledger.confidence)
    };
    Point {
        groups: Group::ALL.map(share).to_vec(),
        side,
    }
}

/// Returns how far the answers cover the month, the quarter or the year of
/// that name; `None` where they cover it, or it is none.
pub(super) fn incomplete(analysis: &Analysis, name: &str) -> Option<Incomplete> {
    let (first, last) = bounds(name)?;
    let days = analysis.corpus.responses.iter();
    let days = days.filter_map(|r| Date::from_str(r.date.as_deref()?.get(..10)?).ok());
    let (earliest, latest) = days.fold(None, |range: Option<(Date, Date)>, day| {
        let (low, high) = range.unwrap_or((day, day));
        Some((low.min(day), high.max(day)))
    })?;
    let between = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let begins =
        (earliest > first && between(first, earliest) > NEAR).then(|| earliest.to_string());
    let ends = (latest < last && between(latest, last) > NEAR).then(|| latest.to_string());
    (begins.is_some() || ends.is_some()).then_some(Incomplete { begins, ends })
}

/// Returns the first and the last day of a month, a quarter or a year.
fn bounds(name: &str) -> Option<(Date, Date)> {
    let year: i16 = name.get(..4)?.parse().ok()?;
    let (first, last) = match name.get(4..) {
        Some("") => (1, 12),
        Some(rest) if rest.len() == 3 => {
            let quarter = rest.strip_prefix("-Q").or(rest.strip_prefix("-q"));
            if let Some(quarter) = quarter {
                let quarter: i8 = quarter.parse().ok()?;
                (quarter * 3 - 2, quarter * 3)
            } else {
                let month = rest.strip_prefix('-')?.parse().ok()?;
                (month, month)
            }
        }
        _ => return None,
    };
    let first = Date::new(year, first, 1).ok()?;
    Some((first, Date::new(year, last, 1).ok()?.last_of_month()))
}

fn composition(ledger: &Ledger<'_>, selections: &[Selection]) -> Vec<Mix> {
    let everybody = Selection::everybody(ledger.analysis);
    let rated: Vec<Vec<usize>> = selections
        .iter()
        .map(|selection| {
            let responses = selection.responses.iter().copied();
            responses.filter(|&r| ledger.group(r).is_some()).collect()
        })
        .collect();
    let mut mixes = Vec::new();
    for attribute in Segments::of(ledger, &everybody).attributes {
        for (at, value) in attribute.values.iter().enumerate() {
            let is_in = |r: &&usize| attribute.of_response[**r] == Some(at as u16);
            let share = |rated: &Vec<usize>| {
                let part = Proportion {
                    voiced: rated.iter().filter(is_in).count() as u64,
                    of: rated.len() as u64,
                };
                Share::new(part, ledger.confidence)
            };
            mixes.push(Mix {
                attribute: attribute.name.clone(),
                value: value.clone(),
                shares: rated.iter().map(share).collect(),
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
    let line = |theme: usize| ThemeTrend {
        theme: ledger.theme(theme),
        shares: commented
            .iter()
            .map(|said| Share::new(part(ledger, said, theme), ledger.confidence))
            .collect(),
    };
    ledger.themes().into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_ends_on_its_last_day() {
        let (first, last) = bounds("2024-Q1").unwrap();
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2024-01-01".into(), "2024-03-31".into())
        );
        assert_eq!(bounds("spring"), None);
        let (_, february) = bounds("2024-02").unwrap();
        assert_eq!(february.to_string(), "2024-02-29");
    }
}
