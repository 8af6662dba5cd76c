//! The search index of a study, with vectors beside it that say what texts mean.

use std::sync::Arc;

use super::error::Error;
use super::folder::Study;
use crate::corpus::Corpus;
use crate::search::Index;
use crate::vectorize::{Embedder, SentenceEmbedder, VectorSource};

impl Study {
    /// Opens the search index over a corpus, and beside it what all texts
    /// mean; either is made again when it is missing or stale.
    ///
    /// Sentences are read beside words where texts are few, or the vectors of
    /// the settings were chosen. Where those do not know the language most
    /// texts are in, those of the themes stand in, if there are any: they know
    /// the words of the corpus.
    pub fn index_by_meaning(&self, corpus: &Corpus) -> Result<Index, Error> {
        let index = self.index(corpus)?;
        Ok(match self.meaning_of(&index)? {
            Some(meaning) => index.with_embedder(meaning, &corpus.responses, &corpus.interviews)?,
            None => index,
        })
    }

    pub(super) fn seeker_of_themes(&self) -> Result<Option<Arc<dyn Embedder>>, Error> {
        let memory = self.memory()?;
        let memory = memory.filter(|memory| !memory.settings.vectors.is_slow());
        let model = memory.and_then(|memory| memory.model);
        Ok(model.map(|model| Arc::new(model.into_vectorizer()) as Arc<dyn Embedder>))
    }
}

/// Sentences are read of at most so many answers and turns, which takes some
/// seconds, once.
const MOST_READ: usize = 25_000;

/// What share of the squared length sentences have beside English words
/// (`docs/quality.md`).
const SENTENCES: f32 = 0.3;

/// Returns what to search an index by. The source of vectors only if it knows
/// the language most texts are in and says what it knows at once: a
/// transformer reads a big corpus for hours.
pub fn seeker(source: &VectorSource, index: &Index) -> Option<Arc<dyn Embedder>> {
    let language = index.main_language();
    if *source == VectorSource::Builtin && index.texts() <= MOST_READ {
        let knows_words = source.knows(language);
        let share = if knows_words { SENTENCES } else { 1.0 };
        return Some(Arc::new(SentenceEmbedder { share }));
    }
    let fits = source.knows(language) && !source.is_slow();
    fits.then(|| Arc::new(source.clone()) as Arc<dyn Embedder>)
}
