//! The corpus: what all files together say, each answer once.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::scale;
use crate::feedback::{Account, Document, Excerpt, Interview, Place, Response, Scale, Span};
use crate::ingest::{ColumnPart, ColumnRole, Content, Intake, Skip, Survey};

/// What all files together say.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The files, by name.
    pub files: Vec<File>,
    /// What the ratings are on.
    pub scale: Scale,
    /// The answers, by file and record.
    pub responses: Vec<Response>,
    /// The conversations, by file.
    pub interviews: Vec<Interview>,
    /// The customers, by name.
    pub accounts: Vec<Account>,
    /// Rows that could not be read.
    pub skips: Vec<Skip>,
    /// Answers set aside because they are counted already.
    pub repeats: Vec<Repeat>,
}

/// A file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// The file's name, with its folder where two files share a name.
    pub name: String,
    /// What kind of file it is.
    pub kind: FileKind,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// How it was read, in a sentence.
    pub note: String,
}

impl File {
    /// Returns the question that the comments answer, where their column says
    /// it: `comment: What could we do better?` does, `comment: text` does not.
    pub fn question(&self) -> Option<&str> {
        let (_, read) = self.note.split_once("comment: ")?;
        let ends = ColumnRole::ALL.map(|role| read.find(&format!(", {}: ", role.name())));
        let end = ends.into_iter().flatten().min().unwrap_or(read.len());
        let question = &read[..end];
        let is_long = question.split_whitespace().count() >= QUESTION;
        (is_long || question.contains('?')).then_some(question)
    }
}

/// A column's name of this many words is a question, also without its mark.
const QUESTION: usize = 4;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum FileKind {
    Survey,
    Interview,
    Accounts,
}

impl FileKind {
    /// Returns the kind's name, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Interview => "interview",
            Self::Accounts => "accounts",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        match name {
            "interview" => Self::Interview,
            "accounts" => Self::Accounts,
            _ => Self::Survey,
        }
    }
}

/// An answer that is not counted because the same one, or a later one of the
/// same person, is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// The file of the answer set aside.
    pub source: String,
    /// Its record.
    pub record: String,
    /// Why, in a sentence that names the one that counts.
    pub reason: String,
}

impl Corpus {
    /// Returns the words of a document.
    pub fn text(&self, document: Document) -> &str {
        match document {
            Document::Comment(at) => self.responses[at].comment.as_deref().unwrap_or_default(),
            Document::Interview(at) => &self.interviews[at].text,
        }
    }

    /// Returns the file a document is in, and its record where there are several.
    pub fn origin(&self, document: Document) -> (&str, Option<String>) {
        match document {
            Document::Comment(at) => {
                let response = &self.responses[at];
                (&response.source, Some(response.record()))
            }
            Document::Interview(at) => (&self.interviews[at].source, None),
        }
    }

    /// Returns the documents with anything in them: comments, then interviews.
    pub fn documents(&self) -> impl Iterator<Item = Document> {
        let comments = self.responses.iter().enumerate();
        let comments = comments.filter(|(_, response)| response.has_words());
        let interviews = (0..self.interviews.len()).map(Document::Interview);
        comments
            .map(|(at, _)| Document::Comment(at))
            .chain(interviews)
    }

    /// Returns where a stretch of a document stands: in the turn that most of it
    /// is in, or, where it is in none, in the next.
    pub fn place(&self, document: Document, span: Span) -> Option<Place> {
        let interview = match document {
            Document::Comment(response) => return Some(Place::Comment { response, span }),
            Document::Interview(interview) => interview,
        };
        let turns = &self.interviews[interview].turns;
        let most = (0..turns.len())
            .rev()
            .filter(|&turn| turns[turn].span.overlap(span) > 0)
            .max_by_key(|&turn| turns[turn].span.overlap(span));
        let next = || turns.iter().position(|turn| turn.span.end > span.start);
        let turn = most.or_else(next).or(turns.len().checked_sub(1))?;
        Some(Place::Turn {
            interview,
            turn,
            span,
        })
    }

    /// Returns the whole comment or turn that a place is in.
    pub fn whole(&self, place: Place) -> Span {
        match place {
            Place::Comment { .. } => Span {
                start: 0,
                end: self.text(place.document()).len(),
            },
            Place::Turn {
                interview, turn, ..
            } => self.interviews[interview].turns[turn].span,
        }
    }

    /// Returns a stretch of a document as a person points at it.
    pub fn excerpt(&self, document: Document, span: Span) -> Excerpt {
        let (source, record) = self.origin(document);
        let text = self.text(document);
        let (start, end) = span.in_characters(text);
        Excerpt {
            source: source.to_owned(),
            record,
            start,
            end,
            text: span.of(text).to_owned(),
        }
    }

