//! Text with a delimiter between its cells: CSV and its kin.
//!
//! Which delimiter it is shows in how evenly it cuts the rows, not in how
//! often it occurs: a comment may hold more commas than the file has columns.
//! The semicolon that ends an HTML entity (`R&amp;D`) separates nothing.

use std::collections::HashMap;
use std::ops::ControlFlow;

use csv::{ReaderBuilder, StringRecord};

use super::names;
use crate::text::entity_ends;

/// A text and how it is cut.
#[derive(Debug)]
pub(super) struct Delimited {
    text: String,
    /// `None` where the file has a single column.
    pub(super) delimiter: Option<char>,
    /// Where the rows begin, and how many stand before (`sep=;`).
    start: usize,
    rows_before: u32,
    form: RowForm,
    has_entities: bool,
}

/// The unit separator: stands in for the delimiter of a single column, since
/// nobody types it.
const NO_DELIMITER: u8 = 0x1f;

/// The record separator: stands in for the semicolon of an entity while rows
/// are cut.
const ENTITY_END: char = '\u{1e}';

impl Delimited {
    /// Finds the delimiter of a text.
    pub(super) fn new(text: String) -> Self {
        let (text, has_entities) = entities_closed(text);
        let (delimiter, start) = match announced(&text) {
            Some((delimiter, start)) => (Some(delimiter), start),
            None => (delimiter(&text), 0),
        };
        Self {
            form: RowForm::new(&text[start..], delimiter),
            text,
            delimiter,
            start,
            rows_before: u32::from(start > 0),
            has_entities,
        }
    }

    /// Walks the rows; see [`super::table::CellTable::walk`].
    pub(super) fn walk(
        &self,
        mut visit: impl FnMut(u32, &StringRecord) -> ControlFlow<()>,
    ) -> Vec<u32> {
        let rest = &self.text[self.start..];
        let mut cut = Cut::new(rest, self.delimiter, self.form.clone());
        let mut record = StringRecord::new();
        let mut row = self.rows_before;
        let mut unclosed = Vec::new();
        while let Some(taken) = cut.next(&mut record) {
            row = row.saturating_add(1).saturating_add(taken.blank_lines);
            if self.has_entities {
                open_entities(&mut record);
            }
            if taken.is_unclosed {
                unclosed.push(row);
                row = row.saturating_add(taken.lost_lines);
            } else if visit(row, &record).is_break() {
                break;
            }
        }
        unclosed
    }
}

/// Puts a stand-in for each semicolon that ends an entity; says whether there
/// are any.
fn entities_closed(text: String) -> (String, bool) {
    if text.contains(ENTITY_END) {
        return (text, false);
    }
    let mut closed = String::new();
    let mut from = 0;
    for end in entity_ends(&text) {
        closed.push_str(&text[from..end]);
        closed.push(ENTITY_END);
        from = end + 1;
    }
    if from == 0 {
        return (text, false);
    }
    closed.push_str(&text[from..]);
    (closed, true)
}

/// Puts the semicolons back.
fn open_entities(record: &mut StringRecord) {
    if record.iter().any(|cell| cell.contains(ENTITY_END)) {
        *record = record
            .iter()
            .map(|cell| cell.replace(ENTITY_END, ";"))
            .collect();
    }
}

/// What an ordinary row looks like: how many cells it has, and which of them
/// hold numbers or days. By it a row is known again behind a quotation mark
/// that is never closed.
#[derive(Clone, Debug, Default)]
struct RowForm {
    /// 0 where rows are too different to tell.
    width: usize,
    data: Vec<(usize, Datum)>,
}

impl RowForm {
    /// Looks at the rows that stand on one line.
    fn new(text: &str, delimiter: Option<char>) -> Self {
        let mut cut = Cut::new(text, delimiter, Self::default());
        let mut record = StringRecord::new();
        let mut rows: Vec<StringRecord> = Vec::new();
        let mut read = 0;
        while read < SAMPLE_ROWS && cut.next(&mut record).is_some() {
            read += 1;
            if record.len() > 1 && !spans_lines(&record) {
                rows.push(record.clone());
            }
        }
        let Some(width) = most_common(rows.iter().map(StringRecord::len)) else {
            return Self::default();
        };
        rows.retain(|row| row.len() == width);
        // The first is the header, unless there is no other.
        let body = &rows[rows.len().min(1)..];
        let datum = |place: usize| {
            let cells = body.iter().map(|row| row[place].trim());
            let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
            let are = |datum: Datum| {
                let like = filled.iter().filter(|cell| datum.is_like(cell)).count();
                !filled.is_empty() && like * 10 >= filled.len() * 9
            };
            let datum = [Datum::Number, Datum::Digits]
                .into_iter()
                .find(|one| are(*one));
            datum.map(|datum| (place, datum))
        };
        Self {
            width,
            data: (0..width).filter_map(datum).collect(),
        }
    }

