//! Shares a change of score out among the rows that changed.
//!
//! Takes, of each row, its share of the answers and of the score in two
//! waves; gives the points each row is worth, averaged over the orders in
//! which rows may pass from the first wave to the second (Shapley 1953).

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::waves::Moment;

/// Rows whose every order is looked at; more are sampled.
const ENUMERATED: usize = 12;
/// Pairs of an order and its reverse that are sampled.
const PAIRS: u64 = 2_000;
/// Where sampling begins.
const SEED: u64 = 0x5348_4150;

/// What each row is worth, and how it was found.
pub(super) struct ShapleyValues {
    /// In the order of the rows, on the scale −1 to 1.
    pub(super) worth: Vec<f64>,
    /// Orders looked at; all of them where `error` is 0 by enumeration.
    pub(super) orders: u64,
    /// Whether every order was looked at.
    pub(super) exact: bool,
    /// The largest standard error that sampling left.
    pub(super) error: f64,
}

/// Returns the Shapley value of each row; both waves have a mass of 1. A
/// composition without any mass has the score 0.
pub(super) fn values(before: &[Moment], after: &[Moment]) -> ShapleyValues {
    let game = Game::new(before, after);
    let players = game.steps.len();
    let (found, orders, exact, error) = if players <= ENUMERATED {
        let orders = (1..=players as u64).product();
        (
            enumerated(players, |set| game.score(set)),
            orders,
            true,
            0.0,
        )
    } else {
        let (found, error) = game.sampled();
        (found, 2 * PAIRS, false, error)
    };
    let mut worth = vec![0.0; before.len()];
    for (&row, value) in game.rows.iter().zip(found) {
        worth[row] = value;
    }
    ShapleyValues {
        worth,
        orders,
        exact,
        error,
    }
}

/// Returns the value of each of some players, at most 20 or so, from all 2ᵏ sets
/// of them: what a set, a bit each, is worth.
pub(super) fn enumerated(players: usize, worth_of: impl Fn(usize) -> f64) -> Vec<f64> {
    let worths: Vec<f64> = (0..1usize << players).map(worth_of).collect();
    let weights = weights(players);
    let mut worth = vec![0.0; players];
    for (set, &before) in worths.iter().enumerate() {
        for (player, worth) in worth.iter_mut().enumerate() {
            if set >> player & 1 == 0 {
                let gain = worths[set | 1 << player] - before;
                *worth += weights[set.count_ones() as usize] * gain;
            }
        }
    }
    worth
}

/// The rows that changed, and by how much.
struct Game {
    start: Moment,
    rows: Vec<usize>,
    steps: Vec<Moment>,
}

impl Game {
    fn new(before: &[Moment], after: &[Moment]) -> Self {
        let rows: Vec<usize> = (0..before.len())
            .filter(|&row| before[row] != after[row])
            .collect();
        let steps = rows.iter().map(|&row| {
            let mut step = after[row];
            step.add(before[row], -1.0);
            step
        });
        Self {
            start: Moment::total(before),
            steps: steps.collect(),
            rows,
        }
    }

    /// Returns the score where the rows of `set` are as in the second wave.
    fn score(&self, set: usize) -> f64 {
        let mut moment = self.start;
        for (player, &step) in self.steps.iter().enumerate() {
            if set >> player & 1 == 1 {
                moment.add(step, 1.0);
            }
        }
        moment.mean()
    }

    /// Returns the values over sampled orders and their largest error.
    fn sampled(&self) -> (Vec<f64>, f64) {
        let players = self.steps.len();
        let mut chance = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let mut order: Vec<usize> = (0..players).collect();
        let (mut sum, mut squares) = (vec![0.0; players], vec![0.0; players]);
        let mut pair = vec![0.0; players];
        for _ in 0..PAIRS {
            shuffle(&mut order, &mut chance);
            pair.fill(0.0);
            self.walk(order.iter(), &mut pair);
            self.walk(order.iter().rev(), &mut pair);
            for (player, &gain) in pair.iter().enumerate() {
                sum[player] += gain / 2.0;
                squares[player] += gain * gain / 4.0;
            }
        }
        let pairs = PAIRS as f64;
        let worth: Vec<f64> = sum.iter().map(|sum| sum / pairs).collect();
        let error = worth
            .iter()
            .zip(&squares)
            .map(|(mean, squares)| (squares / pairs - mean * mean).max(0.0) / (pairs - 1.0))
            .fold(0.0, f64::max);
        (worth, error.sqrt())
    }

