//! Words without their endings.

use rust_stemmers::{Algorithm, Stemmer as Snowball};

use super::language::Language;
use super::normalize::folded;

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
