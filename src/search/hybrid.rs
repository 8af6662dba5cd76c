//! Finds what is said in other words, and puts it beside what the words find.
//!
//! The vectors of all texts lie beside the index, one file for each
//! [`Meaning`] they come from. Which texts are near is `nearest`'s, in which
//! order all of it stands `fusion`'s.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tantivy::{DocAddress, DocId};

use super::Error;
use super::build::{at, locked};
use super::collect::{All, Gathered};
use super::facets::facets;
use super::fusion::Lists;
use super::index::{Found, Hits, Index, Ranked};
use super::nearest::{Asked, Near, nearest};
use super::options::{Options, Sort};
use super::plan::Plan;
use super::query::{Node, Query};
use super::snippet::Marker;
use super::vectors::{self, Vectors, Written};
use crate::feedback::{Interview, Place, Response, Span};
use crate::text::{Language, StopWords, detect, normal};
use crate::vectorize::{Meaning, Utterance};

/// What all texts mean, and whoever says so.
pub(super) struct Sense {
    meaning: Arc<dyn Meaning>,
    vectors: Vectors,
    /// The number of the first text of each segment.
    firsts: Vec<usize>,
}

/// The ending of a file of vectors.
const VECTORS: &str = "vectors";

/// A text less near than this says something else: two texts of one corpus
/// that were taken at random are as near as 0.05 to 0.15, and one pair in ten
/// reaches 0.2 to 0.3.
const LEAST: f32 = 0.25;

/// So many of the nearest texts, and of those with some of the words, are
/// brought in.
const DEPTH: usize = 100;

/// So many similar texts are counted by the values of their fields.
const MOST_COUNTED: usize = 10_000;

