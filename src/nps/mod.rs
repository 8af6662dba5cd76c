//! What ratings say, and how sure one may be of it.
//!
//! Takes groups and counts of people; gives scores, shares and impacts, each
//! with an interval and the count it stands on. Whose rating counts where is
//! decided by the caller, wording by `report`. The formulas and where they
//! come from stand in `docs/methods.md`.

pub mod estimate;
pub mod impact;
pub mod intervals;
pub mod score;
