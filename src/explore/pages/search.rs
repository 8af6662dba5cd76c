//! What was said, found as one types.

mod examples;
mod facets;
mod hits;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::error::Error;
use super::super::filter::Filter;
use super::super::search_results::found;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame, export};
use super::quotes::{buttons, dialogs, start};
use super::themes::choices;
use super::{PageQuery, PageResult, written};
use crate::inquiry::search::{SearchResults, TOGETHER};
use crate::question::{HitOrder, Question, SearchQuestion, asking};
use crate::report::words;
use crate::search::{Condition, Query};
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/search", get(search))
}

/// So many hits stand on a page.
const PAGE: usize = 30;

/// What is asked for, as the address has it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct SearchPageQuery {
    q: String,
    like: Option<String>,
    r#in: Option<String>,
    exact: bool,
    sort: HitOrder,
    group: bool,
    themes: bool,
    offset: usize,
}

impl SearchPageQuery {
    fn address(&self) -> String {
        let on = |is: bool| if is { "true" } else { "" };
        let offset = Some(self.offset).filter(|offset| *offset > 0);
        let asked = [
            (
                "sort",
                if self.sort == HitOrder::Best {
                    ""
                } else {
                    name(self.sort)
                },
            ),
            ("group", on(self.group)),
            ("themes", on(self.themes)),
            (
                "offset",
                &offset.map(|offset| offset.to_string()).unwrap_or_default(),
            ),
        ];
        asking(&Question::Search(self.question()).address(), &asked)
    }

    /// Returns the same asked with another query, from its first hit.
    fn asking(&self, q: impl Into<String>) -> Self {
        Self {
            q: q.into(),
            offset: 0,
            ..self.clone()
        }
    }

    fn question(&self) -> SearchQuestion {
        SearchQuestion {
            query: self.q.clone(),
            exact: self.exact,
            order: self.sort,
            like: self.like.clone(),
            among: self.filter().text().map(str::to_owned),
        }
    }

    fn filter(&self) -> Filter {
        Filter::new(self.r#in.as_deref())
    }

    fn is_blank(&self) -> bool {
        self.q.trim().is_empty() && self.like.is_none() && self.filter().text().is_none()
    }
}

async fn search(
    State(session): State<Arc<Session>>,
    PageQuery(look): PageQuery<SearchPageQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let title = match look.q.trim() {
            "" => "Search".to_owned(),
            q => format!("{q} · Search"),
        };
        let filter = look.filter();
        let frame = PageFrame::new(At::Search, &title, Some("search")).filtered(&filter);
        Ok(frame.around(&session, &snapshot, &page(&session, &snapshot, &look)?))
    })
    .await
}

fn page(session: &Session, snapshot: &Snapshot, look: &SearchPageQuery) -> Result<Markup, Error> {
    let offset = if look.group || look.themes {
        0
    } else {
        look.offset
    };
    let answer = match found(session, snapshot, &look.question(), (offset, PAGE), true) {
        Ok(found) => Ok(found),
        Err(Error::Query { problem, at }) => Err((problem, at)),
        Err(other) => return Err(other),
    };
    let read_only = session.options().read_only;
    Ok(html! {
        h1 { "Search" }
        (field(look))
        div #problem aria-live="polite" {
            @if let Err((problem, at)) = &answer { (wrong(&look.q, *at, &problem.to_string(), problem.hint())) }
        }
        p #count role="status" { @if let Ok(found) = &answer {
            (count(look, found))
            @if let Some(who) = who_says(look).filter(|_| found.total > 0) { " " a href=(who) { "What stands out among those who say it" } }
        } }
        div #found {
            @if let Ok(found) = &answer { (answered(snapshot, look, found, read_only)) }
        }
        @if !read_only { (opened(snapshot)) }
    })
}

/// Returns where the people are who say some words, with what stands out among
/// them; a query with conditions in it is not their words alone.
fn who_says(look: &SearchPageQuery) -> Option<String> {
    let words = look.q.trim();
    let is_plain = |of: char| of.is_alphanumeric() || " '’-".contains(of);
    let says = format!("says:{words}");
    let among = look.filter().narrowing(&says);
    (!words.is_empty() && words.chars().all(is_plain)).then(|| asking("/themes", &[("in", &among)]))
}

