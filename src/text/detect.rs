//! Which language a text is written in.
//!
//! A script that one language of ours is written in decides at once. Short
//! comments defeat letter statistics, so words decide next: the language whose
//! stop words and words of feedback occur most. `whatlang` decides where a text
//! has too few of them and is long enough for statistics of its letters.

use std::sync::LazyLock;

use ahash::AHashMap;
use whatlang::{Detector, Lang};

use super::language::Language;
use super::scripts::{Script, script};
use super::stopwords;
use super::words::words;

/// Texts shorter than this many bytes are too short for letter statistics.
const SHORTEST_FOR_LETTERS: usize = 24;

/// Returns the language of a text, or `None` where it is too short to tell.
///
/// `"Die App ist langsam"` is German, `"App ok"` is nobody's.
pub fn detect(text: &str) -> Option<Language> {
    match script(text) {
        Script::Latin => by_listed_words(text).or_else(|| by_letters(text)),
        Script::Han => Some(Language::Chinese),
        Script::Japanese => Some(Language::Japanese),
        Script::Hangul => Some(Language::Korean),
        Script::Thai => Some(Language::Thai),
        Script::Cyrillic => Some(Language::Russian),
        Script::Arabic => Some(Language::Arabic),
        Script::Other => None,
    }
}

/// Counts the words of each language in a text: stop words, and those that
/// praise, complain or ask. A language needs a stop word and two words in all.
/// Letters decide between languages that have as many; English, whose words all
/// borrow, is not told so.
fn by_listed_words(text: &str) -> Option<Language> {
    let mut stops = [0_u32; Language::ALL.len()];
    let mut listed = [0_u32; Language::ALL.len()];
    let mut lower = String::new();
    for word in words(text) {
        lower.clear();
        lower.push_str(word.text);
        if word.text.is_ascii() {
            lower.make_ascii_lowercase();
        } else {
            lower = word.text.chars().flat_map(char::to_lowercase).collect();
        }
        let Some(languages) = LISTED_WORDS.get(lower.as_str()) else {
            continue;
        };
        for index in 0..listed.len() {
            stops[index] += languages.stops >> index & 1;
            listed[index] += (languages.stops | languages.others) >> index & 1;
        }
    }
    let known = |index: &usize| stops[*index] >= 1 && listed[*index] >= 2;
    let most = (0..listed.len())
        .filter(known)
        .map(|index| listed[index])
        .max()?;
    let first: Vec<Language> = (0..listed.len())
        .filter(|index| known(index) && listed[*index] == most)
        .map(|index| Language::ALL[index])
        .collect();
    match first[..] {
        [only] => Some(only),
        _ if first.contains(&Language::English) => None,
        _ => {
            let among = Detector::with_allowlist(first.iter().copied().map(whatlang).collect());
            let found = among.detect_lang(text)?;
            first
                .into_iter()
                .find(|language| whatlang(*language) == found)
        }
    }
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
        Language::Polish => Lang::Pol,
        Language::Turkish => Lang::Tur,
        Language::Russian => Lang::Rus,
        Language::Arabic => Lang::Ara,
        Language::Chinese => Lang::Cmn,
        Language::Japanese => Lang::Jpn,
        Language::Korean => Lang::Kor,
        Language::Thai => Lang::Tha,
    }
}

/// The languages a word belongs to, one bit each.
#[derive(Clone, Copy, Default)]
struct WordLanguages {
    stops: u32,
    others: u32,
}

static LISTED_WORDS: LazyLock<AHashMap<&'static str, WordLanguages>> = LazyLock::new(|| {
    let mut words: AHashMap<&'static str, WordLanguages> = AHashMap::new();
    for language in Language::ALL {
        for word in stopwords::listed(language) {
            words.entry(word).or_default().stops |= 1 << language.index();
        }
    }
    let tone = stopwords::sections(include_str!("../../stopwords/tone.txt"));
    let requests = stopwords::sections(include_str!("../../stopwords/requests.txt"));
    for (section, line) in tone.chain(requests) {
        let code = section.split_once(' ').map_or("", |(code, _)| code);
        let is_word = line.len() >= SHORTEST_WORD && !line.contains([' ', '*']);
        if let Some(language) = Language::from_code(code).filter(|_| is_word) {
            words.entry(line).or_default().others |= 1 << language.index();
        }
    }
    words
});

/// Shorter words than this, in bytes, are words of too many languages.
const SHORTEST_WORD: usize = 4;

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

    #[test]
    fn a_script_tells_the_language_of_a_single_word() {
        for (text, language) in [
            ("配送太慢", Language::Chinese),
            ("配送が遅い", Language::Japanese),
            ("배송", Language::Korean),
            ("ช้ามาก", Language::Thai),
            ("Доставка опоздала", Language::Russian),
            ("التوصيل متأخر", Language::Arabic),
            ("App 太慢", Language::Chinese),
        ] {
            assert_eq!(detect(text), Some(language), "{text}");
        }
        // Ukrainian and Persian, which motif has no words of.
        for text in ["Доставка дуже повільна, її немає", "پشتیبانی خیلی کند است"]
        {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn polish_and_turkish_are_told_by_their_little_words() {
        assert_eq!(
            detect("aplikacja jest bardzo wolna"),
            Some(Language::Polish)
        );
        assert_eq!(
            detect("uygulama çok yavaş ve sürekli donuyor"),
            Some(Language::Turkish)
        );
    }
}
