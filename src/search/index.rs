//! An index that is open, and what it answers.

use std::path::{Path, PathBuf};

use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyDocument};
use tempfile::TempDir;

use super::build::{self, Manifest, stemmed_in};
use super::catalogue::Catalogue;
use super::collect::{Collected, Gather, SegmentColumns, ValueColumn};
use super::facets::{CountedField, Facet, counted, facets};
use super::nearest::SemanticIndex;
use super::options::{Context, SearchOptions, Sort};
use super::origin::TextOrigin;
use super::plan::QueryPlan;
use super::snippet::{self, Hit, Marker, QueryMark};
use super::terms::LanguageSet;
use super::{Error, Query};
use crate::feedback::{Interview, Place, Response, Scale, Span};
use crate::text::Language;

/// The comments and turns of a corpus, ready to be searched.
pub struct Index {
    pub(super) folder: PathBuf,
    pub(super) searcher: Searcher,
    /// Of each segment.
    pub(super) columns: Vec<SegmentColumns>,
    pub(super) text: Field,
    origin: Field,
    pub(super) languages: LanguageSet,
    /// The language of texts too short to tell.
    pub(super) main: Language,
    pub(super) catalogue: Catalogue,
    pub(super) semantic: Option<SemanticIndex>,
    /// The folder it is in, where that goes when it goes.
    _aside: Option<TempDir>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// How many texts answer the query by its words.
    pub total: usize,
    /// How many more say it in other words, as far as they were looked for.
    pub similar: usize,
    /// Those asked for.
    pub hits: Vec<Hit>,
    /// How all of them spread.
    pub facets: Vec<Facet>,
}

/// The hits of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileHits {
    /// The file.
    pub source: String,
    /// How many of the hits are from it.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
}

impl Hits {
    /// Returns the hits by their source: the source of the best hit first, at
    /// most so many sources and so many hits of each.
    pub fn grouped(
        &self,
        source: impl Fn(&Hit) -> String,
        most: usize,
        each: usize,
    ) -> Vec<FileHits> {
        let mut groups: Vec<FileHits> = Vec::new();
        for hit in &self.hits {
            let source = source(hit);
            let known = groups.iter().position(|group| group.source == source);
            let at = known.unwrap_or_else(|| {
                groups.push(FileHits {
                    source,
                    total: 0,
                    hits: Vec::new(),
                });
                groups.len() - 1
            });
            let group = &mut groups[at];
            group.total += 1;
            if group.hits.len() < each {
                group.hits.push(hit.clone());
            }
        }
        groups.truncate(most);
        groups
    }
}

impl Index {
    /// Writes a fresh index of a corpus into a folder and opens it.
    ///
    /// `stamp` says which corpus it is (a digest): [`Index::open`] asks for it
    /// again. An index that was there stays in use until the new one is whole.
    pub fn build(
        dir: &Path,
        scale: &Scale,
        responses: &[Response],
        interviews: &[Interview],
        stamp: &str,
    ) -> Result<Self, Error> {
        let _lock = build::locked(dir)?;
        Self::build_locked(dir, scale, responses, interviews, stamp)
    }

    /// Opens the index of a corpus, or builds it where there is none yet. Of
    /// several programs that ask at once, one builds.
    pub fn open_or_build(
        dir: &Path,
        scale: &Scale,
        responses: &[Response],
        interviews: &[Interview],
        stamp: &str,
    ) -> Result<Self, Error> {
        if let Some(index) = Self::open(dir, stamp)? {
            return Ok(index);
        }
        let _lock = build::locked(dir)?;
        if let Some(index) = Self::open(dir, stamp)? {
            return Ok(index);
        }
        Self::build_locked(dir, scale, responses, interviews, stamp)
    }

    /// Builds and opens. As long as the lock is held, nobody takes the new
    /// index away.
    fn build_locked(
        dir: &Path,
        scale: &Scale,
        responses: &[Response],
        interviews: &[Interview],
        stamp: &str,
    ) -> Result<Self, Error> {
        let manifest = build::build(dir, scale, responses, interviews, stamp)?;
        Ok(Self::opened(manifest.folder(dir), manifest)?)
    }

