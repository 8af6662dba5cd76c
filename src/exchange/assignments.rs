//! Which theme each response and each passage belongs to, as tables.

use rayon::prelude::*;
use serde::Serialize;

use crate::feedback::Place;
use crate::study::{Analysis, LabelledTheme, Voiced, id_list};
use crate::text;
use crate::themes::ThemeId;

/// One response and its main theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseRow {
    /// The file.
    pub source: String,
    /// The row's own id, else its row number.
    pub record: String,
    /// Its main theme; empty: unthemed; 0: nothing said, such as "n/a".
    pub theme_id: String,
    /// Its name.
    pub theme: String,
    /// How near the response is to the theme's middle, up to 1.
    pub strength: Option<f32>,
    /// Every theme in the comment that nobody hid, `|` between.
    pub all_themes: String,
}

/// One passage and its theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PassageRow {
    /// The file.
    pub source: String,
    /// The row's own id, else its row number; empty for interviews.
    pub record: String,
    /// The first character within the comment, or the interview's text.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The theme; empty: unthemed.
    pub theme_id: String,
    /// Its name.
    pub theme: String,
    /// How near the passage is to the theme's middle, up to 1.
    pub strength: Option<f32>,
    /// Who speaks, in interviews.
    pub speaker: String,
    /// The words, contact details masked.
    pub text: String,
}

/// Returns one row a response with a comment, by file and record.
pub fn responses(analysis: &Analysis) -> Vec<ResponseRow> {
    let by_response = analysis.by_response();
    let main = analysis.main_themes(&by_response);
    let responses = analysis.corpus.responses.par_iter().enumerate();
    responses
        .filter(|(_, response)| response.has_words())
        .map(|(index, response)| {
            let passages = &by_response[index];
            let main = main[index];
            let mut all: Vec<ThemeId> = passages
                .iter()
                .flat_map(|&passage| analysis.themes_of(passage))
                .map(|finding| &analysis.findings[finding].theme)
                .filter(|theme| !theme.standing.parked)
                .map(|theme| theme.id)
                .collect();
            all.sort_unstable();
            all.dedup();
            let is_blank = || {
                let mut passages = passages.iter();
                passages.all(|&passage| analysis.voiced_by(passage) == Voiced::Blank)
            };
            let label = match main {
                Some((finding, strength)) => {
                    LabelledTheme::Theme(analysis.findings[finding].theme.id, strength)
                }
                None if is_blank() => LabelledTheme::NothingSaid,
                None => LabelledTheme::Unthemed,
            };
            let named = main.map(|(finding, _)| analysis.findings[finding].theme.name.as_str());
            ResponseRow {
                source: response.source.to_string(),
                record: response.record(),
                theme_id: label.id(),
                theme: label.name(|_| named.unwrap_or_default()).to_owned(),
                strength: label.strength(),
                all_themes: id_list(&all),
            }
        })
        .collect()
}

/// Returns one row a passage, in the order they stand.
pub fn passages(analysis: &Analysis) -> Vec<PassageRow> {
    (0..analysis.passages.all.len())
        .map(|passage| row(analysis, passage))
        .collect()
}

fn row(analysis: &Analysis, index: usize) -> PassageRow {
    let corpus = &analysis.corpus;
    let place = analysis.passages.all[index].place;
    let (source, record, speaker, whole) = match place {
        Place::Comment { response, .. } => {
            let response = &corpus.responses[response];
            let comment = response.comment.as_deref().unwrap_or_default();
            (
                response.source.as_str(),
                response.record(),
                String::new(),
                comment,
            )
        }
        Place::Turn {
            interview, turn, ..
        } => {
            let interview = &corpus.interviews[interview];
            let speaker = interview.turns[turn].speaker.clone().unwrap_or_default();
            (
                interview.source.as_str(),
                String::new(),
                speaker,
                interview.text.as_str(),
            )
        }
    };
    let (start, end) = place.span().in_characters(whole);
    let (theme, strength) = match analysis.voiced_by(index) {
        Voiced::Theme {
            finding, strength, ..
        } => (Some(&analysis.findings[finding].theme), Some(strength)),
        Voiced::Unthemed | Voiced::Blank => (None, None),
    };
    PassageRow {
        source: source.to_owned(),
        record,
        start,
        end,
        theme_id: theme.map(|theme| theme.id.to_string()).unwrap_or_default(),
        theme: theme.map(|theme| theme.name.clone()).unwrap_or_default(),
        strength,
        speaker,
        text: text::masked(place.span().slice(whole)),
    }
}

/// Writes rows as CSV. A cell that a spreadsheet would take for a formula
/// gets an apostrophe before it.
pub fn csv<R: Serialize>(rows: &[R]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("rows of plain cells are CSV");
    }
    let bytes = writer.into_inner().expect("memory takes every byte");
    let text = String::from_utf8(bytes).expect("cells are UTF-8");
    without_formulas(text)
}

/// Re-reads what was written, so that quoting stays the writer's business;
/// mostly a glance shows that no cell begins like a formula.
fn without_formulas(text: String) -> String {
    let begins = |pair: &[u8]| b",\n\"".contains(&pair[0]) && b"=+@-\t\r".contains(&pair[1]);
    if !text.as_bytes().windows(2).any(begins) && !text.starts_with(['=', '+', '@', '-', '\t']) {
        return text;
    }
    let risky = |cell: &str| {
        cell.starts_with(['=', '+', '@', '\t', '\r'])
            || (cell.starts_with('-') && cell.parse::<f64>().is_err())
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in reader.records().flatten() {
        let cells = record.iter().map(|cell| {
            if risky(cell) {
                format!("'{cell}")
            } else {
                cell.to_owned()
            }
        });
        writer.write_record(cells).expect("memory takes every byte");
    }
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("cells are UTF-8")
}
