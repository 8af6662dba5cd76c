//! Where ratings pile up just above a limit.
//!
//! Where ratings are honest, those on either side of a limit are about as
//! common in one segment as in another. A segment with far more just above it
//! (9 among 8 and 9) may have been asked for them.

use serde::Serialize;

use super::super::ledger::Ledger;
use super::super::segments::Segments;
use crate::nps::contrast::{ShareContrast, contrasts};

/// A segment in which ratings pile up above the limit to the best group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatingHeap {
    /// The attribute, or `wave`.
    pub attribute: String,
    /// The value.
    pub value: String,
    /// The ratings below and above the limit.
    pub limit: [u8; 2],
    /// Those above among the two, there (`first`) and elsewhere.
    #[serde(flatten)]
    pub contrast: ShareContrast,
}

/// An accusation needs more than a finding: one false in a hundred.
const FALSE: f64 = 0.01;

/// Fewer ratings on the two sides of the limit say nothing.
const FEWEST: u64 = 15;

/// Returns the segments and waves in which ratings pile up, and how many
/// were tested.
pub(super) fn heaps(ledger: &Ledger<'_>, segments: &Segments) -> (Vec<RatingHeap>, u64) {
    let Some(limit) = ledger.limit() else {
        return (Vec::new(), 0);
    };
    let responses = &ledger.analysis.corpus.responses;
    let rating = |r: usize| responses[r].rating.map(crate::feedback::Rating::value);
    let near: Vec<usize> = (0..responses.len())
        .filter(|&r| rating(r).is_some_and(|value| limit.contains(&value)))
        .collect();
    let part = |inside: &dyn Fn(usize) -> bool| {
        let some = near.iter().copied().filter(|&r| inside(r));
        ledger.saying(&some.collect::<Vec<_>>(), |r| rating(r) == Some(limit[1]))
    };
    let mut named = Vec::new();
    let mut pairs = Vec::new();
    let mut test = |attribute: &str, value: &str, inside: &dyn Fn(usize) -> bool| {
        let sides = [part(inside), part(&|r| !inside(r))];
        if sides.iter().all(|side| side.len() as u64 >= FEWEST) {
            named.push((attribute.to_owned(), value.to_owned()));
            pairs.push(sides);
        }
    };
    for wave in ledger.analysis.corpus.waves() {
        test("wave", &wave, &|r| responses[r].wave == wave);
    }
    for attribute in &segments.attributes {
        for (at, value) in attribute.values.iter().enumerate() {
            let inside = |r: usize| attribute.of_response[r] == Some(at as u16);
            test(&attribute.name, value, &inside);
        }
    }
    let tests = contrasts(pairs, ledger.confidence);
    let tested = tests.len() as u64;
    let found = named
        .into_iter()
        .zip(tests)
        .filter_map(|((attribute, value), test)| {
            let contrast = test.filter(|test| test.q <= FALSE && test.difference > 0.0)?;
            Some(RatingHeap {
                attribute,
                value,
                limit,
                contrast,
            })
        });
    (found.collect(), tested)
}
