//! The corpus on disk: SQLite, one transaction a file.
//!
//! Killed at any moment, the store opens with every file that was added whole
//! and nothing of the one that was not.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use arcstr::ArcStr;
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, Params, TransactionBehavior, ffi, params,
};
use tempfile::TempDir;

use super::Corpus;
use super::files::{File, FileKind, bare_name, display_names};
use super::joining::{AccountLink, Joining};
use crate::feedback::{
    Account, Attributes, Contact, Interview, Person, Response, Scale, SharedTexts,
};
use crate::ingest::Skip;

/// The schema, one step a version.
const MIGRATIONS: [&str; 6] = [
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
    include_str!("migrations/6.sql"),
];

/// What went wrong with the store.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    /// SQLite could not do it.
    #[error("the corpus in `{path}` cannot be read or written")]
    Database {
        path: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
    /// Nothing is in the file, not even what a new study has.
    #[error("`{path}` is empty: everything that was added to the study is missing")]
    Hollow { path: PathBuf },
    /// The file is no database, or a part of one.
    #[error("`{path}` is damaged, or was not written by motif")]
    Broken {
        path: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
    /// The file is a database of another program.
    #[error("`{path}` is a database of another program")]
    Foreign { path: PathBuf },
    /// A newer motif wrote it.
    #[error(
        "`{path}` has schema version {found}, and this motif only knows versions up to {known}"
    )]
    Newer {
        path: PathBuf,
        found: usize,
        known: usize,
    },
    /// Somebody else decided at the same moment.
    #[error("someone else made a decision at the same moment")]
    Overtaken,
    /// Something in it is not what was stored.
    #[error("`{path}` has unreadable data in {place}")]
    Damaged {
        path: PathBuf,
        /// Which table and column.
        place: &'static str,
    },
    /// A file's ratings are on another scale than the study's.
    #[error("`{}` is on the scale `{given}`, but the study's ratings are on `{kept}`", file.display())]
    OtherScale {
        file: PathBuf,
        given: String,
        kept: String,
    },
}

impl Error {
    /// Makes the error of a database that does not do what it is asked.
    pub(super) fn database(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Broken { path, source }
            }
            _ => Self::Database { path, source },
        }
    }

    /// Returns whether the study can be read but not written to.
    pub fn is_of_writing(&self) -> bool {
        let Self::Database { source, .. } = self else {
            return false;
        };
        let code = source.sqlite_error();
        code.is_some_and(|error| {
            matches!(error.code, ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::DiskFull)
                // A full disk has no room for what SQLite keeps beside a database.
                || [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMOPEN]
                    .contains(&error.extended_code)
        })
    }

    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Newer { .. } => Some("use the motif that created the study, or a newer one".into()),
            Self::Database { .. } => {
                Some("check that the folder is writable, the disk is not full and no other program has the file open".into())
            }
            Self::Hollow { path } | Self::Broken { path, .. } | Self::Foreign { path } => Some(format!(
                "restore the file from a backup; or move it away with `{}`, create a new study with `motif init` and add the files again",
                moved_away(path)
            )),
            Self::Overtaken => Some("check it with `motif theme log`, then try again".into()),
            Self::Damaged { .. } => {
                Some("create a new study with `motif init DIR` and add the files again".into())
            }
            Self::OtherScale { .. } => Some(
                "add its comments without ratings with `--map score=-`, or create another study for it with `motif init DIR`".into(),
            ),
        }
    }
}

/// The database of a study.
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    /// What is read instead, where the study may not be written to: SQLite
    /// keeps a log beside a database that others write, also to read it.
    copy: Option<TempDir>,
}

