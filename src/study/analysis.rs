//! What one look at a corpus finds: its themes, and who voices each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::assignment::{Placed, Voices, is_heard, keep_out, kept_out, placed};
use super::findings::{Finding, FindingInput, Voiced, quoted};
use super::languages::with_languages;
use super::lists::IndexLists;
use super::main_themes::{VoicedThemes, main_themes};
use super::manual_codes::{also, taught};
use super::naming_model::WordedNames;
use super::people::People;
use super::refresh::{Material, Past, Refresh, Renewal, Renewed, renewed};
use super::settings::Settings;
use super::tone::{grouped_by_tone, tones};
use super::topics::{spoken, topics};
use super::work::Work;
use crate::corpus::{Corpus, File};
use crate::feedback::Place;
use crate::text::{Language, ToneKind, word_count};
use crate::themes::{self, Arrangement, Codebook, Detail, Memory, Passages, ThemeId, ThemeOrigin};

/// What one look at a corpus finds. What was said and the model are shared, so
/// that another look at the same corpus costs no second copy of it.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What was said.
    pub corpus: Arc<Corpus>,
    /// The passages in it.
    pub passages: Arc<Passages>,
    /// Who said them.
    pub people: Arc<People>,
    /// The model that says where any text belongs, and which themes it knows.
    pub memory: Arc<Memory>,
    /// What people decided.
    pub codebook: Codebook,
    /// Which theme each part of the model is.
    pub arrangement: Arrangement,
    /// What became of the themes since they were last looked at; `None` when
    /// nothing was said since, or they were mined for the first time.
    pub refresh: Option<Refresh>,
    /// How finely the findings look.
    pub grain: Detail,
    /// The themes, those most people voice now first; general praise and
    /// complaint last.
    pub findings: Vec<Finding>,
    /// For each utterance, its theme's position in `findings`, and how near it is.
    pub voiced: Vec<Voiced>,
    /// What is done about what was said.
    pub work: Work,
    /// The settings it was made with.
    pub settings: Settings,
    /// What a language model was asked for; `None` where none is to be asked.
    pub naming: Option<WordedNames>,
    pub(super) placed: Arc<Vec<Placed>>,
    /// Passages that people gave to further themes, and these.
    also: Arc<Vec<(usize, u32)>>,
    /// The tone of each passage, read when it is first asked for.
    tones: Arc<OnceLock<Vec<ToneKind>>>,
    is_fixed: bool,
    /// What was found at other grains.
    looked_at: Vec<DetailFindings>,
}

/// A grain, the findings at it, and what each utterance says.
pub(super) type DetailFindings = (Detail, Vec<Finding>, Vec<Voiced>);

impl Analysis {
    /// Mines a corpus, or assigns it to the themes of its past, and counts who
    /// voices what.
    pub fn new(corpus: impl Into<Arc<Corpus>>, settings: &Settings, mut past: Past) -> Self {
        let corpus: Arc<Corpus> = corpus.into();
        let question = settings.question.as_deref();
        let interviewers = settings.interviewers;
        let passages = Passages::of_question(&corpus, question, interviewers, past.language());
        let corpus = grouped_by_tone(corpus, &passages);
        let corpus = with_languages(corpus, &passages);
        let people = People::new(&corpus);
        let topics = topics(&passages);
        let codebook = past.codebook.clone();
        let work = std::mem::take(&mut past.work);
        past.lasting |= settings.grain == Detail::Fine;
        let is_fixed = past.renewal == Renewal::Fixed;
        let taught = taught(&corpus, &passages, &codebook);
        let also = also(&corpus, &passages, &codebook, &taught);
        let mining = mining(settings, &codebook);
        let spoken = spoken(&passages, &corpus, &people);
        let material = Material {
            passages: &passages,
            topics: &topics,
            spoken: &spoken,
        };
        let Renewed { mut memory, change } = renewed(past, material, taught, mining);
        for (_, theme) in &also {
            memory.set_number(ThemeOrigin::Seed(*theme), *theme);
        }
        let mut placed = placed(&passages, &memory);
        let voices = Voices::new(&placed, &also, &corpus, &passages, &people, |leaf| {
            Some(leaf.origin)
        });
        if !is_fixed {
            number(&mut memory, &codebook, &voices, settings.min_size);
        }
        let arrangement = Arrangement::new(&memory, &codebook);
        keep_out(
            &mut placed,
            &passages,
            &memory,
            arrangement.numbers(),
            &kept_out(&codebook),
        );
        let mut analysis = Self {
            corpus,
            passages: Arc::new(passages),
            people: Arc::new(people),
            memory: Arc::new(memory),
            codebook,
            arrangement,
            refresh: None,
            grain: Detail::Default,
            findings: Vec::new(),
            voiced: Vec::new(),
            work,
            settings: settings.clone(),
            placed: Arc::new(placed),
            also: Arc::new(also),
            tones: Arc::default(),
            naming: None,
            is_fixed,
            looked_at: Vec::new(),
        };
        (_, analysis.findings, analysis.voiced) = analysis.look(Detail::Default);
        analysis.remember_names();
        if !is_fixed {
            analysis.word_names();
        }
        analysis.refresh = change.map(|change| change.told(&analysis.memory, &analysis.numbers()));
        if settings.grain == Detail::Default {
            return analysis;
        }
        analysis.at(settings.grain)
    }

