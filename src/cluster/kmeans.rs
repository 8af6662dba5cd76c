//! Vectors around centres (k-means, by `linfa-clustering`).

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use linfa_clustering::KMeans;
use ndarray::ArrayView2;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::communities::numbered;

/// Returns each vector's group among at most `wanted`, the tightest of `runs`
/// starts (k-means++, then Lloyd). The same vectors in the same order give
/// the same groups.
pub(super) fn groups(vectors: ArrayView2<'_, f32>, wanted: usize, runs: usize) -> Vec<usize> {
    let wanted = wanted.min(vectors.nrows());
    if wanted <= 1 {
        return vec![0; vectors.nrows()];
    }
    let random = Xoshiro256PlusPlus::seed_from_u64(7);
    let data = DatasetBase::from(vectors.to_owned());
    let model = KMeans::params_with_rng(wanted, random)
        .n_runs(runs)
        .max_n_iterations(20)
        .tolerance(1e-3)
        .fit(&data)
        .expect("there are at least as many vectors as groups");
    numbered(&model.predict(&data.records).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn two_heaps_are_two_groups() {
        let vectors = array![[0.0, 1.0], [0.1, 1.0], [1.0, 0.0], [1.0, 0.1]];
        assert_eq!(groups(vectors.view(), 2, 1), [0, 0, 1, 1]);
        assert_eq!(groups(vectors.view(), 1, 1), [0, 0, 0, 0]);
    }
}
