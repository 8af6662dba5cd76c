//! The scale that all ratings of a study are on.
//!
//! A study has one: shares of people on two scales cannot be put together. It
//! is that of the first file with ratings.

use std::path::Path;

use rusqlite::{OptionalExtension, Transaction, params};

use super::store::{Error, Store};
use crate::feedback::Scale;
use crate::ingest::{Content, Intake};

/// Returns the scale that a survey was read on, whether or not anybody rated.
pub(super) fn said(intake: &Intake) -> Option<&Scale> {
    match &intake.content {
        Content::Survey(survey) => Some(&survey.scale),
        Content::Interview(_) | Content::Accounts(_) => None,
    }
}

/// Returns the scale of a file with ratings.
pub(super) fn of(intake: &Intake) -> Option<&Scale> {
    let Content::Survey(survey) = &intake.content else {
        return None;
    };
    let is_rated = survey
        .responses
        .iter()
        .any(|answer| answer.rating.is_some());
    is_rated.then_some(&survey.scale)
}

impl Store {
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

    /// Sees to it that a file's ratings are on the study's scale. A file that
    /// alone has ratings may come again on another.
    pub(super) fn check_scale(&self, intake: &Intake, origin: &str) -> Result<(), Error> {
        let kept = self.scale()?.unwrap_or_default();
        let Some(given) = of(intake).filter(|given| **given != kept) else {
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
pub(super) fn keep(transaction: &Transaction<'_>, scale: &Scale) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM scale", [])?;
    if !scale.is_recommendation() {
        transaction.execute(
            "INSERT INTO scale (only, spec) VALUES (1, ?1)",
            [scale.to_string()],
        )?;
    }
    Ok(())
}
