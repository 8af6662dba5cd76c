//! A text as tools for qualitative analysis read it alike.

use std::borrow::Cow;

/// Returns a text with every line ending as `\n` and without a byte-order
/// mark at its beginning.
///
/// Tools do not agree whether `\r\n` is one character or two, and some keep
/// the mark as a character and some do not: without them, all count the same.
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Counts positions of a text in characters of its plain form.
pub(super) struct Ruler {
    /// For each byte of the text at which a character begins, how many
    /// characters of the plain text stand before it; and one for the end.
    before: Vec<(usize, usize)>,
}

impl Ruler {
    pub(super) fn new(text: &str) -> Self {
        let body = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut before = Vec::with_capacity(text.len() + 1);
        let (mut count, mut last) = (0, ' ');
        for (at, character) in text.char_indices() {
            // Between `\r` and `\n` is after the line.
            before.push((at, count));
            let is_second = last == '\r' && character == '\n';
            count += usize::from(at >= body && !is_second);
            last = character;
        }
        before.push((text.len(), count));
        Self { before }
    }

    /// Returns how many characters stand before a byte.
    pub(super) fn characters(&self, byte: usize) -> usize {
        let at = self.before.partition_point(|(start, _)| *start < byte);
        self.before[at.min(self.before.len() - 1)].1
    }

    /// Returns the byte that so many characters stand before: never one within
    /// a line's ending. `None` past the end.
    pub(super) fn byte(&self, characters: usize) -> Option<usize> {
        let after = self
            .before
            .partition_point(|(_, count)| *count <= characters);
        let (byte, count) = *self.before.get(after.checked_sub(1)?)?;
        (count == characters).then_some(byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_endings_are_one_character_and_the_mark_is_none() {
        let text = "\u{feff}a\r\nb😀\rc";
        assert_eq!(plain(text), "a\nb😀\nc");
        let ruler = Ruler::new(text);
        let at = |part: &str| ruler.characters(text.find(part).unwrap());
        assert_eq!((at("a"), at("b"), at("😀"), at("c")), (0, 2, 3, 5));
        assert_eq!(ruler.characters(text.len()), 6);
    }

    proptest! {
        #[test]
        fn every_place_is_found_again(text in "[\\r\\n a😀é\u{feff}]{0,30}") {
            let (ruler, plain) = (Ruler::new(&text), plain(&text));
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let is_whole = |at: &usize| !text[..*at].ends_with('\r') || !text[*at..].starts_with('\n');
            let body = text.len() - text.trim_start_matches('\u{feff}').len();
            let places: Vec<usize> = places.into_iter().filter(is_whole).filter(|at| *at >= body).collect();
            for (index, &start) in places.iter().enumerate() {
                for &end in &places[index..] {
                    let (from, to) = (ruler.characters(start), ruler.characters(end));
                    let said: String = plain.chars().skip(from).take(to - from).collect();
                    prop_assert_eq!(text[start..end].replace("\r\n", "\n").replace('\r', "\n"), said);
                    prop_assert_eq!((ruler.byte(from), ruler.byte(to)), (Some(start), Some(end)));
                }
            }
        }
    }
}
