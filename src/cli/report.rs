//! `motif report`: the theme report.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::aside::note;
use super::failure::Failure;
use super::narrative::{tell, with_sentences};
use super::output::Output;
use super::sources::{self, SourceArgs};
use super::themes;
use crate::inquiry::explanation::{Explanation, explain};
use crate::inquiry::plan::PlanStep;
use crate::inquiry::{Ledger, Selection, StudySearcher, selected};
use crate::report::ReportLanguage;
use crate::report::brief::{Brief, Coverage, ShownView, SourceFile};
use crate::report::saved_views::recalled;
use crate::report::story::{Story, sentences};
use crate::report::{html, markdown, narrative, office, workbook};
use crate::study::{Analysis, Past, Settings};

#[derive(Debug, Args)]
pub(super) struct Report {
    /// Explain the change from this wave, period or segment
    #[arg(long, value_name = "SELECTION", requires = "to")]
    from: Option<String>,

    /// Explain the change to this one
    #[arg(long, value_name = "SELECTION", requires = "from")]
    to: Option<String>,

    /// Count only answers from this wave, period or segment
    #[arg(long = "in", value_name = "SELECTION", conflicts_with = "from")]
    among: Option<String>,

    /// The format [default: that of the output's ending, else html]
    #[arg(long, value_enum)]
    format: Option<ReportFormat>,

    /// Where to write it; `-` is stdout [default: `motif-report.html`, `motif-report.xlsx`, or stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The title
    #[arg(long)]
    title: Option<String>,

    /// The language to write it in; what customers said stays as they said it
    #[arg(long, value_enum, default_value_t)]
    language: LanguageChoice,

