//! What people noted while they explored, and what it shows now.
//!
//! Takes views that were kept; gives for each what its address shows in the
//! study as it is: nothing of it is remembered but the address. What is no
//! longer there is said to be gone.

use serde::Serialize;

use super::brief::{Brief, ThemeSummary};
use super::sentences;
use crate::feedback::Place;
use crate::inquiry::compare::{Comparison, compare};
use crate::inquiry::contrast::{Contrast, contrast};
use crate::inquiry::hotspots::{self, Hotspots};
use crate::inquiry::{self, Ledger, Selection, selected, sides};
use crate::nps::score::Counts;
use crate::search::Hits;
use crate::study::reference;
use crate::study::saved_views::{SavedView, ShownPage};
use crate::study::{Analysis, Quote};
use crate::themes::{Codebook, Detail, Request, ThemeId};

/// A view that belongs to the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownView {
    /// What somebody called it.
    pub name: String,
    /// The page it was.
    pub address: String,
    /// When it was kept (RFC 3339).
    pub at: String,
    /// By whom.
    pub who: String,
    /// What they said of it.
    pub note: Option<String>,
    /// What it shows now.
    pub shows: Now,
}

/// What a view shows now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Now {
    /// A theme.
    Theme(Box<OfTheme>),
    /// What changed.
    Change(Box<Comparison>),
    /// What separates two sides.
    Contrast(Box<Contrast>),
    /// Where it is bad.
    Hotspots(Box<Hotspots>),
    /// What was found.
    Search(SearchSummary),
    /// A passage.
    Said {
        /// The passage.
        quote: Quote,
    },
    /// An interview.
    Interview(VoiceSummary),
    /// A customer.
    Account(VoiceSummary),
    /// It is not there any more.
    Gone {
        /// Why, in a sentence.
        why: String,
    },
    /// A page that says too much to repeat.
    Page,
}

/// A theme, as a view shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfTheme {
    /// Its id now.
    pub id: String,
    /// Its name now.
    pub label: String,
    /// The number that the view asked for, where that theme became part of
    /// this one since.
    pub was: Option<String>,
    /// Who says it, in a sentence.
    pub standing: String,
    /// What it weighs, in a sentence.
    pub weight: String,
    /// Only those of these answers, and how many of them voice it.
    pub among: Option<(String, u64)>,
    /// Some of what is said.
    pub quotes: Vec<Quote>,
}

/// What a search finds now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchSummary {
    /// What was asked.
    pub query: String,
    /// How many texts answer it by their words.
    pub total: usize,
    /// How many say it in other words.
    pub similar: usize,
    /// The best of them.
    pub quotes: Vec<Quote>,
}

/// What one interview, or the people of one customer, say now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoiceSummary {
    /// Who.
    pub name: String,
    /// Answers to surveys.
    pub answers: u64,
    /// Their ratings.
    pub ratings: Counts,
    /// Interviews.
    pub interviews: u64,
    /// The themes they voice, by name.
    pub themes: Vec<String>,
    /// Some of what they say.
    pub quotes: Vec<Quote>,
}

/// Quotes shown of a view.
const QUOTES: usize = 3;

/// Returns what the views of the report show now. `search` asks the index;
/// `None` where there is none.
pub fn recalled(
    views: &[SavedView],
    analysis: &Analysis,
    brief: &Brief,
    search: &dyn Fn(&str, bool) -> Option<Hits>,
) -> Vec<ShownView> {
    let ledger = Ledger::of(analysis);
    let recall = Recall {
        ledger: &ledger,
        brief,
        search,
    };
    let wanted = views.iter().filter(|view| view.in_report);
    let noted = wanted.map(|view| ShownView {
        name: view.name.clone(),
        address: view.address.clone(),
        at: view.at.clone(),
        who: view.who.clone(),
        note: view.note.clone(),
        shows: recall.now(&view.address),
    });
    noted.collect()
}

/// What views are looked up in.
struct Recall<'a> {
    ledger: &'a Ledger<'a>,
    brief: &'a Brief,
    search: &'a dyn Fn(&str, bool) -> Option<Hits>,
}

/// Why a view shows nothing.
struct Gone(String);

impl From<inquiry::Error> for Gone {
    fn from(error: inquiry::Error) -> Self {
        Self(format!("Not there any more: {error}."))
    }
}

