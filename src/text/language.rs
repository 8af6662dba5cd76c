//! Which language a comment is written in.
//!
//! Short comments defeat letter statistics, so the little words decide first:
//! the language whose stop words occur most. `whatlang` is asked where they
//! are silent and the text is long enough to tell.

use std::sync::LazyLock;

use ahash::AHashMap;
use serde::{Deserialize, Serialize};
use whatlang::{Detector, Lang};

use super::stopwords;
use super::words::words;

/// The languages motif has stop words and a stemmer for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Italian,
    Dutch,
    Portuguese,
    Swedish,
    Danish,
    Norwegian,
    Finnish,
}

impl Language {
    /// All languages, in the order ties are settled.
    pub const ALL: [Self; 11] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Italian,
        Self::Dutch,
        Self::Portuguese,
        Self::Swedish,
        Self::Danish,
        Self::Norwegian,
        Self::Finnish,
    ];

    /// Returns the ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Dutch => "nl",
            Self::Portuguese => "pt",
            Self::Swedish => "sv",
            Self::Danish => "da",
            Self::Norwegian => "no",
            Self::Finnish => "fi",
        }
    }

    /// Returns the language of an ISO 639-1 code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// Returns the language's position in [`Language::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    fn whatlang(self) -> Lang {
        match self {
            Self::English => Lang::Eng,
            Self::German => Lang::Deu,
            Self::French => Lang::Fra,
            Self::Spanish => Lang::Spa,
            Self::Italian => Lang::Ita,
            Self::Dutch => Lang::Nld,
            Self::Portuguese => Lang::Por,
            Self::Swedish => Lang::Swe,
            Self::Danish => Lang::Dan,
            Self::Norwegian => Lang::Nob,
            Self::Finnish => Lang::Fin,
        }
    }
}

/// Texts shorter than this many bytes are too short for letter statistics.
const SHORTEST_FOR_LETTERS: usize = 24;

/// Returns the language of a text, or `None` where it is too short to tell.
///
/// `"Die App ist langsam"` is German, `"App ok"` is nobody's.
pub fn detect(text: &str) -> Option<Language> {
    by_little_words(text).or_else(|| by_letters(text))
}

fn by_little_words(text: &str) -> Option<Language> {
    let mut hits = [0_u32; Language::ALL.len()];
    let mut lower = String::new();
    for word in words(text) {
        lower.clear();
        lower.push_str(word.text);
        if word.text.is_ascii() {
            lower.make_ascii_lowercase();
        } else {
            lower = word.text.chars().flat_map(char::to_lowercase).collect();
        }
        let Some(languages) = LITTLE_WORDS.get(lower.as_str()) else {
            continue;
        };
        for (index, hit) in hits.iter_mut().enumerate() {
            *hit += u32::from(languages >> index & 1);
        }
    }
    let best = (0..hits.len()).max_by_key(|&index| (hits[index], hits.len() - index))?;
    let second = (0..hits.len())
        .filter(|&index| index != best)
        .map(|index| hits[index])
        .max()?;
    (hits[best] >= 2 && hits[best] > second).then(|| Language::ALL[best])
}

fn by_letters(text: &str) -> Option<Language> {
    static DETECTOR: LazyLock<Detector> =
        LazyLock::new(|| Detector::with_allowlist(Language::ALL.map(Language::whatlang).to_vec()));
    if text.len() < SHORTEST_FOR_LETTERS {
        return None;
    }
    let info = DETECTOR.detect(text).filter(whatlang::Info::is_reliable)?;
    Language::ALL
        .into_iter()
        .find(|language| language.whatlang() == info.lang())
}

/// Each stop word, with one bit for every language it belongs to.
static LITTLE_WORDS: LazyLock<AHashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut languages = AHashMap::new();
    for language in Language::ALL {
        for word in stopwords::listed(language) {
            *languages.entry(word).or_insert(0) |= 1 << language.index();
        }
    }
    languages
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_words_tell_the_language_of_short_comments() {
        assert_eq!(detect("the app is slow"), Some(Language::English));
        assert_eq!(detect("die App ist zu langsam"), Some(Language::German));
        assert_eq!(detect("le prix est trop cher"), Some(Language::French));
    }

    #[test]
    fn two_words_are_nobodys() {
        assert_eq!(detect("App ok"), None);
        assert_eq!(detect(""), None);
    }
}
