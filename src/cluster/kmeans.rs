//! Vectors around centres: k-means that comes out the same when the comments
//! are others.
//!
//! Where clusters run into each other many partitions are nearly as tight as
//! the tightest, and which one a single start ends in is chance. So many
//! starts are made on a sample; the tightest of them, and what all of them
//! have in common (their centres grouped by Ward's method: Leisch's bagged
//! clustering, 1999), are settled on all vectors, and the tightest is kept.
//!
//! Settling is the k-means of `linfa-clustering`. It measures one vector at a
//! time, which for forty starts would take longer than all the rest: there
//! distances are products of matrices (`docs/quality.md` has the numbers).

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::communities::numbered;
use super::neighbours::scale;
use super::tree::Tree;

/// Vectors on which starts are made.
const SAMPLE: usize = 6000;

/// Starts on the sample, and how many of them are settled on all vectors.
const STARTS: u64 = 40;
const SETTLED: usize = 4;

/// Rounds of assigning and averaging, on the sample and on all vectors.
const FIRST_ROUNDS: usize = 15;
const LAST_ROUNDS: u64 = 30;

/// Centres are settled when none moves farther than this.
const TOLERANCE: f32 = 1e-3;

/// Returns each vector's group among at most `wanted`. The same vectors in
/// the same order give the same groups.
pub fn groups(vectors: ArrayView2<'_, f32>, wanted: usize) -> Vec<usize> {
    let wanted = wanted.min(vectors.nrows());
    if wanted <= 1 {
        return vec![0; vectors.nrows()];
    }
    let sample = sample(vectors);
    let mut starts: Vec<Settled> = (0..STARTS)
        .into_par_iter()
        .map(|seed| {
            Settled::new(
                sample.view(),
                start(sample.view(), wanted, seed),
                FIRST_ROUNDS,
            )
        })
        .collect();
    let common = common(&starts, wanted);
    starts.sort_by(|a, b| a.spread.total_cmp(&b.spread));
    let tightest = starts.into_iter().take(SETTLED).map(|start| start.centres);
    let candidates: Vec<Array2<f32>> = tightest.chain([common]).collect();
    let settled: Vec<(f32, Vec<usize>)> = candidates
        .into_par_iter()
        .map(|centres| settled(vectors, centres))
        .collect();
    let tightest = settled.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    numbered(&tightest.map_or_else(Vec::new, |(_, of_vector)| of_vector))
}

/// Returns the mean squared distance to the centres that some centres move to,
/// and each vector's centre.
fn settled(vectors: ArrayView2<'_, f32>, centres: Array2<f32>) -> (f32, Vec<usize>) {
    // Nothing is drawn: the generator is not asked.
    let unused = Xoshiro256PlusPlus::seed_from_u64(0);
    let model = KMeans::params_with_rng(centres.nrows(), unused)
        .init_method(KMeansInit::Precomputed(centres))
        .n_runs(1)
        .max_n_iterations(LAST_ROUNDS)
        .tolerance(TOLERANCE)
        .fit(&DatasetBase::from(vectors))
        .expect("finite vectors, no fewer of them than centres");
    (model.inertia(), model.predict(&vectors).to_vec())
}

/// Returns evenly spaced vectors.
fn sample(vectors: ArrayView2<'_, f32>) -> Array2<f32> {
    let most = vectors.nrows().min(SAMPLE);
    let rows: Vec<usize> = (0..most).map(|at| at * vectors.nrows() / most).collect();
    vectors.select(Axis(0), &rows)
}

/// Centres that do not move any more, or not much.
struct Settled {
    centres: Array2<f32>,
    of_vector: Vec<usize>,
    /// The sum of squared distances, less what all have in common.
    spread: f64,
}

impl Settled {
    /// Assigns vectors to the nearest centre and moves centres to the mean of
    /// their vectors, by turns (Lloyd), until one in five thousand changes.
    fn new(vectors: ArrayView2<'_, f32>, mut centres: Array2<f32>, rounds: usize) -> Self {
        let (mut of_vector, mut spread) = assigned(vectors, centres.view());
        for _ in 0..rounds {
            move_to_means(vectors, &of_vector, &mut centres);
            let before = of_vector;
            (of_vector, spread) = assigned(vectors, centres.view());
            let moved = before.iter().zip(&of_vector).filter(|(a, b)| a != b);
            if moved.count() * 5000 <= vectors.nrows() {
                break;
            }
        }
        Self {
            centres,
            of_vector,
            spread,
        }
    }
}

/// Rows compared with all centres at once.
const BLOCK: usize = 512;

/// Returns each vector's nearest centre, and the sum of squared distances,
/// less what is the same whatever the centres are.
fn assigned(vectors: ArrayView2<'_, f32>, centres: ArrayView2<'_, f32>) -> (Vec<usize>, f64) {
    let own = squares(centres);
    let (mut of_vector, mut spread) = (Vec::with_capacity(vectors.nrows()), 0.0);
    for block in vectors.axis_chunks_iter(Axis(0), BLOCK) {
        let products = block.dot(&centres.t());
        for products in products.rows() {
            let mut best = (0, f32::INFINITY);
            for (centre, (&product, &square)) in products.iter().zip(&own).enumerate() {
                let distance = square - 2.0 * product;
                if distance < best.1 {
                    best = (centre, distance);
                }
            }
            of_vector.push(best.0);
            spread += f64::from(best.1);
        }
    }
    (of_vector, spread)
}

