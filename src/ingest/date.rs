//! Days, in the many ways they are written. A day is read or left out, never
//! guessed.
//!
//! `04/05/2025` is two days. A column of such dates is read where another of
//! its rows settles the order (`25/05/2025`), or where the user does.

use std::str::FromStr;

use jiff::fmt::strtime;
use jiff::{ToSpan, civil};
use serde::Serialize;

use super::error::Error;

/// Whether the day or the month comes first in `04/05/2025`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// Day first: 31/12/2025.
    Dmy,
    /// Month first: 12/31/2025.
    Mdy,
}

impl FromStr for DateOrder {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.trim().to_lowercase().as_str() {
            "dmy" => Ok(Self::Dmy),
            "mdy" => Ok(Self::Mdy),
            _ => Err(Error::UnknownDateOrder {
                found: text.to_owned(),
            }),
        }
    }
}

/// A day as a cell has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WrittenDate {
    /// A day that can be meant in one way only (ISO 8601).
    Day(String),
    /// Two numbers and a year: which is the day depends on the column.
    Either {
        first: i8,
        second: i8,
        year: i16,
        time: Option<String>,
    },
    /// The year has two digits.
    ShortYear,
    /// No day.
    Unreadable,
}

impl WrittenDate {
    /// Returns the day in ISO 8601, given what comes first in the column.
    pub(super) fn day(self, order: Option<DateOrder>) -> Option<String> {
        match self {
            Self::Day(day) => Some(day),
            Self::Either {
                first,
                second,
                year,
                time,
            } => match order? {
                DateOrder::Dmy => iso(year, second, first, time),
                DateOrder::Mdy => iso(year, first, second, time),
            },
            Self::ShortYear | Self::Unreadable => None,
        }
    }

    /// Returns the day of a date that stands alone, as in the head of a note.
    pub(super) fn alone(self) -> Option<String> {
        let order = match &self {
            Self::Either { first, .. } if *first > 12 => Some(DateOrder::Dmy),
            Self::Either { second, .. } if *second > 12 => Some(DateOrder::Mdy),
            Self::Either { first, second, .. } if first == second => Some(DateOrder::Dmy),
            _ => None,
        };
        self.day(order)
    }
}

fn iso(year: i16, month: i8, day: i8, time: Option<String>) -> Option<String> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let date = civil::Date::new(year, month, day).ok()?;
    Some(match time {
        Some(time) => format!("{date}T{time}"),
        None => date.to_string(),
    })
}

/// Reads a cell: ISO 8601, Unix seconds, a spreadsheet's day number, numbers
/// with slashes, dots or dashes, and English month names. The time is kept as
/// written and its zone dropped: what counts is the day the file names.
pub(super) fn written(cell: &str) -> WrittenDate {
    let cell = cell.trim().trim_matches('"');
    if cell.is_empty() || cell.len() > 60 || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return WrittenDate::Unreadable;
    }
    let day = year_first(cell)
        .or_else(|| counted_days(cell))
        .or_else(|| year_last(cell))
        .or_else(|| named_month(cell));
    day.unwrap_or(WrittenDate::Unreadable)
}

/// Returns the day that somebody typed (ISO 8601), if it can be only one.
pub fn a_day(typed: &str) -> Option<String> {
    written(typed).alone()
}

/// Reads the day in the name of a file: `2025-05-16 Ada.docx`,
/// `GMT20250516-100200_Recording.vtt`. Only with the year first is a day certain.
pub fn in_name(name: &str) -> Option<String> {
    let bytes = name.as_bytes();
    let begins = |at: &usize| *at == 0 || !bytes[at - 1].is_ascii_digit();
    (0..bytes.len()).filter(begins).find_map(|at| {
        let day = name.get(at..at + 10).and_then(|day| {
            let parts: Vec<&str> = day.split(['-', '_', '.']).collect();
            let [year, month, of_month] = parts[..] else {
                return None;
            };
            ends(bytes, at + 10).then_some((year, month, of_month))
        });
        let day = day.or_else(|| {
            let day = name.get(at..at + 8)?;
            let parts = (day.get(..4)?, day.get(4..6)?, day.get(6..)?);
            ends(bytes, at + 8).then_some(parts)
        });
        let (year, month, of_month) = day?;
        let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
        let number = |part: &str| (part.len() == 2).then(|| part.parse().ok()).flatten();
        is_year.then(|| iso(year.parse().ok()?, number(month)?, number(of_month)?, None))?
    })
}

