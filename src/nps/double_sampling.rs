//! What reading some of what a program sorted says of all of it.
//!
//! Takes how many texts of each part were drawn and read, and how many of them
//! are about a theme; gives how often the theme is right (precision), how much
//! of what is about it was found (recall), and how many are about it in truth
//! (double sampling; A. Tenenbein, "A double sampling scheme for estimating
//! from binomial data with misclassifications", *JASA* 65 (1970), 1350–1361).

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF};

use super::intervals::{Confidence, Interval};
use super::random::{normal, unit};

/// Texts that were sorted alike and drawn from at random.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckedPart {
    /// How many were drawn and read.
    pub read: u64,
    /// Of those: how many are about the theme.
    pub about: u64,
    /// How many nobody read.
    pub unread: u64,
}

/// How the texts that were read stand now: what was found wrong may have been
/// put right since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadTexts {
    /// In the theme, and about it.
    pub found: u64,
    /// In the theme, and not about it.
    pub wrong: u64,
    /// Not in the theme, and about it.
    pub missed: u64,
    /// Neither.
    pub other: u64,
}

/// What was drawn for one theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoubleSample {
    /// What the theme holds.
    pub inside: CheckedPart,
    /// What it does not hold, the parts nearest to it first: farther ones are
    /// taken to be about it no more often.
    pub outside: Vec<CheckedPart>,
    /// What was read.
    pub now: ReadTexts,
}

/// A rate from 0 to 1 and where it may lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EstimatedRate {
    /// The estimate.
    pub value: f64,
    /// Its interval.
    #[serde(flatten)]
    pub interval: Interval,
}

/// How often a theme is right, and how much it finds; as many draws of both as
/// describe how sure that is, by either belief about what is rare.
#[derive(Clone, Debug, PartialEq)]
pub struct Accuracy {
    beliefs: Beliefs<Draw>,
}

/// Draws by each of [`RARE`].
type Beliefs<T> = [Vec<T>; 2];

/// One way it may be.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Draw {
    /// Texts in the theme and about it, in it and not, about it and not in it,
    /// neither.
    found: f64,
    wrong: f64,
    missed: f64,
    other: f64,
}

/// Beta(½, ½), the prior of Jeffreys: intervals of shares by it hold the truth
/// as often as they say, on average over the share (Brown, Cai and others,
/// *Statistical Science* 16 (2001), 101–133).
const JEFFREYS: f64 = 0.5;

/// What is imagined to be about a theme in each part outside it. Of a large part
/// of which eight were read and none is about the theme, Jeffreys' half says that
/// some are; nearly nothing says that none may be. Nobody can tell which, so that
/// a range reaches as far as either, and the estimate is by the second: it
/// multiplies nothing that was not read.
const RARE: [f64; 2] = [JEFFREYS, 0.02];

/// Quantiles by which a distribution is drawn from.
const QUANTILES: usize = 257;

/// Ways it may be that are drawn.
const TRIES: usize = 4_000;

/// Always the same, so that a check has one answer.
const SEED: u64 = 1970;

impl DoubleSample {
    /// The fewest texts read on either side that anything is said from.
    pub const FEWEST: u64 = 10;

    /// Returns how many texts were read.
    pub fn read(&self) -> u64 {
        self.inside.read + self.outside.iter().map(|part| part.read).sum::<u64>()
    }

    /// Returns how sure the theme is; `None` where too few were read on either
    /// side of its border.
    pub fn accuracy(&self) -> Option<Accuracy> {
        let outside: u64 = self.outside.iter().map(|part| part.read).sum();
        let all_outside = self.outside.iter().all(|part| part.unread == 0);
        let enough = |read: u64, all: bool| read >= Self::FEWEST || (all && read > 0);
        if !enough(self.inside.read, self.inside.unread == 0) || !enough(outside, all_outside) {
            return None;
        }
        Some(Accuracy {
            beliefs: RARE.map(|rare| self.draws(rare)),
        })
    }

