//! What changed between two sets of answers, and whether one can say so.
//!
//! Takes two selections; gives the change in score, with colleagues and people
//! who answered twice tied to each other, the change of those who answered
//! both times, what changed about who answered, and which themes are said more
//! or less often. What carries the change is `drivers`'.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::claims::{self, Certainty};
use super::contrast::saying;
use super::drivers::Drivers;
use super::error::Error;
use super::ledger::{Ledger, Side, ThemeRef};
use super::segments::Segments;
use super::selection::Selection;
use crate::feedback::{Group, Rating};
use crate::nps::change::{self, ScoreChange};
use crate::nps::clustered::{Clustered, VoiceCount, Withheld};
use crate::nps::composition;
use crate::nps::contrast::{ShareContrast, contrasts};
use crate::nps::paired::{Paired, paired};

/// What changed from one set of answers to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Before.
    pub from: Side,
    /// After.
    pub to: Side,
    /// Whether both sides are waves or periods, so that one can speak of a
    /// change; else they are set side by side.
    pub over_time: bool,
    /// The change between the two; colleagues of an account, and people who
    /// answered twice, count as tied.
    pub change: ScoreChange,
    /// How many accounts, or people without one, that stands on.
    pub voices: u64,
    /// Whether some share an account, or answered twice.
    pub tied: bool,
    /// Whether it is more than chance.
    pub verdict: ChangeVerdict,
    /// How clear it is.
    pub certainty: Certainty,
    /// Why there is no verdict, where there is none.
    pub withheld: Option<Withheld>,
    /// Those who answered both times.
    pub followed: Option<Followed>,
    /// Who answered: shares that changed.
    pub composition: Composition,
    /// Which themes are said more or less often.
    pub themes: Vec<ThemeShift>,
    /// What carries the change.
    pub carried: Drivers,
}

/// Whether a change is more than chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeVerdict {
    /// The score is lower, and chance alone would not do that.
    Drop,
    /// The score is higher, and chance alone would not do that.
    Rise,
    /// Chance alone can do that.
    Noise,
    /// Too few answers, or too few accounts, for a number.
    Few,
}

/// Those who answered both times.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Followed {
    /// Their change.
    #[serde(flatten)]
    pub paired: Paired,
    /// The change between those who answered only before and those who
    /// answered only after; `None` where nobody did on a side.
    pub others: Option<ScoreChange>,
    /// Detractors before and not any more, the largest gain first.
    pub recovered: Vec<Mover>,
    /// Promoters before and not any more, the largest loss first.
    pub lost: Vec<Mover>,
}

/// Somebody whose group changed; told by record, not by name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mover {
    /// The customer they belong to.
    pub account: Option<String>,
    /// Their rating before.
    pub before: Rating,
    /// Their rating after.
    pub after: Rating,
    /// The file of the later answer.
    pub source: String,
    /// Its record.
    pub record: String,
    /// The themes they voice in it.
    pub themes: Vec<ThemeRef>,
}

/// How who answered changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Composition {
    /// Segments whose share changed by more than chance.
    pub shifts: Vec<Shift>,
    /// How many shares were tested.
    pub tested: u64,
    /// For each attribute, how likely chance alone changes it as much.
    pub attributes: Vec<Mixed>,
}

/// One attribute's values before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mixed {
    /// The attribute.
    pub attribute: String,
    /// Chi-square test of the same mix; `None` where too few.
    pub p: Option<f64>,
}

/// A segment's share of those who rated, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shift {
    /// The attribute.
    pub attribute: String,
    /// Its value.
    pub value: String,
    /// After less before.
    #[serde(flatten)]
    pub contrast: ShareContrast,
}

/// A theme's share of those who commented, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeShift {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// After (`first`) less before (`second`).
    #[serde(flatten)]
    pub contrast: ShareContrast,
    /// Whether it is more than chance.
    pub found: bool,
}

