//! Answers that carry no topic: "n/a", "nothing", "great!".
//!
//! They are counted apart, so that they neither make a theme of their own nor
//! blur the others. The phrases are data, in `stopwords/filler.txt`; what says
//! nothing at all is known by [`super::non_answers`].

use std::borrow::Cow;
use std::sync::LazyLock;

use ahash::AHashMap;
use serde::Deserialize;

use super::faces::{FROWNS, SMILES};
use super::non_answers::non_answer;
use super::normalize::{is_normal, normal};
use super::stopwords::{is_function_word, section_part, sections};

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
    if let Some(filler) = faces(passage) {
        return Some(filler);
    }
    let is_nothing = !normal.chars().any(char::is_alphabetic) || is_noise(&normal);
    if is_nothing || non_answer(&normal).is_some() {
        return Some(Filler::Blank);
    }
    if let Some(&filler) = LISTS.phrases.get(normal.as_ref()) {
        return Some(filler);
    }
    worded(&normal).or_else(|| denied_wish(&normal))
}

/// Returns what an answer says that is nothing but faces and other signs: `👍`,
/// `:-(`.
fn faces(passage: &str) -> Option<Filler> {
    if passage.len() > 100 || passage.chars().any(char::is_alphanumeric) {
        return None;
    }
    let has = |signs: &str, faces: &[&str]| {
        passage.chars().any(|c| signs.contains(c))
            || faces.iter().any(|face| passage.contains(face))
    };
    let praises = has(SMILES, &[":)", ":-)", "(:", "=)", "^^"]);
    let complains = has(FROWNS, &[":(", ":-(", "):", "=("]);
    match (praises, complains) {
        (true, false) => Some(Filler::Praise),
        (false, true) => Some(Filler::Complaint),
        _ => None,
    }
}

/// Returns whether a word, in normal form, names no topic: it only joins,
/// strengthens, denies, praises or complains.
pub fn is_empty_word(word: &str) -> bool {
    is_function_word(word) || LISTS.words.contains_key(word) || LISTS.denying.contains_key(word)
}

/// Returns whether a word, in normal form, names no topic in a sentence about
/// one: a function word, or praise or complaint.
pub fn names_no_topic(word: &str) -> bool {
    is_function_word(word) || evaluation(word).is_some()
}

/// Returns what a word, in normal form, says by itself: praise or complaint.
pub fn evaluation(word: &str) -> Option<Filler> {
    LISTS.words.get(word).copied().flatten()
}

/// Returns the words that praise or complain without naming a topic: "good",
/// "terrible", in all languages.
pub fn evaluative_words() -> impl Iterator<Item = &'static str> {
    let words = LISTS.words.iter();
    words.filter_map(|(word, said)| said.is_some().then_some(*word))
}

/// Returns whether an answer is one word that nobody means: a lone letter
/// ("H"), a run along the keyboard ("asdf"), one sound again and again
/// ("xxxx", "hahaha") or letters without a vowel ("sdfgh").
fn is_noise(normal: &str) -> bool {
    if normal.contains(' ') || !normal.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let bytes = normal.as_bytes();
    let is_run = bytes.len() >= 4
        && [1, -1].iter().any(|&step| {
            let mut pairs = bytes.windows(2);
            pairs.all(|pair| is_next(pair[0], pair[1], step))
        });
    let repeats = |length: usize| {
        bytes.len() >= 2 * length.max(2) && bytes.iter().zip(&bytes[length..]).all(|(a, b)| a == b)
    };
    let has_vowel = bytes.iter().any(|byte| b"aeiouy".contains(byte));
    bytes.len() == 1
        || is_run
        || (1..=4).any(|length| bytes.len() >= 3 && repeats(length))
        || (bytes.len() >= 5 && !has_vowel)
}

/// Returns whether a letter lies a step to the right of another on a keyboard.
fn is_next(one: u8, other: u8, step: isize) -> bool {
    const ROWS: [&[u8]; 5] = [
        b"qwertyuiop",
        b"asdfghjkl",
        b"zxcvbnm",
        b"qwertzuiop",
        b"azertyuiop",
    ];
    ROWS.iter().any(|row| {
        let place = |letter| row.iter().position(|&key| key == letter);
        matches!((place(one), place(other)), (Some(a), Some(b)) if a.checked_add_signed(step) == Some(b))
    })
}

