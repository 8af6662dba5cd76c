//! Which answers a page is about: what `in` of its address says, and what can be
//! chosen for it.

use super::error::Error;
use crate::feedback::{Rating, Scale};
use crate::inquiry::outcomes::outcome_names;
use crate::inquiry::segments::Segments;
use crate::inquiry::selection::{JOIN, REST};
use crate::inquiry::{Ledger, Selection, SelectionPart, periods};
use crate::question::PeriodKind;
use crate::report::words;
use crate::study::Analysis;

/// Which answers a page is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter(Option<String>);

impl Filter {
    /// Reads `in` of an address; what is blank is everybody.
    pub(super) fn new(text: Option<&str>) -> Self {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        Self(text.map(str::to_owned))
    }

    /// Returns what the address says, where not everybody is meant.
    pub(super) fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Returns the same, to be put in an address: empty where everybody is meant.
    pub(super) fn asked(&self) -> &str {
        self.text().unwrap_or_default()
    }

    /// Returns the answers that are meant, where not everybody's are.
    pub(super) fn selection(&self, analysis: &Analysis) -> Result<Option<Selection>, Error> {
        let parsed = self.text().map(|text| Selection::parse(text, analysis));
        Ok(parsed.transpose()?)
    }

    /// Returns those whom it does not let through, as an address says it.
    pub(super) fn rest(&self) -> Option<String> {
        let text = self.text().filter(|text| !text.starts_with(REST))?;
        Some(format!("{REST}{text}"))
    }

    /// Returns its parts, each with the field it is about.
    pub(super) fn terms(&self, analysis: &Analysis) -> Result<Vec<FilterTerm>, Error> {
        let Some(text) = self.text() else {
            return Ok(Vec::new());
        };
        let parts = Selection::parts(text, analysis)?.into_iter();
        Ok(parts.map(FilterTerm::new).collect())
    }

    /// Returns the same without waves, periods and dates: what is compared over
    /// time is not narrowed to a time.
    pub(super) fn at_any_time(&self, analysis: &Analysis) -> Result<Self, Error> {
        let terms = self.terms(analysis)?.into_iter();
        let timeless = terms.filter(|term| !["wave", "date"].contains(&term.field.as_str()));
        let written: Vec<String> = timeless.map(|term| term.part.written).collect();
        Ok(Self::new(Some(&written.join(JOIN))))
    }

    /// Returns a part of the answers narrowed by this.
    pub(super) fn narrowing(&self, part: &str) -> String {
        match self.text() {
            Some(text) if !part.is_empty() => format!("{part}{JOIN}{text}"),
            _ => part.to_owned(),
        }
    }
}

/// A part of a filter.
pub(super) struct FilterTerm {
    /// What it is about, in lower case; waves, months and quarters are `wave`.
    pub(super) field: String,
    /// As it is written, and what it is called.
    pub(super) part: SelectionPart,
}

impl FilterTerm {
    fn new(part: SelectionPart) -> Self {
        let field = part.written.split_once(':');
        let field = field.map_or("wave", |(field, _)| field.trim());
        Self {
            field: field.to_lowercase(),
            part,
        }
    }
}

/// What is chosen by, and what it is called.
type AnswerChoice = (String, String);

/// Choices under a heading.
pub(super) type Choices = (String, Vec<AnswerChoice>);

/// The parts of the answers that can be chosen.
pub(super) struct AnswerParts {
    /// Promoters, passives, detractors.
    pub(super) groups: Vec<Choices>,
    /// Waves, quarters and months.
    pub(super) times: Vec<Choices>,
    /// The segments of each attribute.
    pub(super) segments: Vec<Choices>,
    /// The attributes themselves.
    pub(super) attributes: Choices,
    /// The attributes that say what became of customers.
    pub(super) outcomes: Choices,
    /// Files of answers, where there are several.
    pub(super) files: Vec<String>,
    /// Months, each with how many answers are of it.
    pub(super) months: Vec<(String, usize)>,
    /// The ratings there are.
    pub(super) ratings: Vec<u8>,
}

