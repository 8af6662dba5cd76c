//! What people decide about the themes of a study: checked, written down,
//! taken back.

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::error::Error;
use super::folder::Study;
use crate::corpus::StoredDecision;
use crate::feedback::Excerpt;
use crate::themes::{Arrangement, Codebook, Decision, Entry, Memory};

/// When a decision is made, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// When (RFC 3339).
    pub at: String,
    /// Who.
    pub who: String,
}

/// What one may ask for; numbers that are given out stand in the
/// [`Decision`] that comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Request {
    Rename {
        theme: u32,
        name: String,
    },
    Merge {
        into: u32,
        from: Vec<u32>,
    },
    Split {
        theme: u32,
    },
    Park {
        theme: u32,
    },
    Confirm {
        theme: u32,
    },
    Own {
        theme: u32,
        owner: Option<String>,
    },
    Seed {
        words: Vec<String>,
    },
    Exclude {
        words: Vec<String>,
    },
    Create {
        name: String,
        passages: Vec<Excerpt>,
    },
    Code {
        theme: u32,
        passages: Vec<Excerpt>,
    },
    Uncode {
        theme: u32,
        passages: Vec<Excerpt>,
    },
    Mark {
        passage: Excerpt,
        important: Option<bool>,
        memo: Option<String>,
    },
}

impl Study {
    /// Reads what people decided.
    pub fn codebook(&self) -> Result<Codebook, Error> {
        let entries = self.decided()?.into_iter().map(|decided| {
            let unread = |_| Error::Decision {
                number: decided.number,
            };
            let written: StoredEntry = serde_json::from_str(&decided.content).map_err(unread)?;
            Ok(Entry {
                number: decided.number,
                at: decided.at,
                who: decided.who,
                decision: written.decision,
                undone: decided.undone,
                // Older logs do not say; there one followed the other.
                upon: written.upon.unwrap_or(decided.number - 1),
            })
        });
        Ok(Codebook {
            entries: entries.collect::<Result<_, Error>>()?,
        })
    }

    /// Decides something; returns what was written down, or `None` where it
    /// holds already.
    pub fn decide(&mut self, request: &Request, by: &Signature) -> Result<Option<Entry>, Error> {
        let codebook = self.codebook()?;
        let memory = self.memory()?.unwrap_or_default();
        let Some(entry) = entry(request, by, &memory, &codebook)? else {
            return Ok(None);
        };
        self.write(&entry)?;
        Ok(Some(entry))
    }

    /// Decides several things, all or none, as others signed them; returns what
    /// was written down.
    pub fn decide_all(&mut self, requests: &[(Request, Signature)]) -> Result<Vec<Entry>, Error> {
        let mut codebook = self.codebook()?;
        let memory = self.memory()?.unwrap_or_default();
        let known = codebook.entries.len();
        for (request, by) in requests {
            let entry = entry(request, by, &memory, &codebook)?;
            codebook.entries.extend(entry);
        }
        let new = codebook.entries.split_off(known);
        let decided: Vec<StoredDecision> = new.iter().map(decided).collect();
        self.store().decide(&decided)?;
        Ok(new)
    }

    /// Returns what an analysis would find if something were decided; nothing
    /// is changed.
    pub fn proposed(&self, request: &Request, by: &Signature) -> Result<Analysis, Error> {
        let mut past = self.past()?;
        past.codebook = self.imagined(request, by)?;
        past.memory.get_or_insert_default();
        Ok(Analysis::of(self.corpus()?, &self.titled(), past))
    }

    /// Returns the codebook as it would be if something were decided.
    pub fn imagined(&self, request: &Request, by: &Signature) -> Result<Codebook, Error> {
        let mut codebook = self.codebook()?;
        let memory = self.memory()?.unwrap_or_default();
        let entry = entry(request, by, &memory, &codebook)?;
        codebook.entries.extend(entry);
        Ok(codebook)
    }

    /// Takes back the last decision that holds; returns it.
    pub fn undo(&mut self) -> Result<Entry, Error> {
        let codebook = self.codebook()?;
        let last = codebook.last_holding().ok_or(Error::NothingToUndo)?;
        let decided = self.memory()?.map_or(0, |memory| memory.decided());
        let moves = matches!(
            last.decision,
            Decision::Merge { .. } | Decision::Split { .. }
        );
        if moves && last.number <= decided {
            return Err(Error::MinedSince {
                number: last.number,
            });
        }
        self.mark(last, true)
    }

    /// Makes the decision that was taken back last once more; returns it.
    pub fn redo(&mut self) -> Result<Entry, Error> {
        let codebook = self.codebook()?;
        let undone = codebook.first_undone().ok_or(Error::NothingToRedo)?;
        self.mark(undone, false)
    }

    fn mark(&mut self, entry: &Entry, undone: bool) -> Result<Entry, Error> {
        let entry = Entry {
            undone,
            ..entry.clone()
        };
        self.store().mark_decision(entry.number, undone)?;
        Ok(entry)
    }

