//! The pieces of words met before.
//!
//! Feedback repeats its words, and cutting one costs a hundred times what
//! looking its pieces up does.

use std::ops::Range;

use ahash::AHashMap;

/// The pieces of words met before.
#[derive(Default)]
pub(crate) struct KnownWords {
    numbers: AHashMap<Box<str>, u32>,
    /// For each word, where its pieces stand in `pieces`.
    places: Vec<Range<u32>>,
    pieces: Vec<u32>,
    /// For each word, the last text it was met in by who counts texts.
    met: Vec<u64>,
    /// The number of the text being read.
    text: u64,
}

/// More words than any feedback has: past this they are forgotten, so that a
/// stream of noise does not fill the memory.
const MOST_WORDS: usize = 1 << 18;

impl KnownWords {
    /// Returns the number of a word, which holds until words are forgotten.
    pub(crate) fn number(&mut self, word: &str, cut: impl FnOnce(&str) -> Vec<u32>) -> usize {
        if let Some(&number) = self.numbers.get(word) {
            return number as usize;
        }
        let start = self.pieces.len() as u32;
        self.pieces.extend(cut(word));
        let number = self.places.len();
        self.places.push(start..self.pieces.len() as u32);
        self.met.push(0);
        self.numbers.insert(word.into(), number as u32);
        number
    }

    /// Returns the pieces of a word, by its number.
    pub(crate) fn pieces(&self, number: usize) -> &[u32] {
        let place = &self.places[number];
        &self.pieces[place.start as usize..place.end as usize]
    }

    /// Says that another text begins, whose words are met anew.
    pub(crate) fn begin_text(&mut self) {
        self.text += 1;
    }

    /// Returns whether a word is met for the first time in this text.
    pub(crate) fn is_met_first(&mut self, number: usize) -> bool {
        std::mem::replace(&mut self.met[number], self.text) != self.text
    }

    /// To be called between texts: within one, numbers must hold.
    pub(crate) fn forget_too_many(&mut self) {
        if self.places.len() >= MOST_WORDS {
            let text = self.text;
            *self = Self::default();
            self.text = text;
        }
    }
}
