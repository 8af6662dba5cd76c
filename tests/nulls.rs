//! Nothing comes from nothing: studies in which nothing is there are told so,
//! whichever way people answer. `benches/nulls` has more of them.

#![allow(clippy::unwrap_used)]

#[path = "../benches/nulls/questions.rs"]
mod questions;
#[path = "../benches/nulls/studies.rs"]
mod studies;

use questions::{ASKED, claimed};
use rayon::prelude::*;
use studies::{Effect, Text, nothing, planted, study};

/// Studies of each design.
const STUDIES: u64 = 40;

/// So many of forty studies may be told something: 5%, and what chance adds to
/// that in 999 of 1,000 such tests.
const MOST: usize = 7;

#[test]
fn where_nothing_is_there_no_answer_claims_that_something_is() {
    for design in nothing() {
        let claims: Vec<_> = (0..STUDIES)
            .into_par_iter()
            .map(|seed| claimed(&study(&design, seed)))
            .collect();
        for (at, asked) in ASKED.iter().enumerate() {
            let told = claims.iter().filter(|claims| !claims[at].is_empty());
            let told = told.count();
            assert!(
                told <= MOST,
                "{}: {told} of {STUDIES} in {asked}",
                design.name
            );
        }
    }
}

#[test]
fn a_fall_of_the_whole_score_is_called_and_a_theme_that_angers_is_named() {
    let mut topics = [0.0; 8];
    topics[1] = 0.45;
    let effect = Effect { fall: 0.2, topics };
    let design = planted("a fall and an angry theme", 150, None, effect);
    assert!(design.text == Text::Topics);
    let claims: Vec<_> = (0..20)
        .into_par_iter()
        .map(|seed| claimed(&study(&design, seed)))
        .collect();
    let told = |question: usize| {
        let told = claims.iter().filter(|claims| !claims[question].is_empty());
        told.count()
    };
    assert!(told(0) >= 18 && told(5) >= 18 && told(9) >= 5, "{claims:?}");
}

#[test]
fn a_month_that_is_far_worse_than_the_others_stands_out() {
    let effect = Effect {
        fall: 0.5,
        topics: [0.0; 8],
    };
    let design = planted("a bad month", 150, None, effect);
    let told = (0..20)
        .into_par_iter()
        .filter(|seed| !claimed(&study(&design, *seed))[MONTHS_APART].is_empty());
    let told = told.count();
    assert!(told >= 18, "{told}");
}

/// The place of what stands out among months.
const MONTHS_APART: usize = 10;
