//! A study with its themes in a file, tables of its comments, and what
//! `motif-cluster` says of them.

#![allow(dead_code, reason = "no test uses all of it")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use motif::ingest::ReadOptions;
use motif::study::{Analysis, Study, ThemeModel, intakes};
use tempfile::TempDir;

/// Rows of cells, by the names of their columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn column(&self, name: &str) -> Vec<&str> {
        let at = self.columns.iter().position(|of| of == name);
        let at = at.unwrap_or_else(|| panic!("no `{name}` among {:?}", self.columns));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    pub(crate) fn read_csv(path: &Path) -> Self {
        Self::of_csv(&fs::read_to_string(path).unwrap())
    }

    pub(crate) fn of_csv(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect();
        let columns = cells(reader.headers().unwrap());
        let rows = reader.records().map(|row| cells(&row.unwrap()));
        Self {
            columns,
            rows: rows.collect(),
        }
    }

    /// Reads every column as text; what is missing is empty.
    pub(crate) fn read_parquet(path: &Path) -> Self {
        let file = fs::File::open(path).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let fields = reader.schema().fields().iter();
        let mut table = Self {
            columns: fields.map(|field| field.name().clone()).collect(),
            rows: Vec::new(),
        };
        for batch in reader.build().unwrap().map(Result::unwrap) {
            let options = FormatOptions::default();
            let columns: Vec<ArrayFormatter<'_>> = batch
                .columns()
                .iter()
                .map(|column| ArrayFormatter::try_new(column, &options).unwrap())
                .collect();
            let row = |at| columns.iter().map(|of| of.value(at).to_string()).collect();
            table.rows.extend((0..batch.num_rows()).map(row));
        }
        table
    }

    pub(crate) fn write_parquet(&self, path: &Path) {
        let columns = self.columns.iter().map(|name| {
            let cells = self.column(name).into_iter();
            let cells = cells.map(|cell| Some(cell).filter(|cell| !cell.is_empty()));
            let cells: ArrayRef = Arc::new(cells.collect::<StringArray>());
            (name, cells, true)
        });
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let file = fs::File::create(path).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    pub(crate) fn write_csv(&self, path: &Path) {
        let mut writer = csv::Writer::from_path(path).unwrap();
        writer.write_record(&self.columns).unwrap();
        for row in &self.rows {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
    }

    pub(crate) fn write_json_lines(&self, path: &Path) {
        let object = |row: &Vec<String>| {
            let cells = self.columns.iter().cloned().zip(row.iter());
            let cells = cells.filter(|(_, cell)| !cell.is_empty());
            let cells = cells.map(|(name, cell)| (name, serde_json::Value::from(cell.as_str())));
            serde_json::Value::Object(cells.collect()).to_string()
        };
        let lines: Vec<String> = self.rows.iter().map(object).collect();
        fs::write(path, lines.join("\n") + "\n").unwrap();
    }

    /// Returns the labels of each row, as one text a row.
    pub(crate) fn labels(&self) -> Vec<String> {
        let names = [
            "theme_id",
            "theme",
            "strength",
            "all_themes",
            "tone",
            "language",
        ];
        let columns = names.map(|name| self.column(name));
        let row = |at: usize| {
            columns
                .iter()
                .map(|of| of[at])
                .collect::<Vec<_>>()
                .join(" / ")
        };
        (0..self.rows.len()).map(row).collect()
    }
}

/// The three surveys that ship with motif as one table, with their waves.
pub(crate) fn surveys() -> Table {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/pontoon");
    let mut all = Table::default();
    for wave in ["2024 autumn", "2025 winter", "2025 spring"] {
        let name = wave.split(' ').next_back().unwrap();
        let table = Table::read_csv(&folder.join(format!("{name}.csv")));
        all.columns = [table.columns, vec!["wave".into()]].concat();
        let rows = table.rows.into_iter();
        all.rows
            .extend(rows.map(|row| [row, vec![wave.to_owned()]].concat()));
    }
    all
}

/// A folder with a study of the surveys, its themes in `themes.motif`.
pub(crate) struct Folder {
    folder: TempDir,
    /// `None` in an empty one.
    analysis: Option<Analysis>,
}

impl Folder {
    /// `settings` are those of the study, as `motif.toml` has them.
    pub(crate) fn with_study(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        surveys().write_csv(&path("surveys.csv"));
        fs::create_dir(path("study")).unwrap();
        fs::write(path("study/motif.toml"), settings).unwrap();
        let mut study = Study::init(&path("study")).unwrap();
        let survey = path("surveys.csv");
        for (path, intake) in intakes(&[survey], &ReadOptions::default()).unwrap() {
            study.add(&intake.unwrap(), &path).unwrap();
        }
        let analysis = study.analyze().unwrap();
        let model = ThemeModel::new(&analysis).unwrap();
        model.write(&path("themes.motif")).unwrap();
        Self {
            folder,
            analysis: Some(analysis),
        }
    }

    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            analysis: None,
        }
    }

    pub(crate) fn analysis(&self) -> &Analysis {
        self.analysis.as_ref().unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the program, to be run in the folder.
    pub(crate) fn program(&self, words: &[&str]) -> Command {
        let mut program = Command::new(assert_cmd::cargo::cargo_bin!("motif-cluster"));
        program.args(words).current_dir(self.folder.path());
        program.env_remove("RUST_LOG");
        program
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.program(words).output().unwrap()
    }

    #[track_caller]
    pub(crate) fn succeeds(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}\n{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    pub(crate) fn fails(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{words:?}\n{}",
            stderr(&output)
        );
        assert!(output.stdout.is_empty());
        stderr(&output)
    }
}

/// A program in the background, which ends with the test.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(folder: &Folder, words: &[&str]) -> Self {
        let mut program = folder.program(words);
        Self(program.stdin(Stdio::null()).spawn().unwrap())
    }

    /// As when a machine loses its power.
    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns what is found before so many seconds are over.
pub(crate) fn within<T>(seconds: u64, what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    for _ in 0..seconds * 200 {
        if let Some(found) = found() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("waited too long for {what}");
}

/// Returns a scheduler that gives executors up after a few seconds, and where
/// it listens.
pub(crate) fn scheduler(folder: &Folder) -> (Running, String) {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let words = ["scheduler", "--listen", &address, "--patience", "6"];
    let running = Running::start(folder, &words);
    within(30, "the scheduler", || TcpStream::connect(&address).ok());
    (running, address)
}

/// Returns an executor of one thread.
pub(crate) fn executor(folder: &Folder, address: &str) -> Running {
    Running::start(
        folder,
        &["executor", "--scheduler", address, "--threads", "1"],
    )
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
