//! What people in interviews struggle with.
//!
//! Takes a corpus; gives its pain points: what is said to be missing, wrong,
//! hard, slow …, in people's own words, by how many interviews speak of it,
//! with every sentence that does. A pain point is a problem and the thing it is
//! said of, found where several people put the two beside each other: "missing
//! data", "hard to explain". Topics alone ("data") are `themes`'.

mod known;
mod meanings;
mod merging;
mod occurrences;
mod quoting;
mod sentences;
mod things;
mod topics;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Corpus;
use crate::feedback::Place;
use crate::text::{Fault, Language, StatementKind, Tone};

use meanings::{Meanings, meanings};
pub use merging::SAME;
use occurrences::{CommonPair, occurrences};
use sentences::{SpokenSentence, interviews, sentences};
use things::Things;

/// Something that people struggle with.
#[derive(Clone, Debug, PartialEq)]
pub struct PainPoint {
    /// What people call it, most of them, in their words.
    pub name: String,
    /// What kinds of problem it is.
    pub faults: BTreeSet<Fault>,
    /// Which of the known themes it is, by position.
    pub known: Option<usize>,
    /// Where it is spoken of: every such sentence, in order.
    pub mentions: Vec<PainMention>,
    /// The sentences that say it best, each from another interview, best first.
    pub quotes: Vec<Place>,
    /// Of each interview that speaks of it, the sentences that say it best, in
    /// order.
    pub own: BTreeMap<usize, Vec<Place>>,
    /// The best sentence beside it that says why it is so, what comes of it,
    /// what would help, how people get by, or what was decided.
    pub beside: Vec<(StatementKind, Place)>,
}

/// A sentence that speaks of a pain point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PainMention {
    /// Its interview.
    pub interview: usize,
    /// Its turn.
    pub turn: usize,
    /// Where it stands.
    pub place: Place,
    /// Whether the question before it named the thing.
    pub asked: bool,
}

/// What people struggle with, and how much of what they say that is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundPainPoints {
    /// Those that most interviews speak of first.
    pub points: Vec<PainPoint>,
    /// Sentences that state a problem or complain.
    pub problems: usize,
    /// How many of them speak of one of these.
    pub covered: usize,
    /// Of few interviews, the plainest problems of each that none of these
    /// covers, by interview.
    pub plainest: Vec<(usize, Vec<Place>)>,
}

/// Returns how many interviews must speak of a pain point: two, of many a few
/// more.
fn least(interviews: usize) -> usize {
    (interviews / 12).clamp(2, 5).min(interviews)
}

/// A theme that surveys know, and where interviews voice it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownTheme {
    /// What it is called.
    pub name: String,
    /// The passages of interviews that are in it.
    pub places: Vec<Place>,
}

/// Returns what people in the interviews of a corpus struggle with: what they
/// name in the same words, and the themes known from surveys that they speak of
/// as problems. Words of texts too short to tell are read in `language`.
pub fn pain_points(corpus: &Corpus, language: Language, known: &[KnownTheme]) -> FoundPainPoints {
    let sentences = sentences(corpus, language);
    let complains = complaining(corpus, &sentences);
    let things = Things::new(&sentences);
    let mut named = occurrences(corpus, &sentences, &things);
    named.extend(topics::topics(corpus, &sentences, &complains, &things));
    let merged = merging::merged(named, corpus.interviews.len());
    let mut groups: Vec<ProblemGroup> = merged.iter().map(|of| ProblemGroup::new(of)).collect();
    groups.retain(|group| group.interviews(&sentences) >= least(corpus.interviews.len()));
    for (at, theme) in known.iter().enumerate() {
        groups.extend(known::group(at, theme, &sentences, &complains, &groups));
    }
    groups.sort_by(|one, other| {
        let order = |of: &ProblemGroup| (of.interviews(&sentences), of.sentences.len());
        order(other)
            .cmp(&order(one))
            .then_with(|| one.name.cmp(&other.name))
    });
    let near = groups.iter().flat_map(|group| group.near.iter().copied());
    let said = Meanings::new(corpus, &sentences, &near.collect());
    let names = meanings(groups.iter().map(|group| (&*group.name, language)));
    let mut quoted = BTreeSet::new();
    let points = groups.iter().zip(names.outer_iter()).map(|(group, name)| {
        let likeness = |at: usize| said.of(at).map_or(0.0, |of| f64::from(of.dot(&name)));
        quoting::pain_point(corpus, &sentences, group, likeness, &mut quoted)
    });
    let points: Vec<PainPoint> = points.collect();
    let covered: BTreeSet<usize> = groups
        .iter()
        .flat_map(|group| group.sentences.iter().copied())
        .filter(|&at| complains[at])
        .collect();
    let plainest = if corpus.interviews.len() <= FEW {
        quoting::plainest(corpus, &sentences, &complains, &covered)
    } else {
        Vec::new()
    };
    FoundPainPoints {
        problems: complains.iter().filter(|is| **is).count(),
        covered: covered.len(),
        points,
        plainest,
    }
}

/// Of so few interviews, each is quoted.
const FEW: usize = 20;

/// Returns which sentences state a problem or complain.
fn complaining(corpus: &Corpus, sentences: &[SpokenSentence]) -> Vec<bool> {
    let complains = |sentence: &SpokenSentence| {
        let tone = || Tone::from_text(sentence.text(corpus), sentence.language).balance();
        sentence.statement.does(StatementKind::Problem)
            || !sentence.statement.is_question
                && !sentence.statement.takes_back
                && tone() == Ordering::Less
    };
    sentences.iter().map(complains).collect()
}

/// Sentences that speak of one problem.
#[derive(Clone, Debug)]
struct ProblemGroup {
    name: String,
    /// What kinds of problem it is.
    faults: BTreeSet<Fault>,
    /// The stems of what it is about.
    topics: BTreeSet<String>,
    /// The positions of the sentences that speak of it.
    sentences: BTreeSet<usize>,
    /// Those that say so plainly.
    near: BTreeSet<usize>,
    /// Those that say what it is called.
    lead: BTreeSet<usize>,
    /// Which of the known themes it is.
    known: Option<usize>,
}

impl ProblemGroup {
    /// Puts pairs together, the one that names them in front.
    fn new(pairs: &[CommonPair]) -> Self {
        Self {
            name: pairs[0].name.clone(),
            faults: pairs.iter().map(|of| of.pair.fault).collect(),
            topics: pairs.iter().map(|of| of.pair.topic.clone()).collect(),
            sentences: pairs.iter().flat_map(|of| of.sentences.clone()).collect(),
            near: pairs.iter().flat_map(|of| of.near.clone()).collect(),
            lead: pairs[0].near.clone(),
            known: None,
        }
    }

    fn interviews(&self, sentences: &[SpokenSentence]) -> usize {
        interviews(sentences, &self.sentences)
    }
}
