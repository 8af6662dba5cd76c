//! The languages motif can read, and the stems of their words. `detect` says
//! which language a text is in.

use rust_stemmers::{Algorithm, Stemmer as Snowball};
use serde::{Deserialize, Serialize};

use super::normalize::folded;

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

/// Cuts words of one language down to their stems (Snowball).
pub struct Stemmer {
    language: Language,
    snowball: Snowball,
}

impl Clone for Stemmer {
    fn clone(&self) -> Self {
        Self::new(self.language)
    }
}

impl Stemmer {
    /// Returns the stemmer of a language.
    pub fn new(language: Language) -> Self {
        let algorithm = match language {
            Language::English => Algorithm::English,
            Language::German => Algorithm::German,
            Language::French => Algorithm::French,
            Language::Spanish => Algorithm::Spanish,
            Language::Italian => Algorithm::Italian,
            Language::Dutch => Algorithm::Dutch,
            Language::Portuguese => Algorithm::Portuguese,
            Language::Swedish => Algorithm::Swedish,
            Language::Danish => Algorithm::Danish,
            Language::Norwegian => Algorithm::Norwegian,
            Language::Finnish => Algorithm::Finnish,
        };
        Self {
            language,
            snowball: Snowball::create(algorithm),
        }
    }

    /// Returns the stem of a word in any case: `Invoices` gives `invoic`.
    pub fn stem(&self, word: &str) -> String {
        let folded = folded(word);
        let bare = folded.strip_suffix("'s").unwrap_or(&folded);
        self.snowball.stem(bare).into_owned()
    }
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
    }
}