impl Recall<'_> {
    fn now(&self, address: &str) -> Now {
        let Ok(shown) = ShownPage::at(address) else {
            return Now::Gone {
                why: "No page of the study has this address any more.".into(),
            };
        };
        let now = self.shown(shown);
        now.unwrap_or_else(|Gone(why)| Now::Gone { why })
    }

    fn shown(&self, shown: ShownPage) -> Result<Now, Gone> {
        let analysis = self.ledger.analysis;
        Ok(match shown {
            ShownPage::Theme { theme, among } => self.theme(theme, among.as_deref())?,
            ShownPage::Change { from, to } => {
                let [from, to] = sides::between(from.as_deref(), to.as_deref(), analysis)?;
                Now::Change(Box::new(compare(self.ledger, &from, &to)?))
            }
            ShownPage::Contrast {
                first,
                second,
                within,
                among,
            } => {
                let sides = sides::apart([&first, &second], among.as_deref(), analysis)?;
                let within = within.map(|id| self.ledger.find(&id)).transpose()?;
                let found = contrast(self.ledger, &[sides], within)?;
                found
                    .into_iter()
                    .next()
                    .map_or(Now::Page, |one| Now::Contrast(Box::new(one)))
            }
            ShownPage::Hotspots { by, among } => {
                let among = selected(among.as_deref(), analysis)?;
                let found = hotspots::search(self.ledger, &among, &by, hotspots::LEAST)?;
                Now::Hotspots(Box::new(found))
            }
            ShownPage::Search { query, exact } => self.found(query, exact),
            ShownPage::Said { quote } => self.said(&quote)?,
            ShownPage::Interviews { source: Some(name) } => self.interview(&name)?,
            ShownPage::Accounts { name: Some(name) } => self.account(&name)?,
            ShownPage::Themes { .. }
            | ShownPage::Map
            | ShownPage::Interviews { source: None }
            | ShownPage::Accounts { name: None }
            | ShownPage::History => Now::Page,
        })
    }

    fn theme(&self, wanted: ThemeId, among: Option<&str>) -> Result<Now, Gone> {
        let id = now(wanted, &self.ledger.analysis.codebook);
        let grain = match id {
            ThemeId::Broad(_) => Detail::Broad,
            ThemeId::Theme(_) => Detail::Default,
            ThemeId::Part(..) => Detail::Fine,
        };
        if grain == self.ledger.analysis.grain {
            return of_theme(self.ledger, self.brief, [wanted, id], among);
        }
        let analysis = self.ledger.analysis.clone().at(grain);
        let brief = Brief::of(&analysis);
        of_theme(&Ledger::of(&analysis), &brief, [wanted, id], among)
    }

    fn found(&self, query: String, exact: bool) -> Now {
        let Some(hits) = (self.search)(&query, exact) else {
            return Now::Page;
        };
        let shown = hits.hits.iter().take(QUOTES);
        Now::Search(SearchSummary {
            query,
            total: hits.total,
            similar: hits.similar,
            quotes: shown
                .map(|hit| self.ledger.analysis.quote(hit.place))
                .collect(),
        })
    }

    fn said(&self, wanted: &str) -> Result<Now, Gone> {
        let analysis = self.ledger.analysis;
        let found = reference::find(&analysis.corpus, &analysis.codebook, wanted);
        let place = match found[..] {
            [(document, span)] => analysis.corpus.place(document, span),
            _ => None,
        };
        let gone = || Gone("The passage is not in the study any more.".into());
        Ok(Now::Said {
            quote: analysis.quote(place.ok_or_else(gone)?),
        })
    }

    fn interview(&self, name: &str) -> Result<Now, Gone> {
        let analysis = self.ledger.analysis;
        let interviews = analysis.corpus.interviews.iter();
        let at = interviews
            .clone()
            .position(|interview| interview.source == name);
        let Some(at) = at else {
            return Err(Gone(format!(
                "The interview `{name}` is not in the study any more."
            )));
        };
        let inside =
            |place: Place| matches!(place, Place::Turn { interview, .. } if interview == at);
        let voiced = |of: usize| analysis.findings[of].interviews.binary_search(&at).is_ok();
        Ok(Now::Interview(VoiceSummary {
            name: name.to_owned(),
            answers: 0,
            ratings: Counts::default(),
            interviews: 1,
            themes: self.labels(voiced),
            quotes: self.quoted(inside),
        }))
    }

    fn account(&self, name: &str) -> Result<Now, Gone> {
        let analysis = self.ledger.analysis;
        let same = |account: Option<&str>| {
            let account = account.map(|account| account.trim().to_lowercase());
            account == Some(name.trim().to_lowercase())
        };
        let responses = &analysis.corpus.responses;
        let answered: Vec<usize> = (0..responses.len())
            .filter(|&r| same(responses[r].account.as_deref()))
            .collect();
        let interviews = &analysis.corpus.interviews;
        let heard: Vec<usize> = (0..interviews.len())
            .filter(|&i| same(interviews[i].account.as_deref()))
            .collect();
        if answered.is_empty() && heard.is_empty() {
            return Err(Gone(format!(
                "Nobody of `{name}` is in the study any more."
            )));
        }
        let inside = |place: Place| match place {
            Place::Comment { response, .. } => answered.binary_search(&response).is_ok(),
            Place::Turn { interview, .. } => heard.binary_search(&interview).is_ok(),
        };
        let voiced = |of: usize| {
            let spoken = &analysis.findings[of].interviews;
            answered.iter().any(|&r| self.ledger.voices(r, of))
                || heard
                    .iter()
                    .any(|interview| spoken.binary_search(interview).is_ok())
        };
        let ratings = answered.iter().filter_map(|&r| responses[r].rating);
        Ok(Now::Account(VoiceSummary {
            name: name.to_owned(),
            answers: answered.len() as u64,
            ratings: ratings.map(crate::feedback::Rating::group).collect(),
            interviews: heard.len() as u64,
            themes: self.labels(voiced),
            quotes: self.quoted(inside),
        }))
    }

    /// Returns the names of the themes in sight that are voiced.
    fn labels(&self, voiced: impl Fn(usize) -> bool) -> Vec<String> {
        let themes = self.ledger.themes().into_iter().filter(|&of| voiced(of));
        let findings = &self.ledger.analysis.findings;
        themes.map(|of| findings[of].theme.name.clone()).collect()
    }

    /// Returns the best passages of themes at some places.
    fn quoted(&self, inside: impl Fn(Place) -> bool) -> Vec<Quote> {
        let analysis = self.ledger.analysis;
        let themes = self.ledger.themes().into_iter();
        let passages = themes.flat_map(|of| analysis.findings[of].passages.iter().copied());
        let mut passages: Vec<usize> = passages
            .filter(|&passage| inside(analysis.passages.all[passage].place))
            .collect();
        passages.sort_unstable();
        passages.dedup();
        let chosen = analysis.quoted(&passages, QUOTES);
        let places = chosen.iter().map(|&of| analysis.passages.all[of].place);
        places.map(|place| analysis.quote(place)).collect()
    }
}

