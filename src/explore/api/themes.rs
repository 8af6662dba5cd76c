//! The study, its themes, and the people behind each.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::cited_passages::{CitedPassage, PassagePage, PassageQuery, theme_passages};
use super::super::error::Error;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::{ApiQuery, ApiResult, DetailQuery, Problem, answered};
use crate::report::brief::{Coverage, SourceFile, ThemeSummary};
use crate::text;
use crate::themes::{Detail, Entry, Request, ThemeId};

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new()
        .routes(routes!(study))
        .routes(routes!(themes))
        .routes(routes!(theme))
        .routes(routes!(passages))
        .routes(routes!(proposal))
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
            read_only: session.options().read_only,
            sources: brief.sources.clone(),
            coverage: brief.coverage,
            waves: snapshot.any().corpus.waves(),
            cautions: brief.cautions.clone(),
        })
    })
    .await
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
#[utoipa::path(get, path = "/themes", tag = "themes", params(DetailQuery), responses(
    (status = 200, body = ThemesJson),
    (status = 400, body = Problem),
))]
async fn themes(
    State(session): State<Arc<Session>>,
    ApiQuery(look): ApiQuery<DetailQuery>,
) -> ApiResult<ThemesJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let brief = snapshot.brief_among(look.detail, &look.filter())?;
        Ok(ThemesJson {
            revision: snapshot.revision.to_string(),
            coverage: brief.coverage,
            themes: brief.themes.clone(),
        })
    })
    .await
}

/// Shows one theme.
#[utoipa::path(get, path = "/themes/{id}", tag = "themes", params(("id" = String, Path), DetailQuery), responses(
    (status = 200, body = Object),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
async fn theme(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
    ApiQuery(look): ApiQuery<DetailQuery>,
) -> ApiResult<ThemeSummary> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let (detail, at) = snapshot.find(&id, look.detail)?;
        let told = snapshot.told(detail, at).cloned();
        told.ok_or_else(|| Error::missing(format!("theme {id} on show: it is hidden")))
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
    passages: Vec<CitedPassage>,
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
        let (detail, at) = snapshot.find(&id, Detail::Default)?;
        let wanted = PassageQuery {
            among: filter.r#in,
            important: filter.important,
            offset: filter.offset,
            limit: filter.limit.unwrap_or(50).min(500),
        };
        let PassagePage {
            total,
            people,
            shown,
        } = theme_passages(&snapshot, detail, at, &wanted)?;
        let passages = shown.into_iter().map(|said| CitedPassage {
            memo: said.memo.as_deref().map(text::masked),
            ..said
        });
        Ok(PassagesJson {
            total,
            people,
            passages: passages.collect(),
        })
    })
    .await
}

/// A part that a theme would fall into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct SplitPart {
    /// The number it would have.
    theme: u32,
    /// Its name; `None` where too few people voice it to be a theme.
    label: Option<String>,
    /// The words that would mark it.
    terms: Vec<String>,
    /// How many people voice it now.
    people: usize,
    /// Somebody's words.
    quote: Option<String>,
}

/// Returns what a theme would fall into; nothing is changed.
fn split(session: &Arc<Session>, snapshot: &Snapshot, theme: u32) -> Result<Vec<SplitPart>, Error> {
    let request = Request::Split { theme };
    let by = session.signature();
    let codebook = session.with_study(|study| Ok(study.imagined(&request, &by)?))?;
    let parts = codebook.last_active().map(Entry::themes);
    let imagined = snapshot
        .analysis(Detail::Default)
        .decided(codebook)
        .ok_or_else(|| Error::asked("the study was just changed"))?;
    let pieces = parts.unwrap_or_default().into_iter().map(|number| {
        let id = ThemeId::Theme(number);
        let found = imagined
            .findings
            .iter()
            .find(|finding| finding.theme.id == id);
        let quote = found.and_then(|finding| finding.quotes.first()).map(|&at| {
            let place = imagined.passages.all[at].place;
            imagined.quote(place).text
        });
        SplitPart {
            theme: number,
            label: found.map(|finding| finding.theme.name.clone()),
            terms: found
                .map(|finding| finding.theme.terms.clone())
                .unwrap_or_default(),
            people: found.map_or(0, |finding| finding.latest.len()),
            quote,
        }
    });
    Ok(pieces.collect())
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
    (status = 422, description = "it cannot be split into parts", body = Problem),
))]
async fn proposal(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
) -> ApiResult<SplitPreviewJson> {
    answered(move || {
        let theme = id.parse().map_err(|_| {
            Error::asked(format!(
                "`{id}` is not a theme of its own, so it cannot be split"
            ))
        })?;
        let snapshot: Arc<Snapshot> = session.snapshot()?;
        let pieces = split(&session, &snapshot, theme)?;
        Ok(SplitPreviewJson { pieces })
    })
    .await
}
