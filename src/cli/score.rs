//! The score: `motif score` counts it otherwise, and `motif audit` asks whether
//! it can be trusted. In JSON it is called `nps` for the recommendation question
//! and `net_score` on any other scale.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::feedback::Scale;
use crate::inquiry::coaching::coaching;
use crate::inquiry::disagreements::disagreements;
use crate::inquiry::{Ledger, Selection, checks, scores, selected};
use crate::nps::score::Counts;
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct ScoreCommand {
    /// A measure to weight by, shared among the people of an account [default: those called revenue or similar]
    #[arg(long, value_name = "ATTRIBUTE")]
    weight: Vec<String>,

    /// A column that holds what each answer weighs, as the survey tool worked it out
    #[arg(long, value_name = "ATTRIBUTE")]
    answer_weight: Option<String>,

    /// Weights of roles: `decision maker=4,end user=1`
    #[arg(long, value_name = "ROLE=WEIGHT,…", value_delimiter = ',', value_parser = role)]
    roles: Vec<(String, f64)>,

    /// Roles from most to least senior [default: by their names]
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',')]
    seniority: Vec<String>,

    /// List ratings that a measure contradicts, such as usage or a CSM's own score
    #[arg(long, value_name = "ATTRIBUTE")]
    against: Option<String>,

    /// Only answers from this wave, period or segment [default: each wave]
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    #[command(flatten)]
    pub(super) given: SourceArgs,
}

impl ScoreCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::new(&analysis);
        if let Some(attribute) = &self.against {
            let among = selected(self.among.as_deref(), &analysis)?;
            let found = disagreements(&ledger, attribute, &among)?;
            if output.json {
                return output.value(&found);
            }
            let scale = &analysis.corpus.scale;
            return tell(&narrative::disagreements(&found, scale), scale, output);
        }
        let selections = if self.among.is_some() {
            vec![selected(self.among.as_deref(), &analysis)?]
        } else {
            let waves = analysis.corpus.waves();
            let waves = waves.iter().map(|wave| Selection::parse(wave, &analysis));
            waves.collect::<Result<_, _>>()?
        };
        let weights = scores::Weights {
            measures: self.weight.clone(),
            roles: self.roles.iter().cloned().collect(),
            seniority: self.seniority.clone(),
            answers: self.answer_weight.clone(),
        };
        let found = scores::scores(&ledger, &selections, &weights)?;
        if output.json {
            return output.value(&found);
        }
        let scale = &analysis.corpus.scale;
        tell(&narrative::scores(&found, scale), scale, output)
    }
}

fn role(text: &str) -> Result<(String, f64), String> {
    let (role, weight) = text
        .rsplit_once('=')
        .ok_or("expected a role and its weight, as in `decision maker=4`")?;
    let number: f64 = weight
        .trim()
        .parse()
        .map_err(|_| format!("`{weight}` is not a number"))?;
    if !(number.is_finite() && number > 0.0) {
        return Err(format!("a weight must be above zero, not {weight}"));
    }
    Ok((role.trim().to_lowercase(), number))
}

#[derive(Debug, Args)]
pub(super) struct CoachCommand {
    /// The attribute that names who served the customer, such as `agent` or `owner`
    #[arg(long, value_name = "ATTRIBUTE")]
    by: String,

    /// Only answers from this wave, period or segment [default: everybody's latest]
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    #[command(flatten)]
    pub(super) given: SourceArgs,
}

impl CoachCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let among = selected(self.among.as_deref(), &analysis)?;
        let found = coaching(&Ledger::new(&analysis), &self.by, &among)?;
        if output.json {
            return output.value(&found);
        }
        let scale = &analysis.corpus.scale;
        tell(&narrative::coaching(&found, scale), scale, output)
    }
}

#[derive(Debug, Args)]
pub(super) struct AuditCommand {
    /// A measure that should not rise, such as `replacements`; can be given several times
    #[arg(long, value_name = "ATTRIBUTE")]
    cost: Vec<String>,

    #[command(flatten)]
    pub(super) given: SourceArgs,
}

impl AuditCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::new(&analysis);
        let found = checks::checks(&ledger, &self.cost)?;
        if output.json {
            return output.value(&found);
        }
        let scale = &analysis.corpus.scale;
        tell(&narrative::checks(&found, scale), scale, output)
    }
}

/// A score, and so what it may be called; none where nobody rated.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) enum ScoreJson {
    #[serde(rename = "nps")]
    Promoters(Option<f64>),
    #[serde(rename = "net_score")]
    Other(Option<f64>),
}

impl ScoreJson {
    /// Returns the score of people who answered on a scale.
    pub(super) fn new(counts: Counts, scale: &Scale) -> Self {
        let score = counts.score();
        if scale.is_recommendation() {
            Self::Promoters(score)
        } else {
            Self::Other(score)
        }
    }

    /// Returns the number.
    pub(super) fn value(self) -> Option<f64> {
        match self {
            Self::Promoters(score) | Self::Other(score) => score,
        }
    }
}
