//! What people in interviews struggle with.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::html;
use serde::Deserialize;

use super::super::session::Session;
use super::frame::{At, PageFrame};
use super::narrative::Telling;
use super::quotes::dialogs;
use super::{PageQuery, PageResult, themes, written};
use crate::inquiry::Ledger;
use crate::inquiry::pain_points::pain_points_by;
use crate::report::html::Ways;
use crate::report::narrative;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/pain-points", get(pain_points))
}

/// What the address of the page holds behind its `?`.
#[derive(Debug, Default, Deserialize)]
struct PainPointsQuery {
    /// Side by side by this attribute.
    by: Option<String>,
}

async fn pain_points(
    State(session): State<Arc<Session>>,
    PageQuery(asked): PageQuery<PainPointsQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let brief = snapshot.brief(Detail::Default);
        let by = asked.by.filter(|by| !by.trim().is_empty());
        let split = by.map(|by| {
            let ledger = Ledger::new(snapshot.analysis(Detail::Default));
            pain_points_by(&ledger, &by)
        });
        let split = split.transpose()?;
        let blocks = narrative::pain_points(split.as_ref().unwrap_or(&brief.pain_points));
        let content = html! {
            header.title {
                h1 { (narrative::struggles_title()) }
                p { a href="/interviews" { "All interviews" } }
            }
            (Telling::new(&session, &snapshot, &Ways::default()).story(&blocks))
            @if !session.options().read_only { (dialogs(&themes::choices(brief))) }
        };
        let frame = PageFrame::new(
            At::Interviews,
            narrative::struggles_title(),
            Some("compare"),
        );
        Ok(frame.around(&session, &snapshot, &content))
    })
    .await
}
