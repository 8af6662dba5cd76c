//! Adds a file to the store: a new one, or a new version of one that is there.
//!
//! Takes what `ingest` read; gives an account of what was new, replaced or
//! missing. Nothing of a file is in the store until all of it is.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::files::kind_and_note;
use super::forgetting::is_forgotten;
use super::store::{Error, Store, answer};
use crate::feedback::{Account, Contact, Interview, Rating, Response, Scale, SharedTexts};
use crate::ingest::{Content, Intake, Skip, Survey};

/// What adding a file did.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Added {
    /// The name the file has in the study.
    pub name: String,
    /// Answers, conversations or accounts that were not there before.
    pub new: usize,
    /// Those that were there and were the same.
    pub unchanged: usize,
    /// Records that said something else before, and were replaced.
    pub replaced: Vec<String>,
    /// Those that are in the study and no longer in the file. They are kept.
    pub missing: usize,
    /// Those of people who were removed for good, and are left out.
    #[serde(skip_serializing_if = "is_zero")]
    pub forgotten: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Store {
    /// Adds a file, or brings the study up to date with it.
    ///
    /// An answer is known by its file and its own id, or by what it says where
    /// the file has no ids; the same answer changes nothing, another one under
    /// the same id replaces it.
    pub fn add(&mut self, intake: &Intake, origin: &Path) -> Result<Added, Error> {
        let origin = origin.to_string_lossy().into_owned();
        self.check_scale(intake, &origin)?;
        let path = self.path.clone();
        let forgotten = self.forgotten()?;
        if let Content::Interview(interview) = &intake.content
            && is_forgotten(&interview.participant, &forgotten)
        {
            return Ok(Added {
                name: intake.name.clone(),
                forgotten: 1,
                ..Added::default()
            });
        }
        let (file, added) = self
            .add_in_transaction(intake, &origin, &forgotten)
            .map_err(|source| Error::database(&path, source))?;
        let name = self.name_of(file, &intake.name)?;
        Ok(Added { name, ..added })
    }

    fn add_in_transaction(
        &mut self,
        intake: &Intake,
        origin: &str,
        forgotten: &BTreeSet<String>,
    ) -> rusqlite::Result<(i64, Added)> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let file = file_row(&transaction, intake, origin)?;
        let mut added = Added::default();
        if let Some(scale) = intake.rated_scale() {
            put_scale(&transaction, scale)?;
        }
        match &intake.content {
            Content::Survey(survey) => {
                put_responses(&transaction, file, survey, forgotten, &mut added)?;
                put_skips(&transaction, file, &survey.skips)?;
            }
            Content::Interview(interview) => {
                put_interview(&transaction, file, interview, &mut added)?;
            }
            Content::Accounts(table) => {
                put_accounts(&transaction, file, &table.accounts, &mut added)?;
                put_contacts(&transaction, file, &table.people, forgotten, &mut added)?;
                put_skips(&transaction, file, &table.skips)?;
            }
        }
        transaction.commit()?;
        Ok((file, added))
    }

    /// Sees to it that a file's ratings are on the study's scale. A file that
    /// alone has ratings may come again on another.
    pub(super) fn check_scale(&self, intake: &Intake, origin: &str) -> Result<(), Error> {
        let kept = self.scale()?.unwrap_or_default();
        let Some(given) = intake.rated_scale().filter(|given| **given != kept) else {
            return Ok(());
        };
        let others: bool = self
            .connection
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM response JOIN file ON file.id = response.file
                 WHERE rating IS NOT NULL AND NOT (file.name = ?1 AND file.origin = ?2))",
                params![intake.name, origin],
                |row| row.get(0),
            )
            .map_err(|source| self.failed(source))?;
        if !others {
            return Ok(());
        }
        Err(Error::OtherScale {
            file: Path::new(&intake.name).to_owned(),
            given: given.to_string(),
            kept: kept.to_string(),
        })
    }
}

/// Writes down what ratings are on; nothing for 0 to 10.
fn put_scale(transaction: &Transaction<'_>, scale: &Scale) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM scale", [])?;
    if *scale != Scale::default() {
        transaction.execute(
            "INSERT INTO scale (only, spec) VALUES (1, ?1)",
            [scale.to_string()],
        )?;
    }
    Ok(())
}

