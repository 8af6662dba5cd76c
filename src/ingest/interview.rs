//! Lines to turns.
//!
//! Takes a document; gives the conversation it records: what was said, by
//! whom, in which part. In notes without speakers every section is one turn of
//! whoever wrote it down.

use std::collections::BTreeMap;

use crate::feedback::{Interview, LineMark, Span, SpeakerRole, Turn};

use super::columns::Doubt;
use super::document::{LineKind, NotesDocument, NotesLine};
use super::error::Error;
use super::facts::ConversationFacts;
use super::labels::{self, SpeakerLabel, label};
use super::speakers::{SpeakerRoles, SpeechTally};
use super::stamps;
use super::transcript_boilerplate;

/// Reads the turns of a document.
pub(super) fn read(
    file: &str,
    mut document: NotesDocument,
) -> Result<(Interview, Vec<Doubt>), Error> {
    document.cut_at_stamps();
    transcript_boilerplate::mark(&mut document);
    let mut facts = ConversationFacts::from_document(&mut document);
    let mut doubts = std::mem::take(&mut facts.doubts);
    let labels = labels(&document);
    let cast = cast(&document, &labels, &facts, &mut doubts);
    mark_stamps(&mut document, &cast);
    let turns = Turns::read(&document, &labels, &cast);
    let mut interview = Interview {
        source: file.to_owned(),
        marks: marks(&document, &labels, &cast),
        turns,
        ..Interview::default()
    };
    interview.participant.name = cast.participant().map(Into::into);
    interview.text = document.text;
    facts.write_to(&mut interview);
    spoken(file, interview).map(|interview| (interview, doubts))
}

/// In a conversation, a line that is a time is nobody's words; in notes,
/// `17:30` may be what somebody wrote down.
fn mark_stamps(document: &mut NotesDocument, cast: &SpeakerRoles) {
    if cast.is_empty() {
        return;
    }
    for place in 0..document.lines.len() {
        let line = document.lines[place];
        let said = matches!(
            line.kind,
            LineKind::Text | LineKind::Bold | LineKind::Heading
        );
        if said && stamps::alone(document.words(&line)).is_some() {
            document.lines[place].kind = LineKind::Stamp;
        }
    }
}

/// Says where each line stands, and when it was said: from one time to the next.
fn marks(
    document: &NotesDocument,
    labels: &[Option<SpeakerLabel>],
    cast: &SpeakerRoles,
) -> Vec<LineMark> {
    let mut now = None;
    let lines = document.lines.iter().zip(labels);
    lines
        .map(|(line, label)| {
            let stamp = || stamps::alone(document.words(line));
            let label = label
                .as_ref()
                .filter(|label| cast.role(&label.name).is_some());
            let said = match line.kind {
                LineKind::Stamp => stamp(),
                LineKind::Fact => None,
                _ => label.and_then(|label| label.seconds),
            };
            now = said.or(now);
            LineMark {
                start: line.span.start,
                line: line.number,
                seconds: now,
            }
        })
        .collect()
}

/// Refuses a conversation in which nobody says anything.
pub(super) fn spoken(file: &str, interview: Interview) -> Result<Interview, Error> {
    if interview
        .turns
        .iter()
        .any(|turn| turn.role != SpeakerRole::Heading)
    {
        Ok(interview)
    } else {
        Err(Error::Silent {
            file: file.to_owned(),
        })
    }
}

/// Returns the label of each line that has one.
fn labels(document: &NotesDocument) -> Vec<Option<SpeakerLabel>> {
    let bare = bare_names(document);
    let labelled = |line: &NotesLine| match line.kind {
        LineKind::Text | LineKind::Bullet => label(document.words(line)),
        LineKind::Bold => label(document.words(line)).or_else(|| bare_label(document, line, &bare)),
        LineKind::Heading => bare_label(document, line, &bare),
        LineKind::Blank | LineKind::Rule | LineKind::Fact | LineKind::Stamp => None,
    };
    document.lines.iter().map(labelled).collect()
}