    /// Builds an index that is gone with the value, for a corpus whose own
    /// folder cannot be written to.
    pub fn build_aside(
        scale: &Scale,
        responses: &[Response],
        interviews: &[Interview],
    ) -> Result<Self, Error> {
        let folder = tempfile::tempdir().map_err(build::at(&std::env::temp_dir()))?;
        let index = Self::build(folder.path(), scale, responses, interviews, "")?;
        Ok(Self {
            _aside: Some(folder),
            ..index
        })
    }

    /// Opens the index of a corpus; `None` where there is none, or one of
    /// another corpus or version, or one that is damaged.
    pub fn open(dir: &Path, stamp: &str) -> Result<Option<Self>, Error> {
        let Some(manifest) = Manifest::read(dir, stamp)? else {
            return Ok(None);
        };
        Ok(Self::opened(manifest.folder(dir), manifest).ok())
    }

    fn opened(folder: PathBuf, manifest: Manifest) -> tantivy::Result<Self> {
        let index = tantivy::Index::open_in_dir(&folder)?;
        let text = index.schema().get_field("text")?;
        let origin = index.schema().get_field("origin")?;
        // Nobody changes an index once it is there, so nobody needs to watch it.
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let searcher = reader.searcher();
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(|segment| SegmentColumns::open(segment, &manifest.catalogue));
        Ok(Self {
            columns: columns.collect::<tantivy::Result<_>>()?,
            searcher,
            text,
            origin,
            languages: manifest.tongues(),
            main: manifest.language,
            catalogue: manifest.catalogue,
            folder,
            semantic: None,
            _aside: None,
        })
    }

