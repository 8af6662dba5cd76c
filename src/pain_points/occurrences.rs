//! Problems and the things they are said of, where several people put the two
//! beside each other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::sentences::{SpokenSentence, interviews};
use super::things::Things;
use crate::corpus::Corpus;
use crate::feedback::Span;
use crate::text::{Fault, FaultMark, Language, StatedWord, Statement};

/// A thing, by its language and stem, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub language: Language,
    pub topic: String,
    pub fault: Fault,
}

/// A pair that several people speak of.
#[derive(Clone, Debug)]
pub(super) struct CommonPair {
    pub pair: Pair,
    /// What people call it, most of them.
    pub name: String,
    /// What that means, without words that every name has.
    pub meant: String,
    /// The positions of the sentences that speak of it, ascending.
    pub sentences: BTreeSet<usize>,
    /// Those in which nothing stands between the two.
    pub near: BTreeSet<usize>,
    /// How many interviews speak of it.
    pub interviews: usize,
    /// Whether the thing is what few of the interviews speak of.
    pub is_specific: bool,
}

/// A sentence in which a pair stands.
struct Occurrence {
    sentence: usize,
    /// What is said of it, without words that fill time.
    phrase: String,
    /// The same with the thing by its stem: those alike are one name.
    form: String,
    /// The thing, as written.
    topic: String,
    /// Whether the problem is named before the thing.
    begins_with_fault: bool,
    /// Whether nothing stands between the two.
    is_near: bool,
    /// Whether the thing is an action: "hard to explain".
    is_action: bool,
}

/// More words apart, a problem is of something else.
const REACH: usize = 6;

/// Shorter sentences are fragments.
const SHORTEST: usize = 4;

/// What more than this share of all interviews speak of is what they are about:
/// that there is a problem with it says nothing.
pub(super) const GENERAL: f64 = 2.0 / 3.0;

/// A pair must stand together at least this often, to what would be by chance;
/// one that says nothing but that there is trouble with what everybody speaks
/// of, so often.
const LIFT: f64 = 0.7;
const TELLING_LIFT: f64 = 1.5;

/// A pair in fewer interviews, or so near together in fewer sentences, is an
/// accident.
const FEWEST: usize = 2;

/// Words that join a problem and an action.
const BEFORE_ACTION: [&str; 6] = ["to", "zu", "à", "de", "di", "te"];

/// Two words in a row fewer times than this are no compound.
const FEWEST_COMPOUNDS: usize = 3;

/// Returns the pairs that several people speak of.
pub(super) fn occurrences(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    things: &Things,
) -> Vec<CommonPair> {
    let counts = PairCounts::new(corpus, sentences);
    let common = counts.pairs.iter().filter_map(|(pair, found)| {
        // "Hard to explain" is of what people do.
        let acts = found.iter().filter(|of| of.is_action).count();
        let may_act = matches!(
            pair.fault,
            Fault::Hard | Fault::Complex | Fault::Slow | Fault::Costly
        );
        let acts = may_act && 2 * acts >= found.len();
        if pair.fault != Fault::Named && !acts && !things.has(pair.language, &pair.topic) {
            return None;
        }
        let near = || found.iter().filter(|of| of.is_near);
        let all = interviews(sentences, found.iter().map(|of| &of.sentence));
        let lift = counts.lift(pair, found.len());
        let topic = (pair.language, pair.topic.clone());
        let mentioned = counts.mentioned[&topic].len();
        let is_specific = mentioned as f64 <= GENERAL * corpus.interviews.len() as f64;
        let is_told = match pair.fault {
            Fault::Named => true,
            Fault::Trouble | Fault::Lacking => is_specific || lift >= TELLING_LIFT,
            _ => is_specific || lift >= LIFT,
        };
        let enough = all >= FEWEST.min(corpus.interviews.len());
        if !enough || near().count() < FEWEST || !is_told {
            return None;
        }
        let (name, meant) = counts.name(near(), sentences, is_specific)?;
        Some(CommonPair {
            pair: pair.clone(),
            name,
            meant,
            sentences: found.iter().map(|of| of.sentence).collect(),
            near: near().map(|of| of.sentence).collect(),
            interviews: all,
            is_specific,
        })
    });
    common.collect()
}

/// Where each pair stands, and how often each side of it does.
struct PairCounts {
    pairs: BTreeMap<Pair, Vec<Occurrence>>,
    topics: BTreeMap<(Language, String), usize>,
    faults: BTreeMap<Fault, usize>,
    all: usize,
    /// How often each thing is written so.
    written: BTreeMap<(Language, String), usize>,
    /// How often each thing is said, and two of them in a row.
    said: BTreeMap<(Language, String), usize>,
    compounds: BTreeMap<(Language, String, String), usize>,
    /// The interviews that speak of a thing at all.
    mentioned: BTreeMap<(Language, String), BTreeSet<usize>>,
}