fn field(look: &SearchPageQuery) -> Markup {
    html! {
        form #ask role="search" method="get" action="/search" {
            label.hidden for="q" { "Search for" }
            input #q type="search" name="q" value=(look.q) maxlength="2000" autocomplete="off" spellcheck="false"
                data-hotkey="/" aria-describedby="problem" autofocus[look.is_blank()]
                placeholder="words, “a phrase”, group:detractor";
            @if let Some(like) = &look.like { input type="hidden" name="like" value=(like); }
            @if let Some(among) = look.filter().text() { input type="hidden" name="in" value=(among); }
            @if look.exact { input type="hidden" name="exact" value="true"; }
            @if look.group { input type="hidden" name="group" value="true"; }
            @if look.themes { input type="hidden" name="themes" value="true"; }
            @if look.sort != HitOrder::Best { input type="hidden" name="sort" value=(name(look.sort)); }
            button type="submit" { "Search" }
        }
    }
}

/// Returns what is wrong with a query, pointing at it.
fn wrong(query: &str, at: (usize, usize), problem: &str, hint: Option<String>) -> Markup {
    let letters: Vec<char> = query.chars().collect();
    let from = at.0.min(letters.len());
    let to = at.1.clamp(from, letters.len());
    let part = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    html! {
        div #wrong {
            p { strong { (words::capitalised(problem).replace('`', "'")) "." } @if let Some(hint) = hint { " " (words::capitalised(&hint).replace('`', "'")) "." } }
            code { (part(0, from)) span.at { (part(from, to)) @if from == to { "␣" } } (part(to, letters.len())) }
        }
    }
}

/// Returns how many there are, in words.
fn count(look: &SearchPageQuery, found: &SearchResults) -> String {
    let number = |count: usize| words::thousands(count as u64);
    let (total, similar) = (number(found.total), number(found.similar));
    if look.is_blank() {
        return String::new();
    }
    if look.like.is_some() {
        return match found.similar {
            0 => "Nothing similar.".into(),
            1 => "1 similar.".into(),
            _ => format!("{similar} similar, most similar first."),
        };
    }
    let fits = if only_conditions(&look.q) {
        if found.total == 1 { "fits" } else { "fit" }
    } else if look.exact {
        "with exactly these words"
    } else {
        "with these words"
    };
    match (found.total, found.similar) {
        (0, 0) => "No matches.".into(),
        (0, 1) => "No exact match, 1 similar.".into(),
        (0, _) => format!("No exact match, {similar} similar."),
        (_, 0) => format!("{total} {fits}."),
        (_, 1) => format!("{total} {fits}, 1 similar."),
        (_, _) => format!("{total} {fits}, {similar} similar."),
    }
}

fn conditions(query: &str) -> Vec<Condition> {
    Query::parse(query).map_or_else(|_| Vec::new(), |query| query.conditions())
}

/// Returns the query without its conditions.
fn bare(query: &str) -> String {
    let conditions = conditions(query);
    let bare = |query: String, of: &Condition| of.taken_out_of(&query);
    // From the last, so that the places of those before stay true.
    conditions.iter().rev().fold(query.to_owned(), bare)
}

fn only_conditions(query: &str) -> bool {
    bare(query).trim().is_empty()
}

fn answered(
    snapshot: &Snapshot,
    look: &SearchPageQuery,
    found: &SearchResults,
    read_only: bool,
) -> Markup {
    html! {
        div.search {
            div.results {
                @if look.is_blank() {
                    (examples::examples(snapshot, &found.facets))
                } @else {
                    (chips(snapshot, look))
                    @if found.all() == 0 { (nothing(look)) } @else {
                        (tools(look))
                        (hits::hits(snapshot, look, found, read_only))
                    }
                }
            }
            (facets::facets(snapshot, look, found))
        }
    }
}

/// Returns the conditions there are, each with a way out.
fn chips(snapshot: &Snapshot, look: &SearchPageQuery) -> Markup {
    let conditions = conditions(&look.q);
    let like = look.like.as_deref().and_then(|id| liked(snapshot, id));
    html! {
        @if !conditions.is_empty() || like.is_some() {
            ul.chips aria-label="Conditions" {
                @if let Some(like) = like {
                    (chip(&format!("like “{like}”"), &SearchPageQuery { like: None, offset: 0, ..look.clone() }))
                }
                @for condition in &conditions {
                    (chip(condition.at.slice(&look.q), &look.asking(condition.taken_out_of(&look.q))))
                }
            }
        }
    }
}

fn chip(text: &str, without: &SearchPageQuery) -> Markup {
    html! {
        li { a.chip href=(without.address()) aria-label={ "Remove " (text) } {
            span { (text) } span aria-hidden="true" { "×" }
        } }
    }
}

fn liked(snapshot: &Snapshot, id: &str) -> Option<String> {
    let (document, span) = snapshot.quoted(id)?;
    let text = crate::text::masked(span.slice(snapshot.any().corpus.text(document)));
    let more = text.split_whitespace().nth(12).map_or("", |_| " …");
    Some(start(&text, 12) + more)
}

