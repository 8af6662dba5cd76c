//! How people speak of a theme: how many complain, praise or ask for
//! something, and who says so best.
//!
//! Takes the tone of each passage; counts people, each once. A theme that only
//! interviews voice is counted by interview.

use serde::Serialize;

use super::{Ledger, ThemeRef};
use crate::feedback::{Document, Group, Place};
use crate::nps::estimate::Share;
use crate::nps::intervals::Proportion;
use crate::study::{Analysis, Quote, Voiced};
use crate::text::{Tone, ToneKind};

/// How people speak of a theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeTone {
    /// Those who complain about it, of those who voice it.
    pub complaint: ToneShare,
    /// Those who praise it.
    pub praise: ToneShare,
    /// Those who ask for something.
    pub request: ToneShare,
    /// Whether interviews are counted, because no survey answer voices it.
    pub interviews: bool,
    /// Which of them prevails.
    pub verdict: ToneVerdict,
}

/// Who speaks of a theme in one tone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ToneShare {
    /// How many, of those who voice the theme.
    #[serde(flatten)]
    pub share: Share,
    /// The best of what they say.
    pub quote: Option<Quote>,
}

/// Which tone prevails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ToneVerdict {
    /// Most complain.
    Complaints,
    /// Most praise.
    Praise,
    /// Many complain and many praise.
    Both,
    /// None of these.
    #[default]
    Open,
}

/// Both sides are told where each has this share of those who voice a theme,
const BOTH: f64 = 0.2;

/// and at least so many people.
const EACH: u64 = 3;

/// Half of those who voice a theme are most of them.
const MOST: f64 = 0.5;

impl ToneVerdict {
    fn new(complaint: Proportion, praise: Proportion) -> Self {
        let of = complaint.of as f64;
        let is = |tone: Proportion, share: f64| tone.voiced as f64 >= share * of;
        let counts = |tone: Proportion| tone.voiced >= EACH && is(tone, BOTH);
        match complaint.voiced.cmp(&praise.voiced) {
            _ if counts(complaint) && counts(praise) => Self::Both,
            std::cmp::Ordering::Greater if is(complaint, MOST) => Self::Complaints,
            std::cmp::Ordering::Less if is(praise, MOST) => Self::Praise,
            _ => Self::Open,
        }
    }
}

/// What people ask for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Requests {
    /// Those who ask for something, of those who commented.
    pub people: Share,
    /// By what they speak of: the theme that most ask something of first.
    pub themes: Vec<ThemeRequests>,
    /// People who ask for something that no theme covers.
    pub unthemed: u64,
    /// Some of what they ask for.
    pub unthemed_quotes: Vec<Quote>,
}

/// What people ask for where they speak of a theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeRequests {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Those who ask, of those who commented.
    pub people: Share,
    /// What they ask for, in their words.
    pub quotes: Vec<Quote>,
}

/// Quotes told of what people ask for in a theme.
const QUOTES: usize = 3;

/// Fewer people than these ask for nothing that is told.
const LEAST: u64 = 2;

/// Returns how people speak of a theme, of some responses.
pub fn theme_tone(ledger: &Ledger<'_>, finding: usize, among: &[usize]) -> ThemeTone {
    let mut voicing: Vec<Document> = ledger
        .voicing(finding, among)
        .into_iter()
        .map(Document::Comment)
        .collect();
    let interviews = voicing.is_empty();
    if interviews {
        let voiced = ledger.finding(finding).interviews.iter().copied();
        voicing = voiced.map(Document::Interview).collect();
    }
    let tone = |kind: ToneKind| {
        let (mut who, passages) = spoken(ledger.analysis, finding, kind, |of| {
            voicing.binary_search(&of).is_ok()
        });
        who.sort_unstable();
        who.dedup();
        ToneShare {
            share: share(ledger, &voicing, &who),
            quote: ledger
                .analysis
                .quotes(&plainest(ledger, passages, kind), 1)
                .pop(),
        }
    };
    let [complaint, praise, request] =
        [ToneKind::Complaint, ToneKind::Praise, ToneKind::Request].map(tone);
    let part = |tone: &ToneShare| Proportion {
        voiced: tone.share.voiced,
        of: voicing.len() as u64,
    };
    ThemeTone {
        verdict: ToneVerdict::new(part(&complaint), part(&praise)),
        complaint,
        praise,
        request,
        interviews,
    }
}

