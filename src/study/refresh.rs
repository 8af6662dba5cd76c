//! What is remembered of a study's themes, brought up to date with what has
//! been said since.
//!
//! New answers are assigned by the model as it is, so that themes and the
//! numbers of earlier waves stay; what is new in them becomes a theme of its
//! own. Mined afresh, themes are new, and those that are found again keep
//! their number and name.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::work::Work;
use crate::text::Language;
use crate::themes::{
    Arrangement, Assigned, Codebook, Leaf, Matching, Memory, MinedUtterance, MiningSettings, Model,
    NO_THEME, Passages, Request, Seed, ThemeFate, ThemeOrigin, match_themes,
};
use crate::vectorize::Utterance;

/// What a study brings along when it is looked at again.
#[derive(Debug, Default)]
pub struct Past {
    /// Its themes so far.
    pub memory: Option<Memory>,
    /// What people decided.
    pub codebook: Codebook,
    /// Whether to mine everything afresh, as things are, or as they have become.
    pub renewal: Renewal,
    /// Whether themes are to be looked at: then their parts are found as well,
    /// and how firm they are.
    pub lasting: bool,
    /// What is done about what was said.
    pub work: Work,
}

/// How a study's themes are brought up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Renewal {
    /// New answers are assigned, and what is new in them becomes themes.
    #[default]
    Grow,
    /// Everything is mined afresh.
    Afresh,
    /// Not at all: what was said is only assigned.
    Fixed,
}

impl Past {
    /// Returns the language that the themes were mined in.
    pub(super) fn language(&self) -> Option<Language> {
        let model = self.memory.as_ref()?.model.as_ref()?;
        (self.renewal != Renewal::Afresh).then_some(model.language)
    }
}

/// What became of the themes since they were last looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Refresh {
    /// Whether everything was mined afresh; else new answers were assigned.
    pub afresh: bool,
    /// Whether that was because by far the most of what was said is new.
    pub outgrown: bool,
    /// Different things said that were not there before.
    pub added: usize,
    /// Themes that are still there.
    pub kept: Vec<u32>,
    /// Themes that fell apart, and the numbers of their parts.
    pub split: Vec<(u32, Vec<u32>)>,
    /// Themes that became part of another.
    pub merged: Vec<(u32, u32)>,
    /// Themes that came up.
    pub new: Vec<u32>,
    /// Themes that are not there any more.
    pub gone: Vec<u32>,
    /// Themes that would fall apart if everything were mined afresh.
    pub would_split: Vec<u32>,
    /// Themes that would be part of another.
    pub would_merge: Vec<(u32, u32)>,
}

/// What is mined.
#[derive(Clone, Copy)]
pub(super) struct Material<'a> {
    /// Everything that was said.
    pub(super) passages: &'a Passages,
    /// What is grouped: short comments whole, the passages of longer ones.
    pub(super) topics: &'a [Utterance],
    /// The passages that make themes, with how many people say each.
    pub(super) spoken: &'a [MinedUtterance<'a>],
}

/// Memory after a change, and how it came about.
pub(super) struct Renewed {
    pub(super) memory: Memory,
    pub(super) change: Option<ThemeChange>,
}

/// How themes before and clusters after relate.
pub(super) struct ThemeChange {
    afresh: bool,
    outgrown: bool,
    added: usize,
    matching: Matching,
    /// The numbers of the themes before, by position in the matching.
    before: Vec<u32>,
    /// The origins after, by position in the matching; `None` where nothing
    /// came of a cluster.
    after: Vec<Option<ThemeOrigin>>,
}

/// A cluster of mostly new utterances is a new theme from this share on, or
/// from so many times the share that is new altogether.
const MOSTLY_NEW: f64 = 0.5;
const MORE_THAN_OTHERS: f64 = 1.3;

/// Themes found in less than a third of what is there are mined afresh.
const OUTGROWN: usize = 2;

