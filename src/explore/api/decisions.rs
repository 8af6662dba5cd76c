//! What is decided: the same decisions as the commands make, about themes and
//! about passages that a request points at.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::error::Error;
use super::super::revision::Revision;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::{ApiResult, Problem, Sent, answered};
use crate::feedback::Excerpt;
use crate::study::lookup::{Lookup, TextSpan};
use crate::study::{given, noted};
use crate::text;
use crate::themes::{Detail, Entry, Request, ThemeId};

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new()
        .routes(routes!(log, decide))
        .routes(routes!(again))
        .routes(routes!(undo))
        .routes(routes!(redo))
}

/// Decisions, and what was seen when they were made.
#[derive(Debug, Deserialize, ToSchema)]
struct Deciding {
    /// The revision that was shown.
    revision: String,
    /// What is decided, all or none.
    decisions: Vec<Request<PassagePointer>>,
}

/// What was seen when something is taken back.
#[derive(Debug, Deserialize, ToSchema)]
struct RevisionSeen {
    /// The revision that was shown.
    revision: String,
}

/// A passage: by its id, by where it stands, or as a point of the map.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
enum PassagePointer {
    /// A quote.
    Quote {
        /// Its id, such as `Q-3f9c0a71b2d4`.
        quote: String,
    },
    /// A stretch of a text.
    Place {
        /// The file.
        source: String,
        /// The row's id or number, where the file is a survey.
        record: Option<String>,
        /// The first character of it, from 0.
        start: usize,
        /// The character after the last.
        end: usize,
    },
    /// A passage of the map.
    Point {
        /// Its number there.
        point: usize,
    },
}

impl PassagePointer {
    /// Returns the passage.
    fn excerpt(&self, snapshot: &Snapshot) -> Result<Excerpt, Error> {
        let (document, span) = self.place(snapshot)?;
        Ok(snapshot.any().corpus.excerpt(document, span))
    }

    /// Returns where the passage stands.
    fn place(&self, snapshot: &Snapshot) -> Result<TextSpan, Error> {
        let found = match self {
            Self::Quote { quote } => snapshot.quoted(quote),
            Self::Point { point } => {
                let passage = snapshot.any().passages.all.get(*point);
                passage.map(|passage| (passage.place.document(), passage.place.span()))
            }
            Self::Place {
                source,
                record,
                start,
                end,
            } => {
                let lookup = Lookup::new(&snapshot.any().corpus);
                lookup.characters(source, record.as_deref(), (*start, *end))
            }
        };
        found.ok_or_else(|| Error::missing("such passage"))
    }
}

/// Returns a request as the study takes it: passages by their words, and those
/// that the log knows as it knows them.
fn meant(sent: Request<PassagePointer>, snapshot: &Snapshot) -> Result<Request, Error> {
    match sent {
        Request::Own { theme, owner } => Ok(Request::Own {
            theme,
            owner: owner.filter(|owner| !owner.trim().is_empty()),
        }),
        Request::Seed { words } => Ok(Request::Seed {
            words: filled(&words)?,
        }),
        Request::Move { theme, passages } => Request::Move {
            theme,
            passages: some(passages)?,
        }
        .map(|of| of.excerpt(snapshot)),
        Request::Unassign { passages } => Request::Unassign {
            passages: some(passages)?,
        }
        .map(|of| of.excerpt(snapshot)),
        Request::Exclude { words } => Ok(Request::Exclude {
            words: filled(&words)?,
        }),
        Request::Code { theme, passages } => Request::Code {
            theme,
            passages: some(passages)?,
        }
        .map(|of| of.excerpt(snapshot)),
        Request::Uncode {
            theme,
            passages,
            whose,
        } => Ok(Request::Uncode {
            theme,
            passages: coded(snapshot, theme, &some(passages)?)?,
            whose,
        }),
        Request::Group { heading, themes } => Ok(Request::Group {
            heading,
            themes: some(themes)?,
        }),
        Request::Merge { into, from } => Ok(Request::Merge {
            into,
            from: some(from)?,
        }),
        Request::Split { theme, .. } => {
            let split = sent.map(|passage| passage.excerpt(snapshot))?;
            of_its_own(snapshot, theme, &split)?;
            Ok(split)
        }
        Request::Mark { .. } => sent.map(|passage| marked(snapshot, &passage)),
        other => other.map(|passage| passage.excerpt(snapshot)),
    }
}

