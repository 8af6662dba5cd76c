//! Words that carry no topic.

use std::sync::LazyLock;

use ahash::AHashSet;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::language::Language;
use super::normalize::folded;

/// The words left out of topics, for one language and one study.
#[derive(Clone, Debug, Default)]
pub struct StopWords {
    words: AHashSet<String>,
}

impl StopWords {
    /// Returns the list of a language, with the user's own words added.
    pub fn new(language: Language, own: &[String]) -> Self {
        let mut words: AHashSet<String> = AHashSet::new();
        for word in listed(language) {
            // People drop apostrophes: `im` is as empty as `i'm`.
            words.insert(word.replace('\'', ""));
            words.insert(word.to_owned());
        }
        words.extend(own.iter().map(|word| folded(word.trim())));
        Self { words }
    }

    /// Returns whether a word carries no topic, in any case.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(word) || self.words.contains(&folded(word))
    }
}

/// Returns whether a word is a number or a unit of time: it says how much or
/// how long, and not what about.
pub fn is_measure(word: &str) -> bool {
    static MEASURES: LazyLock<AHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../../stopwords/measures.txt")).collect());
    MEASURES.contains(word) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a word only points at somebody or something.
pub fn is_pronoun(word: &str) -> bool {
    static PRONOUNS: LazyLock<AHashSet<&str>> =
        LazyLock::new(|| lines(include_str!("../../stopwords/pronouns.txt")).collect());
    PRONOUNS.contains(word)
}

/// Returns whether a word says nothing by itself, in any language: a stop
/// word, a negation, a number or a unit of time. The word is in normal form.
pub(super) fn is_function_word(word: &str) -> bool {
    static WORDS: LazyLock<AHashSet<&str>> = LazyLock::new(|| {
        let stop_words = Language::ALL.into_iter().flat_map(listed);
        stop_words.chain(negations()).collect()
    });
    WORDS.contains(word) || is_measure(word)
}

/// Returns the words that deny, in all languages.
pub fn negations() -> impl Iterator<Item = &'static str> {
    lines(include_str!("../../stopwords/negations.txt"))
}

/// Returns whether a word, in normal form, denies.
pub fn denies(word: &str) -> bool {
    static NEGATIONS: LazyLock<AHashSet<&str>> = LazyLock::new(|| negations().collect());
    NEGATIONS.contains(word)
}

/// Returns whether an utterance, in normal form, has a word that says
/// something by itself.
pub fn has_content(normal: &str) -> bool {
    normal.split(' ').any(|word| !is_function_word(word))
}

/// Returns the words of a language's file in `stopwords/`.
pub(super) fn listed(language: Language) -> impl Iterator<Item = &'static str> {
    let file = match language {
        Language::English => include_str!("../../stopwords/en.txt"),
        Language::German => include_str!("../../stopwords/de.txt"),
        Language::French => include_str!("../../stopwords/fr.txt"),
        Language::Spanish => include_str!("../../stopwords/es.txt"),
        Language::Italian => include_str!("../../stopwords/it.txt"),
        Language::Dutch => include_str!("../../stopwords/nl.txt"),
        Language::Portuguese => include_str!("../../stopwords/pt.txt"),
        Language::Swedish => include_str!("../../stopwords/sv.txt"),
        Language::Danish => include_str!("../../stopwords/da.txt"),
        Language::Norwegian => include_str!("../../stopwords/no.txt"),
        Language::Finnish => include_str!("../../stopwords/fi.txt"),
        Language::Polish => include_str!("../../stopwords/pl.txt"),
        Language::Turkish => include_str!("../../stopwords/tr.txt"),
        Language::Russian => include_str!("../../stopwords/ru.txt"),
        Language::Arabic => include_str!("../../stopwords/ar.txt"),
        Language::Chinese => include_str!("../../stopwords/zh.txt"),
        Language::Japanese => include_str!("../../stopwords/ja.txt"),
        Language::Korean => include_str!("../../stopwords/ko.txt"),
        Language::Thai => include_str!("../../stopwords/th.txt"),
    };
    lines(file)
}

/// Returns the lines of a word list without blank ones and `#` remarks.
pub(super) fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Returns the lines of a word list, each with the section it stands in: those
/// below `[praise words]` with `praise words`.
pub fn sections(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    lines(file).filter_map(move |line| {
        let header = line.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        section = header.unwrap_or(section);
        header.is_none().then_some((section, line))
    })
}

/// Returns what the words of a section do, from its name: `to-after` is
/// `ToAfter`. `None` for a section of something else.
pub fn section_part<T: DeserializeOwned>(name: &str) -> Option<T> {
    let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negations_stay() {
        let negations = [
            (Language::English, "not no never without"),
            (Language::German, "nicht kein keine nie ohne"),
            (Language::French, "ne pas jamais sans"),
            (Language::Spanish, "no nunca sin"),
            (Language::Italian, "non mai senza"),
            (Language::Dutch, "niet geen nooit"),
            (Language::Portuguese, "não nunca sem"),
            (Language::Swedish, "inte aldrig utan"),
        ];
        for (language, words) in negations {
            let stop = StopWords::new(language, &[]);
            for word in words.split(' ') {
                assert!(!stop.contains(word), "{word} was stopped in {language:?}");
            }
        }
    }

    #[test]
    fn a_study_adds_its_own_words() {
        let stop = StopWords::new(Language::English, &["Pontoon".into()]);
        assert!(stop.contains("pontoon") && stop.contains("the"));
    }
}