/// Brings memory up to date with what is to be mined.
pub(super) fn renewed(
    past: Past,
    material: Material<'_>,
    taught: BTreeMap<String, u32>,
    settings: MiningSettings,
) -> Renewed {
    let Past {
        memory,
        codebook,
        renewal,
        lasting,
        ..
    } = past;
    let Material {
        passages, topics, ..
    } = material;
    if renewal == Renewal::Fixed {
        return Renewed {
            memory: memory.unwrap_or_default(),
            change: None,
        };
    }
    let is_current = |memory: &Memory| {
        renewal == Renewal::Grow && memory.settings == settings && memory.model.is_some()
    };
    let mut renewed = match memory {
        Some(memory) if is_current(&memory) => {
            let seen = memory.are_seen(topics);
            let added = seen.iter().filter(|seen| !**seen).count();
            if added == 0 {
                Renewed {
                    memory,
                    change: None,
                }
            } else if added > OUTGROWN * (topics.len() - added) {
                let mut renewed = mined(Some(memory), &codebook, material, settings, lasting);
                if let Some(change) = &mut renewed.change {
                    change.outgrown = true;
                }
                renewed
            } else {
                grown(memory, &codebook, material, &seen)
            }
        }
        memory => mined(memory, &codebook, material, settings, lasting),
    };
    let seeds = sown(&codebook, &taught);
    let pieces = pieces(&renewed.memory, &codebook, &seeds);
    if let Some(model) = &mut renewed.memory.model {
        model.seed_themes(&seeds, &taught, &passages.utterances, &pieces);
    }
    for seed in seeds {
        renewed
            .memory
            .set_number(ThemeOrigin::Seed(seed.theme), seed.theme);
    }
    renewed.memory.set_manual_themes(taught);
    renewed.memory.mark_seen(topics);
    renewed
}

/// Returns where in the model the themes come from that pieces were cut from, by
/// the number of the piece.
fn pieces(memory: &Memory, codebook: &Codebook, seeds: &[Seed]) -> BTreeMap<u32, Vec<ThemeOrigin>> {
    let arrangement = Arrangement::new(memory, codebook);
    let cut = seeds.iter().filter_map(|seed| {
        // A piece of a piece is of the theme that the first was cut from.
        let mut whole = codebook.cut_from(seed.theme)?;
        while let Some(further) = codebook.cut_from(whole) {
            whole = further;
        }
        let leaves = arrangement.leaves(codebook.current(whole)).into_iter();
        let mut origins: Vec<ThemeOrigin> = leaves
            .map(|leaf| leaf.origin)
            .filter(|origin| matches!(origin, ThemeOrigin::Cluster(_)))
            .collect();
        origins.dedup();
        Some((seed.theme, origins))
    });
    cut.collect()
}

/// Returns the themes that people asked for by words, then those that they
/// only gave passages to.
fn sown(codebook: &Codebook, taught: &BTreeMap<String, u32>) -> Vec<Seed> {
    let mut seeds = codebook.seeds();
    let mut given: BTreeSet<u32> = taught.values().copied().collect();
    given.remove(&NO_THEME);
    for theme in given {
        if seeds.iter().all(|seed| seed.theme != theme) {
            seeds.push(Seed {
                theme,
                words: Vec::new(),
                words_only: false,
            });
        }
    }
    seeds
}

fn mined(
    before: Option<Memory>,
    codebook: &Codebook,
    material: Material<'_>,
    settings: MiningSettings,
    lasting: bool,
) -> Renewed {
    let Material {
        passages,
        topics,
        spoken,
    } = material;
    let model = Model::mine(topics, spoken, passages.language, &settings);
    let mut memory = Memory::new(model, settings);
    if lasting {
        memory.find_parts_and_firmness(topics);
    }
    let Some(old) = before else {
        return Renewed {
            memory,
            change: None,
        };
    };
    memory.copy_names(&old);
    for origin in [ThemeOrigin::Praise, ThemeOrigin::Complaint] {
        if let Some(&number) = old.numbers().get(&origin) {
            memory.set_number(origin, number);
        }
    }
    // What no cluster is, decisions moved as a whole.
    let arranged = Arrangement::new(&old, codebook);
    for &origin in old.numbers().keys() {
        let leaf = Leaf { origin, part: 0 };
        if let (false, Some(&theme)) = (
            matches!(origin, ThemeOrigin::Cluster(_)),
            arranged.numbers().get(&leaf),
        ) {
            memory.set_theme(leaf, theme);
        }
    }
    let (before, themes) = themes_of(&old, codebook, topics);
    let after = clusters_of(memory.model.as_ref(), topics);
    let count = after.iter().flatten().max().map_or(0, |most| most + 1);
    let change = ThemeChange {
        afresh: true,
        outgrown: false,
        added: old.are_seen(topics).iter().filter(|seen| !**seen).count(),
        matching: match_themes(&before, &after),
        before: themes,
        after: (0..count).map(|c| Some(ThemeOrigin::Cluster(c))).collect(),
    };
    for (origin, continued) in change.after.iter().zip(&change.matching.continues) {
        if let (Some(origin), Some(continued)) = (origin, continued) {
            memory.set_number(*origin, change.before[*continued]);
        }
    }
    let before = before.iter().map(|theme| Some(change.before[(*theme)?]));
    settle(&mut memory, codebook, topics, before);
    // What was taken back by now is in no leaf: made again, it is applied on top.
    memory.mark_decided(codebook.last_active().map_or(0, |entry| entry.number));
    // Where nothing could be mined before, nothing has changed.
    let change = old.model.is_some().then_some(change);
    Renewed { memory, change }
}

