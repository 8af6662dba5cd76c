//! Which answers are meant: a wave, a period, a segment, a group.
//!
//! Takes what the user typed; gives the answers in it, each person once, by
//! their latest answer there.

use std::collections::{BTreeSet, HashMap, HashSet};

use arcstr::ArcStr;

use super::error::Error;
use super::measure::{MeasureRange, number};
use super::periods::week_days;
use crate::feedback::{Group, Place, Rating, Response};
use crate::study::{Analysis, LANGUAGE};
use crate::text::{Language, ToneKind, has_phrase, normal};

/// A part of the answers, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// What it is called: `winter`, `2018-04`, `tier: Enterprise`.
    pub name: String,
    /// The wave, where it is one.
    pub wave: Option<String>,
    /// The group they were chosen by, where they were.
    pub group: Option<Group>,
    /// Whether they were chosen by their ratings, which then tell nothing more.
    pub by_rating: bool,
    /// Whether they were chosen by a wave or a period.
    pub in_time: bool,
    /// The attributes they were chosen by: `tier`.
    pub attributes: Vec<String>,
    /// Positions in the corpus' responses, ascending; one a person.
    pub responses: Vec<usize>,
}

impl Selection {
    /// Finds the answers that a text means: a wave, a period, a segment, a
    /// group, what is in several of them: `spring & group:detractor`, or
    /// everybody who is not: `rest of tier:gold`.
    pub fn parse(text: &str, analysis: &Analysis) -> Result<Self, Error> {
        let mut parts: Vec<SelectionTerm<'_>> = terms(text, analysis)?
            .into_iter()
            .map(|(_, term)| term)
            .collect();
        if parts.len() == 1 {
            return Ok(parts.remove(0).selection(analysis));
        }
        let name: Vec<String> = parts.iter().map(|part| part.name.clone()).collect();
        let attributes = parts.iter().filter_map(|part| part.attribute.clone());
        let attributes = attributes.collect();
        // Of the answers in a wave or a period those in the rest; else the
        // latest answer of all would have to be in the wave.
        let first = parts
            .iter()
            .position(|part| part.is_time)
            .unwrap_or_default();
        let first = parts.remove(first).selection(analysis);
        let responses = &analysis.corpus.responses;
        let group = parts.iter().find_map(|part| part.group).or(first.group);
        let by_rating = first.by_rating || parts.iter().any(|part| part.by_rating);
        let inside = |r: usize| parts.iter().all(|part| (part.holds)(r, &responses[r]));
        Ok(Self {
            name: name.join(JOIN),
            group,
            by_rating,
            attributes,
            ..first.filtered(inside)
        })
    }

    /// Returns the parts of a text that means a selection, as they are written
    /// and called.
    pub fn parts(text: &str, analysis: &Analysis) -> Result<Vec<SelectionPart>, Error> {
        let named = |written: &str, name: String| match written.strip_prefix(REST) {
            Some(of) => {
                let parts = Self::parts(of, analysis)?.into_iter();
                let names: Vec<String> = parts.map(|part| part.name).collect();
                Ok(format!("everyone but {}", names.join(JOIN)))
            }
            None => Ok(name),
        };
        let terms = terms(text, analysis)?.into_iter();
        terms
            .map(|(written, term)| {
                let name = named(&written, term.name)?;
                Ok(SelectionPart { written, name })
            })
            .collect()
    }

    /// Returns everybody, each by their latest answer.
    pub fn everybody(analysis: &Analysis) -> Self {
        Self {
            name: EVERYBODY.into(),
            wave: None,
            group: None,
            by_rating: false,
            in_time: false,
            attributes: Vec::new(),
            responses: analysis.people.latest.clone(),
        }
    }

    /// Returns whether something was said in one of its answers; interviews are
    /// in no selection.
    pub fn holds(&self, place: Place) -> bool {
        match place {
            Place::Comment { response, .. } => self.responses.binary_search(&response).is_ok(),
            Place::Turn { .. } => false,
        }
    }

    /// Returns those of it who are in a group.
    #[must_use]
    pub fn group(&self, analysis: &Analysis, group: Group) -> Self {
        let responses = self.responses.iter().copied();
        let is_in = |&r: &usize| {
            let rating = analysis.corpus.responses[r].rating;
            rating.is_some_and(|rating| rating.group() == group)
        };
        Self {
            name: analysis.corpus.scale.plural(group).to_owned(),
            group: Some(group),
            by_rating: true,
            responses: responses.filter(is_in).collect(),
            ..self.clone()
        }
    }