/// Returns words without those that are empty; one must be left.
fn filled(words: &[String]) -> Result<Vec<String>, Error> {
    let words = words.iter().map(|word| word.trim().to_owned());
    some(words.filter(|word| !word.is_empty()).collect())
}

/// Checks that the pieces of a theme are passages of it, and that some stay.
fn of_its_own(snapshot: &Snapshot, theme: u32, split: &Request) -> Result<(), Error> {
    let Request::Split { pieces, .. } = split else {
        return Ok(());
    };
    let analysis = snapshot.analysis(Detail::Default);
    let mut findings = analysis.findings.iter();
    let Some(finding) = findings.find(|of| of.theme.id == ThemeId::Theme(theme)) else {
        return Ok(());
    };
    let own: HashSet<Excerpt> = finding
        .passages
        .iter()
        .map(|&at| {
            let place = analysis.passages.all[at].place;
            analysis.corpus.excerpt(place.document(), place.span())
        })
        .collect();
    let chosen = pieces.iter().flat_map(|piece| &piece.passages);
    let chosen: HashSet<&Excerpt> = chosen.collect();
    if chosen.iter().any(|passage| !own.contains(*passage)) {
        return Err(Error::asked(
            "a piece holds a passage that is not in the theme",
        ));
    }
    if !pieces.is_empty() && chosen.len() == own.len() {
        return Err(Error::asked(
            "one part of the theme must stay: leave one unticked",
        ));
    }
    Ok(())
}

fn some<T>(of: Vec<T>) -> Result<Vec<T>, Error> {
    if of.is_empty() {
        return Err(Error::asked("the request names no theme or passage"));
    }
    Ok(of)
}

/// Returns passages that were given to a theme as the log has them.
fn coded(
    snapshot: &Snapshot,
    theme: u32,
    passages: &[PassagePointer],
) -> Result<Vec<Excerpt>, Error> {
    let meant: Vec<_> = passages
        .iter()
        .map(|passage| passage.place(snapshot))
        .collect::<Result<_, _>>()?;
    let analysis = snapshot.any();
    let (given, _) = given(&analysis.corpus, &analysis.codebook);
    let of_theme = given.into_iter().filter(|given| given.coded.theme == theme);
    let found = of_theme.filter(|given| meant.contains(&(given.document, given.span)));
    Ok(found.map(|given| given.coded.passage).collect())
}

/// Returns a passage as the log has it, where something was noted of it before.
fn marked(snapshot: &Snapshot, passage: &PassagePointer) -> Result<Excerpt, Error> {
    let place = passage.place(snapshot)?;
    let analysis = snapshot.any();
    let known = noted(&analysis.corpus, &analysis.codebook)
        .into_iter()
        .find(|noted| (noted.document, noted.span) == place);
    Ok(match known {
        Some(noted) => noted.marked.passage,
        None => analysis.corpus.excerpt(place.0, place.1),
    })
}

/// What was decided, and what is seen since.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionsJson {
    /// The revision there is now.
    revision: String,
    /// What was written down, in clauses.
    said: Vec<String>,
    /// What was written down.
    #[schema(value_type = Vec<Object>)]
    entries: Vec<Entry>,
}

impl From<(Arc<Snapshot>, Vec<Entry>)> for DecisionsJson {
    fn from((snapshot, entries): (Arc<Snapshot>, Vec<Entry>)) -> Self {
        Self {
            revision: snapshot.revision.to_string(),
            said: entries.iter().map(|entry| snapshot.said(entry)).collect(),
            entries: entries.into_iter().map(masked).collect(),
        }
    }
}

/// Returns an entry with contact details masked in what it points at.
fn masked(mut entry: Entry) -> Entry {
    let hide = |passage: &mut Excerpt| {
        passage.text = text::masked(&passage.text);
        passage.record = passage.record.as_deref().map(text::masked);
    };
    match &mut entry.request {
        Request::Create { passages, .. }
        | Request::Code { passages, .. }
        | Request::Unassign { passages }
        | Request::Move { passages, .. }
        | Request::Uncode { passages, .. } => passages.iter_mut().for_each(hide),
        Request::Split { pieces, .. } => {
            let passages = pieces.iter_mut().flat_map(|piece| &mut piece.passages);
            passages.for_each(hide);
        }
        Request::Mark { passage, memo, .. } => {
            hide(passage);
            *memo = memo.as_deref().map(text::masked);
        }
        _ => {}
    }
    entry
}

