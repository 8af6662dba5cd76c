//! Ratings that contradict their comments, both ways.
//!
//! A best rating over nothing but complaint, a bad one over nothing but
//! praise, each comment judged by itself. It knows no irony: what it finds is
//! to be read.

use serde::Serialize;

use super::super::ledger::Ledger;
use crate::feedback::{Group, Place, Rating, Span};
use crate::study::Quote;
use crate::text::Tone;

/// A rating that contradicts its comment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contradiction {
    /// The whole comment.
    pub quote: Quote,
    /// The group its words are like.
    pub like: Group,
    /// Signs of praise in it, or of complaint: all it holds are of one kind.
    pub signs: usize,
    /// Its words.
    pub words: usize,
}

/// The best rating that praise contradicts: 5 and 6 are polite people's.
const BAD: u8 = 4;

/// Words a sign of praise carries. Who writes more around it tells of
/// something else, or means it bitterly.
const PRAISED: usize = 4;

/// Words a sign of complaint carries: who complains tells what happened.
const COMPLAINED: usize = 10;

/// A comment of up to so many words is plain with a single sign.
const SHORT: usize = 2;

/// Returns the contradictions, the plainest first, and how many rated
/// comments were read.
pub(super) fn contradictions(ledger: &Ledger<'_>) -> (Vec<Contradiction>, u64) {
    let analysis = ledger.analysis;
    let wholes = analysis.passages.wholes.iter();
    let responses = analysis.corpus.responses.iter().zip(wholes).enumerate();
    let mut read = 0;
    let mut found = Vec::new();
    for (at, (response, whole)) in responses {
        let (Some(rating), Some(comment), Some(whole)) =
            (response.rating, response.comment.as_deref(), whole)
        else {
            continue;
        };
        read += 1;
        let tone = Tone::from_text(comment, whole.language);
        if let Some((like, signs)) = against(rating, tone) {
            let dilution = tone.words * FINE / signs;
            let plainest_first = (dilution, comment, at);
            found.push((plainest_first, like, signs, tone.words));
        }
    }
    found.sort_by_key(|&(plainest_first, ..)| plainest_first);
    let told = found.into_iter();
    let told = told.map(|((_, _, at), like, signs, words)| Contradiction {
        quote: self::whole(ledger, at),
        like,
        signs,
        words,
    });
    (told.collect(), read)
}

/// Parts of a word told apart when comments are put in order.
const FINE: usize = 100;

/// Returns the group that a comment's words are like if its rating is of the
/// other side, and by how many signs.
fn against(rating: Rating, tone: Tone) -> Option<(Group, usize)> {
    let (like, signs, carried) = match (rating.group(), tone.praise, tone.complaint) {
        (Group::Promoter, 0, signs) => (Group::Detractor, signs, COMPLAINED),
        (Group::Detractor, signs, 0) if rating.value() <= BAD => (Group::Promoter, signs, PRAISED),
        _ => return None,
    };
    let is_plain = signs > 1 || (signs == 1 && tone.words <= SHORT);
    (is_plain && tone.words <= signs * carried).then_some((like, signs))
}

/// Returns a whole comment as a quote.
pub(super) fn whole(ledger: &Ledger<'_>, response: usize) -> Quote {
    let comment = ledger.analysis.corpus.responses[response]
        .comment
        .as_deref();
    let span = Span {
        start: 0,
        end: comment.unwrap_or_default().len(),
    };
    ledger.analysis.quote(Place::Comment { response, span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn contradicts(rating: u8, comment: &str) -> bool {
        let rating = Rating::new(rating).unwrap();
        against(rating, Tone::from_text(comment, Language::English)).is_some()
    }

    const PRAISE: &str = "very friendly and helpful";
    const COMPLAINT: &str = "Waited nine days, and nobody answers";

    #[test]
    fn a_best_rating_over_complaint_and_a_bad_one_over_praise_contradict() {
        for rating in 0..=10 {
            assert_eq!(contradicts(rating, COMPLAINT), rating >= 9, "{rating}");
            assert_eq!(contradicts(rating, PRAISE), rating <= BAD, "{rating}");
        }
    }

    #[test]
    fn a_comment_with_both_contradicts_no_rating() {
        let both = format!("{PRAISE}. {COMPLAINT}");
        assert!((0..=10).all(|rating| !contradicts(rating, &both)));
    }

    #[test]
    fn a_single_sign_in_a_longer_comment_proves_nothing() {
        assert!(contradicts(0, "excellent service"));
        assert!(!contradicts(0, "we asked for an excellent signal in March"));
        assert!(contradicts(10, "overpriced"));
        assert!(!contradicts(
            10,
            "my only disappointment was the colour of it"
        ));
    }

    #[test]
    fn a_wish_contradicts_no_rating() {
        assert!(!contradicts(
            10,
            "It would be great if it crashed less, please fix"
        ));
    }
}
