//! What people decided about themes, with a log and undo.
//!
//! Decisions speak of themes by number and are applied on top of whatever is
//! mined; which passages that moves is [`super::Arrangement`]'s.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use super::request::{DrawnFrom, Request};
use crate::feedback::Excerpt;

/// A decision in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the log, from 1.
    pub number: u32,
    /// When it was made (RFC 3339).
    pub at: String,
    /// Who made it.
    pub who: String,
    /// What was decided.
    #[serde(flatten)]
    pub request: Request,
    /// The numbers of the themes that came of it: of a new theme, or of the
    /// parts of one that was split, the larger ones first; its largest part
    /// keeps the number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<u32>,
    /// Whether it was taken back.
    pub undone: bool,
    /// The decision it was made on top of: the last that held then; 0: none.
    #[serde(default)]
    pub upon: u32,
}

/// Everything that was decided, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codebook {
    /// The log.
    pub entries: Vec<Entry>,
}

/// Words that a theme must be made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed {
    /// The theme's number.
    pub theme: u32,
    /// Words and phrases.
    pub words: Vec<String>,
    /// Whether nothing but what says them is meant, however near it is.
    pub words_only: bool,
}

/// What a piece that was cut from a theme may take in: what the model puts into
/// that theme and is nearer to the piece than anything that stayed there when it
/// was cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PieceReach {
    /// Where in the model the theme comes from.
    pub origins: Vec<super::assignment::ThemeOrigin>,
    /// The least cosine with the middle of the piece; `None` until it is known.
    pub least: Option<f32>,
}

/// The number of no theme: what people took out of all themes is of it.
pub const NO_THEME: u32 = 0;

/// A passage that a person gave to a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodedPassage {
    /// The theme, as it is called now.
    pub theme: u32,
    /// The passage.
    pub passage: Excerpt,
    /// Who said so.
    pub who: String,
    /// When (RFC 3339).
    pub at: String,
}

/// What a person noted about a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassageNote {
    /// The passage.
    pub passage: Excerpt,
    /// Whether it is important.
    pub important: bool,
    /// What is to be remembered of it.
    pub memo: Option<String>,
    /// Who noted it last.
    pub who: String,
    /// When (RFC 3339).
    pub at: String,
}

/// A passage that somebody read to check a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedPassage {
    /// The passage.
    pub passage: Excerpt,
    /// Whether it is about the theme; `None` where they could not tell.
    pub about: Option<bool>,
    /// What it was drawn from.
    pub drawn: DrawnFrom,
    /// Who read it.
    pub who: String,
    /// When (RFC 3339).
    pub at: String,
}

/// How a theme stands with the people who work on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a decision of its own"
)]
pub struct ThemeStatus {
    /// Whether a person named it.
    pub named: bool,
    /// Whether a person said it is right.
    pub confirmed: bool,
    /// Whether it was set aside.
    pub parked: bool,
    /// Who sees to it.
    pub owner: Option<String>,
    /// Whether a person asked for it, by its words, its name or a passage.
    pub seeded: bool,
}

impl Entry {
    /// Returns the theme it is about, which it may have made; `None` where it
    /// is about words or a passage.
    pub fn theme(&self) -> Option<u32> {
        match &self.request {
            Request::Rename { theme, .. }
            | Request::Merge { into: theme, .. }
            | Request::Split { theme, .. }
            | Request::Park { theme }
            | Request::Confirm { theme }
            | Request::Own { theme, .. }
            | Request::Phrases { theme, .. }
            | Request::Code { theme, .. }
            | Request::Move { theme, .. }
            | Request::Uncode { theme, .. }
            | Request::Check { theme, .. } => Some(*theme),
            Request::Seed { .. } | Request::Create { .. } => self.made.first().copied(),
            Request::Exclude { .. }
            | Request::Mark { .. }
            | Request::Unassign { .. }
            | Request::Group { .. } => None,
        }
    }

