//! The conversations: which there are, what comes up in each, and each as it
//! was held.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::address;
use super::super::annotated_text::topics;
use super::super::error::Error;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::choices::has_words;
use super::frame::{At, PageFrame, detail};
use super::reading::{OpenText, PathName, attributes, dialogs, list, tools};
use super::{PageQuery, PageResult, written};
use crate::feedback::{Document, Interview, Span, SpeakerRole, Turn};
use crate::question;
use crate::report::brief::{InterviewMatrix, MatrixRow};
use crate::report::{narrative, words};
use crate::study::Analysis;
use crate::study::lookup::Lookup;
use crate::text;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new()
        .route("/interviews", get(interviews))
        .route("/interviews/{name}", get(interview))
}

#[derive(Debug, Default, Deserialize)]
struct InterviewsQuery {
    #[serde(default, alias = "grain")]
    detail: Detail,
    /// Words that a conversation must hold.
    #[serde(default)]
    q: String,
    /// A conversation whose name no path can hold.
    name: Option<String>,
}

/// Where in a conversation somebody looks.
#[derive(Debug, Default, Deserialize)]
struct ReaderPosition {
    #[serde(default, alias = "grain")]
    detail: Detail,
    /// A passage, by its id.
    quote: Option<String>,
    /// A stretch, by its characters: `120-180`.
    at: Option<String>,
    /// A theme.
    theme: Option<String>,
}

async fn interviews(
    State(session): State<Arc<Session>>,
    PageQuery(look): PageQuery<InterviewsQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        if let Some(name) = &look.name {
            return transcript(&session, &snapshot, name, &ReaderPosition::default());
        }
        let frame = PageFrame::new(At::Interviews, "Interviews", None);
        Ok(frame.around(&session, &snapshot, &page(&snapshot, &look)))
    })
    .await
}

async fn interview(
    State(session): State<Arc<Session>>,
    PathName(name): PathName,
    PageQuery(reader): PageQuery<ReaderPosition>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        transcript(&session, &snapshot, &name, &reader)
    })
    .await
}

/// Top themes shown of each conversation.
const TOP: usize = 3;

