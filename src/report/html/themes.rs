//! Each theme with its evidence: who says it, since when, in which words.

use maud::{Markup, PreEscaped, html};

use crate::inquiry::priorities::SETTLED;
use crate::nps::estimate::Estimate;
use crate::nps::intervals::Interval;

use super::super::brief::{Brief, Parked, ThemeSummary};
use super::super::catalogue::say;
use super::super::charts::{self, AxisScale};
use super::super::narrative::theme_check;
use super::super::{sentences, words};
use super::{anchor, quotes, reference};

pub(super) fn section(brief: &Brief) -> Markup {
    html! {
        section aria-labelledby="themes" {
            h2 #themes { (say!("Theme by theme")) }
            @if brief.themes.is_empty() { p { (sentences::no_themes(brief)) } }
            @for (index, theme) in brief.themes.iter().enumerate() {
                (one(theme, index + 1, &Scales::new(brief), brief))
            }
            (comments(brief))
            (parked(&brief.parked))
            (unthemed(brief))
        }
    }
}

fn comments(brief: &Brief) -> Markup {
    html! {
        @if !brief.comments.is_empty() {
            section.comments aria-labelledby="comments" {
                h3 #comments { (say!("Every comment")) }
                (quotes::all(&brief.comments, &brief.scale))
            }
        }
    }
}

/// The same scale for every theme, so that they can be compared by eye.
struct Scales {
    groups: AxisScale,
    trend: AxisScale,
}

impl Scales {
    fn new(brief: &Brief) -> Self {
        let groups = brief.themes.iter().flat_map(|theme| &theme.groups);
        let waves = brief.themes.iter().flat_map(|theme| &theme.trend);
        Self {
            groups: shares(groups.map(|group| group.share.estimate)),
            trend: shares(waves.map(|wave| wave.share.estimate)),
        }
    }
}

fn shares(estimates: impl Iterator<Item = Estimate>) -> AxisScale {
    let least = Interval {
        low: 0.0,
        high: 0.1,
    };
    AxisScale::holding(estimates.filter_map(Estimate::interval), least)
}

fn one(theme: &ThemeSummary, number: usize, scales: &Scales, brief: &Brief) -> Markup {
    let anchor = anchor(&theme.id);
    html! {
        article.theme id=(anchor) aria-labelledby={ (anchor) "-label" } {
            header {
                h3 id={ (anchor) "-label" } { span.number { (number) } " " (theme.label) }
                @if let Some(first) = theme.quotes.first() { div.headline { (quotes::one(first, &brief.scale)) } }
                (standing(theme, brief))
                @for caution in &theme.cautions {
                    p.caution { strong { (say!("Note:")) " " } (caution) }
                }
                @if let Some(check) = &theme.checked { p.standing { (theme_check(check)) } }
            }
            div.columns {
                div.words {
                    h4.hidden { (say!("In their words")) }
                    @if theme.quotes.is_empty() { p { (say!("No comment is short and complete enough to quote here.")) } }
                    (tones(theme, brief))
                    p.weighs { (sentences::weight(theme, &brief.scale).text) }
                    @if let Some(settling) = sentences::settling(theme, SETTLED) {
                        p.weighs { (sentences::what_if(theme, &settling, &brief.scale)) }
                    }
                }
                div.figures {
                    (groups(theme, scales.groups, brief))
                    (trend(theme, scales.trend))
                }
            }
        }
    }
}

/// How people speak of it, then what else they say.
fn tones(theme: &ThemeSummary, brief: &Brief) -> Markup {
    let tones = sentences::tones(theme);
    let first = theme.quotes.first();
    let mut others = sentences::other_quotes(theme);
    others.retain(|said| Some(said) != first);
    html! {
        @for (says, said) in &tones {
            p.tone { @if said.is_some() && *said != first { (say!("{says}:", says)) } @else { (says) "." } }
            @if let Some(said) = said.filter(|said| Some(*said) != first) { (quotes::one(said, &brief.scale)) }
        }
        @if !tones.is_empty() && !others.is_empty() { p.tone { (say!("Also:")) } }
        (quotes::list(&others, &brief.scale))
    }
}

/// What people ask for, theme by theme.
pub(super) fn requests(brief: &Brief) -> Markup {
    html! {
        @if let Some(requests) = &brief.requests {
            section.requests aria-labelledby="requests" {
                h2 #requests { (sentences::asked_title()) }
                p { (sentences::asked(requests)) }
                @for (title, said) in sentences::requests(requests, brief) {
                    h3 { (title) }
                    (quotes::list(said, &brief.scale))
                }
            }
        }
    }
}

/// Who and how many, in a sentence, then the words that mark the theme.
fn standing(theme: &ThemeSummary, brief: &Brief) -> Markup {
    let broader = theme.broader.as_ref().and_then(|id| {
        let named = brief.themes.iter().find(|theme| &theme.id == id)?;
        Some(reference(brief, id, &named.label))
    });
    html! {
        p.standing { (sentences::standing(theme)) }
        @if let Some(parts) = sentences::parts(theme) { p.parts { (parts) } }
        p.terms {
            @if !theme.terms.is_empty() { (say!("Key terms:")) " " i { (theme.terms.join(", ")) } ". " }
            @if let Some(broader) = broader { (PreEscaped(say!("Part of {theme}.", theme = broader.into_string()))) " " }
            @if let Some(owner) = &theme.owner { (say!("Owner: {owner}.", owner)) " " }
            @if let Some(firmness) = sentences::firmness(theme) { (firmness) }
        }
    }
}

fn groups(theme: &ThemeSummary, scale: AxisScale, brief: &Brief) -> Markup {
    html! {
        @if !theme.groups.is_empty() {
            figure.groups {
                h4 { (say!("Who mentions it")) }
                @for row in &theme.groups {
                    @let name = words::group(row.group, &brief.scale);
                    div.group {
                        span.name { (words::capitalised(&name)) }
                        span.counts { (words::of(row.share.voiced, row.share.estimate.n())) }
                        (charts::share_bar(row.group, &name, &row.share, scale))
                        span.range { (words::share(&row.share)) }
                    }
                }
                figcaption {
                    (say!("Bar: the share of the group's commenters who mention it."))
                    " " (say!("Line: the range."))
                    " " (say!("The full width is {share}.", share = words::percent(scale.high())))
                }
            }
        }
    }
}

fn trend(theme: &ThemeSummary, scale: AxisScale) -> Markup {
    html! {
        @if theme.trend.len() > 1 {
            figure.trend {
                h4 { (say!("Over time")) }
                (charts::trend(&theme.trend, scale))
                figcaption {
                    (say!("Dot: the share of commenters who mention it."))
                    " " (say!("Line: the range."))
                    " " (say!("All themes use the same scale."))
                }
            }
        }
    }
}

fn parked(parked: &[Parked]) -> Markup {
    html! {
        @if !parked.is_empty() {
            section.parked aria-labelledby="parked" {
                h3 #parked { (say!("Hidden themes")) }
                ul { @for theme in parked { li { (sentences::parked(theme)) } } }
            }
        }
    }
}

fn unthemed(brief: &Brief) -> Markup {
    let unthemed = &brief.unthemed;
    html! {
        @if unthemed.passages > 0 {
            section.unthemed aria-labelledby="unthemed" {
                h3 #unthemed { (say!("Comments that no theme covers")) }
                p { (sentences::unthemed(unthemed)) }
                (quotes::list(&unthemed.examples, &brief.scale))
            }
        }
    }
}