    /// Returns those of it whose answers `keep` approves.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Self {
        Self {
            responses: self
                .responses
                .iter()
                .copied()
                .filter(|&r| keep(r))
                .collect(),
            ..self.clone()
        }
    }

    /// Returns what is in both, under this one's name.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.filtered(|r| other.responses.binary_search(&r).is_ok())
    }

    fn new(analysis: &Analysis, name: &str, is_in: impl Fn(usize, &Response) -> bool) -> Self {
        let corpus = &analysis.corpus;
        let mut latest: HashMap<usize, usize> = HashMap::new();
        for (index, response) in corpus.responses.iter().enumerate() {
            if !is_in(index, response) {
                continue;
            }
            let newest = latest.entry(analysis.people.person(index)).or_insert(index);
            if response.date > corpus.responses[*newest].date {
                *newest = index;
            }
        }
        let mut responses: Vec<usize> = latest.into_values().collect();
        responses.sort_unstable();
        Self {
            name: name.to_owned(),
            wave: None,
            group: None,
            by_rating: false,
            in_time: false,
            attributes: Vec::new(),
            responses,
        }
    }
}

/// Of so many pieces between the signs a name is made at most.
const LONGEST: usize = 5;

/// Returns the conditions of a text, each as it is written. A name may hold the
/// sign that stands between them (`region:UK & Ireland`): the longest that means
/// something is taken.
fn terms<'a>(
    text: &str,
    analysis: &'a Analysis,
) -> Result<Vec<(String, SelectionTerm<'a>)>, Error> {
    let pieces: Vec<&str> = text.split(JOIN).collect();
    let mut terms = Vec::new();
    let mut start = 0;
    while start < pieces.len() {
        let mut refused = None;
        // The rest is of all that follows.
        let is_rest = pieces[start].trim_start().starts_with(REST);
        let last = if is_rest {
            pieces.len()
        } else {
            pieces.len().min(start + LONGEST)
        };
        let first = if is_rest { last } else { start + 1 };
        let longest = (first..=last).rev().find_map(|end| {
            let written = pieces[start..end].join(JOIN).trim().to_owned();
            match SelectionTerm::parse(&written, analysis) {
                Ok(term) => Some((end, written, term)),
                Err(error) => {
                    refused = Some(error);
                    None
                }
            }
        });
        let Some((end, written, term)) = longest else {
            return Err(refused.expect("at least one piece was tried"));
        };
        terms.push((written, term));
        start = end;
    }
    Ok(terms)
}

/// A part of a selection: `tier:gold` of `spring & tier:gold`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionPart {
    /// As it is written.
    pub written: String,
    /// What it is called: `tier: gold`.
    pub name: String,
}

/// What stands before a selection that is meant the other way round.
pub const REST: &str = "rest of ";

/// What stands between the parts of a selection.
pub const JOIN: &str = " & ";

/// The name of everybody.
pub const EVERYBODY: &str = "everybody";

/// What stands between an attribute and its value in the name of a segment.
pub const SAYS: &str = ": ";

/// Whether an answer, with its position, meets a condition.
type Holds<'a> = Box<dyn Fn(usize, &Response) -> bool + 'a>;

/// One condition of a selection.
struct SelectionTerm<'a> {
    name: String,
    wave: Option<String>,
    group: Option<Group>,
    /// Whether it is a wave or a period.
    is_time: bool,
    /// The attribute, where it is a segment.
    attribute: Option<String>,
    /// Whether it says something of people, whose latest answer counts, and
    /// nothing of which answers are looked at.
    is_of_people: bool,
    /// Whether it is a group or a rating.
    by_rating: bool,
    holds: Holds<'a>,
}

impl<'a> SelectionTerm<'a> {
    fn new(name: &str, holds: impl Fn(&Response) -> bool + 'a) -> Self {
        Self::at(name, move |_, response| holds(response))
    }

    fn at(name: &str, holds: impl Fn(usize, &Response) -> bool + 'a) -> Self {
        Self {
            name: name.to_owned(),
            wave: None,
            group: None,
            is_time: false,
            attribute: None,
            is_of_people: false,
            by_rating: false,
            holds: Box::new(holds),
        }
    }

