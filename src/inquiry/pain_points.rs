//! What people in interviews struggle with, and who speaks of it.
//!
//! Takes an analysis; counts interviews, each once, and how often people came
//! back to a pain point by themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::error::Error;
use super::ledger::{Ledger, ThemeRef};
use crate::feedback::{Attributes, Document, Interview, account_key};
use crate::nps::intervals::Proportion;
use crate::pain_points::{self, KnownTheme, PainMention, PainPoint};
use crate::study::{Analysis, Quote};
use crate::text::{Fault, StatementKind, masked};

/// What people in interviews struggle with.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PainPoints {
    /// Conversations, each with one participant.
    pub interviews: u64,
    /// Those that most interviews speak of first.
    pub points: Vec<VoicedPainPoint>,
    /// Sentences that state a problem.
    pub problems: u64,
    /// How many of them speak of one of these.
    pub covered: u64,
    /// Of few interviews, the plainest problems of each that none of these
    /// covers.
    pub plainest: Vec<InterviewProblems>,
    /// Side by side by an attribute of the interviews, where one is asked for.
    pub by: Option<PainPointSplit>,
}

/// Interviews side by side by an attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PainPointSplit {
    /// The attribute.
    pub attribute: String,
    /// Its values, with how many interviews have each, the commonest first.
    pub values: Vec<(String, u64)>,
    /// Interviews that do not have it.
    pub without: u64,
}

/// The plainest problems of an interview.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterviewProblems {
    /// The participant, or the file where no name is known.
    pub participant: String,
    /// The interview's file.
    pub source: String,
    /// What they say.
    pub quotes: Vec<Quote>,
}

/// Something that people struggle with, and who speaks of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoicedPainPoint {
    /// What people call it, in their words.
    pub name: String,
    /// The theme it is, where surveys know it.
    pub theme: Option<ThemeRef>,
    /// What kinds of problem it is.
    pub faults: Vec<Fault>,
    /// Interviews that speak of it.
    pub participants: Proportion,
    /// Of them, those that speak of it where no question named it.
    pub unasked: u64,
    /// Answers that speak of it, in all interviews.
    pub answers: u64,
    /// Who speaks of it, those who came back to it most first.
    pub voices: Vec<PainVoice>,
    /// Sentences that state it, each from another interview.
    pub quotes: Vec<Quote>,
    /// What is said beside it.
    pub beside: Vec<BesideQuote>,
    /// Interviews that speak of it, by the values of [`PainPointSplit`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<u64>,
}

/// Somebody who speaks of a pain point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PainVoice {
    /// The participant, or the file where no name is known.
    pub participant: String,
    /// The interview's file.
    pub source: String,
    /// In how many answers.
    pub answers: u64,
    /// Whether they did so where no question named it.
    pub unasked: bool,
    /// What they say of it.
    pub quotes: Vec<Quote>,
}

/// What is said beside a pain point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BesideQuote {
    /// What it does.
    pub kind: StatementKind,
    /// The words.
    pub quote: Quote,
}

/// Returns what people in interviews struggle with.
pub fn pain_points(ledger: &Ledger<'_>) -> PainPoints {
    let analysis = ledger.analysis;
    let interviews = analysis.corpus.interviews.len() as u64;
    if interviews == 0 {
        return PainPoints::default();
    }
    let known: Vec<usize> = ledger
        .topics()
        .into_iter()
        .filter(|&at| {
            let finding = ledger.finding(at);
            !finding.responses.is_empty() && !finding.interviews.is_empty()
        })
        .collect();
    let themes: Vec<KnownTheme> = known.iter().map(|&at| known_theme(analysis, at)).collect();
    let language = analysis.passages.language;
    let found = pain_points::pain_points(&analysis.corpus, language, &themes);
    let theme = |point: &PainPoint| Some(ledger.theme(known[point.known?]));
    PainPoints {
        interviews,
        points: found
            .points
            .iter()
            .map(|point| voiced(analysis, point, theme(point)))
            .collect(),
        problems: found.problems as u64,
        covered: found.covered as u64,
        plainest: found
            .plainest
            .iter()
            .map(|(at, places)| {
                let interview = &analysis.corpus.interviews[*at];
                InterviewProblems {
                    participant: participant(interview),
                    source: interview.source.clone(),
                    quotes: places.iter().map(|&at| analysis.quote(at)).collect(),
                }
            })
            .collect(),
        by: None,
    }
}