    /// Looks at the same themes more finely or more broadly; mines nothing. A
    /// grain that was looked at before is only taken out again.
    #[must_use]
    pub fn at(mut self, grain: Detail) -> Self {
        let before = (
            self.grain,
            std::mem::take(&mut self.findings),
            std::mem::take(&mut self.voiced),
        );
        self.looked_at.push(before);
        let known = self.looked_at.iter().position(|(of, ..)| *of == grain);
        (self.grain, self.findings, self.voiced) = match known {
            Some(at) => self.looked_at.swap_remove(at),
            None => self.look(grain),
        };
        self
    }

    /// Puts other decisions on top of the same themes; mines nothing, and no
    /// passage is placed anew. `None` where the decisions made since say what
    /// is mined or where passages belong: then only [`Analysis::new`] will do.
    pub fn decided(&self, codebook: Codebook) -> Option<Self> {
        if self.codebook.shows_like(&codebook) {
            return Some(Self {
                codebook,
                refresh: None,
                ..self.clone()
            });
        }
        if !self.codebook.assigns_like(&codebook) {
            return None;
        }
        let mut analysis = Self {
            arrangement: Arrangement::new(&self.memory, &codebook),
            codebook,
            refresh: None,
            findings: Vec::new(),
            voiced: Vec::new(),
            looked_at: Vec::new(),
            ..self.clone()
        };
        (_, analysis.findings, analysis.voiced) = analysis.look(Detail::Default);
        analysis.remember_names();
        if self.grain == Detail::Default {
            return Some(analysis);
        }
        Some(analysis.at(self.grain))
    }

    pub(super) fn look(&self, grain: Detail) -> DetailFindings {
        let setting = setting(&self.corpus, self.passages.language, &self.settings);
        let (mut findings, voiced) = self.input(&setting).findings(grain);
        for theme in findings.iter_mut().map(|finding| &mut finding.theme) {
            let routed = || self.work.owner(&theme.name, &theme.terms);
            theme.standing.owner = theme.standing.owner.take().or_else(routed);
        }
        (grain, findings, voiced)
    }

    /// Returns what themes are called, by what each utterance says.
    pub(super) fn labels(&self, voiced: &[Voiced], count: usize) -> Vec<themes::ThemeLabel> {
        let setting = setting(&self.corpus, self.passages.language, &self.settings);
        self.input(&setting).labels(voiced, count)
    }

    fn input<'a>(&'a self, setting: &'a themes::NamingContext) -> FindingInput<'a> {
        FindingInput {
            corpus: &self.corpus,
            passages: &self.passages,
            people: &self.people,
            placed: &self.placed,
            also: &self.also,
            memory: &self.memory,
            codebook: &self.codebook,
            arrangement: &self.arrangement,
            setting,
            least: if self.is_fixed {
                0
            } else {
                self.settings.min_size
            },
        }
    }

    /// Returns the numbers of the themes there are.
    fn numbers(&self) -> Vec<u32> {
        let numbers = self
            .findings
            .iter()
            .filter_map(|finding| match finding.theme.id {
                ThemeId::Theme(number) => Some(number),
                ThemeId::Broad(_) | ThemeId::Part(..) => None,
            });
        numbers.collect()
    }

