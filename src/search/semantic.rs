//! What all texts of an index mean, and what a query means beside them.
//!
//! The vectors lie in the folder of the index, one file for the [`Embedder`]
//! they come from, and are made again when they are missing, cut short or
//! somebody else's.

use std::fs;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tantivy::DocAddress;

use super::Error;
use super::build::{at, locked};
use super::index::Index;
use super::nearest::{QueryVector, SemanticIndex, address};
use super::options::{SearchOptions, Sort};
use super::query::Query;
use super::vectors::{self, ChunkVectors, TextInLanguage};
use crate::feedback::{Interview, Place, Response, Span};
use crate::replace;
use crate::text::{Language, detect, normal};
use crate::vectorize::{Embedder, Utterance};

/// The ending of a file of vectors.
const VECTORS: &str = "vectors";

impl Index {
    /// Returns the index with the means to find what is said in other words:
    /// opens the vectors of its texts, or makes them where they are missing.
    ///
    /// The responses and interviews must be those it was built from.
    pub fn with_embedder(
        mut self,
        meaning: Arc<dyn Embedder>,
        responses: &[Response],
        interviews: &[Interview],
    ) -> Result<Self, Error> {
        let firsts = self.firsts();
        let texts = firsts[firsts.len() - 1];
        let name = name(meaning.as_ref());
        let open = || self.kept_vectors(meaning.as_ref(), &firsts);
        let written = |text: usize| self.text(address(&firsts, text), responses, interviews);
        let vectors = match open() {
            Some(vectors) => Some(vectors),
            None => match self.write(&name, meaning.as_ref(), texts, &written, &open) {
                // The folder is the index's of a moment ago, or may only be read.
                Err(error) if error.is_of_writing() => None,
                written => written?,
            },
        };
        let vectors = match vectors {
            Some(vectors) => vectors,
            None => {
                ChunkVectors::new(meaning.as_ref(), texts, &written).map_err(at(&self.folder))?
            }
        };
        self.semantic = Some(SemanticIndex {
            embedder: meaning,
            vectors,
            firsts,
        });
        Ok(self)
    }

    /// Returns the index with the vectors that were made before; `None` where
    /// they are missing.
    pub fn with_kept_vectors(mut self, meaning: Arc<dyn Embedder>) -> Option<Self> {
        let firsts = self.firsts();
        let vectors = self.kept_vectors(meaning.as_ref(), &firsts)?;
        self.semantic = Some(SemanticIndex {
            embedder: meaning,
            vectors,
            firsts,
        });
        Some(self)
    }

    /// Opens the vectors of an embedder in the folder of the index, if they are
    /// there.
    fn kept_vectors(&self, meaning: &dyn Embedder, firsts: &[usize]) -> Option<ChunkVectors> {
        let texts = firsts[firsts.len() - 1];
        ChunkVectors::open(&self.folder, &name(meaning), texts, meaning.dimensions())
    }

    /// Returns the number of the first text of each segment, and behind them
    /// how many there are.
    fn firsts(&self) -> Vec<usize> {
        let mut firsts = vec![0];
        for segment in self.searcher.segment_readers() {
            firsts.push(firsts[firsts.len() - 1] + segment.max_doc() as usize);
        }
        firsts
    }

    /// Writes the vectors into the folder of the index, unless another program
    /// just did, and opens them.
    fn write<'a>(
        &self,
        name: &str,
        meaning: &dyn Embedder,
        texts: usize,
        written: &(dyn Fn(usize) -> TextInLanguage<'a> + Sync),
        open: &dyn Fn() -> Option<ChunkVectors>,
    ) -> Result<Option<ChunkVectors>, Error> {
        let _lock = locked(self.folder.parent().unwrap_or(&self.folder))?;
        if let Some(vectors) = open() {
            return Ok(Some(vectors));
        }
        let path = self.folder.join(name);
        replace::with(&path, |file| vectors::write(file, meaning, texts, written))
            .map_err(at(&path))?;
        self.remove_others(name);
        Ok(open())
    }

    /// Returns a text of the index, and the language it is read in.
    fn text<'a>(
        &self,
        address: DocAddress,
        responses: &'a [Response],
        interviews: &'a [Interview],
    ) -> TextInLanguage<'a> {
        let nothing = Span { start: 0, end: 0 };
        let words = match self.place(address, nothing) {
            Place::Comment { response, .. } => responses[response].comment.as_deref(),
            Place::Turn {
                interview, turn, ..
            } => {
                let interview = &interviews[interview];
                Some(interview.turns[turn].span.slice(&interview.text))
            }
        };
        let language = self.language(address).unwrap_or(self.main);
        (words.unwrap_or_default(), language)
    }

    /// Clears the vectors of another source. What cannot be removed is left.
    fn remove_others(&self, name: &str) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let is_ours = path.extension().is_some_and(|ending| ending == VECTORS);
            if is_ours && entry.file_name() != name {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Returns what is meant by the plain words of a query; `None` where
    /// there are none, or nobody can say, or another order was asked for.
    pub(super) fn query_vector(
        &self,
        query: &Query,
        options: &SearchOptions,
    ) -> Option<QueryVector> {
        let plain = query.plain();
        (options.sort == Sort::Score && !plain.is_empty())
            .then(|| self.embed(&plain.join(" ")))
            .flatten()
    }

    pub(super) fn embed(&self, text: &str) -> Option<QueryVector> {
        let semantic = self.semantic.as_ref()?;
        let language = self.language_of(text);
        let utterance = Utterance::new(normal(text), language);
        QueryVector::new(semantic.embedder.vectors_of(&[&utterance]).row(0))
    }

    pub(super) fn language_of(&self, text: &str) -> Language {
        let language = detect(text).filter(|language| self.languages.has(*language));
        language.unwrap_or(self.main)
    }
}

fn name(meaning: &dyn Embedder) -> String {
    let digest = Sha256::digest(meaning.name().as_bytes());
    let digest = u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"));
    format!("{digest:016x}.{VECTORS}")
}
