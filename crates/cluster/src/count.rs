//! `motif-cluster count`: how many people voice each theme of a labelled table.
//!
//! The query is `sql/counts.sql`, which any database can run; here a view gives
//! it the columns it asks for.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use datafusion::arrow::array::Array;
use datafusion::arrow::csv::WriterBuilder;
use datafusion::arrow::util::display::array_value_to_string;
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext};
use motif::ingest::{ColumnRole, best_named};
use motif::text::missing_values;

use crate::cluster;
use crate::error::{Error, note, reason};
use crate::input;

/// Counts who voices each theme, by group, wave and account, and writes CSV.
#[derive(Debug, Args)]
pub(crate) struct CountThemes {
    /// Labelled files, or folders of them
    #[arg(required = true)]
    inputs: Vec<String>,

    /// The column that says who answered [default: the one that is named so]
    #[arg(long, value_name = "COLUMN")]
    person: Option<String>,

    /// The column of ratings, 0 to 10
    #[arg(long, value_name = "COLUMN")]
    rating: Option<String>,

    /// The column of waves
    #[arg(long, value_name = "COLUMN")]
    wave: Option<String>,

    /// The column of accounts
    #[arg(long, value_name = "COLUMN")]
    account: Option<String>,

    /// The column of dates
    #[arg(long, value_name = "COLUMN")]
    date: Option<String>,

    /// What stands before the names of the labels, as `assign --prefix` had it
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,

    /// Another query over the view `answers`
    #[arg(long, value_name = "FILE")]
    sql: Option<PathBuf>,

    /// Only print the view and the query, for another database
    #[arg(long)]
    print: bool,

    /// Run on the cluster of this scheduler
    #[arg(long, value_name = "HOST:PORT")]
    scheduler: Option<String>,
}

/// The query that ships with the program.
const COUNTS: &str = include_str!("../sql/counts.sql");

/// What labelled tables are called in the view.
const LABELLED: &str = "labelled";

impl CountThemes {
    pub(crate) async fn run(self) -> Result<(), Error> {
        let session = match &self.scheduler {
            Some(address) => cluster::session(address, None, |config| config).await?,
            None => SessionContext::new_with_config(SessionConfig::new()),
        };
        let table = self.table(&session).await?;
        let columns = input::columns(&table);
        let view = self.view(&columns)?;
        let query = match &self.sql {
            Some(path) => std::fs::read_to_string(path).map_err(Error::reading(path))?,
            None => COUNTS.to_owned(),
        };
        if self.print {
            let text = format!("CREATE VIEW answers AS\n{view};\n\n{query};\n");
            return write(text.as_bytes());
        }
        let failed = |error| Error::Query {
            reason: reason(&error),
        };
        session
            .register_table(LABELLED, table.into_view())
            .map_err(failed)?;
        let answers = session.sql(&view).await.map_err(failed)?.into_view();
        session.register_table("answers", answers).map_err(failed)?;
        self.check_dates(&session).await?;
        let is_in_waves = self.wave.is_some() || best_named(ColumnRole::Wave, &columns).is_some();
        if !is_in_waves && self.sql.is_none() {
            note(
                "note: no column is named as one of waves, so none are counted; name one with `--wave COLUMN`",
            );
        }
        let counts = session.sql(&query).await.map_err(failed)?;
        let batches = counts.collect().await.map_err(failed)?;
        let mut bytes = Vec::new();
        let mut writer = WriterBuilder::new().with_header(true).build(&mut bytes);
        for batch in &batches {
            writer.write(batch).map_err(|error| Error::Query {
                reason: error.to_string(),
            })?;
        }
        drop(writer);
        write(&bytes)
    }

    /// Refuses dates that do not say by themselves which is the later.
    async fn check_dates(&self, session: &SessionContext) -> Result<(), Error> {
        let failed = |error| Error::Query {
            reason: reason(&error),
        };
        let other = "SELECT min(date) FROM answers WHERE date !~ '^[0-9]{4}-[0-9]{2}'";
        let found = session.sql(other).await.map_err(failed)?;
        let found = found.collect().await.map_err(failed)?;
        let found = found.first().map(|batch| batch.column(0));
        let found = found.filter(|column| !column.is_empty() && !column.is_null(0));
        match found {
            None => Ok(()),
            Some(column) => Err(Error::Dates {
                found: array_value_to_string(column, 0).unwrap_or_default(),
            }),
        }
    }

