//! What notes say of themselves: when, who asked, who answered, for whom.
//!
//! The facts stand in front matter, in a table, or in the first lines
//! (`Participant: Ada Moe (Fjell Heating)`). Such lines are nobody's words.

use std::collections::BTreeMap;

use crate::feedback::{Interview, Person};

use super::aliases::has;
use super::columns::Doubt;
use super::date;
use super::document::{LineKind, NotesDocument, NotesLine};
use super::labels::label;
use super::names::ColumnName;

/// The facts of one conversation.
#[derive(Debug, Default)]
pub(super) struct ConversationFacts {
    pub(super) interviewers: Vec<String>,
    pub(super) note_takers: Vec<String>,
    pub(super) participants: Vec<String>,
    date: Option<String>,
    email: Option<String>,
    account: Option<String>,
    attributes: BTreeMap<String, String>,
    pub(super) doubts: Vec<Doubt>,
}

/// What a key speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Date,
    Participant,
    Interviewer,
    NoteTaker,
    Account,
    Email,
    Other,
}

impl ConversationFacts {
    /// Takes the facts from the top of a document, and marks their lines.
    pub(super) fn from_document(document: &mut NotesDocument) -> Self {
        let mut facts = Self::default();
        for (key, value) in std::mem::take(&mut document.facts) {
            facts.add(&key, &value);
        }
        for place in head(document) {
            let line = document.lines[place];
            if let Some((key, value)) = pair(document.words(&line)) {
                facts.add(key, value);
            }
            document.lines[place].kind = LineKind::Fact;
        }
        facts.name_from_title(document);
        facts
    }

    /// Adds one fact.
    pub(super) fn add(&mut self, key: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let key = ColumnName::new(key);
        match topic(&key).unwrap_or(Topic::Other) {
            Topic::Date => self.add_date(value),
            Topic::Participant => {
                self.add_participant(value);
                return;
            }
            Topic::Interviewer => self.interviewers.extend(people(value)),
            Topic::NoteTaker => self.note_takers.extend(people(value)),
            Topic::Account => {
                self.account = Some(value.to_owned());
                return;
            }
            Topic::Email => {
                self.email = Some(value.to_owned());
                return;
            }
            Topic::Other => {}
        }
        if topic(&key) != Some(Topic::Date) {
            self.attributes
                .insert(key.words().replace(' ', "_"), value.to_owned());
        }
    }

    fn add_date(&mut self, value: &str) {
        match date::written(value).alone() {
            Some(day) => self.date = Some(day),
            None => self.doubts.push(Doubt::new(format!(
                "the date `{value}` was left out because it is not a single day; write it as 2025-05-12"
            ))),
        }
    }

    /// Reads `Ada Moe`, `Ada Moe (Fjell Heating)`, `Ada Moe <ada@fjell.example>`.
    fn add_participant(&mut self, value: &str) {
        let mut rest = value.to_owned();
        if let Some(address) = value
            .split(['<', '>', '(', ')', ' ', ','])
            .find(|word| word.contains('@'))
        {
            self.email.get_or_insert_with(|| address.to_owned());
            rest = value
                .replace(address, "")
                .replace("<>", "")
                .replace("()", "");
        }
        if let Some((name, behind)) = rest.clone().split_once('(')
            && let Some((inside, after)) = behind.split_once(')')
        {
            let mut inside = inside
                .split([',', ';'])
                .map(str::trim)
                .filter(|part| !part.is_empty());
            if let Some(account) = inside.next() {
                self.account.get_or_insert_with(|| account.to_owned());
            }
            if let Some(role) = inside.next() {
                self.attributes
                    .entry("role".into())
                    .or_insert_with(|| role.to_owned());
            }
            rest = format!("{name}{after}");
        }
        self.participants.extend(people(&rest));
    }

    /// Reads `# Interview with Ada Moe, Fjell Heating`, where nothing else
    /// names the participant.
    fn name_from_title(&mut self, document: &NotesDocument) {
        if !self.participants.is_empty() {
            return;
        }
        let title = document
            .lines
            .iter()
            .find(|line| !matches!(line.kind, LineKind::Blank | LineKind::Fact | LineKind::Rule));
        let Some(title) =
            title.filter(|line| matches!(line.kind, LineKind::Heading | LineKind::Bold))
        else {
            return;
        };
        let words = document.words(title);
        let lower = words.to_ascii_lowercase();
        let Some(at) = lower.find("interview with ") else {
            return;
        };
        let rest = words[at + "interview with ".len()..].trim_end_matches(['*', '_', '#', ' ']);
        let (name, account) = match rest.split_once([',', '(']) {
            Some((name, account)) => (name, Some(account.trim_end_matches(')').trim())),
            None => (rest, None),
        };
        if looks_like_people(name) {
            self.participants.push(name.trim().to_owned());
            if let Some(account) = account.filter(|account| !account.is_empty()) {
                self.account.get_or_insert_with(|| account.to_owned());
            }
        }
    }

