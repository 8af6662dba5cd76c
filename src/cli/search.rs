//! `motif search`: finds what was said, and says where it stands.

mod hit_json;
mod writer;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use self::hit_json::{HitJson, found};
use self::writer::SearchWriter;
use super::failure::Failure;
use super::output::{Output, working};
use super::sources::{self, ReadingArgs};
use crate::corpus::Corpus;
use crate::inquiry::search::ReadSearch;
use crate::question::{HitOrder, SearchQuestion};
use crate::search::{Context, FileHits, Hit, Hits, Index};
use crate::study::reference::{self, Like};
use crate::study::{self, HitTheme, Settings, Study};
use crate::text::Language;
use crate::themes::Codebook;
use crate::vectorize::VectorSource;

#[derive(Debug, Args)]
pub(super) struct SearchCommand {
    /// What to find: `phone line`, `"phone line"`, `"phone line"~3` (near each other), `pho*`, `ticket~1`,
    /// `price OR cost`, `-refund`, `group:detractor`, `wave:spring`, `source:interview`, `speaker:hanne`,
    /// `date:2025-04`, `rating:0..6`, and any attribute, as in `tier:enterprise`. Plain words are also
    /// found by meaning; words in quotes must occur as written. Put a query that begins with `-` after `--`
    #[arg(required_unless_present_any = ["similar", "like"])]
    query: Vec<String>,

    /// Match words exactly as written: no other forms, nothing similar in meaning
    #[arg(long, conflicts_with_all = ["similar", "like"])]
    exact: bool,

    /// Find what means the same as this text; a query beside it narrows the search
    #[arg(long, value_name = "TEXT", conflicts_with = "like")]
    similar: Option<String>,

    /// Find what is similar to a comment or turn: `spring.csv:14` or `nora.md:39` as shown with matches, a
    /// record's own id (`spring.csv:S-002`), a quote's id, or the words themselves
    #[arg(long, value_name = "FILE:RECORD|QUOTE")]
    like: Option<String>,

    /// Search these files instead of the study
    #[arg(long = "in", value_name = "FILE", num_args = 1..)]
    pub(super) files: Vec<PathBuf>,

    /// How many matches to show
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    limit: usize,

    /// How many matches to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,

    /// The order of matches
    #[arg(long, value_enum, default_value_t = SortArg::Score)]
    sort: SortArg,

    /// Show whole comments and turns, or with a number that many passages before and after
    #[arg(short = 'C', long, value_name = "N", num_args = 0..=1, default_missing_value = "whole")]
    context: Option<ContextSize>,

    /// Group matches by interview or file, the best three of each
    #[arg(long, conflicts_with = "themes")]
    group: bool,

    /// Group matches by what they are about, and show which of the study's themes they are in
    #[arg(long)]
    themes: bool,

    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SortArg {
    /// Best match first
    Score,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
    /// Highest rating first
    Highest,
    /// Lowest rating first
    Lowest,
}

/// How much to show around a hit.
#[derive(Clone, Copy, Debug)]
enum ContextSize {
    Whole,
    Passages(usize),
}

impl std::str::FromStr for ContextSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "whole" => Ok(Self::Whole),
            number => number
                .parse()
                .map(Self::Passages)
                .map_err(|_| "give a number of passages, or put the query before `-C`".into()),
        }
    }
}

/// Of this many hits those of one file, or of one theme, are shown together…
const MOST_GROUPED: usize = 1_000;

/// …and so many of each.
const SHOWN_OF_EACH: usize = 3;

/// What was asked, read and found.
struct AskedSearch {
    corpus: Corpus,
    hits: Hits,
    settings: Settings,
    /// The language most texts are in.
    language: Language,
}

