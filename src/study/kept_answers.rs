//! Answers that were given before, so that asking again costs what it touches.
//!
//! Takes a question and the study's state; gives the bytes that answered it in
//! that very state. Each stands in a file of its own under `analysis/answers/`,
//! named by a digest of the question and of everything the answer depends on:
//! what was said, decided, noted and remembered, the settings, and the program.
//! Whatever changes, the file is not found. It is rebuilt: taken away, the
//! question is asked anew.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::error::Error;
use super::folder::{Study, last_remembered};
use super::map::ANALYSIS;
use crate::vectorize::VectorSource;

/// The folder in [`ANALYSIS`].
const FOLDER: &str = "answers";

/// Stands before a digest of what follows, and that. Raise its number whenever
/// this form changes.
const FORM: &[u8] = b"motif answer 1\n";

/// So many answers are kept, none of them longer than this, in bytes: the
/// oldest gives way.
const MOST: usize = 500;
const LONGEST: usize = 1 << 20;

/// All that an answer depends on beside its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudyState {
    /// What was said, decided and noted, the settings, and the program.
    given: [u8; 32],
    /// The themes that are remembered.
    themes: [u8; 32],
}

impl StudyState {
    /// Returns whether nobody but this program changed anything since, and it
    /// nothing but which themes are remembered.
    pub fn follows(&self, before: &Self) -> bool {
        let is_ours = last_remembered() == Some(self.themes);
        self.given == before.given && (self.themes == before.themes || is_ours)
    }
}

impl Study {
    /// Returns the state the study is in; `None` where an answer depends on more
    /// than can be told: a model in files of its own, or one that words names.
    pub fn state(&self) -> Result<Option<StudyState>, Error> {
        let settings = self.settings();
        let is_told =
            !matches!(settings.vectors, VectorSource::Directory(_)) && settings.naming.is_none();
        let Some(program) = program().filter(|_| is_told) else {
            return Ok(None);
        };
        let mut given = Sha256::new();
        given.update(self.revision()?);
        given.update(program);
        given.update(format!("{settings:?}"));
        Ok(Some(StudyState {
            given: given.finalize().into(),
            themes: self.remembered()?,
        }))
    }

    /// Returns what answered a question in this state.
    pub fn kept_answer(&self, question: &str, state: &StudyState) -> Option<Vec<u8>> {
        let kept = fs::read(self.answer_file(question, state)).ok()?;
        let (digest, answer) = kept.strip_prefix(FORM)?.split_at_checked(32)?;
        (digest == &Sha256::digest(answer)[..]).then(|| answer.to_vec())
    }

    /// Keeps what answered a question in this state. Where that cannot be
    /// written the question is asked again, so nothing is said of it.
    pub fn keep_answer(&self, question: &str, state: &StudyState, answer: &[u8]) {
        if answer.len() <= LONGEST && !self.is_read_only() {
            let _ = self.write_answer(question, state, answer);
        }
    }

    fn write_answer(
        &self,
        question: &str,
        state: &StudyState,
        answer: &[u8],
    ) -> std::io::Result<()> {
        let folder = self.answers();
        fs::create_dir_all(&folder)?;
        // What is cut short by a power cut is known by its digest: nobody waits
        // for the disk.
        let mut beside = tempfile::NamedTempFile::new_in(&folder)?;
        beside.write_all(FORM)?;
        beside.write_all(&Sha256::digest(answer))?;
        beside.write_all(answer)?;
        beside.persist(self.answer_file(question, state))?;
        self.drop_oldest()
    }

    fn drop_oldest(&self) -> std::io::Result<()> {
        let entries = fs::read_dir(self.answers())?.filter_map(Result::ok);
        let mut kept: Vec<(SystemTime, PathBuf)> = entries
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        kept.sort();
        let over = kept.len().saturating_sub(MOST);
        kept[..over]
            .iter()
            .try_for_each(|(_, path)| fs::remove_file(path))
    }

    fn answers(&self) -> PathBuf {
        self.dir().join(ANALYSIS).join(FOLDER)
    }

    fn answer_file(&self, question: &str, state: &StudyState) -> PathBuf {
        let mut digest = Sha256::new();
        digest.update(state.given);
        digest.update(state.themes);
        digest.update(question);
        self.answers().join(hex::encode(&digest.finalize()[..16]))
    }
}

/// Returns what tells this program from another build of it.
fn program() -> Option<String> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = file.modified().ok()?;
    Some(format!(
        "{} {} {built:?}",
        env!("CARGO_PKG_VERSION"),
        file.len()
    ))
}