    fn draws(&self, rare: f64) -> Vec<Draw> {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let parts = || std::iter::once(&self.inside).chain(&self.outside);
        let inside = self.inside.quantiles(JEFFREYS);
        let outside = self.outside.iter().map(|part| part.quantiles(rare));
        let rates: Vec<Vec<f64>> = std::iter::once(inside).chain(outside).collect();
        let read: Vec<f64> = self
            .outside
            .iter()
            .map(|part| part.read as f64 + JEFFREYS)
            .collect();
        let draws = (0..TRIES).map(|_| {
            let mut rates: Vec<f64> = rates.iter().map(|of| drawn(of, unit(&mut rng))).collect();
            fall(&mut rates[1..], &read);
            let about: Vec<f64> = parts()
                .zip(&rates)
                .map(|(part, rate)| part.about_among_unread(*rate, &mut rng))
                .collect();
            let unread = |at: usize| parts().nth(at).map_or(0.0, |part| part.unread as f64);
            let missed: f64 = about[1..].iter().sum();
            let outside: f64 = (1..about.len()).map(unread).sum();
            Draw {
                found: self.now.found as f64 + about[0],
                wrong: self.now.wrong as f64 + unread(0) - about[0],
                missed: self.now.missed as f64 + missed,
                other: self.now.other as f64 + outside - missed,
            }
        });
        draws.collect()
    }
}

impl CheckedPart {
    /// Returns quantiles of the share of the part that is about the theme, at
    /// even steps, where so much is imagined to be.
    fn quantiles(&self, imagined: f64) -> Vec<f64> {
        let (about, other) = (self.about as f64, (self.read - self.about) as f64);
        let beta = Beta::new(about + imagined, other + JEFFREYS).expect("counts and a part");
        let at = |step: usize| beta.inverse_cdf((step as f64 + 0.5) / QUANTILES as f64);
        (0..QUANTILES).map(at).collect()
    }

    /// Returns how many of those that nobody read are about the theme, where
    /// this share of the part is.
    fn about_among_unread(&self, rate: f64, rng: &mut Xoshiro256PlusPlus) -> f64 {
        binomial(self.unread as f64, rate, rng)
    }
}

impl Accuracy {
    /// Returns the share of the theme that is about it; `None` of an empty one.
    pub fn precision(&self, confidence: Confidence) -> Option<EstimatedRate> {
        self.rate(confidence, |draw| draw.found / (draw.found + draw.wrong))
    }

    /// Returns the share of what is about the theme that it holds; `None` where
    /// nothing is.
    pub fn recall(&self, confidence: Confidence) -> Option<EstimatedRate> {
        self.rate(confidence, |draw| draw.found / (draw.found + draw.missed))
    }

    /// Returns what it says of some texts, of which the theme holds so many and
    /// does not hold so many others.
    pub fn correction(&self) -> Misclassification {
        let shares = |draw: &Draw| {
            let inside = (draw.found + draw.wrong).max(1.0);
            let outside = (draw.missed + draw.other).max(1.0);
            [draw.found / inside, draw.missed / outside]
        };
        let beliefs = self.beliefs.each_ref();
        Misclassification::new(beliefs.map(|draws| draws.iter().map(shares).collect()))
    }

    fn rate(&self, confidence: Confidence, of: impl Fn(&Draw) -> f64) -> Option<EstimatedRate> {
        let beliefs = self.beliefs.each_ref();
        let rates: Beliefs<f64> = beliefs.map(|draws| draws.iter().map(&of).collect());
        let is_known = rates.iter().flatten().all(|rate| rate.is_finite());
        is_known.then(|| spread(rates, confidence))
    }
}

/// How often what is in a theme, and what is not, is about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Misclassification {
    /// Of what is in the theme, and of what is not: the likeliest shares.
    pub inside: f64,
    /// The second of the two.
    pub outside: f64,
    beliefs: Beliefs<[f64; 2]>,
}

impl Misclassification {
    /// How far the two shares must lie apart: a theme that holds what it is
    /// about hardly more often than the rest does can correct nothing.
    const APART: f64 = 0.2;

    fn new(beliefs: Beliefs<[f64; 2]>) -> Self {
        let likely = &beliefs[1];
        let mean = |at: usize| likely.iter().map(|of| of[at]).sum::<f64>() / likely.len() as f64;
        Self {
            inside: mean(0),
            outside: mean(1),
            beliefs,
        }
    }

