//! Files to the nouns of [`crate::feedback`]: answers, interviews, accounts.
//!
//! A path arrives, an [`Intake`] leaves, with everything that was decided on
//! the way: which column plays which part, what could have been read
//! otherwise, which rows were left out and why. Nothing is stored here, and
//! nothing is guessed that cannot be taken back with `--map`.

mod accounts;
mod anchors;
mod aliases;
mod amount;
mod blank;
mod column_roles;
mod cells;
mod columns;
mod copies;
mod subtitles;
mod summary_names;
mod summary_rows;
mod date;
mod decode;
mod delimited;
mod document;
mod docx;
mod error;
mod facts;
mod grade;
mod scale_check;
mod header;
mod interview;
mod json;
mod labels;
mod long_table;
mod transcript_boilerplate;
mod mapping;
mod markup;
mod names;
mod odt;
mod package;
mod pages;
mod pdf;
mod profile;
mod rating_cell;
mod rating_question;
mod role;
mod rtf;
mod score;
mod single_byte;
mod speakers;
mod stamps;
mod survey;
mod table;
mod twice_encoded;
mod speaker_table;
mod workbook;
mod worded_scale;

use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

pub use accounts::{Accounts, TableSubject};
pub use cells::Cells;
pub use columns::{Column, ColumnPart, Doubt, How};
pub use date::{DateOrder, a_day, in_name as day_in_name};
pub use decode::TextEncoding;
pub use error::Error;
pub use facts::names_person;
pub use header::SurveyTool;
pub use labels::part_word;
pub use mapping::{ColumnChoice, Mapping};
pub use names::{best_named, numbers_accounts};
pub use role::ColumnRole;
pub use survey::{Survey, WaveFrom};
pub use table::Skip;

use crate::feedback::{Interview, Scale};
use crate::text::harmless_line;

use decode::Decoded;
use delimited::Delimited;
use document::NotesDocument;
use header::Header;
use survey::SurveyTable;
use table::{CellRows, CellTable};

/// What the user says about a file before it is read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The wave of answers whose file does not say.
    pub wave: Option<String>,
    /// The columns that play a role.
    pub map: Mapping,
    /// What `04/05/2025` means.
    pub date_order: Option<DateOrder>,
    /// The sheet of a workbook, where several could be meant.
    pub sheet: Option<String>,
    /// What the scores are on; else they are taken for 0 to 10, unless they
    /// show that they are not.
    pub scale: Option<Scale>,
    /// The scale of the study that the file is for: what scores are on where
    /// the file does not show that it asks something else.
    pub study_scale: Option<Scale>,
    /// Cells of the score column that say that nobody answered.
    pub no_answer: Vec<String>,
    /// What text is written in, where it does not show.
    pub encoding: Option<TextEncoding>,
    /// What a table tells of, where it holds no answers.
    pub table: Option<TableSubject>,
}

/// A file that was read.
#[derive(Debug)]
pub struct Intake {
    /// The name of the file.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// What could have been read otherwise.
    pub doubts: Vec<Doubt>,
    /// What it holds.
    pub content: Content,
}

impl Intake {
    /// Returns the scale of a survey in which anybody rated.
    pub fn rated_scale(&self) -> Option<&Scale> {
        match &self.content {
            Content::Survey(survey) => survey
                .responses
                .iter()
                .any(|answer| answer.rating.is_some())
                .then_some(&survey.scale),
            Content::Interview(_) | Content::Accounts(_) => None,
        }
    }

    /// Returns the scale that a survey was read on, whether or not anybody rated.
    pub fn scale(&self) -> Option<&Scale> {
        match &self.content {
            Content::Survey(survey) => Some(&survey.scale),
            Content::Interview(_) | Content::Accounts(_) => None,
        }
    }
}

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// Answers to a survey.
    Survey(Survey),
    /// A conversation, or notes on one.
    Interview(Interview),
    /// A table of customers, or of people at them.
    Accounts(Accounts),
}

/// The endings of the names of files that can be read.
const ENDINGS: &[&str] = &[
    "csv", "tsv", "tab", "psv", "xlsx", "xlsm", "json", "jsonl", "ndjson", "md", "markdown", "txt",
    "text", "docx", "odt", "rtf", "vtt", "srt",
];

/// Returns whether the name of a file ends as those do that can be read.
pub fn reads(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let is_known = |ending: String| {
        ENDINGS.contains(&ending.as_str()) || (cfg!(feature = "pdf") && ending == "pdf")
    };
    !is_hidden(path) && ending.is_some_and(is_known)
}

/// Returns whether a program keeps a file for itself: `.DS_Store`, or
/// `~$notes.docx`, which Word leaves beside an open file.
pub fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_system = ["thumbs.db", "desktop.ini"].contains(&&*name.to_lowercase());
    name.starts_with('.') || name.starts_with("~$") || is_system
}

