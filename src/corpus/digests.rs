//! What tells one state of a study from another.

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::store::{Error, Store};

impl Store {
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
        for link in self.links()? {
            let content = serde_json::to_string(&link).unwrap_or_default();
            digest.update(format!("\n{content}"));
        }
        Ok(hex::encode(digest.finalize()))
    }

    /// Returns a digest of what was said ([`Store::stamp`]), decided and noted,
    /// and of all that is remembered, but for what stands under one name.
    pub fn revision(&self, except: &str) -> Result<[u8; 32], Error> {
        let mut digest = Sha256::new();
        digest.update(self.stamp()?);
        let tables = [
            "SELECT * FROM decision ORDER BY number",
            "SELECT * FROM register ORDER BY number",
            "SELECT * FROM memory WHERE name <> ?1 ORDER BY name",
        ];
        for sql in tables {
            self.hash_rows(sql, except, &mut digest)
                .map_err(|source| self.failed(source))?;
        }
        Ok(digest.finalize().into())
    }

    fn hash_rows(&self, sql: &str, except: &str, digest: &mut Sha256) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare(sql)?;
        let columns = statement.column_count();
        if statement.parameter_count() > 0 {
            statement.raw_bind_parameter(1, except)?;
        }
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                hash_value(row.get_ref(column)?, digest);
            }
        }
        // Rows of the next table are not taken for rows of this one.
        digest.update([0xff]);
        Ok(())
    }
}

/// Adds a value to a digest, with its length: two values side by side differ
/// from one of both.
fn hash_value(value: ValueRef<'_>, digest: &mut Sha256) {
    let number;
    let bytes = match value {
        ValueRef::Null => &[][..],
        ValueRef::Integer(integer) => {
            number = integer.to_le_bytes();
            &number[..]
        }
        ValueRef::Real(real) => {
            number = real.to_le_bytes();
            &number[..]
        }
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
    };
    digest.update((bytes.len() as u64).to_le_bytes());
    digest.update(bytes);
}
