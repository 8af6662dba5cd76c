//! Everything that was said, in one place and one order.
//!
//! Files that `ingest` has read arrive; a [`Corpus`] leaves: the answers,
//! conversations and accounts to mine, in an order that depends on what they
//! say and not on when they were added. [`Store`] keeps them on disk (SQLite)
//! and is the only truth; the search index and the themes are rebuilt from it.

mod account_names;
mod adding;
mod corrections;
mod decision_log;
mod digests;
mod domains;
mod files;
mod forgetting;
mod joining;
mod register;
mod repeats;
mod speaker_lines;
mod store;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use arcstr::ArcStr;

use crate::feedback::{
    Account, Contact, Document, Excerpt, Interview, Place, Response, Scale, Span,
};
use crate::ingest::{Content, Intake, Skip};

use files::kind_and_note;

pub use adding::Added;
pub use corrections::{Correction, SpeakerPart, StoredCorrection};
pub use decision_log::StoredDecision;
pub use files::{File, FileKind, bare_name, display_names};
pub use forgetting::{Forgotten, PersonTraces};
pub use joining::{AccountLink, FieldConflict, JoinedBy, Joining, ProposedLink, kept_under};
pub use register::RegisterEntry;
pub use repeats::Repeat;
pub use speaker_lines::turns_by_names;
pub use store::{Error, Store};

/// What all files together say.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The files, by name.
    pub files: Vec<File>,
    /// What the ratings are on.
    pub scale: Scale,
    /// The answers, by file and record.
    pub responses: Vec<Response>,
    /// The conversations, by file.
    pub interviews: Vec<Interview>,
    /// The customers, by name.
    pub accounts: Vec<Account>,
    /// People at them, from tables of people.
    pub contacts: Vec<Contact>,
    /// Which names a person said are one customer's.
    pub links: Vec<AccountLink>,
    /// How answers and tables were joined.
    pub joining: Joining,
    /// Rows that could not be read.
    pub skips: Vec<Skip>,
    /// Answers set aside because they are counted already.
    pub repeats: Vec<Repeat>,
    /// A digest of all of it, by which what is built from it knows whether it
    /// is stale; empty where there is no study.
    pub stamp: String,
}

impl Corpus {
    /// Returns the open questions of surveys that ask several, by name.
    pub fn questions(&self) -> BTreeSet<&str> {
        let answers = self.responses.iter().flat_map(|of| &of.questions);
        answers.map(|answer| answer.question.as_str()).collect()
    }

    /// Returns the words of a document.
    pub fn text(&self, document: Document) -> &str {
        match document {
            Document::Comment(at) => self.responses[at].comment.as_deref().unwrap_or_default(),
            Document::Interview(at) => &self.interviews[at].text,
        }
    }

    /// Returns the file a document is in, and its record where there are several.
    pub fn origin(&self, document: Document) -> (&str, Option<String>) {
        match document {
            Document::Comment(at) => {
                let response = &self.responses[at];
                (&response.source, Some(response.record()))
            }
            Document::Interview(at) => (&self.interviews[at].source, None),
        }
    }

    /// Returns the documents with anything in them: comments, then interviews.
    pub fn documents(&self) -> impl Iterator<Item = Document> {
        let comments = self.responses.iter().enumerate();
        let comments = comments.filter(|(_, response)| response.has_words());
        let interviews = (0..self.interviews.len()).map(Document::Interview);
        comments
            .map(|(at, _)| Document::Comment(at))
            .chain(interviews)
    }

    /// Returns where a stretch of a document stands: in the turn that most of it
    /// is in, or, where it is in none, in the next.
    pub fn place(&self, document: Document, span: Span) -> Option<Place> {
        let interview = match document {
            Document::Comment(response) => return Some(Place::Comment { response, span }),
            Document::Interview(interview) => interview,
        };
        let turns = &self.interviews[interview].turns;
        let most = (0..turns.len())
            .rev()
            .filter(|&turn| turns[turn].span.overlap(span) > 0)
            .max_by_key(|&turn| turns[turn].span.overlap(span));
        let next = || turns.iter().position(|turn| turn.span.end > span.start);
        let turn = most.or_else(next).or(turns.len().checked_sub(1))?;
        Some(Place::Turn {
            interview,
            turn,
            span,
        })
    }

    /// Returns the whole comment or turn that a place is in.
    pub fn whole(&self, place: Place) -> Span {
        match place {
            Place::Comment { .. } => Span::new(0, self.text(place.document()).len()),
            Place::Turn {
                interview, turn, ..
            } => self.interviews[interview].turns[turn].span,
        }
    }

