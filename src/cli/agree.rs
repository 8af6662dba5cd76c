//! `motif agree`: themes beside a person's coding.

use std::path::{Path, PathBuf};

use clap::Args;

use super::aside::note;
use super::failure::Failure;
use super::output::{Output, count};
use super::sources::SourceArgs;
use crate::agreement::{Alpha, Kappa};
use crate::exchange::{
    self, Coder, CodingAgreement, CodingColumns, HumanCoding, LeftOut, ManyReadings, Readings,
};
use crate::report::words;
use crate::study::Analysis;

#[derive(Debug, Args)]
pub(super) struct Agree {
    /// The coding: a table with a column of record ids and a column of codes, or a project (`.qdpx`);
    /// the table may be one of the files in the study [default: what was coded in the study by hand]
    coded: Option<PathBuf>,

    /// The column of record ids [default: `record`, `id`, `response_id` or similar]
    #[arg(long, value_name = "COLUMN")]
    record: Option<String>,

    /// The column of codes, several separated by `|` or `;` [default: `label`, `code`, `theme` or `category`]
    #[arg(long, value_name = "COLUMN")]
    code: Option<String>,

    /// Codes to ignore: `--skip "Not assigned,Unclear"`
    #[arg(long, value_name = "CODE,…")]
    skip: Vec<String>,

    /// A second coding of the same texts, to compare with instead of the themes
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,

    /// Whose coding in a project or the study to use; give it twice or more to compare people
    #[arg(long, value_name = "NAME")]
    coder: Vec<String>,

    /// Write every passage that only one of the two coded, as CSV
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,

    /// Write a table of codes by themes, as CSV
    #[arg(long, value_name = "FILE")]
    confusion: Option<PathBuf>,

    /// How many themes [default: as many as the comments have]
    #[arg(long, value_name = "N")]
    themes: Option<usize>,

    #[command(flatten)]
    given: SourceArgs,
}

impl Agree {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let columns = CodingColumns {
            record: self.record.clone(),
            code: self.code.clone(),
            skip: self.skip.clone(),
        };
        let analysis = self.given.adjusted(study, |settings, _| {
            settings.themes = self.themes.unwrap_or(settings.themes);
        })?;
        let Some(coded) = &self.coded else {
            let coders = chosen(Coder::of_study(&analysis), &self.coder, "the study")?;
            return self.people(&coders, &analysis, output);
        };
        if self.with.is_none() && is_project(coded) {
            let coders = readers(coded, &analysis, &columns, &self.coder)?;
            return self.people(&coders, &analysis, output);
        }
        if self.with.is_some() {
            let readings = self.readings(coded, &analysis, &columns)?;
            return self.tell(&readings, output);
        }
        let coding = HumanCoding::read(coded, &columns)?;
        let comparison = CodingAgreement::new(&analysis, &coding)?;
        let mut reader = Coder::of_records(&coding, &analysis);
        reader.name = "coding".into();
        let readings = Readings::new(&analysis, &reader, &Coder::miner(&analysis));
        self.write(&readings, output)?;
        if let Some(file) = &self.confusion {
            output.document(&exchange::csv(&comparison.table()), Some(file))?;
        }
        for line in told(&comparison.left_out, &coding.file) {
            note(&line);
        }
        if output.json {
            return output.value(&AgreementJson {
                comparison: &comparison,
                readings: &readings,
            });
        }
        whole(&comparison, output)?;
        codes(&comparison, output)?;
        themes(&comparison, output)?;
        overlaps(&comparison, output)?;
        output.line("")?;
        passages(&readings, output)
    }

    /// Says how far people agree; one person with motif.
    fn people(
        &self,
        coders: &[Coder],
        analysis: &Analysis,
        output: &mut Output,
    ) -> Result<(), Failure> {
        if coders.len() > 2 {
            let readings = ManyReadings::new(analysis, coders);
            return if output.json {
                output.value(&readings)
            } else {
                among_many(&readings, output)
            };
        }
        let miner = || Coder::miner(analysis);
        let second = coders.get(1).cloned().unwrap_or_else(miner);
        let readings = Readings::new(analysis, &coders[0], &second);
        self.tell(&readings, output)
    }

    /// Says how far two readings agree.
    fn tell(&self, readings: &Readings, output: &mut Output) -> Result<(), Failure> {
        self.write(readings, output)?;
        if output.json {
            return output.value(readings);
        }
        passages(readings, output)
    }

    /// Returns how far two codings agree, or a coding and motif.
    fn readings(
        &self,
        coded: &Path,
        analysis: &Analysis,
        columns: &CodingColumns,
    ) -> Result<Readings, Failure> {
        let mut readers = readers(coded, analysis, columns, &self.coder)?;
        if let Some(other) = &self.with {
            readers.truncate(1);
            readers.extend(self::readers(other, analysis, columns, &self.coder)?);
        }
        let miner = || Coder::miner(analysis);
        let second = readers.get(1).cloned().unwrap_or_else(miner);
        Ok(Readings::new(analysis, &readers[0], &second))
    }

    fn write(&self, readings: &Readings, output: &mut Output) -> Result<(), Failure> {
        match &self.differences {
            Some(file) => output.document(&exchange::csv(&readings.differences), Some(file)),
            None => Ok(()),
        }
    }
}

