//! Answers that carry no topic: "n/a", "nothing", "great!".
//!
//! They are counted apart, so that they neither make a theme of their own nor
//! blur the others. The phrases are data, in `stopwords/filler.txt`.

use std::borrow::Cow;
use std::sync::LazyLock;

use ahash::AHashMap;

use super::normal::{is_normal, normal};
use super::stopwords::lines;

/// What an answer without a topic says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filler {
    /// Nothing at all: `n/a`, `no comment`, `-`.
    Blank,
    /// That all is well: `great!`, `très bien`.
    Praise,
    /// That all is bad: `terrible`, `rubbish`.
    Complaint,
}

/// Returns what a passage says if it names no topic.
///
/// A passage counts as praise or complaint when each of its words is on the
/// list or an intensifier: `"very very good"`, but not `"good support"`.
pub fn filler(passage: &str) -> Option<Filler> {
    let normal = if is_normal(passage) {
        Cow::Borrowed(passage)
    } else {
        Cow::Owned(normal(passage))
    };
    if !normal.chars().any(char::is_alphabetic) {
        return Some(Filler::Blank);
    }
    if let Some(&filler) = LISTS.phrases.get(normal.as_ref()) {
        return Some(filler);
    }
    worded(&normal)
}

fn worded(normal: &str) -> Option<Filler> {
    let mut said = None;
    for word in normal.split(' ') {
        match LISTS.words.get(word) {
            Some(None) => {}
            Some(&Some(filler)) if said.is_none_or(|before| before == filler) => {
                said = Some(filler);
            }
            Some(Some(_)) | None => return None,
        }
    }
    said
}

struct Lists {
    /// Whole answers.
    phrases: AHashMap<&'static str, Filler>,
    /// Words that may make up an answer; `None` for those that only join or
    /// strengthen.
    words: AHashMap<&'static str, Option<Filler>>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists {
        phrases: AHashMap::new(),
        words: AHashMap::new(),
    };
    let mut section = "";
    for line in lines(include_str!("../../stopwords/filler.txt")) {
        match (line.strip_prefix('['), section) {
            (Some(name), _) => section = name.trim_end_matches(']'),
            (None, "blank") => drop(lists.phrases.insert(line, Filler::Blank)),
            (None, "praise") => drop(lists.phrases.insert(line, Filler::Praise)),
            (None, "complaint") => drop(lists.phrases.insert(line, Filler::Complaint)),
            (None, "praise words") => drop(lists.words.insert(line, Some(Filler::Praise))),
            (None, "complaint words") => drop(lists.words.insert(line, Some(Filler::Complaint))),
            (None, _) => drop(lists.words.insert(line, None)),
        }
    }
    lists
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_comment_is_blank_in_any_dress() {
        for answer in [
            "n/a",
            "N.A.",
            "-",
            "...",
            "No comment!",
            "nothing",
            "10",
            "keine",
            "👍",
        ] {
            assert_eq!(filler(answer), Some(Filler::Blank), "{answer}");
        }
    }

    #[test]
    fn praise_without_a_topic_is_praise() {
        assert_eq!(filler("Very very good!"), Some(Filler::Praise));
        assert_eq!(filler("Terrible."), Some(Filler::Complaint));
    }

    #[test]
    fn praise_of_something_is_a_topic() {
        assert_eq!(filler("Great support"), None);
    }

    #[test]
    fn negated_praise_is_no_praise() {
        assert_eq!(filler("not good"), Some(Filler::Complaint));
        assert_eq!(filler("never happy"), None);
    }
}
