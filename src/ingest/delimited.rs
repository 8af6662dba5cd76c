//! Text with a delimiter between its cells: CSV and its kin.
//!
//! Which delimiter it is shows in how evenly it cuts the rows, not in how
//! often it occurs: a comment may hold more commas than the file has columns.

use std::collections::HashMap;
use std::ops::ControlFlow;

use csv::{ReaderBuilder, StringRecord};

/// A text and how it is cut.
#[derive(Debug)]
pub(super) struct Delimited {
    text: String,
    /// `None` where the file has a single column.
    pub(super) delimiter: Option<char>,
    /// Where the rows begin, and how many stand before (`sep=;`).
    start: usize,
    rows_before: u32,
}

/// The unit separator: stands in for the delimiter of a single column, since
/// nobody types it.
const NO_DELIMITER: u8 = 0x1f;

impl Delimited {
    /// Finds the delimiter of a text.
    pub(super) fn new(text: String) -> Self {
        let (delimiter, start) = match announced(&text) {
            Some((delimiter, start)) => (Some(delimiter), start),
            None => (delimiter(&text), 0),
        };
        Self {
            text,
            delimiter,
            start,
            rows_before: u32::from(start > 0),
        }
    }

    /// Walks the rows; see [`super::table::CellTable::walk`].
    pub(super) fn walk(
        &self,
        mut visit: impl FnMut(u32, &StringRecord) -> ControlFlow<()>,
    ) -> Option<u32> {
        let rest = &self.text[self.start..];
        let mut cut = Cut::new(rest, self.delimiter);
        let mut record = StringRecord::new();
        let mut row = self.rows_before;
        while let Some(taken) = cut.next(&mut record) {
            row = row.saturating_add(1).saturating_add(taken.blank_lines);
            if taken.last && is_unclosed(&rest[taken.start..], &record) {
                return Some(row);
            }
            if visit(row, &record).is_break() {
                break;
            }
        }
        None
    }
}

/// Reads record after record, and knows where each began.
struct Cut<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
}

struct Taken {
    start: usize,
    blank_lines: u32,
    last: bool,
}

impl<'a> Cut<'a> {
    fn new(text: &'a str, delimiter: Option<char>) -> Self {
        let delimiter = delimiter.map_or(NO_DELIMITER, |delimiter| delimiter as u8);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        Self { text, reader }
    }

    fn next(&mut self, record: &mut StringRecord) -> Option<Taken> {
        let before = self.byte();
        // A slice of valid text, read with any number of cells, has no errors.
        if !self.reader.read_record(record).unwrap_or(false) {
            return None;
        }
        let (start, blank_lines) = past_line_breaks(self.text.as_bytes(), before);
        Some(Taken {
            start,
            blank_lines,
            last: self.byte() >= self.text.len(),
        })
    }

    fn byte(&self) -> usize {
        let byte = self.reader.position().byte() as usize;
        byte.min(self.text.len())
    }
}

/// Skips the empty lines that the reader skips silently, and counts them. The
/// `\n` of the row before does not count.
fn past_line_breaks(bytes: &[u8], mut at: usize) -> (usize, u32) {
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = 0_u32;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return (at, lines),
        }
        lines = lines.saturating_add(1);
    }
}

/// Returns whether the last row swallowed the lines after it.
fn is_unclosed(raw: &str, record: &StringRecord) -> bool {
    let swallowing = record.iter().next_back();
    swallowing.is_some_and(|cell| cell.contains(['\n', '\r']))
        && !raw
            .bytes()
            .filter(|&byte| byte == b'"')
            .count()
            .is_multiple_of(2)
}

/// Reads `sep=;`, which Excel writes and reads in the first line.
fn announced(text: &str) -> Option<(char, usize)> {
    let line = text.lines().next()?;
    let delimiter = line.strip_prefix("sep=")?.chars().next()?;
    let known = CANDIDATES.contains(&delimiter);
    let end = text.find('\n')? + 1;
    (known && line.trim_end().len() <= "sep=;".len()).then_some((delimiter, end))
}

