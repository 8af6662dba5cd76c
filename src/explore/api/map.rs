//! The map: points, what they are coloured by, what some of them have in common.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::cited_passages::said;
use super::super::error::Error;
use super::super::filter::Filter;
use super::super::map_colours::{Colours, colours};
use super::super::map_points::MapPoints;
use super::super::passage_summary::PointWords;
use super::super::session::Session;
use super::{ApiQuery, ApiResult, Problem, answered};
use crate::themes::Detail;

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new()
        .routes(routes!(points))
        .routes(routes!(coloured))
        .routes(routes!(inside))
        .routes(routes!(point))
}

/// Gives every passage as a point.
#[utoipa::path(get, path = "/map", tag = "map", responses(
    (status = 200, body = MapPoints),
    (status = 500, body = Problem),
))]
async fn points(State(session): State<Arc<Session>>) -> ApiResult<MapPoints> {
    answered(move || Ok(session.map_points(&*session.snapshot()?)?.as_ref().clone())).await
}

/// What to colour points by.
#[derive(Debug, Deserialize, IntoParams)]
struct MapQuery {
    /// `theme`, `group`, `rating`, `tone`, `wave`, `month`, `medium`, or `attribute:tier`.
    by: Option<String>,
    /// `broad`, `default` or `fine`, where it is themes.
    #[param(value_type = Option<String>)]
    #[serde(default, alias = "grain")]
    detail: Detail,
}

/// Gives a value for each point.
#[utoipa::path(get, path = "/map/colours", tag = "map", params(MapQuery), responses(
    (status = 200, body = Colours),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
async fn coloured(
    State(session): State<Arc<Session>>,
    ApiQuery(asked): ApiQuery<MapQuery>,
) -> ApiResult<Colours> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let points = session.map_points(&snapshot)?;
        let by = asked.by.as_deref().unwrap_or("theme");
        colours(&snapshot, &points, by, asked.detail)
            .ok_or_else(|| Error::missing(format!("attribute `{by}` to colour by")))
    })
    .await
}

/// Which answers.
#[derive(Debug, Deserialize, IntoParams)]
struct InsideQuery {
    /// A wave, a period, a segment, or several: `spring & tier:gold`.
    r#in: String,
}

/// Gives the points of the answers that a filter lets through.
#[utoipa::path(get, path = "/map/inside", tag = "map", params(InsideQuery), responses(
    (status = 200, body = PointsJson),
    (status = 400, body = Problem),
))]
async fn inside(
    State(session): State<Arc<Session>>,
    ApiQuery(asked): ApiQuery<InsideQuery>,
) -> ApiResult<PointsJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let analysis = snapshot.analysis(Detail::Default);
        let among = snapshot.among(&Filter::new(Some(&asked.r#in)))?;
        let is_in = |place| among.as_ref().is_none_or(|among| among.holds(place));
        let passages = analysis.passages.all.iter().enumerate();
        let inside = passages.filter(|(_, passage)| is_in(passage.place));
        Ok(PointsJson {
            passages: inside.map(|(at, _)| at).collect(),
        })
    })
    .await
}

/// A passage under the pointer.
#[derive(Debug, Serialize, ToSchema)]
struct Spotted {
    #[serde(flatten)]
    words: PointWords,
    /// The theme it is of.
    theme: Option<String>,
    /// That theme's id.
    theme_id: Option<String>,
    /// Its group, as it is drawn.
    group: Option<&'static str>,
}

/// Shows the passage of a point.
#[utoipa::path(get, path = "/map/points/{passage}", tag = "map", params(("passage" = usize, Path)), responses(
    (status = 200, body = Spotted),
    (status = 404, body = Problem),
))]
async fn point(
    State(session): State<Arc<Session>>,
    Path(passage): Path<String>,
) -> ApiResult<Spotted> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let analysis = snapshot.analysis(Detail::Default);
        let at = passage.parse::<usize>().ok();
        let found = at.filter(|at| *at < analysis.passages.all.len());
        let at = found.ok_or_else(|| Error::missing(format!("point `{passage}`")))?;
        let said = said(&snapshot, analysis.passages.all[at].place);
        let finding = analysis.voiced_by(at).finding();
        let theme = finding.map(|finding| &analysis.findings[finding].theme);
        Ok(Spotted {
            words: PointWords::new(&said, &snapshot),
            theme: theme.map(|theme| theme.name.clone()),
            theme_id: theme.map(|theme| theme.id.to_string()),
            group: said.quote.group.map(crate::feedback::Group::name),
        })
    })
    .await
}

/// Some points.
#[derive(Debug, Serialize, ToSchema)]
struct PointsJson {
    /// The numbers of their passages.
    passages: Vec<usize>,
}
