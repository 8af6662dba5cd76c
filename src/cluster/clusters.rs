//! Clusters as they are kept: centres, and the broad groups over them.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::communities::{communities, condensed, numbered};
use super::grain::{Found, Shape, found};
use super::kmeans;
use super::method::{self, Method};
use super::neighbours::{Graph, scale};
use super::tree::Tree;

/// Clusters of vectors, and the broad groups they form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Clusters {
    /// Unit length, shape (centres, dimensions). A firm cluster has several.
    centres: Array2<f32>,
    /// For each centre, its cluster; one past the last is noise.
    of_centre: Vec<usize>,
    /// For each cluster, its broad group.
    broad: Vec<usize>,
    /// Why there are as many as there are.
    pub shape: Shape,
    /// For each cluster, the cosines of its members, ascending.
    #[serde(skip)]
    pub spread: Vec<Vec<f32>>,
}

/// Resolution of modularity for the broad groups.
const BROAD: f64 = 0.4;

/// Vectors whose nearest centres are looked for at once.
const BLOCK: usize = 256;

/// Vectors to a centre where clusters are firm.
const VECTORS_A_CENTRE: usize = 15;

/// Centres of a cluster at most, where clusters go by density: nearly all
/// vectors may be in one.
const MOST_CENTRES: usize = 40;

impl Clusters {
    /// Finds the clusters of unit vectors, shape (vectors, dimensions).
    ///
    /// `wanted` asks for a number of clusters; `None` leaves it to the shape
    /// of the neighbour graph.
    pub fn of(vectors: ArrayView2<'_, f32>, wanted: Option<usize>, method: Method) -> Self {
        let graph = Graph::of(vectors);
        let Found { of_vector, shape } = match (method, wanted) {
            (Method::Communities, None) => found(vectors, &graph),
            (Method::Communities, Some(wanted)) => asked_for(vectors, &graph, wanted),
            _ => by_method(vectors, &graph, wanted, method),
        };
        let count = of_vector.iter().flatten().max().map_or(0, |most| most + 1);
        // Vectors of no cluster stand together in one more part, left out after.
        let parts: Vec<usize> = of_vector.iter().map(|of| of.unwrap_or(count)).collect();
        let mut broad = communities(&condensed(&graph, &parts, count + 1), BROAD);
        broad.truncate(count);
        let broad = numbered(&broad);
        let (centres, of_centre) = match shape {
            Shape::Firm { .. } => several_centres(vectors, &of_vector, count, usize::MAX),
            // Noise has centres too, so that what is nearest to it has no cluster.
            Shape::By(method) if method.goes_by_density() => {
                several_centres(vectors, &some(&parts), count + 1, MOST_CENTRES)
            }
            Shape::Diffuse { .. } | Shape::Small | Shape::Asked | Shape::By(_) => {
                (centres(vectors, &of_vector), (0..count).collect())
            }
        };
        let mut clusters = Self {
            centres,
            of_centre,
            broad,
            shape,
            spread: vec![Vec::new(); count],
        };
        clusters.spread = clusters.spread_of(vectors, &of_vector);
        clusters
    }

    fn spread_of(
        &self,
        vectors: ArrayView2<'_, f32>,
        of_vector: &[Option<usize>],
    ) -> Vec<Vec<f32>> {
        let nearest: Vec<Option<(usize, f32)>> = vectors
            .axis_chunks_iter(Axis(0), BLOCK)
            .into_par_iter()
            .flat_map_iter(|rows| self.nearest_each(rows))
            .collect();
        let mut spread = vec![Vec::new(); self.count()];
        for (nearest, of) in nearest.into_iter().zip(of_vector) {
            if let Some((cluster, cosine)) = nearest.filter(|(near, _)| Some(*near) == *of) {
                spread[cluster].push(cosine);
            }
        }
        for cosines in &mut spread {
            cosines.sort_unstable_by(f32::total_cmp);
        }
        spread
    }

    /// Returns the number of clusters.
    pub fn count(&self) -> usize {
        self.broad.len()
    }

