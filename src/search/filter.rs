//! Filters, from what was written to the numbers a column may hold.

use std::sync::Arc;

use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{ConstScoreQuery, Query};
use tantivy::{DocId, SegmentReader};

use super::Error;
use super::catalogue::{
    Catalogue, Field, FieldOrigin, FieldStorage, hashed, number, ordered, time,
};
use super::query::{Bound, FieldFilter, FieldTest};
use super::terms::{folded, key};
use crate::feedback::{Group, Scale};
use crate::text::Language;

/// Returns the texts a filter lets through. They score nothing for it.
pub(super) fn query(filter: &FieldFilter, catalogue: &Catalogue) -> Result<Box<dyn Query>, Error> {
    let allowed = allowed(filter, catalogue)?;
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let column = segment.fast_fields().u64(&allowed.column)?.values;
        let codes = allowed.codes.clone();
        Ok(move |text: DocId| codes.hold(column.get_val(text)))
    });
    let query = DocPredicateQuery::from(predicate);
    Ok(Box::new(ConstScoreQuery::new(Box::new(query), 0.0)))
}

/// Returns the comments of answers that are `true` at their position in the
/// corpus. They score nothing for it.
pub(super) fn answers(wanted: Arc<[bool]>) -> Box<dyn Query> {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let columns = segment.fast_fields();
        let (item, turn) = (columns.u64("item")?.values, columns.u64("turn")?.values);
        let wanted = wanted.clone();
        Ok(move |text: DocId| {
            let at = item.get_val(text) as usize;
            turn.get_val(text) == 0 && wanted.get(at).copied().unwrap_or(false)
        })
    });
    let query = DocPredicateQuery::from(predicate);
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

/// What a column may hold.
struct Allowed {
    column: String,
    codes: Codes,
}

#[derive(Clone)]
enum Codes {
    /// Those that are `true` at their place.
    These(Vec<bool>),
    /// From and to, both included.
    Range(u64, u64),
}

impl Codes {
    fn hold(&self, code: u64) -> bool {
        match self {
            Self::These(codes) => codes.get(code as usize).copied().unwrap_or(false),
            Self::Range(low, high) => (*low..=*high).contains(&code),
        }
    }
}

/// A column a name can mean.
enum NamedColumn<'a> {
    Date,
    Rating,
    Field(usize, &'a Field),
}

/// Finds what is meant. A name can mean two things (`role` of a speaker, and a
/// survey's own column): the first that has the value is taken.
fn allowed(filter: &FieldFilter, catalogue: &Catalogue) -> Result<Allowed, Error> {
    let meanings = meanings(&filter.field, catalogue);
    let mut failed: Option<Error> = None;
    for meaning in meanings {
        match meaning.allowed(filter, catalogue) {
            Ok(allowed) => return Ok(allowed),
            Err(error) => {
                failed = Some(match failed {
                    None => error,
                    Some(first) => both(first, error),
                });
            }
        }
    }
    Err(failed.unwrap_or_else(|| Error::UnknownField {
        field: filter.field.clone(),
        known: known_fields(catalogue),
        at: filter.field_at,
    }))
}

/// Returns one error that knows the values of both.
fn both(mut first: Error, second: Error) -> Error {
    if let (Error::UnknownValue { known, .. }, Error::UnknownValue { known: more, .. }) =
        (&mut first, second)
    {
        known.extend(more);
    }
    first
}

fn meanings<'a>(name: &str, catalogue: &'a Catalogue) -> Vec<NamedColumn<'a>> {
    let name = key(name);
    let mut meanings = match name.as_str() {
        "date" => vec![NamedColumn::Date],
        "rating" | "score" => vec![NamedColumn::Rating],
        _ => Vec::new(),
    };
    for (index, field) in catalogue.fields.iter().enumerate() {
        let is_meant = match field.origin {
            // `source:survey` and `source:notes.md` are both natural.
            FieldOrigin::Source => name == "source" || name == "file",
            FieldOrigin::Language => name == "lang" || name == "language",
            _ => key(&field.name) == name,
        };
        if is_meant {
            meanings.push(NamedColumn::Field(index, field));
        }
    }
    // An attribute called `score` is meant before the rating.
    if name == "score" {
        meanings.reverse();
    }
    meanings
}

