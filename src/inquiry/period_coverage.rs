//! How much of a month, a quarter or a year the answers cover.

use std::str::FromStr;

use jiff::civil::Date;
use serde::Serialize;

use super::periods::week_days;
use crate::study::Analysis;

/// How much of a period the answers cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Incomplete {
    /// The first day with an answer, where the period begins much earlier.
    pub begins: Option<String>,
    /// The last day with an answer, where the period ends much later.
    pub ends: Option<String>,
}

/// A period is covered when answers begin and end within this many days of
/// its ends.
const NEAR: i32 = 3;

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
    if let Some(week) = week_days(name) {
        return Some(week);
    }
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
