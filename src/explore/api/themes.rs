//! The study, its themes, and the people behind each.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::cited_passages::{CitedPassage, PassagePage, PassageQuery, said, theme_passages};
use super::super::error::Error;
use super::super::passage_summary::{NamedCount, PointWords};
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::{ApiQuery, ApiResult, DetailQuery, Problem, answered};
use crate::report::brief::{Coverage, SourceFile, ThemeSummary};
use crate::study::{self, Analysis, ThemePiece};
use crate::text;
use crate::themes::Detail;

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

/// A piece that a theme could be split into.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct SplitPieceJson {
    /// A name for it.
    label: String,
    /// The words that would mark it.
    terms: Vec<String>,
    /// How many people mention it in their latest answer.
    people: usize,
    /// In how many interviews it is mentioned.
    interviews: usize,
    /// How many of the people are of each group.
    groups: Vec<NamedCount>,
    /// Some of what they say.
    quotes: Vec<PointWords>,
    /// Their passages, as points of the map.
    points: Vec<usize>,
}

/// Quotes shown of a piece.
const PIECE_QUOTES: usize = 2;

impl SplitPieceJson {
    fn new(snapshot: &Snapshot, analysis: &Analysis, piece: &ThemePiece) -> Self {
        let scale = &analysis.corpus.scale;
        let groups = scale.groups().filter_map(|group| {
            let count = *piece.groups.get(&group)?;
            Some(NamedCount {
                id: group.name().to_owned(),
                name: match count {
                    1 => scale.singular(group),
                    _ => scale.plural(group),
                }
                .to_owned(),
                count,
            })
        });
        let quotes = analysis.quoted(&piece.passages, PIECE_QUOTES).into_iter();
        let quotes = quotes.map(|at| {
            let said = said(snapshot, analysis.passages.all[at].place);
            PointWords::new(&said, snapshot)
        });
        Self {
            label: piece.name.clone(),
            terms: piece.terms.clone(),
            people: piece.people,
            interviews: piece.interviews,
            groups: groups.collect(),
            quotes: quotes.collect(),
            points: piece.passages.clone(),
        }
    }
}

/// Into how many pieces.
#[derive(Debug, Deserialize, IntoParams)]
struct SplitQuery {
    /// From 2 to 8; without it the parts the theme was found with or merged
    /// from, and two where it has none.
    into: Option<usize>,
}

/// What a theme could be split into.
#[derive(Debug, Serialize, ToSchema)]
struct SplitPreviewJson {
    /// The pieces, that of most people first.
    pieces: Vec<SplitPieceJson>,
}

/// Shows what a theme could be split into; nothing is changed.
#[utoipa::path(get, path = "/themes/{id}/split", tag = "themes", params(("id" = u32, Path), SplitQuery), responses(
    (status = 200, body = SplitPreviewJson),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
    (status = 422, description = "too little is said in it to split it", body = Problem),
))]
async fn proposal(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
    ApiQuery(asked): ApiQuery<SplitQuery>,
) -> ApiResult<SplitPreviewJson> {
    answered(move || {
        let theme: u32 = id.parse().map_err(|_| {
            Error::asked(format!(
                "`{id}` is not a theme of its own, so it cannot be split"
            ))
        })?;
        if asked.into.is_some_and(|into| !(2..=8).contains(&into)) {
            return Err(Error::asked("a theme is split into 2 to 8 pieces"));
        }
        let snapshot: Arc<Snapshot> = session.snapshot()?;
        let (_, at) = snapshot.find(&id, Detail::Default)?;
        let analysis = snapshot.analysis(Detail::Default);
        let mut pieces = analysis.pieces(at, asked.into);
        if pieces.len() < 2 && asked.into.is_none() {
            pieces = analysis.pieces(at, Some(2));
        }
        if pieces.len() < 2 {
            return Err(study::Error::Whole { theme }.into());
        }
        let pieces = pieces.iter();
        Ok(SplitPreviewJson {
            pieces: pieces
                .map(|piece| SplitPieceJson::new(&snapshot, analysis, piece))
                .collect(),
        })
    })
    .await
}
