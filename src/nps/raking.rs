//! The score of accounts that answered, weighted to be like all there are.
//!
//! Takes for each account that answered what its people said and which value it
//! has of a few attributes, and how many accounts have each value; gives the
//! score with accounts weighted so that every attribute is mixed as in the whole
//! (raking, iterative proportional fitting; W. E. Deming and F. F. Stephan,
//! *Annals of Mathematical Statistics* 11 (1940), 427–444). Where nearly all
//! accounts answered, little is left to chance: only who answers for an account
//! (two-stage sampling with the finite population correction; W. G. Cochran,
//! *Sampling Techniques*, 3rd edition (1977), chapter 10).

use super::distributions::Student;
use super::intervals::{Confidence, Interval};
use super::moments::Moments;
use super::weighted::Weighted;
use crate::feedback::Group;

/// An account that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledAccount {
    /// The groups of its people.
    pub groups: Vec<Group>,
    /// Its value of each attribute, by position.
    pub values: Vec<usize>,
}

/// No account weighs more than this many times as much as a usual one: a rare
/// kind of which one answered would else be the whole score.
const HEAVIEST: f64 = 5.0;

/// Rounds until the weights fit; they have settled long before.
const ROUNDS: usize = 100;

/// Returns the score of all accounts from those that answered. `margins` has for
/// each attribute how many accounts there are of each value; values that no
/// account that answered has count for nobody. `None` of nobody.
pub fn raked(
    accounts: &[SampledAccount],
    margins: &[Vec<u64>],
    population: u64,
    confidence: Confidence,
) -> Option<Weighted> {
    let mut accounts: Vec<(Vec<i32>, &[usize])> = accounts
        .iter()
        .filter(|account| !account.groups.is_empty())
        .map(|account| {
            let mut signs: Vec<i32> = account.groups.iter().map(|group| group.sign()).collect();
            signs.sort_unstable();
            (signs, account.values.as_slice())
        })
        .collect();
    // Sums of fractions depend on their order; that of the files must not show.
    accounts.sort();
    let values: Vec<&[usize]> = accounts.iter().map(|(_, values)| *values).collect();
    let weights = weights(&values, margins);
    let total: f64 = weights.iter().sum();
    let effective = total * total / weights.iter().map(|weight| weight * weight).sum::<f64>();
    let means: Vec<f64> = accounts.iter().map(|(signs, _)| mean(signs)).collect();
    let both = || weights.iter().zip(&means);
    let score = both().map(|(weight, mean)| weight * mean).sum::<f64>() / total;
    let n = accounts.len() as f64;
    let left = 1.0 - (n / (population as f64).max(n));
    let within = within(&accounts);
    // Three imagined accounts, as far as accounts are left to chance.
    let imagined = left * total / effective;
    let all = total + Moments::PSEUDO_COUNT * imagined;
    let middle = total * score / all;
    let between: f64 = both()
        .map(|(weight, mean)| (weight * (mean - middle)).powi(2) / (1.0 - weight / all).max(0.1))
        .sum();
    let others = imagined * imagined * (Moments::SQUARES + Moments::PSEUDO_COUNT * middle * middle);
    let people: f64 = weights
        .iter()
        .zip(&accounts)
        .map(|(weight, (signs, _))| weight * weight * within / signs.len() as f64)
        .sum();
    let of_some = left * between + others + (1.0 - left) * people;
    // All there are cannot be less sure than accounts like them in general.
    let of_many = between + total * total / (effective * effective) * Moments::SQUARES;
    let variance = of_some.min(of_many) / (all * all);
    let student = Student::new(effective + Moments::PSEUDO_COUNT - 1.0);
    let margin = student.critical_value(confidence) * variance.sqrt();
    let heaviest = weights.iter().copied().fold(0.0, f64::max);
    (n > 0.0).then(|| Weighted {
        score: 100.0 * score,
        interval: Interval::around(100.0 * middle, 100.0 * margin)
            .within(-100.0, 100.0)
            .holding(100.0 * score),
        n: accounts.len() as u64,
        effective,
        largest: heaviest / total,
    })
}

