//! What people in interviews struggle with.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::html;

use super::super::session::Session;
use super::frame::{At, PageFrame};
use super::narrative::Telling;
use super::quotes::dialogs;
use super::{PageResult, themes, written};
use crate::report::html::Ways;
use crate::report::narrative;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/pain-points", get(pain_points))
}

async fn pain_points(State(session): State<Arc<Session>>) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let brief = snapshot.brief(Detail::Default);
        let blocks = narrative::pain_points(&brief.pain_points);
        let content = html! {
            header.title {
                h1 { (narrative::STRUGGLES) }
                p { a href="/interviews" { "All interviews" } }
            }
            (Telling::new(&session, &snapshot, &Ways::default()).story(&blocks))
            @if !session.options().read_only { (dialogs(&themes::choices(brief))) }
        };
        let frame = PageFrame::new(At::Interviews, narrative::STRUGGLES, Some("compare"));
        Ok(frame.around(&session, &snapshot, &content))
    })
    .await
}
