//! What stands around every page: where one is, what was last decided, how
//! finely one looks.

use maud::{DOCTYPE, Markup, html};

use crate::report::charts;
use crate::report::title::title;
use crate::report::words;
use crate::themes::Detail;

use super::super::filter::Filter;
use super::super::session::{Session, SessionOptions};
use super::super::snapshot::Snapshot;
use super::filter_bar::bar;
use super::quotes::buttons;
use crate::question::{asking, with};
use crate::study::saved_views::SavedView;

/// The places one can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Themes,
    Map,
    Compare,
    Search,
    Interviews,
    Accounts,
    History,
}

impl At {
    /// Each with its name, which is also its address: `/themes`.
    const ALL: [(Self, &'static str); 7] = [
        (Self::Themes, "Themes"),
        (Self::Map, "Map"),
        (Self::Compare, "Compare"),
        (Self::Search, "Search"),
        (Self::Interviews, "Interviews"),
        (Self::Accounts, "Accounts"),
        (Self::History, "History"),
    ];
}

/// What a page is called and where it stands.
#[derive(Clone, Debug)]
pub(super) struct PageFrame<'a> {
    at: At,
    title: &'a str,
    /// The script that runs on it: `map` for `/assets/map.js`.
    script: Option<&'static str>,
    /// Which answers it is about, where it can be about some.
    filter: Option<&'a Filter>,
}

impl<'a> PageFrame<'a> {
    pub(super) fn new(at: At, title: &'a str, script: Option<&'static str>) -> Self {
        Self {
            at,
            title,
            script,
            filter: None,
        }
    }

    /// About the answers that a filter lets through.
    pub(super) fn filtered(self, filter: &'a Filter) -> Self {
        Self {
            filter: Some(filter),
            ..self
        }
    }

    /// Returns the page with this around it.
    pub(super) fn around(
        &self,
        session: &Session,
        snapshot: &Snapshot,
        content: &Markup,
    ) -> Markup {
        let title = title(snapshot.any());
        let SessionOptions {
            read_only, bundle, ..
        } = *session.options();
        let heading = format!("{} · {title} · motif", self.title);
        html! {
            (DOCTYPE)
            html lang="en" data-revision=(snapshot.revision) data-read-only[read_only] data-bundle[bundle] {
                (if bundle { bundle_head(&heading) } else { head(&heading) })
                body {
                    a.skip href="#main" { "Skip to content" }
                    (charts::patterns())
                    header.bar {
                        a.brand href="/themes" { "motif" }
                        span.study { (title) }
                        (self.places(snapshot, bundle))
                        @if bundle {
                            span.read-only { "A copy made on " (words::day(&(session.options().clock)())) }
                        } @else {
                            (hands(snapshot, read_only, self.title))
                            (views(&session.views(), read_only))
                        }
                    }
                    main #main tabindex="-1" data-script=[self.script] {
                        @if let Some(Ok(bar)) = self.filter.filter(|_| !bundle).map(|filter| bar(snapshot, filter)) { (bar) }
                        (content)
                    }
                    @if !bundle {
                        div #said role="status" aria-live="polite" {}
                        dialog #dialog {}
                        (keys())
                    }
                    @if !read_only { (keeping()) }
                }
            }
        }
    }

    fn places(&self, snapshot: &Snapshot, bundle: bool) -> Markup {
        let interviews = !snapshot.any().corpus.interviews.is_empty();
        let shown = At::ALL
            .into_iter()
            .filter(|(at, _)| interviews || *at != At::Interviews)
            .filter(|(at, _)| !bundle || *at != At::Search);
        let among = self.filter.map_or("", Filter::asked);
        html! {
            nav.places aria-label="Pages" {
                @for (at, name) in shown {
                    a href=(asking(&format!("/{}", name.to_lowercase()), &[("in", among)])) aria-current=[(at == self.at).then_some("page")] { (name) }
                }
            }
        }
    }
}

/// What can be done from everywhere.
fn hands(snapshot: &Snapshot, read_only: bool, title: &str) -> Markup {
    let codebook = &snapshot.any().codebook;
    let undo = codebook.last_active().map(|entry| snapshot.clause(entry));
    let redo = codebook.first_undone().map(|entry| snapshot.clause(entry));
    html! {
        div.hands {
            @if read_only {
                span.read-only { "Read-only" }
            } @else {
                button type="button" data-post="/api/undo" disabled[undo.is_none()]
                    title=[undo.map(|what| format!("Undo: {what}"))] { "Undo" }
                button type="button" data-post="/api/redo" disabled[redo.is_none()]
                    title=[redo.map(|what| format!("Redo: {what}"))] { "Redo" }
                button #keep-view type="button" data-dialog="keep" data-name=(title) { "Save view" }
            }
        }
    }
}

