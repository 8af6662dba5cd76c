//! Which themes move the rating, taken together.
//!
//! Takes a part of the answers; gives for the most mentioned topics how much
//! higher or lower people rate who mention them, beside all the others, next to
//! what each weighs on the score by itself: people who mention one thing often
//! mention another, and only one of the two may matter.

use serde::Serialize;

use super::impacts::TESTED;
use super::ledger::{Ledger, ThemeRef};
use crate::nps::estimate::Estimate;
use crate::nps::fdr::benjamini_hochberg;
use crate::nps::joint_drivers::{JointDriver, MOST, PEOPLE_PER_THEME, RatedThemes, joint_drivers};

/// What themes do to the rating together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JointEffects {
    /// People who rated and wrote something.
    pub people: u64,
    /// The share of the differences between their ratings that goes with what
    /// they mention (R²).
    pub explained: f64,
    /// The themes, what explains most first.
    pub themes: Vec<JointEffect>,
}

/// What one theme does beside the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JointEffect {
    /// The theme.
    pub theme: ThemeRef,
    /// Its effect on the score by itself, in points.
    pub alone: Option<Estimate>,
    /// What it does to the rating beside the others.
    #[serde(flatten)]
    pub driver: JointDriver,
    /// The share of false findings among the themes at least as clear.
    pub q: f64,
}

/// Returns what the topics that most people mention do to the ratings of some
/// responses, each beside the others; `None` where too few people rated, where
/// fewer than two topics have enough people, or where ratings are no numbers of
/// which a higher one is better.
pub fn joint_effects(ledger: &Ledger<'_>, among: &[usize]) -> Option<JointEffects> {
    let scale = &ledger.analysis.corpus.scale;
    if !scale.is_numeric() || scale.is_best_low() {
        return None;
    }
    let rating = |r: usize| {
        let response = &ledger.analysis.corpus.responses[r];
        ledger
            .group(r)
            .and(response.rating)
            .map(|of| f64::from(of.value()))
    };
    let rated: Vec<(usize, f64)> = ledger
        .commenting(among)
        .into_iter()
        .filter_map(|r| Some((r, rating(r)?)))
        .collect();
    let mut topics: Vec<(usize, usize)> = ledger
        .topics()
        .into_iter()
        .map(|topic| {
            let people = rated.iter().filter(|(r, _)| ledger.voices(*r, topic));
            (people.count(), topic)
        })
        .filter(|(people, _)| *people as u64 >= TESTED)
        .collect();
    topics.sort_by_key(|(people, topic)| (std::cmp::Reverse(*people), *topic));
    topics.truncate(MOST.min((rated.len() / PEOPLE_PER_THEME).saturating_sub(1)));
    if topics.len() < 2 {
        return None;
    }
    let answers: Vec<RatedThemes> = rated
        .iter()
        .map(|&(r, rating)| RatedThemes {
            rating,
            cluster: ledger.voice(r),
            themes: topics
                .iter()
                .enumerate()
                .filter(|(_, (_, topic))| ledger.voices(r, *topic))
                .fold(0, |themes, (at, _)| themes | 1 << at),
        })
        .collect();
    let found = joint_drivers(&answers, topics.len(), ledger.confidence)?;
    let p: Vec<f64> = found.drivers.iter().map(|driver| driver.p).collect();
    let q = benjamini_hochberg(&p);
    let themes = topics.iter().zip(found.drivers).zip(q);
    let mut themes: Vec<JointEffect> = themes
        .map(|(((_, topic), driver), q)| JointEffect {
            theme: ledger.theme(*topic),
            alone: ledger.impact(*topic, among).map(|impact| impact.points),
            driver,
            q,
        })
        .collect();
    themes.sort_by(|one, other| other.driver.share.value.total_cmp(&one.driver.share.value));
    Some(JointEffects {
        people: found.n,
        explained: found.explained,
        themes,
    })
}