    /// Returns something made of the two shares, by each draw.
    fn each<T>(&self, of: impl Fn(f64, f64) -> T) -> Beliefs<T> {
        let beliefs = self.beliefs.each_ref();
        beliefs.map(|draws| draws.iter().map(|[p, f]| of(*p, *f)).collect())
    }

    /// Returns the two shares where they are known for sure.
    #[cfg(test)]
    pub(super) fn known(inside: f64, outside: f64) -> Self {
        Self::new([vec![[inside, outside]], vec![[inside, outside]]])
    }

    /// Returns whether the theme tells what is about it from what is not.
    pub fn is_usable(&self) -> bool {
        let apart = spread(self.each(|p, f| p - f), Confidence::default());
        apart.interval.low >= Self::APART
    }

    /// Returns how many are about the theme, where it holds so many of some
    /// texts and does not hold so many others.
    pub fn count(&self, inside: u64, others: u64, confidence: Confidence) -> EstimatedRate {
        let (inside, others) = (inside as f64, others as f64);
        let counts = self.each(|p, f| inside * p + others * f);
        spread(counts, confidence)
    }

    /// Returns the variance of the share of some texts that is about the theme,
    /// as far as it comes from reading only some.
    pub fn variance(&self, inside: u64, others: u64) -> f64 {
        let all = (inside + others) as f64;
        let (inside, others) = (inside as f64 / all, others as f64 / all);
        let mean = inside * self.inside + others * self.outside;
        let strays = self.each(|p, f| (inside * p + others * f - mean).powi(2));
        let variances = strays.map(|of| of.iter().sum::<f64>() / of.len() as f64);
        variances[0].max(variances[1])
    }

    /// Returns what the gap between those who are in a theme and those who are
    /// not is to be multiplied by to give points of the score: the share that is
    /// in truth about it, over how much clearer the gap is then (misassigned
    /// texts rate like those they belong with). `inside` and `others` comment,
    /// of `rated`.
    pub(super) fn scale(
        &self,
        [inside, others]: [u64; 2],
        rated: u64,
        level: Confidence,
    ) -> EstimatedRate {
        let scale = |p: f64, f: f64| {
            let about = inside as f64 * p + others as f64 * f;
            about / rated as f64 / (p - f).max(Self::APART / 2.0)
        };
        EstimatedRate {
            value: scale(self.inside, self.outside),
            ..spread(self.each(scale), level)
        }
    }
}

/// Returns the mean of the likelier draws, and where so many of either lie.
fn spread(mut beliefs: Beliefs<f64>, confidence: Confidence) -> EstimatedRate {
    let value = beliefs[1].iter().sum::<f64>() / beliefs[1].len() as f64;
    let tail = (1.0 - confidence.level()) / 2.0;
    let [one, other] = beliefs.each_mut().map(|draws| {
        draws.sort_by(f64::total_cmp);
        let at = |share: f64| draws[((draws.len() - 1) as f64 * share).round() as usize];
        [at(tail), at(1.0 - tail)]
    });
    let interval = Interval {
        low: one[0].min(other[0]),
        high: one[1].max(other[1]),
    };
    EstimatedRate {
        value,
        interval: interval.holding(value),
    }
}

/// Makes rates fall, or stay, from each to the next: what lies farther from a
/// theme is about it no more often. Neighbours that rise take their weighted mean
/// (isotonic regression of a draw; D. B. Dunson and B. Neelon, *Biometrics* 59
/// (2003), 286–295).
fn fall(rates: &mut [f64], weights: &[f64]) {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (rate, weight) in rates.iter().zip(weights) {
        let (mut rate, mut weight, mut length) = (*rate, *weight, 1);
        while let Some(&(before, heavy, many)) = blocks.last()
            && before < rate
        {
            rate = (rate * weight + before * heavy) / (weight + heavy);
            weight += heavy;
            length += many;
            blocks.pop();
        }
        blocks.push((rate, weight, length));
    }
    let fallen = blocks
        .into_iter()
        .flat_map(|(rate, _, length)| std::iter::repeat_n(rate, length));
    rates
        .iter_mut()
        .zip(fallen)
        .for_each(|(rate, fallen)| *rate = fallen);
}

