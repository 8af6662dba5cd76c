//! `motif demo`: everything, on the corpora that ship with motif.

use std::path::{Path, PathBuf};

use clap::Args;

use super::aside::note;
use super::failure::Failure;
use super::output::{Output, count, working};
use super::report;
use crate::ingest::ReadOptions;
use crate::replace;
use crate::report::title::SAMPLE;
use crate::report::{brief::Brief, html};
use crate::study::{self, Study};

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The folder to create
    #[arg(default_value = "motif-demo")]
    dir: PathBuf,
}

macro_rules! corpus {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../corpora/pontoon/", $name)).as_slice())),*]
    };
}

/// Three waves of answers to an invented company, its customers, and ten
/// conversations with them.
const FILES: [(&str, &[u8]); 14] = corpus![
    "accounts.csv",
    "autumn.csv",
    "winter.csv",
    "spring.csv",
    "interviews/01-nordlift.docx",
    "interviews/02-waermewerk-sued.md",
    "interviews/03-shannon-pest-control.txt",
    "interviews/04-climalys.vtt",
    "interviews/05-metro-facility-group.docx",
    "interviews/06-van-loon-liften.md",
    "interviews/07-alpgas-service.vtt",
    "interviews/08-brackwater-utilities.docx",
    "interviews/09-fjordfiber.txt",
    "interviews/10-sunbelt-air.md",
];

impl Demo {
    pub(super) fn run(&self, output: &mut Output) -> Result<(), Failure> {
        let files = self.dir.join("files");
        write_files(&files)?;
        write(
            &self.dir.join("motif.toml"),
            format!("title = \"{SAMPLE}\"\n").as_bytes(),
        )?;
        let mut study = Study::open(&self.dir).or_else(|_| Study::init(&self.dir))?;
        let folders = [files.clone(), files.join("interviews")];
        for (path, intake) in study::intakes(&folders, &ReadOptions::default())? {
            study.add(&intake?, &path)?;
        }
        note(&format!(
            "Pontoon makes planning software for service crews. Its score has halved.\nmotif read {} in `{}`: three surveys, ten interviews and a table of accounts.\n",
            count(FILES.len(), "file", "files"),
            files.display()
        ));
        let bar = working("finding themes");
        let analysis = study.analyze()?;
        bar.finish_and_clear();
        let brief = Brief::new(&analysis);
        if output.json {
            return output.value(&brief);
        }
        report::summary(&analysis, &brief, output)?;
        output.flush()?;
        let page = self.dir.join("report.html");
        write(&page, html::page(&brief).as_bytes())?;
        let dir = self.dir.to_string_lossy();
        let dir = shell_words::quote(&dir);
        note(&format!(
            "\nThe report: {}\nNext: motif --study {dir} report --from winter --to spring\n      motif --study {dir} themes show 1\n      motif --study {dir} search \"phone line\" group:detractor",
            page.display()
        ));
        Ok(())
    }
}

fn write_files(dir: &Path) -> Result<(), Failure> {
    for (name, bytes) in FILES {
        write(&dir.join(name), bytes)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let written = written.and_then(|()| replace::with_bytes(path, bytes));
    written.map_err(Failure::writing(path))
}
