//! Other ways to find clusters, for those who ask: k-means, Gaussian
//! mixtures, DBSCAN and OPTICS, by `linfa-clustering`.
//!
//! The first two are told a number. The other two look for places where
//! vectors are dense, find their number themselves, and leave as noise what
//! lies between.

use std::collections::BTreeMap;
use std::str::FromStr;

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict, Transformer};
use linfa_clustering::{Dbscan, GaussianMixtureModel, Optics};
use ndarray::{Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::communities::permuted;
use super::kmeans;
use super::neighbours::{nearest, scale};
use crate::vectorize::Principal;

/// How clusters are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Communities of the neighbour graph.
    #[default]
    Communities,
    /// A number of centres, each vector with the nearest.
    Kmeans,
    /// A number of Gaussian bells of any width and direction.
    Gmm,
    /// Where vectors are denser than one limit.
    Dbscan,
    /// Where vectors are denser than around, whatever that is.
    Optics,
}

impl Method {
    /// All methods, in the order they are listed to a reader.
    pub const ALL: [Self; 5] = [
        Self::Communities,
        Self::Kmeans,
        Self::Gmm,
        Self::Dbscan,
        Self::Optics,
    ];

    /// Returns the name as it is typed after `--method`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Communities => "communities",
            Self::Kmeans => "kmeans",
            Self::Gmm => "gmm",
            Self::Dbscan => "dbscan",
            Self::Optics => "optics",
        }
    }

    /// Returns whether it goes by density: it finds its number itself, and
    /// its clusters need not be round.
    pub fn is_density_based(self) -> bool {
        matches!(self, Self::Dbscan | Self::Optics)
    }
}

/// No method is called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a method; the methods are {}", Method::ALL.map(Method::name).join(", "))]
pub struct UnknownMethod {
    /// What stood there.
    pub found: String,
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        let known = Self::ALL.into_iter();
        let mut named = known.filter(|method| method.name().eq_ignore_ascii_case(text.trim()));
        named.next().ok_or_else(|| UnknownMethod {
            found: text.to_owned(),
        })
    }
}

/// Vectors these methods are shown at most; the rest go with the nearest of them.
const MOST_VECTORS: usize = 4_000;

/// The same for those that go by density: their time grows with the square of
/// the vectors, and faster where many lie close.
const MOST_VECTORS_BY_DENSITY: usize = 1_500;

/// Dimensions in which density can be told.
const DIMENSIONS: usize = 12;

/// Dimensions of Gaussian bells: their widths must be learned from few vectors.
const MIXTURE_DIMENSIONS: usize = 10;

/// Vectors that make a place dense.
const DENSE: usize = 5;

/// Vectors that make a cluster.
const LEAST: usize = 10;

/// Returns each vector's cluster by a method; noise has none.
pub(super) fn groups(
    vectors: ArrayView2<'_, f32>,
    method: Method,
    wanted: usize,
) -> Vec<Option<usize>> {
    if matches!(method, Method::Kmeans | Method::Communities) {
        let groups = kmeans::groups(vectors, wanted);
        return groups.into_iter().map(Some).collect();
    }
    let kept = if method == Method::Gmm {
        MIXTURE_DIMENSIONS
    } else {
        DIMENSIONS
    };
    let few = reduced(vectors, kept);
    let mut shown = permuted(few.nrows(), 0);
    shown.truncate(if method.is_density_based() {
        MOST_VECTORS_BY_DENSITY
    } else {
        MOST_VECTORS
    });
    shown.sort_unstable();
    let seen = few.select(Axis(0), &shown);
    let groups = match method {
        Method::Gmm => gaussian_mixture(&seen, wanted),
        Method::Dbscan => dbscan(&seen),
        _ => optics(&seen),
    };
    extended(&few, &seen, &numbered(groups))
}

/// Returns unit vectors of few dimensions.
fn reduced(vectors: ArrayView2<'_, f32>, kept: usize) -> Array2<f32> {
    let mut few = Principal::new(vectors, kept).all_coordinates(vectors);
    for mut row in few.rows_mut() {
        scale(&mut row);
    }
    few
}

/// Gives each vector what the nearest of those seen has.
fn extended(all: &Array2<f32>, seen: &Array2<f32>, groups: &[Option<usize>]) -> Vec<Option<usize>> {
    let rows: Vec<_> = all.outer_iter().collect();
    rows.into_par_iter()
        .map(|row| {
            let mut best = (f32::NEG_INFINITY, None);
            for (&cosine, &group) in seen.dot(&row).iter().zip(groups) {
                if cosine > best.0 {
                    best = (cosine, group);
                }
            }
            best.1
        })
        .collect()
}

/// Renames groups by their first member; those too small to be one are noise.
fn numbered(groups: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let count = groups.iter().flatten().max().map_or(0, |most| most + 1);
    let mut sizes = vec![0; count];
    groups.iter().flatten().for_each(|&group| sizes[group] += 1);
    let least = LEAST.min(groups.len() / 20).max(2);
    let mut names = vec![None; count];
    let mut next = 0;
    let rename = |group: Option<usize>| {
        let group = group.filter(|&group| sizes[group] >= least)?;
        if names[group].is_none() {
            names[group] = Some(next);
            next += 1;
        }
        names[group]
    };
    groups.into_iter().map(rename).collect()
}

