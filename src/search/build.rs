//! Writes an index.
//!
//! Texts are put in an order of their own (source, record, words) and cut into
//! stretches of a size that depends on their number alone; each stretch is one
//! segment. So the same texts give the same segments, scores and ties,
//! whatever order they came in and however many threads there are.
//!
//! ```text
//! search/
//!   current.json      which folder counts, for which corpus, and its fields
//!   <stamp>/          the segments
//!   building/         a build under way, or one that was cut short
//! ```
//!
//! `current.json` is replaced in one step when everything else is in place.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{IndexMeta, IndexSettings, TantivyDocument, TantivyError};

use super::Error;
use super::catalogue::{Catalogue, Encoder, time};
use super::origin::TextOrigin;
use super::terms::{LanguageSet, TonguesCell, WordTokenizer};
use crate::feedback::{Interview, Response, Scale, Span};
use crate::replace;
use crate::text::{Language, detect};

/// Raise whenever what is written, or how words are cut, changes.
const VERSION: u32 = 6;

/// The file that says which folder counts.
const CURRENT: &str = "current.json";

/// A segment holds at least this many texts, if there are as many…
const SMALLEST: usize = 50_000;

/// …and at most so many: while it is written it is held in memory.
const LARGEST: usize = 1_000_000;

/// With fewer texts than fill them, this many segments: each is written by
/// one thread, and searched on its own.
const SEGMENTS: usize = 4;

/// A language fewer than one text in so many is written in is left out:
/// mostly those were taken for another.
const RAREST_LANGUAGE: usize = 200;

/// What `current.json` holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    stamp: String,
    folder: String,
    /// Each file and its length: one cut short is noticed.
    files: Vec<(String, u64)>,
    /// The languages of the stems.
    languages: Vec<Language>,
    /// The language most texts are in.
    pub language: Language,
    pub catalogue: Catalogue,
}

impl Manifest {
    /// Returns what the folder holds for this corpus, if it is whole.
    pub(super) fn read(dir: &Path, stamp: &str) -> Result<Option<Self>, Error> {
        let path = dir.join(CURRENT);
        let written = match fs::read(&path) {
            Ok(written) => written,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::File { path, source }),
        };
        let manifest: Option<Self> = serde_json::from_slice(&written).ok();
        Ok(manifest.filter(|manifest| {
            manifest.version == VERSION && manifest.stamp == stamp && manifest.is_whole(dir)
        }))
    }

    pub(super) fn folder(&self, dir: &Path) -> PathBuf {
        dir.join(&self.folder)
    }

    pub(super) fn tongues(&self) -> LanguageSet {
        self.languages.iter().copied().collect()
    }

    fn is_whole(&self, dir: &Path) -> bool {
        let folder = self.folder(dir);
        self.files.iter().all(|(name, length)| {
            fs::metadata(folder.join(name)).is_ok_and(|file| file.len() == *length)
        })
    }
}

/// The columns every index has, beside one for each field.
#[derive(Clone, Copy)]
struct IndexColumns {
    text: Field,
    /// [`TextOrigin`], as JSON.
    origin: Field,
    /// Position of the response or interview in the corpus.
    item: Field,
    /// 1 + position of the turn; 0: a response.
    turn: Field,
    /// Where the turn begins in the interview's text.
    start: Field,
    /// [`time`]; 0: no date.
    date: Field,
    /// 1 + rating; 0: none.
    rating: Field,
}

impl IndexColumns {
    fn schema(fields: usize) -> (Schema, Self, Vec<Field>) {
        let mut schema = Schema::builder();
        let words = TextFieldIndexing::default()
            .set_tokenizer("words")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default()
            .set_indexing_options(words)
            .set_stored();
        let columns = Self {
            text: schema.add_text_field("text", text),
            origin: schema.add_text_field("origin", STORED),
            item: schema.add_u64_field("item", FAST),
            turn: schema.add_u64_field("turn", FAST),
            start: schema.add_u64_field("start", FAST),
            date: schema.add_u64_field("date", FAST),
            rating: schema.add_u64_field("rating", FAST),
        };
        let fields = (0..fields)
            .map(|field| schema.add_u64_field(&Catalogue::column(field), FAST))
            .collect();
        (schema.build(), columns, fields)
    }
}

