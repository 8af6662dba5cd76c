//! Which themes go with a higher or lower score, over all that were looked at.
//!
//! Takes a part of the answers; gives for each topic its impact, how sure it
//! is among so many, and what is likely to be left of it: the largest of many
//! estimates is mostly too large.

use super::ledger::Ledger;
use crate::nps::fdr::among_tested;
use crate::nps::impact::{Impact, of_uncertain_share};
use crate::nps::shrinkage::{Effect, Shrunk, shrink};

/// Fewer people who voice a topic are not tested: their impact could hardly be
/// told from none, and each test makes the others less sure (R. Bourgon, R.
/// Gentleman and W. Huber, *PNAS* 107 (2010), 9546–9551).
pub const TESTED: u64 = 10;

/// A topic's impact among those of all topics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TopicImpact {
    /// The position of the finding.
    pub finding: usize,
    /// Its impact.
    pub impact: Impact,
    /// The share of false findings among all topics at least as clear; 1 where
    /// fewer than [`TESTED`] people voice it.
    pub q: f64,
    /// What the points are likely to be, learned from all topics.
    pub shrunk: Shrunk,
}

impl TopicImpact {
    /// Returns whether enough people voice it for a test.
    pub fn is_tested(&self) -> bool {
        self.impact.points.n() >= TESTED
    }

    /// Returns whether it moves the score, where at most the share `most` of
    /// such findings may be false.
    pub fn is_found(&self, most: f64) -> bool {
        self.q <= most
    }
}

/// Returns the impact of each topic on the score of some responses, in the
/// order of the findings; topics whose number is withheld are left out.
pub fn topic_impacts(ledger: &Ledger<'_>, among: &[usize]) -> Vec<TopicImpact> {
    let topics = ledger.topics().into_iter();
    let impacts: Vec<(usize, Impact)> = topics
        .filter_map(|finding| Some((finding, ledger.impact(finding, among)?)))
        .filter(|(_, impact)| impact.points.value().is_some())
        .collect();
    let p = impacts.iter().map(|(_, impact)| {
        let is_tested = impact.points.n() >= TESTED;
        is_tested.then_some(impact.p)
    });
    let q = among_tested(&p.collect::<Vec<_>>());
    let effects = impacts.iter().filter_map(|(_, impact)| {
        Some(Effect {
            value: impact.points.value()?,
            error: impact.error,
        })
    });
    let shrunk = shrink(&effects.collect::<Vec<_>>(), ledger.confidence);
    let shrunk = impacts.iter().zip(shrunk).map(|((_, impact), shrunk)| {
        let share = impact.with.n() as f64 / impact.rated() as f64;
        let interval = shrunk.interval;
        let interval = of_uncertain_share(shrunk.value, interval, share, impact.share);
        Shrunk { interval, ..shrunk }
    });
    let shrunk: Vec<Shrunk> = shrunk.collect();
    let found = impacts.into_iter().zip(q.into_iter().zip(shrunk));
    found
        .map(|((finding, impact), (q, shrunk))| TopicImpact {
            finding,
            impact,
            q,
            shrunk,
        })
        .collect()
}
