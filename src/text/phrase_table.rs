//! Listed words and phrases, found in the words of a clause.
//!
//! Takes lines of a list, one word or phrase each, `*` for any ending; gives
//! what stands under the longest that begins at a word. What the values mean
//! is for those who ask.

use ahash::AHashMap;

use super::normalize::spelled;
use super::words::words;

/// Words of the longest phrase that is read.
pub(super) const LONGEST: usize = 6;

/// Words and phrases, and what is listed under them.
pub(super) struct PhraseTable<V> {
    whole: AHashMap<String, V>,
    /// Those that stand for any ending.
    begun: AHashMap<String, V>,
    /// How many words the longest phrase has that begins with a word; a phrase
    /// of one word is not among them.
    reach: AHashMap<String, usize>,
}

impl<V> Default for PhraseTable<V> {
    fn default() -> Self {
        Self {
            whole: AHashMap::new(),
            begun: AHashMap::new(),
            reach: AHashMap::new(),
        }
    }
}

impl<V: Copy> PhraseTable<V> {
    /// Lists a line of words: `keep inform*`.
    pub(super) fn add(&mut self, line: &str, value: V) {
        let (line, list) = match line.strip_suffix('*') {
            Some(begun) => (begun, &mut self.begun),
            None => (line, &mut self.whole),
        };
        let words: Vec<String> = words(line).map(|word| spelled(word.text)).collect();
        list.insert(words.join(" "), value);
        if let [first, _, ..] = &words[..] {
            let reach = self.reach.entry(first.clone()).or_default();
            *reach = words.len().max(*reach);
        }
    }

    /// Returns the words of the longest phrase that begins at a word, and what
    /// is listed under it; the words as `spelled` gives them.
    pub(super) fn longest_at(&self, words: &[String], at: usize) -> Option<(usize, V)> {
        let reach = self.reach.get(&words[at]).copied().unwrap_or(1);
        let longest = reach.min(LONGEST).min(words.len() - at);
        let phrase = |length: usize| match length {
            1 => self.value(&words[at]),
            _ => self.value(&words[at..at + length].join(" ")),
        };
        let mut lengths = (1..=longest).rev();
        lengths.find_map(|length| Some((length, phrase(length)?)))
    }

    /// Returns whether some phrase begins at a word.
    pub(super) fn begins_at(&self, words: &[String], at: usize) -> bool {
        self.longest_at(words, at).is_some()
    }

    fn value(&self, phrase: &str) -> Option<V> {
        let last_word = phrase.rfind(' ').map_or(0, |space| space + 1);
        let begun = || {
            let ends = phrase.char_indices().rev().map(|(at, _)| at);
            std::iter::once(phrase.len())
                .chain(ends.take_while(|at| *at > last_word))
                .find_map(|end| self.begun.get(&phrase[..end]))
        };
        let begun = || (!self.begun.is_empty()).then(begun).flatten();
        self.whole.get(phrase).or_else(begun).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_counts_and_a_star_stands_for_any_ending() {
        let mut table = PhraseTable::default();
        for (line, value) in [
            ("good", 1),
            ("good morning", 2),
            ("keep inform*", 3),
            ("fab*", 4),
        ] {
            table.add(line, value);
        }
        let found = |text: &str| {
            let words: Vec<String> = text.split(' ').map(spelled).collect();
            table.longest_at(&words, 0)
        };
        assert_eq!(found("good morning all"), Some((2, 2)));
        assert_eq!(found("good day"), Some((1, 1)));
        assert_eq!(found("keep informing us"), Some((2, 3)));
        assert_eq!(found("fabulous"), Some((1, 4)));
        assert_eq!(found("keep"), None);
    }
}