/// A text of the corpus, by its place.
#[derive(Clone, Copy)]
enum Text<'a> {
    Comment {
        response: usize,
        of: &'a Response,
        comment: &'a str,
    },
    Turn {
        interview: usize,
        of: &'a Interview,
        turn: usize,
        span: Span,
    },
}

impl<'a> Text<'a> {
    fn words(&self) -> &'a str {
        match *self {
            Self::Comment { comment, .. } => comment,
            Self::Turn { of, span, .. } => span.slice(&of.text),
        }
    }

    fn source(&self) -> &'a str {
        match *self {
            Self::Comment { of, .. } => &of.source,
            Self::Turn { of, .. } => &of.source,
        }
    }

    /// Compares by what the texts are, and by where they came only where
    /// that is all that tells them apart.
    fn order(&self, other: &Self) -> Ordering {
        self.source()
            .cmp(other.source())
            .then_with(|| match (self, other) {
                (
                    Self::Comment {
                        response,
                        of,
                        comment,
                    },
                    Self::Comment {
                        response: its_response,
                        of: other,
                        comment: its_comment,
                    },
                ) => natural(of.id.as_deref())
                    .cmp(&natural(other.id.as_deref()))
                    .then_with(|| comment.cmp(its_comment))
                    .then_with(|| of.rating.cmp(&other.rating))
                    .then_with(|| of.date.cmp(&other.date))
                    .then_with(|| of.wave.cmp(&other.wave))
                    .then_with(|| of.attributes.cmp(&other.attributes))
                    .then_with(|| of.row.cmp(&other.row))
                    .then_with(|| response.cmp(its_response)),
                (
                    Self::Turn {
                        interview,
                        of,
                        turn,
                        ..
                    },
                    Self::Turn {
                        interview: its_interview,
                        of: other,
                        turn: its_turn,
                        ..
                    },
                ) => {
                    let of_texts = if interview == its_interview {
                        Ordering::Equal
                    } else {
                        of.text.cmp(&other.text)
                    };
                    of_texts
                        .then_with(|| interview.cmp(its_interview))
                        .then_with(|| turn.cmp(its_turn))
                }
                (Self::Comment { .. }, Self::Turn { .. }) => Ordering::Less,
                (Self::Turn { .. }, Self::Comment { .. }) => Ordering::Greater,
            })
    }
}

/// Orders `9` before `10`.
fn natural(id: Option<&str>) -> Option<(usize, &str)> {
    id.map(|id| (id.len(), id))
}

fn texts<'a>(responses: &'a [Response], interviews: &'a [Interview]) -> Vec<Text<'a>> {
    let comments = responses.iter().enumerate().filter_map(|(response, of)| {
        let comment = of.comment.as_deref()?;
        (!comment.trim().is_empty()).then_some(Text::Comment {
            response,
            of,
            comment,
        })
    });
    let turns = interviews.iter().enumerate().flat_map(|(interview, of)| {
        of.turns
            .iter()
            .enumerate()
            .map(move |(turn, said)| Text::Turn {
                interview,
                of,
                turn,
                span: said.span,
            })
    });
    let turns = turns.filter(|turn| !turn.words().trim().is_empty());
    let mut texts: Vec<Text<'a>> = comments.chain(turns).collect();
    texts.par_sort_unstable_by(Text::order);
    texts
}

