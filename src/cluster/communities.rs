//! Nodes of a graph that are tied more among each other than to the rest.
//!
//! The Leiden algorithm (Traag, Waltman and van Eck 2019) on modularity with
//! a resolution (Reichardt and Bornholdt 2006), with every choice made by the
//! largest gain and then the lowest number instead of at random: the same
//! graph gives the same communities.

use std::collections::VecDeque;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::neighbours::Graph;

/// Rounds of moving, refining and joining; gains end long before.
const ROUNDS: usize = 20;

/// Returns each node's community, numbered by first member.
pub(super) fn communities(graph: &Graph, resolution: f64) -> Vec<usize> {
    let mut of_node: Vec<usize> = (0..graph.len()).collect();
    let mut graph = graph.clone();
    let mut start: Vec<usize> = (0..graph.len()).collect();
    for _ in 0..ROUNDS {
        let moved = numbered(&Moving::new(&graph, resolution, start).optimize());
        let refined = numbered(&refined(&graph, resolution, &moved));
        let joined = refined.iter().max().map_or(0, |most| most + 1);
        if joined == graph.len() {
            return numbered(&of_node.iter().map(|&node| moved[node]).collect::<Vec<_>>());
        }
        start = vec![0; joined];
        for (node, &part) in refined.iter().enumerate() {
            start[part] = moved[node];
        }
        start = numbered(&start);
        for node in &mut of_node {
            *node = refined[*node];
        }
        graph = condensed(&graph, &refined, joined);
    }
    numbered(&of_node.iter().map(|&node| start[node]).collect::<Vec<_>>())
}

/// Returns the numbers below `count` in an order that looks random and is
/// always the same for a seed (Fisher and Yates).
pub(super) fn permuted(count: usize, seed: u64) -> Vec<usize> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..count).collect();
    for at in (1..count).rev() {
        order.swap(at, (random.next_u64() % (at as u64 + 1)) as usize);
    }
    order
}

/// Runs something on a graph whose nodes stand in another order, and puts its
/// answer back in the old one.
pub(super) fn reordered(
    graph: &Graph,
    order: &[usize],
    run: impl FnOnce(&Graph) -> Vec<usize>,
) -> Vec<usize> {
    let mut place = vec![0; order.len()];
    for (at, &node) in order.iter().enumerate() {
        place[node] = at;
    }
    let ties = |&node: &usize| {
        let mut ties: Vec<(u32, f32)> = graph.edges[node]
            .iter()
            .map(|&(other, tie)| (place[other as usize] as u32, tie))
            .collect();
        ties.sort_unstable_by_key(|tie| tie.0);
        ties
    };
    let answer = run(&Graph {
        edges: order.iter().map(ties).collect(),
        within: order.iter().map(|&node| graph.within[node]).collect(),
    });
    place.iter().map(|&at| answer[at]).collect()
}

/// Renames communities 0, 1, 2 … in the order they first appear.
pub(super) fn numbered(of_node: &[usize]) -> Vec<usize> {
    let mut names = vec![usize::MAX; of_node.iter().max().map_or(0, |most| most + 1)];
    let mut next = 0;
    of_node
        .iter()
        .map(|&community| {
            if names[community] == usize::MAX {
                names[community] = next;
                next += 1;
            }
            names[community]
        })
        .collect()
}

/// Returns the graph whose nodes are the parts of a graph.
pub(super) fn condensed(graph: &Graph, parts: &[usize], count: usize) -> Graph {
    let mut members = vec![Vec::new(); count];
    for (node, &part) in parts.iter().enumerate() {
        members[part].push(node);
    }
    let mut tie = vec![0.0_f64; count];
    let mut edges = Vec::with_capacity(count);
    let mut within = vec![0.0; count];
    for (part, members) in members.iter().enumerate() {
        let mut touched = Vec::new();
        for &node in members {
            within[part] += graph.within[node];
            for &(other, weight) in &graph.edges[node] {
                let other = parts[other as usize];
                if tie[other] == 0.0 {
                    touched.push(other);
                }
                tie[other] += f64::from(weight);
            }
        }
        within[part] += tie[part] / 2.0;
        touched.sort_unstable();
        touched.dedup();
        edges.push(
            touched
                .iter()
                .filter(|&&other| other != part)
                .map(|&other| (other as u32, tie[other] as f32))
                .collect(),
        );
        for other in touched {
            tie[other] = 0.0;
        }
    }
    Graph { edges, within }
}

struct Moving<'a> {
    graph: &'a Graph,
    of_node: Vec<usize>,
    /// Weight of each node's ties, those within it twice.
    degree: Vec<f64>,
    /// The same, summed over each community.
    volume: Vec<f64>,
    /// resolution / weight of all ties, twice.
    price: f64,
}

impl<'a> Moving<'a> {
    fn new(graph: &'a Graph, resolution: f64, of_node: Vec<usize>) -> Self {
        let degree: Vec<f64> = (0..graph.len()).map(|node| degree(graph, node)).collect();
        let mut volume = vec![0.0; graph.len()];
        for (node, &community) in of_node.iter().enumerate() {
            volume[community] += degree[node];
        }
        let all: f64 = degree.iter().sum();
        Self {
            graph,
            of_node,
            degree,
            volume,
            price: if all > 0.0 { resolution / all } else { 0.0 },
        }
    }

