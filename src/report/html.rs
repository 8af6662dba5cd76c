//! The report as one page that needs nothing else.
//!
//! Takes a brief; gives HTML with its style and charts inside: no script, no
//! font, no picture from elsewhere. It leads with what people say; the score,
//! the interviews and the method follow.

mod interviews;
mod method;
mod overview;
mod quotes;
mod score;
mod story;
mod themes;
mod links;

pub use links::Ways;
pub use story::{block, story, with_contents};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::brief::Brief;
use super::catalogue::{ReportLanguage, say};
use super::{charts, narrative, sentences, words};

/// Returns the whole page.
pub fn page(brief: &Brief) -> String {
    html! {
        (DOCTYPE)
        html lang=(ReportLanguage::spoken().code()) {
            (head(&brief.title))
            body {
                a.skip href="#themes" { (say!("Skip to the themes")) }
                (charts::patterns())
                (opening(brief))
                main {
                    @if sentences::interviews_alone(brief) { (struggles(brief)) }
                    (overview::section(brief))
                    (themes::requests(brief))
                    (themes::section(brief))
                    (together(brief))
                    (noted(brief))
                    (score::section(brief))
                    @if !sentences::interviews_alone(brief) { (struggles(brief)) }
                    (interviews::section(brief))
                    (plan(brief))
                    (method::section(brief))
                }
                footer {
                    p { (say!("Written by motif from the files named above.")) " " (say!("Every quote gives the place where it can be found.")) }
                }
            }
        }
    }
    .into_string()
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) }
            style { (PreEscaped(super::PALETTE)) (PreEscaped(include_str!("report.css"))) }
        }
    }
}

/// The title, what was read, the findings and what they cannot say.
fn opening(brief: &Brief) -> Markup {
    html! {
        header.opening {
            h1 { (brief.title) }
            p.sources { (sentences::sources(&brief.sources)) }
            div.columns {
                (headlines(brief))
                (cautions(&brief.cautions))
            }
            (contents(brief))
        }
    }
}

/// What people in interviews struggle with.
fn struggles(brief: &Brief) -> Markup {
    let blocks = narrative::struggles(brief);
    html! {
        @if let Some((_, blocks)) = blocks.split_first() {
            section #struggles aria-labelledby="struggles-title" {
                h2 #struggles-title { (narrative::struggles_title()) }
                @for (at, of) in blocks.iter().enumerate() {
                    (block(of, at, &brief.scale, &Ways::default()))
                }
            }
        }
    }
}

/// What themes do to the rating beside each other.
fn together(brief: &Brief) -> Markup {
    let blocks: Vec<_> = brief
        .together
        .iter()
        .flat_map(narrative::joint_effects)
        .collect();
    html! {
        @if let Some((_, blocks)) = blocks.split_first() {
            section #together aria-labelledby="together-title" {
                h2 #together-title { (narrative::together_title()) }
                @for (at, of) in blocks.iter().enumerate() {
                    (block(of, at, &brief.scale, &Ways::default()))
                }
            }
        }
    }
}

/// What to do, in order.
fn plan(brief: &Brief) -> Markup {
    let blocks = narrative::plan(&brief.plan, &brief.scale);
    html! {
        @if !blocks.is_empty() {
            section #plan aria-labelledby="plan-title" {
                h2 #plan-title { (narrative::plan_title()) }
                @for (at, of) in blocks.iter().enumerate() {
                    (block(of, at, &brief.scale, &Ways::default()))
                }
            }
        }
    }
}

/// What people noted while they explored.
fn noted(brief: &Brief) -> Markup {
    let blocks = narrative::saved_views(&brief.noted, &brief.scale);
    html! {
        @if let Some((_, blocks)) = blocks.split_first() {
            section #noted aria-labelledby="noted-title" {
                h2 #noted-title { (narrative::noted_title()) }
                @for (at, of) in blocks.iter().enumerate() {
                    (block(of, at, &brief.scale, &Ways::default()))
                }
            }
        }
    }
}

fn headlines(brief: &Brief) -> Markup {
    html! {
        @if !brief.headlines.is_empty() {
            section aria-labelledby="in-short" {
                h2.kicker #in-short { (say!("In short")) }
                ol.headlines {
                    @for headline in &brief.headlines {
                        li { (headline.text) @if let Some(anchor) = headline.theme.as_deref().and_then(|id| target(brief, id)) {
                            " " a.more href={ "#" (anchor) } { (say!("See the evidence")) }
                        } }
                    }
                }
            }
        }
    }
}

fn cautions(cautions: &[String]) -> Markup {
    html! {
        @if !cautions.is_empty() {
            section.cautions aria-labelledby="cannot-say" {
                h2.kicker #cannot-say { (say!("Keep in mind")) }
                ul { @for caution in cautions { li { (caution) } } }
            }
        }
    }
}

fn contents(brief: &Brief) -> Markup {
    html! {
        nav aria-label=(say!("Contents")) {
            ul.contents {
                @if !brief.pain_points.points.is_empty() { li { a href="#struggles" { (narrative::struggles_title()) } } }
                li { a href="#themes" { (say!("Themes")) } }
                @if brief.together.is_some() { li { a href="#together" { (narrative::together_title()) } } }
                @if brief.requests.is_some() { li { a href="#requests" { (sentences::asked_title()) } } }
                @if !brief.noted.is_empty() { li { a href="#noted" { (narrative::noted_title()) } } }
                li { a href="#score" { (words::capitalised(words::score_name(&brief.scale))) } }
                li { a href="#coverage" { (say!("Coverage")) } }
                @if !brief.interviews.conversations.is_empty() {
                    li { a href="#interviews" { (say!("Interviews")) } }
                }
                @if !method::is_empty(brief) { li { a href="#method" { (say!("Method")) } } }
            }
        }
    }
}

/// Returns the anchor of a theme, safe in an address.
fn anchor(theme: &str) -> String {
    let safe: String = theme
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    format!("theme-{safe}")
}

/// Returns the anchor of a theme that the page holds.
fn target(brief: &Brief, theme: &str) -> Option<String> {
    let held = brief.themes.iter().any(|held| held.id == theme);
    held.then(|| anchor(theme))
}

/// Returns the name of a theme, linked to it where the page holds it.
fn reference(brief: &Brief, theme: &str, label: &str) -> Markup {
    html! {
        @if let Some(anchor) = target(brief, theme) {
            a href={ "#" (anchor) } { (label) }
        } @else {
            (label)
        }
    }
}
