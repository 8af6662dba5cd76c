//! What a model's directory says beside its weights: how vectors are pooled,
//! how long a text may be, and whether anything comes after.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// How a text's word vectors become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooling {
    /// Their mean.
    Mean,
    /// The vector of the mark before the first (`[CLS]`).
    First,
}

impl Pooling {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::First => "first",
        }
    }
}

/// What a model's directory says beside its weights.
#[derive(Clone, Copy, Debug)]
pub(super) struct ModelShape {
    pub(super) pooling: Pooling,
    /// The most word pieces of a text that are read.
    pub(super) longest: usize,
    pub(super) dimensions: usize,
}

#[derive(Deserialize)]
struct ModelType {
    model_type: Option<String>,
}

#[derive(Deserialize)]
struct Module {
    path: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct SequenceLimits {
    max_seq_length: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PoolingModes {
    pooling_mode_cls_token: bool,
    pooling_mode_mean_tokens: bool,
    pooling_mode_max_tokens: bool,
    pooling_mode_mean_sqrt_len_tokens: bool,
}

impl ModelShape {
    pub(super) fn read(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("config.json");
        let kind: ModelType = json(&path)?.ok_or_else(|| Error::Model {
            path: dir.to_owned(),
            reason: "there is no `config.json`".into(),
        })?;
        if let Some(other) = kind.model_type.filter(|kind| kind != "bert") {
            return Err(Error::Model {
                path,
                reason: format!("its `model_type` is `{other}`"),
            });
        }
        let modules: Vec<Module> = json(&dir.join("modules.json"))?.unwrap_or_default();
        let known = ["Transformer", "Pooling", "Normalize"];
        let is_known = |module: &&Module| known.iter().any(|name| module.kind.ends_with(name));
        if let Some(other) = modules.iter().find(|module| !is_known(module)) {
            return Err(Error::Model {
                path: dir.join("modules.json"),
                reason: format!("it has a module `{}`", other.kind),
            });
        }
        let pooling = modules
            .iter()
            .find(|module| module.kind.ends_with("Pooling"));
        let pooling = pooling.map_or("1_Pooling", |module| &module.path);
        let limits: Option<SequenceLimits> = json(&dir.join("sentence_bert_config.json"))?;
        Ok(Self {
            pooling: pooled_by(&dir.join(pooling).join("config.json"))?,
            longest: limits
                .and_then(|limits| limits.max_seq_length)
                .unwrap_or(usize::MAX),
            dimensions: 0,
        })
    }
}

/// Where nothing is said, sentence-transformers takes the mean.
fn pooled_by(path: &Path) -> Result<Pooling, Error> {
    let Some(modes) = json::<PoolingModes>(path)? else {
        return Ok(Pooling::Mean);
    };
    // A sum over the root of the length has the direction of the mean.
    let mean = modes.pooling_mode_mean_tokens || modes.pooling_mode_mean_sqrt_len_tokens;
    match (
        mean,
        modes.pooling_mode_cls_token,
        modes.pooling_mode_max_tokens,
    ) {
        (true, false, false) => Ok(Pooling::Mean),
        (false, true, false) => Ok(Pooling::First),
        _ => Err(Error::Model {
            path: path.to_owned(),
            reason: "it pools neither by the mean nor by the first mark alone".into(),
        }),
    }
}

/// Reads a file if there is one.
fn json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Error> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::reading(path)(error)),
    };
    let value = serde_json::from_slice(&bytes).map_err(|error| Error::Model {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    Ok(Some(value))
}
