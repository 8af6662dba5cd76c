//! A hit with everything that helps to find it again.

use serde::Serialize;

use crate::corpus::Corpus;
use crate::feedback::{Place, Rating, Span};
use crate::search::{self, Hit};
use crate::study::lookup::printed;
use crate::study::{QuoteId, quote_of};
use crate::text;

/// What `motif search --json` writes of each hit.
#[derive(Debug, Default, Serialize)]
pub(super) struct HitJson {
    /// What `motif open` opens: the passage most of the matching words are in.
    pub(super) quote: Option<QuoteId>,
    /// The record or line, as `motif open` and `--like` read it.
    pub(super) at: String,
    pub(super) source: String,
    pub(super) record: Option<String>,
    pub(super) row: Option<u32>,
    pub(super) line: Option<u32>,
    pub(super) seconds: Option<u32>,
    /// Characters within the comment or the interview's text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The matching words, in characters from the beginning of `text`.
    pub(super) matches: Vec<[usize; 2]>,
    pub(super) text: String,
    pub(super) score: f32,
    /// How near it is in meaning, up to 1, where that was asked.
    pub(super) nearness: Option<f32>,
    /// Whether it lacks the words and says the like.
    pub(super) similar: bool,
    /// The passages before and after it, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) before: Vec<NeighborJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) after: Vec<NeighborJson>,
    pub(super) speaker: Option<String>,
    pub(super) role: Option<&'static str>,
    pub(super) account: Option<String>,
    pub(super) group: Option<String>,
    pub(super) rating: Option<u8>,
    pub(super) wave: Option<String>,
    pub(super) date: Option<String>,
}

/// What somebody else said just before or after.
#[derive(Debug, Serialize)]
pub(super) struct NeighborJson {
    pub(super) speaker: Option<String>,
    pub(super) text: String,
}

/// Returns a hit with where it stands and, of an interview, so many passages
/// of the turns around it.
pub(super) fn found(corpus: &Corpus, hit: &Hit, around: usize) -> HitJson {
    let span = hit.place.span();
    let inside = |matched: &Span| matched.start >= span.start && matched.end <= span.end;
    let matches = hit
        .matches
        .iter()
        .filter(|matched| inside(matched))
        .map(|matched| {
            let before = |byte: usize| hit.text[..byte - span.start].chars().count();
            [before(matched.start), before(matched.end)]
        });
    let base = HitJson {
        quote: quote_of(corpus, hit),
        at: printed(corpus, hit.place),
        matches: matches.collect(),
        text: text::masked(&hit.text),
        score: hit.score,
        nearness: hit.nearness,
        similar: hit.is_similar,
        ..HitJson::default()
    };
    match hit.place {
        Place::Comment { response, span } => {
            let response = &corpus.responses[response];
            let rating = response.rating;
            let (start, end) = span.in_characters(response.comment.as_deref().unwrap_or_default());
            HitJson {
                source: response.source.to_string(),
                record: Some(response.record()),
                row: Some(response.row),
                start,
                end,
                account: response.account.as_deref().map(str::to_owned),
                group: rating.map(|rating| corpus.scale.singular(rating.group()).to_owned()),
                rating: rating.map(Rating::value),
                wave: Some(response.wave.to_string()),
                date: response.date.as_deref().map(str::to_owned),
                ..base
            }
        }
        Place::Turn {
            interview,
            turn,
            span,
        } => {
            let interview = &corpus.interviews[interview];
            let (start, end) = span.in_characters(&interview.text);
            let mark = interview.mark(span.start);
            let beside = search::around(interview, turn, span, around);
            let said = |(turn, span): (usize, Span)| NeighborJson {
                speaker: interview.turns[turn].speaker.clone(),
                text: text::masked(span.slice(&interview.text)),
            };
            let turn = &interview.turns[turn];
            HitJson {
                before: beside.before.into_iter().map(said).collect(),
                after: beside.after.into_iter().map(said).collect(),
                source: interview.source.clone(),
                line: mark.map(|mark| mark.line),
                seconds: mark.and_then(|mark| mark.seconds),
                start,
                end,
                speaker: turn.speaker.clone(),
                role: Some(turn.role.name()),
                account: interview.account.clone(),
                date: interview.date.clone(),
                ..base
            }
        }
    }
}
