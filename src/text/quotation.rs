//! What stands in quotation marks: in notes, the words that were said.

use crate::feedback::Span;

/// Returns the stretches of a text that are quoted, in order: between marks on
/// one line, and lines that begin with `>`.
pub fn quotations(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if line.trim_start().starts_with('>') {
            let end = start + line.trim_end().len();
            spans.push(Span { start, end });
        } else {
            spans.extend(marked(line).into_iter().map(|span| span.shifted(start)));
        }
        start += line.len();
    }
    spans
}

/// Returns what stands between marks on a line; a mark that is never closed
/// quotes nothing.
fn marked(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<(usize, &[char])> = None;
    for (at, c) in line.char_indices() {
        match open {
            Some((start, close)) if close.contains(&c) => {
                spans.push(Span { start, end: at });
                open = None;
            }
            Some(_) => {}
            None => open = closing(c).map(|close| (at + c.len_utf8(), close)),
        }
    }
    spans
}

/// Returns what closes a quotation that a mark opens. An apostrophe opens none.
fn closing(mark: char) -> Option<&'static [char]> {
    Some(match mark {
        '"' => &['"'],
        '\u{201c}' => &['\u{201d}', '"'],
        '\u{201d}' => &['\u{201d}'],
        '\u{201e}' => &['\u{201c}', '\u{201d}', '"'],
        '\u{ab}' => &['\u{bb}'],
        '\u{bb}' => &['\u{ab}', '\u{bb}'],
        _ => return None,
    })
}

/// Returns whether a place in a text is, for the most part, quoted.
pub fn is_quoted(text: &str, place: Span) -> bool {
    let letters = |span: Span| {
        span.slice(text)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .count()
    };
    let inside = quotations(text).into_iter().filter_map(|quoted| {
        let (start, end) = (quoted.start.max(place.start), quoted.end.min(place.end));
        (start < end).then_some(Span { start, end })
    });
    inside.map(letters).sum::<usize>() * 2 > letters(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        quotations(text)
            .into_iter()
            .map(|span| span.slice(text))
            .collect()
    }

    #[test]
    fn marks_of_several_languages_quote() {
        assert_eq!(
            quoted(
                "She said \"too dear\", „zu teuer“, « trop cher » and “it’s dear”.\n> all of it\nno 5\" nail"
            ),
            [
                "too dear",
                "zu teuer",
                " trop cher ",
                "it’s dear",
                "> all of it"
            ]
        );
    }

    #[test]
    fn a_sentence_is_quoted_where_most_of_it_is() {
        let text = "- \"It hangs every day\", she said. The \"board\" hangs every day.";
        let place = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        assert!(is_quoted(text, place("It hangs every day\", she said.")));
        assert!(!is_quoted(text, place("The \"board\" hangs every day.")));
    }
}