fn bare_label(document: &NotesDocument, line: &NotesLine, bare: &[&str]) -> Option<SpeakerLabel> {
    let words = document.words(line);
    let above = label(words).filter(|label| label.above);
    above.or_else(|| {
        let name = bare_name(words)?;
        bare.contains(&name).then(|| SpeakerLabel {
            name: name.to_owned(),
            words: words.len(),
            in_list: false,
            above: true,
            seconds: None,
        })
    })
}

/// `**Ada Moe**` alone on its line.
fn bare_name(words: &str) -> Option<&str> {
    let marks = |c: char| matches!(c, '#' | '*' | '_' | ':') || c.is_whitespace();
    let name = words.trim_matches(marks);
    let is_full = name.split_whitespace().count() > 1;
    (is_full && labels::is_name(name)).then_some(name)
}

/// Returns the names of two words and more that stand in bold or as headings
/// above what is said. They must come again and again: `Quick Wins` may head a
/// section too.
fn bare_names(document: &NotesDocument) -> Vec<&str> {
    const AGAIN: usize = 3;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let heads = document.lines.iter();
    for line in heads.filter(|line| matches!(line.kind, LineKind::Bold | LineKind::Heading)) {
        if let Some(name) = bare_name(document.words(line)) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let often = counts.values().filter(|count| **count >= AGAIN).count();
    counts.retain(|_, count| *count > 1 && often > 1);
    counts.into_keys().collect()
}

fn cast(
    document: &NotesDocument,
    labels: &[Option<SpeakerLabel>],
    facts: &ConversationFacts,
    doubts: &mut Vec<Doubt>,
) -> SpeakerRoles {
    let mut voices: BTreeMap<String, SpeechTally> = BTreeMap::new();
    let mut spoken = 0_usize;
    // Whose name stands above, and what was said below it.
    let mut below: Option<(&SpeakerLabel, String)> = None;
    for (line, label) in document.lines.iter().zip(labels) {
        let said = matches!(line.kind, LineKind::Text | LineKind::Bullet);
        // `- Price: too high` is an item about the price.
        let Some(label) = label.as_ref().filter(|label| !label.in_list) else {
            let is_below = below.as_ref().is_some_and(|(label, _)| label.above);
            spoken += usize::from(said && !is_below);
            if let Some((_, words)) = below.as_mut().filter(|_| said) {
                words.push(' ');
                words.push_str(document.words(line));
            }
            continue;
        };
        spoken += usize::from(said || label.above);
        if let Some((label, words)) = below.take() {
            voices.entry(label.name.clone()).or_default().add(&words);
        }
        let behind = &document.words(line)[label.words..];
        if behind.trim().is_empty() {
            below = Some((label, String::new()));
        } else {
            voices.entry(label.name.clone()).or_default().add(behind);
        }
    }
    if let Some((label, words)) = below {
        voices.entry(label.name.clone()).or_default().add(&words);
    }
    let labelled: usize = voices.values().map(|voice| voice.turns).sum();
    SpeakerRoles::new(
        &voices,
        facts,
        labelled as f64 / spoken.max(1) as f64,
        doubts,
    )
}

/// Turns, and the one that is still open.
struct Turns<'a> {
    document: &'a NotesDocument,
    closed: Vec<Turn>,
    open: Option<Turn>,
    /// Who speaks on, where a time was put into their words.
    interrupted: Option<Turn>,
    /// The closed turns that were taken for questions of a guide.
    asked: Vec<usize>,
}

