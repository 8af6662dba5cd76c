//! Comments that say somebody asked for a rating.

use serde::Serialize;

use super::super::ledger::Ledger;
use super::contradictions::whole;
use crate::study::Quote;
use crate::text;

/// A comment that says a rating was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Begged {
    /// The whole comment.
    pub quote: Quote,
}

/// What is said of asking; each stands next to a number of [`BEST`].
const ASKED: [&str; 14] = [
    "asked", "begged", "told", "said", "wants", "wanted", "please", "need", "needs", "gebeten",
    "bitte", "demandé", "gevraagd", "asking",
];

/// The ratings that are asked for.
const BEST: [&str; 9] = [
    "9", "10", "nine", "ten", "zehn", "dix", "tien", "tio", "neun",
];

/// What giving a rating is called.
const GIVE: [&str; 12] = [
    "give", "rate", "score", "rating", "gave", "tick", "mark", "geben", "bewerten", "donner",
    "noter", "geven",
];

/// How many words asking, giving and the rating stand within.
const NEAR: usize = 8;

/// Returns the comments in which asking, giving and a best rating stand near
/// each other; none on another scale than 0 to 10.
pub(super) fn begged(ledger: &Ledger<'_>) -> Vec<Begged> {
    let corpus = &ledger.analysis.corpus;
    if !corpus.scale.is_recommendation() {
        return Vec::new();
    }
    let responses = corpus.responses.iter().enumerate();
    responses
        .filter(|(_, response)| response.comment.as_deref().is_some_and(is_begged))
        .map(|(at, _)| Begged {
            quote: whole(ledger, at),
        })
        .collect()
}

fn is_begged(comment: &str) -> bool {
    let normal = text::normal(comment);
    let words: Vec<&str> = normal.split(' ').collect();
    let holds = |window: &[&str], list: &[&str]| window.iter().any(|word| list.contains(word));
    let begs =
        |window: &[&str]| holds(window, &ASKED) && holds(window, &GIVE) && holds(window, &BEST);
    words.windows(NEAR.min(words.len()).max(1)).any(begs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_that_was_asked_for_is_noticed() {
        assert!(is_begged(
            "The engineer asked me to give him a 10, so there."
        ));
        assert!(is_begged("he said please rate us ten"));
        assert!(!is_begged("I asked for help and waited ten days."));
        assert!(!is_begged("I give it a 10"));
    }
}
