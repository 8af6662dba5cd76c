//! Part 3 of 3 of the sentence encoder inside motif: data only, cut so that
//! no package is too large for a registry. What it is and how it is made
//! stands in `docs/vectors.md`.

/// Rows of the table of pieces, in 3 bits a value.
pub static TABLE: &[u8] = include_bytes!("../table.bin");