    /// Writes the facts into an interview.
    pub(super) fn write_to(self, interview: &mut Interview) {
        interview.date = self.date;
        interview.account = self.account;
        interview.attributes = self.attributes.into_iter().collect();
        let name = (!self.participants.is_empty()).then(|| self.participants.join(", "));
        interview.participant = Person {
            name: name.map(Into::into).or(interview.participant.name.take()),
            email: self.email.map(Into::into),
        };
    }
}

fn topic(key: &ColumnName) -> Option<Topic> {
    const TOPICS: [Topic; 7] = [
        Topic::Date,
        Topic::Participant,
        Topic::Interviewer,
        Topic::NoteTaker,
        Topic::Account,
        Topic::Email,
        Topic::Other,
    ];
    TOPICS
        .into_iter()
        .find(|topic| has(keys(*topic), key.words()))
}

/// Returns what a fact of this topic is called, in plain words.
fn keys(topic: Topic) -> &'static str {
    match topic {
        Topic::Date => {
            "date, interview date, date of interview, day, held, held on, datum, recorded on, \
            conducted"
        }
        Topic::Participant => {
            "participant, participants, interviewee, interviewees, respondent, guest, \
            customer contact, contact, name, interview with, participant name, teilnehmer, \
            teilnehmerin, befragte, befragter, user"
        }
        Topic::Interviewer => {
            "interviewer, interviewers, asked by, interviewed by, conducted by, moderator, \
            researcher, facilitator, host, lead, interview by"
        }
        Topic::NoteTaker => {
            "note taker, notetaker, notes by, notes, scribe, note takers, observer, observers, \
            protokoll"
        }
        Topic::Account => {
            "account, company, customer, client, organisation, organization, firma, unternehmen, \
            kunde, entreprise"
        }
        Topic::Email => "email, e mail, email address, e mail address, mail",
        Topic::Other => {
            "role, title, job title, position, tier, region, product, product line, segment, \
            plan, score, nps, rating, duration, length, location, place, time, attendees, topic, \
            subject, project, language, study, recording, transcript, industry, lifecycle stage, \
            country, channel, wave, call, format, medium"
        }
    }
}

/// Returns whether a word is one that facts are stated under.
pub(super) fn is_key(word: &str) -> bool {
    topic(&ColumnName::new(word)).is_some()
}

/// Returns the lines at the top that state facts.
fn head(document: &NotesDocument) -> Vec<usize> {
    let mut head: Vec<usize> = Vec::new();
    let mut gap = false;
    let mut dry = false;
    for (place, line) in document.lines.iter().enumerate() {
        match line.kind {
            LineKind::Fact | LineKind::Heading | LineKind::Rule | LineKind::Stamp => {}
            LineKind::Blank => gap = true,
            LineKind::Bold | LineKind::Bullet | LineKind::Text => {
                let joined = !head.is_empty() && !gap;
                match fact(document, line, joined) {
                    Some(topic) => dry |= !speaks(topic),
                    None => break,
                }
                head.push(place);
                gap = false;
            }
        }
    }
    // `Interviewer: Hello` may open a transcript: only beside a dry fact, or
    // as a name that never speaks, is it one itself.
    let label = |place: &usize| {
        pair(document.words(&document.lines[*place])).map(|(key, _)| ColumnName::new(key))
    };
    let repeated = |place: &usize| {
        let key = label(place);
        let lines = document.lines.iter();
        let same = |line: &&NotesLine| {
            pair(document.words(line)).map(|(key, _)| ColumnName::new(key)) == key
        };
        lines.filter(same).count() > 1
    };
    if !dry && head.iter().any(repeated) {
        head.clear();
    }
    head
}

fn speaks(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::Participant | Topic::Interviewer | Topic::NoteTaker
    )
}

/// Returns what a line of the head is about. An unknown key counts only right
/// below a known one.
fn fact(document: &NotesDocument, line: &NotesLine, joined: bool) -> Option<Topic> {
    let words = document.words(line);
    if label(words).is_some_and(|label| label.above) {
        return None;
    }
    let (key, value) = pair(words)?;
    match topic(&ColumnName::new(key)) {
        Some(topic) if speaks(topic) => looks_like_people(value).then_some(topic),
        Some(topic) if value.len() < 120 => Some(topic),
        None if joined && value.len() < 80 && !value.ends_with(['.', '?', '!']) => {
            Some(Topic::Other)
        }
        _ => None,
    }
}