impl PairCounts {
    fn new(corpus: &Corpus, sentences: &[SpokenSentence]) -> Self {
        let mut counts = Self {
            pairs: BTreeMap::new(),
            topics: BTreeMap::new(),
            faults: BTreeMap::new(),
            all: 0,
            written: BTreeMap::new(),
            said: BTreeMap::new(),
            compounds: BTreeMap::new(),
            mentioned: BTreeMap::new(),
        };
        for sentence in sentences {
            let words = &sentence.statement.words;
            let text = sentence.text(corpus);
            for word in words.iter().filter(|word| word.topic.is_some()) {
                let word = word.span.slice(text).to_lowercase();
                *counts.written.entry((sentence.language, word)).or_default() += 1;
            }
            for two in words.windows(2) {
                if let [Some(one), Some(two)] = [&two[0].topic, &two[1].topic] {
                    let compound = (sentence.language, one.clone(), two.clone());
                    *counts.compounds.entry(compound).or_default() += 1;
                }
            }
            for topic in words.iter().filter_map(|word| word.topic.as_ref()) {
                let topic = (sentence.language, topic.clone());
                *counts.said.entry(topic.clone()).or_default() += 1;
                let mentioned = counts.mentioned.entry(topic).or_default();
                mentioned.insert(sentence.interview);
            }
        }
        for (at, sentence) in sentences.iter().enumerate() {
            let words = &sentence.statement.words;
            if sentence.statement.is_question || words.len() < SHORTEST {
                continue;
            }
            let text = sentence.text(corpus);
            for mark in &sentence.statement.faults {
                for (topic, between) in things(mark, &sentence.statement, text) {
                    counts.add(at, sentence, mark.fault, topic, &between, text);
                }
            }
        }
        counts
    }

    fn add(
        &mut self,
        at: usize,
        sentence: &SpokenSentence,
        fault: Fault,
        topic: &str,
        between: &ProblemGap,
        text: &str,
    ) {
        let pair = Pair {
            language: sentence.language,
            topic: topic.to_owned(),
            fault,
        };
        let is_topic = |word: &StatedWord| word.topic.as_deref() == Some(topic);
        let all = &sentence.statement.words;
        let words = &all[between.words.clone()];
        let begins_with_fault = !words.first().is_some_and(is_topic);
        let written = words.iter().find(|word| is_topic(word));
        let written = written.map_or_else(String::new, |word| word.span.slice(text).to_lowercase());
        let topic = (sentence.language, topic.to_owned());
        *self.topics.entry(topic).or_default() += 1;
        *self.faults.entry(fault).or_default() += 1;
        self.all += 1;
        let form = words.iter().map(|word| match &word.topic {
            Some(stem) => stem.clone(),
            None => word.span.slice(text).to_lowercase(),
        });
        let whole = self.whole(sentence.language, all, between.words.clone());
        self.pairs.entry(pair).or_default().push(Occurrence {
            sentence: at,
            phrase: phrase(&all[whole], text),
            form: form.collect::<Vec<_>>().join(" "),
            topic: written,
            begins_with_fault,
            is_near: between.words_apart == 0,
            is_action: words.iter().any(|word| {
                let word = word.span.slice(text).to_lowercase();
                word.len() <= 2 && BEFORE_ACTION.contains(&&*word)
            }),
        });
    }

    /// Returns words with the other half of a compound that its first or last
    /// word is part of: "machine" is "machine learning" where that follows it
    /// more often than not.
    fn whole(
        &self,
        language: Language,
        all: &[StatedWord],
        words: std::ops::Range<usize>,
    ) -> std::ops::Range<usize> {
        let belongs = |first: usize, of: usize| {
            let (Some(one), Some(two)) = (
                all.get(first).and_then(|word| word.topic.clone()),
                all.get(first + 1).and_then(|word| word.topic.clone()),
            ) else {
                return false;
            };
            let own = if of == first { &one } else { &two };
            let said = self.said.get(&(language, own.clone())).copied();
            let together = self.compounds.get(&(language, one.clone(), two.clone()));
            let together = together.copied().unwrap_or_default();
            together >= FEWEST_COMPOUNDS && 2 * together > said.unwrap_or_default()
        };
        let mut words = words;
        if words.start > 0 && belongs(words.start - 1, words.start) {
            words.start -= 1;
        }
        if belongs(words.end - 1, words.end - 1) {
            words.end += 1;
        }
        words
    }