    fn of_people(name: &str, holds: impl Fn(usize, &Response) -> bool + 'a) -> Self {
        Self {
            is_of_people: true,
            ..Self::at(name, holds)
        }
    }

    /// Everybody who is not in a selection.
    fn rest(of: &Selection, analysis: &'a Analysis) -> Self {
        let person = |r: usize| analysis.people.person(r);
        let inside: HashSet<usize> = of.responses.iter().map(|&r| person(r)).collect();
        Self {
            by_rating: of.by_rating,
            ..Self::of_people("everyone else", move |r, _| !inside.contains(&person(r)))
        }
    }

    fn parse(wanted: &str, analysis: &'a Analysis) -> Result<Self, Error> {
        if let Some(of) = wanted.strip_prefix(REST) {
            return Ok(Self::rest(&Selection::parse(of, analysis)?, analysis));
        }
        let waves = analysis.corpus.waves();
        if let Some(wave) = waves.into_iter().find(|wave| same(wave, wanted)) {
            let (is_time, name) = (true, wave.clone());
            return Ok(Self {
                is_time,
                wave: Some(wave.clone()),
                ..Self::new(&name, move |response| response.wave == wave)
            });
        }
        if let Some(period) = Period::parse(wanted) {
            let holds = move |response: &Response| {
                let date = response.date.as_deref();
                date.is_some_and(|date| period.holds(date))
            };
            if analysis.corpus.responses.iter().any(&holds) {
                let is_time = true;
                return Ok(Self {
                    is_time,
                    ..Self::new(wanted, holds)
                });
            }
        }
        match wanted.split_once(':') {
            Some((attribute, value)) => Self::segment(analysis, attribute.trim(), value.trim()),
            None => Err(nothing(wanted, analysis)),
        }
    }

    fn segment(analysis: &'a Analysis, attribute: &str, value: &str) -> Result<Self, Error> {
        if attribute.eq_ignore_ascii_case("group") {
            return Self::group(analysis, value);
        }
        let names = attributes(analysis);
        let is_own = names.iter().any(|name| same(name, attribute));
        if let Some(term) = OwnField::named(attribute).filter(|_| !is_own) {
            return term.term(value, analysis);
        }
        let is_account = attribute.eq_ignore_ascii_case("account");
        let name = names.into_iter().find(|name| same(name, attribute));
        if name.is_none() && !is_account {
            return Err(nothing(&format!("{attribute}:{value}"), analysis));
        }
        let shown = name.clone().unwrap_or_else(|| attribute.to_owned());
        let said = move |response: &Response| match &name {
            Some(name) if !is_account => response.attributes.get(name).cloned(),
            _ => response.account.clone(),
        };
        let language = same(&shown, LANGUAGE).then(|| Language::from_code(&value.to_lowercase()));
        let value = language.flatten().map_or(value, |language| language.name());
        let (wanted, stretch) = (value.to_owned(), MeasureRange::parse(value));
        // A measure is cut into stretches; a value that reads like one is a value.
        let is_in = move |said: &str| {
            let within = stretch.zip(number(said));
            same(said, &wanted) || within.is_some_and(|(stretch, number)| stretch.holds(number))
        };
        let responses = &analysis.corpus.responses;
        if !responses
            .iter()
            .any(|r| said(r).is_some_and(|said| is_in(&said)))
        {
            let values: BTreeSet<String> = responses
                .iter()
                .filter_map(said)
                .map(|of| of.to_string())
                .collect();
            return Err(Error::NoValue {
                attribute: shown,
                wanted: value.to_owned(),
                values: values.into_iter().collect(),
            });
        }
        let holds = move |response: &Response| said(response).is_some_and(|said| is_in(&said));
        let name = format!("{shown}{SAYS}{value}");
        Ok(Self {
            attribute: Some(shown),
            ..Self::new(&name, holds)
        })
    }

    fn group(analysis: &Analysis, value: &str) -> Result<Self, Error> {
        let scale = &analysis.corpus.scale;
        let group = scale.group_named(value).ok_or_else(|| Error::NoValue {
            attribute: "group".into(),
            wanted: value.to_owned(),
            values: scale
                .groups()
                .map(|group| scale.singular(group).to_owned())
                .collect(),
        })?;
        let holds = move |response: &Response| {
            let rating = response.rating;
            rating.is_some_and(|rating| rating.group() == group)
        };
        Ok(Self {
            group: Some(group),
            by_rating: true,
            ..Self::new(scale.plural(group), holds)
        })
    }

