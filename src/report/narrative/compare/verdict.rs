//! Whether a change is real, in words.

use crate::feedback::Scale;
use crate::inquiry::claims::{Certainty, Claim};
use crate::inquiry::compare::{Comparison, Followed};
use crate::inquiry::drivers::SegmentSplit;
use crate::nps::estimate::Footing;
use crate::nps::intervals::Interval;
use crate::nps::score::Counts;

use super::super::super::story::{Block, Sentence};
use super::super::super::words;

/// Is it real?
pub(in crate::report::narrative) fn real(comparison: &Comparison, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::verdict(verdict(comparison, scale, 1.0))];
    blocks.extend(mixed(comparison, 1.0).map(Block::caution));
    blocks.extend(counts(comparison, scale));
    blocks
}

/// Returns how many answered, and what there is to know about them.
pub(in crate::report::narrative) fn counts(comparison: &Comparison, scale: &Scale) -> Vec<Block> {
    let sides = [&comparison.from, &comparison.to];
    let mut blocks: Vec<Block> = super::super::sides(&sides, scale).into_iter().collect();
    blocks.extend(sides.into_iter().filter_map(super::super::cut_off));
    blocks.push(Block::points(reasons(comparison, scale)));
    blocks
}

/// Returns the verdict in a sentence; it claims a change up to the p `most`.
pub(in crate::report::narrative) fn verdict(
    comparison: &Comparison,
    scale: &Scale,
    most: f64,
) -> Sentence {
    let change = &comparison.change;
    let went = format!(
        "{} ({} points, range {} to {})",
        went(comparison),
        words::signed_tenths(change.points),
        words::signed_tenths(change.interval.low),
        words::signed_tenths(change.interval.high),
    );
    let ratings = format!(
        "{} and {}",
        words::thousands(change.before.n()),
        words::ratings(change.after.n(), scale)
    );
    let noun = super::noun(comparison);
    let way = match comparison.over_time {
        false => "difference",
        true if change.points < 0.0 => "drop",
        true => "rise",
    };
    if let Some(why) = comparison.withheld {
        let why = words::withheld_because(why, change.before.n().min(change.after.n()));
        let score = self::went(comparison);
        return format!("No verdict: {score}, but {why}.").into();
    }
    if !comparison.verdict.is_called() || change.p > most {
        let unclear = if change.interval.excludes_zero() {
            "Not certain".to_owned()
        } else {
            format!("No clear {noun}")
        };
        return format!(
            "{unclear}: {went}. {} With {ratings}, a real {noun} of about {:.0} points would be noticed 80% of the time; a smaller one can stay hidden.",
            words::by_chance(change.p),
            change.detectable.ceil()
        )
        .into();
    }
    let called = match comparison.certainty {
        Certainty::Clear => format!("A real {way}"),
        Certainty::Probable | Certainty::Open => format!("Probably a {way}"),
    };
    let text = format!("{called}: {went}. {}", words::by_chance(change.p));
    Sentence::claiming(Claim::Change, text)
}

/// Returns both scores: `+33 in winter, +16 in spring`.
fn went(comparison: &Comparison) -> String {
    let score = |side: &crate::inquiry::Side| {
        let score = side.score.as_ref().and_then(|score| score.counts.score());
        let score = score.map_or_else(|| "no score".into(), words::signed);
        format!("{score} in {}", words::side(side))
    };
    format!("{}, {}", score(&comparison.from), score(&comparison.to))
}

/// The mix of who answered explains a good part of a change from this share
/// of it on.
const MUCH: f64 = 0.2;

