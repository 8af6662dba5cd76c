//! A passage in somebody's own words, and where it stands.
//!
//! Takes a place; gives the words there, contact details masked, with all
//! that helps to find them again. Which passages are worth quoting is
//! decided by `themes`.

use serde::Serialize;

use super::analysis::Analysis;
use crate::feedback::{Group, Interview, Place, Rating, Span, SpeakerRole, Turn};
use crate::text;

/// Where a quote was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// A comment in a survey.
    #[default]
    Comment,
    /// A turn of an interview.
    Interview,
}

/// A passage in somebody's own words, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// What was said just before.
    pub before: Option<String>,
    /// What was said just after.
    pub after: Option<String>,
    /// The language, as an ISO 639-1 code.
    pub language: Option<String>,
    /// Survey or interview.
    pub origin: Medium,
    /// The group of whoever said it.
    pub group: Option<Group>,
    /// Their rating.
    pub rating: Option<Rating>,
    /// The open question it answers, where the survey has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The day (ISO 8601).
    pub date: Option<String>,
    /// The wave.
    pub wave: Option<String>,
    /// Who speaks, as far as it may be shown.
    #[serde(serialize_with = "masked")]
    pub speaker: Option<String>,
    /// The customer they belong to.
    #[serde(serialize_with = "masked")]
    pub account: Option<String>,
    /// The name of the file.
    pub source: String,
    /// The row's own id.
    #[serde(serialize_with = "masked_id")]
    pub record: Option<String>,
    /// The row in the file, the header included.
    pub row: Option<u32>,
    /// The line in the file.
    pub line: Option<u32>,
    /// Seconds from the beginning of the recording.
    pub seconds: Option<u32>,
    /// Whether these are the words of whoever took notes, not the speaker's own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub paraphrased: bool,
    /// The first character within the comment or the interview.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The same in the corpus it was taken from; not written anywhere.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// Names are kept as they are, to find things by; written, they show no
/// contact details.
#[allow(clippy::ref_option, reason = "serde asks for it")]
fn masked<S: serde::Serializer>(name: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    name.as_deref().map(text::masked).serialize(serializer)
}

#[allow(clippy::ref_option, reason = "serde asks for it")]
fn masked_id<S: serde::Serializer>(id: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    id.as_deref().map(text::masked_id).serialize(serializer)
}

impl Analysis {
    /// Returns the best of some passages (positions in `passages.all`), as
    /// quotes, best first.
    pub fn quotes(&self, passages: &[usize], most: usize) -> Vec<Quote> {
        let chosen = self.quoted(passages, most).into_iter();
        let places = chosen.map(|passage| self.passages.all[passage].place);
        places.map(|place| self.quote(place)).collect()
    }

    /// Returns the passage at a place, with contact details masked.
    pub fn quote(&self, place: Place) -> Quote {
        let corpus = &self.corpus;
        let said = text::masked(self.passages.text(corpus, place));
        let speaker = self.people.speaker(corpus, place);
        match place {
            Place::Comment { response, span } => {
                let response = &corpus.responses[response];
                let comment = response.comment.as_deref().unwrap_or_default();
                let (start, end) = span.in_characters(comment);
                Quote {
                    text: said,
                    language: text::detect(comment).map(|language| language.code().to_owned()),
                    origin: Medium::Comment,
                    group: speaker.group,
                    rating: response.rating.filter(|_| !corpus.scale.is_tone()),
                    question: response.question(span).map(str::to_owned),
                    date: response.date.as_deref().map(str::to_owned),
                    wave: Some(response.wave.to_string()),
                    account: response.account.as_deref().map(str::to_owned),
                    source: response.source.to_string(),
                    record: response.id.as_deref().map(str::to_owned),
                    // A row's own id stays with it when rows are sorted; its number does not.
                    row: response.id.is_none().then_some(response.row),
                    start,
                    end,
                    place: Some(place),
                    ..Quote::default()
                }
            }
            Place::Turn {
                interview,
                turn,
                span,
            } => {
                let account = self.people.account(corpus, place.document());
                let interview = &corpus.interviews[interview];
                let (start, end) = span.in_characters(&interview.text);
                let mark = interview.mark(span.start);
                let turn = &interview.turns[turn];
                let paraphrased = is_paraphrased(interview, turn, span);
                let participant = interview.participant.name.as_deref();
                Quote {
                    text: said,
                    language: text::detect(turn.span.slice(&interview.text))
                        .map(|l| l.code().to_owned()),
                    origin: Medium::Interview,
                    group: speaker.group,
                    date: interview.date.clone(),
                    speaker: if paraphrased {
                        Some(participant.map_or_else(
                            || "in notes".to_owned(),
                            |name| format!("in notes on {name}"),
                        ))
                    } else {
                        turn.speaker.as_deref().or(participant).map(str::to_owned)
                    },
                    paraphrased,
                    account: account.map(str::to_owned),
                    source: interview.source.clone(),
                    line: mark.map(|mark| mark.line),
                    seconds: mark.and_then(|mark| mark.seconds),
                    start,
                    end,
                    place: Some(place),
                    ..Quote::default()
                }
            }
        }
    }
}

/// Words in notes are the note-taker's, except where they are marked as said,
/// and where the file gives the time they were said at.
fn is_paraphrased(interview: &Interview, turn: &Turn, span: Span) -> bool {
    let is_recorded = interview
        .mark(span.start)
        .is_some_and(|mark| mark.seconds.is_some());
    let within = Span {
        start: span.start.saturating_sub(turn.span.start),
        end: span.end.saturating_sub(turn.span.start),
    };
    turn.role == SpeakerRole::Notes
        && !is_recorded
        && !text::is_quoted(turn.span.slice(&interview.text), within)
}
