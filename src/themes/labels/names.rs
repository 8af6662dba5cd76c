//! What a theme is called: the clause of its people that says best what they
//! say.
//!
//! Clauses of what people wrote are judged together by how many of the
//! theme's people use their words, how much those words are this theme's own,
//! how near they are to what is meant, how many write them so, and whether
//! they say it in the tone of the theme. No two themes have the same name.

use std::collections::{BTreeMap, HashSet};

use ahash::AHashMap;
use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

use super::Said;
use super::clauses::{Clause, clauses, runs, weak};
use super::hushed::Hushed;
use super::words::{Part, part};
use crate::text::{Language, Tone, denies, has_content, names_no_topic, normal};
use crate::vectorize::{Lexicon, TermId, Utterance, Vectorizer};

/// What people say in a theme is read for clauses in this many passages, and
/// compared with names in so many.
const READ: usize = 1500;
const COMPARED: usize = 400;

/// Passages of other themes that names are compared with.
const OTHERS: usize = 1200;

/// Clauses whose meaning is looked at, those with the best words first.
const LOOKED_AT: usize = 150;

/// A passage means what a name means from this cosine on.
const MEANS: f32 = 0.45;

/// What each quality of a name is worth. Chosen by reading the names of the
/// public sets, each left out in turn (`docs/quality.md`).
mod worth {
    /// The share of people who use one of its words, and of those who use all.
    pub(super) const SAID: f64 = 1.3;
    pub(super) const SAID_WHOLE: f64 = 1.2;
    /// How much its words are the theme's own, up to 1.
    pub(super) const OWN: f64 = 0.5;
    /// Its cosine with the theme's middle; the share of the theme that means
    /// it, and the share of others that do.
    pub(super) const NEAR: f64 = 0.8;
    pub(super) const MEANT: f64 = 0.5;
    pub(super) const MEANT_ELSEWHERE: f64 = -2.0;
    /// Being a whole clause; each time as many people write it so.
    pub(super) const WHOLE: f64 = 0.4;
    pub(super) const WRITTEN: f64 = 0.12;
    /// Each word past the fourth, each that says little, each that few of the
    /// theme's people use (by how few); being one word alone, or the same word
    /// twice.
    pub(super) const LONG: f64 = -0.08;
    pub(super) const WEAK: f64 = -0.15;
    pub(super) const RARE: f64 = -0.7;
    pub(super) const ALONE: f64 = -0.4;
    pub(super) const TWICE: f64 = -1.0;
    /// Each word that says something, past the third: a list is no name.
    pub(super) const LIST: f64 = -0.15;
    /// Saying it in the theme's tone, against it, and in one tone where the
    /// theme has both.
    pub(super) const IN_TONE: f64 = 0.3;
    pub(super) const AGAINST: f64 = -1.0;
    pub(super) const ONE_OF_BOTH: f64 = -0.8;
}

/// Words that stand together are a name when this share of a theme's people,
/// and so many, write them so.
const OFTEN: f64 = 0.08;
const OFTEN_PEOPLE: f64 = 4.0;

/// A word is known in a theme when this share of its people use it; one that
/// fewer use narrows a name to what few say.
const KNOWN: f64 = 0.18;

/// Names from clauses.
pub(super) struct Naming<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) vectorizer: Option<&'a Vectorizer>,
    pub(super) hushed: &'a Hushed,
    /// For each term how many people say it anywhere.
    pub(super) said: AHashMap<TermId, f64>,
    /// Everybody, once a passage.
    pub(super) people: f64,
}

/// A clause that could name a theme.
struct Candidate {
    utterance: Utterance,
    /// The ways it is written, and how many people do.
    written: BTreeMap<String, f64>,
    people: f64,
    whole: f64,
    /// Its terms that say something, ascending.
    terms: Vec<TermId>,
    worth: f64,
}

/// A theme while its name is looked for.
struct Theme<'a> {
    members: Vec<&'a Said<'a>>,
    terms: Vec<Vec<TermId>>,
    people: f64,
    said: AHashMap<TermId, f64>,
    /// The share of people who praise, and of those who complain.
    praise: f64,
    complaint: f64,
}