impl<'a> Turns<'a> {
    fn read(
        document: &'a NotesDocument,
        labels: &[Option<SpeakerLabel>],
        cast: &SpeakerRoles,
    ) -> Vec<Turn> {
        let mut turns = Self {
            document,
            closed: Vec::new(),
            open: None,
            interrupted: None,
            asked: Vec::new(),
        };
        for (line, label) in document.lines.iter().zip(labels) {
            let speaker = label
                .as_ref()
                .and_then(|label| cast.role(&label.name).map(|role| (label, role)));
            match (line.kind, speaker) {
                (LineKind::Blank, _) => {}
                (LineKind::Stamp, _) => turns.interrupt(line),
                (LineKind::Rule | LineKind::Fact, _) => turns.close(),
                (_, Some((label, role))) => turns.speak(line, label, role),
                (LineKind::Heading | LineKind::Bold, None) => turns.head(line),
                (LineKind::Text | LineKind::Bullet, None) => turns.go_on(line, cast),
            }
        }
        turns.close();
        // Questions that nothing answers are no guide: they are what was noted.
        if turns
            .closed
            .iter()
            .all(|turn| turn.role == SpeakerRole::Heading)
        {
            for at in turns.asked {
                turns.closed[at].role = SpeakerRole::Notes;
            }
        }
        turns.closed
    }

    /// `#00:03:40-5#` stands in somebody's words; a time alone on its line,
    /// above those of somebody unknown.
    fn interrupt(&mut self, line: &NotesLine) {
        let goes_on = self.document.words(line).starts_with('#');
        let speaker = self.open.clone().or(self.interrupted.take());
        let speaker = speaker.filter(|_| goes_on);
        self.close();
        self.interrupted = speaker;
    }

    fn speak(&mut self, line: &NotesLine, label: &SpeakerLabel, role: SpeakerRole) {
        self.close();
        self.open = Some(Turn {
            speaker: Some(label.name.clone()),
            role,
            span: Span::new(line.span.start + label.words, line.span.end),
        });
    }

    fn head(&mut self, line: &NotesLine) {
        self.close();
        let words = self.document.words(line);
        let marks = |c: char| matches!(c, '#' | '*' | '_') || c.is_whitespace();
        let left = words.len() - words.trim_start_matches(marks).len();
        let span = Span::new(
            line.span.start + left,
            line.span.start + words.trim_end_matches(marks).len().max(left),
        );
        self.push(Turn {
            speaker: None,
            role: SpeakerRole::Heading,
            span,
        });
    }

    /// Adds a line without a label to the turn before it.
    fn go_on(&mut self, line: &NotesLine, cast: &SpeakerRoles) {
        if self.is_question_of_a_guide(line, cast) {
            self.head(line);
            self.asked.push(self.closed.len() - 1);
            return;
        }
        // Where only questions are labelled, the rest is what was noted down.
        let of_question = self
            .open
            .as_ref()
            .is_some_and(|turn| turn.role == SpeakerRole::Interviewer);
        if of_question && !cast.has_participants() {
            self.close();
        }
        match (&mut self.open, self.interrupted.take()) {
            (Some(turn), _) => turn.span.end = line.span.end,
            (None, Some(turn)) => {
                self.open = Some(Turn {
                    span: line.span,
                    ..turn
                });
            }
            (None, None) => {
                self.open = Some(Turn {
                    speaker: None,
                    role: SpeakerRole::Notes,
                    span: line.span,
                });
            }
        }
    }

    /// A question alone on its line, in notes without speakers.
    fn is_question_of_a_guide(&self, line: &NotesLine, cast: &SpeakerRoles) -> bool {
        let words = self.document.words(line).trim_end();
        cast.is_empty() && line.kind == LineKind::Text && words.ends_with('?') && words.len() < 200
    }

    fn close(&mut self) {
        self.interrupted = None;
        if let Some(turn) = self.open.take() {
            self.push(turn);
        }
    }

