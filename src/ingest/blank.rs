//! Which cells say nothing: blank ones, what stands for a missing value (see
//! [`is_missing`]), and in a score column who could not say.
//!
//! Every reader of cells asks here, so that a missing comment and a missing
//! score are the same thing.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::aliases;
use crate::text::is_missing;

/// Answers in words that are no rating.
const NO_RATING: &str = "?, x, ., .., ..., \u{2026}, *, blank, don't know, dont know, do not know, not sure, prefer not to say, \
    unknown, no opinion, can't say, offered, unoffered, not offered, not rated, unrated, \
    no rating, not yet rated, pending, weiß nicht, weiss nicht, ne sait pas, no sabe, weet niet, \
    non so, não sei, vet ej, vet inte";

/// Longer cells are prose.
const LONGEST: usize = 32;

/// Cells are looked up by the million.
static NO_RATING_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| aliases::words(NO_RATING).collect());

/// Returns whether a cell says nothing: it is blank, or stands for a missing value.
pub(super) fn says_nothing(cell: &str) -> bool {
    is_missing(cell)
}

/// Returns whether a cell of a score column gives no rating: it says nothing,
/// or that somebody could not say.
pub(super) fn is_no_rating(cell: &str) -> bool {
    says_nothing(cell) || is_one_of(&NO_RATING_WORDS, cell.trim())
}

fn is_one_of(words: &HashSet<&str>, cell: &str) -> bool {
    if cell.len() > LONGEST {
        return false;
    }
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if cell.bytes().all(is_folded) {
        return words.contains(cell);
    }
    words.contains(&*cell.to_lowercase().replace('\u{2019}', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cannot_say_gives_no_rating() {
        assert!(is_no_rating("Don\u{2019}t know") && is_no_rating("NA"));
        assert!(!is_no_rating("9") && !is_no_rating("good"));
    }
}
