//! An open study: what is seen of it now, and one hand that writes.
//!
//! Readers take the sight there is and keep it; a decision is checked against
//! the sight it was made from, written down, and makes the next.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError};

use super::error::Error;
use super::map_points::MapPoints;
use super::revision::Revision;
use super::snapshot::Snapshot;
use crate::corpus;
use crate::search::Index;
use crate::study;
use crate::study::saved_views::SavedView;
use crate::study::{Analysis, Map, Signature, Study};
use crate::themes::{Codebook, Detail, Entry, Request};

/// How a study is opened.
#[derive(Clone, Debug)]
pub struct SessionOptions {
    /// Whether nothing may be decided.
    pub read_only: bool,
    /// Whether pages are written as files, for those who have no motif.
    pub bundle: bool,
    /// Who decides.
    pub who: String,
    /// Returns the time (RFC 3339).
    pub clock: fn() -> String,
}

/// A study, what is seen of it now, and who works on it.
pub struct Session {
    study: Mutex<Study>,
    /// What the study was at when it was last looked at.
    version: AtomicI64,
    snapshot: RwLock<Arc<Snapshot>>,
    /// The views as they were last looked at.
    views: RwLock<Vec<SavedView>>,
    options: SessionOptions,
}

impl Session {
    /// Opens a study that was just analysed.
    pub fn new(
        study: Study,
        analysis: Analysis,
        options: SessionOptions,
    ) -> Result<Arc<Self>, Error> {
        let of = (study.stamp()?, study.remembered()?);
        let version = AtomicI64::new(study.version()?);
        let snapshot = Snapshot::new(analysis, of, None);
        let session = Arc::new(Self {
            study: Mutex::new(study),
            version,
            snapshot: RwLock::new(Arc::new(snapshot)),
            views: RwLock::default(),
            options,
        });
        session.prepare();
        Ok(session)
    }

    /// Returns how the study was opened.
    pub fn options(&self) -> &SessionOptions {
        &self.options
    }

    /// Returns what is seen now: also what another program wrote, unless
    /// somebody is just writing here.
    pub fn snapshot(self: &Arc<Self>) -> Result<Arc<Snapshot>, Error> {
        match self.study.try_lock() {
            Ok(study) => self.seen(&study, false),
            Err(TryLockError::Poisoned(study)) => self.seen(&study.into_inner(), false),
            Err(TryLockError::WouldBlock) => Ok(self.current()),
        }
    }