/// Compares two selections.
pub fn compare(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> Result<Comparison, Error> {
    if from.name == to.name {
        return Err(Error::Same {
            name: from.name.clone(),
        });
    }
    let Change {
        score: change,
        voices,
        tied,
        withheld,
    } = Change::new(ledger, from, to)?;
    let verdict = verdict(&change, withheld);
    let most = claims::compared(verdict.is_called());
    let mut segments = Segments::new(ledger, &both(from, to));
    // How the sides were chosen is no news about who is in them.
    let chosen = |name: &String| from.attributes.contains(name) || to.attributes.contains(name);
    segments
        .attributes
        .retain(|attribute| !chosen(&attribute.name));
    Ok(Comparison {
        from: ledger.side(from),
        to: ledger.side(to),
        over_time: from.in_time && to.in_time,
        verdict,
        certainty: Certainty::new(change.p),
        withheld,
        change,
        voices,
        tied,
        followed: followed(ledger, from, to),
        composition: composition(ledger, &segments, from, to, most),
        carried: Drivers::new(ledger, &segments, from, to),
        themes: theme_shifts(ledger, from, to, most),
    })
}

/// Returns only the change of the score, and whether it is more than chance.
pub fn verdict_of(
    ledger: &Ledger<'_>,
    from: &Selection,
    to: &Selection,
) -> Result<(ScoreChange, ChangeVerdict), Error> {
    let change = Change::new(ledger, from, to)?;
    let verdict = verdict(&change.score, change.withheld);
    Ok((change.score, verdict))
}

/// The change of the score, and what it stands on.
struct Change {
    score: ScoreChange,
    voices: u64,
    tied: bool,
    withheld: Option<Withheld>,
}

impl Change {
    fn new(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> Result<Self, Error> {
        let [before, after] = [from, to].map(|side| ledger.rated(&side.responses));
        let score = change::clustered(&before, &after, ledger.confidence).or_else(|| {
            // All of one account: the points are known, and no more.
            let [before, after] = [from, to].map(|side| ledger.counts(&side.responses));
            change::change(before, after, ledger.confidence)
        });
        let unrated = if before.is_empty() { from } else { to };
        let score = score.ok_or_else(|| Error::Unrated {
            side: unrated.name.clone(),
        })?;
        let voices = VoiceCount::new(before.iter().chain(&after).map(|(_, voice)| *voice));
        Ok(Self {
            score,
            voices: voices.clusters,
            tied: !voices.people,
            withheld: change::withheld(&before, &after),
        })
    }
}

/// Both selections as one.
fn both(from: &Selection, to: &Selection) -> Selection {
    let mut responses = [from.responses.as_slice(), &to.responses].concat();
    responses.sort_unstable();
    responses.dedup();
    Selection {
        responses,
        ..to.clone()
    }
}

fn verdict(change: &ScoreChange, withheld: Option<Withheld>) -> ChangeVerdict {
    match Certainty::new(change.p) {
        _ if withheld.is_some() => ChangeVerdict::Few,
        Certainty::Open => ChangeVerdict::Noise,
        _ if change.points < 0.0 => ChangeVerdict::Drop,
        _ => ChangeVerdict::Rise,
    }
}

impl ChangeVerdict {
    /// Returns whether it says that the score changed.
    pub fn is_called(self) -> bool {
        matches!(self, Self::Drop | Self::Rise)
    }
}

fn followed(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> Option<Followed> {
    let people = &ledger.analysis.people;
    let responses = &ledger.analysis.corpus.responses;
    let earlier: HashMap<usize, usize> = from
        .responses
        .iter()
        .map(|&r| (people.person(r), r))
        .collect();
    let mut pairs = Vec::new();
    let mut movers = Vec::new();
    for &after in &to.responses {
        let Some(&before) = earlier.get(&people.person(after)) else {
            continue;
        };
        let (Some(was), Some(is)) = (responses[before].rating, responses[after].rating) else {
            continue;
        };
        if before == after {
            continue;
        }
        pairs.push((was.group(), is.group(), ledger.voice(after)));
        if was.group() != is.group() {
            movers.push(mover(ledger, after, was, is));
        }
    }
    let paired = paired(&pairs, ledger.confidence)?;
    let later: HashSet<usize> = to.responses.iter().map(|&r| people.person(r)).collect();
    let once = |side: &Selection, other: &dyn Fn(usize) -> bool| {
        ledger.rated(&side.filtered(|r| !other(people.person(r))).responses)
    };
    let before = once(from, &|person| later.contains(&person));
    let after = once(to, &|person| earlier.contains_key(&person));
    let others = change::clustered(&before, &after, ledger.confidence);
    let of = |group: Group| {
        let mut some: Vec<Mover> = movers.clone();
        some.retain(|mover| mover.before.group() == group);
        let moved = |m: &Mover| m.before.value().abs_diff(m.after.value());
        some.sort_by(|a, b| {
            (moved(b), &a.source, &a.record).cmp(&(moved(a), &b.source, &b.record))
        });
        some
    };
    Some(Followed {
        paired,
        others,
        recovered: of(Group::Detractor),
        lost: of(Group::Promoter),
    })
}

fn mover(ledger: &Ledger<'_>, after: usize, was: Rating, is: Rating) -> Mover {
    let response = &ledger.analysis.corpus.responses[after];
    let themes = ledger.voiced[after].iter();
    Mover {
        account: response.account.as_deref().map(str::to_owned),
        before: was,
        after: is,
        source: response.source.to_string(),
        record: response.record(),
        themes: themes.map(|&at| ledger.theme(at)).collect(),
    }
}

fn composition(
    ledger: &Ledger<'_>,
    segments: &Segments,
    from: &Selection,
    to: &Selection,
    most: f64,
) -> Composition {
    let rated = |selection: &Selection| -> Vec<usize> {
        let responses = selection.responses.iter().copied();
        responses.filter(|&r| ledger.group(r).is_some()).collect()
    };
    let (before, after) = (rated(from), rated(to));
    let mut parts = Vec::new();
    let mut attributes = Vec::new();
    let mut named = Vec::new();
    for attribute in &segments.attributes {
        let known = |responses: &[usize]| -> Vec<Clustered<u16>> {
            let of = |r: &usize| Some((attribute.of_response[*r]?, ledger.voice(*r)));
            responses.iter().filter_map(of).collect()
        };
        let (then, now) = (known(&before), known(&after));
        attributes.push(Mixed {
            attribute: attribute.name.clone(),
            p: composition::clustered_homogeneity(&then, &now, attribute.values.len()),
        });
        for (at, value) in attribute.values.iter().enumerate() {
            let is = |wave: &[Clustered<u16>]| -> Vec<Clustered<bool>> {
                let wave = wave.iter();
                wave.map(|(of, voice)| (usize::from(*of) == at, *voice))
                    .collect()
            };
            parts.push([is(&now), is(&then)]);
            named.push((attribute.name.clone(), value.clone()));
        }
    }
    let tests = contrasts(parts, ledger.confidence);
    let tested = tests.iter().flatten().count() as u64;
    let shifts = named.into_iter().zip(tests);
    let mut shifts: Vec<Shift> = shifts
        .filter_map(|((attribute, value), contrast)| {
            Some(Shift {
                attribute,
                value,
                contrast: contrast.filter(|contrast| contrast.q <= most)?,
            })
        })
        .collect();
    shifts.sort_by(|a, b| a.contrast.p.total_cmp(&b.contrast.p));
    Composition {
        shifts,
        tested,
        attributes,
    }
}

fn theme_shifts(
    ledger: &Ledger<'_>,
    from: &Selection,
    to: &Selection,
    most: f64,
) -> Vec<ThemeShift> {
    let themes = ledger.themes();
    let sides = [to, from].map(|side| ledger.commenting(&side.responses));
    let parts = themes.iter().map(|&theme| saying(ledger, &sides, theme));
    let tests = contrasts(parts, ledger.confidence);
    let shifts = themes.iter().zip(tests).filter_map(|(&theme, contrast)| {
        let contrast = contrast?;
        Some(ThemeShift {
            theme: ledger.theme(theme),
            found: contrast.q <= most,
            contrast,
        })
    });
    let mut shifts: Vec<ThemeShift> = shifts.collect();
    shifts.sort_by(|a, b| b.contrast.difference.total_cmp(&a.contrast.difference));
    shifts
}
