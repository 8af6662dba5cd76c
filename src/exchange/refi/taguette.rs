//! A project of Taguette, which exports its database and no `.qdpx`.
//!
//! It keeps documents as HTML and counts places in bytes of the words in it,
//! tags left out.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::guid::Guid;
use super::{Project, RefiCode, RefiCoding, RefiSource, TextSelection, User};
use crate::exchange::error::Error;

/// Whether a file is a database.
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3\0")
}

/// Reads a project that Taguette exported as SQLite.
pub fn taguette(path: &Path) -> Result<Project, Error> {
    read(path).map_err(|error| Error::NotAProject {
        file: path.to_string_lossy().into_owned(),
        reason: error.to_string(),
    })
}

fn read(path: &Path) -> rusqlite::Result<Project> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let name = connection.query_row("SELECT name FROM projects ORDER BY id", [], |row| {
        row.get(0)
    })?;
    let mut users: Vec<String> = connection
        .prepare("SELECT DISTINCT user_login FROM commands ORDER BY user_login")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // Who of several it was is written nowhere.
    if users.len() != 1 {
        users = vec!["Taguette".into()];
    }
    let user = Guid::new(&["user", &users[0]]);
    let codes = connection
        .prepare("SELECT id, path, description FROM tags ORDER BY path")?
        .query_map([], |row| {
            let description: String = row.get(2)?;
            Ok(RefiCode {
                guid: tag(row.get(0)?),
                name: row.get(1)?,
                is_codable: true,
                description: Some(description).filter(|text| !text.trim().is_empty()),
                ..RefiCode::default()
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let documents: Vec<(i64, String, String)> = connection
        .prepare("SELECT id, name, contents FROM documents ORDER BY name, id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let source = |(id, name, contents): (i64, String, String)| {
        let words = PageText::new(&contents);
        Ok(RefiSource {
            guid: Guid::new(&["document", &id.to_string()]),
            name,
            selections: selections(&connection, id, &words, &user)?,
            text: words.text,
            values: Vec::new(),
            outside: 0,
        })
    };
    Ok(Project {
        name,
        origin: "Taguette".into(),
        users: users
            .into_iter()
            .map(|name| User {
                guid: user.clone(),
                name,
            })
            .collect(),
        codes,
        sources: documents
            .into_iter()
            .map(source)
            .collect::<rusqlite::Result<_>>()?,
        ..Project::default()
    })
}

fn tag(id: i64) -> Guid {
    Guid::new(&["tag", &id.to_string()])
}

fn selections(
    connection: &Connection,
    document: i64,
    words: &PageText,
    user: &Guid,
) -> rusqlite::Result<Vec<TextSelection>> {
    let highlights: Vec<(i64, i64, i64)> = connection
        .prepare(
            "SELECT id, start_offset, end_offset FROM highlights
             WHERE document_id = ?1 ORDER BY start_offset, end_offset, id",
        )?
        .query_map([document], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut tags = connection
        .prepare("SELECT tag_id FROM highlight_tags WHERE highlight_id = ?1 ORDER BY tag_id")?;
    let mut selections = Vec::new();
    for (highlight, start, end) in highlights {
        let codings: Vec<RefiCoding> = tags
            .query_map([highlight], |row| row.get::<_, i64>(0))?
            .map(|id| {
                let id = id?;
                Ok(RefiCoding {
                    guid: Guid::new(&["highlight", &highlight.to_string(), &id.to_string()]),
                    code: tag(id),
                    user: Some(user.clone()),
                    at: None,
                })
            })
            .collect::<rusqlite::Result<_>>()?;
        let byte = |at: i64| usize::try_from(at).unwrap_or_default();
        let (start, end) = (words.first(byte(start)), words.after(byte(end)));
        selections.push(TextSelection {
            guid: Guid::new(&["highlight", &highlight.to_string()]),
            start,
            end,
            user: Some(user.clone()),
            codings,
            ..TextSelection::default()
        });
    }
    Ok(selections)
}

/// The words of a page, each block on a line of its own.
#[derive(Default)]
struct PageText {
    text: String,
    characters: usize,
    /// For each character of the page's words, how many bytes of them stand
    /// before it, and where it is in `text`.
    places: Vec<(usize, usize)>,
    bytes: usize,
}

impl PageText {
    fn new(page: &str) -> Self {
        let mut words = Self::default();
        let mut rest = page;
        while let Some(begin) = rest.find(['<', '&']) {
            words.say(&rest[..begin]);
            rest = &rest[begin..];
            let length = if rest.starts_with('<') {
                words.tag(rest)
            } else {
                words.sign(rest)
            };
            rest = &rest[length..];
        }
        words.say(rest);
        words
    }

    fn say(&mut self, said: &str) {
        for character in said.chars() {
            self.places.push((self.bytes, self.characters));
            self.bytes += character.len_utf8();
            self.characters += 1;
            self.text.push(character);
        }
    }

    /// Reads a tag or a comment; returns how long it is.
    fn tag(&mut self, rest: &str) -> usize {
        let (end, length) = if rest.starts_with("<!--") {
            ("-->", 3)
        } else {
            (">", 1)
        };
        let length = rest.find(end).map_or(rest.len(), |at| at + length);
        let name = rest[1..length].trim_start_matches('/');
        let name: String = name
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let name = name.to_lowercase();
        if BLOCKS.split(' ').any(|block| block == name) && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.characters += 1;
        }
        length
    }

    /// Reads an entity; returns how long it is.
    fn sign(&mut self, rest: &str) -> usize {
        let end = rest.find(';').filter(|&end| end < 12);
        let Some((end, known)) = end.and_then(|end| Some((end, entity(&rest[1..end])?))) else {
            self.say("&");
            return 1;
        };
        self.say(known.encode_utf8(&mut [0; 4]));
        end + 1
    }

    /// Returns the character that a byte of the page's words is in.
    fn first(&self, byte: usize) -> usize {
        let at = self.places.partition_point(|(before, _)| *before < byte);
        self.places
            .get(at)
            .map_or(self.characters, |(_, place)| *place)
    }

    /// Returns the character after the one that ends before a byte.
    fn after(&self, byte: usize) -> usize {
        let at = self.places.partition_point(|(before, _)| *before < byte);
        at.checked_sub(1).map_or(0, |last| self.places[last].1 + 1)
    }
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

/// Elements that begin and end a line.
const BLOCKS: &str = "p div br li ul ol h1 h2 h3 h4 tr table blockquote pre";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_a_page_are_characters_of_its_words() {
        let words = PageText::new("<p>Née &amp; 😀</p><p>too <b>slow</b></p>");
        assert_eq!(words.text, "\nNée & 😀\ntoo slow\n");
        // "Née & 😀" has 4 + 1 + 1 + 1 + 4 bytes.
        let said = |start, end| -> String {
            let (start, end) = (words.first(start), words.after(end));
            words.text.chars().skip(start).take(end - start).collect()
        };
        assert_eq!(said(7, 11), "😀");
        assert_eq!(said(15, 19), "slow");
        assert_eq!(said(7, 14), "😀\ntoo");
    }
}
