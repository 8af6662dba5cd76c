//! Who speaks: each person once.
//!
//! Themes are counted in people. A person is an e-mail address or a name;
//! whoever gave neither is a person of their own with each answer.

use std::collections::HashMap;

use crate::corpus::Corpus;
use crate::feedback::{Document, Group, Place};

/// Who said what, as far as the corpus tells.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// For each response, the person's number.
    of_response: Vec<usize>,
    /// For each interview, the participant's number.
    of_interview: Vec<usize>,
    /// For each interview, the participant's group in their latest answer, else
    /// by the rating that the notes themselves state.
    group_of_interview: Vec<Option<Group>>,
    /// The answers in which each person speaks for themselves now, ascending.
    pub latest: Vec<usize>,
}

/// Who said a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The person's number: the same number, the same person.
    pub person: usize,
    /// The group they are in, where they rated.
    pub group: Option<Group>,
}

impl People {
    /// Tells the people of a corpus from each other. A participant of an
    /// interview is linked to answers by e-mail address, else by a name that
    /// only one person has.
    pub fn new(corpus: &Corpus) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut next = 0;
        let mut number = |key: Option<String>| {
            let fresh = next;
            let number = key.map_or(fresh, |key| *numbers.entry(key).or_insert(fresh));
            next += usize::from(number == fresh);
            number
        };
        let of_response: Vec<usize> = corpus
            .responses
            .iter()
            .map(|r| number(r.person.key()))
            .collect();
        let names = names(corpus, &of_response);
        let of_interview: Vec<usize> = corpus
            .interviews
            .iter()
            .map(|interview| {
                let participant = &interview.participant;
                let by_name = participant.name.as_deref().map(folded_name);
                let named = by_name.and_then(|name| names.get(&name).copied().flatten());
                match (&participant.email, named) {
                    (None, Some(person)) => person,
                    _ => number(participant.key()),
                }
            })
            .collect();
        let latest = corpus.latest();
        let group: HashMap<usize, Group> = latest
            .iter()
            .filter_map(|&r| Some((of_response[r], corpus.responses[r].rating?.group())))
            .collect();
        let group_of_interview = of_interview
            .iter()
            .zip(&corpus.interviews)
            .map(|(person, interview)| {
                // Without an answer, what the notes say they rated.
                let said = || Some(interview.own_rating(&corpus.scale)?.group());
                group.get(person).copied().or_else(said)
            })
            .collect();
        Self {
            of_response,
            of_interview,
            group_of_interview,
            latest,
        }
    }

    /// Returns who said the passage at a place. The group is that of the very
    /// answer, or of the participant's latest one.
    pub fn speaker(&self, corpus: &Corpus, place: Place) -> Speaker {
        match place {
            Place::Comment { response, .. } => Speaker {
                person: self.of_response[response],
                group: corpus.responses[response]
                    .rating
                    .map(crate::feedback::Rating::group),
            },
            Place::Turn { interview, .. } => Speaker {
                person: self.of_interview[interview],
                group: self.group_of_interview[interview],
            },
        }
    }

    /// Returns the number of the person whose answer a response is.
    pub fn person(&self, response: usize) -> usize {
        self.of_response[response]
    }

    /// Returns the answers of an interview's participant, in the order of the corpus.
    pub fn answers_of(&self, interview: usize) -> Vec<usize> {
        let person = self.of_interview[interview];
        let answers = self.of_response.iter().enumerate();
        let own = answers.filter(|(_, other)| **other == person);
        own.map(|(response, _)| response).collect()
    }

    /// Returns the account of whoever said something: that of the answer; that of
    /// the interview, else of its participant's last answer.
    pub fn account<'a>(&self, corpus: &'a Corpus, document: Document) -> Option<&'a str> {
        match document {
            Document::Comment(response) => corpus.responses[response].account.as_deref(),
            Document::Interview(interview) => {
                let own = corpus.interviews[interview].account.as_deref();
                own.or_else(|| {
                    let answers = self.answers_of(interview).into_iter();
                    let answers = answers.map(|at| &corpus.responses[at]);
                    let last = answers.max_by_key(|answer| answer.date.as_deref())?;
                    last.account.as_deref()
                })
            }
        }
    }

    /// Returns the number of the person who was interviewed.
    pub fn participant(&self, interview: usize) -> usize {
        self.of_interview[interview]
    }

    /// Returns whether a response is its person's latest.
    pub fn is_latest(&self, response: usize) -> bool {
        self.latest.binary_search(&response).is_ok()
    }

    /// Returns the group an interview's participant is in, where they are linked.
    pub fn group_of_interview(&self, interview: usize) -> Option<Group> {
        self.group_of_interview[interview]
    }
}

/// Returns each name and the one person who has it; `None` where several do.
fn names(corpus: &Corpus, of_response: &[usize]) -> HashMap<String, Option<usize>> {
    let mut names: HashMap<String, Option<usize>> = HashMap::new();
    for (response, &person) in corpus.responses.iter().zip(of_response) {
        let Some(name) = response.person.name.as_deref() else {
            continue;
        };
        let known = names.entry(folded_name(name)).or_insert(Some(person));
        if *known != Some(person) {
            *known = None;
        }
    }
    names
}

fn folded_name(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