fn revision(text: &str) -> Result<Revision, Error> {
    text.parse::<Revision>().map_err(Error::asked)
}

/// Lists everything that was decided.
#[utoipa::path(get, path = "/decisions", tag = "decisions", responses(
    (status = 200, body = DecisionsJson),
    (status = 500, body = Problem),
))]
async fn log(State(session): State<Arc<Session>>) -> ApiResult<DecisionsJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let entries = snapshot.any().codebook.entries.clone();
        Ok((snapshot, entries).into())
    })
    .await
}

/// Decides something.
#[utoipa::path(post, path = "/decisions", tag = "decisions", request_body = Deciding, responses(
    (status = 200, body = DecisionsJson),
    (status = 400, description = "the request cannot be read", body = Problem),
    (status = 403, description = "the study was opened read-only", body = Problem),
    (status = 404, description = "there is no such passage", body = Problem),
    (status = 409, description = "something was changed in the meantime", body = Problem),
    (status = 422, description = "this decision is not possible", body = Problem),
))]
async fn decide(
    State(session): State<Arc<Session>>,
    Sent(sent): Sent<Deciding>,
) -> ApiResult<DecisionsJson> {
    answered(move || {
        let seen = revision(&sent.revision)?;
        let snapshot = session.snapshot()?;
        let requests = sent.decisions.into_iter();
        let requests = requests.map(|sent| meant(sent, &snapshot));
        Ok(session
            .decide(seen, requests.collect::<Result<_, _>>()?)?
            .into())
    })
    .await
}

/// Decides anew what was decided once: a step of the history.
#[utoipa::path(post, path = "/decisions/{number}/again", tag = "decisions", params(("number" = u32, Path)), request_body = RevisionSeen, responses(
    (status = 200, body = DecisionsJson),
    (status = 400, body = Problem),
    (status = 403, body = Problem),
    (status = 404, description = "there is no such decision", body = Problem),
    (status = 409, description = "something was changed in the meantime", body = Problem),
    (status = 422, description = "this decision is not possible any more", body = Problem),
))]
async fn again(
    State(session): State<Arc<Session>>,
    Path(number): Path<String>,
    Sent(sent): Sent<RevisionSeen>,
) -> ApiResult<DecisionsJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let mut entries = snapshot.any().codebook.entries.iter();
        let found = entries.find(|entry| entry.number.to_string() == number);
        let found = found.ok_or_else(|| Error::missing(format!("decision {number}")))?;
        if !found.undone {
            return Err(Error::asked(format!("decision {number} holds already")));
        }
        Ok(session
            .decide(revision(&sent.revision)?, vec![found.request.clone()])?
            .into())
    })
    .await
}

/// Takes back the last decision that holds.
#[utoipa::path(post, path = "/undo", tag = "decisions", request_body = RevisionSeen, responses(
    (status = 200, body = DecisionsJson),
    (status = 400, body = Problem),
    (status = 403, body = Problem),
    (status = 409, description = "something was changed in the meantime", body = Problem),
    (status = 422, description = "there is nothing to undo", body = Problem),
))]
async fn undo(
    State(session): State<Arc<Session>>,
    Sent(sent): Sent<RevisionSeen>,
) -> ApiResult<DecisionsJson> {
    answered(move || Ok(session.undo(revision(&sent.revision)?)?.into())).await
}

/// Makes the decision that was taken back last once more.
#[utoipa::path(post, path = "/redo", tag = "decisions", request_body = RevisionSeen, responses(
    (status = 200, body = DecisionsJson),
    (status = 400, body = Problem),
    (status = 403, body = Problem),
    (status = 409, description = "something was changed in the meantime", body = Problem),
    (status = 422, description = "there is nothing to redo", body = Problem),
))]
async fn redo(
    State(session): State<Arc<Session>>,
    Sent(sent): Sent<RevisionSeen>,
) -> ApiResult<DecisionsJson> {
    answered(move || Ok(session.redo(revision(&sent.revision)?)?.into())).await
}
