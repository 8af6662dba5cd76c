//! What people wrote, cut into clauses that could stand as a name.
//!
//! "Because I am still waiting for broadband, and nobody calls" gives "still
//! waiting for broadband" and "nobody calls". Which words may be cut off, and
//! which neither begin nor end a name, stands in `stopwords/names.txt`.

use std::sync::LazyLock;

use ahash::{AHashMap, AHashSet};
use serde::Deserialize;

use super::words::{self, part};
use crate::text::{
    Language, StopWords, denies, evaluation, is_measure, section_part, sections, spaced,
};

/// A clause that could stand as a name, in the words of one writer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    /// As written, one space between words.
    pub(super) written: String,
    /// Whether words of the clause that follow are left out.
    pub(super) cut: bool,
}

/// The longest name, in words.
pub(super) const LONGEST: usize = 7;

/// Returns the clauses of a text that could stand as a name, whole and
/// without what comes after a word such as "in".
pub(super) fn clauses(text: &str, language: Language) -> Vec<Clause> {
    let lists = lists(language);
    let mut clauses = Vec::new();
    for stretch in segments(&spaced(text), lists) {
        let pieces = stretch.split(|word| lists.has(ClausePart::Join, &word.folded));
        let pieces: Vec<&[ClauseWord<'_>]> = pieces.collect();
        if pieces.len() > 1 && !pieces[0].is_empty() {
            clauses.extend(clause(&stretch, false, lists));
        }
        for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
            clauses.extend(clause(piece, false, lists));
            let cuts = (2..piece.len()).filter(|&at| lists.has(ClausePart::Cut, &piece[at].folded));
            clauses.extend(cuts.filter_map(|end| clause(&piece[..end], true, lists)));
        }
    }
    clauses
}

/// Returns the stretches of two to four words that begin and end with a word
/// that says something, or begin with a denial.
pub(super) fn runs(text: &str, language: Language) -> Vec<Clause> {
    let lists = lists(language);
    let mut runs = Vec::new();
    for stretch in segments(&spaced(text), lists) {
        for start in 0..stretch.len() {
            if lists.is_little(&stretch[start].folded) {
                continue;
            }
            for end in start + 2..=stretch.len().min(start + 4) {
                let last = &stretch[end - 1].folded;
                if !lists.is_little(last) {
                    runs.extend(clause(&stretch[start..end], false, lists));
                } else if part(last, language, true) != words::LabelPart::Within {
                    break;
                }
            }
        }
    }
    runs
}

/// A word as written, and in the form that lists have.
#[derive(Clone, Debug)]
struct ClauseWord<'a> {
    written: &'a str,
    folded: String,
}

/// Cuts a text at signs and at words that always end a clause.
fn segments<'a>(text: &'a str, lists: &ClauseLists) -> Vec<Vec<ClauseWord<'a>>> {
    let mut stretches = vec![Vec::new()];
    for chunk in text.split_inclusive(char::is_whitespace) {
        let broken = chunk.contains(['\n', '\r']);
        let chunk = chunk.trim();
        let opens = chunk.starts_with(['(', '"', '“', '„', '«', '[']);
        let word =
            chunk.trim_matches(|c: char| !c.is_alphanumeric() && c != '$' && c != '€' && c != '£');
        let after = chunk.trim_end_matches(['\'', '’', '*', '_']);
        let closes = broken || after.ends_with(|c: char| ".!?;:,)\"”“»…–—]".contains(c));
        let folded = word.to_lowercase().replace('’', "'");
        let breaks = lists.has(ClausePart::Break, &folded);
        if opens || breaks || word.is_empty() {
            stretches.push(Vec::new());
        }
        // "Very very slow" is "very slow".
        let again = |stretch: &Vec<ClauseWord<'_>>| {
            stretch
                .last()
                .is_some_and(|last: &ClauseWord<'_>| last.folded == folded)
        };
        if !word.is_empty()
            && !breaks
            && let Some(stretch) = stretches.last_mut().filter(|stretch| !again(stretch))
        {
            stretch.push(ClauseWord {
                written: word,
                folded,
            });
        }
        if closes {
            stretches.push(Vec::new());
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    for stretch in &mut stretches {
        leave_out_numbers(stretch, lists);
    }
    stretches
}

/// "Waited six days" and "waited 4 days" both say "waited days".
fn leave_out_numbers(stretch: &mut Vec<ClauseWord<'_>>, lists: &ClauseLists) {
    let is_number = |word: &ClauseWord<'_>| {
        let digits = |c: char| c.is_ascii_digit() || ".,-+".contains(c);
        word.folded.chars().all(digits) || lists.has(ClausePart::Number, &word.folded)
    };
    let counts: Vec<bool> = stretch
        .windows(2)
        .map(|pair| is_number(&pair[0]) && lists.has(ClausePart::Unit, &pair[1].folded))
        .collect();
    let mut counts = counts.into_iter();
    stretch.retain(|_| !counts.next().unwrap_or(false));
}

