//! Takes somebody out of a study: their answers and interviews, what was noted
//! of them, the index and vectors made of it, and themes found with it.

use std::collections::BTreeSet;

use super::analysis::Analysis;
use super::decisions::Signature;
use super::error::Error;
use super::folder::Study;
use super::map::ANALYSIS;
use super::people::People;
use super::refresh::{Past, Renewal};
use crate::corpus::{Corpus, Forgotten, PersonTraces};
use crate::feedback::Person;
use crate::text::normal;

/// Folders that hold what was made of what was said.
const MADE: [&str; 3] = ["search", ANALYSIS, "vectors"];

impl Study {
    /// Finds what a study holds of somebody, by an address or a name.
    pub fn traces(&self, wanted: &str) -> Result<PersonTraces, Error> {
        traces(&self.corpus()?, wanted)
    }

    /// Takes somebody out for good, and finds the themes anew; those that are
    /// found again keep their numbers.
    pub fn forget(&mut self, traces: &PersonTraces, by: &Signature) -> Result<Forgotten, Error> {
        let mut memory = self.memory()?;
        let forgotten = self.store().forget(traces, &by.at, &by.who)?;
        for folder in MADE {
            let path = self.dir().join(folder);
            match std::fs::remove_dir_all(&path) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::Folder {
                        path,
                        verb: "removed",
                        source,
                    });
                }
                _ => {}
            }
        }
        let corpus = self.corpus()?;
        if let Some(memory) = &mut memory {
            let own: Vec<String> = traces.texts.iter().map(|text| normal(text)).collect();
            let own = |name: &str| own.iter().any(|text| text.contains(name));
            memory.forget_names(|name| {
                let name = normal(name);
                own(&name) && !is_said(&corpus, &name)
            });
        }
        let past = Past {
            memory,
            codebook: self.codebook()?,
            renewal: Renewal::Afresh,
            lasting: true,
            work: self.work()?,
        };
        let analysis = Analysis::new(corpus, self.settings(), past);
        self.remember(&analysis)?;
        self.stored().compact()?;
        Ok(forgotten)
    }
}

/// Returns whether anybody says some words.
fn is_said(corpus: &Corpus, words: &str) -> bool {
    let mut documents = corpus.documents();
    documents.any(|document| normal(corpus.text(document)).contains(words))
}

fn traces(corpus: &Corpus, wanted: &str) -> Result<PersonTraces, Error> {
    let folded = wanted.trim().to_lowercase();
    let is = |text: &Option<arcstr::ArcStr>| {
        text.as_deref()
            .is_some_and(|text| text.trim().to_lowercase() == folded)
    };
    let responses = corpus.responses.iter().map(|of| &of.person);
    let contacts = corpus.contacts.iter().map(|of| &of.person);
    let participants = corpus.interviews.iter().map(|of| &of.participant);
    let all: Vec<&Person> = responses.chain(contacts).chain(participants).collect();
    let meant = all
        .iter()
        .filter(|person| is(&person.email) || is(&person.name));
    let found: BTreeSet<String> = meant.filter_map(|person| person.key()).collect();
    let by_address = |key: &&String| {
        all.iter()
            .any(|of| of.email.is_some() && of.key().as_ref() == Some(key))
    };
    let addresses: Vec<&String> = found.iter().filter(by_address).collect();
    let key = match (&addresses[..], found.len()) {
        // In another file they may be known by their name alone.
        ([only], _) => (*only).clone(),
        ([], 1) => found.first().cloned().unwrap_or_default(),
        ([], 0) => {
            return Err(Error::NoPerson {
                wanted: wanted.to_owned(),
            });
        }
        _ => {
            return Err(Error::SeveralPeople {
                wanted: wanted.to_owned(),
                found: found.into_iter().collect(),
            });
        }
    };
    let full_names = |wanted: &dyn Fn(&Person) -> bool| -> BTreeSet<String> {
        let named = all.iter().filter(|person| wanted(person));
        let names = named.filter_map(|person| person.name.as_deref());
        // A single name is many people's, and a part of other words.
        let full = names.filter(|name| name.split_whitespace().count() > 1);
        full.map(|name| name.trim().to_lowercase()).collect()
    };
    let own = full_names(&|of| of.key().as_ref() == Some(&key));
    let others = full_names(&|of| of.email.is_some() && of.key().as_ref() != Some(&key));
    let mut keys: BTreeSet<String> = own.difference(&others).cloned().collect();
    keys.insert(key);
    let people = People::new(corpus);
    let is_theirs = |person: &Person| person.key().is_some_and(|key| keys.contains(&key));
    let answers: Vec<usize> = (0..corpus.responses.len())
        .filter(|&at| is_theirs(&corpus.responses[at].person))
        .collect();
    let numbers: BTreeSet<usize> = answers.iter().map(|&at| people.person(at)).collect();
    let talks: Vec<usize> = (0..corpus.interviews.len())
        .filter(|&at| {
            is_theirs(&corpus.interviews[at].participant)
                || numbers.contains(&people.participant(at))
        })
        .collect();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for person in all.iter().filter(|person| is_theirs(person)) {
        names.extend(person.email.as_deref().map(str::to_owned));
        let name = person.name.as_deref();
        let full = name.filter(|name| name.split_whitespace().count() > 1);
        names.extend(full.map(str::to_owned));
    }
    let interviews: Vec<String> = talks
        .iter()
        .map(|&at| corpus.interviews[at].source.clone())
        .collect();
    names.extend(interviews.iter().cloned());
    let comments = answers
        .iter()
        .filter_map(|&at| corpus.responses[at].comment.as_deref());
    let talks = talks.iter().map(|&at| corpus.interviews[at].text.as_str());
    Ok(PersonTraces {
        keys,
        names: names.into_iter().collect(),
        interviews,
        texts: comments
            .chain(talks)
            .filter(|text| !text.trim().is_empty())
            .map(str::to_owned)
            .collect(),
    })
}
