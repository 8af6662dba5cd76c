//! Whether more interviews would have brought something new.
//!
//! Takes an analysis and its pain points; gives what each interview, in the
//! order they were held, was the first to speak of, and how much fewer of them
//! would have heard (sample-based rarefaction, Colwell et al. 2012).

use std::collections::BTreeSet;

use serde::Serialize;

use super::ledger::Ledger;
use super::pain_points::PainPoints;

/// What interviews brought, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Saturation {
    /// Each interview, in order.
    pub interviews: Vec<InterviewNews>,
    /// Whether the order is that of their dates; else of their files' names.
    pub is_dated: bool,
    /// How many of the last interviews brought nothing new.
    pub quiet: u64,
    /// What only so many interviews speak of, the last could be the first to:
    /// a run of fewer says nothing.
    pub least: u64,
    /// How many problems and themes there are.
    pub all: u64,
    /// How many of them half of the interviews would have heard, whichever
    /// these were: the mean over all halves.
    pub by_half: f64,
}

/// What an interview was the first to speak of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterviewNews {
    /// Its file.
    pub source: String,
    /// Its day (ISO 8601).
    pub date: Option<String>,
    /// Problems.
    pub problems: Vec<String>,
    /// Themes.
    pub themes: Vec<String>,
}

/// Fewer interviews have no curve.
const FEWEST: usize = 4;

/// Returns what each interview brought; `None` where there are few, or nothing
/// that several speak of.
pub fn saturation(ledger: &Ledger<'_>, found: &PainPoints) -> Option<Saturation> {
    let interviews = &ledger.analysis.corpus.interviews;
    let is_dated = interviews.iter().all(|interview| interview.date.is_some());
    let mut order: Vec<usize> = (0..interviews.len()).collect();
    if is_dated {
        order.sort_by_key(|&at| (interviews[at].date.clone(), interviews[at].source.clone()));
    }
    let problems = found.points.iter().map(|point| {
        let sources: BTreeSet<&str> = point.voices.iter().map(|of| &*of.source).collect();
        let is_in = |&at: &usize| sources.contains(&*interviews[at].source);
        let voiced = (0..interviews.len()).filter(is_in).collect();
        (true, point.name.clone(), voiced)
    });
    let themes = ledger.topics().into_iter().map(|at| {
        let finding = ledger.finding(at);
        let voiced: BTreeSet<usize> = finding.interviews.iter().copied().collect();
        (false, finding.theme.name.clone(), voiced)
    });
    let codes: Vec<(bool, String, BTreeSet<usize>)> = problems
        .chain(themes)
        .filter(|(.., voiced)| !voiced.is_empty())
        .collect();
    if interviews.len() < FEWEST || codes.is_empty() {
        return None;
    }
    let mut news: Vec<InterviewNews> = order
        .iter()
        .map(|&at| InterviewNews {
            source: interviews[at].source.clone(),
            date: interviews[at].date.clone(),
            problems: Vec::new(),
            themes: Vec::new(),
        })
        .collect();
    for (is_problem, name, voiced) in &codes {
        let Some(first) = order.iter().position(|at| voiced.contains(at)) else {
            continue;
        };
        let list = if *is_problem {
            &mut news[first].problems
        } else {
            &mut news[first].themes
        };
        list.push(name.clone());
    }
    let is_quiet = |of: &&InterviewNews| of.problems.is_empty() && of.themes.is_empty();
    let voices = codes.iter().map(|(.., voiced)| voiced.len());
    Some(Saturation {
        quiet: news.iter().rev().take_while(is_quiet).count() as u64,
        is_dated,
        least: voices.clone().min().unwrap_or_default() as u64,
        all: codes.len() as u64,
        by_half: voices
            .map(|voices| heard(voices, interviews.len() / 2, interviews.len()))
            .sum(),
        interviews: news,
    })
}

/// Returns how likely some of all interviews, drawn at random, hold one of
/// those that speak of something.
fn heard(voices: usize, drawn: usize, all: usize) -> f64 {
    let missed: f64 = (0..drawn)
        .map(|taken| (all - taken).saturating_sub(voices) as f64 / (all - taken) as f64)
        .product();
    1.0 - missed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_four_interviews_hear_what_one_says_half_the_time() {
        assert!((heard(1, 2, 4) - 0.5).abs() < 1e-12);
        // Of the six halves of four, five hold one of two.
        assert!((heard(2, 2, 4) - 5.0 / 6.0).abs() < 1e-12);
        assert!((heard(3, 2, 4) - 1.0).abs() < 1e-12);
    }
}
