//! The score with its doubt, and how many stand behind it.

use maud::{Markup, html};

use crate::feedback::Group;

use super::super::brief::{Brief, Coverage, WaveScore};
use super::super::sentences::how_often;
use super::super::{charts, sentences, words};

pub(super) fn section(brief: &Brief) -> Markup {
    html! {
        section.score aria-labelledby="score" {
            h2 #score { "The score" }
            @if sentences::unrated(brief) {
                p { (sentences::UNRATED) }
            } @else {
                (overall(brief))
                (waves(&brief.score.waves, brief))
            }
        }
        section.coverage aria-labelledby="coverage" {
            h2 #coverage { "How much was heard" }
            (coverage(brief.coverage))
        }
    }
}

fn overall(brief: &Brief) -> Markup {
    html! {
        @if let Some(score) = &brief.score.overall {
            p.overall {
                @if let Some((value, interval)) = score.estimate.numbers() {
                    strong.figure { (words::signed(value)) }
                    span.range { (words::between_scores(interval)) }
                } @else {
                    strong { "No score: " } (words::withheld(score.estimate.n()))
                }
            }
            p {
                (sentences::ratings(score.counts)) " " (sentences::SCORE)
                @if score.estimate.value().is_some() {
                    " The range holds the true score in " (how_often(brief)) " such studies."
                }
            }
        }
    }
}

fn waves(waves: &[WaveScore], brief: &Brief) -> Markup {
    html! {
        @if waves.len() > 1 {
            figure.by-wave {
                h3 { "Wave by wave" }
                (charts::scores(waves))
                figcaption {
                    "How to read: the dot is the score, the stroke the range that holds the true score in " (how_often(brief))
                    " such studies. Where two strokes overlap widely, the difference may be chance."
                }
            }
        }
        @if !waves.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Scores by wave" { (table(waves)) }
            (key())
        }
    }
}

fn table(waves: &[WaveScore]) -> Markup {
    html! {
        table.waves {
            thead { tr {
                th scope="col" { "Wave" }
                th.n scope="col" { "Ratings" }
                th.n scope="col" { "Promoters" }
                th.n scope="col" { "Passives" }
                th.n scope="col" { "Detractors" }
                th.shares scope="col" { "Groups" }
                th scope="col" { "Score" }
            } }
            tbody { @for wave in waves { (row(wave)) } }
        }
    }
}

fn row(wave: &WaveScore) -> Markup {
    let counts = wave.score.counts;
    html! {
        tr {
            th scope="row" { (wave.wave) }
            td.n { (words::thousands(counts.n())) }
            td.n { (words::thousands(counts.promoters)) }
            td.n { (words::thousands(counts.passives)) }
            td.n { (words::thousands(counts.detractors)) }
            td.shares { (charts::stack(counts, 14)) }
            td { (words::score(&wave.score)) }
        }
    }
}

fn key() -> Markup {
    html! {
        p.key {
            @for group in Group::ALL {
                span.entry {
                    svg width="22" height="12" aria-hidden="true" { rect class=(group.name()) width="22" height="12" {} }
                    " " (group.name()) "s"
                }
            }
        }
    }
}

fn coverage(coverage: Coverage) -> Markup {
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
            p.read { "Ratings without a comment count in the score and in no theme." }
        }
    }
}

fn counted(label: &str, count: u64) -> Markup {
    html! { th scope="row" { (label) } td.n { (words::thousands(count)) } }
}