/// Agreement on responses, with that on passages beside it.
#[derive(serde::Serialize)]
struct AgreementJson<'a> {
    #[serde(flatten)]
    comparison: &'a CodingAgreement,
    readings: &'a Readings,
}

fn is_project(path: &Path) -> bool {
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    ending.is_some_and(|ending| ending == "qdpx" || ending == "sqlite3")
}

/// Returns who coded in a file: of a project those asked for, else everybody,
/// who must be one or two.
fn readers(
    path: &Path,
    analysis: &Analysis,
    columns: &CodingColumns,
    wanted: &[String],
) -> Result<Vec<Coder>, Failure> {
    if !is_project(path) {
        let coding = HumanCoding::read(path, columns)?;
        return Ok(vec![Coder::of_records(&coding, analysis)]);
    }
    let project = super::refi::project(path)?;
    let joined = exchange::refi::joined(&project, &analysis.corpus);
    let readers = Coder::of_project(&joined, analysis);
    chosen(readers, wanted, &path.to_string_lossy())
}

/// Returns the readers that are asked for, else all; there must be one.
fn chosen(mut readers: Vec<Coder>, wanted: &[String], file: &str) -> Result<Vec<Coder>, Failure> {
    let names: Vec<String> = readers.iter().map(|reader| reader.name.clone()).collect();
    let is_known = wanted.iter().all(|name| names.contains(name));
    if !wanted.is_empty() {
        readers.retain(|reader| wanted.contains(&reader.name));
    }
    if readers.is_empty() || !is_known {
        return Err(Failure::Exchange(exchange::Error::NoCoder {
            file: file.to_owned(),
            known: words::list(&names),
        }));
    }
    Ok(readers)
}

/// How far three people or more agree.
fn among_many(readings: &ManyReadings, output: &mut Output) -> Result<(), Failure> {
    let coders: Vec<String> = readings
        .coders
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    output.line(format!(
        "{} on {}, code by code: given or not",
        words::list(&coders),
        count(readings.passages as usize, "passage", "passages"),
    ))?;
    let rows = readings.by_code.iter().map(|of| {
        let mut row = vec![of.code.clone()];
        row.extend(of.given.iter().map(|given| words::thousands(*given)));
        row.push(alpha(of.alpha));
        row
    });
    let mut header = vec!["code"];
    header.extend(readings.coders.iter().map(String::as_str));
    header.push("alpha");
    let numbers: Vec<usize> = (1..header.len()).collect();
    output.table(&header, rows.collect(), &numbers)?;
    note("`--coder NAME --coder NAME` compares two of them passage by passage");
    Ok(())
}

fn alpha(alpha: Alpha) -> String {
    let value = alpha
        .value
        .map(|value| format!("{value:.2}").replace('-', "−"));
    value.unwrap_or_else(|| "–".into())
}

/// Differences listed; `--differences` has all.
const LISTED_DIFFERENCES: usize = 12;

/// How far two readers agree on passages and on characters.
fn passages(readings: &Readings, output: &mut Output) -> Result<(), Failure> {
    output.line(format!(
        "`{}` and `{}` on {} and {} of {}, code by code: given or not",
        readings.first,
        readings.second,
        count(readings.passages as usize, "passage", "passages"),
        count(readings.characters as usize, "character", "characters"),
        count(readings.texts as usize, "text", "texts"),
    ))?;
    let rows = readings.by_code.iter().map(|read| {
        let pairs = read.passages;
        vec![
            or_dash(&read.code),
            or_dash(&read.other),
            words::thousands(pairs.both + pairs.only_first),
            words::thousands(pairs.both + pairs.only_second),
            words::thousands(pairs.both),
            read.kappa.map_or_else(|| "–".into(), with_interval),
            alpha(read.by_passage),
            alpha(read.by_character),
        ]
    });
    let header = [
        "code",
        "beside it",
        "first",
        "second",
        "both",
        "kappa",
        "alpha, passages",
        "alpha, characters",
    ];
    output.table(&header, rows.collect(), &[2, 3, 4, 5, 6, 7])?;
    let all = readings.differences.len();
    if all == 0 {
        return Ok(());
    }
    output.line("")?;
    let rows = readings
        .differences
        .iter()
        .take(LISTED_DIFFERENCES)
        .map(|difference| {
            let place = [difference.source.as_str(), difference.record.as_str()];
            let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
            let text: Vec<&str> = difference.text.split_whitespace().collect();
            let text: String = text.join(" ").chars().take(SHOWN).collect();
            vec![
                difference.code.clone(),
                difference.only.clone(),
                difference.quote.to_string(),
                place.join(", "),
                text,
            ]
        });
    output.table(
        &["code", "only", "quote", "where", "words"],
        rows.collect(),
        &[],
    )?;
    if all > LISTED_DIFFERENCES {
        let more = count(all - LISTED_DIFFERENCES, "other", "others");
        output.line(format!("and {more}: `--differences FILE` writes them all"))?;
    }
    Ok(())
}

