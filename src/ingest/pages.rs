//! Paragraphs, as word processors write them, put down as lines.
//!
//! What docx, ODT and RTF have in common: paragraphs that are headings, items
//! or all in bold, and tables, of which those with two columns may state facts.
//! A line break inside a paragraph begins a line of the same number.

use crate::feedback::Span;

use super::document::{LineKind, NotesDocument, NotesLine};
use super::facts::is_key;

/// The lines read so far, and what is being read.
#[derive(Default)]
pub(super) struct Pages {
    text: String,
    lines: Vec<NotesLine>,
    paragraphs: u32,
    facts: Vec<(String, String)>,
    /// Open paragraphs: a text box stands within another.
    open: Vec<Paragraph>,
    /// Open rows of tables, as the places of the lines in each cell.
    rows: Vec<Vec<Vec<usize>>>,
}

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Paragraph {
    words: String,
    bold: usize,
    pub(super) heading: bool,
    pub(super) bullet: bool,
    pub(super) run_is_bold: bool,
}

impl Pages {
    pub(super) fn begin_paragraph(&mut self) {
        self.open.push(Paragraph::default());
    }

    /// Returns the paragraph that is open.
    pub(super) fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.open.last_mut()
    }

    /// Adds words to the open paragraph; where none is, they are nobody's.
    pub(super) fn add(&mut self, words: &str) {
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        paragraph.words.push_str(words);
        if paragraph.run_is_bold || words.trim().is_empty() {
            paragraph.bold += words.len();
        }
    }

    /// Writes the paragraph down, an empty one too: paragraphs are counted.
    pub(super) fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else {
            return;
        };
        self.paragraphs += 1;
        let kind = paragraph.kind();
        for line in paragraph.words.split('\n') {
            let start = self.text.len();
            self.text.push_str(line);
            if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
                cell.push(self.lines.len());
            }
            self.lines.push(NotesLine {
                span: Span::new(start, self.text.len()),
                number: self.paragraphs,
                kind: if line.trim().is_empty() {
                    LineKind::Blank
                } else {
                    kind
                },
            });
            self.text.push('\n');
        }
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// Reads a row of two cells as a fact, where the first names one.
    pub(super) fn end_row(&mut self) {
        let Some(row) = self.rows.pop() else {
            return;
        };
        let words = |cell: &Vec<usize>| {
            let lines = cell
                .iter()
                .map(|place| self.lines[*place].span.slice(&self.text).trim());
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
            self.lines[*place].kind = LineKind::Fact;
        }
    }

    /// Closes what is still open, and gives the lines.
    pub(super) fn document(mut self) -> NotesDocument {
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        NotesDocument {
            text: self.text,
            lines: self.lines,
            facts: self.facts,
        }
    }
}

impl Paragraph {
    fn kind(&self) -> LineKind {
        let words = self.words.trim();
        if words.is_empty() {
            LineKind::Blank
        } else if self.heading {
            LineKind::Heading
        } else if self.bullet {
            LineKind::Bullet
        } else if self.bold >= self.words.len() {
            LineKind::Bold
        } else {
            LineKind::Text
        }
    }
}
