//! Themes beside the questions they answer: the headings of a guide, or what
//! the interviewer asked.
//!
//! No interviewer words a question twice alike, so questions of several
//! interviews that mean the same are one question of the guide.

use std::collections::{BTreeMap, BTreeSet};

use super::matrix::ThemeAxis;
use super::table::{Table, columns};
use crate::feedback::{Interview, Place, SpeakerRole};
use crate::report::sheet::Cell;
use crate::study::Analysis;
use crate::text::{self, Delivery, Language, word_count};
use crate::vectorize::{Utterance, sentence_meanings};

/// Questions nearer than this (cosine of what they mean) are one of the guide.
const SAME: f32 = 0.8;

/// Shorter questions ask back: "Really?".
const SHORTEST: usize = 3;

/// Says that a row is of questions that no other interview has.
const ONCE: &str = "(asked in one interview only)";

/// Returns in how many interviews each theme is voiced after each question of
/// the guide: a heading, or what the interviewer asked last. Questions that
/// stand in one of several interviews only share a row, the last.
pub fn by_question(analysis: &Analysis) -> Table {
    let themes = ThemeAxis::new(analysis);
    let interviews = &analysis.corpus.interviews;
    let asked: Vec<Vec<Option<GuideWording>>> = interviews.iter().map(questions).collect();
    let guide = Guide::new(&asked, analysis.passages.language);
    let rows = guide.questions.len() + 1;
    let mut voiced = vec![vec![BTreeSet::new(); themes.names.len()]; rows];
    for (at, passage) in analysis.passages.all.iter().enumerate() {
        let Place::Turn {
            interview, turn, ..
        } = passage.place
        else {
            continue;
        };
        if let Some(of) = &asked[interview][turn] {
            let row = guide.row(&of.normal);
            for theme in themes.voiced(at) {
                voiced[row][theme].insert(interview);
            }
        }
    }
    let once = GuideQuestion {
        text: ONCE.into(),
        interviews: guide.once.clone(),
        position: 1.0,
    };
    let questions = guide.questions.iter().chain([&once]).zip(&voiced);
    let rows = questions
        .filter(|(question, _)| !question.interviews.is_empty())
        .map(|(question, voiced)| {
            let counts = voiced.iter().map(|of| Cell::from(of.len() as u64));
            let first = [
                text::masked(&question.text).into(),
                Cell::from(question.interviews.len() as u64),
            ];
            first.into_iter().chain(counts).collect()
        });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let head = columns("question, interviews").chain(themes.names.clone());
    Table::new("Theme by question", head, rows)
}

/// A question, and how far into its interview it was asked, 0 to 1.
#[derive(Clone, Debug)]
struct GuideWording {
    text: String,
    normal: String,
    position: f64,
}

/// A question of the guide.
#[derive(Clone, Debug)]
struct GuideQuestion {
    /// As it is worded plainest and shortest.
    text: String,
    interviews: BTreeSet<usize>,
    /// How far into an interview it is asked, on average.
    position: f64,
}

/// The questions that several interviews have, in the order they are asked.
struct Guide {
    questions: Vec<GuideQuestion>,
    /// The question of each wording.
    row: BTreeMap<String, usize>,
    /// The interviews with questions of their own.
    once: BTreeSet<usize>,
}

