//! The vectors of pieces, three bits a value.
//!
//! A value is one of eight levels (Lloyd 1982), times what its column spreads,
//! plus the column's mean. Eight values stand in three bytes, the first in the
//! lowest bits.

use ndarray::{Array1, Array2};
use safetensors::SafeTensors;

use super::PIECE;
use super::layers::vector;

/// The vectors of pieces.
pub(super) struct PieceTable {
    /// The rows, part after part.
    parts: Vec<&'static [u8]>,
    /// For each column, the value of each level.
    values: Vec<[f32; LEVELS]>,
}

pub(super) const LEVELS: usize = 8;

/// Bytes of a row.
const ROW: usize = PIECE / 8 * 3;

impl PieceTable {
    /// Reads `table.levels`, `table.centre` and `table.spread`; the rows are
    /// handed in.
    pub(super) fn read(tensors: &SafeTensors<'_>, parts: &[&'static [u8]]) -> Result<Self, String> {
        let levels = vector(tensors, "table.levels")?;
        let [centre, spread] = ["table.centre", "table.spread"].map(|name| vector(tensors, name));
        let (centre, spread): (Array1<f32>, Array1<f32>) = (centre?, spread?);
        let are_whole = parts.iter().all(|part| part.len() % ROW == 0);
        if levels.len() != LEVELS || centre.len() != PIECE || spread.len() != PIECE || !are_whole {
            return Err("the table of pieces has another shape".into());
        }
        let column = |(centre, spread): (&f32, &f32)| {
            let mut values = [0.0; LEVELS];
            for (value, level) in values.iter_mut().zip(&levels) {
                *value = level * spread + centre;
            }
            values
        };
        Ok(Self {
            parts: parts.to_vec(),
            values: centre.iter().zip(&spread).map(column).collect(),
        })
    }

    /// Returns the vectors of pieces, one a row.
    pub(super) fn rows(&self, pieces: &[u32]) -> Array2<f32> {
        let mut rows = Array2::zeros((pieces.len(), PIECE));
        let all = rows.as_slice_mut().expect("a new matrix");
        for (row, &piece) in all.chunks_exact_mut(PIECE).zip(pieces) {
            let packed = self.packed(piece).chunks_exact(3);
            let eights = row.chunks_exact_mut(8).zip(packed);
            for ((eight, bytes), values) in eights.zip(self.values.chunks_exact(8)) {
                let bits = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]);
                for (at, (value, levels)) in eight.iter_mut().zip(values).enumerate() {
                    *value = levels[(bits >> (3 * at) & 7) as usize];
                }
            }
        }
        rows
    }

    fn packed(&self, piece: u32) -> &'static [u8] {
        let mut from = piece as usize * ROW;
        for part in &self.parts {
            if from < part.len() {
                return &part[from..from + ROW];
            }
            from -= part.len();
        }
        unreachable!("a piece has a row")
    }
}

/// Returns which level a value is nearest to.
#[cfg(feature = "transformer")]
pub(super) fn nearest_level(value: f32, levels: &[f32; LEVELS]) -> u8 {
    let above = levels
        .windows(2)
        .filter(|pair| value >= f32::midpoint(pair[0], pair[1]));
    above.count() as u8
}

/// Packs levels, eight into three bytes, the first into the lowest bits.
#[cfg(feature = "transformer")]
pub(super) fn packed(levels: &[u8]) -> Vec<u8> {
    let bytes = levels.chunks_exact(8).flat_map(|eight| {
        let bits = eight
            .iter()
            .rev()
            .fold(0_u32, |bits, &level| bits << 3 | u32::from(level));
        let [first, second, third, _] = bits.to_le_bytes();
        [first, second, third]
    });
    bytes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::Dtype;
    use safetensors::tensor::TensorView;

    #[test]
    fn eight_values_stand_in_three_bytes_and_parts_follow_each_other() {
        let bytes = |values: &[f32]| -> Vec<u8> {
            values
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect()
        };
        let levels = bytes(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let (centre, spread) = (bytes(&[10.0; PIECE]), bytes(&[2.0; PIECE]));
        let view = |shape, bytes| TensorView::new(Dtype::F32, vec![shape], bytes).unwrap();
        let tensors = [
            ("table.levels", view(LEVELS, &levels)),
            ("table.centre", view(PIECE, &centre)),
            ("table.spread", view(PIECE, &spread)),
        ];
        let weights = safetensors::serialize(tensors, None).unwrap();
        let tensors = SafeTensors::deserialize(&weights).unwrap();
        // Levels 1 to 7 and 0, the first in the lowest bits.
        let eight = 0o07_654_321_u32.to_le_bytes();
        let row: Vec<u8> = eight[..3].repeat(PIECE / 8);
        let leak = |part: Vec<u8>| -> &'static [u8] { Box::leak(part.into_boxed_slice()) };
        let parts = [leak(vec![0; 2 * ROW]), leak(row)];
        let table = PieceTable::read(&tensors, &parts).unwrap();
        let rows = table.rows(&[2, 0]);
        let first: Vec<f32> = rows.row(0).iter().take(8).copied().collect();
        assert_eq!(first, [12.0, 14.0, 16.0, 18.0, 20.0, 22.0, 24.0, 10.0]);
        assert_eq!(rows.row(1).to_vec(), [10.0; PIECE]);
        assert!(PieceTable::read(&tensors, &[leak(vec![0; ROW + 1])]).is_err());
    }
}
