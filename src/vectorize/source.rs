//! Where meaning comes from: the vectors inside the program, a directory of
//! others, or the corpus alone.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use motif_distill::{CachedModel, Embeddings, Error, Transformer};
use ndarray::{Array2, ArrayViewMut1, Axis};
use serde::{Deserialize, Serialize};

use super::lexicon::Utterance;
use super::sentences;
use crate::text::{Language, is_pronoun};

/// Where meaning comes from: `builtin`, `lsa`, or a directory, which is read
/// when it is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum VectorSource {
    /// The vectors inside the program.
    #[default]
    Builtin,
    /// The corpus alone.
    Lsa,
    /// A directory.
    Directory(Directory),
}

/// Returns the vectors inside the program.
pub fn builtin() -> &'static Embeddings {
    static BUILTIN: LazyLock<Embeddings> = LazyLock::new(|| {
        let pieces = include_str!("../../vectors/pieces.txt");
        let model = include_bytes!("../../vectors/model.safetensors");
        Embeddings::from_pieces(pieces, model).expect("the vectors inside the program are whole")
    });
    &BUILTIN
}

/// A directory of static vectors, or of a transformer.
#[derive(Clone)]
pub struct Directory {
    path: PathBuf,
    vectors: Arc<LoadedVectors>,
}

#[allow(clippy::large_enum_variant, reason = "there is one of it")]
enum LoadedVectors {
    Static(Box<Embeddings>),
    Transformer(RwLock<CachedModel<Transformer>>),
}

impl VectorSource {
    /// Keeps in a folder what is said to whole sentences, so that none passes
    /// through a model twice. Nothing to do for sources that know words only.
    pub fn remember_in(&self, folder: &Path) -> Result<(), Error> {
        if *self == Self::Builtin {
            return sentences::remember_in(folder);
        }
        self.transformer().map_or(Ok(()), |model| {
            let mut model = model.write().unwrap_or_else(PoisonError::into_inner);
            model.remember_in(folder)
        })
    }

    /// Passes texts through the transformer, if there is one; `done` is told
    /// how many more are finished.
    pub fn prepare(&self, texts: &[&str], done: &(dyn Fn(usize) + Sync)) -> Result<(), Error> {
        self.transformer().map_or(Ok(()), |model| {
            let mut model = model.write().unwrap_or_else(PoisonError::into_inner);
            model.learn_all(texts, done)
        })
    }

    /// Returns whether texts must be prepared, or take very long.
    pub fn is_slow(&self) -> bool {
        self.transformer().is_some()
    }

    /// Returns whether it can say what is meant in a language.
    pub fn knows(&self, language: Language) -> bool {
        match self {
            Self::Builtin => language == Language::English,
            Self::Lsa => false,
            Self::Directory(_) => true,
        }
    }

    /// Returns what utterances mean, one a row; zeros where the source cannot say.
    pub(super) fn meanings(&self, utterances: &[&Utterance]) -> Array2<f32> {
        let mut rows = Array2::zeros((utterances.len(), self.dimensions()));
        for (row, utterance) in rows.axis_iter_mut(Axis(0)).zip(utterances) {
            self.write(utterance, row);
        }
        rows
    }

    pub(super) fn dimensions(&self) -> usize {
        match self {
            Self::Lsa => 0,
            Self::Builtin => builtin().dimensions(),
            Self::Directory(directory) => match &*directory.vectors {
                LoadedVectors::Static(embeddings) => embeddings.dimensions(),
                LoadedVectors::Transformer(model) => {
                    let model = model.read().unwrap_or_else(PoisonError::into_inner);
                    model.model().dimensions()
                }
            },
        }
    }

    fn write(&self, utterance: &Utterance, mut row: ArrayViewMut1<'_, f32>) {
        match self {
            Self::Builtin if utterance.language == Language::English => {
                sum(builtin(), &utterance.normal, row);
            }
            Self::Lsa | Self::Builtin => {}
            Self::Directory(directory) => match &*directory.vectors {
                LoadedVectors::Static(embeddings) => sum(embeddings, &utterance.normal, row),
                LoadedVectors::Transformer(model) => {
                    let model = model.read().unwrap_or_else(PoisonError::into_inner);
                    row.assign(&model.vector(&utterance.normal));
                }
            },
        }
    }