/// Cuts `- **Date:** 2025-05-12` into key and value.
pub(super) fn pair(line: &str) -> Option<(&str, &str)> {
    let bare = |c: char| matches!(c, '*' | '_' | '-' | '|' | '\u{2022}') || c.is_whitespace();
    let (key, value) = line.split_once(':')?;
    let (key, value) = (key.trim_matches(bare), value.trim_matches(bare));
    let short = key.len() <= 40 && key.split_whitespace().count() <= 4;
    let named = key.chars().any(char::is_alphabetic);
    (short && named && !value.starts_with("//")).then_some((key, value))
}

/// Returns whether words could be names of people, with what stands in brackets.
fn looks_like_people(words: &str) -> bool {
    let outside = words.split(['(', '<', '[']).next().unwrap_or("").trim();
    let mut count = 0;
    let named = outside
        .split([' ', ',', '&', '/', ';'])
        .filter(|word| !word.is_empty())
        .all(|word| {
            count += 1;
            let joint = [
                "and", "und", "et", "van", "von", "de", "der", "den", "la", "le", "di", "da",
                "del", "el", "bin", "al", "ter", "ten",
            ];
            joint.contains(&word)
                || word
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        });
    named && (1..=12).contains(&count) && !outside.ends_with(['.', '?', '!', '\u{2026}'])
}

/// Cuts `Maren Voss and Joel Castellan` into people.
fn people(words: &str) -> Vec<String> {
    words
        .replace(" and ", ",")
        .replace(" und ", ",")
        .replace(" et ", ",")
        .split([',', '&', '/', ';'])
        .map(|name| name.trim().trim_matches(['*', '_']).to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Returns whether a label, as written before a colon, means a person: by full
/// name, first or last name, or initials.
pub fn names_person(label: &str, person: &str) -> bool {
    let (label, person) = (label.to_lowercase(), person.to_lowercase());
    let person = person.split('(').next().unwrap_or("").trim();
    let parts: Vec<&str> = person.split_whitespace().collect();
    let initials: String = parts
        .iter()
        .filter_map(|part| part.chars().next())
        .collect();
    let plain: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    label == person
        || parts.first() == Some(&label.as_str())
        || parts.last() == Some(&label.as_str())
        || (parts.len() > 1 && plain == initials)
        || (!label.is_empty() && person.starts_with(&format!("{label} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Interview, ConversationFacts) {
        let mut document = NotesDocument::from_text(text.into(), true);
        let mut interview = Interview::default();
        ConversationFacts::from_document(&mut document).write_to(&mut interview);
        let mut again = NotesDocument::from_text(text.into(), true);
        (interview, ConversationFacts::from_document(&mut again))
    }

    #[test]
    fn the_first_lines_say_who_when_and_for_whom() {
        let (interview, facts) = told(
            "Date: 12 May 2025\nParticipant: Ada Moe (Fjell Heating)\nE-mail: ada@fjell.example\nInterviewer: Kim Ray\nRole: end user\n\nKim: Hello?\n",
        );
        assert_eq!(interview.date.as_deref(), Some("2025-05-12"));
        assert_eq!(interview.participant.name.as_deref(), Some("Ada Moe"));
        assert_eq!(
            interview.participant.email.as_deref(),
            Some("ada@fjell.example")
        );
        assert_eq!(interview.account.as_deref(), Some("Fjell Heating"));
        assert_eq!(interview.attributes["role"], "end user");
        assert_eq!(facts.interviewers, ["Kim Ray"]);
    }

    #[test]
    fn a_transcript_may_begin_with_the_interviewer() {
        let (interview, facts) =
            told("Interviewer: Hello\n\nInterviewee: Hello\n\nInterviewer: So\n");
        assert!(facts.interviewers.is_empty());
        assert_eq!(interview.participant.name, None);
    }

    #[test]
    fn a_title_may_name_the_participant() {
        let (interview, _) = told("# Interview with Ada Moe, Fjell Heating\n\nWords.\n");
        assert_eq!(interview.participant.name.as_deref(), Some("Ada Moe"));
        assert_eq!(interview.account.as_deref(), Some("Fjell Heating"));
    }

    #[test]
    fn a_date_of_two_meanings_is_left_out() {
        let (interview, facts) = told("Date: 04/05/2025\n\nWords.\n");
        assert_eq!(interview.date, None);
        assert_eq!(facts.doubts.len(), 1);
    }

    #[test]
    fn a_person_is_meant_by_first_name_last_name_or_initials() {
        for label in ["Ada", "Moe", "ada moe", "AM", "A.M."] {
            assert!(names_person(label, "Ada Moe"), "{label}");
        }
        assert!(names_person("Piet van", "Piet van Loon"));
        assert!(!names_person("Adam", "Ada Moe"));
    }
}
