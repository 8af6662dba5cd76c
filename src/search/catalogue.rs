//! The fields texts are filtered and counted by, and how their values are kept.
//!
//! A field is a column of numbers. The values of most fields are few: they are
//! listed here, and the column holds places in the list (from 1; 0: none). A
//! field with too many values to list holds numbers where all values are
//! numbers, else hashes, which can be asked for but not counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::terms::key;
use crate::feedback::{Attributes, Group, Interview, Response, Scale, SpeakerRole};
use crate::text::Language;

/// What a field is about, and so where its values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum FieldOrigin {
    Group,
    Wave,
    /// Survey or interview.
    Kind,
    Source,
    Role,
    Speaker,
    Account,
    Language,
    Attribute,
}

impl FieldOrigin {
    /// The fields of every corpus, in the order they are counted.
    pub(super) const OWN: [Self; 8] = [
        Self::Group,
        Self::Wave,
        Self::Kind,
        Self::Source,
        Self::Role,
        Self::Speaker,
        Self::Account,
        Self::Language,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Wave => "wave",
            Self::Kind => "source",
            Self::Source => "file",
            Self::Role => "role",
            Self::Speaker => "speaker",
            Self::Account => "account",
            Self::Language => "lang",
            Self::Attribute => "attribute",
        }
    }

    /// Returns the values known beforehand, in the order of their codes.
    fn fixed(self, scale: &Scale) -> Option<Vec<String>> {
        let names: Vec<&str> = match self {
            Self::Group => Group::ALL
                .iter()
                .map(|group| scale.singular(*group))
                .collect(),
            Self::Kind => KINDS.to_vec(),
            Self::Role => ROLES.iter().map(|role| role.name()).collect(),
            Self::Language => Language::ALL.iter().map(|lang| lang.code()).collect(),
            _ => return None,
        };
        Some(names.into_iter().map(str::to_owned).collect())
    }
}

/// The kinds of source.
const KINDS: [&str; 2] = ["survey", "interview"];
const SURVEY: u64 = 1;
const INTERVIEW: u64 = 2;

const ROLES: [SpeakerRole; 4] = [
    SpeakerRole::Participant,
    SpeakerRole::Interviewer,
    SpeakerRole::Notes,
    SpeakerRole::Heading,
];

/// A field with more different values than this has no list of them.
const MOST_LISTED: usize = 10_000;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Field {
    /// As people wrote it.
    pub name: String,
    pub origin: FieldOrigin,
    pub values: FieldStorage,
}

/// How the values of a field are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum FieldStorage {
    /// The column holds 1 + the place in this list.
    Listed(Vec<String>),
    /// The column holds [`ordered`] numbers.
    Numbers,
    /// The column holds [`hashed`] values.
    Hashed,
}

/// Every field of a corpus; those of [`FieldOrigin::OWN`] first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Catalogue {
    /// What the ratings are on.
    pub scale: Scale,
    /// Whether any text has a date…
    pub has_dates: bool,
    /// …and whether any has a rating.
    pub has_ratings: bool,
    pub fields: Vec<Field>,
}

impl Catalogue {
    /// Collects the fields of a corpus and their values.
    pub(super) fn new(scale: &Scale, responses: &[Response], interviews: &[Interview]) -> Self {
        let mut seen = responses
            .par_chunks(16_384)
            .map(|some| {
                let mut seen = FieldsSeen::default();
                for response in some {
                    seen.response(response);
                }
                seen
            })
            .reduce(FieldsSeen::default, FieldsSeen::and);
        for interview in interviews {
            seen.interview(interview);
        }
        seen.catalogue(scale)
    }

    /// Returns the name of a field's column.
    pub(super) fn column(field: usize) -> String {
        format!("f{field}")
    }
}

/// The different values of a field, until they are too many.
#[derive(Default)]
struct DistinctValues<'a> {
    values: BTreeSet<&'a str>,
    too_many: bool,
    all_numbers: Option<bool>,
}

impl<'a> DistinctValues<'a> {
    fn add(&mut self, value: &'a str) {
        let value = value.trim();
        if value.is_empty() || self.values.contains(value) {
            return;
        }
        if self.all_numbers != Some(false) {
            self.all_numbers = Some(number(value).is_some());
        }
        if !self.too_many {
            self.values.insert(value);
            self.check();
        }
    }

    fn check(&mut self) {
        if self.values.len() > MOST_LISTED {
            self.too_many = true;
            self.values.clear();
        }
    }

    fn and(&mut self, other: Self) {
        self.too_many |= other.too_many;
        self.all_numbers = match (self.all_numbers, other.all_numbers) {
            (Some(one), Some(two)) => Some(one && two),
            (one, two) => one.or(two),
        };
        if self.too_many {
            self.values.clear();
        } else {
            self.values.extend(other.values);
            self.check();
        }
    }

