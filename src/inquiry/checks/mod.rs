//! Whether the score itself can be trusted.
//!
//! Takes an analysis; looks for ratings that contradict their comments, for
//! scores that were asked for or pile up just above a limit, for fewer
//! answers, for costs that rise while the score does, and for problems that
//! came back after a good rating.

mod solicited;
mod contradictions;
mod costs;
mod rating_heaping;
mod recurring;
mod turnout;

use serde::Serialize;

use super::account_coverage::{AccountCoverage, account_coverage};
use super::error::Error;
use super::field_audit::{FieldAudit, field_audits};
use super::ledger::Ledger;
use super::segments::Segments;
use super::selection::Selection;

pub use contradictions::Contradiction;
pub use costs::Cost;
pub use rating_heaping::RatingHeap;
pub use recurring::Returned;
pub use solicited::Begged;
pub use turnout::Turnout;

/// What was looked for in the score, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Checks {
    /// Ratings that contradict their comments, the plainest first.
    pub contradictions: Vec<Contradiction>,
    /// Comments with a rating that were looked at for contradictions.
    pub read: u64,
    /// Comments that say somebody asked for a rating.
    pub begged: Vec<Begged>,
    /// Where ratings pile up just above the limit to the best group.
    pub heaps: Vec<RatingHeap>,
    /// How many places were tested for that.
    pub heaps_tested: u64,
    /// How many rated and commented, wave by wave.
    pub turnout: Vec<Turnout>,
    /// Measures that grew worse while the score rose.
    pub costs: Vec<Cost>,
    /// The measures looked at.
    pub measures: Vec<String>,
    /// Problems that came back after a good rating.
    pub returned: Vec<Returned>,
    /// Which customers were heard; `None` without a table of them.
    pub coverage: Option<AccountCoverage>,
    /// Fields with something wrong.
    pub fields: Vec<FieldAudit>,
}

/// Looks at a score from all sides; `costs` names measures that are bad when
/// they rise, besides those whose name says so.
pub fn checks(ledger: &Ledger<'_>, costs: &[String]) -> Result<Checks, Error> {
    let of_files = Checks {
        coverage: account_coverage(ledger),
        fields: field_audits(ledger),
        ..Checks::default()
    };
    if ledger.analysis.corpus.scale.is_tone() {
        return Ok(of_files);
    }
    let everybody = Selection::everybody(ledger.analysis);
    let segments = Segments::new(ledger, &everybody);
    let (contradictions, read) = contradictions::contradictions(ledger);
    let (heaps, heaps_tested) = rating_heaping::heaps(ledger, &segments);
    let (found, measures) = costs::costs(ledger, costs)?;
    Ok(Checks {
        contradictions,
        read,
        begged: solicited::begged(ledger),
        heaps,
        heaps_tested,
        turnout: turnout::turnout(ledger),
        costs: found,
        measures,
        returned: recurring::returned(ledger),
        ..of_files
    })
}
