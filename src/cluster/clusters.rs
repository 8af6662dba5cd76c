//! Clusters as they are kept: centres, and the broad groups over them.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::communities::{communities, condensed, numbered};
use super::detail::{ClusterShape, Partition, partition};
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
    pub shape: ClusterShape,
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
    /// Settles groups as clusters. What a group in `dropped` stands for is
    /// noise from now on: it keeps its centres, and belongs to no cluster.
    pub fn from_groups(vectors: ArrayView2<'_, f32>, groups: &Groups) -> Self {
        let count = groups.count();
        let (centres, of_centre) = match groups.shape {
            ClusterShape::Firm { .. } => several_centres(
                vectors,
                &groups.of_vector,
                count + usize::from(groups.has_noise()),
                usize::MAX,
            ),
            // Noise has centres too, so that what is nearest to it has no cluster.
            ClusterShape::By(method) if method.is_density_based() => {
                let parts: Vec<Option<usize>> = groups.parts().into_iter().map(Some).collect();
                several_centres(vectors, &parts, count + 1, MOST_CENTRES)
            }
            ClusterShape::Diffuse { .. }
            | ClusterShape::Small
            | ClusterShape::Asked
            | ClusterShape::By(_) => {
                let of_centre = (0..count + usize::from(groups.has_noise())).collect();
                (centres(vectors, &groups.of_vector), of_centre)
            }
        };
        let mut clusters = Self {
            centres,
            of_centre,
            broad: groups.broad(),
            shape: groups.shape,
            spread: Vec::new(),
        };
        clusters.spread = clusters.spread_over_centres(vectors, &groups.of_vector);
        clusters
    }

    /// Makes clusters of one centre each, unit length, one a row. `groups` says
    /// which vectors of its graph each is made of; their spread is left empty.
    pub fn around(centres: Array2<f32>, groups: &Groups) -> Self {
        let count = centres.nrows();
        let mut broad = groups.broad();
        let next = broad.iter().max().map_or(0, |most| most + 1);
        // A cluster that no vector of the graph is nearest to stands alone.
        broad.extend((broad.len()..count).map(|cluster| next + cluster));
        Self {
            of_centre: (0..count).collect(),
            broad: numbered(&broad),
            shape: groups.shape,
            spread: vec![Vec::new(); count],
            centres,
        }
    }

    /// Adds a cluster around one vector; returns its number.
    pub fn push(&mut self, centre: ArrayView1<'_, f32>) -> usize {
        let cluster = self.count();
        // The number after the last stands for noise.
        for of in &mut self.of_centre {
            *of += usize::from(*of == cluster);
        }
        let alone = self.broad.iter().max().map_or(0, |most| most + 1);
        self.broad.push(alone);
        self.of_centre.push(cluster);
        self.spread.push(vec![1.0]);
        let rows = self.centres.push_row(centre);
        rows.expect("centres are as long as vectors");
        cluster
    }

    fn spread_over_centres(
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
            let nearest = highest(cosines).map(|(centre, cosine)| (self.of_centre[centre], cosine));
            nearest.filter(|&(cluster, _)| cluster < self.count())
        })
        .collect()
    }

    /// Returns the broad group of the cluster a unit vector is nearest to.
    pub fn nearest_broad_group(&self, vector: ArrayView1<'_, f32>) -> Option<usize> {
        self.nearest(vector).map(|(cluster, _)| self.broad[cluster])
    }

    /// Returns the cosine of each of a few unit vectors, one a row, with the
    /// nearest centre of each cluster, one a column.
    pub fn cosines_each(&self, vectors: ArrayView2<'_, f32>) -> Array2<f32> {
        let cosines = vectors.dot(&self.centres.t());
        let mut nearest = Array2::from_elem((vectors.nrows(), self.count()), -1.0_f32);
        for (cosines, mut nearest) in cosines.rows().into_iter().zip(nearest.rows_mut()) {
            for (&cosine, &cluster) in cosines.iter().zip(&self.of_centre) {
                if cluster < nearest.len() && cosine > nearest[cluster] {
                    nearest[cluster] = cosine;
                }
            }
        }
        nearest
    }

    /// Returns the broad group of each cluster.
    pub fn broad(&self) -> &[usize] {
        &self.broad
    }
}

/// Vectors in groups, before anybody asked whether each group is one thing.
pub struct Groups {
    graph: Graph,
    /// For each vector its group; `None` where it has none. The group after
    /// the last is noise.
    pub of_vector: Vec<Option<usize>>,
    /// Why there are as many as there are.
    pub shape: ClusterShape,
    count: usize,
}

