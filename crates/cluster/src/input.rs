//! Which files are labelled, how each is read, and where its labels go.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use datafusion::prelude::{
    CsvReadOptions, DataFrame, JsonReadOptions, ParquetReadOptions, SessionContext,
};

use crate::error::Error;

/// How a table is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Parquet,
    /// Values between these bytes.
    Delimited(u8),
    /// A JSON object a line.
    JsonLines,
}

/// A file to read, and what its output is called within a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) path: PathBuf,
    pub(crate) name: PathBuf,
}

impl Form {
    /// Returns the form that a file's name ends with.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "parquet" | "pq" => Some(Self::Parquet),
            "csv" => Some(Self::Delimited(b',')),
            "tsv" => Some(Self::Delimited(b'\t')),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    fn required(path: &Path) -> Result<Self, Error> {
        Self::of(path).ok_or_else(|| Error::Form {
            path: path.to_owned(),
        })
    }
}

/// Returns the files that are named: files, all in folders and below them, and
/// what patterns such as `in/*.parquet` match; by path, each once.
pub(crate) fn inputs(wanted: &[String]) -> Result<Vec<Input>, Error> {
    let mut found: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for named in wanted {
        let before = found.len();
        let path = Path::new(named);
        if path.is_dir() {
            add_folder(&mut found, path, path)?;
        } else if path.exists() {
            Form::required(path)?;
            add(&mut found, path, path.file_name().map(Path::new))?;
        } else {
            let matched = glob::glob(named).map_err(|error| Error::Pattern {
                wanted: named.clone(),
                reason: error.msg.to_owned(),
            })?;
            for path in matched.flatten().filter(|path| Form::of(path).is_some()) {
                add(&mut found, &path, path.file_name().map(Path::new))?;
            }
        }
        if found.len() == before {
            return Err(Error::NoFiles {
                wanted: named.clone(),
            });
        }
    }
    let found = found.into_iter();
    Ok(found.map(|(path, name)| Input { path, name }).collect())
}

fn add(
    found: &mut BTreeMap<PathBuf, PathBuf>,
    path: &Path,
    name: Option<&Path>,
) -> Result<(), Error> {
    // As every machine of a cluster finds it.
    let whole = path.canonicalize().map_err(Error::reading(path))?;
    found.insert(whole, name.unwrap_or(path).to_owned());
    Ok(())
}

fn add_folder(
    found: &mut BTreeMap<PathBuf, PathBuf>,
    root: &Path,
    folder: &Path,
) -> Result<(), Error> {
    for entry in std::fs::read_dir(folder).map_err(Error::reading(folder))? {
        let path = entry.map_err(Error::reading(folder))?.path();
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(['.', '_']));
        if is_hidden {
            continue;
        }
        if path.is_dir() {
            add_folder(found, root, &path)?;
        } else if Form::of(&path).is_some() {
            add(found, &path, path.strip_prefix(root).ok())?;
        }
    }
    Ok(())
}

/// Returns a file as a table, its rows in their order. Nothing is guessed: what
/// a CSV holds is text, and JSON is read to its end before its columns are known.
pub(crate) async fn table(session: &SessionContext, path: &Path) -> Result<DataFrame, Error> {
    tables(session, &[path.to_owned()]).await
}

/// Returns what files that are read as one have in common: the ending of their
/// names, and where columns go by position, the first line.
pub(crate) fn read_alike(path: &Path) -> Result<(OsString, Vec<u8>), Error> {
    let mut head = Vec::new();
    if let Form::Delimited(_) = Form::required(path)? {
        let file = std::fs::File::open(path).map_err(Error::reading(path))?;
        let mut reader = BufReader::new(file);
        reader
            .read_until(b'\n', &mut head)
            .map_err(Error::reading(path))?;
    }
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    Ok((ending, head))
}

/// Returns files that are read alike as a table.
pub(crate) async fn tables(
    session: &SessionContext,
    paths: &[PathBuf],
) -> Result<DataFrame, Error> {
    let path = &paths[0];
    for path in paths {
        let is_empty = std::fs::metadata(path).map_err(Error::reading(path))?.len() == 0;
        if is_empty {
            return Err(Error::Empty { path: path.clone() });
        }
    }
    let ending = path
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()))
        .unwrap_or_default();
    let address: Vec<String> = paths.iter().map(|path| address(path)).collect();
    let read = match Form::required(path)? {
        Form::Parquet => {
            let options = ParquetReadOptions::default().file_extension(&ending);
            session.read_parquet(address, options).await
        }
        Form::Delimited(delimiter) => {
            let options = CsvReadOptions::new()
                .delimiter(delimiter)
                .schema_infer_max_records(0)
                .newlines_in_values(true)
                .file_extension(&ending);
            session.read_csv(address, options).await
        }
        Form::JsonLines => {
            let options = JsonReadOptions::default()
                .schema_infer_max_records(usize::MAX)
                .file_extension(&ending);
            session.read_json(address, options).await
        }
    };
    read.map_err(Error::of_table(path))
}

/// Returns the address of a file, whatever letters are in its whole path: taken
/// as a path, `[` and `*` would be patterns.
pub(crate) fn address(path: &Path) -> String {
    url::Url::from_file_path(path)
        .map_or_else(|()| path.to_string_lossy().into_owned(), String::from)
}

/// Returns the names of a table's columns.
pub(crate) fn columns(table: &DataFrame) -> Vec<String> {
    let fields = table.schema().fields().iter();
    fields.map(|field| field.name().clone()).collect()
}

/// Returns the position of the column that somebody named; `path` is the file.
pub(crate) fn column(path: &Path, columns: &[String], wanted: &str) -> Result<usize, Error> {
    let at = columns.iter().position(|name| name == wanted);
    at.ok_or_else(|| Error::NoColumn {
        path: path.to_owned(),
        wanted: wanted.to_owned(),
        columns: columns.to_vec(),
    })
}

/// Returns where the labels of each file go: into one file where there is one,
/// else into a file of the same name in a folder.
pub(crate) fn outputs(inputs: &[Input], output: &Path) -> Result<Vec<PathBuf>, Error> {
    let one_file = Form::of(output).is_some() && !output.is_dir();
    let outputs = match inputs {
        [_] if one_file => vec![output.to_owned()],
        _ if one_file => {
            return Err(Error::OneOutput {
                files: inputs.len(),
                output: output.to_owned(),
            });
        }
        _ => inputs
            .iter()
            .map(|input| output.join(&input.name))
            .collect(),
    };
    let mut taken: BTreeMap<&Path, &Path> = BTreeMap::new();
    for (input, output) in inputs.iter().zip(&outputs) {
        if let Some(other) = taken.insert(output, &input.path) {
            return Err(Error::SameName {
                one: other.to_owned(),
                other: input.path.clone(),
                name: input.name.display().to_string(),
            });
        }
        let is_input = |path: &Path| inputs.iter().any(|input| input.path == path);
        if output.canonicalize().is_ok_and(|output| is_input(&output)) {
            return Err(Error::Overwrites {
                path: output.clone(),
            });
        }
    }
    Ok(outputs)
}