    /// Gathers files without a study. They are read on one scale.
    pub fn of(intakes: Vec<Intake>) -> Self {
        let scale = intakes.iter().find_map(scale::said);
        let mut corpus = Self {
            scale: scale.cloned().unwrap_or_default(),
            ..Self::default()
        };
        for intake in intakes {
            let (kind, note) = facts(&intake.content);
            let name = intake.name;
            corpus.files.push(File {
                name: name.clone(),
                kind,
                digest: intake.digest,
                note,
            });
            let mut skips = Vec::new();
            match intake.content {
                Content::Survey(survey) => {
                    corpus
                        .responses
                        .extend(survey.responses.into_iter().map(|response| Response {
                            source: name.clone(),
                            ..response
                        }));
                    skips = survey.skips;
                }
                Content::Interview(interview) => corpus.interviews.push(Interview {
                    source: name.clone(),
                    ..interview
                }),
                Content::Accounts(table) => {
                    corpus.accounts.extend(table.accounts);
                    skips = table.skips;
                }
            }
            corpus.skips.extend(skips.into_iter().map(|skip| Skip {
                source: name.clone(),
                ..skip
            }));
        }
        corpus.settled()
    }

    /// Puts everything in its order and each answer in only once.
    pub(super) fn settled(mut self) -> Self {
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        self.interviews.sort_by(|a, b| a.source.cmp(&b.source));
        self.skips
            .sort_by(|a, b| (&a.source, a.row, &a.reason).cmp(&(&b.source, b.row, &b.reason)));
        self.accounts.sort_by(|a, b| a.name.cmp(&b.name));
        self.accounts.dedup_by(|later, kept| {
            let same = later.name == kept.name;
            if same {
                kept.attributes.append(&mut later.attributes);
            }
            same
        });
        self.responses.sort_by(in_order);
        self.set_repeats_aside();
        self.join_accounts();
        self
    }

    /// Returns whether each wave has a date, so that their order is known.
    pub fn is_dated(&self) -> bool {
        let dated: HashSet<&str> = self
            .responses
            .iter()
            .filter(|response| response.date.is_some())
            .map(|response| response.wave.as_str())
            .collect();
        self.responses
            .iter()
            .all(|response| dated.contains(response.wave.as_str()))
    }

    /// Returns the waves, in the order of time where all have dates, else by name.
    pub fn waves(&self) -> Vec<String> {
        let mut first: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for response in &self.responses {
            let date = response.date.as_deref();
            let earliest = first.entry(&response.wave).or_insert(date);
            *earliest = match (*earliest, date) {
                (Some(before), Some(date)) => Some(before.min(date)),
                (before, date) => before.or(date),
            };
        }
        let mut waves: Vec<_> = first.into_iter().collect();
        if waves.iter().all(|(_, date)| date.is_some()) {
            waves.sort_by_key(|&(wave, date)| (date, wave));
        }
        waves.into_iter().map(|(wave, _)| wave.to_owned()).collect()
    }

    /// Returns the answers in which each person speaks for themselves now: the
    /// latest of each person, and every anonymous one. Positions, ascending.
    pub fn latest(&self) -> Vec<usize> {
        let rank: HashMap<String, usize> = self
            .waves()
            .into_iter()
            .enumerate()
            .map(|(rank, wave)| (wave, rank))
            .collect();
        let mut latest: HashMap<String, usize> = HashMap::new();
        let mut kept = Vec::new();
        for (index, response) in self.responses.iter().enumerate() {
            let Some(person) = response.person.key() else {
                kept.push(index);
                continue;
            };
            let age = |index: usize| {
                let response: &Response = &self.responses[index];
                (rank[&response.wave], &response.date, index)
            };
            let newest = latest.entry(person).or_insert(index);
            if age(index) > age(*newest) {
                *newest = index;
            }
        }
        kept.extend(latest.into_values());
        kept.sort_unstable();
        kept
    }

    fn set_repeats_aside(&mut self) {
        let mut aside: HashMap<usize, String> = HashMap::new();
        self.find_copies(&mut aside);
        self.find_earlier_answers(&mut aside);
        if aside.is_empty() {
            return;
        }
        let mut index = 0;
        let repeats = &mut self.repeats;
        self.responses.retain(|response| {
            let reason = aside.remove(&index);
            index += 1;
            let kept = reason.is_none();
            repeats.extend(reason.map(|reason| Repeat {
                source: response.source.clone(),
                record: response.record(),
                reason,
            }));
            kept
        });
    }

