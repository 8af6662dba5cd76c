//! Which phrases mark a theme.
//!
//! Words and phrases are worth their c-TF-IDF (Grootendorst 2022) on stems,
//! counted in people, times how much they are this theme's own (FREX, Bischof
//! and Airoldi 2012).

use rayon::prelude::*;

use crate::vectorize::Lexicon;

use super::count::{PhraseCounts, PhraseTotals, PhraseWeight};
use super::label_stopwords::LabelStopWords;
use super::phrase::Phrase;

/// Terms shown with a theme.
const TERMS: usize = 5;

/// As a term, how much a phrase is preferred to a word that is as telling.
const PHRASE_FAVOUR: f64 = 1.6;

/// Returns the terms of each theme, most telling first.
pub(super) fn terms(
    counts: &[PhraseCounts],
    everywhere: &PhraseTotals,
    hushed: &LabelStopWords,
    lexicon: &Lexicon,
) -> Vec<Vec<Phrase>> {
    let terms = counts.par_iter().map(|counts| {
        let ranked = ranked(counts, everywhere, hushed);
        distinct(&ranked, lexicon)
    });
    terms.collect()
}

struct RankedPhrase {
    phrase: Phrase,
    worth: f64,
}

/// Returns the phrases that enough people say, most telling first.
fn ranked(
    counts: &PhraseCounts,
    everywhere: &PhraseTotals,
    hushed: &LabelStopWords,
) -> Vec<RankedPhrase> {
    let least = (counts.all.people.sqrt() / 2.0).max(2.0);
    let is_said = |phrase: &Phrase, heard: &PhraseWeight| {
        let enough = if phrase.is_word() { 2.0 } else { least };
        heard.people >= enough && hushed.allows(phrase)
    };
    let mut ranked: Vec<RankedPhrase> = counts
        .phrases
        .iter()
        .filter(|(phrase, heard)| is_said(phrase, heard))
        .map(|(phrase, heard)| RankedPhrase {
            phrase: *phrase,
            worth: score(*heard, counts.all, everywhere.weight(phrase), everywhere),
        })
        .collect();
    sort_by_score(&mut ranked, |this| {
        let favour = if this.phrase.is_word() {
            1.0
        } else {
            PHRASE_FAVOUR
        };
        (this.worth * favour, this.phrase)
    });
    ranked
}

fn score(
    here: PhraseWeight,
    theme: PhraseWeight,
    all: PhraseWeight,
    everywhere: &PhraseTotals,
) -> f64 {
    let rarity = (1.0 + everywhere.words / all.weight).ln();
    let inside = here.weight / theme.weight;
    let outsiders = (everywhere.all.weight - theme.weight).max(1.0);
    let outside = (all.weight - here.weight).max(0.0) / outsiders;
    inside * rarity * inside / (inside + outside)
}

fn sort_by_score<T>(all: &mut [T], worth: impl Fn(&T) -> (f64, Phrase)) {
    all.sort_by(|a, b| {
        let (a, b) = (worth(a), worth(b));
        b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1))
    });
}

/// Returns the best phrases, each of which says something new.
fn distinct(ranked: &[RankedPhrase], lexicon: &Lexicon) -> Vec<Phrase> {
    let mut terms: Vec<Phrase> = Vec::new();
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
