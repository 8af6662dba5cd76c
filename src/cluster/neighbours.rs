//! Who is nearest to whom.

use std::sync::{Mutex, PoisonError};

use ndarray::{Array2, ArrayView2, ArrayViewMut1, Axis};
use rayon::prelude::*;

/// A weighted graph without direction: for each node its neighbours, ascending,
/// and how strongly they are tied.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Graph {
    pub(super) edges: Vec<Vec<(u32, f32)>>,
    /// Ties within a node, after several became one.
    pub(super) within: Vec<f64>,
}

/// Returns how many neighbours each of `count` vectors is tied to: few among
/// few, so that small corpora do not become one lump.
fn neighbours(count: usize) -> usize {
    ((count as f64).sqrt() / 2.0).round().clamp(5.0, 15.0) as usize
}

/// Rows compared with as many others at once.
const BLOCK: usize = 256;

/// Ties weaken with this power of the cosine, so that near neighbours count
/// and the far ones that everybody needs for fifteen do not.
const POWER: i32 = 5;

impl Graph {
    /// Ties each unit vector to its nearest ones by cosine, exactly.
    pub(super) fn new(vectors: ArrayView2<'_, f32>) -> Self {
        symmetric(&nearest(vectors, neighbours(vectors.nrows())))
    }

    /// Returns the share of all ties that stay inside groups, by weight.
    pub(super) fn coverage(&self, groups: &[usize]) -> f64 {
        let (mut inside, mut all) = (0.0, 0.0);
        for (own, others) in self.edges.iter().enumerate() {
            for &(other, tie) in others {
                all += f64::from(tie);
                if groups[own] == groups[other as usize] {
                    inside += f64::from(tie);
                }
            }
        }
        if all > 0.0 { inside / all } else { 1.0 }
    }

    /// Returns the graph with each tie weakened by a factor; ties of no
    /// weight are gone.
    pub(super) fn reweighted(&self, factor: impl Fn(usize, usize) -> f32) -> Self {
        let weighed = |own: usize, others: &Vec<(u32, f32)>| {
            let ties = others
                .iter()
                .map(|&(other, tie)| (other, tie * factor(own, other as usize)));
            ties.filter(|&(_, tie)| tie > 0.0).collect()
        };
        Self {
            edges: self
                .edges
                .iter()
                .enumerate()
                .map(|(own, others)| weighed(own, others))
                .collect(),
            within: self.within.clone(),
        }
    }

    /// Returns each vector moved toward its neighbours, twice, by cosine: what
    /// a comment says by chance fades, what its neighbourhood says stays.
    pub(super) fn smoothed(&self, vectors: ArrayView2<'_, f32>) -> Array2<f32> {
        let mut smooth = vectors.to_owned();
        for _ in 0..2 {
            let mut next = Array2::zeros(smooth.raw_dim());
            next.axis_iter_mut(Axis(0))
                .into_par_iter()
                .zip(&self.edges)
                .enumerate()
                .for_each(|(own, (mut row, others))| {
                    for &(other, tie) in others {
                        let cosine = tie.powf(1.0 / POWER as f32);
                        row.scaled_add(cosine, &smooth.row(other as usize));
                    }
                    scale(&mut row);
                    row += &smooth.row(own);
                    scale(&mut row);
                });
            smooth = next;
        }
        smooth
    }

    /// Returns the number of nodes.
    pub(super) fn len(&self) -> usize {
        self.edges.len()
    }
}

/// For each vector more of its nearest ones than a graph needs, so that graphs
/// of parts can be had without comparing vectors again.
pub(super) struct Neighbourhoods(Vec<Vec<(u32, f32)>>);

/// How many more, so that few nodes of a part lack neighbours.
const SPARE: f64 = 1.5;

impl Neighbourhoods {
    /// Finds enough of them for graphs of a share of the vectors.
    pub(super) fn new(vectors: ArrayView2<'_, f32>, share: f64) -> Self {
        let wanted = neighbours(vectors.nrows()) as f64 / share * SPARE;
        Self(nearest(vectors, wanted.ceil() as usize))
    }

