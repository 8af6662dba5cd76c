//! How phrases are written.

use std::collections::{BTreeMap, HashMap};

use crate::vectorize::Lexicon;

use super::SaidUtterance;
use super::phrase::{Phrase, SpokenPhrase, Token, phrases, runs};

/// How often each phrase is written in which form.
pub(super) struct PhraseForms {
    written: HashMap<Phrase, BTreeMap<String, WrittenForms>>,
}

#[derive(Default)]
struct WrittenForms {
    people: f64,
    words: usize,
    /// How many of them close it with which word.
    closed: BTreeMap<String, f64>,
}

/// A form is closed when this share of its writers close it.
const CLOSED: f64 = 0.6;

impl PhraseForms {
    /// Collects the forms of some phrases in a theme.
    pub(super) fn new(members: &[SaidUtterance<'_>], wanted: &[Phrase], lexicon: &Lexicon) -> Self {
        let mut forms = Self {
            written: HashMap::new(),
        };
        for said in members {
            for run in runs(said, lexicon) {
                for spoken in phrases(&run).filter(|spoken| wanted.contains(&spoken.phrase)) {
                    forms.add(&spoken, said.people);
                }
            }
        }
        forms
    }

    fn add(&mut self, spoken: &SpokenPhrase<'_, '_>, people: f64) {
        let form = joined(spoken.tokens);
        let closed = spoken
            .closing
            .map(|closing| format!("{form}{}{}", closing.joined_by, closing.word));
        let forms = self.written.entry(spoken.phrase).or_default();
        let written = forms.entry(form).or_default();
        written.people += people;
        written.words = spoken.tokens.len();
        if let Some(closed) = closed {
            *written.closed.entry(closed).or_default() += people;
        }
    }

    /// Returns the form that most people write; of two nearly as common, the
    /// shorter one.
    pub(super) fn best(&self, phrase: &Phrase) -> String {
        let worth = |written: &WrittenForms| written.people / (2 + written.words) as f64;
        let forms = self.written.get(phrase).into_iter().flatten();
        let best =
            forms.max_by(|a, b| worth(a.1).total_cmp(&worth(b.1)).then_with(|| b.0.cmp(a.0)));
        let Some((form, written)) = best else {
            return String::new();
        };
        let closed: f64 = written.closed.values().sum();
        let most = written.closed.iter().max_by(|a, b| {
            let by_people = a.1.total_cmp(b.1);
            by_people.then_with(|| b.0.cmp(a.0))
        });
        match most {
            Some((whole, _)) if closed >= CLOSED * written.people => whole.clone(),
            _ => form.clone(),
        }
    }
}

fn joined(tokens: &[Token<'_>]) -> String {
    let mut joined = String::new();
    for token in tokens {
        if !joined.is_empty() {
            joined.push(token.joined_by);
        }
        joined.push_str(token.word);
    }
    joined
}
