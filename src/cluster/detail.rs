//! How many clusters there are, and where they end.
//!
//! A neighbour graph either falls into parts by itself (nearly all ties stay
//! inside them: it is *firm*) or has no valleys between its parts (it is
//! *diffuse*). A firm one is cut as finely as it stays firm; of a diffuse one
//! only the number of parts can be trusted, and k-means on smoothed vectors
//! draws borders that hold when the comments are others. What was measured
//! stands in `docs/quality.md`.

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::communities::{communities, permuted, reordered};
use super::kmeans;
use super::method::Method;
use super::neighbours::Graph;
use crate::vectorize::Principal;

/// Why there are as many clusters as there are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClusterShape {
    /// Clusters stand apart.
    Firm {
        /// The share of ties inside clusters.
        cover: f64,
    },
    /// Clusters run into each other.
    Diffuse {
        /// The share of ties inside clusters.
        cover: f64,
    },
    /// Too few vectors to tell.
    Small,
    /// The number was asked for.
    Asked,
    /// Found by another method.
    By(Method),
}

/// Each vector's cluster, and why there are so many.
///
/// A vector of a cluster that hangs together by chance has none.
pub(super) struct Partition {
    pub(super) of_vector: Vec<Option<usize>>,
    pub(super) shape: ClusterShape,
}

/// Below this, small parts pass for firm by accident.
const ENOUGH_TO_TELL: usize = 100;

/// A graph is firm when this share of its ties stays inside clusters. Nothing
/// that was measured lies from .951 to .960: no corpus hangs on one comment.
const FIRM: f64 = 0.955;

/// A firm graph may be cut as finely as this share stays inside.
const STAYS_FIRM: f64 = 0.95;

/// How much finer than the base a firm graph may be cut.
const FINER: [f64; 4] = [
    std::f64::consts::SQRT_2,
    2.0,
    2.0 * std::f64::consts::SQRT_2,
    4.0,
];

/// Runs whose agreement weighs ties.
const RUNS: u64 = 6;

/// After ties across borders have weakened, the same cut needs less resolution.
const AFTER_AGREEMENT: f64 = 0.6;

/// Dimensions in which diffuse clusters are told apart.
const DIFFUSE_DIMENSIONS: usize = 24;

/// Finds the clusters of unit vectors from their neighbour graph.
pub(super) fn partition(vectors: ArrayView2<'_, f32>, graph: &Graph) -> Partition {
    let count = vectors.nrows();
    let base = base_resolution(count);
    let first = communities(graph, base);
    let cover = graph.coverage(&first);
    if count < ENOUGH_TO_TELL {
        return Partition {
            of_vector: coherent(graph, &consensus_communities(graph, base)),
            shape: ClusterShape::Small,
        };
    }
    if cover < FIRM {
        let groups = first.iter().max().map_or(0, |most| most + 1);
        return Partition {
            of_vector: diffuse_groups(vectors, graph, rounded(groups))
                .into_iter()
                .map(Some)
                .collect(),
            shape: ClusterShape::Diffuse { cover },
        };
    }
    let (resolution, cover) = finest_firm(graph, base, cover);
    Partition {
        of_vector: coherent(graph, &consensus_communities(graph, resolution)),
        shape: ClusterShape::Firm { cover },
    }
}

/// A graph with a fixed number of neighbours splits finer the more nodes it
/// has; this counters it.
fn base_resolution(count: usize) -> f64 {
    (8000.0 / count.max(1) as f64).sqrt().clamp(0.6, 1.2)
}

/// Returns the nearest of a few numbers, each half as large again as the one
/// before: how many communities there are is not known better, and a number
/// that a few comments more would change is not worth following.
fn rounded(groups: usize) -> usize {
    let steps = (groups as f64 / 10.0).ln() / 1.5_f64.ln();
    (10.0 * 1.5_f64.powf(steps.round())).round() as usize
}

fn finest_firm(graph: &Graph, base: f64, cover: f64) -> (f64, f64) {
    let mut finest = (base, cover);
    for finer in FINER {
        let cover = graph.coverage(&communities(graph, base * finer));
        if cover < STAYS_FIRM {
            break;
        }
        finest = (base * finer, cover);
    }
    finest
}

/// Returns communities in which several runs, each taking the nodes in
/// another order, agree: ties that one run cuts and another does not weaken
/// (consensus clustering, Lancichinetti and Fortunato 2012).
fn consensus_communities(graph: &Graph, resolution: f64) -> Vec<usize> {
    let runs: Vec<Vec<usize>> = (0..RUNS)
        .into_par_iter()
        .map(|seed| {
            let order = permuted(graph.len(), seed);
            reordered(graph, &order, |graph| communities(graph, resolution))
        })
        .collect();
    let weighed = graph.reweighted(|a, b| {
        let together = runs.iter().filter(|run| run[a] == run[b]).count();
        (together as f32 / RUNS as f32).powi(2)
    });
    communities(&weighed, resolution * AFTER_AGREEMENT)
}

/// Draws borders between a number of diffuse clusters.
pub(super) fn diffuse_groups(
    vectors: ArrayView2<'_, f32>,
    graph: &Graph,
    groups: usize,
) -> Vec<usize> {
    let smooth = graph.smoothed(vectors);
    let mut plain =
        Principal::new(smooth.view(), DIFFUSE_DIMENSIONS).all_coordinates(smooth.view());
    for mut row in plain.rows_mut() {
        super::neighbours::scale(&mut row);
    }
    kmeans::groups(plain.view(), groups)
}

/// A cluster must keep this share of its ties inside, or it is only what the
/// others left over.
const HOLDS: f64 = 0.5;

/// Numbers the groups that hang together by first member; the members of
/// leftovers and crumbs have none.
fn coherent(graph: &Graph, groups: &[usize]) -> Vec<Option<usize>> {
    let least = 3.max(groups.len() / 1000);
    let count = groups.iter().max().map_or(0, |most| most + 1);
    let mut sizes = vec![0; count];
    let (mut inside, mut all) = (vec![0.0; count], vec![0.0; count]);
    for (own, &group) in groups.iter().enumerate() {
        sizes[group] += 1;
        for &(other, tie) in &graph.edges[own] {
            all[group] += f64::from(tie);
            if groups[other as usize] == group {
                inside[group] += f64::from(tie);
            }
        }
    }
    let holds = |group: usize| sizes[group] >= least && inside[group] > HOLDS * all[group];
    let mut names = vec![None; count];
    let mut next = 0;
    groups
        .iter()
        .map(|&group| {
            if names[group].is_none() && holds(group) {
                names[group] = Some(next);
                next += 1;
            }
            names[group]
        })
        .collect()
}
