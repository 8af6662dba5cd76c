//! What a sentence of an interview states: a problem and of which kind, a
//! cause, a consequence, a need, a workaround, a decision, or praise.
//!
//! Takes a sentence and its language; gives its words without those that only
//! fill time, the problems among them, and what each could be about. The words
//! are data, in `stopwords/statements.txt`; of a language without a list there,
//! the complaints of `stopwords/tone.txt` are problems.

use std::ops::Range;
use std::sync::LazyLock;

use ahash::AHashMap;
use serde::{Deserialize, Serialize};

use super::filler::is_empty_word;
use super::language::{Language, Stemmer};
use super::normalize::spelled;
use super::phrase_table::PhraseTable;
use super::scripts::is_unspaced;
use super::stopwords::{denies, is_function_word, section_part, sections};
use super::tone::{Tone, ToneKind, complaints};
use super::words::words;
use crate::feedback::Span;

/// What kind of problem a sentence states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// It is not there, or not enough of it.
    Missing,
    /// Somebody has none of it.
    Lacking,
    /// It is not right.
    Wrong,
    /// It costs effort.
    Hard,
    /// There is too much to it.
    Complex,
    /// It takes too long.
    Slow,
    /// It takes too much money.
    Costly,
    /// It does not stay as it was.
    Changing,
    /// It does not work.
    Failing,
    /// People do not understand it.
    Unclear,
    /// People do not trust it.
    Doubted,
    /// Something is wrong; nobody says what.
    Trouble,
    /// A word that names a problem by itself: "privacy".
    Named,
}

/// What a sentence does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// Says that something is wrong, missing, hard.
    Problem,
    /// Says why.
    Cause,
    /// Says what comes of it.
    Consequence,
    /// Asks for something, or says what would help.
    Need,
    /// Says how people get by.
    Workaround,
    /// Says what was decided.
    Decision,
    /// Says that something is good.
    Praise,
}

impl StatementKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Problem,
        Self::Cause,
        Self::Consequence,
        Self::Need,
        Self::Workaround,
        Self::Decision,
        Self::Praise,
    ];
}

/// A problem in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultMark {
    /// Which of [`Statement::words`] say so.
    pub words: Range<usize>,
    /// What kind it is.
    pub fault: Fault,
    /// Whether it is a noun: what follows at once is not what it is said of.
    pub is_noun: bool,
}

/// A word of a sentence that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedWord {
    /// Where it stands in the sentence.
    pub span: Span,
    /// Its stem, where a problem could be about it.
    pub topic: Option<String>,
    /// Whether it stands as a thing does: before "is", or after "the" or "of"
    /// with nothing more said of it; `None` in a language without a list of
    /// such words.
    pub stands_as_thing: Option<bool>,
    /// Whether it means nothing by itself: "of", "the".
    pub is_empty: bool,
    /// Whether another clause begins with it: "because", "we".
    pub begins_clause: bool,
    /// Whether it says that something is wrong.
    pub is_problem: bool,
}

/// A sentence, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Its words, without those that only fill time.
    pub words: Vec<StatedWord>,
    /// The problems it states, in order.
    pub faults: Vec<FaultMark>,
    /// What it does, each once.
    pub kinds: Vec<StatementKind>,
    /// Whether it takes back what it names: "far from slow".
    pub takes_back: bool,
    /// Whether it asks something.
    pub is_question: bool,
    /// Whether it says that what it states matters: "the main problem".
    pub is_strong: bool,
}