/// Returns whether a document is called as those that only say something of
/// the files beside them: `README.md`, `LICENSE.txt`, `SOURCE.txt`.
pub fn accompanies(path: &Path) -> bool {
    const NAMES: [&str; 27] = [
        "readme",
        "read me",
        "license",
        "licence",
        "licenses",
        "licences",
        "copying",
        "copyright",
        "notice",
        "source",
        "sources",
        "changelog",
        "contributing",
        "authors",
        "contributors",
        "citation",
        "attribution",
        "attributions",
        "credits",
        "manifest",
        "code of conduct",
        "liesmich",
        "lies mich",
        "lizenz",
        "lisez moi",
        "leeme",
        "leggimi",
    ];
    // `LICENSE-MIT`, `README.de.md`, `readme_first.txt`
    const BEGINNINGS: [&str; 3] = ["readme ", "license ", "licence "];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let is_table = TABLE_ENDINGS.contains(&&*ending.to_lowercase());
    let words = stem.to_lowercase().replace(['-', '_', '.'], " ");
    let is_named = NAMES.contains(&words.trim());
    !is_table && (is_named || BEGINNINGS.iter().any(|begin| words.starts_with(begin)))
}

/// The endings of the names of files that are tables.
const TABLE_ENDINGS: [&str; 9] = [
    "csv", "tsv", "tab", "psv", "xlsx", "xlsm", "json", "jsonl", "ndjson",
];

/// Returns what a file is called, on one line.
fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    harmless_line(&name.to_string_lossy()).into_owned()
}

/// Reads a file that must be a table, whatever it holds; gives its name too.
fn tabled(path: &Path) -> Result<(String, CellTable), Error> {
    let name = name_of(path);
    let bytes = bytes(path)?;
    if bytes.is_empty() {
        return Err(Error::Empty { file: name });
    }
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ending == "xlsx" || ending == "xlsm" || is_archive(&bytes) {
        let table = workbook::table(bytes, &name)?;
        return Ok((name, table));
    }
    let Decoded { text, encoding, .. } =
        decode::decode(bytes, None).map_err(|at| Error::Binary {
            file: name.clone(),
            at,
        })?;
    let table = match ending.to_str() {
        Some("json" | "jsonl" | "ndjson") => json::table(&text, encoding, &name)?,
        _ => delimited(text, encoding),
    };
    Ok((name, table))
}

/// Reads a file of answers, notes or accounts; of a workbook with several
/// waves the first.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Intake, Error> {
    read_all(path, options)?.swap_remove(0)
}

/// Reads a file of answers, notes or accounts: one intake, or one for each
/// wave in a workbook.
///
/// A sheet that is one of several waves is read as a file of its own:
/// `survey.xlsx#Q3`, wave `Q3`.
pub fn read_all(path: &Path, options: &ReadOptions) -> Result<Vec<Result<Intake, Error>>, Error> {
    read_bytes(&name_of(path), bytes(path)?, options)
}

/// Reads bytes as [`read_all`] reads a file of that name.
pub fn read_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Vec<Result<Intake, Error>>, Error> {
    let name = name.to_owned();
    if bytes.is_empty() {
        return Err(Error::Empty { file: name });
    }
    let digest = digest(&bytes);
    let intake = |name: String, read: ReadResult| {
        let (content, doubts) = read?;
        Ok(Intake {
            name,
            digest: digest.clone(),
            doubts,
            content,
        })
    };
    if !is_workbook(&name, &bytes) {
        let read = content(&name, bytes, options);
        return Ok(vec![intake(name, read)]);
    }
    let sheets = workbook::tables(bytes, options, &name)?;
    let read = workbook_waves(&name, sheets, options);
    Ok(read
        .into_iter()
        .map(|(name, read)| intake(name, read))
        .collect())
}

