//! What was decided, and the views that are kept.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};

use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame};
use super::quotes::buttons;
use super::{PageResult, written};
use crate::report::words;
use crate::study::saved_views::SavedView;
use crate::themes::{Detail, Entry, ThemeId};

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/history", get(history))
}

async fn history(State(session): State<Arc<Session>>) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let frame = PageFrame::new(At::History, "History", None);
        let read_only = session.options().read_only;
        let page = page(&snapshot, &session.views(), read_only);
        Ok(frame.around(&session, &snapshot, &page))
    })
    .await
}

fn page(snapshot: &Snapshot, views: &[SavedView], read_only: bool) -> Markup {
    let entries = &snapshot.any().codebook.entries;
    let undone = entries.iter().filter(|entry| entry.undone).count() as u64;
    html! {
        header.title {
            h1 { "History" }
            p.unit {
                (words::count(entries.len() as u64, "decision", "decisions"))
                @if undone > 0 { ", " (words::thousands(undone)) " undone" }
                ". In the terminal: " code { "motif theme log" } " lists."
            }
        }
        @if entries.is_empty() {
            p { "No decisions yet. When you rename, merge or split themes, it is listed here with who and when." }
        } @else {
            (next(snapshot, read_only))
            (log(snapshot, entries, read_only))
        }
        (kept(views, read_only))
    }
}

/// What Undo and Redo would do.
fn next(snapshot: &Snapshot, read_only: bool) -> Markup {
    let codebook = &snapshot.any().codebook;
    html! {
        @if !read_only {
            ul.next {
                @if let Some(entry) = codebook.last_active() {
                    li { "Undo: " (snapshot.clause(entry)) "." }
                }
                @if let Some(entry) = codebook.first_undone() {
                    li { "Redo: " (snapshot.clause(entry)) "." }
                }
            }
        }
    }
}

fn log(snapshot: &Snapshot, entries: &[Entry], read_only: bool) -> Markup {
    let last = snapshot
        .any()
        .codebook
        .last_active()
        .map(|entry| entry.number);
    html! {
        table.log {
            caption.hidden { "Decisions, latest first" }
            thead { tr {
                th.n scope="col" { "No." }
                th scope="col" { "What" }
                th scope="col" { "Themes" }
                th scope="col" { "Who" }
                th scope="col" { "When" }
                @if !read_only { th scope="col" { span.hidden { "Do again" } } }
            } }
            tbody {
                @for entry in entries.iter().rev() {
                    tr id={ "decision-" (entry.number) } class=[entry.undone.then_some("undone")] {
                        td.n { (entry.number) }
                        td {
                            @if entry.undone { del { (words::capitalised(&snapshot.clause(entry))) } span.mark { "undone" } }
                            @else { (words::capitalised(&snapshot.clause(entry))) }
                            @if last == Some(entry.number) { span.mark { "latest in effect" } }
                        }
                        td { (themes(snapshot, entry)) }
                        td { (entry.who) }
                        td { time datetime=(entry.at) { (when(&entry.at)) } }
                        @if !read_only { td { @if entry.undone {
                            button type="button" data-post={ "/api/decisions/" (entry.number) "/again" }
                                aria-label={ "Do decision " (entry.number) " again" } { "Do again" }
                        } } }
                    }
                }
            }
        }
    }
}

/// The themes a decision speaks of, as they are called now: what is said of it
/// has the names they had then.
fn themes(snapshot: &Snapshot, entry: &Entry) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let name = |number: u32| {
        let id = ThemeId::Theme(number);
        let mut findings = analysis.findings.iter();
        let found = findings.find(|finding| finding.theme.id == id);
        found.map(|finding| finding.theme.name.as_str())
    };
    html! {
        @for (at, number) in entry.themes().into_iter().enumerate() {
            @if at > 0 { ", " }
            @match name(number) {
                Some(name) => a href={ "/themes/" (number) } { (number) " " (name) },
                None => span.gone title="No longer there" { (number) },
            }
        }
    }
}

fn kept(views: &[SavedView], read_only: bool) -> Markup {
    html! {
        section aria-labelledby="views" {
            h2 #views { "Views" }
            @if views.is_empty() {
                p { "No saved views yet. “Save view” keeps any page under a name. It always shows current data, in the report too." }
            } @else {
                table.kept {
                    caption.hidden { "Views" }
                    thead { tr {
                        th scope="col" { "View" }
                        th scope="col" { "Note" }
                        th scope="col" { "Who" }
                        th scope="col" { "When" }
                        th scope="col" { "In the report" }
                        @if !read_only { th scope="col" { span.hidden { "Delete" } } }
                    } }
                    tbody { @for view in views { (row(view, read_only)) } }
                }
                @if !read_only { (changing()) }
            }
        }
    }
}

/// What "Change…" opens.
fn changing() -> Markup {
    html! {
        template #dialog-rename-view {
            form method="dialog" data-change-view {
                h2 { "Edit view" }
                input type="hidden" name="view" data-fill="view";
                label { "Name" input name="name" data-fill="name" required maxlength="120"; }
                label { "Note" textarea name="note" rows="3" maxlength="4000" data-fill="note" {} }
                p.problem role="alert" {}
                (buttons("Keep"))
            }
        }
    }
}

fn row(view: &SavedView, read_only: bool) -> Markup {
    html! {
        tr id={ "view-" (view.id) } {
            th scope="row" { a href=(view.address) { (view.name) } span.terms { (view.address) } }
            td { @if let Some(note) = &view.note { (note) } }
            td { (view.who) }
            td { time datetime=(view.at) { (when(&view.at)) } }
            td {
                @if read_only { @if view.in_report { "yes" } @else { "no" } }
                @else {
                    input type="checkbox" data-report=(view.id) checked[view.in_report]
                        aria-label={ "“" (view.name) "” is in the report" };
                }
            }
            @if !read_only {
                td {
                    button type="button" data-dialog="rename-view" data-view=(view.id) data-name=(view.name)
                        data-note=[view.note.as_deref()] { "Change…" }
                    " "
                    button type="button" data-forget=(view.id) aria-label={ "Delete the view " (view.name) } { "Delete" }
                }
            }
        }
    }
}

/// Returns the day and the minute: `14 April 2025, 10:05`.
fn when(at: &str) -> String {
    let time = at.get(11..16).filter(|time| time.as_bytes()[2] == b':');
    time.map_or_else(
        || words::day(at),
        |time| format!("{}, {time}", words::day(at)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_said_to_the_minute_as_far_as_it_is_known() {
        assert_eq!(when("2025-04-14T10:05:33+02:00"), "14 April 2025, 10:05");
        assert_eq!(when("2025-04-14"), "14 April 2025");
        assert_eq!(when("once"), "once");
    }
}