    /// The same row in two files, as cumulative exports have it.
    fn find_copies(&self, aside: &mut HashMap<usize, String>) {
        if self
            .responses
            .windows(2)
            .all(|pair| pair[0].source == pair[1].source)
        {
            return;
        }
        let mut seen: HashMap<_, usize> = HashMap::new();
        for (index, response) in self.responses.iter().enumerate() {
            let known = response.id.is_some() || response.person.key().is_some();
            if !known || response.date.is_none() {
                continue;
            }
            let said = (
                &response.id,
                response.person.key(),
                &response.date,
                response.rating,
                &response.comment,
            );
            let first = *seen.entry(said).or_insert(index);
            let original = &self.responses[first];
            if original.source != response.source {
                aside.insert(
                    index,
                    format!(
                        "the same answer is in `{}`, record {}",
                        original.source,
                        original.record()
                    ),
                );
            }
        }
    }

    /// The same address twice in a wave: the later answer counts.
    fn find_earlier_answers(&self, aside: &mut HashMap<usize, String>) {
        let mut latest: HashMap<(&str, String), usize> = HashMap::new();
        for (index, response) in self.responses.iter().enumerate() {
            if response.person.email.is_none()
                || response.date.is_none()
                || aside.contains_key(&index)
            {
                continue;
            }
            let Some(person) = response.person.key() else {
                continue;
            };
            let newest = latest.entry((&response.wave, person)).or_insert(index);
            if *newest == index {
                continue;
            }
            let (older, newer) = if response.date > self.responses[*newest].date {
                (*newest, index)
            } else {
                (index, *newest)
            };
            *newest = newer;
            aside.insert(
                older,
                format!(
                    "the same person answered again in wave `{}`, record {}",
                    response.wave,
                    self.responses[newer].record()
                ),
            );
        }
    }

    /// Gives each answer what the accounts table says of its customer. What a
    /// row says itself stays.
    fn join_accounts(&mut self) {
        let by_name: HashMap<String, &Account> = self
            .accounts
            .iter()
            .map(|account| (account.name.trim().to_lowercase(), account))
            .collect();
        if by_name.is_empty() {
            return;
        }
        for response in &mut self.responses {
            let known = response
                .account
                .as_ref()
                .and_then(|name| by_name.get(&name.trim().to_lowercase()));
            for (name, value) in known.iter().flat_map(|account| &account.attributes) {
                let entry = response.attributes.entry(name.clone());
                entry.or_insert_with(|| value.clone());
            }
        }
    }

    /// Returns accounts that are named in answers or conversations.
    pub fn accounts_heard(&self) -> HashSet<&str> {
        let responses = self.responses.iter().filter_map(|r| r.account.as_deref());
        let interviews = self.interviews.iter().filter_map(|i| i.account.as_deref());
        responses.chain(interviews).collect()
    }
}

/// By file, then by record: ids as text with numbers in them by value, rows by number.
fn in_order(a: &Response, b: &Response) -> std::cmp::Ordering {
    a.source
        .cmp(&b.source)
        .then_with(|| match (&a.id, &b.id) {
            (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            (a, b) => a.cmp(b),
        })
        .then_with(|| a.row.cmp(&b.row))
}

/// How a survey was read: `Qualtrics, UTF-8, comment: Q2, score: Q1`.
fn read_as(survey: &Survey) -> String {
    let mut parts = vec![survey.form.name().to_owned(), survey.encoding.to_owned()];
    let is_usual = survey.scale.is_recommendation();
    parts.extend((!is_usual).then(|| format!("scale {}", survey.scale.answers())));
    let roles = survey
        .columns
        .iter()
        .filter(|column| matches!(column.part, ColumnPart::Plays(_)));
    parts.extend(roles.map(|column| {
        let asked = column.question.as_ref();
        let asked = asked.filter(|_| column.part == ColumnPart::Plays(ColumnRole::Comment));
        let asked = asked.map_or_else(String::new, |asked| format!(" (“{}”)", one_line(asked)));
        format!("{}: {}{asked}", column.part, column.name)
    }));
    parts.join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn facts(content: &Content) -> (FileKind, String) {
    match content {
        Content::Survey(survey) => (FileKind::Survey, read_as(survey)),
        Content::Interview(_) => (FileKind::Interview, String::new()),
        Content::Accounts(_) => (FileKind::Accounts, String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(note: &str) -> File {
        File {
            name: "spring.csv".into(),
            kind: FileKind::Survey,
            digest: String::new(),
            note: note.into(),
        }
    }

    #[test]
    fn a_column_that_asks_is_a_question() {
        let asked = file("plain table, UTF-8, score: NPS, comment: Why, in a word?, date: Day");
        assert_eq!(asked.question(), Some("Why, in a word?"));
        let named = file("plain table, UTF-8, score: NPS, comment: text");
        assert_eq!(named.question(), None);
    }
}
