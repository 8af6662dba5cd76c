//! Every cell against everybody else.
//!
//! Takes people and their cells; gives, for each cell that is large enough,
//! how often chance alone would set it so far apart, where accounts may agree
//! within themselves. What is made of that is `hotspots`'.

use super::cells::{CellTally, Inside, Member, tally};
use super::exact_test::{Population, Signs};

/// One cell against the rest, before it is put into words.
pub(super) struct CellTest {
    pub(super) cell: u32,
    pub(super) inside: Inside,
    pub(super) outside: Signs,
    /// How many people count as one, because accounts answer alike.
    pub(super) design: f64,
    pub(super) p: f64,
}

/// Returns the test of every cell with `least` people inside and outside.
pub(super) fn tests(members: Vec<Member>, cells: usize, least: u64) -> Vec<CellTest> {
    let tally = tally(members, cells);
    let n = tally.all.n();
    let chance = Population::new(tally.all.signs);
    let tested = tally.cells.iter().zip(0u32..);
    tested
        .filter(|(inside, _)| inside.n() >= least.max(1) && n - inside.n() >= least.max(1))
        .map(|(inside, cell)| test(cell, inside, &tally, &chance))
        .collect()
}

fn test(cell: u32, inside: &Inside, tally: &CellTally, chance: &Population) -> CellTest {
    let design = design_effect(inside, tally);
    let outside = std::array::from_fn(|sign| tally.all.signs[sign] - inside.signs[sign]);
    CellTest {
        cell,
        inside: *inside,
        outside,
        design,
        p: chance.p(inside.signs, design),
    }
}

/// Returns how much wider than over people the gap inside − outside strays
/// over accounts whose people are alike (Kish 1965).
fn design_effect(inside: &Inside, tally: &CellTally) -> f64 {
    let (k, n) = (inside.n() as f64, tally.all.n() as f64);
    let rest = n - k;
    let both = 1.0 / k + 1.0 / rest;
    let weights = both * both * inside.squares - 2.0 * both / rest * inside.products
        + tally.all.squares / (rest * rest);
    (1.0 + tally.alike * (weights / both - 1.0)).max(1.0)
}
