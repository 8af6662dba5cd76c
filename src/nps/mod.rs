//! What ratings say, and how sure one may be of it.
//!
//! Takes groups and counts of people; gives scores, shares and impacts, each
//! with an interval and the count it stands on. Whose rating counts where is
//! decided by the caller, wording by `report`. The formulas and where they
//! come from stand in `docs/methods.md`.

mod cell_test;
mod cells;
mod exact_test;
pub mod change;
pub mod clustered;
mod jackknife;
pub mod composition;
pub mod contrast;
pub mod decomposition;
pub mod fdr;
mod fisher;
pub mod estimate;
pub mod hotspots;
pub mod impact;
pub mod intervals;
pub mod kitagawa;
pub mod log_odds;
pub mod means;
mod moments;
mod random;
pub mod paired;
pub mod ranking;
pub mod before_after;
pub mod group_means;
mod bootstrap;
pub mod score;
pub mod raking;
pub mod shrinkage;
pub mod pooling;
pub mod stratified;
pub mod what_if;
mod shapley;
mod distributions;
pub mod double_sampling;
pub mod control_chart;
pub mod joint_drivers;
mod waves;
pub mod weighted;
