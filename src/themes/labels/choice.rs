//! Which phrases name a theme.
//!
//! Words and phrases are worth their c-TF-IDF (Grootendorst 2022) on stems,
//! counted in people, times how much they are this theme's own (FREX, Bischof
//! and Airoldi 2012). A name is worth what its words are worth and, if people
//! say them together, that as well.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::vectorize::Lexicon;

use super::Label;
use super::count::{Counts, Everywhere, Heard};
use super::hushed::Hushed;
use super::phrase::Phrase;

/// Terms shown with a theme.
const TERMS: usize = 5;

/// As a term, how much a phrase is preferred to a word that is as telling.
const PHRASE_FAVOUR: f64 = 1.6;

/// In a name, what a phrase is worth for what its words are worth.
const WORDS_OF_PHRASE: f64 = 0.7;

/// The same where it denies one of them: most who say the word do not.
const WORDS_DENIED: f64 = 0.35;

/// In a name, what a phrase is worth for itself.
const PHRASE_ITSELF: f64 = 2.0;

/// A phrase that fewer than this share of those who say one of its words say
/// is too narrow for a name: not all who speak of Java speak of Java fonts.
const NARROW: f64 = 0.06;

/// In a name, what two words that are no phrase are worth: "price & contract".
const TWO_WORDS: f64 = 0.75;

/// Such a name is made of the theme's first words, as many as this.
const FIRST_WORDS: usize = 5;

/// What a theme is called of which nobody says anything that could be said.
const NAMELESS: &str = "Other remarks";

/// The phrases that a theme is called by.
pub(super) struct Choice {
    /// Those that make the name first, then most telling first.
    pub(super) terms: Vec<Phrase>,
    /// How many of them make the name.
    named_by: usize,
}

impl Choice {
    /// Returns the label in words.
    pub(super) fn label(&self, spelled: impl Fn(&Phrase) -> String) -> Label {
        let terms: Vec<String> = self.terms.iter().map(spelled).collect();
        let name = match &terms[..self.named_by] {
            [] => NAMELESS.to_owned(),
            parts => sentence_case(&parts.join(" & ")),
        };
        Label { name, terms }
    }
}

/// Chooses the phrases of each theme; no two themes have the same name.
pub(super) fn choices(
    counts: &[Counts],
    everywhere: &Everywhere,
    hushed: &Hushed,
    lexicon: &Lexicon,
) -> Vec<Choice> {
    let ranked: Vec<(Vec<Ranked>, Vec<Name>)> = counts
        .par_iter()
        .map(|counts| {
            let ranked = ranked(counts, everywhere, hushed);
            let names = names(&ranked, counts, lexicon);
            (ranked, names)
        })
        .collect();
    let mut taken: HashSet<Phrase> = HashSet::new();
    let mut choices = Vec::new();
    for (ranked, names) in &ranked {
        let name = names.iter().find(|name| taken.insert(name.whole));
        let parts = name.map_or(&[][..], |name| &name.parts);
        choices.push(Choice {
            terms: with_terms(parts, ranked, lexicon),
            named_by: parts.len(),
        });
    }
    choices
}

struct Ranked {
    phrase: Phrase,
    worth: f64,
}

/// Returns the phrases that enough people say, most telling first.
fn ranked(counts: &Counts, everywhere: &Everywhere, hushed: &Hushed) -> Vec<Ranked> {
    let least = (counts.all.people.sqrt() / 2.0).max(2.0);
    let is_said = |phrase: &Phrase, heard: &Heard| {
        let enough = if phrase.is_word() { 2.0 } else { least };
        heard.people >= enough && hushed.allows(phrase)
    };
    let mut ranked: Vec<Ranked> = counts
        .phrases
        .iter()
        .filter(|(phrase, heard)| is_said(phrase, heard))
        .map(|(phrase, heard)| Ranked {
            phrase: *phrase,
            worth: worth(*heard, counts.all, everywhere.heard(phrase), everywhere),
        })
        .collect();
    by_worth(&mut ranked, |this| {
        let favour = if this.phrase.is_word() {
            1.0
        } else {
            PHRASE_FAVOUR
        };
        (this.worth * favour, this.phrase)
    });
    ranked
}

fn worth(here: Heard, theme: Heard, all: Heard, everywhere: &Everywhere) -> f64 {
    let rarity = (1.0 + everywhere.words / all.weight).ln();
    let inside = here.weight / theme.weight;
    let outsiders = (everywhere.all.weight - theme.weight).max(1.0);
    let outside = (all.weight - here.weight).max(0.0) / outsiders;
    inside * rarity * inside / (inside + outside)
}

