//! A file of another tool as a project.
//!
//! Tools count positions differently: some by Unicode characters and some by
//! UTF-16 units, some with `\r\n` as one and some as two. Which of them a file
//! means shows in the words that a selection is called by; where it does not,
//! the habit of the tool that wrote it decides.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::guid::Guid;
use super::plain::{Ruler, plain};
use super::tree::Element;
use super::{Code, Coding, Project, Selection, Source, User};
use crate::exchange::error::Error;

/// More text than any project holds; keeps a small file from unpacking into
/// all of memory.
const LARGEST: u64 = 1024 * 1024 * 1024;

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
    let inside = files.keys().find(|name| name.ends_with("project.qde"));
    let name = inside.cloned();
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
        let read = entry.take(left).read_to_end(&mut content);
        left -= read.map_err(|error| error.to_string())? as u64;
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

fn project(root: &Element, files: &BTreeMap<String, Vec<u8>>) -> Project {
    let origin = root.attribute("origin").unwrap_or_default().to_owned();
    let within = |name: &str| root.child(name).map_or(&[][..], |of| &of.children);
    // A codebook is the element itself.
    let codebook = if root.name == "CodeBook" {
        Some(root)
    } else {
        root.child("CodeBook")
    };
    let codes = codebook.and_then(|codebook| codebook.child("Codes"));
    let sources = within("Sources").iter();
    Project {
        name: root.attribute("name").unwrap_or_default().to_owned(),
        users: within("Users").iter().map(user).collect(),
        codes: codes.map_or_else(Vec::new, below),
        sources: sources.flat_map(|of| texts(of, &origin, files)).collect(),
        origin,
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

fn below(element: &Element) -> Vec<Code> {
    let codes = element.children.iter().filter(|child| child.name == "Code");
    codes
        .map(|code| Code {
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
fn texts(source: &Element, origin: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<Source> {
    let called = source.attribute("name").unwrap_or_default();
    if source.name == "TextSource" {
        return text(source, called, origin, files).into_iter().collect();
    }
    let inside = source.children.iter();
    let texts = inside.filter(|child| child.name == "Representation");
    texts
        .filter_map(|of| text(of, called, origin, files))
        .collect()
}

fn text(
    source: &Element,
    name: &str,
    origin: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> Option<Source> {
    let raw = if let Some(content) = source.child("PlainTextContent") {
        content.words.clone()
    } else {
        let path = source.attribute("plainTextPath")?;
        let path = path
            .rsplit("://")
            .next()?
            .trim_start_matches('/')
            .to_lowercase();
        let inside = files.keys().find(|known| {
            let rest = known.strip_suffix(&path);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        });
        decoded(&files[inside?])
    };
    let text = plain(&raw).into_owned();
    let picked: Vec<(Selection, i64, i64)> = source.children.iter().filter_map(selection).collect();
    let counting = Counting::of(&raw, &picked, origin);
    let places = counting.places(&raw);
    let length = text.chars().count();
    let mut selections: Vec<Selection> = picked
        .into_iter()
        .filter_map(|(selection, start, end)| {
            let (start, end) = (places.get(start)?, places.get(end)?);
            (start < end && end <= length).then_some(Selection {
                start,
                end,
                ..selection
            })
        })
        .collect();
    let whole: Vec<Coding> = codings(source);
    if !whole.is_empty() && length > 0 {
        selections.push(Selection {
            guid: guid(source),
            end: length,
            user: whole[0].user.clone(),
            at: whole[0].at.clone(),
            codings: whole,
            ..Selection::default()
        });
    }
    Some(Source {
        guid: guid(source),
        name: name.to_owned(),
        text,
        selections,
        values: Vec::new(),
    })
}

fn selection(element: &Element) -> Option<(Selection, i64, i64)> {
    if element.name != "PlainTextSelection" {
        return None;
    }
    let place = |name| element.attribute(name)?.trim().parse().ok();
    let (start, end) = (place("startPosition")?, place("endPosition")?);
    let selection = Selection {
        guid: guid(element),
        name: element.attribute("name").unwrap_or_default().to_owned(),
        user: who(element),
        at: when(element),
        memo: words(element, "Description"),
        codings: codings(element),
        ..Selection::default()
    };
    Some((selection, start, end))
}

fn codings(element: &Element) -> Vec<Coding> {
    let codings = element
        .children
        .iter()
        .filter(|child| child.name == "Coding");
    codings
        .filter_map(|coding| {
            let code = coding.child("CodeRef")?.attribute("targetGUID")?;
            Some(Coding {
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

/// How a tool counts positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counting {
    /// Characters, with every line ending as one.
    Plain,
    /// Characters as they stand in the file.
    Characters,
    /// UTF-16 units as they stand in the file.
    Units,
    /// UTF-16 units, with every line ending as one.
    PlainUnits,
}

impl Counting {
    /// Returns how the positions of selections are counted: as most of their
    /// names say, else as the tool does.
    fn of(raw: &str, picked: &[(Selection, i64, i64)], origin: &str) -> Self {
        let habits = Self::habits(origin);
        let is_alike = !raw.contains('\r') && raw.chars().all(|c| c.len_utf16() == 1);
        if is_alike {
            return habits[0];
        }
        let text: Vec<char> = plain(raw).chars().collect();
        let agreeing = |counting: &Self| {
            let places = counting.places(raw);
            let agrees = |(selection, start, _): &&(Selection, i64, i64)| {
                let start = places.get(*start)?;
                let name = plain(&selection.name).into_owned();
                let name = name.trim_end_matches(['…', '.']).trim();
                let begin: Vec<char> = name.chars().take(TOLD_BY).collect();
                let said = text.get(start..)?.iter().skip_while(|c| c.is_whitespace());
                let said: Vec<char> = said.take(begin.len()).copied().collect();
                (!begin.is_empty() && same(&said, &begin)).then_some(())
            };
            picked.iter().filter(|one| agrees(one).is_some()).count()
        };
        let mut best = (habits[0], agreeing(&habits[0]));
        for counting in &habits[1..] {
            let count = agreeing(counting);
            if count > best.1 {
                best = (*counting, count);
            }
        }
        best.0
    }

    fn habits(origin: &str) -> [Self; 4] {
        let origin = origin.to_lowercase();
        if origin.contains("nvivo") {
            return [Self::Units, Self::PlainUnits, Self::Characters, Self::Plain];
        }
        let by_line = ["motif", "qualcoder", "atlas", "taguette"];
        if by_line.iter().any(|tool| origin.contains(tool)) {
            return [Self::Plain, Self::Characters, Self::Units, Self::PlainUnits];
        }
        [Self::Characters, Self::Plain, Self::Units, Self::PlainUnits]
    }

    fn places(self, raw: &str) -> Places {
        let ruler = Ruler::of(raw);
        let length = ruler.characters(raw.len());
        let plain = plain(raw);
        let each: Vec<usize> = match self {
            Self::Plain => (0..=length).collect(),
            Self::Characters => {
                let starts = raw.char_indices().map(|(at, _)| at);
                starts
                    .chain([raw.len()])
                    .map(|at| ruler.characters(at))
                    .collect()
            }
            Self::Units => units(raw, |at| ruler.characters(at)),
            Self::PlainUnits => {
                let own = Ruler::of(&plain);
                units(&plain, |at| own.characters(at))
            }
        };
        Places(each)
    }
}

/// Characters of a name that tell where a selection begins.
const TOLD_BY: usize = 24;

/// Tools write line breaks in names as spaces.
fn same(said: &[char], name: &[char]) -> bool {
    let mut pairs = said.iter().zip(name);
    said.len() == name.len()
        && pairs.all(|(one, other)| one == other || (one.is_whitespace() && other.is_whitespace()))
}

fn units(text: &str, before: impl Fn(usize) -> usize) -> Vec<usize> {
    let each = text.char_indices().flat_map(|(at, character)| {
        let count = before(at);
        std::iter::repeat_n(count, character.len_utf16())
    });
    each.chain([before(text.len())]).collect()
}

/// For each position as a tool counts, how many characters of the plain text
/// stand before it.
struct Places(Vec<usize>);

impl Places {
    fn get(&self, position: i64) -> Option<usize> {
        self.0.get(usize::try_from(position).ok()?).copied()
    }
}
