//! Projects of tools for qualitative analysis: `motif export refi` and
//! `motif import refi`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::aside::note;
use super::failure::{Failure, warn};
use super::output::{Output, count};
use super::sources::{self, SourceArgs};
use super::theme::signature;
use crate::exchange::refi::{self, Guid, Handed, Joined, Note, Project};
use crate::ingest;
use crate::study::{Analysis, Signature, Study};
use crate::themes::{Request, ThemeId};

#[derive(Debug, Args)]
pub(super) struct RefiExport {
    /// Only the codes, as a codebook (`.qdc`)
    #[arg(long)]
    codebook: bool,

    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    #[command(flatten)]
    given: SourceArgs,
}

impl RefiExport {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(dir)?;
        let project = refi::project(&analysis);
        if self.codebook {
            output.bytes(refi::codebook(&project).as_bytes(), &self.output)?;
        } else {
            output.bytes(&refi::qdpx(&project)?, &self.output)?;
        }
        note(&told(&project, self.codebook));
        Ok(())
    }
}

fn told(project: &Project, is_codebook: bool) -> String {
    let codes = count(project.codes.len(), "code", "codes");
    if is_codebook {
        return codes;
    }
    let selections = project.sources.iter().flat_map(|source| &source.selections);
    let codings = selections.map(|selection| selection.codings.len()).sum();
    format!(
        "{codes}, {}, {}, {}",
        count(project.sources.len(), "text", "texts"),
        count(codings, "coding", "codings"),
        count(project.cases.len(), "case", "cases")
    )
}

#[derive(Debug, Args)]
pub(super) struct RefiImport {
    /// The project (`.qdpx`, or a Taguette SQLite export) or codebook (`.qdc`)
    file: PathBuf,

    /// Your name, for the log, where the file names nobody; by default the one you are logged in with
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Skip texts that the study does not have
    #[arg(long)]
    no_texts: bool,
}

impl RefiImport {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let project = project(&self.file)?;
        let mut study = sources::study(dir)?;
        let mut joined = refi::joined(&project, &study.corpus()?);
        if !self.no_texts && !joined.unmatched.sources.is_empty() {
            let added = add(&project, &joined.unmatched.sources, &mut study)?;
            output.line(format!(
                "added {} that the study did not have",
                count(added, "text", "texts")
            ))?;
            joined = refi::joined(&project, &study.corpus()?);
        }
        let analysis = sources::study_analysis(dir)?;
        let by = signature(self.by.as_deref());
        let themes = themes(&joined, &analysis, &mut study, &by)?;
        let made = themes.1;
        let coded = code(&joined, &themes.0, &analysis, &by);
        let passages = coded.iter().map(|(request, _)| match request {
            Request::Code { passages, .. } => passages.len(),
            _ => 0,
        });
        let passages: usize = passages.sum();
        let noted = noted(&joined.noted, &analysis, &by);
        study.decide_all(&coded)?;
        study.decide_all(&noted)?;
        if made + passages + noted.len() == 0 {
            note("the study already has all of it");
        } else {
            output.line(format!(
                "{} created, {} coded, {} noted",
                count(made, "theme", "themes"),
                count(passages, "passage", "passages"),
                count(noted.len(), "passage", "passages")
            ))?;
        }
        left_out(&joined);
        Ok(())
    }
}

/// Reads a project or codebook of another tool.
pub(super) fn project(path: &Path) -> Result<Project, Failure> {
    let bytes = Failure::read(path)?;
    if refi::is_database(&bytes) {
        return Ok(refi::taguette(path)?);
    }
    Ok(refi::read(&bytes, &path.to_string_lossy())?)
}

