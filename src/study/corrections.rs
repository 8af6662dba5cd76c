//! What people put right in how interviews were read: checked, written down,
//! taken back.

use super::decisions::Signature;
use super::error::Error;
use super::folder::Study;
use crate::corpus::{Corpus, Correction, SpeakerPart, StoredCorrection, turns_by_names};
use crate::feedback::{Interview, Person, SpeakerRole, Turn};
use crate::ingest::a_day;

/// What one may ask for, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CorrectionRequest {
    Merge {
        from: String,
        into: String,
    },
    Rename {
        from: String,
        into: String,
    },
    Split {
        names: Vec<String>,
        asking: Vec<String>,
    },
    Part {
        speaker: String,
        part: SpeakerPart,
    },
    Link {
        to: String,
    },
    Account {
        name: String,
    },
    Date {
        day: String,
    },
}

impl Study {
    /// Returns what was corrected, in the order it was.
    pub fn corrections(&self) -> Result<Vec<StoredCorrection>, Error> {
        Ok(self.stored().corrections()?)
    }

    /// Corrects how an interview was read; returns what was written down.
    pub fn correct(
        &mut self,
        file: &str,
        wish: &CorrectionRequest,
        by: &Signature,
    ) -> Result<StoredCorrection, Error> {
        let corpus = self.corpus()?;
        let interview = interview(&corpus, file)?;
        let corrected = StoredCorrection {
            number: self.corrections()?.len() as u32 + 1,
            source: interview.source.clone(),
            at: by.at.clone(),
            who: by.who.clone(),
            correction: correction(&corpus, interview, wish)?,
            undone: false,
        };
        self.store().correct(&corrected)?;
        Ok(corrected)
    }

    /// Returns the whole names of interviews' files, given also without their endings.
    pub fn interview_files(&self, files: &[String]) -> Result<Vec<String>, Error> {
        let corpus = self.corpus()?;
        let found = files.iter().map(|file| interview(&corpus, file));
        found.map(|of| Ok(of?.source.clone())).collect()
    }

    /// Takes back the last correction that holds; returns it.
    pub fn uncorrect(&mut self) -> Result<StoredCorrection, Error> {
        let corrections = self.corrections()?;
        let last = corrections.into_iter().rfind(|of| !of.undone);
        let mut last = last.ok_or(Error::NothingCorrected)?;
        last.undone = true;
        self.store().correct(&last)?;
        Ok(last)
    }
}

/// Finds an interview by the name of its file, also without its ending.
fn interview<'a>(corpus: &'a Corpus, file: &str) -> Result<&'a Interview, Error> {
    let file = file.trim_end_matches('/');
    let ends = |source: &str| {
        let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem);
        source == file || stem == file || file.ends_with(&format!("/{source}"))
    };
    let exact = corpus.interviews.iter().find(|of| of.source == file);
    let mut fitting = corpus.interviews.iter().filter(|of| ends(&of.source));
    let only = fitting.next().filter(|_| fitting.next().is_none());
    exact.or(only).ok_or_else(|| Error::NoInterview {
        wanted: file.to_owned(),
        known: corpus
            .interviews
            .iter()
            .map(|of| of.source.clone())
            .collect(),
    })
}

fn correction(
    corpus: &Corpus,
    interview: &Interview,
    wish: &CorrectionRequest,
) -> Result<Correction, Error> {
    Ok(match wish.clone() {
        CorrectionRequest::Merge { from, into } => {
            let (from, into) = (speaker(interview, &from)?, speaker(interview, &into)?);
            if from == into {
                return Err(Error::OneSpeaker { name: from });
            }
            Correction::Merge { from, into }
        }
        CorrectionRequest::Rename { from, into } => {
            let (from, into) = (speaker(interview, &from)?, into.trim().to_owned());
            if into.is_empty() {
                return Err(Error::NoSpeakerName);
            }
            let is_other = |turn: &Turn| turn.speaker.as_deref() == Some(&*into);
            if from != into && interview.turns.iter().any(is_other) {
                return Err(Error::OneSpeaker { name: into });
            }
            Correction::Rename { from, into }
        }
        CorrectionRequest::Split { names, asking } => split(interview, &names, &asking)?,
        CorrectionRequest::Part {
            speaker: name,
            part,
        } => Correction::Part {
            speaker: speaker(interview, &name)?,
            part,
        },
        CorrectionRequest::Link { to } => Correction::Link {
            person: person(corpus, &to)?,
        },
        CorrectionRequest::Account { name } => Correction::Account {
            name: account(corpus, name.trim()),
        },
        CorrectionRequest::Date { day } => Correction::Date {
            day: a_day(&day).ok_or(Error::NoDay { wanted: day })?,
        },
    })
}