    fn transformer(&self) -> Option<&RwLock<CachedModel<Transformer>>> {
        match self {
            Self::Directory(directory) => match &*directory.vectors {
                LoadedVectors::Transformer(model) => Some(model),
                LoadedVectors::Static(_) => None,
            },
            _ => None,
        }
    }
}

/// Writes the sum of a text's pieces over the root of their number, so that
/// longer texts speak louder, but not in proportion. Each word counts once:
/// whoever repeats a word does not say more.
fn sum(embeddings: &Embeddings, text: &str, mut row: ArrayViewMut1<'_, f32>) {
    let sum = row.as_slice_mut().expect("a row of a new matrix");
    let pieces = embeddings.add_once(text, is_pronoun, sum);
    row /= (pieces.max(1) as f32).sqrt();
}

impl Directory {
    fn read(path: &Path) -> Result<Self, Error> {
        std::fs::read_dir(path).map_err(|source| Error::File {
            path: path.to_owned(),
            verb: "read",
            source,
        })?;
        let vectors = if is_static(path) {
            LoadedVectors::Static(Box::new(Embeddings::read(path)?))
        } else {
            let model = Transformer::read(path)?;
            LoadedVectors::Transformer(RwLock::new(CachedModel::new(model)))
        };
        Ok(Self {
            path: path.to_owned(),
            vectors: Arc::new(vectors),
        })
    }
}

/// Whether a directory names no model, or Model2Vec's.
fn is_static(path: &Path) -> bool {
    #[derive(Deserialize)]
    struct Config {
        model_type: Option<String>,
    }
    let config = std::fs::read(path.join("config.json")).ok();
    let config = config.and_then(|bytes| serde_json::from_slice::<Config>(&bytes).ok());
    config
        .and_then(|config| config.model_type)
        .is_none_or(|kind| kind == "model2vec")
}

impl FromStr for VectorSource {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "builtin" => Self::Builtin,
            "lsa" => Self::Lsa,
            path => Self::Directory(Directory::read(Path::new(path))?),
        })
    }
}

impl TryFrom<String> for VectorSource {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<VectorSource> for String {
    fn from(source: VectorSource) -> Self {
        match source {
            VectorSource::Builtin => "builtin".into(),
            VectorSource::Lsa => "lsa".into(),
            VectorSource::Directory(directory) => directory.path.to_string_lossy().into_owned(),
        }
    }
}

impl PartialEq for Directory {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for Directory {}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())
    }
}

#[cfg(all(test, feature = "transformer"))]
#[path = "../../crates/distill/src/transformer/tiny.rs"]
mod tiny;

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(text: &str) -> Vec<f32> {
        let embeddings = builtin();
        let mut sum = vec![0.0; embeddings.dimensions()];
        embeddings.add(text, &mut sum);
        sum
    }

    fn cosine(a: &str, b: &str) -> f32 {
        let (a, b) = (vector(a), vector(b));
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
    }

    #[test]
    fn texts_on_one_topic_are_nearer_than_texts_on_two() {
        let near = cosine("invoice was too expensive", "the price on the bill");
        let far = cosine("invoice was too expensive", "a friendly dog");
        assert!(near > far + 0.1, "{near} {far}");
    }

    #[test]
    fn a_source_is_written_as_it_is_named() {
        for name in ["builtin", "lsa"] {
            assert_eq!(String::from(name.parse::<VectorSource>().unwrap()), name);
        }
    }

    #[test]
    fn a_directory_that_is_not_there_is_named_in_the_error() {
        let error = "no/such/place".parse::<VectorSource>().unwrap_err();
        assert_eq!(error.to_string(), "`no/such/place` cannot be read");
    }

    #[cfg(feature = "transformer")]
    #[test]
    fn a_transformer_says_the_same_prepared_or_not() {
        let dir = tempfile::tempdir().unwrap();
        tiny::write(dir.path(), false);
        let source: VectorSource = dir.path().to_str().unwrap().parse().unwrap();
        let said = Utterance::new("slow app", Language::German);
        let before = source.meanings(&[&said]);
        source.prepare(&["app", "slow app"], &|_| {}).unwrap();
        assert_eq!(source.meanings(&[&said]), before);
    }
}
