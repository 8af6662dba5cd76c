//! `motif-cluster assign`: the themes of tables of comments.
//!
//! Each file is one plan: read it as a stream, label its rows, write them in
//! their order. In process one plan runs after the other, each on all cores; on
//! a cluster the same plans run at once, each on all cores of one machine. A
//! file is written whole or not at all, so that what was lost on the way is
//! done again and nothing is there twice.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::{DataType, UInt64Type};
use datafusion::common::Column;
use datafusion::common::config::{CsvOptions, JsonOptions};
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::logical_expr::{Expr, lit};
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use futures::StreamExt;
use motif::ingest::{ColumnRole, best_named};
use motif::report::words::count;
use motif::study::ThemeModel;

use crate::cluster;
use crate::error::{Error, note};
use crate::functions::{LABELS, TextAnswer, function, register};
use crate::input::{self, Form, Input};

/// Labels each comment of tables with its theme, tone and language.
#[derive(Debug, Args)]
pub(crate) struct AssignTables {
    /// Files (.parquet, .csv, .tsv, .jsonl, .ndjson), folders of them, or patterns in quotes
    #[arg(required = true)]
    inputs: Vec<String>,

    /// The file to write, or the folder for several; its ending says in which form
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,

    /// The themes, as `motif export model` wrote them
    #[arg(long, value_name = "FILE", default_value = "themes.motif")]
    model: PathBuf,

    /// The column that people wrote in [default: the one that is named so]
    #[arg(long, value_name = "COLUMN")]
    text: Option<String>,

    /// What stands before the names of the new columns
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,

    /// Run on the cluster of this scheduler; its machines find the files under the same paths
    #[arg(long, value_name = "HOST:PORT")]
    scheduler: Option<String>,

    /// Leave out files that are labelled already
    #[arg(long)]
    resume: bool,
}

/// Files that a cluster is asked for at once.
const AT_ONCE: usize = 64;

/// How often a cluster is asked for a file that failed.
const TRIES: usize = 3;

/// Rows that are read at once: enough for all cores to share.
const BATCH: usize = 1 << 15;

impl AssignTables {
    pub(crate) async fn run(self) -> Result<(), Error> {
        let model = Arc::new(ThemeModel::read(&self.model)?);
        let inputs = input::inputs(&self.inputs)?;
        let outputs = input::outputs(&inputs, &self.output)?;
        let mut todo: Vec<(Input, PathBuf)> = inputs.into_iter().zip(outputs).collect();
        if todo.iter().any(|(_, output)| *output != self.output) {
            mark(&self.output, &model, self.resume)?;
        }
        if self.resume {
            todo.retain(|(_, output)| !output.exists());
        }
        warn_about(&model);
        let labelling = Labelling {
            session: self.session(&model).await?,
            model,
            text: self.text,
            prefix: self.prefix,
        };
        let (tries, at_once) = match &self.scheduler {
            Some(_) => (TRIES, AT_ONCE),
            None => (1, 1),
        };
        let files = todo.len();
        if let Some(address) = &self.scheduler {
            let all = count(files as u64, "file waits", "files wait");
            note(&format!(
                "{all} at {address} for an executor with these themes"
            ));
        }
        let labelled = futures::stream::iter(&todo)
            .map(|(input, output)| labelling.file(input, output, tries))
            .buffer_unordered(at_once);
        let ended: Vec<Result<u64, Error>> = labelled.collect().await;
        let (mut rows, mut failed) = (0, 0);
        for ended in ended {
            match ended {
                Ok(of) => rows += of,
                Err(error) if files == 1 => return Err(error),
                Err(error) => {
                    error.print();
                    failed += 1;
                }
            }
        }
        if failed > 0 {
            return Err(Error::Unfinished { failed, files });
        }
        note(&format!("labelled {}", count(rows, "row", "rows")));
        Ok(())
    }

    async fn session(&self, model: &Arc<ThemeModel>) -> Result<SessionContext, Error> {
        if let Some(address) = &self.scheduler {
            return cluster::session(address, Some(model), one_stream).await;
        }
        let session = SessionContext::new_with_config(one_stream(SessionConfig::new()));
        register(&session, Some(model));
        Ok(session)
    }
}

/// Rows stay in their order where one stream reads them; the threads share each
/// batch of it.
fn one_stream(config: SessionConfig) -> SessionConfig {
    config.with_target_partitions(1).with_batch_size(BATCH)
}

/// Says of a model what its user should know before a long run.
fn warn_about(model: &ThemeModel) {
    if model.version() != env!("CARGO_PKG_VERSION") {
        note(&format!(
            "warning: the themes are of motif {}; this is {}, which may cut comments into other passages",
            model.version(),
            env!("CARGO_PKG_VERSION")
        ));
    }
    if model.reads_sentences() {
        note(
            "note: these themes were found in so few comments that every sentence is read in full, a few thousand a second; themes of 25,000 comments or more are assigned by their words, about a hundred times as fast",
        );
    }
}

/// What labels files.
struct Labelling {
    session: SessionContext,
    model: Arc<ThemeModel>,
    text: Option<String>,
    prefix: String,
}