fn page(snapshot: &Snapshot, look: &InterviewsQuery) -> Markup {
    let analysis = snapshot.analysis(look.detail);
    let told = &snapshot.brief(look.detail).interviews;
    let topics = topics(analysis);
    let found: Vec<usize> = (0..told.conversations.len())
        .filter(|&at| has(analysis, &topics[at], at, &look.q))
        .collect();
    html! {
        header.title {
            h1 { "The interviews" }
            p.unit {
                (words::count(told.conversations.len() as u64, "conversation", "conversations"))
                @if !look.q.trim().is_empty() { ", " (words::thousands(found.len() as u64)) " that match" }
                "."
            }
            @for note in &told.notes { p { (note) } }
            @if !told.conversations.is_empty() { p { a href=(question::Question::PainPoints { by: None }.address()) { (narrative::struggles_title()) } } }
        }
        form.tools method="get" action="/interviews" role="search" {
            label { "Find" input #find name="q" type="search" value=(look.q) placeholder="a person, an account or a word" data-hotkey="/"; }
            @if look.detail != Detail::Default { input type="hidden" name="detail" value=(look.detail.name()); }
            button type="submit" { "Find" }
            (detail(look.detail))
        }
        @if found.is_empty() {
            p { @if told.conversations.is_empty() { "No interviews yet." } @else { "No interview matches." } }
        } @else {
            (conversations(analysis, told, &topics, &found))
            (matrix(told, &found))
        }
    }
}

/// Returns whether all words are in what is known of a conversation or said in it.
fn has(analysis: &Analysis, topics: &[(usize, usize)], at: usize, wanted: &str) -> bool {
    let interview = &analysis.corpus.interviews[at];
    let themes = topics
        .iter()
        .map(|&(of, _)| analysis.findings[of].theme.name.as_str());
    let known = [
        Some(interview.source.as_str()),
        interview.participant.name.as_deref(),
        analysis
            .people
            .account(&analysis.corpus, Document::Interview(at)),
        Some(interview.text.as_str()),
    ];
    let known = known.into_iter().flatten();
    let attributes = interview.attributes.values().map(arcstr::ArcStr::as_str);
    has_words(known.chain(attributes).chain(themes), wanted)
}

fn conversations(
    analysis: &Analysis,
    told: &InterviewMatrix,
    topics: &[Vec<(usize, usize)>],
    found: &[usize],
) -> Markup {
    let scale = &analysis.corpus.scale;
    html! {
        div.scroll tabindex="0" role="region" aria-label="Conversations" {
            table.conversations {
                thead { tr {
                    th scope="col" { "Who" }
                    th scope="col" { "Account" }
                    th scope="col" { "Group" }
                    th scope="col" { "Date" }
                    th.n scope="col" { "Length" }
                    th scope="col" { "Mentioned most" }
                } }
                tbody { @for &at in found {
                    @let conversation = &told.conversations[at];
                    tr {
                        th scope="row" {
                            a href=(address::interview(&conversation.source)) { (text::masked(&conversation.participant)) }
                            span.also { @if let Some(role) = &conversation.role { (text::masked(role)) " · " } (conversation.source) }
                        }
                        td { @if let Some(account) = analysis.people.account(&analysis.corpus, Document::Interview(at)) { a href=(address::account(account)) { (text::masked(account)) } } }
                        td { @if let Some(group) = conversation.group { span class={ "group " (group.name()) } { (words::capitalised(scale.singular(group))) } } }
                        td { @if let Some(date) = &conversation.date { (words::day(date)) } }
                        td.n { (length(&analysis.corpus.interviews[at])) }
                        td { (top(analysis, &conversation.source, &topics[at])) }
                    }
                } }
            }
        }
    }
}

fn length(interview: &Interview) -> String {
    let said = interview
        .turns
        .iter()
        .map(|turn| turn.span.slice(&interview.text));
    let all: usize = said.map(|said| said.split_whitespace().count()).sum();
    words::count(all as u64, "word", "words")
}

fn top(analysis: &Analysis, source: &str, topics: &[(usize, usize)]) -> Markup {
    html! {
        ul.top { @for &(at, count) in topics.iter().take(TOP) {
            @let theme = &analysis.findings[at].theme;
            li {
                a href=(with(source, &format!("theme={}", theme.id))) { (theme.name) }
                @if count > 1 { span.also { "×" (count) } }
            }
        } }
    }
}

/// Returns the address of a conversation with something behind its `?`.
fn with(source: &str, asked: &str) -> String {
    question::with(&address::interview(source), asked)
}

fn matrix(told: &InterviewMatrix, found: &[usize]) -> Markup {
    let voiced = |row: &&MatrixRow| row.voiced_in.iter().any(|at| found.contains(at));
    let rows: Vec<_> = told.matrix.iter().filter(voiced).collect();
    html! {
        @if !rows.is_empty() {
            h2 #matrix { "Themes by interview" }
            div.scroll tabindex="0" role="region" aria-labelledby="matrix" {
                table.voiced-in {
                    thead { tr {
                        th scope="col" { "Theme" }
                        th.n scope="col" { "Interviews" }
                        @for &at in found {
                            @let conversation = &told.conversations[at];
                            th.cell scope="col" {
                                a href=(address::interview(&conversation.source)) { (text::masked(&conversation.participant)) }
                            }
                        }
                    } }
                    tbody { @for row in rows { tr {
                        th scope="row" { a href={ "/themes/" (row.theme) } { (row.label) } }
                        td.n { (words::of(row.voiced_in.len() as u64, told.conversations.len() as u64)) }
                        @for at in found {
                            @let conversation = &told.conversations[*at];
                            td.cell { @if row.voiced_in.contains(at) {
                                a href=(with(&conversation.source, &format!("theme={}", row.theme)))
                                    aria-label={ (row.label) ", in the words of " (text::masked(&conversation.participant)) } { "●" }
                            } }
                        }
                    } } }
                }
            }
        }
    }
}

/// Returns a conversation as it was held, with its themes in the margin.
fn transcript(
    session: &Session,
    snapshot: &Snapshot,
    name: &str,
    reader: &ReaderPosition,
) -> PageResult {
    let analysis = snapshot.analysis(reader.detail);
    let interviews = &analysis.corpus.interviews;
    let at = interviews.iter().position(|of| of.source == name);
    let at = at.ok_or_else(|| Error::missing(format!("interview {name}")))?;
    let interview = &interviews[at];
    let document = Document::Interview(at);
    let shown = shown(snapshot, document, reader)?;
    let mut reading = OpenText::new(session, snapshot, reader.detail, document, shown);
    reading.theme.clone_from(&reader.theme);
    let who = interview.participant.name.as_deref();
    let title = who.map_or_else(|| interview.source.clone(), text::masked);
    let content = html! {
        header.title {
            h1 { (title) }
            (about(analysis, at))
        }
        div.tools {
            (tools(reading.writes))
            (detail(reader.detail))
            (neighbours(interviews, at))
        }
        (legend(analysis, at, reader.theme.as_deref()))
        (reading.transcript(&turns(interview, &reading)))
        (beside(snapshot, at))
        @if reading.writes { (dialogs(snapshot)) }
    };
    let frame = PageFrame::new(At::Interviews, &title, Some("reading"));
    Ok(frame.around(session, snapshot, &content))
}

/// Returns the stretch that an address asks for.
fn shown(
    snapshot: &Snapshot,
    document: Document,
    reader: &ReaderPosition,
) -> Result<Option<Span>, Error> {
    if let Some(quote) = &reader.quote {
        let found = snapshot.quoted(quote).filter(|(of, _)| *of == document);
        let missing = || Error::missing(format!("passage {quote} in this interview"));
        return found.map(|(_, span)| Some(span)).ok_or_else(missing);
    }
    let Some(at) = &reader.at else {
        return Ok(None);
    };
    let read = || {
        let corpus = &snapshot.any().corpus;
        let (source, _) = corpus.origin(document);
        let (found, span) = Lookup::new(corpus).pointed(&format!("{source}:{at}"))?;
        span.filter(|_| found == document)
    };
    let missing = || Error::missing(format!("passage at {at} in this interview"));
    read().map(Some).ok_or_else(missing)
}

fn about(analysis: &Analysis, at: usize) -> Markup {
    let corpus = &analysis.corpus;
    let interview = &corpus.interviews[at];
    let role = interview.attributes.get("role");
    html! {
        p.unit {
            @if let Some(group) = analysis.people.group_of_interview(at) {
                strong class={ "group " (group.name()) } { (words::capitalised(corpus.scale.singular(group))) } " · "
            }
            @if let Some(role) = role { (text::masked(role)) " · " }
            @if let Some(account) = analysis.people.account(&analysis.corpus, Document::Interview(at)) {
                a href=(address::account(account)) { (text::masked(account)) } " · "
            }
            @if let Some(date) = &interview.date { (words::day(date)) " · " }
            (interview.source) " · " (length(interview))
        }
    }
}

fn neighbours(interviews: &[Interview], at: usize) -> Markup {
    let link = |at: Option<usize>, name: &str| {
        let interview = at.and_then(|at| interviews.get(at));
        html! { @if let Some(interview) = interview {
            a href=(address::interview(&interview.source)) title=(interview.source) { (name) }
        } }
    };
    html! {
        nav.neighbours aria-label="Other interviews" {
            (link(at.checked_sub(1), "← Previous"))
            (link(Some(at + 1), "Next →"))
        }
    }
}

/// Returns the themes of a conversation; each leads from place to place.
fn legend(analysis: &Analysis, at: usize, chosen: Option<&str>) -> Markup {
    let topics = &topics(analysis)[at];
    html! {
        @if !topics.is_empty() {
            div.legend role="group" aria-label="Themes in this interview (click for the next place)" {
                @for &(of, count) in topics {
                    @let theme = &analysis.findings[of].theme;
                    @let id = theme.id.to_string();
                    button type="button" data-next=(id) aria-pressed=(chosen == Some(id.as_str())) {
                        (theme.name) " " span.count { (count) }
                    }
                }
            }
        }
    }
}

fn turns(interview: &Interview, reading: &OpenText<'_>) -> Markup {
    let (mut before, mut characters) = (0, 0);
    let mut last: Option<&str> = None;
    let placed: Vec<(&Turn, usize, bool)> = interview
        .turns
        .iter()
        .map(|turn| {
            characters += interview.text[before..turn.span.start].chars().count();
            before = turn.span.start;
            let is_new = last != turn.speaker.as_deref();
            last = turn.speaker.as_deref();
            (turn, characters, is_new)
        })
        .collect();
    html! {
        @for (number, (turn, start, is_new)) in placed.into_iter().enumerate() {
            div id={ "turn-" (number) } class={ "turn " (turn.role.name()) } data-turn=(number) {
                (speaker(interview, turn, is_new))
                @if turn.role == SpeakerRole::Heading {
                    div role="heading" aria-level="2" { (reading.words(turn.span, start)) }
                } @else { (reading.words(turn.span, start)) }
                (reading.margin(turn.span))
            }
        }
    }
}

fn speaker(interview: &Interview, turn: &Turn, is_new: bool) -> Markup {
    let mark = interview.mark(turn.span.start);
    let named = turn.speaker.as_deref().map(text::masked);
    html! {
        div.speaker {
            @if let Some(name) = named {
                span.who .hidden[!is_new] { (name) }
            }
            @if is_new && turn.role == SpeakerRole::Interviewer { span.role { "asks" } }
            @if let Some(mark) = mark {
                span.mark { @match mark.seconds {
                    Some(seconds) => (words::clock(seconds)),
                    None => { "line " (words::thousands(mark.line.into())) },
                } }
            }
        }
    }
}

/// Returns what is known beside the conversation: answers, attributes.
fn beside(snapshot: &Snapshot, at: usize) -> Markup {
    let analysis = snapshot.any();
    let answers = analysis.people.answers_of(at);
    let told = &analysis.corpus.interviews[at].attributes;
    html! {
        @if !answers.is_empty() {
            section aria-labelledby="answered" {
                h2 #answered { "The participant's survey answers" }
                (list(snapshot, &answers))
            }
        }
        @if !told.is_empty() {
            section aria-labelledby="about" {
                h2 #about { "From the file's heading" }
                (attributes(told.iter()))
            }
        }
    }
}
