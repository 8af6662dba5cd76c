//! Hits, one below the other or told apart, and what can be done with them.

use maud::{Markup, html};

use super::super::super::highlight::HighlightPiece;
use super::super::super::search_results::{ShownHit, answering, shown};
use super::super::super::snapshot::Snapshot;
use super::super::quotes::{start, told};
use super::{PAGE, SearchPageQuery, bare, beyond};
use crate::inquiry::search::SearchResults;
use crate::report::words;
use crate::search::{Hit, Hits, Query, condition};
use crate::study::{hit_themes, quote_id};

/// So many hits of one file or theme are shown.
const EACH: usize = 3;

/// So many files or themes are shown.
const MOST: usize = 40;

/// Returns the hits as they are wanted.
pub(super) fn hits(
    snapshot: &Snapshot,
    look: &SearchPageQuery,
    found: &SearchResults,
    read_only: bool,
) -> Markup {
    html! {
        @if look.themes {
            (by_theme(snapshot, look, found, read_only))
        } @else if look.group {
            (by_source(snapshot, look, found, read_only))
        } @else {
            (one_by_one(snapshot, look, found, read_only))
        }
    }
}

fn one_by_one(
    snapshot: &Snapshot,
    look: &SearchPageQuery,
    found: &SearchResults,
    read_only: bool,
) -> Markup {
    let page = found.page(look.offset, PAGE);
    let shown: Vec<ShownHit> = page.iter().map(|hit| shown(snapshot, hit)).collect();
    let spoken = shown.iter().filter(|hit| !hit.similar).count();
    let (spoken, similar) = shown.split_at(spoken);
    html! {
        @if !read_only { (bulk(snapshot, look, &shown)) } @else { p.tools { (on_the_map(look)) } }
        div #hits {
            (list(snapshot, look, spoken, read_only))
            @if !similar.is_empty() && look.like.is_none() {
                h2.other { "Similar in meaning" }
                p.hint { "These do not contain all the words." }
            }
            (list(snapshot, look, similar, read_only))
        }
        (pages(look, found))
    }
}

fn list(snapshot: &Snapshot, look: &SearchPageQuery, hits: &[ShownHit], read_only: bool) -> Markup {
    html! {
        @if !hits.is_empty() {
            ol.said { @for hit in hits { (one(snapshot, look, hit, read_only)) } }
        }
    }
}

/// Returns a hit with its words marked.
fn one(snapshot: &Snapshot, look: &SearchPageQuery, hit: &ShownHit, read_only: bool) -> Markup {
    let scale = &snapshot.any().corpus.scale;
    let ids = ids(snapshot, &hit.passages);
    let like = SearchPageQuery {
        q: String::new(),
        like: Some(hit.said.id.clone()),
        sort: super::HitOrder::Best,
        exact: false,
        ..look.asking("")
    };
    let beside = html! {
        @for (id, name) in &hit.themes { a.of href={ "/themes/" (id) } title="Its theme" { (name) } }
        a.like href=(like.address()) title="Find similar" { "similar" }
    };
    let words = html! {
        @if !hit.before.is_empty() { span.around { (pieces(&hit.before)) } }
        (pieces(&hit.words))
        @if !hit.after.is_empty() { span.around { (pieces(&hit.after)) } }
    };
    html! {
        li.hit data-similar[hit.similar] {
            @if !read_only {
                @if ids.is_empty() { span.pick title="Themes contain answers, not questions" {} } @else {
                    input.pick type="checkbox" value=(ids) aria-label={ "Select: " (start(&hit.said.quote.text, 8)) };
                }
            }
            (told(&hit.said, &words, &beside, scale, read_only))
        }
    }
}

fn pieces(pieces: &[HighlightPiece]) -> Markup {
    html! {
        @for piece in pieces {
            @if piece.is_match { mark { (piece.text) } } @else { (piece.text) }
        }
    }
}

/// Returns the ids of passages, with commas between.
fn ids(snapshot: &Snapshot, passages: &[usize]) -> String {
    let analysis = snapshot.any();
    let id = |&at: &usize| {
        let place = analysis.passages.all[at].place;
        quote_id(&analysis.corpus, place.document(), place.span()).to_string()
    };
    passages.iter().map(id).collect::<Vec<_>>().join(",")
}

