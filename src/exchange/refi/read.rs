//! A file of another tool as a project.
//!
//! What somebody noted stands beside the sources: some tools refer to it from
//! a selection, others from the whole source, and the note says where.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::counting::Counting;
use super::guid::Guid;
use super::plain::plain;
use super::tree::Element;
use super::{Project, RefiCode, RefiCoding, RefiSource, TextSelection, User};
use crate::exchange::error::Error;

/// More text than any project holds, in bytes; keeps a small file from
/// unpacking into all of memory.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Reads a project or a codebook; `file` is named in errors.
pub fn read(bytes: &[u8], file: &str) -> Result<Project, Error> {
    let failed = |reason: String| Error::NotAProject {
        file: file.to_owned(),
        reason,
    };
    if !bytes.starts_with(b"PK") {
        let root = Element::read(&decoded(bytes)).map_err(failed)?;
        return match root.name.as_str() {
            "CodeBook" | "Project" => Ok(project(&root, &BTreeMap::new())),
            other => Err(failed(format!("it holds a `{other}`, no codebook"))),
        };
    }
    let mut files = unpacked(bytes).map_err(failed)?;
    // Some tools call it after the project.
    let is = |ending: &str| files.keys().find(|name| name.ends_with(ending)).cloned();
    let name = is("project.qde").or_else(|| is(".qde"));
    let qde = name.and_then(|name| files.remove(&name));
    let qde = qde.ok_or_else(|| failed("there is no `project.qde` in it".into()))?;
    let root = Element::read(&decoded(&qde)).map_err(failed)?;
    Ok(project(&root, &files))
}

/// Returns the files of an archive, by name in lower case.
fn unpacked(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut files = BTreeMap::new();
    let mut left = LARGEST;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| error.to_string())?;
        let name = entry
            .name()
            .map_err(|error| error.to_string())?
            .replace('\\', "/")
            .to_lowercase();
        let is_read = [".qde", ".txt"].iter().any(|ending| name.ends_with(ending));
        if !is_read {
            continue;
        }
        let mut content = Vec::new();
        let read = entry.take(left + 1).read_to_end(&mut content);
        let read = read.map_err(|error| error.to_string())? as u64;
        left = left
            .checked_sub(read)
            .ok_or_else(|| format!("its texts are larger than {} MB together", LARGEST >> 20))?;
        files.insert(name, content);
    }
    Ok(files)
}

/// Returns the text of a file, without a byte-order mark.
fn decoded(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
        },
    }
}

/// What the sources of a project refer to.
struct References<'a> {
    /// The tool that wrote it.
    origin: &'a str,
    files: &'a BTreeMap<String, Vec<u8>>,
    notes: HashMap<Guid, &'a Element>,
}

impl References<'_> {
    /// Returns the words of a file beside the project.
    fn file(&self, element: &Element) -> Option<String> {
        let path = element.attribute("plainTextPath")?;
        let path = path
            .rsplit("://")
            .next()?
            .trim_start_matches('/')
            .to_lowercase();
        let inside = self.files.keys().find(|known| {
            let rest = known.strip_suffix(&path);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        });
        Some(decoded(&self.files[inside?]))
    }

    /// Returns the notes that an element refers to.
    fn notes<'b>(&'b self, element: &'b Element) -> impl Iterator<Item = &'b Element> {
        let refers = element.children.iter().filter(|of| of.name == "NoteRef");
        let targets = refers.filter_map(|of| of.attribute("targetGUID"));
        targets.filter_map(|target| self.notes.get(&Guid::read(target)).copied())
    }

    /// Returns what a note says.
    fn said(&self, note: &Element) -> Option<String> {
        let own = words(note, "PlainTextContent").or_else(|| self.file(note));
        own.or_else(|| words(note, "Description"))
    }
}

fn project(root: &Element, files: &BTreeMap<String, Vec<u8>>) -> Project {
    let origin = root.attribute("origin").unwrap_or_default();
    let within = |name: &str| root.child(name).map_or(&[][..], |of| &of.children);
    // A codebook is the element itself.
    let codebook = if root.name == "CodeBook" {
        Some(root)
    } else {
        root.child("CodeBook")
    };
    let codes = codebook.and_then(|codebook| codebook.child("Codes"));
    let sources = within("Sources").iter();
    let notes = within("Notes").iter().map(|note| (guid(note), note));
    let around = References {
        origin,
        files,
        notes: notes.collect(),
    };
    Project {
        name: root.attribute("name").unwrap_or_default().to_owned(),
        users: within("Users").iter().map(user).collect(),
        codes: codes.map_or_else(Vec::new, below),
        sources: sources.flat_map(|of| texts(of, &around)).collect(),
        origin: origin.to_owned(),
        ..Project::default()
    }
}

fn guid(element: &Element) -> Guid {
    Guid::read(element.attribute("guid").unwrap_or_default())
}

fn user(element: &Element) -> User {
    let name = element
        .attribute("name")
        .or_else(|| element.attribute("id"));
    User {
        guid: guid(element),
        name: name.unwrap_or("somebody").to_owned(),
    }
}

