//! A stretch of a text as it is shown: matching words told from others,
//! contact details masked, and no more of it than a reader wants to see.

use crate::feedback::Span;
use crate::text;

/// Words of a text, and whether the question asked for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HighlightPiece {
    pub(super) text: String,
    pub(super) is_match: bool,
}

/// A stretch of a text, contact details masked, in characters.
pub(super) struct Highlight {
    start: usize,
    /// Where each character begins, in bytes from the stretch's own beginning.
    begins: Vec<usize>,
    masked: Vec<char>,
    /// Whether each character is of a match.
    matching: Vec<bool>,
}

impl Highlight {
    /// Returns a stretch of a text, with the matches that stand in it.
    pub(super) fn new(text: &str, span: Span, matches: &[Span]) -> Self {
        let stretch = span.slice(text);
        let begins: Vec<usize> = stretch.char_indices().map(|(at, _)| at).collect();
        let mut matching = vec![false; begins.len()];
        for found in matches {
            let nth = |byte: usize| {
                begins.partition_point(|&begin| begin + span.start < byte.max(span.start))
            };
            matching[nth(found.start)..nth(found.end)].fill(true);
        }
        Self {
            start: span.start,
            masked: text::masked(stretch).chars().collect(),
            begins,
            matching,
        }
    }

    fn nth(&self, byte: usize) -> usize {
        let at = byte.saturating_sub(self.start);
        self.begins.partition_point(|&begin| begin < at)
    }

    /// Returns its first characters, to the end of a word.
    pub(super) fn beginning(&self, most: usize) -> Vec<HighlightPiece> {
        let mut end = self.masked.len();
        if end > most {
            end = self.last_space(0, most).unwrap_or(most);
        }
        ended(self.pieces(0, end), end < self.masked.len())
    }

    /// Returns what stands before a place, there, and after it.
    pub(super) fn around(
        &self,
        at: Span,
        beside: usize,
    ) -> (
        Vec<HighlightPiece>,
        Vec<HighlightPiece>,
        Vec<HighlightPiece>,
    ) {
        let (start, end) = (self.nth(at.start), self.nth(at.end));
        let mut from = start.saturating_sub(beside);
        if from > 0 {
            let spaces = self.masked[from..start].iter();
            from += spaces.take_while(|letter| !letter.is_whitespace()).count();
        }
        let mut to = self.masked.len();
        if to > end + beside {
            to = self.last_space(end, end + beside).unwrap_or(end);
        }
        let mut before = self.pieces(from, start);
        if from > 0 {
            before.insert(0, plain("…"));
        }
        let after = ended(self.pieces(end, to), to < self.masked.len());
        (before, self.pieces(start, end), after)
    }

    fn last_space(&self, from: usize, to: usize) -> Option<usize> {
        let mut letters = self.masked[from..to].iter();
        let space = letters.rposition(|letter| letter.is_whitespace())?;
        Some(from + space)
    }

    fn pieces(&self, from: usize, to: usize) -> Vec<HighlightPiece> {
        let mut pieces: Vec<HighlightPiece> = Vec::new();
        for at in from..to.max(from) {
            let is_match = self.matching[at];
            match pieces.last_mut().filter(|last| last.is_match == is_match) {
                Some(last) => last.text.push(self.masked[at]),
                None => pieces.push(HighlightPiece {
                    text: self.masked[at].into(),
                    is_match,
                }),
            }
        }
        pieces
    }
}

fn plain(text: &str) -> HighlightPiece {
    HighlightPiece {
        text: text.into(),
        is_match: false,
    }
}

fn ended(mut pieces: Vec<HighlightPiece>, is_cut: bool) -> Vec<HighlightPiece> {
    if is_cut {
        pieces.push(plain(" …"));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[HighlightPiece]) -> String {
        let piece = |piece: &HighlightPiece| {
            let sign = if piece.is_match { "*" } else { "" };
            format!("{sign}{}{sign}", piece.text)
        };
        pieces.iter().map(piece).collect()
    }

    fn place(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        let end = start + words.len();
        Span { start, end }
    }

    #[test]
    fn matches_are_marked_where_they_stand_and_contact_details_are_masked() {
        let text = "Hi: Ünlü wrote to ann@x.org. The phone line is dead. Bye";
        let whole = Span::new(4, text.len());
        let matches = [place(text, "phone"), place(text, "line")];
        let stretch = Highlight::new(text, whole, &matches);
        let (before, words, after) = stretch.around(place(text, "The phone line is dead."), 100);
        assert_eq!(written(&before), "Ünlü wrote to •••••••••. ");
        assert_eq!(written(&words), "The *phone* *line* is dead.");
        assert_eq!(written(&after), " Bye");
    }

    #[test]
    fn what_stands_beside_is_cut_between_words() {
        let text = "one two three four. Here. five six seven eight";
        let whole = Span::new(0, text.len());
        let stretch = Highlight::new(text, whole, &[]);
        let (before, words, after) = stretch.around(place(text, "Here."), 10);
        assert_eq!(written(&before), "… four. ");
        assert_eq!(written(&words), "Here.");
        assert_eq!(written(&after), " five six …");
        assert_eq!(written(&stretch.beginning(9)), "one two …");
    }
}
