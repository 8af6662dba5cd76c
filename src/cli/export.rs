//! `motif export`: results for spreadsheets and other tools.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::failure::Failure;
use super::output::Output;
use super::sources::{self, SourceArgs};
use crate::exchange::{self, QuoteFilter, Table, matrix, questions};
use crate::inquiry::Ledger;
use crate::inquiry::pain_points::pain_points;
use crate::report::title::title;
use crate::study::{Analysis, ThemeModel};

#[derive(Debug, Args)]
pub(super) struct ExportCommand {
    #[command(subcommand)]
    what: ExportKind,
}

#[derive(Debug, Subcommand)]
enum ExportKind {
    /// Which theme each response or passage belongs to, as CSV
    Assignments {
        /// One row per response (its main theme) or per passage
        #[arg(long, value_enum, default_value_t = Per::Response)]
        per: Per,
        /// Where to write it [default: stdout]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// How many themes [default: as many as the comments have]
        #[arg(long, value_name = "N")]
        themes: Option<usize>,
        #[command(flatten)]
        given: SourceArgs,
    },
    /// A table of themes by interviews, respondents, questions or each other, as CSV or XLSX
    Matrix(Matrix),
    /// What people in interviews struggle with, and how often each speaks of it, as CSV or XLSX
    PainPoints {
        /// `csv` or `xlsx` [default: by the file's name]
        #[arg(long, value_enum)]
        format: Option<TableFormat>,
        /// Where to write it [default: stdout]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        given: SourceArgs,
    },
    /// Passages and where they are from, as CSV, XLSX or Markdown
    Quotes(QuotesCommand),
    /// A project for qualitative analysis tools (REFI-QDA: `.qdpx` or `.qdc`)
    Refi(super::refi::RefiExport),
    /// The study's themes as one file, by which `motif-cluster` labels texts
    Model {
        /// Where to write it [default: stdout]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// The decisions about the study's themes, as TOML that suits git
    Codebook {
        /// Where to write it [default: stdout]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Per {
    Response,
    Passage,
}

impl ExportCommand {
    pub(super) fn run(&self, study: Option<&Path>, out: &mut Output) -> Result<(), Failure> {
        match &self.what {
            ExportKind::Assignments {
                per,
                output,
                themes,
                given,
            } => {
                let analysis = given.adjusted(study, |settings, past| {
                    settings.themes = themes.unwrap_or(settings.themes);
                    // A file that is looked at once needs no parts of themes.
                    past.lasting = given.files.is_empty();
                })?;
                out.document(&rows(&analysis, *per, out.json), output.as_deref())
            }
            ExportKind::Refi(refi) => refi.run(study, out),
            ExportKind::Matrix(matrix) => matrix.run(study, out),
            ExportKind::PainPoints {
                format: named,
                output,
                given,
            } => {
                let analysis = given.analysis(study)?;
                let found = pain_points(&Ledger::new(&analysis));
                let table = exchange::pain_point_table(&found);
                let file = output.as_deref();
                let format = format(*named, file);
                write(vec![table], format, &title(&analysis), file, out)
            }
            ExportKind::Quotes(quotes) => quotes.run(study, out),
            ExportKind::Model { output } => {
                let analysis = sources::study_analysis(study)?;
                let model = ThemeModel::new(&analysis).ok_or(Failure::NothingMined)?;
                let file = output.as_deref().unwrap_or(Path::new("-"));
                out.bytes(&model.to_bytes(), file)
            }
            ExportKind::Codebook { output } => {
                let analysis = sources::study_analysis(study)?;
                let codebook = exchange::CodebookFile::new(&analysis);
                let text = if out.json {
                    json(&codebook)
                } else {
                    codebook.to_toml()
                };
                out.document(&text, output.as_deref())
            }
        }
    }
}

/// Returns which theme each response or passage belongs to, as CSV or JSON.
pub(super) fn rows(analysis: &Analysis, per: Per, as_json: bool) -> String {
    match (as_json, per) {
        (false, Per::Response) => exchange::csv(&exchange::responses(analysis)),
        (false, Per::Passage) => exchange::csv(&exchange::passages(analysis)),
        (true, Per::Response) => json(&exchange::responses(analysis)),
        (true, Per::Passage) => json(&exchange::passages(analysis)),
    }
}

fn json(rows: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(rows).expect("assignments are JSON") + "\n"
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MatrixRows {
    Interview,
    Respondent,
    Question,
    Theme,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    Csv,
    Xlsx,
    Md,
}

#[derive(Debug, Args)]
struct Matrix {
    /// What to set against the themes: interviews (passages in each), respondents (1 or 0), questions of
    /// the guide (interviews that mention it), or each other (mentioned together)
    #[arg(long, value_enum)]
    by: MatrixRows,

    /// With `--by theme`: the passages, instead of how many
    #[arg(long)]
    texts: bool,

    /// `csv` or `xlsx` [default: by the file's name]
    #[arg(long, value_enum)]
    format: Option<TableFormat>,

    /// Where to write it [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    given: SourceArgs,
}

impl Matrix {
    fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = self.given.analysis(dir)?;
        let tables = match self.by {
            MatrixRows::Interview => vec![matrix::by_interview(&analysis)],
            MatrixRows::Respondent => vec![matrix::by_respondent(&analysis)],
            MatrixRows::Question => vec![questions::by_question(&analysis)],
            MatrixRows::Theme => {
                let (counts, texts) = matrix::by_theme(&analysis);
                if self.texts {
                    vec![texts, counts]
                } else {
                    vec![counts, texts]
                }
            }
        };
        let file = self.output.as_deref();
        let format = format(self.format, file);
        write(tables, format, &title(&analysis), file, output)
    }
}

#[derive(Debug, Args)]
struct QuotesCommand {
    /// Only this theme, by number or name; can be given several times
    #[arg(long, value_name = "THEME")]
    theme: Vec<String>,

    /// Only this group, such as `detractor`
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,

    /// Only this wave
    #[arg(long, value_name = "NAME")]
    wave: Option<String>,

    /// Only passages marked as important
    #[arg(long)]
    important: bool,

    /// Every passage of a theme [default: the best, and those coded or marked by hand]
    #[arg(long)]
    all: bool,

    /// `csv`, `xlsx` or `md` [default: by the file's name]
    #[arg(long, value_enum)]
    format: Option<TableFormat>,

    /// Where to write them [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl QuotesCommand {
    fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let analysis = sources::study_analysis(dir)?;
        let wanted = QuoteFilter {
            themes: self.theme.clone(),
            group: self.group.clone(),
            wave: self.wave.clone(),
            important: self.important,
            all: self.all,
        };
        let quotes = exchange::quotes(&analysis, &wanted);
        if output.json {
            return output.value(&quotes);
        }
        let file = self.output.as_deref();
        match format(self.format, file) {
            TableFormat::Md => output.document(&exchange::quote_page(&quotes, &analysis), file),
            other => {
                let table = exchange::quote_table(&quotes);
                write(vec![table], other, &title(&analysis), file, output)
            }
        }
    }
}

fn format(wanted: Option<TableFormat>, file: Option<&Path>) -> TableFormat {
    let ending = file
        .and_then(Path::extension)
        .and_then(|ending| ending.to_str());
    wanted.unwrap_or(match ending {
        Some("xlsx") => TableFormat::Xlsx,
        Some("md") => TableFormat::Md,
        _ => TableFormat::Csv,
    })
}

/// Writes the first of some tables as CSV, or all as sheets of a workbook.
fn write(
    tables: Vec<Table>,
    format: TableFormat,
    title: &str,
    file: Option<&Path>,
    output: &mut Output,
) -> Result<(), Failure> {
    if format == TableFormat::Xlsx {
        let bytes = exchange::workbook(title, tables)?;
        return output.bytes(&bytes, file.unwrap_or(Path::new("-")));
    }
    tables
        .first()
        .map_or(Ok(()), |table| output.document(&table.csv(), file))
}
