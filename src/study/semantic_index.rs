//! The search index of a study, with vectors beside it that say what texts mean.

use std::sync::Arc;

use super::error::Error;
use super::folder::Study;
use crate::corpus::Corpus;
use crate::search::Index;
use crate::text::Language;
use crate::vectorize::{Embedder, VectorSource};

impl Study {
    /// Opens the search index over a corpus, and beside it what all texts
    /// mean; either is made again when it is missing or stale.
    ///
    /// The vectors are those of the settings. Where they do not know the
    /// language most texts are in, those of the themes stand in, if there are
    /// any: they know the words of the corpus.
    pub fn index_by_meaning(&self, corpus: &Corpus) -> Result<Index, Error> {
        let index = self.index(corpus)?;
        let meaning = match seeker(&self.settings().vectors, index.main_language()) {
            None => self.seeker_of_themes()?,
            own => own,
        };
        Ok(match meaning {
            Some(meaning) => index.with_embedder(meaning, &corpus.responses, &corpus.interviews)?,
            None => index,
        })
    }

    fn seeker_of_themes(&self) -> Result<Option<Arc<dyn Embedder>>, Error> {
        let memory = self.memory()?;
        let memory = memory.filter(|memory| !memory.settings.vectors.is_slow());
        let model = memory.and_then(|memory| memory.model);
        Ok(model.map(|model| Arc::new(model.into_vectorizer()) as Arc<dyn Embedder>))
    }
}

/// Returns the source of vectors to search with, if it knows the language and
/// says what it knows at once: a transformer reads a big corpus for hours.
pub fn seeker(source: &VectorSource, language: Language) -> Option<Arc<dyn Embedder>> {
    let fits = source.knows(language) && !source.is_slow();
    fits.then(|| Arc::new(source.clone()) as Arc<dyn Embedder>)
}
