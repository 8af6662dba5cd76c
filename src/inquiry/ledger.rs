//! What each answer says and whose it is, as the statistics count it.
//!
//! Takes an analysis; gives for each response the themes it voices, or that
//! it says nothing, and the number of the account or person it comes from.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use super::answer_clusters::AnswerClusters;
use super::checked_themes::{Checked, checked};
use super::error::Error;
use super::period_coverage::{Incomplete, incomplete};
use super::selection::Selection;
use crate::feedback::{Group, Place};
use crate::nps::clustered::Clustered;
use crate::nps::estimate::{Score, Share};
use crate::nps::impact::{Impact, RatedVoice, Says, impact, impact_of_people};
use crate::nps::intervals::{Confidence, Proportion};
use crate::nps::score::Counts;
use crate::study::{Analysis, Finding, IndexLists, Quote, Voiced};
use crate::text::word_count;
use crate::themes::ThemeKind;

/// What each answer says, and whose it is.
#[derive(Debug)]
pub struct Ledger<'a> {
    /// Where everything comes from.
    pub analysis: &'a Analysis,
    /// How often intervals shall hold the truth.
    pub confidence: Confidence,
    /// For each response, the positions of the findings it voices and nobody
    /// parked, ascending.
    pub(super) voiced: IndexLists,
    /// For each response that voices none, why.
    pub(super) silence: Vec<Option<Silence>>,
    /// Whose each response is.
    clusters: AnswerClusters<'a>,
    /// What was read to check themes, looked up when it is first asked for.
    checked: OnceLock<BTreeMap<usize, Checked>>,
}

/// A quote has at least this many words: "eh" proves nothing.
const QUOTABLE: usize = 3;

/// Why an answer voices no theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Silence {
    /// No comment, or one that says nothing: "n/a".
    NoComment,
    /// A comment that belongs to no theme.
    Unthemed,
    /// Nothing but themes that people set aside.
    SetAside,
}

impl<'a> Ledger<'a> {
    /// Reads an analysis.
    pub fn new(analysis: &'a Analysis) -> Self {
        let responses = analysis.corpus.responses.len();
        let findings = analysis.findings.iter().enumerate();
        let (parked, shown): (Vec<_>, Vec<_>) =
            findings.partition(|(_, finding)| finding.theme.standing.parked);
        let mut set_aside = vec![false; responses];
        for &response in parked.iter().flat_map(|(_, finding)| &finding.responses) {
            set_aside[response] = true;
        }
        let voicing = shown.iter().flat_map(|(at, finding)| {
            let responses = finding.responses.iter();
            responses.map(move |&response| (response, *at))
        });
        let themes = IndexLists::new(responses, voicing);
        let silence = analysis
            .by_response()
            .iter()
            .enumerate()
            .map(|(response, passages)| {
                let unthemed = |p: &usize| analysis.voiced_by(*p) == Voiced::Unthemed;
                match () {
                    () if !themes[response].is_empty() => None,
                    () if set_aside[response] => Some(Silence::SetAside),
                    () if passages.iter().any(unthemed) => Some(Silence::Unthemed),
                    () => Some(Silence::NoComment),
                }
            })
            .collect();
        Self {
            clusters: AnswerClusters::new(&analysis.corpus, &analysis.people),
            analysis,
            confidence: Confidence::default(),
            voiced: themes,
            silence,
            checked: OnceLock::new(),
        }
    }

    /// Returns the group of a response.
    pub fn group(&self, response: usize) -> Option<Group> {
        self.clusters.group(response)
    }

    /// Counts the groups of some responses.
    pub fn counts(&self, responses: &[usize]) -> Counts {
        self.clusters.counts(responses)
    }

    /// Returns the number of the account of a response, else of its person.
    pub(super) fn voice(&self, response: usize) -> u32 {
        self.clusters.of(response)
    }

    /// Returns the group of each of some responses that rated, with the number
    /// of its account, else of its person.
    pub(super) fn rated(&self, responses: &[usize]) -> Vec<Clustered<Group>> {
        self.clusters.rated(responses)
    }

