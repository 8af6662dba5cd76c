//! The score with its doubt, and how many stand behind it.

use maud::{Markup, html};

use crate::feedback::Scale;

use super::super::brief::{Brief, WaveScore};
use super::super::catalogue::say;
use super::super::sentences::how_often;
use super::super::{charts, scale_words, sentences, words};

pub(super) fn section(brief: &Brief) -> Markup {
    html! {
        section.score aria-labelledby="score" {
            h2 #score { (say!("The {score}", score = words::score_name(&brief.scale))) }
            @if sentences::unrated(brief) {
                p { (sentences::no_score(&brief.scale)) }
            } @else {
                (overall(brief))
                (waves(&brief.score.waves, brief))
            }
        }
        section.coverage aria-labelledby="coverage" {
            h2 #coverage { (say!("Coverage")) }
            (coverage(brief))
        }
    }
}

fn overall(brief: &Brief) -> Markup {
    html! {
        @if let Some(score) = &brief.score.overall {
            p.overall {
                @if let Some((value, interval)) = score.estimate.numbers() {
                    strong.figure { (words::signed(value)) }
                    span.range {
                        (say!("range {range}", range = words::score_range(interval)))
                        @if brief.score.waves.len() > 1 && brief.base == "everybody" { ", " (latest(&brief.scale)) }
                    }
                } @else {
                    strong { (say!("No {score}:", score = words::score_name(&brief.scale))) " " } (words::withheld(score.estimate.n()))
                }
            }
            p {
                (sentences::ratings(score.counts, &brief.scale)) " " (scale_words::definition(&brief.scale))
                @if score.estimate.value().is_some() {
                    " " (say!("The range holds the true score in {often} studies like this one.", often = how_often(brief)))
                }
            }
        }
    }
}

/// Says that everyone counts once.
fn latest(scale: &Scale) -> &'static str {
    if scale.is_tone() {
        say!("everyone's latest comment")
    } else {
        say!("everyone's latest rating")
    }
}

fn waves(waves: &[WaveScore], brief: &Brief) -> Markup {
    html! {
        @if waves.len() > 1 {
            figure.by-wave {
                h3 { (say!("By wave")) }
                (charts::scores(waves, words::score_name(&brief.scale)))
                figcaption {
                    (say!(
                        "How to read: the dot is the {score}, and the line is the range that holds the true score in {often} studies like this one.",
                        score = words::score_name(&brief.scale),
                        often = how_often(brief)
                    ))
                    " " (say!("Where two lines overlap a lot, the difference may be chance."))
                }
            }
        }
        @if !waves.is_empty() {
            div.scroll tabindex="0" role="region" aria-label=(say!("Scores by wave")) { (table(waves, &brief.scale)) }
            (key(&brief.scale))
        }
    }
}

fn table(waves: &[WaveScore], scale: &Scale) -> Markup {
    html! {
        table.waves {
            thead { tr {
                th scope="col" { (say!("Wave")) }
                th.n scope="col" { (words::capitalised(words::rated(scale)[1])) }
                @for group in scale.groups() {
                    th.n scope="col" { (words::capitalised(&words::group(group, scale))) }
                }
                th.shares scope="col" { (say!("Groups")) }
                th scope="col" { (words::capitalised(words::score_name(scale))) }
            } }
            tbody { @for wave in waves { (row(wave, scale)) } }
        }
    }
}

fn row(wave: &WaveScore, scale: &Scale) -> Markup {
    let counts = wave.score.counts;
    html! {
        tr {
            th scope="row" { (wave.wave) }
            td.n { (words::thousands(counts.n())) }
            @for group in scale.groups() { td.n { (words::thousands(counts.count(group))) } }
            td.shares { (charts::stack(counts, 14, scale)) }
            td { (words::score(&wave.score)) }
        }
    }
}

fn key(scale: &Scale) -> Markup {
    html! {
        p.key {
            @for group in scale.groups() {
                span.entry {
                    svg width="22" height="12" aria-hidden="true" { rect class=(group.name()) width="22" height="12" {} }
                    " " (words::group(group, scale))
                }
            }
        }
    }
}

fn coverage(brief: &Brief) -> Markup {
    let coverage = brief.coverage;
    html! {
        table.coverage { tbody {
            @for (label, count) in sentences::steps(coverage) {
                tr { (counted(label, count)) td.bar { (charts::part(count, coverage.asked)) } }
            }
            @for (label, count) in sentences::besides(coverage) {
                tr.besides { (counted(label, count)) td {} }
            }
        } }
        @if coverage.asked > 0 {
            p.read { (say!("Ratings without a comment count toward the {score} but not toward any theme.", score = words::score_name(&brief.scale))) }
        }
    }
}

fn counted(label: &str, count: u64) -> Markup {
    html! { th scope="row" { (label) } td.n { (words::thousands(count)) } }
}