/// Returns the same side by side by an attribute of the interviews or of their
/// accounts.
pub fn pain_points_by(ledger: &Ledger<'_>, attribute: &str) -> Result<PainPoints, Error> {
    let analysis = ledger.analysis;
    let corpus = &analysis.corpus;
    let wanted = attribute.trim().to_lowercase();
    let attributes: Vec<Attributes> = (0..corpus.interviews.len())
        .map(|at| attributes(analysis, at))
        .collect();
    let known: BTreeSet<&str> = attributes
        .iter()
        .flatten()
        .map(|(name, _)| &**name)
        .collect();
    let Some(name) = known.iter().find(|name| name.to_lowercase() == wanted) else {
        return Err(Error::NoAttribute {
            wanted: attribute.to_owned(),
            attributes: known.into_iter().map(str::to_owned).collect(),
        });
    };
    let value = |at: usize| attributes[at].get(name).map(ToString::to_string);
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for value in (0..corpus.interviews.len()).filter_map(value) {
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<(String, u64)> = counts.into_iter().collect();
    values.sort_by_key(|(_, interviews)| std::cmp::Reverse(*interviews));
    let mut found = pain_points(ledger);
    let at = |source: &str| corpus.interviews.iter().position(|of| of.source == source);
    for point in &mut found.points {
        let voices = point.voices.iter();
        let said: Vec<String> = voices
            .filter_map(|voice| value(at(&voice.source)?))
            .collect();
        let of = |(wanted, _): &(String, u64)| {
            said.iter().filter(|value| *value == wanted).count() as u64
        };
        point.split = values.iter().map(of).collect();
    }
    let with: u64 = values.iter().map(|(_, interviews)| interviews).sum();
    found.by = Some(PainPointSplit {
        attribute: (*name).to_owned(),
        without: found.interviews - with,
        values,
    });
    Ok(found)
}

/// Returns what is known of an interview: what its file says, and the accounts
/// table of its customer.
fn attributes(analysis: &Analysis, at: usize) -> Attributes {
    let corpus = &analysis.corpus;
    let account = analysis.people.account(corpus, Document::Interview(at));
    let account = account.map(account_key);
    let known = corpus
        .accounts
        .iter()
        .find(|of| Some(account_key(&of.name)) == account);
    let mut attributes = known.map(|of| of.attributes.clone()).unwrap_or_default();
    for (name, value) in &corpus.interviews[at].attributes {
        attributes.insert(name.clone(), value.clone());
    }
    attributes
}

/// Returns a theme with the passages of interviews that are in it.
fn known_theme(analysis: &Analysis, at: usize) -> KnownTheme {
    let finding = &analysis.findings[at];
    let places = finding
        .passages
        .iter()
        .map(|&of| analysis.passages.all[of].place);
    KnownTheme {
        name: finding.theme.name.clone(),
        places: places.collect(),
    }
}

/// Returns the participant's name, or the file where none is known.
fn participant(interview: &Interview) -> String {
    let name = interview.participant.name.clone();
    name.map_or_else(|| interview.source.clone(), |name| masked(&name))
}

fn voiced(analysis: &Analysis, point: &PainPoint, theme: Option<ThemeRef>) -> VoicedPainPoint {
    let corpus = &analysis.corpus;
    let mut by_interview: BTreeMap<usize, Vec<&PainMention>> = BTreeMap::new();
    for mention in &point.mentions {
        let of = by_interview.entry(mention.interview).or_default();
        of.push(mention);
    }
    let voices = by_interview.iter().map(|(&at, mentions)| {
        let interview = &corpus.interviews[at];
        PainVoice {
            participant: participant(interview),
            source: interview.source.clone(),
            answers: answers(interview, mentions),
            unasked: mentions.iter().any(|of| !of.asked),
            quotes: point.own[&at]
                .iter()
                .map(|&at| analysis.quote(at))
                .collect(),
        }
    });
    let mut voices: Vec<PainVoice> = voices.collect();
    voices.sort_by(|one, other| {
        (other.answers.cmp(&one.answers)).then_with(|| one.source.cmp(&other.source))
    });
    VoicedPainPoint {
        name: point.name.clone(),
        theme,
        faults: point.faults.iter().copied().collect(),
        participants: Proportion {
            voiced: voices.len() as u64,
            of: corpus.interviews.len() as u64,
        },
        unasked: voices.iter().filter(|voice| voice.unasked).count() as u64,
        answers: voices.iter().map(|voice| voice.answers).sum(),
        voices,
        quotes: point.quotes.iter().map(|&at| analysis.quote(at)).collect(),
        split: Vec::new(),
        beside: point
            .beside
            .iter()
            .map(|&(kind, at)| BesideQuote {
                kind,
                quote: analysis.quote(at),
            })
            .collect(),
    }
}

/// Returns in how many answers of an interview somebody speaks of it: what is
/// said until the next question is one; without questions, each turn is.
fn answers(interview: &Interview, mentions: &[&PainMention]) -> u64 {
    let asks = |turn: usize| !interview.turns[turn].role.voices();
    let is_asked = (0..interview.turns.len()).any(asks);
    let answer = |turn: usize| {
        if is_asked {
            (0..turn).filter(|&before| asks(before)).count()
        } else {
            turn
        }
    };
    let mut answers: Vec<usize> = mentions.iter().map(|of| answer(of.turn)).collect();
    answers.dedup();
    answers.len() as u64
}
