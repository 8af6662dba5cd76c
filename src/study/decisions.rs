//! What people decide about the themes of a study: checked, written down,
//! taken back.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::analysis::Analysis;
use super::error::Error;
use super::folder::Study;
use crate::corpus::StoredDecision;
use crate::feedback::Excerpt;
use crate::text::harmless_line;
use crate::themes::{Arrangement, Codebook, Entry, Memory, Request, SplitPiece};

/// When a decision is made, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// When (RFC 3339).
    pub at: String,
    /// Who.
    pub who: String,
}

impl Study {
    /// Reads what people decided.
    pub fn codebook(&self) -> Result<Codebook, Error> {
        let entries = self.decided()?.into_iter().map(|decided| {
            let unread = |_| Error::Decision {
                number: decided.number,
            };
            let written = serde_json::from_str(&decided.content).map_err(unread)?;
            let written: StoredEntry = serde_json::from_value(upgraded(written)).map_err(unread)?;
            Ok(Entry {
                number: decided.number,
                at: decided.at,
                who: decided.who,
                request: written.request,
                made: written.made,
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
        Ok(Analysis::new(self.corpus()?, self.settings(), past))
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
        let last = codebook.last_active().ok_or(Error::NothingToUndo)?;
        let decided = self.memory()?.map_or(0, |memory| memory.decided());
        // A piece is made of passages, which nothing that is mined takes away.
        let moves = match &last.request {
            Request::Merge { .. } => true,
            Request::Split { pieces, .. } => pieces.is_empty(),
            _ => false,
        };
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
    request: Request,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    made: Vec<u32>,
    upon: Option<u32>,
}

/// Returns a decision as it is written today. Older logs have the numbers that
/// were given out as `into` beside a split theme, and as `theme` beside words or
/// a name.
fn upgraded(mut written: Value) -> Value {
    let old = match written["what"].as_str() {
        Some("split") => "into",
        Some("seed" | "create") => "theme",
        _ => return written,
    };
    if let Some(made) = written
        .as_object_mut()
        .and_then(|fields| fields.remove(old))
    {
        written["made"] = if made.is_array() {
            made
        } else {
            Value::Array(vec![made])
        };
    }
    written
}

fn decided(entry: &Entry) -> StoredDecision {
    let written = StoredEntry {
        request: entry.request.clone(),
        made: entry.made.clone(),
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
    let checked = checked(request, by, memory, codebook)?;
    Ok(checked.map(|(request, made)| Entry {
        number: codebook.length() + 1,
        at: by.at.clone(),
        who: by.who.clone(),
        request,
        made,
        undone: false,
        upon: codebook.last_active().map_or(0, |entry| entry.number),
    }))
}

/// Checks a request against the themes there are. Returns it with the numbers
/// of the themes it makes; `None` where it holds already.
fn checked(
    request: &Request,
    by: &Signature,
    memory: &Memory,
    codebook: &Codebook,
) -> Result<Option<(Request, Vec<u32>)>, Error> {
    let arrangement = Arrangement::new(memory, codebook);
    let known = |theme: u32| known_or_made(theme, &arrangement, codebook);
    let next = memory.highest().max(codebook.highest_theme()) + 1;
    let mut request = request.clone();
    let mut made = Vec::new();
    match &mut request {
        Request::Rename { theme, name } => {
            known(*theme)?;
            *name = named(name)?;
        }
        Request::Merge { into, from } => {
            known(*into)?;
            from.sort_unstable();
            from.dedup();
            for &theme in &*from {
                known(theme)?;
                if theme == *into {
                    return Err(Error::MergeWithItself { theme });
                }
            }
        }
        Request::Split {
            theme,
            pieces,
            name,
        } => {
            known(*theme)?;
            check_pieces(pieces)?;
            *name = name.as_deref().map(named).transpose()?;
            let further = match pieces.len() {
                0 => arrangement.pieces(*theme).len().saturating_sub(1),
                chosen => chosen,
            };
            if further == 0 {
                return Err(Error::Whole { theme: *theme });
            }
            made = (next..next + further as u32).collect();
        }
        Request::Group { heading, themes } => {
            *heading = heading.as_deref().map(named).transpose()?;
            for &theme in &*themes {
                known(theme)?;
            }
        }
        Request::Park { theme }
        | Request::Confirm { theme }
        | Request::Own { theme, .. }
        | Request::Code { theme, .. }
        | Request::Move { theme, .. }
        | Request::Check { theme, .. } => {
            known(*theme)?;
        }
        Request::Phrases {
            theme,
            words,
            without,
        } => {
            known(*theme)?;
            *words = phrases(words)?;
            *without = phrases(without)?;
            let exclusions = codebook.exclusions();
            let kept_out = exclusions.get(theme).copied().unwrap_or_default();
            if codebook.phrases(*theme) == *words && kept_out == *without {
                return Ok(None);
            }
        }
        Request::Seed { words } => {
            if codebook.seeds().iter().any(|seed| seed.words == *words) {
                return Ok(None);
            }
            made = vec![next];
        }
        Request::Exclude { words } => {
            let excluded = codebook.excluded();
            if words.iter().all(|word| excluded.contains(word)) {
                return Ok(None);
            }
        }
        Request::Create { name, .. } => {
            *name = named(name)?;
            made = vec![next];
        }
        Request::Uncode {
            theme,
            passages,
            whose,
        } => {
            let whose = whose.get_or_insert_with(|| by.who.clone());
            keep_own(passages, *theme, whose, codebook);
            if passages.is_empty() {
                return Ok(None);
            }
        }
        Request::Unassign { passages } => {
            let mut known = HashSet::new();
            passages.retain(|passage| known.insert(passage.clone()));
        }
        Request::Mark { .. } => {}
    }
    Ok(Some((request, made)))
}

/// Returns a name without what stands around it; there must be one.
fn named(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Nameless);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::TooLong { most: LONGEST_NAME });
    }
    Ok(harmless_line(name).into_owned())
}

/// Names the pieces of a split; each must have passages that no other has.
fn check_pieces(pieces: &mut [SplitPiece]) -> Result<(), Error> {
    let mut all = HashSet::new();
    for piece in pieces {
        piece.name = named(&piece.name)?;
        let mut passages = piece.passages.iter();
        let distinct = passages.all(|passage| all.insert(passage.clone()));
        if piece.passages.is_empty() || !distinct {
            return Err(Error::Piece {
                name: piece.name.clone(),
            });
        }
    }
    Ok(())
}

/// Keeps those passages that somebody gave to a theme.
fn keep_own(passages: &mut Vec<Excerpt>, theme: u32, whose: &str, codebook: &Codebook) {
    let coded = codebook.coded();
    passages.retain(|passage| {
        let own = coded.iter().filter(|coded| coded.who == whose);
        let mut same = own.filter(|coded| coded.theme == theme);
        same.any(|coded| coded.passage == *passage)
    });
}

/// Letters of a name, of a phrase, and how many phrases a theme has at most.
const LONGEST_NAME: usize = 200;
const LONGEST_PHRASE: usize = 100;
const MOST_PHRASES: usize = 200;

/// Returns phrases, each once and without what stands around them.
fn phrases(words: &[String]) -> Result<Vec<String>, Error> {
    let mut known = HashSet::new();
    let words = words.iter().map(|phrase| phrase.trim());
    let words: Vec<&str> = words
        .filter(|phrase| !phrase.is_empty() && known.insert(phrase.to_lowercase()))
        .collect();
    if words.len() > MOST_PHRASES {
        return Err(Error::TooMany { most: MOST_PHRASES });
    }
    let is_long = |phrase: &&str| phrase.chars().count() > LONGEST_PHRASE;
    if words.iter().any(is_long) {
        return Err(Error::TooLong {
            most: LONGEST_PHRASE,
        });
    }
    Ok(words
        .into_iter()
        .map(|phrase| harmless_line(phrase).into_owned())
        .collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_of_an_earlier_version_is_read_as_it_was_meant() {
        let read = |written: &str| -> StoredEntry {
            let written = serde_json::from_str(written).unwrap();
            serde_json::from_value(upgraded(written)).unwrap()
        };
        let split = read(r#"{"what":"split","theme":4,"into":[7,8],"upon":3}"#);
        assert_eq!((split.request, split.made), (Request::split(4), vec![7, 8]));
        let created = read(r#"{"what":"create","theme":9,"name":"Slow"}"#);
        assert_eq!((created.made, created.upon), (vec![9], None));
        let merged = read(r#"{"what":"merge","into":4,"from":[7]}"#);
        assert_eq!(
            merged.request,
            Request::Merge {
                into: 4,
                from: vec![7]
            }
        );
    }

    #[test]
    fn a_decision_is_read_as_it_was_written() {
        let words = vec!["phone".to_owned()];
        let entry = Entry {
            number: 1,
            at: String::new(),
            who: "Ana".into(),
            request: Request::Seed { words },
            made: vec![12],
            undone: false,
            upon: 0,
        };
        let written = serde_json::from_str(&decided(&entry).content).unwrap();
        let read: StoredEntry = serde_json::from_value(upgraded(written)).unwrap();
        assert_eq!((read.request, read.made), (entry.request, entry.made));
    }
}