    /// Returns the graph of some of the vectors, ascending.
    pub(super) fn graph(&self, part: &[usize]) -> Graph {
        let mut place = vec![None; self.0.len()];
        for (at, &vector) in part.iter().enumerate() {
            place[vector] = Some(at as u32);
        }
        let wanted = neighbours(part.len());
        let nearest: Vec<Vec<(u32, f32)>> = part
            .iter()
            .map(|&vector| {
                let others = self.0[vector].iter();
                let inside = others.filter_map(|&(other, cosine)| {
                    let other = place[other as usize]?;
                    Some((other, cosine))
                });
                inside.take(wanted).collect()
            })
            .collect();
        symmetric(&nearest)
    }
}

/// Scales a vector to length 1; one of zeros stays.
pub(super) fn scale(row: &mut ArrayViewMut1<'_, f32>) {
    let length = row.dot(row).sqrt();
    if length > 0.0 {
        *row /= length;
    }
}

/// Returns for each vector the `wanted` others of largest positive cosine,
/// nearest first.
///
/// Blocks are compared with each other once: what is near me, I am near to.
pub(super) fn nearest(vectors: ArrayView2<'_, f32>, wanted: usize) -> Vec<Vec<(u32, f32)>> {
    let blocks: Vec<ArrayView2<'_, f32>> = vectors.axis_chunks_iter(Axis(0), BLOCK).collect();
    let found: Vec<Mutex<NearestSoFar>> = blocks
        .iter()
        .map(|block| Mutex::new(NearestSoFar::new(block.nrows(), wanted)))
        .collect();
    let pairs: Vec<(usize, usize)> = (0..blocks.len())
        .flat_map(|one| (one..blocks.len()).map(move |other| (one, other)))
        .collect();
    let meet = |block: usize, with: &dyn Fn(&mut NearestSoFar)| {
        with(&mut found[block].lock().unwrap_or_else(PoisonError::into_inner));
    };
    pairs.into_par_iter().for_each(|(one, other)| {
        let cosines = blocks[one].dot(&blocks[other].t());
        meet(one, &|near| {
            near.meet_columns(&cosines, other * BLOCK, one == other);
        });
        if one != other {
            meet(other, &|near| near.meet_rows(&cosines, one * BLOCK));
        }
    });
    let found = found.into_iter();
    found
        .flat_map(|near| {
            near.into_inner()
                .unwrap_or_else(PoisonError::into_inner)
                .of_row
        })
        .collect()
}

