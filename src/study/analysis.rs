//! What one look at a corpus finds: its themes, and who voices each.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::settings::Settings;
use super::voices::People;
use crate::corpus::Corpus;
use crate::feedback::Place;
use crate::text::{Filler, filler};
use crate::themes::{self, Candidate, Kind, Label, Model, Passages, Theme, ThemeId};
use crate::vectorize::Utterance;

/// What one look at a corpus finds.
#[derive(Debug)]
pub struct Analysis {
    /// What was said.
    pub corpus: Corpus,
    /// The passages in it.
    pub passages: Passages,
    /// Who said them.
    pub people: People,
    /// Which theme any text belongs to; `None` where there was too little to group.
    pub model: Option<Model>,
    /// The themes, those most people voice now first; general praise and
    /// complaint last.
    pub findings: Vec<Finding>,
    /// For each utterance, its theme's position in `findings`, and how near it is.
    pub voiced: Vec<Voiced>,
    /// The settings it was made with.
    pub settings: Settings,
}

/// What an utterance says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Voiced {
    /// It belongs to the theme at this position of [`Analysis::findings`].
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

/// A theme and who voices it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The theme.
    pub theme: Theme,
    /// The cluster of the model it is; `None` for general praise and complaint.
    pub cluster: Option<usize>,
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
}

/// People talk around a topic more than they write around it: what is spoken
/// belongs to a theme only when it is central to it.
fn heard(voiced: Voiced, place: Place) -> Voiced {
    match (voiced, place) {
        (Voiced::Theme { central: false, .. }, Place::Turn { .. }) => Voiced::Unthemed,
        (voiced, _) => voiced,
    }
}

/// Quotes kept for a theme.
const QUOTES: usize = 8;

impl Analysis {
    /// Mines a corpus and counts who voices what.
    pub fn of(corpus: Corpus, settings: &Settings) -> Self {
        let passages = Passages::of(&corpus, settings.interviewers);
        let people = People::of(&corpus);
        let topics = topics(&passages);
        let model = Model::mine(&topics, passages.language, &mining(settings));
        let groups = grouped(&passages, model.as_ref());
        let voices = Voices::of(&groups, &corpus, &passages, &people);
        let groups = large_enough(groups, &voices, settings.min_size);
        let (themes, voiced) = named(
            &groups,
            &voices,
            &corpus,
            &passages,
            &people,
            model.as_ref(),
        );
        let findings = found(themes, &voiced, &corpus, &passages, &people);
        Self {
            corpus,
            passages,
            people,
            model,
            findings,
            voiced,
            settings: settings.clone(),
        }
    }

    /// Returns what a passage says, by its position in [`Passages::all`].
    pub fn voiced_by(&self, passage: usize) -> Voiced {
        let passage = self.passages.all[passage];
        heard(self.voiced[passage.utterance], passage.place)
    }

    /// Returns for each response the positions of its passages.
    pub fn by_response(&self) -> Vec<Vec<usize>> {
        let mut by_response = vec![Vec::new(); self.corpus.responses.len()];
        for (index, passage) in self.passages.all.iter().enumerate() {
            if let Place::Comment { response, .. } = passage.place {
                by_response[response].push(index);
            }
        }
        by_response
    }

    /// Returns the main theme of a response, from the themes its passages
    /// voice: of topics the one its whole comment is nearest to, else general
    /// praise or complaint; and how near its nearest passage is.
    pub fn main_theme(&self, response: usize, passages: &[usize]) -> Option<(usize, f32)> {
        let mut strengths: BTreeMap<usize, f32> = BTreeMap::new();
        for &passage in passages {
            if let Voiced::Theme {
                finding, strength, ..
            } = self.voiced_by(passage)
            {
                let most = strengths.entry(finding).or_default();
                *most = most.max(strength);
            }
        }
        let clusters: Vec<usize> = strengths
            .keys()
            .filter_map(|&f| self.findings[f].cluster)
            .collect();
        let whole = self.passages.wholes[response].as_ref();
        let nearest = match (&clusters[..], whole, &self.model) {
            ([only], _, _) => Some(*only),
            (_, Some(whole), Some(model)) => model
                .nearest_of(whole, &clusters)
                .or(clusters.first().copied()),
            _ => None,
        };
        let main = match nearest {
            Some(cluster) => strengths
                .keys()
                .find(|&&f| self.findings[f].cluster == Some(cluster)),
            None => strengths.keys().next(),
        };
        main.map(|finding| (*finding, strengths[finding]))
    }
}

/// Returns everything an analysis will ask the meaning of, each once.
pub fn said(corpus: &Corpus, settings: &Settings) -> Vec<String> {
    let passages = Passages::of(corpus, settings.interviewers);
    let wholes = passages.wholes.into_iter().flatten();
    let all = passages.utterances.into_iter().chain(wholes);
    let said: BTreeSet<String> = all.map(|utterance| utterance.normal).collect();
    said.into_iter().collect()
}