    /// Returns all files as one table: those of a form are read as one, since a
    /// plan of thousands of tables is slow to make.
    async fn table(&self, session: &SessionContext) -> Result<DataFrame, Error> {
        let mut all: Option<DataFrame> = None;
        let mut groups: BTreeMap<_, Vec<PathBuf>> = BTreeMap::new();
        for file in input::inputs(&self.inputs)? {
            let alike = input::read_alike(&file.path)?;
            groups.entry(alike).or_default().push(file.path);
        }
        for files in groups.into_values() {
            let table = input::tables(session, &files).await?;
            all = Some(match all {
                None => table,
                Some(all) => all
                    .union_by_name(table)
                    .map_err(Error::of_table(&files[0]))?,
            });
        }
        all.ok_or_else(|| Error::NoFiles {
            wanted: self.inputs.join(" "),
        })
    }

    /// Returns the query that makes the view `answers` of the labelled table.
    fn view(&self, columns: &[String]) -> Result<String, Error> {
        let file = Path::new(&self.inputs[0]);
        let named = |wanted: &Option<String>, roles: &[ColumnRole]| match wanted {
            Some(wanted) => {
                input::column(file, columns, wanted).map(|at| vec![quoted(&columns[at])])
            }
            None => Ok(roles
                .iter()
                .filter_map(|role| best_named(*role, columns))
                .map(|at| quoted(&columns[at]))
                .collect()),
        };
        let people = named(&self.person, &[ColumnRole::Email, ColumnRole::Respondent])?;
        let people: Vec<String> = people.iter().map(|column| somebody(column)).collect();
        let rating = named(&self.rating, &[ColumnRole::Score])?;
        let rating = rating.first().map(|column| whole(column));
        let one = |wanted: &Option<String>, role| -> Result<Option<String>, Error> {
            Ok(named(wanted, &[role])?.first().map(|column| text(column)))
        };
        let fields = [
            (coalesced(&people), "person"),
            (rating, "rating"),
            (one(&self.wave, ColumnRole::Wave)?, "wave"),
            (one(&self.account, ColumnRole::Account)?, "account"),
            (one(&self.date, ColumnRole::Date)?, "date"),
        ];
        let labels = ["theme_id", "theme", "all_themes"];
        let written = ["theme_id", "theme", "all_themes", "tone"];
        if let Some(missing) = written
            .map(|label| format!("{}{label}", self.prefix))
            .into_iter()
            .find(|label| !columns.contains(label))
        {
            return Err(Error::Unlabelled { column: missing });
        }
        let labels = labels.map(|label| {
            let column = quoted(&format!("{}{label}", self.prefix));
            match label {
                // A CSV has the same empty cell for no theme and for no comment;
                // only a comment has a tone.
                "theme_id" => {
                    let tone = quoted(&format!("{}tone", self.prefix));
                    format!(
                        "    CASE WHEN {tone} IS NOT NULL THEN coalesce({column}, '') END AS {label}"
                    )
                }
                _ => format!("    {column} AS {label}"),
            }
        });
        let fields = fields.into_iter().map(|(value, name)| {
            let kind = if name == "rating" { "INT" } else { "VARCHAR" };
            let value = value.unwrap_or_else(|| format!("CAST(NULL AS {kind})"));
            format!("    {value} AS {name}")
        });
        let fields: Vec<String> = fields.chain(labels).collect();
        Ok(format!("SELECT\n{}\nFROM {LABELLED}", fields.join(",\n")))
    }
}

/// Returns a column that says who answered as text, of which what stands for
/// nobody is NULL.
fn somebody(column: &str) -> String {
    let nobody: Vec<String> = missing_values()
        .iter()
        .map(|word| format!("'{}'", word.replace('\'', "''")))
        .collect();
    let text = text(column);
    format!(
        "CASE WHEN lower({text}) NOT IN ({}) THEN {text} END",
        nobody.join(", ")
    )
}

/// Returns a column of ratings as whole numbers, which may be written `9.0`.
fn whole(column: &str) -> String {
    let number = format!("TRY_CAST({column} AS DOUBLE)");
    format!("CASE WHEN {number} = floor({number}) THEN TRY_CAST({number} AS INT) END")
}

/// Returns a column as text, of which nothing is NULL.
fn text(column: &str) -> String {
    format!("nullif(trim(CAST({column} AS VARCHAR)), '')")
}

fn coalesced(columns: &[String]) -> Option<String> {
    match columns {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("coalesce({})", columns.join(", "))),
    }
}

fn quoted(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}

fn write(bytes: &[u8]) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    let wrote = out.write_all(bytes).and_then(|()| out.flush());
    match wrote {
        // Who reads it has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        wrote => wrote.map_err(Error::Output),
    }
}
