//! Every passage as a point: near each other when they speak of the same thing.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::error::Error;
use super::super::filter::Filter;
use super::super::map_colours::choices;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame, detail};
use super::{PageQuery, PageResult, map_picture, quotes, themes, written};
use crate::question::asking;
use crate::report::words;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/map", get(map))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct MapPageQuery {
    #[serde(default, alias = "grain")]
    detail: Detail,
    by: Option<String>,
    q: Option<String>,
    like: Option<String>,
    theme: Option<String>,
    r#in: Option<String>,
}

async fn map(
    State(session): State<Arc<Session>>,
    PageQuery(look): PageQuery<MapPageQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let filter = Filter::new(look.r#in.as_deref());
        snapshot.among(&filter)?;
        let frame = PageFrame::new(At::Map, "Map", Some("map")).filtered(&filter);
        let page = if session.options().bundle {
            pictured(&session, &snapshot)?
        } else {
            page(&session, &snapshot, &look, &filter)
        };
        Ok(frame.around(&session, &snapshot, &page))
    })
    .await
}

/// Returns the page where it is a file.
fn pictured(session: &Session, snapshot: &Snapshot) -> Result<Markup, Error> {
    Ok(html! {
        (heading())
        (map_picture::picture(session, snapshot)?)
    })
}

fn heading() -> Markup {
    html! {
        header.title.slim {
            h1 { "Map" }
            p.unit {
                "Each point is a passage, and nearby points say similar things. The distances between groups, and their sizes, mean little."
            }
        }
    }
}

fn page(session: &Session, snapshot: &Snapshot, look: &MapPageQuery, filter: &Filter) -> Markup {
    let by = look.by.as_deref().unwrap_or("theme");
    let writes = !session.options().read_only;
    html! {
        (heading())
        div.tools {
            label { "Colour by"
                select #by data-param="by" {
                    @for (value, name) in choices(snapshot) { option value=(value) selected[value == by] { (words::attribute(&name)) } }
                }
            }
            @if by == "theme" { (detail(look.detail)) }
            form action="/map" method="get" role="search" {
                @if by != "theme" { input type="hidden" name="by" value=(by); }
                @if let Some(among) = filter.text() { input type="hidden" name="in" value=(among); }
                label { "Highlight" input type="search" name="q" value=[look.q.as_deref()] data-hotkey="/" placeholder="a search"; }
            }
            @if let Some(q) = look.q.as_deref().filter(|q| !q.trim().is_empty()) {
                a href=(asking("/search", &[("q", q), ("in", filter.asked())])) { "List what was found" }
            }
            button type="button" #lasso aria-pressed="false" title="Draw around points to see them together (or hold Shift)" { "Lasso" }
            button type="button" #dense aria-pressed="false" title="Lines around where most points lie" { "Density" }
            button type="button" #whole title="Show everything" { "Whole map" }
            button type="button" #picture { "Save picture" }
        }
        div.map-page {
            div.plane {
                canvas #map tabindex="0" role="img"
                    aria-label="Map of all passages. Arrow keys move it, plus and minus zoom, Enter selects everything in view; the list beside it names the themes."
                    data-by=(by) data-detail=(look.detail.name()) data-q=[look.q.as_deref()] data-like=[look.like.as_deref()] data-theme=[look.theme.as_deref()] data-in=[filter.text()] {}
                div #card hidden {}
                p #map-state role="status" { "Drawing the map…" }
            }
            aside.legend aria-label="What the colours mean" {
                div #chosen hidden {}
                p.key { "Passages; one person can have several." }
                ul #legend {}
            }
        }
        @if writes {
            @let brief = snapshot.brief(Detail::Default);
            (heap_dialogs(&themes::choices(brief)))
        }
    }
}

/// What can be done with the points drawn around.
fn heap_dialogs(themes: &[(u32, &str)]) -> Markup {
    html! {
        template #dialog-make {
            form method="dialog" data-what="create" {
                h2 { "Create a theme" }
                p.hint { "These passages stay in it, whatever is found later. Others that say exactly the same go with them." }
                input type="hidden" name="passages" data-kind="json" data-fill="passages";
                label { "Name" input name="name" required maxlength="120"; }
                (quotes::buttons("Create"))
            }
        }
        template #dialog-move-all {
            form method="dialog" data-what="move" {
                h2 { "Move to a theme" }
                input type="hidden" name="passages" data-kind="json" data-fill="passages";
                (quotes::choose(themes, "theme", "Theme"))
                (quotes::buttons("Move"))
            }
        }
    }
}
