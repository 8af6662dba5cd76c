//! How small clusters join into larger ones.

use kodama::{Method, linkage};
use ndarray::ArrayView2;

use super::communities::numbered;

/// Which clusters were joined, in order, nearest first.
pub(super) struct Tree {
    leaves: usize,
    joins: Vec<(usize, usize)>,
}

impl Tree {
    /// Joins unit centres by average linkage over cosine distance.
    pub(super) fn by_average(centres: ArrayView2<'_, f32>) -> Self {
        Self::joined(centres, |cosine| 1.0 - cosine, Method::Average)
    }

    /// Joins unit centres so that the spread within groups grows least.
    pub(super) fn by_ward(centres: ArrayView2<'_, f32>) -> Self {
        let distance = |cosine: f32| (2.0 - 2.0 * cosine).max(0.0).sqrt();
        Self::joined(centres, distance, Method::Ward)
    }

    fn joined(centres: ArrayView2<'_, f32>, distance: impl Fn(f32) -> f32, method: Method) -> Self {
        let leaves = centres.nrows();
        let likeness = centres.dot(&centres.t());
        let mut distances = Vec::with_capacity(leaves * leaves.saturating_sub(1) / 2);
        for a in 0..leaves {
            distances.extend((a + 1..leaves).map(|b| f64::from(distance(likeness[[a, b]]))));
        }
        let dendrogram = linkage(&mut distances, leaves, method);
        let joins = dendrogram
            .steps()
            .iter()
            .map(|step| (step.cluster1, step.cluster2))
            .collect();
        Self { leaves, joins }
    }

    /// Returns each leaf's group when the tree is cut into `groups`, groups
    /// numbered by their first leaf.
    pub(super) fn cut(&self, groups: usize) -> Vec<usize> {
        let joined = self.leaves.saturating_sub(groups.max(1));
        let mut parent: Vec<usize> = (0..self.leaves + joined).collect();
        for (step, &(a, b)) in self.joins.iter().take(joined).enumerate() {
            parent[a] = self.leaves + step;
            parent[b] = self.leaves + step;
        }
        let root = |mut node: usize| {
            while parent[node] != node {
                node = parent[node];
            }
            node
        };
        numbered(&(0..self.leaves).map(root).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn near_centres_join_first_and_cuts_nest() {
        let centres = array![[1.0, 0.0], [0.99, 0.14], [0.0, 1.0], [-1.0, 0.0]];
        let tree = Tree::by_average(centres.view());
        assert_eq!(tree.cut(3), [0, 0, 1, 2]);
        assert_eq!(tree.cut(4), [0, 1, 2, 3]);
        assert_eq!(tree.cut(1), [0, 0, 0, 0]);
    }
}
