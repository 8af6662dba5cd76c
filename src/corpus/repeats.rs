//! Puts a corpus in order, and sets aside the answers that are counted already.
//!
//! The same answer may stand in two exports, and the same person may answer
//! twice in a wave. What is set aside stays in the study, with its reason.

use std::collections::HashMap;

use serde::Serialize;

use super::Corpus;
use crate::feedback::{Account, Response};

/// An answer that is not counted because the same one, or a later one of the
/// same person, is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// The file of the answer set aside.
    pub source: String,
    /// Its record.
    pub record: String,
    /// Why, in a sentence that names the one that counts.
    pub reason: String,
}

impl Corpus {
    /// Returns the same corpus in its one order, with each answer in it once.
    pub(super) fn canonical(mut self) -> Self {
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        self.interviews.sort_by(|a, b| a.source.cmp(&b.source));
        self.skips
            .sort_by(|a, b| (&a.source, a.row, &a.reason).cmp(&(&b.source, b.row, &b.reason)));
        let place = |of: &Account| of.sources.values().next().cloned();
        self.accounts
            .sort_by(|a, b| (&a.name, place(a)).cmp(&(&b.name, place(b))));
        self.contacts
            .sort_by(|a, b| (a.person.key(), &a.source).cmp(&(b.person.key(), &b.source)));
        self.responses.sort_by(in_order);
        self.set_repeats_aside();
        self.join();
        self
    }

    fn set_repeats_aside(&mut self) {
        let mut aside: HashMap<usize, String> = HashMap::new();
        self.find_copies(&mut aside);
        self.find_earlier_answers(&mut aside);
        if aside.is_empty() {
            return;
        }
        let mut index = 0;
        let repeats = &mut self.repeats;
        self.responses.retain(|response| {
            let reason = aside.remove(&index);
            index += 1;
            let kept = reason.is_none();
            repeats.extend(reason.map(|reason| Repeat {
                source: response.source.to_string(),
                record: response.record(),
                reason,
            }));
            kept
        });
    }

    /// The same row in two files, as cumulative exports have it.
    fn find_copies(&self, aside: &mut HashMap<usize, String>) {
        if self
            .responses
            .windows(2)
            .all(|pair| pair[0].source == pair[1].source)
        {
            return;
        }
        let mut seen: HashMap<_, usize> = HashMap::new();
        for (index, response) in self.responses.iter().enumerate() {
            let known = response.id.is_some() || response.person.key().is_some();
            if !known || response.date.is_none() {
                continue;
            }
            let said = (
                &response.id,
                response.person.key(),
                &response.date,
                response.rating,
                &response.comment,
            );
            let first = *seen.entry(said).or_insert(index);
            let original = &self.responses[first];
            if original.source != response.source {
                aside.insert(
                    index,
                    format!(
                        "the same answer is in `{}`, record `{}`",
                        original.source,
                        original.record()
                    ),
                );
            }
        }
    }

    /// The same address twice in a wave: the later answer counts.
    fn find_earlier_answers(&self, aside: &mut HashMap<usize, String>) {
        let mut latest: HashMap<(&str, String), usize> = HashMap::new();
        for (index, response) in self.responses.iter().enumerate() {
            if response.person.email.is_none()
                || response.date.is_none()
                || aside.contains_key(&index)
            {
                continue;
            }
            let Some(person) = response.person.key() else {
                continue;
            };
            let newest = latest.entry((&response.wave, person)).or_insert(index);
            if *newest == index {
                continue;
            }
            let (older, newer) = if response.date > self.responses[*newest].date {
                (*newest, index)
            } else {
                (index, *newest)
            };
            *newest = newer;
            aside.insert(
                older,
                format!(
                    "the same person answered again in wave `{}`, record `{}`",
                    response.wave,
                    self.responses[newer].record()
                ),
            );
        }
    }
}

/// By file, then by record: ids as text with numbers in them by value, rows by number.
fn in_order(a: &Response, b: &Response) -> std::cmp::Ordering {
    a.source
        .cmp(&b.source)
        .then_with(|| match (&a.id, &b.id) {
            (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            (a, b) => a.cmp(b),
        })
        .then_with(|| a.row.cmp(&b.row))
}
