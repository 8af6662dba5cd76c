//! A study on disk: a folder with a corpus, settings, and what is rebuilt.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::analysis::Analysis;
use super::error::Error;
use super::naming_model::NamingModel;
use super::refresh::{Past, Renewal};
use super::settings::Settings;
use crate::corpus::{Added, Corpus, Store, StoredDecision};
use crate::feedback::Scale;
use crate::ingest::{self, Intake};
use crate::replace;
use crate::search::Index;
use crate::themes::Memory;

/// A folder that remembers.
pub struct Study {
    dir: PathBuf,
    store: Store,
    settings: Settings,
}

const CORPUS: &str = "corpus.db";
const SETTINGS: &str = "motif.toml";
const SEARCH: &str = "search";

/// The name under which themes are remembered.
const MEMORY: &str = "themes";

/// What this program remembered last, which it need not hold for the work of
/// another.
static REMEMBERED: Mutex<Option<[u8; 32]>> = Mutex::new(None);

/// Returns a digest of what this program remembered last.
pub(super) fn last_remembered() -> Option<[u8; 32]> {
    *REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note_remembered(bytes: &[u8]) {
    let digest = Sha256::digest(bytes).into();
    *REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner) = Some(digest);
}

impl Study {
    /// Makes a study in a folder, making the folder where there is none.
    pub fn init(dir: &Path) -> Result<Self, Error> {
        if dir.join(CORPUS).exists() {
            return Err(Error::IsStudy {
                dir: dir.to_owned(),
            });
        }
        let written = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Folder {
                path,
                verb: "written",
                source,
            }
        };
        std::fs::create_dir_all(dir).map_err(written(dir))?;
        let settings = dir.join(SETTINGS);
        if !settings.exists() {
            replace::with_bytes(&settings, Settings::TEMPLATE.as_bytes())
                .map_err(written(&settings))?;
        }
        Store::open(&dir.join(CORPUS))?;
        Self::open(dir)
    }

    /// Opens the study in a folder.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        if !dir.join(CORPUS).exists() {
            return Err(Error::NoStudy {
                dir: dir.to_owned(),
            });
        }
        let folder = dir.canonicalize().ok();
        let folder = folder.as_deref().and_then(Path::file_name);
        let settings = Settings {
            folder: folder
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            ..read_settings(&dir.join(SETTINGS))?
        };
        Ok(Self {
            dir: dir.to_owned(),
            store: Store::open(&dir.join(CORPUS))?,
            settings,
        })
    }

    /// Opens the study one stands in: that of a folder or of one above it.
    pub fn find(from: &Path) -> Result<Self, Error> {
        let inside = from.ancestors().find(|dir| dir.join(CORPUS).exists());
        inside.map_or_else(
            || {
                Err(Error::NoStudy {
                    dir: from.to_owned(),
                })
            },
            Self::open,
        )
    }

    /// Returns the folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Adds a file that was read from a path.
    pub fn add(&mut self, intake: &Intake, path: &Path) -> Result<Added, Error> {
        let folder = path
            .canonicalize()
            .ok()
            .and_then(|path| path.parent().map(Path::to_owned))
            .unwrap_or_default();
        Ok(self.store.add(intake, &folder)?)
    }

    /// Returns whether the study can be asked and not changed.
    pub fn is_read_only(&self) -> bool {
        self.store.is_read_only()
    }

    /// Returns what the ratings are on, where that is not 0 to 10.
    pub fn scale(&self) -> Result<Option<Scale>, Error> {
        Ok(self.store.scale()?)
    }

    /// Returns a digest of everything that was said, the same whatever order
    /// it was added in.
    pub fn stamp(&self) -> Result<String, Error> {
        Ok(self.store.stamp()?)
    }

    /// Returns a number that changes when another program writes to the study.
    pub fn version(&self) -> Result<i64, Error> {
        Ok(self.store.version()?)
    }

    /// Returns a digest of what is remembered of its themes.
    pub fn remembered(&self) -> Result<[u8; 32], Error> {
        let bytes = self.store.remembered(MEMORY)?.unwrap_or_default();
        Ok(Sha256::digest(bytes).into())
    }

    /// Returns a digest of what was said, decided and noted.
    pub(super) fn revision(&self) -> Result<[u8; 32], Error> {
        Ok(self.store.revision(MEMORY)?)
    }

    /// Reads everything that was said.
    pub fn corpus(&self) -> Result<Corpus, Error> {
        Ok(self.store.corpus()?)
    }

    /// Reads what may stand at a place as somebody wrote it, and no more.
    pub fn corpus_at(&self, written: &str) -> Result<Corpus, Error> {
        Ok(self.store.corpus_at(written)?)
    }

    /// Finds the themes of everything that was said, and remembers them.
    pub fn analyze(&self) -> Result<Analysis, Error> {
        let analysis = Analysis::new(self.corpus()?, &self.settings, self.past()?);
        self.remember(&analysis)?;
        Ok(analysis)
    }

    /// Returns the themes so far and what people decided.
    pub fn past(&self) -> Result<Past, Error> {
        Ok(Past {
            memory: self.memory()?,
            codebook: self.codebook()?,
            renewal: Renewal::Grow,
            lasting: true,
            work: self.work()?,
        })
    }

    /// Remembers the themes of an analysis; returns whether they are kept,
    /// which they are not where the study can only be read.
    pub fn remember(&self, analysis: &Analysis) -> Result<bool, Error> {
        let bytes = analysis.memory.to_bytes();
        let is_known = self.store.remembered(MEMORY)?.as_deref() == Some(&bytes[..]);
        let can_be_kept = !self.store.is_read_only();
        if is_known || !can_be_kept {
            return Ok(is_known);
        }
        note_remembered(&bytes);
        match self.store.remember(MEMORY, &bytes) {
            // SQLite may notice only now that nothing can be written.
            Err(error) if error.is_of_writing() => Ok(false),
            kept => Ok(kept.map(|()| true)?),
        }
    }

    pub(super) fn memory(&self) -> Result<Option<Memory>, Error> {
        let bytes = self.store.remembered(MEMORY)?;
        let read = |bytes: Vec<u8>| Memory::from_bytes(&bytes).ok_or(Error::Memory);
        bytes.map(read).transpose()
    }

    pub(super) fn stored(&self) -> &Store {
        &self.store
    }

    pub(super) fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    pub(super) fn decided(&self) -> Result<Vec<StoredDecision>, Error> {
        Ok(self.store.decisions()?)
    }

    pub(super) fn search_folder(&self) -> PathBuf {
        self.dir.join(SEARCH)
    }

    /// Opens the search index over the study's corpus, rebuilding it when it
    /// is missing or stale; where the study can only be read, for this run.
    pub fn index(&self, corpus: &Corpus) -> Result<Index, Error> {
        let opened = Index::open_or_build(
            &self.search_folder(),
            &corpus.scale,
            &corpus.responses,
            &corpus.interviews,
            &corpus.stamp,
        );
        match opened {
            Err(error) if error.is_of_writing() => Ok(Index::build_aside(
                &corpus.scale,
                &corpus.responses,
                &corpus.interviews,
            )?),
            opened => Ok(opened?),
        }
    }
}

