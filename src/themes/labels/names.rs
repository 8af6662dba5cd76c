//! What a theme is called: the clause of its people that says best what they
//! say.
//!
//! Clauses of what people wrote are judged together by how many write them,
//! how near they are to the middle of what is meant, whether the theme's
//! people use each of their words, and whether they say it in the tone of the
//! theme. No two themes have the same name.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use ahash::AHashMap;
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use super::SaidUtterance;
use super::clauses::{Clause, clauses, is_little, runs, weak};
use super::label_stopwords::LabelStopWords;
use super::words::{LabelPart, part};
use crate::cluster::centres;
use crate::text::{Language, Tone, ToneKind, denies, has_content, names_no_topic, normal};
use crate::vectorize::{Lexicon, TermId, Utterance, Vectorizer};

/// What people say in a theme is read for clauses in this many passages, and
/// compared with names in so many.
const READ: usize = 1500;
const COMPARED: usize = 400;

/// Passages of other themes that names are compared with, and the cosine from
/// which on one means what a name means.
const OTHERS: usize = 1200;
const MEANS: f32 = 0.45;

/// Clauses whose meaning is looked at, those with the best words first.
const LOOKED_AT: usize = 400;

/// What each quality of a name is worth. Fitted to what readers said of 3,100
/// names, and tried on sets that were left out (`docs/quality.md`).
mod worth {
    /// Its cosine with the theme's middle.
    pub(super) const NEAR: f64 = 2.55;
    /// The share of people who use one of its words; hardly anybody doing so.
    pub(super) const SAID: f64 = 1.4;
    pub(super) const UNSAID: f64 = -2.0;
    /// How much its words are the theme's own, up to 1.
    pub(super) const OWN: f64 = 1.0;
    /// The share of other themes' passages that mean the same.
    pub(super) const ELSEWHERE: f64 = -8.0;
    /// Each time that e times as many people write it so.
    pub(super) const WRITTEN: f64 = 0.18;
    /// Being all of what somebody wrote, or the share of it.
    pub(super) const PORTION: f64 = 0.3;
    /// Being cut off before "in the morning".
    pub(super) const CUT: f64 = -0.2;
    /// Each word; each that few of the theme's people use, by how few; each
    /// that says little; and saying three things of which none is rare.
    pub(super) const WORD: f64 = -0.14;
    pub(super) const RARE: f64 = -0.32;
    pub(super) const WEAK: f64 = -0.06;
    pub(super) const THREE: f64 = 0.66;
    pub(super) const TWICE: f64 = -0.8;
    /// Praising or complaining, by how far the theme's people do so rather
    /// than the other; doing it against them, and where few do or many do
    /// either.
    pub(super) const TONE: f64 = 1.5;
    pub(super) const AGAINST: f64 = -1.0;
    pub(super) const ONE_OF_BOTH: f64 = -0.56;
    /// The same where people do both, so that either is half of the truth.
    pub(super) const HALF_TRUE: f64 = -2.5;
    /// Only naming what they praise or complain of, by the same measure.
    pub(super) const BARE: f64 = -0.55;
}

/// Words that stand together are a name when this share of a theme's people,
/// and so many, write them so.
const OFTEN: f64 = 0.08;
const OFTEN_PEOPLE: f64 = 4.0;

/// A name is in a language in which this share of a theme's people write: a
/// short or misspelled text is easily taken for another.
const SPOKEN: f64 = 0.1;

/// A word is known in a theme when this share of its people use it; one that
/// fewer use narrows a name to what few say.
const KNOWN: f64 = 0.18;

/// A word that nobody else uses, often one that is misspelled, is this rare.
const UNKNOWN: f64 = 2.0;

/// With so many people, what one alone says is no word for what all say.
const MANY: f64 = 20.0;

/// A name whose words fewer use than this share of people is hardly ever right.
const UNSAID: f64 = 0.12;

/// A name that praises or complains needs this share of people who do, and so
/// many times as many as do the other.
const VOICED: f64 = 0.3;
const OUTWEIGHS: f64 = 2.0;

