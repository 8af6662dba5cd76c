//! Charts, drawn as SVG.
//!
//! Takes numbers of a brief; gives drawings whose places across are
//! percentages, so that they fill whatever width they are given while text
//! and strokes keep their size. Colours and strokes are the style sheet's.
//! Whoever cannot see a drawing is told the same in its label.

use maud::{Markup, html};

use crate::feedback::{self, Group};
use crate::nps::estimate::{Estimate, Footing, Share};
use crate::nps::intervals::Interval;
use crate::nps::score::Counts;

use super::brief::{WaveScore, WaveShare};
use super::catalogue::say;
use super::story::Waterfall;
use super::words;

/// The numbers an axis reaches from and to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisScale {
    low: f64,
    high: f64,
    step: f64,
}

impl AxisScale {
    /// Returns the smallest round scale that holds all intervals and `least`.
    pub fn holding(intervals: impl IntoIterator<Item = Interval>, least: Interval) -> Self {
        let all = intervals.into_iter().fold(least, |all, next| Interval {
            low: all.low.min(next.low),
            high: all.high.max(next.high),
        });
        let step = step(all.high - all.low);
        Self {
            low: (all.low / step).floor() * step,
            high: (all.high / step).ceil() * step,
            step,
        }
    }

    /// Returns the upper end.
    pub fn high(self) -> f64 {
        self.high
    }

    /// Returns the round numbers along the scale.
    fn ticks(self) -> Vec<f64> {
        let steps = ((self.high - self.low) / self.step).round() as usize;
        (0..=steps)
            .map(|index| self.low + self.step * index as f64)
            .collect()
    }

    /// Returns where a number stands, from 0 to 100 between `from` and `to`.
    fn place(self, value: f64, from: f64, to: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        from + part.clamp(0.0, 1.0) * (to - from)
    }
}

/// Returns a round step that cuts a range into about four.
fn step(range: f64) -> f64 {
    let rough = range.max(f64::MIN_POSITIVE) / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= rough * 0.999)
        .unwrap_or(10.0);
    factor * power
}

/// Returns a place across: `12.5%`.
fn across(percent: f64) -> String {
    format!("{percent:.2}%")
}

/// Returns a place down, in pixels.
fn down(pixels: f64) -> String {
    format!("{pixels:.1}")
}

/// Returns the class of whatever stands on few answers, to be drawn hollow.
fn firm(estimate: Estimate) -> &'static str {
    match estimate.footing() {
        Footing::Sound => "dot",
        _ => "dot few",
    }
}

/// Returns the patterns that tell groups apart without colour. Stands once in
/// a page, before the charts.
pub fn patterns() -> Markup {
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern #hatch width="5" height="5" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)" {
                    rect.hatch-ground width="5" height="5" {}
                    rect.hatch-line width="1.6" height="5" {}
                }
            }
        }
    }
}

/// Margins left and right, so that dots at the ends are not cut.
const EDGE: (f64, f64) = (5.0, 95.0);

/// Returns one theme's impact as a dot on its interval.
pub fn impact(points: Estimate, scale: AxisScale) -> Markup {
    let place = |value| across(scale.place(value, EDGE.0, EDGE.1));
    html! {
        svg.strip width="100%" height="26" role="img"
            aria-label=(words::estimate(points, words::signed_tenths, words::points_range)) {
            (upright(scale))
            @if let Some((value, interval)) = points.numbers() {
                line.whisker x1=(place(interval.low)) x2=(place(interval.high)) y1="13" y2="13" {}
                circle class=(firm(points)) cx=(place(value)) cy="13" r="4.5" {}
            }
        }
    }
}

/// Returns the strip of a theme that has no impact.
pub fn no_impact(scale: AxisScale) -> Markup {
    html! { svg.strip width="100%" height="26" aria-hidden="true" { (upright(scale)) } }
}

fn upright(scale: AxisScale) -> Markup {
    let place = |value| across(scale.place(value, EDGE.0, EDGE.1));
    html! {
        @for tick in scale.ticks() {
            line.grid.zero[tick.abs() < 1e-9] x1=(place(tick)) x2=(place(tick)) y1="0" y2="26" {}
        }
    }
}

/// Returns the numbers along the impact strips.
pub fn impact_axis(scale: AxisScale) -> Markup {
    let place = |value| across(scale.place(value, EDGE.0, EDGE.1));
    html! {
        svg.axis width="100%" height="16" aria-hidden="true" {
            @for tick in scale.ticks() {
                text x=(place(tick)) y="12" text-anchor="middle" { (words::signed_tick(tick)) }
            }
        }
    }
}

/// Returns the scale that holds every step of a waterfall.
pub fn fall_scale(fall: &Waterfall) -> AxisScale {
    let mut at = fall.from.1;
    let mut reached = Interval::around(at, 0.0);
    for step in &fall.steps {
        at += step.points;
        reached.low = reached.low.min(at);
        reached.high = reached.high.max(at);
    }
    let least = Interval::around(fall.to.1, 1.0);
    AxisScale::holding([reached], least)
}