    /// Returns everybody's latest answer in it; of a group, those whose latest
    /// answer of all is in it.
    fn selection(self, analysis: &Analysis) -> Selection {
        match self.group {
            Some(group) => Selection::everybody(analysis).group(analysis, group),
            None if self.is_of_people => {
                let responses = &analysis.corpus.responses;
                let everybody = Selection::everybody(analysis);
                Selection {
                    name: self.name,
                    by_rating: self.by_rating,
                    ..everybody.filtered(|r| (self.holds)(r, &responses[r]))
                }
            }
            None => Selection {
                wave: self.wave,
                in_time: self.is_time,
                attributes: self.attribute.into_iter().collect(),
                ..Selection::new(analysis, &self.name, self.holds)
            },
        }
    }
}

/// What answers are chosen by beside their attributes, unless an attribute has
/// the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwnField {
    /// `rating:9`, `rating:0..6`.
    Rating,
    /// `date:2025-01`, `date:2025-01..2025-03`.
    Date,
    /// `theme:3`.
    Theme,
    /// `tone:complaint`.
    Tone,
    /// `file:spring.csv`.
    File,
    /// `says:refund`, `says:cancel my account`.
    Says,
}

impl OwnField {
    fn named(text: &str) -> Option<Self> {
        let all = [
            ("rating", Self::Rating),
            ("date", Self::Date),
            ("theme", Self::Theme),
            ("tone", Self::Tone),
            ("file", Self::File),
            ("says", Self::Says),
        ];
        let named = all.into_iter().find(|(name, _)| same(name, text));
        named.map(|(_, field)| field)
    }

    fn term<'a>(self, value: &str, analysis: &'a Analysis) -> Result<SelectionTerm<'a>, Error> {
        let term = match self {
            Self::Rating => rated(value),
            Self::Date => dated(value),
            Self::Theme => about(value, analysis),
            Self::Tone => toned(value, analysis),
            Self::File => from_file(value, analysis),
            Self::Says => saying(value, analysis),
        };
        let (field, values) = match self {
            Self::Rating => ("rating", vec!["9".into(), "0..6".into()]),
            Self::Date => ("date", vec!["2025-01".into(), "2025-01..2025-03".into()]),
            Self::Theme => {
                let ids = analysis.findings.iter();
                ("theme", ids.map(|of| of.theme.id.to_string()).collect())
            }
            Self::Tone => (
                "tone",
                TONES.map(|(tone, _)| tone.name().to_owned()).to_vec(),
            ),
            Self::File => {
                let files = analysis.corpus.files.iter();
                ("file", files.map(|file| file.name.clone()).collect())
            }
            Self::Says => ("says", vec!["words that somebody writes".into()]),
        };
        term.ok_or_else(|| Error::NoValue {
            attribute: field.into(),
            wanted: value.to_owned(),
            values,
        })
    }
}

/// What passages do, and who does it.
const TONES: [(ToneKind, &str); 4] = [
    (ToneKind::Complaint, "people who complain"),
    (ToneKind::Praise, "people who praise"),
    (ToneKind::Request, "people who ask for something"),
    (ToneKind::Question, "people who ask a question"),
];

/// Returns the ends of a stretch: `0..6`, or one value.
fn ends(text: &str) -> (&str, &str) {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    (low.trim(), high.trim())
}

fn rated<'a>(value: &str) -> Option<SelectionTerm<'a>> {
    let (low, high) = ends(value);
    let (low, high): (u8, u8) = (low.parse().ok()?, high.parse().ok()?);
    let name = if low == high {
        format!("rating {low}")
    } else {
        format!("rating {low} to {high}")
    };
    let term = SelectionTerm::of_people(&name, move |_, response| {
        let rating = response.rating.map(Rating::value);
        rating.is_some_and(|value| (low..=high).contains(&value))
    });
    Some(SelectionTerm {
        by_rating: true,
        ..term
    })
}

