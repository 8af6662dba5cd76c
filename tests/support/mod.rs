//! A folder of files, and what motif says when it is run in it.

#![allow(dead_code, reason = "no test uses all of it")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Returns the program, to be run in a folder. Nothing of the caller's
/// surroundings reaches it.
pub(crate) fn motif(dir: &Path) -> Command {
    let mut motif = Command::new(assert_cmd::cargo::cargo_bin!("motif"));
    motif.current_dir(dir);
    for name in ["NO_COLOR", "COLUMNS", "RAYON_NUM_THREADS"] {
        motif.env_remove(name);
    }
    motif
}

/// Returns a sample corpus that ships with motif.
pub(crate) fn pontoon() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/pontoon")
}

/// Returns the survey files and interviews of the sample corpora, in order.
pub(crate) fn pontoon_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = [pontoon(), pontoon().join("interviews")]
        .iter()
        .flat_map(|dir| fs::read_dir(dir).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// Five answers, too few to find themes in.
pub(crate) const FIVE: &str = "\
id,nps,comment
1,9,Lovely app
2,3,Too slow for us
3,8,Fine but pricey
4,2,The login keeps failing
5,10,Great people on the phone
";

/// A folder of files that motif is run in.
pub(crate) struct Survey {
    folder: TempDir,
    environment: Vec<(&'static str, &'static str)>,
}

impl Survey {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        }
    }

    /// With a file in it; folders in the name are made.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(name, bytes);
        self
    }

    /// With an empty folder in it.
    pub(crate) fn folder(self, name: &str) -> Self {
        fs::create_dir_all(self.path(name)).unwrap();
        self
    }

    /// With the sample corpora in it, in `files`.
    pub(crate) fn pontoon(self) -> Self {
        for path in pontoon_files() {
            let name = path.file_name().unwrap().to_str().unwrap();
            self.write(&format!("files/{name}"), fs::read(&path).unwrap());
        }
        self
    }

    /// With a variable set for every run.
    pub(crate) fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// Made a study.
    pub(crate) fn study(self) -> Self {
        self.run("init").succeeds();
        self
    }

    /// With files added to its study, one command each, in this order.
    pub(crate) fn added(self, files: &[&str]) -> Self {
        for file in files {
            self.run(&format!("add '{file}'")).succeeds();
        }
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs motif with the words of a line; those in single quotes are one word.
    pub(crate) fn run(&self, line: &str) -> Said {
        let mut motif = motif(self.folder.path());
        motif.args(words(line)).envs(self.environment.clone());
        let folder = self.folder.path().canonicalize().unwrap();
        Said::of(line, &motif.output().unwrap(), folder.to_str().unwrap())
    }

    /// Runs motif with `--json` and returns what it writes.
    pub(crate) fn json(&self, line: &str) -> Value {
        self.run(&format!("{line} --json")).json()
    }
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, piece) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// What motif said to a command. The folder it was run in is written `…`.
pub(crate) struct Said {
    line: String,
    code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    fn of(line: &str, output: &Output, folder: &str) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(folder, "…");
        Self {
            line: line.to_owned(),
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    #[track_caller]
    pub(crate) fn exits_with(self, code: i32) -> Self {
        let (line, stderr) = (&self.line, &self.stderr);
        assert_eq!(self.code, Some(code), "motif {line}\n{stderr}");
        self
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.exits_with(0)
    }

    /// The data cannot serve the request: exactly this on stderr, nothing on stdout.
    #[track_caller]
    pub(crate) fn fails_with(self, stderr: &str) -> Self {
        let said = self.exits_with(1);
        assert_eq!(said.stderr, stderr, "motif {}", said.line);
        assert_eq!(said.stdout, "", "motif {}", said.line);
        said
    }

    /// Exactly this on stdout.
    #[track_caller]
    pub(crate) fn says(self, stdout: &str) -> Self {
        assert_eq!(self.stdout, stdout, "motif {}", self.line);
        self
    }

    /// This somewhere on stdout.
    #[track_caller]
    pub(crate) fn mentions(self, words: &str) -> Self {
        let (line, stdout) = (&self.line, &self.stdout);
        assert!(
            stdout.contains(words),
            "motif {line}: no {words} in\n{stdout}"
        );
        self
    }

    /// Exactly this on stderr.
    #[track_caller]
    pub(crate) fn notes(self, stderr: &str) -> Self {
        assert_eq!(self.stderr, stderr, "motif {}", self.line);
        self
    }

    #[track_caller]
    pub(crate) fn json(self) -> Value {
        let said = self.succeeds();
        serde_json::from_str(&said.stdout).unwrap_or_else(|error| {
            panic!("motif {}: {error}\n{}", said.line, said.stdout);
        })
    }

    /// Returns the rows of the CSV it wrote, header first.
    #[track_caller]
    pub(crate) fn rows(self) -> Vec<Vec<String>> {
        table(&self.succeeds().stdout)
    }
}

/// Returns the rows of a CSV file, header first.
pub(crate) fn table(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// Writes rows as CSV.
pub(crate) fn csv_of(rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Returns rows in another order, the header still first; another `seed`,
/// another order.
pub(crate) fn shuffled(mut rows: Vec<Vec<String>>, mut seed: u64) -> Vec<Vec<String>> {
    for last in (2..rows.len()).rev() {
        // Knuth's linear congruential generator (MMIX).
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = 1 + (seed >> 33) as usize % last;
        rows.swap(last, other);
    }
    rows
}

/// Returns characters `start` to `end` of a text.
pub(crate) fn characters(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// The mined theme that answers best to a theme that was planted in the sample
/// corpora: its number and its name. Names are the miner's business, so tests
/// find a theme by what it holds.
pub(crate) struct Answering {
    pub(crate) id: String,
    pub(crate) label: String,
}

impl Survey {
    /// Returns the mined theme of a study of the sample corpora that answers
    /// best to a planted one: with the highest harmonic mean of how much of it
    /// it holds and how pure it is.
    pub(crate) fn planted(&self, theme: &str) -> Answering {
        let truth = fs::read_to_string(pontoon().join("../truth/pontoon.csv")).unwrap();
        let planted: Vec<String> = table(&truth)
            .into_iter()
            .filter(|row| row[2].split('|').any(|of| of == theme))
            .map(|row| row[0].clone())
            .collect();
        let rows = self.run("export assignments").rows().split_off(1);
        let themes = self.json("themes");
        let themes = themes["themes"].as_array().unwrap();
        let f1 = |id: &str| {
            let held = rows
                .iter()
                .filter(|row| row[5].split('|').any(|of| of == id));
            let (mut all, mut both) = (0.0, 0.0);
            for row in held {
                all += 1.0;
                both += f64::from(u8::from(planted.contains(&row[1])));
            }
            2.0 * both / (all + planted.len() as f64)
        };
        let best = themes.iter().max_by(|a, b| {
            let of = |theme: &Value| f1(theme["id"].as_str().unwrap());
            of(a).total_cmp(&of(b))
        });
        let best = best.unwrap();
        let part = |key: &str| best[key].as_str().unwrap().to_owned();
        Answering {
            id: part("id"),
            label: part("label"),
        }
    }
}
