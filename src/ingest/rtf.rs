//! Rich text (RTF) as lines: one a paragraph.
//!
//! A small reader of our own: the one crate that is kept (`rtf-parser`) brings
//! thirty others for the browser and knows no code pages. What is not text
//! (fonts, pictures, headers and footers, notes, deleted text) is skipped.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::aliases;
use super::document::NotesDocument;
use super::error::Error;
use super::pages::Pages;

/// Reads the paragraphs of a document.
pub(super) fn document(bytes: &[u8], file: &str) -> Result<NotesDocument, Error> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err(Error::damaged(file)("it does not begin like RTF"));
    }
    let mut page = RtfPages::new();
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        rest = match first {
            b'{' => {
                page.begin_group();
                after
            }
            b'}' => {
                page.end_group();
                after
            }
            b'\\' => control(&mut page, after),
            b'\n' | b'\r' => after,
            byte => {
                page.byte(byte);
                after
            }
        };
    }
    Ok(page.document())
}

/// Reads what stands behind a backslash; returns what stands behind that.
fn control<'a>(page: &mut RtfPages, rest: &'a [u8]) -> &'a [u8] {
    let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 {
        return symbol(page, rest);
    }
    let (word, rest) = rest.split_at(letters);
    let minus = usize::from(rest.first() == Some(&b'-'));
    let digits = rest[minus..].iter().take_while(|b| b.is_ascii_digit());
    let (number, rest) = rest.split_at(match digits.count() {
        0 => 0,
        digits => minus + digits,
    });
    let number: Option<i32> = std::str::from_utf8(number)
        .ok()
        .and_then(|n| n.parse().ok());
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    if word == b"bin" {
        let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
        return &rest[length.min(rest.len())..];
    }
    page.word(std::str::from_utf8(word).unwrap_or(""), number);
    rest
}

fn symbol<'a>(page: &mut RtfPages, rest: &'a [u8]) -> &'a [u8] {
    let Some((&first, after)) = rest.split_first() else {
        return rest;
    };
    match first {
        b'\'' if after.len() > 1 => {
            let digits = std::str::from_utf8(&after[..2]).unwrap_or("");
            if let Ok(byte) = u8::from_str_radix(digits, 16) {
                page.byte(byte);
                return &after[2..];
            }
        }
        b'*' => page.group().hidden = true,
        b'~' => page.say("\u{a0}"),
        b'_' => page.say("\u{2011}"),
        b'\n' | b'\r' => page.end_paragraph(),
        b'{' | b'}' | b'\\' => page.byte(first),
        _ => {}
    }
    after
}

/// What holds inside a pair of braces.
#[derive(Clone, Copy, Debug, Default)]
struct RtfGroup {
    hidden: bool,
    bold: bool,
    /// How many bytes stand in for a character that was given as a number.
    stand_ins: usize,
}

/// The pages read so far, and where in the markup we are.
struct RtfPages {
    pages: Pages,
    /// Open groups; the one around them all is there when it is first asked for.
    groups: Vec<RtfGroup>,
    encoding: &'static Encoding,
    /// Bytes of one run, in the code page of the document.
    bytes: Vec<u8>,
    /// Stand-ins still to skip.
    skipped: usize,
    /// The first half of a character beyond the basic plane.
    half: Option<u16>,
    /// Whether the paragraph is an item or a heading.
    bullet: bool,
    heading: bool,
}

/// Groups that hold no text of the document.
const HIDDEN: &str = "fonttbl, colortbl, stylesheet, info, pict, object, header, headerl, headerr, headerf, \
    footer, footerl, footerr, footerf, footnote, annotation, fldinst, listtable, \
    listoverridetable, revtbl, rsidtbl, generator, themedata, colorschememapping, \
    datastore, latentstyles, xmlnstbl, listtext, pntext, filetbl";

impl RtfPages {
    fn new() -> Self {
        Self {
            pages: Pages::default(),
            groups: Vec::new(),
            encoding: WINDOWS_1252,
            bytes: Vec::new(),
            skipped: 0,
            half: None,
            bullet: false,
            heading: false,
        }
    }