fn read_settings(path: &Path) -> Result<Settings, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Settings::default());
        }
        Err(source) => {
            return Err(Error::Folder {
                path: path.to_owned(),
                verb: "read",
                source,
            });
        }
    };
    let settings: Settings = toml::from_str(&text).map_err(|error| Error::Settings {
        path: path.to_owned(),
        reason: error.to_string().trim_end().replace('\n', "\n  "),
    })?;
    match settings.naming.as_ref().and_then(NamingModel::refusal) {
        Some(reason) => Err(Error::Settings {
            path: path.to_owned(),
            reason,
        }),
        None => Ok(settings),
    }
}

/// A path and what was read there.
pub type ReadFile = (PathBuf, Result<Intake, ingest::Error>);

/// Reads files, and the files in folders, in parallel; results stand in the
/// order of their paths.
///
/// Each file is read for itself: that one fails does not keep others out.
pub fn intakes(paths: &[PathBuf], options: &ingest::ReadOptions) -> Result<Vec<ReadFile>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let inside = FolderFiles::list(path)?;
            if inside.read.is_empty() {
                return Err(Error::NoFiles { path: path.clone() });
            }
            files.extend(inside.read);
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    let mut read: Vec<ReadFile> = files
        .into_par_iter()
        .flat_map_iter(|path| {
            let each = ingest::read_all(&path, options).unwrap_or_else(|error| vec![Err(error)]);
            each.into_iter().map(move |intake| (path.clone(), intake))
        })
        .collect();
    let mut good: Vec<&mut Intake> = read
        .iter_mut()
        .filter_map(|(_, intake)| intake.as_mut().ok())
        .collect();
    ingest::doubt_copies(&mut good);
    Ok(read)
}

/// What is in a folder that was named as a whole.
#[derive(Debug)]
pub struct FolderFiles {
    /// The folder.
    pub dir: PathBuf,
    /// The files that are read.
    pub read: Vec<PathBuf>,
    /// Files that could be read and are not, because they are called as those
    /// that only say something of the others: `README.md`.
    pub set_aside: Vec<PathBuf>,
    /// Files in formats that are not read. What programs keep for themselves
    /// is not among them.
    pub unreadable: Vec<PathBuf>,
}

impl FolderFiles {
    /// Lists a folder, each group by name.
    pub fn list(dir: &Path) -> Result<Self, Error> {
        let entries = std::fs::read_dir(dir).map_err(|source| Error::Folder {
            path: dir.to_owned(),
            verb: "read",
            source,
        })?;
        let entries = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files: Vec<PathBuf> = entries
            .filter(|path| path.is_file() && !ingest::is_hidden(path))
            .collect();
        files.sort();
        let (readable, unreadable): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|path| ingest::reads(path));
        let (set_aside, read) = readable
            .into_iter()
            .partition(|path| ingest::accompanies(path));
        Ok(Self {
            dir: dir.to_owned(),
            read,
            set_aside,
            unreadable,
        })
    }
}
