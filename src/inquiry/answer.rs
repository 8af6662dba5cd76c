//! One answer to each question, whoever asks it.
//!
//! Commands, the page, exports and kept views all hold a [`Question`]; this is
//! where it is answered, with plain values that are their own JSON. How an
//! answer is worded is `report::narrative`'s.

use std::cell::OnceCell;

use serde::Serialize;

use super::account::{VoiceSummary, account_summary, interview_summary};
use super::compare::{Comparison, compare};
use super::contrast::{Contrast, contrast_of};
use super::error::Error;
use super::hotspots::{self, Hotspots};
use super::joint_effects::{JointEffects, joint_effects};
use super::ledger::Ledger;
use super::outcomes::{Outcome, outcomes};
use super::pain_points::{PainPoints, pain_points, pain_points_by};
use super::search::{ReadSearch, SearchResults};
use super::selection::{Selection, selected};
use super::sides;
use super::trends::{Trends, trends};
use crate::question::{Question, SearchQuestion};
use crate::search::Index;
use crate::study::{Analysis, Quote, Study, reference};
use crate::themes::ThemeId;

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Answer {
    /// What changed.
    Change(Box<Comparison>),
    /// What separates two sides.
    Contrast(Box<Contrast>),
    /// Which segments are worse off.
    Hotspots(Box<Hotspots>),
    /// Whether it goes with what became of customers.
    Outcomes {
        /// Each outcome that was looked at.
        outcomes: Vec<Outcome>,
    },
    /// Which themes move the rating, taken together.
    Drivers(Box<JointEffects>),
    /// What people in interviews struggle with.
    PainPoints(Box<PainPoints>),
    /// How score, groups and themes went.
    Trends(Box<Trends>),
    /// What is said of a theme.
    Theme(Box<ThemeAnswer>),
    /// What was found.
    Search(SearchAnswer),
    /// What somebody says.
    #[serde(rename = "said")]
    Passage {
        /// It.
        quote: Box<Quote>,
    },
    /// What somebody says in an interview.
    Interview(VoiceSummary),
    /// What a customer's people say.
    Account(VoiceSummary),
}

/// What is said of a theme. Whose theme it is and what it weighs stand in the
/// brief, under its id.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeAnswer {
    /// Its id now.
    pub id: String,
    /// Its name now.
    pub label: String,
    /// The number that was asked for, where that theme became part of this one
    /// since.
    pub was: Option<String>,
    /// Only those of these answers, and how many of them voice it.
    pub among: Option<(String, u64)>,
    /// Some of what is said.
    pub quotes: Vec<Quote>,
}

/// What a search finds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchAnswer {
    /// What was asked.
    pub query: String,
    /// How many texts answer it by their words.
    pub total: usize,
    /// How many say it in other words.
    pub similar: usize,
    /// The best of them.
    pub quotes: Vec<Quote>,
}

/// Whoever can look into the texts of a study.
pub trait Searcher {
    /// Returns what answers a question, with the hits from the first number on,
    /// at least the second of them where there are.
    fn find(&self, question: &SearchQuestion, page: (usize, usize))
    -> Result<SearchResults, Error>;
}

/// Where there is no index, nothing is found.
pub struct NoIndex;

impl Searcher for NoIndex {
    fn find(&self, _: &SearchQuestion, _: (usize, usize)) -> Result<SearchResults, Error> {
        Err(Error::Search {
            problem: "there is no index to search".into(),
        })
    }
}

/// Looks into the texts of a study on disk; the index is opened by the first
/// question that needs it.
pub struct StudySearcher<'a> {
    study: &'a Study,
    analysis: &'a Analysis,
    index: OnceCell<Result<Index, String>>,
}

impl<'a> StudySearcher<'a> {
    /// Opens nothing yet.
    pub fn new(study: &'a Study, analysis: &'a Analysis) -> Self {
        Self {
            study,
            analysis,
            index: OnceCell::new(),
        }
    }
}

impl Searcher for StudySearcher<'_> {
    fn find(
        &self,
        question: &SearchQuestion,
        page: (usize, usize),
    ) -> Result<SearchResults, Error> {
        let (corpus, codebook) = (&self.analysis.corpus, &self.analysis.codebook);
        let open = || {
            self.study
                .index_by_meaning(corpus)
                .map_err(|error| error.to_string())
        };
        let index = self.index.get_or_init(open).as_ref();
        let index = index.map_err(|problem| Error::Search {
            problem: problem.clone(),
        })?;
        let failed = |error: &dyn std::error::Error| Error::Search {
            problem: error.to_string(),
        };
        let like = question.like.as_deref();
        let like = like.map(|written| reference::like(corpus, codebook, written));
        let like = like.transpose().map_err(|error| failed(&error))?;
        let mut read = ReadSearch::parse(question, like).map_err(|error| failed(&error))?;
        if let Some(among) = &question.among {
            read = read.among(&selected(Some(among), self.analysis)?);
        }
        read.find(index, page).map_err(|error| failed(&error))
    }
}