/// People both praise and complain of something when these shares do, and
/// neither is more than so many times the other. Complaints are of more kinds
/// than praise is, and fewer of them are told.
const BOTH: [f64; 2] = [0.15, 0.11];
const PRAISE_AT_MOST: f64 = 2.5;
const COMPLAINT_AT_MOST: f64 = 1.1;

/// They mostly complain when this share does, and so many times as many as
/// praise.
const COMPLAINED: f64 = 0.2;

/// Names from clauses.
pub(super) struct Naming<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) vectorizer: Option<&'a Vectorizer>,
    pub(super) hushed: &'a LabelStopWords,
    /// For each term how many people say it anywhere.
    pub(super) said: AHashMap<TermId, f64>,
    /// Everybody, once a passage.
    pub(super) people: f64,
    /// The main language: names are in it where a theme's people speak it.
    pub(super) language: Language,
}

/// A clause that could name a theme.
struct NameCandidate {
    utterance: Utterance,
    /// The ways it is written, and how many people do.
    written: BTreeMap<String, f64>,
    people: f64,
    /// The most that it is of what one of them wrote, in words.
    portion: f64,
    /// Whether nobody wrote it as a whole clause.
    cut: bool,
    /// Its terms that say something, ascending.
    terms: Vec<TermId>,
    /// Whether it praises, `Greater`, or complains, and whether it denies.
    tone: Ordering,
    denies: bool,
    worth: f64,
    /// What its people say of it, where it only says of what they speak.
    verdict: Option<NameTone>,
}

/// What people say of what they speak of: a name that is only a noun says
/// more with it.
#[derive(Clone, Copy, Debug)]
enum NameTone {
    /// About as many praise as complain.
    Both,
    /// They mostly complain.
    Complaints,
}

impl NameTone {
    const ALL: [Self; 2] = [Self::Both, Self::Complaints];

    /// Returns the words that stand after a name.
    fn after(self, language: Language) -> &'static str {
        let [both, complaints] = match language {
            Language::German => [", gut und schlecht", ": meist Kritik"],
            Language::French => [", du bon et du mauvais", " : surtout des plaintes"],
            Language::Spanish => [", lo bueno y lo malo", ": sobre todo quejas"],
            Language::Dutch => [", goed en slecht", ": vooral klachten"],
            Language::Swedish => [", bra och dåligt", ": mest klagomål"],
            _ => [", good and bad", ": mostly complaints"],
        };
        match self {
            Self::Both => both,
            Self::Complaints => complaints,
        }
    }
}

/// A theme while its name is looked for.
struct ThemeVoices<'a> {
    members: Vec<&'a SaidUtterance<'a>>,
    terms: Vec<Vec<TermId>>,
    people: f64,
    said: AHashMap<TermId, f64>,
    /// The share of people who praise, of those who complain, and of those
    /// who ask for something.
    praise: f64,
    complaint: f64,
    asking: f64,
}