/// Says where the waves ask different people: the mix of an attribute carries
/// a good part of the change, or would hide one.
pub(in crate::report::narrative) fn mixed(comparison: &Comparison, most: f64) -> Option<Sentence> {
    let points = comparison.change.points;
    let shifted = |split: &&SegmentSplit| {
        let shifts = comparison.composition.shifts.iter();
        shifts
            .clone()
            .any(|shift| shift.attribute == split.attribute && shift.contrast.q <= most)
            && split.mix.abs() >= (MUCH * points.abs()).max(1.0)
    };
    let split = comparison.carried.by_segment.iter().find(shifted)?;
    let attribute = words::attribute(&split.attribute);
    let [mix, points, rate] = [split.mix, points, split.rate].map(words::signed_tenths);
    let text = if comparison.over_time {
        format!(
            "Different people answered: by {attribute}, {mix} of the {points} points come from who answered, and {rate} remain like for like. The verdict does not separate the two."
        )
    } else {
        format!(
            "The two also differ in {attribute}: {mix} of the {points} points go with that, and {rate} remain like for like."
        )
    };
    Some(Sentence::claiming(Claim::Composition, text))
}

fn reasons(comparison: &Comparison, scale: &Scale) -> Vec<String> {
    let change = &comparison.change;
    let voices = words::count(comparison.voices, "account or person", "accounts or people");
    let mut reasons = Vec::new();
    if comparison.tied {
        reasons.push(format!(
            "{} and {} came from {voices}. Colleagues, and people who answered twice, tend to answer alike, so they count for less than independent answers.",
            words::thousands(change.before.n()),
            words::ratings(change.after.n(), scale),
        ));
    }
    reasons.extend(comparison.followed.as_ref().map(followed));
    reasons.extend(needed(comparison, scale));
    reasons
}

/// Returns how those who answered both times changed, beside the others; only
/// where that can be told.
pub(in crate::report::narrative) fn panel(comparison: &Comparison) -> Option<String> {
    let told = |followed: &&Followed| Footing::new(followed.paired.n) != Footing::Withheld;
    comparison.followed.as_ref().filter(told).map(followed)
}

fn followed(followed: &Followed) -> String {
    let paired = &followed.paired;
    let people = words::count(paired.n, "person", "people");
    if Footing::new(paired.n) == Footing::Withheld {
        return format!("{people} answered both times: too few to compare.");
    }
    let went = |before: Counts, after: Counts, points: f64, range: Interval| {
        let score = |counts: Counts| counts.score().map_or_else(String::new, words::signed);
        format!(
            "{} to {} ({} points, range {})",
            score(before),
            score(after),
            words::signed_tenths(points),
            words::points_range(range)
        )
    };
    let both = went(
        paired.transitions.before(),
        paired.transitions.after(),
        paired.points,
        paired.interval,
    );
    let others = followed.others.as_ref().map_or_else(String::new, |others| {
        let change = went(others.before, others.after, others.points, others.interval);
        let is_certain = |range: Interval| range.low > 0.0 || range.high < 0.0;
        let open = is_certain(paired.interval) && !is_certain(others.interval);
        let open = if open { ": no certain change" } else { "" };
        format!(" Those who answered only once: {change}{open}.")
    });
    format!("The {people} who answered both times: {both}.{others}")
}

/// What it would take to see such a change, where this one cannot be.
fn needed(comparison: &Comparison, scale: &Scale) -> Option<String> {
    let change = &comparison.change;
    let needed = change.needed.filter(|_| change.points.abs() >= 0.5)?;
    let open = comparison.withheld.is_none() && !comparison.verdict.is_called();
    if !open {
        return None;
    }
    let points = words::signed_tenths(change.points);
    let noun = super::noun(comparison);
    if comparison.tied {
        // More ratings from the same accounts would not do.
        let fewer = change.before.n().min(change.after.n());
        let times = needed as f64 / fewer as f64;
        return (1.5..=MANY_TIMES).contains(&times).then(|| {
            format!(
                "To detect a {noun} of {points} points 80% of the time, you would need about {times:.0} times as many accounts or people."
            )
        });
    }
    let [_, many] = words::rated(scale);
    let each = if comparison.over_time {
        "each time"
    } else {
        "on each side"
    };
    Some(format!(
        "To detect a {noun} of {points} points 80% of the time, you would need about {} {many} {each}.",
        words::roughly(needed)
    ))
}

/// Nobody can ask so many times as many.
const MANY_TIMES: f64 = 20.0;