fn clause(words: &[ClauseWord<'_>], cut: bool, lists: &ClauseLists) -> Option<Clause> {
    let mut words = words;
    loop {
        let cut = lists.leading(words);
        if cut == 0 {
            break;
        }
        words = &words[cut..];
    }
    while words.len() > 2 && lists.has(ClausePart::Tail, &words[words.len() - 1].folded) {
        words = &words[..words.len() - 1];
    }
    let (first, last) = (words.first()?, words.last()?);
    let is_plain = |word: &ClauseWord<'_>| {
        let letters = |c: char| c.is_alphabetic() || "'’-/&".contains(c);
        word.written.chars().all(letters) && !lists.has(ClausePart::Date, &word.folded)
    };
    let stands = words.len() <= LONGEST
        && (words.len() > 1 || !cut)
        && words.iter().all(is_plain)
        && !lists.may_not_begin(&first.folded)
        && !(words.len() > 1 && lists.has(ClausePart::Unit, &first.folded))
        && !(denies(&first.folded) && words.get(1).is_some_and(|next| lists.hangs(&next.folded)))
        && !lists.may_not_end(&last.folded);
    stands.then(|| Clause {
        written: words
            .iter()
            .map(|word| word.written)
            .collect::<Vec<_>>()
            .join(" "),
        cut,
    })
}

/// Returns whether a word says little in a language: a stop word, praise, a
/// denial, a number.
pub(super) fn is_little(word: &str, language: Language) -> bool {
    lists(language).is_little(word)
        || denies(word)
        || is_measure(word)
        || evaluation(word).is_some()
}

/// Returns how many words of a clause say little: the first counts one and a
/// half times, one that shows where a sentence was cut counts four times.
pub(super) fn weak(clause: &str, language: Language) -> f64 {
    let lists = lists(language);
    let words: Vec<&str> = clause.split(' ').collect();
    let weakness = |at: usize| {
        let word = words[at];
        let is_subject = lists.has(ClausePart::OneSelf, word) || lists.has(ClausePart::Other, word);
        let is_cut = lists.has(ClausePart::To, word)
            && at > 0
            && !lists.has(ClausePart::ToAfter, words[at - 1]);
        match at {
            0 if lists.has(ClausePart::Weak, word) => 1.5,
            // "Airline we fly", "ambulance to arrive": cut out of a sentence.
            _ if at > 0 && (is_subject || is_cut) => 4.0,
            _ if lists.has(ClausePart::Weak, word) || is_measure(word) => 1.0,
            _ => 0.0,
        }
    };
    (0..words.len()).map(weakness).sum()
}

/// What a word does in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ClausePart {
    Break,
    Join,
    Cut,
    Lead,
    #[serde(rename = "self")]
    OneSelf,
    Other,
    Be,
    Is,
    Opinion,
    Clause,
    Article,
    Have,
    HaveTo,
    Tail,
    First,
    Last,
    Weak,
    Date,
    Number,
    Unit,
    To,
    ToAfter,
}

/// The words of a language, by what they do.
#[derive(Default)]
struct ClauseLists {
    words: AHashMap<ClausePart, AHashSet<&'static str>>,
    stop_words: StopWords,
}

impl ClauseLists {
    fn has(&self, part: ClausePart, word: &str) -> bool {
        self.words
            .get(&part)
            .is_some_and(|words| words.contains(word))
    }

    /// Returns whether a word is too little to begin or end a run of words.
    fn is_little(&self, word: &str) -> bool {
        self.stop_words.contains(word)
    }

    fn may_not_begin(&self, word: &str) -> bool {
        match self.words.get(&ClausePart::First) {
            Some(words) => words.contains(word),
            None => self.stop_words.contains(word),
        }
    }

    /// Returns whether a word after a denial leaves it hanging: "not on".
    fn hangs(&self, word: &str) -> bool {
        self.may_not_begin(word) || self.has(ClausePart::Article, word)
    }

    fn may_not_end(&self, word: &str) -> bool {
        match self.words.get(&ClausePart::Last) {
            Some(words) => words.contains(word),
            None => self.stop_words.contains(word),
        }
    }

