//! Where a command's corpus comes from: files named, or the study one stands in.

use std::path::{Path, PathBuf};

use clap::Args;

use super::aside::note;
use super::failure::{Failure, warn, warn_of};
use super::output::{count, counting, working};
use crate::cluster::Method;
use crate::corpus::{self, Corpus};
use crate::feedback::{Scale, scale};
use crate::ingest::{
    Content, DateOrder, Doubt, Intake, Mapping, ReadOptions, TableSubject, TextEncoding,
};
use crate::report::theme_changes;
use crate::study::{self, Analysis, FolderFiles, Past, Settings, Study};
use crate::vectorize;

/// How files are read.
#[derive(Debug, Default, Args)]
pub(super) struct ReadingArgs {
    /// What columns mean: `comment=text,score=-` (`-`: there is none)
    #[arg(long, value_name = "ROLE=COLUMN,…")]
    map: Vec<Mapping>,

    /// The wave of the answers [default: their wave column, or the file's name]
    #[arg(long, value_name = "NAME")]
    wave: Option<String>,

    /// How to read `04/05/2025`: `dmy` or `mdy`
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateOrder>,

    /// The sheet of a workbook to read
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// The scale of the ratings: `0-10` (the default), `1-5`, `5-1` (5 is worst), `1-10`, `yes/no`, `fft`;
    /// its groups can be named, as in `1-5: 4-5 happy, 3 so-so, 1-2 unhappy`
    #[arg(long, value_name = "SCALE", value_parser = scale_of)]
    scale: Option<Scale>,

    /// Values in the score column that mean no answer, such as `6,7` or `-1,99`
    #[arg(long, value_name = "CELL,…", value_delimiter = ',', allow_hyphen_values = true, value_parser = cell_of)]
    no_answer: Vec<String>,

    /// What text files are written in, such as `windows-1252` or `macintosh` [default: what they show]
    #[arg(long, value_name = "NAME")]
    encoding: Option<TextEncoding>,
}

/// Reads a cell; `-1` is one, and an option that follows is not.
fn cell_of(text: &str) -> Result<String, String> {
    let is_option = text
        .strip_prefix("--")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if is_option {
        return Err(format!("a cell has to be named before `{text}`"));
    }
    Ok(text.to_owned())
}

fn scale_of(text: &str) -> Result<Scale, String> {
    text.parse().map_err(|error: scale::Error| {
        let hint = error.hint();
        hint.map_or(error.to_string(), |hint| format!("{error}; {hint}"))
    })
}

/// Where meaning comes from, and how themes are found.
#[derive(Debug, Default, Args)]
pub(super) struct VectorArgs {
    /// How similarity of meaning is measured: `builtin`, `lsa` (from these texts alone), or a folder with vectors or a model
    #[arg(long, value_name = "builtin|lsa|DIR")]
    pub(super) vectors: Option<String>,

    /// How clusters are found: `communities` (the default), `kmeans`, `gmm`, `dbscan` or `optics`
    #[arg(long)]
    method: Option<Method>,
}

/// What a question is asked of: files, or the study one stands in.
#[derive(Debug, Default, Args)]
pub(super) struct SourceArgs {
    /// Files to read without a study
    pub(super) files: Vec<PathBuf>,

    /// Look only at the answers to this open question, where there are several
    #[arg(long, value_name = "QUESTION")]
    pub(super) question: Option<String>,

    #[command(flatten)]
    pub(super) meaning: VectorArgs,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

impl SourceArgs {
    /// Returns whether a study is asked, with vectors that motif knows.
    pub(super) fn asks_study(&self) -> bool {
        self.files.is_empty() && self.meaning.vectors.is_none()
    }

    /// Returns what is found in files, or in the study when none are named.
    pub(super) fn analysis(&self, study: Option<&Path>) -> Result<Analysis, Failure> {
        self.adjusted(study, |_, _| {})
    }