    /// Returns the name it gives a theme.
    fn name_of(&self, theme: u32) -> Option<&str> {
        match &self.request {
            Request::Rename { theme: of, name } if *of == theme => Some(name),
            Request::Create { name, .. } if self.made.contains(&theme) => Some(name),
            Request::Split {
                theme: of, name, ..
            } if *of == theme => name.as_deref(),
            Request::Split { pieces, .. } => {
                let at = self.made.iter().position(|made| *made == theme)?;
                pieces.get(at).map(|piece| piece.name.as_str())
            }
            _ => None,
        }
    }

    /// Returns the passages it gives to themes, each with the theme.
    fn gives(&self) -> Vec<(u32, &[Excerpt])> {
        match &self.request {
            Request::Code { passages, .. }
            | Request::Move { passages, .. }
            | Request::Create { passages, .. } => {
                vec![(self.theme().unwrap_or_default(), passages)]
            }
            Request::Unassign { passages } => vec![(NO_THEME, passages)],
            Request::Split { pieces, .. } => {
                let made = self.made.iter().copied();
                let pieces = pieces.iter().map(|piece| piece.passages.as_slice());
                made.zip(pieces).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns all themes it speaks of.
    pub fn themes(&self) -> Vec<u32> {
        let others = match &self.request {
            Request::Merge { from, .. } => from,
            Request::Split { .. } => &self.made,
            Request::Group { themes, .. } => themes,
            _ => &Vec::new(),
        };
        self.theme()
            .into_iter()
            .chain(others.iter().copied())
            .collect()
    }
}

impl Codebook {
    /// Returns the theme that a theme became part of, else itself, by number.
    pub fn current(&self, mut theme: u32) -> u32 {
        for entry in self.active() {
            if let Request::Merge { into, from } = &entry.request
                && from.contains(&theme)
            {
                theme = *into;
            }
        }
        theme
    }

    /// Returns the decisions that hold, in order.
    pub fn active(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.undone)
    }

    /// Returns the decision that an undo takes back.
    pub fn last_active(&self) -> Option<&Entry> {
        self.active().last()
    }

    /// Returns the decision that a redo makes again: the latest of those made
    /// on top of what holds now. What was taken back before something else was
    /// decided is not made again.
    pub fn first_undone(&self) -> Option<&Entry> {
        let held = self.last_active().map_or(0, |entry| entry.number);
        let later = self.entries.iter().rev();
        later
            .take_while(|entry| entry.number > held)
            .find(|entry| entry.upon == held)
    }

    /// Returns the number of the last decision, whether it holds or not.
    pub fn length(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.number)
    }

    /// Returns the highest theme number that any decision gave out.
    pub fn highest_theme(&self) -> u32 {
        let made = self.entries.iter().flat_map(|entry| &entry.made);
        made.copied().max().unwrap_or(0)
    }

    /// Returns the decisions about a theme that hold, in order.
    fn about(&self, theme: u32) -> impl DoubleEndedIterator<Item = &Entry> {
        let holding = self.entries.iter().filter(|entry| !entry.undone);
        holding.filter(move |entry| entry.theme() == Some(theme))
    }

    /// Returns the name a person gave a theme.
    pub fn name(&self, theme: u32) -> Option<&str> {
        self.name_before(theme, u32::MAX)
    }

    /// Returns the name a person had given a theme before a decision, by its
    /// number.
    pub fn name_before(&self, theme: u32, decision: u32) -> Option<&str> {
        let holding = self.entries.iter().filter(|entry| !entry.undone);
        let mut earlier = holding.filter(|entry| entry.number < decision).rev();
        earlier.find_map(|entry| entry.name_of(theme))
    }

    /// Returns whether passages of a theme were made themes of their own.
    pub fn is_cut(&self, theme: u32) -> bool {
        self.about(theme).any(
            |entry| matches!(&entry.request, Request::Split { pieces, .. } if !pieces.is_empty()),
        )
    }

    /// Returns the headings that themes stand under, the first that was made
    /// first, each with its themes.
    pub fn headings(&self) -> Vec<(&str, BTreeSet<u32>)> {
        let mut headings: Vec<(&str, BTreeSet<u32>)> = Vec::new();
        for entry in self.active() {
            let (heading, themes) = match &entry.request {
                Request::Group { heading, themes } => (heading, themes),
                // Pieces stand where the whole stood.
                Request::Split { theme, .. } => {
                    for (_, under) in &mut headings {
                        if under.contains(theme) {
                            under.extend(&entry.made);
                        }
                    }
                    continue;
                }
                _ => continue,
            };
            for (_, under) in &mut headings {
                under.retain(|theme| !themes.contains(theme));
            }
            let Some(heading) = heading else {
                continue;
            };
            let same = |name: &str| name.to_lowercase() == heading.to_lowercase();
            match headings.iter_mut().find(|(name, _)| same(name)) {
                Some((name, under)) => {
                    *name = heading;
                    under.extend(themes);
                }
                None => headings.push((heading, themes.iter().copied().collect())),
            }
        }
        // What became part of another theme stands where that one stands.
        for (_, under) in &mut headings {
            under.retain(|theme| self.current(*theme) == *theme);
        }
        headings.retain(|(_, under)| !under.is_empty());
        headings
    }

    /// Returns the theme that another was cut from.
    pub fn cut_from(&self, piece: u32) -> Option<u32> {
        let mut cuts = self.active();
        cuts.find_map(|entry| match &entry.request {
            Request::Split { theme, pieces, .. }
                if !pieces.is_empty() && entry.made.contains(&piece) =>
            {
                Some(*theme)
            }
            _ => None,
        })
    }

    /// Returns the themes that stand under no heading because somebody said so.
    pub fn ungrouped(&self) -> BTreeSet<u32> {
        let mut alone = BTreeSet::new();
        for entry in self.active() {
            if let Request::Group { heading, themes } = &entry.request {
                match heading {
                    None => alone.extend(themes),
                    Some(_) => alone.retain(|theme| !themes.contains(theme)),
                }
            }
        }
        alone
    }

    /// Returns the words a theme was asked for by.
    pub fn seed(&self, theme: u32) -> Option<&[String]> {
        self.about(theme).find_map(|entry| match &entry.request {
            Request::Seed { words } => Some(&words[..]),
            _ => None,
        })
    }

    /// Returns how a theme stands.
    pub fn status(&self, theme: u32) -> ThemeStatus {
        let mut standing = ThemeStatus::default();
        for entry in self.about(theme) {
            match &entry.request {
                Request::Rename { .. } => standing.named = true,
                Request::Split { name, .. } => standing.named |= name.is_some(),
                Request::Confirm { .. } => {
                    standing.confirmed = true;
                    standing.parked = false;
                }
                Request::Park { .. } => {
                    standing.parked = true;
                    standing.confirmed = false;
                }
                Request::Own { owner, .. } => standing.owner.clone_from(owner),
                Request::Create { .. } => {
                    standing.seeded = true;
                    standing.named = true;
                }
                // What a person found in a text is there, however few say it.
                Request::Seed { .. } | Request::Code { .. } | Request::Move { .. } => {
                    standing.seeded = true;
                }
                _ => {}
            }
        }
        let pieces = self.active().filter(
            |entry| matches!(&entry.request, Request::Split { pieces, .. } if !pieces.is_empty()),
        );
        if pieces
            .flat_map(|entry| &entry.made)
            .any(|made| *made == theme)
        {
            standing.seeded = true;
            standing.named = true;
        }
        standing
    }

    /// Returns the themes that must be there, and the words that others are
    /// known by.
    pub fn seeds(&self) -> Vec<Seed> {
        let mut seeds: Vec<Seed> = Vec::new();
        for entry in self.active() {
            let (words, words_only) = match &entry.request {
                Request::Seed { words } => (words, false),
                Request::Phrases { words, .. } => (words, true),
                _ => continue,
            };
            let Some(theme) = entry.theme().map(|theme| self.current(theme)) else {
                continue;
            };
            let known = seeds.iter_mut().find(|seed| seed.theme == theme);
            match known {
                Some(seed) if words_only => seed.words.clone_from(words),
                Some(seed) => seed.words.extend_from_slice(words),
                None => seeds.push(Seed {
                    theme,
                    words: words.clone(),
                    words_only,
                }),
            }
        }
        seeds.retain(|seed| !seed.words.is_empty());
        seeds
    }

    /// Returns the words that keep what says them out of a theme, by theme.
    pub fn exclusions(&self) -> BTreeMap<u32, &[String]> {
        let mut all = BTreeMap::new();
        for entry in self.active() {
            if let Request::Phrases { theme, without, .. } = &entry.request {
                all.insert(self.current(*theme), without.as_slice());
            }
        }
        all.retain(|_, words| !words.is_empty());
        all
    }

    /// Returns the words and phrases that a theme is known by.
    pub fn phrases(&self, theme: u32) -> Vec<String> {
        let seeds = self.seeds().into_iter();
        let own = seeds.filter(|seed| seed.theme == theme);
        own.flat_map(|seed| seed.words).collect()
    }

    /// Returns the passages that people gave to themes, in the order they did,
    /// each once a theme and person. Those given to a theme that was merged
    /// since are of the theme it became part of.
    pub fn coded(&self) -> Vec<CodedPassage> {
        let mut coded = self.placed();
        coded.retain(|coded| coded.theme != NO_THEME);
        coded
    }

    /// Returns the same with those that people took out of all themes, which are
    /// of theme 0.
    pub fn placed(&self) -> Vec<CodedPassage> {
        let mut coded: Vec<CodedPassage> = Vec::new();
        for entry in self.active() {
            for (theme, passages) in entry.gives() {
                let meant: HashSet<&Excerpt> = passages.iter().collect();
                let is_replaced = |known: &CodedPassage| match &entry.request {
                    Request::Move { .. } => known.who == entry.who,
                    Request::Split { theme, .. } => known.theme == *theme,
                    _ => theme == NO_THEME,
                };
                coded.retain(|known| {
                    let is_replaced = known.theme == NO_THEME || is_replaced(known);
                    !is_replaced || !meant.contains(&known.passage)
                });
                coded.extend(passages.iter().map(|passage| CodedPassage {
                    theme,
                    passage: passage.clone(),
                    who: entry.who.clone(),
                    at: entry.at.clone(),
                }));
            }
            match &entry.request {
                Request::Uncode {
                    theme,
                    passages,
                    whose,
                } => {
                    let gone: HashSet<&Excerpt> = passages.iter().collect();
                    coded.retain(|kept| {
                        let is_whose = whose.as_ref().is_none_or(|whose| *whose == kept.who);
                        kept.theme != *theme || !is_whose || !gone.contains(&kept.passage)
                    });
                }
                Request::Merge { into, from } => {
                    for kept in coded.iter_mut().filter(|kept| from.contains(&kept.theme)) {
                        kept.theme = *into;
                    }
                }
                _ => {}
            }
        }
        let mut known = HashSet::new();
        coded.retain(|kept| known.insert((kept.theme, kept.who.clone(), kept.passage.clone())));
        coded
    }

    /// Returns whether the same is mined, and every passage belongs to the same
    /// part of the model, under these decisions and others.
    pub fn assigns_like(&self, other: &Self) -> bool {
        let given = |codebook: &Self| -> Vec<(u32, Excerpt)> {
            let coded = codebook.placed().into_iter();
            coded.map(|coded| (coded.theme, coded.passage)).collect()
        };
        // What is kept out goes by where decisions put it.
        self.exclusions().is_empty()
            && other.exclusions().is_empty()
            && self.seeds() == other.seeds()
            && self.excluded() == other.excluded()
            && given(self) == given(other)
    }

    /// Returns the texts that people read to check themes, by theme, in the
    /// order they did; who reads one again means what they said last. What was
    /// read before a theme was merged, split or given other phrases says nothing
    /// of the theme it is now.
    pub fn checks(&self) -> BTreeMap<u32, Vec<CheckedPassage>> {
        let mut checks: BTreeMap<u32, Vec<CheckedPassage>> = BTreeMap::new();
        for entry in self.active() {
            match &entry.request {
                Request::Check {
                    theme,
                    passage,
                    about,
                    drawn,
                } => {
                    let of_theme = checks.entry(*theme).or_default();
                    of_theme.retain(|known| !known.passage.is_in_same_text(passage));
                    of_theme.push(CheckedPassage {
                        passage: passage.clone(),
                        about: *about,
                        drawn: *drawn,
                        who: entry.who.clone(),
                        at: entry.at.clone(),
                    });
                }
                Request::Merge { .. } | Request::Split { .. } | Request::Phrases { .. } => {
                    for theme in entry.themes() {
                        checks.remove(&theme);
                    }
                }
                _ => {}
            }
        }
        checks
    }

    /// Returns whether the same is decided but for what was read to check themes,
    /// which moves nothing.
    pub fn shows_like(&self, other: &Self) -> bool {
        let moving = |codebook: &Self| -> Vec<Request> {
            let requests = codebook.active().map(|entry| entry.request.clone());
            requests
                .filter(|request| !matches!(request, Request::Check { .. }))
                .collect()
        };
        moving(self) == moving(other)
    }

    /// Returns what people noted about passages, in the order they first did.
    pub fn notes(&self) -> Vec<PassageNote> {
        let mut marked: Vec<PassageNote> = Vec::new();
        for entry in self.active() {
            let Request::Mark {
                passage,
                important,
                memo,
            } = &entry.request
            else {
                continue;
            };
            let at = marked.iter().position(|mark| mark.passage == *passage);
            let at = at.unwrap_or_else(|| {
                marked.push(PassageNote {
                    passage: passage.clone(),
                    important: false,
                    memo: None,
                    who: String::new(),
                    at: String::new(),
                });
                marked.len() - 1
            });
            let mark = &mut marked[at];
            mark.important = important.unwrap_or(mark.important);
            if let Some(memo) = memo {
                mark.memo = Some(memo.clone()).filter(|memo| !memo.is_empty());
            }
            mark.who.clone_from(&entry.who);
            mark.at.clone_from(&entry.at);
        }
        marked.retain(|mark| mark.important || mark.memo.is_some());
        marked
    }

    /// Returns the themes that people made by name, and did not merge since.
    pub fn created(&self) -> Vec<u32> {
        let mut created = Vec::new();
        for entry in self.active() {
            match &entry.request {
                Request::Create { .. } => created.extend(entry.theme()),
                Request::Split { pieces, .. } if !pieces.is_empty() => created.extend(&entry.made),
                Request::Merge { from, .. } => created.retain(|theme| !from.contains(theme)),
                _ => {}
            }
        }
        created
    }

    /// Returns how many themes a person said are right.
    pub fn confirmed(&self) -> usize {
        let said = self.active().filter_map(|entry| match &entry.request {
            Request::Confirm { theme } => Some(*theme),
            _ => None,
        });
        let said: BTreeSet<u32> = said.collect();
        said.into_iter()
            .filter(|theme| self.status(*theme).confirmed)
            .count()
    }

    /// Returns the words that carry no topic.
    pub fn excluded(&self) -> Vec<String> {
        let mut words: Vec<String> = self
            .active()
            .filter_map(|entry| match &entry.request {
                Request::Exclude { words } => Some(words.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        words.sort();
        words.dedup();
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(decisions: &[(Request, bool)]) -> Codebook {
        let entries = decisions
            .iter()
            .zip(1..)
            .map(|((request, undone), number)| Entry {
                number,
                at: "2026-01-01T00:00:00Z".into(),
                who: "Ana".into(),
                request: request.clone(),
                made: Vec::new(),
                undone: *undone,
                upon: number - 1,
            });
        Codebook {
            entries: entries.collect(),
        }
    }

    fn rename(name: &str) -> Request {
        Request::Rename {
            theme: 7,
            name: name.into(),
        }
    }

    #[test]
    fn the_last_name_that_holds_counts() {
        let codebook = log(&[(rename("Slow"), false), (rename("Slower"), true)]);
        assert_eq!(codebook.name(7), Some("Slow"));
        assert_eq!(codebook.name(8), None);
    }

    #[test]
    fn redo_makes_again_what_was_taken_back_last() {
        let codebook = log(&[
            (rename("a"), false),
            (rename("b"), true),
            (rename("c"), true),
        ]);
        assert_eq!(codebook.first_undone().unwrap().number, 2);
        let decided_since = log(&[(rename("a"), true), (rename("b"), false)]);
        assert_eq!(decided_since.first_undone(), None);
    }

    #[test]
    fn redo_never_brings_back_what_was_taken_back_before_something_else() {
        // a taken back, b decided instead, b taken back: both stand alone.
        let mut codebook = log(&[(rename("a"), true), (rename("b"), true)]);
        codebook.entries[1].upon = 0;
        assert_eq!(codebook.first_undone().unwrap().number, 2);
        codebook.entries[1].undone = false;
        assert_eq!(codebook.first_undone(), None);
    }

    fn excerpt(text: &str) -> Excerpt {
        Excerpt {
            source: "spring.csv".into(),
            record: Some("r1".into()),
            start: 0,
            end: text.chars().count(),
            text: text.into(),
        }
    }

    #[test]
    fn taking_back_one_persons_coding_leaves_anothers() {
        let code = Request::Code {
            theme: 4,
            passages: vec![excerpt("slow")],
        };
        let uncode = Request::Uncode {
            theme: 4,
            passages: vec![excerpt("slow")],
            whose: Some("Bo".into()),
        };
        let mut codebook = log(&[(code.clone(), false), (code, false), (uncode, false)]);
        codebook.entries[1].who = "Bo".into();
        let who: Vec<String> = codebook.coded().into_iter().map(|of| of.who).collect();
        assert_eq!(who, ["Ana"]);
    }

    #[test]
    fn a_passage_stays_with_a_theme_that_is_merged_and_leaves_when_told_so() {
        let code = |theme| Request::Code {
            theme,
            passages: vec![excerpt("slow"), excerpt("slow")],
        };
        let merge = Request::Merge {
            into: 4,
            from: vec![7],
        };
        let uncode = Request::Uncode {
            theme: 4,
            passages: vec![excerpt("slow")],
            whose: None,
        };
        let themes = |decisions: &[(Request, bool)]| -> Vec<u32> {
            log(decisions).coded().iter().map(|c| c.theme).collect()
        };
        assert_eq!(themes(&[(code(7), false), (code(9), false)]), [7, 9]);
        assert_eq!(themes(&[(code(7), false), (merge.clone(), false)]), [4]);
        assert_eq!(
            themes(&[(code(7), false), (merge, false), (uncode, false)]),
            [0; 0]
        );
    }

    #[test]
    fn a_mark_keeps_what_was_noted_before_and_goes_when_nothing_is_left() {
        let mark = |important, memo: Option<&str>| {
            let memo = memo.map(str::to_owned);
            let passage = excerpt("slow");
            (
                Request::Mark {
                    passage,
                    important,
                    memo,
                },
                false,
            )
        };
        let marked = log(&[mark(Some(true), None), mark(None, Some("ask Ana"))]).notes();
        assert_eq!(
            (marked[0].important, marked[0].memo.as_deref()),
            (true, Some("ask Ana"))
        );
        let gone = log(&[mark(Some(true), None), mark(Some(false), Some(""))]).notes();
        assert_eq!(gone, []);
    }

    #[test]
    fn confirming_brings_a_parked_theme_back() {
        let parked = (Request::Park { theme: 7 }, false);
        let confirmed = (Request::Confirm { theme: 7 }, false);
        assert!(log(std::slice::from_ref(&parked)).status(7).parked);
        assert!(!log(&[parked, confirmed]).status(7).parked);
    }
}