/// What people merged stays one, and what they split stays apart, as far as
/// the new clusters allow: each leaf goes to the theme that most of it was in.
/// `before` is the number of the theme of each topic.
fn settle(
    memory: &mut Memory,
    codebook: &Codebook,
    topics: &[Utterance],
    before: impl Iterator<Item = Option<u32>>,
) {
    let touched: Vec<u32> = codebook
        .active()
        .flat_map(|entry| match &entry.request {
            Request::Merge { into, .. } => vec![*into],
            Request::Split { .. } => entry.themes(),
            _ => Vec::new(),
        })
        .collect();
    let Some(model) = memory.model.as_ref().filter(|_| !touched.is_empty()) else {
        return;
    };
    let assigned = model.assign_all(&topics.iter().collect::<Vec<_>>());
    let mut shares: BTreeMap<Leaf, BTreeMap<Option<u32>, usize>> = BTreeMap::new();
    for (assigned, theme) in assigned.into_iter().zip(before) {
        if let Some(assigned) = assigned {
            let of = shares.entry(assigned.leaf).or_default();
            *of.entry(theme).or_default() += 1;
        }
    }
    for (leaf, of) in shares {
        let all: usize = of.values().sum();
        let most = of.iter().max_by_key(|(_, count)| **count);
        if let Some((Some(theme), &count)) = most
            && count * 2 > all
            && touched.contains(theme)
        {
            if !memory.numbers().contains_key(&leaf.origin) {
                memory.set_number(leaf.origin, *theme);
            }
            memory.set_theme(leaf, *theme);
        }
    }
}

/// Returns the theme of each utterance by position, and the themes' numbers.
fn themes_of(
    memory: &Memory,
    codebook: &Codebook,
    topics: &[Utterance],
) -> (Vec<Option<usize>>, Vec<u32>) {
    let arrangement = Arrangement::new(memory, codebook);
    let themes: Vec<u32> = arrangement.themes().into_iter().collect();
    let numbers = arrangement.numbers();
    let of = |leaf: Leaf| {
        let number = numbers.get(&leaf)?;
        themes.binary_search(number).ok()
    };
    let leaves = leaves_of(memory.model.as_ref(), topics);
    (leaves.into_iter().map(|leaf| of(leaf?)).collect(), themes)
}

fn clusters_of(model: Option<&Model>, topics: &[Utterance]) -> Vec<Option<usize>> {
    let cluster = |leaf: Option<Leaf>| match leaf?.origin {
        ThemeOrigin::Cluster(cluster) => Some(cluster),
        _ => None,
    };
    leaves_of(model, topics).into_iter().map(cluster).collect()
}

fn leaves_of(model: Option<&Model>, topics: &[Utterance]) -> Vec<Option<Leaf>> {
    let Some(model) = model else {
        return vec![None; topics.len()];
    };
    let assigned = model.assign_all(&topics.iter().collect::<Vec<_>>());
    let leaf = |assigned: Option<Assigned>| Some(assigned.filter(|to| to.belongs)?.leaf);
    assigned.into_iter().map(leaf).collect()
}