    #[command(flatten)]
    given: SourceArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// A single page that works offline and prints well
    Html,
    /// Markdown
    Md,
    /// JSON
    Json,
    /// A workbook: themes, theme × interview, theme × respondent, quotes
    Xlsx,
    /// Five slides: the verdict, the reasons with quotes, who, what to do, the method
    Pptx,
    /// A Word document
    Docx,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum LanguageChoice {
    /// English
    #[default]
    En,
    /// German
    De,
    /// French
    Fr,
    /// Spanish
    Es,
}

impl From<LanguageChoice> for ReportLanguage {
    fn from(language: LanguageChoice) -> Self {
        match language {
            LanguageChoice::En => Self::English,
            LanguageChoice::De => Self::German,
            LanguageChoice::Fr => Self::French,
            LanguageChoice::Es => Self::Spanish,
        }
    }
}

impl ReportFormat {
    /// Returns the format that a file's ending names.
    pub(super) fn of(file: &Path) -> Option<Self> {
        let ending = file.extension()?.to_str()?.to_lowercase();
        match &*ending {
            "htm" => Some(Self::Html),
            "markdown" | "txt" => Some(Self::Md),
            ending => Self::from_str(ending, false).ok(),
        }
    }
}

impl Report {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        ReportLanguage::from(self.language).speak();
        let titled = |settings: &mut Settings, _: &mut Past| {
            if let Some(title) = &self.title {
                settings.title.clone_from(title);
            }
        };
        let (analysis, study) = sources::analysis_and_study(&self.given, study, titled)?;
        let among = selected(self.among.as_deref(), &analysis)?;
        let brief = Brief::of(&analysis, &among);
        let brief = match &study {
            Some(study) => {
                let searcher = StudySearcher::new(study, &analysis);
                let noted = recalled(&study.views()?, &analysis, &brief, &searcher);
                brief.with_views(noted)
            }
            None => brief,
        };
        let format = if output.json {
            ReportFormat::Json
        } else {
            self.wanted_format()?
        };
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => self.explain([from, to], format, &analysis, &brief, output),
            _ => self.themes(format, &analysis, &brief, output),
        }
    }

    fn themes(
        &self,
        format: ReportFormat,
        analysis: &Analysis,
        brief: &Brief,
        output: &mut Output,
    ) -> Result<(), Failure> {
        match format {
            ReportFormat::Json => {
                self.json(&with_sentences(brief, &narrative::brief(brief)), output)
            }
            ReportFormat::Md => output.document(&markdown::text(brief), self.output.as_deref()),
            ReportFormat::Xlsx => {
                let headlines = brief.headlines.iter().map(|headline| headline.text.clone());
                let ledger = Ledger::new(analysis);
                let book =
                    workbook::workbook(brief, &ledger, None, &headlines.collect::<Vec<_>>())?;
                output.bytes(&book, self.file("motif-report.xlsx"))
            }
            ReportFormat::Pptx | ReportFormat::Docx => {
                self.office(format, &narrative::overview(brief), &brief.plan, output)
            }
            ReportFormat::Html => {
                let file = self.file("motif-report.html");
                if file.as_os_str() != "-" {
                    summary(analysis, brief, output)?;
                }
                page(&html::page(brief), file, output)
            }
        }
    }

    /// Explains a change.
    fn explain(
        &self,
        [from, to]: [&String; 2],
        format: ReportFormat,
        analysis: &Analysis,
        brief: &Brief,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let ledger = Ledger::new(analysis);
        let [from, to] = [from, to].map(|side| Selection::parse(side, analysis));
        let explanation = explain(&ledger, &from?, &to?)?;
        let mut story = narrative::report(&explanation, brief, self.given.files.is_empty());
        story
            .blocks
            .extend(narrative::saved_views(&brief.noted, &brief.scale));
        match format {
            ReportFormat::Json => {
                let explained = Explained {
                    title: &story.title,
                    sources: &brief.sources,
                    coverage: brief.coverage,
                    unit: &brief.unit,
                    explanation: &explanation,
                    noted: &brief.noted,
                };
                self.json(&with_sentences(&explained, &story.blocks), output)
            }
            ReportFormat::Md => output.document(&markdown::story(&story), self.output.as_deref()),
            ReportFormat::Xlsx => {
                let short = sentences(story.first_screen());
                let short: Vec<String> = short.into_iter().map(|said| said.text).collect();
                let book =
                    workbook::workbook(brief, &ledger, Some((&explanation, &story)), &short)?;
                output.bytes(&book, self.file("motif-report.xlsx"))
            }
            ReportFormat::Pptx | ReportFormat::Docx => {
                self.office(format, &story, &explanation.plan, output)
            }
            ReportFormat::Html => {
                let file = self.file("motif-report.html");
                if file.as_os_str() != "-" {
                    tell(story.first_screen(), &brief.scale, output)?;
                }
                page(&html::story(&story), file, output)
            }
        }
    }

    /// Writes slides or a document.
    fn office(
        &self,
        format: ReportFormat,
        story: &Story,
        plan: &[PlanStep],
        output: &mut Output,
    ) -> Result<(), Failure> {
        if format == ReportFormat::Pptx {
            let bytes = office::slides::slides(story, plan)?;
            return output.bytes(&bytes, self.file("motif-report.pptx"));
        }
        let bytes = office::document::document(story)?;
        output.bytes(&bytes, self.file("motif-report.docx"))
    }

    fn json(&self, value: &impl Serialize, output: &mut Output) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value).expect("a report is JSON") + "\n";
        output.document(&text, self.output.as_deref())
    }

    /// Returns the format asked for, else that of the file to write.
    fn wanted_format(&self) -> Result<ReportFormat, Failure> {
        let file = self
            .output
            .as_deref()
            .filter(|file| file.extension().is_some());
        match (self.format, file) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(ReportFormat::Html),
            (None, Some(file)) => ReportFormat::of(file).ok_or_else(|| Failure::OutputFormat {
                file: file.to_owned(),
                known: ".html, .md, .docx, .pptx, .xlsx or .json",
            }),
        }
    }

    fn file<'a>(&'a self, otherwise: &'a str) -> &'a Path {
        self.output.as_deref().unwrap_or(Path::new(otherwise))
    }
}

/// The explanation of a change, with what it stands on.
#[derive(Serialize)]
struct Explained<'a> {
    title: &'a str,
    sources: &'a [SourceFile],
    coverage: Coverage,
    unit: &'a str,
    #[serde(flatten)]
    explanation: &'a Explanation,
    #[serde(skip_serializing_if = "<[ShownView]>::is_empty")]
    noted: &'a [ShownView],
}

fn page(page: &str, file: &Path, output: &mut Output) -> Result<(), Failure> {
    output.flush()?;
    output.document(page, Some(file))?;
    if file.as_os_str() != "-" {
        note("open it in a browser");
    }
    Ok(())
}

/// Writes the headlines and the table of themes.
pub(super) fn summary(
    analysis: &Analysis,
    brief: &Brief,
    output: &mut Output,
) -> Result<(), Failure> {
    for headline in &brief.headlines {
        output.line(format!("• {}", headline.text))?;
    }
    for caution in &brief.cautions {
        output.line(format!("! {caution}"))?;
    }
    output.line("")?;
    themes::list(analysis, brief, output)
}