/// Returns the quantile at a share of the way through a table of them.
fn drawn(quantiles: &[f64], at: f64) -> f64 {
    let at = (at * quantiles.len() as f64 - 0.5).clamp(0.0, (quantiles.len() - 1) as f64);
    let low = at.floor() as usize;
    let high = (low + 1).min(quantiles.len() - 1);
    quantiles[low] + (at - low as f64) * (quantiles[high] - quantiles[low])
}

/// From so many expected on the rarer side on, a count is as good as normal.
const MANY: f64 = 30.0;

/// Draws how many of some there are, where each is one with this chance.
fn binomial(of: f64, chance: f64, rng: &mut Xoshiro256PlusPlus) -> f64 {
    let rarer = chance.min(1.0 - chance);
    let drawn = if of * rarer < MANY {
        let mut left = unit(rng);
        let mut likely = (1.0 - rarer).powf(of);
        let mut count = 0.0;
        while left > likely && count < of {
            left -= likely;
            count += 1.0;
            likely *= (of - count + 1.0) / count * rarer / (1.0 - rarer);
        }
        count
    } else {
        let spread = (of * rarer * (1.0 - rarer)).sqrt();
        (of * rarer + spread * normal(rng)).clamp(0.0, of)
    };
    if rarer < chance { of - drawn } else { drawn }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(read: u64, about: u64, unread: u64) -> CheckedPart {
        CheckedPart {
            read,
            about,
            unread,
        }
    }

    fn as_drawn(inside: CheckedPart, outside: Vec<CheckedPart>) -> DoubleSample {
        let missed = outside.iter().map(|part| part.about).sum();
        let outside_read: u64 = outside.iter().map(|part| part.read).sum();
        DoubleSample {
            now: ReadTexts {
                found: inside.about,
                wrong: inside.read - inside.about,
                missed,
                other: outside_read - missed,
            },
            inside,
            outside,
        }
    }

    #[test]
    fn where_everything_was_read_nothing_is_unsure() {
        let all = as_drawn(part(20, 16, 0), vec![part(30, 4, 0)]);
        let accuracy = all.accuracy().unwrap();
        let precision = accuracy.precision(Confidence::default()).unwrap();
        let recall = accuracy.recall(Confidence::default()).unwrap();
        assert!((precision.value - 0.8).abs() < 1e-12 && precision.interval.low > 0.799_999);
        assert!((recall.value - 0.8).abs() < 1e-12 && recall.interval.high < 0.800_001);
        let count = accuracy.correction().count(20, 30, Confidence::default());
        assert!((count.value - 20.0).abs() < 1e-9, "{count:?}");
    }

    // Without limit on the texts, the interval of a share by Jeffreys' prior:
    // Beta(18.5, 2.5) and Beta(1.5, 19.5), by any table of quantiles.
    #[test]
    fn of_endless_texts_precision_has_the_interval_of_jeffreys() {
        let endless = as_drawn(
            part(20, 18, 1_000_000_000),
            vec![part(20, 1, 1_000_000_000)],
        );
        let precision = endless.accuracy().unwrap();
        let precision = precision.precision(Confidence::default()).unwrap();
        assert!(
            (precision.interval.low - 0.714_6).abs() < 0.01,
            "{precision:?}"
        );
        assert!(
            (precision.interval.high - 0.979_6).abs() < 0.01,
            "{precision:?}"
        );
    }

    // Tenenbein's estimate: 100 · 18/20 + 300 · 3/30 = 120, less what the prior
    // pulls to the middle.
    #[test]
    fn what_was_read_outside_is_counted_for_what_was_not() {
        let sample = as_drawn(part(20, 18, 80), vec![part(30, 3, 270)]);
        let correction = sample.accuracy().unwrap().correction();
        let count = correction.count(100, 300, Confidence::default());
        assert!((count.value - 120.0).abs() < 3.0, "{count:?}");
        assert!(
            count.interval.low < 110.0 && count.interval.high > 135.0,
            "{count:?}"
        );
    }

    #[test]
    fn rates_fall_with_distance_as_isotonic_regression_has_it() {
        let mut rates = [0.1, 0.3, 0.2, 0.0];
        fall(&mut rates, &[1.0, 1.0, 2.0, 1.0]);
        let wanted = [0.2, 0.2, 0.2, 0.0];
        assert!(
            rates
                .iter()
                .zip(wanted)
                .all(|(one, other)| (one - other).abs() < 1e-12),
            "{rates:?}"
        );
        let mut falling = [0.4, 0.1];
        fall(&mut falling, &[1.0, 1.0]);
        assert!((falling[0] - 0.4).abs() < 1e-12 && (falling[1] - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_few_read_say_nothing() {
        assert_eq!(
            as_drawn(part(9, 9, 1), vec![part(30, 0, 90)]).accuracy(),
            None
        );
        assert_eq!(
            as_drawn(part(20, 9, 1), vec![part(9, 0, 90)]).accuracy(),
            None
        );
        assert!(
            as_drawn(part(4, 4, 0), vec![part(30, 0, 90)])
                .accuracy()
                .is_some()
        );
    }

    #[test]
    fn what_was_put_right_since_is_right() {
        let mut sample = as_drawn(part(20, 10, 0), vec![part(20, 5, 0)]);
        sample.now = ReadTexts {
            found: 15,
            wrong: 0,
            missed: 0,
            other: 25,
        };
        let accuracy = sample.accuracy().unwrap();
        let precision = accuracy.precision(Confidence::default()).unwrap();
        assert!((precision.value - 1.0).abs() < 1e-12, "{precision:?}");
    }

    #[test]
    fn a_theme_that_holds_no_more_of_it_than_the_rest_corrects_nothing() {
        let blind = as_drawn(part(25, 5, 75), vec![part(25, 5, 275)]);
        assert!(!blind.accuracy().unwrap().correction().is_usable());
        let sharp = as_drawn(part(25, 23, 75), vec![part(25, 1, 275)]);
        assert!(sharp.accuracy().unwrap().correction().is_usable());
    }

    // 800 themes of 12 to 80 texts among 200 to 1,000, with parts from which
    // 20, 14, 8 and 8 are read, as a check draws them.
    #[test]
    fn intervals_hold_the_truth_as_often_as_they_say() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        let (mut precise, mut recalled, mut counted, mut all) = (0, 0, 0, 0);
        for _ in 0..800 {
            let rates = [
                0.6 + 0.4 * unit(&mut rng),
                0.3 * unit(&mut rng),
                0.05 * unit(&mut rng),
                0.004 * unit(&mut rng),
            ];
            let size = 12 + (68.0 * unit(&mut rng)) as u64;
            let others = 200 + (800.0 * unit(&mut rng)) as u64;
            let sizes = [size, size.max(15), 2 * size, others];
            let mut truth = [0_u64; 4];
            let mut parts = [CheckedPart::default(); 4];
            for at in 0..4 {
                let about: Vec<bool> = (0..sizes[at]).map(|_| unit(&mut rng) < rates[at]).collect();
                let read = [20, 14, 8, 8][at].min(about.len());
                truth[at] = about.iter().filter(|is| **is).count() as u64;
                let found = about[..read].iter().filter(|is| **is).count();
                parts[at] = part(read as u64, found as u64, sizes[at] - read as u64);
            }
            let sample = as_drawn(parts[0], parts[1..].to_vec());
            let accuracy = sample.accuracy().unwrap();
            let missed: u64 = truth[1..].iter().sum();
            let outside: u64 = sizes[1..].iter().sum();
            let [precision, recall] = [
                accuracy.precision(Confidence::default()).unwrap(),
                accuracy.recall(Confidence::default()).unwrap(),
            ];
            let count = accuracy
                .correction()
                .count(size, outside, Confidence::default());
            precise += i32::from(precision.interval.contains(truth[0] as f64 / size as f64));
            let found = truth[0] as f64 / (truth[0] + missed) as f64;
            recalled += i32::from(recall.interval.contains(found));
            counted += i32::from(count.interval.contains((truth[0] + missed) as f64));
            all += 1;
        }
        for held in [precise, recalled, counted] {
            assert!(
                f64::from(held) / f64::from(all) >= 0.93,
                "{precise} {recalled} {counted}"
            );
        }
    }
}