fn dated<'a>(value: &str) -> Option<SelectionTerm<'a>> {
    let (low, high) = ends(value);
    let (first, last) = (Period::parse(low)?, Period::parse(high)?);
    let name = if low == high {
        low.to_owned()
    } else {
        format!("{low} to {high}")
    };
    let holds = move |response: &Response| {
        let date = response.date.as_deref();
        date.is_some_and(|date| first.begins_by(date) && last.ends_after(date))
    };
    Some(SelectionTerm {
        is_time: true,
        ..SelectionTerm::new(&name, holds)
    })
}

fn about<'a>(value: &str, analysis: &'a Analysis) -> Option<SelectionTerm<'a>> {
    let mut findings = analysis.findings.iter();
    let finding = findings.find(|of| of.theme.id.to_string() == value)?;
    let name = format!("theme “{}”", finding.theme.name);
    Some(SelectionTerm::of_people(&name, move |r, _| {
        finding.responses.binary_search(&r).is_ok()
    }))
}

fn toned<'a>(value: &str, analysis: &'a Analysis) -> Option<SelectionTerm<'a>> {
    let mut tones = TONES.iter();
    let (tone, name) = tones.find(|(tone, _)| same(tone.name(), value))?;
    let passages = analysis.by_response();
    Some(SelectionTerm::of_people(name, move |r, _| {
        let mut passages = passages[r].iter();
        passages.any(|&passage| analysis.tone(passage) == *tone)
    }))
}

fn from_file<'a>(value: &str, analysis: &Analysis) -> Option<SelectionTerm<'a>> {
    let mut files = analysis.corpus.files.iter();
    let file = files.find(|file| same(&file.name, value))?.name.clone();
    let name = file.clone();
    Some(SelectionTerm::new(&name, move |response| {
        response.source == file
    }))
}

/// People who use a word, or some words one after the other, in any form of
/// them.
fn saying<'a>(value: &str, analysis: &'a Analysis) -> Option<SelectionTerm<'a>> {
    let wanted = normal(value);
    if wanted.is_empty() {
        return None;
    }
    let passages = analysis.by_response();
    let name = format!("people who say “{}”", value.trim());
    let says = move |r: usize| {
        passages[r].iter().any(|&passage| {
            let said = analysis.passages.all[passage].utterance;
            let said = &analysis.passages.utterances[said];
            has_phrase(&said.normal, std::slice::from_ref(&wanted), said.language)
        })
    };
    let said = (0..analysis.corpus.responses.len()).any(&says);
    said.then(|| SelectionTerm::of_people(&name, move |r, _| says(r)))
}