    fn group(&mut self) -> &mut RtfGroup {
        if self.groups.is_empty() {
            self.groups.push(RtfGroup {
                stand_ins: 1,
                ..RtfGroup::default()
            });
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn begin_group(&mut self) {
        self.flush();
        let group = *self.group();
        self.groups.push(group);
    }

    fn end_group(&mut self) {
        self.flush();
        self.skipped = 0;
        self.groups.pop();
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word == "u" {
            self.unit(number.unwrap_or(0));
            return;
        }
        self.flush();
        self.skipped = 0;
        let is_on = number != Some(0);
        match word {
            "par" | "row" | "sect" | "page" => self.end_paragraph(),
            "line" => self.say("\n"),
            "tab" | "cell" => self.say("\t"),
            "emdash" => self.say("\u{2014}"),
            "endash" => self.say("\u{2013}"),
            "lquote" => self.say("\u{2018}"),
            "rquote" => self.say("\u{2019}"),
            "ldblquote" => self.say("\u{201c}"),
            "rdblquote" => self.say("\u{201d}"),
            "bullet" => self.say("\u{2022}"),
            "emspace" | "enspace" => self.say(" "),
            "b" => self.group().bold = is_on,
            "plain" => self.group().bold = false,
            "pard" => (self.bullet, self.heading) = (false, false),
            "ls" => self.bullet = true,
            "outlinelevel" => self.heading = number.is_some_and(|level| level < 9),
            "v" | "deleted" => self.group().hidden = is_on,
            "uc" => self.group().stand_ins = number.map_or(1, |count| count.clamp(0, 8) as usize),
            "ansicpg" => self.encoding = code_page(number.unwrap_or(1252)),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "pntext" | "listtext" => {
                self.bullet = true;
                self.group().hidden = true;
            }
            _ if aliases::has(HIDDEN, word) => self.group().hidden = true,
            _ => {}
        }
    }

    /// Adds a character given as a number: UTF-16, with a sign.
    fn unit(&mut self, number: i32) {
        self.flush();
        let unit = (number & 0xffff) as u16;
        let units = self.half.take().into_iter().chain(std::iter::once(unit));
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
        } else {
            let words: String = char::decode_utf16(units)
                .filter_map(Result::ok)
                .filter(|c| *c != '\0')
                .collect();
            self.say(&words);
        }
        self.skipped = self.group().stand_ins;
    }

    fn byte(&mut self, byte: u8) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else if byte != 0 {
            self.bytes.push(byte);
        }
    }

    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (words, _) = self.encoding.decode_without_bom_handling(&bytes);
        self.say(&words);
    }

    fn say(&mut self, words: &str) {
        self.flush();
        let group = *self.group();
        if group.hidden {
            return;
        }
        if self.pages.paragraph().is_none() {
            self.pages.begin_paragraph();
        }
        if let Some(paragraph) = self.pages.paragraph() {
            paragraph.run_is_bold = group.bold;
        }
        self.pages.add(words);
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.group().hidden {
            return;
        }
        if self.pages.paragraph().is_none() {
            self.pages.begin_paragraph();
        }
        let (bullet, heading) = (self.bullet, self.heading);
        if let Some(paragraph) = self.pages.paragraph() {
            (paragraph.bullet, paragraph.heading) = (bullet, heading);
        }
        self.pages.end_paragraph();
    }

    fn document(mut self) -> NotesDocument {
        self.flush();
        if self.pages.paragraph().is_some() {
            self.group().hidden = false;
            self.end_paragraph();
        }
        self.pages.document()
    }
}

fn code_page(number: i32) -> &'static Encoding {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        874 | 1250..=1258 => format!("windows-{number}"),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        _ => return WINDOWS_1252,
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use super::super::document::{LineKind, NotesLine};
    use super::*;

    fn lines(body: &str) -> Vec<(LineKind, String)> {
        let text = format!(r"{{\rtf1\ansi\ansicpg1252\uc1 {body}}}");
        let document = document(text.as_bytes(), "notes.rtf").unwrap();
        let line = |line: &NotesLine| (line.kind, document.words(line).to_owned());
        document.lines.iter().map(line).collect()
    }

    #[test]
    fn fonts_headers_and_deleted_text_are_not_read() {
        let body = r"{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\header top\par}kept {\deleted lost}said\par";
        assert_eq!(lines(body), [(LineKind::Text, "kept said".into())]);
    }

    #[test]
    fn characters_are_bytes_of_a_code_page_or_numbers() {
        let body = r"caf\'e9 \u8364?5 \u-10179?\u-8704? \{so\}\par";
        assert_eq!(lines(body), [(LineKind::Text, "café €5 😀 {so}".into())]);
    }

    #[test]
    fn bold_items_and_headings_are_told_apart() {
        let body = "{\\b Kim:}\\par\n\\pard{\\pntext\\'b7\\tab}one\\par\\pard\\outlinelevel0 Why?\\par\\pard a\\line b\\par\\par";
        assert_eq!(
            lines(body),
            [
                (LineKind::Bold, "Kim:".into()),
                (LineKind::Bullet, "one".into()),
                (LineKind::Heading, "Why?".into()),
                (LineKind::Text, "a".into()),
                (LineKind::Text, "b".into()),
                (LineKind::Blank, String::new()),
            ]
        );
    }

    #[test]
    fn braces_without_their_like_are_no_fault_of_ours() {
        assert!(document(b"{\\rtf1 a}}}}\\b0{{ b\\", "notes.rtf").is_ok());
        assert!(document(b"plain", "notes.rtf").is_err());
    }
}
