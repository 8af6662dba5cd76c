//! What a word may do in a label.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::{Language, is_measure};

/// What a word may do in a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::themes) enum LabelPart {
    /// Be one, alone or with others: "invoice".
    Name,
    /// Stand beside a name: "time" in "waiting time".
    Beside,
    /// Stand before a name: "not" in "not working".
    Before,
    /// Stand within a phrase: "of" in "out of stock".
    Within,
    /// The same, and close one: "up" in "top up".
    Closing,
    /// The same, but close one only where nothing follows it: "in" in "log in".
    ClosingLast,
    /// Stand after a name, within a phrase: "is" in "app is slow".
    Linking,
    /// Be passed over: "my" in "lost my bag" gives "lost bag".
    PassedOver,
    /// Nothing; a phrase ends before it.
    Unsaid,
}

static LISTED: LazyLock<HashMap<(Option<Language>, &'static str), LabelPart>> =
    LazyLock::new(listed);

/// Returns the words of a language that are listed under some parts.
pub(in crate::themes) fn listed_words(
    language: Language,
    parts: &[LabelPart],
) -> impl Iterator<Item = String> {
    let listed = LISTED
        .iter()
        .filter(move |((of, _), part)| of.is_none_or(|of| of == language) && parts.contains(part));
    let mut words: Vec<String> = listed.map(|((_, word), _)| (*word).to_owned()).collect();
    words.sort_unstable();
    words.into_iter()
}

/// Returns whether a word is listed as one that names nothing alone.
pub(in crate::themes) fn names_nothing(word: &str, language: Language) -> bool {
    part(word, language, true) != LabelPart::Name
}

/// Returns what a word may do.
pub(super) fn part(word: &str, language: Language, is_term: bool) -> LabelPart {
    let listed = |language| LISTED.get(&(language, word)).copied();
    if let Some(part) = listed(None).or_else(|| listed(Some(language))) {
        return part;
    }
    match (is_term, is_measure(word)) {
        (true, _) => LabelPart::Name,
        (false, true) if word.chars().all(char::is_alphabetic) => LabelPart::Within,
        (false, _) => LabelPart::Unsaid,
    }
}

/// Reads `stopwords/labels.txt`: sections of words, of all languages or one.
fn listed() -> HashMap<(Option<Language>, &'static str), LabelPart> {
    let mut listed = HashMap::new();
    let (mut language, mut part) = (None, LabelPart::Unsaid);
    let lines = include_str!("../../../stopwords/labels.txt").lines();
    for line in lines.map(str::trim).filter(|line| !line.starts_with('#')) {
        match line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            Some(section) => {
                let (named, code) = section.split_once(' ').unwrap_or((section, ""));
                language = Language::from_code(code);
                part = named_part(named);
            }
            None => listed.extend(line.split(' ').map(|word| ((language, word), part))),
        }
    }
    listed
}

fn named_part(name: &str) -> LabelPart {
    match name {
        "beside" => LabelPart::Beside,
        "before" => LabelPart::Before,
        "within" => LabelPart::Within,
        "closing" => LabelPart::Closing,
        "closing-last" => LabelPart::ClosingLast,
        "linking" => LabelPart::Linking,
        "passed-over" => LabelPart::PassedOver,
        _ => LabelPart::Unsaid,
    }
}
