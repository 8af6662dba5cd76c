//! Notes as lines, whatever they were written in, and what each line is.
//!
//! A text file is kept as it is and its lines are places in it. What a line is
//! (a heading, a bullet, a rule) is judged here; who speaks it is `speakers`'.

use crate::feedback::Span;

/// Notes, line by line.
#[derive(Debug, Default)]
pub(super) struct NotesDocument {
    /// What a reader sees; spans point into it.
    pub(super) text: String,
    pub(super) lines: Vec<NotesLine>,
    /// What the notes say of themselves, apart from their lines.
    pub(super) facts: Vec<(String, String)>,
}

/// One line, or one paragraph of a word processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotesLine {
    pub(super) span: Span,
    /// Its number in the file, from 1.
    pub(super) number: u32,
    pub(super) kind: LineKind,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    Heading,
    /// All in bold: a heading, unless somebody is named to speak it.
    Bold,
    /// A line that separates.
    Rule,
    Bullet,
    Text,
    /// Says something of the notes (`Date: …`); nobody speaks it.
    Fact,
    /// A time of the recording.
    Stamp,
}

impl NotesDocument {
    /// Reads a text file. `markdown` says whether `#` makes headings.
    pub(super) fn from_text(text: String, markdown: bool) -> Self {
        let mut document = Self {
            lines: lines(&text),
            text,
            facts: Vec::new(),
        };
        document.take_front_matter();
        document.judge(markdown);
        document
    }

    pub(super) fn words(&self, line: &NotesLine) -> &str {
        line.span.slice(&self.text)
    }

    /// Reads the `key: value` lines between two `---` at the top.
    fn take_front_matter(&mut self) {
        let is_fence = |line: &NotesLine| self.words(line).trim_end() == "---";
        let Some(first) = self
            .lines
            .iter()
            .position(|line| !self.words(line).trim().is_empty())
        else {
            return;
        };
        if !is_fence(&self.lines[first]) {
            return;
        }
        let Some(length) = self.lines[first + 1..].iter().position(is_fence) else {
            return;
        };
        let inside = &self.lines[first + 1..first + 1 + length];
        let facts = front_matter(inside.iter().map(|line| self.words(line)));
        let prose = inside.iter().any(|line| self.words(line).len() > 300);
        if facts.is_empty() || prose {
            return;
        }
        self.facts = facts;
        for line in &mut self.lines[first..first + length + 2] {
            line.kind = LineKind::Fact;
        }
    }

    fn judge(&mut self, markdown: bool) {
        for place in 0..self.lines.len() {
            if self.lines[place].kind == LineKind::Fact {
                continue;
            }
            let words = self.words(&self.lines[place]);
            let below = self.lines.get(place + 1).map(|line| self.words(line));
            let underlined = below.is_some_and(|below| is_underline(words, below));
            let kind = kind(words, markdown);
            if underlined && kind == LineKind::Text {
                self.lines[place].kind = LineKind::Heading;
                self.lines[place + 1].kind = LineKind::Rule;
            } else if self.lines[place].kind != LineKind::Rule {
                self.lines[place].kind = kind;
            }
        }
    }
}

/// Cuts at `\n`, `\r\n` and `\r`, which old files end their lines with.
fn lines(text: &str) -> Vec<NotesLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = if rest[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        lines.push(NotesLine {
            span: Span::new(start, start + end),
            number: lines.len() as u32 + 1,
            kind: LineKind::Text,
        });
        let next = (end + ending).min(rest.len());
        start += next;
        rest = &rest[next..];
    }
    lines
}

/// Reads simple `key: value` lines; a list under a key is joined.
fn front_matter<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = Vec::new();
    for line in lines {
        let bare = |words: &str| words.trim().trim_matches(['"', '\'']).to_owned();
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some((_, value)) = facts.last_mut() {
                let joint = if value.is_empty() { "" } else { ", " };
                *value = format!("{value}{joint}{}", bare(item));
            }
        } else if let Some((key, value)) = line.split_once(':')
            && !key.trim().is_empty()
            && !key.trim_start().starts_with('#')
        {
            facts.push((
                key.trim().to_owned(),
                bare(value.trim().trim_matches(['[', ']'])),
            ));
        }
    }
    facts
}