    /// Returns whether a line alone is a row, or begins one, and no part of a
    /// comment that stands in the cell `at` and goes over several lines.
    ///
    /// Behind the comment the cells of its last line are those of its row. So
    /// only the cells before it tell: two of data are enough, and one, or
    /// none, where no cell ends in a quotation mark that it did not begin with.
    fn fits(&self, line: &str, delimiter: u8, at: usize, quoting: Quoting) -> bool {
        if self.width < 2 {
            return false;
        }
        let mut record = StringRecord::new();
        let is_read = reader(line, delimiter)
            .read_record(&mut record)
            .unwrap_or(false);
        if !is_read || record.len() != self.width {
            return false;
        }
        let holds = |(place, datum): &(usize, Datum)| {
            let cell = record[*place].trim();
            cell.is_empty() || datum.is_like(cell)
        };
        let before = self.data.iter().filter(|(place, _)| *place < at).count();
        let ends_a_comment = record.iter().any(|cell| cell.trim_end().ends_with('"'));
        let is_told = match quoting {
            Quoting::Closed => before >= 2,
            Quoting::Broken | Quoting::Open => before >= 2 || !ends_a_comment,
        };
        is_told && self.data.iter().all(holds)
    }
}

/// What the cells of a column hold that is no prose.
#[derive(Clone, Copy, Debug)]
enum Datum {
    Number,
    /// Digits and signs, as in days and times.
    Digits,
}

impl Datum {
    fn is_like(self, cell: &str) -> bool {
        let is_sign = |c: char| c.is_ascii_digit() || " .,:/+-TZ%".contains(c);
        match self {
            Self::Number => cell.parse::<f64>().is_ok(),
            Self::Digits => cell.chars().any(|c| c.is_ascii_digit()) && cell.chars().all(is_sign),
        }
    }
}

fn spans_lines(record: &StringRecord) -> bool {
    record.iter().any(|cell| cell.contains(['\n', '\r']))
}

fn most_common(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|&(number, count)| (count, number));
    most.map(|(number, _)| number)
}

/// Reads record after record, and knows where each began.
struct Cut<'a> {
    text: &'a str,
    delimiter: u8,
    form: RowForm,
    /// Where the reader began.
    offset: usize,
    reader: csv::Reader<&'a [u8]>,
}

struct Taken {
    blank_lines: u32,
    /// Whether the record is only the line on which a quotation mark opens
    /// that nothing closes.
    is_unclosed: bool,
    /// Lines behind that one which belong to no row.
    lost_lines: u32,
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

impl<'a> Cut<'a> {
    fn new(text: &'a str, delimiter: Option<char>, form: RowForm) -> Self {
        let delimiter = delimiter.map_or(NO_DELIMITER, |delimiter| delimiter as u8);
        Self {
            text,
            delimiter,
            form,
            offset: 0,
            reader: reader(text, delimiter),
        }
    }

    fn next(&mut self, record: &mut StringRecord) -> Option<Taken> {
        let before = self.byte();
        // A slice of valid text, read with any number of cells, has no errors.
        if !self.reader.read_record(record).unwrap_or(false) {
            return None;
        }
        let (start, blank_lines) = past_line_breaks(self.text.as_bytes(), before);
        let mut taken = Taken {
            blank_lines,
            is_unclosed: false,
            lost_lines: 0,
        };
        let is_last = self.byte() >= self.text.len();
        if !spans_lines(record) && !is_last {
            return Some(taken);
        }
        let raw = &self.text[start..self.byte()];
        let quoting = Quoting::of(raw, self.delimiter);
        let at = record.iter().position(|cell| cell.contains(['\n', '\r']));
        let next = at.and_then(|at| self.next_row(raw, at, quoting));
        if let Some((line, lost_lines)) = next {
            self.offset = start + line;
            self.reader = reader(&self.text[self.offset..], self.delimiter);
            taken.is_unclosed = true;
            taken.lost_lines = lost_lines;
        } else if quoting == Quoting::Open {
            taken.is_unclosed = true;
        }
        Some(taken)
    }

