//! Which themes move the rating, each beside all the others.
//!
//! Takes who rated, how, the account they are at and the themes they mention;
//! gives for each theme how much higher or lower people rate who mention it,
//! among people who mention the same other themes (ridge regression), and its
//! share of what themes explain of the ratings: the mean over all orders of
//! what it adds to R² (LMG; R. H. Lindeman, P. F. Merenda and R. Z. Gold,
//! *Introduction to Bivariate and Multivariate Analysis* (1980), 119–127; U.
//! Grömping, *The American Statistician* 61 (2007), 139–147). What goes
//! together need not cause anything.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::distributions::Student;
use super::double_sampling::EstimatedRate;
use super::intervals::{Confidence, Interval};
use super::shapley::enumerated;

/// Somebody who rated and wrote something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatedThemes {
    /// The rating, in the scale's own numbers.
    pub rating: f64,
    /// The number of the account, else of the person.
    pub cluster: u32,
    /// The themes they mention, a bit each.
    pub themes: u32,
}

/// What themes explain together, and each of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JointDrivers {
    /// How many people that is said of.
    pub n: u64,
    /// The share of the ratings' variance that the themes explain (R²).
    pub explained: f64,
    /// The themes, in the order they were given.
    pub drivers: Vec<JointDriver>,
}

/// One theme beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct JointDriver {
    /// How many of those people mention it.
    pub people: u64,
    /// How much higher they rate than people who mention the same other themes.
    pub effect: f64,
    /// Where that may lie.
    pub interval: Interval,
    /// How likely an effect as large is by chance, on either side.
    pub p: f64,
    /// Its share of what the themes explain together, 0 to 1.
    pub share: EstimatedRate,
}

/// The most themes that are looked at together: every order of them is tried.
pub const MOST: usize = 12;
/// The fewest people for each theme that is looked at.
pub const PEOPLE_PER_THEME: usize = 10;

/// Answers imagined for each theme that speak against an effect, so that two
/// themes of the same people do not cancel each other out.
const RIDGE: f64 = 0.5;

/// Groups of accounts that are left out in turn to see how a share varies (P. S.
/// Kott, *Journal of Official Statistics* 17 (2001), 521–526).
const GROUPS: usize = 30;

/// Accounts up to which each is left out exactly; of more, none matters alone.
const EXACT: usize = 20_000;

/// Returns what each of some themes, at most [`MOST`], does to the ratings beside
/// the others; `None` where fewer than [`PEOPLE_PER_THEME`] people a theme rated,
/// or all rated alike.
pub fn joint_drivers(
    answers: &[RatedThemes],
    themes: usize,
    confidence: Confidence,
) -> Option<JointDrivers> {
    if themes == 0 || themes > MOST || answers.len() < PEOPLE_PER_THEME * (themes + 1) {
        return None;
    }
    let clusters = clusters(answers);
    let whole = DriverMoments::sum(clusters.iter().map(|cluster| &cluster.moments));
    let total = whole.centred(themes);
    let all = (1_usize << themes) - 1;
    let explained = total.explained(all)?;
    let fit = whole.fit(themes)?;
    let strays = strays(&clusters, &whole, &fit, themes);
    let lmg = total.shares(themes)?;
    let errors = share_errors(&clusters, &whole, themes);
    let group_reach = Student::new(GROUPS as f64 - 1.0).critical_value(confidence);
    let drivers = (0..themes).map(|at| {
        let people = answers.iter().filter(|of| of.themes >> at & 1 == 1).count() as u64;
        let student = Student::new(effective(&clusters, at) - 0.5);
        let error = strays[at].sqrt();
        let effect = fit[at + 1];
        let share = share_interval(lmg[at], group_reach * errors[at]);
        JointDriver {
            people,
            effect,
            interval: Interval::around(effect, student.critical_value(confidence) * error),
            p: if error > 0.0 {
                student.p(effect / error)
            } else {
                1.0
            },
            share: EstimatedRate {
                value: lmg[at],
                interval: share,
            },
        }
    });
    Some(JointDrivers {
        n: answers.len() as u64,
        explained,
        drivers: drivers.collect(),
    })
}

/// Rows of a fit: an intercept and the themes.
const ROWS: usize = MOST + 1;
type DriverRow = [f64; ROWS];
type DriverMatrix = [DriverRow; ROWS];

/// The answers of one account.
struct Cluster {
    /// Answers that are alike, counted.
    answers: Vec<(u32, f64, f64)>,
    moments: DriverMoments,
}