/// Reads the sheets of a workbook, each with the name it goes by. What stands
/// in two sheets is read once.
fn workbook_waves(
    file: &str,
    sheets: workbook::SurveySheets,
    options: &ReadOptions,
) -> Vec<(String, ReadResult)> {
    let workbook::SurveySheets { waves, wanted } = sheets;
    let alone = |table: &CellTable| (file.to_owned(), answers(file, table, options));
    let as_wave = |table: &CellTable| {
        let sheet = table.sheet.as_ref().map_or("", |sheet| &sheet.name);
        let name = format!("{file}#{sheet}");
        let options = ReadOptions {
            wave: options.wave.clone().or_else(|| Some(sheet.to_owned())),
            ..options.clone()
        };
        let read = answers(&name, table, &options);
        (name, read)
    };
    let mut read: Vec<(String, ReadResult)> = waves.iter().map(as_wave).collect();
    let copies = copies_among(
        read.iter()
            .map(|(_, read)| read.as_ref().ok().map(|read| &read.0)),
    );
    let is_copy = |place: usize| copies.iter().any(|of| of.copy == place);
    let originals: Vec<usize> = (0..waves.len()).filter(|place| !is_copy(*place)).collect();
    match wanted {
        workbook::Wanted::Table(table) => vec![alone(&table)],
        workbook::Wanted::Wave(place) if originals == [place] => vec![alone(&waves[place])],
        workbook::Wanted::Wave(place) => vec![read.swap_remove(place)],
        workbook::Wanted::Waves => {
            let mut kept: Vec<(String, ReadResult)> = if let [only] = originals[..] {
                vec![alone(&waves[only])]
            } else {
                let read = read.into_iter().enumerate();
                let kept = read.filter(|(place, _)| !is_copy(*place));
                kept.map(|(_, read)| read).collect()
            };
            for (original, (_, read)) in originals.iter().zip(&mut kept) {
                if let Ok((_, doubts)) = read {
                    let of: Vec<_> = copies
                        .iter()
                        .filter(|of| of.original == *original)
                        .collect();
                    doubts.extend(left_out(&of, &waves));
                }
            }
            kept
        }
    }
}

/// Says which sheets are left out since another has their answers.
fn left_out(copies: &[&copies::SurveyCopy], waves: &[CellTable]) -> Option<Doubt> {
    let name = |place: usize| waves[place].sheet.as_ref().map_or("", |sheet| &sheet.name);
    let original = name(copies.first()?.original);
    let names: Vec<&str> = copies.iter().map(|of| name(of.copy)).collect();
    let (sheets, were) = match names.len() {
        1 => ("sheet", "was"),
        _ => ("sheets", "were"),
    };
    let has = if copies.iter().all(|of| of.is_whole) {
        "has the same answers"
    } else {
        "has nearly the same answers"
    };
    Some(Doubt::settled_by(
        format!(
            "{sheets} {} {were} left out, because sheet `{original}` {has}",
            error::listed(&names)
        ),
        format!("--sheet {}", shell_words::quote(names[0])),
    ))
}

fn copies_among<'a>(
    contents: impl Iterator<Item = Option<&'a Content>>,
) -> Vec<copies::SurveyCopy> {
    let surveys = contents
        .enumerate()
        .filter_map(|(place, content)| match content {
            Some(Content::Survey(survey)) => Some((place, survey)),
            _ => None,
        });
    let (places, surveys): (Vec<usize>, Vec<&Survey>) = surveys.unzip();
    let found = copies::copies(&surveys).into_iter();
    found
        .map(|of| copies::SurveyCopy {
            copy: places[of.copy],
            original: places[of.original],
            ..of
        })
        .collect()
}

/// Says of files that are read together which of them hold the same answers.
pub fn doubt_copies(intakes: &mut [&mut Intake]) {
    let found = copies_among(intakes.iter().map(|intake| Some(&intake.content)));
    for of in found {
        let which = if of.is_whole {
            "its answers"
        } else {
            "nearly all of its answers"
        };
        let sentence = format!(
            "{which} are in `{}` too; leave out one of the two files, so that nobody counts twice",
            intakes[of.original].name
        );
        intakes[of.copy].doubts.push(Doubt::new(sentence));
    }
}

/// Returns whether a file is a workbook. Spreadsheets are often renamed
/// rather than exported.
fn is_workbook(name: &str, bytes: &[u8]) -> bool {
    match &*ending(name) {
        "xlsx" | "xlsm" => true,
        "csv" | "tsv" => is_archive(bytes),
        _ => false,
    }
}

/// Returns how a file's name ends, before the name of a sheet.
fn ending(name: &str) -> String {
    let name = name.split_once(".xls").map_or(name, |(before, after)| {
        let file = after.split('#').next().unwrap_or_default();
        &name[..before.len() + ".xls".len() + file.len()]
    });
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.to_ascii_lowercase()
}

fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let file = path.display().to_string();
    if path.is_dir() {
        return match std::fs::read_dir(path) {
            Ok(_) => Err(Error::Folder { file }),
            Err(source) => Err(Error::Unreadable { file, source }),
        };
    }
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Error::Missing { file: file.clone() },
        _ => Error::Unreadable {
            file: file.clone(),
            source,
        },
    };
    // A pipe waits for its writer, a device may never end.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Error::NoRegularFile { file });
    }
    std::fs::read(path).map_err(failed)
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

type ReadResult = Result<(Content, Vec<Doubt>), Error>;