/// Returns for each vector the `wanted` of some others with the largest
/// positive cosine, nearest first. A vector's depend on it alone.
pub(super) fn nearest_among(
    vectors: ArrayView2<'_, f32>,
    others: ArrayView2<'_, f32>,
    wanted: usize,
) -> Vec<Vec<(u32, f32)>> {
    let blocks: Vec<ArrayView2<'_, f32>> = vectors.axis_chunks_iter(Axis(0), BLOCK).collect();
    let others: Vec<ArrayView2<'_, f32>> = others.axis_chunks_iter(Axis(0), AMONG).collect();
    let found = blocks.into_par_iter().map(|block| {
        let mut near = NearestSoFar::new(block.nrows(), wanted);
        for (at, others) in others.iter().enumerate() {
            near.meet_columns(&block.dot(&others.t()), at * AMONG, false);
        }
        near.of_row
    });
    found.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// Others compared with a block at once.
const AMONG: usize = 2048;

/// The nearest others met so far, for each row of a block. Whom a row meets
/// first does not matter: among equals the lower number counts as nearer.
struct NearestSoFar {
    wanted: usize,
    of_row: Vec<Vec<(u32, f32)>>,
    /// The cosine from which on another is nearer than those found.
    least: Vec<f32>,
}

/// Cosines looked at together: nearly always none of them is large enough.
const GLANCE: usize = 16;

impl NearestSoFar {
    fn new(rows: usize, wanted: usize) -> Self {
        Self {
            wanted,
            of_row: vec![Vec::with_capacity(wanted + 1); rows],
            least: vec![f32::MIN_POSITIVE; rows],
        }
    }

    /// Each of our rows is a row of `cosines`; its columns are others from `first` on.
    fn meet_columns(&mut self, cosines: &Array2<f32>, first: usize, ourselves: bool) {
        for (own, cosines) in cosines.rows().into_iter().enumerate() {
            let cosines = cosines
                .to_slice()
                .expect("rows of a product lie in one piece");
            for (glance, cosines) in cosines.chunks(GLANCE).enumerate() {
                let least = self.least[own];
                let near: u32 = cosines
                    .iter()
                    .map(|&cosine| u32::from(cosine >= least))
                    .sum();
                if near == 0 {
                    continue;
                }
                for (at, &cosine) in cosines.iter().enumerate() {
                    let other = glance * GLANCE + at;
                    if !(ourselves && other == own) {
                        self.meet(own, first + other, cosine);
                    }
                }
            }
        }
    }

    /// Each of our rows is a column of `cosines`; its rows are others from `first` on.
    fn meet_rows(&mut self, cosines: &Array2<f32>, first: usize) {
        for (other, cosines) in cosines.rows().into_iter().enumerate() {
            let cosines = cosines
                .to_slice()
                .expect("rows of a product lie in one piece");
            for (glance, cosines) in cosines.chunks(GLANCE).enumerate() {
                let from = glance * GLANCE;
                let least = &self.least[from..from + cosines.len()];
                let pairs = cosines.iter().zip(least);
                let near: u32 = pairs
                    .map(|(cosine, least)| u32::from(cosine >= least))
                    .sum();
                if near == 0 {
                    continue;
                }
                for (at, &cosine) in cosines.iter().enumerate() {
                    self.meet(from + at, first + other, cosine);
                }
            }
        }
    }

    fn meet(&mut self, own: usize, other: usize, cosine: f32) {
        if cosine < self.least[own] {
            return;
        }
        let other = other as u32;
        let best = &mut self.of_row[own];
        let at = best.partition_point(|&(before, nearer)| {
            nearer > cosine || (nearer.total_cmp(&cosine).is_eq() && before < other)
        });
        best.insert(at, (other, cosine));
        best.truncate(self.wanted);
        if best.len() == self.wanted {
            self.least[own] = best[self.wanted - 1].1;
        }
    }
}

fn symmetric(nearest: &[Vec<(u32, f32)>]) -> Graph {
    let mut edges: Vec<Vec<(u32, f32)>> = vec![Vec::new(); nearest.len()];
    for (own, others) in nearest.iter().enumerate() {
        for &(other, cosine) in others {
            let tie = cosine.min(1.0).powi(POWER);
            edges[own].push((other, tie));
            edges[other as usize].push((own as u32, tie));
        }
    }
    for others in &mut edges {
        others.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        others.dedup_by_key(|&mut (other, _)| other);
    }
    Graph {
        within: vec![0.0; edges.len()],
        edges,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn blocks_find_whom_one_by_one_would_find() {
        // More rows than two blocks, and every direction several times.
        let vectors = Array2::from_shape_fn((BLOCK * 2 + 9, 2), |(row, column)| {
            let angle = (row * row % 97) as f32;
            if column == 0 {
                angle.cos()
            } else {
                angle.sin()
            }
        });
        let cosines = vectors.dot(&vectors.t());
        for (own, found) in nearest(vectors.view(), 7).into_iter().enumerate() {
            let mut others: Vec<usize> = (0..vectors.nrows()).filter(|&row| row != own).collect();
            others.sort_by(|&a, &b| cosines[[own, b]].total_cmp(&cosines[[own, a]]));
            let found: Vec<usize> = found.iter().map(|&(other, _)| other as usize).collect();
            assert_eq!(found, others[..7]);
        }
    }

    #[test]
    fn ties_go_both_ways_and_not_to_oneself() {
        let vectors = array![[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [-1.0, 0.0]];
        let graph = Graph::new(vectors.view());
        for (own, others) in graph.edges.iter().enumerate() {
            for &(other, tie) in others {
                assert_ne!(own, other as usize);
                assert!(graph.edges[other as usize].contains(&(own as u32, tie)));
            }
        }
        assert_eq!(
            graph.edges[0].iter().map(|edge| edge.0).collect::<Vec<_>>(),
            [1, 2]
        );
    }
}
