//! What all texts of an index mean, and what a query means beside them.
//!
//! The vectors lie in the folder of the index, one file for the [`Meaning`]
//! they come from, and are made again when they are missing, cut short or
//! somebody else's.

use std::fs;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tantivy::{DocAddress, DocId};

use super::Error;
use super::build::{at, locked};
use super::index::{Index, RankedText};
use super::nearest::{Near, QueryVector};
use super::options::{SearchOptions, Sort};
use super::query::Query;
use super::vectors::{self, ChunkVectors, TextInLanguage};
use crate::feedback::{Interview, Place, Response, Span};
use crate::text::{Language, detect, normal};
use crate::vectorize::{Embedder, Utterance};

/// What all texts mean, and whoever says so.
pub(super) struct Sense {
    pub(super) meaning: Arc<dyn Embedder>,
    pub(super) vectors: ChunkVectors,
    /// The number of the first text of each segment.
    pub(super) firsts: Vec<usize>,
}

/// The ending of a file of vectors.
const VECTORS: &str = "vectors";

impl Index {
    /// Returns the index with the means to find what is said in other words:
    /// opens the vectors of its texts, or makes them where they are missing.
    ///
    /// The responses and interviews must be those it was built from.
    pub fn with_meaning(
        mut self,
        meaning: Arc<dyn Embedder>,
        responses: &[Response],
        interviews: &[Interview],
    ) -> Result<Self, Error> {
        let mut firsts = vec![0];
        for segment in self.searcher.segment_readers() {
            firsts.push(firsts[firsts.len() - 1] + segment.max_doc() as usize);
        }
        let texts = firsts[firsts.len() - 1];
        let name = name(meaning.as_ref());
        let open = || ChunkVectors::open(&self.folder, &name, texts, meaning.dimensions());
        let mut vectors = open();
        if vectors.is_none() {
            self.write(&name, meaning.as_ref(), &firsts, responses, interviews)?;
            vectors = open();
        }
        self.sense = vectors.map(|vectors| Sense {
            meaning,
            vectors,
            firsts,
        });
        Ok(self)
    }

    fn write(
        &self,
        name: &str,
        meaning: &dyn Embedder,
        firsts: &[usize],
        responses: &[Response],
        interviews: &[Interview],
    ) -> Result<(), Error> {
        let dir = self.folder.parent().unwrap_or(&self.folder);
        let _lock = locked(dir)?;
        let written = |text: usize| -> TextInLanguage<'_> {
            let address = address(firsts, text);
            let nothing = Span { start: 0, end: 0 };
            let words = match self.place(address, nothing) {
                Place::Comment { response, .. } => responses[response].comment.as_deref(),
                Place::Turn {
                    interview, turn, ..
                } => {
                    let interview = &interviews[interview];
                    Some(interview.turns[turn].span.of(&interview.text))
                }
            };
            let language = self.language(address).unwrap_or(self.main);
            (words.unwrap_or_default(), language)
        };
        let beside = self.folder.join(format!("{name}.new"));
        let texts = firsts[firsts.len() - 1];
        vectors::write(&beside, meaning, texts, &written).map_err(at(&beside))?;
        let path = self.folder.join(name);
        fs::rename(&beside, &path).map_err(at(&path))?;
        self.remove_others(name);
        Ok(())
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
    pub(super) fn asked(&self, query: &Query, options: &SearchOptions) -> Option<QueryVector> {
        let plain = query.plain();
        (options.sort == Sort::Score && !plain.is_empty())
            .then(|| self.meant(&plain.join(" ")))
            .flatten()
    }

    pub(super) fn meant(&self, text: &str) -> Option<QueryVector> {
        let sense = self.sense.as_ref()?;
        let language = self.language_of(text);
        let utterance = Utterance {
            normal: normal(text),
            language,
        };
        QueryVector::new(sense.meaning.vectors_of(&[&utterance]).row(0))
    }

    pub(super) fn language_of(&self, text: &str) -> Language {
        let language = detect(text).filter(|language| self.tongues.has(*language));
        language.unwrap_or(self.main)
    }
}

impl Sense {
    pub(super) fn number(&self, text: DocAddress) -> usize {
        self.firsts[text.segment_ord as usize] + text.doc_id as usize
    }

    pub(super) fn address(&self, near: &Near) -> DocAddress {
        address(&self.firsts, near.text)
    }

    /// Returns which stretch is nearest, and how near it is.
    pub(super) fn told(&self, near: &Near) -> (Span, f32) {
        (self.vectors.span(near.stretch), near.cosine)
    }

    pub(super) fn ranked(&self, near: &Near) -> RankedText {
        RankedText {
            address: self.address(near),
            score: 0.0,
            near: Some(self.told(near)),
            is_similar: true,
        }
    }
}

fn address(firsts: &[usize], text: usize) -> DocAddress {
    let segment = firsts.partition_point(|&first| first <= text) - 1;
    DocAddress::new(segment as u32, (text - firsts[segment]) as DocId)
}

fn name(meaning: &dyn Embedder) -> String {
    let digest = Sha256::digest(meaning.name().as_bytes());
    let digest = u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"));
    format!("{digest:016x}.{VECTORS}")
}
