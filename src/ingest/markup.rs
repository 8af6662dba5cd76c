//! The markup that word processors keep their text in: a part of an archive,
//! read tag by tag.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

/// What is made of the markup.
pub(super) trait MarkupHandler {
    /// A tag opens.
    fn begin(&mut self, tag: &BytesStart<'_>);
    /// A tag of that local name closes.
    fn end(&mut self, name: &str);
    /// Words stand here.
    fn say(&mut self, words: &str);
}

/// Reads markup from beginning to end.
pub(super) fn walk(xml: &str, body: &mut impl MarkupHandler) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut open = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                open += 1;
                body.begin(&tag);
            }
            Ok(Event::Empty(tag)) => {
                body.begin(&tag);
                body.end(tag.local_name().as_ref());
            }
            Ok(Event::End(tag)) => {
                open = open.saturating_sub(1);
                body.end(tag.local_name().as_ref());
            }
            Ok(Event::Text(words)) => body.say(&words.xml10_content()),
            Ok(Event::CData(words)) => body.say(&words.xml10_content()),
            Ok(Event::GeneralRef(reference)) => body.say(&referred(&reference)),
            Ok(Event::Eof) if open > 0 => return Err("it ends in the middle".into()),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// More text than any document holds; keeps a small file from unpacking into
/// all of memory.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Unpacks one part of an archive as text.
pub(super) fn part(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let part = archive
        .by_name(name)
        .map_err(|_| "it has no text part".to_owned())?;
    let mut xml = Vec::new();
    part.take(LARGEST + 1)
        .read_to_end(&mut xml)
        .map_err(|error| error.to_string())?;
    if xml.len() as u64 > LARGEST {
        return Err(format!("its text is larger than {} MB", LARGEST >> 20));
    }
    super::decode::decode(xml, None)
        .map(|decoded| decoded.text)
        .map_err(|_| "its text part is not text".to_owned())
}

/// Returns what `&amp;` and `&#233;` stand for.
fn referred(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = reference;
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}

/// Returns the value of an attribute, whatever its prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.as_ref().to_owned())
}
