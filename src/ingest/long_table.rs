//! Tables with a row for each question and answer, made into tables with a row
//! for each person.
//!
//! Such a table has a column of questions, one of answers, and one that says
//! which answers belong together. The questions become columns; what is the
//! same in all rows of one person stays one.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use csv::StringRecord;

use super::ReadOptions;
use super::aliases;
use super::blank::says_nothing;
use super::error::{Error, shortened};
use super::header::Header;
use super::mapping::ColumnChoice;
use super::names::{self, ColumnName, PHRASE};
use super::role::ColumnRole;
use super::score::{ScoreCell, ScoreReader};
use super::table::{CellRows, CellTable, ReadSheet, is_blank};

const QUESTIONS: &str = "question, questions, question text, question title, question name, \
    question label, survey question, prompt, item, field, frage, fragen, fragetext, question posée, \
    intitulé, pregunta, preguntas, vraag, vragen, domanda, domande, pergunta, perguntas, fråga, frågor, \
    question id, question code";

const ANSWERS: &str = "answer, answers, answer text, answer value, response, responses, response text, \
    response value, value, antwort, antworten, antworttext, wert, réponse, réponses, valeur, \
    respuesta, respuestas, valor, antwoord, antwoorden, waarde, risposta, risposte, valore, \
    resposta, respostas, svar, värde";

/// A survey asks no more questions than this.
const MOST_QUESTIONS: usize = 100;

/// Returns a table with a row for each person, if this one has a row for each
/// answer; `None` for any other table.
pub(super) fn widened(
    file: &str,
    table: &CellTable,
    header: &Header,
    options: &ReadOptions,
) -> Result<Option<CellTable>, Error> {
    let Some(long) = LongTable::new(table, header, options) else {
        return Ok(None);
    };
    match long.key(options) {
        Some(key) => Ok(Some(long.widened(table, key))),
        None => Err(Error::OneRowPerAnswer {
            file: file.to_owned(),
            question: header.names[long.question].clone(),
            answer: header.names[long.answers[0]].clone(),
            known: header.names.clone(),
        }),
    }
}

/// A table with a row for each answer.
struct LongTable<'a> {
    header: &'a Header,
    question: usize,
    /// Where the answer stands: in the first of these that is filled.
    answers: Vec<usize>,
    rows: Vec<(u32, StringRecord)>,
    /// The questions, in their order.
    questions: Vec<String>,
}

impl<'a> LongTable<'a> {
    fn new(table: &CellTable, header: &'a Header, options: &ReadOptions) -> Option<Self> {
        let best = |list: &'static str| {
            let ranked = header.names.iter().enumerate();
            let ranked = ranked.filter_map(|(place, name)| {
                Some((aliases::place(list, ColumnName::new(name).words())?, place))
            });
            let mut ranked: Vec<(usize, usize)> = ranked.collect();
            ranked.sort_unstable();
            ranked
                .into_iter()
                .map(|(_, place)| place)
                .collect::<Vec<_>>()
        };
        let question = *best(QUESTIONS).first()?;
        let mut answers = best(ANSWERS);
        answers.retain(|place| *place != question);
        let is_mapped = |place: &usize| {
            [ColumnRole::Comment, ColumnRole::Score]
                .into_iter()
                .any(|role| {
                    matches!(options.map.choice(role), Some(ColumnChoice::Column(name))
                    if ColumnName::new(name) == ColumnName::new(&header.names[*place]))
                })
        };
        if answers.is_empty() || answers.iter().any(is_mapped) {
            return None;
        }
        let mut long = Self {
            header,
            question,
            answers,
            rows: Vec::new(),
            questions: Vec::new(),
        };
        let mut known = HashSet::new();
        table.walk(|row, record| {
            if row > header.last_row && !is_blank(record) {
                let asked = record.get(question).map_or("", str::trim);
                if !asked.is_empty() && known.insert(asked.to_owned()) {
                    long.questions.push(asked.to_owned());
                }
                long.rows.push((row, record.clone()));
            }
            if known.len() > MOST_QUESTIONS {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let are_few = (2..=MOST_QUESTIONS).contains(&long.questions.len())
            && long.questions.len() * 2 <= long.rows.len();
        (are_few && long.mixes_ratings_and_words(options)).then_some(long)
    }

    fn asked<'r>(&self, record: &'r StringRecord) -> &'r str {
        record.get(self.question).map_or("", str::trim)
    }