fn mining(settings: &Settings) -> themes::Settings {
    themes::Settings {
        themes: (settings.themes > 0).then_some(settings.themes),
        vectors: settings.vectors.clone(),
        stop_words: settings.stop_words.clone(),
    }
}

/// Comments up to this many words are mined whole: in them what is said
/// before "but" helps to tell what is said after it.
const MINED_WHOLE: usize = 40;

/// Spoken passages with fewer words than this are mostly talk around a topic:
/// they join themes, but do not make them.
const SUBSTANCE: usize = 8;

/// The utterances to mine, each once: short comments whole, the passages of
/// longer ones and of interviews; none of them filler.
fn topics(passages: &Passages) -> Vec<Utterance> {
    let short = |whole: &&Utterance| whole.normal.split(' ').count() <= MINED_WHOLE;
    let short: Vec<Option<&Utterance>> = passages
        .wholes
        .iter()
        .map(|whole| whole.as_ref().filter(short))
        .collect();
    let is_in_short = |place: Place| matches!(place, Place::Comment { response, .. } if short[response].is_some());
    let wholes = short
        .iter()
        .flatten()
        .filter(|whole| filler(&whole.normal).is_none());
    let long = passages.all.iter().filter(|passage| {
        let said = &passages.utterances[passage.utterance].normal;
        let is_talk =
            matches!(passage.place, Place::Turn { .. }) && said.split(' ').count() < SUBSTANCE;
        !is_in_short(passage.place) && !is_talk && passages.fillers[passage.utterance].is_none()
    });
    let cut = long.map(|passage| &passages.utterances[passage.utterance]);
    let mut topics: Vec<Utterance> = wholes.copied().chain(cut).cloned().collect();
    topics.par_sort_unstable();
    topics.dedup();
    topics
}

/// Which group an utterance falls into, before groups are themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum GroupKey {
    Topic(usize),
    Praise,
    Complaint,
}

impl GroupKey {
    fn cluster(self) -> Option<usize> {
        match self {
            Self::Topic(cluster) => Some(cluster),
            Self::Praise | Self::Complaint => None,
        }
    }
}

/// An utterance's group, how near it is, and whether it is central.
type Grouped = Vec<(Option<GroupKey>, f32, bool)>;

fn grouped(passages: &Passages, model: Option<&Model>) -> Grouped {
    passages
        .utterances
        .par_iter()
        .zip(&passages.fillers)
        .map(|(utterance, filler)| match filler {
            Some(Filler::Praise) => (Some(GroupKey::Praise), 1.0, true),
            Some(Filler::Complaint) => (Some(GroupKey::Complaint), 1.0, true),
            Some(Filler::Blank) => (None, 0.0, false),
            None => {
                let assigned = model.and_then(|model| model.assign(utterance));
                match assigned.filter(|to| to.belongs) {
                    Some(to) => (Some(GroupKey::Topic(to.cluster)), to.strength, to.central),
                    None => (None, 0.0, false),
                }
            }
        })
        .collect()
}

/// Who voices each group.
struct Voices {
    /// Everybody, ever, in comments and interviews.
    ever: BTreeMap<GroupKey, HashSet<usize>>,
    /// In their latest answer to a survey.
    now: BTreeMap<GroupKey, HashSet<usize>>,
}

impl Voices {
    fn of(grouped: &Grouped, corpus: &Corpus, passages: &Passages, people: &People) -> Self {
        let mut voices = Self {
            ever: BTreeMap::new(),
            now: BTreeMap::new(),
        };
        for passage in &passages.all {
            let (Some(key), _, central) = grouped[passage.utterance] else {
                continue;
            };
            let person = people.speaker(corpus, passage.place).person;
            let is_heard = central || matches!(passage.place, Place::Comment { .. });
            if is_heard {
                voices.ever.entry(key).or_default().insert(person);
            }
            if matches!(passage.place, Place::Comment { response, .. } if people.is_latest(response))
            {
                voices.now.entry(key).or_default().insert(person);
            }
        }
        voices
    }

    fn ever(&self, key: GroupKey) -> usize {
        self.ever.get(&key).map_or(0, HashSet::len)
    }

    fn now(&self, key: GroupKey) -> usize {
        self.now.get(&key).map_or(0, HashSet::len)
    }
}

/// A group that too few people voice is no theme: its passages are unthemed.
fn large_enough(mut grouped: Grouped, voices: &Voices, least: usize) -> Grouped {
    for (key, ..) in &mut grouped {
        if key.is_some_and(|key| voices.ever(key) < least) {
            *key = None;
        }
    }
    grouped
}

