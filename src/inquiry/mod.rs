//! What can be asked of an analysis, and what it answers.
//!
//! Takes an analysis, by way of a [`Ledger`]; gives comparisons, contrasts,
//! hot spots, outcomes and checks as plain values that are their own JSON:
//! every number with what it stands on. The statistics are `nps`'s, the
//! wording is `report`'s.

pub mod drivers;
pub mod check;
mod checked_themes;
pub mod checks;
pub mod claims;
pub mod impacts;
pub mod compare;
pub mod contrast;
mod error;
pub mod explanation;
pub mod interview_coverage;
pub mod joint_effects;
pub mod hotspots;
mod ledger;
pub mod pain_points;
pub mod plan;
pub mod priorities;
mod measure;
mod periods;
pub mod leads;
pub mod outcomes;
pub mod period_coverage;
pub mod sides;
pub mod scores;
pub mod saturation;
pub mod search;
pub mod trends;
pub mod segments;
pub mod selection;
pub mod answer_clusters;
pub mod theme_shares;
pub mod theme_tone;
pub mod account;
pub mod account_coverage;
pub mod coaching;
pub mod days;
pub mod disagreements;
pub mod field_audit;
pub mod follow_through;
pub mod follow_up_queue;
pub mod roles;
pub mod watch;
pub mod answer;
pub mod breadth;
pub mod distinctive_words;

pub use answer::{Answer, NoIndex, Searcher, StudySearcher};
pub use error::{Error, did_you_mean, nearest};
pub use ledger::{Ledger, Side, ThemeRef};
pub use measure::is_measure_range;
pub use periods::periods;
pub use selection::{Selection, SelectionPart, selected};
