//! The map: points, what they are coloured by, what some of them have in common.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::cited_passages::said;
use super::super::error::Error;
use super::super::map_points::{Colours, Plane, colours};
use super::super::passage_summary::{Heap, Words};
use super::super::session::Desk;
use super::super::snapshot::Sight;
use super::{Answer, Asked, Problem, Sent, answered};
use crate::study::Voiced;
use crate::themes::Grain;

pub(super) fn routes() -> OpenApiRouter<Arc<Desk>> {
    OpenApiRouter::new()
        .routes(routes!(points))
        .routes(routes!(coloured))
        .routes(routes!(point))
        .routes(routes!(heap))
}

/// Gives every passage as a point.
#[utoipa::path(get, path = "/map", tag = "map", responses(
    (status = 200, body = Plane),
    (status = 500, body = Problem),
))]
async fn points(State(desk): State<Arc<Desk>>) -> Answer<Plane> {
    answered(move || Ok(desk.plane(&*desk.sight()?)?.as_ref().clone())).await
}

/// What to colour points by.
#[derive(Debug, Deserialize, IntoParams)]
struct By {
    /// `theme`, `group`, `rating`, `wave`, `medium`, or `attribute:tier`.
    by: Option<String>,
    /// `broad`, `default` or `fine`, where it is themes.
    #[param(value_type = Option<String>)]
    #[serde(default)]
    grain: Grain,
}

/// Gives a value for each point.
#[utoipa::path(get, path = "/map/colours", tag = "map", params(By), responses(
    (status = 200, body = Colours),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
async fn coloured(State(desk): State<Arc<Desk>>, Asked(asked): Asked<By>) -> Answer<Colours> {
    answered(move || {
        let sight = desk.sight()?;
        let plane = desk.plane(&sight)?;
        let by = asked.by.as_deref().unwrap_or("theme");
        colours(&sight, &plane, by, asked.grain).ok_or_else(|| Error::Missing {
            what: format!("attribute `{by}` to colour by"),
        })
    })
    .await
}

/// A passage under the pointer.
#[derive(Debug, Serialize, ToSchema)]
struct Spotted {
    #[serde(flatten)]
    words: Words,
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
async fn point(State(desk): State<Arc<Desk>>, Path(passage): Path<String>) -> Answer<Spotted> {
    answered(move || {
        let sight = desk.sight()?;
        let analysis = sight.analysis(Grain::Default);
        let at = passage.parse::<usize>().ok();
        let found = at.filter(|at| *at < analysis.passages.all.len());
        let at = found.ok_or_else(|| Error::Missing {
            what: format!("point `{passage}`"),
        })?;
        let said = said(&sight, analysis.passages.all[at].place);
        let theme = match analysis.voiced_by(at) {
            Voiced::Theme { finding, .. } => Some(&analysis.findings[finding].theme),
            Voiced::Unthemed | Voiced::Blank => None,
        };
        Ok(Spotted {
            words: Words::of(&said, &sight),
            theme: theme.map(|theme| theme.name.clone()),
            theme_id: theme.map(|theme| theme.id.to_string()),
            group: said.quote.group.map(crate::feedback::Group::name),
        })
    })
    .await
}

/// Some points.
#[derive(Debug, Deserialize, ToSchema)]
struct Points {
    /// The numbers of their passages.
    passages: Vec<usize>,
}

/// Says what some points have in common.
#[utoipa::path(post, path = "/map/selection", tag = "map", request_body = Points, responses(
    (status = 200, body = Heap),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
async fn heap(State(desk): State<Arc<Desk>>, Sent(sent): Sent<Points>) -> Answer<Heap> {
    answered(move || {
        let sight: Arc<Sight> = desk.sight()?;
        let count = sight.any().passages.all.len();
        if sent.passages.iter().any(|passage| *passage >= count) {
            return Err(Error::Missing {
                what: "such point".into(),
            });
        }
        Ok(Heap::of(&sight, Grain::Default, &sent.passages))
    })
    .await
}