/// Writes down where a file is and how it was read; returns its number.
///
/// A file is known by its name and folder. One that is new here may be an old
/// one that was moved: one of its name that has left its place.
fn file_row(transaction: &Transaction<'_>, intake: &Intake, origin: &str) -> rusqlite::Result<i64> {
    let (kind, note) = kind_and_note(&intake.content);
    let namesakes: Vec<(i64, String)> = transaction
        .prepare("SELECT id, origin FROM file WHERE name = ?1 ORDER BY digest <> ?2, origin")?
        .query_map([&intake.name, &intake.digest], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let is_here = namesakes.iter().any(|(_, other)| other == origin);
    let moved = namesakes
        .iter()
        .find(|(_, other)| !is_here && !is_there(Path::new(other), &intake.name));
    if let Some((file, _)) = moved {
        transaction.execute(
            "UPDATE file SET origin = ?2 WHERE id = ?1",
            params![file, origin],
        )?;
    }
    transaction.query_row(
        "INSERT INTO file (name, origin, digest, kind, note) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (name, origin) DO UPDATE SET digest = ?3, kind = ?4, note = ?5
         RETURNING id",
        params![intake.name, origin, intake.digest, kind.name(), note],
        |row| row.get(0),
    )
}

/// Returns whether a folder has a file, or the workbook of a sheet
/// (`survey.xlsx#Q3`).
fn is_there(folder: &Path, name: &str) -> bool {
    let workbook = name.split_once('#').map(|(workbook, _)| workbook);
    folder.join(name).exists() || workbook.is_some_and(|name| folder.join(name).exists())
}

fn put_responses(
    transaction: &Transaction<'_>,
    file: i64,
    survey: &Survey,
    forgotten: &BTreeSet<String>,
    added: &mut Added,
) -> rusqlite::Result<()> {
    let mut before = known_responses(transaction, file, &survey.scale)?;
    let mut insert = transaction.prepare(
        "INSERT INTO response (file, key, own_id, row, rating, comment, wave, date, name, email, account, attributes, questions)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (file, key) DO UPDATE SET row = ?4, rating = ?5, comment = ?6, wave = ?7, date = ?8,
             name = ?9, email = ?10, account = ?11, attributes = ?12, questions = ?13",
    )?;
    let mut copies: HashMap<String, usize> = HashMap::new();
    for response in &survey.responses {
        if is_forgotten(&response.person, forgotten) {
            added.forgotten += 1;
            continue;
        }
        let said = content_digest(response);
        let key = key(response, &said, &mut copies);
        match before.remove(&key) {
            Some(known) if known == said => added.unchanged += 1,
            Some(_) => added.replaced.push(response.record()),
            None => added.new += 1,
        }
        insert.execute(params![
            file,
            key,
            response.id.as_deref(),
            response.row,
            response.rating.map(Rating::value),
            response.comment.as_deref(),
            response.wave.as_str(),
            response.date.as_deref(),
            response.person.name.as_deref(),
            response.person.email.as_deref(),
            response.account.as_deref(),
            attributes(response),
            questions(response),
        ])?;
    }
    added.missing = before.len();
    Ok(())
}

/// Returns what an answer says, apart from where in the file it stands.
fn content_digest(response: &Response) -> String {
    let said = serde_json::to_vec(&(
        response.rating,
        &response.comment,
        &response.wave,
        &response.date,
        &response.person,
        &response.account,
        &response.attributes,
    ))
    .unwrap_or_default();
    let mut digest = Sha256::new();
    digest.update(said);
    // An answer to one open question is known as it always was.
    digest.update(questions(response).unwrap_or_default());
    hex::encode(digest.finalize())
}

fn key(response: &Response, said: &str, copies: &mut HashMap<String, usize>) -> String {
    if let Some(id) = &response.id {
        return format!("id:{id}");
    }
    let copy = copies.entry(said.to_owned()).or_insert(0);
    *copy += 1;
    format!("said:{said}:{copy}")
}

fn known_responses(
    transaction: &Transaction<'_>,
    file: i64,
    scale: &Scale,
) -> rusqlite::Result<HashMap<String, String>> {
    let mut statement = transaction.prepare(
        "SELECT key, rating, comment, wave, date, name, email, account, attributes, questions
         FROM response WHERE file = ?1",
    )?;
    let mut shared = SharedTexts::default();
    let rows = statement.query_map([file], |row| {
        let response = Response {
            attributes: serde_json::from_str(row.get_ref(8)?.as_str()?).unwrap_or_default(),
            questions: row
                .get::<_, Option<String>>(9)?
                .and_then(|questions| serde_json::from_str(&questions).ok())
                .unwrap_or_default(),
            ..answer(row, 1, scale, &mut shared)?
        };
        Ok((row.get(0)?, content_digest(&response)))
    })?;
    rows.collect()
}

fn questions(response: &Response) -> Option<String> {
    (!response.questions.is_empty())
        .then(|| serde_json::to_string(&response.questions).expect("a list of places is JSON"))
}

fn attributes(response: &Response) -> String {
    serde_json::to_string(&response.attributes).expect("a map of strings is JSON")
}

fn put_interview(
    transaction: &Transaction<'_>,
    file: i64,
    interview: &Interview,
    added: &mut Added,
) -> rusqlite::Result<()> {
    let nameless = Interview {
        source: String::new(),
        ..interview.clone()
    };
    let content = serde_json::to_string(&nameless).expect("an interview is JSON");
    let before: Option<String> = transaction
        .query_row(
            "SELECT content FROM interview WHERE file = ?1",
            [file],
            |row| row.get(0),
        )
        .optional()?;
    match before {
        Some(known) if known == content => added.unchanged += 1,
        Some(_) => added.replaced.push(interview.source.clone()),
        None => added.new += 1,
    }
    transaction.execute(
        "INSERT OR REPLACE INTO interview (file, content) VALUES (?1, ?2)",
        params![file, content],
    )?;
    Ok(())
}

fn put_accounts(
    transaction: &Transaction<'_>,
    file: i64,
    accounts: &[Account],
    added: &mut Added,
) -> rusqlite::Result<()> {
    let mut before: HashMap<String, String> = transaction
        .prepare("SELECT name, attributes FROM account WHERE file = ?1")?
        .query_map([file], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for account in accounts {
        let attributes =
            serde_json::to_string(&account.attributes).expect("a map of strings is JSON");
        match before.remove(&account.name) {
            Some(known) if known == attributes => added.unchanged += 1,
            Some(_) => added.replaced.push(account.name.clone()),
            None => added.new += 1,
        }
        transaction.execute(
            "INSERT OR REPLACE INTO account (file, name, attributes) VALUES (?1, ?2, ?3)",
            params![file, account.name, attributes],
        )?;
    }
    added.missing = before.len();
    Ok(())
}

fn put_contacts(
    transaction: &Transaction<'_>,
    file: i64,
    people: &[Contact],
    forgotten: &BTreeSet<String>,
    added: &mut Added,
) -> rusqlite::Result<()> {
    let mut before: HashMap<String, String> = transaction
        .prepare("SELECT key, content FROM contact WHERE file = ?1")?
        .query_map([file], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for contact in people {
        let Some(key) = contact.person.key() else {
            continue;
        };
        if is_forgotten(&contact.person, forgotten) {
            added.forgotten += 1;
            continue;
        }
        let content = serde_json::to_string(contact).expect("a person is JSON");
        match before.remove(&key) {
            Some(known) if known == content => added.unchanged += 1,
            Some(_) => added.replaced.push(key.clone()),
            None => added.new += 1,
        }
        transaction.execute(
            "INSERT OR REPLACE INTO contact (file, key, content) VALUES (?1, ?2, ?3)",
            params![file, key, content],
        )?;
    }
    added.missing += before.len();
    Ok(())
}

/// The skips of a file are those of its last reading.
fn put_skips(transaction: &Transaction<'_>, file: i64, skips: &[Skip]) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM skip WHERE file = ?1", [file])?;
    let mut insert =
        transaction.prepare("INSERT INTO skip (file, row, reason) VALUES (?1, ?2, ?3)")?;
    let mut seen = HashSet::new();
    for skip in skips {
        if seen.insert((skip.row, &skip.reason)) {
            insert.execute(params![file, skip.row, skip.reason])?;
        }
    }
    Ok(())
}
