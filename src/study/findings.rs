//! Themes with the people who voice them and the passages that prove it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::assignment::{Placed, Voices, is_heard};
use super::people::{People, Speaker};
use crate::corpus::Corpus;
use crate::feedback::{Document, Place};
use crate::text::{Delivery, Language, normal, plain};
use crate::themes::{
    self, Arrangement, Codebook, Detail, GENERAL_COMPLAINT, GENERAL_PRAISE, Leaf, Memory,
    NamingContext, Passages, QuoteCandidate, SaidUtterance, Theme, ThemeId, ThemeKind, ThemeLabel,
    ThemeOrigin, ThemeStatus,
};
use crate::vectorize::{Lexicon, TermId};

/// A theme and who voices it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The theme.
    pub theme: Theme,
    /// Where in the model it comes from, ascending.
    pub origins: Vec<ThemeOrigin>,
    /// Its passages, as positions in [`Passages::all`], in order.
    pub passages: Vec<usize>,
    /// The responses with at least one of its passages, in all waves, ascending.
    pub responses: Vec<usize>,
    /// The same, of people's latest answers only.
    pub latest: Vec<usize>,
    /// The interviews in which it is voiced, ascending.
    pub interviews: Vec<usize>,
    /// The accounts of those who voice it, now or in an interview.
    pub accounts: BTreeSet<String>,
    /// The best passages to quote, as positions in [`Passages::all`], best first.
    pub quotes: Vec<usize>,
    /// The share of its people who use a word of its name; `None` for general
    /// praise and complaint.
    pub fit: Option<f64>,
}

/// What an utterance says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Voiced {
    /// It belongs to the theme at this position of the findings.
    Theme {
        /// The position.
        finding: usize,
        /// How near it is to the theme's middle, up to 1.
        strength: f32,
        /// Whether it is nearer than half of what the theme was found from.
        central: bool,
    },
    /// It belongs nowhere.
    Unthemed,
    /// It says nothing: "n/a".
    Blank,
}

impl Voiced {
    /// Returns the position of the theme in the findings, where it is of one.
    pub fn finding(self) -> Option<usize> {
        match self {
            Self::Theme { finding, .. } => Some(finding),
            Self::Unthemed | Self::Blank => None,
        }
    }
}

/// Everything that findings are made of.
pub(super) struct FindingInput<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) passages: &'a Passages,
    pub(super) people: &'a People,
    pub(super) placed: &'a [Placed],
    /// Passages that people gave to further themes, and these.
    pub(super) also: &'a [(usize, u32)],
    pub(super) memory: &'a Memory,
    pub(super) codebook: &'a Codebook,
    pub(super) arrangement: &'a Arrangement,
    pub(super) least: usize,
    pub(super) setting: &'a NamingContext,
}

/// Names are made of so many utterances at most, chosen by their content: what
/// marks a theme shows in as many.
const NAMED_FROM: usize = 50_000;

/// Quotes kept for a theme.
const QUOTES: usize = 8;

