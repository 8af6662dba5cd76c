//! K-means that comes out the same when the comments are others.
//!
//! Where clusters run into each other many partitions are nearly as tight as
//! the tightest, and which one a single start ends in is chance. So many
//! starts are made on a sample; the tightest of them, and what all of them
//! have in common (their centres grouped by Ward's method: Leisch's bagged
//! clustering, 1999), are settled on all vectors, and the tightest is kept.
//!
//! A start is the k-means of `linfa-clustering`. It measures one vector at a
//! time, so all vectors are settled here, where distances are products of
//! matrices (`docs/quality.md` has the times).

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::KMeans;
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;

use super::communities::numbered;
use super::neighbours::scale;
use super::tree::Tree;

/// Vectors on which starts are made.
const SAMPLE: usize = 3000;

/// Starts on the sample, and how many of them are settled on all vectors.
const STARTS: u64 = 40;
const FINALISTS: usize = 4;

/// Rounds of assigning and averaging: of a start, of settling, and where the
/// groups are only parts.
const START_ROUNDS: u64 = 15;
const ROUNDS: usize = 30;
const PART_ROUNDS: usize = 15;

/// A start ends when centres move less than this from one round to the next.
const TOLERANCE: f32 = 1e-2;

/// Returns each vector's group among at most `wanted`. The same vectors in
/// the same order give the same groups.
pub(super) fn groups(vectors: ArrayView2<'_, f32>, wanted: usize) -> Vec<usize> {
    let wanted = wanted.min(vectors.nrows());
    if wanted <= 1 {
        return vec![0; vectors.nrows()];
    }
    let sample = spaced(vectors, SAMPLE.max(wanted));
    let mut starts: Vec<Start> = (0..STARTS)
        .into_par_iter()
        .map(|seed| Start::new(sample.view(), wanted, seed))
        .collect();
    let common = consensus_centres(&starts, wanted);
    starts.sort_by(|a, b| a.spread.total_cmp(&b.spread));
    let tightest = starts
        .into_iter()
        .take(FINALISTS)
        .map(|start| start.centres);
    let candidates: Vec<Array2<f32>> = tightest.chain([common]).collect();
    let settled: Vec<(Vec<usize>, f64)> = candidates
        .into_par_iter()
        .map(|centres| settled(vectors, centres, ROUNDS))
        .collect();
    let tightest = settled.into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
    numbered(&tightest.map_or_else(Vec::new, |(of_vector, _)| of_vector))
}

/// Where one k-means ends.
struct Start {
    centres: Array2<f32>,
    /// The mean squared distance to the nearest centre.
    spread: f32,
}

impl Start {
    /// Begins at vectors far from each other (k-means++) and goes a few rounds.
    fn new(vectors: ArrayView2<'_, f32>, wanted: usize, seed: u64) -> Self {
        let random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let fitted = KMeans::params_with_rng(wanted, random)
            .n_runs(1)
            .max_n_iterations(START_ROUNDS)
            .tolerance(TOLERANCE)
            .fit(&DatasetBase::from(vectors))
            .expect("finite vectors, no fewer of them than groups");
        Self {
            centres: fitted.centroids().clone(),
            spread: fitted.inertia(),
        }
    }
}

/// Returns so many vectors, evenly spaced.
fn spaced(vectors: ArrayView2<'_, f32>, most: usize) -> Array2<f32> {
    let most = vectors.nrows().min(most);
    let rows: Vec<usize> = (0..most).map(|at| at * vectors.nrows() / most).collect();
    vectors.select(Axis(0), &rows)
}

/// Assigns vectors to the nearest centre and moves centres to the mean of their
/// vectors, by turns (Lloyd), until one in five thousand changes. Returns each
/// vector's group, and the sum of squared distances less what all have in common.
fn settled(
    vectors: ArrayView2<'_, f32>,
    mut centres: Array2<f32>,
    rounds: usize,
) -> (Vec<usize>, f64) {
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
    (of_vector, spread)
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

/// Returns each vector's group among at most `wanted`, from one start at evenly
/// spaced vectors: enough where the groups only stand in for the vectors in them.
pub(super) fn parts(vectors: ArrayView2<'_, f32>, wanted: usize) -> Vec<usize> {
    let wanted = wanted.min(vectors.nrows());
    if wanted <= 1 {
        return vec![0; vectors.nrows()];
    }
    let (of_vector, _) = settled(vectors, spaced(vectors, wanted), PART_ROUNDS);
    numbered(&of_vector)
}

/// Returns the centres that starts have in common: the means of their
/// centres' directions, grouped by Ward's method.
fn consensus_centres(starts: &[Start], wanted: usize) -> Array2<f32> {
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
