//! A word-processor document as lines: one a paragraph.
//!
//! What was deleted with changes tracked is not there, nor are comments in the
//! margin. A table of two columns that states facts (`Date | 2025-05-12`) is
//! read as facts; the cells of other tables are paragraphs.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use crate::feedback::Span;

use super::document::{Document, Kind, Line};
use super::error::Error;
use super::facts::is_key;

/// Reads the paragraphs of a document.
pub(super) fn document(bytes: Vec<u8>, file: &str) -> Result<Document, Error> {
    let damaged = |problem: String| Error::Damaged {
        file: file.to_owned(),
        problem,
    };
    let xml = body(bytes).map_err(damaged)?;
    let mut pages = Pages::default();
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => pages.begin(&tag),
            Ok(Event::Empty(tag)) => {
                pages.begin(&tag);
                pages.end(tag.local_name().as_ref());
            }
            Ok(Event::End(tag)) => pages.end(tag.local_name().as_ref()),
            Ok(Event::Text(words)) => pages.say(&words.xml10_content()),
            Ok(Event::CData(words)) => pages.say(&words.xml10_content()),
            Ok(Event::GeneralRef(reference)) => pages.refer(&reference),
            Ok(Event::Eof) => return Ok(pages.document()),
            Ok(_) => {}
            Err(error) => return Err(damaged(error.to_string())),
        }
    }
}

/// More text than any document holds; keeps a small file from unpacking into
/// all of memory.
const LARGEST: u64 = 256 * 1024 * 1024;

fn body(bytes: Vec<u8>) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let part = archive
        .by_name("word/document.xml")
        .map_err(|_| "it has no text part".to_owned())?;
    let mut xml = Vec::new();
    part.take(LARGEST)
        .read_to_end(&mut xml)
        .map_err(|error| error.to_string())?;
    super::decode::decode(xml)
        .map(|decoded| decoded.text)
        .map_err(|_| "its text part is no text".to_owned())
}

/// The paragraphs read so far, and what is being read.
#[derive(Default)]
struct Pages {
    text: String,
    lines: Vec<Line>,
    facts: Vec<(String, String)>,
    /// Open paragraphs: a text box stands within another.
    open: Vec<Paragraph>,
    /// Open rows of tables, as the places of the lines in each cell.
    rows: Vec<Vec<Vec<usize>>>,
    /// Depth inside parts that a reader does not see.
    hidden: usize,
    in_words: bool,
    in_marks: bool,
}

#[derive(Default)]
struct Paragraph {
    words: String,
    bold: usize,
    heading: bool,
    bullet: bool,
    run_is_bold: bool,
}

/// Deleted and moved text, older copies of drawings, field codes, readings of
/// characters.
const HIDDEN: &[&str] = &["del", "moveFrom", "Fallback", "instrText", "delText", "rt"];

