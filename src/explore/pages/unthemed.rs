//! What no theme covers, to read and to give a home.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::super::cited_passages::said;
use super::super::filter::Filter;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame};
use super::{PageQuery, PageResult, quotes, themes, written};
use crate::feedback::Place;
use crate::question::asking;
use crate::report::words;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/unthemed", get(unthemed))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct UnthemedQuery {
    r#in: Option<String>,
    #[serde(default)]
    from: usize,
}

/// Passages on one page.
const SHOWN: usize = 20;

async fn unthemed(
    State(session): State<Arc<Session>>,
    PageQuery(asked): PageQuery<UnthemedQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let filter = Filter::new(asked.r#in.as_deref());
        let analysis = snapshot.analysis(Detail::Default);
        let among = snapshot.among(&filter)?;
        let mut passages = analysis.unthemed();
        passages.retain(|&passage| {
            let place = analysis.passages.all[passage].place;
            among.as_ref().is_none_or(|among| among.holds(place))
        });
        // What was written before what was said: small talk has no theme either.
        passages.sort_by_key(|&passage| {
            matches!(analysis.passages.all[passage].place, Place::Turn { .. })
        });
        let frame = PageFrame::new(At::Themes, "Not in a theme", None).filtered(&filter);
        let writes = !session.options().read_only;
        let page = page(&snapshot, &filter, &passages, asked.from, writes);
        Ok(frame.around(&session, &snapshot, &page))
    })
    .await
}

fn page(
    snapshot: &Snapshot,
    filter: &Filter,
    passages: &[usize],
    from: usize,
    writes: bool,
) -> Markup {
    let address = |from: usize| {
        asking(
            "/unthemed",
            &[("from", &from.to_string()), ("in", filter.asked())],
        )
    };
    let total = passages.len();
    let all = &snapshot.any().passages.all;
    let is_spoken = |passage: &&usize| matches!(all[**passage].place, Place::Turn { .. });
    let spoken = passages.iter().filter(is_spoken).count();
    let last = from.saturating_add(SHOWN).min(total);
    html! {
        header.title {
            p.path { a href="/themes" { "Themes" } " / not in a theme" }
            h1 { "What no theme covers" }
            p.unit {
                (words::count(total as u64, "passage", "passages"))
                @if spoken > 0 { ", " (words::thousands(spoken as u64)) " of them in interviews" }
                ": they say something, but share no topic with enough others. Somebody with a passage here can have another in a theme. Move those that belong to one, or make one of them."
            }
        }
        @if writes {
            (quotes::picked())
        }
        ol.said.to-pick {
            @for &passage in &passages[from.min(total)..last] { (one(snapshot, passage, writes)) }
        }
        @if total > SHOWN {
            nav.pages aria-label="More passages" {
                @if from > 0 { a.button href=(address(from.saturating_sub(SHOWN))) { "Back" } }
                span.unit { (from + 1) " to " (words::thousands(last as u64)) " of " (words::thousands(total as u64)) }
                @if last < total { a.button href=(address(last)) { "More" } }
            }
        }
        @if writes {
            (quotes::dialogs(&themes::choices(snapshot.brief(Detail::Default))))
            (quotes::making())
        }
    }
}

/// Returns a passage with the theme it is nearest to.
fn one(snapshot: &Snapshot, passage: usize, writes: bool) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let said = said(snapshot, analysis.passages.all[passage].place);
    let nearest = analysis.nearest_theme(passage);
    let nearest = nearest.map(|at| &analysis.findings[at].theme);
    let move_there = |number: u32| {
        let passages = [json!({ "quote": said.id })];
        json!({ "what": "move", "theme": number, "passages": passages })
    };
    let beside = html! {
        @if let Some(theme) = nearest {
            span { "nearest theme: " a href={ "/themes/" (theme.id) } { (theme.name) } }
            @if let Some(number) = themes::number(&theme.id.to_string()).filter(|_| writes) {
                button.small type="button" data-decide=(move_there(number))
                    aria-label={ "Move “" (quotes::start(&said.quote.text, 6)) "” to " (theme.name) } { "Move there" }
            }
        }
    };
    let words = html! { (said.quote.text) };
    html! {
        li {
            @if writes { (quotes::pick(&said)) }
            (quotes::told(&said, &words, &beside, &analysis.corpus.scale, true))
        }
    }
}
