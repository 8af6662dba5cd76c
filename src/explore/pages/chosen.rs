//! The passages that somebody chose, as a table; and what is particular about
//! the people behind them.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::chosen::{ChosenQuery, PassageOrder};
use super::super::cited_passages::said;
use super::super::passage_summary::PassageSummary;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::choices::order_choice;
use super::frame::{At, PageFrame, export};
use super::narrative::Telling;
use super::themes::ways;
use super::{PageQuery, PageResult, quotes, themes, written};
use crate::feedback::{Group, Place};
use crate::inquiry::{Ledger, Selection, contrast};
use crate::nps::contrast::ShareContrast;
use crate::nps::intervals::{Interval, Proportion};
use crate::question::asking;
use crate::report::{narrative, words};
use crate::text;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new()
        .route("/passages", get(passages))
        .route("/map/chosen", get(on_the_map))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct TableQuery {
    #[serde(default)]
    from: usize,
}

/// Rows on one page.
const SHOWN: usize = 50;

/// Attributes of people that have a column.
const ATTRIBUTES: usize = 2;

async fn passages(
    State(session): State<Arc<Session>>,
    PageQuery(asked): PageQuery<ChosenQuery>,
    PageQuery(TableQuery { from }): PageQuery<TableQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let chosen = asked.passages(&session, &snapshot)?;
        let filter = asked.filter();
        let frame = PageFrame::new(At::Search, "Passages", None).filtered(&filter);
        let writes = !session.options().read_only;
        let table = table(&snapshot, &asked, &chosen, (from, writes));
        Ok(frame.around(&session, &snapshot, &table))
    })
    .await
}

/// Returns an address with what is asked for.
fn address(path: &str, asked: &ChosenQuery, more: &[(&str, &str)]) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (among, around) = (text(&asked.r#in), text(&asked.around));
    let important = if asked.important { "true" } else { "" };
    let mut all = vec![
        ("in", among.as_str()),
        ("around", &around),
        ("important", important),
    ];
    all.extend_from_slice(more);
    asking(path, &all)
}

fn table(
    snapshot: &Snapshot,
    asked: &ChosenQuery,
    chosen: &[usize],
    (from, writes): (usize, bool),
) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let sorts = [
        (PassageOrder::Newest, "newest", "Newest first"),
        (PassageOrder::Oldest, "oldest", "Oldest first"),
        (PassageOrder::Lowest, "lowest", "Lowest rating first"),
        (PassageOrder::Highest, "highest", "Highest rating first"),
        (PassageOrder::Theme, "theme", "By theme"),
        (PassageOrder::Source, "source", "As in the files"),
    ];
    let sorts = sorts.map(|(sort, name, label)| (sort, name, label.to_owned()));
    let sort = asked.sort.name();
    let page = |from: usize| {
        address(
            "/passages",
            asked,
            &[("sort", sort), ("from", &from.to_string())],
        )
    };
    let total = chosen.len();
    let last = from.saturating_add(SHOWN).min(total);
    let speaker = |&at: &usize| {
        let place = analysis.passages.all[at].place;
        analysis.people.speaker(&analysis.corpus, place).person
    };
    let people: BTreeSet<usize> = chosen.iter().map(speaker).collect();
    let segments = columns(snapshot);
    html! {
        header.title {
            h1 { "Passages" }
            p.unit {
                (words::count(total as u64, "passage", "passages")) " by "
                (words::count(people.len() as u64, "person", "people"))
                @if let Some(around) = &asked.around {
                    ", drawn around on the " a href=(asking("/map", &[("in", asked.filter().asked()), ("around", around)])) { "map" }
                }
                "."
            }
        }
        div.tools {
            (order_choice(&asked.sort, &sorts))
            label { input type="checkbox" data-param="important" checked[asked.important]; span { "important only" } }
            (export(&[("Passages", address("/api/export/chosen.csv", asked, &[("sort", sort)]))], None))
        }
        @if writes { (quotes::picked()) }
        div.scroll { table.passages {
            caption.hidden { "Passages" }
            thead { tr {
                @if writes { th.pick scope="col" { span.hidden { "Choose" } } }
                th scope="col" { "What they said" }
                th scope="col" { "Theme" }
                th.n scope="col" { "Rating" }
                th scope="col" { "Date" }
                @for name in &segments { th scope="col" { (words::capitalised(&words::attribute(name))) } }
                th scope="col" { "Source" }
            } }
            tbody { @for &passage in &chosen[from.min(total)..last] { (row(snapshot, passage, &segments, writes)) } }
        } }
        @if writes {
            (quotes::dialogs(&themes::choices(snapshot.brief(Detail::Default))))
            (quotes::making())
        }
        @if total > SHOWN {
            nav.pages aria-label="More passages" {
                @if from > 0 { a.button href=(page(from.saturating_sub(SHOWN))) { "Back" } }
                span.unit { (words::thousands((from + 1).min(total) as u64)) " to " (words::thousands(last as u64)) " of " (words::thousands(total as u64)) }
                @if last < total { a.button href=(page(last)) { "More" } }
            }
        }
    }
}

