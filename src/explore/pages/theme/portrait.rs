//! Who voices a theme: groups, time, segments, words, and what is near it.

use maud::{Markup, html};

use super::super::figures;
use super::ThemePage;
use crate::feedback::Group;
use crate::inquiry::distinctive_words::DistinctiveWord;
use crate::inquiry::theme_shares::{AttributeShares, shares};
use crate::inquiry::{Ledger, Selection, contrast};
use crate::nps::estimate::Share;
use crate::report::{sentences, words};
use crate::study::{Analysis, MatchReasons};
use crate::themes::{Detail, ThemeId, ThemeKind};

pub(super) fn aside(shown: &ThemePage<'_>) -> Markup {
    html! {
        aside.portrait aria-label="Who mentions it" {
            (groups(shown))
            (why(shown))
            (parts(shown))
            (weight(shown))
            (trend(shown))
            (by_segment(shown))
            (apart(shown))
            (near(shown))
        }
    }
}

/// Returns how much each segment speaks of a theme.
pub(super) fn segments(analysis: &Analysis, theme: usize) -> Vec<AttributeShares> {
    shares(
        &Ledger::new(analysis),
        theme,
        &Selection::everybody(analysis),
    )
}

/// What a row is called, who is meant by it, their group, their share, and what
/// that is likely to be where others of its kind say more than its own few people.
type ShareRow<'a> = (String, String, Option<Group>, &'a Share, Option<f64>);

/// Returns rows of shares, each with the people behind it.
fn rows<'a>(shown: &ThemePage<'_>, shares: impl Iterator<Item = ShareRow<'a>> + Clone) -> Markup {
    let ends = shares
        .clone()
        .filter_map(|(.., share, _)| share.estimate.interval());
    let highest = ends.fold(0.1, |highest: f64, range| highest.max(range.high));
    html! {
        table.shares {
            tbody {
                @for (name, among, group, share, likely) in shares {
                    tr {
                        th scope="row" { (name) }
                        @let of = words::of(share.voiced, share.estimate.n());
                        td.n { @if share.voiced > 0 { a href=(shown.people(&among)) { (of) } } @else { (of) } }
                        td.wide { (figures::share(group, share, highest)) }
                        td.n { (percent(share)) }
                        @if let Some(likely) = likely {
                            td.n title="The share of a few people, drawn towards the other segments" { "likely " (words::percent(likely)) }
                        }
                    }
                }
            }
        }
    }
}

/// Returns a share without its range, which is drawn beside it.
fn percent(share: &Share) -> Markup {
    html! {
        @match share.estimate.value() {
            Some(value) => { (words::percent(value)) },
            None => { span title=(words::withheld(share.estimate.n())) { "–" } },
        }
    }
}

fn groups(shown: &ThemePage<'_>) -> Markup {
    let scale = &shown.snapshot.brief(shown.detail).scale;
    let of = shown.theme.groups.iter().map(|of| {
        let name = words::capitalised(scale.plural(of.group));
        (
            name,
            format!("group:{}", scale.singular(of.group)),
            Some(of.group),
            &of.share,
            None,
        )
    });
    html! {
        @if !shown.theme.groups.is_empty() {
            section {
                h3 { "Who mentions it" }
                (rows(shown, of))
                p.key { "Share of the group's commenters. Line: the range of the true share." }
            }
        }
    }
}

fn weight(shown: &ThemePage<'_>) -> Markup {
    let brief = shown.snapshot.brief(shown.detail);
    let settling = sentences::settling(shown.theme, crate::inquiry::priorities::SETTLED);
    html! {
        section {
            h3 { "Effect on the score" }
            p { (sentences::weight(shown.theme, &brief.scale).text) }
            @if let Some(settling) = settling { p { (sentences::what_if(shown.theme, &settling, &brief.scale)) } }
        }
    }
}

fn trend(shown: &ThemePage<'_>) -> Markup {
    let waves = &shown.theme.trend;
    let of = waves.iter().map(|wave| {
        (
            wave.wave.clone(),
            wave.wave.clone(),
            None,
            &wave.share,
            None,
        )
    });
    html! {
        @if waves.len() > 1 {
            section {
                h3 { "Over time" }
                (rows(shown, of))
            }
        }
    }
}

/// Attributes with more values are folded.
const OPEN: usize = 6;

fn by_segment(shown: &ThemePage<'_>) -> Markup {
    let segments = &shown.segments;
    html! {
        @for of in segments {
            details.segment open[of.values.len() <= OPEN] {
                summary { h3 { "By " (words::attribute(&of.attribute)) } }
                (rows(shown, of.values.iter().map(|value| {
                    (value.value.clone(), format!("{}:{}", of.attribute, value.value), None, &value.share, value.likely.map(|likely| likely.value))
                })))
            }
        }
        @if !segments.is_empty() {
            p.key { "Which differences are more than chance: see " a href="/compare?by=all" { "Problem areas" } "." }
        }
    }
}

