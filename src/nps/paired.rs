//! How the score of the same people changed.
//!
//! Takes for each person the group before and after; gives who moved where,
//! and the mean change with an interval.

use serde::Serialize;

use super::distributions::Student;
use super::intervals::{Confidence, Interval};
use super::jackknife::{ClusterTotals, Imagined};
use super::score::Counts;
use crate::feedback::Group;

/// How many people moved from one group to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Transitions([[u64; 3]; 3]);

impl Transitions {
    /// Returns how many moved `from` a group `to` another, or stayed.
    pub fn count(self, from: Group, to: Group) -> u64 {
        self.0[from.index()][to.index()]
    }

    /// Returns how many people there are.
    pub fn total(self) -> u64 {
        self.0.iter().flatten().sum()
    }

    /// Returns the groups they were in.
    pub fn before(self) -> Counts {
        self.margin(|from, _| from)
    }

    /// Returns the groups they are in.
    pub fn after(self) -> Counts {
        self.margin(|_, to| to)
    }

    /// Returns how many moved to a better group.
    pub fn recovered(self) -> u64 {
        self.steps()
            .filter(|(step, _)| *step > 0)
            .map(|(_, people)| people)
            .sum()
    }

    /// Returns how many moved to a worse group.
    pub fn lost(self) -> u64 {
        self.steps()
            .filter(|(step, _)| *step < 0)
            .map(|(_, people)| people)
            .sum()
    }

    /// Returns each cell's change, −2 to 2, and how many people made it.
    fn steps(self) -> impl Iterator<Item = (i32, u64)> {
        cells().map(move |(from, to)| (to.sign() - from.sign(), self.count(from, to)))
    }

    fn sum(self, value: impl Fn(i32) -> f64) -> f64 {
        self.steps()
            .map(|(step, people)| value(step) * people as f64)
            .sum()
    }

    fn margin(self, side: impl Fn(Group, Group) -> Group) -> Counts {
        let mut counts = Counts::default();
        for (from, to) in cells() {
            let people = self.count(from, to);
            match side(from, to) {
                Group::Promoter => counts.promoters += people,
                Group::Passive => counts.passives += people,
                Group::Detractor => counts.detractors += people,
            }
        }
        counts
    }
}

impl FromIterator<(Group, Group)> for Transitions {
    fn from_iter<I: IntoIterator<Item = (Group, Group)>>(pairs: I) -> Self {
        let mut transitions = Self::default();
        for (from, to) in pairs {
            transitions.0[from.index()][to.index()] += 1;
        }
        transitions
    }
}

fn cells() -> impl Iterator<Item = (Group, Group)> {
    Group::ALL
        .into_iter()
        .flat_map(|from| Group::ALL.into_iter().map(move |to| (from, to)))
}

/// The change of people who answered twice, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Paired {
    /// Who moved where.
    pub transitions: Transitions,
    /// How many answered twice.
    pub n: u64,
    /// Their score after less their score before.
    pub points: f64,
    /// Between which bounds the change may lie.
    pub interval: Interval,
    /// How likely a change as large is where nothing changed, on either side.
    pub p: f64,
}

/// How many pairs are imagined: one a step up, one a step down, so that ten
/// people who all stayed leave room for doubt.
const IMAGINED: [Imagined<2>; 2] = [(1.0, [1.0, 1.0]), (1.0, [1.0, -1.0])];

/// Returns the change of people who answered twice, as before, after and the
/// number of their account; `None` of nobody, or of one account alone.
pub fn paired(pairs: &[(Group, Group, u32)], confidence: Confidence) -> Option<Paired> {
    let transitions: Transitions = pairs.iter().map(|(was, is, _)| (*was, *is)).collect();
    let points = transitions.after().score()? - transitions.before().score()?;
    let steps = pairs.iter();
    let steps = steps.map(|(was, is, cluster)| (*cluster, [1, is.sign() - was.sign()]));
    let totals = ClusterTotals::new(steps);
    let size = |adds: &[f64; 2]| adds[0];
    let number = |[n, steps]: &[f64; 2]| steps / n;
    let (mean, error, student);
    if totals.are_people(size) {
        let n = transitions.total() as f64 + 2.0;
        mean = transitions.sum(f64::from) / n;
        let squares = transitions.sum(|step| f64::from(step * step)) + 2.0;
        error = ((squares / n - mean * mean) / (n - 1.0)).sqrt();
        student = Student::new(n - 1.0);
    } else if totals.count() < 2.0 {
        return None;
    } else {
        let variance;
        (mean, variance) = totals.variance(&IMAGINED, number);
        error = variance.sqrt();
        student = Student::new(totals.effective(size) - 1.0);
    }
    let margin = student.critical_value(confidence) * error;
    let interval = Interval::around(100.0 * mean, 100.0 * margin);
    Some(Paired {
        transitions,
        n: transitions.total(),
        points,
        interval: interval.holding(points).within(-200.0, 200.0),
        p: student.p(mean / error),
    })
}

#[cfg(test)]
mod tests;