impl Store {
    /// Opens the store at a path, making it where there is none.
    ///
    /// One that may not be written to is opened to be read: what it holds can
    /// be asked for, and nothing can be added.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if std::fs::metadata(path).is_ok_and(|file| file.len() == 0) {
            return Err(Error::Hollow {
                path: path.to_owned(),
            });
        }
        match Self::open_at(path, path) {
            Err(error) if error.is_of_writing() => match copied(path) {
                Ok(copy) => Self::open_copy(path, copy),
                Err(_) => Err(error),
            },
            opened => opened,
        }
    }

    fn open_copy(path: &Path, copy: TempDir) -> Result<Self, Error> {
        let store = Self::open_at(path, &copy.path().join(COPY))?;
        store
            .connection
            .execute_batch("PRAGMA query_only = ON")
            .map_err(|source| store.failed(source))?;
        Ok(Self {
            copy: Some(copy),
            ..store
        })
    }

    /// Opens the database in a file; errors name the path of the study's own.
    fn open_at(path: &Path, file: &Path) -> Result<Self, Error> {
        let failed = |source| Error::database(path, source);
        let mut connection = Connection::open(file).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
            )
            .map_err(failed)?;
        let found = version(&connection).map_err(failed)?;
        if found > MIGRATIONS.len() {
            return Err(Error::Newer {
                path: path.to_owned(),
                found,
                known: MIGRATIONS.len(),
            });
        }
        if found == 0 && has_tables(&connection).map_err(failed)? {
            return Err(Error::Foreign {
                path: path.to_owned(),
            });
        }
        if found < MIGRATIONS.len() {
            migrate(&mut connection).map_err(failed)?;
        }
        Ok(Self {
            path: path.to_owned(),
            connection,
            copy: None,
        })
    }

    /// Returns whether nothing can be added to the store or decided in it.
    pub fn is_read_only(&self) -> bool {
        self.copy.is_some() || self.connection.is_readonly("main").unwrap_or(false)
    }

    /// Returns the scale that was said for the ratings, if one was that is
    /// not 0 to 10.
    pub fn scale(&self) -> Result<Option<Scale>, Error> {
        let spec: Option<String> = self
            .connection
            .query_row("SELECT spec FROM scale", [], |row| row.get(0))
            .optional()
            .map_err(|source| self.failed(source))?;
        let parsed = spec.map(|spec| spec.parse());
        parsed.transpose().map_err(|_| Error::Damaged {
            path: self.path.clone(),
            place: "scale.spec",
        })
    }

    /// Returns the files of the study, by name.
    pub fn files(&self) -> Result<Vec<File>, Error> {
        let names = self.names()?;
        let mut files = self.rows("SELECT id, kind, digest, note FROM file", |row| {
            Ok(File {
                name: named(&names, row)?,
                kind: FileKind::named(row.get_ref(1)?.as_str()?),
                digest: row.get(2)?,
                note: row.get(3)?,
            })
        })?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// Returns what each file is called.
    pub(super) fn names(&self) -> Result<HashMap<i64, String>, Error> {
        let files: Vec<(i64, PathBuf)> = self.rows("SELECT id, origin, name FROM file", |row| {
            let origin = PathBuf::from(row.get_ref(1)?.as_str()?);
            Ok((row.get(0)?, origin.join(row.get_ref(2)?.as_str()?)))
        })?;
        let (ids, paths): (Vec<i64>, Vec<PathBuf>) = files.into_iter().unzip();
        Ok(ids.into_iter().zip(display_names(&paths)).collect())
    }

    /// Returns what one file is called: only others of its own name matter.
    pub(super) fn name_of(&self, file: i64, name: &str) -> Result<String, Error> {
        let namesakes: rusqlite::Result<Vec<(i64, PathBuf)>> = self
            .connection
            .prepare_cached("SELECT id, origin FROM file WHERE name = ?1")
            .and_then(|mut statement| {
                let rows = statement.query_map([name], |row| {
                    let origin = PathBuf::from(row.get_ref(1)?.as_str()?);
                    Ok((row.get(0)?, origin.join(name)))
                })?;
                rows.collect()
            });
        let namesakes = namesakes.map_err(|source| self.failed(source))?;
        let (ids, paths): (Vec<i64>, Vec<PathBuf>) = namesakes.into_iter().unzip();
        let at = ids.iter().position(|id| *id == file);
        Ok(at.map_or_else(String::new, |at| display_names(&paths).swap_remove(at)))
    }

    /// Reads the whole corpus, as it is at one moment, whoever adds to it.
    pub fn corpus(&self) -> Result<Corpus, Error> {
        let moment = self.connection.unchecked_transaction();
        let _moment = moment.map_err(|source| self.failed(source))?;
        let scale = self.scale()?.unwrap_or_default();
        let corpus = Corpus {
            files: self.files()?,
            responses: self.responses(&scale, "TRUE", [])?,
            scale,
            interviews: self.interviews_in(|_| true)?,
            accounts: self.accounts()?,
            contacts: self.contacts()?,
            links: self.links()?,
            joining: Joining::default(),
            skips: self.skips()?,
            repeats: Vec::new(),
            stamp: self.stamp()?,
        };
        Ok(corpus.canonical())
    }

    /// Reads what may stand at a place as somebody wrote it, `FILE:RECORD` with
    /// whatever follows: the answers of the file in that row or with that id, and
    /// its interview. Nothing is joined to them.
    pub fn corpus_at(&self, written: &str) -> Result<Corpus, Error> {
        let scale = self.scale()?.unwrap_or_default();
        let mut responses = Vec::new();
        let mut files = Vec::new();
        for (file, name) in self.names()? {
            let called = [name.as_str(), bare_name(&name)].into_iter();
            let after = called
                .filter_map(|called| written.strip_prefix(called))
                .find(|after| after.is_empty() || after.starts_with(':'));
            let Some(after) = after else {
                continue;
            };
            // An id may hold colons, and a stretch of characters may follow it.
            let record = after.trim_start_matches(':');
            let colons = record.match_indices(':').map(|(at, _)| at);
            let ends = colons.chain([record.len()]);
            let records: Vec<&str> = ends.map(|end| &record[..end]).collect();
            let rows: Vec<u32> = records.iter().filter_map(|of| of.parse().ok()).collect();
            // Without the `+` the rows of a file would be looked up one by one.
            responses.extend(self.responses(
                &scale,
                "+file = ?1 AND (own_id IN (SELECT value FROM json_each(?2))
                                 OR row IN (SELECT value FROM json_each(?3)))",
                params![
                    file,
                    serde_json::json!(records).to_string(),
                    serde_json::json!(rows).to_string()
                ],
            )?);
            files.push(name);
        }
        let corpus = Corpus {
            interviews: self.interviews_in(|source| files.iter().any(|name| name == source))?,
            responses,
            scale,
            ..Corpus::default()
        };
        Ok(corpus.canonical())
    }

    fn responses(
        &self,
        scale: &Scale,
        condition: &str,
        given: impl Params,
    ) -> Result<Vec<Response>, Error> {
        let names = self.names()?;
        let names: HashMap<i64, ArcStr> = names
            .into_iter()
            .map(|(file, name)| (file, name.into()))
            .collect();
        let mut shared = SharedTexts::default();
        let sql = format!(
            "SELECT file, own_id, row, rating, comment, wave, date, name, email, account, attributes,
                    questions
             FROM response WHERE {condition}"
        );
        // Most answers say what others do: each JSON is read once.
        let mut read: HashMap<String, Attributes> = HashMap::new();
        let mut damaged = None;
        let responses = self.rows_of(&sql, given, |row| {
            let attributes = row.get_ref(10)?.as_str()?;
            let attributes = if let Some(known) = read.get(attributes) {
                known.clone()
            } else {
                let new = self.json(attributes, "response.attributes");
                let new: Attributes = new.unwrap_or_else(|error| {
                    damaged = Some(error);
                    Attributes::default()
                });
                let new = shared.attributes(&new);
                if read.len() < MOST_READ {
                    read.insert(attributes.to_owned(), new.clone());
                }
                new
            };
            let questions = row.get_ref(11)?.as_str_or_null()?;
            let questions = questions.map(|questions| self.json(questions, "response.questions"));
            let questions = questions.transpose().unwrap_or_else(|error| {
                damaged = Some(error);
                None
            });
            Ok(Response {
                source: names.get(&row.get(0)?).cloned().unwrap_or_default(),
                id: text(row, 1)?,
                row: row.get(2)?,
                attributes,
                questions: questions.unwrap_or_default(),
                ..answer(row, 3, scale, &mut shared)?
            })
        })?;
        damaged.map_or(Ok(responses), Err)
    }

    /// Returns the interviews in some files, as they were read and corrected.
    pub fn interviews_in(&self, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<Interview>, Error> {
        let names = self.names()?;
        let rows = self.rows("SELECT file, content FROM interview", |row| {
            Ok((named(&names, row)?, row.get::<_, String>(1)?))
        })?;
        let corrections = self.corrections()?;
        rows.into_iter()
            .filter(|(source, _)| is_wanted(source))
            .map(|(source, content)| {
                let mut interview: Interview = self.json(&content, "interview.content")?;
                let holding = corrections.iter().filter(|of| !of.undone);
                for corrected in holding.filter(|of| of.source == source) {
                    corrected.correction.apply(&mut interview);
                }
                Ok(Interview {
                    source,
                    ..interview
                })
            })
            .collect()
    }

    fn accounts(&self) -> Result<Vec<Account>, Error> {
        let names = self.names()?;
        let rows = self.rows("SELECT file, name, attributes FROM account", |row| {
            let source = named(&names, row)?;
            Ok((source, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        rows.into_iter()
            .map(|(source, name, attributes)| {
                let attributes: Attributes = self.json(&attributes, "account.attributes")?;
                let fields = attributes.keys();
                let sources = fields
                    .map(|field| (field.to_string(), source.clone()))
                    .collect();
                Ok(Account {
                    name,
                    attributes,
                    sources,
                })
            })
            .collect()
    }

    fn contacts(&self) -> Result<Vec<Contact>, Error> {
        let names = self.names()?;
        let rows = self.rows("SELECT file, content FROM contact", |row| {
            Ok((named(&names, row)?, row.get::<_, String>(1)?))
        })?;
        rows.into_iter()
            .map(|(source, content)| {
                let contact: Contact = self.json(&content, "contact.content")?;
                Ok(Contact { source, ..contact })
            })
            .collect()
    }

    /// Returns what people said of the names of customers, as it holds: of two
    /// who said something of the same names, the later one is right.
    pub fn links(&self) -> Result<Vec<AccountLink>, Error> {
        let entries = self.register::<AccountLink>(AccountLink::KIND)?;
        let holding = entries.into_iter().filter(|entry| !entry.undone);
        let mut links: Vec<AccountLink> = Vec::new();
        for entry in holding {
            links.retain(|before| !before.is_about_those_of(&entry.content));
            links.push(entry.content);
        }
        Ok(links)
    }

    fn skips(&self) -> Result<Vec<Skip>, Error> {
        let names = self.names()?;
        self.rows("SELECT file, row, reason FROM skip", |row| {
            Ok(Skip {
                source: named(&names, row)?,
                row: row.get(1)?,
                reason: row.get(2)?,
            })
        })
    }

    pub(super) fn rows<T>(
        &self,
        sql: &str,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        self.rows_of(sql, [], read)
    }

    fn rows_of<T>(
        &self,
        sql: &str,
        given: impl Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        self.connection
            .prepare(sql)
            .and_then(|mut statement| statement.query_map(given, read)?.collect())
            .map_err(|source| self.failed(source))
    }

    pub(super) fn json<T: serde::de::DeserializeOwned>(
        &self,
        text: &str,
        place: &'static str,
    ) -> Result<T, Error> {
        serde_json::from_str(text).map_err(|_| Error::Damaged {
            path: self.path.clone(),
            place,
        })
    }

    pub(super) fn failed(&self, source: rusqlite::Error) -> Error {
        Error::database(&self.path, source)
    }
}

/// Different attributes remembered while answers are read, at most.
const MOST_READ: usize = 1 << 16;

/// How long to wait while another program writes to the study.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the copy of a database is called.
const COPY: &str = "corpus.db";

/// Copies a database, with what stands in its log and not yet in itself.
fn copied(path: &Path) -> std::io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let (copy, log) = (folder.path().join(COPY), beside(path, "-wal"));
    std::fs::copy(path, &copy)?;
    if log.exists() {
        std::fs::copy(log, beside(&copy, "-wal"))?;
    }
    Ok(folder)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Returns the command that makes room for another database.
fn moved_away(path: &Path) -> String {
    let away = beside(path, ".damaged");
    let quoted = |path: &Path| shell_words::quote(&path.to_string_lossy()).into_owned();
    format!("mv {} {}", quoted(path), quoted(&away))
}

fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(version as usize)
}

fn has_tables(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_master)", [], |row| {
        row.get(0)
    })
}

