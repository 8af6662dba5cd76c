//! Who is nearest to whom.

use ndarray::{Array2, ArrayView2, ArrayViewMut1, Axis, Slice};
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

/// Rows compared with all others at once.
const BLOCK: usize = 256;

/// Ties weaken with this power of the cosine, so that near neighbours count
/// and the far ones that everybody needs for fifteen do not.
const POWER: i32 = 5;

impl Graph {
    /// Ties each unit vector to its nearest ones by cosine, exactly.
    pub(super) fn of(vectors: ArrayView2<'_, f32>) -> Self {
        symmetric(&all_nearest(vectors, neighbours(vectors.nrows())))
    }

    /// Returns the share of all ties that stay inside groups, by weight.
    pub(super) fn cover(&self, groups: &[usize]) -> f64 {
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
    pub(super) fn weighed(&self, factor: impl Fn(usize, usize) -> f32) -> Self {
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
pub(super) struct Nearest(Vec<Vec<(u32, f32)>>);

/// How many more, so that few nodes of a part lack neighbours.
const SPARE: f64 = 1.5;

impl Nearest {
    /// Finds enough of them for graphs of a share of the vectors.
    pub(super) fn of(vectors: ArrayView2<'_, f32>, share: f64) -> Self {
        let wanted = neighbours(vectors.nrows()) as f64 / share * SPARE;
        Self(all_nearest(vectors, wanted.ceil() as usize))
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

/// Finds the nearest of each vector by cosine, nearest first.
fn all_nearest(vectors: ArrayView2<'_, f32>, wanted: usize) -> Vec<Vec<(u32, f32)>> {
    let count = vectors.nrows();
    let starts: Vec<usize> = (0..count).step_by(BLOCK).collect();
    starts
        .into_par_iter()
        .flat_map_iter(|start| {
            let end = (start + BLOCK).min(count);
            let block = vectors.slice_axis(Axis(0), Slice::from(start..end));
            let cosines = block.dot(&vectors.t());
            nearest(&cosines, start, wanted)
        })
        .collect()
}

/// Scales a vector to length 1; one of zeros stays.
pub(super) fn scale(row: &mut ArrayViewMut1<'_, f32>) {
    let length = row.dot(row).sqrt();
    if length > 0.0 {
        *row /= length;
    }
}

fn nearest(cosines: &Array2<f32>, start: usize, wanted: usize) -> Vec<Vec<(u32, f32)>> {
    let rows = cosines.axis_iter(Axis(0)).enumerate();
    rows.map(|(offset, row)| {
        let own = start + offset;
        let mut best: Vec<(u32, f32)> = Vec::with_capacity(wanted + 1);
        let mut least = 0.0;
        for (other, &cosine) in row.iter().enumerate() {
            if cosine <= least || other == own {
                continue;
            }
            let at = best.partition_point(|&(_, nearer)| nearer >= cosine);
            best.insert(at, (other as u32, cosine));
            if best.len() > wanted {
                best.pop();
            }
            if best.len() == wanted {
                least = best[wanted - 1].1;
            }
        }
        best
    })
    .collect()
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
    fn ties_go_both_ways_and_not_to_oneself() {
        let vectors = array![[1.0, 0.0], [0.8, 0.6], [0.6, 0.8], [-1.0, 0.0]];
        let graph = Graph::of(vectors.view());
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
