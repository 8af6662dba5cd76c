//! How much those who voice a theme pull the score up or down.
//!
//! Takes who rated, what they say and the account they are at; gives the
//! points by which the score would differ if those who voice the theme scored
//! like everybody else who commented. That is share times gap, and says
//! nothing about causes. Those who wrote nothing are no part of the gap: who
//! comments at all depends on the rating, and a theme is not to blame for it.

use serde::Serialize;

use super::clustered::{self, VoiceCount, satterthwaite};
use super::distributions::Student;
use super::double_sampling::Misclassification;
use super::estimate::Estimate;
use super::intervals::{Confidence, Interval, Proportion};
use super::jackknife::{ClusterTotals, Imagined};
use super::moments::Moments;
use super::score::Counts;
use crate::feedback::Group;

/// What somebody who rated says of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// They voice it.
    Theme,
    /// They comment on something else.
    Other,
    /// They wrote nothing, or nothing with a topic.
    Nothing,
}

/// Somebody who rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatedVoice {
    /// The group of the rating.
    pub group: Group,
    /// The number of the account, else of the person.
    pub cluster: u32,
    /// What they say of the theme.
    pub says: Says,
}

/// How much those who voice a theme move the score, and who they are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Impact {
    /// The groups of those who voice the theme.
    pub with: Counts,
    /// The groups of those who comment on something else.
    pub others: Counts,
    /// How many rated and wrote nothing with a topic.
    pub silent: u64,
    /// Points of the score of all who rated; they stand on the smaller of
    /// `with` and `others`.
    pub points: Estimate,
    /// The standard error of the points, were it known how many voice it; that
    /// of people who vary as all commenters do, or more.
    pub error: f64,
    /// Between which bounds the share of all who rated lies that voices it, 0
    /// to 1.
    pub share: Interval,
    /// How likely a gap as large between the two scores is by chance, on
    /// either side.
    pub p: f64,
}

impl Impact {
    /// Returns how many rated.
    pub fn rated(&self) -> u64 {
        self.with.n() + self.others.n() + self.silent
    }
}

/// Three imagined people, half of them on either side (Rocks 2016).
const IMAGINED: [Imagined<4>; 6] = [
    (0.375, [1.0, 1.0, 0.0, 0.0]),
    (0.75, [1.0, 0.0, 0.0, 0.0]),
    (0.375, [1.0, -1.0, 0.0, 0.0]),
    (0.375, [0.0, 0.0, 1.0, 1.0]),
    (0.75, [0.0, 0.0, 1.0, 0.0]),
    (0.375, [0.0, 0.0, 1.0, -1.0]),
];

/// Returns the impact of a theme; `None` where nobody voices it, or nobody
/// says anything else. Where it was checked how often the theme is right, the
/// points, their interval and error are corrected for it.
pub fn impact(
    rated: &[RatedVoice],
    correction: Option<&Misclassification>,
    confidence: Confidence,
) -> Option<Impact> {
    let counts = |says: Says| -> Counts {
        let some = rated.iter().filter(|voice| voice.says == says);
        some.map(|voice| voice.group).collect()
    };
    let says = rated.iter();
    let says = says.map(|voice| (voice.says == Says::Theme, voice.cluster));
    let share = clustered::share(&says.collect::<Vec<_>>(), confidence)?;
    let spoken = rated.iter().filter(|voice| voice.says != Says::Nothing);
    let totals =
        ClusterTotals::new(spoken.map(|voice| (voice.cluster, adds(voice.says, voice.group))));
    let voices = VoiceCount::new(rated.iter().map(|voice| voice.cluster));
    let [with, others, silent] = [Says::Theme, Says::Other, Says::Nothing].map(counts);
    let sides = [with, others];
    let scale = GapScale::new(sides, silent.n(), (share, correction), confidence);
    let found = of_totals(sides, silent.n(), &totals, &scale, confidence)?;
    Some(Impact {
        points: found.points.spoken_by(&voices),
        ..found
    })
}

/// Returns the same where everybody answered once and for themselves.
pub fn impact_of_people(
    [with, others]: [Counts; 2],
    silent: u64,
    correction: Option<&Misclassification>,
    confidence: Confidence,
) -> Option<Impact> {
    let part = Proportion {
        voiced: with.n(),
        of: with.n() + others.n() + silent,
    };
    let share = clustered::share_of_people(part, confidence)?;
    let scale = GapScale::new([with, others], silent, (share, correction), confidence);
    let people = [(Says::Theme, with), (Says::Other, others)].into_iter();
    let people = people.flat_map(|(says, counts)| {
        Group::ALL.map(|group| (adds(says, group), counts.count(group)))
    });
    let totals = ClusterTotals::of_people(people);
    of_totals([with, others], silent, &totals, &scale, confidence)
}

/// What a gap is multiplied by to give points.
struct GapScale {
    /// Between which bounds the share lies that voices the theme.
    share: Interval,
    /// That share, or what it is where the theme was checked.
    value: f64,
    interval: Interval,
}