fn ends(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| !byte.is_ascii_digit())
}

fn settled(day: Option<String>) -> WrittenDate {
    day.map_or(WrittenDate::Unreadable, WrittenDate::Day)
}

/// Reads `2025-04-14`, `2025/04/14 10:02`, `2025-04-14T10:02:11.123Z`, `20250414`.
fn year_first(cell: &str) -> Option<WrittenDate> {
    let (year, rest) = digits(cell)?;
    if year.len() == 8 && rest.is_empty() {
        let number = |part: &str| part.parse().ok();
        let year = cell[..4].parse().ok()?;
        return iso(year, number(&cell[4..6])?, number(&cell[6..])?, None).map(WrittenDate::Day);
    }
    if year.len() != 4 {
        return None;
    }
    let separator = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = digits(&rest[1..])?;
    let (day, rest) = digits(rest.strip_prefix(separator)?)?;
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let time = time(rest).ok()?;
    Some(settled(iso(
        year.parse().ok()?,
        month.parse().ok()?,
        day.parse().ok()?,
        time,
    )))
}

/// Reads Unix seconds and milliseconds, and the day numbers of a spreadsheet.
fn counted_days(cell: &str) -> Option<WrittenDate> {
    let (whole, rest) = digits(cell)?;
    let fraction = rest.strip_prefix('.').map_or(Some(""), |rest| {
        rest.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(rest)
    })?;
    if !rest.is_empty() && fraction.is_empty() {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    match whole.len() {
        9 | 10 => unix(count),
        13 => unix(count / 1000),
        5 if (20_000..80_000).contains(&count) => serial(count, fraction),
        _ => None,
    }
}

fn unix(seconds: i64) -> Option<WrittenDate> {
    let stamp = jiff::Timestamp::from_second(seconds).ok()?;
    let moment = jiff::tz::Offset::UTC.to_datetime(stamp);
    let time = moment.strftime("%H:%M:%S").to_string();
    iso(moment.year(), moment.month(), moment.day(), Some(time)).map(WrittenDate::Day)
}

/// Reads days since the end of 1899, as spreadsheets count.
fn serial(days: i64, fraction: &str) -> Option<WrittenDate> {
    let share: f64 = format!("0.{fraction}0").parse().ok()?;
    let seconds = (share * 86_400.0).round().min(86_399.0) as i64;
    let moment = civil::date(1899, 12, 30)
        .at(0, 0, 0, 0)
        .checked_add(days.days().seconds(seconds))
        .ok()?;
    let time = (seconds > 0).then(|| moment.strftime("%H:%M:%S").to_string());
    iso(moment.year(), moment.month(), moment.day(), time).map(WrittenDate::Day)
}

/// Reads `14/04/2025`, `4/14/2025 9:05 PM`, `14.04.2025`, `14-04-2025`.
fn year_last(cell: &str) -> Option<WrittenDate> {
    let (first, rest) = digits(cell)?;
    let separator = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (second, rest) = digits(rest[1..].trim_start())?;
    let (year, rest) = digits(rest.strip_prefix(separator)?.trim_start())?;
    if first.len() > 2 || second.len() > 2 {
        return None;
    }
    if year.len() == 2 {
        return Some(WrittenDate::ShortYear);
    }
    let time = time(rest).ok()?;
    let (first, second) = (first.parse().ok()?, second.parse().ok()?);
    let year = (year.len() == 4).then(|| year.parse().ok())??;
    // Dots put the day first wherever they are used.
    if separator == '.' {
        return Some(settled(iso(year, second, first, time)));
    }
    Some(WrittenDate::Either {
        first,
        second,
        year,
        time,
    })
}

/// Reads `14 April 2025`, `Apr 14, 2025 10:02 AM`, `Mon, 14-Apr-2025`.
fn named_month(cell: &str) -> Option<WrittenDate> {
    let mut month = None;
    let mut day = None;
    let mut year = None;
    let mut clock = None;
    let mut words = cell
        .split([' ', ',', '-', '\u{a0}', '\u{202f}'])
        .filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if month.is_none()
            && let Some(number) = month_named(word)
        {
            month = Some(number);
        } else if word.contains(':') {
            let rest: Vec<&str> = words.collect();
            clock = Some(format!("{word} {}", rest.join(" ")));
            break;
        } else if let Some(number) = day_number(word).filter(|_| day.is_none()) {
            day = Some(number);
        } else if word.len() == 4 && year.is_none() {
            year = word.parse::<i16>().ok();
        } else if word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(WrittenDate::ShortYear);
        }
    }
    let time = clock.map_or(Ok(None), |clock| time(&clock)).ok()?;
    Some(settled(iso(year?, month?, day?, time)))
}

