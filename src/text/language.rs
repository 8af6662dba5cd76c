//! The languages motif can read, and the stems of their words. `detect` says
//! which language a text is in.

use rust_stemmers::{Algorithm, Stemmer as Snowball};
use serde::{Deserialize, Serialize};
use tantivy_stemmers::algorithms::polish_yarovoy;

use super::normalize::folded;

/// The languages motif has stop words for.
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
    Polish,
    Turkish,
    Russian,
    Arabic,
    Chinese,
    Japanese,
    Korean,
    Thai,
}

impl Language {
    /// All languages, in the order ties are settled.
    pub const ALL: [Self; 19] = [
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
        Self::Polish,
        Self::Turkish,
        Self::Russian,
        Self::Arabic,
        Self::Chinese,
        Self::Japanese,
        Self::Korean,
        Self::Thai,
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
            Self::Polish => "pl",
            Self::Turkish => "tr",
            Self::Russian => "ru",
            Self::Arabic => "ar",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::Thai => "th",
        }
    }

    /// Returns its name in English: `German`.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "German",
            Self::French => "French",
            Self::Spanish => "Spanish",
            Self::Italian => "Italian",
            Self::Dutch => "Dutch",
            Self::Portuguese => "Portuguese",
            Self::Swedish => "Swedish",
            Self::Danish => "Danish",
            Self::Norwegian => "Norwegian",
            Self::Finnish => "Finnish",
            Self::Polish => "Polish",
            Self::Turkish => "Turkish",
            Self::Russian => "Russian",
            Self::Arabic => "Arabic",
            Self::Chinese => "Chinese",
            Self::Japanese => "Japanese",
            Self::Korean => "Korean",
            Self::Thai => "Thai",
        }
    }

    /// Returns the language of an ISO 639-1 code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// Returns the language's position in [`Language::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

/// Cuts words of one language down to their stems.
pub struct Stemmer {
    language: Language,
    algorithm: StemmerAlgorithm,
}

enum StemmerAlgorithm {
    /// Porter's Snowball stemmers.
    Snowball(Snowball),
    /// Yarovoy's simple Polish stemmer.
    Polish,
    /// Particles cut off the end of a noun.
    Korean,
    /// For languages whose words have no endings.
    None,
}

impl Clone for Stemmer {
    fn clone(&self) -> Self {
        Self::new(self.language)
    }
}

/// Returns whether a text says one of some phrases, the words of it one after
/// the other and in any form; text and phrases are normal ([`super::normal`]).
pub fn has_phrase<P: AsRef<str>>(text: &str, phrases: &[P], language: Language) -> bool {
    if phrases.is_empty() {
        return false;
    }
    let stemmer = Stemmer::new(language);
    let stems = |normal: &str| -> Vec<String> {
        normal.split(' ').map(|word| stemmer.stem(word)).collect()
    };
    let text = stems(text);
    phrases.iter().any(|phrase| {
        let wanted = stems(phrase.as_ref());
        text.windows(wanted.len()).any(|window| window == wanted)
    })
}

impl Stemmer {
    /// Returns the stemmer of a language.
    pub fn new(language: Language) -> Self {
        let snowball = |algorithm| StemmerAlgorithm::Snowball(Snowball::create(algorithm));
        let algorithm = match language {
            Language::English => snowball(Algorithm::English),
            Language::German => snowball(Algorithm::German),
            Language::French => snowball(Algorithm::French),
            Language::Spanish => snowball(Algorithm::Spanish),
            Language::Italian => snowball(Algorithm::Italian),
            Language::Dutch => snowball(Algorithm::Dutch),
            Language::Portuguese => snowball(Algorithm::Portuguese),
            Language::Swedish => snowball(Algorithm::Swedish),
            Language::Danish => snowball(Algorithm::Danish),
            Language::Norwegian => snowball(Algorithm::Norwegian),
            Language::Finnish => snowball(Algorithm::Finnish),
            Language::Turkish => snowball(Algorithm::Turkish),
            Language::Russian => snowball(Algorithm::Russian),
            Language::Arabic => snowball(Algorithm::Arabic),
            Language::Polish => StemmerAlgorithm::Polish,
            Language::Korean => StemmerAlgorithm::Korean,
            Language::Chinese | Language::Japanese | Language::Thai => StemmerAlgorithm::None,
        };
        Self {
            language,
            algorithm,
        }
    }

    /// Returns the stem of a word in any case: `Invoices` gives `invoic`.
    pub fn stem(&self, word: &str) -> String {
        let folded = folded(word);
        let bare = folded.strip_suffix("'s").unwrap_or(&folded);
        match &self.algorithm {
            StemmerAlgorithm::Snowball(snowball) => snowball.stem(bare).into_owned(),
            StemmerAlgorithm::Polish => polish_yarovoy(bare).into_owned(),
            StemmerAlgorithm::Korean => without_particle(bare).to_owned(),
            StemmerAlgorithm::None => bare.to_owned(),
        }
    }
}

/// What Korean puts after a noun to say what it does in a sentence, the longest
/// first.
const KOREAN_PARTICLES: [&str; 34] = [
    "에서는",
    "으로는",
    "이라고",
    "이라도",
    "에서도",
    "까지도",
    "에서",
    "에게",
    "에는",
    "에도",
    "으로",
    "로는",
    "부터",
    "까지",
    "보다",
    "처럼",
    "한테",
    "이나",
    "이랑",
    "라도",
    "마다",
    "밖에",
    "하고",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "도",
    "로",
    "만",
];

/// Syllables that a noun has at least, without its particle.
const KOREAN_NOUN: usize = 2;

fn without_particle(word: &str) -> &str {
    let ends = KOREAN_PARTICLES.iter();
    ends.filter_map(|particle| word.strip_suffix(particle))
        .find(|noun| noun.chars().count() >= KOREAN_NOUN)
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_singulars_share_a_stem() {
        let english = Stemmer::new(Language::English);
        assert_eq!(english.stem("Invoices"), english.stem("invoice"));
        let german = Stemmer::new(Language::German);
        assert_eq!(german.stem("Rechnungen"), german.stem("Rechnung"));
        let polish = Stemmer::new(Language::Polish);
        assert_eq!(polish.stem("faktury"), polish.stem("faktura"));
        let russian = Stemmer::new(Language::Russian);
        assert_eq!(russian.stem("доставки"), russian.stem("доставка"));
    }

    #[test]
    fn a_korean_noun_is_the_same_whatever_particle_follows() {
        let korean = Stemmer::new(Language::Korean);
        for word in ["배송이", "배송은", "배송에서", "배송"] {
            assert_eq!(korean.stem(word), "배송");
        }
        // Too short to be a noun and a particle.
        assert_eq!(korean.stem("차이"), "차이");
    }
}