/// Returns the views that are kept, to go to.
fn views(views: &[SavedView], read_only: bool) -> Markup {
    html! {
        details #views-menu .menu.views {
            summary { "Views" }
            div.choices {
                @for view in views {
                    div.view {
                        a href=(view.address) { (view.name) }
                        @if !read_only {
                            button type="button" data-forget=(view.id) aria-label={ "Delete the view " (view.name) } title="Delete" { "×" }
                        }
                    }
                }
                @if views.is_empty() { p.hint { "No saved views yet." } }
                hr;
                button #copy-link type="button" data-copy { "Copy link" }
                a href="/history#views" { "All views…" }
            }
        }
    }
}

/// What keys do on every page, and on some.
const KEYS: [(&str, &str); 11] = [
    ("/", "find or search"),
    (
        "g then t, m, c, s, i, a, h",
        "go to themes, map, compare, search, interviews, accounts, history",
    ),
    ("u", "undo the last decision"),
    ("Esc", "close what is open"),
    ("?", "show these keys"),
    ("← → ↑ ↓", "on the map: move"),
    ("+ −", "on the map: closer, further away"),
    ("0", "on the map: show everything"),
    ("Enter", "on the map: select everything in view"),
    ("Shift and drag", "on the map: draw around points"),
    (
        "n, or Alt and click",
        "on the map: show what is nearest in meaning to a point",
    ),
];

/// Returns what `?` opens.
fn keys() -> Markup {
    html! {
        template #dialog-keys {
            form method="dialog" {
                h2 { "Keys" }
                dl.keys {
                    @for (key, does) in KEYS { dt { kbd { (key) } } dd { (does) } }
                }
                div.buttons { button.primary type="submit" { "Close" } }
            }
        }
    }
}

/// Returns what "Save view" opens.
fn keeping() -> Markup {
    html! {
        template #dialog-keep {
            form method="dialog" data-keep {
                h2 { "Save this view" }
                p.hint { "A saved view always shows current data." }
                label { "Name" input name="name" data-fill="name" required maxlength="120"; }
                label { "Note" textarea name="note" rows="3" maxlength="4000" {} }
                label.tick { input type="checkbox" name="in_report"; " Add it to the report" }
                p.problem role="alert" {}
                (buttons("Keep"))
            }
        }
    }
}

/// Returns what of a page can be taken along: tables by name and address, and
/// a picture of the part that a selector names.
pub(super) fn export(tables: &[(&str, String)], picture: Option<&str>) -> Markup {
    html! {
        details #export .menu.export {
            summary { "Export" }
            div.choices {
                @for (name, address) in tables {
                    a href=(address) download { (name) " (CSV)" }
                    a href=(with(address, "form=xlsx")) download { (name) " (Excel)" }
                }
                @if let Some(of) = picture {
                    button type="button" data-picture="svg" data-of=(of) { "Picture (SVG)" }
                    button type="button" data-picture="png" data-of=(of) { "Picture (PNG)" }
                }
            }
        }
    }
}

/// Returns the control of how finely a page looks.
pub(super) fn detail(now: Detail) -> Markup {
    let name = ["Broad", "Usual", "Fine"][now as usize];
    html! {
        label.detail {
            "Detail"
            input #detail type="range" min="0" max="2" step="1" value=(now as usize)
                data-stops="broad default fine" aria-valuetext=(name);
            output for="detail" { (name) }
        }
    }
}

/// Returns a page that only says something.
pub(super) fn bare(text: &str, hint: Option<&str>) -> Markup {
    alone(&html! {
        p role="alert" { (text) }
        @if let Some(hint) = hint { p.hint { (hint) } }
        p { a href="/themes" { "Back to themes" } }
    })
}

/// Returns a page that says how to get in.
pub(super) fn locked(reason: &str) -> Markup {
    alone(&html! {
        p role="alert" { (reason) }
        ol {
            li { "Go to the window where motif is running." }
            li { "Press Enter there. It prints a new address, which is good for one visit." }
            li { "Open that address in this browser." }
        }
        p.hint { "If motif is not running any more, start it again with " code { "motif explore" } ". Addresses are good once, so that nobody else on this computer can read the answers." }
    })
}

fn alone(content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head("motif"))
            body.bare {
                main #main {
                    h1 { "motif" }
                    (content)
                }
            }
        }
    }
}

/// Returns the head of a page that is a file: modules do not load from a disk.
fn bundle_head(title: &str) -> Markup {
    html! {
        head {
            (described(title))
            link rel="stylesheet" href="/assets/bundle.css";
            script defer src="/assets/bundle.js" {}
        }
    }
}

fn described(title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (title) }
        link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
        link rel="stylesheet" href="/assets/page.css";
    }
}

fn head(title: &str) -> Markup {
    html! {
        head {
            (described(title))
            script type="module" src="/assets/page.js" {}
        }
    }
}
