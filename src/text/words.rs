//! The words of a text and where they stand.

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

use super::scripts::{has_unspaced, is_hangul, is_unspaced};
use crate::feedback::Span;

/// A word and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// Returns the words of a text by the rules of Unicode (UAX #29), and by a
/// dictionary where the script has no spaces between them; without the parts of
/// web and mail addresses and handles.
///
/// `"I don't use @pontoon"` gives `I`, `don't`, `use`, and `"配送太慢"` gives
/// `配送`, `太慢`.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let indices = if has_unspaced(text) {
        WordIndices::Cut(cut(text, BY_DICTIONARY).into_iter())
    } else {
        WordIndices::Spaced(text.unicode_word_indices())
    };
    without_addresses(text, indices)
}

/// Returns how many words a text has: stretches between spaces, or words where
/// the script has no spaces.
pub fn word_count(text: &str) -> usize {
    if has_unspaced(text) {
        words(text).count()
    } else {
        text.split_whitespace().count()
    }
}

/// Returns a text with spaces between words of scripts that have none:
/// `"配送太慢，真的"` gives `"配送 太慢 ，真的"`.
pub fn spaced(text: &str) -> Cow<'_, str> {
    if !has_unspaced(text) {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len() * 2);
    let mut end = 0;
    for word in words(text).filter(|word| word.text.starts_with(is_unspaced)) {
        for at in [word.span.start, word.span.end] {
            spaced.push_str(&text[end..at]);
            if !spaced.ends_with(' ') {
                spaced.push(' ');
            }
            end = at;
        }
    }
    spaced.push_str(&text[end..]);
    Cow::Owned(spaced)
}

/// Returns the words of a text as they are searched for: those of scripts
/// without spaces, and Korean ones, are cut into their characters. A word that
/// is asked for is then a phrase of characters, found whatever stands beside it.
///
/// `"배송 late"` gives `배`, `송`, `late`.
pub fn searchable_words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let indices = if text.chars().any(is_searched_by_character) {
        WordIndices::Cut(cut(text, BY_CHARACTER).into_iter())
    } else {
        WordIndices::Spaced(text.unicode_word_indices())
    };
    without_addresses(text, indices)
}

/// Returns whether a character is searched for by itself.
pub fn is_searched_by_character(c: char) -> bool {
    is_unspaced(c) || is_hangul(c)
}

/// Words and where they begin.
enum WordIndices<'a> {
    Spaced(UnicodeWordIndices<'a>),
    Cut(std::vec::IntoIter<(usize, &'a str)>),
}

impl<'a> Iterator for WordIndices<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Spaced(words) => words.next(),
            Self::Cut(words) => words.next(),
        }
    }
}

/// Cuts a text into words by the rules of Unicode, and its stretches without
/// spaces by another rule.
fn cut(text: &str, rule: CutRule) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        let is_cut = rest.starts_with(rule.cuts);
        let length = rest.find(|c| (rule.cuts)(c) != is_cut);
        let stretch = &rest[..length.unwrap_or(rest.len())];
        if is_cut {
            let ends = (rule.ends)(stretch);
            let starts = std::iter::once(0).chain(ends.iter().copied());
            words.extend(
                starts
                    .zip(&ends)
                    .map(|(from, to)| (start + from, &stretch[from..*to]))
                    .filter(|(_, word)| word.contains(char::is_alphanumeric)),
            );
        } else {
            let spaced = stretch.unicode_word_indices();
            words.extend(spaced.map(|(at, word)| (start + at, word)));
        }
        start += stretch.len();
    }
    words
}

/// Which characters are not cut by the rules of Unicode, and where a stretch of
/// them is.
#[derive(Clone, Copy)]
struct CutRule {
    cuts: fn(char) -> bool,
    /// Returns where the words of a stretch end.
    ends: fn(&str) -> Vec<usize>,
}

const BY_DICTIONARY: CutRule = CutRule {
    cuts: is_unspaced,
    ends: dictionary_ends,
};

const BY_CHARACTER: CutRule = CutRule {
    cuts: is_searched_by_character,
    ends: character_ends,
};