/// Returns how an interview is cut by names; each must begin a line.
fn split(interview: &Interview, names: &[String], asking: &[String]) -> Result<Correction, Error> {
    let trimmed = |names: &[String]| -> Vec<String> {
        let names = names.iter().map(|name| name.trim().to_owned());
        names.filter(|name| !name.is_empty()).collect()
    };
    let asking = trimmed(asking);
    let mut names = trimmed(names);
    names.extend(asking.clone());
    names.sort();
    names.dedup();
    if names.is_empty() {
        return Err(Error::NoSpeakerName);
    }
    for name in &names {
        let only = std::slice::from_ref(name);
        if turns_by_names(interview, only, |_| SpeakerRole::Participant).is_none() {
            return Err(Error::NoSuchLine {
                name: name.clone(),
                file: interview.source.clone(),
            });
        }
    }
    Ok(Correction::Split { names, asking })
}

/// Returns a speaker's name as it stands in the file; case matters only where
/// two names differ in nothing else.
fn speaker(interview: &Interview, wanted: &str) -> Result<String, Error> {
    let mut names: Vec<&str> = Vec::new();
    let turns = interview.turns.iter();
    for name in turns.filter_map(|turn| turn.speaker.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let wanted = wanted.trim();
    let alike = |name: &&str| name.to_lowercase() == wanted.to_lowercase();
    let alike: Vec<&str> = names.iter().copied().filter(alike).collect();
    match (names.contains(&wanted), &alike[..]) {
        (true, _) => Ok(wanted.to_owned()),
        (false, [name]) => Ok((*name).to_owned()),
        _ => Err(Error::NoSpeaker {
            wanted: wanted.to_owned(),
            file: interview.source.clone(),
            known: names.into_iter().map(str::to_owned).collect(),
        }),
    }
}

/// Finds who answered by an address, or by a name that only one has.
fn person(corpus: &Corpus, wanted: &str) -> Result<Person, Error> {
    let wanted = wanted.trim();
    let is = |own: Option<&str>| {
        own.is_some_and(|own| own.trim().to_lowercase() == wanted.to_lowercase())
    };
    let mut found: Vec<&Person> = Vec::new();
    for response in &corpus.responses {
        let person = &response.person;
        let fits = is(person.email.as_deref()) || is(person.name.as_deref());
        if fits && !found.iter().any(|known| known.key() == person.key()) {
            found.push(person);
        }
    }
    match &found[..] {
        [person] => Ok((*person).clone()),
        [] => Err(Error::NoPerson {
            wanted: wanted.to_owned(),
        }),
        several => Err(Error::SeveralPeople {
            wanted: wanted.to_owned(),
            found: several.iter().filter_map(|person| person.key()).collect(),
        }),
    }
}

/// Returns an account's name as the corpus writes it, where it knows it.
fn account(corpus: &Corpus, wanted: &str) -> String {
    let heard = corpus
        .responses
        .iter()
        .filter_map(|of| of.account.as_deref());
    let mut known = corpus.accounts.iter().map(|of| &of.name[..]).chain(heard);
    let known = known.find(|name| name.trim().to_lowercase() == wanted.to_lowercase());
    known.unwrap_or(wanted).to_owned()
}
