//! What a quote is known by, so that a person can name it and find it again.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::corpus::{Corpus, bare_name};
use crate::feedback::{Document, Span};
use crate::search::Hit;
use crate::text::passages;

/// What a quote is known by, such as `Q-3f9c0a71b2d4`: the same words at the
/// same place of the same text have the same, wherever the file lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct QuoteId(String);

impl QuoteId {
    /// Returns whether it is the one that a user means, who may leave out its
    /// end.
    pub fn is_meant_by(&self, wanted: &str) -> bool {
        wanted.len() > PREFIX.len() && self.0.starts_with(wanted)
    }

    /// Returns whether a word is meant for one at all.
    pub fn is_one(word: &str) -> bool {
        let digits = word
            .strip_prefix(PREFIX)
            .filter(|digits| !digits.is_empty());
        digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    }
}

impl std::fmt::Display for QuoteId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

const PREFIX: &str = "Q-";

/// Digits of an id: of a million quotes, two have the same with a chance of
/// one in 500.
const DIGITS: usize = 12;

/// Gives ids to the stretches of one document.
pub struct QuoteIds<'a> {
    text: &'a str,
    /// All that the ids of a document have in common: a long interview is
    /// digested once, not once a quote.
    begun: Sha256,
}

impl<'a> QuoteIds<'a> {
    /// Gets ready to give ids to stretches of a document.
    pub fn new(corpus: &'a Corpus, document: Document) -> Self {
        let (source, record) = corpus.origin(document);
        let text = corpus.text(document);
        let mut begun = Sha256::new();
        begun.update(Sha256::digest(text));
        begun.update(format!(
            "{}\n{}\n",
            bare_name(source),
            record.unwrap_or_default()
        ));
        Self { text, begun }
    }

    /// Returns the id of a stretch.
    pub fn id(&self, span: Span) -> QuoteId {
        let (start, end) = span.in_characters(self.text);
        let digest = self.begun.clone().chain_update(format!("{start}-{end}"));
        let digits = hex::encode(digest.finalize());
        QuoteId(format!("{PREFIX}{}", &digits[..DIGITS]))
    }
}

/// Returns what a stretch of a document is known by.
pub fn quote_id(corpus: &Corpus, document: Document, span: Span) -> QuoteId {
    QuoteIds::new(corpus, document).id(span)
}

/// Returns the id of the passage that a hit is about: of those shown, the one
/// that most of the words it was found by are in; where it was found without
/// words, the one that most of what is shown is in.
///
/// What is shown of a hit is cut to fit a screen and may end in the middle of
/// a sentence. A passage is what themes, codings and exports speak of.
pub fn quote_of(corpus: &Corpus, hit: &Hit) -> Option<QuoteId> {
    let document = hit.place.document();
    let text = corpus.text(document);
    let (shown, said) = (hit.place.span(), corpus.whole(hit.place));
    let inside = |passage: Span| {
        let matches = hit.matches.iter();
        let inside =
            matches.filter(|found| found.start >= passage.start && found.end <= passage.end);
        (inside.count(), passage.overlap(shown))
    };
    let passages = passages(said.slice(text)).into_iter();
    let passages = passages.map(|passage| passage.shifted(said.start));
    passages
        .filter(|passage| passage.overlap(shown) > 0)
        .max_by_key(|&passage| (inside(passage), std::cmp::Reverse(passage.start)))
        .map(|passage| quote_id(corpus, document, passage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::Place;
    use crate::feedback::Response;
    use crate::search::IndexedText;

    fn corpus() -> Corpus {
        let said = ["Too slow. Too dear, too dear by far.", "Too slow."];
        let responses = said.into_iter().zip(2..).map(|(comment, row)| Response {
            row,
            comment: Some(comment.into()),
            ..Response::default()
        });
        Corpus {
            responses: responses.collect(),
            ..Corpus::default()
        }
    }

    fn hit(matches: &[(usize, usize)]) -> Hit {
        let span = |start, end| Span { start, end };
        Hit {
            of: IndexedText::default(),
            place: Place::Comment {
                response: 0,
                span: span(0, 30),
            },
            score: 1.0,
            nearness: None,
            is_similar: matches.is_empty(),
            text: "Too slow. Too dear, too dear b".into(),
            matches: matches
                .iter()
                .map(|&(start, end)| span(start, end))
                .collect(),
        }
    }

    #[test]
    fn the_same_words_elsewhere_are_another_quote() {
        let corpus = corpus();
        let span = Span { start: 0, end: 9 };
        let first = quote_id(&corpus, Document::Comment(0), span);
        let second = quote_id(&corpus, Document::Comment(1), span);
        assert_ne!(first, second);
        assert!(QuoteId::is_one(&first.to_string()) && first.is_meant_by(&first.to_string()[..7]));
        assert!(!QuoteId::is_one("Q-page") && !first.is_meant_by("Q-"));
        assert!(!QuoteId::is_one("Q-"), "all quotes begin so");
    }

    #[test]
    fn a_hit_is_about_the_passage_with_most_of_its_words_and_never_half_a_sentence() {
        let corpus = corpus();
        let of = |start, end| Some(quote_id(&corpus, Document::Comment(0), Span { start, end }));
        assert_eq!(quote_of(&corpus, &hit(&[(4, 8)])), of(0, 9));
        assert_eq!(
            quote_of(&corpus, &hit(&[(4, 8), (14, 18), (24, 28)])),
            of(10, 36)
        );
        assert_eq!(quote_of(&corpus, &hit(&[])), of(10, 36));
    }
}
