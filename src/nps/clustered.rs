//! Scores, shares and differences of people who may share an account, or
//! answer more than once (cluster-robust).
//!
//! Takes answers with the number of the account, or of the person, they come
//! from; gives intervals and p that hold where colleagues answer alike. Where
//! everybody answers once for themselves they are those of
//! [`super::intervals`] and [`super::contrast`].

use serde::Serialize;

use super::distributions::Student;
use super::fisher::fisher;
use super::intervals::{self, Confidence, Interval, Proportion};
use super::jackknife::{ClusterTotals, Imagined};
use super::score::Counts;
use crate::feedback::Group;

/// An answer's sign, 1, 0 or −1, or whether it says something; and the number
/// of its account, else of its person.
pub type Clustered<T> = (T, u32);

/// Why a number is not said.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum Withheld {
    /// It stands on fewer than five people.
    FewPeople,
    /// All who answered are at so few accounts.
    FewAccounts {
        /// How many.
        accounts: u64,
    },
    /// One account gave so many of the answers.
    OneAccount {
        /// Its share of them, 0 to 1.
        share: f64,
    },
}

/// How many separate voices answers are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VoiceCount {
    /// Accounts, and people without one.
    pub clusters: u64,
    /// How many of equal size would be as uneven (Kish 1965).
    pub effective: f64,
    /// The share of the largest in all answers, 0 to 1.
    pub largest: f64,
    /// How many answers that is.
    pub largest_answers: u64,
    /// Whether each gave one answer.
    pub people: bool,
}

/// A number, its interval, and how far it is from zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Tied {
    /// Between which bounds it may lie.
    pub interval: Interval,
    /// How likely a number as far from zero is by chance, on either side.
    pub p: f64,
}

impl VoiceCount {
    /// One account that gives this share of the answers is all but the whole:
    /// no range around the mean can say how far its mood moves it.
    pub const ONE_ACCOUNT: f64 = 0.3;
    /// The fewest accounts a number can stand on.
    pub const FEWEST: u64 = 5;

    /// Counts the separate voices of some answers, given by the numbers of
    /// their accounts.
    pub fn new(clusters: impl IntoIterator<Item = u32>) -> Self {
        let totals = ClusterTotals::new(clusters.into_iter().map(|cluster| (cluster, [1])));
        let size = |adds: &[f64; 1]| adds[0];
        let [largest, all] = totals.largest(size);
        Self {
            clusters: totals.count() as u64,
            effective: totals.effective(size),
            largest: largest / all.max(1.0),
            largest_answers: largest as u64,
            people: totals.are_people(size),
        }
    }

    /// Returns why no number can stand on these voices; `None` where one can.
    pub fn withheld(&self) -> Option<Withheld> {
        if self.people {
            return None;
        }
        if self.clusters < Self::FEWEST {
            return Some(Withheld::FewAccounts {
                accounts: self.clusters,
            });
        }
        let is_large = self.largest_answers >= Self::FEWEST;
        (is_large && self.largest >= Self::ONE_ACCOUNT).then_some(Withheld::OneAccount {
            share: self.largest,
        })
    }
}

/// The three imagined people of a score (Rocks 2016): how many there are of
/// each, and their number and sum.
const IMAGINED_SCORE: [Imagined<2>; 3] =
    [(0.75, [1.0, 1.0]), (1.5, [1.0, 0.0]), (0.75, [1.0, -1.0])];

/// Returns the interval of a score, within −100 and 100; `None` of nobody.
pub fn score(answers: &[Clustered<Group>], confidence: Confidence) -> Option<Interval> {
    let counts: Counts = answers.iter().map(|(group, _)| *group).collect();
    let points = counts.score()?;
    let answers = answers.iter();
    let totals = ClusterTotals::new(answers.map(|(group, cluster)| (*cluster, [1, group.sign()])));
    let size = |adds: &[f64; 2]| adds[0];
    if totals.are_people(size) {
        return intervals::score(counts, confidence);
    }
    let (mean, variance) = totals.variance(&IMAGINED_SCORE, |[n, sum]| sum / n);
    let reach = Student::new(totals.effective(size) - 1.0).critical_value(confidence);
    let interval = Interval::around(100.0 * mean, 100.0 * reach * variance.sqrt());
    Some(interval.holding(points).within(-100.0, 100.0))
}

/// Returns a score in points, with the imagined people in it, and its variance
/// where accounts may answer alike; `None` of nobody.
pub fn score_with_variance(answers: &[Clustered<Group>]) -> Option<(f64, f64)> {
    let answers = answers.iter();
    let totals = ClusterTotals::new(answers.map(|(group, cluster)| (*cluster, [1, group.sign()])));
    let (mean, variance) = totals.variance(&IMAGINED_SCORE, |[n, sum]| sum / n);
    (totals.count() > 0.0).then_some((100.0 * mean, 1e4 * variance))
}

/// Returns a share, with the imagined people in it, and its variance where
/// accounts may answer alike; `None` of nobody.
pub fn share_with_variance(answers: &[Clustered<bool>]) -> Option<(f64, f64)> {
    let answers = answers.iter();
    let says = answers.map(|(says, cluster)| (*cluster, [1, i32::from(*says)]));
    let totals = ClusterTotals::new(says);
    let (mean, variance) = totals.variance(&IMAGINED_SHARE, |[n, says]| says / n);
    (totals.count() > 0.0).then_some((mean, variance))
}

/// Under so many people a share's interval reaches as far as Student's t.
const FEW: u64 = 30;

/// Two imagined people, one of whom says it (Agresti and Caffo 2000).
const IMAGINED_SHARE: [Imagined<2>; 2] = [(1.0, [1.0, 1.0]), (1.0, [1.0, 0.0])];