    /// Returns the centres of a cluster, unit length.
    pub fn centres(&self, cluster: usize) -> impl Iterator<Item = ArrayView1<'_, f32>> {
        let centres = self.centres.rows().into_iter().zip(&self.of_centre);
        centres.filter_map(move |(centre, of)| (*of == cluster).then_some(centre))
    }

    /// Returns the cosine of a unit vector with the nearest centre of each cluster.
    pub fn cosines(&self, vector: ArrayView1<'_, f32>) -> Array1<f32> {
        let mut cosines = Array1::from_elem(self.count(), -1.0_f32);
        for (&cosine, &cluster) in self.centres.dot(&vector).iter().zip(&self.of_centre) {
            if cluster < self.count() {
                cosines[cluster] = cosines[cluster].max(cosine);
            }
        }
        cosines
    }

    /// Returns the cluster a unit vector is nearest to, and its cosine; `None`
    /// where it is nearest to noise.
    pub fn nearest(&self, vector: ArrayView1<'_, f32>) -> Option<(usize, f32)> {
        self.nearest_each(vector.insert_axis(Axis(0)))
            .pop()
            .flatten()
    }

    /// Returns the same for each of a few unit vectors, one a row, to the last bit.
    pub fn nearest_each(&self, vectors: ArrayView2<'_, f32>) -> Vec<Option<(usize, f32)>> {
        let cosines = vectors.dot(&self.centres.t());
        let rows = cosines.rows().into_iter();
        rows.map(|cosines| {
            let mut best = None;
            for (centre, &cosine) in cosines.iter().enumerate() {
                if best.is_none_or(|(_, most)| cosine > most) {
                    best = Some((centre, cosine));
                }
            }
            best.map(|(centre, cosine)| (self.of_centre[centre], cosine))
                .filter(|&(cluster, _)| cluster < self.count())
        })
        .collect()
    }

    /// Returns the broad group of the cluster a unit vector is nearest to.
    pub fn broad_of(&self, vector: ArrayView1<'_, f32>) -> Option<usize> {
        self.nearest(vector).map(|(cluster, _)| self.broad[cluster])
    }

    /// Returns the broad group of each cluster.
    pub fn broad(&self) -> &[usize] {
        &self.broad
    }
}

/// Finds clusters by another method; those that are told a number and have
/// none get that of the communities.
fn by_method(
    vectors: ArrayView2<'_, f32>,
    graph: &Graph,
    wanted: Option<usize>,
    method: Method,
) -> Found {
    let as_communities = || {
        let found = found(vectors, graph).of_vector;
        found.iter().flatten().max().map_or(1, |most| most + 1)
    };
    let wanted = match wanted {
        Some(wanted) => wanted,
        None if method.goes_by_density() => 0,
        None => as_communities(),
    };
    Found {
        of_vector: method::groups(vectors, method, wanted),
        shape: Shape::By(method),
    }
}

/// Finds more communities than are wanted and joins the likest.
fn asked_for(vectors: ArrayView2<'_, f32>, graph: &Graph, wanted: usize) -> Found {
    let mut resolution = 1.0;
    let mut small = communities(graph, resolution);
    let count = |of: &[usize]| of.iter().max().map_or(0, |most| most + 1);
    while count(&small) < wanted && resolution < 64.0 {
        resolution *= 2.0;
        small = communities(graph, resolution);
    }
    let joined = Tree::of(centres(vectors, &some(&small)).view()).cut(wanted);
    Found {
        of_vector: small.into_iter().map(|part| Some(joined[part])).collect(),
        shape: Shape::Asked,
    }
}

fn some(groups: &[usize]) -> Vec<Option<usize>> {
    groups.iter().copied().map(Some).collect()
}

/// Returns the mean direction of each group, of length 1.
fn centres(vectors: ArrayView2<'_, f32>, of_vector: &[Option<usize>]) -> Array2<f32> {
    let count = of_vector.iter().flatten().max().map_or(0, |most| most + 1);
    let mut sums = Array2::zeros((count, vectors.ncols()));
    for (vector, group) in vectors.rows().into_iter().zip(of_vector) {
        if let Some(group) = *group {
            sums.row_mut(group).scaled_add(1.0, &vector);
        }
    }
    for mut sum in sums.rows_mut() {
        scale(&mut sum);
    }
    sums
}

/// Returns several centres for each group, by its size but at most so many,
/// and whose each is.
fn several_centres(
    vectors: ArrayView2<'_, f32>,
    of_vector: &[Option<usize>],
    count: usize,
    most: usize,
) -> (Array2<f32>, Vec<usize>) {
    let mut members = vec![Vec::new(); count];
    for (vector, group) in of_vector.iter().enumerate() {
        if let Some(group) = *group {
            members[group].push(vector);
        }
    }
    let parts: Vec<Vec<usize>> = members
        .par_iter()
        .map(|members| {
            let own = vectors.select(Axis(0), members);
            kmeans::parts(
                own.view(),
                members.len().div_ceil(VECTORS_A_CENTRE).min(most),
            )
        })
        .collect();
    let mut part_of_vector = vec![None; of_vector.len()];
    let mut of_centre = Vec::new();
    for (group, (members, parts)) in members.iter().zip(&parts).enumerate() {
        let first = of_centre.len();
        for (&member, &part) in members.iter().zip(parts) {
            part_of_vector[member] = Some(first + part);
        }
        of_centre.extend(std::iter::repeat_n(
            group,
            parts.iter().max().map_or(0, |most| most + 1),
        ));
    }
    (centres(vectors, &part_of_vector), of_centre)
}