    fn values(self) -> FieldStorage {
        match (self.too_many, self.all_numbers) {
            (false, _) => {
                FieldStorage::Listed(self.values.into_iter().map(str::to_owned).collect())
            }
            (true, Some(true)) => FieldStorage::Numbers,
            (true, _) => FieldStorage::Hashed,
        }
    }
}

/// What was seen of each field so far.
#[derive(Default)]
struct FieldsSeen<'a> {
    waves: DistinctValues<'a>,
    sources: DistinctValues<'a>,
    speakers: DistinctValues<'a>,
    accounts: DistinctValues<'a>,
    attributes: BTreeMap<&'a str, DistinctValues<'a>>,
    has_dates: bool,
    has_ratings: bool,
}

impl<'a> FieldsSeen<'a> {
    fn response(&mut self, response: &'a Response) {
        self.has_dates |= response.date.is_some();
        self.has_ratings |= response.rating.is_some();
        self.waves.add(&response.wave);
        self.sources.add(&response.source);
        self.accounts.add(response.account.as_deref().unwrap_or(""));
        self.attributes(&response.attributes);
    }

    fn interview(&mut self, interview: &'a Interview) {
        self.has_dates |= interview.date.is_some();
        self.sources.add(&interview.source);
        self.accounts
            .add(interview.account.as_deref().unwrap_or(""));
        self.attributes(&interview.attributes);
        for turn in &interview.turns {
            self.speakers.add(turn.speaker.as_deref().unwrap_or(""));
        }
    }

    fn attributes(&mut self, attributes: &'a Attributes) {
        for (name, value) in attributes {
            self.attributes.entry(name).or_default().add(value);
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.has_dates |= other.has_dates;
        self.has_ratings |= other.has_ratings;
        self.waves.and(other.waves);
        self.sources.and(other.sources);
        self.speakers.and(other.speakers);
        self.accounts.and(other.accounts);
        for (name, values) in other.attributes {
            self.attributes.entry(name).or_default().and(values);
        }
        self
    }

    fn catalogue(mut self, scale: &Scale) -> Catalogue {
        let mut fields: Vec<Field> = Vec::new();
        for origin in FieldOrigin::OWN {
            let values = origin.fixed(scale).map_or_else(
                || match origin {
                    FieldOrigin::Wave => std::mem::take(&mut self.waves).values(),
                    FieldOrigin::Source => std::mem::take(&mut self.sources).values(),
                    FieldOrigin::Speaker => std::mem::take(&mut self.speakers).values(),
                    _ => std::mem::take(&mut self.accounts).values(),
                },
                FieldStorage::Listed,
            );
            fields.push(Field {
                name: origin.name().into(),
                origin,
                values,
            });
        }
        // Files write `Tier` and `tier`: one field, under the name that sorts first.
        let mut same: BTreeMap<String, (&str, DistinctValues)> = BTreeMap::new();
        for (name, values) in self.attributes {
            let (_, together) = same
                .entry(key(name))
                .or_insert_with(|| (name, DistinctValues::default()));
            together.and(values);
        }
        for (name, values) in same.into_values() {
            fields.push(Field {
                name: name.into(),
                origin: FieldOrigin::Attribute,
                values: values.values(),
            });
        }
        Catalogue {
            scale: scale.clone(),
            has_dates: self.has_dates,
            has_ratings: self.has_ratings,
            fields,
        }
    }
}

/// Turns the values of responses and turns into what the columns hold.
pub(super) struct Encoder<'a> {
    columns: Vec<Encoding<'a>>,
    attributes: HashMap<&'a str, usize>,
}

enum Encoding<'a> {
    Listed(HashMap<&'a str, u64>),
    Numbers,
    Hashed,
}

impl Encoding<'_> {
    fn code(&self, value: &str) -> u64 {
        let value = value.trim();
        if value.is_empty() {
            return 0;
        }
        match self {
            Self::Listed(codes) => codes.get(value).copied().unwrap_or(0),
            Self::Numbers => number(value).map_or(0, ordered),
            Self::Hashed => hashed(value),
        }
    }
}

