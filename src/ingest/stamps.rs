//! Times that a program put into a transcript: `55:21`, `[00:12:03]`,
//! `#00:03:40-5#`.
//!
//! A time says when; it is nobody's words. That `17:30` in a sentence is the
//! time of day is for those to see who know the sentence.

use super::document::{LineKind, NotesDocument, NotesLine};
use crate::feedback::Span;

/// Reads `1:02:03.4`, `02:03` or `00:01:02,500` at the beginning of words:
/// whole seconds, and how many bytes the time takes.
pub(super) fn time(words: &str) -> Option<(u32, usize)> {
    let mut sum = 0_u32;
    let mut parts = 0;
    let mut at = 0;
    loop {
        let digits = words[at..].bytes().take_while(u8::is_ascii_digit).count();
        let two = parts == 0 || digits == 2 || (digits == 1 && has_hours(words));
        if !(1..=3).contains(&digits) || !two {
            return None;
        }
        let part: u32 = words[at..at + digits].parse().ok()?;
        if parts > 0 && part >= 60 {
            return None;
        }
        sum = sum.checked_mul(60)?.checked_add(part)?;
        at += digits;
        parts += 1;
        let goes_on = words[at..].starts_with(':')
            && words[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if parts == 3 || !goes_on {
            break;
        }
        at += 1;
    }
    at += fraction(&words[at..]);
    (parts > 1).then_some((sum, at))
}

/// `0:0:3.450`, as Teams once wrote times: with hours, zeros may be left out.
fn has_hours(words: &str) -> bool {
    let time = words
        .split(|c: char| !c.is_ascii_digit() && c != ':')
        .next();
    time.is_some_and(|time| time.matches(':').count() == 2)
}

/// Returns how many bytes a part of a second takes.
fn fraction(rest: &str) -> usize {
    if !rest.starts_with(['.', ',', '-']) {
        return 0;
    }
    match rest[1..].bytes().take_while(u8::is_ascii_digit).count() {
        0 => 0,
        digits => digits + 1,
    }
}

/// Reads a time at the beginning of a line, with what belongs to it: brackets,
/// a second time, `AM`, the gap behind it.
pub(super) fn leading(line: &str) -> Option<(u32, usize)> {
    let open = |c: char| matches!(c, '[' | '(' | '#' | '*' | '_') || c.is_whitespace();
    let begin = line.len() - line.trim_start_matches(open).len();
    let (seconds, length) = time(&line[begin..])?;
    let mut at = begin + length;
    let gap = |c: char| matches!(c, '-' | '>' | '\u{2013}' | '\u{2192}') || c.is_whitespace();
    let later = line[at..].trim_start_matches(gap);
    if let Some((_, length)) = time(later) {
        at = line.len() - later.len() + length;
    }
    let noon = line[at..].trim_start();
    if let Some(half) = noon.get(..2)
        && ["AM", "PM"].contains(&half.to_ascii_uppercase().as_str())
        && !noon[2..].starts_with(char::is_alphanumeric)
    {
        at = line.len() - noon.len() + 2;
    }
    let close = |c: char| matches!(c, ']' | ')' | '#' | '|') || gap(c);
    let rest = line[at..].trim_start_matches(close);
    Some((seconds, line.len() - rest.len()))
}

/// Reads a line that is a time and nothing else.
pub(super) fn alone(line: &str) -> Option<u32> {
    let (seconds, length) = leading(line)?;
    let rest = &line[length..];
    rest.trim_matches(['*', '_', ' '])
        .is_empty()
        .then_some(seconds)
}

impl NotesDocument {
    /// Makes each `#00:03:40-5#` a line of its own.
    pub(super) fn cut_at_stamps(&mut self) {
        if !self.text.contains('#') {
            return;
        }
        let lines = std::mem::take(&mut self.lines);
        for line in lines {
            self.cut(line);
        }
    }

    fn cut(&mut self, line: NotesLine) {
        let mut start = line.span.start;
        if !matches!(line.kind, LineKind::Fact | LineKind::Rule | LineKind::Blank) {
            let words = line.span.slice(&self.text);
            for (at, length) in hashed(words) {
                let at = line.span.start + at;
                let piece = |start, end, kind| NotesLine {
                    span: Span { start, end },
                    kind,
                    ..line
                };
                if start < at {
                    self.lines.push(piece(start, at, line.kind));
                }
                self.lines.push(piece(at, at + length, LineKind::Stamp));
                start = at + length;
            }
        }
        if start < line.span.end || start == line.span.start {
            self.lines.push(NotesLine {
                span: Span::new(start, line.span.end),
                ..line
            });
        }
    }
}

/// Returns each time between two `#`, and how long it is.
fn hashed(words: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in words.match_indices('#') {
        let is_free = found
            .last()
            .is_none_or(|(last, length)| at >= last + length);
        if let Some((_, length)) = time(&words[at + 1..])
            && is_free
            && words[at + 1 + length..].starts_with('#')
        {
            found.push((at, length + 2));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_and_without_hours() {
        for (words, seconds) in [
            ("55:21", Some(3321)),
            ("1:02:03", Some(3723)),
            ("00:01:02,500", Some(62)),
            ("0:0:3.450", Some(3)),
            ("10", None),
            ("1:60", None),
            ("3:1", None),
            (":30", None),
        ] {
            assert_eq!(time(words).map(|(seconds, _)| seconds), seconds, "{words}");
        }
    }

    #[test]
    fn a_line_may_be_a_time_and_nothing_else() {
        for line in [
            "0:15  ",
            "[00:00:15]",
            "**(0:15)**",
            "0:15 --> 0:18",
            "#00:00:15-3#",
        ] {
            assert_eq!(alone(line), Some(15), "{line}");
        }
        assert_eq!(alone("0:15 we left"), None);
        assert_eq!(alone("10:02 AM"), Some(602));
    }

    #[test]
    fn times_between_hashes_are_lines_of_their_own() {
        let mut document =
            NotesDocument::from_text("Yes. #00:03:40-5# No #3 #00:04:00.1#\n".into(), false);
        document.cut_at_stamps();
        let lines: Vec<_> = document
            .lines
            .iter()
            .map(|line| (line.kind, document.words(line)))
            .collect();
        assert_eq!(
            lines,
            [
                (LineKind::Text, "Yes. "),
                (LineKind::Stamp, "#00:03:40-5#"),
                (LineKind::Text, " No #3 "),
                (LineKind::Stamp, "#00:04:00.1#"),
            ]
        );
    }
}
