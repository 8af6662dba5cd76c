//! Themes beside the questions they answer: the headings of a guide, or what
//! the interviewer asked.

use std::collections::{BTreeSet, HashMap};

use super::matrix::ThemeAxis;
use super::table::{Table, columns};
use crate::feedback::{Interview, Place, SpeakerRole};
use crate::report::sheet::Cell;
use crate::study::Analysis;
use crate::text;

/// Returns in how many interviews each theme is voiced after each question: a
/// heading of the guide, or what the interviewer said last.
pub fn by_question(analysis: &Analysis) -> Table {
    let themes = ThemeAxis::new(analysis);
    let questions: Vec<Vec<Option<String>>> =
        analysis.corpus.interviews.iter().map(questions).collect();
    let mut order: Vec<String> = Vec::new();
    let mut asked: HashMap<String, (BTreeSet<usize>, Vec<BTreeSet<usize>>)> = HashMap::new();
    for (interview, of) in questions.iter().enumerate() {
        for question in of.iter().flatten() {
            let key = text::normal(question);
            let known = asked.entry(key).or_insert_with(|| {
                order.push(question.clone());
                (BTreeSet::new(), vec![BTreeSet::new(); themes.names.len()])
            });
            known.0.insert(interview);
        }
    }
    for (at, passage) in analysis.passages.all.iter().enumerate() {
        let (
            Some(theme),
            Place::Turn {
                interview, turn, ..
            },
        ) = (themes.voiced(at), passage.place)
        else {
            continue;
        };
        if let Some(question) = &questions[interview][turn]
            && let Some(known) = asked.get_mut(&text::normal(question))
        {
            known.1[theme].insert(interview);
        }
    }
    let rows = order.iter().map(|question| {
        let (interviews, voiced) = &asked[&text::normal(question)];
        let counts = voiced.iter().map(|of| Cell::from(of.len() as u64));
        let first = [
            text::masked(question).into(),
            Cell::from(interviews.len() as u64),
        ];
        first.into_iter().chain(counts).collect()
    });
    let head = columns("question, interviews").chain(themes.names.clone());
    Table::new("Theme by question", head, rows)
}

/// Returns for each turn the question it answers.
fn questions(interview: &Interview) -> Vec<Option<String>> {
    let mut last: Option<String> = None;
    let turns = interview.turns.iter().map(|turn| {
        let words = turn.span.slice(&interview.text);
        let is_asked = match turn.role {
            SpeakerRole::Heading => true,
            // Not every "mhm" is a question.
            SpeakerRole::Interviewer => words.contains(['?', '？', '؟']),
            SpeakerRole::Participant | SpeakerRole::Notes => false,
        };
        if is_asked {
            let words: Vec<&str> = words
                .trim_start_matches(['#', ' '])
                .split_whitespace()
                .collect();
            last = Some(words.join(" "));
            return None;
        }
        last.clone().filter(|_| turn.role.voices())
    });
    turns.collect()
}
