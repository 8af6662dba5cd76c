//! Which sentences state a pain point best.
//!
//! A quote is a whole statement: it is cut where sentences end, begins with a
//! word that says something, and is long enough to stand alone.

use std::collections::{BTreeMap, BTreeSet};

use super::sentences::SpokenSentence;
use super::{PainMention, PainPoint, ProblemGroup};
use crate::corpus::Corpus;
use crate::feedback::{Interview, Place, Span, SpeakerRole};
use crate::text::{Delivery, StatementKind, Stemmer, denies, normal, words};

/// Quotes of a pain point.
const QUOTES: usize = 3;

/// Quotes of each interview that speaks of a pain point.
const OWN: usize = 2;

/// A sentence worth less than this does not stand alone.
const STANDS: f64 = 0.0;

/// Quotes of an interview beside them.
const PLAINEST: usize = 2;

/// A statement of fewer words needs the next sentence.
const SHORT: usize = 9;

/// A sentence of fewer words explains nothing about the next.
const EXPLAINING: usize = 4;

/// A statement of more words is not read to its end.
const LONG: usize = 45;

/// How many sentences away from a mention what belongs to it is said.
const BESIDE: usize = 1;

/// Returns a group of pairs as the pain point it is.
pub(super) fn pain_point(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    group: &ProblemGroup,
    likeness: impl Fn(usize) -> f64,
    quoted_before: &mut BTreeSet<usize>,
) -> PainPoint {
    let mentions = group.sentences.iter().map(|&at| {
        let sentence = &sentences[at];
        PainMention {
            interview: sentence.interview,
            turn: sentence.turn,
            place: sentence.place(),
            asked: is_asked(corpus, sentence, &group.topics),
        }
    });
    let mentions = mentions.collect();
    // One good quote is better than three.
    let stands = |at: &usize| worth(corpus, &sentences[*at]) >= STANDS;
    let mut standing: BTreeSet<usize> = group.near.iter().copied().filter(stands).collect();
    if standing.iter().any(|at| !quoted_before.contains(at)) {
        standing.retain(|at| !quoted_before.contains(at));
    }
    let (among, most) = if standing.is_empty() {
        (&group.near, 1)
    } else {
        (&standing, QUOTES)
    };
    let quoted = best(corpus, sentences, among, most, |at| {
        // What the name says should be said.
        let says_name = normal(sentences[at].text(corpus)).contains(&*group.name);
        let says = match (says_name, group.lead.contains(&at)) {
            (true, _) => 0.8,
            (_, true) => 0.0,
            _ => -1.0,
        };
        let again = quoted_before.contains(&at);
        says + LIKENESS * likeness(at) - if again { 1.0 } else { 0.0 }
    });
    quoted_before.extend(&quoted);
    let quotes = quoted.iter().map(|&at| statement(corpus, sentences, at));
    PainPoint {
        name: capitalised(&group.name),
        faults: group.faults.clone(),
        known: group.known,
        mentions,
        quotes: quotes.collect(),
        own: own(corpus, sentences, group),
        beside: beside(corpus, sentences, &group.near, &quoted),
    }
}