fn month_named(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let word = if word == "sept" { "sep" } else { &word };
    let month = |form| strtime::parse(form, word).ok()?.month();
    month("%B").or_else(|| month("%b"))
}

/// Reads `14`, `14.`, `14th`.
fn day_number(word: &str) -> Option<i8> {
    let (number, ending) = digits(word)?;
    let ordinal = matches!(ending, "" | "." | "st" | "nd" | "rd" | "th");
    (ordinal && number.len() <= 2)
        .then(|| number.parse().ok())
        .flatten()
}

/// Reads `T10:02:11.5Z`, ` 9:05 PM`, `10:02 GMT+2`; `Err` where something else
/// follows the day.
fn time(rest: &str) -> Result<Option<String>, ()> {
    let rest = rest
        .trim_start_matches(['T', 't', ' ', ',', '\u{a0}'])
        .trim();
    if rest.is_empty() || rest == "Z" {
        return Ok(None);
    }
    let (hour, rest) = digits(rest).ok_or(())?;
    let (minute, mut rest) = digits(rest.strip_prefix(':').ok_or(())?).ok_or(())?;
    let mut second = "";
    if let Some((seconds, after)) = rest.strip_prefix(':').and_then(digits) {
        second = seconds;
        rest = after;
    }
    let hour = twelve_hours(hour.parse().map_err(|_| ())?, rest)?;
    let minute: u8 = minute.parse().map_err(|_| ())?;
    let valid = hour < 24 && minute < 60;
    match second.parse::<u8>() {
        Ok(second) if valid && second < 61 => {
            Ok(Some(format!("{hour:02}:{minute:02}:{second:02}")))
        }
        Err(_) if valid && second.is_empty() => Ok(Some(format!("{hour:02}:{minute:02}"))),
        _ => Err(()),
    }
}

fn twelve_hours(hour: u8, rest: &str) -> Result<u8, ()> {
    let half: String = rest
        .chars()
        .filter(|c| c.is_alphabetic())
        .take(2)
        .flat_map(char::to_lowercase)
        .collect();
    match (half.as_str(), hour) {
        ("am", 12) => Ok(0),
        ("pm", 1..=11) => Ok(hour + 12),
        ("am" | "pm", 13..) => Err(()),
        _ => Ok(hour),
    }
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (end > 0).then(|| text.split_at(end))
}

/// What the cells of one column say as dates.
#[derive(Clone, Debug, Default)]
pub(super) struct DateTally {
    pub(super) filled: usize,
    /// Days told by a bare number, which could be anything.
    bare: usize,
    pub(super) settled: usize,
    pub(super) either: usize,
    day_first: usize,
    month_first: usize,
    pub(super) short_years: usize,
    pub(super) unreadable: usize,
    /// The first date that cannot be read, and its row.
    pub(super) first_unreadable: Option<(u32, String)>,
}

impl DateTally {
    pub(super) fn add(&mut self, row: u32, cell: &str) {
        if cell.trim().is_empty() {
            return;
        }
        self.filled += 1;
        match written(cell) {
            WrittenDate::Day(_) => {
                self.settled += 1;
                let is_bare = |c: char| c.is_ascii_digit() || c == '.';
                self.bare +=
                    usize::from(cell.matches('.').count() < 2 && cell.chars().all(is_bare));
            }
            WrittenDate::Either { first, second, .. } => {
                self.either += 1;
                self.day_first += usize::from(first > 12);
                self.month_first += usize::from(second > 12);
            }
            WrittenDate::ShortYear => self.short_years += 1,
            WrittenDate::Unreadable => {
                self.unreadable += 1;
                self.first_unreadable
                    .get_or_insert_with(|| (row, cell.to_owned()));
            }
        }
    }