/// Returns what can be done with hits: with those selected, else with all
/// shown that have the words.
fn bulk(snapshot: &Snapshot, look: &SearchPageQuery, shown: &[ShownHit]) -> Markup {
    let spoken = |hit: &&ShownHit| !hit.similar || look.like.is_some();
    let passages: Vec<usize> = shown
        .iter()
        .filter(spoken)
        .flat_map(|hit| hit.passages.iter().copied())
        .collect();
    let ids = ids(snapshot, &passages);
    let name = words::capitalised(bare(&look.q).trim_matches(|c: char| !c.is_alphanumeric()));
    html! {
        div.tools.bulk role="group" aria-label="Selected matches" {
            label { input #all type="checkbox"; "Select all shown" }
            span #picked aria-live="polite" {}
            (make("make-theme", &ids, passages.len(), &name))
            button #move-hits type="button" data-dialog="move" data-quote=(ids) disabled { "Move to a theme…" }
            (on_the_map(look))
        }
    }
}

fn on_the_map(look: &SearchPageQuery) -> Markup {
    let query = serde_urlencoded::to_string([("q", &look.q)]).unwrap_or_default();
    html! {
        @if look.like.is_none() { a href={ "/map?" (query) } { "Show on the map" } }
    }
}

fn make(id: &str, ids: &str, passages: usize, name: &str) -> Markup {
    let size = words::count(
        passages as u64,
        "passage goes into it",
        "passages go into it",
    );
    html! {
        button id=[(!id.is_empty()).then_some(id)] type="button" data-dialog="make" data-quote=(ids) data-name=(name)
            data-size=(size) disabled[passages == 0] { "Create a theme…" }
    }
}

fn pages(look: &SearchPageQuery, found: &SearchResults) -> Markup {
    let (first, last) = (
        look.offset,
        look.offset.saturating_add(PAGE).min(found.all()),
    );
    let at = |offset: usize| {
        SearchPageQuery {
            offset,
            ..look.clone()
        }
        .address()
    };
    html! {
        @if found.all() > PAGE || look.offset > 0 {
            nav.pages aria-label="More matches" {
                @if first > 0 { a.button rel="prev" href=(at(first.saturating_sub(PAGE))) { "Back" } }
                span {
                    @if first < last { (words::thousands(first as u64 + 1)) " to " (words::of(last as u64, found.all() as u64)) }
                    @else { "That is all." }
                }
                @if last < found.all() { a.button rel="next" href=(at(last)) { "More" } }
            }
        }
    }
}

/// Returns the hits by the interview or file they are from.
fn by_source(
    snapshot: &Snapshot,
    look: &SearchPageQuery,
    found: &SearchResults,
    read_only: bool,
) -> Markup {
    let corpus = &snapshot.any().corpus;
    let all = Hits {
        total: found.total,
        similar: found.similar,
        hits: found.hits.clone(),
        facets: Vec::new(),
    };
    let source = |hit: &Hit| corpus.origin(hit.place.document()).0.to_owned();
    let groups = all.grouped(source, MOST, EACH);
    html! {
        @if let Some(beyond) = beyond(found) { p.hint { (beyond) } }
        div #hits {
            @for group in &groups {
                section.group {
                    h2 { (group.source) span.n { (words::count(group.total as u64, "hit", "hits")) } }
                    (list(snapshot, look, &each(snapshot, &group.hits), read_only))
                    @if group.total > group.hits.len() && let Some(asked) = condition("file", &group.source) {
                        p { a href=(SearchPageQuery { group: false, ..look.asking(joined(&look.q, &asked)) }.address()) {
                            "All " (words::thousands(group.total as u64)) " of it"
                        } }
                    }
                }
            }
        }
    }
}

fn each(snapshot: &Snapshot, hits: &[Hit]) -> Vec<ShownHit> {
    hits.iter().map(|hit| shown(snapshot, hit)).collect()
}

/// Returns a query with one more condition.
pub(super) fn joined(query: &str, condition: &str) -> String {
    let query = query.trim();
    // What stands beside an `OR` would not hold for all of it.
    if Query::parse(query).is_ok_and(|query| query.is_choice()) {
        return format!("({query}) {condition}");
    }
    format!("{query} {condition}").trim().to_owned()
}

/// Returns the hits by what they speak of.
fn by_theme(
    snapshot: &Snapshot,
    look: &SearchPageQuery,
    found: &SearchResults,
    read_only: bool,
) -> Markup {
    let hits = &found.hits[..];
    let themes = hit_themes(hits, found.language, &snapshot.any().settings);
    let inside: usize = themes.iter().map(|theme| theme.hits.len()).sum();
    let passages = |of: &[usize]| -> Vec<usize> {
        let passages = of.iter().flat_map(|&at| answering(snapshot, &hits[at]));
        passages.collect()
    };
    html! {
        @if let Some(beyond) = beyond(found) { p.hint { (beyond) } }
        @if themes.is_empty() {
            p { "Too few matches to group, or all too similar." }
            (one_by_one(snapshot, look, found, read_only))
        } @else {
            div #hits {
                @for theme in themes.iter().take(MOST) {
                    @let of = passages(&theme.hits);
                    @let best: Vec<Hit> = theme.hits.iter().take(EACH).map(|&at| hits[at].clone()).collect();
                    section.group {
                        h2 { (theme.label.name) span.n { (words::count(theme.hits.len() as u64, "hit", "hits")) } }
                        p.terms { (theme.label.terms.join(", ")) }
                        (list(snapshot, look, &each(snapshot, &best), true))
                        @if !read_only { p { (make("", &ids(snapshot, &of), of.len(), &theme.label.name)) } }
                    }
                }
            }
            @if hits.len() > inside {
                p.hint { (words::count((hits.len() - inside) as u64, "match is", "matches are")) " apart." }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_holds_for_all_of_a_query() {
        assert_eq!(joined("phone line", "wave:a"), "phone line wave:a");
        assert_eq!(joined("", "wave:a"), "wave:a");
        assert_eq!(joined("price OR cost", "wave:a"), "(price OR cost) wave:a");
        assert_eq!(
            joined("(price OR cost) wave:a", "group:b"),
            "(price OR cost) wave:a group:b"
        );
    }
}
