//! What words say before anybody counts them: language, words, stems, stop
//! words, passages, tone.
//!
//! Takes `&str` and gives places and words; knows no responses. Everything
//! here is a pure function of the text it is given, so that a text read alone
//! and a text read in a batch come out the same.

mod boilerplate;
mod choices;
mod delivery;
mod detect;
mod faces;
mod feedback;
mod filler;
mod harmless;
mod language;
pub mod lists;
mod markup;
mod non_answers;
mod normalize;
mod passages;
mod phrase_table;
mod quotation;
mod redact;
mod request;
mod scripts;
mod statements;
mod stopwords;
mod tone;
mod words;

pub use choices::choices;
pub use delivery::Delivery;
pub use detect::detect;
pub use feedback::{Feedback, passages};
pub use filler::{Filler, evaluation, evaluative_words, filler, is_empty_word, names_no_topic};
pub use harmless::{harmless, harmless_json, harmless_line};
pub use language::{Language, Stemmer, has_phrase};
pub use markup::{entity_ends, plain};
pub use non_answers::{is_missing, missing_values};
pub use normalize::{normal, plain_words, running};
pub use passages::whole_sentences;
pub use quotation::{is_quoted, quotations};
pub use redact::{contacts, is_revealed, masked, masked_id, reveal};
pub use statements::{Fault, FaultMark, StatedWord, Statement, StatementKind};
pub use stopwords::{
    StopWords, denies, has_content, is_measure, is_pronoun, negations, section_part, sections,
};
pub use tone::{Tone, ToneKind};
pub use words::{Word, is_searched_by_character, searchable_words, spaced, word_count, words};