fn kind(line: &str, markdown: bool) -> LineKind {
    let words = line.trim();
    if words.is_empty() {
        LineKind::Blank
    } else if is_rule(words) {
        LineKind::Rule
    } else if markdown && is_hash_heading(words) {
        LineKind::Heading
    } else if is_bullet(words) {
        LineKind::Bullet
    } else if is_bold(words) {
        LineKind::Bold
    } else if !markdown && is_loud(words) {
        LineKind::Heading
    } else {
        LineKind::Text
    }
}

fn is_rule(words: &str) -> bool {
    let mut marks = words.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else {
        return false;
    };
    matches!(first, '-' | '*' | '_' | '=' | '~')
        && words.len() > 2
        && marks.all(|mark| mark == first)
}

fn is_hash_heading(words: &str) -> bool {
    let rest = words.trim_start_matches('#');
    rest.len() < words.len() && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn is_bullet(words: &str) -> bool {
    [
        "- ",
        "* ",
        "+ ",
        "\u{2022}",
        "\u{25e6}",
        "\u{25aa}",
        "\u{2013} ",
    ]
    .iter()
    .any(|mark| words.starts_with(mark))
}

/// `**Why?**` alone on its line.
fn is_bold(words: &str) -> bool {
    ["**", "__"].iter().any(|mark| {
        words
            .strip_prefix(mark)
            .and_then(|rest| rest.strip_suffix(mark))
            .is_some_and(|inner| !inner.is_empty() && !inner.contains(mark))
    })
}

/// `WHAT WORKS`: a few words, all in capitals.
fn is_loud(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 3
        && letters.clone().all(|c| !c.is_lowercase())
        && letters.clone().any(char::is_uppercase)
        && words.split_whitespace().count() <= 10
        && !words.contains(':')
}

fn is_underline(words: &str, below: &str) -> bool {
    let below = below.trim();
    let marked =
        below.len() > 2 && (below.bytes().all(|b| b == b'=') || below.bytes().all(|b| b == b'-'));
    marked && !words.trim().is_empty() && words.len() < 120
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str, markdown: bool) -> Vec<LineKind> {
        let document = NotesDocument::from_text(text.into(), markdown);
        document.lines.iter().map(|line| line.kind).collect()
    }

    #[test]
    fn headings_bullets_and_rules_are_told_apart() {
        assert_eq!(
            kinds("# A\n\n- b\n---\nc #d\n**E?**\n", true),
            [
                LineKind::Heading,
                LineKind::Blank,
                LineKind::Bullet,
                LineKind::Rule,
                LineKind::Text,
                LineKind::Bold
            ]
        );
        assert_eq!(
            kinds("WHAT WORKS\nTitle\n=====\n", false),
            [LineKind::Heading, LineKind::Heading, LineKind::Rule]
        );
    }

    #[test]
    fn front_matter_is_read_and_is_nobodys_words() {
        let document = NotesDocument::from_text(
            "---\ndate: 2025-05-12\nwho:\n  - A\n  - \"B\"\n---\nHi\n".into(),
            true,
        );
        assert_eq!(
            document.facts,
            [
                ("date".into(), "2025-05-12".into()),
                ("who".into(), "A, B".into())
            ]
        );
        assert_eq!(document.lines[1].kind, LineKind::Fact);
        assert_eq!(document.lines[6].kind, LineKind::Text);
    }

    #[test]
    fn lines_are_places_in_the_file_as_it_is() {
        let document = NotesDocument::from_text("é\r\n\nb\rc".into(), false);
        let words: Vec<&str> = document
            .lines
            .iter()
            .map(|line| document.words(line))
            .collect();
        assert_eq!(words, ["é", "", "b", "c"]);
        assert_eq!(document.lines[2].number, 3);
    }
}
