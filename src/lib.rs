//! motif reads what customers wrote and said, and answers: what are they
//! telling us, who says it, how sure are we, and which sentence proves it?
//!
//! The modules stand in the order that data meets them. An import points only
//! upwards in this list; `tests/layers.rs` sees to it, and
//! `docs/architecture.md` says why.

pub mod replace;
pub mod feedback;
pub mod text;
pub mod ingest;
pub mod corpus;
pub mod vectorize;
pub mod search;
pub mod cluster;
pub mod themes;
pub mod pain_points;
pub mod nps;
pub mod agreement;
pub mod question;
pub mod study;
pub mod inquiry;
pub mod report;
pub mod exchange;
pub mod explore;
pub mod cli;
