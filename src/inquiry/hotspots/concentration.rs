//! Segments in which a theme gathers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::breadth::{Breadth, spread};
use super::super::claims::{FALSE, HOTSPOT};
use super::super::impacts::TopicImpact;
use super::super::ledger::{Ledger, ThemeRef};
use super::super::selection::Selection;
use super::grid::{Grid, Segment};
use crate::nps::estimate::Share;
use crate::nps::fdr::benjamini_hochberg;
use crate::nps::hotspots::{Concentration, Voicing, concentrated};
use crate::nps::intervals::Interval;
use crate::study::Quote;

/// A theme that gathers in a segment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeConcentration {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// What its people share: one value, or two.
    pub segment: Vec<Segment>,
    /// Those inside who voice it.
    pub inside: Share,
    /// Those outside who voice it.
    pub outside: Share,
    /// Share inside less share outside.
    pub difference: f64,
    /// Where that may lie.
    pub interval: Interval,
    /// How often chance alone does as much.
    pub p: f64,
    /// The share of such findings that are chance.
    pub q: f64,
    /// How widely it is said inside.
    pub spread: Breadth,
    /// What they say.
    pub quotes: Vec<Quote>,
}

/// Quotes shown of a theme.
const QUOTES: usize = 2;

/// Returns the segments in which what lowers the score gathers, of each theme the clearest;
/// first what most of those who are not promoters say.
pub(super) fn gathered(
    ledger: &Ledger<'_>,
    among: &Selection,
    grid: &Grid,
    impacts: &[TopicImpact],
    least: u64,
) -> (Vec<ThemeConcentration>, u64) {
    let said: Vec<(usize, &Vec<u32>)> = among
        .responses
        .iter()
        .copied()
        .zip(&grid.of)
        .filter(|(r, _)| ledger.commented(*r))
        .collect();
    let themes = lowering(impacts);
    let mut tests: Vec<(usize, Concentration)> = Vec::new();
    let mut people: Vec<Voicing> = said
        .iter()
        .map(|(r, cells)| Voicing {
            voices: false,
            cluster: ledger.voice(*r),
            cells: singles(grid, cells),
        })
        .collect();
    for &theme in &themes {
        for (person, (r, _)) in people.iter_mut().zip(&said) {
            person.voices = ledger.voices(*r, theme);
        }
        let search = concentrated(&people, grid.cells.len(), least, ledger.confidence);
        tests.extend(search.spots.into_iter().map(|spot| (theme, spot)));
    }
    let p: Vec<f64> = tests.iter().map(|(_, test)| test.p).collect();
    for ((_, test), q) in tests.iter_mut().zip(benjamini_hochberg(&p)) {
        test.q = q;
    }
    let tested = tests.len() as u64;
    let mut best: BTreeMap<usize, Concentration> = BTreeMap::new();
    for (theme, test) in tests {
        let clear = test.q <= HOTSPOT && test.difference > 0.0;
        let known = best.get(&theme);
        if clear && known.is_none_or(|known| (test.p, test.cell) < (known.p, known.cell)) {
            best.insert(theme, test);
        }
    }
    let unhappy = |theme: usize, test: &Concentration| {
        let [inside, _] = grid.sides(among, test.cell);
        ledger.unhappy(&ledger.voicing(theme, &inside)).len()
    };
    let mut best: Vec<(usize, usize, Concentration)> = best
        .into_iter()
        .map(|(theme, test)| (unhappy(theme, &test), theme, test))
        .collect();
    best.sort_by(|(a, x, p), (b, y, q)| (b, x).cmp(&(a, y)).then(p.p.total_cmp(&q.p)));
    let told = best
        .into_iter()
        .map(|(_, theme, test)| told(ledger, among, grid, theme, &test));
    (told.collect(), tested)
}

/// Returns the cells of one value.
fn singles(grid: &Grid, cells: &[u32]) -> Vec<u32> {
    let single = |cell: &u32| !grid.is_pair(*cell);
    cells.iter().copied().filter(single).collect()
}

/// Returns the topics that lower the score by more than chance (at most 5%
/// false), or that mostly detractors voice: to look for all would hide these
/// among tests.
fn lowering(impacts: &[TopicImpact]) -> Vec<usize> {
    let lowers = |topic: &&TopicImpact| {
        let with = topic.impact.with;
        let lower = topic
            .impact
            .points
            .value()
            .is_some_and(|points| points < 0.0);
        (lower && topic.q <= FALSE) || with.detractors * 2 > with.n()
    };
    let lowering = impacts.iter().filter(lowers);
    lowering.map(|topic| topic.finding).collect()
}

fn told(
    ledger: &Ledger<'_>,
    among: &Selection,
    grid: &Grid,
    theme: usize,
    test: &Concentration,
) -> ThemeConcentration {
    let [inside, outside] = grid
        .sides(among, test.cell)
        .map(|side| ledger.commenting(&side));
    let said = ledger.voicing(theme, &inside);
    let share = |side: &[usize]| ledger.share(side, |r| ledger.voices(r, theme));
    ThemeConcentration {
        theme: ledger.theme(theme),
        segment: grid.cells[test.cell as usize].clone(),
        inside: share(&inside),
        outside: share(&outside),
        difference: test.difference,
        interval: test.interval,
        p: test.p,
        q: test.q,
        spread: spread(ledger, &said),
        quotes: ledger.quotes(theme, &said, QUOTES),
    }
}