fn known_fields(catalogue: &Catalogue) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    let fields = catalogue.fields.iter().map(|field| field.name.as_str());
    for name in fields.chain(["date", "rating"]) {
        let written: String = name
            .chars()
            .map(|c| if c.is_whitespace() { '_' } else { c })
            .collect();
        if !known.contains(&written) {
            known.push(written);
        }
    }
    known
}

impl NamedColumn<'_> {
    fn allowed(&self, filter: &FieldFilter, catalogue: &Catalogue) -> Result<Allowed, Error> {
        let scale = &catalogue.scale;
        let (column, codes) = match self {
            Self::Date => ("date".to_owned(), dates(filter)?),
            Self::Rating => ("rating".to_owned(), ratings(filter, scale)?),
            Self::Field(index, field) => {
                let codes = match &field.values {
                    FieldStorage::Listed(values) => listed(filter, field, values, scale)?,
                    FieldStorage::Numbers => numbers(filter)?,
                    FieldStorage::Hashed => hashes(filter)?,
                };
                (Catalogue::column(*index), codes)
            }
        };
        let is_known = match self {
            Self::Date => catalogue.has_dates,
            Self::Rating => catalogue.has_ratings,
            Self::Field(..) => true,
        };
        if !is_known {
            return Err(Error::NothingHas {
                field: column,
                at: filter.field_at,
            });
        }
        Ok(Allowed { column, codes })
    }
}

fn dates(filter: &FieldFilter) -> Result<Codes, Error> {
    let at = |value: &str, missing| {
        time(value, missing)
            .filter(|&time| is_of_the_calendar(time, missing))
            .ok_or_else(|| malformed(filter, value, "a day", DAYS))
    };
    let (low, high) = match &filter.test {
        FieldTest::Is(day) | FieldTest::Begins(day) => {
            let day = day.trim_end_matches('-');
            (at(day, '0')?, at(day, '9')?)
        }
        FieldTest::Between(low, high) => {
            let low = low.as_ref().map_or(Ok(1), |low| {
                if low.included {
                    at(&low.value, '0')
                } else {
                    at(&low.value, '9').map(|end| end + 1)
                }
            })?;
            let high = high.as_ref().map_or(Ok(u64::MAX), |high| {
                if high.included {
                    at(&high.value, '9')
                } else {
                    at(&high.value, '0').map(|start| start.saturating_sub(1))
                }
            })?;
            (low, high)
        }
    };
    if low > high {
        return Err(backwards(filter, "`2025-04..2025-06`"));
    }
    Ok(Codes::Range(low.max(1), high))
}

const DAYS: &str = "`2025`, `2025-04` or `2025-04-14`";

/// Returns whether there is such a day, as far as one was asked for: what was
/// left out is `missing` twice.
fn is_of_the_calendar(time: u64, missing: char) -> bool {
    let left_out = if missing == '9' { 99 } else { 0 };
    let part = |below: u64| time / below % 100;
    let (month, day) = (part(100_000_000), part(1_000_000));
    let (hour, minute, second) = (part(10_000), part(100), part(1));
    let year = (time / 10_000_000_000) as i16;
    let has_day = |month: u64, day: u64| {
        jiff::civil::Date::new(year, month as i8, day as i8).is_ok_and(|_| day > 0)
    };
    let day_is_there = match (month, day) {
        (month, _) if month == left_out => true,
        (month, day) if day == left_out => has_day(month, 1),
        (month, day) => has_day(month, day),
    };
    let within = |part: u64, end: u64| part < end || part == left_out;
    day_is_there && within(hour, 24) && within(minute, 60) && within(second, 61)
}

fn backwards(filter: &FieldFilter, example: &str) -> Error {
    let FieldTest::Between(Some(low), Some(high)) = &filter.test else {
        return malformed(filter, "", "a range", example);
    };
    let value = format!("{}..{}", low.value, high.value);
    malformed(filter, &value, "a range from low to high", example)
}