/// Reads what is no workbook, by the ending of its name.
fn content(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> ReadResult {
    let ending = ending(name);
    match ending.as_str() {
        "docx" | "odt" if package::is_encrypted(&bytes) => Err(Error::Encrypted {
            file: name.to_owned(),
        }),
        "docx" => notes(name, docx::document(bytes, name)?),
        "odt" => notes(name, odt::document(bytes, name)?),
        "rtf" => notes(name, rtf::document(&bytes, name)?),
        "pdf" => {
            let (document, doubt) = pdf::document(&bytes, name)?;
            let (content, mut doubts) = notes(name, document)?;
            doubts.push(doubt);
            Ok((content, doubts))
        }
        "xls" | "xlsb" | "ods" | "numbers" => Err(Error::OtherWorkbook {
            file: name.to_owned(),
        }),
        "csv" | "tsv" | "tab" | "psv" | "json" | "jsonl" | "ndjson" | "md" | "markdown" | "txt"
        | "text" | "vtt" | "srt" => text(name, &ending, bytes, options),
        _ => Err(Error::UnknownForm {
            file: name.to_owned(),
        }),
    }
}

fn text(name: &str, ending: &str, bytes: Vec<u8>, options: &ReadOptions) -> ReadResult {
    let decoded = decode::decode(bytes, options.encoding).map_err(|at| Error::Binary {
        file: name.to_owned(),
        at,
    })?;
    let doubt = decoded.doubt.clone();
    let assumed = decoded.assumed.clone();
    let (content, mut doubts) = decoded_text(name, ending, decoded, options)?;
    doubts.extend(doubt.map(Doubt::new));
    doubts.extend(assumed);
    Ok((content, doubts))
}

fn decoded_text(name: &str, ending: &str, decoded: Decoded, options: &ReadOptions) -> ReadResult {
    let Decoded { text, encoding, .. } = decoded;
    if text.trim().is_empty() {
        return Err(Error::Empty {
            file: name.to_owned(),
        });
    }
    match ending {
        "json" | "jsonl" | "ndjson" => answers(name, &json::table(&text, encoding, name)?, options),
        "vtt" | "srt" => conversation(name, subtitles::read(name, subtitles::lines(&text))),
        // Some programs save subtitles under another name.
        "txt" | "text" | "md" | "markdown" if subtitles::are_cues(text.lines()) => {
            conversation(name, subtitles::read(name, subtitles::lines(&text)))
        }
        "md" | "markdown" => notes(name, NotesDocument::from_text(text, true)),
        "txt" | "text" if !is_tabular(&text) => notes(name, NotesDocument::from_text(text, false)),
        _ => answers(name, &delimited(text, encoding), options),
    }
}

fn notes(name: &str, document: NotesDocument) -> ReadResult {
    let lines = || document.lines.iter().map(|line| document.words(line));
    if subtitles::are_cues(lines()) {
        let numbers = document.lines.iter().map(|line| line.number);
        return conversation(name, subtitles::read(name, numbers.zip(lines())));
    }
    conversation(name, interview::read(name, document))
}

fn delimited(text: String, encoding: &'static str) -> CellTable {
    CellTable {
        rows: CellRows::Text(Delimited::new(text)),
        names: None,
        encoding,
        unread: Vec::new(),
        sheet: None,
    }
}

/// Some tools export answers as `.txt`: the first lines then name columns.
fn is_tabular(text: &str) -> bool {
    let head: String = text.lines().take(20).fold(String::new(), |mut head, line| {
        head.push_str(line);
        head.push('\n');
        head
    });
    let table = delimited(head, "UTF-8");
    table.delimiter().is_some() && Header::from_table(&table).is_known()
}

fn answers(name: &str, table: &CellTable, options: &ReadOptions) -> ReadResult {
    if options.map == Mapping::default()
        && options.table.is_none()
        && let Some(columns) = speaker_table::columns(table)
    {
        return conversation(name, speaker_table::read(name, table, columns));
    }
    Ok(match survey::read(name, table, options)? {
        SurveyTable::Survey(survey, doubts) => (Content::Survey(survey), doubts),
        SurveyTable::Accounts(accounts, doubts) => (Content::Accounts(accounts), doubts),
    })
}

fn conversation(name: &str, read: Result<(Interview, Vec<Doubt>), Error>) -> ReadResult {
    let (mut interview, mut doubts) = read?;
    if interview.date.is_none()
        && let Some(day) = date::in_name(name)
    {
        doubts.push(Doubt::new(format!(
            "the date {day} comes from the file's name; to decide it yourself, put a line such as `Date: {day}` at the top of the file"
        )));
        interview.date = Some(day);
    }
    Ok((Content::Interview(interview), doubts))
}
