//! How many rated and commented, wave by wave.

use serde::Serialize;

use super::super::ledger::Ledger;
use crate::nps::clustered::difference;
use crate::nps::estimate::Share;

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
    let mut before: Option<Vec<usize>> = None;
    let waves = ledger.analysis.corpus.waves().into_iter();
    waves
        .map(|wave| {
            let inside = responses.iter().enumerate().filter(|(_, r)| r.wave == wave);
            let inside: Vec<usize> = inside.map(|(at, _)| at).collect();
            let rated = |r: usize| responses[r].rating.is_some();
            let commented = |r: usize| ledger.commented(r);
            let fewer = |says: &dyn Fn(usize) -> bool| {
                let sides = before.as_ref().map(|before| [&inside, before]);
                let sides = sides.map(|sides| sides.map(|side| ledger.saying(side, says)));
                let change =
                    sides.and_then(|[now, then]| difference(&now, &then, ledger.confidence));
                is_dated && change.is_some_and(|change| change.interval.high < 0.0)
            };
            let turnout = Turnout {
                rated: ledger.share(&inside, rated),
                commented: ledger.share(&inside, commented),
                fewer_rated: fewer(&rated),
                fewer_commented: fewer(&commented),
                wave,
            };
            before = Some(inside);
            turnout
        })
        .collect()
}
