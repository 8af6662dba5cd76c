//! Where the stages meet.
//!
//! A [`Study`] is a folder that remembers; an [`Analysis`] is what one look at
//! a corpus finds. [`Analysis::new`] reads as one screen, each line taking the
//! noun of the line before.

mod account_links;
mod analysis;
mod corrections;
mod decisions;
mod error;
mod findings;
mod firmness;
mod folder;
mod forgetting;
mod found_texts;
mod hit_themes;
mod interviews;
mod kept_answers;
mod languages;
mod lists;
mod main_themes;
pub mod lookup;
mod manual_codes;
mod map;
mod matching;
mod naming;
mod naming_model;
mod assignment;
mod quote;
mod quote_id;
pub mod reference;
mod refresh;
mod semantic_index;
mod settings;
mod theme_model;
mod tone;
mod topics;
pub mod saved_views;
mod people;
mod pieces;
mod snapshots;
mod work;
mod work_log;

pub use analysis::Analysis;
pub use corrections::CorrectionRequest;
pub use decisions::{Signature, wished};
pub use error::Error;
pub use findings::{Finding, Voiced};
pub use folder::{FolderFiles, ReadFile, Study, intakes};
pub use hit_themes::{HitTheme, hit_themes};
pub use interviews::{ProposedCorrection, Sitting, Speaking, called, sittings};
pub use kept_answers::StudyState;
pub use languages::LANGUAGE;
pub use lists::IndexLists;
pub use manual_codes::{ManualCode, MarkedPassage, chosen, given, means, noted};
pub use map::Map;
pub use matching::MatchReasons;
pub use naming_model::{NamingModel, WordedNames};
pub use people::{People, Speaker};
pub use pieces::ThemePiece;
pub use quote::{Medium, Quote};
pub use quote_id::{QuoteId, QuoteIds, quote_id, quote_of};
pub use refresh::{Past, Refresh, Renewal};
pub use semantic_index::seeker;
pub use settings::Settings;
pub use snapshots::StudySnapshot;
pub use theme_model::{LabelledTheme, ModelTheme, TextLabel, ThemeModel, id_list};
pub use topics::said;
pub use work::{Action, ActionStep, Cause, Effort, FollowUp, FollowUpState, Route, Way, Work};
