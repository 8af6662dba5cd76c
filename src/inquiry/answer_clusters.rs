//! Whose each answer is, and the score of answers that people tie together.
//!
//! Takes a corpus and its people; gives each answer the number of its voice
//! (its account, else its person) and scores any answers with colleagues and
//! repeat respondents tied. What answers say is the ledger's.

use std::collections::BTreeMap;

use crate::corpus::Corpus;
use crate::feedback::{Group, account_key};
use crate::nps::clustered::Clustered;
use crate::nps::estimate::Score;
use crate::nps::intervals::Confidence;
use crate::nps::score::Counts;
use crate::study::People;

/// Whose each answer of a corpus is.
#[derive(Debug)]
pub struct AnswerClusters<'a> {
    corpus: &'a Corpus,
    people: &'a People,
    /// For each response, the number of its account, else of its person.
    of_response: Vec<u32>,
    /// The names of the accounts, by their numbers.
    accounts: Vec<String>,
    /// Whether everybody answered once and shares no account: people are then
    /// counted, which is much quicker.
    pub(super) alone: bool,
}

impl<'a> AnswerClusters<'a> {
    /// Numbers the accounts of a corpus, and its people without one.
    pub fn new(corpus: &'a Corpus, people: &'a People) -> Self {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for name in corpus.responses.iter().filter_map(|r| r.account.as_deref()) {
            names.entry(account_key(name)).or_insert(name);
        }
        let number: BTreeMap<&str, u32> = names.keys().map(String::as_str).zip(0..).collect();
        let of_response = corpus.responses.iter().enumerate().map(|(at, response)| {
            let account = response.account.as_deref().map(account_key);
            match account.and_then(|name| number.get(name.as_str()).copied()) {
                Some(account) => account,
                None => (number.len() + people.person(at)) as u32,
            }
        });
        let of_response: Vec<u32> = of_response.collect();
        let mut sorted = of_response.clone();
        sorted.sort_unstable();
        Self {
            corpus,
            people,
            alone: sorted.windows(2).all(|pair| pair[0] != pair[1]),
            of_response,
            accounts: names.into_values().map(str::to_owned).collect(),
        }
    }

    /// Returns the number of the voice an answer belongs to.
    pub(super) fn of(&self, response: usize) -> u32 {
        self.of_response[response]
    }

    /// Returns the name of a voice that is an account.
    pub(super) fn account(&self, voice: u32) -> Option<&str> {
        self.accounts.get(voice as usize).map(String::as_str)
    }

    /// Returns the number of the voice of each of some responses. Where all
    /// are at one account its people are the voices, since nobody else is
    /// spoken of.
    pub(super) fn among(&self, responses: &[usize]) -> impl Fn(usize) -> u32 + use<'_, 'a> {
        let first = responses.first().map(|&r| self.of(r));
        let is_account = first.is_some_and(|voice| self.account(voice).is_some());
        let colleagues = is_account && responses.iter().all(|&r| Some(self.of(r)) == first);
        move |r| {
            if colleagues {
                (self.accounts.len() + self.people.person(r)) as u32
            } else {
                self.of(r)
            }
        }
    }

    /// Returns the group of a response.
    pub fn group(&self, response: usize) -> Option<Group> {
        Some(self.corpus.responses[response].rating?.group())
    }

    /// Counts the groups of some responses.
    pub fn counts(&self, responses: &[usize]) -> Counts {
        responses.iter().filter_map(|&r| self.group(r)).collect()
    }

    /// Returns the group of each of some responses that rated, with the number
    /// of its voice.
    pub(super) fn rated(&self, responses: &[usize]) -> Vec<Clustered<Group>> {
        let voice = self.among(responses);
        let responses = responses.iter();
        responses
            .filter_map(|&r| Some((self.group(r)?, voice(r))))
            .collect()
    }

    /// Returns the score of some responses; `None` where nobody rated.
    pub fn score(&self, responses: &[usize], confidence: Confidence) -> Option<Score> {
        if self.alone {
            let counts = self.counts(responses);
            return (counts.n() > 0).then(|| Score::new(counts, confidence));
        }
        let rated = self.rated(responses);
        (!rated.is_empty()).then(|| Score::clustered(&rated, confidence))
    }
}
