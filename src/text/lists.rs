//! Answers that are lists of choices: `price; delivery`, as forms write a
//! question with several answers into one cell.
//!
//! Whether a comma parts choices or only clauses shows in the answers to a
//! question as a whole: choices are short, and others chose them too.

use std::collections::{HashMap, HashSet};

use super::words::words;
use crate::feedback::Span;

/// What parts choices, the surest first.
const SEPARATORS: [char; 6] = ['|', ';', '\n', ',', '/', '+'];

/// More words are a clause.
const MOST_WORDS: usize = 5;

/// Fewer lists are an accident.
const FEWEST_LISTS: usize = 3;

/// Returns what parts the choices in the answers to one question; `None` where
/// the answers are no lists.
pub fn separator<'a>(answers: impl Iterator<Item = &'a str>) -> Option<char> {
    let answers: Vec<&str> = answers.filter(|answer| !answer.trim().is_empty()).collect();
    SEPARATORS
        .into_iter()
        .find(|separator| are_lists(&answers, *separator))
}

/// Returns the places of the choices in a stretch of a text; `None` where it is
/// no list.
pub fn choices(text: &str, place: Span, separator: char) -> Option<Vec<Span>> {
    let choices = parts(place.slice(text), separator);
    let is_list = choices.len() > 1
        && choices
            .iter()
            .all(|part| is_choice(part.slice(place.slice(text))));
    is_list.then(|| {
        choices
            .into_iter()
            .map(|part| part.shifted(place.start))
            .collect()
    })
}

fn are_lists(answers: &[&str], separator: char) -> bool {
    look_like_lists(answers, separator) && share_choices(answers, separator)
}

/// Returns whether enough answers are cut into short parts; prose is ruled out
/// here, before any part is kept.
fn look_like_lists(answers: &[&str], separator: char) -> bool {
    let (mut lists, mut all, mut short) = (0, 0, 0);
    for answer in answers.iter().filter(|answer| answer.contains(separator)) {
        let parts = parts(answer, separator);
        if parts.len() > 1 {
            lists += 1;
            all += parts.len();
            let is_short = |part: &&Span| is_choice(part.slice(answer));
            short += parts.iter().filter(is_short).count();
        }
    }
    lists >= FEWEST_LISTS && lists * 10 >= answers.len() && short * 20 >= all * 19
}

/// Returns whether most choices in the lists were made by others too.
fn share_choices(answers: &[&str], separator: char) -> bool {
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut chosen: HashMap<String, HashSet<&str>> = HashMap::new();
    for &answer in answers {
        let parts = parts(answer, separator);
        let choices: Vec<String> = parts
            .iter()
            .map(|part| part.slice(answer).to_lowercase())
            .collect();
        for choice in &choices {
            // The same list again is nobody else's choice.
            chosen
                .entry(choice.clone())
                .or_default()
                .insert(answer.trim());
        }
        if choices.len() > 1 {
            lists.push(choices);
        }
    }
    let choices = || lists.iter().flatten();
    let all = choices().count();
    let shared = choices().filter(|choice| chosen[*choice].len() > 1).count();
    shared * 5 >= all * 4
}

/// Cuts at every separator; spaces around a part are none of it.
fn parts(text: &str, separator: char) -> Vec<Span> {
    let mut start = 0;
    let mut found = Vec::new();
    for part in text.split(separator) {
        let bare = part.trim();
        let from = start + part.len() - part.trim_start().len();
        if !bare.is_empty() {
            found.push(Span::new(from, from + bare.len()));
        }
        start += part.len() + separator.len_utf8();
    }
    found
}

fn is_choice(part: &str) -> bool {
    let count = words(part).count();
    (1..=MOST_WORDS).contains(&count)
        && !part.trim_end().ends_with(['.', '!', '?', '。', '！', '？'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'a>(answers: &[&str], answer: &'a str) -> Vec<&'a str> {
        let separator = separator(answers.iter().copied());
        let places =
            separator.and_then(|separator| choices(answer, Span::new(0, answer.len()), separator));
        let places = places.unwrap_or_else(|| vec![Span::new(0, answer.len())]);
        places
            .into_iter()
            .map(|place| place.slice(answer))
            .collect()
    }

    #[test]
    fn choices_that_others_made_too_are_parted() {
        for separator in ["; ", "|", ", ", ",", " / ", "\n"] {
            let answers: Vec<String> = [
                "prix qualité",
                "qualité livraison",
                "livraison prix",
                "prix",
            ]
            .iter()
            .map(|answer| answer.replace(' ', separator))
            .collect();
            let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
            assert_eq!(
                cut(&answers, answers[0]),
                ["prix", "qualité"],
                "{separator:?}"
            );
        }
    }

    #[test]
    fn clauses_that_nobody_else_wrote_are_not_parted() {
        let answers = [
            "the price, again, and the fitter who came",
            "slow, loud, old",
            "well, the price",
            "kind people, good parts",
        ];
        for answer in answers {
            assert_eq!(cut(&answers, answer), [answer]);
        }
    }

    #[test]
    fn one_list_that_many_sent_is_no_choice() {
        assert_eq!(cut(&["late, again"; 9], "late, again"), ["late, again"]);
    }

    #[test]
    fn who_wrote_a_sentence_instead_is_not_cut() {
        let answers = [
            "price, parts",
            "parts, app",
            "app, price",
            "price, app, parts",
        ];
        let sentence = "The price was high, and nobody told me why it had to be so.";
        assert_eq!(cut(&answers, sentence), [sentence]);
    }
}
