//! What a page shows, as files to take along.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::blocking::run_blocking;
use super::super::chosen::ChosenQuery;
use super::super::cited_passages::{CitedPassage, PassageQuery, said, theme_passages};
use super::super::error::Error;
use super::super::search_results::read;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::{ApiQuery, DetailQuery, Problem, Refusal};
use crate::exchange::{Cited, Table, answer_table, quote_table, theme_table, workbook};
use crate::feedback::{Document, Place};
use crate::inquiry::{Ledger, NoIndex};
use crate::question::{Compared, HitOrder, SearchQuestion};
use crate::search::Context;
use crate::study::Analysis;
use crate::themes::{Detail, Theme};

pub(super) fn routes() -> OpenApiRouter<Arc<Session>> {
    OpenApiRouter::new()
        .routes(routes!(themes))
        .routes(routes!(passages))
        .routes(routes!(compared))
        .routes(routes!(found))
        .routes(routes!(chosen))
}

/// Gives the themes as CSV.
#[utoipa::path(get, path = "/export/themes.csv", tag = "export", params(DetailQuery, FormQuery), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 400, body = Problem),
))]
async fn themes(
    State(session): State<Arc<Session>>,
    ApiQuery(look): ApiQuery<DetailQuery>,
    ApiQuery(form): ApiQuery<FormQuery>,
) -> Result<Response, Refusal> {
    table("themes", form, move || {
        let brief = session
            .snapshot()?
            .brief_among(look.detail, &look.filter())?;
        Ok(theme_table(&brief))
    })
    .await
}

/// Which passages.
#[derive(Debug, Deserialize, IntoParams)]
struct PassagesCsvQuery {
    /// The theme's id.
    theme: String,
    /// Only answers of a wave, a period, a group or a segment.
    r#in: Option<String>,
    /// Only passages that somebody marked as important.
    #[serde(default)]
    important: bool,
}

/// Gives the passages of a theme as CSV, contact details masked.
#[utoipa::path(get, path = "/export/passages.csv", tag = "export", params(PassagesCsvQuery, FormQuery), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
async fn passages(
    State(session): State<Arc<Session>>,
    ApiQuery(asked): ApiQuery<PassagesCsvQuery>,
    ApiQuery(form): ApiQuery<FormQuery>,
) -> Result<Response, Refusal> {
    table("passages", form, move || {
        let snapshot = session.snapshot()?;
        let (detail, at) = snapshot.find(&asked.theme, Detail::Default)?;
        let wanted = PassageQuery {
            among: asked.r#in,
            important: asked.important,
            offset: 0,
            limit: usize::MAX,
        };
        let theme = &snapshot.analysis(detail).findings[at].theme;
        let shown = theme_passages(&snapshot, detail, at, &wanted)?
            .shown
            .into_iter();
        let cited = shown.map(|said| cited(&snapshot, said, &[theme]));
        Ok(quote_table(&cited.collect::<Vec<_>>()))
    })
    .await
}

/// Gives the answer to a comparison as CSV.
#[utoipa::path(get, path = "/export/compare.csv", tag = "export", params(Compared, FormQuery), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 400, body = Problem),
))]
async fn compared(
    State(session): State<Arc<Session>>,
    ApiQuery(asked): ApiQuery<Compared>,
    ApiQuery(form): ApiQuery<FormQuery>,
) -> Result<Response, Refusal> {
    table("compare", form, move || {
        let asked = asked.question().map_err(Error::asked)?;
        let snapshot = session.snapshot()?;
        let ledger = Ledger::new(snapshot.analysis(Detail::Default));
        let answer = asked.answer(&ledger, &NoIndex)?;
        answer_table(&answer).ok_or_else(|| Error::missing("table of that"))
    })
    .await
}

/// What to find.
#[derive(Debug, Deserialize, IntoParams)]
struct SearchCsvQuery {
    /// The query.
    #[serde(default)]
    q: String,
    /// Only the words as they are written.
    #[serde(default)]
    exact: bool,
    /// The id of a passage that others should be like.
    like: Option<String>,
    /// Only comments of a part of the answers.
    r#in: Option<String>,
}

/// Hits in a file.
const MOST: usize = 10_000;

