//! An index that is open, and what it answers.

use std::path::Path;

use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyDocument};

use super::build::{self, Manifest, stemmed_in};
use super::catalogue::Catalogue;
use super::collect::{Columns, Gather, Gathered, Values};
use super::facets::{Counted, Facet, counted, facets};
use super::plan::Plan;
use super::snippet::{self, Hit, Marker};
use super::terms::Tongues;
use super::{Error, Query};
use crate::feedback::{Interview, Place, Response, Scale};
use crate::text::Language;

/// The comments and turns of a corpus, ready to be searched.
pub struct Index {
    searcher: Searcher,
    /// Of each segment.
    columns: Vec<Columns>,
    text: Field,
    tongues: Tongues,
    catalogue: Catalogue,
}

/// How a search is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many hits to give; the counts are of all of them.
    pub limit: usize,
    /// How many of the first to pass over.
    pub offset: usize,
    /// Which come first.
    pub sort: Sort,
    /// How much of a text to show.
    pub context: Context,
    /// Whether to count the values of fields.
    pub facets: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limit: 20,
            offset: 0,
            sort: Sort::Score,
            context: Context::Characters(160),
            facets: true,
        }
    }
}

/// Which hits come first. Equal ones stand by source and record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best answer.
    #[default]
    Score,
    /// The latest; those without a date last.
    Newest,
    /// The earliest; those without a date last.
    Oldest,
    /// The highest rating; those without one last.
    Highest,
    /// The lowest rating; those without one last.
    Lowest,
}

/// How much of a text to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The part with the most matches, at most this long.
    Characters(usize),
    /// All of it.
    Whole,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// How many texts answer the query.
    pub total: usize,
    /// Those asked for.
    pub hits: Vec<Hit>,
    /// How all of them spread.
    pub facets: Vec<Facet>,
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
        build::build(dir, scale, responses, interviews, stamp)?;
        Self::open(dir, stamp)?.ok_or_else(|| Error::File {
            path: dir.into(),
            source: std::io::Error::other("the index was changed by another program"),
        })
    }

    /// Opens the index of a corpus; `None` where there is none, or one of
    /// another corpus or version, or one that is damaged.
    pub fn open(dir: &Path, stamp: &str) -> Result<Option<Self>, Error> {
        let Some(manifest) = Manifest::read(dir, stamp)? else {
            return Ok(None);
        };
        let tongues = manifest.tongues();
        let folder = manifest.folder(dir);
        let catalogue = manifest.catalogue;
        Ok(Self::opened(&folder, tongues, catalogue).ok())
    }

    fn opened(folder: &Path, tongues: Tongues, catalogue: Catalogue) -> tantivy::Result<Self> {
        let index = tantivy::Index::open_in_dir(folder)?;
        let text = index.schema().get_field("text")?;
        // Nobody changes an index once it is there, so nobody needs to watch it.
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let searcher = reader.searcher();
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(|segment| Columns::open(segment, &catalogue));
        Ok(Self {
            columns: columns.collect::<tantivy::Result<_>>()?,
            searcher,
            text,
            tongues,
            catalogue,
        })
    }

    /// Returns the texts that answer a query.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Hits, Error> {
        let plan = Plan::new(&query.root, self.text, self.tongues, &self.catalogue)?;
        let counted = if options.facets {
            counted(&self.catalogue)
        } else {
            Vec::new()
        };
        let gather = Gather {
            columns: &self.columns,
            sort: options.sort,
            keep: options.offset.saturating_add(options.limit),
            count: counted.iter().map(Counted::column).collect(),
        };
        let frequencies = plan.frequencies(&self.searcher)?;
        let Gathered {
            total,
            first,
            counts,
        } = self
            .searcher
            .search_with_statistics_provider(&plan.query, &gather, &frequencies)?;
        let mut marker = Marker::new(&plan.marks);
        let hits = first
            .into_iter()
            .skip(options.offset)
            .map(|(score, address)| self.hit(score, address, &mut marker, options.context));
        Ok(Hits {
            total,
            hits: hits.collect::<Result<_, _>>()?,
            facets: facets(&counted, &counts),
        })
    }

    fn hit(
        &self,
        score: f32,
        address: DocAddress,
        marker: &mut Marker,
        context: Context,
    ) -> Result<Hit, Error> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = document.get_first(self.text);
        let text = text.as_ref().and_then(Value::as_str).unwrap_or("");
        let columns = &self.columns[address.segment_ord as usize];
        let number = |column: &Values| column.get_val(address.doc_id) as usize;
        let language = number(&columns.fields[LANGUAGE]).checked_sub(1);
        let language = language.and_then(|index| Language::ALL.get(index).copied());
        let matches = marker.matches(text, stemmed_in(language, self.tongues));
        let window = snippet::window(text, &matches, context);

        let start = number(&columns.start);
        let item = number(&columns.item);
        let span = window.shifted(start);
        let place = match number(&columns.turn).checked_sub(1) {
            None => Place::Comment {
                response: item,
                span,
            },
            Some(turn) => Place::Turn {
                interview: item,
                turn,
                span,
            },
        };
        let matches = matches.iter().map(|found| found.span.shifted(start));
        Ok(Hit {
            place,
            score,
            text: window.of(text).to_owned(),
            matches: matches.collect(),
        })
    }
}

/// The place of the language among the fields, see [`Origin::OWN`].
const LANGUAGE: usize = 7;