/// Quotes of an answer that has many.
const QUOTES: usize = 3;

impl Question {
    /// Answers it from an analysis.
    pub fn answer(&self, ledger: &Ledger<'_>, searcher: &dyn Searcher) -> Result<Answer, Error> {
        let analysis = ledger.analysis;
        Ok(match self {
            Self::Change { from, to } => {
                let [from, to] = sides::between(from.as_deref(), to.as_deref(), analysis)?;
                Answer::Change(Box::new(compare(ledger, &from, &to)?))
            }
            Self::Contrast {
                first,
                second,
                within,
                among,
            } => {
                let within = within.as_deref().map(|id| ledger.find(id)).transpose()?;
                let among = among.as_deref();
                Answer::Contrast(Box::new(contrast_of(
                    ledger,
                    [first, second],
                    among,
                    within,
                )?))
            }
            Self::Hotspots { by, among, least } => {
                let among = selected(among.as_deref(), analysis)?;
                let least = least.unwrap_or(hotspots::LEAST);
                Answer::Hotspots(Box::new(hotspots::search(ledger, &among, by, least)?))
            }
            Self::Outcomes { outcome, among } => {
                let among = selected(among.as_deref(), analysis)?;
                let outcomes = outcomes(ledger, &among, outcome.as_deref())?;
                Answer::Outcomes { outcomes }
            }
            Self::Drivers { among } => {
                let among = selected(among.as_deref(), analysis)?;
                if among.by_rating {
                    return Err(Error::ChosenByRating { among: among.name });
                }
                let found = joint_effects(ledger, &among.responses);
                Answer::Drivers(Box::new(found.ok_or(Error::NoDrivers)?))
            }
            Self::PainPoints { by } => Answer::PainPoints(Box::new(match by {
                Some(attribute) => pain_points_by(ledger, attribute)?,
                None => pain_points(ledger),
            })),
            Self::Trends { by, among } => {
                Answer::Trends(Box::new(trends(ledger, *by, among.as_deref())?))
            }
            Self::Theme { theme, among } => {
                Answer::Theme(Box::new(of_theme(ledger, *theme, among.as_deref())?))
            }
            Self::Search(question) => {
                let found = searcher.find(question, (0, QUOTES))?;
                let best = found.page(0, QUOTES).iter();
                Answer::Search(SearchAnswer {
                    query: question.query.clone(),
                    total: found.total,
                    similar: found.similar,
                    quotes: best.map(|hit| analysis.quote(hit.place)).collect(),
                })
            }
            Self::Passage { at } => {
                let found = reference::find(&analysis.corpus, &analysis.codebook, at);
                let place = match found[..] {
                    [(document, span)] => analysis.corpus.place(document, span),
                    _ => None,
                };
                let gone = || Error::Gone {
                    what: "the passage".into(),
                    near: None,
                };
                Answer::Passage {
                    quote: Box::new(analysis.quote(place.ok_or_else(gone)?)),
                }
            }
            Self::Interview { source } => Answer::Interview(interview_summary(ledger, source)?),
            Self::Account { name } => Answer::Account(account_summary(ledger, name)?),
        })
    }
}

/// Returns what is said of a theme, or of the one it became part of. The theme
/// must be at the level of detail of the analysis.
fn of_theme(
    ledger: &Ledger<'_>,
    wanted: ThemeId,
    among: Option<&str>,
) -> Result<ThemeAnswer, Error> {
    let analysis = ledger.analysis;
    let id = wanted.current(&analysis.codebook);
    let at = ledger.find(&id.to_string()).map_err(|_| Error::Gone {
        what: format!("theme {wanted}"),
        near: None,
    })?;
    let finding = ledger.finding(at);
    if finding.theme.standing.parked {
        return Err(Error::SetAside {
            theme: finding.theme.name.clone(),
        });
    }
    let among = among
        .map(|text| Selection::parse(text, analysis))
        .transpose()?;
    let quotes = if let Some(among) = &among {
        ledger.quotes(at, &among.responses, QUOTES)
    } else {
        let best = finding.quotes.iter().take(QUOTES);
        let places = best.map(|&passage| analysis.passages.all[passage].place);
        places.map(|place| analysis.quote(place)).collect()
    };
    Ok(ThemeAnswer {
        id: id.to_string(),
        label: finding.theme.name.clone(),
        was: (wanted != id).then(|| wanted.to_string()),
        quotes,
        among: among.map(|among| {
            let voiced = ledger.voicing(at, &among.responses);
            (among.name, voiced.len() as u64)
        }),
    })
}