impl Index {
    /// Returns the index with the means to find what is said in other words:
    /// opens the vectors of its texts, or makes them where they are missing.
    ///
    /// The responses and interviews must be those it was built from.
    pub fn with_meaning(
        mut self,
        meaning: Arc<dyn Meaning>,
        responses: &[Response],
        interviews: &[Interview],
    ) -> Result<Self, Error> {
        let mut firsts = vec![0];
        for segment in self.searcher.segment_readers() {
            firsts.push(firsts[firsts.len() - 1] + segment.max_doc() as usize);
        }
        let texts = firsts[firsts.len() - 1];
        let name = name(meaning.as_ref());
        let open = || Vectors::open(&self.folder, &name, texts, meaning.dimensions());
        let vectors = match open() {
            Some(vectors) => Some(vectors),
            None => {
                self.write(&name, meaning.as_ref(), &firsts, responses, interviews)?;
                open()
            }
        };
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
        meaning: &dyn Meaning,
        firsts: &[usize],
        responses: &[Response],
        interviews: &[Interview],
    ) -> Result<(), Error> {
        let dir = self.folder.parent().unwrap_or(&self.folder);
        let _lock = locked(dir)?;
        let written = |text: usize| -> Written<'_> {
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
    pub(super) fn asked(&self, query: &Query, options: &Options) -> Option<Asked> {
        let plain = query.plain();
        (options.sort == Sort::Score && !plain.is_empty())
            .then(|| self.meant(&plain.join(" ")))
            .flatten()
    }

    fn meant(&self, text: &str) -> Option<Asked> {
        let sense = self.sense.as_ref()?;
        let language = self.language_of(text);
        let utterance = Utterance {
            normal: normal(text),
            language,
        };
        Asked::new(sense.meaning.vectors_of(&[&utterance]).row(0))
    }

    fn language_of(&self, text: &str) -> Language {
        let language = detect(text).filter(|language| self.tongues.has(*language));
        language.unwrap_or(self.main)
    }

    /// Returns what the words found and what is near, in one order.
    pub(super) fn hybrid(
        &self,
        query: &Query,
        asked: &Asked,
        gathered: &Gathered,
        options: &Options,
    ) -> Result<Found, Error> {
        let Some(sense) = &self.sense else {
            return Ok(Found::default());
        };
        let words: Vec<DocAddress> = gathered.first.iter().map(|(_, text)| *text).collect();
        let among: Vec<usize> = words.iter().map(|text| sense.number(*text)).collect();
        let (_, near_words) = nearest(&sense.vectors, asked, Some(&among), among.len(), -1.0);
        let mut some = Gathered::default();
        let mut near = Vec::new();
        let mut marks = Vec::new();
        if words.len() == gathered.total {
            let demands = query.demands();
            let plan = self.some(&self.telling(&query.plain()), &demands)?;
            some = self.gather(&plan, Sort::Score, DEPTH, &[])?;
            marks = plan.marks;
            let among = self.meeting(&demands)?;
            near = nearest(&sense.vectors, asked, among.as_deref(), DEPTH, LEAST).1;
        }
        let some: Vec<(f32, DocAddress)> = some.first;
        let scores: HashMap<DocAddress, f32> = some
            .iter()
            .chain(&gathered.first)
            .map(|&(score, text)| (text, score))
            .collect();
        let nearness: HashMap<DocAddress, (Span, f32)> = near
            .iter()
            .chain(&near_words)
            .map(|near| (sense.address(near), sense.told(near)))
            .collect();
        let addresses = |near: &[Near]| -> Vec<DocAddress> {
            near.iter().map(|near| sense.address(near)).collect()
        };
        let order = Lists {
            words: &words,
            total: gathered.total,
            near_words: &addresses(&near_words),
            some: &some.iter().map(|(_, text)| *text).collect::<Vec<_>>(),
            near: &addresses(&near),
        }
        .fused(options.limit);
        let found: std::collections::HashSet<DocAddress> = words.into_iter().collect();
        let texts = order.into_iter().map(|address| Ranked {
            address,
            score: scores.get(&address).copied().unwrap_or(0.0),
            near: nearness.get(&address).copied(),
            is_similar: !found.contains(&address),
        });
        Ok(Found {
            texts: texts.collect(),
            marks,
        })
    }

    fn some(&self, words: &[&str], demands: &Node) -> Result<Plan, Error> {
        Plan::some(words, demands, self.text, self.tongues, &self.catalogue)
    }

    /// Returns the words that tell what is asked; all where none does.
    fn telling<'a>(&self, words: &[&'a str]) -> Vec<&'a str> {
        let stop_words = StopWords::new(self.language_of(&words.join(" ")), &[]);
        let telling = words
            .iter()
            .copied()
            .filter(|word| !stop_words.contains(word));
        let telling: Vec<&str> = telling.collect();
        if telling.is_empty() {
            return words.to_vec();
        }
        telling
    }

    /// Returns the numbers of the texts that meet demands; `None` where there
    /// are none.
    fn meeting(&self, demands: &Node) -> Result<Option<Vec<usize>>, Error> {
        if *demands == Node::Everything {
            return Ok(None);
        }
        let plan = Plan::new(demands, self.text, self.tongues, &self.catalogue)?;
        let texts = self.searcher.search(&plan.query, &All)?;
        let firsts = self.sense.as_ref().map_or(&[][..], |sense| &sense.firsts);
        let numbers = texts
            .iter()
            .flat_map(|(segment, texts)| {
                let first = firsts[*segment as usize];
                texts.iter().map(move |&text| first + text as usize)
            })
            .collect();
        Ok(Some(numbers))
    }

    /// Returns the texts that say what another text says, nearest first, among
    /// those that answer a query; without `except`, where it stands itself.
    ///
    /// Where nobody can say what is meant, those with the most of its words.
    pub fn similar(
        &self,
        text: &str,
        except: Option<Place>,
        query: &Query,
        options: &Options,
    ) -> Result<Hits, Error> {
        let words: Vec<&str> = crate::text::words(text).map(|word| word.text).collect();
        let plan = self.some(&self.telling(&words), &query.root)?;
        let ranked: Vec<Ranked> = match (&self.sense, self.meant(text)) {
            (Some(sense), Some(asked)) => {
                let among = self.meeting(&query.root)?;
                let (_, near) = nearest(
                    &sense.vectors,
                    &asked,
                    among.as_deref(),
                    MOST_COUNTED,
                    LEAST,
                );
                near.iter().map(|near| sense.ranked(near)).collect()
            }
            _ => {
                let gathered = self.gather(&plan, Sort::Score, MOST_COUNTED, &[])?;
                let first = gathered.first.into_iter();
                first
                    .map(|(score, address)| Ranked {
                        address,
                        score,
                        near: None,
                        is_similar: true,
                    })
                    .collect()
            }
        };
        let itself = except.map(without_span);
        let is_other = |text: &Ranked| {
            let nothing = Span { start: 0, end: 0 };
            Some(self.place(text.address, nothing)) != itself
        };
        let ranked: Vec<Ranked> = ranked.into_iter().filter(is_other).collect();
        let counted = self.counted(options);
        let mut counts: Vec<Vec<usize>> = counted
            .iter()
            .map(|field| vec![0; field.column().1 + 1])
            .collect();
        for text in &ranked {
            let columns = &self.columns[text.address.segment_ord as usize];
            for (field, counts) in counted.iter().zip(&mut counts) {
                let column = &columns.fields[field.column().0];
                counts[column.get_val(text.address.doc_id) as usize] += 1;
            }
        }
        let shown = ranked.iter().skip(options.offset).take(options.limit);
        let mut marker = Marker::new(&plan.marks);
        let hits = shown.map(|text| self.hit(text, &mut marker, options.context));
        Ok(Hits {
            total: 0,
            similar: ranked.len(),
            hits: hits.collect::<Result<_, _>>()?,
            facets: facets(&counted, &counts),
        })
    }
}

impl Sense {
    fn number(&self, text: DocAddress) -> usize {
        self.firsts[text.segment_ord as usize] + text.doc_id as usize
    }

    fn address(&self, near: &Near) -> DocAddress {
        address(&self.firsts, near.text)
    }

    /// Returns which stretch is nearest, and how near it is.
    fn told(&self, near: &Near) -> (Span, f32) {
        (self.vectors.span(near.stretch), near.cosine)
    }

    fn ranked(&self, near: &Near) -> Ranked {
        Ranked {
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

fn without_span(place: Place) -> Place {
    let span = Span { start: 0, end: 0 };
    match place {
        Place::Comment { response, .. } => Place::Comment { response, span },
        Place::Turn {
            interview, turn, ..
        } => Place::Turn {
            interview,
            turn,
            span,
        },
    }
}

fn name(meaning: &dyn Meaning) -> String {
    let digest = Sha256::digest(meaning.name().as_bytes());
    let digest = u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"));
    format!("{digest:016x}.{VECTORS}")
}
