//! All customers: who answered, what they speak of.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::address;
use super::super::filter::Filter;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::account::{groups, one, topics};
use super::choices::{has_words, order_choice};
use super::frame::{At, PageFrame};
use super::reading::PathName;
use super::{PageQuery, PageResult, written};
use crate::feedback::Scale;
use crate::inquiry::Selection;
use crate::inquiry::account::{Customer, customers};
use crate::report::words;
use crate::study::Analysis;
use crate::text;
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new()
        .route("/accounts", get(accounts))
        .route("/accounts/{name}", get(account))
}

#[derive(Debug, Default, Deserialize)]
struct AccountsQuery {
    /// Words that an account's name or attributes must hold.
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: AccountOrder,
    r#in: Option<String>,
    /// An account whose name no path can hold.
    name: Option<String>,
}

/// Which accounts come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum AccountOrder {
    #[default]
    People,
    Unhappy,
    Last,
    Name,
}

async fn accounts(
    State(session): State<Arc<Session>>,
    PageQuery(look): PageQuery<AccountsQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        if let Some(name) = &look.name {
            return one(&session, &snapshot, name);
        }
        let filter = Filter::new(look.r#in.as_deref());
        let among = snapshot.among(&filter)?;
        let frame = PageFrame::new(At::Accounts, "Accounts", None).filtered(&filter);
        let page = page(&snapshot, &look, &filter, among.as_ref());
        Ok(frame.around(&session, &snapshot, &page))
    })
    .await
}

async fn account(State(session): State<Arc<Session>>, PathName(name): PathName) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        one(&session, &snapshot, &name)
    })
    .await
}

/// Accounts listed at most; finding narrows them.
const LISTED: usize = 500;
/// Top themes shown of each account.
const TOP: usize = 3;

fn page(
    snapshot: &Snapshot,
    look: &AccountsQuery,
    filter: &Filter,
    among: Option<&Selection>,
) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let mut all = customers(analysis);
    if let Some(among) = among {
        let is_in = |of: &Customer| {
            let mut answers = of.answers.iter();
            answers.any(|answer| among.responses.binary_search(answer).is_ok())
        };
        all.retain(is_in);
    }
    let total = all.len();
    let mut found: Vec<Customer> = all.into_iter().filter(|of| has(of, &look.q)).collect();
    order(&mut found, look.sort);
    let heard = found.iter().filter(|of| !of.answers.is_empty()).count();
    html! {
        header.title {
            h1 { "The accounts" }
            p.unit {
                (words::count(total as u64, "account", "accounts"))
                @if !look.q.trim().is_empty() { ", " (words::thousands(found.len() as u64)) " that match" }
                "; " (words::thousands(heard as u64)) " with an answer. Each person counts once, by their latest answer; a score takes at least five people."
            }
        }
        form.tools method="get" action="/accounts" role="search" {
            @if let Some(among) = filter.text() { input type="hidden" name="in" value=(among); }
            label { "Find" input #find name="q" type="search" value=(look.q) placeholder="a name, a region, an owner" data-hotkey="/"; }
            button type="submit" { "Find" }
            (sorted(look.sort, &analysis.corpus.scale))
        }
        @if found.is_empty() {
            p { @if total == 0 { "No accounts are named in the answers or interviews." } @else { "No account matches." } }
        } @else {
            (table(analysis, &found))
            @if found.len() > LISTED {
                p.hint { "The first " (words::thousands(LISTED as u64)) " are shown; search to narrow the list." }
            }
        }
    }
}

fn has(customer: &Customer, wanted: &str) -> bool {
    let values = customer.attributes.values().map(arcstr::ArcStr::as_str);
    let all = std::iter::once(customer.name.as_str()).chain(values);
    has_words(all, wanted)
}

fn order(customers: &mut [Customer], sort: AccountOrder) {
    customers.sort_by_key(|of| of.name.to_lowercase());
    match sort {
        AccountOrder::Name => {}
        AccountOrder::People => {
            customers.sort_by_key(|of| std::cmp::Reverse((of.people.len(), of.interviews.len())));
        }
        AccountOrder::Unhappy => {
            customers.sort_by_key(|of| std::cmp::Reverse(of.counts.detractors));
        }
        AccountOrder::Last => customers.sort_by_key(|of| std::cmp::Reverse(of.last.clone())),
    }
}

fn sorted(now: AccountOrder, scale: &Scale) -> Markup {
    let worst = scale.plural(crate::feedback::Group::Detractor);
    let stops = [
        (AccountOrder::People, "people", "Most people".to_owned()),
        (AccountOrder::Unhappy, "unhappy", format!("Most {worst}")),
        (AccountOrder::Last, "last", "Latest answer".to_owned()),
        (AccountOrder::Name, "name", "Name".to_owned()),
    ];
    order_choice(&now, &stops)
}

fn table(analysis: &Analysis, customers: &[Customer]) -> Markup {
    let scale = &analysis.corpus.scale;
    let interviews = !analysis.corpus.interviews.is_empty();
    html! {
        div.scroll tabindex="0" role="region" aria-label="Accounts" {
            table.accounts {
                thead { tr {
                    th scope="col" { "Account" }
                    th.n scope="col" { "People" }
                    th.n scope="col" { "Answers" }
                    th scope="col" { "Groups" }
                    th scope="col" { (words::capitalised(words::score_name(scale))) }
                    th scope="col" { "Last answer" }
                    @if interviews { th.n scope="col" { "Interviews" } }
                    th scope="col" { "Mentioned most" }
                } }
                tbody { @for customer in customers.iter().take(LISTED) { tr {
                    th scope="row" { a href=(address::account(&customer.name)) { (text::masked(&customer.name)) } }
                    td.n { (words::thousands(customer.people.len() as u64)) }
                    td.n { (words::thousands(customer.answers.len() as u64)) }
                    td { (groups(customer.counts, scale)) }
                    td { (score(customer)) }
                    td { @if let Some(last) = &customer.last { (words::day(last)) } }
                    @if interviews { td.n { @if !customer.interviews.is_empty() { (customer.interviews.len()) } } }
                    td { ul.top { @for voice in topics(analysis, customer).take(TOP) {
                        @let theme = &analysis.findings[voice.finding].theme;
                        li { a href={ "/themes/" (theme.id) } { (theme.name) } }
                    } } }
                } } }
            }
        }
    }
}

fn score(customer: &Customer) -> Markup {
    html! {
        @if let Some(score) = customer.score() {
            @if let Some((value, range)) = score.estimate.numbers() {
                (words::signed(value)) span.also { (words::score_range(range)) }
            } @else { span.also { "too few" } }
        }
    }
}