/// Returns the first attributes that say of what kind people are: no measures.
fn columns(snapshot: &Snapshot) -> Vec<&str> {
    let responses = &snapshot.any().corpus.responses;
    let is_measure = |name: &str| {
        let mut values = responses.iter().filter_map(|of| of.attributes.get(name));
        values
            .next()
            .is_some_and(|value| value.parse::<f64>().is_ok())
    };
    let segments = snapshot.parts().segments.iter();
    let names = segments.map(|(name, _)| name.as_str());
    names
        .filter(|name| !is_measure(name))
        .take(ATTRIBUTES)
        .collect()
}

fn row(snapshot: &Snapshot, passage: usize, segments: &[&str], writes: bool) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let place = analysis.passages.all[passage].place;
    let said = said(snapshot, place);
    let finding = analysis.voiced_by(passage).finding();
    let theme = finding.map(|at| &analysis.findings[at].theme);
    let response = match place {
        Place::Comment { response, .. } => Some(&analysis.corpus.responses[response]),
        Place::Turn { .. } => None,
    };
    let segment = |name: &str| {
        let value = response.and_then(|response| response.attributes.get(name));
        value.map(|value| text::masked(value)).unwrap_or_default()
    };
    html! {
        tr {
            @if writes { td.pick { (quotes::pick(&said)) } }
            td.text lang=[said.quote.language.as_deref()] {
                a href={ "/said/" (said.id) } { (said.quote.text) }
                @if said.important { " " span.star title="Marked as important" { "★" } }
            }
            td { @if let Some(theme) = theme { a href={ "/themes/" (theme.id) } { (theme.name) } } @else { span.also { "none" } } }
            td.n { @if let Some(rating) = said.quote.rating { (rating.value()) } }
            td.date { @if let Some(date) = &said.quote.date { (date) } }
            @for name in segments { td { (segment(name)) } }
            td { @if let Some(account) = &said.quote.account { (text::masked(account)) " · " } (words::place(&said.quote)) }
        }
    }
}

/// Shows what the passages inside a line on the map have in common: part of a
/// page.
async fn on_the_map(
    State(session): State<Arc<Session>>,
    PageQuery(asked): PageQuery<ChosenQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let chosen = asked.passages(&session, &snapshot)?;
        Ok(in_common(&session, &snapshot, &asked, &chosen))
    })
    .await
}

