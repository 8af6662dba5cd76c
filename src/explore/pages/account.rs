//! One customer on a page: who answered when, what changed, what they speak of.

use maud::{Markup, html};

use super::super::address;
use super::super::cited_passages::said;
use super::super::error::Error;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::frame::{At, PageFrame};
use super::reading::{attributes, name};
use super::themes::choices;
use super::{PageResult, quotes};
use crate::feedback::{Attributes, Rating, Scale};
use crate::inquiry::account::{
    AccountTheme, Customer, PersonRow, WaveStep, customer, steps, timeline,
};
use crate::nps::score::Counts;
use crate::report::words;
use crate::study::Analysis;
use crate::text;
use crate::themes::{Detail, ThemeKind};

/// People listed, and more passages of a theme, at most.
const ROWS: usize = 200;

/// Returns one customer on a page.
pub(super) fn one(session: &Session, snapshot: &Snapshot, wanted: &str) -> PageResult {
    let analysis = snapshot.analysis(Detail::Default);
    let customer =
        customer(analysis, wanted).ok_or_else(|| Error::missing(format!("account {wanted}")))?;
    let (waves, rows) = timeline(analysis, &customer);
    let title = text::masked(&customer.name);
    let read_only = session.options().read_only;
    let content = html! {
        header.title {
            h1 { (title) }
            (summary(analysis, &customer))
        }
        (attributes(shared(analysis, &customer).iter()))
        (cautions(analysis, &customer))
        (answers(analysis, &waves, &rows))
        (changes(analysis, &steps(analysis, &customer, &waves, &rows)))
        (voices(snapshot, &customer, read_only))
        (interviews(analysis, &customer))
        @if !read_only { (quotes::dialogs(&choices(snapshot.brief(Detail::Default)))) }
    };
    let frame = PageFrame::new(At::Accounts, &title, None);
    Ok(frame.around(session, snapshot, &content))
}

fn summary(analysis: &Analysis, customer: &Customer) -> Markup {
    let scale = &analysis.corpus.scale;
    html! {
        p.unit {
            (words::count(customer.people.len() as u64, "person", "people")) ", "
            (words::count(customer.answers.len() as u64, "answer", "answers")) ", "
            (words::count(customer.interviews.len() as u64, "interview", "interviews"))
            @if let Some(last) = &customer.last { "; last on " (words::day(last)) }
            "."
        }
        @if let Some(score) = customer.score() {
            p.standing {
                "Latest answers: " (groups(customer.counts, scale)) " "
                span.also { (words::capitalised(words::score_name(scale))) ": " (words::score(&score)) "." }
            }
        }
    }
}

/// Returns what is known of an account: what its table says, and what all its
/// answers say alike.
fn shared(analysis: &Analysis, customer: &Customer) -> Attributes {
    let mut shared = customer.attributes.clone();
    let mut answers = customer
        .answers
        .iter()
        .map(|&at| &analysis.corpus.responses[at].attributes);
    if let Some(first) = answers.next() {
        let rest: Vec<_> = answers.collect();
        for (name, value) in first {
            if rest.iter().all(|other| other.get(name) == Some(value)) {
                shared.insert_new(name.clone(), value.clone());
            }
        }
    }
    shared
}

/// One loud customer is not a systemic issue.
fn cautions(analysis: &Analysis, customer: &Customer) -> Markup {
    let loud: Vec<&AccountTheme> = topics(analysis, customer)
        .filter(|voice| voice.is_loud)
        .collect();
    html! {
        @if !loud.is_empty() {
            div.caution {
                p { "Mentioned mostly by this account, so not necessarily a problem for others." }
                ul { @for voice in loud {
                    @let theme = &analysis.findings[voice.finding].theme;
                    li {
                        a href={ "/themes/" (theme.id) } { (theme.name) } ": "
                        (voice.people.len()) " of the " (words::count(voice.of_all, "person", "people"))
                        " who mention it are at " (text::masked(&customer.name))
                    }
                } }
            }
        }
    }
}