impl GapScale {
    fn new(
        [with, others]: [Counts; 2],
        silent: u64,
        (share, correction): (Interval, Option<&Misclassification>),
        confidence: Confidence,
    ) -> Self {
        let sides = [with.n(), others.n()];
        let rated = sides[0] + sides[1] + silent;
        let part = sides[0] as f64 / rated as f64;
        let Some(correction) = correction else {
            return Self {
                share,
                value: part,
                interval: share,
            };
        };
        let scale = correction.scale(sides, rated, confidence);
        // As unsure as the share is, and as reading only some makes it.
        let strays =
            |share: f64, scaled: f64| (1.0 - share / part).hypot(1.0 - scaled / scale.value);
        let low = strays(share.low, scale.interval.low);
        let high = strays(share.high, scale.interval.high);
        Self {
            share,
            value: scale.value,
            interval: Interval {
                low: scale.value * (1.0 - low).max(0.0),
                high: scale.value * (1.0 + high),
            },
        }
    }
}

/// Returns what one who comments adds: to those who voice the theme their
/// number and sign, or to the others.
fn adds(says: Says, group: Group) -> [i32; 4] {
    let sign = group.sign();
    match says {
        Says::Theme => [1, sign, 0, 0],
        Says::Other | Says::Nothing => [0, 0, 1, sign],
    }
}

fn of_totals(
    [with, others]: [Counts; 2],
    silent: u64,
    totals: &ClusterTotals<4>,
    scale: &GapScale,
    confidence: Confidence,
) -> Option<Impact> {
    let points = with.score()? - others.score()?;
    let gap = Gap::new(totals, pooled(with, others), confidence);
    let scaled = |bound: f64| scale.value * bound;
    let interval = Interval {
        low: scaled(gap.interval.low),
        high: scaled(gap.interval.high),
    };
    let value = scale.value * points;
    let interval = of_uncertain_share(value, interval, scale.value, scale.interval);
    let smaller = with.n().min(others.n());
    Some(Impact {
        with,
        others,
        silent,
        points: Estimate::new(smaller, value, interval),
        error: scaled(gap.error),
        share: scale.share,
        p: gap.p,
    })
}

/// Returns the interval of points where it is uncertain, too, which share of
/// all says it: the points are that share times a gap (A. Donner and G. Y.
/// Zou, *Statistical Methods in Medical Research* 21 (2012), 347–359). It
/// never reaches zero where the gap does not.
pub fn of_uncertain_share(value: f64, points: Interval, share: f64, within: Interval) -> Interval {
    let points = points.holding(value);
    let [less, more] = [within.low, within.high].map(|bound| bound / share);
    let (less, more) = (less.min(1.0), more.max(1.0));
    // What a smaller or larger share would make of it, up or down.
    let (down, up) = if value < 0.0 {
        (value * (1.0 - more), value * (less - 1.0))
    } else {
        (value * (1.0 - less), value * (more - 1.0))
    };
    let low = value - (value - points.low).hypot(down);
    let high = value + (points.high - value).hypot(up);
    // At worst both are at their least.
    Interval {
        low: if points.low > 0.0 {
            low.max(points.low * less)
        } else {
            low
        },
        high: if points.high < 0.0 {
            high.min(points.high * less)
        } else {
            high
        },
    }
    .within(-200.0 * within.high, 200.0 * within.high)
    .holding(value)
}

/// Returns the variance of the gap between those who voice a theme and the
/// others, were their answers as varied as those of all who comment.
fn pooled(with: Counts, others: Counts) -> f64 {
    let of_one = Moments::from_counts(with + others).variance;
    let people = |counts: Counts| counts.n() as f64 + 1.5;
    of_one * (1.0 / people(with) + 1.0 / people(others))
}

/// The score of those who voice a theme less that of the others who comment.
struct Gap {
    interval: Interval,
    error: f64,
    p: f64,
}

impl Gap {
    fn new(totals: &ClusterTotals<4>, pooled: f64, confidence: Confidence) -> Self {
        let gap = |[n, sum, m, other]: &[f64; 4]| sum / n - other / m;
        let (value, variance) = totals.variance(&IMAGINED, gap);
        let side = |at: usize| {
            let (_, variance) = totals.variance(&IMAGINED, |adds| adds[at + 1] / adds[at]);
            // The people imagined on this side are voices too.
            (variance, totals.effective(|adds| adds[at]) + 0.5)
        };
        let student = Student::new(satterthwaite([side(0), side(2)]));
        let error = variance.sqrt();
        // A theme of which everybody is a detractor by chance looks surer than
        // it is: it has as much spread as all who comment.
        let spread = pooled.max(variance).sqrt();
        let reach = student.critical_value(confidence);
        let p = student.p(value / error);
        Self {
            interval: Interval::around(100.0 * value, 100.0 * reach * error),
            error: 100.0 * spread,
            p,
        }
    }
}

#[cfg(test)]
mod tests;
