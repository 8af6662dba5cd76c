//! An `OpenDocument` text as lines: one a paragraph.
//!
//! Text deleted with changes recorded, comments in the margin and footnotes
//! are not read, as in docx.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;

use super::document::NotesDocument;
use super::docx::is_heading;
use super::error::Error;
use super::markup::{MarkupHandler, attribute, part, walk};
use super::pages::Pages;

/// Reads the paragraphs of a document.
pub(super) fn document(bytes: Vec<u8>, file: &str) -> Result<NotesDocument, Error> {
    let xml = part(bytes, "content.xml").map_err(Error::damaged(file))?;
    let mut body = OdtBody::default();
    walk(&xml, &mut body).map_err(Error::damaged(file))?;
    Ok(body.pages.document())
}

/// The pages read so far, and where in the markup we are.
#[derive(Default)]
struct OdtBody {
    pages: Pages,
    /// Depth inside parts that a reader does not see.
    hidden: usize,
    /// The style that is being defined.
    style: Option<String>,
    /// Styles in bold.
    bold: BTreeSet<String>,
    /// Whether each open span was in bold before it began.
    spans: Vec<bool>,
    lists: usize,
}

const HIDDEN: &[&str] = &["tracked-changes", "annotation", "note", "ruby-text"];

/// More spaces than anybody types in a row.
const SPACES: usize = 200;

impl MarkupHandler for OdtBody {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if HIDDEN.contains(&name) {
            self.hidden += 1;
        }
        match name {
            "style" => self.style = attribute(tag, "name"),
            "text-properties" => self.define(tag),
            "list" => self.lists += 1,
            "table-row" => self.pages.begin_row(),
            "table-cell" => self.pages.begin_cell(),
            _ if self.hidden > 0 => {}
            "p" | "h" => self.begin_paragraph(name == "h", tag),
            "span" => self.begin_span(tag),
            "tab" => self.pages.add("\t"),
            "line-break" => self.pages.add("\n"),
            "s" => {
                let count = attribute(tag, "c").and_then(|count| count.parse().ok());
                self.pages.add(&" ".repeat(count.unwrap_or(1).min(SPACES)));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        match name {
            "style" => self.style = None,
            "list" => self.lists = self.lists.saturating_sub(1),
            "table-row" => self.pages.end_row(),
            _ if self.hidden > 0 => {}
            "p" | "h" => self.pages.end_paragraph(),
            "span" => {
                if let (Some(before), Some(paragraph)) = (self.spans.pop(), self.pages.paragraph())
                {
                    paragraph.run_is_bold = before;
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        if self.hidden > 0 || words.is_empty() {
            return;
        }
        // Line ends in the markup are spaces on the page.
        let words = words.replace(['\n', '\r'], " ");
        self.pages.add(&words);
    }
}

impl OdtBody {
    fn define(&mut self, tag: &BytesStart<'_>) {
        let is_bold = attribute(tag, "font-weight").is_some_and(|weight| weight == "bold");
        if let Some(style) = self.style.as_ref().filter(|_| is_bold) {
            self.bold.insert(style.clone());
        }
    }

    fn begin_paragraph(&mut self, is_heading_tag: bool, tag: &BytesStart<'_>) {
        let style = attribute(tag, "style-name").unwrap_or_default();
        self.pages.begin_paragraph();
        self.spans.clear();
        let (bullet, is_bold) = (self.lists > 0, self.bold.contains(&style));
        if let Some(paragraph) = self.pages.paragraph() {
            paragraph.heading = is_heading_tag || is_heading(&style.to_lowercase());
            paragraph.bullet = bullet;
            paragraph.run_is_bold = is_bold;
        }
    }

    fn begin_span(&mut self, tag: &BytesStart<'_>) {
        let style = attribute(tag, "style-name").unwrap_or_default();
        let is_bold = self.bold.contains(&style);
        if let Some(paragraph) = self.pages.paragraph() {
            self.spans.push(paragraph.run_is_bold);
            paragraph.run_is_bold |= is_bold;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::document::{LineKind, NotesLine};
    use super::*;

    fn lines(body: &str) -> Vec<(LineKind, String)> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", SimpleFileOptions::default())
            .unwrap();
        let xml = format!(
            r#"<office:document-content><office:automatic-styles><style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
        );
        zip.write_all(xml.as_bytes()).unwrap();
        let document = document(zip.finish().unwrap().into_inner(), "notes.odt").unwrap();
        let line = |line: &NotesLine| (line.kind, document.words(line).to_owned());
        document.lines.iter().map(line).collect()
    }

    #[test]
    fn spaces_tabs_and_breaks_are_elements() {
        let body = r#"<text:p>Kim<text:s text:c="2"/>0:03<text:line-break/>R&amp;D<text:tab/>says</text:p><text:p/>"#;
        assert_eq!(
            lines(body),
            [
                (LineKind::Text, "Kim  0:03".into()),
                (LineKind::Text, "R&D\tsays".into()),
                (LineKind::Blank, String::new()),
            ]
        );
    }

    #[test]
    fn what_was_deleted_or_remarked_is_not_read() {
        let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>lost</text:p></text:deletion></text:changed-region></text:tracked-changes>\
                    <text:p>kept<office:annotation><dc:creator>Kim</dc:creator><text:p>hm</text:p></office:annotation> it</text:p>";
        assert_eq!(lines(body), [(LineKind::Text, "kept it".into())]);
    }

    #[test]
    fn headings_items_and_bold_are_told_apart() {
        let body = r#"<text:h>Why?</text:h><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list><text:p><text:span text:style-name="T1">Kim:</text:span></text:p>"#;
        assert_eq!(
            lines(body),
            [
                (LineKind::Heading, "Why?".into()),
                (LineKind::Bullet, "one".into()),
                (LineKind::Bold, "Kim:".into()),
            ]
        );
    }
}