impl Groups {
    /// Finds the groups of unit vectors, shape (vectors, dimensions).
    ///
    /// `wanted` asks for a number of groups; `None` leaves it to the shape of
    /// the neighbour graph.
    pub fn new(vectors: ArrayView2<'_, f32>, wanted: Option<usize>, method: Method) -> Self {
        let graph = Graph::new(vectors);
        let Partition { of_vector, shape } = match (method, wanted) {
            (Method::Communities, None) => partition(vectors, &graph),
            (Method::Communities, Some(wanted)) => communities_wanted(vectors, &graph, wanted),
            _ => by_method(vectors, &graph, wanted, method),
        };
        let count = of_vector.iter().flatten().max().map_or(0, |most| most + 1);
        Self {
            graph,
            of_vector,
            shape,
            count,
        }
    }

    /// Leaves vectors without groups: too few to tell.
    pub fn none(vectors: ArrayView2<'_, f32>) -> Self {
        Self {
            graph: Graph::new(vectors),
            of_vector: vec![None; vectors.nrows()],
            shape: ClusterShape::Small,
            count: 0,
        }
    }

    /// Returns the number of groups.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns the mean direction of each group, unit length, one a row.
    pub fn centres(&self, vectors: ArrayView2<'_, f32>) -> Array2<f32> {
        centres(vectors, &self.of_vector)
    }

    /// Puts the same vectors into other groups.
    #[must_use]
    pub fn regrouped(self, of_vector: Vec<Option<usize>>, count: usize) -> Self {
        Self {
            of_vector,
            count,
            ..self
        }
    }

    /// Makes noise of the groups that are not to be kept.
    #[must_use]
    pub fn kept(self, keep: &[bool]) -> Self {
        let count = keep.iter().filter(|keep| **keep).count();
        let mut names = Vec::with_capacity(keep.len());
        let mut next = 0;
        for &keep in keep {
            names.push(if keep { next } else { count });
            next += usize::from(keep);
        }
        let of_vector = self.of_vector.iter().map(|of| Some(names[(*of)?]));
        let of_vector = of_vector.collect();
        self.regrouped(of_vector, count)
    }

    fn has_noise(&self) -> bool {
        self.of_vector.iter().flatten().any(|&of| of == self.count)
    }

    /// Vectors of no group stand together in one more part.
    fn parts(&self) -> Vec<usize> {
        let of_vector = self.of_vector.iter();
        of_vector.map(|of| of.unwrap_or(self.count)).collect()
    }

    /// Returns the broad group of each group.
    fn broad(&self) -> Vec<usize> {
        let condensed = condensed(&self.graph, &self.parts(), self.count + 1);
        let mut broad = communities(&condensed, BROAD);
        broad.truncate(self.count);
        numbered(&broad)
    }
}

/// Returns the communities of the neighbour graph of unit vectors, one a row,
/// numbered by first member. The higher the resolution, the more there are.
pub fn communities_of(vectors: ArrayView2<'_, f32>, resolution: f64) -> Vec<usize> {
    communities(&Graph::new(vectors), resolution)
}

/// Finds clusters by another method; those that are told a number and have
/// none get that of the communities.
fn by_method(
    vectors: ArrayView2<'_, f32>,
    graph: &Graph,
    wanted: Option<usize>,
    method: Method,
) -> Partition {
    let as_communities = || {
        let found = partition(vectors, graph).of_vector;
        found.iter().flatten().max().map_or(1, |most| most + 1)
    };
    let wanted = match wanted {
        Some(wanted) => wanted,
        None if method.is_density_based() => 0,
        None => as_communities(),
    };
    Partition {
        of_vector: method::groups(vectors, method, wanted),
        shape: ClusterShape::By(method),
    }
}

/// Finds more communities than are wanted and joins the likest.
fn communities_wanted(vectors: ArrayView2<'_, f32>, graph: &Graph, wanted: usize) -> Partition {
    let mut resolution = 1.0;
    let mut small = communities(graph, resolution);
    let count = |of: &[usize]| of.iter().max().map_or(0, |most| most + 1);
    while count(&small) < wanted && resolution < 64.0 {
        resolution *= 2.0;
        small = communities(graph, resolution);
    }
    let joined = Tree::by_average(centres(vectors, &some(&small)).view()).cut(wanted);
    Partition {
        of_vector: small.into_iter().map(|part| Some(joined[part])).collect(),
        shape: ClusterShape::Asked,
    }
}

fn some(groups: &[usize]) -> Vec<Option<usize>> {
    groups.iter().copied().map(Some).collect()
}

/// Returns where the highest of some cosines stands, the first of equals, and
/// how high it is.
pub fn highest(cosines: ArrayView1<'_, f32>) -> Option<(usize, f32)> {
    let mut best = None;
    for (at, &cosine) in cosines.iter().enumerate() {
        if best.is_none_or(|(_, most)| cosine > most) {
            best = Some((at, cosine));
        }
    }
    best
}

/// Returns the mean direction of each group of vectors, of length 1, one a row.
pub fn centres(vectors: ArrayView2<'_, f32>, of_vector: &[Option<usize>]) -> Array2<f32> {
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
