//! The sentence encoder inside the program, and what it said before.
//!
//! It reads sixteen languages alike, a few thousand sentences a second: for
//! what is mined where passages are few, and for languages that the vectors of
//! words do not know. What it says is remembered, in a study also on disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, PoisonError, RwLock};

use motif_distill::{CachedModel, EncoderFiles, Error, Rounded, SentenceEncoder, SentenceModel};
use ndarray::{Array1, Array2, Axis};
use sha2::{Digest, Sha256};

use super::lexicon::Utterance;
use super::unit::scale;
use crate::text::Language;

/// Reads the encoder when it is first asked.
static ENCODER: LazyLock<SentenceEncoder> = LazyLock::new(|| {
    let encoder = SentenceEncoder::read(EncoderFiles {
        pieces: motif_languages_1::PIECES,
        weights: motif_languages_1::WEIGHTS,
        table: &[
            motif_languages_1::TABLE,
            motif_languages_2::TABLE,
            motif_languages_3::TABLE,
        ],
    });
    encoder.expect("the encoder inside the program is whole")
});

/// What it said before. The lock is never held while it reads: that takes all
/// threads, and one of them may wait for the lock.
static SAID: LazyLock<RwLock<CachedModel<OwnEncoder>>> =
    LazyLock::new(|| RwLock::new(CachedModel::new(OwnEncoder::new())));

/// The encoder inside the program, which takes a fifth of a second to read:
/// not read where all that is asked was said before.
#[derive(Debug)]
struct OwnEncoder {
    fingerprint: String,
}

/// Its dimensions.
pub(super) const DIMENSIONS: usize = 384;

/// Returns what tells the encoder from any other.
pub(super) fn fingerprint() -> String {
    OwnEncoder::new().fingerprint
}

impl OwnEncoder {
    fn new() -> Self {
        let digest = Sha256::digest(motif_languages_1::WEIGHTS);
        Self {
            fingerprint: hex::encode(&digest[..8]),
        }
    }
}

impl SentenceModel for OwnEncoder {
    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    fn vectors(&self, texts: &[&str], done: &(dyn Fn(usize) + Sync)) -> Result<Array2<f32>, Error> {
        Ok(ENCODER.vectors(texts, done))
    }
}

/// Takes up what was said in earlier runs, kept in a folder, and adds to it.
pub(super) fn remember_in(folder: &Path) -> Result<(), Error> {
    let mut said = SAID.write().unwrap_or_else(PoisonError::into_inner);
    said.remember_in(folder)
}

/// Passes utterances through the encoder that it has not seen.
pub(super) fn learn(utterances: &[&Utterance]) {
    if utterances.is_empty() {
        return;
    }
    let texts: Vec<&str> = utterances.iter().map(|said| said.normal.as_str()).collect();
    SAID.write()
        .unwrap_or_else(PoisonError::into_inner)
        .forget_too_many();
    let unknown = {
        let said = SAID.read().unwrap_or_else(PoisonError::into_inner);
        said.unknown(&texts)
    };
    for some in unknown.chunks(STRIDE) {
        let vectors = ENCODER.vectors(some, &|_| {});
        let mut said = SAID.write().unwrap_or_else(PoisonError::into_inner);
        // What cannot be kept on disk is kept in memory all the same.
        let _ = said.keep(some, &vectors);
    }
}

/// Returns what utterances mean, one a row; zeros where the encoder has no
/// word of theirs.
pub(super) fn meanings(utterances: &[&Utterance]) -> Array2<f32> {
    let known: Vec<Option<Array1<f32>>> = {
        let said = SAID.read().unwrap_or_else(PoisonError::into_inner);
        utterances.iter().map(|of| said.known(&of.normal)).collect()
    };
    let mut rows = Array2::zeros((utterances.len(), DIMENSIONS));
    for ((mut row, known), said) in rows.axis_iter_mut(Axis(0)).zip(known).zip(utterances) {
        row.assign(&known.unwrap_or_else(|| {
            let vector = ENCODER.vectors(&[&said.normal], &|_| {});
            Rounded::new(vector.view()).table().row(0).to_owned()
        }));
    }
    rows
}

/// Returns what a few utterances mean, one a row of 384 numbers and of length
/// 1; those that the encoder has no word of are zeros.
pub fn sentence_meanings(utterances: &[&Utterance]) -> Array2<f32> {
    learn(utterances);
    let mut rows = meanings(utterances);
    rows.axis_iter_mut(Axis(0))
        .for_each(|mut row| scale(&mut row));
    rows
}

/// Returns the same as the encoder says it, and remembers nothing: for what is
/// kept elsewhere.
pub(super) fn read(utterances: &[&Utterance]) -> Array2<f32> {
    let texts: Vec<&str> = utterances.iter().map(|said| said.normal.as_str()).collect();
    ENCODER.vectors(&texts, &|_| {})
}

/// Texts that are read between two writes to disk.
const STRIDE: usize = 4096;

/// Which language most utterances are in, and how many are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spoken {
    most: Language,
    said: usize,
    all: usize,
}

impl Spoken {
    pub(super) fn in_all(utterances: &[Utterance]) -> Self {
        let mut spoken: BTreeMap<Language, usize> = BTreeMap::new();
        for said in utterances {
            *spoken.entry(said.language).or_default() += 1;
        }
        let most = spoken.into_iter().max_by_key(|(_, said)| *said);
        most.map_or_else(Self::default, |(most, said)| Self {
            most,
            said,
            all: utterances.len(),
        })
    }

    /// Returns the share of utterances in other languages.
    pub(super) fn others(self) -> f64 {
        (self.all - self.said) as f64 / self.all.max(1) as f64
    }

    /// Returns the main language, if one is by far the most spoken.
    pub(super) fn main(self) -> Option<Language> {
        (self.said as f64 >= MAIN * self.all as f64).then_some(self.most)
    }
}

/// The share of utterances from which on a language is the main one.
const MAIN: f64 = 0.66;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_said_in_two_languages_is_near() {
        let said = [
            ("the delivery was late", Language::English),
            ("die lieferung kam zu sp\u{e4}t", Language::German),
            ("la livraison \u{e9}tait en retard", Language::French),
            ("dostawa by\u{142}a op\u{f3}\u{17a}niona", Language::Polish),
            ("\u{9001}\u{8d27} \u{665a} \u{4e86}", Language::Chinese),
            ("the staff were very friendly", Language::English),
        ];
        let said = said.map(|(text, language)| Utterance::new(text, language));
        let rows = meanings(&said.iter().collect::<Vec<_>>());
        for other in 1..5 {
            let near = rows.row(0).dot(&rows.row(other));
            let far = rows.row(5).dot(&rows.row(other));
            assert!(near > far + 0.2, "{other}: {near} {far}");
        }
    }

    #[test]
    fn the_main_language_is_that_of_two_thirds() {
        let said = |english: usize, german: usize| {
            let of = |language| Utterance::new("x", language);
            let english = vec![of(Language::English); english];
            [english, vec![of(Language::German); german]].concat()
        };
        let main = |english, german| Spoken::in_all(&said(english, german)).main();
        assert_eq!(main(7, 3), Some(Language::English));
        assert_eq!(main(1, 9), Some(Language::German));
        assert_eq!(main(6, 4), None);
    }

    #[test]
    fn what_was_learnt_reads_as_what_was_not() {
        let said = Utterance::new("a sentence nobody else says", Language::English);
        let before = meanings(&[&said]);
        learn(&[&said, &said]);
        assert_eq!(meanings(&[&said]), before);
    }
}
