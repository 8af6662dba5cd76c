//! How strongly each vector holds on to its neighbours.
//!
//! The fuzzy graph of UMAP (McInnes, Healy and Melville 2018): every vector
//! measures by its own yard, so that a lonely one is tied as firmly to its few
//! as one in a crowd is to its many.

/// A tie between two vectors, and how strong it is, up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tie {
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) strength: f32,
}

/// Halvings of the interval in which a yard is looked for.
const HALVINGS: usize = 40;

/// A yard is at least this share of the mean distance to the neighbours.
const LEAST_BANDWIDTH: f32 = 1e-3;

/// Cosines are not told apart more finely.
const FINEST: f32 = 1e-6;

/// Returns the ties of vectors to their nearest ones (positions and cosines,
/// nearest first), each pair once, in order.
pub(super) fn ties(nearest: &[Vec<(u32, f32)>]) -> Vec<Tie> {
    let mut ties: Vec<Tie> = nearest
        .iter()
        .enumerate()
        .flat_map(|(own, others)| directed_ties(own as u32, others))
        .collect();
    ties.sort_unstable_by_key(|tie| (tie.one, tie.other));
    ties.dedup_by(|again, kept| {
        let is_same = (again.one, again.other) == (kept.one, kept.other);
        if is_same {
            // Whether the one or the other holds on (McInnes' fuzzy union).
            kept.strength += again.strength - kept.strength * again.strength;
        }
        is_same
    });
    ties
}

/// Returns how firmly a vector holds each of its nearest ones: the nearest
/// with all its strength, all together with the logarithm of their number.
fn directed_ties(own: u32, others: &[(u32, f32)]) -> Vec<Tie> {
    let tie = |(&(other, _), strength): (&(u32, f32), f32)| Tie {
        one: own.min(other),
        other: own.max(other),
        strength,
    };
    others.iter().zip(tie_strengths(others)).map(tie).collect()
}

/// Returns how strong each of a vector's ties is, from 0 to 1.
pub(super) fn tie_strengths(others: &[(u32, f32)]) -> Vec<f32> {
    let distances: Vec<f32> = others
        .iter()
        .map(|&(_, cosine)| 1.0 - cosine.min(1.0))
        .collect();
    let Some(&first) = distances.first() else {
        return Vec::new();
    };
    let beyond: Vec<f32> = distances.iter().map(|distance| distance - first).collect();
    let yard = bandwidth(&beyond);
    beyond.iter().map(|beyond| (-beyond / yard).exp()).collect()
}

/// Returns the yard by which distances beyond the nearest add up, each as
/// exp(−distance / yard), to the binary logarithm of their number.
fn bandwidth(beyond: &[f32]) -> f32 {
    let wanted = (beyond.len() as f32).log2();
    let mean = beyond.iter().sum::<f32>() / beyond.len() as f32;
    let least = (mean * LEAST_BANDWIDTH).max(FINEST);
    let (mut low, mut high) = (least, f32::INFINITY);
    let mut yard = mean.max(least);
    for _ in 0..HALVINGS {
        let reached: f32 = beyond.iter().map(|distance| (-distance / yard).exp()).sum();
        if reached > wanted {
            high = yard;
        } else {
            low = yard;
        }
        yard = if high < f32::INFINITY {
            f32::midpoint(low, high)
        } else {
            yard * 2.0
        };
    }
    yard
}