    fn push(&mut self, mut turn: Turn) {
        let words = turn.span.slice(&self.document.text);
        let trimmed = words.trim_start();
        turn.span.start += words.len() - trimmed.len();
        turn.span.end = turn.span.start + trimmed.trim_end().len();
        if turn.span.start < turn.span.end {
            self.closed.push(turn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_that_nothing_answers_are_what_was_noted() {
        let roles = |text: &str| {
            let turns = interview(text).turns.into_iter();
            turns.map(|turn| turn.role).collect::<Vec<_>>()
        };
        assert_eq!(roles("Is it annual or cancelled?\n"), [SpeakerRole::Notes]);
        assert_eq!(
            roles("Is it annual?\n\nNobody knows.\n"),
            [SpeakerRole::Heading, SpeakerRole::Notes]
        );
        let title = NotesDocument::from_text("# Is it annual?\n".into(), true);
        assert!(read("notes.md", title).is_err());
    }

    fn interview(text: &str) -> Interview {
        read("notes.md", NotesDocument::from_text(text.into(), true))
            .unwrap()
            .0
    }

    fn turns(text: &str) -> Vec<(Option<String>, SpeakerRole, String)> {
        let interview = interview(text);
        let words = |turn: &Turn| turn.span.slice(&interview.text).to_owned();
        interview
            .turns
            .iter()
            .map(|turn| (turn.speaker.clone(), turn.role, words(turn)))
            .collect()
    }

    fn turn(
        speaker: Option<&str>,
        role: SpeakerRole,
        words: &str,
    ) -> (Option<String>, SpeakerRole, String) {
        (speaker.map(str::to_owned), role, words.to_owned())
    }

    #[test]
    fn a_turn_goes_on_until_another_speaks() {
        let text = "Interviewer: Kim Ray\nDate: 2025-05-12\r\n\r\nKim: Well?\r\n\r\nAda: Slow.\r\n\r\nAnd dear. 😀\r\n\r\nKim: Oh?\nAda: Yes.";
        assert_eq!(
            turns(text),
            [
                turn(Some("Kim"), SpeakerRole::Interviewer, "Well?"),
                turn(
                    Some("Ada"),
                    SpeakerRole::Participant,
                    "Slow.\r\n\r\nAnd dear. 😀"
                ),
                turn(Some("Kim"), SpeakerRole::Interviewer, "Oh?"),
                turn(Some("Ada"), SpeakerRole::Participant, "Yes."),
            ]
        );
    }

    #[test]
    fn notes_without_speakers_are_one_turn_a_section() {
        let text = "# Notes\n\n## What works?\n\n- the board\n- the app\n\nAnything else?\n\nNo: \"all fine\"\n";
        assert_eq!(
            turns(text),
            [
                turn(None, SpeakerRole::Heading, "Notes"),
                turn(None, SpeakerRole::Heading, "What works?"),
                turn(None, SpeakerRole::Notes, "- the board\n- the app"),
                turn(None, SpeakerRole::Heading, "Anything else?"),
                turn(None, SpeakerRole::Notes, "No: \"all fine\""),
            ]
        );
    }

    #[test]
    fn a_question_in_bold_heads_its_notes() {
        let text =
            "**Q1 (Kim): What works?**\n\n- The board.\n- **Contradiction, kept.** He said no.\n";
        assert_eq!(
            turns(text),
            [
                turn(None, SpeakerRole::Heading, "Q1 (Kim): What works?"),
                turn(
                    None,
                    SpeakerRole::Notes,
                    "- The board.\n- **Contradiction, kept.** He said no."
                ),
            ]
        );
    }

    #[test]
    fn q_and_a_are_interviewer_and_participant() {
        assert_eq!(
            turns("Q: Why?\nA: Slow.\n"),
            [
                turn(Some("Q"), SpeakerRole::Interviewer, "Why?"),
                turn(Some("A"), SpeakerRole::Participant, "Slow."),
            ]
        );
    }

    #[test]
    fn the_only_other_speaker_is_the_participant() {
        let interview =
            interview("Interviewer: Why?\nAda Moe: Slow.\nInterviewer: Oh.\nAda Moe: Yes.\n");
        assert_eq!(interview.participant.name.as_deref(), Some("Ada Moe"));
    }

    #[test]
    fn headings_alone_say_nothing() {
        assert!(read("x.md", NotesDocument::from_text("# A\n".into(), true)).is_err());
    }
}