impl Naming<'_> {
    /// Returns the name of each theme, largest theme first; `None` where
    /// nobody says anything that could be one.
    pub(super) fn names(&self, members: &[Vec<SaidUtterance<'_>>]) -> Vec<Option<String>> {
        let meant = ThemeCentres::new(self.vectorizer, members);
        let ranked: Vec<Vec<NameCandidate>> = members
            .par_iter()
            .enumerate()
            .map(|(theme, members)| self.ranked(members, theme, &meant))
            .collect();
        let mut taken: HashSet<Vec<TermId>> = HashSet::new();
        let first_free = |ranked: Vec<NameCandidate>| {
            let free = |candidate: &NameCandidate| taken.insert(candidate.terms.clone());
            let mut ranked = ranked.into_iter();
            ranked.find(free)?.name()
        };
        let names = ranked.into_iter().map(first_free);
        let named = names.zip(members);
        named
            .map(|(name, members)| name.or_else(|| self.most_written(members)))
            .collect()
    }

    /// Returns the clause that most people write, where no word of theirs is a
    /// term: what many wrote word for word, and nobody else.
    fn most_written(&self, members: &[SaidUtterance<'_>]) -> Option<String> {
        let mut written: BTreeMap<String, NameCandidate> = BTreeMap::new();
        for said in evenly_spaced(members, READ) {
            collect(
                &mut written,
                clauses(said.text, said.utterance.language),
                said,
            );
        }
        let mut written: Vec<NameCandidate> = written.into_values().collect();
        written.retain(|candidate| {
            let normal = &candidate.utterance.normal;
            has_content(normal) && !normal.split(' ').any(|word| self.lexicon.leaves_out(word))
        });
        for candidate in &mut written {
            candidate.worth = candidate.people + candidate.portion;
        }
        sort_by_score(&mut written);
        written.first()?.usual()
    }

    fn ranked(
        &self,
        members: &[SaidUtterance<'_>],
        at: usize,
        meant: &ThemeCentres,
    ) -> Vec<NameCandidate> {
        let Some(theme) = self.theme(members) else {
            return Vec::new();
        };
        let mut candidates = self.candidates(&theme);
        for candidate in &mut candidates {
            candidate.worth = self.word_score(candidate, &theme);
            candidate.verdict = theme.tone(candidate);
        }
        sort_by_score(&mut candidates);
        candidates.truncate(LOOKED_AT);
        if let Some(vectorizer) = self.vectorizer {
            let utterances: Vec<&Utterance> = candidates.iter().map(|of| &of.utterance).collect();
            let vectors = vectorizer.by_words(&utterances);
            let near = vectors.dot(&meant.centres.row(at)).into_iter();
            let elsewhere = meant.share_elsewhere(vectors.view(), at);
            for (candidate, (near, elsewhere)) in candidates.iter_mut().zip(near.zip(elsewhere)) {
                candidate.worth +=
                    worth::NEAR * f64::from(near) + worth::ELSEWHERE * f64::from(elsewhere);
            }
            sort_by_score(&mut candidates);
        }
        candidates
    }

    fn theme<'m>(&self, members: &'m [SaidUtterance<'m>]) -> Option<ThemeVoices<'m>> {
        let members = evenly_spaced(members, READ);
        let terms = members.iter().map(|said| self.content(said.utterance));
        let terms: Vec<Vec<TermId>> = terms.collect();
        let mut said: AHashMap<TermId, f64> = AHashMap::new();
        let [mut people, mut praise, mut complaint, mut asking] = [0.0; 4];
        for (member, terms) in members.iter().zip(&terms) {
            let sayers = member.people;
            people += sayers;
            for &term in terms {
                *said.entry(term).or_default() += sayers;
            }
            let tone = Tone::from_text(member.text, member.utterance.language);
            match tone.balance() {
                _ if tone.kind() == ToneKind::Request => asking += sayers,
                Ordering::Greater => praise += sayers,
                Ordering::Less => complaint += sayers,
                Ordering::Equal => {}
            }
        }
        (people > 0.0).then(|| ThemeVoices {
            members,
            terms,
            people,
            said,
            praise: praise / people,
            complaint: complaint / people,
            asking: asking / people,
        })
    }

    /// Returns the terms of an utterance that say something, ascending.
    fn content(&self, utterance: &Utterance) -> Vec<TermId> {
        let words = utterance.normal.split(' ');
        let terms = self.lexicon.terms(utterance);
        let mut terms: Vec<TermId> = words
            .zip(terms)
            .filter(|(word, _)| {
                !names_no_topic(word)
                    && !matches!(
                        part(word, utterance.language, true),
                        LabelPart::Unsaid | LabelPart::Before | LabelPart::PassedOver
                    )
            })
            .filter_map(|(_, term)| term)
            .collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    fn candidates(&self, theme: &ThemeVoices<'_>) -> Vec<NameCandidate> {
        let often = (OFTEN * theme.people).max(OFTEN_PEOPLE);
        let mut clauses_of: BTreeMap<String, NameCandidate> = BTreeMap::new();
        let mut runs_of: BTreeMap<String, NameCandidate> = BTreeMap::new();
        let mut writers: AHashMap<Language, f64> = AHashMap::new();
        for said in &theme.members {
            *writers.entry(said.utterance.language).or_default() += said.people;
        }
        let often_enough =
            |language: &Language| writers.get(language).unwrap_or(&0.0) >= &(SPOKEN * theme.people);
        let in_main = often_enough(&self.language);
        let speaks = |language: &Language| {
            if in_main {
                *language == self.language
            } else {
                often_enough(language)
            }
        };
        for said in &theme.members {
            let language = said.utterance.language;
            if !speaks(&language) {
                continue;
            }
            collect(&mut clauses_of, clauses(said.text, language), said);
            collect(&mut runs_of, runs(said.text, language), said);
        }
        runs_of.retain(|_, run| run.people >= often);
        for (normal, run) in runs_of {
            clauses_of.entry(normal).or_insert(run);
        }
        let candidates = clauses_of.into_values().filter_map(|mut candidate| {
            candidate.terms = self.content(&candidate.utterance);
            if !self.may_name(&candidate) {
                return None;
            }
            let Utterance { normal, language } = &candidate.utterance;
            candidate.tone = Tone::from_text(normal, *language).balance();
            candidate.denies = denying(normal);
            Some(candidate)
        });
        candidates.collect()
    }

    /// A name says something by itself, and not only what was asked or whom
    /// everybody speaks of.
    fn may_name(&self, candidate: &NameCandidate) -> bool {
        let Utterance { normal, language } = &candidate.utterance;
        let names =
            |word: &str| part(word, *language, true) == LabelPart::Name && !names_no_topic(word);
        !candidate.terms.is_empty()
            && has_content(normal)
            && normal.split(' ').any(names)
            && !normal.split(' ').any(|word| self.lexicon.leaves_out(word))
            && self.hushed.allows_terms(&candidate.terms)
    }

    fn word_score(&self, candidate: &NameCandidate, theme: &ThemeVoices<'_>) -> f64 {
        let Utterance { normal, language } = &candidate.utterance;
        let rareness = |term: &TermId| {
            let alone = theme.people >= MANY && self.said.get(term).is_none_or(|said| *said < 2.0);
            if alone { UNKNOWN } else { theme.rarity(*term) }
        };
        let rare: f64 = candidate.terms.iter().map(rareness).sum();
        let rare = rare + UNKNOWN * self.rare_words(&candidate.utterance) as f64;
        let said = theme.share_using(&candidate.terms);
        let when = |is: bool, worth: f64| if is { worth } else { 0.0 };
        worth::SAID * said
            + when(said < UNSAID, worth::UNSAID)
            + worth::OWN * self.distinctiveness(&candidate.terms, theme)
            + worth::WRITTEN * candidate.people.max(1.0).ln()
            + worth::PORTION * candidate.portion
            + worth::WORD * normal.split(' ').count() as f64
            + worth::RARE * (rare + theme.denial(candidate))
            + worth::WEAK * weak(normal, *language)
            + when(candidate.cut, worth::CUT)
            + when(candidate.terms.len() >= 3, worth::THREE) * (1.0 - rare).max(0.0)
            + when(repeats(normal), worth::TWICE)
            + theme.tone_score(candidate)
    }

    /// Returns how many words of a clause nobody else uses, or no label has.
    fn rare_words(&self, utterance: &Utterance) -> usize {
        let terms = self.lexicon.terms(utterance);
        let words = utterance.normal.split(' ').zip(terms);
        let unknown = words.filter(|(word, term)| {
            let tells = term.is_some() && part(word, utterance.language, true) != LabelPart::Unsaid;
            !tells && !is_little(word, utterance.language) && word.len() > 2
        });
        unknown.count()
    }

    /// Returns how much the words of a name are the theme's own, up to 1: the
    /// mean of ln(p/q) over that of a word only the theme has; less of words
    /// that few use.
    fn distinctiveness(&self, terms: &[TermId], theme: &ThemeVoices<'_>) -> f64 {
        let most = (self.people / theme.people).ln().max(0.1);
        let lift = |term: &TermId| {
            let here = theme.people_who_say(*term).max(0.5);
            let all = self.said.get(term).copied().unwrap_or(0.0).max(here);
            let lift = (here / theme.people / (all / self.people)).ln();
            lift * (1.0 - theme.rarity(*term))
        };
        terms.iter().map(lift).sum::<f64>() / terms.len() as f64 / most
    }
}

impl ThemeVoices<'_> {
    fn people_who_say(&self, term: TermId) -> f64 {
        self.said.get(&term).copied().unwrap_or(0.0)
    }

    /// Returns how far a term is from being known, 0 to 1.
    fn rarity(&self, term: TermId) -> f64 {
        rarity(self.people_who_say(term) / self.people)
    }

    /// Returns how far denying what a name denies is from being known.
    fn denial(&self, candidate: &NameCandidate) -> f64 {
        if !candidate.denies {
            return 0.0;
        }
        rarity(self.share(|member, said| {
            let mut terms = candidate.terms.iter();
            denying(&member.utterance.normal) && terms.all(|term| said.binary_search(term).is_ok())
        }))
    }

    /// Returns the share of people who use one of some terms.
    fn share_using(&self, terms: &[TermId]) -> f64 {
        self.share(|_, said| terms.iter().any(|term| said.binary_search(term).is_ok()))
    }

    /// Returns the share of people who say what, with its terms, is so.
    fn share(&self, is_so: impl Fn(&SaidUtterance<'_>, &[TermId]) -> bool) -> f64 {
        let members = self.members.iter().zip(&self.terms);
        let people = members.filter(|(member, said)| is_so(member, said));
        people.map(|(member, _)| member.people).sum::<f64>() / self.people
    }

    /// Returns how far its people praise rather than complain: 1 where all
    /// who do either praise, -1 where all complain.
    fn sentiment(&self) -> f64 {
        (self.praise - self.complaint) / (self.praise + self.complaint + 0.05)
    }

    fn tone_score(&self, candidate: &NameCandidate) -> f64 {
        let lean = self.sentiment();
        let (same, other, lean) = match candidate.tone {
            Ordering::Greater => (self.praise, self.complaint, lean),
            Ordering::Less => (self.complaint, self.praise, -lean),
            Ordering::Equal if candidate.denies && self.is_divided() => return worth::HALF_TRUE,
            Ordering::Equal if candidate.denies && lean > 0.0 => return worth::AGAINST,
            Ordering::Equal if !candidate.denies && candidate.terms.len() == 1 => {
                return worth::BARE * lean.abs();
            }
            Ordering::Equal => return 0.0,
        };
        let against = if self.is_divided() {
            worth::HALF_TRUE
        } else if same < other {
            worth::AGAINST
        } else if same < VOICED || same < OUTWEIGHS * other {
            worth::ONE_OF_BOTH
        } else {
            0.0
        };
        worth::TONE * lean + against
    }

    /// Returns what its people say of what a name only names.
    fn tone(&self, name: &NameCandidate) -> Option<NameTone> {
        let Self {
            praise, complaint, ..
        } = *self;
        if !name.is_bare() {
            return None;
        }
        if complaint >= COMPLAINED && complaint >= OUTWEIGHS * praise {
            return (name.terms.len() <= 2).then_some(NameTone::Complaints);
        }
        (name.terms.len() <= 2 && self.is_divided()).then_some(NameTone::Both)
    }

    /// Returns whether its people both praise and complain, be it that who asks
    /// for it to be better complains, or not.
    fn is_divided(&self) -> bool {
        let praise = self.praise;
        [self.complaint, self.complaint + self.asking]
            .into_iter()
            .any(|complaint| {
                praise >= BOTH[0]
                    && complaint >= BOTH[1]
                    && praise <= PRAISE_AT_MOST * complaint
                    && complaint <= COMPLAINT_AT_MOST * praise
            })
    }
}

impl NameCandidate {
    /// Returns whether it only says of what people speak.
    fn is_bare(&self) -> bool {
        self.tone == Ordering::Equal && !self.denies
    }

    /// Returns the name, in lower case.
    fn name(&self) -> Option<String> {
        let verdict = self
            .verdict
            .map(|verdict| verdict.after(self.utterance.language));
        Some(self.usual()? + verdict.unwrap_or_default())
    }

    /// Returns it as most people write it, in lower case.
    fn usual(&self) -> Option<String> {
        let most = self
            .written
            .iter()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        most.map(|(written, _)| written.clone())
    }
}

fn collect(
    candidates: &mut BTreeMap<String, NameCandidate>,
    clauses: Vec<Clause>,
    said: &SaidUtterance<'_>,
) {
    let people = said.people;
    let mut once: HashSet<String> = HashSet::new();
    for clause in clauses {
        let normal = normal(&clause.written);
        let written = clause.written.to_lowercase().replace('’', "'");
        let candidate = candidates
            .entry(normal.clone())
            .or_insert_with(|| NameCandidate {
                utterance: Utterance::new(normal.clone(), said.utterance.language),
                written: BTreeMap::new(),
                people: 0.0,
                portion: 0.0,
                cut: true,
                terms: Vec::new(),
                tone: Ordering::Equal,
                denies: false,
                worth: 0.0,
                verdict: None,
            });
        let portion = words(&normal) / words(&said.utterance.normal);
        candidate.portion = candidate.portion.max(portion.min(1.0));
        candidate.cut &= clause.cut;
        if once.insert(normal) {
            candidate.people += people;
            *candidate.written.entry(written).or_default() += people;
        }
    }
}

/// Returns how far what this share of people do is from being known, 0 to 1.
fn rarity(share: f64) -> f64 {
    (1.0 - share / KNOWN).max(0.0)
}

fn denying(normal: &str) -> bool {
    normal.split(' ').any(denies)
}

/// Returns how many words a text has, where one said again at once counts once.
fn words(normal: &str) -> f64 {
    let words: Vec<&str> = normal.split(' ').collect();
    words.chunk_by(|one, other| one == other).count() as f64
}

/// Whether a name says the same twice: "flighted flight", "no, no".
fn repeats(normal: &str) -> bool {
    let words: Vec<&str> = normal.split(' ').filter(|word| word.len() > 1).collect();
    words.iter().enumerate().any(|(at, one)| {
        words[at + 1..].iter().any(|other| {
            let begun = one.chars().take(5).collect::<String>();
            one == other || (begun.chars().count() == 5 && other.starts_with(&begun))
        })
    })
}

fn sort_by_score(candidates: &mut [NameCandidate]) {
    candidates.sort_by(|a, b| {
        let by_worth = b.worth.total_cmp(&a.worth);
        by_worth.then_with(|| a.utterance.cmp(&b.utterance))
    });
}

/// Returns evenly spaced members; they stand in the order of what they say.
fn evenly_spaced<'m>(members: &'m [SaidUtterance<'m>], most: usize) -> Vec<&'m SaidUtterance<'m>> {
    let step = members.len().div_ceil(most).max(1);
    members.iter().step_by(step).collect()
}

/// What is meant in each theme.
struct ThemeCentres {
    /// The vectors of what is said, one a row, and its theme and people.
    rows: Array2<f32>,
    theme: Vec<Option<usize>>,
    people: Vec<f32>,
    /// The middle of each theme, one a row.
    centres: Array2<f32>,
}

impl ThemeCentres {
    fn new(vectorizer: Option<&Vectorizer>, members: &[Vec<SaidUtterance<'_>>]) -> Self {
        let mut said: Vec<(&SaidUtterance<'_>, usize)> = Vec::new();
        for (theme, members) in members.iter().enumerate() {
            let compared = evenly_spaced(members, COMPARED).into_iter();
            said.extend(compared.map(|said| (said, theme)));
        }
        let utterances: Vec<&Utterance> = said.iter().map(|(said, _)| said.utterance).collect();
        let rows = vectorizer.map_or_else(
            || Array2::zeros((utterances.len(), 0)),
            |vectorizer| vectorizer.by_words(&utterances),
        );
        let theme: Vec<Option<usize>> = said.iter().map(|(_, theme)| Some(*theme)).collect();
        Self {
            centres: centres(rows.view(), &theme),
            theme,
            people: said.iter().map(|(said, _)| said.people as f32).collect(),
            rows,
        }
    }

    /// Returns for each vector the share of people in other themes who mean
    /// the same.
    fn share_elsewhere(&self, vectors: ArrayView2<'_, f32>, theme: usize) -> Vec<f32> {
        let others = (0..self.theme.len()).filter(|&at| self.theme[at] != Some(theme));
        let others: Vec<usize> = others.collect();
        let step = others.len().div_ceil(OTHERS).max(1);
        let others: Vec<usize> = others.into_iter().step_by(step).collect();
        let people: Vec<f32> = others.iter().map(|&at| self.people[at]).collect();
        let all: f32 = people.iter().sum::<f32>().max(1.0);
        let cosines = vectors.dot(&self.rows.select(Axis(0), &others).t());
        let share = |cosines: ArrayView1<'_, f32>| {
            let near = cosines.iter().zip(&people);
            let near = near.filter(|(cosine, _)| **cosine > MEANS);
            near.map(|(_, people)| people).sum::<f32>() / all
        };
        cosines.rows().into_iter().map(share).collect()
    }
}

/// Returns what a name speaks of, without what people say of it: `Price` for
/// `Price, good and bad`.
pub fn subject(name: &str) -> &str {
    let languages = Language::ALL.into_iter();
    let mut verdicts = languages.flat_map(|of| NameTone::ALL.map(|verdict| verdict.after(of)));
    verdicts
        .find_map(|after| name.strip_suffix(after))
        .unwrap_or(name)
}

/// Returns the words of a name that say something, as terms: a passage that
/// has one of them is one the name fits.
pub fn distinctive_terms(name: &str, language: Language, lexicon: &Lexicon) -> Vec<TermId> {
    let utterance = Utterance::new(normal(subject(name)), language);
    let terms = lexicon.terms(&utterance);
    let words = utterance.normal.split(' ').zip(terms);
    let telling = words.filter(|(word, _)| {
        !names_no_topic(word)
            && !matches!(
                part(word, language, true),
                LabelPart::Unsaid | LabelPart::PassedOver
            )
    });
    telling.filter_map(|(_, term)| term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, [praise, complaint, asking]: [f64; 3]) -> Option<String> {
        let utterance = Utterance::new(normal(text), Language::English);
        let theme = ThemeVoices {
            members: Vec::new(),
            terms: Vec::new(),
            people: 100.0,
            said: AHashMap::new(),
            praise,
            complaint,
            asking,
        };
        let mut name = NameCandidate {
            written: BTreeMap::from([(text.to_owned(), 1.0)]),
            people: 1.0,
            portion: 1.0,
            cut: false,
            terms: Lexicon::new(std::slice::from_ref(&utterance), 1, &[])
                .terms(&utterance)
                .into_iter()
                .flatten()
                .collect(),
            tone: Tone::from_text(text, Language::English).balance(),
            denies: denying(text),
            worth: 0.0,
            verdict: None,
            utterance,
        };
        name.verdict = theme.tone(&name);
        name.name()
    }

    #[test]
    fn a_noun_alone_says_how_people_speak_of_it() {
        for (text, tone, name) in [
            ("invoice", [0.1, 0.4, 0.0], "invoice: mostly complaints"),
            ("invoice", [0.3, 0.2, 0.0], "invoice, good and bad"),
            ("invoice", [0.3, 0.0, 0.2], "invoice, good and bad"),
            ("invoice", [0.1, 0.0, 0.4], "invoice"),
            ("invoice", [0.5, 0.0, 0.0], "invoice"),
            ("invoice", [0.05, 0.1, 0.0], "invoice"),
            ("bad invoice", [0.1, 0.4, 0.0], "bad invoice"),
            ("no invoice", [0.1, 0.4, 0.0], "no invoice"),
        ] {
            assert_eq!(named(text, tone).as_deref(), Some(name), "{tone:?}");
        }
    }
}
