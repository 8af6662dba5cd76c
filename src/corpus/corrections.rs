//! What people corrected in how interviews were read.
//!
//! A correction is kept beside the file and applied whenever the corpus is
//! read, so that the file may be added again, and the correction taken back.

use std::collections::BTreeSet;

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::speaker_lines::turns_by_names;
use super::store::{Error, Store};
use crate::feedback::{Interview, Person, SpeakerRole, Turn};
use crate::ingest::{names_person, part_word};

/// What was read wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "correction", rename_all = "kebab-case")]
pub enum Correction {
    /// Two names are one speaker's.
    Merge {
        /// The name that goes.
        from: String,
        /// The name that stays.
        into: String,
    },
    /// A speaker is called otherwise.
    Rename {
        /// The name in the file.
        from: String,
        /// The name to show.
        into: String,
    },
    /// Turns begin where lines begin with these names.
    Split {
        /// Who speaks.
        names: Vec<String>,
        /// Who of them asks.
        asking: Vec<String>,
    },
    /// A speaker plays another part.
    Part {
        /// The speaker, as in the turns.
        speaker: String,
        /// Their part.
        part: SpeakerPart,
    },
    /// The participant is somebody who answered.
    Link {
        /// The person, as in their answers.
        person: Person,
    },
    /// The participant belongs to a customer.
    Account {
        /// The customer's name.
        name: String,
    },
    /// It was held on another day.
    Date {
        /// The day (ISO 8601).
        day: String,
    },
}

/// The part that a speaker plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeakerPart {
    /// Answers.
    Participant,
    /// Asks.
    Interviewer,
    /// Writes it down, and hardly speaks.
    NoteTaker,
}

impl SpeakerPart {
    /// Returns the name, as it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Interviewer => "interviewer",
            Self::NoteTaker => "note-taker",
        }
    }

    /// Returns the part of a speaker whose turns have a role; `None` for what
    /// nobody speaks.
    pub fn from_role(interview: &Interview, speaker: &str, role: SpeakerRole) -> Option<Self> {
        match role {
            SpeakerRole::Participant => Some(Self::Participant),
            SpeakerRole::Interviewer if writes(interview, speaker) => Some(Self::NoteTaker),
            SpeakerRole::Interviewer => Some(Self::Interviewer),
            SpeakerRole::Notes | SpeakerRole::Heading => None,
        }
    }

    fn role(self) -> SpeakerRole {
        match self {
            Self::Participant => SpeakerRole::Participant,
            // Both sit on the asking side: what they say makes no themes.
            Self::Interviewer | Self::NoteTaker => SpeakerRole::Interviewer,
        }
    }
}

/// The attribute that names whoever takes notes.
const NOTE_TAKER: &str = "note_taker";

fn note_takers(interview: &Interview) -> Vec<&str> {
    let named = interview.attributes.get(NOTE_TAKER);
    let names = named.into_iter().flat_map(|names| names.split([',', ';']));
    names
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

fn writes(interview: &Interview, speaker: &str) -> bool {
    note_takers(interview)
        .iter()
        .any(|name| names_person(speaker, name))
}

impl Correction {
    /// Applies the correction to an interview.
    pub fn apply(&self, interview: &mut Interview) {
        match self {
            Self::Merge { from, into } => merge(interview, from, into),
            Self::Rename { from, into } => rename(interview, from, into),
            Self::Split { names, asking } => split(interview, names, asking),
            Self::Part { speaker, part } => set_part(interview, speaker, *part),
            Self::Link { person } => interview.participant = person.clone(),
            Self::Account { name } => interview.account = Some(name.clone()),
            Self::Date { day } => interview.date = Some(day.clone()),
        }
    }
}

fn merge(interview: &mut Interview, from: &str, into: &str) {
    let is = |speaker: &Option<String>, name: &str| speaker.as_deref() == Some(name);
    let stays = interview.turns.iter().find(|turn| is(&turn.speaker, into));
    let Some(role) = stays.map(|turn| turn.role) else {
        return;
    };
    for turn in &mut interview.turns {
        if is(&turn.speaker, from) {
            (turn.speaker, turn.role) = (Some(into.to_owned()), role);
        }
    }
    name_participant(interview);
}

fn rename(interview: &mut Interview, from: &str, into: &str) {
    for turn in &mut interview.turns {
        if turn.speaker.as_deref() == Some(from) {
            turn.speaker = Some(into.to_owned());
        }
    }
    if interview.participant.name.as_deref() == Some(from) {
        interview.participant.name = Some(into.into());
    }
}

fn split(interview: &mut Interview, names: &[String], asking: &[String]) {
    let role = |name: &str| {
        if asking.iter().any(|asks| asks == name) {
            SpeakerRole::Interviewer
        } else {
            SpeakerRole::Participant
        }
    };
    if let Some(turns) = turns_by_names(interview, names, role) {
        let known = interview.participant.name.as_deref();
        let spoke = |turn: &Turn| turn.speaker.as_deref() == known;
        // A name that came from a label goes with it.
        if interview.turns.iter().any(spoke) && !turns.iter().any(spoke) {
            interview.participant.name = None;
        }
        interview.turns = turns;
        name_participant(interview);
    }
}

fn set_part(interview: &mut Interview, speaker: &str, part: SpeakerPart) {
    for turn in &mut interview.turns {
        if turn.speaker.as_deref() == Some(speaker) {
            turn.role = part.role();
        }
    }
    let mut takers: Vec<String> = note_takers(interview)
        .into_iter()
        .filter(|name| !names_person(speaker, name))
        .map(str::to_owned)
        .collect();
    if part == SpeakerPart::NoteTaker {
        takers.push(speaker.to_owned());
    }
    if takers.is_empty() {
        interview.attributes.remove(NOTE_TAKER);
    } else {
        let takers = takers.join(", ");
        interview.attributes.insert(NOTE_TAKER, takers);
    }
    name_participant(interview);
}

/// The participant is whoever answers alone, unless the file names another.
fn name_participant(interview: &mut Interview) {
    let of = |role: SpeakerRole| -> BTreeSet<&str> {
        let turns = interview.turns.iter().filter(|turn| turn.role == role);
        turns.filter_map(|turn| turn.speaker.as_deref()).collect()
    };
    let known = interview.participant.name.as_deref();
    let asks = known.is_some_and(|name| of(SpeakerRole::Interviewer).contains(name));
    if known.is_some() && !asks {
        return;
    }
    let answering = of(SpeakerRole::Participant);
    let alone = answering.first().filter(|_| answering.len() == 1);
    let named = alone.filter(|name| part_word(name).is_none());
    interview.participant.name = named.map(|name| (*name).into());
}

/// A correction as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredCorrection {
    /// Its number, from 1.
    pub number: u32,
    /// The interview's file.
    pub source: String,
    /// When (RFC 3339).
    pub at: String,
    /// By whom.
    pub who: String,
    /// What.
    #[serde(flatten)]
    pub correction: Correction,
    /// Whether it was taken back.
    pub undone: bool,
}