    /// Returns where a row begins among the lines that a record swallowed in
    /// its cell `at`, and how many lines before it are no row. Where the
    /// quotation mark is closed as it should be, every line must be one.
    fn next_row(&self, raw: &str, at: usize, quoting: Quoting) -> Option<(usize, u32)> {
        let mut lines = lines(raw).skip(1).filter(|(_, line)| !line.is_empty());
        let fits = |(_, line): (usize, &str)| self.form.fits(line, self.delimiter, at, quoting);
        if quoting == Quoting::Closed && !lines.clone().all(fits) {
            return None;
        }
        let place = lines.clone().position(fits)?;
        lines.nth(place).map(|(start, _)| (start, place as u32))
    }

    fn byte(&self) -> usize {
        let byte = self.offset + self.reader.position().byte() as usize;
        byte.min(self.text.len())
    }
}

/// How the last quotation mark that opens a cell ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    /// Before a delimiter or the end of the row.
    Closed,
    /// Before something else: the mark that ends it was meant to open the next.
    Broken,
    /// Not at all.
    Open,
}

impl Quoting {
    fn of(raw: &str, delimiter: u8) -> Self {
        let bytes = raw.as_bytes();
        let ends_cell = |at: usize| {
            bytes
                .get(at)
                .is_none_or(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
        };
        let mut quoting = Self::Closed;
        let mut at = 0;
        let mut begins = true;
        while at < bytes.len() {
            if begins && bytes[at] == b'"' {
                let Some(end) = closing(bytes, at + 1) else {
                    return Self::Open;
                };
                if !ends_cell(end + 1) {
                    quoting = Self::Broken;
                }
                at = end;
                begins = false;
            } else {
                begins = ends_cell(at);
            }
            at += 1;
        }
        quoting
    }
}

/// Returns the quotation mark that ends a cell; two stand for one.
fn closing(bytes: &[u8], mut at: usize) -> Option<usize> {
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// Returns the lines of a text, each with where it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let begin = at;
        at += line.len();
        (begin, line.trim_end_matches(['\n', '\r']))
    })
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
    let width = most_common(widths.iter().copied()).unwrap_or_default();
    let count = widths.iter().filter(|own| **own == width).count();
    let share = count as f64 / widths.len() as f64;
    // A title may stand above the header, but not above prose with commas.
    let titled = share > 0.8 && (width > 2 || (width == 2 && has_names(text, delimiter)));
    if width < 2 || (header < 2 && !titled) {
        return 0.0;
    }
    share * (1.0 - 1.0 / width as f64)
}

/// Returns whether the first row of several cells holds names we know.
fn has_names(text: &str, delimiter: char) -> bool {
    let mut cut = Cut::new(text, Some(delimiter), RowForm::default());
    let mut record = StringRecord::new();
    for _ in 0..5 {
        if cut.next(&mut record).is_some() && record.len() > 1 {
            return record.iter().all(names::is_known);
        }
    }
    false
}