impl Statement {
    /// Reads a sentence.
    ///
    /// `"So, um, the labels are often wrong."` states that `labels` are
    /// [`Fault::Wrong`].
    pub fn read(sentence: &str, language: Language, stemmer: &Stemmer) -> Self {
        let lists = LISTS.get(language.code()).unwrap_or(&NO_LISTS);
        let all: Vec<(String, Span)> = words(sentence)
            .map(|word| (spelled(word.text), word.span))
            .collect();
        let written: Vec<String> = all.iter().map(|(word, _)| word.clone()).collect();
        let is_light = light(&written, &lists.light);
        let kept = || (0..all.len()).filter(|&at| !is_light[at]);
        let said: Vec<String> = kept().map(|at| all[at].0.clone()).collect();
        let is_question = sentence.trim_end().ends_with(['?', '？', '؟']);
        let found = if lists.has_faults {
            faults(&said, lists)
        } else {
            let is_found = |words| FaultMark {
                words,
                fault: Fault::Trouble,
                is_noun: false,
            };
            complaints(&said, language).map(is_found).collect()
        };
        let mut is_problem = vec![false; said.len()];
        for mark in found.iter().filter(|of| of.fault != Fault::Named) {
            is_problem[mark.words.clone()].fill(true);
        }
        let words = kept().zip(&said).enumerate().map(|(at, (of, word))| {
            let names = names_something(word) && !lists.vague.begins_at(&said[at..=at], 0);
            StatedWord {
                span: all[of].1,
                topic: (names && !is_problem[at]).then(|| stemmer.stem(word)),
                stands_as_thing: lists.has_faults.then(|| stands_as_thing(&said, at, lists)),
                is_empty: is_function_word(word),
                begins_clause: lists.clause.begins_at(&said[at..=at], 0),
                is_problem: is_problem[at],
            }
        });
        let words: Vec<StatedWord> = words.collect();
        let any =
            |list: &PhraseTable<()>| (0..written.len()).any(|at| list.begins_at(&written, at));
        let is_opposed = any(&lists.opposed) || is_imagined(&said);
        let faults: Vec<FaultMark> = found
            .iter()
            .filter(|_| !is_opposed)
            .enumerate()
            .filter(|(at, mark)| {
                !is_denied(
                    mark,
                    &said,
                    &found[at.saturating_sub(NEAR)..*at],
                    &lists.denied,
                )
            })
            .filter(|(at, mark)| !denies_next(mark, &said, &found[at + 1..]))
            .map(|(_, mark)| mark.clone())
            .collect();
        Self {
            kinds: kinds(
                sentence,
                &written,
                language,
                &lists.kinds,
                !faults.is_empty(),
                is_question,
            ),
            takes_back: is_opposed || faults.len() < found.len(),
            words,
            faults,
            is_question,
            is_strong: any(&lists.strong),
        }
    }

    /// Returns whether it does something.
    pub fn does(&self, kind: StatementKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// Returns how many words of a sentence only fill time.
pub(super) fn fillers(sentence: &str, language: Language) -> usize {
    let Some(lists) = LISTS.get(language.code()) else {
        return 0;
    };
    let words: Vec<String> = words(sentence).map(|word| spelled(word.text)).collect();
    let is_light = light(&words, &lists.light);
    is_light.into_iter().filter(|is| *is).count()
}

/// Returns whether a sentence imagines what would be: "if it crashed I would
/// leave".
fn is_imagined(said: &[String]) -> bool {
    let begins = said
        .first()
        .is_some_and(|first| ["if", "wenn", "falls", "si", "se", "als"].contains(&&**first));
    let would = [
        "would", "wouldnt", "würde", "würden", "serait", "sería", "sarebbe", "seria", "zou",
    ];
    begins && said.iter().any(|word| would.contains(&&**word))
}

/// Returns which words only fill time.
fn light(words: &[String], list: &PhraseTable<()>) -> Vec<bool> {
    let mut is_light = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        let length = list.longest_at(words, at).map(|(length, ())| length);
        is_light[at..at + length.unwrap_or(0)].fill(true);
        at += length.unwrap_or(1);
    }
    is_light
}

/// Returns the listed problems, the longest each time.
fn faults(words: &[String], lists: &StatementLists) -> Vec<FaultMark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((length, ())) = lists.idiom.longest_at(words, at) {
            at += length;
            continue;
        }
        let found = lists.faults.longest_at(words, at);
        let length = found.map_or(1, |(length, _)| length);
        marks.extend(found.map(|(length, fault)| FaultMark {
            words: at..at + length,
            fault,
            is_noun: lists.nouns.begins_at(&words[at..at + length], 0),
        }));
        at += length;
    }
    marks
}

/// How many words after a negation it reaches.
const DENIED: usize = 3;

/// Problems before another that are near enough to matter to it.
const NEAR: usize = 4;

/// How many words after a phrase that takes a problem back it does so.
const TAKEN_BACK: usize = 6;

/// Returns whether what stands before a problem takes it back: "not a big
/// issue", "without delays".
fn is_denied(
    mark: &FaultMark,
    said: &[String],
    before: &[FaultMark],
    denied: &PhraseTable<()>,
) -> bool {
    let far = mark.words.start.saturating_sub(TAKEN_BACK)..mark.words.start;
    if far.clone().any(|at| denied.begins_at(said, at)) {
        return true;
    }
    let denies_itself = said[mark.words.clone()].iter().any(|word| denies(word));
    if denies_itself || lacks(mark) || mark.fault == Fault::Named {
        return false;
    }
    let reach = mark.words.start.saturating_sub(DENIED)..mark.words.start;
    let is_own = |at: usize| before.iter().any(|other| other.words.contains(&at));
    let denied = reach
        .clone()
        .any(|at| !is_own(at) && (denies(&said[at]) || matches!(&*said[at], "any" | "less")));
    let lacks = before
        .iter()
        .any(|other| lacks(other) && reach.contains(&(other.words.end - 1)));
    // "I never worked where privacy was an issue".
    let before = || said[..mark.words.start].iter();
    let never = mark.fault == Fault::Trouble && before().any(|word| NEVER.contains(&&**word));
    denied || lacks || never
}