/// Returns what each account weighs, one on average.
fn weights(values: &[&[usize]], margins: &[Vec<u64>]) -> Vec<f64> {
    let mut weights = vec![1.0; values.len()];
    for _ in 0..ROUNDS {
        for (at, margin) in margins.iter().enumerate() {
            let mut held = vec![0.0; margin.len()];
            for (weight, of) in weights.iter().zip(values) {
                held[of[at]] += weight;
            }
            let heard = margin.iter().zip(&held).filter(|(_, held)| **held > 0.0);
            let wanted: f64 = heard.map(|(count, _)| *count as f64).sum();
            for (weight, of) in weights.iter_mut().zip(values) {
                let share = margin[of[at]] as f64 / wanted;
                *weight *= share * values.len() as f64 / held[of[at]];
            }
        }
        for weight in &mut weights {
            *weight = weight.min(HEAVIEST);
        }
    }
    weights
}

fn mean(signs: &[i32]) -> f64 {
    signs.iter().sum::<i32>() as f64 / signs.len() as f64
}

/// Returns how much the people of one account differ, over all accounts: the
/// variance of one answer around its account's mean. Where no account has two
/// answers, as much as all answers differ.
fn within(accounts: &[(Vec<i32>, &[usize])]) -> f64 {
    let (mut squares, mut freedom) = (0.0, 0.0);
    for (signs, _) in accounts {
        let mean = mean(signs);
        squares += signs
            .iter()
            .map(|sign| (f64::from(*sign) - mean).powi(2))
            .sum::<f64>();
        freedom += signs.len() as f64 - 1.0;
    }
    if freedom > 0.0 {
        return squares / freedom;
    }
    let all: Vec<i32> = accounts
        .iter()
        .flat_map(|(signs, _)| signs.clone())
        .collect();
    let squares: i32 = all.iter().map(|sign| sign * sign).sum();
    Moments::new(
        all.len() as f64,
        all.iter().sum::<i32>() as f64,
        squares as f64,
    )
    .variance
}

#[cfg(test)]
mod tests {
    use Group::{Detractor, Passive, Promoter};
    use rand_xoshiro::Xoshiro256PlusPlus;
    use rand_xoshiro::rand_core::SeedableRng;

    use super::super::random::unit;
    use super::*;

    fn account(groups: &[Group], values: &[usize]) -> SampledAccount {
        SampledAccount {
            groups: groups.to_vec(),
            values: values.to_vec(),
        }
    }

    // Deming and Stephan's fit of a table of 2 × 2 with 30, 10, 10 and 50 to rows
    // of 60 and 40 and columns of 50 and 50: the odds ratio, 15, stays.
    #[test]
    fn raked_weights_fit_the_margins_and_keep_the_odds() {
        let cells = [([0, 0], 30), ([0, 1], 10), ([1, 0], 10), ([1, 1], 50)];
        let values: Vec<[usize; 2]> = cells
            .iter()
            .flat_map(|(values, count)| std::iter::repeat_n(*values, *count))
            .collect();
        let rows: Vec<&[usize]> = values.iter().map(<[usize; 2]>::as_slice).collect();
        let found = weights(&rows, &[vec![60, 40], vec![50, 50]]);
        let of = |wanted: [usize; 2]| -> f64 {
            let own = values
                .iter()
                .zip(&found)
                .filter(|(values, _)| **values == wanted);
            own.map(|(_, weight)| weight).sum()
        };
        let [a, b, c, d] = [of([0, 0]), of([0, 1]), of([1, 0]), of([1, 1])];
        assert!(
            (a + b - 60.0).abs() < 1e-6 && (a + c - 50.0).abs() < 1e-6,
            "{a} {b} {c} {d}"
        );
        assert!((a * d / (b * c) - 15.0).abs() < 1e-6);
    }