impl FindingInput<'_> {
    /// Returns the themes at a grain, those most people voice now first and
    /// general praise and complaint last, and what each utterance says.
    pub(super) fn findings(&self, grain: Detail) -> (Vec<Finding>, Vec<Voiced>) {
        let ids = self.ids(grain);
        let voices = self.voices(|leaf| ids.get(&leaf).copied());
        let mut order = voices.ranked();
        let kinds = kinds(&ids);
        order.sort_by_key(|id| kinds[id] != ThemeKind::Topic);
        let position: HashMap<ThemeId, usize> =
            order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let finding_of: HashMap<Leaf, usize> = ids
            .iter()
            .filter_map(|(leaf, id)| Some((*leaf, *position.get(id)?)))
            .collect();
        let voiced: Vec<Voiced> = self
            .placed
            .iter()
            .map(|placed| said(*placed, &finding_of))
            .collect();
        let labels = self.labels(&voiced, order.len());
        let mut findings: Vec<Finding> = order
            .iter()
            .zip(labels)
            .map(|(id, label)| self.bare(*id, kinds[id], label, &ids))
            .collect();
        self.tell_apart(&mut findings);
        self.fill(&mut findings, &voiced, &finding_of);
        (findings, voiced)
    }

    /// Returns the themes that leaves are shown as: those enough people voice,
    /// and those that somebody wants.
    fn ids(&self, grain: Detail) -> BTreeMap<Leaf, ThemeId> {
        let whole = self.arrangement.ids(Detail::Default);
        let voices = self.voices(|leaf| whole.get(&leaf).copied());
        let is_shown = |id: &ThemeId| {
            let standing = self.arrangement.status(*id);
            let wanted = standing.seeded || standing.confirmed || standing.named;
            let voices = voices.ever(*id);
            voices >= self.least || (wanted && voices > 0)
        };
        let mut ids = self.arrangement.ids(grain);
        ids.retain(|leaf, _| whole.get(leaf).is_some_and(is_shown));
        ids
    }

    fn voices(&self, of: impl Fn(Leaf) -> Option<ThemeId>) -> Voices<ThemeId> {
        Voices::new(
            self.placed,
            self.also,
            self.corpus,
            self.passages,
            self.people,
            of,
        )
    }

    /// Returns what `count` themes are called, by what each utterance says.
    pub(super) fn labels(&self, voiced: &[Voiced], count: usize) -> Vec<ThemeLabel> {
        let Some(model) = &self.memory.model else {
            return vec![ThemeLabel::default(); count];
        };
        let utterances = &self.passages.utterances;
        let chosen = themes::sample_of(utterances, NAMED_FROM);
        // Names are made of what a reader sees, not of tags and entities.
        let written = self.written();
        let written: Vec<_> = chosen.iter().map(|&at| plain(written[at])).collect();
        let people = self.sayers(voiced);
        let said: Vec<SaidUtterance<'_>> = chosen
            .iter()
            .zip(&written)
            .map(|(&at, text)| {
                let (theme, strength) = match voiced[at] {
                    Voiced::Theme {
                        finding, strength, ..
                    } => (Some(finding), strength),
                    Voiced::Unthemed | Voiced::Blank => (None, 0.0),
                };
                SaidUtterance {
                    utterance: &utterances[at],
                    text,
                    theme,
                    strength,
                    people: people[at],
                }
            })
            .collect();
        let vectorizer = Some(model.vectorizer());
        let label =
            |lexicon: &Lexicon| themes::labels(&said, lexicon, vectorizer, count, self.setting);
        if model.has_added_clusters() {
            // What came up since has words the model does not know.
            label(&Lexicon::new(
                utterances,
                1,
                &self.memory.settings.stop_words,
            ))
        } else {
            label(model.lexicon())
        }
    }

    /// Returns each utterance as it was written, the first in the alphabet
    /// where it was written in several ways.
    fn written(&self) -> Vec<&str> {
        let mut written: Vec<Option<&str>> = vec![None; self.passages.utterances.len()];
        for passage in &self.passages.all {
            let text = self.passages.text(self.corpus, passage.place);
            let first = &mut written[passage.utterance];
            *first = Some(first.map_or(text, |first| first.min(text)));
        }
        written.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Returns how many people say each utterance and are heard. Who says
    /// several things in a theme counts once in it.
    fn sayers(&self, voiced: &[Voiced]) -> Vec<f64> {
        let is_central = |utterance: usize| {
            let Voiced::Theme { central, .. } = voiced[utterance] else {
                return false;
            };
            central
        };
        let heard = self.passages.all.iter();
        let heard = heard.filter(|passage| is_heard(is_central(passage.utterance), passage.place));
        let mut said: Vec<(u32, u32)> = heard
            .map(|passage| {
                let speaker = self.people.speaker(self.corpus, passage.place);
                (passage.utterance as u32, speaker.person as u32)
            })
            .collect();
        said.par_sort_unstable();
        said.dedup();
        let in_theme = |at: u32| {
            let (utterance, person) = said[at as usize];
            (voiced[utterance as usize].finding(), person)
        };
        let mut by_theme: Vec<u32> = (0..said.len() as u32).collect();
        by_theme.par_sort_unstable_by_key(|&at| in_theme(at));
        let mut times = vec![0_u32; said.len()];
        for own in by_theme.chunk_by(|&one, &other| in_theme(one) == in_theme(other)) {
            for &at in own {
                times[at as usize] = own.len() as u32;
            }
        }
        let mut people = vec![0.0; voiced.len()];
        for (&(utterance, _), &times) in said.iter().zip(&times) {
            people[utterance as usize] += 1.0 / f64::from(times);
        }
        people
    }

    fn bare(
        &self,
        id: ThemeId,
        kind: ThemeKind,
        label: ThemeLabel,
        ids: &BTreeMap<Leaf, ThemeId>,
    ) -> Finding {
        let mut origins: Vec<ThemeOrigin> = ids
            .iter()
            .filter(|(_, of)| **of == id)
            .map(|(leaf, _)| leaf.origin)
            .collect();
        origins.dedup();
        Finding {
            theme: self.theme(id, kind, label),
            origins,
            passages: Vec::new(),
            responses: Vec::new(),
            latest: Vec::new(),
            interviews: Vec::new(),
            accounts: BTreeSet::new(),
            quotes: Vec::new(),
            fit: None,
        }
    }

    fn theme(&self, id: ThemeId, kind: ThemeKind, label: ThemeLabel) -> Theme {
        let decided = match id {
            ThemeId::Theme(number) => self
                .codebook
                .name(number)
                .or_else(|| self.memory.name(number)),
            ThemeId::Broad(_) => self.arrangement.heading(id),
            ThemeId::Part(..) => None,
        };
        let asked = match id {
            ThemeId::Theme(number) => self.codebook.seed(number),
            ThemeId::Broad(_) | ThemeId::Part(..) => None,
        };
        let (name, terms) = match kind {
            ThemeKind::Topic => (
                asked.map_or(label.name, |words| words.join(", ")),
                label.terms,
            ),
            ThemeKind::GeneralPraise => (GENERAL_PRAISE.into(), Vec::new()),
            ThemeKind::GeneralComplaint => (GENERAL_COMPLAINT.into(), Vec::new()),
        };
        Theme {
            id,
            kind,
            name: decided.map_or(name, str::to_owned),
            terms,
            within: self.arrangement.within(id),
            standing: match id {
                ThemeId::Broad(_) => ThemeStatus::default(),
                _ => self.arrangement.status(id),
            },
        }
    }

    /// A theme that is found later than another must not be called the same:
    /// it takes a further term into its name, or its number.
    fn tell_apart(&self, findings: &mut [Finding]) {
        let lasts = |theme: &Theme| match theme.id {
            ThemeId::Theme(number) => {
                self.codebook.name(number).is_some() || self.memory.name(number).is_some()
            }
            ThemeId::Broad(_) => self.arrangement.heading(theme.id).is_some(),
            ThemeId::Part(..) => false,
        };
        let (old, new): (Vec<&mut Finding>, Vec<&mut Finding>) = findings
            .iter_mut()
            .partition(|finding| lasts(&finding.theme));
        let mut taken: HashSet<String> = old
            .iter()
            .map(|finding| finding.theme.name.to_lowercase())
            .collect();
        for finding in new {
            let theme = &mut finding.theme;
            for term in &theme.terms {
                if !taken.contains(&theme.name.to_lowercase()) {
                    break;
                }
                if !theme.name.to_lowercase().contains(&term.to_lowercase()) {
                    theme.name = format!("{}, {term}", theme.name);
                }
            }
            if taken.contains(&theme.name.to_lowercase()) {
                theme.name = format!("{} ({})", theme.name, theme.id);
            }
            taken.insert(theme.name.to_lowercase());
        }
    }

    fn fill(&self, findings: &mut [Finding], voiced: &[Voiced], finding_of: &HashMap<Leaf, usize>) {
        for (index, passage) in self.passages.all.iter().enumerate() {
            let Voiced::Theme {
                finding, central, ..
            } = voiced[passage.utterance]
            else {
                continue;
            };
            if !is_heard(central, passage.place) {
                continue;
            }
            let finding = &mut findings[finding];
            finding.passages.push(index);
            match passage.place {
                Place::Comment { response, .. } if finding.responses.last() != Some(&response) => {
                    finding.responses.push(response);
                }
                Place::Turn { interview, .. } if finding.interviews.last() != Some(&interview) => {
                    finding.interviews.push(interview);
                }
                _ => {}
            }
        }
        for (passage, theme) in self.also {
            let origin = ThemeOrigin::Seed(*theme);
            let Some(&at) = finding_of.get(&Leaf { origin, part: 0 }) else {
                continue;
            };
            let finding = &mut findings[at];
            match self.passages.all[*passage].place {
                Place::Comment { response, .. } => finding.responses.push(response),
                Place::Turn { interview, .. } => finding.interviews.push(interview),
            }
            finding.passages.push(*passage);
            for list in [
                &mut finding.passages,
                &mut finding.responses,
                &mut finding.interviews,
            ] {
                list.sort_unstable();
                list.dedup();
            }
        }
        findings.par_iter_mut().for_each(|finding| {
            let latest = finding.responses.iter().copied();
            finding.latest = latest.filter(|&r| self.people.is_latest(r)).collect();
            finding.accounts = self.accounts(finding);
            finding.quotes = self.quotes(finding, voiced);
            finding.fit = self.fit(finding);
        });
    }

    fn fit(&self, finding: &Finding) -> Option<f64> {
        let model = self.memory.model.as_ref();
        let model = model.filter(|_| finding.theme.kind == ThemeKind::Topic)?;
        let lexicon = model.lexicon();
        let mut words: HashMap<Language, Vec<TermId>> = HashMap::new();
        let name = normal(&finding.theme.name);
        let (mut all, mut fitting) = (HashSet::new(), HashSet::new());
        for &passage in &finding.passages {
            let passage = self.passages.all[passage];
            let person = self.people.speaker(self.corpus, passage.place).person;
            let said = &self.passages.utterances[passage.utterance];
            let words = words.entry(said.language).or_insert_with(|| {
                themes::distinctive_terms(&finding.theme.name, said.language, lexicon)
            });
            // Who speaks another language than the name says none of its words.
            if words.is_empty() && said.language != model.language {
                continue;
            }
            all.insert(person);
            let fits = || match &words[..] {
                // What many wrote word for word has words that are no terms.
                [] => said.normal.contains(&name),
                words => {
                    let terms = lexicon.terms(said);
                    terms.iter().flatten().any(|term| words.contains(term))
                }
            };
            if !fitting.contains(&person) && fits() {
                fitting.insert(person);
            }
        }
        (!all.is_empty()).then(|| fitting.len() as f64 / all.len() as f64)
    }

    fn accounts(&self, finding: &Finding) -> BTreeSet<String> {
        let answers = finding.latest.iter().map(|&at| Document::Comment(at));
        let interviews = finding.interviews.iter().map(|&at| Document::Interview(at));
        let accounts = answers.chain(interviews);
        let accounts = accounts.filter_map(|of| self.people.account(self.corpus, of));
        accounts.map(str::to_owned).collect()
    }

    fn quotes(&self, finding: &Finding, voiced: &[Voiced]) -> Vec<usize> {
        let speaker = |place| self.people.speaker(self.corpus, place);
        quoted(
            &finding.passages,
            self.corpus,
            self.passages,
            voiced,
            speaker,
            QUOTES,
        )
    }
}

