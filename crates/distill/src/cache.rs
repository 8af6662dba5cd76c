//! Vectors of texts on disk, so that no text passes through a model twice.
//!
//! A file only grows: a head, then one record a text (a digest of the text, a
//! scale, the vector in 8 bits). A record that a killed run left unfinished is
//! cut off. Vectors are rounded before they are first used, so a run gives the
//! same with a cache and without.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2, Axis};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::quantized::Rounded;
use crate::sentence_model::SentenceModel;

/// What says that a file is one of ours, and of which form.
const HEAD: &[u8; 16] = b"motif vectors 1\n";

/// Texts that pass through a model between two writes.
const STRIDE: usize = 4096;

const DIGEST: usize = 16;

type Key = [u8; DIGEST];

/// A model with the vectors it has given before.
#[derive(Debug)]
pub struct CachedModel<M> {
    model: M,
    /// Where they are kept, if they are.
    file: Option<PathBuf>,
    /// For each text, its row in `known`.
    rows: HashMap<Key, usize>,
    known: Rounded,
}

/// Texts whose vectors a memory that ends with the program may hold, some 100
/// MiB; more than any study passes through a model at once.
const MOST_KNOWN: usize = 1 << 18;

impl<M: SentenceModel> CachedModel<M> {
    /// Puts a model before a memory that ends with the program.
    pub fn new(model: M) -> Self {
        let (rows, known) = records(&[], model.dimensions());
        Self {
            model,
            file: None,
            rows,
            known,
        }
    }

    /// Takes up what the model gave in earlier runs, kept in a folder, and
    /// adds to it from here on.
    pub fn remember_in(&mut self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(format!("{}.vectors", self.model.fingerprint()));
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Error::reading(&path)(error)),
        };
        (self.rows, self.known) = records(&bytes, self.model.dimensions());
        self.file = Some(path);
        Ok(())
    }

    /// Forgets what is kept in memory alone once it is of very many texts, so
    /// that a stream of them does not fill it; to be called between texts.
    pub fn forget_too_many(&mut self) {
        if self.file.is_none() && self.rows.len() > MOST_KNOWN {
            (self.rows, self.known) = records(&[], self.model.dimensions());
        }
    }

    /// Returns the model.
    pub fn model(&self) -> &M {
        &self.model
    }

    /// Returns unit vectors, one a text, from the model only for texts not
    /// known; `done` is told how many more are finished.
    pub fn vectors(
        &mut self,
        texts: &[&str],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<Array2<f32>, Error> {
        self.learn_all(texts, done)?;
        let mut vectors = Array2::zeros((texts.len(), self.model.dimensions()));
        for (mut vector, text) in vectors.axis_iter_mut(Axis(0)).zip(texts) {
            vector.assign(&self.vector(text));
        }
        Ok(vectors)
    }

    /// Returns the unit vector of a text, from the model if it is not known.
    pub fn vector(&self, text: &str) -> Array1<f32> {
        self.known(text).unwrap_or_else(|| {
            let vector = self.model.vectors(&[text], &|_| {});
            let vector = vector.expect("a model that was read runs on any text");
            Rounded::new(vector.view()).table().row(0).to_owned()
        })
    }

    /// Returns the unit vector of a text that passed through the model before.
    pub fn known(&self, text: &str) -> Option<Array1<f32>> {
        let columns = self.model.dimensions();
        let row = *self.rows.get(&key(text))?;
        let values = &self.known.values[row * columns..(row + 1) * columns];
        let scale = self.known.scales[row];
        Some(values.iter().map(|&v| f32::from(v) * scale).collect())
    }

    /// Returns those of some texts that are not known, each once.
    pub fn unknown<'t>(&self, texts: &[&'t str]) -> Vec<&'t str> {
        let mut unknown: Vec<(Key, &str)> = texts.iter().map(|&text| (key(text), text)).collect();
        unknown.retain(|(key, _)| !self.rows.contains_key(key));
        unknown.sort_unstable();
        unknown.dedup();
        unknown.into_iter().map(|(_, text)| text).collect()
    }

    /// Passes texts not known through the model, and keeps what it says.
    pub fn learn_all(
        &mut self,
        texts: &[&str],
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<(), Error> {
        let unknown = self.unknown(texts);
        done(texts.len() - unknown.len());
        for some in unknown.chunks(STRIDE) {
            let vectors = self.model.vectors(some, done)?;
            self.keep(some, &vectors)?;
        }
        Ok(())
    }

    /// Keeps what the model said to texts that were not known; in memory also
    /// where the disk takes nothing, which is then not tried again.
    pub fn keep(&mut self, texts: &[&str], vectors: &Array2<f32>) -> Result<(), Error> {
        let rounded = Rounded::new(vectors.view());
        let keys: Vec<Key> = texts.iter().map(|text| key(text)).collect();
        let kept = match &self.file {
            Some(path) => self
                .append(path, &keys, &rounded)
                .map_err(Error::writing(path)),
            None => Ok(()),
        };
        if kept.is_err() {
            self.file = None;
        }
        let first = self.known.scales.len();
        self.rows.extend(keys.into_iter().zip(first..));
        self.known.values.extend(rounded.values);
        self.known.scales.extend(rounded.scales);
        kept
    }

    fn append(&self, path: &Path, keys: &[Key], rounded: &Rounded) -> std::io::Result<()> {
        let columns = self.model.dimensions();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        let file = options.create(true).read(true).append(true).open(path)?;
        // Another program may write to it too.
        file.lock()?;
        let is_new = whole_records(&file, columns)? == 0;
        let mut file = BufWriter::new(file);
        if is_new {
            file.write_all(HEAD)?;
        }
        let vectors = rounded.values.chunks_exact(columns).zip(&rounded.scales);
        for (key, (values, scale)) in keys.iter().zip(vectors) {
            file.write_all(key)?;
            file.write_all(&scale.to_le_bytes())?;
            let bytes: Vec<u8> = values.iter().map(|value| value.cast_unsigned()).collect();
            file.write_all(&bytes)?;
        }
        file.flush()
    }
}

