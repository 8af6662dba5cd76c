//! How often studies in which nothing is there are told that something is, as
//! a Markdown table. Seeded.
//!
//! ```text
//! cargo bench --bench nulls [STUDIES]
//! ```
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "nulls/questions.rs"]
mod questions;
#[path = "nulls/studies.rs"]
mod studies;

use std::collections::BTreeMap;

use questions::{ASKED, claimed};
use rayon::prelude::*;
use studies::{nothing, study};

/// Studies of each design.
const STUDIES: u64 = 400;

fn main() {
    let asked = std::env::args().find_map(|given| given.parse().ok());
    let runs: u64 = asked.unwrap_or(STUDIES);
    println!("| {runs} studies each | {} |", ASKED.join(" | "));
    println!("|---|{}", "---|".repeat(ASKED.len()));
    let mut kinds = BTreeMap::new();
    for design in nothing() {
        let claims: Vec<_> = (0..runs)
            .into_par_iter()
            .map(|seed| claimed(&study(&design, seed)))
            .collect();
        let cells = (0..ASKED.len()).map(|at| {
            let false_ones = claims.iter().filter(|claims| !claims[at].is_empty());
            format!("{:.1}%", 100.0 * false_ones.count() as f64 / runs as f64)
        });
        println!(
            "| {} | {} |",
            design.name,
            cells.collect::<Vec<_>>().join(" | ")
        );
        for claims in claims {
            for (at, claims) in claims.into_iter().enumerate() {
                for claim in claims {
                    *kinds.entry((design.name, ASKED[at], claim)).or_insert(0) += 1;
                }
            }
        }
    }
    println!();
    for ((design, question, claim), count) in kinds {
        println!("{design}, {question}: {claim:?} {count}");
    }
}