impl AnswerParts {
    pub(super) fn new(ledger: &Ledger<'_>) -> Self {
        let analysis = ledger.analysis;
        let all = Segments::new(ledger, &Selection::everybody(analysis));
        let mut attributes = vec![("all".to_owned(), "every attribute".to_owned())];
        let mut segments: Vec<Choices> = Vec::new();
        for attribute in &all.attributes {
            attributes.push((attribute.name.clone(), words::attribute(&attribute.name)));
            let values = attribute.values.iter().map(|value| {
                let written = format!("{}: {value}", attribute.name);
                (written, words::value(value))
            });
            segments.push((attribute.name.clone(), values.collect()));
        }
        segments.retain(|(_, choices)| !choices.is_empty());
        let mut outcomes = vec![("all".to_owned(), "every outcome".to_owned())];
        outcomes.extend(outcome_names(ledger).into_iter().map(|name| {
            let shown = words::attribute(&name);
            (name, shown)
        }));
        let months = without_gaps(periods(analysis, PeriodKind::Month));
        Self {
            groups: vec![("Groups".into(), groups(&analysis.corpus.scale))],
            times: times(analysis, &months),
            segments,
            attributes: ("Attributes".into(), attributes),
            outcomes: ("Outcomes".into(), outcomes),
            files: files(analysis),
            months,
            ratings: ratings(analysis),
        }
    }

    /// Returns waves, quarters and months, and then segments.
    pub(super) fn times_and_segments(&self) -> impl Iterator<Item = &Choices> {
        self.times.iter().chain(&self.segments)
    }
}

fn groups(scale: &Scale) -> Vec<AnswerChoice> {
    let groups = scale.groups().map(|group| {
        let name = scale.singular(group).to_owned();
        (name, scale.plural(group).to_owned())
    });
    groups.collect()
}

fn times(analysis: &Analysis, months: &[(String, usize)]) -> Vec<Choices> {
    let plain = |names: Vec<String>| -> Vec<AnswerChoice> {
        names.into_iter().map(|name| (name.clone(), name)).collect()
    };
    let named = |of: &[(String, usize)]| {
        let some = of.iter().filter(|(_, answers)| *answers > 0);
        some.map(|(name, _)| name.clone()).collect()
    };
    let quarters = periods(analysis, PeriodKind::Quarter);
    let mut times = vec![("Waves".to_owned(), plain(analysis.corpus.waves()))];
    if quarters.len() > 1 {
        times.push(("Quarters".into(), plain(named(&quarters))));
    }
    if months.len() > 1 {
        times.push(("Months".into(), plain(named(months))));
    }
    times.retain(|(_, choices)| !choices.is_empty());
    times
}

/// More months than this are too many to draw: those without answers stay out.
const DRAWN: usize = 72;

/// Puts in the months of which there are no answers.
fn without_gaps(months: Vec<(String, usize)>) -> Vec<(String, usize)> {
    let number = |month: &str| -> Option<usize> {
        let (year, month) = month.split_once('-')?;
        let (year, month): (usize, usize) = (year.parse().ok()?, month.parse().ok()?);
        Some(12 * year + month - 1)
    };
    let ends = months.first().zip(months.last());
    let ends = ends.and_then(|(first, last)| Some((number(&first.0)?, number(&last.0)?)));
    let Some((first, last)) = ends.filter(|(first, last)| last - first < DRAWN) else {
        return months;
    };
    let mut known = months.into_iter().peekable();
    let all = (first..=last).map(|at| {
        let name = format!("{:04}-{:02}", at / 12, at % 12 + 1);
        let answers = known.next_if(|(month, _)| *month == name);
        answers.unwrap_or((name, 0))
    });
    all.collect()
}

fn files(analysis: &Analysis) -> Vec<String> {
    let responses = analysis.corpus.responses.iter();
    let mut files: Vec<String> = Vec::new();
    for response in responses {
        if files.last().is_none_or(|last| *last != response.source) {
            files.push(response.source.to_string());
        }
    }
    files.sort();
    files.dedup();
    files
}

fn ratings(analysis: &Analysis) -> Vec<u8> {
    let responses = analysis.corpus.responses.iter();
    let ratings = responses.filter_map(|response| response.rating);
    let mut ratings: Vec<u8> = ratings.map(Rating::value).collect();
    ratings.sort_unstable();
    ratings.dedup();
    ratings
}