/// Returns the best sentences of each interview about a group, in order.
fn own(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    group: &ProblemGroup,
) -> BTreeMap<usize, Vec<Place>> {
    let mut said: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
    for &at in &group.sentences {
        let worth = worth(corpus, &sentences[at]);
        let of = said.entry(sentences[at].interview).or_default();
        of.push((worth, at));
    }
    let best = said.into_iter().map(|(interview, mut said)| {
        said.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        said.truncate(OWN);
        said.sort_by_key(|(_, at)| *at);
        let places = said.iter().map(|(_, at)| statement(corpus, sentences, *at));
        (interview, places.collect())
    });
    best.collect()
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Returns the plainest problems of each interview that no pain point covers.
pub(super) fn plainest(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    complains: &[bool],
    covered: &BTreeSet<usize>,
) -> Vec<(usize, Vec<Place>)> {
    let of_interview = |interview: usize| {
        let own = (0..sentences.len()).filter(|&at| sentences[at].interview == interview);
        let own = own.filter(|&at| complains[at] && !covered.contains(&at));
        let mut own: Vec<(f64, usize)> =
            own.map(|at| (worth(corpus, &sentences[at]), at)).collect();
        own.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        own.truncate(PLAINEST);
        let mut own: Vec<usize> = own.into_iter().map(|(_, at)| at).collect();
        own.sort_unstable();
        own.into_iter()
            .map(|at| statement(corpus, sentences, at))
            .collect::<Vec<_>>()
    };
    let all = (0..corpus.interviews.len()).map(|at| (at, of_interview(at)));
    all.filter(|(_, quotes)| !quotes.is_empty()).collect()
}

/// Returns the sentences that state something best, each of another interview.
fn best(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    among: &BTreeSet<usize>,
    most: usize,
    bonus: impl Fn(usize) -> f64,
) -> Vec<usize> {
    let worth = |&at: &usize| (worth(corpus, &sentences[at]) + bonus(at), at);
    let mut order: Vec<(f64, usize)> = among.iter().map(worth).collect();
    order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut heard = BTreeSet::new();
    order.retain(|&(_, at)| heard.insert(sentences[at].interview));
    order.truncate(most);
    order.into_iter().map(|(_, at)| at).collect()
}

/// Returns how well a sentence stands alone.
fn worth(corpus: &Corpus, sentence: &SpokenSentence) -> f64 {
    let statement = &sentence.statement;
    let text = sentence.text(corpus);
    let length = match statement.words.len() {
        0..=5 => -2.0,
        6..=8 => -0.7,
        9..=25 => 0.0,
        26..=35 => -0.3,
        36..=LONG => -0.8,
        _ => -1.5,
    };
    let delivery = Delivery::new(text, sentence.language);
    let bonus = |is: bool, weight: f64| if is { weight } else { 0.0 };
    length - HALTING * delivery.halting
        + bonus(text.ends_with(['.', '!', '。', '！']), 0.5)
        + bonus(statement.is_strong, 0.3)
        + bonus(delivery.is_own, 0.2)
        - bonus(delivery.leans, 0.5)
        - bonus(delivery.points_back, 0.3)
        - bonus(denies_something(sentence, text), 0.6)
        - bonus(delivery.supposes, 0.4)
        - bonus(delivery.breaks_off, 1.0)
        - bonus(statement.is_question, 1.0)
}

/// What it is worth to be about nothing but what the name says (cosine 1).
const LIKENESS: f64 = 2.5;

/// Returns whether a sentence denies something besides the problems it states:
/// "we are not really restricted by latency".
fn denies_something(sentence: &SpokenSentence, text: &str) -> bool {
    let mut words = sentence.statement.words.iter();
    words.any(|word| !word.is_problem && denies(&word.span.slice(text).to_lowercase()))
}

/// What a share of words that only fill time costs a quote.
const HALTING: f64 = 3.0;

/// Returns the place of a statement: the sentence without what only fills time
/// in front; with the one before where it points back to it, and with the next
/// where it is too short alone.
fn statement(corpus: &Corpus, sentences: &[SpokenSentence], at: usize) -> Place {
    let sentence = &sentences[at];
    let mut span = without_beginning(corpus, sentence);
    let words = |of: &SpokenSentence| of.statement.words.len();
    let is_near = |other: &&SpokenSentence| {
        let is_same = (other.interview, other.turn) == (sentence.interview, sentence.turn);
        is_same && words(other) + words(sentence) <= LONG
    };
    let before = at.checked_sub(1).map(|before| &sentences[before]);
    let after = sentences.get(at + 1);
    let delivery = Delivery::new(sentence.text(corpus), sentence.language);
    // What is no sentence itself explains nothing.
    let explains = |of: &&SpokenSentence| {
        let delivery = Delivery::new(of.text(corpus), of.language);
        let is_whole = !(delivery.leans || delivery.breaks_off || of.statement.is_question);
        is_near(of) && is_whole && of.statement.words.len() > EXPLAINING
    };
    if let Some(before) = before.filter(explains)
        && (delivery.leans || delivery.points_back)
    {
        span.start = without_beginning(corpus, before).start;
    } else if let Some(after) = after.filter(is_near)
        && words(sentence) < SHORT
    {
        span.end = after.span.end;
    }
    Place::Turn {
        interview: sentence.interview,
        turn: sentence.turn,
        span,
    }
}

/// Returns a sentence without the words in front that only join or fill.
fn without_beginning(corpus: &Corpus, sentence: &SpokenSentence) -> Span {
    let text = sentence.text(corpus);
    let said = &sentence.statement.words;
    let first = said.iter().enumerate().find(|(_, word)| {
        let word = word.span.slice(text).to_lowercase();
        !JOINING.contains(&&*word)
    });
    let enough = first.is_some_and(|(at, _)| said.len() - at >= SHORT.min(said.len() / 2));
    match first.filter(|_| enough) {
        Some((_, word)) => Span::new(sentence.span.start + word.span.start, sentence.span.end),
        None => sentence.span,
    }
}

/// Words in front of a statement that may be left out.
const JOINING: [&str; 16] = [
    "and", "but", "so", "then", "also", "um", "uh", "und", "aber", "et", "mais", "y", "pero", "e",
    "en", "maar",
];

/// Returns the best of what is said beside the mentions of a pain point, of each
/// kind but its own.
fn beside(
    corpus: &Corpus,
    sentences: &[SpokenSentence],
    said: &BTreeSet<usize>,
    quoted: &[usize],
) -> Vec<(StatementKind, Place)> {
    let mut taken: BTreeSet<usize> = quoted.iter().copied().collect();
    let mut found = Vec::new();
    for kind in StatementKind::ALL {
        if matches!(kind, StatementKind::Problem | StatementKind::Praise) {
            continue;
        }
        let near = said.iter().flat_map(|&at| {
            let turn = (sentences[at].interview, sentences[at].turn);
            let last = (at + BESIDE).min(sentences.len() - 1);
            (at..=last)
                .filter(move |&near| (sentences[near].interview, sentences[near].turn) == turn)
        });
        let near = near.filter(|at| kind != StatementKind::Cause || said.contains(at));
        let near: BTreeSet<usize> = near
            .filter(|&at| sentences[at].statement.does(kind) && !taken.contains(&at))
            .filter(|&at| sentences[at].statement.words.len() >= SHORT)
            .collect();
        let own = |at: usize| if said.contains(&at) { 0.5 } else { 0.0 };
        if let Some(&best) = best(corpus, sentences, &near, 1, own).first()
            && worth(corpus, &sentences[best]) > WELL_SAID
        {
            taken.insert(best);
            found.push((kind, statement(corpus, sentences, best)));
        }
    }
    found
}

/// What stands alone no better than this is not shown beside a pain point.
const WELL_SAID: f64 = -0.2;

/// Returns whether the question before a sentence names what it is about.
fn is_asked(corpus: &Corpus, sentence: &SpokenSentence, topics: &BTreeSet<String>) -> bool {
    let interview = &corpus.interviews[sentence.interview];
    let stemmer = Stemmer::new(sentence.language);
    let asked = question_before(interview, sentence.turn);
    asked.is_some_and(|asked| words(asked).any(|word| topics.contains(&stemmer.stem(word.text))))
}

/// Returns what was last asked before a turn.
fn question_before(interview: &Interview, turn: usize) -> Option<&str> {
    let before = interview.turns[..turn].iter().rev();
    let mut asked = before.skip_while(|turn| turn.role.voices());
    let asked = asked.next()?;
    let asks = matches!(asked.role, SpeakerRole::Interviewer | SpeakerRole::Heading);
    asks.then(|| asked.span.slice(&interview.text))
}
