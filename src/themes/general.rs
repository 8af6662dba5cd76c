//! Praise and complaint that name nothing.
//!
//! `text::filler` knows such answers by their words alone, before anything is
//! mined. What is left unthemed afterwards is read once more, by its tone:
//! "everything went really well for me" says that all is well, in words that
//! name no topic.

use super::labels::names_nothing;
use crate::text::{Filler, Tone, denies, evaluation, is_empty_word};
use crate::vectorize::Utterance;

/// Returns whether an utterance that is in no theme only praises or only
/// complains, without naming anything.
pub fn general(utterance: &Utterance) -> Option<Filler> {
    let Utterance { normal, language } = utterance;
    let mut words = normal.split(' ');
    if !words.all(|word| is_empty_word(word) || names_nothing(word, *language)) {
        return None;
    }
    let tone = Tone::from_text(normal, *language);
    let denies = normal.split(' ').any(denies);
    match (tone.praise > 0, tone.complaint > 0) {
        (true, false) => Some(Filler::Praise),
        (false, true) => Some(Filler::Complaint),
        (false, false) if !denies => normal.split(' ').find_map(evaluation),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn said(text: &str) -> Option<Filler> {
        general(&Utterance::new(text.to_owned(), Language::English))
    }

    #[test]
    fn praise_that_names_nothing_is_general_and_praise_of_something_is_not() {
        assert_eq!(said("everything went really well"), Some(Filler::Praise));
        assert_eq!(said("it has been terrible so far"), Some(Filler::Complaint));
        assert_eq!(said("the garden was really good"), None);
        assert_eq!(said("went there again"), None);
        assert_eq!(said("good but terrible"), None);
    }
}