/// Returns one step of a waterfall, from a score to the next, and where it may
/// end.
pub fn fall_step(from: f64, to: f64, range: Option<Interval>, scale: AxisScale) -> Markup {
    let place = |value: f64| scale.place(value, EDGE.0, EDGE.1);
    let (left, right) = (place(from.min(to)), place(from.max(to)));
    let class = if to < from { "detractor" } else { "promoter" };
    html! {
        svg.strip width="100%" height="26" aria-hidden="true" {
            (upright(scale))
            rect class=(class) x=(across(left)) y="6" width=(across((right - left).max(0.3))) height="14" {}
            @if let Some(range) = range {
                line.halo x1=(across(place(from + range.low))) x2=(across(place(from + range.high))) y1="13" y2="13" {}
                line.whisker x1=(across(place(from + range.low))) x2=(across(place(from + range.high))) y1="13" y2="13" {}
            }
        }
    }
}

/// Returns the score a waterfall begins or ends with.
pub fn fall_total(score: f64, scale: AxisScale) -> Markup {
    let place = across(scale.place(score, EDGE.0, EDGE.1));
    html! {
        svg.strip width="100%" height="26" aria-hidden="true" {
            (upright(scale))
            line.whisker x1=(place) x2=(place) y1="2" y2="24" {}
            circle class="dot" cx=(place) cy="13" r="4.5" {}
        }
    }
}

/// Returns a group's share as a bar with its interval; `name` is the group's.
pub fn share_bar(group: Group, name: &str, share: &Share, scale: AxisScale) -> Markup {
    let place = |value| across(scale.place(value, 0.0, 100.0));
    let label = words::labelled(name, &words::counted_share(share));
    html! {
        svg.bar width="100%" height="16" role="img" aria-label=(label) {
            line.base x1="0" x2="100%" y1="15.5" y2="15.5" {}
            @if let Some((value, interval)) = share.estimate.numbers() {
                rect class=(group.name()) x="0" y="2" width=(place(value)) height="12" {}
                line.halo x1=(place(interval.low)) x2=(place(interval.high)) y1="8" y2="8" {}
                line.whisker x1=(place(interval.low)) x2=(place(interval.high)) y1="8" y2="8" {}
                line.whisker x1=(place(interval.low)) x2=(place(interval.low)) y1="4" y2="12" {}
                line.whisker x1=(place(interval.high)) x2=(place(interval.high)) y1="4" y2="12" {}
            }
        }
    }
}

/// Returns the three groups of some counts as one bar.
pub fn stack(counts: Counts, height: u32, ratings: &feedback::Scale) -> Markup {
    let n = counts.n().max(1) as f64;
    let width = |group| 100.0 * counts.count(group) as f64 / n;
    let before = |group: Group| -> f64 {
        Group::ALL[..group.index()]
            .iter()
            .map(|group| width(*group))
            .sum()
    };
    let groups = ratings.groups();
    let members = groups.map(|group| words::members(counts.count(group), group, ratings));
    let label = members.collect::<Vec<_>>().join(", ");
    html! {
        svg.stack width="100%" height=(height) role="img" aria-label=(label) {
            @for group in Group::ALL {
                rect class=(group.name()) x=(across(before(group))) y="0"
                    width=(across(width(group))) height=(height) {}
            }
        }
    }
}

/// Returns a count as a bar of a whole.
pub fn part(count: u64, whole: u64) -> Markup {
    let width = 100.0 * count as f64 / whole.max(1) as f64;
    html! {
        svg.part width="100%" height="12" aria-hidden="true" {
            rect.plain width=(across(width)) height="12" {}
        }
    }
}

/// Numbers along time: what is drawn of scores and of shares alike.
struct ChartLine<'a> {
    label: String,
    class: &'static str,
    points: Vec<(&'a str, Estimate)>,
    scale: AxisScale,
    height: f64,
    said: fn(f64) -> String,
    axis: bool,
}

/// Returns the score wave by wave; `name` is what it is called.
pub fn scores(waves: &[WaveScore], name: &str) -> Markup {
    let estimates = || waves.iter().map(|wave| wave.score.estimate);
    let least = estimates().find_map(Estimate::value).unwrap_or(0.0);
    let scale = AxisScale::holding(
        estimates().filter_map(Estimate::interval),
        Interval::around(least, 15.0).within(-100.0, 100.0),
    );
    let said: Vec<String> = waves
        .iter()
        .map(|wave| words::labelled(&wave.wave, &words::score(&wave.score)))
        .collect();
    let title = say!("{score} by wave.", score = words::capitalised(name));
    line(&ChartLine {
        label: format!("{title} {}", words::series(&said)),
        class: "line scores",
        points: waves
            .iter()
            .map(|wave| (wave.wave.as_str(), wave.score.estimate))
            .collect(),
        scale,
        height: 230.0,
        said: words::signed,
        axis: true,
    })
}

