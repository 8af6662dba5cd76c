//! Which theme each part of the model is, after everything people decided.

use std::collections::{BTreeMap, BTreeSet};

use super::assignment::{Leaf, ThemeOrigin};
use super::codebook::{Codebook, Entry, ThemeStatus};
use super::memory::Memory;
use super::request::Request;
use super::theme::{Detail, ThemeId};

/// Which theme each leaf of the model belongs to, at every level of detail.
#[derive(Clone, Debug, Default)]
pub struct Arrangement {
    /// The number of each theme's leaves; leaves without a number are no theme.
    theme_of: BTreeMap<Leaf, u32>,
    /// The number that each origin was given when it was found.
    first_number: BTreeMap<ThemeOrigin, u32>,
    /// The broad theme of each theme.
    broad_of: BTreeMap<u32, u32>,
    /// The headings that people made, by the number of their broad theme.
    headings: BTreeMap<u32, String>,
    standings: BTreeMap<u32, ThemeStatus>,
}

impl Arrangement {
    /// Puts decisions on top of what was mined.
    pub fn new(memory: &Memory, codebook: &Codebook) -> Self {
        let mut arrangement = Self {
            theme_of: memory.leaves().collect(),
            first_number: memory.numbers().clone(),
            ..Self::default()
        };
        let since = codebook
            .active()
            .filter(|entry| entry.number > memory.decided());
        for entry in since {
            arrangement.apply(entry);
        }
        arrangement.broad_of = arrangement.broad(memory);
        arrangement.put_under_headings(codebook);
        for &theme in arrangement.theme_of.values() {
            arrangement
                .standings
                .entry(theme)
                .or_insert_with(|| codebook.status(theme));
        }
        arrangement
    }