/// What promoters and detractors say differently within the theme.
fn apart(shown: &ThemePage<'_>) -> Markup {
    let analysis = shown.snapshot.analysis(shown.detail);
    let ledger = Ledger::new(analysis);
    let everybody = Selection::everybody(analysis);
    let sides = [Group::Promoter, Group::Detractor].map(|group| everybody.group(analysis, group));
    let [promoters, detractors] = sides;
    let marks = contrast::words_within(&ledger, [&promoters, &detractors], shown.at);
    let scale = &analysis.corpus.scale;
    html! {
        @if !marks.first.is_empty() || !marks.second.is_empty() {
            section {
                h3 { "Worded differently" }
                (marked(&marks.first, scale.plural(Group::Promoter)))
                (marked(&marks.second, scale.plural(Group::Detractor)))
            }
        }
    }
}

fn marked(marks: &[DistinctiveWord], who: &str) -> Markup {
    html! {
        @if !marks.is_empty() {
            p { (words::capitalised(who)) " rather: "
                @for (at, word) in marks.iter().take(6).enumerate() {
                    @if at > 0 { ", " } i { (word.word) }
                }
            }
        }
    }
}

/// Words shown of those that a theme is matched by.
const MATCHED: usize = 12;

/// Why a passage counts here, and what can be changed about it.
fn why(shown: &ThemePage<'_>) -> Markup {
    let analysis = shown.snapshot.analysis(shown.detail);
    let MatchReasons {
        words: shared,
        with_word,
        phrases,
        without,
        by_hand,
        passages,
    } = analysis.matched(shown.at);
    let is_topic = analysis.findings[shown.at].theme.kind == ThemeKind::Topic;
    let number = super::super::themes::number(&shown.theme.id).filter(|_| shown.writes);
    html! {
        @if is_topic {
            section.why {
                h3 { "Why a passage counts here" }
                @if !shared.is_empty() {
                    p {
                        (words::of(with_word as u64, passages as u64)) " say one of these words and mean something similar: "
                        @for (at, (word, had)) in shared.iter().take(MATCHED).enumerate() {
                            @if at > 0 { ", " } i { (word) } span.also { " " (had) }
                        }
                        ". The rest are close in meaning, or were put here by hand."
                    }
                } @else {
                    p { "Its passages are close in meaning to each other." }
                }
                @if by_hand > 0 { p { (words::count(by_hand as u64, "passage was", "passages were")) " put here by hand, or say the same as one that was." } }
                @if !phrases.is_empty() { p { "Whatever says " i { (phrases.join(", ")) } " counts here too." } }
                @if !without.is_empty() { p { "What says " i { (without.join(", ")) } " does not count here." } }
                @if let Some(number) = number {
                    button type="button" data-dialog="phrases" data-theme=(number) data-name=(shown.theme.label)
                        data-words=(phrases.join(", ")) data-without=(without.join(", ")) { "Edit phrases…" }
                }
            }
        }
    }
}

/// What the theme falls into, and what it is part of.
fn parts(shown: &ThemePage<'_>) -> Markup {
    let own = &shown.snapshot.analysis(shown.detail).findings[shown.at].theme;
    let finer = match own.id {
        ThemeId::Broad(_) => Detail::Default,
        _ => Detail::Fine,
    };
    let fine = shown.snapshot.analysis(finer).findings.iter();
    let parts: Vec<_> = fine
        .filter(|part| part.theme.within == Some(own.id) && part.theme.id != own.id)
        .collect();
    let broader = own.within.and_then(|id| {
        let (detail, at) = shown.snapshot.find(&id.to_string(), Detail::Broad).ok()?;
        Some(&shown.snapshot.analysis(detail).findings[at].theme)
    });
    html! {
        @if let Some(broader) = broader.filter(|of| of.id != own.id) {
            section { h3 { "Part of" } p { a href={ "/themes/" (broader.id) } { (broader.name) " (broad)" } } }
        }
        @if parts.len() > 1 {
            section {
                h3 { "Consists of" }
                ul { @for part in parts { li {
                    a href={ "/themes/" (part.theme.id) } { (part.theme.name) }
                    " · " (words::count(part.latest.len() as u64, "person", "people"))
                } } }
            }
        }
    }
}

/// Themes shown as near.
const NEAR: usize = 5;

/// Themes less alike than this (cosine of their centres) have nothing in common.
const ALIKE: f32 = 0.1;

fn near(shown: &ThemePage<'_>) -> Markup {
    let analysis = shown.snapshot.analysis(shown.detail);
    let mut near = analysis.nearest(shown.at, NEAR);
    near.retain(|(_, likeness)| *likeness >= ALIKE);
    let own = &analysis.findings[shown.at].latest;
    html! {
        @if !near.is_empty() {
            section {
                h3 { "Similar themes" }
                ul { @for (at, likeness) in near {
                    @let other = &analysis.findings[at];
                    @let both = other.latest.iter().filter(|r| own.binary_search(r).is_ok()).count();
                    li {
                        a href={ "/themes/" (other.theme.id) } { (other.theme.name) }
                        span.also title="From 0 (nothing in common) to 1 (the same)" { " likeness " (format!("{likeness:.2}"))
                            @if both > 0 { ", " (words::count(both as u64, "person mentions", "people mention")) " both" }
                        }
                    }
                } }
            }
        }
    }
}
