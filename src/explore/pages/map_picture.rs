//! The map as a picture, for pages that are files.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::error::Error;
use super::super::map_colours::colours;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use crate::themes::Detail;

/// More points than this are drawn as a sample of them: every so many.
const DRAWN: usize = 6_000;

/// Themes that have a colour and a name, those of most passages.
const NAMED: usize = 14;

/// Degrees between the hues of two themes in a row (the golden angle).
const TURN: f64 = 137.5;

/// The picture's height and width, in its own units.
const SIDE: f64 = 1_000.0;

/// Returns every passage, or a sample, as a point, with the names of themes.
pub(super) fn picture(session: &Session, snapshot: &Snapshot) -> Result<Markup, Error> {
    let points = session.map_points(snapshot)?;
    let coloured = colours(snapshot, &points, "theme", Detail::Default);
    let coloured = coloured.ok_or_else(|| Error::missing("theme to colour by"))?;
    let place = |at: u16| f64::from(at) / f64::from(u16::MAX) * SIDE;
    let step = points.passages.len().div_ceil(DRAWN).max(1);
    let mut of_theme: BTreeMap<i32, Vec<(f64, f64)>> = BTreeMap::new();
    for at in (0..points.passages.len()).step_by(step) {
        let own = of_theme.entry(coloured.of[at]).or_default();
        own.push((place(points.x[at]), place(points.y[at])));
    }
    let named: Vec<(usize, &Vec<(f64, f64)>)> = of_theme
        .iter()
        .filter_map(|(theme, own)| Some((usize::try_from(*theme).ok()?, own)))
        .collect();
    let hue = |theme: usize| (20.0 + theme as f64 * TURN) % 360.0;
    let rest = of_theme.iter().filter(|(theme, _)| **theme < 0);
    Ok(html! {
        @if step > 1 {
            p.hint { "Of every " (step) " passages one is drawn." }
        }
        svg.map-picture viewBox=(bounds(of_theme.values().flatten())) role="img" aria-label="Map of all passages, with the names of the largest themes" {
            g.none { @for (_, own) in rest { @for (x, y) in own { circle cx=(short(*x)) cy=(short(*y)) r="2.6" {} } } }
            @for (theme, own) in &named {
                g fill={ "oklch(58% 0.14 " (short(hue(*theme))) ")" } {
                    @for (x, y) in *own { circle cx=(short(*x)) cy=(short(*y)) r="3.2" {} }
                }
            }
            @for (theme, own) in named.iter().take(NAMED) {
                @let (x, y) = middle(own);
                a href={ "/themes/" (coloured.ids[*theme]) } {
                    text x=(short(x)) y=(short(y)) text-anchor="middle" { (coloured.values[*theme]) }
                }
            }
        }
    })
}

/// Space around the outermost points, for names.
const MARGIN: f64 = 60.0;

/// Returns the part of the plane that has points: left, top, width, height.
fn bounds<'a>(points: impl Iterator<Item = &'a (f64, f64)>) -> String {
    let (mut left, mut top, mut right, mut bottom) = (SIDE, SIDE, 0.0_f64, 0.0_f64);
    for &(x, y) in points {
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
    }
    let (width, height) = ((right - left).max(1.0), (bottom - top).max(1.0));
    let all = [
        left - MARGIN,
        top - MARGIN,
        width + 2.0 * MARGIN,
        height + 2.0 * MARGIN,
    ];
    all.map(short).join(" ")
}

fn short(number: f64) -> String {
    format!("{number:.1}")
}

/// Returns where most of some points lie: the median of either direction.
fn middle(points: &[(f64, f64)]) -> (f64, f64) {
    let median = |mut places: Vec<f64>| {
        places.sort_by(f64::total_cmp);
        places[places.len() / 2]
    };
    (
        median(points.iter().map(|(x, _)| *x).collect()),
        median(points.iter().map(|(_, y)| *y).collect()),
    )
}