    /// A theme keeps the name it was found under, whatever is said later.
    fn remember_names(&mut self) {
        for finding in &self.findings {
            if let ThemeId::Theme(number) = finding.theme.id
                && !finding.theme.standing.named
                && self.memory.name(number).is_none()
            {
                Arc::make_mut(&mut self.memory).remember_name(number, &finding.theme.name);
            }
        }
    }

    /// Returns what a passage says, by its position in [`Passages::all`].
    pub fn voiced_by(&self, passage: usize) -> Voiced {
        let passage = self.passages.all[passage];
        match self.voiced[passage.utterance] {
            Voiced::Theme { central, .. } if !is_heard(central, passage.place) => Voiced::Unthemed,
            voiced => voiced,
        }
    }

    /// Returns the passages that no theme covers, those of about the length of a
    /// sentence first.
    pub fn unthemed(&self) -> Vec<usize> {
        let text = |passage: usize| {
            let place = self.passages.all[passage].place;
            self.passages.text(&self.corpus, place)
        };
        let all = (0..self.passages.all.len()).into_par_iter();
        let mut unthemed: Vec<(usize, usize)> = all
            .filter(|&passage| self.voiced_by(passage) == Voiced::Unthemed)
            .map(|passage| (word_count(text(passage)).abs_diff(SENTENCE), passage))
            .collect();
        unthemed.par_sort_unstable_by(|one, other| {
            let of_words = one.0.cmp(&other.0);
            let of_texts = || text(one.1).cmp(text(other.1));
            of_words.then_with(of_texts).then(one.1.cmp(&other.1))
        });
        unthemed.into_iter().map(|(_, passage)| passage).collect()
    }

    /// Returns the theme, by its position in the findings, that a passage is
    /// nearest to, near enough to belong to it or not.
    pub fn nearest_theme(&self, passage: usize) -> Option<usize> {
        let said = &self.passages.utterances[self.passages.all[passage].utterance];
        let leaf = self.memory.model.as_ref()?.assign(said)?.leaf;
        let id = *self.arrangement.ids(self.grain).get(&leaf)?;
        let mut findings = self.findings.iter();
        findings.position(|finding| finding.theme.id == id && !finding.theme.standing.parked)
    }

    /// Returns the themes of a passage, by their positions in the findings: the
    /// one it counts under, and those that people gave it beside.
    pub fn themes_of(&self, passage: usize) -> Vec<usize> {
        let first = self.also.partition_point(|(at, _)| *at < passage);
        let also = self.also[first..]
            .iter()
            .take_while(|(at, _)| *at == passage);
        let further = also.filter_map(|(_, theme)| {
            let origin = ThemeOrigin::Seed(*theme);
            let mut findings = self.findings.iter();
            findings.position(|finding| finding.origins.contains(&origin))
        });
        let main = self.voiced_by(passage).finding();
        main.into_iter().chain(further).collect()
    }

    /// Returns what a passage does, by its position in [`Passages::all`].
    pub fn tone(&self, passage: usize) -> ToneKind {
        self.tones
            .get_or_init(|| tones(&self.corpus, &self.passages))[passage]
    }

    /// Returns the best of some passages to quote, by position, best first.
    pub fn quoted(&self, passages: &[usize], most: usize) -> Vec<usize> {
        let speaker = |place| self.people.speaker(&self.corpus, place);
        quoted(
            passages,
            &self.corpus,
            &self.passages,
            &self.voiced,
            speaker,
            most,
        )
    }

    /// Returns what a theme is called, or was found under, by its number.
    pub fn name(&self, theme: u32) -> Option<&str> {
        let named = self.codebook.name(theme);
        named.or_else(|| self.memory.name(theme))
    }

    /// Returns the same before a decision was made, by its number.
    pub fn name_before(&self, theme: u32, decision: u32) -> Option<&str> {
        let named = self.codebook.name_before(theme, decision);
        named.or_else(|| self.memory.name(theme))
    }

    /// Returns the findings nearest in meaning to one that nobody parked, the
    /// nearest first, and how near they are (cosine of their centres).
    pub fn nearest(&self, finding: usize, most: usize) -> Vec<(usize, f32)> {
        let Some(model) = &self.memory.model else {
            return Vec::new();
        };
        let own = &self.findings[finding].origins;
        let others = self.findings.iter().enumerate();
        let mut near: Vec<(usize, f32)> = others
            .filter(|(at, other)| *at != finding && !other.theme.standing.parked)
            .filter_map(|(at, other)| Some((at, model.similarity(own, &other.origins)?)))
            .collect();
        near.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        near.truncate(most);
        near
    }

