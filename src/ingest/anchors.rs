//! What a question says of the ends of its scale: `(1 = very good, 5 = very
//! poor)`, `from not at all likely (0) to extremely likely (10)`.

use super::grade::{Grade, GradeKind, Leaning};
use super::names::ColumnName;

/// The numbers of a question that say what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Anchors {
    /// Each number and the grade it stands for, in the order of the numbers.
    graded: Vec<(u8, Grade)>,
    /// The question without them.
    pub(super) rest: String,
}

/// The better end of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Better {
    High,
    Low,
}

impl Better {
    /// Returns the other end.
    pub(super) fn other(self) -> Self {
        match self {
            Self::High => Self::Low,
            Self::Low => Self::High,
        }
    }
}

impl Anchors {
    /// Reads the name of a column or its question.
    pub(super) fn parse(text: &str) -> Self {
        let mut anchors = Self::default();
        let mut from = 0;
        for (start, end) in numbers(text) {
            let Ok(number) = text[start..end].parse::<u8>() else {
                continue;
            };
            let behind = behind(&text[end..]);
            let before = before(&text[from..start]);
            let found = behind
                .and_then(|words| Some((start, end + words.len(), graded(words)?)))
                .or_else(|| {
                    before.and_then(|words| Some((start - words.len(), end, graded(words)?)))
                });
            let Some((first, last, grade)) = found.filter(|_| number <= 10) else {
                continue;
            };
            anchors.rest.push_str(&text[from..first]);
            anchors.graded.push((number, grade));
            from = last;
        }
        anchors.rest.push_str(&text[from..]);
        anchors.graded.sort_by_key(|(number, _)| *number);
        anchors
    }

    /// Returns the lowest and highest number, where both are said.
    pub(super) fn range(&self) -> Option<(u8, u8)> {
        let (low, high) = (self.graded.first()?.0, self.graded.last()?.0);
        (low <= 1 && high > low + 1).then_some((low, high))
    }

    /// Returns which end is better. Where the question is about a burden, the
    /// likelier is the worse.
    pub(super) fn better(&self, is_burden: bool) -> Option<Better> {
        let ends = || {
            self.graded
                .iter()
                .filter_map(|(number, grade)| match grade {
                    Grade::Sided { side, kind, .. } => Some((*number, *side, *kind)),
                    Grade::Middle | Grade::Fair => None,
                })
        };
        let (first, last) = (ends().next()?, ends().next_back()?);
        let better = match (first, last) {
            ((low, side, _), (high, other, _)) if low < high && side != other => {
                if other == Leaning::Good {
                    Better::High
                } else {
                    Better::Low
                }
            }
            ((number, side, _), (same, ..)) if number == same => {
                if (side == Leaning::Good) == (number > 1) {
                    Better::High
                } else {
                    Better::Low
                }
            }
            // `1 = good, 5 = very good`: weaker words are the worse end.
            _ => return None,
        };
        let is_extent = first.2 == GradeKind::Extent;
        Some(if is_extent && is_burden {
            better.other()
        } else {
            better
        })
    }
}

/// Returns where the numbers of a text stand.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(|c: char| c.is_ascii_digit()) {
        match found.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    found.retain(|(start, end)| {
        let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let behind = text[*end..].chars().next();
        end - start <= 2 && !is_part(text[..*start].chars().next_back()) && !is_part(behind)
    });
    found
}

/// What ends the words of an anchor.
const ENDS: &str = ",;/)]|\n?";

/// Returns what a number means by the words behind it, with the signs between.
fn behind(text: &str) -> Option<&str> {
    let signs = text.len() - text.trim_start_matches(is_sign).len();
    let words = &text[signs..];
    let until = words
        .find(|c: char| ENDS.contains(c) || c == '(' || c.is_ascii_digit())
        .unwrap_or(words.len());
    (until > 0).then(|| &text[..signs + until])
}

/// Returns what a number means by the words before it: `very good = 1`, `very good (1)`.
fn before(text: &str) -> Option<&str> {
    let words = text.trim_end();
    if !words.ends_with(['=', '(', '[', ':']) {
        return None;
    }
    let words = words.trim_end_matches(is_sign);
    let from = words
        .rfind(|c: char| ENDS.contains(c) || c == '(' || c == ':')
        .map_or(0, |at| at + 1);
    Some(&text[from..])
}

fn is_sign(c: char) -> bool {
    c.is_whitespace() || "=:([-\u{2013}\u{2014}".contains(c)
}

/// Reads the words of an anchor, without what only links them.
fn graded(words: &str) -> Option<Grade> {
    const LINKS: &str = "is, means, being, stands, for, from, to, and, through, the, at, it, was, i, am, \
        ist, bedeutet, heißt, von, bis, und, à, et, de, est, es, significa, y, van, tot, en, da, è, e, é, \
        on, a, scale, of, where, wobei";
    let name = ColumnName::new(words);
    let words: Vec<&str> = name
        .words()
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect();
    let is_link = |word: &&str| super::aliases::has(LINKS, word);
    let first = words.iter().position(|word| !is_link(word))?;
    let last = words.iter().rposition(|word| !is_link(word))?;
    // The question may run into its first anchor: `how good was it very poor`.
    (first..=last).take(8).find_map(|from| {
        (from..=last)
            .rev()
            .take(3)
            .find_map(|to| Grade::of_anchor(&words[from..=to].join(" ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (Option<(u8, u8)>, Option<Better>) {
        let anchors = Anchors::parse(text);
        (anchors.range(), anchors.better(false))
    }

    #[test]
    fn a_question_may_say_which_end_is_better() {
        for (text, range, better) in [
            ("Rating (1 = very good, 5 = very poor)", (1, 5), Better::Low),
            ("Rating (1=worst, 5=best)", (1, 5), Better::High),
            ("Score 1 (bad) to 5 (good)", (1, 5), Better::High),
            (
                "Bewertung (1 = sehr gut, 6 = ungenügend)",
                (1, 6),
                Better::Low,
            ),
            (
                "How likely, from not at all likely (0) to extremely likely (10)?",
                (0, 10),
                Better::High,
            ),
            (
                "Recommend us? 0 - not at all likely 10 - extremely likely",
                (0, 10),
                Better::High,
            ),
            (
                "How easy? 1: very difficult; 7: very easy",
                (1, 7),
                Better::High,
            ),
            (
                "Aufwand (1 = sehr geringer Aufwand, 5 = sehr hoher Aufwand)",
                (1, 5),
                Better::Low,
            ),
            (
                "Sind Sie zufrieden? (sehr zufrieden = 1, sehr unzufrieden = 5)",
                (1, 5),
                Better::Low,
            ),
        ] {
            assert_eq!(said(text), (Some(range), Some(better)), "{text}");
        }
        assert_eq!(said("Overall (1 = best)"), (None, Some(Better::Low)));
        assert_eq!(said("How easy was it? (0-10)"), (None, None));
        assert_eq!(said("How was it in Q1 2025?"), (None, None));
    }

    #[test]
    fn what_is_asked_stands_beside_the_anchors() {
        let anchors = Anchors::parse("How easy was it? (0 = very difficult, 10 = very easy)");
        assert!(!anchors.rest.contains("difficult"), "{}", anchors.rest);
        assert!(anchors.rest.starts_with("How easy was it?"));
    }

    #[test]
    fn of_a_burden_the_likelier_is_the_worse() {
        let anchors = Anchors::parse("Cancel? (0 = not at all likely, 10 = extremely likely)");
        assert_eq!(anchors.better(true), Some(Better::Low));
    }
}