fn or_dash(name: &str) -> String {
    match name {
        "" => "–".into(),
        name => name.to_owned(),
    }
}

/// Characters of a passage that a list shows.
const SHOWN: usize = 60;

/// Says what could not be compared.
fn told(left_out: &LeftOut, file: &str) -> Vec<String> {
    let lines = [
        (left_out.without_code, "without a code"),
        (left_out.not_in_corpus, "not in the corpus"),
        (left_out.without_comment, "without a comment"),
        (
            left_out.ambiguous,
            "in several files; add a column `source` to say which",
        ),
    ];
    let records = lines
        .into_iter()
        .filter(|(records, _)| *records > 0)
        .map(|(records, why)| {
            format!(
                "not compared: {} of `{file}` {why}",
                count(records as usize, "record", "records")
            )
        });
    let uncoded = (left_out.not_in_coding > 0).then(|| {
        let responses = count(left_out.not_in_coding as usize, "response", "responses");
        format!("not compared: {responses} with a comment but not in `{file}`")
    });
    records.chain(uncoded).collect()
}

fn whole(comparison: &CodingAgreement, output: &mut Output) -> Result<(), Failure> {
    output.line(format!(
        "{} compared: {}, {}",
        count(comparison.compared as usize, "response", "responses"),
        count(comparison.codes, "code", "codes"),
        count(comparison.themes, "theme", "themes"),
    ))?;
    output.line(format!(
        "AMI {:.3}, ARI {:.3} (0 is chance, 1 is full agreement), V-measure {:.3}",
        comparison.ami, comparison.ari, comparison.v_measure
    ))?;
    let labels = comparison.labels;
    output.line(format!(
        "{} themes share a word with the code they match best",
        words::of(labels.named, labels.of)
    ))
}

fn codes(comparison: &CodingAgreement, output: &mut Output) -> Result<(), Failure> {
    let rows = comparison.by_code.iter().map(|code| {
        vec![
            code.code.clone(),
            words::thousands(code.n),
            numbered(&code.theme_id, &code.theme),
            code.kappa.map_or_else(|| "–".into(), with_interval),
            code.precision.map_or_else(|| "–".into(), words::percent),
            code.recall.map_or_else(|| "–".into(), words::percent),
        ]
    });
    output.line("")?;
    let header = ["code", "n", "closest theme", "kappa", "precision", "recall"];
    output.table(&header, rows.collect(), &[1, 3, 4, 5])
}

fn with_interval(kappa: Kappa) -> String {
    let Kappa { value, interval } = kappa;
    format!("{value:.2} ({:.2} to {:.2})", interval.low, interval.high).replace('-', "−")
}

fn themes(comparison: &CodingAgreement, output: &mut Output) -> Result<(), Failure> {
    let rows = comparison.by_theme.iter().map(|theme| {
        vec![
            theme.title(),
            words::thousands(theme.n),
            theme.code.clone(),
            words::percent(theme.coded as f64 / theme.n as f64),
            theme.shared_word.clone().unwrap_or_default(),
        ]
    });
    output.line("")?;
    let header = ["theme", "n", "closest code", "share", "shared word"];
    output.table(&header, rows.collect(), &[1, 3])
}

/// Overlaps listed; `--json` and `--confusion` have all.
const LISTED: usize = 15;

fn overlaps(comparison: &CodingAgreement, output: &mut Output) -> Result<(), Failure> {
    let largest = comparison.confusion.iter().take(LISTED);
    let rows = largest.map(|overlap| {
        vec![
            overlap.code.clone(),
            numbered(&overlap.theme_id, &overlap.theme),
            words::thousands(overlap.n),
        ]
    });
    output.line("")?;
    output.table(&["code", "theme", "n"], rows.collect(), &[2])?;
    let more = comparison.confusion.len().saturating_sub(LISTED);
    if more > 0 {
        let more = count(more, "smaller one", "smaller ones");
        output.line(format!("and {more}: `--confusion FILE` writes them all"))?;
    }
    Ok(())
}

fn numbered(id: &str, name: &str) -> String {
    match id {
        "" | "0" => name.to_owned(),
        _ => format!("{id} {name}"),
    }
}
