//! Problems that came back after a good rating.
//!
//! Somebody who complained, then rated 9 or 10, and then complains of the
//! same again was not helped for good.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::ledger::{Ledger, ThemeRef};
use crate::feedback::{Group, Rating};

/// A problem that came back.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Returned {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// The customer they belong to.
    pub account: Option<String>,
    /// The good rating.
    pub good: Rating,
    /// When it was given: the wave.
    pub then: String,
    /// The rating with which it came back.
    pub again: Rating,
    /// The wave in which it came back.
    pub now: String,
    /// The file of that answer.
    pub source: String,
    /// Its record.
    pub record: String,
}

/// Returns the problems that came back: of a person, voiced with less than a
/// best rating before or at a best one, and then again with less.
pub(super) fn returned(ledger: &Ledger<'_>) -> Vec<Returned> {
    let problems = problems(ledger);
    let corpus = &ledger.analysis.corpus;
    let waves = corpus.waves();
    let rank = |r: usize| {
        let response = &corpus.responses[r];
        (
            waves.iter().position(|wave| *wave == response.wave),
            &response.date,
            r,
        )
    };
    let mut by_person: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for r in 0..corpus.responses.len() {
        by_person
            .entry(ledger.analysis.people.person(r))
            .or_default()
            .push(r);
    }
    let mut found = Vec::new();
    for mut answers in by_person.into_values().filter(|answers| answers.len() > 1) {
        answers.sort_by(|a, b| rank(*a).cmp(&rank(*b)));
        found.extend(of_person(ledger, &answers, &problems));
    }
    found.sort_by(|a, b| {
        (&a.source, &a.record, &a.theme.id).cmp(&(&b.source, &b.record, &b.theme.id))
    });
    found
}

/// Returns the topics that lower the score.
fn problems(ledger: &Ledger<'_>) -> Vec<usize> {
    let latest = &ledger.analysis.people.latest;
    let lowers = |theme: &usize| {
        let points = ledger.impact(*theme, latest);
        let points = points.and_then(|impact| impact.points.value());
        points.is_some_and(|points| points < 0.0)
    };
    ledger.topics().into_iter().filter(lowers).collect()
}

fn of_person(ledger: &Ledger<'_>, answers: &[usize], problems: &[usize]) -> Vec<Returned> {
    let responses = &ledger.analysis.corpus.responses;
    let is_good = |r: usize| ledger.group(r) == Some(Group::Promoter);
    let mut found = Vec::new();
    for (at, &now) in answers.iter().enumerate() {
        let Some(again) = responses[now].rating.filter(|_| !is_good(now)) else {
            continue;
        };
        let Some(good) = answers[..at].iter().rposition(|&r| is_good(r)) else {
            continue;
        };
        let before = &answers[..=good];
        for &theme in &ledger.voiced[now] {
            if !problems.contains(&theme) || !before.iter().any(|&r| ledger.voices(r, theme)) {
                continue;
            }
            let then = &responses[answers[good]];
            found.extend(then.rating.map(|rating| Returned {
                theme: ledger.theme(theme),
                account: responses[now].account.as_deref().map(str::to_owned),
                good: rating,
                then: then.wave.to_string(),
                again,
                now: responses[now].wave.to_string(),
                source: responses[now].source.to_string(),
                record: responses[now].record(),
            }));
        }
    }
    found
}