    fn write(&mut self, entry: &Entry) -> Result<(), Error> {
        Ok(self.store().decide(&[decided(entry)])?)
    }
}

/// A decision as the log keeps it.
#[derive(Serialize, Deserialize)]
struct StoredEntry {
    #[serde(flatten)]
    decision: Decision,
    upon: Option<u32>,
}

fn decided(entry: &Entry) -> StoredDecision {
    let written = StoredEntry {
        decision: entry.decision.clone(),
        upon: Some(entry.upon),
    };
    StoredDecision {
        number: entry.number,
        at: entry.at.clone(),
        who: entry.who.clone(),
        content: serde_json::to_string(&written).expect("a decision is JSON"),
        undone: entry.undone,
    }
}

/// Returns requests as a codebook, for files that are looked at once and
/// have no study to remember them.
pub fn wished(requests: &[Request]) -> Codebook {
    let mut codebook = Codebook::default();
    for request in requests {
        let entry = entry(
            request,
            &Signature::default(),
            &Memory::default(),
            &codebook,
        );
        codebook.entries.extend(entry.ok().flatten());
    }
    codebook
}

/// Returns what a request adds to the log; `None` where it holds already.
fn entry(
    request: &Request,
    by: &Signature,
    memory: &Memory,
    codebook: &Codebook,
) -> Result<Option<Entry>, Error> {
    let decision = decision(request, memory, codebook)?;
    Ok(decision.map(|decision| Entry {
        number: codebook.length() + 1,
        at: by.at.clone(),
        who: by.who.clone(),
        decision,
        undone: false,
        upon: codebook.last_holding().map_or(0, |entry| entry.number),
    }))
}

/// Checks a request against the themes there are.
fn decision(
    request: &Request,
    memory: &Memory,
    codebook: &Codebook,
) -> Result<Option<Decision>, Error> {
    let arrangement = Arrangement::of(memory, codebook);
    let known = |theme: u32| known_or_made(theme, &arrangement, codebook);
    let next = memory.highest().max(codebook.highest_theme()) + 1;
    Ok(Some(match request.clone() {
        Request::Rename { theme, name } => Decision::Rename {
            theme: known(theme)?,
            name: named(&name)?,
        },
        Request::Merge { into, from } => {
            known(into)?;
            for &theme in &from {
                known(theme)?;
                if theme == into {
                    return Err(Error::MergeWithItself { theme });
                }
            }
            Decision::Merge { into, from }
        }
        Request::Split { theme } => {
            let pieces = arrangement.pieces(known(theme)?).len() as u32;
            if pieces < 2 {
                return Err(Error::Whole { theme });
            }
            let into = (next..next + pieces - 1).collect();
            Decision::Split { theme, into }
        }
        Request::Park { theme } => Decision::Park {
            theme: known(theme)?,
        },
        Request::Confirm { theme } => Decision::Confirm {
            theme: known(theme)?,
        },
        Request::Own { theme, owner } => Decision::Own {
            theme: known(theme)?,
            owner,
        },
        Request::Seed { words } => {
            if codebook.seeds().iter().any(|seed| seed.words == words) {
                return Ok(None);
            }
            Decision::Seed { theme: next, words }
        }
        Request::Exclude { words } => {
            let excluded = codebook.excluded();
            if words.iter().all(|word| excluded.contains(word)) {
                return Ok(None);
            }
            Decision::Exclude { words }
        }
        Request::Create { name, passages } => Decision::Create {
            theme: next,
            name: named(&name)?,
            passages,
        },
        Request::Code { theme, passages } => {
            known_or_made(theme, &arrangement, codebook)?;
            Decision::Code { theme, passages }
        }
        Request::Uncode { theme, passages } => {
            let coded = codebook.coded();
            let is_coded = |passage: &Excerpt| {
                let mut same = coded.iter().filter(|coded| coded.theme == theme);
                same.any(|coded| coded.passage == *passage)
            };
            let passages: Vec<Excerpt> = passages.into_iter().filter(is_coded).collect();
            if passages.is_empty() {
                return Ok(None);
            }
            Decision::Uncode { theme, passages }
        }
        Request::Mark {
            passage,
            important,
            memo,
        } => Decision::Mark {
            passage,
            important,
            memo,
        },
    }))
}

/// Returns a name without what stands around it; there must be one.
fn named(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Nameless);
    }
    Ok(name.to_owned())
}

/// Returns a theme that was mined, or that somebody made and nothing is in yet.
fn known_or_made(theme: u32, arrangement: &Arrangement, codebook: &Codebook) -> Result<u32, Error> {
    let mut themes = arrangement.themes();
    themes.extend(codebook.created());
    if themes.contains(&theme) {
        return Ok(theme);
    }
    Err(Error::NoTheme {
        wanted: theme.to_string(),
        themes: themes.into_iter().map(|theme| theme.to_string()).collect(),
    })
}
