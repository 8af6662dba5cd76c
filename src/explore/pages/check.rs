//! Checking a theme by reading: one text after the other, is it about this?

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use maud::{Markup, html};
use serde_json::json;

use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame};
use super::{PageResult, written};
use crate::inquiry::Ledger;
use crate::inquiry::check::{CheckTexts, DrawnText, READ, SEED, check_of, checkable};
use crate::report::narrative::theme_check;
use crate::report::words;
use crate::study::quote_id;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/check/{theme}", get(check))
}

async fn check(State(session): State<Arc<Session>>, Path(theme): Path<String>) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let ledger = Ledger::new(snapshot.analysis(Detail::Default));
        let (finding, number) = checkable(&ledger, &theme)?;
        let name = &ledger.finding(finding).theme.name;
        let checked = check_of(&ledger, finding);
        let read = checked.as_ref().map_or(0, |of| of.read + of.unsure);
        let texts = CheckTexts::new(&ledger, finding).draw(SEED, READ);
        let title = format!("Check: {name}");
        let frame = PageFrame::new(At::Themes, &title, None);
        let writes = !session.options().read_only;
        let next = texts.first().filter(|_| writes);
        let content = html! {
            header.title {
                p.path { a href="/themes" { "Themes" } " / " a href={ "/themes/" (number) } { (name) } " / check" }
                h1 { "Is it about “" (name) "”?" }
                p.unit {
                    (read) " of " (read + texts.len() as u64) " read. Some of these texts are in the theme, some are not: you are not told which. "
                    "Each answer is saved at once; Undo takes the last one back."
                }
            }
            @if let Some(text) = next { (ask(&snapshot, number, text)) }
            @if let Some(check) = &checked { p.standing { (theme_check(check)) } }
            @if texts.is_empty() {
                p { "All of them are read. " a href={ "/themes/" (number) } { "Back to the theme" } }
            } @else if !writes {
                p { "The study was opened read-only, so nothing can be checked here." }
            }
        };
        Ok(frame.around(&session, &snapshot, &content))
    })
    .await
}

/// Asks of one text.
fn ask(snapshot: &Snapshot, theme: u32, text: &DrawnText) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let (document, span) = (text.place.document(), text.place.span());
    let id = quote_id(&analysis.corpus, document, span).to_string();
    let reply = |about: Option<bool>| {
        json!({
            "what": "check", "theme": theme, "passage": { "quote": id },
            "about": about, "drawn": text.drawn,
        })
    };
    let quote = &text.passage;
    let [before, passage, after] = text.around();
    html! {
        figure.quote.check {
            blockquote lang=[quote.language.as_deref()] { p { (before) mark { (passage) } (after) } }
            // Who knows the rating reads by it.
            figcaption { span.place { (words::place(quote)) } }
        }
        div.buttons {
            button.primary type="button" data-key="y" data-decide=(reply(Some(true))) { "Yes, it is " kbd { "y" } }
            button type="button" data-key="n" data-decide=(reply(Some(false))) { "No " kbd { "n" } }
            button type="button" data-key="c" data-decide=(reply(None)) { "Can’t tell " kbd { "c" } }
        }
    }
}
