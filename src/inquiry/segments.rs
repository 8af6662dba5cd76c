//! Which attributes cut people into segments, and which segment each is in.
//!
//! Takes the attributes of some answers; gives those that are segments: a few
//! values, or a measure in thirds. Outcomes, days and names are none, and it
//! is said why.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arcstr::ArcStr;
use serde::Serialize;

use super::ledger::Ledger;
use super::measure::{MeasureRange, number};
use super::selection::Selection;
use crate::feedback::Response;
use crate::study::LANGUAGE;
use crate::text;

/// An attribute and the segment each response is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// The values, or the thirds of a measure, in order.
    pub values: Vec<String>,
    /// For each response of the corpus the position of its value.
    pub of_response: Vec<Option<u16>>,
}

/// An attribute that is no segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// Its name.
    pub name: String,
    /// Half a sentence: "every answer has another".
    pub why: String,
}

/// The attributes that cut people into segments, and those that do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segments {
    /// Those that do, by name.
    pub attributes: Vec<Attribute>,
    /// Those that do not.
    pub unused: Vec<Unused>,
}

/// More values than this make no segments.
const MOST: usize = 25;

/// A measure has at least this many different numbers.
const MEASURED: usize = 8;

impl Segments {
    /// Sorts the attributes of a selection.
    pub fn new(ledger: &Ledger<'_>, selection: &Selection) -> Self {
        Self::with(ledger, selection, &[])
    }

    /// Sorts the attributes of a selection; those named are segments also
    /// where they name somebody of ours.
    pub fn with(ledger: &Ledger<'_>, selection: &Selection, named: &[String]) -> Self {
        let responses = &ledger.analysis.corpus.responses;
        let mut segments = Self::default();
        let names: BTreeSet<&str> = selection
            .responses
            .iter()
            .flat_map(|&r| responses[r].attributes.keys().map(ArcStr::as_str))
            .collect();
        for name in names {
            let column = AttributeColumn::new(name, responses);
            let asked = named.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
            match column.sorted(asked) {
                Ok((values, place)) => segments.attributes.push(Attribute {
                    name: name.to_owned(),
                    values,
                    of_response: column.places(&place),
                }),
                Err(why) => segments.unused.push(Unused {
                    name: name.to_owned(),
                    why: why.into(),
                }),
            }
        }
        segments
    }

    /// Returns the attribute of that name, in any case.
    pub fn named(&self, name: &str) -> Option<&Attribute> {
        let wanted = name.trim().to_lowercase();
        let mut attributes = self.attributes.iter();
        attributes.find(|attribute| attribute.name.to_lowercase() == wanted)
    }
}

/// The cells of one attribute.
struct AttributeColumn<'a> {
    name: &'a str,
    responses: &'a [Response],
    /// The different values in all answers, so that a measure is cut alike in
    /// every selection, and how many have each.
    counts: BTreeMap<&'a str, usize>,
}

type SegmentOrder<'a> = Box<dyn Fn(&str) -> Option<u16> + 'a>;

