//! What sentences and names mean, by the encoder inside the program.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::sentences::SpokenSentence;
use crate::corpus::Corpus;
use crate::text::{Language, normal};
use crate::vectorize::{Utterance, scale, sentence_meanings};

/// What some sentences mean: vectors of length 1.
pub(super) struct Meanings {
    /// The row of each sentence that was read.
    rows: BTreeMap<usize, usize>,
    vectors: Array2<f32>,
}

impl Meanings {
    /// Reads some sentences, by position.
    pub(super) fn new(
        corpus: &Corpus,
        sentences: &[SpokenSentence],
        read: &BTreeSet<usize>,
    ) -> Self {
        let said = read
            .iter()
            .map(|&at| (sentences[at].text(corpus), sentences[at].language));
        let rows = read.iter().enumerate().map(|(row, &at)| (at, row));
        Self {
            vectors: meanings(said),
            rows: rows.collect(),
        }
    }

    /// Returns the same about the mean of them all.
    #[must_use]
    pub(super) fn about_their_mean(mut self) -> Self {
        let mean = self.vectors.mean_axis(Axis(0));
        let mean = mean.unwrap_or_else(|| Array1::zeros(self.vectors.ncols()));
        for mut row in self.vectors.axis_iter_mut(Axis(0)) {
            row -= &mean;
            scale(&mut row);
        }
        self
    }

    /// Returns what a sentence means, if it was read.
    pub(super) fn of(&self, sentence: usize) -> Option<ArrayView1<'_, f32>> {
        let row = self.rows.get(&sentence)?;
        Some(self.vectors.row(*row))
    }
}

/// Returns what texts mean, one a row, each of length 1.
pub(super) fn meanings<'t>(texts: impl Iterator<Item = (&'t str, Language)>) -> Array2<f32> {
    let said: Vec<Utterance> = texts
        .map(|(text, language)| Utterance::new(normal(text), language))
        .collect();
    sentence_meanings(&said.iter().collect::<Vec<_>>())
}