/// Returns the interval of a share: Wilson's, of as few people as say as much;
/// `None` of nobody.
pub fn share(answers: &[Clustered<bool>], confidence: Confidence) -> Option<Interval> {
    let (people, reach) = as_people(answers, confidence);
    let part = Proportion::from_answers(answers);
    intervals::wilson_of(part.share()?, people, reach)
}

/// Returns the interval of another share of the same people, which is unsure
/// for a further reason: by the variance that comes of it.
pub fn corrected_share(
    answers: &[Clustered<bool>],
    (share, variance): (f64, f64),
    confidence: Confidence,
) -> Option<Interval> {
    let (people, reach) = as_people(answers, confidence);
    let of_one = share * (1.0 - share);
    let as_unsure = of_one / (of_one / people + variance);
    let people = if of_one > 0.0 { as_unsure } else { people };
    intervals::wilson_of(share, people, reach)
}

/// Returns how many people who answer for themselves say as much as some
/// answers, and how many standard errors their interval reaches.
fn as_people(answers: &[Clustered<bool>], confidence: Confidence) -> (f64, f64) {
    let part = Proportion::from_answers(answers);
    let answers = answers.iter();
    let totals =
        ClusterTotals::new(answers.map(|(says, cluster)| (*cluster, [1, i32::from(*says)])));
    let size = |adds: &[f64; 2]| adds[0];
    if totals.are_people(size) {
        return (part.of as f64, reach_of_people(part.of, confidence));
    }
    let (mean, variance) = totals.variance(&IMAGINED_SHARE, |[n, says]| says / n);
    let separate = mean * (1.0 - mean) / (part.of as f64 + 2.0);
    let design = (variance / separate).max(1.0);
    let reach = Student::new(totals.effective(size) - 1.0).critical_value(confidence);
    (part.of as f64 / design, reach)
}

/// Returns the interval of a share of people who each answered once: Wilson's,
/// and of few people as far as Student's t, since Wilson's of twelve holds the
/// truth in 91 of 100 studies only; `None` of nobody.
pub fn share_of_people(part: Proportion, confidence: Confidence) -> Option<Interval> {
    let reach = reach_of_people(part.of, confidence);
    intervals::wilson_of(part.share()?, part.of as f64, reach)
}

fn reach_of_people(people: u64, confidence: Confidence) -> f64 {
    match people {
        few if few < FEW => Student::new(few as f64 - 1.0).critical_value(confidence),
        _ => confidence.z(),
    }
}

/// Two imagined people on either side, one of whom says it.
pub(super) const IMAGINED_SHARES: [Imagined<4>; 4] = [
    (1.0, [1.0, 1.0, 0.0, 0.0]),
    (1.0, [1.0, 0.0, 0.0, 0.0]),
    (1.0, [0.0, 0.0, 1.0, 1.0]),
    (1.0, [0.0, 0.0, 1.0, 0.0]),
];

/// Returns how sure one share less another is; accounts, and people, may stand
/// on both sides. `None` where a side has nobody.
pub fn difference(
    first: &[Clustered<bool>],
    second: &[Clustered<bool>],
    confidence: Confidence,
) -> Option<Tied> {
    let parts = [first, second].map(Proportion::from_answers);
    let fisher = || fisher(parts[0], parts[1]);
    let firsts = first
        .iter()
        .map(|(says, cluster)| (*cluster, [1, i32::from(*says), 0, 0]));
    let seconds = second
        .iter()
        .map(|(says, cluster)| (*cluster, [0, 0, 1, i32::from(*says)]));
    let totals = ClusterTotals::new(firsts.chain(seconds));
    if totals.are_people(|adds| adds[0] + adds[2]) {
        return Some(Tied {
            interval: intervals::newcombe(parts[0], parts[1], confidence)?,
            p: fisher(),
        });
    }
    let [one, other] = [parts[0].share()?, parts[1].share()?];
    let share = |[n, says]: [f64; 2]| says / n;
    let (gap, variance) = totals.variance(&IMAGINED_SHARES, |[n, x, m, y]| {
        share([*n, *x]) - share([*m, *y])
    });
    let sides = [0, 2].map(|at| {
        let (mean, variance) =
            totals.variance(&IMAGINED_SHARES, |adds| share([adds[at], adds[at + 1]]));
        let n = parts[at / 2].of as f64 + 2.0;
        let effective = totals.effective(|adds| adds[at]);
        (variance, mean * (1.0 - mean) / n, effective)
    });
    let freedom = satterthwaite(sides.map(|(variance, _, effective)| (variance, effective - 1.0)));
    let student = Student::new(freedom);
    let tied = student.p(gap / variance.sqrt());
    let design = variance / (sides[0].1 + sides[1].1);
    let reach = student.critical_value(confidence);
    let n = |part: Proportion| part.of as f64 / design;
    let interval = intervals::newcombe_of([one, other], [n(parts[0]), n(parts[1])], reach)?;
    Some(Tied {
        interval,
        // Who answers twice cancels out; else ties never make a gap surer.
        p: if design < 1.0 {
            tied
        } else {
            tied.max(fisher())
        },
    })
}

/// Returns the degrees of freedom of a difference from the variance of either
/// side and its own degrees (Satterthwaite 1946).
pub(super) fn satterthwaite(sides: [(f64, f64); 2]) -> f64 {
    let sum: f64 = sides.iter().map(|(variance, _)| variance).sum();
    let parts = sides.iter();
    let parts: f64 = parts
        .map(|(variance, freedom)| variance * variance / freedom.max(1.0))
        .sum();
    sum * sum / parts
}

#[cfg(test)]
mod tests;