/// Words that deny what follows however far away.
const NEVER: [&str; 7] = ["never", "nie", "niemals", "jamais", "nunca", "mai", "nooit"];

/// Returns whether a problem is that something is not there.
fn lacks(mark: &FaultMark) -> bool {
    matches!(mark.fault, Fault::Missing | Fault::Lacking)
}

/// Returns whether a lack is of a problem: "we don't have issues" states none.
fn denies_next(mark: &FaultMark, said: &[String], after: &[FaultMark]) -> bool {
    let is_negation = mark.words.clone().any(|at| denies(&said[at]));
    let is_near = |next: &&FaultMark| {
        next.fault != Fault::Named && next.words.start < mark.words.end + DENIED
    };
    lacks(mark) && is_negation && after.first().as_ref().is_some_and(is_near)
}

/// Returns whether a word stands before a verb, or between a word that a thing
/// follows and one that says nothing, or an end.
fn stands_as_thing(said: &[String], at: usize, lists: &StatementLists) -> bool {
    let follows = at > 0 && lists.thing.begins_at(&said[at - 1..at], 0);
    let next = said.get(at + 1);
    let acts = next.is_some_and(|_| lists.verb.begins_at(&said[at + 1..at + 2], 0));
    acts || follows && next.is_none_or(|next| is_function_word(next))
}

/// Returns whether a word could be what a problem is about.
fn names_something(word: &str) -> bool {
    let long_enough = word.chars().count() > 2 || word.starts_with(is_unspaced);
    long_enough && word.starts_with(char::is_alphabetic) && !is_empty_word(word) && !denies(word)
}

/// Returns what a sentence does.
fn kinds(
    sentence: &str,
    words: &[String],
    language: Language,
    list: &[(StatementKind, PhraseTable<()>)],
    has_faults: bool,
    is_question: bool,
) -> Vec<StatementKind> {
    let listed = |kind: StatementKind| {
        let mut tables = list.iter().filter(|(of, _)| *of == kind);
        tables.any(|(_, table)| (0..words.len()).any(|at| table.begins_at(words, at)))
    };
    let does = |kind: &StatementKind| match kind {
        StatementKind::Problem => has_faults && !is_question,
        StatementKind::Need => !is_question && listed(*kind),
        StatementKind::Praise => {
            !has_faults && Tone::from_text(sentence, language).kind() == ToneKind::Praise
        }
        _ => listed(*kind),
    };
    StatementKind::ALL.into_iter().filter(does).collect()
}

/// The words of a language.
#[derive(Default)]
struct StatementLists {
    faults: PhraseTable<Fault>,
    has_faults: bool,
    light: PhraseTable<()>,
    clause: PhraseTable<()>,
    denied: PhraseTable<()>,
    opposed: PhraseTable<()>,
    nouns: PhraseTable<()>,
    idiom: PhraseTable<()>,
    strong: PhraseTable<()>,
    thing: PhraseTable<()>,
    verb: PhraseTable<()>,
    vague: PhraseTable<()>,
    kinds: Vec<(StatementKind, PhraseTable<()>)>,
}

static NO_LISTS: LazyLock<StatementLists> = LazyLock::new(StatementLists::default);