impl<'a> Encoder<'a> {
    pub(super) fn new(
        catalogue: &'a Catalogue,
        responses: &'a [Response],
        interviews: &'a [Interview],
    ) -> Self {
        let columns = catalogue.fields.iter().map(|field| match &field.values {
            FieldStorage::Listed(values) => {
                Encoding::Listed(values.iter().map(String::as_str).zip(1..).collect())
            }
            FieldStorage::Numbers => Encoding::Numbers,
            FieldStorage::Hashed => Encoding::Hashed,
        });
        let fields: HashMap<String, usize> = catalogue
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.origin == FieldOrigin::Attribute)
            .map(|(index, field)| (key(&field.name), index))
            .collect();
        let mut attributes = HashMap::new();
        let names = responses.iter().map(|response| &response.attributes);
        for names in names.chain(interviews.iter().map(|interview| &interview.attributes)) {
            for name in names.keys() {
                if !attributes.contains_key(name.as_str())
                    && let Some(&field) = fields.get(&key(name))
                {
                    attributes.insert(name.as_str(), field);
                }
            }
        }
        Self {
            columns: columns.collect(),
            attributes,
        }
    }

    /// Fills in one number for each field of a response.
    pub(super) fn response(
        &self,
        response: &Response,
        language: Option<Language>,
        codes: &mut Vec<u64>,
    ) {
        self.begin(codes, &response.attributes);
        let group = response
            .rating
            .map(|rating| rating.group().index() as u64 + 1);
        codes[0] = group.unwrap_or(0);
        codes[1] = self.columns[1].code(&response.wave);
        codes[2] = SURVEY;
        codes[3] = self.columns[3].code(&response.source);
        codes[6] = self.columns[6].code(response.account.as_deref().unwrap_or(""));
        codes[7] = language.map_or(0, |language| language.index() as u64 + 1);
    }

    /// Fills in one number for each field of a turn.
    pub(super) fn turn(
        &self,
        interview: &Interview,
        turn: usize,
        language: Option<Language>,
        codes: &mut Vec<u64>,
    ) {
        self.begin(codes, &interview.attributes);
        let turn = &interview.turns[turn];
        let role = ROLES.iter().position(|role| *role == turn.role);
        codes[2] = INTERVIEW;
        codes[3] = self.columns[3].code(&interview.source);
        codes[4] = role.map_or(0, |role| role as u64 + 1);
        codes[5] = self.columns[5].code(turn.speaker.as_deref().unwrap_or(""));
        codes[6] = self.columns[6].code(interview.account.as_deref().unwrap_or(""));
        codes[7] = language.map_or(0, |language| language.index() as u64 + 1);
    }

    fn begin(&self, codes: &mut Vec<u64>, attributes: &Attributes) {
        codes.clear();
        codes.resize(self.columns.len(), 0);
        for (name, value) in attributes {
            if let Some(&field) = self.attributes.get(name.as_str())
                && codes[field] == 0
            {
                codes[field] = self.columns[field].code(value);
            }
        }
    }
}

/// Returns the number a value is written as, if it is one.
pub(super) fn number(value: &str) -> Option<f64> {
    value
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

/// Returns a number's place in the order of all numbers, above 0.
pub(super) fn ordered(number: f64) -> u64 {
    // −0 and 0 are the same number.
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// Returns the mark of a value in a column without a list: 40 bits, above 0.
///
/// In ten million texts one search in a hundred thousand shows a text that
/// has another value with the same mark.
pub(super) fn hashed(value: &str) -> u64 {
    let fnv = key(value)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    ((fnv >> 24) & ((1 << 40) - 1)).max(1)
}

/// Returns a day, or the beginning of one, as a number that sorts by time:
/// `2025-04-14T13:37` gives 20250414133700. What is missing is `missing` (`0` or `9`).
pub(super) fn time(date: &str, missing: char) -> Option<u64> {
    let date = date.trim();
    let bytes = date.as_bytes();
    let mut digits = String::with_capacity(14);
    for (place, &byte) in bytes.iter().take(19).enumerate() {
        match place {
            4 | 7 if byte == b'-' => {}
            10 if matches!(byte, b'T' | b' ') => {}
            13 | 16 if byte == b':' => {}
            4 | 7 | 10 | 13 | 16 => break,
            _ if byte.is_ascii_digit() => digits.push(char::from(byte)),
            _ => break,
        }
    }
    if digits.len() < 4 || digits.len() % 2 == 1 {
        return None;
    }
    while digits.len() < 14 {
        digits.push(missing);
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_order() {
        let numbers = [-1e300, -2.5, -0.0, 0.1, 7.0, 1e12];
        let places: Vec<u64> = numbers.into_iter().map(ordered).collect();
        assert!(places.is_sorted());
        assert_eq!(ordered(0.0), ordered(-0.0));
    }

    #[test]
    fn dates_sort_by_time_whatever_their_precision() {
        assert_eq!(time("2025-04-14T13:37:05Z", '0'), Some(20_250_414_133_705));
        assert!(time("2025-04", '0') < time("2025-04-14", '0'));
        assert!(time("2025-04-30T23:59", '0') < time("2025-04", '9'));
        assert_eq!(time("April", '0'), None);
    }
}