/// Returns what an answer says that denies any wish, in words that say nothing
/// else: praise when it speaks of something better ("nothing could have been
/// improved"), else nothing ("not anything I can think of").
fn denied_wish(normal: &str) -> Option<Filler> {
    let words: Vec<&str> = normal.split(' ').collect();
    let mut parts = Vec::with_capacity(words.len());
    for word in words {
        let praises = LISTS
            .words
            .get(word)
            .is_some_and(|said| *said == Some(Filler::Praise));
        parts.push(match LISTS.denying.get(word) {
            Some(&part) => part,
            None if praises => DenialPart::Praise,
            None => return None,
        });
    }
    let has = |part: DenialPart| parts.contains(&part);
    let may = has(DenialPart::May) || has(DenialPart::CouldNot);
    let better = has(DenialPart::ToWish) || (has(DenialPart::Wished) && may);
    let wishes = better || has(DenialPart::Otherwise) || has(DenialPart::Complaints);
    let denies = has(DenialPart::Denial) || has(DenialPart::CouldNot);
    let no_complaints = denies && has(DenialPart::Complaints);
    let no_better = denies && may && better && !has(DenialPart::Otherwise);
    // "nothing good" is no praise, and "it did not improve" no contentment.
    let is_bitter = parts
        .windows(2)
        .any(|pair| pair == [DenialPart::Nothing, DenialPart::Praise]);
    let is_wishless = has(DenialPart::Nothing) || (denies && has(DenialPart::Anything));
    match (is_wishless && !is_bitter, wishes) {
        (true, true) => Some(Filler::Praise),
        (true, false) if !has(DenialPart::Wished) => Some(Filler::Blank),
        _ if no_complaints || no_better => Some(Filler::Praise),
        _ => None,
    }
}

/// What a word does in an answer that denies any wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DenialPart {
    Nothing,
    #[serde(rename = "denials")]
    Denial,
    #[serde(rename = "could not")]
    CouldNot,
    Anything,
    #[serde(rename = "to wish")]
    ToWish,
    Otherwise,
    Complaints,
    Wished,
    May,
    Around,
    Praise,
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

struct FillerLists {
    /// Whole answers.
    phrases: AHashMap<String, Filler>,
    /// Words that may make up an answer; `None` for those that only join or
    /// strengthen.
    words: AHashMap<&'static str, Option<Filler>>,
    /// Words of answers that deny any wish.
    denying: AHashMap<&'static str, DenialPart>,
}

static LISTS: LazyLock<FillerLists> = LazyLock::new(|| {
    let mut lists = FillerLists {
        phrases: AHashMap::new(),
        words: AHashMap::new(),
        denying: AHashMap::new(),
    };
    for (section, line) in sections(include_str!("../../stopwords/filler.txt")) {
        match section {
            "praise" => drop(lists.phrases.insert(normal(line), Filler::Praise)),
            "complaint" => drop(lists.phrases.insert(normal(line), Filler::Complaint)),
            "praise words" => drop(lists.words.insert(line, Some(Filler::Praise))),
            "complaint words" => drop(lists.words.insert(line, Some(Filler::Complaint))),
            section => match section_part(section) {
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
            "nix",
            "weiß nicht",
            "k.A.",
            "néant",
            "R.A.S.",
            "ninguno",
            "niks",
            "dunno",
            "なし",
            "特になし。",
            "无",
            "없음",
            "Нет.",
            "???",
            "🤷",
        ] {
            assert_eq!(filler(answer), Some(Filler::Blank), "{answer}");
        }
    }

    #[test]
    fn a_face_alone_praises_or_complains() {
        for (answer, expected) in [
            ("👍", Filler::Praise),
            ("👍🏽👍🏽!", Filler::Praise),
            ("❤\u{fe0f}", Filler::Praise),
            (":-)", Filler::Praise),
            ("👎", Filler::Complaint),
            (":(", Filler::Complaint),
            ("👍👎", Filler::Blank),
        ] {
            assert_eq!(filler(answer), Some(expected), "{answer}");
        }
        assert_eq!(filler("the invoice 👍"), None);
    }

    #[test]
    fn keyboard_noise_is_blank_and_a_short_word_is_not() {
        for answer in [
            "asdf", "ASDFG", "qwertz", "xxxx", "H", "dfdfdf", "hahaha", "sdfgh", "poiuy",
        ] {
            assert_eq!(filler(answer), Some(Filler::Blank), "{answer}");
        }
        for answer in [
            "price", "app", "glass", "wifi", "were", "mysql", "tree", "weer", "sports",
        ] {
            assert_eq!(filler(answer), None, "{answer}");
        }
    }

    #[test]
    fn what_a_spreadsheet_writes_for_nothing_is_blank() {
        for answer in [
            "NA",
            "None",
            "NULL",
            "NaN",
            "#N/A",
            "Did not answer",
            "undefined",
            "(blank)",
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