impl SearchCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let text = self.query.join(" ");
        let pointed = |failure| pointed(failure, &text);
        let question = SearchQuestion {
            query: text.clone(),
            exact: self.exact,
            like: self.like.clone(),
            among: None,
            order: self.sort.into(),
        };
        // What cannot be read is said before anything is opened.
        let mut read = ReadSearch::parse(&question, None)
            .map_err(Failure::from)
            .map_err(pointed)?;
        read.options.context = self.shown();
        let bar = working("searching");
        let sought = self.sought(study, read).map_err(pointed)?;
        bar.finish_and_clear();
        self.write(&sought, output)
    }

    fn write(&self, sought: &AskedSearch, output: &mut Output) -> Result<(), Failure> {
        let AskedSearch { corpus, hits, .. } = sought;
        let around = match self.context {
            Some(ContextSize::Passages(passages)) => passages,
            _ => 0,
        };
        let written = |hit: &Hit| found(corpus, hit, around);
        let sheet = SearchWriter {
            corpus,
            all: hits,
            around,
            by_meaning: self.similar.is_some() || self.like.is_some(),
        };
        let (key, value) = if self.group {
            let source = |hit: &Hit| written(hit).source;
            let groups = hits.grouped(source, self.limit, SHOWN_OF_EACH);
            if !output.json {
                return sheet.groups(&groups, output);
            }
            (
                "groups",
                groups
                    .iter()
                    .map(|group| group_json(group, &written))
                    .collect(),
            )
        } else if self.themes {
            let themes = study::hit_themes(&hits.hits, sought.language, &sought.settings);
            if !output.json {
                return sheet.themes(&themes, self.limit, SHOWN_OF_EACH, output);
            }
            let themes = themes.iter().take(self.limit);
            (
                "themes",
                themes
                    .map(|theme| theme_json(theme, hits, &written))
                    .collect(),
            )
        } else {
            if !output.json {
                return sheet.hits(output);
            }
            (
                "hits",
                hits.hits
                    .iter()
                    .map(|hit| json!(written(hit)))
                    .collect::<Vec<Value>>(),
            )
        };
        let facets = hits.facets.iter();
        let facets = facets.map(|facet| json!({ "field": facet.field, "values": facet.values }));
        output.value(&json!({
            "total": hits.total,
            "similar": hits.similar,
            key: value,
            "facets": facets.collect::<Vec<Value>>(),
        }))
    }

    fn sought(&self, study: Option<&Path>, mut read: ReadSearch) -> Result<AskedSearch, Failure> {
        if self.files.is_empty() {
            let study = sources::study(study)?;
            if let Some(found) = self.found_alone(&study, &read)? {
                return Ok(found);
            }
            let corpus = study.corpus()?;
            let index = self.index(&study, &corpus)?;
            read.like = self.pointed_at(&corpus, &study.codebook()?)?;
            let mut hits = self.hits(&index, read)?;
            if self.themes {
                hits.facets.extend(study.themes_of_hits(&hits.hits)?);
            }
            return Ok(AskedSearch {
                corpus,
                hits,
                settings: study.settings().clone(),
                language: index.main_language(),
            });
        }
        let intakes = sources::read(&self.files, &self.reading)?;
        let corpus = sources::gathered(sources::told_apart(intakes))?;
        let folder = tempfile::tempdir()?;
        let dir = folder.path().join("search");
        let (responses, interviews) = (&corpus.responses, &corpus.interviews);
        let index = Index::build(&dir, &corpus.scale, responses, interviews, "files")?;
        let index = match study::seeker(&VectorSource::Builtin, &index) {
            Some(meaning) if !self.exact => index.with_embedder(meaning, responses, interviews)?,
            _ => index,
        };
        read.like = self.pointed_at(&corpus, &Codebook::default())?;
        let hits = self.hits(&index, read)?;
        Ok(AskedSearch {
            corpus,
            hits,
            settings: Settings::default(),
            language: index.main_language(),
        })
    }

    /// Returns what is found where the index is built and only what is found is
    /// needed, not all that it was found in.
    fn found_alone(
        &self,
        study: &Study,
        read: &ReadSearch,
    ) -> Result<Option<AskedSearch>, Failure> {
        if self.like.is_some() || self.themes {
            return Ok(None);
        }
        let Some(index) = study.built_index(!self.exact)? else {
            return Ok(None);
        };
        let hits = self.hits(&index, read.clone())?;
        let found = study.found_texts(&index, &hits.hits)?;
        Ok(found.map(|(corpus, found)| AskedSearch {
            corpus,
            hits: Hits {
                hits: found,
                ..hits
            },
            settings: study.settings().clone(),
            language: index.main_language(),
        }))
    }

    fn index(&self, study: &Study, corpus: &Corpus) -> Result<Index, Failure> {
        Ok(if self.exact {
            study.index(corpus)?
        } else {
            study.index_by_meaning(corpus)?
        })
    }

    /// Returns the passage of a corpus that others should be like.
    fn pointed_at(&self, corpus: &Corpus, codebook: &Codebook) -> Result<Option<Like>, Failure> {
        let wanted = self.like.as_deref();
        let like = wanted.map(|wanted| reference::like(corpus, codebook, wanted));
        Ok(like.transpose()?)
    }

    fn hits(&self, index: &Index, mut read: ReadSearch) -> Result<Hits, Failure> {
        if let Some(text) = &self.similar {
            read.like = Some(Like {
                text: text.clone(),
                place: None,
            });
        }
        let limit = if self.group || self.themes {
            MOST_GROUPED
        } else {
            self.limit
        };
        let found = read.find(index, (self.offset, limit))?;
        Ok(Hits {
            total: found.total,
            similar: found.similar,
            hits: found.page(self.offset, limit).to_vec(),
            facets: found.facets,
        })
    }

    /// Returns how much of a text is shown.
    fn shown(&self) -> Context {
        match self.context {
            Some(ContextSize::Whole) => Context::Whole,
            Some(ContextSize::Passages(passages)) => Context::Passages(passages),
            None if self.themes => Context::Passages(0),
            None => Context::Characters(220),
        }
    }
}

impl From<SortArg> for HitOrder {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Score => Self::Best,
            SortArg::Newest => Self::Newest,
            SortArg::Oldest => Self::Oldest,
            SortArg::Highest => Self::Highest,
            SortArg::Lowest => Self::Lowest,
        }
    }
}

fn group_json(group: &FileHits, written: &dyn Fn(&Hit) -> HitJson) -> Value {
    let hits: Vec<HitJson> = group.hits.iter().map(written).collect();
    json!({ "source": group.source, "total": group.total, "hits": hits })
}

fn theme_json(theme: &HitTheme, hits: &Hits, written: &dyn Fn(&Hit) -> HitJson) -> Value {
    let shown = theme.hits.iter().take(SHOWN_OF_EACH);
    let shown: Vec<HitJson> = shown.map(|&at| written(&hits.hits[at])).collect();
    json!({
        "name": theme.label.name,
        "terms": theme.label.terms,
        "total": theme.hits.len(),
        "hits": shown,
    })
}

/// Puts the query, with a mark under the place, to an error that knows where
/// in the query it is.
fn pointed(failure: Failure, query: &str) -> Failure {
    let at = match &failure {
        Failure::Study(study::Error::Search(error)) => error.at(),
        _ => None,
    };
    let Some(at) = at else {
        return failure;
    };
    let before = query
        .get(..at.start)
        .map_or(0, |before| before.chars().count());
    let under = query
        .get(at.start..at.end)
        .map_or(1, |under| under.chars().count().max(1));
    Failure::Query {
        pointer: format!("{query}\n{}{}", " ".repeat(before), "^".repeat(under)),
        cause: Box::new(failure),
    }
}
