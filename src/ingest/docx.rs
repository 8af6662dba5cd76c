//! A word-processor document as lines: one a paragraph.
//!
//! What was deleted with changes tracked is not there, nor are comments in the
//! margin. A table of two columns that states facts (`Date | 2025-05-12`) is
//! read as facts; the cells of other tables are paragraphs.

use quick_xml::events::BytesStart;

use super::aliases;
use super::document::NotesDocument;
use super::error::Error;
use super::markup::{MarkupHandler, attribute, part, walk};
use super::pages::Pages;

/// Reads the paragraphs of a document.
pub(super) fn document(bytes: Vec<u8>, file: &str) -> Result<NotesDocument, Error> {
    let xml = part(bytes, "word/document.xml").map_err(Error::damaged(file))?;
    let mut body = DocxBody::default();
    walk(&xml, &mut body).map_err(Error::damaged(file))?;
    Ok(body.pages.document())
}

/// The pages read so far, and where in the markup we are.
#[derive(Default)]
struct DocxBody {
    pages: Pages,
    /// Depth inside parts that a reader does not see.
    hidden: usize,
    in_words: bool,
    in_marks: bool,
}

/// Deleted and moved text, older copies of drawings, field codes, readings of
/// characters.
const HIDDEN: &[&str] = &["del", "moveFrom", "Fallback", "instrText", "delText", "rt"];

impl MarkupHandler for DocxBody {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if HIDDEN.contains(&name) {
            self.hidden += 1;
        }
        match name {
            "p" => self.pages.begin_paragraph(),
            "t" => self.in_words = true,
            "rPr" => self.in_marks = true,
            "tab" if !self.in_marks => self.add("\t"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("\u{2011}"),
            "tr" => self.pages.begin_row(),
            "tc" => self.pages.begin_cell(),
            _ => self.shape(name, tag),
        }
    }

    fn end(&mut self, name: &str) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        match name {
            "p" => self.pages.end_paragraph(),
            "t" => self.in_words = false,
            "rPr" => self.in_marks = false,
            "tr" => self.pages.end_row(),
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        if self.in_words {
            self.add(words);
        }
    }
}

impl DocxBody {
    /// Reads how a paragraph or run looks.
    fn shape(&mut self, name: &str, tag: &BytesStart<'_>) {
        let in_marks = self.in_marks;
        let value = || attribute(tag, "val");
        let Some(paragraph) = self.pages.paragraph() else {
            return;
        };
        match name {
            "r" => paragraph.run_is_bold = false,
            "b" if in_marks => paragraph.run_is_bold = is_on(value().as_deref()),
            "pStyle" => {
                let style = value().unwrap_or_default().to_lowercase();
                paragraph.heading |= is_heading(&style);
                paragraph.bullet |= style.starts_with("list");
            }
            "outlineLvl" => paragraph.heading |= value().is_some_and(|level| level != "9"),
            "numPr" => paragraph.bullet = true,
            _ => {}
        }
    }

    fn add(&mut self, words: &str) {
        if self.hidden == 0 {
            self.pages.add(words);
        }
    }
}

fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}

/// Returns whether a style is one of headings, by its name in small letters.
pub(super) fn is_heading(style: &str) -> bool {
    let known = "heading, title, subtitle, berschrift, überschrift, titre, titel, kop, rubrik, ttulo, \
        titolo";
    aliases::words(known).any(|name| style.starts_with(name))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::document::{LineKind, NotesLine};
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

    fn lines(body: &str) -> Vec<(LineKind, String)> {
        let document = document(docx(body), "notes.docx").unwrap();
        let line = |line: &NotesLine| (line.kind, document.words(line).to_owned());
        document.lines.iter().map(line).collect()
    }

    #[test]
    fn what_was_deleted_is_not_read() {
        let body = "<w:p><w:r><w:t>kept &amp; </w:t></w:r><w:del><w:r><w:delText>lost</w:delText><w:t>lost</w:t></w:r></w:del>\
                    <w:r><w:t>said</w:t><w:tab/><w:t>on</w:t><w:br/><w:t>it &#233;</w:t></w:r></w:p>";
        assert_eq!(
            lines(body),
            [
                (LineKind::Text, "kept & said\ton".into()),
                (LineKind::Text, "it é".into())
            ]
        );
    }

    #[test]
    fn styles_make_headings_and_lists() {
        let body = r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Why?</w:t></w:r></w:p><w:p/>
            <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>one</w:t></w:r></w:p>
            <w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Kim:</w:t></w:r></w:p>"#;
        assert_eq!(
            lines(body),
            [
                (LineKind::Heading, "Why?".into()),
                (LineKind::Blank, String::new()),
                (LineKind::Bullet, "one".into()),
                (LineKind::Bold, "Kim:".into()),
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
        assert!(
            document
                .lines
                .iter()
                .all(|line| line.kind == LineKind::Fact)
        );
    }
}