/// Returns the accounts in an order that depends on what they say alone.
fn clusters(answers: &[RatedThemes]) -> Vec<Cluster> {
    let mut by_cluster: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
    for answer in answers {
        let of = by_cluster.entry(answer.cluster).or_default();
        of.push((answer.themes, answer.rating));
    }
    let mut clusters: Vec<Vec<(u32, f64)>> = by_cluster.into_values().collect();
    for answers in &mut clusters {
        answers.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    }
    clusters.sort_by(|one, other| {
        let key = |of: &(u32, f64)| (of.0, of.1.to_bits());
        one.iter().map(key).cmp(other.iter().map(key))
    });
    let clusters = clusters.into_iter().map(|answers| {
        let mut alike: Vec<(u32, f64, f64)> = Vec::new();
        for (themes, rating) in answers {
            match alike.last_mut() {
                Some((known, of, count))
                    if *known == themes && of.to_bits() == rating.to_bits() =>
                {
                    *count += 1.0;
                }
                _ => alike.push((themes, rating, 1.0)),
            }
        }
        Cluster {
            moments: DriverMoments::of(&alike),
            answers: alike,
        }
    });
    clusters.collect()
}

/// Returns how many accounts of equal size would mention a theme as unevenly.
fn effective(clusters: &[Cluster], theme: usize) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for cluster in clusters {
        let own = cluster.moments.products[theme + 1][0];
        sum += own;
        squares += own * own;
    }
    if squares > 0.0 {
        sum * sum / squares
    } else {
        0.0
    }
}

/// Sums over answers: products of the rows with each other and with the rating.
#[derive(Clone)]
struct DriverMoments {
    products: DriverMatrix,
    ratings: DriverRow,
    squares: f64,
}

impl DriverMoments {
    fn of(answers: &[(u32, f64, f64)]) -> Self {
        let mut moments = Self {
            products: [[0.0; ROWS]; ROWS],
            ratings: [0.0; ROWS],
            squares: 0.0,
        };
        for (themes, rating, count) in answers {
            let row = row(*themes);
            for (at, one) in row.iter().enumerate().filter(|(_, one)| **one > 0.0) {
                for (product, other) in moments.products[at].iter_mut().zip(&row) {
                    *product += count * one * other;
                }
                moments.ratings[at] += count * rating;
            }
            moments.squares += count * rating * rating;
        }
        moments
    }

    fn sum<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::of(&[]);
        all.for_each(|of| sum.add(of, 1.0));
        sum
    }

    fn add(&mut self, other: &Self, times: f64) {
        for (row, with) in self.products.iter_mut().zip(&other.products) {
            for (cell, with) in row.iter_mut().zip(with) {
                *cell += times * with;
            }
        }
        for (cell, with) in self.ratings.iter_mut().zip(&other.ratings) {
            *cell += times * with;
        }
        self.squares += times * other.squares;
    }

    /// Returns the coefficients: the intercept, then each theme's.
    fn fit(&self, themes: usize) -> Option<DriverRow> {
        solve(&self.penalised(themes), &self.ratings, themes + 1)
    }

    fn penalised(&self, themes: usize) -> DriverMatrix {
        let mut penalised = self.products;
        for (at, row) in penalised.iter_mut().enumerate().skip(1).take(themes) {
            row[at] += RIDGE;
        }
        penalised
    }

    /// Returns the same around the means.
    fn centred(&self, themes: usize) -> CentredMoments {
        let n = self.products[0][0];
        let mut gram = [[0.0; ROWS]; ROWS];
        let mut cross = [0.0; ROWS];
        for at in 0..themes {
            for (other, cell) in gram[at].iter_mut().enumerate().take(themes) {
                let means = self.products[at + 1][0] * self.products[other + 1][0] / n;
                *cell = self.products[at + 1][other + 1] - means;
            }
            gram[at][at] += RIDGE;
            cross[at] = self.ratings[at + 1] - self.products[at + 1][0] * self.ratings[0] / n;
        }
        CentredMoments {
            gram,
            cross,
            total: self.squares - self.ratings[0] * self.ratings[0] / n,
        }
    }
}

fn row(themes: u32) -> DriverRow {
    let mut row = [0.0; ROWS];
    row[0] = 1.0;
    for (at, cell) in row.iter_mut().enumerate().skip(1) {
        *cell = f64::from(themes >> (at - 1) & 1);
    }
    row
}

/// Sums around the means.
struct CentredMoments {
    gram: DriverMatrix,
    cross: DriverRow,
    total: f64,
}

