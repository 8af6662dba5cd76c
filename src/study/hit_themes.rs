//! What the hits of a search speak of: themes of their own, and which of the
//! study's themes they are in.
//!
//! Takes hits; each is one passage. They are mined as a corpus is: vectors are
//! turned toward what varies between these hits, so that the subject they
//! share does not make them all alike, and the words they were found by are no
//! words of theirs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::assignment::{Placed, is_heard, with_topic, without_topic};
use super::error::Error;
use super::folder::Study;
use super::settings::Settings;
use crate::search::{Facet, Hit};
use crate::text::{Language, detect, filler, normal};
use crate::themes::{
    self, Arrangement, Leaf, MinedUtterance, Model, NamingContext, SaidUtterance, ThemeLabel,
    ThemeOrigin, labels,
};
use crate::vectorize::Utterance;

/// A theme of hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitTheme {
    /// Its name and terms.
    pub label: ThemeLabel,
    /// Positions of its hits among all, as they stand there.
    pub hits: Vec<usize>,
}

/// Fewer hits are no theme.
const FEWEST: usize = 3;

/// Returns what hits speak of, that of most hits first; empty where they are
/// too few to group. Hits that stand apart are in none.
pub fn hit_themes(hits: &[Hit], language: Language, settings: &Settings) -> Vec<HitTheme> {
    let said: Vec<Utterance> = hits.iter().map(|hit| utterance(hit, language)).collect();
    let mut distinct: Vec<Utterance> = said
        .iter()
        .filter(|said| filler(&said.normal).is_none())
        .cloned()
        .collect();
    distinct.sort_unstable();
    distinct.dedup();
    let mining = themes::MiningSettings {
        vectors: settings.vectors.clone(),
        stop_words: [&settings.stop_words[..], &asked_for(hits)].concat(),
        ..themes::MiningSettings::default()
    };
    let once = |utterance| MinedUtterance {
        utterance,
        people: 1,
    };
    let spoken: Vec<MinedUtterance<'_>> = distinct.iter().map(once).collect();
    let Some(model) = Model::mine(&distinct, &spoken, language, &mining) else {
        return Vec::new();
    };
    let assigned = model.assign_all(&said.iter().collect::<Vec<_>>());
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, assigned) in assigned.iter().enumerate() {
        if let Some(assigned) = assigned.filter(|assigned| assigned.belongs)
            && let ThemeOrigin::Cluster(cluster) = assigned.leaf.origin
        {
            members.entry(cluster).or_default().push(at);
        }
    }
    let mut members: Vec<Vec<usize>> = members.into_values().collect();
    members.retain(|hits| hits.len() >= FEWEST);
    members.sort_by(|one, two| two.len().cmp(&one.len()).then_with(|| one.cmp(two)));
    let spoken: Vec<SaidUtterance<'_>> = members
        .iter()
        .enumerate()
        .flat_map(|(theme, hits)| hits.iter().map(move |&at| (theme, at)))
        .map(|(theme, at)| SaidUtterance {
            utterance: &said[at],
            text: &hits[at].text,
            theme: Some(theme),
            strength: assigned[at].map_or(0.0, |assigned| assigned.strength),
            people: 1.0,
        })
        .collect();
    let setting = NamingContext {
        title: settings.name().to_owned(),
        questions: Vec::new(),
        language,
    };
    let labels = labels(
        &spoken,
        model.lexicon(),
        Some(model.vectorizer()),
        members.len(),
        &setting,
    );
    let themes = labels.into_iter().zip(members);
    themes
        .map(|(label, hits)| HitTheme { label, hits })
        .collect()
}

/// Returns the words that the hits were found by: all of them hold some, so
/// that these tell none from another.
fn asked_for(hits: &[Hit]) -> Vec<String> {
    let pieces = hits.iter().flat_map(Hit::pieces);
    let matched = pieces.filter(|piece| piece.is_match);
    let words: BTreeSet<String> = matched.map(|piece| normal(piece.text)).collect();
    words.into_iter().collect()
}

fn utterance(hit: &Hit, language: Language) -> Utterance {
    Utterance {
        normal: normal(&hit.text).into(),
        language: detect(&hit.text).unwrap_or(language),
    }
}

impl Study {
    /// Returns how hits spread over the themes of the study; `None` where
    /// none were found yet.
    pub fn themes_of_hits(&self, hits: &[Hit]) -> Result<Option<Facet>, Error> {
        let Some(memory) = self.memory()? else {
            return Ok(None);
        };
        let Some(model) = &memory.model else {
            return Ok(None);
        };
        let codebook = self.codebook()?;
        let arrangement = Arrangement::new(&memory, &codebook);
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for hit in hits {
            let said = utterance(hit, model.language);
            let themes = leaf(model, &said, hit).and_then(|leaf| arrangement.numbers().get(&leaf));
            if let Some(theme) = themes {
                *counts.entry(*theme).or_default() += 1;
            }
        }
        let name = |theme: u32| {
            let name = codebook.name(theme).or_else(|| memory.name(theme));
            name.map_or_else(|| theme.to_string(), |name| format!("{theme} {name}"))
        };
        let mut values: Vec<(String, usize)> = counts
            .into_iter()
            .map(|(theme, count)| (name(theme), count))
            .collect();
        values.sort_by_key(|(_, count)| Reverse(*count));
        Ok(Some(Facet {
            field: "theme".into(),
            values,
        }))
    }
}

/// Returns the leaf a hit belongs to, as it would when it is mined.
fn leaf(model: &Model, said: &Utterance, hit: &Hit) -> Option<Leaf> {
    let placed = match filler(&said.normal) {
        Some(filler) => without_topic(filler),
        None => with_topic(said, model.assign(said)),
    };
    match placed {
        Placed::In(assigned) => is_heard(assigned.central, hit.place).then_some(assigned.leaf),
        Placed::Nowhere | Placed::Blank => None,
    }
}
