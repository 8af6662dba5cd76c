//! What interviews add to surveys, and surveys to interviews.
//!
//! Takes an analysis; gives for each theme how many participants voice it,
//! what so few may have missed, and which themes only one source knows.

use serde::Serialize;

use super::ledger::{Ledger, ThemeRef};
use crate::nps::intervals::{Proportion, probability_unvoiced, upper_bound};

/// What interviews and surveys each hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct InterviewCoverage {
    /// Conversations, each with one participant.
    pub interviews: u64,
    /// The largest share of customers whose theme none of them would voice
    /// 1 time in 20.
    pub missed: f64,
    /// How likely it is that none voices what 20% of customers hold.
    pub fifth_unheard: f64,
    /// Topics voiced in interviews, those most participants voice first.
    pub themes: Vec<HeardTheme>,
    /// Topics that only interviews know.
    pub interviews_only: Vec<ThemeRef>,
    /// Topics that only surveys know, voiced by ten people or more.
    pub survey_only: Vec<ThemeRef>,
}

/// A theme, and how many participants voice it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeardTheme {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Participants who voice it, each once.
    pub participants: Proportion,
    /// The largest share of customers that would leave so few voicing it 1
    /// time in 20.
    pub at_most: f64,
    /// People who voice it in surveys, by their latest answer.
    pub respondents: u64,
}

/// People who voice a theme that interviews do not know.
const MANY: usize = 10;

/// Returns what interviews and surveys each hold.
pub fn heard(ledger: &Ledger<'_>) -> InterviewCoverage {
    let interviews = ledger.analysis.corpus.interviews.len() as u64;
    if interviews == 0 {
        return InterviewCoverage::default();
    }
    let part = |voiced: usize| Proportion {
        voiced: voiced as u64,
        of: interviews,
    };
    let topics = || ledger.topics().into_iter();
    let voiced = |at: usize| {
        let finding = ledger.finding(at);
        (finding.interviews.len(), finding.responses.len())
    };
    let mut themes: Vec<HeardTheme> = topics()
        .filter(|&at| voiced(at).0 > 0)
        .map(|at| HeardTheme {
            theme: ledger.theme(at),
            participants: part(voiced(at).0),
            at_most: upper_bound(part(voiced(at).0), ledger.confidence),
            respondents: ledger.finding(at).latest.len() as u64,
        })
        .collect();
    themes.sort_by_key(|theme| std::cmp::Reverse(theme.participants.voiced));
    let named = |keep: &dyn Fn(usize) -> bool| -> Vec<ThemeRef> {
        topics()
            .filter(|at| keep(*at))
            .map(|at| ledger.theme(at))
            .collect()
    };
    InterviewCoverage {
        interviews,
        missed: upper_bound(part(0), ledger.confidence),
        fifth_unheard: probability_unvoiced(0.2, interviews),
        themes,
        interviews_only: named(&|at| voiced(at).0 > 0 && voiced(at).1 == 0),
        survey_only: named(&|at| voiced(at).0 == 0 && voiced(at).1 >= MANY),
    }
}