fn in_common(
    session: &Session,
    snapshot: &Snapshot,
    asked: &ChosenQuery,
    chosen: &[usize],
) -> Markup {
    let summary = PassageSummary::new(snapshot, Detail::Default, chosen);
    let themes = summary.themes.iter().take(6);
    html! {
        h2 { (words::count(summary.passages as u64, "passage", "passages")) }
        p { "by " (words::count(summary.people as u64, "person", "people")) (groups(&summary)) "." }
        @if summary.passages > 0 {
            (beside_the_rest(session, snapshot, chosen))
            @if !summary.themes.is_empty() || summary.unthemed > 0 {
                p { "Themes: "
                    @for (at, theme) in themes.enumerate() {
                        @if at > 0 { ", " }
                        a href={ "/themes/" (theme.id) } { (theme.name) } " (" (words::thousands(theme.count as u64)) ")"
                    }
                    @if summary.unthemed > 0 {
                        @if !summary.themes.is_empty() { ", " }
                        "no theme (" (words::thousands(summary.unthemed as u64)) ")"
                    }
                }
            }
            p.also { (dates(snapshot, chosen)) }
            p { a href=(address("/passages", asked, &[])) { "See them as a table" } }
            @for quote in &summary.quotes {
                blockquote { (quote.text) }
                p.also { (quote.by) @if !quote.by.is_empty() { " · " } a href={ "/said/" (quote.id) } { (quote.place) } }
            }
        }
    }
}

fn groups(summary: &PassageSummary) -> String {
    let some = summary.groups.iter().filter(|group| group.count > 0);
    let some: Vec<String> = some
        .map(|group| format!("{} {}", words::thousands(group.count as u64), group.name))
        .collect();
    if some.is_empty() {
        return String::new();
    }
    format!(": {}", some.join(", "))
}

/// Returns the first and the last day of what was said.
fn dates(snapshot: &Snapshot, chosen: &[usize]) -> String {
    let analysis = snapshot.any();
    let dates = chosen
        .iter()
        .filter_map(|&at| match analysis.passages.all[at].place {
            Place::Comment { response, .. } => analysis.corpus.responses[response].date.as_deref(),
            Place::Turn { .. } => None,
        });
    let dates: BTreeSet<&str> = dates.collect();
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first != last => {
            format!("From {} to {}.", words::day(first), words::day(last))
        }
        (Some(only), _) => format!("{}.", words::day(only)),
        _ => String::new(),
    }
}

/// Compares the people behind some passages with everybody else: how many are
/// detractors, and what they say more or less.
fn beside_the_rest(session: &Session, snapshot: &Snapshot, chosen: &[usize]) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let ledger = Ledger::new(analysis);
    let people: BTreeSet<usize> = chosen
        .iter()
        .filter_map(|&at| match analysis.passages.all[at].place {
            Place::Comment { response, .. } => Some(analysis.people.person(response)),
            Place::Turn { .. } => None,
        })
        .collect();
    let everybody = Selection::everybody(analysis);
    let is_chosen = |r: usize| people.contains(&analysis.people.person(r));
    let named = |name: &str, of: Selection| Selection {
        name: name.into(),
        ..of
    };
    let first = named("people chosen", everybody.filtered(is_chosen));
    let second = named("others", everybody.filtered(|r| !is_chosen(r)));
    let worst = contrast::group_shares(&ledger, [&first, &second], Group::Detractor);
    let contrasted = contrast::contrast(&ledger, &[(first, second)], None);
    let contrasted = contrasted.ok().and_then(|mut found| found.pop());
    let ways = ways(snapshot);
    html! {
        @if let Some(of) = worst { p { (detractors(&of, snapshot)) } }
        p.also { "These people were chosen by eye, so take a difference as a lead, not as a finding." }
        @if let Some(contrast) = contrasted {
            (Telling::new(session, snapshot, &ways).story(&narrative::standing_out(&contrast)))
        }
    }
}

fn detractors(of: &ShareContrast, snapshot: &Snapshot) -> String {
    let group = snapshot.any().corpus.scale.plural(Group::Detractor);
    let share = |part: Proportion| {
        let share = part.share().unwrap_or_default();
        format!(
            "{} ({})",
            words::percent(share),
            words::of(part.voiced, part.of)
        )
    };
    format!(
        "{} among those of them who rated: {}, against {} of everyone else who rated; the difference is {} points (range {}).",
        words::capitalised(group),
        share(of.first),
        share(of.second),
        words::signed_tenths(of.difference * 100.0),
        words::points_range(Interval {
            low: of.interval.low * 100.0,
            high: of.interval.high * 100.0,
        })
    )
}
