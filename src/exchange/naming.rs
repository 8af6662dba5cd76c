//! Whether what motif calls a theme and what people call it share a word.

use std::collections::BTreeSet;

use crate::text::{Language, Stemmer, StopWords, words};

/// Words compared by their stems.
pub(super) struct Stems {
    stemmer: Stemmer,
    stop_words: StopWords,
}

impl Stems {
    /// Returns the way to compare words of a language.
    pub(super) fn new(language: Language) -> Self {
        Self {
            stemmer: Stemmer::new(language),
            stop_words: StopWords::new(language, &[]),
        }
    }

    /// Returns the first word of a name that is in one of the texts too.
    pub(super) fn shared<'a>(
        &self,
        name: &str,
        texts: impl Iterator<Item = &'a String>,
    ) -> Option<String> {
        let said: BTreeSet<String> = texts
            .flat_map(|text| self.stems(text))
            .map(|(_, stem)| stem)
            .collect();
        let own = self.stems(name).into_iter();
        own.filter(|(_, stem)| said.contains(stem))
            .map(|(word, _)| word)
            .next()
    }

    /// Cuts at underscores and hyphens too: codes are often called so.
    fn stems(&self, text: &str) -> Vec<(String, String)> {
        let text = text.replace(['_', '-', '/'], " ").to_lowercase();
        words(&text)
            .filter(|word| !self.stop_words.contains(word.text))
            .map(|word| (word.text.to_owned(), self.stemmer.stem(word.text)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_and_a_label_share_a_word_by_its_stem() {
        let stems = Stems::new(Language::English);
        let label = ["Late flights".to_owned(), "delayed, wait".to_owned()];
        let shared = |name: &str| stems.shared(name, label.iter());
        assert_eq!(shared("late_flight"), Some("late".into()));
        assert_eq!(shared("Delays & the rest"), Some("delays".into()));
        assert_eq!(shared("lost luggage"), None);
    }
}