    /// Returns the views that are kept; where somebody is just writing, as they
    /// were.
    pub fn views(&self) -> Vec<SavedView> {
        let kept = &self.views;
        if let Ok(study) = self.study.try_lock()
            && let Ok(views) = study.views()
        {
            *kept.write().unwrap_or_else(PoisonError::into_inner) = views;
        }
        kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the index over the corpus, which is opened when it is first asked.
    pub fn search<T>(
        &self,
        snapshot: &Snapshot,
        ask: impl FnOnce(&Index) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(index) = snapshot.opened() {
            return ask(index);
        }
        let index = {
            let study = self.study();
            snapshot.index(&study)?
        };
        ask(index)
    }

    /// Returns every passage as a point; lays them out where nobody has.
    pub(super) fn map_points(&self, snapshot: &Snapshot) -> Result<Arc<MapPoints>, Error> {
        if let Some(points) = snapshot.laid_out() {
            return Ok(points);
        }
        let study = self.study();
        snapshot.map_points(|analysis| {
            if self.options.read_only {
                return Ok(Map::new(analysis));
            }
            Ok(study.map(analysis)?)
        })
    }

    /// Works with the study itself, while nobody else does.
    pub fn with_study<T>(
        &self,
        work: impl FnOnce(&mut Study) -> Result<T, Error>,
    ) -> Result<T, Error> {
        work(&mut self.study())
    }

    /// Returns a signature for what is decided now.
    pub fn signature(&self) -> Signature {
        Signature {
            at: (self.options.clock)(),
            who: self.options.who.clone(),
        }
    }

    /// Decides several things, all or none, seen at a revision.
    pub fn decide(
        self: &Arc<Self>,
        seen: Revision,
        requests: Vec<Request>,
    ) -> Result<(Arc<Snapshot>, Vec<Entry>), Error> {
        let by = self.signature();
        let signed: Vec<_> = requests
            .into_iter()
            .map(|asked| (asked, by.clone()))
            .collect();
        self.change(seen, |study| Ok(study.decide_all(&signed)?))
    }

    /// Takes back the last decision.
    pub fn undo(self: &Arc<Self>, seen: Revision) -> Result<(Arc<Snapshot>, Vec<Entry>), Error> {
        self.change(seen, |study| Ok(vec![study.undo()?]))
    }

    /// Makes the decision that was taken back last once more.
    pub fn redo(self: &Arc<Self>, seen: Revision) -> Result<(Arc<Snapshot>, Vec<Entry>), Error> {
        self.change(seen, |study| Ok(vec![study.redo()?]))
    }

    fn change(
        self: &Arc<Self>,
        seen: Revision,
        change: impl FnOnce(&mut Study) -> Result<Vec<Entry>, Error>,
    ) -> Result<(Arc<Snapshot>, Vec<Entry>), Error> {
        if self.options.read_only {
            return Err(Error::ReadOnly);
        }
        let mut study = self.study();
        let snapshot = self.seen(&study, false)?;
        if snapshot.revision != seen {
            return Err(Error::Changed {
                since: since(&snapshot, seen),
            });
        }
        let entries = change(&mut study).map_err(|error| match error {
            Error::Study(study::Error::Corpus(corpus::Error::Overtaken)) => {
                Error::Changed { since: Vec::new() }
            }
            other => other,
        })?;
        Ok((self.seen(&study, true)?, entries))
    }

    /// Returns what is seen of the study now; looks again where it was changed,
    /// here or by another program.
    fn seen(self: &Arc<Self>, study: &Study, changed: bool) -> Result<Arc<Snapshot>, Error> {
        let snapshot = self.current();
        let version = study.version()?;
        if !changed && self.version.load(Ordering::Relaxed) == version {
            return Ok(snapshot);
        }
        let (stamp, codebook, remembered) =
            (study.stamp()?, study.codebook()?, study.remembered()?);
        if Revision::new(&stamp, &remembered, &codebook) == snapshot.revision {
            self.version.store(version, Ordering::Relaxed);
            return Ok(snapshot);
        }
        let same = snapshot.stamp == stamp && snapshot.remembered == remembered;
        let analysis = self.looked_again(study, &snapshot, same, codebook)?;
        let of = (stamp, study.remembered()?);
        let next = Arc::new(Snapshot::new(analysis, of, Some(&snapshot)));
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = next.clone();
        self.version.store(version, Ordering::Relaxed);
        self.prepare();
        Ok(next)
    }

    /// Looks at the study again; where the `same` was said and is remembered of
    /// its themes, decisions are put on top of what is there.
    fn looked_again(
        &self,
        study: &Study,
        before: &Snapshot,
        same: bool,
        codebook: Codebook,
    ) -> Result<Analysis, Error> {
        let known = before.analysis(Detail::Default);
        let rearranged = same.then(|| known.decided(codebook)).flatten();
        let analysis = match rearranged {
            Some(analysis) => analysis,
            None if same => Analysis::new(known.corpus.clone(), study.settings(), study.past()?),
            None => Analysis::new(study.corpus()?, study.settings(), study.past()?),
        };
        if !self.options.read_only {
            study.remember(&analysis)?;
        }
        Ok(analysis)
    }

    /// Looks at all levels of detail while nobody waits for them.
    fn prepare(self: &Arc<Self>) {
        let snapshot = self.current();
        // Not on a thread of the pool: waiting there for a level that a request
        // looks at, it would keep that request's own work from being done.
        std::thread::spawn(move || snapshot.prepare());
    }

    fn current(&self) -> Arc<Snapshot> {
        self.snapshot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn study(&self) -> MutexGuard<'_, Study> {
        // What a panic left behind is on disk in whole transactions.
        self.study.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns what the log holds beyond a revision, and what was taken back since.
fn since(now: &Snapshot, seen: Revision) -> Vec<String> {
    let entries = now.any().codebook.entries.iter();
    let later = entries.filter(|entry| entry.number > seen.decisions);
    later.map(|entry| now.said(entry)).collect()
}
