//! How much of a cluster comes back when it is looked for again.
//!
//! Takes clusters and vectors; draws part of the vectors, finds as many
//! clusters among them as there were, and asks how much of each old cluster is
//! in the new one most like it (Jaccard), averaged over draws (Hennig 2007).
//! Draws have fixed seeds: the same vectors in the same order give the same
//! answer.

use ndarray::{ArrayView2, Axis};
use rayon::prelude::*;

use super::clusters::Clusters;
use super::communities::{communities, permuted};
use super::detail::{ClusterShape, diffuse_groups};
use super::method::{self, Method};
use super::neighbours::{Graph, Neighbourhoods};

/// Draws.
const DRAWS: u64 = 12;

/// The share of vectors in a draw: what a bootstrap draws of them, 1 − 1/e.
/// None is drawn twice, since a vector and its copy would only be each
/// other's neighbours.
const DRAWN: f64 = 0.632;

/// Steps of halving in the search for a resolution.
const HALVINGS: usize = 7;

/// A cluster with fewer vectors than this in a draw is not judged by it.
const FEWEST: usize = 3;

/// Returns for each cluster the share of it that comes back, 0 to 1; `None`
/// where too few vectors belong to it to tell.
pub fn firmness(clusters: &Clusters, vectors: ArrayView2<'_, f32>) -> Vec<Option<f64>> {
    let count = clusters.count();
    let nearest = |row| clusters.nearest(row).map(|(cluster, _)| cluster);
    let old: Vec<Option<usize>> = vectors.outer_iter().into_par_iter().map(nearest).collect();
    let wanted = (vectors.nrows() as f64 * DRAWN).round() as usize;
    let near = Neighbourhoods::new(vectors, DRAWN);
    let draws: Vec<Vec<usize>> = (0..DRAWS)
        .map(|seed| chosen(vectors.nrows(), wanted, seed))
        .collect();
    let again = Reclustering::new(clusters, &near, draws.first());
    let kept: Vec<Vec<Option<f64>>> = draws
        .par_iter()
        .map(|draw| {
            let new = again.clusters(vectors, &near, draw);
            let old: Vec<Option<usize>> = draw.iter().map(|&vector| old[vector]).collect();
            best_jaccard(&old, &new, count)
        })
        .collect();
    (0..count)
        .map(|cluster| mean(kept.iter().filter_map(|draw| draw[cluster])))
        .collect()
}

/// Returns some of the numbers below `count`, ascending.
fn chosen(count: usize, wanted: usize, seed: u64) -> Vec<usize> {
    let mut chosen = permuted(count, seed);
    chosen.truncate(wanted);
    chosen.sort_unstable();
    chosen
}

/// How clusters are found again: in the way they were found.
enum Reclustering {
    /// Communities at a resolution that gives as many.
    Communities { resolution: f64 },
    /// Borders drawn between as many.
    Drawn { groups: usize },
    /// Another method, told as many.
    By { method: Method, groups: usize },
}

impl Reclustering {
    fn new(clusters: &Clusters, near: &Neighbourhoods, draw: Option<&Vec<usize>>) -> Self {
        let groups = clusters.count();
        match (clusters.shape, draw) {
            (ClusterShape::Firm { .. } | ClusterShape::Small | ClusterShape::Asked, Some(draw)) => {
                Self::Communities {
                    resolution: resolution(&near.graph(draw), groups),
                }
            }
            (ClusterShape::By(method), _) => Self::By { method, groups },
            _ => Self::Drawn { groups },
        }
    }

    fn clusters(
        &self,
        vectors: ArrayView2<'_, f32>,
        near: &Neighbourhoods,
        draw: &[usize],
    ) -> Vec<Option<usize>> {
        let vectors = || vectors.select(Axis(0), draw);
        let found = match *self {
            Self::Communities { resolution } => communities(&near.graph(draw), resolution),
            Self::Drawn { groups } => diffuse_groups(vectors().view(), &near.graph(draw), groups),
            Self::By { method, groups } => {
                return method::groups(vectors().view(), method, groups);
            }
        };
        found.into_iter().map(Some).collect()
    }
}

/// Finds a resolution at which a graph has as many communities as wanted.
fn resolution(graph: &Graph, wanted: usize) -> f64 {
    let count = |resolution: f64| {
        let found = communities(graph, resolution);
        let mut sizes = vec![0_usize; found.iter().max().map_or(0, |most| most + 1)];
        for community in found {
            sizes[community] += 1;
        }
        sizes.iter().filter(|&&size| size >= FEWEST).count()
    };
    let (mut low, mut high) = (0.1_f64, 16.0_f64);
    for _ in 0..HALVINGS {
        let middle = (low * high).sqrt();
        if count(middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// Returns for each old cluster its Jaccard similarity with the new one most
/// like it: those in both, of those in either. Noise is in none.
fn best_jaccard(old: &[Option<usize>], new: &[Option<usize>], count: usize) -> Vec<Option<f64>> {
    let others = new.iter().flatten().max().map_or(0, |most| most + 1);
    let (mut olds, mut news) = (vec![0_usize; count], vec![0_usize; others]);
    let mut both = vec![0_usize; count * others];
    for (&old, &new) in old.iter().zip(new) {
        if let Some(old) = old {
            olds[old] += 1;
        }
        if let Some(new) = new {
            news[new] += 1;
        }
        if let (Some(old), Some(new)) = (old, new) {
            both[old * others + new] += 1;
        }
    }
    let jaccard = |old: usize, new: usize| {
        let both = both[old * others + new];
        both as f64 / (olds[old] + news[new] - both) as f64
    };
    let likest = |old: usize| {
        let most = (0..others).map(|new| jaccard(old, new)).fold(0.0, f64::max);
        (olds[old] >= FEWEST).then_some(most)
    };
    (0..count).map(likest).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::super::clusters::Groups;
    use super::super::neighbours::scale;
    use super::*;
    use ndarray::Array2;

    #[test]
    fn a_cluster_that_is_cut_in_half_comes_back_by_half() {
        let old = [0, 0, 0, 0, 1, 1, 1].map(Some);
        let new = [0, 0, 1, 1, 2, 2, 2].map(Some);
        assert_eq!(best_jaccard(&old, &new, 3), [Some(0.5), Some(1.0), None]);
    }

    #[test]
    fn heaps_that_stand_apart_are_firm() {
        // Four heaps of forty, each scattered around its own axis.
        let mut noise = permuted(160 * 8, 1).into_iter();
        let mut vectors = Array2::<f32>::zeros((160, 12));
        for row in 0..160 {
            vectors[[row, row % 4]] = 1.0;
            for (column, noise) in (4..12).zip(&mut noise) {
                vectors[[row, column]] = noise as f32 / 5000.0;
            }
        }
        for mut row in vectors.rows_mut() {
            scale(&mut row);
        }
        let groups = Groups::new(vectors.view(), Some(4), Method::Communities);
        let clusters = Clusters::from_groups(vectors.view(), &groups);
        let firmness = firmness(&clusters, vectors.view());
        assert_eq!(firmness.len(), 4);
        assert!(
            firmness.iter().all(|&share| share > Some(0.9)),
            "{firmness:?}"
        );
    }
}