    fn apply(&mut self, entry: &Entry) {
        match &entry.request {
            Request::Merge { into, from } => {
                for theme in self.theme_of.values_mut() {
                    if from.contains(theme) {
                        *theme = *into;
                    }
                }
            }
            Request::Split { theme, pieces, .. } if pieces.is_empty() => {
                let pieces = self.pieces(*theme);
                for (piece, number) in pieces.into_iter().skip(1).zip(&entry.made) {
                    for leaf in piece {
                        self.theme_of.insert(leaf, *number);
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns what a theme falls into when it is split: what was merged into
    /// it, else the parts it was mined with. One piece: it cannot be split.
    pub fn pieces(&self, theme: u32) -> Vec<Vec<Leaf>> {
        let leaves = self.leaves(theme);
        let mut origins: Vec<ThemeOrigin> = leaves
            .iter()
            .map(|leaf| self.mined_origin(leaf.origin))
            .collect();
        let own = |origin: &ThemeOrigin| self.first_number.get(origin) != Some(&theme);
        origins.sort_unstable_by_key(|origin| (own(origin), *origin));
        origins.dedup();
        if let [only] = origins[..] {
            let (mined, given): (Vec<Leaf>, Vec<Leaf>) =
                leaves.into_iter().partition(|leaf| leaf.origin == only);
            let mut pieces: Vec<Vec<Leaf>> = mined.into_iter().map(|leaf| vec![leaf]).collect();
            pieces
                .iter_mut()
                .take(1)
                .for_each(|first| first.extend(&given));
            return pieces;
        }
        let of = |origin: ThemeOrigin| {
            let at_home = leaves.iter().copied();
            at_home.filter(move |leaf| self.mined_origin(leaf.origin) == origin)
        };
        origins
            .into_iter()
            .map(|origin| of(origin).collect())
            .collect()
    }

    /// Returns the origin that another stays with in a split: what people gave
    /// to a mined theme stays with what was mined.
    fn mined_origin(&self, origin: ThemeOrigin) -> ThemeOrigin {
        let ThemeOrigin::Seed(number) = origin else {
            return origin;
        };
        let numbers = self.first_number.iter();
        let mut mined = numbers.filter(|(of, first)| **first == number && **of != origin);
        mined.next().map_or(origin, |(of, _)| *of)
    }

    /// Returns the leaves of a theme, ascending.
    pub fn leaves(&self, theme: u32) -> Vec<Leaf> {
        let own = self.theme_of.iter().filter(|(_, of)| **of == theme);
        own.map(|(leaf, _)| *leaf).collect()
    }

    /// Returns the themes, ascending.
    pub fn themes(&self) -> BTreeSet<u32> {
        self.theme_of.values().copied().collect()
    }

    /// Returns the number of the theme of each leaf that is one.
    pub fn numbers(&self) -> &BTreeMap<Leaf, u32> {
        &self.theme_of
    }

    /// Returns the theme that each leaf belongs to at a level of detail.
    pub fn ids(&self, detail: Detail) -> BTreeMap<Leaf, ThemeId> {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        for theme in self.theme_of.values() {
            *sizes.entry(*theme).or_default() += 1;
        }
        let id = |leaf: &Leaf, theme: u32| match detail {
            // What is hidden hides nothing else, and is hidden everywhere.
            Detail::Broad => self
                .broad_of
                .get(&theme)
                .filter(|_| !self.standings.get(&theme).is_some_and(|of| of.parked))
                .map_or(ThemeId::Theme(theme), |&broad| ThemeId::Broad(broad)),
            Detail::Default => ThemeId::Theme(theme),
            Detail::Fine => match self.first_number.get(&leaf.origin) {
                Some(&first) if sizes[&theme] > 1 => ThemeId::Part(first, leaf.part + 1),
                _ => ThemeId::Theme(theme),
            },
        };
        let leaves = self.theme_of.iter();
        leaves
            .map(|(leaf, &theme)| (*leaf, id(leaf, theme)))
            .collect()
    }

    /// Returns the theme that holds a theme at the next broader level of detail.
    pub fn within(&self, id: ThemeId) -> Option<ThemeId> {
        match id {
            ThemeId::Broad(_) => None,
            ThemeId::Theme(theme) => self.broad_of.get(&theme).copied().map(ThemeId::Broad),
            ThemeId::Part(first, part) => {
                let origin = self.first_number.iter().find(|(_, of)| **of == first)?.0;
                let leaf = Leaf {
                    origin: *origin,
                    part: part - 1,
                };
                self.theme_of.get(&leaf).copied().map(ThemeId::Theme)
            }
        }
    }

    /// Returns how a theme stands; parts and broad themes stand for themselves.
    pub fn status(&self, id: ThemeId) -> ThemeStatus {
        match id {
            ThemeId::Theme(theme) => self.standings.get(&theme).cloned().unwrap_or_default(),
            ThemeId::Part(..) => {
                let whole = self.within(id).map(|whole| self.status(whole));
                ThemeStatus {
                    parked: whole.is_some_and(|whole| whole.parked),
                    ..ThemeStatus::default()
                }
            }
            ThemeId::Broad(_) => ThemeStatus::default(),
        }
    }

    /// What people put together stands under their heading, whatever was mined.
    fn put_under_headings(&mut self, codebook: &Codebook) {
        for entry in codebook.active() {
            if let Request::Split { theme, .. } = &entry.request
                && let Some(&broad) = self.broad_of.get(theme)
            {
                let made = entry.made.iter();
                self.broad_of.extend(made.map(|piece| (*piece, broad)));
            }
        }
        for theme in codebook.ungrouped() {
            self.broad_of.remove(&theme);
        }
        let known = self.themes();
        let first = self.broad_of.values().max().map_or(0, |last| last + 1);
        for ((heading, themes), broad) in codebook.headings().into_iter().zip(first..) {
            self.headings.insert(broad, heading.to_owned());
            let there = themes.into_iter().filter(|theme| known.contains(theme));
            self.broad_of.extend(there.map(|theme| (theme, broad)));
        }
    }

    /// Returns the heading that people gave a broad theme.
    pub fn heading(&self, id: ThemeId) -> Option<&str> {
        match id {
            ThemeId::Broad(broad) => self.headings.get(&broad).map(String::as_str),
            ThemeId::Theme(_) | ThemeId::Part(..) => None,
        }
    }

    /// A theme is of the broad theme that its first leaf was mined in; broad
    /// themes are lettered as they come up from theme 1 on.
    fn broad(&self, memory: &Memory) -> BTreeMap<u32, u32> {
        let mut mined_of: BTreeMap<u32, usize> = BTreeMap::new();
        for (leaf, &theme) in &self.theme_of {
            if let Some(broad) = memory.broad(leaf.origin) {
                mined_of.entry(theme).or_insert(broad);
            }
        }
        let mut letters: BTreeMap<usize, u32> = BTreeMap::new();
        mined_of
            .into_iter()
            .map(|(theme, mined)| {
                let next = letters.len() as u32;
                (theme, *letters.entry(mined).or_insert(next))
            })
            .collect()
    }
}
