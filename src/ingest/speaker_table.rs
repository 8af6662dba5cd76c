//! A table of what was said, a row a turn, as transcribing services export it.

use std::ops::ControlFlow;

use crate::feedback::Interview;

use super::aliases::has;
use super::columns::Doubt;
use super::error::Error;
use super::facts::ConversationFacts;
use super::names::ColumnName;
use super::stamps;
use super::subtitles::{self, Cue};
use super::table::CellTable;

/// Where the parts of a turn stand in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpeakerColumns {
    header: Option<u32>,
    speaker: Option<usize>,
    words: usize,
    start: Option<usize>,
}

const SPEAKER: &str = "speaker, speaker name, speakers, sprecher, sprecherin, interlocuteur";
const WORDS: &str =
    "text, transcript, transcription, words, content, utterance, sentence, message, said";
const START: &str =
    "start, start time, start timecode, time, timestamp, timecode, begin, begin time, in, from";

const END: &str = "end, end time, end timecode, to, out, stop";

/// Finds the columns of a talk; `None` where nobody is said to speak, unless
/// each row says when it begins and ends, as Whisper writes it.
pub(super) fn columns(table: &CellTable) -> Option<SpeakerColumns> {
    let (header, names): (Option<u32>, Vec<ColumnName>) = if let Some(names) = &table.names {
        let names = names.iter().map(|name| ColumnName::new(name));
        (None, names.collect())
    } else {
        let (row, names) = table.first(1).into_iter().next()?;
        (Some(row), names.iter().map(ColumnName::new).collect())
    };
    let place = |list: &'static str| names.iter().position(|name| has(list, name.words()));
    let speaker = place(SPEAKER);
    let is_timed = place(START).is_some() && place(END).is_some();
    let is_talk = is_timed && (names.len() <= MOST_TIMED || place(WHISPER).is_some());
    if speaker.is_none() && !is_talk {
        return None;
    }
    Some(SpeakerColumns {
        header,
        speaker,
        words: place(WORDS)?,
        start: place(START),
    })
}

/// A column that only Whisper writes.
const WHISPER: &str = "seek, avg logprob, no speech prob";

/// Columns of a table that only says when what was said; more tell of people.
const MOST_TIMED: usize = 4;

/// Reads the turns of a table.
pub(super) fn read(
    file: &str,
    table: &CellTable,
    columns: SpeakerColumns,
) -> Result<(Interview, Vec<Doubt>), Error> {
    let mut cues = Vec::new();
    table.walk(|row, record| {
        let cell = |place: usize| record.get(place).unwrap_or("").trim();
        let is_said = columns.header.is_none_or(|header| row > header);
        if is_said && !cell(columns.words).is_empty() {
            let speaker = columns.speaker.map(cell).filter(|name| !name.is_empty());
            cues.push(Cue {
                line: row,
                seconds: columns.start.and_then(|place| seconds(cell(place))),
                certain: speaker.is_some(),
                speaker: speaker.map(str::to_owned),
                words: cell(columns.words).to_owned(),
            });
        }
        ControlFlow::Continue(())
    });
    subtitles::conversation(file, cues, ConversationFacts::default())
}

/// Reads `00:12:03` or `723.5` as whole seconds.
fn seconds(cell: &str) -> Option<u32> {
    let number = || {
        let number: f64 = cell.parse().ok()?;
        (0.0..1e6).contains(&number).then_some(number as u32)
    };
    stamps::alone(cell).or_else(number)
}
