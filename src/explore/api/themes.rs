//! The themes, and the people behind each.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::cited_passages::{Behind, PassageQuery, behind};
use super::super::error::Error;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::super::split_preview::{SplitPart, split};
use super::{ApiQuery, ApiResult, Problem, answered};
use crate::report::brief::{Coverage, ThemeSummary};
use crate::study::Quote;
use crate::text;
use crate::themes::Detail;

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new()
        .routes(routes!(themes))
        .routes(routes!(theme))
        .routes(routes!(passages))
        .routes(routes!(proposal))
}

/// How finely to look.
#[derive(Debug, Deserialize, IntoParams)]
struct ThemesApiQuery {
    /// `broad`, `default` or `fine`.
    #[param(value_type = Option<String>)]
    #[serde(default)]
    grain: Detail,
}

/// The themes there are.
#[allow(clippy::struct_field_names, reason = "the JSON calls them so")]
#[derive(Debug, Serialize, ToSchema)]
struct ThemesJson {
    /// Which state of the study this is.
    revision: String,
    /// How many responses it covers.
    #[schema(value_type = Object)]
    coverage: Coverage,
    /// The themes, in the order to read them.
    #[schema(value_type = Vec<Object>)]
    themes: Vec<ThemeSummary>,
}

/// Lists the themes.
#[utoipa::path(get, path = "/themes", tag = "themes", params(ThemesApiQuery), responses(
    (status = 200, body = ThemesJson),
    (status = 400, body = Problem),
))]
async fn themes(
    State(session): State<Arc<Session>>,
    ApiQuery(look): ApiQuery<ThemesApiQuery>,
) -> ApiResult<ThemesJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let brief = snapshot.brief(look.grain);
        Ok(ThemesJson {
            revision: snapshot.revision.to_string(),
            coverage: brief.coverage,
            themes: brief.themes.clone(),
        })
    })
    .await
}

/// Shows one theme.
#[utoipa::path(get, path = "/themes/{id}", tag = "themes", params(("id" = String, Path), ThemesApiQuery), responses(
    (status = 200, body = Object),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
async fn theme(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
    ApiQuery(look): ApiQuery<ThemesApiQuery>,
) -> ApiResult<ThemeSummary> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let (grain, at) = snapshot.find(&id, look.grain)?;
        let told = snapshot.told(grain, at).cloned();
        told.ok_or_else(|| Error::Missing {
            what: format!("theme {id} in sight: it was set aside"),
        })
    })
    .await
}

/// What of a theme is asked for.
#[derive(Debug, Deserialize, IntoParams)]
struct PassageFilter {
    /// Only answers of a wave, a period, a group or a segment: `spring`,
    /// `group:detractor`, `tier:Enterprise`.
    r#in: Option<String>,
    /// Only passages that somebody marked as important.
    #[serde(default)]
    important: bool,
    /// How many to pass over.
    #[serde(default)]
    offset: usize,
    /// How many to give, at most 500.
    limit: Option<usize>,
}

/// Passages of a theme.
#[allow(clippy::struct_field_names, reason = "the JSON calls them so")]
#[derive(Debug, Serialize, ToSchema)]
struct PassagesJson {
    /// How many there are.
    total: usize,
    /// How many people say them.
    people: usize,
    /// Those asked for, the best to quote first.
    #[schema(value_type = Vec<Object>)]
    passages: Vec<PassageJson>,
}

/// A passage, and what people noted of it.
#[derive(Debug, Serialize)]
struct PassageJson {
    /// Its id.
    id: String,
    #[serde(flatten)]
    quote: Quote,
    important: bool,
    memo: Option<String>,
}

/// Lists the passages of a theme.
#[utoipa::path(get, path = "/themes/{id}/passages", tag = "themes", params(("id" = String, Path), PassageFilter), responses(
    (status = 200, body = PassagesJson),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
async fn passages(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
    ApiQuery(filter): ApiQuery<PassageFilter>,
) -> ApiResult<PassagesJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let (grain, at) = snapshot.find(&id, Detail::Default)?;
        let wanted = PassageQuery {
            among: filter.r#in,
            important: filter.important,
            offset: filter.offset,
            limit: filter.limit.unwrap_or(50).min(500),
        };
        let Behind {
            total,
            people,
            shown,
        } = behind(&snapshot, grain, at, &wanted)?;
        let passages = shown.into_iter().map(|said| PassageJson {
            id: said.id,
            quote: said.quote,
            important: said.important,
            memo: said.memo.as_deref().map(text::masked),
        });
        Ok(PassagesJson {
            total,
            people,
            passages: passages.collect(),
        })
    })
    .await
}

/// What a theme would fall into.
#[derive(Debug, Serialize, ToSchema)]
struct SplitPreviewJson {
    /// The parts, the one that keeps the number first.
    #[schema(value_type = Vec<Object>)]
    pieces: Vec<SplitPart>,
}

/// Shows what a theme would fall into; nothing is changed.
#[utoipa::path(get, path = "/themes/{id}/split", tag = "themes", params(("id" = u32, Path)), responses(
    (status = 200, body = SplitPreviewJson),
    (status = 400, body = Problem),
    (status = 422, description = "it does not fall into parts", body = Problem),
))]
async fn proposal(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
) -> ApiResult<SplitPreviewJson> {
    answered(move || {
        let theme = id.parse().map_err(|_| Error::Asked {
            reason: format!("only whole themes are split, and `{id}` is none"),
        })?;
        let snapshot: Arc<Snapshot> = session.snapshot()?;
        let pieces = split(&session, &snapshot, theme)?;
        Ok(SplitPreviewJson { pieces })
    })
    .await
}
