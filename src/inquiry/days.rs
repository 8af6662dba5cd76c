//! Days, and what lies between them.

/// Returns a day so many days later.
pub(super) fn later(day: &str, days: i64) -> Option<String> {
    let day: jiff::civil::Date = day.get(..10)?.parse().ok()?;
    let later = day.checked_add(jiff::Span::new().days(days)).ok()?;
    Some(later.to_string())
}

/// Returns the day it is in Greenwich.
pub fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// Returns the days between two days; negative where the second is earlier.
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    let day = |text: &str| text.get(..10)?.parse::<jiff::civil::Date>().ok();
    let since = day(from)?.until(day(to)?).ok()?;
    Some(since.get_days().into())
}
