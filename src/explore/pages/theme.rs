//! One theme: what it says, who says it, what proves it.

mod portrait;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::cited_passages::{PassagePage, PassageQuery, theme_passages};
use super::super::filter::Filter;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame, export};
use super::{PageQuery, PageResult, quotes, themes, written};
use crate::inquiry::check::READ;
use crate::inquiry::theme_shares::AttributeShares;
use crate::question::asking;
use crate::report::brief::ThemeSummary;
use crate::report::narrative::theme_check;
use crate::report::{sentences, words};
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/themes/{id}", get(theme))
}

/// Whose words are shown, and which of them.
#[derive(Clone, Debug, Default, Deserialize)]
struct ThemePageQuery {
    #[serde(default, alias = "grain")]
    detail: Detail,
    r#in: Option<String>,
    #[serde(default)]
    important: bool,
    #[serde(default)]
    from: usize,
}

impl ThemePageQuery {
    /// Returns who is meant, where not everybody is.
    fn among(&self) -> Option<&str> {
        self.r#in
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

/// Passages on one page.
const SHOWN: usize = 20;

async fn theme(
    State(session): State<Arc<Session>>,
    Path(id): Path<String>,
    PageQuery(mut look): PageQuery<ThemePageQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let (detail, at) = snapshot.find(&id, look.detail)?;
        let Some(whole) = snapshot.told(detail, at) else {
            return Ok(aside(&session, &snapshot, detail, at));
        };
        let filter = Filter::new(look.r#in.as_deref());
        let brief = snapshot.brief_among(detail, &filter)?;
        let inside = brief.themes.iter().find(|theme| theme.id == whole.id);
        let theme = inside.unwrap_or(whole);
        let wanted = PassageQuery {
            among: look.among().map(str::to_owned),
            important: look.important,
            offset: look.from,
            limit: SHOWN,
        };
        let mut behind = theme_passages(&snapshot, detail, at, &wanted)?;
        if behind.shown.is_empty() && behind.total > 0 {
            // What stood on the last page is elsewhere now.
            look.from = (behind.total - 1) / SHOWN * SHOWN;
            let offset = look.from;
            behind = theme_passages(&snapshot, detail, at, &PassageQuery { offset, ..wanted })?;
        }
        let shown = ThemePage {
            snapshot: &snapshot,
            detail,
            at,
            theme,
            filter: &filter,
            segments: portrait::segments(snapshot.analysis(detail), at),
            writes: !session.options().read_only,
        };
        let frame = PageFrame::new(At::Themes, &theme.label, Some("theme")).filtered(&filter);
        Ok(frame.around(&session, &snapshot, &page(&shown, &look, &behind)))
    })
    .await
}

/// A theme as it is shown.
struct ThemePage<'a> {
    snapshot: &'a Snapshot,
    detail: Detail,
    at: usize,
    theme: &'a ThemeSummary,
    filter: &'a Filter,
    segments: Vec<AttributeShares>,
    writes: bool,
}

impl ThemePage<'_> {
    /// Returns the address of this theme, with those of it who are meant, of
    /// those whom the filter lets through.
    fn people(&self, among: &str) -> String {
        let among = self.filter.narrowing(among);
        asking(&format!("/themes/{}", self.theme.id), &[("in", &among)]) + "#words"
    }
}

/// A theme that was set aside has no numbers; it can be brought back.
fn aside(session: &Session, snapshot: &Snapshot, detail: Detail, at: usize) -> Markup {
    let theme = &snapshot.analysis(detail).findings[at].theme;
    let frame = PageFrame::new(At::Themes, &theme.name, None);
    let content = html! {
        h1 { (theme.name) }
        p { "This theme is hidden: it is counted but not listed." }
        @if let (false, crate::themes::ThemeId::Theme(number)) = (session.options().read_only, theme.id) {
            button type="button" data-decide=(serde_json::json!({ "what": "confirm", "theme": number })) { "Restore" }
        }
    };
    frame.around(session, snapshot, &content)
}