/// A rating is a number of the scale, or a word of it (`rating:yes`).
fn ratings(filter: &FieldFilter, scale: &Scale) -> Result<Codes, Error> {
    let none = std::iter::once(false);
    if let FieldTest::Is(word) = &filter.test
        && let Some(meant) = scale.worded(word)
    {
        let is_meant = |value: u8| scale.rating(value) == Some(meant);
        return Ok(Codes::These(none.chain((0..=10).map(is_meant)).collect()));
    }
    let (low, high) = (scale.lowest(), scale.highest());
    let worst = scale.range(Group::Detractor).unwrap_or((low, low));
    let wanted = format!("a rating from {low} to {high}");
    let example = format!("`rating:{high}` or `rating:{}..{}`", worst.0, worst.1);
    let between = between(filter, &wanted, &example)?;
    let scale = f64::from(low)..=f64::from(high);
    let is_off = |value: &&str| number(value).is_some_and(|value| !scale.contains(&value));
    if let Some(value) = filter.test.values().find(is_off) {
        return Err(malformed(filter, value, &wanted, &example));
    }
    let ratings: Vec<bool> = (0..=10_u8)
        .map(|rating| between.holds(f64::from(rating)))
        .collect();
    if let FieldTest::Is(value) = &filter.test
        && !ratings.contains(&true)
    {
        return Err(malformed(filter, value, &wanted, &example));
    }
    Ok(Codes::These(none.chain(ratings).collect()))
}

fn numbers(filter: &FieldFilter) -> Result<Codes, Error> {
    let Between { low, high } = between(filter, "a number", "`100`, `100..200` or `>=100`")?;
    let low = low.map_or(1, |(low, included)| ordered(low) + u64::from(!included));
    let high = high.map_or(u64::MAX, |(high, included)| {
        ordered(high) - u64::from(!included)
    });
    Ok(Codes::Range(low, high))
}

fn hashes(filter: &FieldFilter) -> Result<Codes, Error> {
    match &filter.test {
        FieldTest::Is(value) => Ok(Codes::Range(hashed(value), hashed(value))),
        FieldTest::Between(None, None) => Ok(Codes::Range(1, u64::MAX)),
        FieldTest::Begins(value)
        | FieldTest::Between(Some(Bound { value, .. }), _)
        | FieldTest::Between(None, Some(Bound { value, .. })) => {
            let wanted = "a whole value (the field has too many to compare)";
            Err(malformed(filter, value, wanted, "the file has it"))
        }
    }
}

/// A range of numbers, each end included or not.
struct Between {
    low: Option<(f64, bool)>,
    high: Option<(f64, bool)>,
}

impl Between {
    fn holds(&self, number: f64) -> bool {
        let above = |&(low, included): &(f64, bool)| number > low || included && number >= low;
        let below = |&(high, included): &(f64, bool)| number < high || included && number <= high;
        self.low.as_ref().is_none_or(above) && self.high.as_ref().is_none_or(below)
    }
}

fn between(
    filter: &FieldFilter,
    wanted: impl Into<String>,
    example: impl Into<String>,
) -> Result<Between, Error> {
    let (wanted, example) = (&wanted.into(), &example.into());
    let read = |value: &str| number(value).ok_or_else(|| malformed(filter, value, wanted, example));
    let end = |bound: &Option<Bound>| match bound {
        Some(bound) => read(&bound.value).map(|value| Some((value, bound.included))),
        None => Ok(None),
    };
    let (low, high) = match &filter.test {
        FieldTest::Is(value) => {
            let value = Some((read(value)?, true));
            (value, value)
        }
        FieldTest::Between(low, high) => (end(low)?, end(high)?),
        FieldTest::Begins(value) => return Err(malformed(filter, value, wanted, example)),
    };
    if let (Some((from, _)), Some((to, _))) = (low, high)
        && from > to
    {
        return Err(backwards(filter, example));
    }
    Ok(Between { low, high })
}

fn malformed(filter: &FieldFilter, value: &str, wanted: &str, example: &str) -> Error {
    Error::Malformed {
        value: value.into(),
        wanted: wanted.into(),
        example: example.into(),
        at: filter.at,
    }
}