    /// Returns how much more often a pair stands together than by chance.
    fn lift(&self, pair: &Pair, found: usize) -> f64 {
        let topic = self.topics[&(pair.language, pair.topic.clone())];
        let chance = topic as f64 * self.faults[&pair.fault] as f64 / self.all as f64;
        found as f64 / chance
    }

    /// Returns what most people call a pair, and what that means: of the forms
    /// that most interviews use, the commonest, written as the thing mostly is.
    /// `None` where nobody has a name for it.
    fn name<'o>(
        &self,
        found: impl Iterator<Item = &'o Occurrence>,
        sentences: &[SpokenSentence],
        is_specific: bool,
    ) -> Option<(String, String)> {
        let mut forms: BTreeMap<&str, Vec<&Occurrence>> = BTreeMap::new();
        for of in found {
            forms.entry(&of.form).or_default().push(of);
        }
        let interviews = |found: &[&Occurrence]| -> usize {
            interviews(sentences, found.iter().map(|of| &of.sentence))
        };
        let best = forms.iter().min_by_key(|(form, found)| {
            let words = form.split(' ').count();
            (
                Reverse(interviews(found)),
                words,
                Reverse(found.len()),
                **form,
            )
        });
        let (_, found) = best?;
        let usual = |of: &Occurrence| -> usize {
            let language = sentences[of.sentence].language;
            let words = of.phrase.split(' ').map(|word| (language, word.to_owned()));
            words.filter_map(|word| self.written.get(&word)).sum()
        };
        let written = |of: &&Occurrence| {
            let same = found.iter().filter(|other| other.phrase == of.phrase);
            (same.count(), usual(of), Reverse(of.phrase.clone()))
        };
        let best = found.iter().copied().max_by_key(written)?;
        // One person's turn of phrase is no name: "bad of predicting".
        let is_turned = best.phrase.split(' ').count() > 2 && best.begins_with_fault;
        if interviews(found) == 1 && is_turned {
            let problems = || (format!("problems with {}", best.topic), best.topic.clone());
            return is_specific.then(problems);
        }
        Some((best.phrase.clone(), best.phrase.clone()))
    }
}

/// How a problem and a thing stand to each other.
struct ProblemGap {
    /// Both, and all between.
    words: std::ops::Range<usize>,
    /// How many words between say something, and commas.
    words_apart: usize,
}

/// Returns the things that a problem may be said of.
fn things<'w>(
    mark: &FaultMark,
    statement: &'w Statement,
    text: &str,
) -> Vec<(&'w str, ProblemGap)> {
    let words = &statement.words;
    let apart = |at: usize| -> Option<ProblemGap> {
        let (inner, whole) = if at < mark.words.start {
            (at + 1..mark.words.start, at..mark.words.end)
        } else {
            (mark.words.end..at, mark.words.start..at + 1)
        };
        if inner.len() >= REACH {
            return None;
        }
        let gap = Span::new(words[inner.start - 1].span.end, words[inner.end].span.start);
        let gap = gap.slice(text);
        let ends = gap.contains(['.', ';', ':', '?', '!'])
            || words[inner.clone()].iter().any(|word| word.begins_clause);
        let is_beside = inner.is_empty();
        let is_of = at > mark.words.start && is_beside;
        // "The export takes forever and crashes" is of the export twice.
        let says = inner
            .filter(|&at| !words[at].is_empty && !words[at].is_problem)
            .count();
        let words_apart = says + gap.matches([',', '，', '、']).count();
        // "Export issues" and "issues with the export", not "issues users had".
        let is_trouble = mark.fault == Fault::Trouble;
        let most = usize::from(!is_trouble);
        let fits = !ends && words_apart <= most && !((is_trouble || mark.is_noun) && is_of);
        fits.then_some(ProblemGap {
            words: whole,
            words_apart,
        })
    };
    if mark.fault == Fault::Named {
        let own = mark.words.clone();
        let topic = words[own.start].topic.as_deref();
        let itself = |topic| {
            let between = ProblemGap {
                words: own,
                words_apart: 0,
            };
            (topic, between)
        };
        return topic.map(itself).into_iter().collect();
    }
    let first = mark.words.start.saturating_sub(REACH);
    let last = (mark.words.end + REACH).min(words.len());
    (first..last)
        .filter(|at| !mark.words.contains(at))
        .filter_map(|at| Some((words[at].topic.as_deref()?, apart(at)?)))
        .collect()
}

/// Returns words as they are written, one space between.
fn phrase(words: &[StatedWord], text: &str) -> String {
    let written: Vec<&str> = words.iter().map(|word| word.span.slice(text)).collect();
    written.join(" ").to_lowercase()
}