/// Turns groups into themes: numbered by how many people voice them now, and named.
fn named(
    grouped: &Grouped,
    voices: &Voices,
    corpus: &Corpus,
    passages: &Passages,
    people: &People,
    model: Option<&Model>,
) -> (Vec<(GroupKey, Theme)>, Vec<Voiced>) {
    let mut sayers: Vec<HashSet<usize>> = vec![HashSet::new(); passages.utterances.len()];
    for passage in &passages.all {
        sayers[passage.utterance].insert(people.speaker(corpus, passage.place).person);
    }
    let mut keys: Vec<GroupKey> = grouped.iter().filter_map(|(key, ..)| *key).collect();
    keys.sort_by_key(|key| {
        let general = !matches!(key, GroupKey::Topic(_));
        let (now, ever) = (voices.now(*key), voices.ever(*key));
        (
            general,
            std::cmp::Reverse(now),
            std::cmp::Reverse(ever),
            *key,
        )
    });
    keys.dedup();
    let position: BTreeMap<GroupKey, usize> = keys
        .iter()
        .enumerate()
        .map(|(at, &key)| (key, at))
        .collect();
    let counts: Vec<usize> = sayers.iter().map(HashSet::len).collect();
    let labels = labels_of(grouped, &position, passages, &counts, model);
    let themes = keys
        .iter()
        .zip(labels)
        .enumerate()
        .map(|(at, (key, label))| (*key, theme(ThemeId(at as u32 + 1), *key, label, model)))
        .collect();
    let voiced = grouped
        .iter()
        .zip(&passages.fillers)
        .map(|((key, strength, central), filler)| match (key, filler) {
            (Some(key), _) => Voiced::Theme {
                finding: position[key],
                strength: *strength,
                central: *central,
            },
            (None, Some(Filler::Blank)) => Voiced::Blank,
            (None, _) => Voiced::Unthemed,
        })
        .collect();
    (themes, voiced)
}

fn labels_of(
    grouped: &Grouped,
    position: &BTreeMap<GroupKey, usize>,
    passages: &Passages,
    people: &[usize],
    model: Option<&Model>,
) -> Vec<Label> {
    let Some(model) = model else {
        return vec![Label::default(); position.len()];
    };
    let theme_of: Vec<Option<usize>> = grouped
        .iter()
        .map(|(key, ..)| key.map(|key| position[&key]))
        .collect();
    themes::labels(
        &passages.utterances,
        model.lexicon(),
        &theme_of,
        people,
        position.len(),
    )
}

fn theme(id: ThemeId, key: GroupKey, label: Label, model: Option<&Model>) -> Theme {
    let general = |kind: Kind, name: &str| Theme {
        id,
        kind,
        name: name.into(),
        terms: Vec::new(),
        broad: None,
    };
    match key {
        GroupKey::Praise => general(Kind::GeneralPraise, "General praise"),
        GroupKey::Complaint => general(Kind::GeneralComplaint, "General complaint"),
        GroupKey::Topic(group) => Theme {
            id,
            kind: Kind::Topic,
            name: label.name,
            terms: label.terms,
            broad: model.map(|model| model.clusters().broad()[group]),
        },
    }
}

fn found(
    themes: Vec<(GroupKey, Theme)>,
    voiced: &[Voiced],
    corpus: &Corpus,
    passages: &Passages,
    people: &People,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = themes
        .into_iter()
        .map(|(key, theme)| Finding {
            theme,
            cluster: key.cluster(),
            passages: Vec::new(),
            responses: Vec::new(),
            latest: Vec::new(),
            interviews: Vec::new(),
            accounts: BTreeSet::new(),
            quotes: Vec::new(),
        })
        .collect();
    for (index, passage) in passages.all.iter().enumerate() {
        let Voiced::Theme { finding, .. } = heard(voiced[passage.utterance], passage.place) else {
            continue;
        };
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
    findings.par_iter_mut().for_each(|finding| {
        finding.latest = finding
            .responses
            .iter()
            .copied()
            .filter(|&r| people.is_latest(r))
            .collect();
        let answers = finding
            .latest
            .iter()
            .map(|&r| corpus.responses[r].account.clone());
        let conversations = finding
            .interviews
            .iter()
            .map(|&i| corpus.interviews[i].account.clone());
        finding.accounts = answers.chain(conversations).flatten().collect();
        finding.quotes = quoted(finding, voiced, corpus, passages, people);
    });
    findings
}

fn quoted(
    finding: &Finding,
    voiced: &[Voiced],
    corpus: &Corpus,
    passages: &Passages,
    people: &People,
) -> Vec<usize> {
    let candidates: Vec<Candidate<'_>> = finding
        .passages
        .iter()
        .map(|&index| {
            let passage = passages.all[index];
            let speaker = people.speaker(corpus, passage.place);
            let strength = match voiced[passage.utterance] {
                Voiced::Theme { strength, .. } => strength,
                Voiced::Unthemed | Voiced::Blank => 0.0,
            };
            Candidate {
                text: passages.text(corpus, passage.place),
                person: speaker.person,
                group: speaker.group,
                strength,
            }
        })
        .collect();
    themes::quotes(&candidates, QUOTES)
        .into_iter()
        .map(|chosen| finding.passages[chosen])
        .collect()
}
