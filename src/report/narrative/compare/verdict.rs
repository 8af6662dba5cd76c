//! Whether a change is real, in words.

use crate::feedback::Scale;
use crate::inquiry::claims::{Certainty, Claim};
use crate::inquiry::compare::{Comparison, Followed};
use crate::inquiry::drivers::SegmentSplit;
use crate::nps::estimate::Footing;
use crate::nps::intervals::Interval;
use crate::nps::score::Counts;

use super::super::super::catalogue::say;
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
    let scores = went(comparison);
    if let Some(why) = comparison.withheld {
        let why = words::withheld_because(why, change.before.n().min(change.after.n()));
        return say!("No verdict: {scores}, but {why}.", scores, why).into();
    }
    let went = say!(
        "{scores} ({points} points, range {range})",
        scores,
        points = words::signed_tenths(change.points),
        range = words::points_range(change.interval)
    );
    let by_chance = words::by_chance(change.p);
    if !comparison.verdict.is_called() || change.p > most {
        let unclear = if change.interval.excludes_zero() {
            say!("Not certain: {went}.", went)
        } else if comparison.over_time {
            say!("No clear change: {went}.", went)
        } else {
            say!("No clear difference: {went}.", went)
        };
        return format!("{unclear} {by_chance} {}", noticed(comparison, scale)).into();
    }
    let text = format!("{} {by_chance}", called(comparison, &went));
    Sentence::claiming(Claim::Change, text)
}

/// Returns that a change is called: `A real drop: …`.
fn called(comparison: &Comparison, went: &str) -> String {
    let is_real = comparison.certainty == Certainty::Clear;
    let is_drop = comparison.change.points < 0.0;
    match (is_real, comparison.over_time, is_drop) {
        (true, false, _) => say!("A real difference: {went}.", went),
        (true, true, true) => say!("A real drop: {went}.", went),
        (true, true, false) => say!("A real rise: {went}.", went),
        (false, false, _) => say!("Probably a difference: {went}.", went),
        (false, true, true) => say!("Probably a drop: {went}.", went),
        (false, true, false) => say!("Probably a rise: {went}.", went),
    }
}

/// Returns how large a change would have been noticed.
fn noticed(comparison: &Comparison, scale: &Scale) -> String {
    let change = &comparison.change;
    let before = words::thousands(change.before.n());
    let ratings = words::ratings(change.after.n(), scale);
    let points = words::whole(change.detectable.ceil());
    if comparison.over_time {
        say!(
            "With {before} and {ratings}, a real change of about {points} points would be noticed 80% of the time; a smaller one can stay hidden.",
            before,
            ratings,
            points
        )
    } else {
        say!(
            "With {before} and {ratings}, a real difference of about {points} points would be noticed 80% of the time; a smaller one can stay hidden.",
            before,
            ratings,
            points
        )
    }
}

/// Returns both scores: `+33 in winter, +16 in spring`.
fn went(comparison: &Comparison) -> String {
    let score = |side: &crate::inquiry::Side| {
        let score = side.score.as_ref().and_then(|score| score.counts.score());
        let score = score.map_or_else(|| say!("no score").into(), words::signed);
        say!("{score} in {side}", score, side = words::side(side))
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
        say!(
            "Different people answered: by {attribute}, {mix} of the {points} points come from who answered, and {rate} remain like for like. The verdict does not separate the two.",
            attribute,
            mix,
            points,
            rate
        )
    } else {
        say!(
            "The two also differ in {attribute}: {mix} of the {points} points go with that, and {rate} remain like for like.",
            attribute,
            mix,
            points,
            rate
        )
    };
    Some(Sentence::claiming(Claim::Composition, text))
}

fn reasons(comparison: &Comparison, scale: &Scale) -> Vec<String> {
    let change = &comparison.change;
    let voices = words::count(comparison.voices, "account or person", "accounts or people");
    let mut reasons = Vec::new();
    if comparison.tied {
        reasons.push(say!(
            "{before} and {ratings} came from {voices}. Colleagues, and people who answered twice, tend to answer alike, so they count for less than independent answers.",
            before = words::thousands(change.before.n()),
            ratings = words::ratings(change.after.n(), scale),
            voices
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
        return say!("{people} answered both times: too few to compare.", people);
    }
    let went = |before: Counts, after: Counts, points: f64, range: Interval| {
        let score = |counts: Counts| counts.score().map_or_else(String::new, words::signed);
        say!(
            "{from} to {to} ({points} points, range {range})",
            from = score(before),
            to = score(after),
            points = words::signed_tenths(points),
            range = words::points_range(range)
        )
    };
    let both = went(
        paired.transitions.before(),
        paired.transitions.after(),
        paired.points,
        paired.interval,
    );
    let both = say!(
        "The {people} who answered both times: {change}.",
        people,
        change = both
    );
    let Some(others) = &followed.others else {
        return both;
    };
    let change = went(others.before, others.after, others.points, others.interval);
    let is_certain = |range: Interval| range.low > 0.0 || range.high < 0.0;
    let once = if is_certain(paired.interval) && !is_certain(others.interval) {
        say!(
            "Those who answered only once: {change}: no certain change.",
            change
        )
    } else {
        say!("Those who answered only once: {change}.", change)
    };
    format!("{both} {once}")
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
    if comparison.tied {
        // More ratings from the same accounts would not do.
        let fewer = change.before.n().min(change.after.n());
        let times = needed as f64 / fewer as f64;
        if !(1.5..=MANY_TIMES).contains(&times) {
            return None;
        }
        let times = words::whole(times);
        return Some(if comparison.over_time {
            say!(
                "To detect a change of {points} points 80% of the time, you would need about {times} times as many accounts or people.",
                points,
                times
            )
        } else {
            say!(
                "To detect a difference of {points} points 80% of the time, you would need about {times} times as many accounts or people.",
                points,
                times
            )
        });
    }
    let [_, many] = words::rated(scale);
    let ratings = format!("{} {many}", words::roughly(needed));
    Some(if comparison.over_time {
        say!(
            "To detect a change of {points} points 80% of the time, you would need about {ratings} each time.",
            points,
            ratings
        )
    } else {
        say!(
            "To detect a difference of {points} points 80% of the time, you would need about {ratings} on each side.",
            points,
            ratings
        )
    })
}

/// Nobody can ask so many times as many.
const MANY_TIMES: f64 = 20.0;
