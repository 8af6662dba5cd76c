//! Views that are kept.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::error::Error;
use super::super::session::Session;
use super::{ApiResult, Problem, Sent, answered};
use crate::study::Study;
use crate::study::saved_views::{SavedView, ViewChange, ViewDraft};

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new()
        .routes(routes!(views, keep))
        .routes(routes!(change, forget))
}

/// The views there are.
#[derive(Debug, Serialize, ToSchema)]
struct Views {
    /// In the order they were kept.
    #[schema(value_type = Vec<Object>)]
    views: Vec<SavedView>,
}

/// A view to be kept.
#[derive(Debug, Deserialize, ToSchema)]
struct Keeping {
    /// What it is called.
    name: String,
    /// The page, without the host: `/themes/7?in=spring`.
    address: String,
    /// What is to be said of it.
    note: Option<String>,
    /// Whether the report shows it.
    #[serde(default)]
    in_report: bool,
}

/// What becomes of a view; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
struct Changing {
    /// What it is called.
    name: Option<String>,
    /// What is to be said of it; empty: nothing.
    note: Option<String>,
    /// Whether the report shows it.
    in_report: Option<bool>,
}

/// Lists the views.
#[utoipa::path(get, path = "/views", tag = "views", responses(
    (status = 200, body = Views),
    (status = 500, body = Problem),
))]
async fn views(State(session): State<Arc<Session>>) -> ApiResult<Views> {
    answered(move || session.with_study(listed)).await
}

/// Keeps a view.
#[utoipa::path(post, path = "/views", tag = "views", request_body = Keeping, responses(
    (status = 200, body = Views),
    (status = 400, description = "the request cannot be read", body = Problem),
    (status = 403, description = "the study was opened read-only", body = Problem),
    (status = 422, description = "it has no name, or its link is not valid", body = Problem),
))]
async fn keep(State(session): State<Arc<Session>>, Sent(sent): Sent<Keeping>) -> ApiResult<Views> {
    answered(move || {
        let by = session.signature();
        let draft = ViewDraft {
            name: sent.name,
            address: sent.address,
            note: sent.note,
            in_report: sent.in_report,
        };
        written(&session, |study| study.keep(draft, &by).map(drop))
    })
    .await
}

/// Renames a view, notes something of it, or puts it into the report.
#[utoipa::path(put, path = "/views/{id}", tag = "views", params(("id" = u32, Path)), request_body = Changing, responses(
    (status = 200, body = Views),
    (status = 400, body = Problem),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
    (status = 422, body = Problem),
))]
async fn change(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
    Sent(sent): Sent<Changing>,
) -> ApiResult<Views> {
    answered(move || {
        let id = number(&id)?;
        let change = ViewChange {
            name: sent.name,
            note: sent.note,
            in_report: sent.in_report,
        };
        written(&session, |study| study.change_view(id, change).map(drop))
    })
    .await
}

/// Forgets a view.
#[utoipa::path(delete, path = "/views/{id}", tag = "views", params(("id" = u32, Path)), responses(
    (status = 200, body = Views),
    (status = 403, body = Problem),
    (status = 404, body = Problem),
))]
async fn forget(State(session): State<Arc<Session>>, Path(id): Path<String>) -> ApiResult<Views> {
    answered(move || {
        let id = number(&id)?;
        written(&session, |study| study.forget_view(id))
    })
    .await
}

fn number(id: &str) -> Result<u32, Error> {
    let missing = |_| Error::missing(format!("view {id}"));
    id.parse().map_err(missing)
}

fn written(
    session: &Session,
    write: impl FnOnce(&mut Study) -> Result<(), crate::study::Error>,
) -> Result<Views, Error> {
    if session.options().read_only {
        return Err(Error::ReadOnly);
    }
    session.with_study(|study| {
        write(study)?;
        listed(study)
    })
}

fn listed(study: &mut Study) -> Result<Views, Error> {
    let views = study.views()?;
    Ok(Views { views })
}