fn page(shown: &ThemePage<'_>, look: &ThemePageQuery, behind: &PassagePage) -> Markup {
    let theme = shown.theme;
    let number = themes::number(&theme.id).filter(|_| shown.writes);
    html! {
        header.title {
            p.path { a href="/themes" { "Themes" } " / " (theme.id) }
            div.named {
                h1 { (theme.label) }
                @if let Some(number) = number { (themes::hands(number, theme)) }
            }
            p.standing { (sentences::standing(theme)) }
            @if let Some(parts) = sentences::parts(theme) { p.unit { (parts) } }
            @let tones = sentences::tones(theme);
            @if !tones.is_empty() {
                ul.tones { @for (says, said) in &tones {
                    li { (says) @if let Some(said) = said { ": “" (said.text) "”" } }
                } }
            }
            p.unit {
                @if !theme.terms.is_empty() { "Key terms: " i { (theme.terms.join(", ")) } ". " }
                @if theme.confirmed { "Confirmed. " }
                @if let Some(owner) = &theme.owner { "Owner: " (owner) ". " }
                @if let Some(firmness) = sentences::firmness(theme) { (firmness) }
            }
            @for caution in &theme.cautions { p.caution { strong { "Note: " } (caution) } }
            @if let Some(check) = &theme.checked { p.standing { (theme_check(check)) } }
            @if let Some(number) = number {
                p.unit { a href={ "/check/" (number) } {
                    @match &theme.checked {
                        Some(of) if of.read + of.unsure >= READ as u64 => { "How it was checked" },
                        Some(_) => { "Go on checking" },
                        None => { "Check this theme by reading " (READ) " texts" },
                    }
                } }
            }
        }
        div.theme-page {
            (evidence(shown, look, behind))
            (portrait::aside(shown))
        }
        @if shown.writes {
            @let brief = shown.snapshot.brief(Detail::Default);
            (themes::dialogs(brief))
            (quotes::dialogs(&themes::choices(brief)))
            (quotes::making())
        }
    }
}

fn evidence(shown: &ThemePage<'_>, look: &ThemePageQuery, behind: &PassagePage) -> Markup {
    let brief = shown.snapshot.brief(shown.detail);
    html! {
        section.evidence aria-labelledby="words" {
            h2 #words { "In their words" }
            (tools(shown, look))
            p.unit role="status" {
                @if behind.total == 0 { "No passage" } @else {
                    (words::count(behind.total as u64, "passage", "passages"))
                    " by " (words::count(behind.people as u64, "person", "people"))
                }
                @if let Some(among) = look.among() { " in “" (readable(among)) "”" }
                @if look.important { ", marked as important" }
                "."
                @if look.among().is_some() || look.important { " " a href={ "/themes/" (shown.theme.id) "#words" } { "Show all" } }
                @else if shown.theme.trend.len() > 1 { " These are all passages from all waves; “Who mentions it” counts each person once, by the latest answer." }
            }
            @if shown.writes { (quotes::picked()) }
            (quotes::list_to_pick(&behind.shown, &brief.scale, !shown.writes))
            (pages(shown, look, behind.total))
        }
    }
}

/// Returns who is meant as one would say it: `tier: Enterprise`, `detractor`.
fn readable(among: &str) -> String {
    let parts = among
        .split('&')
        .map(|part| match part.trim().split_once(':') {
            Some(("group", group)) => group.trim().to_owned(),
            Some((name, value)) => format!("{}: {}", words::attribute(name), value.trim()),
            None => part.trim().to_owned(),
        });
    parts.collect::<Vec<_>>().join(" & ")
}

/// Returns which of the passages one can look at, and what can be taken along.
fn tools(shown: &ThemePage<'_>, look: &ThemePageQuery) -> Markup {
    let now = look.among().unwrap_or_default();
    let important = if look.important { "true" } else { "" };
    let table = [
        ("theme", shown.theme.id.as_str()),
        ("in", now),
        ("important", important),
    ];
    html! {
        div.tools {
            label { input type="checkbox" data-param="important" checked[look.important]; span { "important only" } }
            a href="/passages?important=true" { "Important passages of all themes" }
            (export(&[("Passages", asking("/api/export/passages.csv", &table))], Some(".portrait")))
        }
    }
}

fn pages(shown: &ThemePage<'_>, look: &ThemePageQuery, total: usize) -> Markup {
    let address = |from: usize| {
        let from = from.to_string();
        let important = if look.important { "true" } else { "" };
        let among = look.among().unwrap_or_default();
        let page = format!("/themes/{}", shown.theme.id);
        asking(
            &page,
            &[("from", &from), ("in", among), ("important", important)],
        ) + "#words"
    };
    let last = look.from.saturating_add(SHOWN).min(total);
    html! {
        @if total > SHOWN {
            nav.pages aria-label="More passages" {
                @if look.from > 0 { a.button href=(address(look.from.saturating_sub(SHOWN))) { "Back" } }
                @if look.from < last {
                    span.unit { (look.from + 1) " to " (last) " of " (words::thousands(total as u64)) }
                } @else { span.unit { "That is all." } }
                @if last < total { a.button href=(address(last)) { "More" } }
            }
        }
    }
}