/// Assigns new utterances by the model as it is, and adds a theme for each
/// cluster, mined from everything, that is mostly new and continues no theme.
fn grown(
    mut memory: Memory,
    codebook: &Codebook,
    material: Material<'_>,
    seen: &[bool],
) -> Renewed {
    let topics = material.topics;
    let added = seen.iter().filter(|seen| !**seen).count();
    let language = memory
        .model
        .as_ref()
        .map_or_else(Default::default, |m| m.language);
    let fresh = Model::mine(topics, material.spoken, language, &memory.settings);
    let (before, themes) = themes_of(&memory, codebook, topics);
    let after = clusters_of(fresh.as_ref(), topics);
    let of_known = |of: &[Option<usize>]| -> Vec<Option<usize>> {
        let known = of.iter().zip(seen).filter(|(_, seen)| **seen);
        known.map(|(of, _)| *of).collect()
    };
    let continued = match_themes(&of_known(&before), &of_known(&after)).continues;
    let count = after.iter().flatten().max().map_or(0, |most| most + 1);
    let new_share = added as f64 / topics.len() as f64;
    let least = (new_share * MORE_THAN_OTHERS).clamp(MOSTLY_NEW, 0.95);
    let mut origins = vec![None; count];
    for (cluster, origin) in origins.iter_mut().enumerate() {
        let members: Vec<usize> = (0..topics.len())
            .filter(|&topic| after[topic] == Some(cluster))
            .collect();
        let new: Vec<&Utterance> = members
            .iter()
            .filter(|&&topic| !seen[topic])
            .map(|&topic| &topics[topic])
            .collect();
        let is_continued = continued.get(cluster).copied().flatten().is_some();
        if !is_continued && new.len() as f64 >= least * members.len() as f64 {
            *origin = memory
                .model
                .as_mut()
                .and_then(|model| model.add_cluster(&new));
        }
    }
    Renewed {
        memory,
        change: Some(ThemeChange {
            afresh: false,
            outgrown: false,
            added,
            matching: match_themes(&before, &after),
            before: themes,
            after: origins,
        }),
    }
}

impl ThemeChange {
    /// Says in theme numbers what changed; `shown` are the themes there are now.
    pub(super) fn told(&self, memory: &Memory, shown: &[u32]) -> Refresh {
        let mut refresh = Refresh {
            afresh: self.afresh,
            outgrown: self.outgrown,
            added: self.added,
            ..Refresh::default()
        };
        for (&theme, outcome) in self.before.iter().zip(&self.matching.outcomes) {
            self.tell(theme, outcome, memory, shown, &mut refresh);
        }
        // Pieces of a theme that fell apart are no news of their own.
        let pieces = |theme: &u32| refresh.split.iter().any(|(_, into)| into.contains(theme));
        let is_old = |theme: &u32| self.before.contains(theme) || pieces(theme);
        refresh.new = shown
            .iter()
            .copied()
            .filter(|theme| !is_old(theme))
            .collect();
        refresh
    }

    fn tell(
        &self,
        theme: u32,
        outcome: &ThemeFate,
        memory: &Memory,
        shown: &[u32],
        refresh: &mut Refresh,
    ) {
        let number = |after: &usize| {
            let origin = self.after.get(*after).copied().flatten()?;
            memory.numbers().get(&origin).copied()
        };
        let heir = |after: &usize| Some(self.before[self.matching.continues[*after]?]);
        match (outcome, self.afresh) {
            (ThemeFate::Split(pieces), true) => {
                let pieces = pieces.iter().filter_map(number).collect();
                refresh.split.push((theme, pieces));
                return;
            }
            (ThemeFate::Merged(into), true) if !shown.contains(&theme) => {
                if let Some(into) = number(into) {
                    refresh.merged.push((theme, into));
                    return;
                }
            }
            (ThemeFate::Split(_), false) => refresh.would_split.push(theme),
            (ThemeFate::Merged(into), false) => {
                refresh
                    .would_merge
                    .extend(heir(into).map(|into| (theme, into)));
            }
            _ => {}
        }
        if shown.contains(&theme) {
            refresh.kept.push(theme);
        } else {
            refresh.gone.push(theme);
        }
    }
}