/// Writes the index of a corpus into `dir`, beside the one that is there, and
/// makes it the one that counts. Whoever builds holds the [lock](locked).
pub(super) fn build(
    dir: &Path,
    scale: &Scale,
    responses: &[Response],
    interviews: &[Interview],
    stamp: &str,
) -> Result<Manifest, Error> {
    let building = dir.join("building");
    remove(&building)?;
    fs::create_dir(&building).map_err(at(&building))?;

    let texts = texts(responses, interviews);
    let languages: Vec<Option<Language>> =
        texts.par_iter().map(|text| detect(text.words())).collect();
    let texts_in = counted(&languages);
    let tongues = tongues(&texts_in);
    let catalogue = Catalogue::new(scale, responses, interviews);
    let encoder = Encoder::new(&catalogue, responses, interviews);
    let size = segment_size(texts.len());
    let sizes = texts
        .par_chunks(size)
        .zip(languages.par_chunks(size))
        .enumerate()
        .map(|(number, (texts, languages))| {
            let segment = IndexSegment {
                number,
                texts,
                languages,
                tongues,
            };
            segment.write(&building, &encoder, catalogue.fields.len())?;
            Ok(texts.len())
        })
        .collect::<Result<Vec<usize>, Error>>()?;
    write_meta(&building, catalogue.fields.len(), &sizes)?;

    let folder = folder(stamp);
    let files = files(&building)?;
    remove(&dir.join(&folder))?;
    fs::rename(&building, dir.join(&folder)).map_err(at(&building))?;
    let manifest = Manifest {
        version: VERSION,
        stamp: stamp.into(),
        folder,
        files,
        languages: tongues.languages().collect(),
        language: most_common(&texts_in),
        catalogue,
    };
    write_json(&dir.join(CURRENT), &manifest)?;
    remove_others(dir, &manifest.folder);
    Ok(manifest)
}

/// Two builds at once would tread on each other: the second waits.
pub(super) fn locked(dir: &Path) -> Result<fs::File, Error> {
    fs::create_dir_all(dir).map_err(at(dir))?;
    let path = dir.join("lock");
    let lock = fs::File::create(&path).map_err(at(&path))?;
    lock.lock().map_err(at(&path))?;
    Ok(lock)
}

/// Returns how many texts a segment holds.
fn segment_size(texts: usize) -> usize {
    let segments = (texts / SMALLEST)
        .clamp(1, SEGMENTS)
        .max(texts.div_ceil(LARGEST));
    texts.div_ceil(segments).max(1)
}

/// How many texts are in each language.
type TextsIn = [usize; Language::ALL.len()];

fn counted(languages: &[Option<Language>]) -> TextsIn {
    let mut texts = [0; Language::ALL.len()];
    for language in languages.iter().flatten() {
        texts[language.index()] += 1;
    }
    texts
}

/// Returns the language most texts are in, the first of equal ones.
fn most_common(texts: &TextsIn) -> Language {
    let languages = Language::ALL.into_iter().rev();
    let most = languages.max_by_key(|language| texts[language.index()]);
    most.unwrap_or_default()
}

/// Returns the languages a corpus is written in, without those that only a
/// few texts were taken for.
fn tongues(texts: &TextsIn) -> LanguageSet {
    let told: usize = texts.iter().sum();
    let spoken: LanguageSet = Language::ALL
        .into_iter()
        .filter(|language| texts[language.index()] * RAREST_LANGUAGE > told)
        .collect();
    if spoken.is_empty() {
        return spoken.with(Language::default());
    }
    spoken
}

/// Returns the languages a text is stemmed in: its own, or all of the corpus
/// where it is too short to tell.
pub(super) fn stemmed_in(language: Option<Language>, spoken: LanguageSet) -> LanguageSet {
    match language.filter(|language| spoken.has(*language)) {
        Some(language) => LanguageSet::default().with(language),
        None => spoken,
    }
}

/// A stretch of the texts.
struct IndexSegment<'a> {
    number: usize,
    texts: &'a [Text<'a>],
    languages: &'a [Option<Language>],
    tongues: LanguageSet,
}

impl IndexSegment<'_> {
    /// Writes the segment's files into the folder, under its number.
    fn write(&self, building: &Path, encoder: &Encoder, fields: usize) -> Result<(), Error> {
        let own = building.join(self.number.to_string());
        fs::create_dir(&own).map_err(at(&own))?;
        let cell = TonguesCell::default();
        let tokenizers = TokenizerManager::default();
        tokenizers.register("words", WordTokenizer::new(cell.clone()));
        let (schema, columns, fields) = IndexColumns::schema(fields);
        // The writer of a single segment keeps documents in the order they
        // are given, in this thread; the usual one shares them out as it likes.
        let mut writer = tantivy::Index::builder()
            .schema(schema)
            .tokenizers(tokenizers)
            .settings(settings())
            .single_segment_index_writer(
                MmapDirectory::open(&own).map_err(TantivyError::from)?,
                MEMORY,
            )?;
        let mut codes = Vec::new();
        for (text, &language) in self.texts.iter().zip(self.languages) {
            cell.set(stemmed_in(language, self.tongues));
            let mut document = TantivyDocument::default();
            columns.fill(&mut document, text);
            match *text {
                Text::Comment { of, .. } => encoder.response(of, language, &mut codes),
                Text::Turn { of, turn, .. } => encoder.turn(of, turn, language, &mut codes),
            }
            for (&field, &code) in fields.iter().zip(&codes) {
                document.add_u64(field, code);
            }
            writer.add_document(document)?;
        }
        let written = writer.finalize()?;
        let name = written
            .searchable_segment_ids()?
            .first()
            .map(SegmentId::uuid_string);
        drop(written);
        let name = name.unwrap_or_default();
        for (file, _) in files(&own)? {
            if let Some(component) = file.strip_prefix(&name) {
                let to = building.join(segment_name(self.number) + component);
                fs::rename(own.join(&file), &to).map_err(at(&to))?;
            }
        }
        remove(&own)
    }
}