impl Pages {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if HIDDEN.contains(&name) {
            self.hidden += 1;
        }
        match name {
            "p" => self.open.push(Paragraph::default()),
            "t" => self.in_words = true,
            "rPr" => self.in_marks = true,
            "tab" if !self.in_marks => self.add("\t"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("\u{2011}"),
            "tr" => self.rows.push(Vec::new()),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(Vec::new());
                }
            }
            _ => self.shape(name, tag),
        }
    }

    /// Reads how a paragraph or run looks.
    fn shape(&mut self, name: &str, tag: &BytesStart<'_>) {
        let in_marks = self.in_marks;
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        match name {
            "r" => paragraph.run_is_bold = false,
            "b" if in_marks => paragraph.run_is_bold = is_on(tag),
            "pStyle" => {
                let style = value(tag).unwrap_or_default().to_lowercase();
                paragraph.heading |= is_heading(&style);
                paragraph.bullet |= style.starts_with("list");
            }
            "outlineLvl" => paragraph.heading |= value(tag).is_some_and(|level| level != "9"),
            "numPr" => paragraph.bullet = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        match name {
            "p" => self.close_paragraph(),
            "t" => self.in_words = false,
            "rPr" => self.in_marks = false,
            "tr" => self.close_row(),
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        if self.in_words {
            self.add(words);
        }
    }

    fn refer(&mut self, reference: &BytesRef<'_>) {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            self.say(character.encode_utf8(&mut [0; 4]));
            return;
        }
        let name: &str = reference;
        self.say(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => "",
        });
    }

    fn add(&mut self, words: &str) {
        let Some(paragraph) = self.open.last_mut().filter(|_| self.hidden == 0) else {
            return;
        };
        paragraph.words.push_str(words);
        if paragraph.run_is_bold || words.trim().is_empty() {
            paragraph.bold += words.len();
        }
    }

    /// Writes the paragraph down, an empty one too: paragraphs are counted.
    fn close_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        let start = self.text.len();
        self.text.push_str(&paragraph.words);
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(self.lines.len());
        }
        self.lines.push(Line {
            span: Span {
                start,
                end: self.text.len(),
            },
            number: self.lines.len() as u32 + 1,
            kind: paragraph.kind(),
        });
        self.text.push('\n');
    }

    /// Reads a row of two cells as a fact, where the first names one.
    fn close_row(&mut self) {
        let Some(row) = self.rows.pop() else {
            return;
        };
        let words = |cell: &Vec<usize>| {
            let lines = cell
                .iter()
                .map(|place| self.lines[*place].span.of(&self.text).trim());
            lines.collect::<Vec<_>>().join(" ")
        };
        let [key, value] = &row[..] else {
            return;
        };
        let (name, fact) = (words(key), words(value));
        let name = name.trim_end_matches(':').trim_end();
        if !is_key(name) || fact.len() > 200 {
            return;
        }
        self.facts.push((name.to_owned(), fact));
        for place in row.iter().flatten() {
            self.lines[*place].kind = Kind::Fact;
        }
    }

    fn document(mut self) -> Document {
        while !self.open.is_empty() {
            self.close_paragraph();
        }
        Document {
            text: self.text,
            lines: self.lines,
            facts: self.facts,
        }
    }
}

impl Paragraph {
    fn kind(&self) -> Kind {
        let words = self.words.trim();
        if words.is_empty() {
            Kind::Blank
        } else if self.heading {
            Kind::Heading
        } else if self.bullet {
            Kind::Bullet
        } else if self.bold >= self.words.len() {
            Kind::Bold
        } else {
            Kind::Text
        }
    }
}

fn value(tag: &BytesStart<'_>) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "val")
        .map(|attribute| attribute.value.as_ref().to_owned())
}

fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(value(tag).as_deref(), Some("0" | "false" | "off"))
}

fn is_heading(style: &str) -> bool {
    [
        "heading",
        "title",
        "subtitle",
        "berschrift",
        "überschrift",
        "titre",
        "titel",
        "kop",
        "rubrik",
        "ttulo",
        "titolo",
    ]
    .iter()
    .any(|name| style.starts_with(name))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// Returns a document of these paragraphs.
    pub(in super::super) fn docx(body: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default())
            .unwrap();
        let xml = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
        zip.write_all(xml.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    fn lines(body: &str) -> Vec<(Kind, String)> {
        let document = document(docx(body), "notes.docx").unwrap();
        let line = |line: &Line| (line.kind, document.words(line).to_owned());
        document.lines.iter().map(line).collect()
    }

    #[test]
    fn what_was_deleted_is_not_read() {
        let body = "<w:p><w:r><w:t>kept &amp; </w:t></w:r><w:del><w:r><w:delText>lost</w:delText><w:t>lost</w:t></w:r></w:del>\
                    <w:r><w:t>said</w:t><w:tab/><w:t>on</w:t><w:br/><w:t>it &#233;</w:t></w:r></w:p>";
        assert_eq!(lines(body), [(Kind::Text, "kept & said\ton\nit é".into())]);
    }

    #[test]
    fn styles_make_headings_and_lists() {
        let body = r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Why?</w:t></w:r></w:p><w:p/>
            <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one</w:t></w:r></w:p>
            <w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Kim:</w:t></w:r></w:p>"#;
        assert_eq!(
            lines(body),
            [
                (Kind::Heading, "Why?".into()),
                (Kind::Blank, String::new()),
                (Kind::Bullet, "one".into()),
                (Kind::Bold, "Kim:".into()),
            ]
        );
    }

    #[test]
    fn a_table_of_facts_is_nobodys_words() {
        let cell = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
        let body = format!(
            "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
            cell("Participant"),
            cell("Ada Moe")
        );
        let document = document(docx(&body), "notes.docx").unwrap();
        assert_eq!(document.facts, [("Participant".into(), "Ada Moe".into())]);
        assert!(document.lines.iter().all(|line| line.kind == Kind::Fact));
    }
}
