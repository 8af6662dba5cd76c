//! What can keep a file from being read at all.
//!
//! A single bad row is no error: it becomes a [`super::Skip`].

use std::io;

use super::role::ColumnRole;
use crate::text::choices;

/// Why a file, or what was said about it, cannot be used.
///
/// `file` is the path as it was given where it is not there, else the file's
/// name; `wanted` is what the user named, `known` what there is to name.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("there is no file `{file}`")]
    Missing { file: String },
    /// The path is a folder.
    #[error("`{file}` is a folder, not a file")]
    Folder { file: String },
    /// The path is a pipe, a device or a socket.
    #[error("`{file}` is a pipe or a device, not a file")]
    NoRegularFile { file: String },
    /// The system refused.
    #[error("`{file}` cannot be read")]
    Unreadable { file: String, source: io::Error },
    /// Nothing in it.
    #[error("`{file}` is empty")]
    Empty { file: String },
    /// Bytes that are no text.
    #[error("`{file}` is not text: byte {at} cannot occur in a text")]
    Binary {
        file: String,
        /// Where the first such byte is, from 1.
        at: usize,
    },
    /// An ending we do not know.
    #[error("`{file}` is not in a format that motif reads")]
    UnknownForm { file: String },
    /// A PDF, and no reader for it.
    #[error("`{file}` is a PDF, which this motif was built without")]
    Pdf { file: String },
    /// A PDF of pictures.
    #[error("`{file}` has no text: its pages are scanned pictures")]
    Scanned { file: String },
    /// A workbook of an older or other make.
    #[error("`{file}` is a kind of workbook that motif does not read")]
    OtherWorkbook { file: String },
    /// A workbook or document that does not open.
    #[error("`{file}` is damaged: {problem}")]
    Damaged { file: String, problem: String },
    /// Reading it would take more memory than it is worth.
    #[error("`{file}` is too large: {problem}")]
    TooLarge { file: String, problem: String },
    /// Nobody can read it without its password.
    #[error("`{file}` is encrypted with a password")]
    Encrypted { file: String },
    /// `--sheet` names a sheet that is not there.
    #[error("no sheet named `{wanted}` in `{file}`")]
    NoSheet {
        file: String,
        wanted: String,
        known: Vec<String>,
    },
    /// A header and nothing under it.
    #[error("`{file}` has a header but no rows")]
    HeaderOnly { file: String },
    /// No column looks like comments.
    #[error("no column of `{file}` looks like comments")]
    NoText { file: String, known: Vec<String> },
    /// `--map` names a column that is not there.
    #[error("no column named `{wanted}` in `{file}`")]
    NoColumn {
        file: String,
        role: ColumnRole,
        wanted: String,
        known: Vec<String>,
    },
    /// The scores are on another scale, of which nothing was said.
    #[error("column `{column}` of `{file}` is not a 0–10 rating: {found}")]
    NotNps {
        file: String,
        column: String,
        found: String,
        /// The scales they may be on, the likeliest first.
        suggested: Vec<String>,
    },
    /// The scores are on another scale than was said.
    #[error("column `{column}` of `{file}` is not on the scale `{scale}`: {found}")]
    OffScale {
        file: String,
        column: String,
        scale: String,
        found: String,
    },
    /// Scores or comments are formulas without results.
    #[error(
        "column `{column}` of `{file}` has formulas whose results were never saved: {} from row {row} on",
        counted(*cells, "cell")
    )]
    Uncomputed {
        file: String,
        column: String,
        /// What the column is read as.
        role: ColumnRole,
        cells: usize,
        /// The first row of them.
        row: u32,
    },
    /// A row for each answer, and nothing that says whose it is.
    #[error(
        "`{file}` has a row for each answer, and no column says which answers are from the same person: `{question}` has the questions, `{answer}` the answers"
    )]
    OneRowPerAnswer {
        file: String,
        question: String,
        answer: String,
        known: Vec<String>,
    },
    /// All rows belong to other kinds of survey.
    #[error("`{file}` has no {wanted}: column `{column}` says {found}")]
    OtherSurveys {
        file: String,
        wanted: &'static str,
        column: String,
        found: String,
    },
    /// A table of customers or people in which no column names them.
    #[error("no column of `{file}` names {wanted}")]
    NoKey {
        file: String,
        wanted: &'static str,
        role: ColumnRole,
        known: Vec<String>,
    },
    /// Not one row could be used.
    #[error("none of the {rows} rows of `{file}` can be used (first: row {row}, {reason})")]
    NothingUsable {
        file: String,
        rows: usize,
        row: u32,
        reason: String,
    },
    /// Notes or a transcript in which nobody says anything.
    #[error("nobody says anything in `{file}`")]
    Silent { file: String },
    /// `--map` is not a list of `role=column`.
    #[error("`{found}` is not of the form `role=column`")]
    MapForm { found: String },
    /// `--map` names two columns for a role that one plays.
    #[error("`{}` was given two columns", role.name())]
    MapTwice { role: ColumnRole },
    /// `--map` speaks of a role that there is not.
    #[error("`{found}` is not a role of a column")]
    UnknownRole { found: String },
    /// `--dates` is neither `dmy` nor `mdy`.
    #[error("`{found}` is not an order of day and month")]
    UnknownDateOrder { found: String },
    /// `--encoding` is no encoding we know.
    #[error("`{found}` is not the name of a text encoding")]
    UnknownEncoding { found: String },
}

