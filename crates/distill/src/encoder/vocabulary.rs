//! The pieces that words are cut into: a unigram vocabulary (Kudo 2018).

use std::sync::OnceLock;

use ahash::AHashSet;
use tokenizers::Tokenizer;
use tokenizers::models::unigram::Unigram;
use tokenizers::pre_tokenizers::metaspace::{Metaspace, PrependScheme};

/// A list of pieces.
pub(super) struct PieceVocabulary {
    /// One a line, each with a tab and its log-probability.
    lines: Box<str>,
    /// A tokenizer of all of them, once it is needed.
    whole: OnceLock<Tokenizer>,
}

/// Cuts words into pieces.
pub(super) enum WordCutter<'a> {
    /// Any words.
    Any(&'a Tokenizer),
    /// Those words whose pieces the tokenizer has: with the place of each of
    /// its pieces in the vocabulary.
    These(Box<Tokenizer>, Vec<u32>),
}

/// Less likely than any piece.
const UNLIKELY: f64 = -25.0;

/// What is not in the vocabulary.
const UNKNOWN: &str = "<unk>";

/// Before the first piece of a word.
const BEGIN: char = '▁';

/// Texts with so many bytes together are a query: only the pieces in them are
/// put in a tokenizer, since that of all 128,000 takes a tenth of a second.
const FEW: usize = 400;

impl PieceVocabulary {
    /// Reads a list, or says what is wrong with it.
    pub(super) fn read(lines: &str) -> Result<Self, String> {
        for line in lines.lines() {
            let (_, score) = line.split_once('\t').ok_or("a piece has no score")?;
            score.parse::<f64>().map_err(|_| "a score is no number")?;
        }
        Ok(Self {
            lines: lines.into(),
            whole: OnceLock::new(),
        })
    }

    /// Returns the place of the piece that begins a word and is nothing else.
    pub(super) fn word_begins(&self) -> Option<u32> {
        let mut buffer = [0; 4];
        let begin: &str = BEGIN.encode_utf8(&mut buffer);
        self.pieces()
            .find(|(_, piece, _)| *piece == begin)
            .map(|(place, ..)| place)
    }

    /// Returns what cuts the words of some texts, where words stand between
    /// single spaces.
    pub(super) fn cutter<T: AsRef<str>>(&self, texts: &[T]) -> WordCutter<'_> {
        let bytes: usize = texts.iter().map(|text| text.as_ref().len()).sum();
        if bytes > FEW || self.whole.get().is_some() {
            return WordCutter::Any(self.whole.get_or_init(|| tokenizer(self.pieces()).0));
        }
        let words = texts.iter().flat_map(|text| text.as_ref().split(' '));
        let words: Vec<String> = words.map(|word| format!("{BEGIN}{word}")).collect();
        let inside: AHashSet<&str> = words.iter().flat_map(|word| substrings(word)).collect();
        let some = self.pieces();
        let (tokenizer, places) = tokenizer(some.filter(|(_, piece, _)| inside.contains(piece)));
        WordCutter::These(Box::new(tokenizer), places)
    }

    /// Returns the pieces with their place, from 1, and log-probability.
    fn pieces(&self) -> impl Iterator<Item = (u32, &str, &str)> {
        (1..).zip(self.lines.lines()).map(|(place, line)| {
            let (piece, score) = line.split_once('\t').expect("it was read");
            (place, piece, score)
        })
    }
}

impl WordCutter<'_> {
    /// Returns the places of a word's pieces in the vocabulary; 0 is what it
    /// does not have.
    pub(super) fn cut(&self, word: &str) -> Vec<u32> {
        let (tokenizer, places) = match self {
            Self::Any(tokenizer) => (*tokenizer, None),
            Self::These(tokenizer, places) => (&**tokenizer, Some(places)),
        };
        let Ok(encoding) = tokenizer.encode_fast(word, false) else {
            return Vec::new();
        };
        let ids = encoding.get_ids().iter();
        ids.map(|&id| places.map_or(id, |places| places[id as usize]))
            .collect()
    }
}

/// Returns a tokenizer of some pieces, and the place of each.
fn tokenizer<'a>(pieces: impl Iterator<Item = (u32, &'a str, &'a str)>) -> (Tokenizer, Vec<u32>) {
    let mut listed = vec![(UNKNOWN.to_owned(), UNLIKELY)];
    let mut places = vec![0];
    for (place, piece, score) in pieces {
        listed.push((piece.to_owned(), score.parse().expect("it was read")));
        places.push(place);
    }
    let model = Unigram::from(listed, Some(0), false);
    let mut tokenizer = Tokenizer::new(model.expect("the unknown piece is the first"));
    tokenizer.with_pre_tokenizer(Some(Metaspace::new(BEGIN, PrependScheme::Always, true)));
    (tokenizer, places)
}

/// Returns every part of a word.
fn substrings(word: &str) -> impl Iterator<Item = &str> {
    let ends = |start: usize| {
        let rest = &word[start..];
        rest.char_indices()
            .map(move |(at, letter)| &rest[..at + letter.len_utf8()])
    };
    word.char_indices().flat_map(move |(start, _)| ends(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_cut_as_it_is_among_many_texts() {
        let lines = "▁\t-2\n▁slow\t-6\ns\t-9\nlow\t-7\nl\t-8\no\t-8\nw\t-8\n▁s\t-5\nlo\t-6.5\n";
        let vocabulary = PieceVocabulary::read(lines).unwrap();
        let words = ["slow", "slowlow", "los", "slower", "", "ж"];
        let few: Vec<Vec<u32>> = words
            .iter()
            .map(|word| vocabulary.cutter(&[word]).cut(word))
            .collect();
        let long = "slow ".repeat(FEW);
        let whole = vocabulary.cutter(&[long]);
        assert!(matches!(whole, WordCutter::Any(_)));
        let all: Vec<Vec<u32>> = words.iter().map(|word| whole.cut(word)).collect();
        assert_eq!(few, all);
        assert!(all[3].contains(&0));
    }

    #[test]
    fn a_list_without_scores_is_refused() {
        assert!(PieceVocabulary::read("▁slow").is_err());
        assert!(PieceVocabulary::read("▁slow\tmuch").is_err());
    }
}
