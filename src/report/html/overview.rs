//! All themes on one screen: how many say it, and what they weigh.

use maud::{Markup, html};

use crate::nps::estimate::Estimate;
use crate::nps::intervals::Interval;

use super::super::brief::{Brief, ImpactSummary, ThemeSummary};
use super::super::catalogue::say;
use super::super::charts::{self, AxisScale};
use super::super::sentences::{how_often, is_loose, voices};
use super::super::words;
use super::anchor;

pub(super) fn section(brief: &Brief) -> Markup {
    html! {
        @if !brief.themes.is_empty() {
            section.overview aria-labelledby="overview" {
                h2 #overview { (say!("Themes at a glance")) }
                p.unit { (brief.unit) }
                (table(brief))
            }
        }
    }
}

fn table(brief: &Brief) -> Markup {
    let weights: Vec<Estimate> = brief.themes.iter().filter_map(points).collect();
    let scale = scale(&weights);
    let weighed = !weights.is_empty();
    html! {
        figure {
            table.weights {
                thead { tr {
                    th scope="col" { (say!("Theme")) }
                    @if weighed { th scope="col" { (axis(scale, words::score_name(&brief.scale))) } }
                } }
                tbody { @for theme in &brief.themes { (row(theme, scale, brief, weighed)) } }
            }
            @if weighed {
                figcaption {
                    (say!(
                        "How to read: the dot shows by how many points the people who mention a theme pull the {score} up or down, compared with everyone else who commented; the line is the range that holds the true number in {often} studies like this one.",
                        score = words::score_name(&brief.scale),
                        often = how_often(brief)
                    ))
                    " " (say!("A hollow dot means fewer than 30 people."))
                    " " (say!("The thin bar shows their groups: {groups}.", groups = drawn(brief)))
                    " " (say!("Loose themes did not hold when part of the comments was left out."))
                    " " (say!("The dots do not show what a fix would change."))
                }
            }
        }
    }
}

/// Says how each group is drawn: `promoters (solid), …`.
fn drawn(brief: &Brief) -> String {
    let groups = brief.scale.groups().map(|group| {
        let look = [say!("solid"), say!("pale"), say!("hatched")][group.index()];
        format!("{} ({look})", words::group(group, &brief.scale))
    });
    words::list(&groups.collect::<Vec<_>>())
}

fn axis(scale: AxisScale, score: &str) -> Markup {
    html! {
        div.weight {
            div {
                span.ends { span { (say!("← lower")) } span { (say!("higher →")) } }
                (charts::impact_axis(scale))
            }
            span.points { (say!("Effect on the {score}, points", score)) }
        }
    }
}

fn row(theme: &ThemeSummary, scale: AxisScale, brief: &Brief, weighed: bool) -> Markup {
    html! {
        tr {
            th scope="row" {
                a href={ "#" (anchor(&theme.id)) } { (theme.label) }
                span.voices { (voices_and_hold(theme)) }
                @if let Some(score) = &theme.score { (charts::stack(score.counts, 7, &brief.scale)) }
            }
            @if weighed { td { (weight(theme, scale)) } }
        }
    }
}

/// Returns who mentions a theme, and whether it is loose.
fn voices_and_hold(theme: &ThemeSummary) -> String {
    let loose = is_loose(theme).then(|| say!("loose").to_owned());
    let parts: Vec<String> = [voices(theme)].into_iter().chain(loose).collect();
    words::series(&parts)
}

fn weight(theme: &ThemeSummary, scale: AxisScale) -> Markup {
    html! {
        div.weight {
            @match &theme.impact {
                ImpactSummary::Points(points) => {
                    (charts::impact(*points, scale))
                    span.points { (words::estimate(*points, words::signed_tenths, words::points_range)) }
                }
                ImpactSummary::Unknown { why } => {
                    (charts::no_impact(scale))
                    span.points { (why) }
                }
            }
        }
    }
}

fn points(theme: &ThemeSummary) -> Option<Estimate> {
    match theme.impact {
        ImpactSummary::Points(points) => Some(points),
        ImpactSummary::Unknown { .. } => None,
    }
}

fn scale(weights: &[Estimate]) -> AxisScale {
    let least = Interval {
        low: -1.0,
        high: 1.0,
    };
    AxisScale::holding(weights.iter().filter_map(|points| points.interval()), least)
}