impl Error {
    /// Makes the error of a file that does not open.
    pub(super) fn damaged<P: ToString>(file: &str) -> impl Fn(P) -> Self {
        move |problem| Self::Damaged {
            file: file.to_owned(),
            problem: problem.to_string(),
        }
    }

    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Missing { .. } => "check the spelling of the path".into(),
            Self::Folder { file } => format!(
                "name the files in it, such as `{}/*.csv`",
                file.trim_end_matches('/')
            ),
            Self::NoRegularFile { .. } => "save its output to a file first, with a name that shows the format, such as `answers.csv`".into(),
            Self::Unreadable { .. } => "check that you are allowed to read the file".into(),
            Self::Empty { .. } => "export the answers again, and look at the file before adding it".into(),
            Self::Binary { .. } => "save it as CSV in UTF-8, as XLSX, or (notes) as docx, md or txt".into(),
            Self::UnknownForm { .. } => format!("{KNOWN_FORMS}; rename the file if it is one of these"),
            Self::Pdf { .. } => "use the docx or text it was made from, or build motif with `--features pdf`".into(),
            Self::Scanned { .. } => "run text recognition (OCR) first, and save the result as docx or txt".into(),
            Self::OtherWorkbook { .. } => "save it as XLSX or CSV first".into(),
            Self::TooLarge { .. } => "leave out what is no answer, or cut the file in parts".into(),
            Self::Encrypted { .. } => {
                "open it in the program it came from and save a copy without a password".into()
            }
            Self::Damaged { .. } => "open it in the program it came from and save it again".into(),
            Self::NoSheet { known, .. } => choices("sheet", known.len(), &listed(known)),
            Self::HeaderOnly { .. } => "export it again with the answers".into(),
            Self::NoText { known, .. } => format!(
                "{}; choose one with `--map comment=COLUMN`, or read the scores alone with `--map comment=-`",
                choices("column", known.len(), &listed(known))
            ),
            Self::NoColumn { role, known, .. } => format!(
                "{}; choose one with `--map {role}=COLUMN`, or none with `--map {role}=-`",
                choices("column", known.len(), &listed(known)),
                role = role.name()
            ),
            Self::NotNps { suggested, .. } => format!(
                "say what scale it is, {}; or read the comments alone with `--map score=-`, or name the 0–10 column with `--map score=COLUMN`",
                perhaps(suggested)
            ),
            Self::OffScale { .. } => "name the right column with `--map score=COLUMN`, or read the comments alone with `--map score=-`".into(),
            Self::Uncomputed { role, .. } => format!(
                "open the workbook in Excel or LibreOffice, which computes them, and save it; or read it without them with `--map {}=-`",
                role.name()
            ),
            Self::OneRowPerAnswer { answer, known, .. } => format!(
                "the columns are {}; name the one that says who answered with `--map respondent=COLUMN`, export the file with a row for each person, or read each answer as a comment with `--map {},score=-`",
                listed(known),
                shell_words::quote(&format!("comment={answer}"))
            ),
            Self::OtherSurveys { .. } => "read every row's comment without a score with `--map kind=-,score=-`".into(),
            Self::NoKey { role, known, .. } => format!(
                "{}; choose one with `--map {}=COLUMN`",
                choices("column", known.len(), &listed(known)),
                role.name()
            ),
            Self::NothingUsable { .. } => "if the wrong column was taken, choose with `--map`, such as `--map score=-,comment=COLUMN`".into(),
            Self::Silent { .. } => "write what was said as paragraphs, or as `Name: words`".into(),
            Self::MapForm { .. } => "write it as `--map comment=text,score=-` (`-`: there is none)".into(),
            Self::MapTwice { .. } => "give one; only `comment` can have several, one for each open question".into(),
            Self::UnknownRole { .. } => format!("the roles are {}", listed(ColumnRole::ALL.map(ColumnRole::name))),
            Self::UnknownEncoding { .. } => "the usual ones are `utf-8`, `windows-1252`, `iso-8859-15`, `macintosh`, `utf-16le` and `shift_jis`".into(),
            Self::UnknownDateOrder { .. } => "write `--dates dmy` for 31/12/2025 or `--dates mdy` for 12/31/2025".into(),
        };
        Some(hint)
    }
}

