//! Whether a clause asks for something.
//!
//! Takes the words of a clause; knows phrases that ask wherever they stand
//! ("would be nice"), words that ask where a clause begins with them ("more
//! staff", "add a calendar"), and comparatives that ask in a few words ("been
//! quicker"), from `stopwords/requests.txt`.

use std::sync::LazyLock;

use ahash::AHashMap;
use serde::Deserialize;

use super::language::Language;
use super::phrase_table::PhraseTable;
use super::stopwords::{section_part, sections};

/// Returns whether a clause asks for something, its words as `spelled` gives
/// them. A question that begins like a request asks to be told.
pub(super) fn is_request(clause: &[String], language: Language, is_question: bool) -> bool {
    let Some(phrases) = PHRASES.get(language.code()) else {
        return false;
    };
    let anywhere = |list: &PhraseTable<()>| (0..clause.len()).any(|at| list.begins_at(clause, at));
    let begins = !is_question && !compares(clause) && !clause.is_empty();
    let asks = anywhere(&phrases.ask)
        || (begins && phrases.begin.begins_at(clause, 0))
        || (clause.len() <= SHORT && !compares(clause) && anywhere(&phrases.short));
    asks && !anywhere(&phrases.not)
}

/// Returns whether a clause sets one thing against another: "more than an
/// hour" is how long, and no request.
fn compares(clause: &[String]) -> bool {
    let than = [
        "than", "als", "que", "dan", "än", "niż", "niz", "чем", "比", "kuin",
    ];
    let mut words = clause.iter().skip(1).take(3);
    words.any(|word| than.contains(&word.as_str()))
}

/// In a clause of at most so many words a comparative asks.
const SHORT: usize = 4;

/// The phrases of a language.
#[derive(Default)]
struct RequestPhrases {
    ask: PhraseTable<()>,
    begin: PhraseTable<()>,
    short: PhraseTable<()>,
    not: PhraseTable<()>,
}

/// Where a phrase asks.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RequestRole {
    Ask,
    Begin,
    Short,
    Not,
}

static PHRASES: LazyLock<AHashMap<&'static str, RequestPhrases>> = LazyLock::new(|| {
    let mut phrases: AHashMap<&'static str, RequestPhrases> = AHashMap::new();
    for (section, line) in sections(include_str!("../../stopwords/requests.txt")) {
        let Some((code, name)) = section.split_once(' ') else {
            continue;
        };
        let own = phrases.entry(code).or_default();
        let list = match section_part(name) {
            Some(RequestRole::Ask) => &mut own.ask,
            Some(RequestRole::Begin) => &mut own.begin,
            Some(RequestRole::Short) => &mut own.short,
            Some(RequestRole::Not) => &mut own.not,
            None => continue,
        };
        list.add(line, ());
    }
    phrases
});

#[cfg(test)]
mod tests {
    use super::super::normalize::spelled;
    use super::*;
    use crate::text::words;

    fn asks(text: &str, language: Language) -> bool {
        let clause: Vec<String> = words(text).map(|word| spelled(word.text)).collect();
        is_request(&clause, language, text.ends_with('?'))
    }

    #[test]
    fn wishes_and_orders_ask() {
        for text in [
            "Please add a calendar",
            "More staff at weekends",
            "it would be nice to have an app",
            "Been quicker",
            "You need to train the drivers",
            "I wish the export had dates",
        ] {
            assert!(asks(text, Language::English), "{text}");
        }
        for text in [
            "The staff were kind",
            "We waited more than an hour",
            "It got better after the update and we like it",
            "Add which date?",
            "More than we had hoped",
            "Please note that I am new",
        ] {
            assert!(!asks(text, Language::English), "{text}");
        }
    }

    #[test]
    fn other_languages_ask_in_their_own_words() {
        for (language, text) in [
            (Language::German, "Mehr Auswahl beim Essen"),
            (Language::German, "Eine Exportfunktion wäre schön"),
            (Language::French, "Il faudrait un mode hors ligne"),
            (Language::Dutch, "Meer parkeerplaatsen graag"),
            (Language::Spanish, "Me gustaría un calendario"),
            (Language::Swedish, "Vi saknar en kalender"),
        ] {
            assert!(asks(text, language), "{text}");
        }
    }

    #[test]
    fn every_phrase_is_of_a_known_language_and_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (section, line) in sections(include_str!("../../stopwords/requests.txt")) {
            let (code, name) = section.split_once(' ').unwrap();
            let is_known =
                section_part::<RequestRole>(name).is_some() && Language::from_code(code).is_some();
            assert!(is_known, "{section}");
            assert!(line.split(' ').count() <= 5, "{line}");
            assert!(
                seen.insert((section, line)),
                "{section} {line} stands twice"
            );
        }
    }
}