    /// Returns of each of some responses whether it says something, with the
    /// number of its account, else of its person.
    pub fn saying(&self, among: &[usize], says: impl Fn(usize) -> bool) -> Vec<Clustered<bool>> {
        let voice = self.clusters.among(among);
        among.iter().map(|&r| (says(r), voice(r))).collect()
    }

    /// Returns the score of some responses; `None` where nobody rated.
    pub fn score(&self, responses: &[usize]) -> Option<Score> {
        self.clusters.score(responses, self.confidence)
    }

    /// Returns which share of some responses says something.
    pub fn share(&self, among: &[usize], says: impl Fn(usize) -> bool) -> Share {
        if self.clusters.alone {
            let part = Proportion {
                voiced: among.iter().filter(|r| says(**r)).count() as u64,
                of: among.len() as u64,
            };
            return Share::new(part, self.confidence);
        }
        Share::clustered(&self.saying(among, says), self.confidence)
    }

    /// Returns how much those who voice a finding weigh on the score of some
    /// responses; `None` where nobody who rated does, or nobody says anything
    /// else. Where the theme was checked, the points are corrected by it.
    pub fn impact(&self, finding: usize, among: &[usize]) -> Option<Impact> {
        let says = |r: usize| match () {
            () if self.voices(r, finding) => Says::Theme,
            () if self.commented(r) => Says::Other,
            () => Says::Nothing,
        };
        let correction = self.checked().get(&finding);
        let correction = correction.and_then(|of| of.correction.as_ref());
        if self.clusters.alone {
            let mut sides = [Counts::default(); 3];
            for &r in among {
                let side = &mut sides[says(r) as usize];
                *side = *side + self.group(r).into_iter().collect();
            }
            let [with, others, silent] = sides;
            return impact_of_people([with, others], silent.n(), correction, self.confidence);
        }
        let number = self.clusters.among(among);
        let voice = |&r: &usize| {
            Some(RatedVoice {
                group: self.group(r)?,
                cluster: number(r),
                says: says(r),
            })
        };
        let rated: Vec<RatedVoice> = among.iter().filter_map(voice).collect();
        impact(&rated, correction, self.confidence)
    }

    /// Returns what was read to check themes, by position of the findings.
    pub(super) fn checked(&self) -> &BTreeMap<usize, Checked> {
        self.checked.get_or_init(|| checked(self.analysis))
    }

    /// Returns whether a response has a comment with a topic: "n/a" is none.
    pub fn commented(&self, response: usize) -> bool {
        self.silence[response] != Some(Silence::NoComment)
    }

    /// Returns whether a response says something, and nothing that a theme
    /// covers.
    pub fn is_unthemed(&self, response: usize) -> bool {
        self.silence[response] == Some(Silence::Unthemed)
    }

    /// Returns the positions of the findings that nobody set aside.
    pub fn themes(&self) -> Vec<usize> {
        let findings = self.analysis.findings.iter().enumerate();
        findings
            .filter(|(_, finding)| !finding.theme.standing.parked)
            .map(|(at, _)| at)
            .collect()
    }

    /// Returns those of them that are topics: neither general praise nor
    /// general complaint.
    pub(super) fn topics(&self) -> Vec<usize> {
        let mut topics = self.themes();
        topics.retain(|&at| self.finding(at).theme.kind == ThemeKind::Topic);
        topics
    }

    /// Returns those of some responses that voice a finding.
    pub fn voicing(&self, finding: usize, among: &[usize]) -> Vec<usize> {
        let among = among.iter().copied();
        among.filter(|&r| self.voices(r, finding)).collect()
    }

    /// Returns those of some responses that have a comment with a topic.
    pub fn commenting(&self, among: &[usize]) -> Vec<usize> {
        let among = among.iter().copied();
        among.filter(|&r| self.commented(r)).collect()
    }

    /// Returns those of some responses that are not in the best group.
    pub(super) fn unhappy(&self, among: &[usize]) -> Vec<usize> {
        let among = among.iter().copied();
        among
            .filter(|&r| self.group(r) != Some(Group::Promoter))
            .collect()
    }