    fn answer<'r>(&self, record: &'r StringRecord) -> &'r str {
        let cells = self.answers.iter().filter_map(|place| record.get(*place));
        cells
            .map(str::trim)
            .find(|cell| !cell.is_empty())
            .unwrap_or("")
    }

    /// Returns whether one question is answered with ratings and another in
    /// words: no column of one thing is.
    fn mixes_ratings_and_words(&self, options: &ReadOptions) -> bool {
        let reader = ScoreReader::new(options);
        let mut counts: HashMap<&str, [usize; 2]> = HashMap::new();
        for (_, record) in &self.rows {
            let cell = self.answer(record);
            if says_nothing(cell) {
                continue;
            }
            let is_words = reader.score(cell) == ScoreCell::Words;
            counts.entry(self.asked(record)).or_default()[usize::from(is_words)] += 1;
        }
        let share = |[rated, worded]: &[usize; 2], of: usize| of * 10 >= (rated + worded) * 8;
        counts.values().any(|counts| share(counts, counts[0]))
            && counts.values().any(|counts| share(counts, counts[1]))
    }

    /// Finds the column whose values hold answers together: the finest that
    /// has each question once.
    fn key(&self, options: &ReadOptions) -> Option<usize> {
        let roles = [ColumnRole::Id, ColumnRole::Respondent, ColumnRole::Email];
        let is_named = |place: &usize| {
            let name = ColumnName::new(&self.header.names[*place]);
            let by_role = roles
                .iter()
                .any(|role| names::rank(*role, &name).is_some_and(|rank| rank < PHRASE));
            by_role || name.words().ends_with(" id") || name.words().starts_with("id ")
        };
        let is_mapped = |place: &usize| {
            roles.iter().any(|role| {
                matches!(options.map.choice(*role), Some(ColumnChoice::Column(name))
                    if ColumnName::new(name) == ColumnName::new(&self.header.names[*place]))
            })
        };
        let places = || (0..self.header.names.len()).filter(|place| !self.is_answer(*place));
        let mapped = places()
            .filter(is_mapped)
            .max_by_key(|place| self.groups(*place));
        let named = || {
            places()
                .filter(is_named)
                .filter_map(|place| Some((self.groups(place)?, place)))
                .max()
                .map(|(_, place)| place)
        };
        mapped.or_else(named)
    }

    fn is_answer(&self, place: usize) -> bool {
        place == self.question || self.answers.contains(&place)
    }

    /// Returns how many people a column tells apart, if it holds the answers of
    /// each together.
    fn groups(&self, place: usize) -> Option<usize> {
        let (mut keys, mut pairs, mut filled) = (HashSet::new(), HashSet::new(), 0);
        for (_, record) in &self.rows {
            let key = record.get(place).map_or("", str::trim);
            if !says_nothing(key) {
                filled += 1;
                keys.insert(key);
                pairs.insert((key, self.asked(record)));
            }
        }
        let is_whole = filled * 20 >= self.rows.len() * 19 && pairs.len() * 20 >= filled * 19;
        let holds_together = keys.len() > 1 && keys.len() * 4 <= filled * 3;
        (is_whole && holds_together).then_some(keys.len())
    }

    fn widened(self, table: &CellTable, key: usize) -> CellTable {
        let shared = self.shared(key);
        let mut names: Vec<String> = shared
            .iter()
            .map(|place| self.header.names[*place].clone())
            .collect();
        names.extend(self.questions.iter().cloned());
        let places: HashMap<&str, usize> = (shared.len()..)
            .zip(&self.questions)
            .map(|(place, question)| (question.as_str(), place))
            .collect();
        let mut people: HashMap<&str, usize> = HashMap::new();
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        let mut unread = table.unread.clone();
        for (number, record) in &self.rows {
            let of = record.get(key).map_or("", str::trim);
            let Some(&place) = places.get(self.asked(record)).filter(|_| !of.is_empty()) else {
                unread.push((*number, "does not say whose answer to what it is".into()));
                continue;
            };
            let at = *people.entry(of).or_insert_with(|| {
                rows.push((*number, vec![String::new(); names.len()]));
                rows.len() - 1
            });
            let (first, row) = &mut rows[at];
            for (own, place) in shared.iter().enumerate() {
                if row[own].is_empty() {
                    record
                        .get(*place)
                        .unwrap_or_default()
                        .clone_into(&mut row[own]);
                }
            }
            if row[place].is_empty() {
                self.answer(record).clone_into(&mut row[place]);
            } else {
                let of = shortened(of);
                unread.push((
                    *number,
                    format!(
                        "is a second answer to a question that `{of}` answered before, from row {first} on"
                    ),
                ));
            }
        }
        let record = |(number, row)| (number, StringRecord::from(row));
        CellTable {
            rows: CellRows::Grid(rows.into_iter().map(record).collect()),
            names: Some(names),
            encoding: table.encoding,
            unread,
            sheet: table.sheet.as_ref().map(|sheet| ReadSheet {
                // Columns are others now.
                uncomputed: Vec::new(),
                ..sheet.clone()
            }),
        }
    }

    /// Returns the columns that say one thing in all rows of one person.
    fn shared(&self, key: usize) -> Vec<usize> {
        let is_shared = |place: &usize| {
            let mut said: HashMap<&str, &str> = HashMap::new();
            self.rows.iter().all(|(_, record)| {
                let of = record.get(key).map_or("", str::trim);
                let cell = record.get(*place).map_or("", str::trim);
                cell.is_empty() || *said.entry(of).or_insert(cell) == cell
            })
        };
        (0..self.header.names.len())
            .filter(|place| !self.is_answer(*place))
            .filter(is_shared)
            .collect()
    }
}
