//! Small drawings for rows of a table. Colours are the style sheet's; whoever
//! cannot see them is told the same in their labels.

use maud::{Markup, html};

use crate::feedback::{Group, Scale};
use crate::nps::estimate::Share;
use crate::report::brief::{GroupShare, ThemeSummary, WaveShare};
use crate::report::words;

/// Returns the highest upper end of all shares, so that rows can be compared.
pub(super) fn highest<'a>(themes: impl Iterator<Item = &'a ThemeSummary>) -> f64 {
    let groups = themes.flat_map(|theme| &theme.groups);
    let ends = groups.filter_map(|group| group.share.estimate.interval());
    ends.fold(0.1, |highest: f64, range| highest.max(range.high))
}

/// Height of one bar and of the room it stands in, in pixels.
const BAR: usize = 6;
const ROOM: usize = 10;

/// Returns the shares of each group as bars with their ranges.
pub(super) fn groups(shares: &[GroupShare], highest: f64, scale: &Scale) -> Markup {
    let across = |share: f64| format!("{:.2}%", 100.0 * (share / highest).clamp(0.0, 1.0));
    let said: Vec<String> = shares
        .iter()
        .map(|of| {
            format!(
                "{}: {}",
                scale.plural(of.group),
                words::counted_share(&of.share)
            )
        })
        .collect();
    html! {
        svg.groups width="100%" height=(ROOM * shares.len()) role="img" aria-label=(said.join("; ")) {
            title { (said.join("\n")) }
            @for (row, of) in shares.iter().enumerate() {
                @let top = row * ROOM + 2;
                @let middle = top + BAR / 2;
                @if let Some((value, range)) = of.share.estimate.numbers() {
                    rect class=(of.group.name()) x="0" y=(top) width=(across(value)) height=(BAR) {}
                    line.halo x1=(across(range.low)) x2=(across(range.high)) y1=(middle) y2=(middle) {}
                    line.whisker x1=(across(range.low)) x2=(across(range.high)) y1=(middle) y2=(middle) {}
                }
            }
        }
    }
}

/// Returns what each group is drawn as.
pub(super) fn key(scale: &Scale) -> Markup {
    html! {
        p.key {
            @for group in scale.groups() { span.whole { (swatch(group)) (words::capitalised(scale.plural(group))) } " " }
            "· line: range"
        }
    }
}

fn swatch(group: Group) -> Markup {
    html! {
        svg.swatch width="12" height="10" aria-hidden="true" {
            rect class=(group.name()) x="0.5" y="0.5" width="11" height="9" {}
        }
    }
}

/// Returns the share wave by wave, as a line with the range of each.
pub(super) fn trend(waves: &[WaveShare]) -> Markup {
    let values: Vec<Option<f64>> = waves
        .iter()
        .map(|wave| wave.share.estimate.value())
        .collect();
    let ranges: Vec<_> = waves
        .iter()
        .map(|wave| wave.share.estimate.interval())
        .collect();
    let highest = ranges
        .iter()
        .flatten()
        .fold(0.02, |highest: f64, range| highest.max(range.high));
    let x = |at: usize| 6.0 + 88.0 * at as f64 / (waves.len().max(2) - 1) as f64;
    let y = |value: f64| 22.0 - 18.0 * value / highest;
    let said: Vec<String> = waves
        .iter()
        .map(|wave| format!("{}: {}", wave.wave, words::counted_share(&wave.share)))
        .collect();
    html! {
        @if waves.len() > 1 {
            svg.spark viewBox="0 0 100 26" role="img" aria-label=(said.join("; ")) {
                title { (said.join("\n")) }
                line.base x1="2" x2="98" y1="22.5" y2="22.5" {}
                @for (at, range) in ranges.iter().enumerate() {
                    @if let Some(range) = range { line.range x1=(x(at)) x2=(x(at)) y1=(y(range.low)) y2=(y(range.high)) {} }
                }
                @for (at, pair) in values.windows(2).enumerate() {
                    @if let [Some(from), Some(to)] = *pair {
                        line.path x1=(x(at)) x2=(x(at + 1)) y1=(y(from)) y2=(y(to)) {}
                    }
                }
                @for (at, value) in values.iter().enumerate() {
                    @if let Some(value) = value { circle.dot cx=(x(at)) cy=(y(*value)) r="2.2" {} }
                }
            }
        }
    }
}

/// Returns a share as a bar with its range, in the colour of a group.
pub(super) fn share(group: Option<Group>, share: &Share, highest: f64) -> Markup {
    let across = |share: f64| format!("{:.2}%", 100.0 * (share / highest).clamp(0.0, 1.0));
    let said = words::counted_share(share);
    html! {
        svg.groups width="100%" height="14" role="img" aria-label=(said) {
            title { (said) }
            @if let Some((value, range)) = share.estimate.numbers() {
                rect class=(group.map_or("anybody", Group::name)) x="0" y="3" width=(across(value)) height="8" {}
                line.halo x1=(across(range.low)) x2=(across(range.high)) y1="7" y2="7" {}
                line.whisker x1=(across(range.low)) x2=(across(range.high)) y1="7" y2="7" {}
            }
        }
    }
}