/// Returns the best of some passages to quote, best first.
pub(super) fn quoted(
    among: &[usize],
    corpus: &Corpus,
    passages: &Passages,
    voiced: &[Voiced],
    speaker: impl Fn(Place) -> Speaker,
    most: usize,
) -> Vec<usize> {
    let candidates: Vec<QuoteCandidate<'_>> = among
        .iter()
        .map(|&index| {
            let passage = passages.all[index];
            let speaker = speaker(passage.place);
            let strength = match voiced[passage.utterance] {
                Voiced::Theme { strength, .. } => strength,
                Voiced::Unthemed | Voiced::Blank => 0.0,
            };
            QuoteCandidate {
                text: passages.text(corpus, passage.place),
                person: speaker.person,
                group: speaker.group,
                strength,
                delivery: delivery(index, corpus, passages),
            }
        })
        .collect();
    let chosen = themes::quotes(&candidates, most).into_iter();
    chosen.map(|chosen| among[chosen]).collect()
}

/// Returns how a passage of an interview was said.
fn delivery(index: usize, corpus: &Corpus, passages: &Passages) -> Option<Delivery> {
    let passage = passages.all[index];
    matches!(passage.place, Place::Turn { .. }).then(|| {
        let language = passages.utterances[passage.utterance].language;
        Delivery::new(passages.text(corpus, passage.place), language)
    })
}

fn kinds(ids: &BTreeMap<Leaf, ThemeId>) -> HashMap<ThemeId, ThemeKind> {
    let kind = |origin: ThemeOrigin| match origin {
        ThemeOrigin::Praise => ThemeKind::GeneralPraise,
        ThemeOrigin::Complaint => ThemeKind::GeneralComplaint,
        ThemeOrigin::Cluster(_) | ThemeOrigin::Seed(_) => ThemeKind::Topic,
    };
    let mut kinds = HashMap::new();
    for (leaf, id) in ids {
        kinds.entry(*id).or_insert_with(|| kind(leaf.origin));
    }
    kinds
}

fn said(placed: Placed, finding_of: &HashMap<Leaf, usize>) -> Voiced {
    match placed {
        Placed::Blank => Voiced::Blank,
        Placed::Nowhere => Voiced::Unthemed,
        Placed::In(assigned) => {
            finding_of
                .get(&assigned.leaf)
                .map_or(Voiced::Unthemed, |&finding| Voiced::Theme {
                    finding,
                    strength: assigned.strength,
                    central: assigned.central,
                })
        }
    }
}
