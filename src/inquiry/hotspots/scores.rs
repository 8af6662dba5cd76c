//! Segments whose score differs from the rest, and what is said more there.

use std::collections::HashMap;

use serde::Serialize;

use super::super::claims::HOTSPOT;
use super::super::contrast::saying;
use super::super::ledger::{Ledger, ThemeRef};
use super::super::selection::Selection;
use super::grid::{Grid, Segment};
use crate::nps::change;
use crate::nps::contrast::{self, contrasts};
use crate::nps::estimate::Score;
use crate::nps::fdr::two_families;
use crate::nps::hotspots::{CellResult, HotspotSearch, PlacedPerson, hotspots};
use crate::nps::intervals::Interval;
use crate::study::Quote;

/// A segment whose score differs from the rest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HotSpot {
    /// What its people share: one value, or two.
    pub segment: Vec<Segment>,
    /// Their score.
    pub inside: Score,
    /// Everybody else's.
    pub outside: Score,
    /// Inside less outside.
    pub points: f64,
    /// Where that may lie.
    pub interval: Interval,
    /// How often chance alone does as much.
    pub p: f64,
    /// The share of such findings that are chance.
    pub q: f64,
    /// Accounts inside; people without one count for themselves.
    pub accounts: u64,
    /// People of the largest account inside.
    pub largest: u64,
    /// The themes said more inside than outside, by more than chance.
    pub themes: Vec<Over>,
}

/// A theme said more inside a segment than outside.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Over {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Inside (`first`) and outside.
    #[serde(flatten)]
    pub contrast: contrast::ShareContrast,
    /// What they say.
    pub quotes: Vec<Quote>,
}

/// Quotes shown of a hot spot.
const QUOTES: usize = 2;

/// Themes shown of a hot spot.
const OVER: usize = 4;

/// The segments whose score differs, the lowest first; those that are only
/// hints; and how many were tested.
pub(super) struct SegmentScores {
    pub(super) found: Vec<HotSpot>,
    pub(super) hints: Vec<HotSpot>,
    pub(super) tested: u64,
}

/// Hints told.
const HINTS: usize = 3;

/// Tests the score of each segment.
pub(super) fn scores(
    ledger: &Ledger<'_>,
    among: &Selection,
    grid: &Grid,
    least: u64,
) -> SegmentScores {
    let people: Vec<PlacedPerson> = among
        .responses
        .iter()
        .zip(&grid.of)
        .map(|(&r, cells)| PlacedPerson {
            group: ledger.group(r),
            cluster: ledger.voice(r),
            cells: cells.clone(),
        })
        .collect();
    let HotspotSearch { mut spots, tested } =
        hotspots(&people, grid.cells.len(), least, ledger.confidence);
    let p: Vec<(f64, bool)> = spots
        .iter()
        .map(|spot| (spot.p, grid.is_pair(spot.cell)))
        .collect();
    for (spot, q) in spots.iter_mut().zip(two_families(&p)) {
        spot.q = q;
    }
    let found: HashMap<u32, CellResult> = spots
        .iter()
        .filter(|spot| spot.q <= HOTSPOT)
        .map(|spot| (spot.cell, *spot))
        .collect();
    let by_cell: HashMap<u32, CellResult> = spots.iter().map(|spot| (spot.cell, *spot)).collect();
    let adds = |spot: &CellResult| match grid.parents[spot.cell as usize] {
        None => true,
        Some(parents) => parents.iter().all(|parent| {
            let Some(whole) = by_cell.get(parent) else {
                return false;
            };
            stands_out(ledger, among, grid, spot, whole)
        }),
    };
    let mut kept: Vec<CellResult> = found.into_values().filter(adds).collect();
    kept.sort_by(|a, b| a.points.total_cmp(&b.points).then(a.cell.cmp(&b.cell)));
    let mut hints: Vec<CellResult> = spots
        .iter()
        .copied()
        .filter(|spot| spot.q > HOTSPOT && spot.p <= 0.05 && !grid.is_pair(spot.cell))
        .collect();
    hints.sort_by(|a, b| a.p.total_cmp(&b.p).then(a.cell.cmp(&b.cell)));
    hints.truncate(HINTS);
    let told = |spots: Vec<CellResult>| -> Vec<HotSpot> {
        let spots = spots.iter();
        spots
            .map(|spot| hot_spot(ledger, among, grid, spot))
            .collect()
    };
    SegmentScores {
        found: told(kept),
        hints: told(hints),
        tested,
    }
}

/// A pair of values is told when it differs from the rest of either value.
fn stands_out(
    ledger: &Ledger<'_>,
    among: &Selection,
    grid: &Grid,
    pair: &CellResult,
    whole: &CellResult,
) -> bool {
    let further = if pair.points < 0.0 {
        pair.points < whole.points
    } else {
        pair.points > whole.points
    };
    let [inside, _] = grid.sides(among, pair.cell);
    let [mut rest, _] = grid.sides(among, whole.cell);
    rest.retain(|r| inside.binary_search(r).is_err());
    let [rest, inside] = [rest, inside].map(|side| ledger.rated(&side));
    let change = change::clustered(&rest, &inside, ledger.confidence);
    further && change.is_some_and(|change| change.interval.excludes_zero())
}

fn hot_spot(ledger: &Ledger<'_>, among: &Selection, grid: &Grid, spot: &CellResult) -> HotSpot {
    let sides = grid.sides(among, spot.cell);
    let [inside, outside] = sides.each_ref().map(|side| ledger.rated(side));
    HotSpot {
        segment: grid.cells[spot.cell as usize].clone(),
        inside: Score::clustered(&inside, ledger.confidence),
        outside: Score::clustered(&outside, ledger.confidence),
        points: spot.points,
        interval: spot.interval,
        p: spot.p,
        q: spot.q,
        accounts: spot.clusters,
        largest: spot.largest,
        themes: over(ledger, &sides),
    }
}

/// Returns the themes said more on the first side than on the second.
fn over(ledger: &Ledger<'_>, sides: &[Vec<usize>; 2]) -> Vec<Over> {
    let [inside, outside] = sides.each_ref().map(|side| ledger.commenting(side));
    let themes = ledger.themes();
    let sides = [inside, outside];
    let parts = themes.iter().map(|&theme| saying(ledger, &sides, theme));
    let tests = themes.iter().zip(contrasts(parts, ledger.confidence));
    let mut over: Vec<(usize, contrast::ShareContrast)> = tests
        .filter_map(|(&theme, test)| Some((theme, test?)))
        .filter(|(_, test)| test.q <= HOTSPOT && test.difference > 0.0)
        .collect();
    over.sort_by(|a, b| a.1.p.total_cmp(&b.1.p));
    let told = over.into_iter().take(OVER).map(|(theme, contrast)| Over {
        theme: ledger.theme(theme),
        contrast,
        quotes: ledger.quotes(theme, &sides[0], QUOTES),
    });
    told.collect()
}
