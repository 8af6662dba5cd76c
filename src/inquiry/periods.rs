//! Weeks, months and quarters of answers, where waves are not what is asked for.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::question::PeriodKind;
use crate::study::Analysis;

/// Returns the waves, weeks, months or quarters that answers are of, in the order
/// of time, each with how many: `2025-04`, `2025-Q2`, `2025-W14`.
pub fn periods(analysis: &Analysis, kind: PeriodKind) -> Vec<(String, usize)> {
    let responses = &analysis.corpus.responses;
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for response in responses {
        let of = match kind {
            PeriodKind::Wave => Some(response.wave.to_string()),
            PeriodKind::Month | PeriodKind::Quarter | PeriodKind::Week => {
                response.date.as_deref().and_then(|day| period(day, kind))
            }
        };
        if let Some(of) = of {
            *answers.entry(of).or_default() += 1;
        }
    }
    match kind {
        PeriodKind::Wave => {
            let waves = analysis.corpus.waves().into_iter();
            waves.map(|wave| (wave.clone(), answers[&wave])).collect()
        }
        PeriodKind::Month | PeriodKind::Quarter | PeriodKind::Week => answers.into_iter().collect(),
    }
}

fn period(day: &str, kind: PeriodKind) -> Option<String> {
    let (year, month) = (day.get(..4)?, day.get(5..7)?);
    match kind {
        PeriodKind::Quarter => {
            let month: u8 = month.parse().ok()?;
            Some(format!("{year}-Q{}", month.div_ceil(3)))
        }
        PeriodKind::Week => {
            let week = Date::from_str(day.get(..10)?).ok()?.iso_week_date();
            Some(format!("{}-W{:02}", week.year(), week.week()))
        }
        PeriodKind::Wave | PeriodKind::Month => Some(format!("{year}-{month}")),
    }
}

/// Returns the first and the last day of a week (`2025-W14`, ISO 8601).
pub(super) fn week_days(name: &str) -> Option<(Date, Date)> {
    let (year, week) = name.split_once('-')?;
    let week: i8 = week.strip_prefix(['W', 'w'])?.parse().ok()?;
    let day = |weekday| {
        let day = ISOWeekDate::new(year.parse().ok()?, week, weekday).ok()?;
        Some(day.date())
    };
    Some((day(Weekday::Monday)?, day(Weekday::Sunday)?))
}

/// Fewer answers than this in each of the last two quarters say more month by
/// month.
const QUARTERLY: usize = 60;

/// Returns what is compared where nothing is named, in the order of time: the
/// waves, or where there are no two, the quarters or months.
pub(super) fn comparable(analysis: &Analysis) -> Vec<String> {
    let waves = analysis.corpus.waves();
    if waves.len() > 1 {
        return waves;
    }
    let quarters = periods(analysis, PeriodKind::Quarter);
    let mut last = quarters.iter().rev().take(2);
    let is_enough = quarters.len() > 1 && last.all(|(_, answers)| *answers >= QUARTERLY);
    let found = if is_enough {
        quarters
    } else {
        periods(analysis, PeriodKind::Month)
    };
    match found.len() {
        0 | 1 => waves,
        _ => found.into_iter().map(|(name, _)| name).collect(),
    }
}