    // Of 40 accounts of the one kind and 10 of the other, 5 each answered: the
    // five content ones weigh four times as much.
    #[test]
    fn a_kind_that_answered_too_seldom_counts_for_all_of_its_kind() {
        let mut accounts = vec![account(&[Promoter], &[0]); 5];
        accounts.extend(vec![account(&[Detractor], &[1]); 5]);
        let found = raked(&accounts, &[vec![40, 10]], 50, Confidence::default()).unwrap();
        assert!((found.score - 60.0).abs() < 1e-6, "{found:?}");
        assert!(
            found.effective < 7.5 && (found.largest - 0.16).abs() < 1e-6,
            "{found:?}"
        );
    }

    // 45 asked and 45 exist, each with three people who agree: nothing is left to
    // chance.
    #[test]
    fn where_all_accounts_answered_with_one_voice_the_score_is_certain() {
        let mut accounts = vec![account(&[Promoter; 3], &[0]); 30];
        accounts.extend(vec![account(&[Passive; 3], &[0]); 15]);
        let all = raked(&accounts, &[vec![45]], 45, Confidence::default()).unwrap();
        assert!((all.score - 200.0 / 3.0).abs() < 1e-9);
        assert!(all.interval.high - all.interval.low < 1e-9, "{all:?}");
        let some = raked(&accounts, &[vec![4_500]], 4_500, Confidence::default()).unwrap();
        assert!(some.interval.high - some.interval.low > 20.0, "{some:?}");
    }

    #[test]
    fn nobody_gives_no_score() {
        assert_eq!(raked(&[], &[vec![3]], 3, Confidence::default()), None);
    }

    /// One study: accounts of two tiers, the unhappier of which answers more
    /// rarely, drawn from so many; returns whether the interval holds the score
    /// of all, and whether that of those who answered as they are would.
    fn study(rng: &mut Xoshiro256PlusPlus, all: usize, answering: [f64; 2]) -> (bool, f64, f64) {
        let mut accounts = Vec::new();
        let (mut truth, mut sizes) = (0.0, vec![0_u64; 2]);
        for at in 0..all {
            let tier = usize::from(at % 3 == 0);
            let content = (0.65 - 0.35 * tier as f64 + 0.4 * (unit(rng) - 0.5)).clamp(0.02, 0.9);
            let unhappy = (1.0 - content) * 0.6;
            truth += content - unhappy;
            sizes[tier] += 1;
            if unit(rng) >= answering[tier] {
                continue;
            }
            let people = 1 + (4.0 * unit(rng)) as usize;
            let groups = (0..people).map(|_| match unit(rng) {
                luck if luck < content => Promoter,
                luck if luck < content + unhappy => Detractor,
                _ => Passive,
            });
            accounts.push(account(&groups.collect::<Vec<_>>(), &[tier]));
        }
        let truth = 100.0 * truth / all as f64;
        let found = raked(&accounts, &[sizes], all as u64, Confidence::default()).unwrap();
        let plain: f64 = accounts
            .iter()
            .map(|of| {
                of.groups
                    .iter()
                    .map(|group| f64::from(group.sign()))
                    .sum::<f64>()
                    / of.groups.len() as f64
            })
            .sum::<f64>()
            / accounts.len() as f64;
        (
            found.interval.contains(truth),
            (found.score - truth).abs(),
            (100.0 * plain - truth).abs(),
        )
    }

    #[test]
    fn ranges_hold_the_score_of_all_accounts_and_raking_comes_nearer_to_it() {
        for (all, answering) in [
            (60, [0.9, 0.8]),
            (60, [1.0, 1.0]),
            (120, [0.6, 0.2]),
            (1_000, [0.2, 0.05]),
        ] {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(9);
            let (mut held, mut off, mut plain) = (0, 0.0, 0.0);
            for _ in 0..800 {
                let (holds, raked_off, plain_off) = study(&mut rng, all, answering);
                held += i32::from(holds);
                off += raked_off;
                plain += plain_off;
            }
            assert!(held >= 744, "{held} of 800 at {all} {answering:?}");
            if answering[0] > answering[1] + 0.1 {
                assert!(off < 0.8 * plain, "{off}, not {plain}, at {all}");
            }
        }
    }
}