const CANDIDATES: [char; 4] = [',', ';', '\t', '|'];
const SAMPLE_ROWS: usize = 200;

fn delimiter(text: &str) -> Option<char> {
    let mut best = None;
    for candidate in CANDIDATES {
        let evenness = evenness(text, candidate);
        if evenness > best.map_or(0.0, |(_, highest)| highest) {
            best = Some((candidate, evenness));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// Returns how evenly a delimiter cuts the first rows, 0 for not at all: the
/// share of rows with the most frequent number of cells, and a little more the
/// more cells there are.
fn evenness(text: &str, delimiter: char) -> f64 {
    let widths = widths(text, delimiter);
    let Some(&header) = widths.first() else {
        return 0.0;
    };
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for &width in &widths {
        *counts.entry(width).or_default() += 1;
    }
    let (width, count) = counts
        .into_iter()
        .max_by_key(|&(width, count)| (count, width))
        .unwrap_or_default();
    let share = count as f64 / widths.len() as f64;
    // A title may stand above the header, but not above prose with commas.
    let titled = width > 2 && share > 0.8;
    if width < 2 || (header < 2 && !titled) {
        return 0.0;
    }
    share * (1.0 - 1.0 / width as f64)
}

fn widths(text: &str, delimiter: char) -> Vec<usize> {
    let mut cut = Cut::new(text, Some(delimiter));
    let mut record = StringRecord::new();
    let mut widths = Vec::new();
    while widths.len() < SAMPLE_ROWS && cut.next(&mut record).is_some() {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            widths.push(record.len());
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let mut rows = Vec::new();
        Delimited::new(text.into()).walk(|row, record| {
            rows.push((row, record.iter().map(str::to_owned).collect()));
            ControlFlow::Continue(())
        });
        rows
    }

    #[test]
    fn commas_in_comments_do_not_hide_the_semicolon() {
        let text = "id;score;comment\n1;9;well, yes, but, no\n2;3;no, no, no, no\n";
        assert_eq!(Delimited::new(text.into()).delimiter, Some(';'));
    }

    #[test]
    fn delimiters_inside_quotes_do_not_count() {
        let text = "id|comment\n1|\"a;b;c;d\"\n2|\"e;f;g;h\"\n";
        assert_eq!(Delimited::new(text.into()).delimiter, Some('|'));
    }

    #[test]
    fn a_single_column_has_no_delimiter() {
        let delimited = Delimited::new("comment\nslow, and dear\nfine\n".into());
        assert_eq!(delimited.delimiter, None);
        assert_eq!(
            rows("comment\nslow, and dear\n")[1],
            (2, vec!["slow, and dear".into()])
        );
    }

    #[test]
    fn empty_lines_count_as_rows() {
        let numbers = |text| rows(text).iter().map(|(row, _)| *row).collect::<Vec<_>>();
        assert_eq!(numbers("a,b\n\n1,2\n\n\n3,4\n"), [1, 3, 6]);
        assert_eq!(numbers("a,b\r\n\r\n1,2\r\n3,4"), [1, 3, 4]);
        assert_eq!(numbers("a,b\r1,2\r\r3,4"), [1, 2, 4]);
    }

    #[test]
    fn a_line_break_in_quotes_begins_no_row() {
        let rows = rows("id,comment\n1,\"one\r\n\r\ntwo\"\n2,three\n");
        assert_eq!(rows[1].1[1], "one\r\n\r\ntwo");
        assert_eq!(rows[2].0, 3);
    }

    #[test]
    fn the_first_line_may_announce_the_delimiter() {
        let rows = rows("sep=;\r\nid;comment\r\n1;x\r\n");
        assert_eq!(rows[0], (2, vec!["id".into(), "comment".into()]));
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_noticed() {
        let delimited = Delimited::new("id,comment\n1,fine\n2,\"oh\n3,well\n".into());
        let mut seen = 0;
        let unclosed = delimited.walk(|_, _| {
            seen += 1;
            ControlFlow::Continue(())
        });
        assert_eq!((unclosed, seen), (Some(3), 2));
    }
}
