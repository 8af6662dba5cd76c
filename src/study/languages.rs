//! The language of each comment, as a segment like any other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::corpus::Corpus;
use crate::text::Language;
use crate::themes::Passages;

/// What the segment is called.
pub const LANGUAGE: &str = "language";

/// Names that a file's own column of languages may have.
const NAMES: [&str; 6] = ["language", "lang", "locale", "sprache", "langue", "idioma"];

/// A language is a segment from this share of comments and this number on: a
/// short comment is easily taken for another language.
const LEAST_SHARE: f64 = 0.03;
const LEAST: usize = 8;

/// Gives each comment its language, where several are written and the file does
/// not say so itself. A comment that is too short to tell has none.
pub(super) fn with_languages(mut corpus: Arc<Corpus>, passages: &Passages) -> Arc<Corpus> {
    let mut written: BTreeMap<Language, usize> = BTreeMap::new();
    for language in passages.languages.iter().flatten() {
        *written.entry(*language).or_default() += 1;
    }
    let told: usize = written.values().sum();
    written
        .retain(|_, comments| *comments >= LEAST && *comments as f64 >= LEAST_SHARE * told as f64);
    if written.len() < 2 || corpus.responses.iter().any(says_language) {
        return corpus;
    }
    let answers = Arc::make_mut(&mut corpus).responses.iter_mut();
    for (answer, language) in answers.zip(&passages.languages) {
        if let Some(language) = language.filter(|language| written.contains_key(language)) {
            let name = language.name().to_owned();
            answer.attributes.insert(LANGUAGE.to_owned(), name);
        }
    }
    corpus
}

fn says_language(response: &crate::feedback::Response) -> bool {
    let mut names = response.attributes.keys();
    names.any(|name| NAMES.iter().any(|own| name.eq_ignore_ascii_case(own)))
}