    /// Returns whether most cells are days.
    pub(super) fn is_dates(&self) -> bool {
        let days = self.settled + self.either + self.short_years;
        days > 0 && days * 10 >= self.filled * 8
    }

    /// Returns whether nearly all cells are written as days: as more than a number.
    pub(super) fn are_written(&self) -> bool {
        let days = self.settled + self.either;
        self.bare == 0 && days > 0 && days * 10 >= self.filled * 9
    }

    /// Returns what comes first, where the column settles it.
    pub(super) fn order(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (1.., 0) => Some(DateOrder::Dmy),
            (0, 1..) => Some(DateOrder::Mdy),
            _ => None,
        }
    }

    /// Returns whether some rows put the day first and others the month.
    pub(super) fn is_torn(&self) -> bool {
        self.day_first > 0 && self.month_first > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_may_stand_in_the_name_of_a_file() {
        for (name, day) in [
            ("2025-05-16 Ada.docx", Some("2025-05-16")),
            ("GMT20250516-100200_Recording.vtt", Some("2025-05-16")),
            ("ada_2025_05_16.txt", Some("2025-05-16")),
            ("ada-16-05-2025.txt", None),
            ("call 12025051.txt", None),
            ("ticket 20259916.txt", None),
            ("é2025.txt", None),
        ] {
            assert_eq!(in_name(name).as_deref(), day, "{name}");
        }
    }

    fn day(cell: &str) -> Option<String> {
        written(cell).alone()
    }

    #[test]
    fn the_day_is_kept_as_written_and_so_is_the_time() {
        for (cell, expected) in [
            ("2025-04-14", "2025-04-14"),
            ("2018-04-11T20:09:00", "2018-04-11T20:09:00"),
            ("2025-04-14 23:30:00 +0200", "2025-04-14T23:30:00"),
            ("2025-04-14T23:30:00.123Z", "2025-04-14T23:30:00"),
            ("2025/04/14 9:05:11 PM GMT+2", "2025-04-14T21:05:11"),
            ("2/24/2015 11:35", "2015-02-24T11:35"),
            ("14.04.2025", "2025-04-14"),
            ("04.05.2025", "2025-05-04"),
            ("14-Apr-2025", "2025-04-14"),
            ("April 14th, 2025 at 10:02 AM", "2025-04-14T10:02"),
            ("Mon, 14 Apr 2025 10:02:11 GMT", "2025-04-14T10:02:11"),
            ("1744588800", "2025-04-14T00:00:00"),
            ("45761", "2025-04-14"),
            ("45761.5", "2025-04-14T12:00:00"),
        ] {
            assert_eq!(day(cell).as_deref(), Some(expected), "{cell}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_made_one() {
        for cell in [
            "",
            "soon",
            "2025",
            "31/02/2025",
            "2025-13-01",
            "1/2",
            "12:30",
            "7",
            "Q1 2025",
            "2025-04-14 or so",
        ] {
            assert_eq!(day(cell), None, "{cell}");
        }
        assert_eq!(written("14/04/25"), WrittenDate::ShortYear);
        assert_eq!(written("14 Apr 25"), WrittenDate::ShortYear);
    }

    #[test]
    fn two_numbers_alone_do_not_settle_the_order() {
        assert_eq!(day("04/05/2025"), None);
        let written = written("04/05/2025");
        assert_eq!(
            written.clone().day(Some(DateOrder::Dmy)).unwrap(),
            "2025-05-04"
        );
        assert_eq!(written.day(Some(DateOrder::Mdy)).unwrap(), "2025-04-05");
    }

    #[test]
    fn one_row_settles_the_order_of_its_column() {
        let mut tally = DateTally::default();
        tally.add(2, "04/05/2025");
        assert_eq!(tally.order(), None);
        tally.add(3, "25/05/2025");
        assert_eq!(tally.order(), Some(DateOrder::Dmy));
        tally.add(4, "05/25/2025");
        assert_eq!(tally.order(), None);
        assert!(tally.is_torn());
    }
}
