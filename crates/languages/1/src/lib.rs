//! Part 1 of 3 of the sentence encoder inside motif: data only, cut so that
//! no package is too large for a registry. What it is and how it is made
//! stands in `docs/vectors.md`.

/// Rows of the table of pieces, in 3 bits a value.
pub static TABLE: &[u8] = include_bytes!("../table.bin");

/// The pieces, one a line, each with a tab and its log-probability.
pub static PIECES: &str = include_str!("../pieces.txt");

/// Safetensors: all weights but the table's.
pub static WEIGHTS: &[u8] = include_bytes!("../weights.safetensors");