/// Cuts a file back to its whole records, and to nothing where it is not one of
/// ours; returns its length.
fn whole_records(file: &File, columns: usize) -> std::io::Result<u64> {
    let (head, record) = (HEAD.len() as u64, (DIGEST + 4 + columns) as u64);
    let length = file.metadata()?.len();
    let mut begins = [0; HEAD.len()];
    let is_ours = length >= head && {
        let mut file = file;
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(&mut begins)?;
        begins == *HEAD
    };
    let whole = if is_ours {
        head + (length - head) / record * record
    } else {
        0
    };
    file.set_len(whole)?;
    Ok(whole)
}

/// Reads the whole records of a file; none where it is not one of ours.
fn records(bytes: &[u8], columns: usize) -> (HashMap<Key, usize>, Rounded) {
    let mut rows = HashMap::new();
    let mut known = Rounded {
        values: Vec::new(),
        scales: Vec::new(),
    };
    let Some(records) = bytes.strip_prefix(HEAD) else {
        return (rows, known);
    };
    for mut record in records.chunks_exact(DIGEST + 4 + columns) {
        let (mut key, mut scale) = ([0; DIGEST], [0; 4]);
        let read = record
            .read_exact(&mut key)
            .and_then(|()| record.read_exact(&mut scale));
        if read.is_err() {
            break;
        }
        // Two programs may have written the same; the later is as good.
        rows.insert(key, known.scales.len());
        known.scales.push(f32::from_le_bytes(scale));
        known
            .values
            .extend(record.iter().map(|byte| byte.cast_signed()));
    }
    (rows, known)
}

fn key(text: &str) -> Key {
    let digest: [u8; 32] = Sha256::digest(text).into();
    let mut key = [0; DIGEST];
    key.copy_from_slice(&digest[..DIGEST]);
    key
}

#[cfg(test)]
#[cfg(feature = "transformer")]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::transformer::Transformer;
    use crate::transformer::tiny;

    fn open(folder: &Path) -> CachedModel<Transformer> {
        let model = tempfile::tempdir().unwrap();
        tiny::write(model.path(), false);
        let mut model = CachedModel::new(Transformer::read(model.path()).unwrap());
        model.remember_in(folder).unwrap();
        model
    }

    #[test]
    fn a_second_run_gives_the_same_and_learns_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let texts = ["slow app", "wrong invoices", "slow app"];
        let first = open(folder.path()).vectors(&texts, &|_| {}).unwrap();
        let mut again = open(folder.path());
        assert_eq!(again.rows.len(), 2);
        let length = std::fs::metadata(again.file.as_ref().unwrap())
            .unwrap()
            .len();
        let told = AtomicUsize::new(0);
        let second = again.vectors(&texts, &|more| {
            told.fetch_add(more, Ordering::Relaxed);
        });
        assert_eq!(first, second.unwrap());
        assert_eq!(told.into_inner(), 3);
        assert_eq!(
            std::fs::metadata(again.file.as_ref().unwrap())
                .unwrap()
                .len(),
            length
        );
    }

    #[test]
    fn a_record_cut_short_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut whole = open(folder.path());
        let vectors = whole.vectors(&["slow app", "app"], &|_| {}).unwrap();
        let path = whole.file.clone().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
        let mut cut = open(folder.path());
        assert_eq!(cut.rows.len(), 1);
        assert_eq!(cut.vectors(&["slow app", "app"], &|_| {}).unwrap(), vectors);
        assert_eq!(std::fs::read(&path).unwrap().len(), bytes.len());
    }
}