fn below(element: &Element) -> Vec<RefiCode> {
    let codes = element.children.iter().filter(|child| child.name == "Code");
    codes
        .map(|code| RefiCode {
            guid: guid(code),
            name: code.attribute("name").unwrap_or_default().trim().to_owned(),
            is_codable: code.attribute("isCodable") != Some("false"),
            color: code.attribute("color").map(str::to_owned),
            description: words(code, "Description"),
            codes: below(code),
        })
        .collect()
}

fn words(element: &Element, name: &str) -> Option<String> {
    let words = &element.child(name)?.words;
    (!words.trim().is_empty()).then(|| words.clone())
}

/// Returns the texts of a source: its own, or that of a PDF.
fn texts(source: &Element, around: &References<'_>) -> Vec<RefiSource> {
    let called = source.attribute("name").unwrap_or_default();
    if source.name == "TextSource" {
        return text(source, called, around).into_iter().collect();
    }
    let inside = source.children.iter();
    let texts = inside.filter(|child| child.name == "Representation");
    texts.filter_map(|of| text(of, called, around)).collect()
}

fn text(source: &Element, name: &str, around: &References<'_>) -> Option<RefiSource> {
    let content = source.child("PlainTextContent");
    let content = content.map(|content| content.words.clone());
    let raw = content.or_else(|| around.file(source))?;
    let text = plain(&raw).into_owned();
    let own = source.children.iter();
    let own: Vec<_> = own.filter_map(|child| selection(child, around)).collect();
    let named = source.children.iter();
    let named = named.filter(|child| child.name == "PlainTextSelection");
    let unplaced = named.count() - own.len();
    let noted = around.notes(source).flat_map(|note| noted(note, around));
    let picked: Vec<(TextSelection, i64, i64)> = own.into_iter().chain(noted).collect();
    let counting = Counting::new(&raw, &picked, around.origin);
    let places = counting.places(&raw);
    let length = text.chars().count();
    let all = picked.len() + unplaced;
    let mut selections: Vec<TextSelection> = picked
        .into_iter()
        .filter_map(|(selection, start, end)| {
            let (start, end) = (places.get(start)?, places.get(end)?);
            (start < end && end <= length).then_some(TextSelection {
                start,
                end,
                ..selection
            })
        })
        .collect();
    let outside = all - selections.len();
    let whole: Vec<RefiCoding> = codings(source);
    if !whole.is_empty() && length > 0 {
        selections.push(TextSelection {
            guid: guid(source),
            end: length,
            user: whole[0].user.clone(),
            at: whole[0].at.clone(),
            codings: whole,
            ..TextSelection::default()
        });
    }
    Some(RefiSource {
        guid: guid(source),
        name: name.to_owned(),
        text,
        selections,
        values: Vec::new(),
        outside,
    })
}

/// Returns the stretches of a source that a note about it names.
fn noted<'a>(
    note: &'a Element,
    around: &'a References<'_>,
) -> impl Iterator<Item = (TextSelection, i64, i64)> + 'a {
    let memo = around.said(note);
    let picked = note.children.iter();
    let picked = picked.filter_map(|child| selection(child, around));
    picked.map(move |(selection, start, end)| {
        let selection = TextSelection {
            user: selection.user.or_else(|| who(note)),
            at: selection.at.or_else(|| when(note)),
            memo: selection.memo.or_else(|| memo.clone()),
            ..selection
        };
        (selection, start, end)
    })
}

fn selection(element: &Element, around: &References<'_>) -> Option<(TextSelection, i64, i64)> {
    if element.name != "PlainTextSelection" {
        return None;
    }
    let place = |name| element.attribute(name)?.trim().parse().ok();
    let (start, end) = (place("startPosition")?, place("endPosition")?);
    let selection = TextSelection {
        guid: guid(element),
        name: element.attribute("name").unwrap_or_default().to_owned(),
        user: who(element),
        at: when(element),
        memo: words(element, "Description")
            .or_else(|| around.notes(element).find_map(|note| around.said(note))),
        codings: codings(element),
        ..TextSelection::default()
    };
    Some((selection, start, end))
}

fn codings(element: &Element) -> Vec<RefiCoding> {
    let codings = element
        .children
        .iter()
        .filter(|child| child.name == "Coding");
    codings
        .filter_map(|coding| {
            let code = coding.child("CodeRef")?.attribute("targetGUID")?;
            Some(RefiCoding {
                guid: guid(coding),
                code: Guid::read(code),
                user: who(coding),
                at: when(coding),
            })
        })
        .collect()
}

fn who(element: &Element) -> Option<Guid> {
    let user = element.attribute("creatingUser");
    user.or_else(|| element.attribute("modifyingUser"))
        .map(Guid::read)
}

fn when(element: &Element) -> Option<String> {
    let at = element.attribute("creationDateTime");
    let at = at.or_else(|| element.attribute("modifiedDateTime"));
    at.map(str::to_owned)
}
