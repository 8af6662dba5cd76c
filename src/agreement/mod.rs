//! How well two ways of sorting the same things agree.
//!
//! Takes two numbers for each thing, or counts of who said what of it; gives
//! numbers that are 0 by chance and 1 in full agreement. Knows neither themes
//! nor codes. The formulas and where they come from stand in
//! `docs/methods.md`.

mod alpha;
mod crossed;
mod kappa;

pub use alpha::{Alpha, Coincidences};
pub use crossed::Crossed;
pub use kappa::{Kappa, KappaCounts};
