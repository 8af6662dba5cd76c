//! How many rated and commented, wave by wave.

use serde::Serialize;

use super::super::ledger::Ledger;
use crate::nps::estimate::Share;
use crate::nps::intervals::{Proportion, newcombe};

/// How many of a wave's rows hold a rating, and how many a comment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turnout {
    /// The wave.
    pub wave: String,
    /// Those with a rating. Where files hold only those who answered it is
    /// everybody, and says nothing of those who were asked.
    pub rated: Share,
    /// Those with a comment.
    pub commented: Share,
    /// Whether fewer rated than in the wave before, by more than chance.
    pub fewer_rated: bool,
    /// Whether fewer commented than in the wave before, by more than chance.
    pub fewer_commented: bool,
}

/// Returns the turnout of each wave, in order of time.
pub(super) fn turnout(ledger: &Ledger<'_>) -> Vec<Turnout> {
    let responses = &ledger.analysis.corpus.responses;
    let is_dated = ledger.analysis.corpus.is_dated();
    let mut before: Option<[Proportion; 2]> = None;
    let waves = ledger.analysis.corpus.waves().into_iter();
    waves
        .map(|wave| {
            let inside = responses.iter().enumerate().filter(|(_, r)| r.wave == wave);
            let of = inside.clone().count() as u64;
            let rated = inside.clone().filter(|(_, r)| r.rating.is_some());
            let rated = rated.count() as u64;
            let passages = &ledger.analysis.passages;
            let commented = inside.filter(|(at, _)| passages.has_comment(*at));
            let commented = commented.count() as u64;
            let parts = [rated, commented].map(|voiced| Proportion { voiced, of });
            let fewer = |at: usize| {
                let change = before.and_then(|b| newcombe(parts[at], b[at], ledger.confidence));
                is_dated && change.is_some_and(|change| change.high < 0.0)
            };
            let turnout = Turnout {
                rated: Share::new(parts[0], ledger.confidence),
                commented: Share::new(parts[1], ledger.confidence),
                fewer_rated: fewer(0),
                fewer_commented: fewer(1),
                wave,
            };
            before = Some(parts);
            turnout
        })
        .collect()
}
