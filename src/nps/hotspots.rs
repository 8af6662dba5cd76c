//! Where the score is worse or better than elsewhere, beyond chance.
//!
//! Takes people and the cells (attribute values and pairs of them) they are
//! in; gives every cell against the rest, with the share of false findings to
//! expect. Which cells there are and what they are called is the caller's.

use serde::Serialize;

use super::cell_test::{self, CellTest};
use super::fdr::benjamini_hochberg;
use super::intervals::{self, Confidence, Interval, Proportion};
use super::score::Counts;
use crate::feedback::Group;

/// Somebody, and where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedPerson {
    /// The group of the rating; who did not rate is not counted.
    pub group: Option<Group>,
    /// The account, else the person.
    pub cluster: u32,
    /// Every cell the person is in, ascending.
    pub cells: Vec<u32>,
}

/// A cell against everybody else.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CellResult {
    /// The cell.
    pub cell: u32,
    /// Those in it.
    pub inside: Counts,
    /// Those not in it.
    pub outside: Counts,
    /// Accounts inside.
    pub clusters: u64,
    /// People of the largest account inside: where they are most of the cell,
    /// one account is speaking.
    pub largest: u64,
    /// Score inside less score outside.
    pub points: f64,
    /// The interval of that.
    pub interval: Interval,
    /// How often chance alone would part them as far.
    pub p: f64,
    /// The share of false findings among the cells at least as clear.
    pub q: f64,
}

/// Every cell that was tested.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HotspotSearch<S> {
    /// The cells, by number.
    pub spots: Vec<S>,
    /// How many tests that is.
    pub tested: u64,
}

/// Somebody who voices a theme or does not, and where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voicing {
    /// Whether they voice it.
    pub voices: bool,
    /// The account, else the person.
    pub cluster: u32,
    /// Every cell the person is in, ascending.
    pub cells: Vec<u32>,
}

/// How much a theme gathers in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Concentration {
    /// The cell.
    pub cell: u32,
    /// Of those in it, who voice the theme.
    pub inside: Proportion,
    /// Of those not in it, who voice the theme.
    pub outside: Proportion,
    /// Accounts inside.
    pub clusters: u64,
    /// People of the largest account inside.
    pub largest: u64,
    /// Share inside less share outside.
    pub difference: f64,
    /// The interval of that.
    pub interval: Interval,
    /// How often chance alone would part them as far.
    pub p: f64,
    /// The share of false findings among the cells at least as clear.
    pub q: f64,
}

/// Returns every cell with at least `least` people inside and outside, its
/// score against the rest.
pub fn hotspots(
    people: &[PlacedPerson],
    cells: usize,
    least: u64,
    confidence: Confidence,
) -> HotspotSearch<CellResult> {
    let rated = people.iter().filter_map(|person| {
        let group = person.group?;
        Some((group.index(), person.cluster, person.cells.as_slice()))
    });
    let tests = cell_test::tests(rated.collect(), cells, least);
    search(&tests, |test, q| cell_result(test, q, confidence))
}

/// Returns every cell with at least `least` people inside and outside, the
/// share that voices a theme against the rest.
pub fn concentrated(
    people: &[Voicing],
    cells: usize,
    least: u64,
    confidence: Confidence,
) -> HotspotSearch<Concentration> {
    let members = people.iter().map(|person| {
        let sign = usize::from(!person.voices);
        (sign, person.cluster, person.cells.as_slice())
    });
    let tests = cell_test::tests(members.collect(), cells, least);
    search(&tests, |test, q| concentration(test, q, confidence))
}

fn cell_result(test: &CellTest, q: f64, confidence: Confidence) -> Option<CellResult> {
    let (inside, outside) = (counts(test.inside.signs), counts(test.outside));
    let points = inside.score()? - outside.score()?;
    let interval = intervals::difference(outside, inside, confidence)?;
    Some(CellResult {
        cell: test.cell,
        inside,
        outside,
        clusters: test.inside.clusters,
        largest: test.inside.largest,
        points,
        interval: widened(interval, points, test.design.sqrt()).within(-200.0, 200.0),
        p: test.p,
        q,
    })
}

fn concentration(test: &CellTest, q: f64, confidence: Confidence) -> Option<Concentration> {
    let (inside, outside) = (part(test.inside.signs), part(test.outside));
    let difference = inside.share()? - outside.share()?;
    let interval = intervals::newcombe(inside, outside, confidence)?;
    Some(Concentration {
        cell: test.cell,
        inside,
        outside,
        clusters: test.inside.clusters,
        largest: test.inside.largest,
        difference,
        interval: widened(interval, difference, test.design.sqrt()).within(-1.0, 1.0),
        p: test.p,
        q,
    })
}

fn search<S>(tests: &[CellTest], spot: impl Fn(&CellTest, f64) -> Option<S>) -> HotspotSearch<S> {
    let p: Vec<f64> = tests.iter().map(|test| test.p).collect();
    let found = tests.iter().zip(benjamini_hochberg(&p));
    HotspotSearch {
        spots: found.filter_map(|(test, q)| spot(test, q)).collect(),
        tested: tests.len() as u64,
    }
}

/// Returns an interval as many times as wide, measured from `value`.
fn widened(interval: Interval, value: f64, times: f64) -> Interval {
    Interval {
        low: value - (value - interval.low) * times,
        high: value + (interval.high - value) * times,
    }
}

fn counts([promoters, passives, detractors]: [u64; 3]) -> Counts {
    Counts {
        promoters,
        passives,
        detractors,
    }
}

fn part([voiced, silent, _]: [u64; 3]) -> Proportion {
    Proportion {
        voiced,
        of: voiced + silent,
    }
}

#[cfg(test)]
mod tests;
