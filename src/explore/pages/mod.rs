//! What the browser shows: whole pages, written here; scripts only swap one
//! for the next and do what a page cannot do alone.

mod account;
mod accounts;
mod compare;
mod figures;
mod filter_bar;
mod frame;
mod history;
mod interviews;
mod map;
mod map_picture;
mod check;
mod choices;
mod chosen;
mod quotes;
mod reading;
mod pain_points;
mod passage;
mod search;
mod theme;
mod themes;
mod unthemed;
mod narrative;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::Markup;
use serde::de::DeserializeOwned;

use self::frame::bare;
use super::blocking::run_blocking;
use super::error::Error;
use super::session::Session;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/themes") }))
        .merge(themes::routes())
        .merge(theme::routes())
        .merge(check::routes())
        .merge(unthemed::routes())
        .merge(map::routes())
        .merge(chosen::routes())
        .merge(compare::routes())
        .merge(search::routes())
        .merge(interviews::routes())
        .merge(pain_points::routes())
        .merge(passage::routes())
        .merge(accounts::routes())
        .merge(history::routes())
}

/// A page, or why there is none.
type PageResult = Result<Markup, PageRefusal>;

/// Why there is no page, told as one.
struct PageRefusal(Error);

impl<E: Into<Error>> From<E> for PageRefusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for PageRefusal {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let text = error.to_string();
        (error.status(), bare(&text, error.hint().as_deref())).into_response()
    }
}

/// Answers where there is no page.
pub(super) async fn nowhere() -> Response {
    PageRefusal(Error::missing("page at this address")).into_response()
}

/// Answers a request that is not let in.
pub(super) fn refused(status: StatusCode, reason: &str) -> Response {
    (status, bare(reason, None)).into_response()
}

/// Answers somebody who did not come by the address that motif printed.
pub(super) fn locked(reason: &str) -> Response {
    (StatusCode::UNAUTHORIZED, frame::locked(reason)).into_response()
}

/// Answers where motif itself failed.
pub(super) fn broken(_: Box<dyn Any + Send + 'static>) -> Response {
    let text = "motif failed on this page. This is a bug in motif, not a mistake of yours";
    (StatusCode::INTERNAL_SERVER_ERROR, bare(text, None)).into_response()
}

/// Says what cannot be read of an address, without the reader's own words.
fn unread(reason: &str) -> String {
    let reason = reason.rsplit("query string: ").next().unwrap_or(reason);
    format!("this link is not valid: {reason}")
}

/// What stands behind the `?` of an address.
struct PageQuery<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for PageQuery<T> {
    type Rejection = PageRefusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageRefusal> {
        let read = Query::<T>::try_from_uri(&parts.uri);
        let Query(asked) = read.map_err(|error| Error::asked(unread(&error.body_text())))?;
        Ok(Self(asked))
    }
}

/// Writes a page on a thread of its own, so that others are answered meanwhile.
async fn written<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PageRefusal> + Send + 'static,
) -> Result<T, PageRefusal> {
    run_blocking(work).await
}
