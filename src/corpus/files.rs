//! The files of a corpus: their kind, how each was read, and what they are
//! called: by name, with folders only where these tell namesakes apart.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;

use crate::feedback::Scale;
use crate::ingest::{ColumnPart, ColumnRole, Content, Survey};

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
    People,
}

impl FileKind {
    /// Returns the kind's name, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Interview => "interview",
            Self::Accounts => "accounts",
            Self::People => "people",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        match name {
            "interview" => Self::Interview,
            "accounts" => Self::Accounts,
            "people" => Self::People,
            _ => Self::Survey,
        }
    }
}

/// How a survey was read: `Qualtrics, UTF-8, comment: Q2, score: Q1`.
fn read_as(survey: &Survey) -> String {
    let mut parts = vec![survey.form.name().to_owned(), survey.encoding.to_owned()];
    let is_usual = survey.scale == Scale::default();
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

/// Returns what kind of file this is, and how it was read.
pub(super) fn kind_and_note(content: &Content) -> (FileKind, String) {
    match content {
        Content::Survey(survey) => (FileKind::Survey, read_as(survey)),
        Content::Interview(_) => (FileKind::Interview, String::new()),
        Content::Accounts(table) if !table.people.is_empty() => (FileKind::People, String::new()),
        Content::Accounts(_) => (FileKind::Accounts, String::new()),
    }
}

/// Returns a file's name without its folder.
pub fn bare_name(source: &str) -> &str {
    source.rsplit('/').next().unwrap_or(source)
}

/// Returns what each file is called, given where it is.
///
/// `a/2024/survey.csv`, `a/2025/survey.csv` and `a/2025/notes.md` give
/// `2024/survey.csv`, `2025/survey.csv` and `notes.md`.
pub fn display_names(paths: &[PathBuf]) -> Vec<String> {
    let steps: Vec<Vec<String>> = paths.iter().map(|path| steps(path)).collect();
    let mut namesakes: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, steps) in steps.iter().enumerate() {
        let name = steps.last().map_or("", String::as_str);
        namesakes.entry(name).or_default().push(index);
    }
    let mut names = vec![String::new(); paths.len()];
    for files in namesakes.into_values() {
        let deepest = files.iter().map(|&file| steps[file].len()).max();
        for depth in 1..=deepest.unwrap_or(1) {
            for &file in &files {
                let steps = &steps[file];
                names[file] = steps[steps.len().saturating_sub(depth)..].join("/");
            }
            let mut given: Vec<&str> = files.iter().map(|&file| names[file].as_str()).collect();
            given.sort_unstable();
            given.dedup();
            if given.len() == files.len() {
                break;
            }
        }
    }
    names
}

fn steps(path: &Path) -> Vec<String> {
    let named = path.components().filter_map(|step| match step {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    named.collect()
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

    fn names<const N: usize>(paths: [&str; N]) -> Vec<String> {
        display_names(&paths.map(PathBuf::from))
    }

    #[test]
    fn a_name_of_its_own_needs_no_folder() {
        assert_eq!(names(["/a/x.csv", "/b/y.csv"]), ["x.csv", "y.csv"]);
    }

    #[test]
    fn namesakes_get_as_many_folders_as_tell_them_apart() {
        assert_eq!(
            names(["/a/2024/x.csv", "/a/2025/x.csv", "/a/2025/y.csv"]),
            ["2024/x.csv", "2025/x.csv", "y.csv"]
        );
        assert_eq!(
            names(["/a/q/x.csv", "/b/q/x.csv"]),
            ["a/q/x.csv", "b/q/x.csv"]
        );
    }

    #[test]
    fn a_file_above_its_namesake_keeps_its_name() {
        assert_eq!(names(["x.csv", "a/x.csv"]), ["x.csv", "a/x.csv"]);
    }

    #[test]
    fn the_same_path_twice_is_called_the_same() {
        assert_eq!(names(["a/x.csv", "a/x.csv"]), ["a/x.csv", "a/x.csv"]);
    }
}