    /// Returns the same by other settings than the study's; a study remembers
    /// only themes that its own would find too.
    pub(super) fn adjusted(
        &self,
        study: Option<&Path>,
        adjust: impl FnOnce(&mut Settings, &mut Past),
    ) -> Result<Analysis, Failure> {
        let (analysis, _) = analysis_and_study(self, study, adjust)?;
        Ok(analysis)
    }
}

impl ReadingArgs {
    /// Returns what the user says about the files.
    pub(super) fn options(&self) -> ReadOptions {
        let map = self
            .map
            .iter()
            .cloned()
            .fold(Mapping::default(), Mapping::and);
        ReadOptions {
            wave: self.wave.clone(),
            map,
            date_order: self.dates,
            sheet: self.sheet.clone(),
            scale: self.scale.clone(),
            study_scale: None,
            no_answer: self.no_answer.clone(),
            encoding: self.encoding,
            table: None,
        }
    }
}

/// Returns the study of `--study`, else the one the user stands in.
pub(super) fn study(dir: Option<&Path>) -> Result<Study, Failure> {
    Ok(match dir {
        Some(dir) => Study::open(dir)?,
        None => Study::find(&std::env::current_dir()?)?,
    })
}

/// Reads files and says which could not be read.
pub(super) fn read(
    files: &[PathBuf],
    reading: &ReadingArgs,
) -> Result<Vec<(PathBuf, Intake)>, Failure> {
    read_on(None, files, reading)
}

/// Reads tables that hold no answers.
pub(super) fn read_table(
    files: &[PathBuf],
    reading: &ReadingArgs,
    subject: TableSubject,
) -> Result<Vec<(PathBuf, Intake)>, Failure> {
    let options = ReadOptions {
        table: Some(subject),
        ..reading.options()
    };
    read_with(files, &options)
}

/// Reads files for a study whose scores are on a scale.
pub(super) fn read_on(
    scale: Option<Scale>,
    files: &[PathBuf],
    reading: &ReadingArgs,
) -> Result<Vec<(PathBuf, Intake)>, Failure> {
    let mut options = reading.options();
    options.study_scale = scale;
    read_with(files, &options)
}

fn read_with(files: &[PathBuf], options: &ReadOptions) -> Result<Vec<(PathBuf, Intake)>, Failure> {
    let bar = working("reading");
    let read = study::intakes(files, options)?;
    bar.finish_and_clear();
    for folder in files.iter().filter(|path| path.is_dir()) {
        let mut folder = FolderFiles::list(folder)?;
        folder.set_aside.retain(|path| !files.contains(path));
        warn_of_folder(&folder);
    }
    let total = read.len();
    let mut good = Vec::new();
    let mut failed = Vec::new();
    for (path, intake) in read {
        match intake {
            Ok(intake) => good.push((path, intake)),
            Err(error) => failed.push(error),
        }
    }
    if total == 1
        && let Some(error) = failed.pop()
    {
        return Err(error.into());
    }
    for error in &failed {
        warn_of(error);
    }
    if good.is_empty() {
        return Err(Failure::NothingRead { files: total });
    }
    Ok(good)
}

/// Says which files of a folder are left out.
fn warn_of_folder(folder: &FolderFiles) {
    let dir = folder.dir.display();
    if let Some(first) = folder.set_aside.first() {
        let (why, which) = match folder.set_aside.len() {
            1 => ("its name says that it describes", "it"),
            _ => ("their names say that they describe", "one"),
        };
        warn(&format!(
            "skipped {} in `{dir}`: {why} the other files; to read {which} anyway, add its path to the command: `{}`",
            names(&folder.set_aside),
            shell_words::quote(&first.to_string_lossy())
        ));
    }
    if !folder.unreadable.is_empty() {
        warn(&format!(
            "skipped {} in `{dir}`: not in a format that motif reads",
            names(&folder.unreadable)
        ));
    }
}

/// Returns the names of files, the first few of many.
fn names(files: &[PathBuf]) -> String {
    const NAMED: usize = 5;
    let name = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        format!("`{name}`")
    };
    let more = files.len().saturating_sub(NAMED);
    let mut names: Vec<String> = files.iter().take(NAMED).map(name).collect();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Says what was doubtful or left out in a file.
pub(super) fn warn_about(intake: &Intake) {
    for doubt in &intake.doubts {
        warn(&format!("`{}`: {}", intake.name, doubted(doubt)));
    }
    let (skips, rows) = match &intake.content {
        Content::Survey(survey) => (&survey.skips, survey.rows),
        Content::Accounts(table) => (&table.skips, table.rows),
        Content::Interview(_) => return,
    };
    if let Some(first) = skips.first() {
        warn(&format!(
            "skipped {} of {} in `{}` (first: row {}, {})",
            skips.len(),
            count(rows, "row", "rows"),
            intake.name,
            first.row,
            first.reason
        ));
    }
}

/// Returns a doubt and what settles it.
pub(super) fn doubted(doubt: &Doubt) -> String {
    match &doubt.settle {
        Some(settle) => format!("{}; to decide it yourself: `{settle}`", doubt.sentence),
        None => doubt.sentence.clone(),
    }
}

/// Returns what is found in the study, by its own settings.
pub(super) fn study_analysis(dir: Option<&Path>) -> Result<Analysis, Failure> {
    SourceArgs::default().analysis(dir)
}

/// Returns what is found, with the study it is of where no files are named.
pub(super) fn analysis_and_study(
    SourceArgs {
        files,
        question,
        meaning,
        reading,
    }: &SourceArgs,
    dir: Option<&Path>,
    adjust: impl FnOnce(&mut Settings, &mut Past),
) -> Result<(Analysis, Option<Study>), Failure> {
    // The vectors inside the program unfold while the files are read.
    rayon::spawn(|| {
        vectorize::builtin();
    });
    let study = if files.is_empty() {
        Some(study(dir)?)
    } else {
        None
    };
    let (corpus, mut settings, mut past) = if let Some(study) = &study {
        let bar = working("reading the study");
        let corpus = study.corpus()?;
        bar.finish_and_clear();
        (corpus, study.settings().clone(), study.past()?)
    } else {
        let intakes = told_apart(read(files, reading)?);
        intakes.iter().for_each(warn_about);
        let past = Past {
            lasting: true,
            ..Past::default()
        };
        (gathered(intakes)?, Settings::default(), past)
    };
    if corpus.responses.is_empty() && corpus.interviews.is_empty() {
        return Err(Failure::Empty);
    }
    settings.question = question
        .as_deref()
        .map(|wanted| asked(&corpus, wanted))
        .transpose()?;
    settings.method = meaning.method.unwrap_or(settings.method);
    adjust(&mut settings, &mut past);
    if settings.method.is_density_based() && settings.themes > 0 {
        let method = settings.method.name();
        warn(&format!(
            "`{method}` finds the number of themes itself; {} was ignored",
            settings.themes
        ));
    }
    if let Some(named) = &meaning.vectors {
        settings.vectors = named.parse()?;
    }
    if let Some(study) = &study {
        settings.vectors.remember_in(&study.dir().join("vectors"))?;
    }
    if settings.vectors.is_slow() {
        prepare(&corpus, &settings)?;
    }
    let bar = working("finding themes");
    let analysis = Analysis::new(corpus, &settings, past);
    bar.finish_and_clear();
    for change in theme_changes::since(&analysis) {
        note(&change);
    }
    if let Some(study) = &study {
        if settings.mines_like(study.settings()) {
            if !study.remember(&analysis)? {
                note("these themes are not saved, because the study is read-only");
            }
        } else {
            note("these themes are not saved, because the study's settings differ");
        }
    }
    Ok((analysis, study))
}

/// Gathers files without a study, whose ratings must be on one scale.
pub(super) fn gathered(intakes: Vec<Intake>) -> Result<Corpus, Failure> {
    let rated = |intake: &Intake| Some((intake.name.clone(), intake.rated_scale()?.clone()));
    let mut rated = intakes.iter().filter_map(rated);
    if let Some((first, kept)) = rated.next()
        && let Some((file, given)) = rated.find(|(_, scale)| *scale != kept)
    {
        return Err(Failure::TwoScales {
            file,
            given: given.to_string(),
            first,
            kept: kept.to_string(),
        });
    }
    Ok(Corpus::from_intakes(intakes))
}

/// Returns an open question as it was asked, by its words or the first of them.
fn asked(corpus: &Corpus, wanted: &str) -> Result<String, Failure> {
    let known = corpus.questions();
    let typed = wanted.trim().to_lowercase();
    let exact = known
        .iter()
        .find(|question| question.to_lowercase() == typed);
    let mut begun = known
        .iter()
        .filter(|question| question.to_lowercase().starts_with(&typed));
    let only = match (begun.next(), begun.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let asked = exact.or(only).map(|question| (*question).to_owned());
    asked.ok_or_else(|| Failure::NoQuestion {
        wanted: wanted.to_owned(),
        known: known.into_iter().map(str::to_owned).collect(),
    })
}

/// Passes what was said through the model that meaning comes from.
fn prepare(corpus: &Corpus, settings: &Settings) -> Result<(), Failure> {
    let said = study::said(corpus, settings);
    let texts: Vec<&str> = said.iter().map(String::as_str).collect();
    let bar = counting("passages through the model", texts.len());
    let prepared = settings
        .vectors
        .prepare(&texts, &|more| bar.inc(more as u64));
    bar.finish_and_clear();
    Ok(prepared?)
}

/// Gives files the names they go by together.
pub(super) fn told_apart(read: Vec<(PathBuf, Intake)>) -> Vec<Intake> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let paths = read.iter().map(|(path, intake)| {
        // A sheet of a workbook goes by a name of its own.
        whole(path).with_file_name(&intake.name)
    });
    let paths: Vec<PathBuf> = paths.collect();
    corpus::display_names(&paths)
        .into_iter()
        .zip(read)
        .map(|(name, (_, intake))| Intake { name, ..intake })
        .collect()
}