/// Returns the share that voices a theme, wave by wave. A percent is as high
/// in every theme; the drawing is no higher than the theme needs.
pub fn trend(waves: &[WaveShare], all: AxisScale) -> Markup {
    let intervals = waves
        .iter()
        .filter_map(|wave| wave.share.estimate.interval());
    let high = intervals.fold(0.0, |high: f64, next| high.max(next.high));
    let said: Vec<String> = waves
        .iter()
        .map(|wave| words::labelled(&wave.wave, &words::counted_share(&wave.share)))
        .collect();
    line(&ChartLine {
        label: format!("{} {}", say!("Share by wave."), words::series(&said)),
        class: "line trend",
        points: waves
            .iter()
            .map(|wave| (wave.wave.as_str(), wave.share.estimate))
            .collect(),
        scale: AxisScale {
            low: 0.0,
            high: high.max(f64::MIN_POSITIVE),
            step: high,
        },
        height: TOP + BOTTOM + 120.0 * high / all.high,
        said: words::percent,
        axis: false,
    })
}

/// Room above the highest and below the lowest place of a line, for words.
const TOP: f64 = 18.0;
const BOTTOM: f64 = 22.0;

/// Up to how many waves each is named and numbered.
const NAMED: usize = 4;

fn line(line: &ChartLine) -> Markup {
    let count = line.points.len();
    let (left, top, bottom) = (if line.axis { 9.0 } else { 2.0 }, TOP, line.height - BOTTOM);
    let x = |index: usize| left + (index as f64 + 0.5) * (98.0 - left) / count.max(1) as f64;
    let y = |value: f64| down(line.scale.place(value, bottom, top));
    html! {
        svg class=(line.class) width="100%" height=(line.height) role="img" aria-label=(line.label) {
            @if line.axis {
                @for tick in line.scale.ticks() {
                    line.grid.zero[tick.abs() < 1e-9] x1=(across(left)) x2="100%" y1=(y(tick)) y2=(y(tick)) {}
                    text.tick x=(across(left - 1.5)) y=(y(tick)) dy="4" text-anchor="end" {
                        (words::signed_tick(tick))
                    }
                }
            } @else {
                line.base x1="0" x2="100%" y1=(down(bottom)) y2=(down(bottom)) {}
            }
            @for (index, pair) in line.points.windows(2).enumerate() {
                @if let (Some(from), Some(to)) = (pair[0].1.value(), pair[1].1.value()) {
                    line.path x1=(across(x(index))) x2=(across(x(index + 1))) y1=(y(from)) y2=(y(to)) {}
                }
            }
            @for (index, (wave, estimate)) in line.points.iter().enumerate() {
                @let x = across(x(index));
                @if let Some((value, interval)) = estimate.numbers() {
                    line.whisker x1=(x) x2=(x) y1=(y(interval.low)) y2=(y(interval.high)) {}
                    circle class=(firm(*estimate)) cx=(x) cy=(y(value)) r="3.5" {}
                    @if numbered(index, count) {
                        text.number x=(x) y=(y(interval.high)) dy="-5" text-anchor="middle" { ((line.said)(value)) }
                    }
                } @else {
                    text.missing x=(x) y=(down(f64::midpoint(top, bottom))) text-anchor="middle" { "–" }
                }
                @if numbered(index, count) {
                    text.wave x=(x) y=(down(line.height - 5.0)) text-anchor="middle" { (wave) }
                }
            }
        }
    }
}

/// Returns whether there is room to name the wave at `index` of `count`: all
/// of a few, else the first, the middle and the last.
fn numbered(index: usize, count: usize) -> bool {
    count <= NAMED || index == 0 || index + 1 == count || index == count / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: f64, high: f64) -> AxisScale {
        AxisScale::holding(
            [Interval { low, high }],
            Interval {
                low: 0.0,
                high: 0.0,
            },
        )
    }

    #[test]
    fn a_scale_ends_on_round_numbers_and_holds_zero() {
        assert_eq!(between(-7.3, 2.1).ticks(), [-7.5, -5.0, -2.5, 0.0, 2.5]);
        assert!((between(0.1, 0.46).high() - 0.6).abs() < 1e-12);
        assert_eq!(between(3.0, 8.0).ticks()[..1], [0.0]);
    }

    #[test]
    fn places_stay_between_the_edges() {
        let scale = between(0.0, 1.0);
        let places = [-1.0, 0.5, 2.0].map(|value| scale.place(value, 0.0, 100.0) as u8);
        assert_eq!(places, [0, 50, 100]);
    }

    #[test]
    fn many_waves_are_named_at_their_ends_and_in_the_middle() {
        let named: Vec<_> = (0..12).filter(|index| numbered(*index, 12)).collect();
        assert_eq!(named, [0, 6, 11]);
        assert!((0..4).all(|index| numbered(index, 4)));
    }

    #[test]
    fn groups_fill_the_bar() {
        let counts = Counts {
            promoters: 1,
            passives: 1,
            detractors: 2,
        };
        let svg = stack(counts, 16, &feedback::Scale::default()).into_string();
        assert!(svg.contains("1 promoter, 1 passive, 2 detractors"), "{svg}");
        assert!(svg.contains(r#"x="50.00%" y="0" width="50.00%""#), "{svg}");
    }
}