/// ICU's dictionary of Chinese and Japanese, and its models of Thai and others.
fn dictionary_ends(stretch: &str) -> Vec<usize> {
    static SEGMENTER: LazyLock<icu_segmenter::WordSegmenterBorrowed<'static>> =
        LazyLock::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));
    // Between scripts, a mark may be cut off its letter.
    let characters = character_ends(stretch);
    let is_whole = |end: &usize| characters.binary_search(end).is_ok();
    let cuts = SEGMENTER.segment_str(stretch).skip(1);
    let ends: Vec<usize> = cuts.filter(is_whole).collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let words: Vec<&str> = starts
        .zip(&ends)
        .map(|(start, end)| &stretch[start..*end])
        .collect();
    let stands = |at: usize| {
        let begins_with_rest = at == 0 && is_thai_consonant(words[at]);
        let rest_follows = words
            .get(at + 1)
            .is_some_and(|next| is_thai_consonant(next));
        !begins_with_rest && !rest_follows
    };
    let last = words.len().saturating_sub(1);
    (0..words.len())
        .filter(|at| *at == last || stands(*at))
        .map(|at| ends[at])
        .collect()
}

/// Returns whether a piece is a Thai consonant alone, which is no word: the
/// model at times cuts `มาก` into `มา` and `ก`.
fn is_thai_consonant(piece: &str) -> bool {
    let mut letters = piece.chars();
    matches!(letters.next(), Some('\u{e01}'..='\u{e2e}')) && letters.next().is_none()
}

fn character_ends(stretch: &str) -> Vec<usize> {
    let characters = stretch.grapheme_indices(true);
    characters.map(|(at, it)| at + it.len()).collect()
}

fn without_addresses<'a>(
    text: &'a str,
    indices: WordIndices<'a>,
) -> impl Iterator<Item = Word<'a>> {
    let mut skipped_to = 0;
    indices.filter_map(move |(start, word)| {
        if start < skipped_to {
            return None;
        }
        if let Some(end) = address_end(text, start) {
            skipped_to = end;
            return None;
        }
        let end = start + word.len();
        Some(Word {
            text: word,
            span: Span { start, end },
        })
    })
}

/// Returns where the address or handle that begins at this word ends.
fn address_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let after_at = start > 0 && bytes[start - 1] == b'@';
    let chunk = || {
        let length = text[start..]
            .find(char::is_whitespace)
            .unwrap_or(text.len() - start);
        &text[start..start + length]
    };
    if after_at {
        return Some(start + handle_length(&text[start..]));
    }
    let could_be_web = matches!(bytes[start], b'h' | b'H' | b'w' | b'W');
    if could_be_web {
        let chunk = chunk();
        let head = chunk.get(..8).unwrap_or(chunk).to_ascii_lowercase();
        if ["http://", "https://", "www."]
            .iter()
            .any(|web| head.starts_with(web))
        {
            return Some(start + chunk.len());
        }
    }
    None
}

fn handle_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-')))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn addresses_and_handles_are_no_words() {
        assert_eq!(
            texts("Hi @united, see https://t.co/Ab1 or www.x.org/y now"),
            ["Hi", "see", "or", "now"]
        );
    }

    #[test]
    fn words_without_spaces_are_cut_by_a_dictionary() {
        assert_eq!(texts("配送太慢，app很好"), ["配送", "太慢", "app", "很好"]);
        assert_eq!(texts("サポートの返信"), ["サポート", "の", "返信"]);
        assert_eq!(texts("อาหารอร่อยมาก"), ["อาหาร", "อร่อย", "มาก"]);
        assert_eq!(texts("สะดวกมาก"), ["สะดวก", "มาก"]);
        assert_eq!(texts("배송이 느려요"), ["배송이", "느려요"]);
    }

    #[test]
    fn a_mark_stays_with_its_letter_between_scripts() {
        assert_eq!(texts("豈\u{ec8}"), ["豈\u{ec8}"]);
    }

    #[test]
    fn words_without_spaces_are_searched_by_character() {
        let searched: Vec<&str> = searchable_words("배송 late 太慢")
            .map(|word| word.text)
            .collect();
        assert_eq!(searched, ["배", "송", "late", "太", "慢"]);
    }

    #[test]
    fn slicing_the_text_by_a_words_place_gives_the_word() {
        let text = "Über-teuer 😀, c'est naïf 配送が遅い。ช้า\r\n";
        for word in words(text).chain(searchable_words(text)) {
            assert_eq!(word.span.slice(text), word.text);
        }
    }
}