/// What one segment's tables are laid out for; it is no limit.
const MEMORY: usize = 100_000_000;

impl IndexColumns {
    fn fill(&self, document: &mut TantivyDocument, text: &Text) {
        document.add_text(self.text, text.words());
        let origin = match *text {
            Text::Comment { of, .. } => TextOrigin::from(of),
            Text::Turn { of, .. } => TextOrigin::from(of),
        };
        let origin = serde_json::to_string(&origin).expect("names and numbers are JSON");
        document.add_text(self.origin, origin);
        let (item, turn, start, date, rating) = match *text {
            Text::Comment { response, of, .. } => (
                response,
                0,
                0,
                of.date.as_deref(),
                of.rating.map_or(0, |rating| u64::from(rating.value()) + 1),
            ),
            Text::Turn {
                interview,
                of,
                turn,
                span,
            } => (
                interview,
                turn as u64 + 1,
                span.start as u64,
                of.date.as_deref(),
                0,
            ),
        };
        let date = date.and_then(|date| time(date, '0'));
        document.add_u64(self.item, item as u64);
        document.add_u64(self.turn, turn);
        document.add_u64(self.start, start);
        document.add_u64(self.date, date.unwrap_or(0));
        document.add_u64(self.rating, rating);
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// Segments are usually named at random; by their number, the same texts give
/// the same files.
fn segment_name(number: usize) -> String {
    format!("{number:032x}")
}

/// Writes tantivy's list of segments, in the order of their texts.
fn write_meta(building: &Path, fields: usize, sizes: &[usize]) -> Result<(), Error> {
    let (schema, _, _) = IndexColumns::schema(fields);
    let index = tantivy::Index::create_in_ram(schema.clone());
    let segments = sizes.iter().enumerate().map(|(number, &size)| {
        let id = SegmentId::from_uuid_string(&segment_name(number))
            .expect("32 hexadecimal digits are a name");
        index.new_segment_meta(id, size as u32)
    });
    let meta = IndexMeta {
        segments: segments.collect(),
        index_settings: settings(),
        ..IndexMeta::with_schema(schema)
    };
    write_json(&building.join("meta.json"), &meta)
}

fn folder(stamp: &str) -> String {
    let digest = Sha256::digest(format!("{VERSION} {stamp}").as_bytes());
    let (first, _) = digest.split_at(8);
    let number = first
        .iter()
        .fold(0, |number, &byte| number << 8 | u64::from(byte));
    format!("{number:016x}")
}

fn files(folder: &Path) -> Result<Vec<(String, u64)>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let length = entry.metadata().map_err(at(folder))?.len();
        files.push((entry.file_name().to_string_lossy().into_owned(), length));
    }
    files.sort();
    Ok(files)
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Error> {
    let json = serde_json::to_vec(value).expect("names and numbers are JSON");
    replace::with_bytes(path, &json).map_err(at(path))
}

/// Clears what no longer counts. What cannot be removed (a reader may have it
/// open) is left for the next build.
fn remove_others(dir: &Path, folder: &str) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = name.len() == folder.len() && name.bytes().all(|b| b.is_ascii_hexdigit());
        if is_ours && name != folder {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(at(folder)(source)),
        _ => Ok(()),
    }
}

pub(super) fn at(path: &Path) -> impl Fn(std::io::Error) -> Error {
    move |source| Error::File {
        path: path.into(),
        source,
    }
}
