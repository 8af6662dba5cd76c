//! A conversation, and the turns its speakers took.

use serde::{Deserialize, Serialize};

use super::attributes::Attributes;
use super::passage::Span;
use super::rating::Rating;
use super::response::Person;
use super::scale::Scale;

/// A conversation with one or more participants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// The name of the file it came from.
    pub source: String,
    /// The words of the file. For text and Markdown this is the file itself,
    /// decoded, to the last line break; for docx and VTT what a reader of the
    /// document sees. Every span of the interview points into it.
    pub text: String,
    /// Where a place in `text` stands in the original file, ascending.
    pub marks: Vec<LineMark>,
    /// The day of the conversation (ISO 8601).
    pub date: Option<String>,
    /// Who was interviewed.
    pub participant: Person,
    /// The customer they belong to.
    pub account: Option<String>,
    /// What else the notes say of themselves (`interviewer`, `role` …).
    pub attributes: Attributes,
    /// What was said, in order. Turns never overlap.
    pub turns: Vec<Turn>,
}

impl Interview {
    /// Returns the mark that a byte of `text` stands under.
    pub fn mark(&self, byte: usize) -> Option<LineMark> {
        let after = self.marks.partition_point(|mark| mark.start <= byte);
        after.checked_sub(1).map(|index| self.marks[index])
    }

    /// Returns what the participant rated, where the notes say it (`nps: 6`).
    pub fn own_rating(&self, scale: &Scale) -> Option<Rating> {
        let said = ["nps", "score", "rating"]
            .into_iter()
            .find_map(|name| self.attributes.get(name))?;
        let value = said.split(['/', ' ']).next()?;
        scale.rating(value.parse().ok()?)
    }
}

/// Says that `text` from `start` on stands at this line of the original file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineMark {
    /// The first byte in [`Interview::text`] the mark is about.
    pub start: usize,
    /// The line in the original file (its paragraph, for docx), from 1.
    pub line: u32,
    /// Seconds from the beginning of the recording, or of the day, where the
    /// file says.
    pub seconds: Option<u32>,
}

/// What one speaker said until another spoke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// The name as written in the file; `None` in notes without speakers.
    pub speaker: Option<String>,
    /// The part the speaker plays.
    pub role: SpeakerRole,
    /// The words, without the speaker's name.
    pub span: Span,
}

/// The part somebody plays in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerRole {
    /// The customer: what they say makes themes.
    Participant,
    /// Whoever asks: kept out of themes unless wanted.
    Interviewer,
    /// Notes on what was said, by whoever wrote them down: they make themes.
    Notes,
    /// Headings and questions of a guide: kept out of themes.
    Heading,
}

impl SpeakerRole {
    /// Returns whether words in this role can make a theme.
    pub fn voices(self) -> bool {
        matches!(self, Self::Participant | Self::Notes)
    }

    /// Returns the name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Interviewer => "interviewer",
            Self::Notes => "notes",
            Self::Heading => "heading",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_stands_under_the_last_mark_before_it() {
        let mark = |start, line| LineMark {
            start,
            line,
            seconds: None,
        };
        let interview = Interview {
            marks: vec![mark(0, 1), mark(10, 4)],
            ..Interview::default()
        };
        assert_eq!(interview.mark(9).map(|mark| mark.line), Some(1));
        assert_eq!(interview.mark(10).map(|mark| mark.line), Some(4));
    }
}
