//! What somebody wants to find again: a page of the study, and why.
//!
//! A view is an address inside the page, so that what it shows is looked up
//! anew each time. What is no page of ours is refused at the door.

use serde::{Deserialize, Serialize};

use super::decisions::Signature;
use super::error::Error;
use super::folder::Study;
use crate::question::Page;

/// The name under which views are remembered.
const KEPT: &str = "views";

/// The longest name, in characters.
const NAME: usize = 120;

/// The longest note, in characters.
const NOTE: usize = 4_000;

/// A page that somebody wants to find again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// What it is known by; never given to another.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// The page: `/compare?from=winter&to=spring`.
    pub address: String,
    /// What is to be said of it.
    pub note: Option<String>,
    /// Whether the report shows it.
    pub in_report: bool,
    /// When it was kept (RFC 3339).
    pub at: String,
    /// By whom.
    pub who: String,
}

/// A view that is to be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewDraft {
    /// What it is called.
    pub name: String,
    /// The page.
    pub address: String,
    /// What is to be said of it.
    pub note: Option<String>,
    /// Whether the report shows it.
    pub in_report: bool,
}

/// What becomes of a view; `None`: as before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewChange {
    /// What it is called.
    pub name: Option<String>,
    /// What is to be said of it; empty: nothing.
    pub note: Option<String>,
    /// Whether the report shows it.
    pub in_report: Option<bool>,
}

/// All views, as they are stored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct StoredViews {
    /// The id that was given out last.
    last: u32,
    views: Vec<SavedView>,
}

impl Study {
    /// Returns the views that are kept, in the order they were.
    pub fn views(&self) -> Result<Vec<SavedView>, Error> {
        let stored = self.stored().remembered(KEPT)?;
        Ok(read(stored.as_deref())?.views)
    }

    /// Keeps a view.
    pub fn keep(&mut self, draft: ViewDraft, by: &Signature) -> Result<SavedView, Error> {
        Page::parse(&draft.address)?;
        let name = named(&draft.name)?;
        self.revise(|kept| {
            kept.last += 1;
            let view = SavedView {
                id: kept.last,
                name,
                address: draft.address,
                note: noted(draft.note),
                in_report: draft.in_report,
                at: by.at.clone(),
                who: by.who.clone(),
            };
            kept.views.push(view.clone());
            Ok(view)
        })
    }

    /// Changes a view.
    pub fn change_view(&mut self, id: u32, change: ViewChange) -> Result<SavedView, Error> {
        let name = change.name.as_deref().map(named).transpose()?;
        self.revise(|kept| {
            let mut views = kept.views.iter_mut();
            let view = views
                .find(|view| view.id == id)
                .ok_or(Error::NoView { id })?;
            if let Some(name) = name {
                view.name = name;
            }
            if change.note.is_some() {
                view.note = noted(change.note);
            }
            view.in_report = change.in_report.unwrap_or(view.in_report);
            Ok(view.clone())
        })
    }

    /// Forgets a view.
    pub fn forget_view(&mut self, id: u32) -> Result<(), Error> {
        self.revise(|kept| {
            let known = kept.views.len();
            kept.views.retain(|view| view.id != id);
            if kept.views.len() == known {
                return Err(Error::NoView { id });
            }
            Ok(())
        })
    }

    /// Changes what is kept while nobody else does; an error changes nothing.
    fn revise<T>(
        &mut self,
        change: impl FnOnce(&mut StoredViews) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.store().revise(KEPT, |stored| {
            let mut kept = read(stored.as_deref())?;
            let made = change(&mut kept)?;
            Ok((serde_json::to_vec(&kept).expect("views are JSON"), made))
        })
    }
}

fn read(stored: Option<&[u8]>) -> Result<StoredViews, Error> {
    let read = stored.map(|bytes| serde_json::from_slice(bytes).map_err(|_| Error::Views));
    Ok(read.transpose()?.unwrap_or_default())
}

fn named(name: &str) -> Result<String, Error> {
    let name: String = name.trim().chars().take(NAME).collect();
    if name.is_empty() {
        return Err(Error::NamelessView);
    }
    Ok(name)
}

fn noted(note: Option<String>) -> Option<String> {
    let note: String = note?.trim().chars().take(NOTE).collect();
    (!note.is_empty()).then_some(note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study() -> (tempfile::TempDir, Study) {
        let folder = tempfile::tempdir().unwrap();
        let study = Study::init(folder.path()).unwrap();
        (folder, study)
    }

    fn hanne() -> Signature {
        Signature {
            at: "2025-05-02T10:00:00+02:00".into(),
            who: "hanne".into(),
        }
    }

    fn draft(name: &str, address: &str) -> ViewDraft {
        ViewDraft {
            name: name.into(),
            address: address.into(),
            ..ViewDraft::default()
        }
    }

    #[test]
    fn a_view_is_there_again_when_the_study_is_opened_anew() {
        let (folder, mut study) = study();
        let address = "/compare?from=winter&to=spring";
        let kept = study.keep(draft(" The drop ", address), &hanne()).unwrap();
        assert_eq!((kept.id, kept.name.as_str()), (1, "The drop"));
        drop(study);
        let study = Study::open(folder.path()).unwrap();
        assert_eq!(study.views().unwrap(), [kept]);
    }

    #[test]
    fn two_who_keep_at_once_lose_nothing() {
        let (folder, mut one) = study();
        let mut other = Study::open(folder.path()).unwrap();
        one.keep(draft("one", "/themes"), &hanne()).unwrap();
        other.keep(draft("other", "/map"), &hanne()).unwrap();
        one.change_view(
            2,
            ViewChange {
                in_report: Some(true),
                ..ViewChange::default()
            },
        )
        .unwrap();
        let views = other.views().unwrap();
        let told: Vec<_> = views.iter().map(|view| (view.id, view.in_report)).collect();
        assert_eq!(told, [(1, false), (2, true)]);
    }

    #[test]
    fn a_view_is_renamed_noted_and_forgotten_and_its_number_is_not_used_again() {
        let (_folder, mut study) = study();
        study.keep(draft("a", "/themes"), &hanne()).unwrap();
        let change = ViewChange {
            name: Some("b".into()),
            note: Some("look here".into()),
            in_report: None,
        };
        let view = study.change_view(1, change).unwrap();
        assert_eq!(
            (view.name.as_str(), view.note.as_deref()),
            ("b", Some("look here"))
        );
        let silent = ViewChange {
            note: Some(" ".into()),
            ..ViewChange::default()
        };
        assert_eq!(study.change_view(1, silent).unwrap().note, None);
        study.forget_view(1).unwrap();
        assert!(matches!(study.forget_view(1), Err(Error::NoView { id: 1 })));
        assert_eq!(study.keep(draft("c", "/themes"), &hanne()).unwrap().id, 2);
    }

    #[test]
    fn what_has_no_name_or_is_no_page_of_ours_is_not_kept() {
        let (_folder, mut study) = study();
        assert!(matches!(
            study.keep(draft(" ", "/themes"), &hanne()),
            Err(Error::NamelessView)
        ));
        let elsewhere = study.keep(draft("x", "https://example.org/"), &hanne());
        assert!(matches!(elsewhere, Err(Error::NoPage(_))));
        assert_eq!(study.views().unwrap(), []);
    }
}
