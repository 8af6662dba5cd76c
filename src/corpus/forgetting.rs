//! Takes a person out of the store: what they said and what was noted of
//! them, to the last byte.
//!
//! What was taken out is overwritten (`secure_delete`) and the file written
//! anew (`VACUUM`). A digest of who it was stays, so that the same file added
//! again does not bring them back.

use std::collections::BTreeSet;

use rusqlite::{Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::store::{Error, Store};
use crate::feedback::Person;

/// What is to be taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonTraces {
    /// What tells them from others ([`Person::key`]): an address, and the name
    /// where another file has nothing else.
    pub keys: BTreeSet<String>,
    /// What they are called: names and addresses, as they stand.
    pub names: Vec<String>,
    /// The files of their interviews, as the study calls them.
    pub interviews: Vec<String>,
    /// Their words: comments and interviews.
    pub texts: Vec<String>,
}

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Forgotten {
    /// Answers.
    pub responses: usize,
    /// Interviews.
    pub interviews: usize,
    /// Rows of tables of people.
    pub contacts: usize,
    /// Decisions and notes in which their words or names stood.
    pub notes: usize,
}

/// Says that somebody is not to come back.
#[derive(Debug, Serialize, Deserialize)]
struct ForgottenPerson {
    /// SHA-256 of what tells them from others, in hexadecimal.
    digest: String,
}

/// What stands where something was taken out.
const REMOVED: &str = "[removed]";

/// The kind of entry in the register.
const FORGOTTEN: &str = "forgotten";

/// A shorter stretch of words is anybody's.
const OWN_WORDS: usize = 12;

impl Store {
    /// Takes somebody out.
    pub fn forget(
        &mut self,
        traces: &PersonTraces,
        at: &str,
        who: &str,
    ) -> Result<Forgotten, Error> {
        let path = self.path.clone();
        let files: Vec<i64> = self
            .names()?
            .into_iter()
            .filter(|(_, name)| traces.interviews.contains(name))
            .map(|(file, _)| file)
            .collect();
        let mut take = || -> rusqlite::Result<Forgotten> {
            self.connection.pragma_update(None, "secure_delete", true)?;
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut forgotten = Forgotten {
                responses: without_answers(&transaction, traces)?,
                ..Forgotten::default()
            };
            for key in &traces.keys {
                forgotten.contacts +=
                    transaction.execute("DELETE FROM contact WHERE key = ?1", [key])?;
                transaction.execute(
                    "DELETE FROM register WHERE content ->> 'person' = ?1",
                    [key],
                )?;
            }
            for file in &files {
                forgotten.interviews +=
                    transaction.execute("DELETE FROM interview WHERE file = ?1", [file])?;
                transaction.execute("DELETE FROM file WHERE id = ?1", [file])?;
            }
            for table in ["decision", "register", "correction"] {
                forgotten.notes += scrubbed(&transaction, table, traces)?;
            }
            forgotten.notes += scrubbed_memory(&transaction, traces)?;
            for key in &traces.keys {
                let digest = digest(key);
                let entry = serde_json::json!(ForgottenPerson { digest }).to_string();
                transaction.execute(
                    "INSERT INTO register (kind, at, who, content, undone) VALUES (?1, ?2, ?3, ?4, 0)",
                    params![FORGOTTEN, at, who, entry],
                )?;
            }
            transaction.commit()?;
            Ok(forgotten)
        };
        take().map_err(|source| Error::database(&path, source))
    }