impl Naming<'_> {
    /// Returns the name of each theme, largest theme first; `None` where
    /// nobody says anything that could be one.
    pub(super) fn names(&self, members: &[Vec<Said<'_>>]) -> Vec<Option<String>> {
        let vectors = Vectors::of(self.vectorizer, members);
        let ranked: Vec<Vec<Candidate>> = members
            .par_iter()
            .enumerate()
            .map(|(theme, members)| self.ranked(members, theme, &vectors))
            .collect();
        let mut taken: HashSet<Vec<TermId>> = HashSet::new();
        let first_free = |ranked: Vec<Candidate>| {
            let free = |candidate: &Candidate| taken.insert(candidate.terms.clone());
            let mut ranked = ranked.into_iter();
            let candidate = ranked.find(free)?;
            candidate.usual()
        };
        let names = ranked.into_iter().map(first_free);
        let named = names.zip(members);
        named
            .map(|(name, members)| name.or_else(|| self.most_written(members)))
            .collect()
    }

    /// Returns the clause that most people write, where no word of theirs is a
    /// term: what many wrote word for word, and nobody else.
    fn most_written(&self, members: &[Said<'_>]) -> Option<String> {
        let mut written: BTreeMap<String, Candidate> = BTreeMap::new();
        for said in spread(members, READ) {
            collect(
                &mut written,
                clauses(said.text, said.utterance.language),
                said,
            );
        }
        let mut written: Vec<Candidate> = written.into_values().collect();
        written.retain(|candidate| {
            let normal = &candidate.utterance.normal;
            has_content(normal) && !normal.split(' ').any(|word| self.lexicon.leaves_out(word))
        });
        for candidate in &mut written {
            candidate.worth = candidate.people + candidate.whole;
        }
        by_worth(&mut written);
        written.first()?.usual()
    }

    fn ranked(&self, members: &[Said<'_>], at: usize, vectors: &Vectors) -> Vec<Candidate> {
        let Some(theme) = self.theme(members) else {
            return Vec::new();
        };
        let mut candidates = self.candidates(&theme);
        for candidate in &mut candidates {
            candidate.worth = self.worth_of_words(candidate, &theme);
        }
        by_worth(&mut candidates);
        candidates.truncate(LOOKED_AT);
        if let Some(vectorizer) = self.vectorizer {
            let meanings = vectors.meanings(vectorizer, &candidates, at);
            for (candidate, meaning) in candidates.iter_mut().zip(meanings) {
                candidate.worth += meaning;
            }
            by_worth(&mut candidates);
        }
        candidates
    }

    fn theme<'m>(&self, members: &'m [Said<'m>]) -> Option<Theme<'m>> {
        let members = spread(members, READ);
        let terms: Vec<Vec<TermId>> = members
            .iter()
            .map(|said| self.content(said.utterance))
            .collect();
        let mut said: AHashMap<TermId, f64> = AHashMap::new();
        let (mut people, mut praise, mut complaint) = (0.0, 0.0, 0.0);
        for (member, terms) in members.iter().zip(&terms) {
            let sayers = member.people as f64;
            people += sayers;
            for &term in terms {
                *said.entry(term).or_default() += sayers;
            }
            let balance = balance(&Tone::of(member.text, member.utterance.language));
            praise += if balance > 0 { sayers } else { 0.0 };
            complaint += if balance < 0 { sayers } else { 0.0 };
        }
        (people > 0.0).then(|| Theme {
            members,
            terms,
            people,
            said,
            praise: praise / people,
            complaint: complaint / people,
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
                        Part::Unsaid | Part::Before | Part::PassedOver
                    )
            })
            .filter_map(|(_, term)| term)
            .collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    fn candidates(&self, theme: &Theme<'_>) -> Vec<Candidate> {
        let often = (OFTEN * theme.people).max(OFTEN_PEOPLE);
        let mut clauses_of: BTreeMap<String, Candidate> = BTreeMap::new();
        let mut runs_of: BTreeMap<String, Candidate> = BTreeMap::new();
        for said in &theme.members {
            let language = said.utterance.language;
            collect(&mut clauses_of, clauses(said.text, language), said);
            collect(&mut runs_of, runs(said.text, language), said);
        }
        runs_of.retain(|_, run| run.people >= often);
        for (normal, run) in runs_of {
            clauses_of.entry(normal).or_insert(run);
        }
        let candidates = clauses_of.into_values().filter_map(|mut candidate| {
            candidate.terms = self.content(&candidate.utterance);
            self.may_name(&candidate).then_some(candidate)
        });
        candidates.collect()
    }

    /// A name says something by itself, and not only what was asked or whom
    /// everybody speaks of.
    fn may_name(&self, candidate: &Candidate) -> bool {
        let Utterance { normal, language } = &candidate.utterance;
        let names = |word: &str| part(word, *language, true) == Part::Name && !names_no_topic(word);
        !candidate.terms.is_empty()
            && has_content(normal)
            && normal.split(' ').any(names)
            && !normal.split(' ').any(|word| self.lexicon.leaves_out(word))
            && self.hushed.allows_terms(&candidate.terms)
    }

    fn worth_of_words(&self, candidate: &Candidate, theme: &Theme<'_>) -> f64 {
        let words = candidate.utterance.normal.split(' ').count();
        let (one, whole) = theme.said(&candidate.terms);
        let many = candidate.terms.len() > 1;
        let rare: f64 = candidate
            .terms
            .iter()
            .map(|term| theme.rareness(*term))
            .sum();
        let rare = rare + self.unknown(&candidate.utterance) as f64 + theme.denial(candidate);
        worth::SAID * one
            + if many { worth::SAID_WHOLE * whole } else { 0.0 }
            + worth::OWN * self.own(&candidate.terms, theme)
            + worth::WHOLE * candidate.whole
            + worth::WRITTEN * candidate.people.ln()
            + worth::LONG * words.saturating_sub(4) as f64
            + worth::LIST * candidate.terms.len().saturating_sub(3) as f64
            + worth::WEAK * weak(&candidate.utterance.normal, candidate.utterance.language)
            + worth::RARE * rare
            + if words == 1 { worth::ALONE } else { 0.0 }
            + if repeats(&candidate.utterance.normal) {
                worth::TWICE
            } else {
                0.0
            }
            + worth_of_tone(candidate, theme)
    }

    /// Returns how many words of a clause nobody else uses, or no label has.
    fn unknown(&self, utterance: &Utterance) -> usize {
        let terms = self.lexicon.terms(utterance);
        let words = utterance.normal.split(' ').zip(terms);
        let unknown = words.filter(|(word, term)| {
            let tells = term.is_some() && part(word, utterance.language, true) != Part::Unsaid;
            !tells && !names_no_topic(word) && word.len() > 2
        });
        unknown.count()
    }

    /// Returns how much the words of a name are the theme's own, up to 1: the
    /// mean of ln(p/q) over that of a word only the theme has.
    fn own(&self, terms: &[TermId], theme: &Theme<'_>) -> f64 {
        let most = (self.people / theme.people).ln().max(0.1);
        let lift = |term: &TermId| {
            let here = theme.people_who_say(*term).max(0.5);
            let all = self.said.get(term).copied().unwrap_or(0.0).max(here);
            (here / theme.people / (all / self.people)).ln()
        };
        terms.iter().map(lift).sum::<f64>() / terms.len() as f64 / most
    }
}

/// A name that praises or complains needs this share of people who do.
const VOICED: f64 = 0.3;

fn worth_of_tone(candidate: &Candidate, theme: &Theme<'_>) -> f64 {
    let Utterance { normal, language } = &candidate.utterance;
    let tone = balance(&Tone::of(normal, *language));
    let denies = || normal.split(' ').any(denies);
    let (same, other) = match tone.signum() {
        1 => (theme.praise, theme.complaint),
        -1 => (theme.complaint, theme.praise),
        // What only denies complains mildly; how many deny it counts apart.
        _ if denies() && theme.praise > theme.complaint => return worth::AGAINST,
        _ if denies() && theme.complaint > 2.0 * theme.praise => return worth::IN_TONE,
        _ => return 0.0,
    };
    if same < other {
        worth::AGAINST
    } else if same < VOICED || same < 2.0 * other {
        worth::ONE_OF_BOTH
    } else {
        worth::IN_TONE
    }
}

fn balance(tone: &Tone) -> i64 {
    tone.praise.cmp(&tone.complaint) as i64
}

impl Theme<'_> {
    fn people_who_say(&self, term: TermId) -> f64 {
        self.said.get(&term).copied().unwrap_or(0.0)
    }

    /// Returns how far a term is from being known, 0 to 1.
    fn rareness(&self, term: TermId) -> f64 {
        let share = self.people_who_say(term) / self.people;
        (1.0 - share / KNOWN).max(0.0)
    }

    /// Returns the same for denying what a name denies.
    fn denial(&self, candidate: &Candidate) -> f64 {
        let denies = |utterance: &Utterance| utterance.normal.split(' ').any(denies);
        if !denies(&candidate.utterance) {
            return 0.0;
        }
        let says = |said: &[TermId]| {
            let mut terms = candidate.terms.iter();
            terms.all(|term| said.binary_search(term).is_ok())
        };
        let members = self.members.iter().zip(&self.terms);
        let denying = members.filter(|(member, said)| denies(member.utterance) && says(said));
        let people: f64 = denying.map(|(member, _)| member.people as f64).sum();
        (1.0 - people / self.people / KNOWN).max(0.0)
    }

    /// Returns the share of people who use one of some terms, and of those
    /// who use all.
    fn said(&self, terms: &[TermId]) -> (f64, f64) {
        let (mut one, mut all) = (0.0, 0.0);
        for (member, said) in self.members.iter().zip(&self.terms) {
            let uses = terms
                .iter()
                .filter(|term| said.binary_search(term).is_ok())
                .count();
            let people = member.people as f64;
            one += if uses > 0 { people } else { 0.0 };
            all += if uses == terms.len() { people } else { 0.0 };
        }
        (one / self.people, all / self.people)
    }
}

impl Candidate {
    /// Returns it as most people write it, in lower case.
    fn usual(&self) -> Option<String> {
        let most = self
            .written
            .iter()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        most.map(|(written, _)| written.clone())
    }
}

fn collect(candidates: &mut BTreeMap<String, Candidate>, clauses: Vec<Clause>, said: &Said<'_>) {
    let people = said.people as f64;
    let mut once: HashSet<String> = HashSet::new();
    for clause in clauses {
        let normal = normal(&clause.written);
        let written = clause.written.to_lowercase().replace('’', "'");
        let candidate = candidates
            .entry(normal.clone())
            .or_insert_with(|| Candidate {
                utterance: Utterance {
                    normal: normal.clone(),
                    language: said.utterance.language,
                },
                written: BTreeMap::new(),
                people: 0.0,
                whole: 0.0,
                terms: Vec::new(),
                worth: 0.0,
            });
        candidate.whole = candidate.whole.max(clause.whole);
        if once.insert(normal) {
            candidate.people += people;
            *candidate.written.entry(written).or_default() += people;
        }
    }
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

fn by_worth(candidates: &mut [Candidate]) {
    candidates.sort_by(|a, b| {
        let by_worth = b.worth.total_cmp(&a.worth);
        by_worth.then_with(|| a.utterance.cmp(&b.utterance))
    });
}

/// Returns evenly spaced members; they stand in the order of what they say.
fn spread<'m>(members: &'m [Said<'m>], most: usize) -> Vec<&'m Said<'m>> {
    let step = members.len().div_ceil(most).max(1);
    members.iter().step_by(step).collect()
}

/// The vectors of what is said, theme by theme.
struct Vectors {
    rows: Array2<f32>,
    people: Vec<f32>,
    theme: Vec<usize>,
    centres: Array2<f32>,
}

impl Vectors {
    fn of(vectorizer: Option<&Vectorizer>, members: &[Vec<Said<'_>>]) -> Self {
        let mut said: Vec<(&Said<'_>, usize)> = Vec::new();
        for (theme, members) in members.iter().enumerate() {
            said.extend(
                spread(members, COMPARED)
                    .into_iter()
                    .map(|said| (said, theme)),
            );
        }
        let utterances: Vec<&Utterance> = said.iter().map(|(said, _)| said.utterance).collect();
        let rows = vectorizer.map_or_else(
            || Array2::zeros((utterances.len(), 0)),
            |vectorizer| vectorizer.vectors_of(&utterances),
        );
        let mut centres = Array2::zeros((members.len(), rows.ncols()));
        for (row, (_, theme)) in rows.rows().into_iter().zip(&said) {
            centres.row_mut(*theme).scaled_add(1.0, &row);
        }
        for mut centre in centres.rows_mut() {
            let length = centre.dot(&centre).sqrt().max(1e-6);
            centre /= length;
        }
        Self {
            rows,
            people: said.iter().map(|(said, _)| said.people as f32).collect(),
            theme: said.iter().map(|(_, theme)| *theme).collect(),
            centres,
        }
    }

    /// Returns what the meaning of each candidate is worth as a name of a theme.
    fn meanings(
        &self,
        vectorizer: &Vectorizer,
        candidates: &[Candidate],
        theme: usize,
    ) -> Vec<f64> {
        let utterances: Vec<&Utterance> = candidates.iter().map(|of| &of.utterance).collect();
        let vectors = vectorizer.block(&utterances);
        let own: Vec<usize> = (0..self.theme.len())
            .filter(|&at| self.theme[at] == theme)
            .collect();
        let others: Vec<usize> = (0..self.theme.len())
            .filter(|&at| self.theme[at] != theme)
            .collect();
        let step = others.len().div_ceil(OTHERS).max(1);
        let others: Vec<usize> = others.into_iter().step_by(step).collect();
        let near = vectors.dot(&self.centres.row(theme));
        let meant = self.meant(vectors.view(), &own);
        let elsewhere = self.meant(vectors.view(), &others);
        let all = near.iter().zip(meant).zip(elsewhere);
        all.map(|((&near, meant), elsewhere)| {
            worth::NEAR * f64::from(near)
                + worth::MEANT * f64::from(meant)
                + worth::MEANT_ELSEWHERE * f64::from(elsewhere)
        })
        .collect()
    }

    /// Returns for each vector the share of some passages that mean the same.
    fn meant(&self, vectors: ArrayView2<'_, f32>, among: &[usize]) -> Vec<f32> {
        let rows = self.rows.select(Axis(0), among);
        let people: Vec<f32> = among.iter().map(|&at| self.people[at]).collect();
        let all: f32 = people.iter().sum::<f32>().max(1.0);
        let cosines = vectors.dot(&rows.t());
        let share = |cosines: ndarray::ArrayView1<'_, f32>| {
            let near = cosines
                .iter()
                .zip(&people)
                .filter(|(cosine, _)| **cosine > MEANS);
            near.map(|(_, people)| people).sum::<f32>() / all
        };
        cosines.rows().into_iter().map(share).collect()
    }
}

/// Returns the words of a name that say something, as terms: a passage that
/// has one of them is one the name fits.
pub fn telling(name: &str, language: Language, lexicon: &Lexicon) -> Vec<TermId> {
    let utterance = Utterance {
        normal: normal(name),
        language,
    };
    let terms = lexicon.terms(&utterance);
    let words = utterance.normal.split(' ').zip(terms);
    let telling = words.filter(|(word, _)| {
        !names_no_topic(word)
            && !matches!(part(word, language, true), Part::Unsaid | Part::PassedOver)
    });
    telling.filter_map(|(_, term)| term).collect()
}