fn by_worth<T>(all: &mut [T], worth: impl Fn(&T) -> (f64, Phrase)) {
    all.sort_by(|a, b| {
        let (a, b) = (worth(a), worth(b));
        b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1))
    });
}

/// A name, made of a phrase or of two words.
struct Name {
    parts: Vec<Phrase>,
    /// Everything it says.
    whole: Phrase,
    worth: f64,
}

impl Name {
    fn of(phrase: Phrase, worth: f64) -> Self {
        Self {
            parts: vec![phrase],
            whole: phrase,
            worth,
        }
    }
}

/// Returns what a theme could be called, best first.
fn names(ranked: &[Ranked], counts: &Counts, lexicon: &Lexicon) -> Vec<Name> {
    let words: Vec<&Ranked> = ranked.iter().filter(|this| this.phrase.is_word()).collect();
    let worth: HashMap<Phrase, f64> = words.iter().map(|this| (this.phrase, this.worth)).collect();
    let mut names: Vec<Name> = ranked
        .iter()
        .filter(|this| this.phrase.is_word() || !is_narrow(&this.phrase, counts))
        .map(|this| Name::of(this.phrase, worth_of_name(this, &worth, counts)))
        .collect();
    let first = &words[..words.len().min(FIRST_WORDS)];
    for (at, one) in first.iter().enumerate() {
        let others = first[at + 1..].iter();
        names.extend(others.filter_map(|other| two_words(one, other, lexicon)));
    }
    by_worth(&mut names, |name| (name.worth, name.whole));
    names
}

fn worth_of_name(this: &Ranked, worth: &HashMap<Phrase, f64>, counts: &Counts) -> f64 {
    if this.phrase.is_word() {
        return this.worth;
    }
    let words = this.phrase.terms().map(Phrase::word);
    let of_words: f64 = words.filter_map(|word| worth.get(&word)).sum();
    let share = if is_denial(&this.phrase, counts) {
        WORDS_DENIED
    } else {
        WORDS_OF_PHRASE
    };
    share * of_words + PHRASE_ITSELF * this.worth
}

/// Whether a phrase denies what more people of the theme say undenied.
fn is_denial(phrase: &Phrase, counts: &Counts) -> bool {
    let people = |phrase: &Phrase| counts.heard(phrase).people;
    let denied = phrase.denied();
    denied.is_some_and(|denied| people(&denied) > people(phrase))
}

/// Whether a phrase tells only a small part of what one of its words tells.
fn is_narrow(phrase: &Phrase, counts: &Counts) -> bool {
    let people = |phrase: &Phrase| counts.heard(phrase).people;
    let mut words = phrase.terms().map(Phrase::word);
    words.any(|word| people(phrase) < NARROW * people(&word))
}

fn two_words(one: &Ranked, other: &Ranked, lexicon: &Lexicon) -> Option<Name> {
    let differ = !is_like(&one.phrase, &other.phrase, lexicon);
    Some(Name {
        parts: vec![one.phrase, other.phrase],
        whole: one.phrase.and(&other.phrase).filter(|_| differ)?,
        worth: TWO_WORDS * (one.worth + other.worth),
    })
}

/// Returns the terms of a name and the best phrases that say something new.
fn with_terms(name: &[Phrase], ranked: &[Ranked], lexicon: &Lexicon) -> Vec<Phrase> {
    let mut terms = name.to_vec();
    for this in ranked {
        let says_it_again = terms
            .iter()
            .any(|term| is_like(term, &this.phrase, lexicon));
        if terms.len() < TERMS && !says_it_again {
            terms.push(this.phrase);
        }
    }
    terms
}

/// Whether two phrases share a stem, or one that begins like the other's:
/// "quick" and "quicker", "cancel" and "cancellation".
fn is_like(one: &Phrase, other: &Phrase, lexicon: &Lexicon) -> bool {
    one.terms().any(|a| {
        other.terms().any(|b| {
            let (a, b) = (lexicon.stem(a), lexicon.stem(b));
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            a == b || (short.chars().count() >= 4 && long.starts_with(short))
        })
    })
}

/// Gives the first word a capital, unless it has one somewhere: "iPhone".
fn sentence_case(text: &str) -> String {
    let first_word = text.split(' ').next().unwrap_or_default();
    if first_word.contains(char::is_uppercase) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
