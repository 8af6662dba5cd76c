//! A passage at its place: an answer to a survey with all that belongs to it,
//! or the way to its interview.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::address;
use super::super::annotated_text::{bare, is_passage};
use super::super::error::Error;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame};
use super::reading::{OpenText, PathName, attributes, dialogs, list, name, tools};
use super::{PageQuery, PageRefusal, written};
use crate::feedback::{Document, Response as Answer, Span};
use crate::question;
use crate::report::words;
use crate::study::lookup::Lookup;
use crate::text;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new()
        .route("/said", get(pointed))
        .route("/said/{quote}", get(said))
}

/// A place that is pointed at otherwise than by a quote's id.
#[derive(Debug, Deserialize)]
struct PlaceQuery {
    /// As [`Lookup::pointed`] reads it: `spring.csv:S-002:0-17`.
    at: String,
}

async fn said(
    State(session): State<Arc<Session>>,
    PathName(quote): PathName,
) -> Result<Response, PageRefusal> {
    written(move || {
        let snapshot = session.snapshot()?;
        let found = snapshot.quoted(&quote);
        let (document, span) = found.ok_or_else(|| Error::missing(format!("passage {quote}")))?;
        // What somebody chose is known by its id only until they take it back.
        if let Document::Comment(at) = document
            && !is_passage(&snapshot, document, span)
        {
            let answer = &snapshot.any().corpus.responses[at];
            let range = span.in_characters(snapshot.any().corpus.text(document));
            return Ok(Redirect::to(&address::words(answer, range)).into_response());
        }
        Ok(opened(&session, &snapshot, document, Some(span)))
    })
    .await
}

async fn pointed(
    State(session): State<Arc<Session>>,
    PageQuery(PlaceQuery { at }): PageQuery<PlaceQuery>,
) -> Result<Response, PageRefusal> {
    written(move || {
        let snapshot = session.snapshot()?;
        let lookup = Lookup::new(&snapshot.any().corpus);
        let (document, span) = lookup
            .pointed(&at)
            .ok_or_else(|| Error::missing(format!("passage at {at}")))?;
        Ok(opened(&session, &snapshot, document, span))
    })
    .await
}

/// Opens a passage at its place.
fn opened(
    session: &Session,
    snapshot: &Snapshot,
    document: Document,
    span: Option<Span>,
) -> Response {
    match document {
        Document::Comment(response) => answer(session, snapshot, response, span).into_response(),
        Document::Interview(at) => {
            let source = &snapshot.any().corpus.interviews[at].source;
            let Some(span) = span else {
                return Redirect::to(&address::interview(source)).into_response();
            };
            let id = bare(snapshot, document, span).id;
            let asked = if is_passage(snapshot, document, span) {
                format!("quote={id}")
            } else {
                format!("at={}", range(snapshot, document, span))
            };
            let page = question::with(&address::interview(source), &asked);
            Redirect::to(&format!("{page}#{id}")).into_response()
        }
    }
}

/// Returns a stretch by its characters: `120-180`.
fn range(snapshot: &Snapshot, document: Document, span: Span) -> String {
    let text = snapshot.any().corpus.text(document);
    let (start, end) = span.in_characters(text);
    format!("{start}-{end}")
}

/// Returns an answer with its place, its words and all that belongs to it.
fn answer(session: &Session, snapshot: &Snapshot, response: usize, shown: Option<Span>) -> Markup {
    let analysis = snapshot.any();
    let answer = &analysis.corpus.responses[response];
    let document = Document::Comment(response);
    let reading = OpenText::new(session, snapshot, Detail::Default, document, shown);
    let turns = html! {
        @for (number, (question, span)) in answer.asked().into_iter().enumerate() {
            @if let Some(question) = question { h2.asked { (text::masked(question)) } }
            div.turn data-turn=(number) {
                (reading.words(span, span.in_characters(reading.text).0))
                (reading.margin(span))
            }
        }
    };
    let who = name(&answer.person);
    let content = html! {
        header.title {
            h1 { "What " (who) " answered" }
            (about(snapshot, answer))
        }
        @if answer.has_words() {
            div.tools {
                (tools(reading.writes))
                @if let Some(span) = shown {
                    @let id = bare(snapshot, document, span).id;
                    a href={ "/map?like=" (id) } { "What is said alike, on the map" }
                    a href={ "/search?like=" (id) } { "As a list" }
                }
            }
            (reading.transcript(&turns))
        } @else {
            p { "A rating without a comment." }
        }
        (attributes(answer.attributes.iter()))
        (others(snapshot, response))
        @if reading.writes { (dialogs(snapshot)) }
    };
    let frame = PageFrame::new(At::Search, "An answer", Some("reading"));
    frame.around(session, snapshot, &content)
}

/// Returns what is known of an answer beside its words.
fn about(snapshot: &Snapshot, answer: &Answer) -> Markup {
    let scale = &snapshot.any().corpus.scale;
    html! {
        p.unit {
            @if let Some(rating) = answer.rating {
                strong class={ "group " (rating.group().name()) } { (words::capitalised(scale.singular(rating.group()))) }
                @if let Some(given) = words::answer(rating, scale) { ", " (given) }
                " · "
            }
            (words::capitalised(&answer.wave))
            @if let Some(date) = &answer.date { ", " (words::day(date)) }
            @if let Some(account) = &answer.account {
                " · " a href=(address::account(account)) { (text::masked(account)) }
            }
            " · " (answer.source) ", "
            @match &answer.id {
                Some(id) => { "record " (text::masked(id)) },
                None => { "row " (words::thousands(answer.row.into())) },
            }
        }
    }
}

/// Returns what else the same person answered and said.
fn others(snapshot: &Snapshot, response: usize) -> Markup {
    let analysis = snapshot.any();
    let (corpus, people) = (&analysis.corpus, &analysis.people);
    let person = people.person(response);
    let answers: Vec<usize> = (0..corpus.responses.len())
        .filter(|&other| other != response && people.person(other) == person)
        .collect();
    let interviews: Vec<usize> = (0..corpus.interviews.len())
        .filter(|&interview| people.participant(interview) == person)
        .collect();
    html! {
        @if !answers.is_empty() {
            section aria-labelledby="others" {
                h2 #others { "Other answers of the same person" }
                (list(snapshot, &answers))
            }
        }
        @if !interviews.is_empty() {
            section aria-labelledby="talks" {
                h2 #talks { "In conversation" }
                ul { @for at in interviews {
                    @let interview = &corpus.interviews[at];
                    li {
                        a href=(address::interview(&interview.source)) { (interview.source) }
                        @if let Some(date) = &interview.date { ", " (words::day(date)) }
                    }
                } }
            }
        }
    }
}
