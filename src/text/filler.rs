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
    worded(&normal).or_else(|| wishless(&normal))
}

/// Returns what an answer says that denies any wish, in words that say nothing
/// else: praise when it speaks of something better ("nothing could have been
/// improved"), else nothing ("not anything I can think of").
fn wishless(normal: &str) -> Option<Filler> {
    let words: Vec<&str> = normal.split(' ').collect();
    let mut parts = Vec::with_capacity(words.len());
    for word in words {
        let praises = LISTS
            .words
            .get(word)
            .is_some_and(|said| *said == Some(Filler::Praise));
        parts.push(match LISTS.denying.get(word) {
            Some(&part) => part,
            None if praises => Part::Praise,
            None => return None,
        });
    }
    let has = |part: Part| parts.contains(&part);
    let may = has(Part::May) || has(Part::CouldNot);
    let better = has(Part::ToWish) || (has(Part::Wished) && may);
    let wishes = better || has(Part::Otherwise) || has(Part::Complaints);
    let denies = has(Part::Denial) || has(Part::CouldNot);
    let no_complaints = denies && has(Part::Complaints);
    let no_better = denies && may && better && !has(Part::Otherwise);
    // "nothing good" is no praise, and "it did not improve" no contentment.
    let is_bitter = parts
        .windows(2)
        .any(|pair| pair == [Part::Nothing, Part::Praise]);
    let is_wishless = has(Part::Nothing) || (denies && has(Part::Anything));
    match (is_wishless && !is_bitter, wishes) {
        (true, true) => Some(Filler::Praise),
        (true, false) if !has(Part::Wished) => Some(Filler::Blank),
        _ if no_complaints || no_better => Some(Filler::Praise),
        _ => None,
    }
}

/// What a word does in an answer that denies any wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Nothing,
    Denial,
    CouldNot,
    Anything,
    ToWish,
    Otherwise,
    Complaints,
    Wished,
    May,
    Around,
    Praise,
}

impl Part {
    fn of(section: &str) -> Option<Self> {
        Some(match section {
            "nothing" => Self::Nothing,
            "could not" => Self::CouldNot,
            "denials" => Self::Denial,
            "anything" => Self::Anything,
            "to wish" => Self::ToWish,
            "otherwise" => Self::Otherwise,
            "complaints" => Self::Complaints,
            "wished" => Self::Wished,
            "may" => Self::May,
            "around" => Self::Around,
            _ => return None,
        })
    }
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
    /// Words of answers that deny any wish.
    denying: AHashMap<&'static str, Part>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists {
        phrases: AHashMap::new(),
        words: AHashMap::new(),
        denying: AHashMap::new(),
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
            (None, section) => match Part::of(section) {
                Some(part) => drop(lists.denying.insert(line, part)),
                None => drop(lists.words.insert(line, None)),
            },
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
    fn who_has_nothing_to_wish_praises_and_who_has_nothing_to_say_is_blank() {
        for answer in [
            "I don't think you could have improved anything!",
            "Nothing could have been done better",
            "There isn't anything that I think could be improved",
            "Nothing needs to change, thank you",
            "I could find no faults.",
            "You couldn't have done any better",
            "You could not have done better than you did",
        ] {
            assert_eq!(filler(answer), Some(Filler::Praise), "{answer}");
        }
        for answer in [
            "Nothing I can think of.",
            "Nothing, thank you",
            "I can't think of anything",
        ] {
            assert_eq!(filler(answer), Some(Filler::Blank), "{answer}");
        }
    }

    #[test]
    fn what_has_not_changed_is_no_contentment() {
        for answer in [
            "nothing has improved",
            "nothing works",
            "nothing good",
            "I can't change anything in the settings",
            "no better",
            "it could not be more wrong",
            "it did not improve",
        ] {
            assert_ne!(filler(answer), Some(Filler::Praise), "{answer}");
        }
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