impl Labelling {
    /// Labels a file and returns how many rows it has; tries again where a
    /// machine was lost.
    async fn file(&self, input: &Input, output: &Path, tries: usize) -> Result<u64, Error> {
        let plan = self.plan(&input.path).await?;
        let output = std::path::absolute(output).map_err(Error::writing(output))?;
        let folder = output.parent().unwrap_or(&output);
        std::fs::create_dir_all(folder).map_err(Error::writing(folder))?;
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let part = folder.join(format!(".{name}.part"));
        let mut tried = 1;
        loop {
            let ended = written(plan.clone(), Form::of(&output), &part).await;
            let ended = ended.map_err(Error::of_table(&input.path));
            let ended = ended.and_then(|rows| {
                std::fs::rename(&part, &output).map_err(Error::writing(&output))?;
                Ok(rows)
            });
            sweep(folder, &part);
            match ended {
                Ok(rows) => {
                    let (name, rows_text) = (input.name.display(), count(rows, "row", "rows"));
                    note(&format!("labelled `{name}`: {rows_text}"));
                    return Ok(rows);
                }
                Err(error) if tried < tries => {
                    tried += 1;
                    note(&format!("trying again: {error}"));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the table with its labels beside what it holds.
    async fn plan(&self, path: &Path) -> Result<DataFrame, Error> {
        let table = input::table(&self.session, path).await?;
        let columns = input::columns(&table);
        let text = self.text_column(path, &columns)?;
        let names = LABELS.map(|name| format!("{}{name}", self.prefix));
        if let Some(taken) = names.iter().find(|name| columns.contains(name)) {
            return Err(Error::Taken {
                path: path.to_owned(),
                column: taken.clone(),
            });
        }
        let kind = table.schema().field(text).data_type();
        if !is_text(kind) {
            return Err(Error::NotText {
                path: path.to_owned(),
                column: columns[text].clone(),
                found: kind_name(kind),
            });
        }
        let own: Vec<Expr> = table.schema().iter().map(Expr::from).collect();
        let label = function(TextAnswer::Label, Some(Arc::clone(&self.model)));
        let label = label.call(vec![own[text].clone(), lit(self.model.digest())]);
        // A name that no table has.
        let beside = "motif_label\u{1f}";
        let labelled = table.select([own.clone(), vec![label.alias(beside)]].concat());
        let fields = LABELS.iter().zip(names).map(|(field, name)| {
            let column = Column::new_unqualified(format!("{beside}.{field}"));
            Expr::Column(column).alias(name)
        });
        // Unnested, not read field by field: the plan would be merged into one
        // that labels each row anew for each field.
        labelled
            .and_then(|labelled| labelled.unnest_columns(&[beside]))
            .and_then(|labelled| labelled.select(own.into_iter().chain(fields)))
            .map_err(Error::of_table(path))
    }

    fn text_column(&self, path: &Path, columns: &[String]) -> Result<usize, Error> {
        if let Some(wanted) = &self.text {
            return input::column(path, columns, wanted);
        }
        best_named(ColumnRole::Comment, columns).ok_or_else(|| Error::NoText {
            path: path.to_owned(),
            columns: columns.to_vec(),
        })
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, of) => is_text(of),
        _ => false,
    }
}

/// Returns what a column holds, as one would say it.
fn kind_name(kind: &DataType) -> String {
    match kind {
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "lists".into(),
        DataType::Struct(_) | DataType::Map(..) => "objects".into(),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "bytes".into(),
        other if other.is_numeric() => "numbers".into(),
        other => other.to_string(),
    }
}

/// Runs a plan and writes what it gives to a part, as Parquet where no other form
/// is asked for; returns how many rows that are.
async fn written(
    plan: DataFrame,
    form: Option<Form>,
    part: &Path,
) -> Result<u64, datafusion::error::DataFusionError> {
    let address = input::address(part);
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    let report = match form {
        Some(Form::Delimited(delimiter)) => {
            let form = CsvOptions::default()
                .with_has_header(true)
                .with_delimiter(delimiter);
            plan.write_csv(&address, options, Some(form)).await
        }
        Some(Form::JsonLines) => {
            let form = JsonOptions::default();
            plan.write_json(&address, options, Some(form)).await
        }
        Some(Form::Parquet) | None => plan.write_parquet(&address, options, None).await,
    };
    Ok(rows(&report?))
}

/// Returns how many rows were written, as the writer reports it.
fn rows(report: &[RecordBatch]) -> u64 {
    let counts = report.iter().filter_map(|batch| {
        let count = batch.column(0).as_primitive_opt::<UInt64Type>()?;
        Some(count.values().iter().sum::<u64>())
    });
    counts.sum()
}

/// Takes away what was written of a part in a folder, also by a machine that was
/// lost: while it writes, the file is called by the part's name, `#` and a number.
fn sweep(folder: &Path, part: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let begins = part.file_name().unwrap_or_default().to_string_lossy();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_part = name.strip_prefix(begins.as_ref()).is_some_and(|rest| {
            let number = rest.strip_prefix('#').unwrap_or(rest);
            number.bytes().all(|byte| byte.is_ascii_digit())
        });
        if is_part {
            // Another attempt may be done with it.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Says in a folder of labelled files which themes they are labelled with;
/// where labelling is resumed, they must be the same.
fn mark(folder: &Path, model: &ThemeModel, resume: bool) -> Result<(), Error> {
    let path = folder.join("_motif.json");
    if let (true, Ok(text)) = (resume, std::fs::read_to_string(&path)) {
        let found: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let found = found["model"].as_str().unwrap_or("unknown");
        if found != model.digest() {
            return Err(Error::OtherThemes {
                folder: folder.to_owned(),
                found: found.to_owned(),
                wanted: model.digest().to_owned(),
            });
        }
    }
    let text = format!("{}\n", serde_json::json!({ "model": model.digest() }));
    let wrote = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
    wrote.map_err(Error::writing(&path))
}
