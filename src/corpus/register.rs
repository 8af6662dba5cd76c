//! What is known and done beside the themes: one log of small entries, each of
//! a kind, written by whoever and taken back one by one.

use rusqlite::{TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::store::{Error, Store};

/// An entry of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisterEntry<T> {
    /// Its number, from 1, over all kinds.
    pub number: u32,
    /// When (RFC 3339).
    pub at: String,
    /// By whom.
    pub who: String,
    /// Whether it was taken back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// What.
    #[serde(flatten)]
    pub content: T,
}

impl Store {
    /// Returns the entries of a kind, in the order they were made.
    pub fn register<T: DeserializeOwned>(
        &self,
        kind: &str,
    ) -> Result<Vec<RegisterEntry<T>>, Error> {
        let sql =
            "SELECT number, at, who, content, undone FROM register WHERE kind = ?1 ORDER BY number";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(RegisterEntry {
                number: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                content: row.get::<_, String>(3)?,
                undone: row.get(4)?,
            })
        };
        let entries: Vec<RegisterEntry<String>> = self
            .connection
            .prepare(sql)
            .and_then(|mut statement| statement.query_map([kind], read)?.collect())
            .map_err(|source| self.failed(source))?;
        let entries = entries.into_iter().map(|entry| {
            Ok(RegisterEntry {
                content: self.json(&entry.content, "register.content")?,
                number: entry.number,
                at: entry.at,
                who: entry.who,
                undone: entry.undone,
            })
        });
        entries.collect()
    }

    /// Writes entries of a kind down, all or none; returns their numbers.
    pub fn enter<T: Serialize>(
        &mut self,
        kind: &str,
        at: &str,
        who: &str,
        contents: &[T],
    ) -> Result<Vec<u32>, Error> {
        let path = self.path.clone();
        let failed = |source| Error::database(&path, source);
        let begun = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(failed)?;
        let mut numbers = Vec::new();
        for content in contents {
            let content = serde_json::to_string(content).expect("an entry is JSON");
            transaction
                .execute(
                    "INSERT INTO register (kind, at, who, content, undone) VALUES (?1, ?2, ?3, ?4, 0)",
                    params![kind, at, who, content],
                )
                .map_err(failed)?;
            numbers.push(transaction.last_insert_rowid() as u32);
        }
        transaction.commit().map_err(failed)?;
        Ok(numbers)
    }

    /// Takes an entry back.
    pub fn take_back(&mut self, number: u32) -> Result<(), Error> {
        self.connection
            .execute("UPDATE register SET undone = 1 WHERE number = ?1", [number])
            .map(drop)
            .map_err(|source| self.failed(source))
    }
}
