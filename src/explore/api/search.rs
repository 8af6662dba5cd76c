//! What was said, found by its words and by what it means.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::filter::Filter;
use super::super::search_results::{ShownHit, found, points, shown};
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::{ApiQuery, ApiResult, Problem, answered};
use crate::feedback::Span;
use crate::question::{HitOrder, SearchQuestion};
use crate::search::{Facet, condition};
use crate::study::{Quote, quote_id};
use crate::text;

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new()
        .routes(routes!(search))
        .routes(routes!(search_points))
}

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
struct SearchApiQuery {
    /// Words, phrases and conditions, as `motif search` takes them:
    /// `"phone line" group:detractor`. Nothing asks for everything.
    #[serde(default)]
    q: String,
    /// The id of a passage: what says the like comes, among all that answers `q`.
    like: Option<String>,
    /// Only comments of a wave, a period, a segment, or of several: `spring & tier:gold`.
    r#in: Option<String>,
    /// Whether only words as they are written count.
    #[serde(default)]
    exact: bool,
    /// `best`, `newest`, `oldest`, `highest` or `lowest`.
    #[param(value_type = Option<String>)]
    #[serde(default)]
    sort: HitOrder,
    /// Whether to count how all that was found spreads.
    #[serde(default)]
    facets: bool,
    /// How many to pass over.
    #[serde(default)]
    offset: usize,
    /// How many to give, at most 500; 30 where left out.
    limit: Option<usize>,
}

impl SearchApiQuery {
    fn question(&self) -> SearchQuestion {
        SearchQuestion {
            query: self.q.clone(),
            exact: self.exact,
            order: self.sort,
            like: self.like.clone(),
            among: Filter::new(self.r#in.as_deref()).text().map(str::to_owned),
        }
    }
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
struct SearchJson {
    /// How many comments and turns have the words.
    total: usize,
    /// How many more say the like; where more than 480 have the words, no
    /// others are looked for.
    similar: usize,
    /// Those asked for; those that have the words first.
    #[schema(value_type = Vec<Object>)]
    hits: Vec<SearchHitJson>,
    /// How all of them spread.
    facets: Vec<FacetJson>,
}

/// A comment or turn that answers, as its best passage.
#[derive(Debug, Serialize)]
struct SearchHitJson {
    /// The id of the passage.
    id: String,
    #[serde(flatten)]
    quote: Quote,
    /// The matching words, in characters from the beginning of `text`.
    matches: Vec<[usize; 2]>,
    /// Whether it lacks the words and says the like.
    similar: bool,
    important: bool,
    memo: Option<String>,
    /// The ids of all passages in the comment or turn that answer.
    passages: Vec<String>,
    /// The ids of the themes they are of.
    themes: Vec<String>,
}

/// How hits spread over the values of a field.
#[derive(Debug, Serialize, ToSchema)]
struct FacetJson {
    field: String,
    values: Vec<FacetValueJson>,
}

/// A value, and how many hits have it.
#[derive(Debug, Serialize, ToSchema)]
struct FacetValueJson {
    value: String,
    count: usize,
    /// How a query asks for it.
    condition: Option<String>,
}

impl From<Facet> for FacetJson {
    fn from(facet: Facet) -> Self {
        let field = facet.field;
        // What would have to be masked cannot be asked for.
        let shown = |(value, _): &(String, usize)| text::contacts(value).is_empty();
        let values = facet.values.into_iter().filter(shown);
        let values = values.map(|(value, count)| FacetValueJson {
            condition: condition(&field, &value),
            value,
            count,
        });
        Self {
            values: values.collect(),
            field,
        }
    }
}

impl SearchHitJson {
    fn new(snapshot: &Snapshot, hit: &crate::search::Hit) -> Self {
        let ShownHit {
            said,
            place,
            passages,
            themes,
            similar,
            ..
        } = shown(snapshot, hit);
        let analysis = snapshot.any();
        let ids = passages.into_iter().map(|at| {
            let place = analysis.passages.all[at].place;
            quote_id(&analysis.corpus, place.document(), place.span()).to_string()
        });
        let span = place.span();
        let text = analysis.corpus.text(place.document());
        let inside = |found: &&Span| found.start >= span.start && found.end <= span.end;
        let within = hit.matches.iter().filter(inside).map(|found| {
            let (start, end) = found.in_characters(text);
            let (first, _) = span.in_characters(text);
            [start - first, end - first]
        });
        Self {
            matches: within.collect(),
            passages: ids.collect(),
            themes: themes.into_iter().map(|(id, _)| id.to_string()).collect(),
            similar,
            id: said.id,
            quote: said.quote,
            important: said.important,
            memo: said.memo,
        }
    }
}

/// Finds what was said.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchApiQuery), responses(
    (status = 200, body = SearchJson),
    (status = 400, description = "the query cannot be read: `column` says from which character", body = Problem),
    (status = 404, description = "there is no such passage", body = Problem),
))]
async fn search(
    State(session): State<Arc<Session>>,
    ApiQuery(sought): ApiQuery<SearchApiQuery>,
) -> ApiResult<SearchJson> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let limit = sought.limit.unwrap_or(30).min(500);
        let page = (sought.offset, limit);
        let found = found(&session, &snapshot, &sought.question(), page, sought.facets)?;
        let hits = found.page(sought.offset, limit).iter();
        Ok(SearchJson {
            hits: hits.map(|hit| SearchHitJson::new(&snapshot, hit)).collect(),
            total: found.total,
            similar: found.similar,
            facets: found.facets.into_iter().map(FacetJson::from).collect(),
        })
    })
    .await
}

/// What answers, as points of the map.
#[derive(Debug, Serialize, ToSchema)]
struct MatchingPoints {
    /// The passages that have the words, by their numbers on the map, ascending.
    passages: Vec<usize>,
    /// Those that say the like.
    similar: Vec<usize>,
}

/// Finds the points of the map where something was said.
#[utoipa::path(get, path = "/search/points", tag = "search", params(SearchApiQuery), responses(
    (status = 200, body = MatchingPoints),
    (status = 400, description = "the query cannot be read: `column` says from which character", body = Problem),
    (status = 404, description = "there is no such passage", body = Problem),
))]
async fn search_points(
    State(session): State<Arc<Session>>,
    ApiQuery(sought): ApiQuery<SearchApiQuery>,
) -> ApiResult<MatchingPoints> {
    answered(move || {
        let snapshot = session.snapshot()?;
        let (passages, similar) = points(&session, &snapshot, &sought.question())?;
        Ok(MatchingPoints { passages, similar })
    })
    .await
}
