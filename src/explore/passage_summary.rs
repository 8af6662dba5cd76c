//! What some passages have in common: who says them, of which themes they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use utoipa::ToSchema;

use super::cited_passages::{CitedPassage, said};
use super::snapshot::Snapshot;
use crate::feedback::{Group, Rating};
use crate::study::Voiced;
use crate::themes::Detail;

/// What some passages have in common.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(super) struct PassageSummary {
    /// How many passages there are.
    pub(super) passages: usize,
    /// How many people say them.
    pub(super) people: usize,
    /// The people of each group, those who did not rate left out.
    pub(super) groups: Vec<NamedCount>,
    /// The themes they are of, that of most passages first.
    pub(super) themes: Vec<NamedCount>,
    /// How many passages are of no theme.
    pub(super) unthemed: usize,
    /// The best passages to quote.
    pub(super) quotes: Vec<PointWords>,
}

/// A name and how many are of it.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(super) struct NamedCount {
    /// The theme's id, or the group's.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// How many.
    pub(super) count: usize,
}

/// Somebody's words, as a pointer shows them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(super) struct PointWords {
    /// What the passage is known by.
    pub(super) id: String,
    /// The words.
    pub(super) text: String,
    /// Who said them.
    pub(super) by: String,
    /// Where.
    pub(super) place: String,
}

impl PointWords {
    /// Returns a passage as it is shown beside a pointer.
    pub(super) fn new(said: &CitedPassage, snapshot: &Snapshot) -> Self {
        let scale = &snapshot.any().corpus.scale;
        Self {
            id: said.id.clone(),
            text: said.quote.text.clone(),
            by: crate::report::words::said_by(&said.quote, scale).join(" · "),
            place: crate::report::words::place(&said.quote),
        }
    }
}

/// Quotes shown of a heap.
const QUOTES: usize = 5;

impl PassageSummary {
    /// Returns what some passages have in common.
    pub(super) fn new(snapshot: &Snapshot, detail: Detail, passages: &[usize]) -> Self {
        let analysis = snapshot.analysis(detail);
        let corpus = &analysis.corpus;
        // People are of the group of their latest answer, as everywhere.
        let latest = analysis.people.latest.iter().map(|&response| {
            let group = corpus.responses[response].rating.map(Rating::group);
            (analysis.people.person(response), group)
        });
        let latest: HashMap<usize, Option<Group>> = latest.collect();
        let mut people: BTreeMap<usize, Option<Group>> = BTreeMap::new();
        let mut themes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut unthemed = 0;
        for &passage in passages {
            let place = analysis.passages.all[passage].place;
            let speaker = analysis.people.speaker(corpus, place);
            let group = latest.get(&speaker.person).copied();
            people.insert(speaker.person, group.unwrap_or(speaker.group));
            match analysis.voiced_by(passage) {
                Voiced::Theme { finding, .. } => *themes.entry(finding).or_default() += 1,
                Voiced::Unthemed | Voiced::Blank => unthemed += 1,
            }
        }
        let mut themes: Vec<NamedCount> = themes
            .into_iter()
            .map(|(finding, count)| NamedCount {
                id: analysis.findings[finding].theme.id.to_string(),
                name: analysis.findings[finding].theme.name.clone(),
                count,
            })
            .collect();
        themes.sort_by_key(|of| std::cmp::Reverse(of.count));
        let groups = corpus.scale.groups().map(|group| NamedCount {
            id: group.name().to_owned(),
            name: corpus.scale.plural(group).to_owned(),
            count: people.values().filter(|of| **of == Some(group)).count(),
        });
        let quoted: BTreeSet<usize> = passages.iter().copied().collect();
        let quoted: Vec<usize> = quoted.into_iter().collect();
        let quotes = analysis.quoted(&quoted, QUOTES).into_iter();
        let quotes = quotes.map(|at| said(snapshot, analysis.passages.all[at].place));
        Self {
            passages: passages.len(),
            people: people.len(),
            groups: groups.collect(),
            themes,
            unthemed,
            quotes: quotes
                .map(|said| PointWords::new(&said, snapshot))
                .collect(),
        }
    }
}