/// Returns the answers that a text means, or everybody's latest where none is
/// given.
pub fn selected(text: Option<&str>, analysis: &Analysis) -> Result<Selection, Error> {
    match text {
        Some(text) => Selection::parse(text, analysis),
        None => Ok(Selection::everybody(analysis)),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn nothing(wanted: &str, analysis: &Analysis) -> Error {
    Error::NoSelection {
        wanted: wanted.to_owned(),
        waves: analysis.corpus.waves(),
        attributes: attributes(analysis),
    }
}

/// Returns the fields that answers, customers and people in tables have.
pub fn fields(analysis: &Analysis) -> Vec<String> {
    let corpus = &analysis.corpus;
    let mut all = attributes(analysis);
    all.extend(
        corpus
            .accounts
            .iter()
            .flat_map(|of| of.attributes.keys().map(ToString::to_string)),
    );
    all.extend(
        corpus
            .contacts
            .iter()
            .flat_map(|of| of.attributes.keys().map(ToString::to_string)),
    );
    all.sort();
    all.dedup();
    all
}

/// Returns the names of the attributes that answers have.
pub(super) fn attributes(analysis: &Analysis) -> Vec<String> {
    let responses = analysis.corpus.responses.iter();
    let names: BTreeSet<&ArcStr> = responses.flat_map(|r| r.attributes.keys()).collect();
    names.into_iter().map(ToString::to_string).collect()
}

/// A stretch of time, as ISO 8601 writes it, also a week (`2025-W14`), or a
/// quarter: `2025-Q1`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Period {
    /// A year, a month or a day: what dates in it begin with.
    Prefix(String),
    /// Three months of a year, from the first.
    Quarter(String, u8),
    /// Seven days, as the first and the last of them.
    Week(String, String),
}

impl Period {
    fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, length: usize| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let parts: Vec<&str> = text.split('-').collect();
        match parts[..] {
            [year] if digits(year, 4) => Some(Self::Prefix(text.to_owned())),
            [year, month] if digits(year, 4) && digits(month, 2) => {
                Some(Self::Prefix(text.to_owned()))
            }
            [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
                Some(Self::Prefix(text.to_owned()))
            }
            [year, week] if digits(year, 4) && week.starts_with(['W', 'w']) => {
                let (first, last) = week_days(text)?;
                Some(Self::Week(first.to_string(), last.to_string()))
            }
            [year, quarter] if digits(year, 4) => {
                let number: u8 = quarter.strip_prefix(['Q', 'q'])?.parse().ok()?;
                (1..=4)
                    .contains(&number)
                    .then(|| Self::Quarter(year.to_owned(), number))
            }
            _ => None,
        }
    }

    /// Returns the month and day it begins with, as dates are written, and what
    /// dates in it come before.
    fn ends(&self) -> (String, String) {
        match self {
            // `~` comes after every digit and sign of a date.
            Self::Prefix(prefix) => (prefix.clone(), format!("{prefix}~")),
            Self::Quarter(year, number) => {
                let month = |nth: u8| format!("{year}-{:02}", 3 * (number - 1) + nth);
                (month(1), format!("{}~", month(3)))
            }
            Self::Week(first, last) => (first.clone(), format!("{last}~")),
        }
    }

    /// Returns whether it has begun by a date.
    fn begins_by(&self, date: &str) -> bool {
        self.ends().0.as_str() <= date
    }

    /// Returns whether it ends after a date.
    fn ends_after(&self, date: &str) -> bool {
        date < self.ends().1.as_str()
    }

    fn holds(&self, date: &str) -> bool {
        match self {
            Self::Prefix(prefix) => date.starts_with(prefix.as_str()),
            Self::Quarter(year, number) => {
                let month = date
                    .strip_prefix(year.as_str())
                    .and_then(|rest| rest.get(1..3)?.parse::<u8>().ok());
                month.is_some_and(|month| month.div_ceil(3) == *number)
            }
            // A month alone is in no week.
            Self::Week(first, last) => date
                .get(..10)
                .is_some_and(|day| (first.as_str()..=last.as_str()).contains(&day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_holds_its_three_months() {
        let quarter = Period::parse("2025-Q2").unwrap();
        let held = ["2025-03-31", "2025-04-01", "2025-06-30", "2025-07-01"];
        assert_eq!(
            held.map(|date| quarter.holds(date)),
            [false, true, true, false]
        );
    }

    #[test]
    fn a_week_begins_on_monday_also_over_new_year() {
        let week = Period::parse("2025-W01").unwrap();
        let days = [
            "2024-12-29",
            "2024-12-30",
            "2025-01-05T23:00",
            "2025-01-06",
            "2025-01",
        ];
        assert_eq!(
            days.map(|day| week.holds(day)),
            [false, true, true, false, false]
        );
        assert_eq!(Period::parse("2025-W53"), None);
        assert!(Period::parse("2020-W53").is_some());
    }

    #[test]
    fn a_stretch_of_time_holds_both_of_its_ends() {
        let holds = |stretch: &str, date: &str| {
            let (low, high) = ends(stretch);
            let (low, high) = (Period::parse(low).unwrap(), Period::parse(high).unwrap());
            low.begins_by(date) && high.ends_after(date)
        };
        for date in ["2025-01-01", "2025-03-31T23:59", "2025-02"] {
            assert!(holds("2025-01..2025-03", date), "{date}");
            assert!(holds("2025-Q1..2025-Q1", date), "{date}");
        }
        for date in ["2024-12-31", "2025-04-01"] {
            assert!(!holds("2025-01..2025-03", date), "{date}");
            assert!(!holds("2025-Q1", date), "{date}");
        }
        assert!(holds("2025-02-03..2025-02-05", "2025-02-05T10:00"));
    }

    #[test]
    fn a_month_is_no_day_and_a_name_no_period() {
        assert!(Period::parse("2025-04").unwrap().holds("2025-04-14T10:00"));
        assert_eq!(Period::parse("spring"), None);
        assert_eq!(Period::parse("2025-4"), None);
        assert_eq!(Period::parse("2025-Q5"), None);
    }
}