    /// Returns the texts that answer a query; once the index
    /// [knows what is meant](Index::with_embedder), also those that say it in
    /// other words.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Hits, Error> {
        let plan = QueryPlan::new(&query.root, self.text, self.languages, &self.catalogue)?;
        let asked = self.query_vector(query, options);
        let page = options.limit.max(1);
        let keep = options.offset.saturating_add(options.limit);
        let keep = match asked {
            Some(_) => keep.div_ceil(page).saturating_mul(page),
            None => keep,
        };
        let counted = self.counted(options);
        let gathered = self.gather(&plan, options.sort, keep, &counted)?;
        let facets = facets(&counted, &gathered.counts);
        let found = match asked {
            Some(asked) => self.hybrid(query, &asked, &gathered, options)?,
            None => RankedTexts::words(&gathered.first),
        };
        let similar = found.texts.iter().filter(|text| text.is_similar).count();
        let shown = found.texts.into_iter().skip(options.offset);
        let shown: Vec<RankedText> = shown.take(options.limit).collect();
        let mut marker = Marker::new(&plan.marks);
        let mut marker_of_some = Marker::new(&found.marks);
        let hits = shown.iter().map(|text| {
            let marker = if text.is_similar {
                &mut marker_of_some
            } else {
                &mut marker
            };
            self.hit(text, marker, options.context)
        });
        Ok(Hits {
            total: gathered.total,
            similar,
            hits: hits.collect::<Result<_, _>>()?,
            facets,
        })
    }

    /// Returns how many texts there are.
    pub fn texts(&self) -> usize {
        self.searcher.num_docs() as usize
    }

    /// Returns where the text of a hit is from, and all its words.
    pub fn text_of(&self, hit: &Hit) -> Result<(TextOrigin, String), Error> {
        let document: TantivyDocument = self.searcher.doc(hit.of.into())?;
        let field = |field: Field| {
            let value = document.get_first(field);
            value
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or("")
                .to_owned()
        };
        let origin = serde_json::from_str(&field(self.origin)).unwrap_or_default();
        Ok((origin, field(self.text)))
    }

    /// Returns the language most texts are in.
    pub fn main_language(&self) -> Language {
        self.main
    }

    pub(super) fn counted(&self, options: &SearchOptions) -> Vec<CountedField<'_>> {
        if options.facets {
            counted(&self.catalogue)
        } else {
            Vec::new()
        }
    }

    /// Returns how many texts answer, and the first of them.
    pub(super) fn gather(
        &self,
        plan: &QueryPlan,
        sort: Sort,
        keep: usize,
        counted: &[CountedField<'_>],
    ) -> Result<Collected, Error> {
        let gather = Gather {
            columns: &self.columns,
            sort: best_first(sort, &self.catalogue.scale),
            keep,
            count: counted.iter().map(CountedField::column).collect(),
        };
        let frequencies = plan.frequencies(&self.searcher)?;
        let searcher = &self.searcher;
        Ok(searcher.search_with_statistics_provider(&plan.query, &gather, &frequencies)?)
    }

    pub(super) fn hit(
        &self,
        found: &RankedText,
        marker: &mut Marker,
        context: Context,
    ) -> Result<Hit, Error> {
        let address = found.address;
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = document.get_first(self.text);
        let text = text.as_ref().and_then(Value::as_str).unwrap_or("");
        let columns = &self.columns[address.segment_ord as usize];
        let number = |column: &ValueColumn| column.get_val(address.doc_id) as usize;
        let matches = marker.matches(text, stemmed_in(self.language(address), self.languages));
        let core = found.near.filter(|_| found.is_similar).map(|near| near.0);
        let window = snippet::window(text, &matches, core, context);

        let start = number(&columns.start);
        let matches = matches.iter().map(|found| found.span.shifted(start));
        Ok(Hit {
            of: address.into(),
            place: self.place(address, window.shifted(start)),
            score: found.score,
            nearness: found.near.map(|near| near.1),
            is_similar: found.is_similar,
            text: window.slice(text).to_owned(),
            matches: matches.collect(),
        })
    }

    /// Returns where a text stands; `span` counts from the beginning of the
    /// comment or interview.
    pub(super) fn place(&self, address: DocAddress, span: Span) -> Place {
        let columns = &self.columns[address.segment_ord as usize];
        let item = columns.item.get_val(address.doc_id) as usize;
        let turn = columns.turn.get_val(address.doc_id) as usize;
        match turn.checked_sub(1) {
            None => Place::Comment {
                response: item,
                span,
            },
            Some(turn) => Place::Turn {
                interview: item,
                turn,
                span,
            },
        }
    }

    /// Returns the language a text was found to be in.
    pub(super) fn language(&self, address: DocAddress) -> Option<Language> {
        let columns = &self.columns[address.segment_ord as usize];
        let code = columns.fields[LANGUAGE].get_val(address.doc_id) as usize;
        let language = code.checked_sub(1)?;
        Language::ALL.get(language).copied()
    }
}

/// A text that was found.
#[derive(Clone, Copy)]
pub(super) struct RankedText {
    pub address: DocAddress,
    /// BM25.
    pub score: f32,
    /// The stretch that is nearest in meaning, and how near it is.
    pub near: Option<(Span, f32)>,
    pub is_similar: bool,
}

/// What was found, best first.
#[derive(Default)]
pub(super) struct RankedTexts {
    pub texts: Vec<RankedText>,
    /// What to mark in texts that are only similar.
    pub marks: Vec<QueryMark>,
}

impl RankedTexts {
    fn words(first: &[(f32, DocAddress)]) -> Self {
        let texts = first.iter().map(|&(score, address)| RankedText {
            address,
            score,
            near: None,
            is_similar: false,
        });
        Self {
            texts: texts.collect(),
            marks: Vec::new(),
        }
    }
}

/// The place of the language among the fields, see `Origin::OWN`.
const LANGUAGE: usize = 7;

/// Where 1 is the best answer, the highest rating is the lowest number.
fn best_first(sort: Sort, scale: &Scale) -> Sort {
    match sort {
        Sort::Highest if scale.is_best_low() => Sort::Lowest,
        Sort::Lowest if scale.is_best_low() => Sort::Highest,
        sort => sort,
    }
}