/// Brings the schema up to date, unless another program did so just now.
fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    // A table that others refer to is put in the place of an older form of it:
    // while that is done, nothing may follow what is dropped.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for sql in MIGRATIONS.iter().skip(found) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as u32)?;
    transaction.commit()?;
    connection.execute_batch("PRAGMA foreign_keys = ON")
}

/// Returns what an answer says, from the columns rating, comment, wave, date,
/// name, email and account, which begin at `first`.
pub(super) fn answer(
    row: &rusqlite::Row<'_>,
    first: usize,
    scale: &Scale,
    shared: &mut SharedTexts,
) -> rusqlite::Result<Response> {
    Ok(Response {
        rating: row
            .get::<_, Option<u8>>(first)?
            .and_then(|value| scale.rating(value)),
        comment: text(row, first + 1)?,
        wave: shared.text(row.get_ref(first + 2)?.as_str()?),
        date: row
            .get_ref(first + 3)?
            .as_str_or_null()?
            .map(|day| shared.text(day)),
        person: Person {
            name: text(row, first + 4)?,
            email: text(row, first + 5)?,
        },
        account: row
            .get_ref(first + 6)?
            .as_str_or_null()?
            .map(|name| shared.text(name)),
        ..Response::default()
    })
}

/// Returns the text in a column.
fn text(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<ArcStr>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.map(ArcStr::from))
}

/// Returns what the file in a row's first column is called.
fn named(names: &HashMap<i64, String>, row: &rusqlite::Row<'_>) -> rusqlite::Result<String> {
    Ok(names.get(&row.get(0)?).cloned().unwrap_or_default())
}