fn squares(rows: ArrayView2<'_, f32>) -> Array1<f32> {
    rows.rows().into_iter().map(|row| row.dot(&row)).collect()
}

/// A centre without vectors stays where it is.
fn move_to_means(vectors: ArrayView2<'_, f32>, of_vector: &[usize], centres: &mut Array2<f32>) {
    let mut sums = Array2::<f32>::zeros(centres.raw_dim());
    let mut sizes = vec![0_usize; centres.nrows()];
    for (vector, &centre) in vectors.rows().into_iter().zip(of_vector) {
        let mut sum = sums.row_mut(centre);
        sum += &vector;
        sizes[centre] += 1;
    }
    for (centre, &size) in sizes.iter().enumerate().filter(|(_, size)| **size > 0) {
        let mean = &sums.row(centre) / size as f32;
        centres.row_mut(centre).assign(&mean);
    }
}

/// Chooses vectors to start from, far ones rather than near ones, each the
/// best of a few (greedy k-means++).
fn start(vectors: ArrayView2<'_, f32>, wanted: usize, seed: u64) -> Array2<f32> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let own = squares(vectors);
    let tries = 2 + (wanted as f64).ln() as usize;
    let mut chosen = vec![(random.next_u64() % vectors.nrows() as u64) as usize];
    let unreached = vec![f32::INFINITY; vectors.nrows()];
    let mut distances = nearer(vectors, &own, &unreached, chosen[0]);
    while chosen.len() < wanted {
        let tried = (0..tries).map(|_| {
            let next = drawn(&distances, &mut random);
            let distances = nearer(vectors, &own, &distances, next);
            let all: f64 = distances.iter().map(|&distance| f64::from(distance)).sum();
            (all, next, distances)
        });
        let best = tried.min_by(|a, b| a.0.total_cmp(&b.0));
        let (_, next, nearer) = best.expect("more than one is tried");
        chosen.push(next);
        distances = nearer;
    }
    vectors.select(Axis(0), &chosen)
}

/// Returns squared distances after one more vector is a centre.
fn nearer(
    vectors: ArrayView2<'_, f32>,
    squares: &Array1<f32>,
    distances: &[f32],
    centre: usize,
) -> Vec<f32> {
    let products = vectors.dot(&vectors.row(centre));
    let reached = products.iter().zip(squares).zip(distances);
    reached
        .map(|((product, square), &distance)| {
            distance.min((square - 2.0 * product + squares[centre]).max(0.0))
        })
        .collect()
}

/// Draws a position with probability proportional to its weight.
fn drawn(weights: &[f32], random: &mut Xoshiro256PlusPlus) -> usize {
    let all: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    let share = (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let mut left = share * all;
    let position = weights.iter().position(|&weight| {
        left -= f64::from(weight);
        left < 0.0
    });
    position.unwrap_or(weights.len() - 1)
}

/// Returns each vector's group among at most `wanted`, from one start: enough
/// where the groups only stand in for the vectors in them.
pub(super) fn parts(vectors: ArrayView2<'_, f32>, wanted: usize) -> Vec<usize> {
    let wanted = wanted.min(vectors.nrows());
    if wanted <= 1 {
        return vec![0; vectors.nrows()];
    }
    let settled = Settled::new(vectors, start(vectors, wanted, 7), FIRST_ROUNDS);
    numbered(&settled.of_vector)
}

/// Returns the centres that starts have in common: the means of their
/// centres' directions, grouped by Ward's method.
fn common(starts: &[Settled], wanted: usize) -> Array2<f32> {
    let all: Vec<_> = starts.iter().map(|start| start.centres.view()).collect();
    let mut all = ndarray::concatenate(Axis(0), &all).expect("centres have one length");
    for mut centre in all.rows_mut() {
        scale(&mut centre);
    }
    let groups = Tree::by_ward(all.view()).cut(wanted);
    let mut centres = Array2::zeros((wanted, all.ncols()));
    move_to_means(all.view(), &groups, &mut centres);
    centres
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn two_heaps_are_two_groups() {
        let vectors = array![[0.0, 1.0], [0.1, 1.0], [1.0, 0.0], [1.0, 0.1]];
        assert_eq!(groups(vectors.view(), 2), [0, 0, 1, 1]);
        assert_eq!(groups(vectors.view(), 1), [0, 0, 0, 0]);
    }

    #[test]
    fn vectors_that_are_all_the_same_are_one_group_however_many_are_wanted() {
        let vectors = Array2::<f32>::ones((9, 3));
        assert_eq!(groups(vectors.view(), 4), [0; 9]);
        assert_eq!(parts(vectors.view(), 4), [0; 9]);
    }
}