impl<'a> AttributeColumn<'a> {
    fn new(name: &'a str, responses: &'a [Response]) -> Self {
        let mut counts = BTreeMap::new();
        for response in responses {
            let value = response.attributes.get(name).map(|value| value.trim());
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                *counts.entry(value).or_default() += 1;
            }
        }
        Self {
            name,
            responses,
            counts,
        }
    }

    /// Returns the segments, and which a value is in; or why there are none.
    fn sorted(&self, asked: bool) -> Result<(Vec<String>, SegmentOrder<'a>), &'static str> {
        let values: Vec<&str> = self.counts.keys().copied().collect();
        if values.len() < 2 {
            return Err("everyone has the same value");
        }
        if is_staff(self.name) && !asked {
            return Err("it names a person of yours; to use it, name it with `--by`");
        }
        if self.is_told_by_comments() && !asked {
            return Err("only people who comment have one; to use it, name it with `--by`");
        }
        if is_hindsight(self.name) && outcome(&values).is_some() {
            return Err("it is an outcome; see `motif outcomes`");
        }
        if values.iter().any(|value| text::masked(value) != **value) {
            return Err("it contains contact details");
        }
        if values.iter().all(|value| is_day(value)) {
            return Err("it is a date");
        }
        let numbers: Vec<Option<f64>> = values.iter().map(|value| number(value)).collect();
        if values.len() >= MEASURED && numbers.iter().all(Option::is_some) {
            return self.thirds();
        }
        if values.len() > MOST {
            return Err("it has too many values");
        }
        let named: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let places: HashMap<String, u16> = named.iter().cloned().zip(0..).collect();
        Ok((
            named,
            Box::new(move |value| places.get(value.trim()).copied()),
        ))
    }

    /// Returns whether the attribute is the language of comments: those without
    /// one would be compared with those who have one.
    fn is_told_by_comments(&self) -> bool {
        let has = |response: &&Response| response.attributes.contains_key(self.name);
        self.name == LANGUAGE && self.responses.iter().filter(has).all(Response::has_words)
    }

    /// Cuts a measure where a third and two thirds of the people lie below.
    fn thirds(&self) -> Result<(Vec<String>, SegmentOrder<'a>), &'static str> {
        let mut all: Vec<f64> = Vec::new();
        for (value, count) in &self.counts {
            all.extend(std::iter::repeat_n(
                number(value).unwrap_or_default(),
                *count,
            ));
        }
        all.sort_by(f64::total_cmp);
        let (low, high) = (all[all.len() / 3], all[all.len() * 2 / 3]);
        if low >= high {
            return Err("most have the same number");
        }
        let stretches = MeasureRange::thirds(low, high);
        let named = stretches.iter().map(MeasureRange::to_string).collect();
        let place = move |value: &str| {
            let value = number(value)?;
            let at = stretches.iter().position(|stretch| stretch.holds(value));
            at.map(|at| at as u16)
        };
        Ok((named, Box::new(place)))
    }

    fn places(&self, place: &SegmentOrder<'_>) -> Vec<Option<u16>> {
        let value = |response: &Response| place(response.attributes.get(self.name)?);
        self.responses.iter().map(value).collect()
    }
}

/// Returns what each of two values means, where they are yes and no.
pub(super) fn outcome(values: &[&str]) -> Option<Vec<bool>> {
    values.iter().map(|value| yes_or_no(value)).collect()
}

/// Reads `yes` and `no`, as accounts tables write them.
pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "ja" | "oui" | "churned" | "lost" | "left" | "renewed"
        | "expanded" => Some(true),
        "no" | "n" | "false" | "0" | "nein" | "non" | "active" | "kept" | "retained" => Some(false),
        _ => None,
    }
}

/// Returns whether an attribute tells what became of a customer afterwards.
pub(super) fn is_hindsight(name: &str) -> bool {
    const AFTER: [&str; 9] = [
        "churn", "renewed", "retained", "cancel", "expan", "upsell", "lost", "left", "downgrad",
    ];
    let name = name.to_lowercase();
    AFTER.iter().any(|word| name.contains(word))
}

/// Returns whether an attribute names the person of ours who looks after a
/// customer: a segment of theirs would read as blame.
pub(super) fn is_staff(name: &str) -> bool {
    const OURS: [&str; 7] = [
        "owner", "csm", "manager", "rep", "agent", "advisor", "seller",
    ];
    let name = name.to_lowercase();
    OURS.iter()
        .any(|word| name.split(['_', ' ', '-']).any(|part| part == *word))
}

/// Returns whether a cell is a day: `2025-11-30`.
pub(super) fn is_day(cell: &str) -> bool {
    let day = cell.get(..10).unwrap_or(cell).as_bytes();
    day.len() == 10
        && day.iter().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                *byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_a_customer_left_is_known_only_afterwards() {
        assert!(is_hindsight("Churned") && !is_hindsight("tier"));
        assert_eq!(outcome(&["no", "yes"]), Some(vec![false, true]));
        assert_eq!(outcome(&["no", "maybe"]), None);
    }

    #[test]
    fn a_day_is_no_segment() {
        assert!(is_day("2025-11-30") && !is_day("Enterprise tier"));
    }
}