/// Gives what is found as CSV, contact details masked: at most 10,000 comments
/// and turns.
#[utoipa::path(get, path = "/export/search.csv", tag = "export", params(SearchCsvQuery, FormQuery), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 400, body = Problem),
))]
async fn found(
    State(session): State<Arc<Session>>,
    ApiQuery(asked): ApiQuery<SearchCsvQuery>,
    ApiQuery(form): ApiQuery<FormQuery>,
) -> Result<Response, Refusal> {
    table("search", form, move || {
        let snapshot = session.snapshot()?;
        let question = SearchQuestion {
            query: asked.q,
            exact: asked.exact,
            like: asked.like,
            among: asked.r#in,
            order: HitOrder::default(),
        };
        let mut read = read(&snapshot, &question)?;
        read.options.facets = false;
        read.options.context = Context::Whole;
        let unread = |problem| Error::of_query(problem, &question.query);
        let found = session.search(&snapshot, |index| {
            read.find(index, (0, MOST)).map_err(unread)
        })?;
        let analysis = snapshot.analysis(Detail::Default);
        let spoken = spoken(analysis);
        let cited = found.page(0, MOST).iter().map(|hit| {
            let themes = themes_at(analysis, &spoken, hit.place);
            cited(&snapshot, said(&snapshot, hit.place), &themes)
        });
        Ok(quote_table(&cited.collect::<Vec<_>>()))
    })
    .await
}

/// Gives the passages of a filter, or of a part of the map, as a table, contact
/// details masked.
#[utoipa::path(get, path = "/export/chosen.csv", tag = "export", params(ChosenQuery, FormQuery), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 400, body = Problem),
))]
async fn chosen(
    State(session): State<Arc<Session>>,
    ApiQuery(asked): ApiQuery<ChosenQuery>,
    ApiQuery(form): ApiQuery<FormQuery>,
) -> Result<Response, Refusal> {
    table("passages", form, move || {
        let snapshot = session.snapshot()?;
        let analysis = snapshot.analysis(Detail::Default);
        let passages = asked.passages(&session, &snapshot)?.into_iter();
        let cited = passages.map(|at| {
            let themes = analysis.themes_of(at).into_iter();
            let themes: Vec<&Theme> = themes.map(|of| &analysis.findings[of].theme).collect();
            cited(
                &snapshot,
                said(&snapshot, analysis.passages.all[at].place),
                &themes,
            )
        });
        Ok(quote_table(&cited.collect::<Vec<_>>()))
    })
    .await
}

/// Returns the passages of each document.
fn spoken(analysis: &Analysis) -> HashMap<Document, Vec<usize>> {
    let mut spoken: HashMap<Document, Vec<usize>> = HashMap::new();
    for (at, passage) in analysis.passages.all.iter().enumerate() {
        spoken.entry(passage.place.document()).or_default().push(at);
    }
    spoken
}

/// Returns the themes voiced in a comment or turn, each once.
fn themes_at<'a>(
    analysis: &'a Analysis,
    spoken: &HashMap<Document, Vec<usize>>,
    place: Place,
) -> Vec<&'a Theme> {
    let whole = place.span();
    let passages = spoken.get(&place.document()).into_iter().flatten();
    let inside = passages.filter(|&&at| {
        let span = analysis.passages.all[at].place.span();
        span.start >= whole.start && span.end <= whole.end
    });
    let mut found: Vec<usize> = inside.flat_map(|&at| analysis.themes_of(at)).collect();
    found.sort_unstable();
    found.dedup();
    found
        .iter()
        .map(|&at| &analysis.findings[at].theme)
        .collect()
}

fn cited(snapshot: &Snapshot, said: CitedPassage, themes: &[&Theme]) -> Cited {
    let scale = &snapshot.any().corpus.scale;
    let joined = |parts: Vec<String>| parts.join(" | ");
    Cited {
        quote: said.id,
        theme_id: joined(themes.iter().map(|theme| theme.id.to_string()).collect()),
        theme: joined(themes.iter().map(|theme| theme.name.clone()).collect()),
        coded_by: String::new(),
        important: said.important,
        memo: said.memo.unwrap_or_default(),
        group: said
            .quote
            .group
            .map(|group| scale.singular(group).to_owned())
            .unwrap_or_default(),
        said: said.quote,
    }
}

/// A table as a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum TableForm {
    /// Comma-separated, UTF-8.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

/// As which file.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
struct FormQuery {
    /// `csv` or `xlsx`.
    #[param(value_type = Option<String>)]
    #[serde(default)]
    form: TableForm,
}

/// Writes a table on a thread of its own, as a file to keep.
async fn table(
    name: &str,
    FormQuery { form }: FormQuery,
    work: impl FnOnce() -> Result<Table, Error> + Send + 'static,
) -> Result<Response, Refusal> {
    let (ending, kind) = match form {
        TableForm::Csv => ("csv", "text/csv; charset=utf-8"),
        TableForm::Xlsx => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    };
    let title = name.to_owned();
    let bytes = run_blocking(move || {
        let table = work()?;
        match form {
            TableForm::Csv => Ok(table.csv().into_bytes()),
            TableForm::Xlsx => {
                let book = workbook(&title, vec![table]);
                book.map_err(|problem| Error::asked(format!("no workbook: {problem}")))
            }
        }
    })
    .await?;
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"motif-{name}.{ending}\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}
