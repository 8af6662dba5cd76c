//! What each of our people hears most beside their colleagues, to learn from;
//! no ranking.
//!
//! Takes an attribute that names who served a customer; gives for each value
//! the score, pulled toward everybody's as far as few answers leave it open,
//! and the themes that those who are not content mention more than elsewhere.

use std::collections::BTreeMap;

use serde::Serialize;

use super::claims::FALSE;
use super::error::Error;
use super::ledger::{Ledger, ThemeRef};
use super::selection::{Selection, attributes};
use crate::nps::change;
use crate::nps::clustered::difference;
use crate::nps::estimate::{Footing, Score, Share};
use crate::nps::fdr::benjamini_hochberg;
use crate::nps::shrinkage::{Effect, Shrunk, shrink};
use crate::study::Quote;

/// One of our people, and what their customers say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coached {
    /// Who.
    pub name: String,
    /// The score of their customers.
    pub score: Option<Score>,
    /// How far it likely is from everybody else's, in points; `None` of few.
    pub apart: Option<Shrunk>,
    /// Themes that their customers who are not content mention more often than
    /// those of others.
    pub themes: Vec<CoachedTheme>,
}

/// A theme that comes up more often with one of our people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoachedTheme {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// Who mentions it there, of those who commented and are not content.
    pub inside: Share,
    /// The same elsewhere.
    pub outside: Share,
    /// How likely that is by chance, among all that were tested.
    pub q: f64,
    /// What they say.
    pub quotes: Vec<Quote>,
}

/// What was found, by name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coaching {
    /// The attribute.
    pub attribute: String,
    /// Everybody's score.
    pub all: Option<Score>,
    /// Each of our people, by name.
    pub people: Vec<Coached>,
    /// Those of too few answers to say anything of.
    pub few: Vec<String>,
    /// Themes that were tested.
    pub tested: u64,
}

/// Fewer answers say nothing of somebody.
const FEWEST: usize = 10;

/// Compares what customers of each of our people say.
pub fn coaching(ledger: &Ledger<'_>, by: &str, among: &Selection) -> Result<Coaching, Error> {
    let responses = &ledger.analysis.corpus.responses;
    let all = attributes(ledger.analysis);
    let attribute = all
        .iter()
        .find(|name| name.eq_ignore_ascii_case(by.trim()))
        .ok_or_else(|| Error::NoAttribute {
            wanted: by.to_owned(),
            attributes: all.clone(),
        })?;
    let mut own: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &r in &among.responses {
        if let Some(value) = responses[r].attributes.get(attribute) {
            own.entry(value.trim()).or_default().push(r);
        }
    }
    own.retain(|name, _| !name.is_empty());
    let (many, few): (Vec<_>, Vec<_>) = own.into_iter().partition(|(_, of)| of.len() >= FEWEST);
    let rest = |own: &[usize]| -> Vec<usize> {
        let others = many.iter().flat_map(|(_, of)| of.iter().copied());
        others.filter(|r| own.binary_search(r).is_err()).collect()
    };
    let effects: Vec<Option<Effect>> = many
        .iter()
        .map(|(_, of)| {
            let sides = [rest(of), of.clone()].map(|side| ledger.rated(&side));
            let change = change::clustered(&sides[0], &sides[1], ledger.confidence)?;
            (change.error > 0.0).then_some(Effect {
                value: change.points,
                error: change.error,
            })
        })
        .collect();
    let known: Vec<Effect> = effects.iter().flatten().copied().collect();
    let mut shrunk = shrink(&known, ledger.confidence).into_iter();
    let (mut tests, mut found) = (Vec::new(), Vec::new());
    for (person, (_, of)) in many.iter().enumerate() {
        let inside = ledger.commenting(&ledger.unhappy(of));
        let outside = ledger.commenting(&ledger.unhappy(&rest(of)));
        for theme in ledger.topics() {
            let says = |r: usize| ledger.voices(r, theme);
            let voiced = inside.iter().filter(|r| says(**r)).count() as u64;
            if voiced < Footing::SHOWN {
                continue;
            }
            let sides = [&inside, &outside].map(|side| ledger.saying(side, says));
            let Some(tied) = difference(&sides[0], &sides[1], ledger.confidence) else {
                continue;
            };
            tests.push(tied.p);
            found.push((
                person,
                tied.interval.low > 0.0,
                CoachedTheme {
                    theme: ledger.theme(theme),
                    inside: ledger.share(&inside, says),
                    outside: ledger.share(&outside, says),
                    q: 1.0,
                    quotes: ledger.quotes(theme, &inside, 2),
                },
            ));
        }
    }
    let adjusted = benjamini_hochberg(&tests);
    let mut people: Vec<Coached> = many
        .iter()
        .zip(effects)
        .map(|((name, of), effect)| Coached {
            name: (*name).to_owned(),
            score: ledger.score(of),
            apart: effect.and_then(|_| shrunk.next()),
            themes: Vec::new(),
        })
        .collect();
    for ((person, is_more, theme), q) in found.into_iter().zip(adjusted) {
        if is_more && q <= FALSE {
            people[person].themes.push(CoachedTheme { q, ..theme });
        }
    }
    Ok(Coaching {
        attribute: attribute.clone(),
        all: ledger.score(&among.responses),
        people,
        few: few.into_iter().map(|(name, _)| name.to_owned()).collect(),
        tested: tests.len() as u64,
    })
}
