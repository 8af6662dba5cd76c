//! What the study is: its size, its parts, its revision.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::session::Session;
use super::{ApiResult, Problem, answered};
use crate::report::brief::{Coverage, SourceFile};
use crate::themes::Detail;

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new().routes(routes!(study))
}

/// What the study is.
#[derive(Debug, Serialize, ToSchema)]
struct StudyJson {
    /// Its title.
    title: String,
    /// Which state of it this is; a decision names it.
    revision: String,
    /// Whether nothing may be decided.
    read_only: bool,
    /// What was read.
    #[schema(value_type = Vec<Object>)]
    sources: Vec<SourceFile>,
    /// How much of what was asked became part of a theme.
    #[schema(value_type = Object)]
    coverage: Coverage,
    /// The waves, in order of time.
    waves: Vec<String>,
    /// What the numbers cannot say.
    cautions: Vec<String>,
}

/// Says what the study is.
#[utoipa::path(get, path = "/study", tag = "study", responses(
    (status = 200, body = StudyJson),
    (status = 500, body = Problem),
))]
async fn study(State(session): State<Arc<Session>>) -> ApiResult<StudyJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let brief = snapshot.brief(Detail::Default);
        Ok(StudyJson {
            title: brief.title.clone(),
            revision: snapshot.revision.to_string(),
            read_only: session.manners().read_only,
            sources: brief.sources.clone(),
            coverage: brief.coverage,
            waves: snapshot.any().corpus.waves(),
            cautions: brief.cautions.clone(),
        })
    })
    .await
}
