//! Answers that say nothing, in the languages we have met. They are data, in
//! `stopwords/non_answers.txt`.
//!
//! There are two kinds. `n/a`, `NULL` and "did not answer" stand for a missing
//! value: programs and forms write them, and such a cell is blank. "Nothing"
//! and "weiß nicht" were written by somebody: they commented, and their comment
//! says nothing.

use std::sync::LazyLock;

use ahash::{AHashMap, AHashSet};

use super::normalize::normal;
use super::stopwords::sections;

/// What an answer that says nothing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NonAnswer {
    /// No answer: what stands for a missing value.
    Missing,
    /// An answer of somebody who had nothing to say.
    NothingSaid,
}

/// Longer cells are prose.
const LONGEST: usize = 48;

struct NonAnswers {
    /// As they stand in cells.
    missing: AHashSet<&'static str>,
    /// Both kinds, in normal form.
    normal: AHashMap<String, NonAnswer>,
}

static LISTS: LazyLock<NonAnswers> = LazyLock::new(|| {
    let mut lists = NonAnswers {
        missing: AHashSet::new(),
        normal: AHashMap::new(),
    };
    for (section, line) in sections(include_str!("../../stopwords/non_answers.txt")) {
        let kind = match section {
            "missing" => NonAnswer::Missing,
            _ => NonAnswer::NothingSaid,
        };
        if kind == NonAnswer::Missing {
            lists.missing.insert(line);
        }
        lists.normal.entry(normal(line)).or_insert(kind);
    }
    lists
});

/// Returns whether a cell stands for a missing value. Case does not matter,
/// signs do: `-` is one, and `.` is not.
pub fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.is_empty() {
        return true;
    }
    if cell.len() > LONGEST {
        return false;
    }
    let bare = cell.strip_prefix('#').unwrap_or(cell);
    let inside = bare.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let bare = inside.unwrap_or(bare);
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if bare.bytes().all(is_folded) {
        return LISTS.missing.contains(bare);
    }
    let folded = bare.to_lowercase().replace('\u{2019}', "'");
    LISTS.missing.contains(&*folded)
}

/// Returns what stands for a missing value, in lower case and by the alphabet:
/// what [`is_missing`] looks up, for those who ask a database.
pub fn missing_values() -> Vec<&'static str> {
    let mut values: Vec<&str> = LISTS.missing.iter().copied().collect();
    values.sort_unstable();
    values
}

/// Returns what an answer in normal form is, if it says nothing.
pub(super) fn non_answer(normal: &str) -> Option<NonAnswer> {
    LISTS.normal.get(normal).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_missing_value_is_missing() {
        for cell in [
            "",
            "  ",
            "NA",
            "n/a",
            "#N/A",
            "None",
            "NULL",
            "NaN",
            "\\N",
            "Did not answer",
            "Didn\u{2019}t answer",
            "No answer",
            "(blank)",
            "[no text]",
            "Keine Angabe",
            "k.A.",
            "Sans réponse",
            "Geen antwoord",
            "\u{2013}",
            "無回答",
            "нет ответа",
        ] {
            assert!(is_missing(cell), "{cell}");
        }
    }

    #[test]
    fn who_has_nothing_to_say_has_answered() {
        for cell in [
            "Nothing",
            "Nichts",
            "nix",
            "don't know",
            "weiß nicht",
            "RAS",
            "nada",
            "idk",
            "なし",
            "无",
            "없음",
            "нет",
            "All good",
            "No",
            "ok",
            "x",
            ".",
        ] {
            assert!(!is_missing(cell), "{cell}");
        }
    }

    #[test]
    fn each_non_answer_is_of_one_kind() {
        let lines = || sections(include_str!("../../stopwords/non_answers.txt"));
        for (section, line) in lines() {
            let expected = match section {
                "missing" => NonAnswer::Missing,
                _ => NonAnswer::NothingSaid,
            };
            let signs = !line.chars().any(char::is_alphabetic);
            assert!(
                signs || non_answer(&normal(line)) == Some(expected),
                "{line}"
            );
        }
    }
}
