//! What is mined: passages with how many people say each, and in which of the
//! languages that many speak.

use std::collections::BTreeMap;

use crate::text::Language;
use crate::vectorize::Utterance;

/// Words are looked at by language where this share of all passages, and so
/// many, are in one: what says the same in another language shares none.
const TONGUE: f64 = 0.05;
const TONGUE_PASSAGES: usize = 30;

/// A passage that may make themes, and how many people say it.
#[derive(Clone, Copy, Debug)]
pub struct MinedUtterance<'a> {
    /// What is said.
    pub utterance: &'a Utterance,
    /// How many different people say it.
    pub people: usize,
}

/// Returns the tongue of each passage.
pub(super) fn tongues(spoken: &[MinedUtterance<'_>]) -> Vec<usize> {
    let mut passages: BTreeMap<Language, usize> = BTreeMap::new();
    for said in spoken {
        *passages.entry(said.utterance.language).or_default() += 1;
    }
    let enough = TONGUE_PASSAGES.max((spoken.len() as f64 * TONGUE).ceil() as usize);
    passages.retain(|_, passages| *passages >= enough);
    // One language alone has all that is in others beside it.
    let spoken_in: Vec<Language> = passages.into_keys().collect();
    let tongue = |said: &MinedUtterance<'_>| {
        let language = said.utterance.language;
        spoken_in.iter().position(|of| *of == language)
    };
    spoken
        .iter()
        .map(|said| tongue(said).unwrap_or_default())
        .collect()
}