    /// Returns how many words at the beginning only lead in, 0 for none.
    fn leading(&self, words: &[ClauseWord<'_>]) -> usize {
        let has = |part: ClausePart, at: usize| {
            words
                .get(at)
                .is_some_and(|word| self.has(part, &word.folded))
        };
        if has(ClausePart::Lead, 0) || has(ClausePart::Article, 0) || has(ClausePart::Is, 0) {
            return 1;
        }
        if has(ClausePart::OneSelf, 0) {
            return 1 + self.after_self(&words[1..]);
        }
        if has(ClausePart::Other, 0) && has(ClausePart::Be, 1) {
            return 2 + usize::from(has(ClausePart::Be, 2));
        }
        usize::from(has(ClausePart::Have, 0) && words.len() > 1 && !has(ClausePart::HaveTo, 1))
    }

    /// Returns how many words after "I" say nothing: "am", "think that".
    fn after_self(&self, words: &[ClauseWord<'_>]) -> usize {
        let has = |part: ClausePart, at: usize| {
            words
                .get(at)
                .is_some_and(|word| self.has(part, &word.folded))
        };
        if has(ClausePart::Opinion, 0) && has(ClausePart::Clause, 1) {
            return 1;
        }
        let is_had = |at: usize| words.get(at).is_some_and(|word| word.folded == "had");
        if !has(ClausePart::Be, 0) || (is_had(0) && !has(ClausePart::Be, 1)) {
            return 0;
        }
        1 + usize::from(has(ClausePart::Be, 1))
    }
}

fn lists(language: Language) -> &'static ClauseLists {
    static LISTS: LazyLock<Vec<ClauseLists>> = LazyLock::new(|| {
        let mut lists: Vec<ClauseLists> = Language::ALL
            .into_iter()
            .map(|language| ClauseLists {
                words: AHashMap::new(),
                stop_words: StopWords::new(language, &[]),
            })
            .collect();
        for (section, line) in sections(include_str!("../../../stopwords/names.txt")) {
            let part = section.split_once(' ');
            let part =
                part.and_then(|(part, code)| section_part(part).zip(Language::from_code(code)));
            if let Some((part, language)) = part {
                let words = lists[language.index()].words.entry(part).or_default();
                words.extend(line.split(' ').filter(|word| !word.is_empty()));
            }
        }
        lists
    });
    &LISTS[language.index()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, language: Language) -> Vec<String> {
        let clauses = clauses(text, language).into_iter();
        clauses.map(|clause| clause.written).collect()
    }

    fn first(text: &str) -> String {
        names(text, Language::English)
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    #[test]
    fn what_leads_into_a_clause_is_cut_off() {
        for (text, name) in [
            (
                "Because I am still waiting for broadband",
                "still waiting for broadband",
            ),
            (
                "but the engineer did not turn up.",
                "engineer did not turn up",
            ),
            ("It was very easy to use", "very easy to use"),
            (
                "I think that your prices are too high",
                "prices are too high",
            ),
            ("we had problems with the bill", "problems with the bill"),
            ("I had to wait", "had to wait"),
            ("There's no signal", "no signal"),
            ("I've been waiting for a call", "waiting for a call"),
        ] {
            assert_eq!(first(text), name, "{text}");
        }
    }

    #[test]
    fn how_long_it_took_is_left_to_the_quotes() {
        for text in [
            "We waited six days for a reply",
            "waited 4 days for a reply",
        ] {
            assert_eq!(first(text), "waited days for a reply", "{text}");
        }
        assert_eq!(names("two apps", Language::English), ["two apps"]);
    }

    #[test]
    fn a_clause_is_one_without_its_circumstances_too() {
        assert_eq!(
            names("The board is slow every morning", Language::English),
            ["board is slow every morning", "board is slow"]
        );
    }

    #[test]
    fn a_clause_that_is_cut_short_is_no_name() {
        for text in ["the price of", "of the", "installed in April"] {
            assert_eq!(
                names(text, Language::English),
                Vec::<String>::new(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_sentence_gives_its_clauses() {
        assert_eq!(
            names(
                "Poor service, and nobody calls but the app works",
                Language::English
            ),
            ["Poor service", "nobody calls", "app works"]
        );
    }

    #[test]
    fn other_languages_have_their_own_words() {
        for (language, text, name) in [
            (
                Language::German,
                "Weil die Lieferung zu spät kam",
                "Lieferung zu spät kam",
            ),
            (
                Language::German,
                "aber der Support antwortet nicht",
                "Support antwortet nicht",
            ),
            (
                Language::French,
                "mais le support ne répond jamais",
                "support ne répond jamais",
            ),
            (
                Language::Spanish,
                "porque la factura llega tarde",
                "factura llega tarde",
            ),
            (
                Language::Dutch,
                "maar de helpdesk antwoordt niet",
                "helpdesk antwoordt niet",
            ),
            (
                Language::Italian,
                "perché il prezzo è troppo alto",
                "prezzo è troppo alto",
            ),
            (
                Language::Swedish,
                "men supporten svarar aldrig",
                "supporten svarar aldrig",
            ),
        ] {
            assert_eq!(
                names(text, language).first().map(String::as_str),
                Some(name),
                "{text}"
            );
        }
    }
}
