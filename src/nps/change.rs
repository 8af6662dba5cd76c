//! How the score changed between two sets of people.
//!
//! Takes the counts of two waves, or answers with the number of the account
//! or person they come from; gives the change, how sure one may be of it, and
//! how many answers it would have taken. Wording is `report`'s; who moved
//! where is [`super::paired`]'s.

use serde::Serialize;

use super::clustered::{Clustered, VoiceCount, Withheld};
use super::distributions::{self, Student};
use super::estimate::Footing;
use super::intervals::{Confidence, Interval};
use super::jackknife::{ClusterTotals, Imagined};
use super::moments::Moments;
use super::score::Counts;
use crate::feedback::Group;

/// How often a change should be seen where it is there, when answers are
/// counted beforehand.
const POWER: f64 = 0.8;

/// A change of the score, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ScoreChange {
    /// Who answered first.
    pub before: Counts,
    /// Who answered then.
    pub after: Counts,
    /// The score after less the score before.
    pub points: f64,
    /// Between which bounds the change may lie.
    pub interval: Interval,
    /// The standard error, in points.
    pub error: f64,
    /// The adjusted change in standard errors.
    pub z: f64,
    /// How likely a change as large is where nothing changed, on either side.
    pub p: f64,
    /// The smallest change, up or down, that can be told from noise here where
    /// it shows just as large as it is: a change of this size is seen half of the
    /// time.
    pub visible: f64,
    /// The smallest change, up or down, that would be seen here eight times in
    /// ten (the minimum detectable change; H. S. Bloom, *Evaluation Review* 19
    /// (1995), 547–556).
    pub detectable: f64,
    /// How many answers in each wave would show a change of this size eight
    /// times in ten; `None` where there is no change.
    pub needed: Option<u64>,
}

/// Returns the change between two separate sets of people (adjusted Wald;
/// Lewis and Sauro 2021); `None` where nobody rated in one.
pub fn change(before: Counts, after: Counts, confidence: Confidence) -> Option<ScoreChange> {
    let points = after.score()? - before.score()?;
    let (first, second) = (Moments::from_counts(before), Moments::from_counts(after));
    let error = (first.variance_of_mean() + second.variance_of_mean()).sqrt();
    let (mean, margin) = (second.mean - first.mean, confidence.z() * error);
    Some(ScoreChange {
        before,
        after,
        points,
        interval: around(mean, margin).holding(points),
        error: 100.0 * error,
        z: mean / error,
        p: distributions::normal(mean / error),
        visible: 100.0 * margin,
        detectable: 100.0 * (confidence.z() + distributions::quantile(POWER)) * error,
        needed: sample_size(first.variance + second.variance, points, confidence),
    })
}

/// The three imagined people of either wave (Rocks 2016).
const IMAGINED: [Imagined<4>; 6] = [
    (0.75, [1.0, 1.0, 0.0, 0.0]),
    (1.5, [1.0, 0.0, 0.0, 0.0]),
    (0.75, [1.0, -1.0, 0.0, 0.0]),
    (0.75, [0.0, 0.0, 1.0, 1.0]),
    (1.5, [0.0, 0.0, 1.0, 0.0]),
    (0.75, [0.0, 0.0, 1.0, -1.0]),
];

/// Returns the change between two waves in which the answers of one account,
/// or of one person, go together; `None` where nobody rated in one, or all
/// answers are of one account.
///
/// The error may be smaller than that of separate people: those who answer
/// twice and stay as they are cancel out.
pub fn clustered(
    before: &[Clustered<Group>],
    after: &[Clustered<Group>],
    confidence: Confidence,
) -> Option<ScoreChange> {
    let plain = change(counts(before), counts(after), confidence)?;
    let first = before.iter();
    let first = first.map(|(group, cluster)| (*cluster, [1, group.sign(), 0, 0]));
    let second = after.iter();
    let second = second.map(|(group, cluster)| (*cluster, [0, 0, 1, group.sign()]));
    let totals = ClusterTotals::new(first.chain(second));
    let size = |adds: &[f64; 4]| adds[0] + adds[2];
    if totals.are_people(size) {
        return Some(plain);
    }
    if totals.count() < 2.0 {
        return None;
    }
    let (mean, variance) = totals.variance(&IMAGINED, |[n, sum, m, other]| other / m - sum / n);
    let error = variance.sqrt();
    let student = Student::new(totals.effective(size) - 1.0);
    let margin = student.critical_value(confidence) * error;
    let inflation = (100.0 * error / plain.error).powi(2);
    let variance = inflation
        * (Moments::from_counts(plain.before).variance
            + Moments::from_counts(plain.after).variance);
    Some(ScoreChange {
        interval: around(mean, margin).holding(plain.points),
        error: 100.0 * error,
        z: mean / error,
        p: student.p(mean / error),
        visible: 100.0 * margin,
        detectable: 100.0 * (margin + student.power_reach(POWER) * error),
        needed: sample_size(variance, plain.points, confidence),
        ..plain
    })
}

/// Returns why no change can be told between two waves: too few accounts in
/// one, or one account that gave most of a wave.
pub fn withheld(before: &[Clustered<Group>], after: &[Clustered<Group>]) -> Option<Withheld> {
    let few = before.len().min(after.len()) < Footing::SHOWN as usize;
    let few = few.then_some(Withheld::FewPeople);
    few.or_else(|| {
        let waves = [before, after].into_iter();
        let mut voices =
            waves.map(|wave| VoiceCount::new(wave.iter().map(|(_, cluster)| *cluster)));
        voices.find_map(|voices| voices.withheld())
    })
}

fn around(mean: f64, margin: f64) -> Interval {
    Interval::around(100.0 * mean, 100.0 * margin).within(-200.0, 200.0)
}

fn counts(answers: &[Clustered<Group>]) -> Counts {
    answers.iter().map(|(group, _)| *group).collect()
}

/// Returns how many answers in each wave show a change of `points` eight
/// times in ten, from the sum of both variances.
fn sample_size(variance: f64, points: f64, confidence: Confidence) -> Option<u64> {
    let reach = confidence.z() + distributions::quantile(POWER);
    (points.abs() > 1e-9).then(|| answers(variance, points, reach))
}

/// Returns how many answers give a score a margin of so many points, where
/// one answer has this variance (proportion units: p + d − (p − d)²).
pub fn sample_size_for_margin(variance: f64, margin_points: f64, confidence: Confidence) -> u64 {
    answers(variance, margin_points, confidence.z())
}

/// Returns s²z²/d² − 3, upwards, and at least one: three imagined people
/// answer as well.
fn answers(variance: f64, points: f64, reach: f64) -> u64 {
    let wanted = variance * (100.0 * reach / points).powi(2) - Moments::PSEUDO_COUNT;
    wanted.ceil().max(1.0) as u64
}

/// Returns the margin that a score of `n` answers would have, in points,
/// where one answer has this variance; `None` of nobody.
pub fn margin(variance: f64, n: u64, confidence: Confidence) -> Option<f64> {
    (n > 0).then(|| 100.0 * confidence.z() * (variance / n as f64).sqrt())
}

#[cfg(test)]
mod tests;