impl CentredMoments {
    /// Returns the share of the ratings' variance that a set of themes explains;
    /// `None` where all rated alike.
    fn explained(&self, set: usize) -> Option<f64> {
        let members: Vec<usize> = (0..MOST).filter(|at| set >> at & 1 == 1).collect();
        let mut gram = [[0.0; ROWS]; ROWS];
        let mut cross = [0.0; ROWS];
        for (at, one) in members.iter().enumerate() {
            for (beside, other) in members.iter().enumerate() {
                gram[at][beside] = self.gram[*one][*other];
            }
            cross[at] = self.cross[*one];
        }
        let weights = solve(&gram, &cross, members.len())?;
        let fitted: f64 = weights
            .iter()
            .zip(&cross)
            .map(|(one, other)| one * other)
            .sum();
        (self.total > 1e-9).then(|| fitted / self.total)
    }

    /// Returns each theme's share of what all of them explain.
    fn shares(&self, themes: usize) -> Option<Vec<f64>> {
        self.explained(0)?;
        let worth = enumerated(themes, |set| self.explained(set).unwrap_or_default());
        let all: f64 = worth.iter().sum();
        Some(
            worth
                .into_iter()
                .map(|of| if all > 0.0 { of / all } else { 0.0 })
                .collect(),
        )
    }
}

/// Returns the variance of each theme's coefficient, by leaving out one account
/// after the other (CR3).
fn strays(clusters: &[Cluster], whole: &DriverMoments, fit: &DriverRow, themes: usize) -> Vec<f64> {
    let size = themes + 1;
    let penalised = whole.penalised(themes);
    let is_exact = clusters.len() <= EXACT;
    let inverse = if is_exact {
        None
    } else {
        inverse(&penalised, size)
    };
    let mut variance = vec![0.0; themes];
    for cluster in clusters {
        let mut pull = [0.0; ROWS];
        for (of, rating, count) in &cluster.answers {
            let row = row(*of);
            let fitted: f64 = row.iter().zip(fit).map(|(one, other)| one * other).sum();
            for (pull, one) in pull.iter_mut().zip(&row) {
                *pull += count * one * (rating - fitted);
            }
        }
        let moved = if let Some(inverse) = &inverse {
            let mut moved = [0.0; ROWS];
            for (moved, row) in moved.iter_mut().zip(inverse) {
                *moved = row.iter().zip(&pull).map(|(one, other)| one * other).sum();
            }
            Some(moved)
        } else {
            let mut without = penalised;
            for (row, own) in without.iter_mut().zip(&cluster.moments.products) {
                for (cell, own) in row.iter_mut().zip(own) {
                    *cell -= own;
                }
            }
            solve(&without, &pull, size)
        };
        if let Some(moved) = moved {
            for (variance, moved) in variance.iter_mut().zip(&moved[1..]) {
                *variance += moved * moved;
            }
        }
    }
    let count = clusters.len() as f64;
    for of in &mut variance {
        *of *= (count - 1.0) / count;
    }
    variance
}

/// Returns a share as the angle whose squared sine it is: near 0 and 1, where
/// shares vary little and to one side, angles vary as anywhere.
fn angle(share: f64) -> f64 {
    share.clamp(0.0, 1.0).sqrt().asin()
}

/// Returns the interval of a share whose angle may be off by so much.
fn share_interval(share: f64, reach: f64) -> Interval {
    let at = |angle: f64| angle.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2);
    Interval {
        low: at(angle(share) - reach),
        high: at(angle(share) + reach),
    }
    .holding(share)
}

/// Returns the standard error of the angle of each theme's share, by leaving out
/// one of some groups of accounts after the other.
fn share_errors(clusters: &[Cluster], whole: &DriverMoments, themes: usize) -> Vec<f64> {
    let mut groups: Vec<DriverMoments> = (0..GROUPS).map(|_| DriverMoments::of(&[])).collect();
    let mut alike = 0_u64;
    for (at, cluster) in clusters.iter().enumerate() {
        // Accounts that say the same stand together, and are told apart by count.
        let is_same = at > 0 && clusters[at - 1].answers == cluster.answers;
        alike = if is_same { alike + 1 } else { 0 };
        groups[group(&cluster.answers, alike)].add(&cluster.moments, 1.0);
    }
    let mut without = Vec::new();
    for group in &groups {
        let mut rest = whole.clone();
        rest.add(group, -1.0);
        without.extend(rest.centred(themes).shares(themes));
    }
    let count = without.len() as f64;
    let error = |at: usize| {
        let angles = || without.iter().map(|of| angle(of[at]));
        let mean = angles().sum::<f64>() / count;
        let squares: f64 = angles().map(|of| (of - mean).powi(2)).sum();
        ((count - 1.0) / count * squares).sqrt()
    };
    (0..themes).map(error).collect()
}