fn answers(analysis: &Analysis, waves: &[String], rows: &[PersonRow]) -> Markup {
    let corpus = &analysis.corpus;
    html! {
        @if !rows.is_empty() {
            section aria-labelledby="who" {
                h2 #who { "Who answered, and when" }
                div.scroll tabindex="0" role="region" aria-label="Ratings by person and wave" {
                    table.timeline {
                        thead { tr {
                            th scope="col" { "Person" }
                            @for wave in waves { th scope="col" { (words::capitalised(wave)) } }
                        } }
                        tbody { @for row in rows.iter().take(ROWS) { tr {
                            (person(analysis, row))
                            @for answers in &row.by_wave { td { @for &at in answers { (cell(analysis, at)) } } }
                        } } }
                    }
                }
                @if rows.len() > ROWS {
                    p.hint { "The first " (ROWS) " of " (words::thousands(rows.len() as u64)) " people are shown." }
                }
                p.key { "A dot marks a rating with a comment. Click one to open the answer." }
                @if !corpus.is_dated() { p.hint { "Not every wave has a date, so waves are in alphabetical order." } }
            }
        }
    }
}

fn person(analysis: &Analysis, row: &PersonRow) -> Markup {
    let mut answers = row.by_wave.iter().flatten().rev();
    let last = answers.next().map(|&at| &analysis.corpus.responses[at]);
    html! {
        th scope="row" {
            @if let Some(last) = last {
                (name(&last.person))
                @if let Some(role) = last.attributes.get("role") { span.also { (text::masked(role)) } }
            }
        }
    }
}

fn cell(analysis: &Analysis, at: usize) -> Markup {
    let answer = &analysis.corpus.responses[at];
    let scale = &analysis.corpus.scale;
    let group = answer
        .rating
        .map_or("unrated", |rating| rating.group().name());
    let day = answer.date.as_deref().map(words::day);
    let told = answer.rating.map_or_else(
        || "no rating".to_owned(),
        |rating| scale.singular(rating.group()).to_owned(),
    );
    let comment = if answer.has_words() {
        ", with a comment"
    } else {
        ""
    };
    html! {
        a class={ "rating " (group) } href=(address::answer(answer))
            title={ @if let Some(day) = &day { (day) ": " } (told) (comment) } {
            (answer.rating.map_or_else(|| "–".to_owned(), |rating| value(rating, scale)))
            @if answer.has_words() { span.spoke aria-hidden="true" { " •" } }
            span.hidden { ", " (told) (comment) }
        }
        @if let Some(day) = day { span.also { (day) } }
    }
}

fn value(rating: Rating, scale: &Scale) -> String {
    scale.value(rating.value())
}

fn changes(analysis: &Analysis, steps: &[WaveStep]) -> Markup {
    html! {
        @if !steps.is_empty() {
            section aria-labelledby="changed" {
                h2 #changed { "What changed between waves" }
                @for step in steps { (change(analysis, step)) }
            }
        }
    }
}

fn change(analysis: &Analysis, step: &WaveStep) -> Markup {
    let scale = &analysis.corpus.scale;
    let [before, after] = step.counts;
    html! {
        h3 { "From " (step.from) " to " (step.to) }
        ul.changes {
            @for &(before, after) in &step.moved { (moved(analysis, before, after)) }
            @if step.moved.is_empty() { li { "Everyone who answered both times gave the same rating." } }
            (themes(analysis, "New", &step.new))
            (themes(analysis, "No longer mentioned", &step.gone))
            @if before.n() > 0 && after.n() > 0 {
                li.also { "Groups: " (groups(before, scale)) " → " (groups(after, scale)) }
            }
        }
    }
}

