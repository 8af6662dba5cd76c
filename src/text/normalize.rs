//! The form of a word or passage that is compared.

use std::borrow::Cow;

use tokenizers::normalizers::{Lowercase, NFKC};
use tokenizers::{NormalizedString, Normalizer};

use super::scripts::{has_unspaced, is_unspaced};
use super::words::words;

/// Returns a word in compatibility form (NFKC), lower case, with straight
/// apostrophes.
///
/// `"Ｄon’t"` gives `don't`.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut normalized = NormalizedString::from(word);
    NFKC.normalize(&mut normalized)
        .and_then(|()| Lowercase.normalize(&mut normalized))
        .expect("NFKC and lower case are defined for every text");
    // Turkish `İ` comes out as an `i` with a dot above it.
    normalized
        .get()
        .replace('\u{2019}', "'")
        .replace("i\u{307}", "i")
}

/// Returns words in lower case, with one space between two and no signs:
/// `Account-Name (old)` gives `account name old`.
pub fn plain_words(words: &str) -> String {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let plain: String = words.to_lowercase().chars().map(letters).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a word as the lists are compared: without apostrophes, which people
/// drop, and without an elided article: `l'erreur` is `erreur`.
pub(super) fn spelled(word: &str) -> String {
    let folded = folded(word);
    match folded.split_once('\'') {
        Some((article, noun)) if article.chars().count() == 1 || article == "qu" => noun.into(),
        Some(_) => folded.replace('\'', ""),
        None => folded,
    }
}

/// Returns what two passages have in common when they are the same answer:
/// their words, folded, one space between.
///
/// `"Great service!!"` and `"great  Service"` both give `great service`.
/// A passage without words gives its trimmed self, so that `"👍"` is not `"-"`.
pub fn normal(passage: &str) -> String {
    let mut joined = String::with_capacity(passage.len());
    for word in words(passage) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        if word.text.is_ascii() {
            joined.extend(
                word.text
                    .bytes()
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            );
        } else {
            joined.push_str(&folded(word.text));
        }
    }
    if joined.is_empty() {
        joined.push_str(passage.trim());
    }
    joined
}

/// Returns a normal form as it is written: without the spaces between words of
/// scripts that have none.
pub fn running(normal: &str) -> Cow<'_, str> {
    if !has_unspaced(normal) {
        return Cow::Borrowed(normal);
    }
    let mut running = String::with_capacity(normal.len());
    for word in normal.split(' ') {
        let parted = !running.ends_with(is_unspaced) || !word.starts_with(is_unspaced);
        if parted && !running.is_empty() {
            running.push(' ');
        }
        running.push_str(word);
    }
    Cow::Owned(running)
}

/// Returns whether a text is its own normal form, as far as a glance tells.
pub(super) fn is_normal(text: &str) -> bool {
    let mut before = b' ';
    let plain = text.bytes().all(|byte| {
        let fits = byte.is_ascii_lowercase() || byte == b' ' && before != b' ';
        before = byte;
        fits
    });
    plain && before != b' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_case_make_no_other_answer() {
        assert_eq!(normal("Great service!!"), normal(" great  Service"));
    }

    #[test]
    fn full_width_letters_and_typographic_apostrophes_are_folded() {
        assert_eq!(normal("Ｄon’t"), "don't");
        assert_eq!(normal("İade"), "iade");
    }

    #[test]
    fn a_script_without_spaces_is_written_without_them() {
        assert_eq!(normal("配送太慢，App很好"), "配送 太慢 app 很好");
        assert_eq!(running("配送 太慢 app 很好"), "配送太慢 app 很好");
        assert_eq!(running("slow app"), "slow app");
    }

    #[test]
    fn what_passes_for_normal_is() {
        for text in ["great service", "a b", "x"] {
            assert!(is_normal(text) && normal(text) == text);
        }
        for text in ["", " a", "a ", "a  b", "don't", "Great", "caf\u{e9}", "10"] {
            assert!(!is_normal(text), "{text}");
        }
    }

    #[test]
    fn a_passage_without_words_stays_itself() {
        assert_eq!(normal(" 👍 "), "👍");
        assert_ne!(normal("👍"), normal("-"));
    }
}
