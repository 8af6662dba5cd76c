//! Nothing comes from nothing: groups that are shuffled among people tell no
//! theme, no segment and no change.

use std::sync::Arc;

use motif::corpus::Corpus;
use motif::feedback::Rating;
use motif::ingest::ReadOptions;
use motif::inquiry::{Ledger, Selection, compare, contrast, hotspots};
use motif::study::{Analysis, Past, Settings, intakes};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::support::pontoon_files;

const RUNS: u64 = 1_000;

/// So many of a thousand runs may find something: 5%, and what chance adds to
/// that in 199 of 200 such tests.
const MOST: usize = 68;

fn shuffle<T>(items: &mut [T], rng: &mut Xoshiro256PlusPlus) {
    for at in (1..items.len()).rev() {
        items.swap(at, (rng.next_u64() % (at as u64 + 1)) as usize);
    }
}

fn pontoon() -> Analysis {
    let read = intakes(&pontoon_files(), &ReadOptions::default()).unwrap();
    let corpus = Corpus::from_intakes(
        read.into_iter()
            .map(|(_, intake)| intake.unwrap())
            .collect(),
    );
    Analysis::new(corpus, &Settings::default(), Past::default())
}

#[test]
fn shuffled_groups_separate_nothing_gather_nowhere_and_change_nothing() {
    let mut analysis = pontoon();
    let mut ratings: Vec<Option<Rating>> =
        analysis.corpus.responses.iter().map(|r| r.rating).collect();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut found = [0usize; 4];
    for _ in 0..RUNS {
        shuffle(&mut ratings, &mut rng);
        let corpus = Arc::make_mut(&mut analysis.corpus);
        for (response, rating) in corpus.responses.iter_mut().zip(&ratings) {
            response.rating = *rating;
        }
        let ledger = Ledger::new(&analysis);
        let everybody = Selection::everybody(&analysis);
        let pairs = contrast::groups(&everybody, &analysis);
        let contrasts = contrast::contrast(&ledger, &pairs, None).unwrap();
        found[0] += usize::from(
            contrasts
                .iter()
                .any(|pair| pair.themes.iter().any(|t| t.found)),
        );
        let [winter, spring] =
            ["winter", "spring"].map(|wave| Selection::parse(wave, &analysis).unwrap());
        let hot = hotspots::search(&ledger, &spring, &[], hotspots::LEAST).unwrap();
        found[1] += usize::from(!hot.scores.is_empty());
        found[2] += usize::from(!hot.themes.is_empty());
        let (_, changed) = compare::verdict_of(&ledger, &winter, &spring).unwrap();
        found[3] += usize::from(matches!(
            changed,
            compare::ChangeVerdict::Drop | compare::ChangeVerdict::Rise
        ));
    }
    assert!(
        found.iter().all(|found| *found <= MOST),
        "contrasts, hot spots, themes in segments, changes: {found:?} of {RUNS}"
    );
}