    /// Moves nodes to the community that gains most, until none gains.
    fn optimize(mut self) -> Vec<usize> {
        let count = self.graph.len();
        let mut queue: VecDeque<usize> = (0..count).collect();
        let mut waits = vec![true; count];
        let mut tie = vec![0.0_f64; count];
        // A node may be moved this often on average; gains are tiny by then.
        let mut patience = count * 50;
        while let Some(node) = queue.pop_front() {
            waits[node] = false;
            if patience == 0 {
                break;
            }
            patience -= 1;
            let from = self.of_node[node];
            let to = self.best(node, &mut tie);
            if to == from {
                continue;
            }
            self.volume[from] -= self.degree[node];
            self.volume[to] += self.degree[node];
            self.of_node[node] = to;
            for &(other, _) in &self.graph.edges[node] {
                let other = other as usize;
                if self.of_node[other] != to && !waits[other] {
                    waits[other] = true;
                    queue.push_back(other);
                }
            }
        }
        self.of_node
    }

    fn best(&self, node: usize, tie: &mut [f64]) -> usize {
        let from = self.of_node[node];
        let mut near = vec![from];
        for &(other, weight) in &self.graph.edges[node] {
            let community = self.of_node[other as usize];
            if tie[community] == 0.0 && community != from {
                near.push(community);
            }
            tie[community] += f64::from(weight);
        }
        near.sort_unstable();
        near.dedup();
        let gain = |community: usize| {
            let own = if community == from {
                self.degree[node]
            } else {
                0.0
            };
            tie[community] - self.degree[node] * (self.volume[community] - own) * self.price
        };
        let mut best = (from, gain(from) + 1e-12);
        for &community in &near {
            let gain = gain(community);
            if gain > best.1 {
                best = (community, gain);
            }
        }
        for community in near {
            tie[community] = 0.0;
        }
        best.0
    }
}

fn degree(graph: &Graph, node: usize) -> f64 {
    let ties: f64 = graph.edges[node]
        .iter()
        .map(|&(_, weight)| f64::from(weight))
        .sum();
    ties + 2.0 * graph.within[node]
}

/// Splits communities into well-tied parts: each node alone at first, then
/// joined, once, to the part of its own community that gains most.
fn refined(graph: &Graph, resolution: f64, communities: &[usize]) -> Vec<usize> {
    let count = graph.len();
    let degrees: Vec<f64> = (0..count).map(|node| degree(graph, node)).collect();
    let all: f64 = degrees.iter().sum();
    let price = if all > 0.0 { resolution / all } else { 0.0 };
    let mut part: Vec<usize> = (0..count).collect();
    let mut volume = degrees.clone();
    let mut alone = vec![true; count];
    let mut tie = vec![0.0_f64; count];
    for node in 0..count {
        if !alone[node] {
            continue;
        }
        let mut near = Vec::new();
        for &(other, weight) in &graph.edges[node] {
            let other = other as usize;
            if communities[other] == communities[node] {
                if tie[part[other]] == 0.0 {
                    near.push(part[other]);
                }
                tie[part[other]] += f64::from(weight);
            }
        }
        near.sort_unstable();
        near.dedup();
        let mut best = (part[node], 0.0);
        for &to in &near {
            let gain = tie[to] - degrees[node] * volume[to] * price;
            if to != part[node] && gain > best.1 {
                best = (to, gain);
            }
        }
        for to in near {
            tie[to] = 0.0;
        }
        if best.0 != part[node] {
            volume[part[node]] -= degrees[node];
            volume[best.0] += degrees[node];
            alone[node] = false;
            alone[best.0] = false;
            part[node] = best.0;
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two cliques of four with one tie between.
    fn dumbbell() -> Graph {
        let mut edges = vec![Vec::new(); 8];
        for (a, ties) in edges.iter_mut().enumerate() {
            for b in 0..8_usize {
                let bridge = (a, b) == (3, 4) || (a, b) == (4, 3);
                if a != b && (a / 4 == b / 4 || bridge) {
                    ties.push((b as u32, 1.0));
                }
            }
        }
        Graph {
            within: vec![0.0; 8],
            edges,
        }
    }

    #[test]
    fn two_cliques_are_two_communities() {
        assert_eq!(communities(&dumbbell(), 1.0), [0, 0, 0, 0, 1, 1, 1, 1]);
    }

    #[test]
    fn condensing_keeps_the_weight_of_all_ties() {
        let graph = dumbbell();
        let parts = communities(&graph, 1.0);
        let small = condensed(&graph, &parts, 2);
        let weight = |graph: &Graph| {
            (0..graph.len())
                .map(|node| degree(graph, node))
                .sum::<f64>()
        };
        assert!((weight(&graph) - weight(&small)).abs() < 1e-9);
    }

    #[test]
    fn a_graph_without_ties_falls_into_single_nodes() {
        let graph = Graph {
            edges: vec![Vec::new(); 3],
            within: vec![0.0; 3],
        };
        assert_eq!(communities(&graph, 1.0), [0, 1, 2]);
    }
}