impl Store {
    /// Returns the corrections, in the order they were made.
    pub fn corrections(&self) -> Result<Vec<StoredCorrection>, Error> {
        let names = self.names()?;
        let sql = "SELECT file, number, at, who, content, undone FROM correction ORDER BY number";
        let rows = self.rows(sql, |row| {
            let file: i64 = row.get(0)?;
            Ok((
                names.get(&file).cloned().unwrap_or_default(),
                row.get(1)?,
                (row.get(2)?, row.get(3)?),
                row.get::<_, String>(4)?,
                row.get(5)?,
            ))
        })?;
        let corrected = rows
            .into_iter()
            .map(|(source, number, (at, who), content, undone)| {
                Ok(StoredCorrection {
                    number,
                    source,
                    at,
                    who,
                    correction: self.json(&content, "correction.content")?,
                    undone,
                })
            });
        corrected.collect()
    }

    /// Writes a correction down, or that one is taken back.
    pub fn correct(&mut self, corrected: &StoredCorrection) -> Result<(), Error> {
        let names = self.names()?;
        let file = names.iter().find(|(_, name)| **name == corrected.source);
        let file = file.map(|(file, _)| *file);
        let content = serde_json::to_string(&corrected.correction).expect("a correction is JSON");
        self.connection
            .execute(
                "INSERT INTO correction (number, file, at, who, content, undone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (number) DO UPDATE SET undone = ?6",
                params![corrected.number, file, corrected.at, corrected.who, content, corrected.undone],
            )
            .map(drop)
            .map_err(|source| self.failed(source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::Span;

    fn interview(turns: &[(&str, SpeakerRole)]) -> Interview {
        let turn = |(speaker, role): &(&str, SpeakerRole)| Turn {
            speaker: Some((*speaker).to_owned()),
            role: *role,
            span: Span::default(),
        };
        Interview {
            turns: turns.iter().map(turn).collect(),
            ..Interview::default()
        }
    }

    fn part(speaker: &str, part: SpeakerPart) -> Correction {
        Correction::Part {
            speaker: speaker.into(),
            part,
        }
    }

    #[test]
    fn merged_names_have_the_part_of_the_one_that_stays() {
        let mut interview = interview(&[
            ("Ada", SpeakerRole::Interviewer),
            ("Ada Moe", SpeakerRole::Participant),
        ]);
        Correction::Merge {
            from: "Ada".into(),
            into: "Ada Moe".into(),
        }
        .apply(&mut interview);
        assert!(interview.turns.iter().all(|turn| {
            turn.speaker.as_deref() == Some("Ada Moe") && turn.role == SpeakerRole::Participant
        }));
        assert_eq!(interview.participant.name.as_deref(), Some("Ada Moe"));
    }

    #[test]
    fn whoever_turns_out_to_ask_is_no_participant() {
        let mut interview = interview(&[
            ("Kim Ray", SpeakerRole::Participant),
            ("Ada Moe", SpeakerRole::Interviewer),
        ]);
        interview.participant.name = Some("Kim Ray".into());
        part("Kim Ray", SpeakerPart::Interviewer).apply(&mut interview);
        assert_eq!(interview.participant.name, None);
        part("Ada Moe", SpeakerPart::Participant).apply(&mut interview);
        assert_eq!(interview.participant.name.as_deref(), Some("Ada Moe"));
    }

    #[test]
    fn a_note_taker_sits_on_the_asking_side() {
        let mut interview = interview(&[("Dana", SpeakerRole::Participant)]);
        part("Dana", SpeakerPart::NoteTaker).apply(&mut interview);
        let role = interview.turns[0].role;
        assert_eq!(role, SpeakerRole::Interviewer);
        assert_eq!(
            SpeakerPart::from_role(&interview, "Dana", role),
            Some(SpeakerPart::NoteTaker)
        );
        part("Dana", SpeakerPart::Interviewer).apply(&mut interview);
        assert_eq!(
            SpeakerPart::from_role(&interview, "Dana", role),
            Some(SpeakerPart::Interviewer)
        );
    }
}
