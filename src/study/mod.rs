//! Where the stages meet.
//!
//! A [`Study`] is a folder that remembers; an [`Analysis`] is what one look at
//! a corpus finds. [`Analysis::of`] reads as one screen, each line taking the
//! noun of the line before.

mod analysis;
mod corrections;
mod decisions;
mod error;
mod findings;
mod firmness;
mod folder;
mod hit_themes;
mod interviews;
mod given;
mod map;
mod placing;
mod quote;
mod quote_id;
mod refresh;
mod seeking;
mod settings;
mod topics;
pub mod views;
mod voices;

pub use analysis::Analysis;
pub use corrections::Wish;
pub use decisions::{Request, Signature, wished};
pub use error::Error;
pub use findings::{Finding, Voiced};
pub use folder::{Read, Study, intakes};
pub use given::{Given, Noted, Pointing, given, means, noted};
pub use hit_themes::{HitTheme, hit_themes};
pub use interviews::{Proposal, Sitting, Speaking, called, sittings};
pub use map::Map;
pub use quote::{Medium, Quote};
pub use quote_id::{QuoteId, QuoteIds, quote_id, quote_of};
pub use refresh::{Past, Refresh, Renewal};
pub use seeking::{Like, like, seeker};
pub use settings::Settings;
pub use topics::said;
pub use voices::{People, Speaker};