    /// Returns for each response the positions of its passages.
    pub fn by_response(&self) -> IndexLists {
        let passages = self.passages.all.iter().enumerate();
        let written = passages.filter_map(|(at, passage)| match passage.place {
            Place::Comment { response, .. } => Some((response, at)),
            Place::Turn { .. } => None,
        });
        IndexLists::new(self.corpus.responses.len(), written)
    }

    /// Returns the numbers of themes that people made and that nothing is in
    /// yet, at any grain.
    pub fn empty_themes(&self) -> Vec<u32> {
        let ids = self.arrangement.ids(Detail::Default);
        let placed = self.placed.iter().filter_map(|placed| match placed {
            Placed::In(assigned) => ids.get(&assigned.leaf).copied(),
            Placed::Nowhere | Placed::Blank => None,
        });
        let also = self.also.iter().map(|(_, theme)| ThemeId::Theme(*theme));
        let held: BTreeSet<ThemeId> = placed.chain(also).collect();
        let mut made = self.codebook.created();
        made.retain(|&number| {
            !held.contains(&ThemeId::Theme(number)) && !self.codebook.status(number).parked
        });
        made
    }

    /// Returns the main theme of each response, by its position in the findings,
    /// and how near its nearest passage is, from the themes its passages (as
    /// [`Analysis::by_response`] gives them) voice and nobody parked.
    pub fn main_themes(&self, by_response: &IndexLists) -> Vec<Option<(usize, f32)>> {
        let responses = (0..self.corpus.responses.len()).into_par_iter();
        let voiced: Vec<VoicedThemes> = responses
            .map(|response| self.strengths(&by_response[response]))
            .collect();
        let ids = self.findings.iter().map(|finding| finding.theme.id);
        let position: BTreeMap<ThemeId, usize> = ids.clone().zip(0..).collect();
        let origins = self.findings.iter().map(|finding| finding.origins.clone());
        let model = self.memory.model.as_ref();
        let main = main_themes(
            model,
            &self.passages.wholes,
            &voiced,
            &ids.zip(origins).collect(),
        );
        let positions = main.into_iter().map(|main| {
            let (theme, strength) = main?;
            Some((position[&theme], strength))
        });
        positions.collect()
    }

    /// Returns how near the nearest of some passages is to each theme they
    /// voice and nobody parked.
    fn strengths(&self, passages: &[usize]) -> VoicedThemes {
        let mut strengths = VoicedThemes::new();
        for &passage in passages {
            if let Voiced::Theme {
                finding, strength, ..
            } = self.voiced_by(passage)
                && !self.findings[finding].theme.standing.parked
            {
                let theme = self.findings[finding].theme.id;
                let most = strengths.entry(theme).or_default();
                *most = most.max(strength);
            }
        }
        strengths
    }
}

/// Words of a usual sentence.
const SENTENCE: usize = 14;

/// What labels need not say, since everybody speaks of it.
fn setting(corpus: &Corpus, language: Language, settings: &Settings) -> themes::NamingContext {
    let questions = corpus.files.iter().filter_map(File::question);
    themes::NamingContext {
        title: settings.name().to_owned(),
        questions: questions.map(str::to_owned).collect(),
        language,
    }
}

fn mining(settings: &Settings, codebook: &Codebook) -> themes::MiningSettings {
    let mut stop_words = settings.stop_words.clone();
    stop_words.extend(codebook.excluded());
    stop_words.sort();
    stop_words.dedup();
    themes::MiningSettings {
        themes: (settings.themes > 0).then_some(settings.themes),
        method: settings.method,
        vectors: settings.vectors.clone(),
        stop_words,
        limits: settings.limits,
    }
}

/// Gives a number to each origin that has none and that enough people voice:
/// topics first, by how many voice them now, then general praise and complaint.
fn number(memory: &mut Memory, codebook: &Codebook, voices: &Voices<ThemeOrigin>, least: usize) {
    let mut origins = voices.ranked();
    origins.sort_by_key(|origin| matches!(origin, ThemeOrigin::Praise | ThemeOrigin::Complaint));
    let mut next = memory.highest().max(codebook.highest_theme()) + 1;
    for origin in origins {
        if voices.ever(origin) >= least && !memory.numbers().contains_key(&origin) {
            memory.set_number(origin, next);
            next += 1;
        }
    }
}