fn listed(
    filter: &FieldFilter,
    field: &Field,
    values: &[String],
    scale: &Scale,
) -> Result<Codes, Error> {
    let among = |is_meant: &dyn Fn(&str) -> bool| -> Option<Codes> {
        let meant: Vec<bool> = values.iter().map(|value| is_meant(value)).collect();
        let none = std::iter::once(false);
        meant
            .contains(&true)
            .then(|| Codes::These(none.chain(meant).collect()))
    };
    let found = match &filter.test {
        FieldTest::Is(wanted) => {
            let wanted = &alias(field.origin, wanted, scale);
            let exactly = |value: &str| key(value) == *wanted;
            let holds = |value: &str| holds_words(value, wanted);
            match field.origin {
                // A first name means everybody of that name.
                FieldOrigin::Speaker => among(&holds),
                _ => among(&exactly).or_else(|| among(&holds)),
            }
        }
        FieldTest::Begins(start) => {
            let start = key(start);
            among(&|value: &str| key(value).starts_with(&start))
        }
        FieldTest::Between(low, high) => {
            let range = Range::new(low.as_ref(), high.as_ref());
            return Ok(among(&|value: &str| range.holds(value)).unwrap_or(Codes::These(vec![])));
        }
    };
    found.ok_or_else(|| Error::UnknownValue {
        field: filter.field.clone(),
        value: match &filter.test {
            FieldTest::Is(value) => value.clone(),
            FieldTest::Begins(start) => format!("{start}*"),
            FieldTest::Between(..) => String::new(),
        },
        known: match field.origin {
            FieldOrigin::Group => scale
                .groups()
                .map(|group| scale.singular(group).into())
                .collect(),
            _ => values.to_vec(),
        },
        at: filter.at,
    })
}

/// Returns the value that is meant by another name for it.
fn alias(origin: FieldOrigin, value: &str, scale: &Scale) -> String {
    let named = key(value);
    let meant = match origin {
        FieldOrigin::Group => scale
            .group_named(value)
            .map(|group| key(scale.singular(group))),
        FieldOrigin::Language => Language::ALL
            .into_iter()
            .find(|language| format!("{language:?}").to_lowercase() == named)
            .map(|language| language.code().to_owned()),
        FieldOrigin::Kind | FieldOrigin::Role => named.strip_suffix('s').map(str::to_owned),
        _ => None,
    };
    meant.unwrap_or(named)
}

/// Returns whether a value holds the wanted words in their order: `hanne.md`
/// holds `hanne`.
fn holds_words(value: &str, wanted: &str) -> bool {
    let cut = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric());
        parts.filter(|part| !part.is_empty()).map(folded).collect()
    };
    let (value, wanted) = (cut(value), cut(wanted));
    !wanted.is_empty() && value.windows(wanted.len()).any(|some| some == wanted)
}

/// A range among listed values: by number where both ends are numbers, else
/// by their letters, which also orders days.
enum Range {
    Numbers(Between),
    Letters(Option<(String, bool)>, Option<(String, bool)>),
}

impl Range {
    fn new(low: Option<&Bound>, high: Option<&Bound>) -> Self {
        let read = |bound: &Bound| number(&bound.value).map(|number| (number, bound.included));
        let is_number = |bound: Option<&Bound>| bound.is_none_or(|bound| read(bound).is_some());
        if (low.is_some() || high.is_some()) && is_number(low) && is_number(high) {
            return Self::Numbers(Between {
                low: low.and_then(read),
                high: high.and_then(read),
            });
        }
        let letters = |bound: &Bound| (key(&bound.value), bound.included);
        Self::Letters(low.map(letters), high.map(letters))
    }

    fn holds(&self, value: &str) -> bool {
        match self {
            Self::Numbers(between) => number(value).is_some_and(|number| between.holds(number)),
            Self::Letters(low, high) => {
                let value = key(value);
                let above =
                    |(low, included): &(String, bool)| value > *low || *included && value == *low;
                // `..2025-04` holds the whole of April, as a day's filter does.
                let below = |(high, included): &(String, bool)| {
                    value < *high || *included && value.starts_with(high.as_str())
                };
                low.as_ref().is_none_or(above) && high.as_ref().is_none_or(below)
            }
        }
    }
}
