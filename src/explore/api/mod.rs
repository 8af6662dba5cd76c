//! The same session over plain HTTP and JSON.
//!
//! What the page's scripts ask, anybody with the cookie may ask; the
//! description of it (`OpenAPI` 3.1) is at `/api/openapi.json`, made from the
//! same lines that answer.

mod decisions;
mod export;
mod map;
mod search;
mod themes;
mod views;

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use super::blocking::run_blocking;
use super::error::Error;
use super::filter::Filter;
use super::session::Session;
use crate::themes::Detail;

/// Returns everything the API answers, and its description.
pub(super) fn routes() -> Router<Arc<Session>> {
    let (router, mut description) = OpenApiRouter::new()
        .merge(themes::routes())
        .merge(decisions::routes())
        .merge(map::routes())
        .merge(search::routes())
        .merge(views::routes())
        .merge(export::routes())
        .split_for_parts();
    let info = &mut description.info;
    "motif explore".clone_into(&mut info.title);
    info.description = Some("A study's themes, quotes and decisions. Every request needs the cookie that the printed address sets.".into());
    let paths = std::mem::take(&mut description.paths.paths);
    let nested = paths
        .into_iter()
        .map(|(path, item)| (format!("/api{path}"), item));
    description.paths.paths = nested.collect();
    let description = Arc::new(description);
    router
        .route(
            "/openapi.json",
            get(move || async move { Json(description.as_ref().clone()) }),
        )
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
}

async fn nowhere() -> Refusal {
    Refusal(Error::missing("such question"))
}

/// Why a question is not answered.
#[derive(Debug)]
pub(super) struct Refusal(Error);

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// Why a question is not answered, as it is sent.
#[derive(Debug, Serialize, ToSchema)]
struct Problem {
    /// What is wrong, in a clause.
    error: String,
    /// What to do about it.
    hint: Option<String>,
    /// Where the study was changed meanwhile: what was decided, in clauses.
    since: Vec<String>,
    /// Where a query cannot be read: the first such character of it, from 1.
    column: Option<usize>,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let since = match &error {
            Error::Changed { since } => since.clone(),
            _ => Vec::new(),
        };
        let problem = Problem {
            error: error.to_string(),
            hint: error.hint(),
            since,
            column: error.column(),
        };
        (error.status(), Json(problem)).into_response()
    }
}

type ApiResult<T> = Result<Json<T>, Refusal>;

/// What stands behind the `?` of an address.
struct ApiQuery<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let read = Query::<T>::try_from_uri(&parts.uri);
        let Query(asked) = read.map_err(|error| Error::asked(error.body_text()))?;
        Ok(Self(asked))
    }
}

/// How finely to look.
#[derive(Debug, Deserialize, IntoParams)]
struct DetailQuery {
    /// `broad`, `default` or `fine`.
    #[param(value_type = Option<String>)]
    #[serde(default, alias = "grain")]
    detail: Detail,
    /// Only numbers of a part of the answers: `spring & tier:gold`.
    r#in: Option<String>,
}

impl DetailQuery {
    fn filter(&self) -> Filter {
        Filter::new(self.r#in.as_deref())
    }
}

/// What a request carries.
struct Sent<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let read = Json::<T>::from_request(request, state).await;
        let Json(sent) = read.map_err(|error| Error::asked(error.body_text()))?;
        Ok(Self(sent))
    }
}

/// Answers on a thread of its own, so that others are answered meanwhile.
async fn answered<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> ApiResult<T> {
    Ok(Json(run_blocking(work).await?))
}