impl Guide {
    fn new(asked: &[Vec<Option<GuideWording>>], language: Language) -> Self {
        let mut worded: BTreeMap<&str, Vec<(usize, &GuideWording)>> = BTreeMap::new();
        for (interview, of) in asked.iter().enumerate() {
            for question in of.iter().flatten() {
                let known = worded.entry(&question.normal).or_default();
                known.push((interview, question));
            }
        }
        let interviews = |found: &[(usize, &GuideWording)]| -> BTreeSet<usize> {
            found.iter().map(|(interview, _)| *interview).collect()
        };
        let mut wordings: Vec<(&str, Vec<(usize, &GuideWording)>)> = worded.into_iter().collect();
        wordings.sort_by_key(|(normal, found)| {
            (
                std::cmp::Reverse(interviews(found).len()),
                normal.len(),
                *normal,
            )
        });
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let similar = similar(wordings.iter().map(|(normal, _)| *normal), language);
        for at in 0..wordings.len() {
            match groups.iter_mut().find(|group| similar(group[0], at)) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        let alone = asked.len() < 2;
        let mut guide = Self {
            questions: Vec::new(),
            row: BTreeMap::new(),
            once: BTreeSet::new(),
        };
        let mut kept = Vec::new();
        for group in groups {
            let found: Vec<(usize, &GuideWording)> = group
                .iter()
                .flat_map(|&at| wordings[at].1.clone())
                .collect();
            let of = interviews(&found);
            if of.len() < 2 && !alone {
                guide.once.extend(of);
                continue;
            }
            let position = found.iter().map(|(_, asked)| asked.position).sum::<f64>();
            let said_plainest = |(_, asked): &&(usize, &GuideWording)| {
                let delivery = Delivery::new(&asked.text, language);
                let halts = delivery.halting > 0.0;
                (
                    halts || delivery.leans,
                    asked.text.len(),
                    asked.text.clone(),
                )
            };
            let plainest = found.iter().min_by_key(said_plainest);
            let question = GuideQuestion {
                text: plainest.map_or_else(String::new, |(_, asked)| asked.text.clone()),
                interviews: of,
                position: position / found.len() as f64,
            };
            kept.push((question, group));
        }
        kept.sort_by(|(one, _), (other, _)| {
            one.position
                .total_cmp(&other.position)
                .then_with(|| one.text.cmp(&other.text))
        });
        for (row, (question, group)) in kept.into_iter().enumerate() {
            guide.questions.push(question);
            let normals = group.into_iter().map(|at| wordings[at].0.to_owned());
            guide.row.extend(normals.map(|normal| (normal, row)));
        }
        guide
    }

    /// Returns the row of a question: the last for those of one interview only.
    fn row(&self, normal: &str) -> usize {
        let known = self.row.get(normal).copied();
        known.unwrap_or(self.questions.len())
    }
}

/// Returns whether two of some wordings, by position, mean the same.
fn similar<'q>(
    wordings: impl Iterator<Item = &'q str>,
    language: Language,
) -> impl Fn(usize, usize) -> bool {
    let said: Vec<Utterance> = wordings
        .map(|normal| Utterance::new(normal.to_owned(), language))
        .collect();
    let meanings = sentence_meanings(&said.iter().collect::<Vec<_>>());
    move |one, other| {
        let [one, other] = [one, other].map(|at| meanings.row(at));
        one.dot(&other) >= SAME
    }
}

/// Returns for each turn the question it answers.
fn questions(interview: &Interview) -> Vec<Option<GuideWording>> {
    let mut last: Option<GuideWording> = None;
    let all = interview.turns.len().max(1) as f64;
    let turns = interview.turns.iter().enumerate().map(|(at, turn)| {
        let words = turn.span.slice(&interview.text);
        let question = match turn.role {
            SpeakerRole::Heading => Some(words.trim_start_matches(['#', ' '])),
            SpeakerRole::Interviewer => asked(words),
            SpeakerRole::Participant | SpeakerRole::Notes => None,
        };
        if let Some(question) = question {
            let words: Vec<&str> = question.split_whitespace().collect();
            let text = words.join(" ");
            last = Some(GuideWording {
                normal: text::normal(&text),
                text,
                position: at as f64 / all,
            });
            return None;
        }
        last.clone().filter(|_| turn.role.voices())
    });
    turns.collect()
}

/// Returns what an interviewer asks: the last question of a turn that is more
/// than asking back. Not every "mhm" is a question.
fn asked(words: &str) -> Option<&str> {
    let sentences = text::whole_sentences(words).into_iter().rev();
    let mut asked = sentences
        .map(|span| span.slice(words))
        .filter(|sentence| sentence.ends_with(['?', '？', '؟']));
    asked.find(|sentence| word_count(sentence) >= SHORTEST)
}
