//! What people decided, and what later stages remember, beside what was said.
//!
//! Kept as the stage that made it wrote it; nothing here reads it.

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::store::{Error, Store};

/// A decision as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDecision {
    /// Its number, from 1.
    pub number: u32,
    /// When (RFC 3339).
    pub at: String,
    /// By whom.
    pub who: String,
    /// What, as JSON.
    pub content: String,
    /// Whether it was taken back.
    pub undone: bool,
}

impl Store {
    /// Returns what a later stage remembers under a name.
    pub fn remembered(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.connection
            .query_row(
                "SELECT content FROM memory WHERE name = ?1",
                [name],
                |row| row.get(0),
            )
            .optional()
            .map_err(|source| self.failed(source))
    }

    /// Remembers something for a later stage.
    pub fn remember(&self, name: &str, content: &[u8]) -> Result<(), Error> {
        self.connection
            .execute(
                "INSERT OR REPLACE INTO memory (name, content) VALUES (?1, ?2)",
                params![name, content],
            )
            .map(drop)
            .map_err(|source| self.failed(source))
    }

    /// Changes what is remembered under a name while no other program does:
    /// `change` is given what is there, and gives what is to be there and an
    /// answer. Where it fails nothing is changed.
    pub fn revise<T, E: From<Error>>(
        &mut self,
        name: &str,
        change: impl FnOnce(Option<Vec<u8>>) -> Result<(Vec<u8>, T), E>,
    ) -> Result<T, E> {
        let path = self.path.clone();
        let failed = |source| Error::database(&path, source);
        let begun = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(failed)?;
        let known = transaction
            .query_row(
                "SELECT content FROM memory WHERE name = ?1",
                [name],
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)?;
        let (content, answer) = change(known)?;
        transaction
            .execute(
                "INSERT OR REPLACE INTO memory (name, content) VALUES (?1, ?2)",
                params![name, content],
            )
            .and_then(|_| transaction.commit())
            .map_err(failed)?;
        Ok(answer)
    }

    /// Returns the decisions, in the order they were made.
    pub fn decisions(&self) -> Result<Vec<StoredDecision>, Error> {
        let sql = "SELECT number, at, who, content, undone FROM decision ORDER BY number";
        self.rows(sql, |row| {
            Ok(StoredDecision {
                number: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                content: row.get(3)?,
                undone: row.get(4)?,
            })
        })
    }

    /// Writes new decisions down, all or none. A number that is given out
    /// already is somebody else's, who decided at the same moment.
    pub fn decide(&mut self, decisions: &[StoredDecision]) -> Result<(), Error> {
        let path = self.path.clone();
        let mut write = || -> rusqlite::Result<()> {
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            for decided in decisions {
                transaction.execute(
                    "INSERT INTO decision (number, at, who, content, undone) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![decided.number, decided.at, decided.who, decided.content, decided.undone],
                )?;
            }
            transaction.commit()
        };
        write().map_err(|source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => Error::Overtaken,
            _ => Error::database(&path, source),
        })
    }

    /// Takes a decision back, or makes it again.
    pub fn mark_decision(&mut self, number: u32, undone: bool) -> Result<(), Error> {
        self.connection
            .execute(
                "UPDATE decision SET undone = ?2 WHERE number = ?1",
                params![number, undone],
            )
            .map(drop)
            .map_err(|source| self.failed(source))
    }

    /// Returns a number that changes when another program writes here.
    pub fn version(&self) -> Result<i64, Error> {
        self.connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .map_err(|source| self.failed(source))
    }
}