static LISTS: LazyLock<AHashMap<&'static str, StatementLists>> = LazyLock::new(|| {
    let mut lists: AHashMap<&'static str, StatementLists> = AHashMap::new();
    for (section, line) in sections(include_str!("../../stopwords/statements.txt")) {
        let Some((code, name)) = section.split_once(' ') else {
            continue;
        };
        let own = lists.entry(code).or_default();
        if let Some(fault) = section_part(name) {
            own.faults.add(line, fault);
            own.has_faults = true;
        } else if let Some(kind) = section_part::<StatementKind>(name) {
            if let Some((_, table)) = own.kinds.iter_mut().find(|(of, _)| *of == kind) {
                table.add(line, ());
            } else {
                let mut table = PhraseTable::default();
                table.add(line, ());
                own.kinds.push((kind, table));
            }
        } else {
            let table = match name {
                "light" => &mut own.light,
                "clause" => &mut own.clause,
                "denied" => &mut own.denied,
                "opposed" => &mut own.opposed,
                "noun" => &mut own.nouns,
                "idiom" => &mut own.idiom,
                "strong" => &mut own.strong,
                "thing" => &mut own.thing,
                "verb" => &mut own.verb,
                _ => &mut own.vague,
            };
            table.add(line, ());
        }
    }
    lists
});

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str, language: Language) -> Statement {
        Statement::read(sentence, language, &Stemmer::new(language))
    }

    fn stated(sentence: &str) -> Vec<(Fault, String)> {
        let statement = read(sentence, Language::English);
        let words = |mark: &FaultMark| {
            let start = statement.words[mark.words.start].span.start;
            let end = statement.words[mark.words.end - 1].span.end;
            sentence[start..end].to_owned()
        };
        let faults = statement.faults.iter();
        faults.map(|mark| (mark.fault, words(mark))).collect()
    }

    #[test]
    fn a_problem_is_told_by_its_kind() {
        for (sentence, fault, words) in [
            ("So, um, the labels are often wrong.", Fault::Wrong, "wrong"),
            (
                "We don't really have enough data.",
                Fault::Missing,
                "don't really have enough",
            ),
            ("It is hard to explain to a client.", Fault::Hard, "hard"),
            ("We see data drift after a month.", Fault::Changing, "drift"),
            (
                "The export doesn't work on Mondays.",
                Fault::Failing,
                "doesn't work",
            ),
            ("There were deployment issues.", Fault::Trouble, "issues"),
        ] {
            assert_eq!(stated(sentence), [(fault, words.to_owned())], "{sentence}");
        }
    }

    #[test]
    fn a_problem_that_is_denied_is_none() {
        for sentence in [
            "That was not a big issue.",
            "We don't have any problems with the export.",
            "There is no difficulty in that.",
            "It never was a challenge for us.",
            "I never worked in a project where privacy was an issue.",
            "It worked without any delays.",
            "I disagree that the export is confusing.",
            "Some people say the invoices are confusing, but I disagree.",
            "If the export crashed I would leave.",
            "I was afraid it would crash, but it did not.",
            "It solved our problem with slow exports.",
            "Not once did the export crash.",
            "It is far from slow.",
        ] {
            assert_eq!(stated(sentence), [], "{sentence}");
        }
    }

    #[test]
    fn a_problem_is_denied_in_other_languages_too() {
        for (sentence, language) in [
            ("Es gab keinerlei Fehler.", Language::German),
            (
                "Der Export ist weder langsam noch kompliziert.",
                Language::German,
            ),
            (
                "La recherche n'est ni lente ni compliquée.",
                Language::French,
            ),
            ("La exportación tampoco es lenta.", Language::Spanish),
        ] {
            assert_eq!(read(sentence, language).faults, [], "{sentence}");
        }
    }

    #[test]
    fn words_that_fill_time_are_left_out() {
        let sentence = "So, um, you know, the, uh, labels are wrong";
        let statement = read(sentence, Language::English);
        assert_eq!(fillers(sentence, Language::English), 5);
        let topics: Vec<&str> = statement
            .words
            .iter()
            .filter_map(|word| word.topic.as_deref())
            .collect();
        assert_eq!(topics, ["label"]);
    }

    #[test]
    fn a_sentence_may_do_several_things() {
        for (sentence, kind) in [
            (
                "The export is broken because the format changed.",
                StatementKind::Cause,
            ),
            (
                "So what we do is copy it by hand.",
                StatementKind::Workaround,
            ),
            ("It would be great to have a calendar.", StatementKind::Need),
            ("We decided to leave it for now.", StatementKind::Decision),
            (
                "As a result nobody reads the report.",
                StatementKind::Consequence,
            ),
            (
                "The support is friendly and helpful.",
                StatementKind::Praise,
            ),
        ] {
            assert!(read(sentence, Language::English).does(kind), "{sentence}");
        }
    }

    #[test]
    fn every_language_with_a_list_states_problems() {
        for (sentence, language, fault) in [
            ("Die Daten fehlen oft.", Language::German, Fault::Missing),
            ("L'export ne marche pas.", Language::French, Fault::Failing),
            ("El informe es muy lento.", Language::Spanish, Fault::Slow),
            (
                "Le etichette sono sbagliate.",
                Language::Italian,
                Fault::Wrong,
            ),
            (
                "O relatório é confuso.",
                Language::Portuguese,
                Fault::Unclear,
            ),
            ("Het rapport is te duur.", Language::Dutch, Fault::Costly),
            (
                "Raporty są złe i powolne.",
                Language::Polish,
                Fault::Trouble,
            ),
        ] {
            let statement = read(sentence, language);
            let found = statement.faults.iter().any(|mark| mark.fault == fault);
            assert!(found, "{sentence}: {:?}", statement.faults);
        }
    }
}
