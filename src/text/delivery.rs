//! How well something said out loud stands alone.
//!
//! Takes a sentence; sees how much of it only fills time or says the same
//! again, whether it leans on what was said before it, and whether it breaks
//! off. Written comments are hardly ever so.

use super::language::Language;
use super::statements::fillers;
use super::stopwords::is_function_word;
use super::words::words;

/// How something was said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is heard by itself")]
pub struct Delivery {
    /// The share of words that only fill time, or say the one before again.
    pub halting: f64,
    /// Whether it begins with what only the sentence before explains: "that's
    /// because".
    pub leans: bool,
    /// Whether it points at something said before, wherever: "those labels".
    pub points_back: bool,
    /// Whether it says what the speaker met with: "we had to".
    pub is_own: bool,
    /// Whether it only supposes: "maybe it is", "if it breaks".
    pub supposes: bool,
    /// Whether it ends with a word that another must follow: "and then the".
    pub breaks_off: bool,
}

impl Delivery {
    /// Hears a sentence.
    pub fn new(sentence: &str, language: Language) -> Self {
        let said: Vec<String> = words(sentence)
            .map(|word| word.text.to_lowercase())
            .collect();
        let again = said.windows(2).filter(|two| two[0] == two[1]).count();
        let idle = fillers(sentence, language) + again;
        let first = said.first().map(|first| bare(first));
        let open = said.last().is_none_or(|last| BINDING.contains(&&**last));
        Self {
            halting: idle as f64 / said.len().max(1) as f64,
            points_back: said.iter().any(|word| POINTING.contains(&bare(word))),
            is_own: said.iter().any(|word| OWN.contains(&bare(word))),
            supposes: first.is_some_and(|first| SUPPOSING.contains(&first)),
            leans: first.is_some_and(|first| LEANING.contains(&first)),
            breaks_off: open
                || sentence
                    .trim_end_matches(['.', '!', ' '])
                    .ends_with([',', '-', '–', '…'])
                || said.iter().all(|word| is_function_word(word)),
        }
    }
}

/// Returns a word without what an apostrophe joins to it: "that's" is "that".
fn bare(word: &str) -> &str {
    word.split(['\'', '’']).next().unwrap_or_default()
}

/// Words that point at something said before.
const POINTING: [&str; 22] = [
    "this", "these", "those", "such", "it", "them", "diese", "dieser", "dieses", "solche", "cela",
    "ceci", "ces", "esto", "esos", "estas", "questo", "queste", "isso", "estes", "deze", "dit",
];

/// Words by which speakers speak of themselves.
const OWN: [&str; 30] = [
    "we", "our", "us", "i", "my", "me", "wir", "unser", "unsere", "uns", "ich", "mein", "nous",
    "notre", "nos", "je", "nosotros", "nuestro", "nuestra", "tenemos", "noi", "nostro", "nostra",
    "abbiamo", "nós", "nosso", "nossa", "temos", "wij", "onze",
];

/// Words that begin what is only supposed.
const SUPPOSING: [&str; 12] = [
    "maybe",
    "if",
    "perhaps",
    "imagine",
    "suppose",
    "vielleicht",
    "wenn",
    "peut",
    "si",
    "quizás",
    "forse",
    "misschien",
];

/// Words that join a sentence to the one before.
const LEANING: [&str; 50] = [
    "and", "but", "because", "cause", "cuz", "which", "that", "then", "or", "where", "than", "it",
    "this", "these", "those", "he", "she", "they", "whose", "und", "aber", "weil", "dann", "oder",
    "das", "dass", "es", "et", "mais", "parce", "qui", "que", "ça", "c", "y", "pero", "porque",
    "eso", "e", "ma", "perché", "quello", "mas", "isso", "en", "maar", "want", "dat", "dus",
    "omdat",
];

/// Words that another must follow.
const BINDING: [&str; 101] = [
    "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "for", "with", "from",
    "by", "as", "is", "are", "was", "were", "be", "that", "which", "who", "because", "if", "when",
    "than", "so", "my", "our", "your", "their", "its", "we", "i", "they", "he", "she", "about",
    "into", "like", "um", "uh", "some", "still", "more", "less", "very", "really", "quite", "just",
    "even", "not", "don't", "doesn't", "can't", "too", "such", "these", "those", "this", "have",
    "has", "had", "can", "could", "will", "would", "und", "oder", "der", "die", "das", "ein",
    "eine", "mit", "zu", "von", "dass", "weil", "et", "ou", "de", "le", "la", "les", "un", "une",
    "que", "y", "el", "los", "o", "e", "il", "di", "en", "het", "een", "van",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(sentence: &str) -> Delivery {
        Delivery::new(sentence, Language::English)
    }

    #[test]
    fn fillers_and_repeats_are_halting() {
        assert!(heard("The labels are wrong.").halting < 1e-9);
        let halting = heard("The, um, the the labels are wrong").halting;
        assert!((halting - 2.0 / 7.0).abs() < 1e-9, "{halting}");
    }

    #[test]
    fn what_only_the_sentence_before_explains_leans() {
        assert!(heard("That's because the labels are wrong").leans);
        assert!(heard("And then it broke").leans);
        assert!(!heard("The labels are wrong because of that").leans);
    }

    #[test]
    fn a_sentence_without_an_end_breaks_off() {
        assert!(heard("to make sure that the data is still.").breaks_off);
        assert!(heard("But not to me .").breaks_off);
        assert!(!heard("We lost the labels.").breaks_off);
    }
}