/// Returns the group of an account: by what its people say.
fn group(answers: &[(u32, f64, f64)], alike: u64) -> usize {
    let mut digest = Sha256::new();
    for (themes, rating, count) in answers {
        digest.update(themes.to_le_bytes());
        digest.update(rating.to_le_bytes());
        digest.update(count.to_le_bytes());
    }
    digest.update(alike.to_le_bytes());
    let digest = digest.finalize();
    usize::from(u16::from_le_bytes([digest[0], digest[1]])) % GROUPS
}

/// Solves a symmetric system of `size` rows (Cholesky); `None` where it has no
/// single solution.
fn solve(matrix: &DriverMatrix, right: &DriverRow, size: usize) -> Option<DriverRow> {
    let lower = cholesky(matrix, size)?;
    let mut found = [0.0; ROWS];
    for at in 0..size {
        let before: f64 = (0..at).map(|other| lower[at][other] * found[other]).sum();
        found[at] = (right[at] - before) / lower[at][at];
    }
    for at in (0..size).rev() {
        let after: f64 = (at + 1..size)
            .map(|other| lower[other][at] * found[other])
            .sum();
        found[at] = (found[at] - after) / lower[at][at];
    }
    Some(found)
}

fn inverse(matrix: &DriverMatrix, size: usize) -> Option<DriverMatrix> {
    let mut inverse = [[0.0; ROWS]; ROWS];
    for at in 0..size {
        let mut unit = [0.0; ROWS];
        unit[at] = 1.0;
        let column = solve(matrix, &unit, size)?;
        for (row, cell) in inverse.iter_mut().zip(column) {
            row[at] = cell;
        }
    }
    Some(inverse)
}

