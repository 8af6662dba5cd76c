//! The corpus on disk: SQLite, one transaction a file.
//!
//! Killed at any moment, the store opens with every file that was added whole
//! and nothing of the one that was not.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::Corpus;
use super::files::{File, FileKind, display_names};
use crate::feedback::{Account, Interview, Person, Response, Scale};
use crate::ingest::Skip;

/// The schema, one step a version.
const MIGRATIONS: [&str; 5] = [
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
];

/// What went wrong with the store.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    /// SQLite could not do it.
    #[error("the corpus in `{path}` cannot be used")]
    Database {
        path: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
    /// A newer motif wrote it.
    #[error("`{path}` has schema version {found}, this motif knows up to {known}")]
    Newer {
        path: PathBuf,
        found: usize,
        known: usize,
    },
    /// Somebody else decided at the same moment.
    #[error("somebody else decided something at the same moment")]
    Overtaken,
    /// Something in it is not what was stored.
    #[error("`{path}` holds something unreadable in {place}")]
    Damaged {
        path: PathBuf,
        /// Which table and column.
        place: &'static str,
    },
    /// A file's ratings are on another scale than the study's.
    #[error("`{}` is on the scale `{given}`, and the ratings of the study are on `{kept}`", file.display())]
    OtherScale {
        file: PathBuf,
        given: String,
        kept: String,
    },
}

impl Error {
    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Newer { .. } => Some("use the motif that made the study, or a newer one".into()),
            Self::Database { .. } => {
                Some("see that the folder is writable, the disk is not full and no other program holds the file".into())
            }
            Self::Overtaken => Some("see what it was with `motif theme log`, then decide again".into()),
            Self::Damaged { .. } => {
                Some("make a new study with `motif init` and add the files again".into())
            }
            Self::OtherScale { .. } => Some(
                "keep its comments without ratings with `--map score=-`, or make another study of it with `motif init`".into(),
            ),
        }
    }
}

/// The database of a study.
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
}

impl Store {
    /// Opens the store at a path, making it where there is none.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Database {
            path: path.to_owned(),
            source,
        };
        let mut connection = Connection::open(path).map_err(failed)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
            )
            .map_err(failed)?;
        let version: u32 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(failed)?;
        let version = version as usize;
        if version > MIGRATIONS.len() {
            return Err(Error::Newer {
                path: path.to_owned(),
                found: version,
                known: MIGRATIONS.len(),
            });
        }
        migrate(&mut connection, version).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            connection,
        })
    }

    /// Returns a digest of everything the study holds, the same whatever order
    /// the files were added in. What is rebuilt carries it, to know when it is stale.
    pub fn stamp(&self) -> Result<String, Error> {
        let files = self.files()?;
        let mut digest = Sha256::new();
        for file in &files {
            digest.update(format!("{}\n{}\n{}\n", file.name, file.digest, file.note));
        }
        // Answers that a newer version of a file no longer has are kept, and count.
        let answers: i64 = self
            .connection
            .query_row("SELECT count(*) FROM response", [], |row| row.get(0))
            .map_err(|source| self.failed(source))?;
        digest.update(answers.to_string());
        if let Some(scale) = self.scale()? {
            digest.update(format!("\n{scale}"));
        }
        for corrected in self.corrections()?.iter().filter(|of| !of.undone) {
            let content = serde_json::to_string(corrected).unwrap_or_default();
            digest.update(format!("\n{content}"));
        }
        Ok(hex::encode(digest.finalize()))
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

    /// Reads the whole corpus.
    pub fn corpus(&self) -> Result<Corpus, Error> {
        let scale = self.scale()?.unwrap_or_default();
        let corpus = Corpus {
            files: self.files()?,
            responses: self.responses(&scale)?,
            scale,
            interviews: self.interviews()?,
            accounts: self.accounts()?,
            skips: self.skips()?,
            repeats: Vec::new(),
        };
        Ok(corpus.canonical())
    }

    fn responses(&self, scale: &Scale) -> Result<Vec<Response>, Error> {
        let names = self.names()?;
        let sql = "SELECT file, own_id, row, rating, comment, wave, date, name, email, account, attributes,
                          questions
                   FROM response";
        let rows = self.rows(sql, |row| {
            let attributes: String = row.get(10)?;
            let questions: Option<String> = row.get(11)?;
            Ok((
                Response {
                    source: named(&names, row)?,
                    id: row.get(1)?,
                    row: row.get(2)?,
                    ..answer(row, 3, scale)?
                },
                attributes,
                questions,
            ))
        })?;
        rows.into_iter()
            .map(|(mut response, attributes, questions)| {
                response.attributes = self.json(&attributes, "response.attributes")?;
                if let Some(questions) = questions {
                    response.questions = self.json(&questions, "response.questions")?;
                }
                Ok(response)
            })
            .collect()
    }

    fn interviews(&self) -> Result<Vec<Interview>, Error> {
        let names = self.names()?;
        let rows = self.rows("SELECT file, content FROM interview", |row| {
            Ok((named(&names, row)?, row.get::<_, String>(1)?))
        })?;
        let corrections = self.corrections()?;
        rows.into_iter()
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
        let sql = "SELECT account.name, attributes FROM account JOIN file ON file.id = account.file
                   ORDER BY account.name, file.name, file.origin";
        let rows = self.rows(sql, |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        rows.into_iter()
            .map(|(name, attributes)| {
                let attributes = self.json(&attributes, "account.attributes")?;
                Ok(Account { name, attributes })
            })
            .collect()
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
        self.connection
            .prepare(sql)
            .and_then(|mut statement| statement.query_map([], read)?.collect())
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
        Error::Database {
            path: self.path.clone(),
            source,
        }
    }
}

fn migrate(connection: &mut Connection, from: usize) -> rusqlite::Result<()> {
    for (version, sql) in MIGRATIONS.iter().enumerate().skip(from) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version as u32 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Returns what an answer says, from the columns rating, comment, wave, date,
/// name, email and account, which begin at `first`.
pub(super) fn answer(
    row: &rusqlite::Row<'_>,
    first: usize,
    scale: &Scale,
) -> rusqlite::Result<Response> {
    Ok(Response {
        rating: row
            .get::<_, Option<u8>>(first)?
            .and_then(|value| scale.rating(value)),
        comment: row.get(first + 1)?,
        wave: row.get(first + 2)?,
        date: row.get(first + 3)?,
        person: Person {
            name: row.get(first + 4)?,
            email: row.get(first + 5)?,
        },
        account: row.get(first + 6)?,
        ..Response::default()
    })
}

/// Returns what the file in a row's first column is called.
fn named(names: &HashMap<i64, String>, row: &rusqlite::Row<'_>) -> rusqlite::Result<String> {
    Ok(names.get(&row.get(0)?).cloned().unwrap_or_default())
}
