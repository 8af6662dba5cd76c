//! The filter that stands on every page about answers: what it lets through
//! now, and what else could be chosen.

use maud::{Markup, html};

use super::super::error::Error;
use super::super::filter::{AnswerParts, Choices, Filter, FilterTerm};
use super::super::snapshot::Snapshot;
use super::choices::choice_of;
use crate::question::asking;
use crate::report::words;
use crate::themes::Detail;

/// What people do in their words, as a filter says it.
const TONES: [(&str, &str); 4] = [
    ("tone:complaint", "complaints"),
    ("tone:praise", "praise"),
    ("tone:request", "requests"),
    ("tone:question", "questions"),
];

/// Returns the bar.
pub(super) fn bar(snapshot: &Snapshot, filter: &Filter) -> Result<Markup, Error> {
    let analysis = snapshot.analysis(Detail::Default);
    let terms = filter.terms(analysis)?;
    let people = snapshot.among(filter)?.map(|of| of.responses.len());
    let all = analysis.people.latest.len();
    Ok(html! {
        nav.filter aria-label="Filter" data-filter=(filter.asked()) {
            (fields(snapshot, &terms))
            @if let Some(people) = people {
                ul.chips aria-label="Only" {
                    @for term in &terms { (chip(term)) }
                }
                span.also { (words::of(people as u64, all as u64)) " people" }
                button type="button" data-unfilter { "Clear" }
                a href=(asking("/passages", &[("in", filter.asked())])) { "Their passages" }
                @if let Some(rest) = filter.rest() {
                    a href=(asking("/compare", &[("first", filter.asked()), ("second", &rest)])) data-everybody { "Compare with everyone else" }
                }
            } @else {
                span.also { "All " (words::thousands(all as u64)) " people who answered" }
                a href="/passages" { "Their passages" }
            }
        }
    })
}

fn chip(term: &FilterTerm) -> Markup {
    let written = &term.part.written;
    html! {
        li { button.chip type="button" data-term=(written) data-field=(term.field)
            aria-label={ "Remove the filter " (term.part.name) } {
            span { (term.part.name) } span aria-hidden="true" { "×" }
        } }
    }
}

fn fields(snapshot: &Snapshot, terms: &[FilterTerm]) -> Markup {
    let parts = snapshot.parts();
    let now = |field: &str| {
        let mut own = terms.iter().filter(|term| term.field == field);
        own.next().map_or("", |term| term.part.written.as_str())
    };
    let one = |heading: &str, choices: Vec<(String, String)>| vec![(heading.to_owned(), choices)];
    let themes = snapshot.brief(Detail::Default).themes.iter();
    let themes = themes.map(|theme| (format!("theme:{}", theme.id), theme.label.clone()));
    let tones = TONES.map(|(value, name)| (value.to_owned(), name.to_owned()));
    let files = parts.files.iter();
    let files = files.map(|file| (format!("file:{file}"), file.clone()));
    let groups = parts.groups.iter().map(|(heading, choices)| {
        let of = |(value, name): &(String, String)| (format!("group:{value}"), name.clone());
        (heading.clone(), choices.iter().map(of).collect())
    });
    let groups: Vec<Choices> = groups.collect();
    html! {
        details.menu.filters {
            summary { "Filter" }
            div.choices {
                @if parts.months.len() > 1 { (months(&parts.months, now("date"))) }
                div.fields {
                    (field("wave", "When", now("wave"), &parts.times))
                    @if !parts.ratings.is_empty() {
                        (field("group", "Group", now("group"), &groups))
                        (rating(parts, now("rating")))
                    }
                    (field("tone", "Says", now("tone"), &one("In their words", tones.to_vec())))
                    (field("theme", "About", now("theme"), &one("Themes", themes.collect())))
                    @for part in &parts.segments {
                        @let name = &part.0;
                        @let lower = name.to_lowercase();
                        (field(&lower, &words::capitalised(&words::attribute(name)), now(&lower), std::slice::from_ref(part)))
                    }
                    @if parts.files.len() > 1 {
                        (field("file", "File", now("file"), &one("Files", files.collect())))
                    }
                }
            }
        }
    }
}

fn field(name: &str, label: &str, now: &str, choices: &[Choices]) -> Markup {
    html! {
        label { (label)
            select data-field=(name) { (choice_of(now, Some("any"), choices)) }
        }
    }
}

/// Returns the two ends of a stretch as a filter writes it: `rating:0..6`, or
/// one value.
fn ends(written: &str) -> Option<(&str, &str)> {
    let (_, value) = written.split_once(':')?;
    let (low, high) = value.split_once("..").unwrap_or((value, value));
    Some((low.trim(), high.trim()))
}

/// Returns two controls: the lowest and the highest rating.
fn rating(parts: &AnswerParts, now: &str) -> Markup {
    let (first, last) = (parts.ratings.first(), parts.ratings.last());
    let (least, most) = first
        .zip(last)
        .map_or((0, 0), |(first, last)| (*first, *last));
    let now = ends(now).and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
    let ends: (u8, u8) = now.unwrap_or((least, most));
    let select = |name: &str, label: &str, chosen: u8| {
        html! {
            select data-rating=(name) aria-label=(label) {
                @for rating in &parts.ratings {
                    option value=(rating) selected[*rating == chosen] { (rating) }
                }
            }
        }
    };
    html! {
        span.rating-ends data-least=(least) data-most=(most) { "Rating "
            (select("low", "Lowest rating", ends.0)) " to " (select("high", "Highest rating", ends.1))
        }
    }
}

/// The highest bar of a histogram, and how wide each is with its gap, in units
/// of its drawing.
const HEIGHT: usize = 36;
const STEP: usize = 12;

/// Returns how many answers are of each month, to choose some of by drawing over
/// them; without a pointer by two controls.
fn months(months: &[(String, usize)], now: &str) -> Markup {
    let most = months.iter().map(|(_, answers)| *answers).max();
    let most = most.unwrap_or_default().max(1);
    let (first, last) = (&months[0].0, &months[months.len() - 1].0);
    let (from, to) = ends(now).unwrap_or((first, last));
    let chosen = |month: &str| from <= month && month <= to;
    let end = |name: &str, label: &str, chosen: &str| {
        html! {
            select data-month=(name) aria-label=(label) {
                @for (month, _) in months { option value=(month) selected[month == chosen] { (month) } }
            }
        }
    };
    html! {
        figure.months data-first=(first) data-last=(last) {
            p.also { "Answers by month; drag over the bars to choose months" }
            svg viewBox={ "0 0 " (months.len() * STEP) " " (HEIGHT) } role="img" preserveAspectRatio="none"
                aria-label="Answers by month; draw over months to choose them" {
                @for (at, (month, answers)) in months.iter().enumerate() {
                    @let height = (answers * HEIGHT).div_ceil(most);
                    g data-month=(month) class=[(!chosen(month)).then_some("out")] {
                        title { (month) ": " (words::count(*answers as u64, "answer", "answers")) }
                        rect.hit x=(at * STEP) y="0" width=(STEP) height=(HEIGHT) {}
                        rect x=(at * STEP + 1) y=(HEIGHT - height) width=(STEP - 2) height=(height) {}
                    }
                }
            }
            figcaption {
                (end("low", "First month", from)) " to " (end("high", "Last month", to))
            }
        }
    }
}