fn moved(analysis: &Analysis, before: usize, after: usize) -> Markup {
    let corpus = &analysis.corpus;
    let (before, after) = (&corpus.responses[before], &corpus.responses[after]);
    html! {
        @if let Some((from, to)) = before.rating.zip(after.rating) {
            li {
                (name(&after.person)) ": " (value(from, &corpus.scale)) " → " (value(to, &corpus.scale))
                @if from.group() != to.group() {
                    ", from " (corpus.scale.singular(from.group())) " to "
                    span class={ "group " (to.group().name()) } { (corpus.scale.singular(to.group())) }
                }
            }
        }
    }
}

fn themes(analysis: &Analysis, told: &str, findings: &[usize]) -> Markup {
    html! {
        @if !findings.is_empty() {
            li { (told) ": "
                @for (at, &finding) in findings.iter().enumerate() {
                    @let theme = &analysis.findings[finding].theme;
                    @if at > 0 { ", " }
                    a href={ "/themes/" (theme.id) } { (theme.name) }
                }
            }
        }
    }
}

/// Quotes shown of each theme at first.
const QUOTES: usize = 3;

fn voices(snapshot: &Snapshot, customer: &Customer, read_only: bool) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    html! {
        @if !customer.themes.is_empty() {
            section aria-labelledby="voiced" {
                h2 #voiced { "What they mention" }
                @for voice in &customer.themes {
                    @let theme = &analysis.findings[voice.finding].theme;
                    h3 {
                        a href={ "/themes/" (theme.id) } { (theme.name) }
                        span.also {
                            (words::count(voice.people.len() as u64, "person", "people")) " here, of "
                            (words::thousands(voice.of_all)) " who mention it"
                        }
                    }
                    (evidence(snapshot, &voice.passages, read_only))
                }
            }
        }
    }
}

fn evidence(snapshot: &Snapshot, passages: &[usize], read_only: bool) -> Markup {
    let analysis = snapshot.analysis(Detail::Default);
    let scale = &analysis.corpus.scale;
    let mut order = analysis.quoted(passages, QUOTES);
    let mut rest: Vec<usize> = passages.to_vec();
    rest.retain(|passage| !order.contains(passage));
    order.extend(rest);
    let told: Vec<_> = order
        .iter()
        .map(|&passage| said(snapshot, analysis.passages.all[passage].place))
        .collect();
    let (first, more) = told.split_at(told.len().min(QUOTES));
    html! {
        (quotes::list(first, scale, read_only))
        @if !more.is_empty() {
            details.more {
                summary { (words::count(more.len() as u64, "more passage", "more passages")) }
                (quotes::list(&more[..more.len().min(ROWS)], scale, read_only))
            }
        }
    }
}

fn interviews(analysis: &Analysis, customer: &Customer) -> Markup {
    html! {
        @if !customer.interviews.is_empty() {
            section aria-labelledby="talks" {
                h2 #talks { "Interviews" }
                ul { @for &at in &customer.interviews {
                    @let interview = &analysis.corpus.interviews[at];
                    li {
                        a href=(address::interview(&interview.source)) { (name(&interview.participant)) }
                        @if let Some(role) = interview.attributes.get("role") { ", " (text::masked(role)) }
                        @if let Some(date) = &interview.date { ", " (words::day(date)) }
                    }
                } }
            }
        }
    }
}

/// Returns the topics that an account voices, without general praise and complaint.
pub(super) fn topics<'a>(
    analysis: &'a Analysis,
    customer: &'a Customer,
) -> impl Iterator<Item = &'a AccountTheme> {
    let voices = customer.themes.iter();
    voices.filter(|voice| analysis.findings[voice.finding].theme.kind == ThemeKind::Topic)
}

/// Returns how many people are in each group.
pub(super) fn groups(counts: Counts, scale: &Scale) -> Markup {
    let there = || scale.groups().filter(|group| counts.count(*group) > 0);
    html! {
        span.counts { @for group in there() {
            span class={ "group " (group.name()) } { (words::members(counts.count(group), group, scale)) }
        } }
    }
}
