//! Which language a text is written in.
//!
//! Short comments defeat letter statistics, so the stop words decide first: the
//! language whose stop words occur most. `whatlang` decides where a text has
//! too few of them and is long enough for statistics of its letters.

use std::sync::LazyLock;

use ahash::AHashMap;
use whatlang::{Detector, Lang};

use super::language::Language;
use super::stopwords;
use super::words::words;

/// Texts shorter than this many bytes are too short for letter statistics.
const SHORTEST_FOR_LETTERS: usize = 24;

/// Returns the language of a text, or `None` where it is too short to tell.
///
/// `"Die App ist langsam"` is German, `"App ok"` is nobody's.
pub fn detect(text: &str) -> Option<Language> {
    by_stop_words(text).or_else(|| by_letters(text))
}

fn by_stop_words(text: &str) -> Option<Language> {
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
        let Some(languages) = STOP_WORD_LANGUAGES.get(lower.as_str()) else {
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
        LazyLock::new(|| Detector::with_allowlist(Language::ALL.map(whatlang).to_vec()));
    if text.len() < SHORTEST_FOR_LETTERS {
        return None;
    }
    let info = DETECTOR.detect(text).filter(whatlang::Info::is_reliable)?;
    Language::ALL
        .into_iter()
        .find(|language| whatlang(*language) == info.lang())
}

fn whatlang(language: Language) -> Lang {
    match language {
        Language::English => Lang::Eng,
        Language::German => Lang::Deu,
        Language::French => Lang::Fra,
        Language::Spanish => Lang::Spa,
        Language::Italian => Lang::Ita,
        Language::Dutch => Lang::Nld,
        Language::Portuguese => Lang::Por,
        Language::Swedish => Lang::Swe,
        Language::Danish => Lang::Dan,
        Language::Norwegian => Lang::Nob,
        Language::Finnish => Lang::Fin,
    }
}

/// Each stop word, with one bit for every language it belongs to.
static STOP_WORD_LANGUAGES: LazyLock<AHashMap<&'static str, u16>> = LazyLock::new(|| {
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