/// Returns what some people who answered ask for; `None` where nobody does.
pub fn requests(ledger: &Ledger<'_>, among: &[usize]) -> Option<Requests> {
    let analysis = ledger.analysis;
    let commented = ledger.commenting(among);
    let mut asking: Vec<(usize, usize)> = Vec::new();
    for (passage, of) in analysis.passages.all.iter().enumerate() {
        if let Place::Comment { response, .. } = of.place
            && analysis.tone(passage) == ToneKind::Request
            && commented.binary_search(&response).is_ok()
        {
            asking.push((response, passage));
        }
    }
    let people = |asking: &[(usize, usize)]| -> Vec<usize> {
        let mut people: Vec<usize> = asking.iter().map(|(response, _)| *response).collect();
        people.sort_unstable();
        people.dedup();
        people
    };
    let all = people(&asking);
    if all.is_empty() {
        return None;
    }
    let share = |who: &[usize]| ledger.share(&commented, |r| who.binary_search(&r).is_ok());
    let quotes = |asking: &[(usize, usize)]| {
        let passages: Vec<usize> = asking.iter().map(|(_, passage)| *passage).collect();
        analysis.quotes(&passages, QUOTES)
    };
    let mut by_theme = vec![Vec::new(); analysis.findings.len()];
    let mut unthemed = Vec::new();
    for &(response, passage) in &asking {
        match analysis.voiced_by(passage) {
            Voiced::Theme { finding, .. } => by_theme[finding].push((response, passage)),
            Voiced::Unthemed => unthemed.push((response, passage)),
            Voiced::Blank => {}
        }
    }
    let mut themes: Vec<ThemeRequests> = ledger
        .topics()
        .into_iter()
        .map(|at| ThemeRequests {
            theme: ledger.theme(at),
            people: share(&people(&by_theme[at])),
            quotes: quotes(&by_theme[at]),
        })
        .filter(|asked| asked.people.voiced >= LEAST)
        .collect();
    themes.sort_by_key(|asked| std::cmp::Reverse(asked.people.voiced));
    Some(Requests {
        people: share(&all),
        themes,
        unthemed: people(&unthemed).len() as u64,
        unthemed_quotes: quotes(&unthemed),
    })
}

/// Returns the passages of a theme in one tone, by those who count, and whose
/// they are.
fn spoken(
    analysis: &Analysis,
    finding: usize,
    kind: ToneKind,
    counts: impl Fn(Document) -> bool,
) -> (Vec<Document>, Vec<usize>) {
    let passages = analysis.findings[finding].passages.iter().copied();
    let document = |passage: usize| analysis.passages.all[passage].place.document();
    passages
        .filter(|&passage| analysis.tone(passage) == kind && counts(document(passage)))
        .map(|passage| (document(passage), passage))
        .unzip()
}

/// Returns which share of those who voice a theme is among `who`.
fn share(ledger: &Ledger<'_>, voicing: &[Document], who: &[Document]) -> Share {
    let responses: Option<Vec<usize>> = voicing
        .iter()
        .map(|of| match of {
            Document::Comment(response) => Some(*response),
            Document::Interview(_) => None,
        })
        .collect();
    match responses {
        Some(responses) => ledger.share(&responses, |r| {
            who.binary_search(&Document::Comment(r)).is_ok()
        }),
        None => Share::new(
            Proportion {
                voiced: who.len() as u64,
                of: voicing.len() as u64,
            },
            ledger.confidence,
        ),
    }
}

/// Returns the passages in which a tone is plainest: by those who rated as they
/// speak, and with the most signs of it; all of them where none is plainer.
fn plainest(ledger: &Ledger<'_>, passages: Vec<usize>, kind: ToneKind) -> Vec<usize> {
    let unlike = match kind {
        ToneKind::Complaint => Group::Promoter,
        ToneKind::Praise => Group::Detractor,
        _ => return passages,
    };
    let analysis = ledger.analysis;
    let plainness = |passage: usize| -> usize {
        let of = analysis.passages.all[passage];
        let text = analysis.passages.text(&analysis.corpus, of.place);
        let language = analysis.passages.utterances[of.utterance].language;
        let tone = Tone::from_text(text, language);
        let speaker = analysis.people.speaker(&analysis.corpus, of.place);
        let signs = tone.complaint.abs_diff(tone.praise).min(PLAIN);
        let is_like = speaker.group != Some(unlike);
        signs + PLAIN * usize::from(is_like)
    };
    let plain: Vec<(usize, usize)> = passages.into_iter().map(|at| (at, plainness(at))).collect();
    let most = plain.iter().map(|(_, plainness)| *plainness).max();
    plain
        .into_iter()
        .filter(|(_, plainness)| Some(*plainness) == most)
        .map(|(at, _)| at)
        .collect()
}

/// More signs of a tone make it no plainer.
const PLAIN: usize = 2;