/// Returns the theme that a theme became part of, else itself.
fn now(wanted: ThemeId, codebook: &Codebook) -> ThemeId {
    let ThemeId::Theme(mut theme) = wanted else {
        return wanted;
    };
    for entry in codebook.holding() {
        if let Request::Merge { into, from } = &entry.request
            && from.contains(&theme)
        {
            theme = *into;
        }
    }
    ThemeId::Theme(theme)
}

fn of_theme(
    ledger: &Ledger<'_>,
    brief: &Brief,
    [wanted, id]: [ThemeId; 2],
    among: Option<&str>,
) -> Result<Now, Gone> {
    let written = id.to_string();
    if let Some(parked) = brief.parked.iter().find(|theme| theme.id == written) {
        return Err(Gone(format!("“{}” was set aside since.", parked.label)));
    }
    let gone = || Gone(format!("There is no theme {wanted} any more."));
    let told = brief
        .themes
        .iter()
        .find(|theme| theme.id == written)
        .ok_or_else(gone)?;
    let mut findings = ledger.analysis.findings.iter();
    let at = findings
        .position(|finding| finding.theme.id == id)
        .ok_or_else(gone)?;
    let among = among
        .map(|text| Selection::parse(text, ledger.analysis))
        .transpose()?;
    Ok(Now::Theme(Box::new(OfTheme {
        id: written,
        label: told.label.clone(),
        was: (wanted != id).then(|| wanted.to_string()),
        standing: sentences::standing(told),
        weight: sentences::weight(told, &brief.scale),
        quotes: quotes(ledger, told, at, among.as_ref()),
        among: among.map(|among| {
            let voiced = ledger.voicing(at, &among.responses);
            (among.name, voiced.len() as u64)
        }),
    })))
}

fn quotes(
    ledger: &Ledger<'_>,
    told: &ThemeSummary,
    at: usize,
    among: Option<&Selection>,
) -> Vec<Quote> {
    match among {
        Some(among) => ledger.quotes(at, &among.responses, QUOTES),
        None => told.quotes.iter().take(QUOTES).cloned().collect(),
    }
}
