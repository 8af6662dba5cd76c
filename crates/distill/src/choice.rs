//! Which texts to fit to, where there are more than time allows.

use sha2::{Digest, Sha256};

use crate::counts::PieceCounts;

/// A piece seen in this many chosen texts has enough of them.
const ENOUGH: u32 = 40;

/// Of the chosen texts, the share taken for a rare piece in them: `1 / HALF`.
const HALF: usize = 2;

/// Chooses texts by a digest of their content, first those that hold a piece
/// not yet seen often, so that rare pieces are fitted too; then any. Returns
/// their positions, ascending.
pub fn chosen<T: AsRef<str>>(texts: &[T], counts: &[PieceCounts], most: usize) -> Vec<usize> {
    if texts.len() <= most {
        return (0..texts.len()).collect();
    }
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_cached_key(|&text| digest(texts[text].as_ref()));
    let pieces = counts
        .iter()
        .flatten()
        .map(|&(piece, _)| piece as usize + 1);
    let mut seen = vec![0; pieces.max().unwrap_or(0)];
    let mut taken = vec![false; texts.len()];
    let mut left = most;
    for rare_only in [true, false] {
        let mut room = if rare_only { most / HALF } else { left };
        for &text in &order {
            let has_rare = || {
                counts[text]
                    .iter()
                    .any(|&(piece, _)| seen[piece as usize] < ENOUGH)
            };
            if room == 0 || taken[text] || (rare_only && !has_rare()) {
                continue;
            }
            for &(piece, _) in &counts[text] {
                seen[piece as usize] += 1;
            }
            taken[text] = true;
            room -= 1;
            left -= 1;
        }
    }
    (0..texts.len()).filter(|&text| taken[text]).collect()
}

/// Returns a text's place in an order that depends on no other text.
pub(crate) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_a_rare_piece_is_taken_before_the_hundredth_of_a_kind() {
        let mut texts: Vec<String> = (0..400).map(|n| format!("common {n}")).collect();
        let mut counts: Vec<PieceCounts> = vec![vec![(0, 1.0)]; 400];
        for rare in 1..=20 {
            texts.push(format!("rare {rare}"));
            counts.push(vec![(0, 1.0), (rare, 1.0)]);
        }
        let chosen = chosen(&texts, &counts, 150);
        assert_eq!(chosen.len(), 150);
        assert_eq!(chosen.iter().filter(|&&text| text >= 400).count(), 20);
    }
}