/// Returns what else could be asked.
fn nothing(look: &SearchPageQuery) -> Markup {
    let last = look.q.split_whitespace().last().unwrap_or_default();
    let is_word = last.chars().count() > 2 && last.chars().all(char::is_alphanumeric);
    let less = bare(&look.q);
    html! {
        ul.instead {
            @if is_word {
                li { a href=(look.asking(format!("{}*", look.q.trim_end())).address()) { "Words that begin with “" (last) "”" } }
                li { a href=(look.asking(format!("{}~1", look.q.trim_end())).address()) { "Similar spellings" } }
            }
            @if less.trim() != look.q.trim() && !less.trim().is_empty() {
                li { a href=(look.asking(less.as_str()).address()) { "Without the filters" } }
            }
            @if look.exact {
                li { a href=(SearchPageQuery { exact: false, ..look.clone() }.address()) { "Include other word forms and similar meanings" } }
            }
            li { a href="/search" { "How to search" } }
        }
    }
}

fn name(order: HitOrder) -> &'static str {
    ORDERS
        .iter()
        .find(|(of, ..)| *of == order)
        .map_or("best", |(_, name, _)| name)
}

const ORDERS: [(HitOrder, &str, &str); 5] = [
    (HitOrder::Best, "best", "Best match"),
    (HitOrder::Newest, "newest", "Newest first"),
    (HitOrder::Oldest, "oldest", "Oldest first"),
    (HitOrder::Highest, "highest", "Highest rating first"),
    (HitOrder::Lowest, "lowest", "Lowest rating first"),
];

/// Returns how hits are laid out, and in which order.
fn tools(look: &SearchPageQuery) -> Markup {
    let layouts = [
        ("One by one", false, false),
        ("By source", true, false),
        ("By topic", false, true),
    ];
    html! {
        div.tools {
            nav.layouts aria-label="Layout" {
                @for (name, group, themes) in layouts {
                    a href=(SearchPageQuery { group, themes, offset: 0, ..look.clone() }.address())
                        aria-current=[((group, themes) == (look.group, look.themes)).then_some("true")] { (name) }
                }
            }
            @if look.like.is_none() {
                label { "Order"
                    select #sort data-param="sort" {
                        @for (order, name, label) in ORDERS {
                            option value=(if order == HitOrder::Best { "" } else { name }) selected[order == look.sort] { (label) }
                        }
                    }
                }
                label title="No other word forms, nothing similar in meaning" {
                    input #exact type="checkbox" data-param="exact" checked[look.exact]; "Exact words"
                }
                (export(&[("Hits", asking("/api/export/search.csv", &[("q", &look.q), ("exact", if look.exact { "true" } else { "" }), ("like", look.like.as_deref().unwrap_or_default()), ("in", look.filter().asked())]))], None))
            }
        }
    }
}

/// Returns what the buttons open.
fn opened(snapshot: &Snapshot) -> Markup {
    let brief = snapshot.brief(Detail::Default);
    html! {
        (dialogs(&choices(brief)))
        template #dialog-make {
            form method="dialog" data-what="create" {
                h2 { "Create a theme" }
                p.hint { span data-fill="size" {} ". They stay in it even when themes are found again, and passages with the same words go with them." }
                input type="hidden" name="passages" data-kind="quotes" data-fill="quote";
                label { "Name" input name="name" data-fill="name" required maxlength="120" autocomplete="off"; }
                (buttons("Create"))
            }
        }
    }
}

/// Returns a sentence on hits that are not looked at together.
fn beyond(found: &SearchResults) -> Option<String> {
    let looked = TOGETHER.min(found.all());
    (found.all() > TOGETHER).then(|| {
        let (looked, all) = (looked as u64, found.all() as u64);
        format!("Among the first {}.", words::of(looked, all))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_only_what_is_not_usual() {
        let look = SearchPageQuery {
            q: "a b&c".into(),
            exact: true,
            ..SearchPageQuery::default()
        };
        assert_eq!(look.address(), "/search?q=a%20b%26c&exact=true");
        assert_eq!(SearchPageQuery::default().address(), "/search");
    }

    #[test]
    fn a_query_of_conditions_alone_has_no_words() {
        assert!(only_conditions("group:detractor wave:\"last spring\""));
        assert!(!only_conditions("group:detractor phone"));
        assert_eq!(bare("a group:detractor b rating:0..6"), "a b");
    }

    #[test]
    fn a_mistake_is_pointed_at_by_characters() {
        let page = wrong("größe (a", (6, 7), "the `(` is never closed", None).into_string();
        assert!(
            page.contains("größe <span class=\"at\">(</span>a"),
            "{page}"
        );
        let page = wrong("a", (9, 12), "x", None).into_string();
        assert!(page.contains("a<span class=\"at\">"), "{page}");
    }
}
