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
    header: u32,
    speaker: usize,
    words: usize,
    start: Option<usize>,
}

const SPEAKER: &str = "speaker, speaker name, speakers, sprecher, sprecherin, interlocuteur";
const WORDS: &str =
    "text, transcript, transcription, words, content, utterance, sentence, message, said";
const START: &str =
    "start, start time, start timecode, time, timestamp, timecode, begin, begin time, in, from";

/// Finds the columns of a talk; `None` where nobody is said to speak.
pub(super) fn columns(table: &CellTable) -> Option<SpeakerColumns> {
    let (row, names) = table.first(1).into_iter().next()?;
    let names: Vec<ColumnName> = names.iter().map(ColumnName::new).collect();
    let place = |list: &str| names.iter().position(|name| has(list, name.words()));
    Some(SpeakerColumns {
        header: row,
        speaker: place(SPEAKER)?,
        words: place(WORDS)?,
        start: place(START),
    })
}

/// Reads the turns of a table.
pub(super) fn read(
    file: &str,
    table: &CellTable,
    columns: SpeakerColumns,
) -> Result<(Interview, Vec<Doubt>), Error> {
    let mut cues = Vec::new();
    table.walk(|row, record| {
        let cell = |place: usize| record.get(place).unwrap_or("").trim();
        if row > columns.header && !cell(columns.words).is_empty() {
            let speaker = Some(cell(columns.speaker)).filter(|name| !name.is_empty());
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
