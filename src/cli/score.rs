//! `motif score`: the score, and what it is when counted otherwise.

use std::path::Path;

use clap::Args;

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources::SourceArgs;
use crate::inquiry::{Ledger, Selection, scores, selected};
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct ScoreCommand {
    /// A measure answers weigh by, shared among the people of an account; else what is called revenue or alike
    #[arg(long, value_name = "ATTRIBUTE")]
    weight: Vec<String>,

    /// What roles weigh: `decision maker=4,end user=1`
    #[arg(long, value_name = "ROLE=WEIGHT,…", value_delimiter = ',', value_parser = role)]
    roles: Vec<(String, f64)>,

    /// Roles from the most senior to the least; else by their names
    #[arg(long, value_name = "ROLE,…", value_delimiter = ',')]
    seniority: Vec<String>,

    /// Only answers of this wave, period or segment; else everybody's latest
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    #[command(flatten)]
    given: SourceArgs,
}

impl ScoreCommand {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(study)?;
        let ledger = Ledger::new(&analysis);
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
        };
        let found = scores::scores(&ledger, &selections, &weights)?;
        if output.json {
            return output.value(&found);
        }
        tell(
            &narrative::scored(&found, &analysis.corpus.scale),
            &analysis.corpus.scale,
            output,
        )
    }
}

fn role(text: &str) -> Result<(String, f64), String> {
    let (role, weight) = text
        .rsplit_once('=')
        .ok_or("a role and its weight, as in `decision maker=4`")?;
    let number: f64 = weight
        .trim()
        .parse()
        .map_err(|_| format!("`{weight}` is not a number"))?;
    if !(number.is_finite() && number > 0.0) {
        return Err(format!("a weight of {weight} counts nobody"));
    }
    Ok((role.trim().to_lowercase(), number))
}