/// Fits Gaussian bells; where their widths cannot be learned, k-means draws
/// the borders.
fn gaussian_mixture(seen: &Array2<f32>, wanted: usize) -> Vec<Option<usize>> {
    let wanted = wanted.clamp(1, seen.nrows());
    let data = DatasetBase::from(seen.mapv(f64::from));
    let fitted =
        GaussianMixtureModel::params_with_rng(wanted, Xoshiro256PlusPlus::seed_from_u64(7))
            .n_runs(1)
            .max_n_iterations(50)
            .tolerance(1e-3)
            .reg_covariance(1e-3)
            .fit(&data);
    let groups = match fitted {
        Ok(model) => model.predict(&data.records).to_vec(),
        Err(_) => kmeans::groups(seen.view(), wanted),
    };
    groups.into_iter().map(Some).collect()
}

/// Finds dense places by DBSCAN.
fn dbscan(seen: &Array2<f32>) -> Vec<Option<usize>> {
    let groups = Dbscan::params(DENSE)
        .tolerance(density_radius(seen))
        .transform(&seen.mapv(f64::from));
    let groups = groups.expect("five vectors and a tolerance above nothing");
    groups.to_vec()
}

/// Finds dense places by OPTICS. linfa begins a place at the lowest vector that
/// is not in one, and reaches the first of the place at that vector's core
/// distance.
fn optics(seen: &Array2<f32>) -> Vec<Option<usize>> {
    let order = Optics::params(DENSE)
        .tolerance(density_radius(seen))
        .transform(seen.mapv(f64::from).view())
        .expect("five vectors and a tolerance above nothing");
    let cores = order.iter().map(|of| (of.index(), *of.core_distance()));
    let mut left: BTreeMap<usize, Option<f64>> = cores.collect();
    let mut groups = vec![None; seen.nrows()];
    let mut place = None;
    for sample in order.as_slice() {
        let reached = *sample.reachability_distance();
        let lowest = left.values().next().copied().flatten();
        if reached.is_none() || reached == lowest {
            place = reached.map(|_| sample.index());
        }
        groups[sample.index()] = place;
        left.remove(&sample.index());
    }
    groups
}

/// The share of vectors that are in a dense place.
const IN_A_DENSE_PLACE: f64 = 0.4;

/// Returns how far from a vector others are near it: the distance within which
/// so many of all vectors have five others.
fn density_radius(seen: &Array2<f32>) -> f64 {
    let nearest = nearest(seen.view(), DENSE);
    let distance = |near: &Vec<(u32, f32)>| {
        let cosine = near.get(DENSE - 1).map_or(0.0, |&(_, cosine)| cosine);
        (2.0 - 2.0 * cosine).max(0.0).sqrt()
    };
    let mut distances: Vec<f32> = nearest.iter().map(distance).collect();
    distances.sort_unstable_by(f32::total_cmp);
    let at = (distances.len() as f64 * IN_A_DENSE_PLACE) as usize;
    f64::from(distances.get(at).copied().unwrap_or(1.0).max(1e-6))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Four heaps of forty around an axis each, and ten vectors on their own.
    fn heaps() -> Array2<f32> {
        let mut vectors = Array2::<f32>::zeros((170, 16));
        for row in 0..170 {
            let axis = if row < 160 { row % 4 } else { row - 156 };
            vectors[[row, axis]] = 1.0;
            vectors[[row, 14 + row / 4 % 2]] = 0.004 * (row % 37) as f32;
        }
        for mut row in vectors.rows_mut() {
            scale(&mut row);
        }
        vectors
    }

    #[test]
    fn no_method_joins_heaps_that_stand_apart() {
        let all = heaps();
        let heaps = all.slice_axis(Axis(0), (..160).into());
        for method in [Method::Kmeans, Method::Gmm, Method::Dbscan, Method::Optics] {
            let found = groups(heaps, method, 4);
            let heap_of: BTreeSet<(usize, usize)> = (0..160)
                .filter_map(|row| Some((found[row]?, row % 4)))
                .collect();
            let clusters: BTreeSet<usize> = heap_of.iter().map(|pair| pair.0).collect();
            assert_eq!(heap_of.len(), clusters.len(), "{}", method.name());
            let told = found.iter().flatten().count();
            assert!(told > 60, "{}: {told}", method.name());
        }
    }

    #[test]
    fn what_lies_alone_is_noise_by_density() {
        let vectors = heaps();
        for method in [Method::Dbscan, Method::Optics] {
            let found = groups(vectors.view(), method, 0);
            assert!(
                found[160..].iter().all(Option::is_none),
                "{}",
                method.name()
            );
        }
    }

    #[test]
    fn the_same_vectors_give_the_same_groups() {
        let vectors = heaps();
        for method in Method::ALL {
            assert_eq!(
                groups(vectors.view(), method, 5),
                groups(vectors.view(), method, 5)
            );
        }
    }
}