    /// Adds what each row brings when rows change in this order.
    fn walk<'a>(&self, order: impl Iterator<Item = &'a usize>, gains: &mut [f64]) {
        let mut moment = self.start;
        let mut score = moment.mean();
        for &player in order {
            moment.add(self.steps[player], 1.0);
            let reached = moment.mean();
            gains[player] += reached - score;
            score = reached;
        }
    }
}

/// Returns how likely it is, in a random order of `players`, that exactly a
/// given set of each size stands before a given player.
fn weights(players: usize) -> Vec<f64> {
    let mut weights = Vec::with_capacity(players);
    let mut sets = players as f64;
    for size in 0..players {
        weights.push(1.0 / sets);
        sets *= (players - 1 - size) as f64 / (size + 1) as f64;
    }
    weights
}

/// Puts `order` into a random order (Durstenfeld 1964).
fn shuffle(order: &mut [usize], chance: &mut Xoshiro256PlusPlus) {
    for last in (1..order.len()).rev() {
        let other = (u128::from(chance.next_u64()) * (last as u128 + 1)) >> 64;
        order.swap(last, other as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(shares: &[(f64, f64)]) -> Vec<Moment> {
        let moment = |&(mass, score): &(f64, f64)| Moment {
            mass,
            sum: mass * score,
        };
        shares.iter().map(moment).collect()
    }

    // By hand: first → whole 36 → 28 or 25 → … in both orders of two rows.
    #[test]
    fn two_rows_are_worth_their_mean_over_both_orders() {
        let before = moments(&[(0.3, 0.5), (0.7, 0.3)]);
        let after = moments(&[(0.5, 0.2), (0.5, 0.3)]);
        let first = (0.31 / 1.2 - 0.36 + 0.25 - 0.3 / 0.8) / 2.0;
        let values = values(&before, &after);
        assert!((values.worth[0] - first).abs() < 1e-12);
        assert!((values.worth[0] + values.worth[1] + 0.11).abs() < 1e-12);
        assert_eq!((values.orders, values.exact), (2, true));
    }

    /// Two waves of so many rows, whose shares and scores move to and fro.
    fn waves(rows: usize) -> [Vec<Moment>; 2] {
        [3, 7].map(|step| {
            let weight = |row: usize| (1 + row * step % 11) as f64;
            let all: f64 = (0..rows).map(weight).sum();
            let shares = (0..rows).map(|row| (weight(row) / all, (row * step % 5) as f64 / 4.0));
            moments(&shares.collect::<Vec<_>>())
        })
    }

    #[test]
    fn sampled_orders_come_near_to_all_orders() {
        let [before, after] = waves(12);
        let all = values(&before, &after);
        let (sampled, error) = Game::new(&before, &after).sampled();
        assert!(all.exact && error < 5e-4, "{error}");
        let players = Game::new(&before, &after).rows;
        for (&row, found) in players.iter().zip(sampled) {
            assert!((found - all.worth[row]).abs() < 5.0 * error);
        }
    }

    #[test]
    fn forty_rows_add_up_and_tell_their_error() {
        let [before, after] = waves(40);
        let found = values(&before, &after);
        let change = Moment::total(&after).mean() - Moment::total(&before).mean();
        assert!((found.worth.iter().sum::<f64>() - change).abs() < 1e-11);
        assert!(!found.exact && found.error > 0.0 && found.error < 5e-4);
    }
}