    /// Returns whether a response voices a finding.
    pub fn voices(&self, response: usize, finding: usize) -> bool {
        self.voiced[response].binary_search(&finding).is_ok()
    }

    /// Returns the finding at a position.
    pub fn finding(&self, at: usize) -> &'a Finding {
        &self.analysis.findings[at]
    }

    /// Returns the theme at a position of the findings, by id and name.
    pub fn theme(&self, at: usize) -> ThemeRef {
        let theme = &self.finding(at).theme;
        ThemeRef {
            id: theme.id.to_string(),
            label: theme.name.clone(),
            owner: theme.standing.owner.clone(),
        }
    }

    /// Finds a theme by its id or its name: its position in the findings.
    pub fn find(&self, wanted: &str) -> Result<usize, Error> {
        let folded = wanted.trim().trim_start_matches('#').to_lowercase();
        let findings = &self.analysis.findings;
        let at = findings.iter().position(|finding| {
            let theme = &finding.theme;
            theme.id.to_string().to_lowercase() == folded || theme.name.to_lowercase() == folded
        });
        at.ok_or_else(|| Error::NoTheme {
            wanted: wanted.to_owned(),
            themes: findings.iter().map(|f| f.theme.id.to_string()).collect(),
        })
    }

    /// Returns the ratings on the two sides of the limit to the best group:
    /// 8 and 9 of 0 to 10.
    pub(super) fn limit(&self) -> Option<[u8; 2]> {
        let scale = &self.analysis.corpus.scale;
        let (low, high) = scale.range(Group::Promoter)?;
        let limit = if high == scale.highest() {
            [low.checked_sub(1)?, low]
        } else {
            [high + 1, high]
        };
        scale.is_numeric().then_some(limit)
    }

    /// Returns the account a cluster is, by name; `None` for a person.
    pub(super) fn account(&self, voice: u32) -> Option<&str> {
        self.clusters.account(voice)
    }

    /// Returns the best quotes of a finding among some responses, ascending.
    pub fn quotes(&self, finding: usize, among: &[usize], most: usize) -> Vec<Quote> {
        let analysis = self.analysis;
        let inside = |passage: &usize| {
            let place = analysis.passages.all[*passage].place;
            let said = analysis.passages.text(&analysis.corpus, place);
            let is_among = matches!(place, Place::Comment { response, .. } if among.binary_search(&response).is_ok());
            is_among && word_count(said) >= QUOTABLE
        };
        let passages = self.finding(finding).passages.iter().copied();
        analysis.quotes(&passages.filter(inside).collect::<Vec<_>>(), most)
    }

    /// Says how many a selection covers.
    pub fn side(&self, selection: &Selection) -> Side {
        let counted = |keep: &dyn Fn(usize) -> bool| {
            selection.responses.iter().filter(|r| keep(**r)).count() as u64
        };
        let counts = self.counts(&selection.responses);
        Side {
            name: selection.name.clone(),
            asked: selection.responses.len() as u64,
            rated: counts.n(),
            commented: counted(&|r| self.commented(r)),
            themed: counted(&|r| !self.voiced[r].is_empty()),
            score: self.score(&selection.responses),
            group: selection.group,
            attributes: selection.attributes.clone(),
            incomplete: incomplete(self.analysis, &selection.name),
        }
    }
}

/// A theme, as answers speak of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ThemeRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Who sees to it.
    pub owner: Option<String>,
}

/// A part of the answers, and how many it covers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// What it is called.
    pub name: String,
    /// People asked, each once.
    pub asked: u64,
    /// Of those: rated.
    pub rated: u64,
    /// Of those asked: wrote a comment with a topic; "n/a" is none.
    pub commented: u64,
    /// Of those: something in a theme.
    pub themed: u64,
    /// Their score; `None` where nobody rated.
    pub score: Option<Score>,
    /// The group they were chosen by, whose score says nothing.
    pub group: Option<Group>,
    /// The attributes they were chosen by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<String>,
    /// Where it is a month, a quarter or a year: how far the answers cover it.
    pub incomplete: Option<Incomplete>,
}