fn cholesky(matrix: &DriverMatrix, size: usize) -> Option<DriverMatrix> {
    let mut lower = [[0.0; ROWS]; ROWS];
    for at in 0..size {
        for other in 0..=at {
            let before: f64 = (0..other).map(|of| lower[at][of] * lower[other][of]).sum();
            let left = matrix[at][other] - before;
            if at == other {
                if left <= 1e-9 {
                    return None;
                }
                lower[at][at] = left.sqrt();
            } else {
                lower[at][other] = left / lower[other][other];
            }
        }
    }
    Some(lower)
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    use super::super::random::unit;
    use super::*;

    fn answers(rows: &[(f64, u32, usize)]) -> Vec<RatedThemes> {
        let people = rows
            .iter()
            .flat_map(|(rating, themes, count)| std::iter::repeat_n((*rating, *themes), *count));
        people
            .zip(0..)
            .map(|((rating, themes), cluster)| RatedThemes {
                rating,
                cluster,
                themes,
            })
            .collect()
    }

    // Two themes, 1,000 people of each of the four kinds: 10, less 2 with the
    // first, less 4 with the second. Nobody mentions one because of the other,
    // so shares are 4 : 16 of what is explained, and all is.
    #[test]
    fn the_shares_of_two_themes_that_do_not_go_together_are_known() {
        let rows = [
            (10.0, 0, 1_000),
            (8.0, 1, 1_000),
            (6.0, 2, 1_000),
            (4.0, 3, 1_000),
        ];
        let found = joint_drivers(&answers(&rows), 2, Confidence::default()).unwrap();
        assert!((found.explained - 1.0).abs() < 1e-3, "{found:?}");
        assert!((found.drivers[0].share.value - 0.2).abs() < 1e-3);
        assert!((found.drivers[0].effect + 2.0).abs() < 0.01);
        assert!((found.drivers[1].effect + 4.0).abs() < 0.01);
    }

    // Grömping 2007: of two, LMG is half of R² alone and half of what it adds to
    // the other. 40 mention both, 10 the first alone, 10 the second alone, 40
    // neither; the first alone costs 3.
    #[test]
    fn of_two_that_go_together_a_share_is_the_mean_of_first_and_last() {
        let rows = [(9.0, 0, 400), (6.0, 1, 100), (9.0, 2, 100), (6.0, 3, 400)];
        let found = joint_drivers(&answers(&rows), 2, Confidence::default()).unwrap();
        // Alone the first explains all, the second 0.36 (a correlation of 0.6).
        let (first, second) = (f64::midpoint(1.0, 0.64), 0.36 / 2.0);
        assert!(
            (found.drivers[0].share.value - first / (first + second)).abs() < 2e-3,
            "{found:?}"
        );
        assert!(found.drivers[1].effect.abs() < 0.02, "{found:?}");
    }

    #[test]
    fn too_few_people_or_ratings_that_are_all_alike_say_nothing() {
        let few = answers(&[(9.0, 0, 15), (3.0, 1, 14)]);
        assert_eq!(joint_drivers(&few, 2, Confidence::default()), None);
        let alike = answers(&[(9.0, 0, 50), (9.0, 1, 50)]);
        assert_eq!(joint_drivers(&alike, 1, Confidence::default()), None);
    }

    #[test]
    fn the_order_of_answers_does_not_matter() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        let mut all = drawn(&mut rng, 120, 3, [0.0, -2.0, 0.0], 3);
        let one = joint_drivers(&all, 3, Confidence::default()).unwrap();
        all.reverse();
        for answer in &mut all {
            answer.cluster = 1_000 - answer.cluster;
        }
        let other = joint_drivers(&all, 3, Confidence::default()).unwrap();
        for (one, other) in one.drivers.iter().zip(&other.drivers) {
            assert!((one.effect - other.effect).abs() < 1e-9);
            assert!((one.share.interval.low - other.share.interval.low).abs() < 1e-9);
            assert!((one.p - other.p).abs() < 1e-9);
        }
    }

    /// People of accounts of some size, each theme mentioned by a fifth; who
    /// mentions a theme rates by so much more.
    fn drawn(
        rng: &mut Xoshiro256PlusPlus,
        people: u32,
        themes: usize,
        effects: [f64; 3],
        size: u32,
    ) -> Vec<RatedThemes> {
        let mut mood = 0.0;
        let people = (0..people).map(|person| {
            if person % size == 0 {
                mood = 2.0 * (unit(rng) - 0.5);
            }
            let mut said = 0;
            let mut rating = 7.5 + mood;
            for theme in 0..themes {
                if unit(rng) < 0.2 {
                    said |= 1 << theme;
                    rating += effects.get(theme).copied().unwrap_or_default();
                }
            }
            rating += 5.0 * (unit(rng) - 0.5);
            RatedThemes {
                rating: rating.round().clamp(0.0, 10.0),
                cluster: person / size,
                themes: said,
            }
        });
        people.collect()
    }

    // 1,000 studies with nothing in them, people and colleagues.
    #[test]
    fn where_themes_move_nothing_one_in_twenty_seems_to() {
        for size in [1, 4] {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
            let (mut claimed, mut tests) = (0, 0);
            for _ in 0..1_000 {
                let all = drawn(&mut rng, 120, 5, [0.0; 3], size);
                let found = joint_drivers(&all, 5, Confidence::default()).unwrap();
                tests += found.drivers.len();
                claimed += found.drivers.iter().filter(|of| of.p <= 0.05).count();
            }
            let rate = claimed as f64 / tests as f64;
            assert!(rate <= 0.055, "{rate} at accounts of {size}");
        }
    }

    // The second costs two points, whoever else is mentioned.
    #[test]
    fn ranges_hold_what_was_planted() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(12);
        let many = drawn(&mut rng, 300_000, 3, [-1.0, -2.0, 0.0], 3);
        let many = joint_drivers(&many, 3, Confidence::default()).unwrap();
        let truth = many.drivers[0].share.value;
        let (mut held, mut seen, mut lead, mut shared) = (0, 0, 0, 0);
        for _ in 0..500 {
            let all = drawn(&mut rng, 150, 3, [-1.0, -2.0, 0.0], 3);
            let found = joint_drivers(&all, 3, Confidence::default()).unwrap();
            shared += i32::from(found.drivers[0].share.interval.contains(truth));
            let all = drawn(&mut rng, 150, 3, [0.0, -2.0, 0.0], 3);
            let found = joint_drivers(&all, 3, Confidence::default()).unwrap();
            let planted = found.drivers[1];
            held += i32::from(planted.interval.contains(-2.0));
            seen += i32::from(planted.p <= 0.05);
            let share = |at: usize| found.drivers[at].share.value;
            lead += i32::from(share(1) > share(0) && share(1) > share(2));
        }
        assert!(
            held >= 465 && seen >= 475 && lead >= 490,
            "{held} {seen} {lead}"
        );
        assert!(shared >= 465, "{shared} at {truth}");
    }
}