fn widths(text: &str, delimiter: char) -> Vec<usize> {
    let form = RowForm::new(text, Some(delimiter));
    let mut cut = Cut::new(text, Some(delimiter), form);
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

    /// Returns the rows that are read, by their first cells, and those that
    /// open a quotation mark that nothing closes.
    fn read(text: &str) -> (Vec<String>, Vec<u32>) {
        let mut firsts = Vec::new();
        let unclosed = Delimited::new(text.into()).walk(|_, record| {
            firsts.push(record[0].to_owned());
            ControlFlow::Continue(())
        });
        (firsts, unclosed)
    }

    #[test]
    fn the_semicolon_of_an_entity_separates_nothing() {
        let said = [
            "R&amp;D can&#39;t",
            "slow &amp; dear",
            "&quot;ok&quot;&nbsp;so",
        ];
        for delimiter in [',', ';', '\t', '|'] {
            let row = |(n, text): (usize, &&str)| format!("{n}{delimiter}{text}\n");
            let body: String = said.iter().enumerate().map(row).collect();
            let read = Delimited::new(format!("score{delimiter}comment\n{body}"));
            assert_eq!(read.delimiter, Some(delimiter));
            let mut comments = Vec::new();
            read.walk(|_, record| {
                comments.push(record[1].to_owned());
                ControlFlow::Continue(())
            });
            assert_eq!(comments[1..], said, "{delimiter}");
        }
        let alone = format!("comment\n{}", "R&amp;D can&#39;t; so\n".repeat(9));
        assert_eq!(rows(&alone)[1].1, ["R&amp;D can&#39;t; so"]);
    }

    #[test]
    fn a_quotation_mark_that_never_closes_costs_its_own_row_and_no_other() {
        for (text, expected) in [
            ("id,comment\n1,fine\n2,\"oh\n3,well\n4,so\n", "id 1 3 4"),
            // The next quotation mark opens a cell of its own.
            (
                "id;n;comment\n1;9;ok\n2;8;\"oh\n3;7;so\n4;6;\"a; b\"\n5;5;x\n",
                "id 1 3 4 5",
            ),
            // One that happens to stand at the end of a cell.
            (
                "id\tn\tc\n1\t9\tok\n2\t8\t\"oh\n3\t7\ta 24\"\n4\t6\tx\n",
                "id 1 3 4",
            ),
            // A comment of several lines is cut off with it.
            (
                "id|n|c\n1|9|ok\n2|8|\"oh\nwell\n3|7|so\n4|6|\"a\nb\"\n",
                "id 1 3 4",
            ),
            // In the last row, with and without a line break behind it.
            ("id,n,c\n1,9,ok\n2,8,\"oh\n", "id 1"),
            ("id,n,c\n1,9,ok\n2,8,\"oh", "id 1"),
            // In the first.
            ("id,n,c\r\n0,9,\"oh\r\n1,8,so\r\n2,7,\"a, b\"\r\n", "id 1 2"),
        ] {
            let (firsts, unclosed) = read(text);
            assert_eq!(firsts.join(" "), expected, "{text}");
            assert_eq!(unclosed.len(), 1, "{text}");
        }
        assert_eq!(read("id,n,c\n1,9,ok\n2,8,\"oh\nwell\n3,7,so\n").1, [3]);
    }

    #[test]
    fn comments_of_several_lines_stay_whole_whatever_is_in_them() {
        for comment in [
            "one\ntwo",
            "one, and\ntwo, and three",
            "they said \"\"no\"\"\nand left",
            "1, slow\n2, dear\n3, old",
            "\"\"\n\"\"",
            "pros:\n- quick\n\n- kind\n",
            "on 2/23/15\n3/4/15, 5-6, maybe",
        ] {
            let text = format!("id,n,comment\n1,9,ok\n2,8,\"{comment}\"\n3,7,so\n");
            let (firsts, unclosed) = read(&text);
            assert_eq!(
                (firsts.join(" ").as_str(), unclosed),
                ("id 1 2 3", vec![]),
                "{text}"
            );
        }
    }

    #[test]
    fn a_comment_before_the_numbers_stays_whole_whatever_is_in_it() {
        for comment in [
            "one\ntwo, three",
            "a\n\nb, c\nd",
            "say \"\"no\"\"\nwell, so",
        ] {
            let text = format!(
                "comment,n,day\nok,9,2025-04-01\n\"{comment}\",8,2025-04-02\nso,7,2025-04-03\n"
            );
            let (firsts, unclosed) = read(&text);
            assert_eq!((firsts.len(), unclosed), (4, vec![]), "{text}");
        }
    }

    #[test]
    fn quotation_marks_that_nobody_doubled_are_read_as_they_stand() {
        let (firsts, unclosed) =
            read("id,n,c\n1,9,\"so \"good\" it is\"\n2,8,\"a \"b\" c\"\n3,7,x\n");
        assert_eq!((firsts.join(" ").as_str(), unclosed), ("id 1 2 3", vec![]));
    }

    #[test]
    fn rows_behind_an_unclosed_quotation_mark_keep_their_numbers() {
        let text = "id,n,c\n1,9,ok\n2,8,\"oh\nwell\n3,7,so\n\n4,6,x\n";
        let numbers: Vec<u32> = rows(text).iter().map(|(row, _)| *row).collect();
        assert_eq!(numbers, [1, 2, 5, 7]);
    }
}
