//! The words of a text and where they stand.

use unicode_segmentation::UnicodeSegmentation;

use crate::feedback::Span;

/// A word and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// Returns the words of a text by the rules of Unicode (UAX #29), without
/// the parts of web and mail addresses and handles.
///
/// `"I don't use @pontoon"` gives `I`, `don't`, `use`.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut skipped_to = 0;
    text.unicode_word_indices()
        .filter_map(move |(start, word)| {
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
    fn slicing_the_text_by_a_words_place_gives_the_word() {
        let text = "Über-teuer 😀, c'est naïf\r\n";
        for word in words(text) {
            assert_eq!(word.span.slice(text), word.text);
        }
    }
}