    /// Writes the file anew, without what was taken out.
    pub fn compact(&self) -> Result<(), Error> {
        self.connection
            .execute_batch("PRAGMA secure_delete = ON; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
            .map_err(|source| self.failed(source))
    }

    /// Returns digests of those who are not to come back.
    pub(super) fn forgotten(&self) -> Result<BTreeSet<String>, Error> {
        let entries = self.register::<ForgottenPerson>(FORGOTTEN)?;
        Ok(entries.into_iter().map(|of| of.content.digest).collect())
    }
}

/// Returns whether somebody is among those who are not to come back.
pub(super) fn is_forgotten(person: &Person, forgotten: &BTreeSet<String>) -> bool {
    !forgotten.is_empty()
        && person
            .key()
            .is_some_and(|key| forgotten.contains(&digest(&key)))
}

fn digest(key: &str) -> String {
    hex::encode(Sha256::digest(key))
}

/// Deletes the answers of a person; returns how many.
fn without_answers(
    transaction: &Transaction<'_>,
    traces: &PersonTraces,
) -> rusqlite::Result<usize> {
    let answers: Vec<(i64, Person)> = transaction
        .prepare("SELECT id, name, email FROM response")?
        .query_map([], |row| {
            let text = |at| -> rusqlite::Result<_> {
                Ok(row.get_ref(at)?.as_str_or_null()?.map(Into::into))
            };
            let (name, email) = (text(1)?, text(2)?);
            Ok((row.get(0)?, Person { name, email }))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let is_theirs = |person: &Person| person.key().is_some_and(|key| traces.keys.contains(&key));
    let own = answers.iter().filter(|(_, person)| is_theirs(person));
    let mut deleted = 0;
    for (answer, _) in own {
        deleted += transaction.execute("DELETE FROM response WHERE id = ?1", [answer])?;
    }
    Ok(deleted)
}

/// Takes what was somebody's out of the JSON of a log; returns of how many entries.
fn scrubbed(
    transaction: &Transaction<'_>,
    table: &str,
    traces: &PersonTraces,
) -> rusqlite::Result<usize> {
    let entries: Vec<(i64, String)> = transaction
        .prepare(&format!("SELECT number, content FROM {table}"))?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut changed = 0;
    for (number, content) in entries {
        let Ok(mut json) = serde_json::from_str::<Value>(&content) else {
            continue;
        };
        if scrub(&mut json, traces) {
            changed += 1;
            let sql = format!("UPDATE {table} SET content = ?2 WHERE number = ?1");
            transaction.execute(&sql, params![number, json.to_string()])?;
        }
    }
    Ok(changed)
}

/// The same for what later stages remember. What is no JSON is made of what was
/// said, and will be made anew.
fn scrubbed_memory(
    transaction: &Transaction<'_>,
    traces: &PersonTraces,
) -> rusqlite::Result<usize> {
    let remembered: Vec<(String, Vec<u8>)> = transaction
        .prepare("SELECT name, content FROM memory")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut changed = 0;
    for (name, content) in remembered {
        let Ok(mut json) = serde_json::from_slice::<Value>(&content) else {
            transaction.execute("DELETE FROM memory WHERE name = ?1", [name])?;
            continue;
        };
        if scrub(&mut json, traces) {
            changed += 1;
            let content = json.to_string().into_bytes();
            transaction.execute(
                "UPDATE memory SET content = ?2 WHERE name = ?1",
                params![name, content],
            )?;
        }
    }
    Ok(changed)
}

/// Takes names, addresses and words out of every text in a value; returns
/// whether there were any.
fn scrub(value: &mut Value, traces: &PersonTraces) -> bool {
    match value {
        Value::String(text) => {
            let is_theirs = text.chars().count() >= OWN_WORDS
                && traces.texts.iter().any(|own| own.contains(&**text));
            let mut without = if is_theirs {
                REMOVED.to_owned()
            } else {
                text.clone()
            };
            for name in traces.names.iter().chain(&traces.texts) {
                without = replaced(&without, name);
            }
            let changed = without != *text;
            *text = without;
            changed
        }
        Value::Array(items) => {
            let mut changed = false;
            for item in items {
                changed |= scrub(item, traces);
            }
            changed
        }
        Value::Object(fields) => {
            let known = fields.len();
            // A snapshot knows ratings by what tells people from others.
            fields.retain(|key, _| !traces.keys.contains(&key.to_lowercase()));
            let mut changed = fields.len() != known;
            for (_, item) in fields.iter_mut() {
                changed |= scrub(item, traces);
            }
            changed
        }
        _ => false,
    }
}

/// Replaces a text in another, whatever its case.
fn replaced(text: &str, wanted: &str) -> String {
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return text.to_owned();
    }
    let (folded, wanted) = (text.to_lowercase(), wanted.to_lowercase());
    if folded.len() != text.len() {
        // Places in the two differ: all of it goes rather than the wrong part.
        return if folded.contains(&wanted) {
            REMOVED.to_owned()
        } else {
            text.to_owned()
        };
    }
    let mut without = String::new();
    let mut from = 0;
    for (at, found) in folded.match_indices(&wanted) {
        if text.is_char_boundary(at) && text.is_char_boundary(at + found.len()) {
            without.push_str(&text[from..at]);
            without.push_str(REMOVED);
            from = at + found.len();
        }
    }
    without.push_str(&text[from..]);
    without
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_words_go_and_the_rest_stays() {
        let traces = PersonTraces {
            keys: ["ann@x.org".to_owned()].into(),
            names: vec!["Ann Moe".into(), "ann@x.org".into()],
            texts: vec!["The zebra board is slow.".into()],
            ..PersonTraces::default()
        };
        let mut json = serde_json::json!({
            "memo": "Ask ANN MOE about it",
            "passage": {"text": "zebra board is", "start": 4},
            "ratings": {"ann@x.org": 3, "bo@x.org": 9},
            "name": "Slow board",
        });
        assert!(scrub(&mut json, &traces));
        assert_eq!(
            json,
            serde_json::json!({
                "memo": "Ask [removed] about it",
                "passage": {"text": "[removed]", "start": 4},
                "ratings": {"bo@x.org": 9},
                "name": "Slow board",
            })
        );
        assert!(!scrub(&mut json, &traces));
    }
}
