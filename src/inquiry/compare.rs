//! What changed between two sets of answers, and whether one can say so.
//!
//! Takes two selections; gives the change in score as separate people see it,
//! as accounts do and as those who answered twice do, what changed about who
//! answered, and which themes are said more or less often. What carries the
//! change is `carried`'s.

use std::collections::HashMap;

use serde::Serialize;

use super::contrast::part;
use super::drivers::Drivers;
use super::error::Error;
use super::ledger::{FALSE, Ledger, Side, ThemeRef};
use super::segments::Segments;
use super::selection::Selection;
use crate::feedback::{Group, Rating};
use crate::nps::change::{self, ScoreChange};
use crate::nps::composition;
use crate::nps::contrast::{ShareContrast, contrasts};
use crate::nps::intervals::Proportion;
use crate::nps::paired::{Paired, paired};

/// What changed from one set of answers to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Before.
    pub from: Side,
    /// After.
    pub to: Side,
    /// The change between the two as if all were separate people.
    pub change: ScoreChange,
    /// The same, where colleagues of an account, and people who answered
    /// twice, count as tied.
    pub tied: Option<ScoreChange>,
    /// How many accounts, or people without one, that stands on.
    pub ties: u64,
    /// Whether it is more than chance.
    pub verdict: ChangeVerdict,
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
    /// It depends on whether colleagues are taken for one voice.
    Unsettled,
    /// Too few answers for a number.
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
    /// Segments whose share changed by more than chance (q at most .05).
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
}

/// Compares two selections.
pub fn compare(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> Result<Comparison, Error> {
    if from.name == to.name {
        return Err(Error::Same {
            name: from.name.clone(),
        });
    }
    let (change, tied, ties) = changes(ledger, from, to)?;
    let segments = Segments::new(ledger, &both(from, to));
    let themes = theme_shifts(ledger, from, to);
    Ok(Comparison {
        from: ledger.side(from),
        to: ledger.side(to),
        verdict: verdict(&change, tied.as_ref()),
        change,
        tied,
        ties,
        followed: followed(ledger, from, to),
        composition: composition(ledger, &segments, from, to),
        carried: Drivers::new(ledger, &segments, from, to),
        themes,
    })
}

/// Returns only whether the score changed by more than chance.
pub fn verdict_of(
    ledger: &Ledger<'_>,
    from: &Selection,
    to: &Selection,
) -> Result<ChangeVerdict, Error> {
    let (change, tied, _) = changes(ledger, from, to)?;
    Ok(verdict(&change, tied.as_ref()))
}

/// Returns the change as separate people see it, and as ties do.
fn changes(
    ledger: &Ledger<'_>,
    from: &Selection,
    to: &Selection,
) -> Result<(ScoreChange, Option<ScoreChange>, u64), Error> {
    let (before, after) = (ledger.counts(&from.responses), ledger.counts(&to.responses));
    let change = change::change(before, after, ledger.confidence);
    let unrated = if before.n() == 0 { from } else { to };
    let change = change.ok_or_else(|| Error::Unrated {
        side: unrated.name.clone(),
    })?;
    let (tied, ties) = tied(ledger, from, to);
    Ok((change, tied, ties))
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

fn verdict(change: &ScoreChange, tied: Option<&ScoreChange>) -> ChangeVerdict {
    use crate::nps::estimate::Footing;
    if change.before.n().min(change.after.n()) < Footing::SHOWN {
        return ChangeVerdict::Few;
    }
    let separate = change.interval.excludes_zero();
    let together = tied.map_or(separate, |tied| tied.interval.excludes_zero());
    match (separate, together) {
        (false, false) => ChangeVerdict::Noise,
        (true, true) if change.points < 0.0 => ChangeVerdict::Drop,
        (true, true) => ChangeVerdict::Rise,
        _ => ChangeVerdict::Unsettled,
    }
}

/// The change where answers of one account are tied to each other; `None`
/// where every answer stands for itself.
fn tied(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> (Option<ScoreChange>, u64) {
    let answers = |selection: &Selection| -> Vec<(Group, u32)> {
        let responses = selection.responses.iter();
        responses
            .filter_map(|&r| Some((ledger.group(r)?, ledger.cluster[r])))
            .collect()
    };
    let (before, after) = (answers(from), answers(to));
    let mut clusters: Vec<u32> = before.iter().chain(&after).map(|(_, c)| *c).collect();
    let answers = clusters.len();
    clusters.sort_unstable();
    clusters.dedup();
    let tied = (clusters.len() < answers)
        .then(|| change::clustered(&before, &after, ledger.confidence))
        .flatten();
    (tied, clusters.len() as u64)
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
        pairs.push((was.group(), is.group()));
        if was.group() != is.group() {
            movers.push(mover(ledger, after, was, is));
        }
    }
    let paired = paired(&pairs, ledger.confidence)?;
    let transitions = paired.transitions;
    let rest = |all: &Selection, followed| ledger.counts(&all.responses).without(followed);
    let others = rest(from, transitions.before()).zip(rest(to, transitions.after()));
    let others = others.and_then(|(was, is)| change::change(was, is, ledger.confidence));
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
        account: response.account.clone(),
        before: was,
        after: is,
        source: response.source.clone(),
        record: response.record(),
        themes: themes.map(|&at| ledger.theme(at)).collect(),
    }
}

fn composition(
    ledger: &Ledger<'_>,
    segments: &Segments,
    from: &Selection,
    to: &Selection,
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
        let tally = |responses: &[usize]| {
            let mut counts = vec![0u64; attribute.values.len()];
            for value in responses.iter().filter_map(|&r| attribute.of_response[r]) {
                counts[usize::from(value)] += 1;
            }
            counts
        };
        let (then, now) = (tally(&before), tally(&after));
        attributes.push(Mixed {
            attribute: attribute.name.clone(),
            p: composition::homogeneity(&then, &now),
        });
        let part = |voiced: u64, counts: &[u64]| Proportion {
            voiced,
            of: counts.iter().sum(),
        };
        for (at, value) in attribute.values.iter().enumerate() {
            parts.push((part(now[at], &now), part(then[at], &then)));
            named.push((attribute.name.clone(), value.clone()));
        }
    }
    let tests = contrasts(&parts, ledger.confidence);
    let tested = tests.iter().flatten().count() as u64;
    let shifts = named.into_iter().zip(tests);
    let mut shifts: Vec<Shift> = shifts
        .filter_map(|((attribute, value), contrast)| {
            Some(Shift {
                attribute,
                value,
                contrast: contrast.filter(|contrast| contrast.q <= FALSE)?,
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

fn theme_shifts(ledger: &Ledger<'_>, from: &Selection, to: &Selection) -> Vec<ThemeShift> {
    let themes = ledger.themes();
    let [said_then, said_now] = [from, to].map(|side| ledger.commenting(&side.responses));
    let parts: Vec<(Proportion, Proportion)> = themes
        .iter()
        .map(|&theme| {
            (
                part(ledger, &said_now, theme),
                part(ledger, &said_then, theme),
            )
        })
        .collect();
    let tests = contrasts(&parts, ledger.confidence);
    let mut shifts: Vec<ThemeShift> = themes
        .iter()
        .zip(tests)
        .filter_map(|(&theme, contrast)| {
            Some(ThemeShift {
                theme: ledger.theme(theme),
                contrast: contrast?,
            })
        })
        .collect();
    shifts.sort_by(|a, b| b.contrast.difference.total_cmp(&a.contrast.difference));
    shifts
}