    /// Returns a stretch of a document as a person points at it.
    pub fn excerpt(&self, document: Document, span: Span) -> Excerpt {
        let (source, record) = self.origin(document);
        let text = self.text(document);
        let (start, end) = span.in_characters(text);
        Excerpt {
            source: source.to_owned(),
            record,
            start,
            end,
            text: span.slice(text).to_owned(),
        }
    }

    /// Gathers files without a study. They are read on one scale.
    pub fn from_intakes(intakes: Vec<Intake>) -> Self {
        let rated = intakes.iter().find_map(Intake::rated_scale);
        let scale = rated.or_else(|| intakes.iter().find_map(Intake::scale));
        let mut corpus = Self {
            scale: scale.cloned().unwrap_or_default(),
            ..Self::default()
        };
        for intake in intakes {
            let (kind, note) = kind_and_note(&intake.content);
            let name = intake.name;
            corpus.files.push(File {
                name: name.clone(),
                kind,
                digest: intake.digest,
                note,
            });
            let mut skips = Vec::new();
            match intake.content {
                Content::Survey(survey) => {
                    let source = ArcStr::from(&name);
                    let responses = survey.responses.into_iter();
                    corpus.responses.extend(responses.map(|response| Response {
                        source: source.clone(),
                        ..response
                    }));
                    skips = survey.skips;
                }
                Content::Interview(interview) => corpus.interviews.push(Interview {
                    source: name.clone(),
                    ..interview
                }),
                Content::Accounts(table) => {
                    let from = |mut account: Account| {
                        let fields = account.attributes.keys();
                        account.sources = fields
                            .map(|field| (field.to_string(), name.clone()))
                            .collect();
                        account
                    };
                    corpus.accounts.extend(table.accounts.into_iter().map(from));
                    corpus
                        .contacts
                        .extend(table.people.into_iter().map(|contact| Contact {
                            source: name.clone(),
                            ..contact
                        }));
                    skips = table.skips;
                }
            }
            corpus.skips.extend(skips.into_iter().map(|skip| Skip {
                source: name.clone(),
                ..skip
            }));
        }
        corpus.canonical()
    }

    /// Returns whether each wave has a date, so that their order is known.
    pub fn is_dated(&self) -> bool {
        let dated: HashSet<&str> = self
            .responses
            .iter()
            .filter(|response| response.date.is_some())
            .map(|response| response.wave.as_str())
            .collect();
        self.responses
            .iter()
            .all(|response| dated.contains(response.wave.as_str()))
    }

    /// Returns the waves, in the order of time where all have dates, else by name.
    pub fn waves(&self) -> Vec<String> {
        let mut first: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for response in &self.responses {
            let date = response.date.as_deref();
            let earliest = first.entry(&response.wave).or_insert(date);
            *earliest = match (*earliest, date) {
                (Some(before), Some(date)) => Some(before.min(date)),
                (before, date) => before.or(date),
            };
        }
        let mut waves: Vec<_> = first.into_iter().collect();
        if waves.iter().all(|(_, date)| date.is_some()) {
            waves.sort_by_key(|&(wave, date)| (date, wave));
        }
        waves.into_iter().map(|(wave, _)| wave.to_owned()).collect()
    }

    /// Returns the answers in which each person speaks for themselves now: the
    /// latest of each person, and every anonymous one. Positions, ascending.
    pub fn latest(&self) -> Vec<usize> {
        let rank: HashMap<String, usize> = self
            .waves()
            .into_iter()
            .enumerate()
            .map(|(rank, wave)| (wave, rank))
            .collect();
        let mut latest: HashMap<String, usize> = HashMap::new();
        let mut kept = Vec::new();
        for (index, response) in self.responses.iter().enumerate() {
            let Some(person) = response.person.key() else {
                kept.push(index);
                continue;
            };
            let age = |index: usize| {
                let response: &Response = &self.responses[index];
                (rank[response.wave.as_str()], &response.date, index)
            };
            let newest = latest.entry(person).or_insert(index);
            if age(index) > age(*newest) {
                *newest = index;
            }
        }
        kept.extend(latest.into_values());
        kept.sort_unstable();
        kept
    }

    /// Returns accounts that are named in answers or conversations.
    pub fn accounts_with_answers(&self) -> HashSet<&str> {
        let responses = self.responses.iter().filter_map(|r| r.account.as_deref());
        let interviews = self.interviews.iter().filter_map(|i| i.account.as_deref());
        responses.chain(interviews).collect()
    }
}