/// Returns scales to choose from: `perhaps `--scale 5-1` (1 is best) or …`.
fn perhaps(scales: &[String]) -> String {
    let option = |scale: &String| match scale.split_once('-').filter(|_| scales.len() > 1) {
        Some((_, best)) if !best.contains(' ') => format!("`--scale {scale}` ({best} is best)"),
        _ => format!("`--scale {scale}`"),
    };
    let options: Vec<String> = scales.iter().map(option).collect();
    match options.split_last() {
        None => "as in `--scale 1-5`".into(),
        Some((last, [])) => format!("perhaps {last}"),
        Some((last, rest)) => format!("perhaps {} or {last}", rest.join(", ")),
    }
}

const KNOWN_FORMS: &str = "surveys are read from csv, tsv, xlsx, json and jsonl, notes from md, txt, docx, odt, rtf, vtt and srt";

/// Returns names in backticks, as in "`a`, `b` and `c`"; a long list is cut.
pub(super) fn listed<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    const SHOWN: usize = 24;
    let names: Vec<String> = names
        .into_iter()
        .map(|name| format!("`{}`", shortened(name.as_ref())))
        .collect();
    if names.len() > SHOWN {
        let more = names.len() - SHOWN;
        return format!("{} and {more} more", names[..SHOWN].join(", "));
    }
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "none".into(),
    }
}

/// Returns a name or value short enough to stand in a message.
pub(super) fn shortened(words: &str) -> String {
    const LENGTH: usize = 60;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

/// Returns a number with a noun and verb that agree with it, as in `1 date was`.
pub(super) fn verb(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// Returns a number and its noun, as in `1 row`, `1,204 rows`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(count))
}

/// Returns a number with a comma after every three digits.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_get_commas_and_plurals() {
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(603_000, "row"), "603,000 rows");
        assert_eq!(counted(0, "row"), "0 rows");
    }

    #[test]
    fn a_list_ends_in_and() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
