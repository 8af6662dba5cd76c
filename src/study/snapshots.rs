//! How a study stood on a day, to compare it with how it stands now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::decisions::Signature;
use super::error::Error;
use super::folder::Study;
use crate::corpus::RegisterEntry;
use crate::themes::ThemeId;

/// How a study stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudySnapshot {
    /// What it is called; `None`: only the last.
    pub name: Option<String>,
    /// Answers.
    pub responses: u64,
    /// Everybody's latest answers with a comment.
    #[serde(default)]
    pub commented: u64,
    /// Interviews.
    pub interviews: u64,
    /// How everybody rated last, by what tells them apart.
    pub ratings: BTreeMap<String, u8>,
    /// Themes by number: their name and how many people mention them.
    pub themes: BTreeMap<u32, (String, u64)>,
}

impl StudySnapshot {
    const KIND: &'static str = "snapshot";

    /// Takes down how an analysis stands.
    pub fn new(analysis: &Analysis, name: Option<String>) -> Self {
        let corpus = &analysis.corpus;
        let latest = analysis.people.latest.iter();
        let ratings = latest.filter_map(|&at| {
            let of = &corpus.responses[at];
            Some((of.person.key()?, of.rating?.value()))
        });
        let themes = analysis.findings.iter().filter_map(|finding| {
            let ThemeId::Theme(number) = finding.theme.id else {
                return None;
            };
            let said = (finding.theme.name.clone(), finding.latest.len() as u64);
            (!finding.theme.standing.parked).then_some((number, said))
        });
        Self {
            name,
            responses: corpus.responses.len() as u64,
            commented: analysis
                .people
                .latest
                .iter()
                .filter(|at| analysis.passages.has_comment(**at))
                .count() as u64,
            interviews: corpus.interviews.len() as u64,
            ratings: ratings.collect(),
            themes: themes.collect(),
        }
    }
}

impl Study {
    /// Writes down how a study stands.
    pub fn take_snapshot(&mut self, snapshot: &StudySnapshot, by: &Signature) -> Result<(), Error> {
        let entries = std::slice::from_ref(snapshot);
        self.store()
            .enter(StudySnapshot::KIND, &by.at, &by.who, entries)?;
        Ok(())
    }

    /// Returns how the study stood, in the order it was written down.
    pub fn snapshots(&self) -> Result<Vec<RegisterEntry<StudySnapshot>>, Error> {
        let entries = self
            .stored()
            .register::<StudySnapshot>(StudySnapshot::KIND)?;
        Ok(entries.into_iter().filter(|entry| !entry.undone).collect())
    }

    /// Returns the snapshot of a name, or the last one for `last`.
    pub fn snapshot(&self, wanted: &str) -> Result<Option<RegisterEntry<StudySnapshot>>, Error> {
        let all = self.snapshots()?;
        if wanted.eq_ignore_ascii_case("last") {
            return Ok(all.into_iter().last());
        }
        let known: Vec<String> = all
            .iter()
            .filter_map(|of| of.content.name.clone())
            .collect();
        let mut named = all.into_iter();
        match named.rfind(|of| of.content.name.as_deref() == Some(wanted)) {
            Some(found) => Ok(Some(found)),
            None => Err(Error::NoSnapshot {
                wanted: wanted.to_owned(),
                known,
            }),
        }
    }
}