/// Adds texts as interviews, under names that no file of the study has.
fn add(project: &Project, which: &[usize], study: &mut Study) -> Result<usize, Failure> {
    let folder = tempfile::tempdir()?;
    let mut taken: Vec<String> = study
        .corpus()?
        .files
        .into_iter()
        .map(|file| file.name.to_lowercase())
        .collect();
    let mut added = 0;
    for &at in which {
        let source = &project.sources[at];
        if source.text.trim().is_empty() {
            continue;
        }
        let name = file_name(&source.name, &mut taken);
        let path = folder.path().join(&name);
        std::fs::write(&path, &source.text).map_err(Failure::writing(&path))?;
        let intake = match ingest::read(&path, &ingest::ReadOptions::default()) {
            Ok(intake) => intake,
            // A title alone is no reason to refuse all others.
            Err(ingest::Error::Silent { .. } | ingest::Error::Empty { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        // It lies nowhere: the study has it from the project.
        study.add(&intake, Path::new(""))?;
        added += 1;
    }
    Ok(added)
}

fn file_name(name: &str, taken: &mut Vec<String>) -> String {
    let name = name.replace(['/', '\\', ':', '\0'], "_");
    let name = name.trim();
    let lower = name.to_lowercase();
    let known = [".txt", ".md", ".vtt", ".srt"];
    let kept = known.iter().find(|ending| lower.ends_with(*ending));
    let stem = kept.map_or(name, |ending| &name[..name.len() - ending.len()]);
    let stem = if stem.is_empty() { "text" } else { stem };
    // The text is read as it is, whatever it was made from.
    let mut whole = format!("{stem}.md");
    let mut more = 2;
    while taken.contains(&whole.to_lowercase()) {
        whole = format!("{stem} ({more}).md");
        more += 1;
    }
    taken.push(whole.to_lowercase());
    whole
}

/// Returns the theme of each code, made where there is none, and how many were.
fn themes(
    joined: &Joined,
    analysis: &Analysis,
    study: &mut Study,
    by: &Signature,
) -> Result<(Vec<u32>, usize), Failure> {
    let used = |code: usize| joined.coded.iter().any(|handed| handed.code == code);
    let known: Vec<Option<u32>> = joined
        .codes
        .iter()
        .map(|(name, guids)| theme_of(name, guids, analysis))
        .collect();
    // A codebook brings all its codes; of a project, motif's own that nobody
    // else used stay away.
    let wanted = |code: usize| joined.codings == joined.mined || used(code) || joined.mined == 0;
    let missing: Vec<usize> = (0..known.len())
        .filter(|&code| known[code].is_none() && wanted(code))
        .collect();
    let create = |&code: &usize| {
        let name = joined.codes[code].0.clone();
        (
            Request::Create {
                name,
                passages: Vec::new(),
            },
            by.clone(),
        )
    };
    let requests: Vec<(Request, Signature)> = missing.iter().map(create).collect();
    let made = study.decide_all(&requests)?;
    let mut themes: Vec<u32> = known
        .iter()
        .map(|theme| theme.unwrap_or_default())
        .collect();
    for (&code, entry) in missing.iter().zip(&made) {
        themes[code] = entry.made[0];
    }
    Ok((themes, made.len()))
}

/// Returns the theme that a code is: the one motif wrote it from, else the one
/// of its name.
fn theme_of(name: &str, guids: &[Guid], analysis: &Analysis) -> Option<u32> {
    let themes: Vec<(u32, &str)> = analysis
        .findings
        .iter()
        .filter_map(|finding| match finding.theme.id {
            ThemeId::Theme(number) => Some((number, finding.theme.name.as_str())),
            ThemeId::Broad(_) | ThemeId::Part(..) => None,
        })
        .chain(
            analysis
                .codebook
                .created()
                .into_iter()
                .map(|theme| (theme, analysis.codebook.name(theme).unwrap_or_default())),
        )
        .collect();
    let title = analysis.settings.name();
    let own = |(number, _): &&(u32, &str)| guids.contains(&refi::code_guid(title, *number));
    let same = |(_, known): &&(u32, &str)| known.to_lowercase() == name.to_lowercase();
    let found = themes.iter().find(own).or_else(|| themes.iter().find(same));
    found.map(|(number, _)| *number)
}

/// Returns what must be decided for passages to have their codes; those that
/// have them already are left out.
fn code(
    joined: &Joined,
    themes: &[u32],
    analysis: &Analysis,
    by: &Signature,
) -> Vec<(Request, Signature)> {
    let coded = analysis.codebook.coded();
    let request = |handed: &Handed| {
        let theme = themes[handed.code];
        let mut passages = handed.passages.clone();
        passages.retain(|passage| {
            let known = coded.iter().filter(|known| known.theme == theme);
            let mut known = known.filter(|known| known.who == handed.who);
            !known.any(|known| known.passage == *passage)
        });
        let request = Request::Code { theme, passages };
        (request, signed(&handed.who, handed.at.as_deref(), by))
    };
    let requests = joined.coded.iter().map(request);
    requests
        .filter(|(request, _)| !matches!(request, Request::Code { passages, .. } if passages.is_empty()))
        .collect()
}

fn noted(notes: &[Note], analysis: &Analysis, by: &Signature) -> Vec<(Request, Signature)> {
    let marked = analysis.codebook.notes();
    let is_new = |note: &&Note| {
        let mut known = marked.iter().filter(|mark| mark.passage == note.passage);
        !known.any(|mark| mark.memo == note.memo && mark.important == note.important)
    };
    let request = |note: &Note| {
        let request = Request::Mark {
            passage: note.passage.clone(),
            important: note.important.then_some(true),
            memo: note.memo.clone(),
        };
        (request, signed(&note.who, note.at.as_deref(), by))
    };
    notes.iter().filter(is_new).map(request).collect()
}

fn signed(who: &str, at: Option<&str>, by: &Signature) -> Signature {
    let at = at.and_then(|at| at.parse::<jiff::Timestamp>().ok());
    let at = at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    Signature {
        at: at.unwrap_or_else(|| by.at.clone()),
        who: who.to_owned(),
    }
}

/// Says what did not come in.
fn left_out(joined: &Joined) {
    let unmatched = &joined.unmatched;
    if joined.mined > 0 {
        note(&format!(
            "left out: {} of motif's own",
            count(joined.mined, "coding", "codings")
        ));
    }
    for (number, one, many, why) in [
        (unmatched.sources.len(), "text", "texts", "not in the study"),
        (
            unmatched.selections,
            "selection",
            "selections",
            "outside the text",
        ),
        (
            unmatched.codings,
            "coding",
            "codings",
            "with a code that is not in the codebook",
        ),
    ] {
        if number > 0 {
            warn(&format!("left out: {}: {why}", count(number, one, many)));
        }
    }
}
