//! Which words are written with capitals: "SAP", "Wi-Fi", "iPhone".

use ahash::AHashMap as HashMap;
use rayon::prelude::*;

use crate::text;

use super::SaidUtterance;

/// Passages read by one thread at a time.
const CHUNK: usize = 1000;

/// How words are spelled where a sentence does not begin.
#[derive(Default)]
pub(super) struct Spelling<'a> {
    /// For each word that has capitals somewhere, how often it is written how.
    capitals: HashMap<&'a str, Vec<(&'a str, f64)>>,
    /// For each word, how often it is written at all.
    all: HashMap<&'a str, f64>,
}

impl<'a> Spelling<'a> {
    pub(super) fn new(said: &[SaidUtterance<'a>]) -> Self {
        said.par_chunks(CHUNK)
            .map(|said| {
                let mut spelling = Self::default();
                for said in said.iter().filter(|said| !is_shouted(said.text)) {
                    spelling.read(said);
                }
                spelling
            })
            .reduce(Self::default, Self::and)
    }

    fn and(mut self, other: Self) -> Self {
        for (word, times) in other.all {
            *self.all.entry(word).or_default() += times;
        }
        for (word, forms) in other.capitals {
            let known = self.capitals.entry(word).or_default();
            for (form, times) in forms {
                count(known, form, times);
            }
        }
        self
    }

    fn read(&mut self, said: &SaidUtterance<'a>) {
        let people = said.people;
        let mut end = 0;
        let written: Vec<(&'a str, bool)> = text::words(said.text)
            .map(|word| {
                let gap = &said.text[end..word.span.start];
                let begins = end == 0 || gap.contains(['.', '!', '?', ':', '\n', '"', '“', '*']);
                end = word.span.end;
                (word.text, begins)
            })
            .collect();
        let words = said.utterance.normal.split(' ');
        if words.clone().count() != written.len() {
            return;
        }
        for (word, (written, begins)) in words.zip(written) {
            if begins {
                continue;
            }
            *self.all.entry(word).or_default() += people;
            if written.contains(char::is_uppercase) {
                count(self.capitals.entry(word).or_default(), written, people);
            }
        }
    }

    /// Returns the share of writers who give a word a capital.
    pub(super) fn capital(&self, word: &str) -> f64 {
        let capitals = self.capitals.get(word).into_iter().flatten();
        capitals.map(|(_, times)| times).sum::<f64>() / self.all.get(word).copied().unwrap_or(1.0)
    }

    /// Returns the words that at least this share of writers give a capital.
    pub(super) fn names(&self, share: f64) -> impl Iterator<Item = &'a str> {
        let words = self.capitals.keys().copied();
        words.filter(move |word| self.capital(word) >= share)
    }

    /// Returns a phrase with the capitals most people give its words.
    pub(super) fn spelled(&self, form: &str) -> String {
        let mut spelled = String::new();
        for word in form.split_inclusive([' ', '-', '/', '&']) {
            let bare = word.trim_end_matches([' ', '-', '/', '&']);
            spelled.push_str(self.usual(bare));
            spelled.push_str(&word[bare.len()..]);
        }
        text::running(&spelled).into_owned()
    }

    fn usual<'w>(&'w self, word: &'w str) -> &'w str {
        let most = self.capitals.get(word).and_then(|forms| {
            forms
                .iter()
                .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)))
        });
        match most {
            Some((form, _)) if self.capital(word) > 0.5 => form,
            _ => word,
        }
    }
}

fn count<'a>(forms: &mut Vec<(&'a str, f64)>, written: &'a str, people: f64) {
    match forms.iter_mut().find(|(form, _)| *form == written) {
        Some((_, times)) => *times += people,
        None => forms.push((written, people)),
    }
}

/// Whoever writes all in capitals gives none to any word.
fn is_shouted(text: &str) -> bool {
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    upper > lower
}
