//! Whether a change is real, in words.

use crate::feedback::Scale;
use crate::inquiry::compare::{ChangeVerdict, Comparison, Followed};
use crate::inquiry::drivers::SegmentSplit;
use crate::nps::change::ScoreChange;
use crate::nps::estimate::Footing;

use super::super::super::story::Block;
use super::super::super::words;

/// Is it real?
pub(in crate::report::narrative) fn real(comparison: &Comparison, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::Verdict(verdict(comparison))];
    blocks.extend(super::super::sides(
        &[&comparison.from, &comparison.to],
        scale,
    ));
    blocks.extend(
        [&comparison.from, &comparison.to]
            .into_iter()
            .filter_map(super::super::cut_off),
    );
    blocks.extend(mixed(comparison).map(Block::Caution));
    blocks.push(Block::Points(reasons(comparison)));
    blocks
}

/// Returns the verdict in a sentence.
pub(in crate::report::narrative) fn verdict(comparison: &Comparison) -> String {
    let change = &comparison.change;
    let (from, to) = (&comparison.from, &comparison.to);
    let score = |side: &crate::inquiry::Side| {
        let score = side.score.as_ref().and_then(|score| score.counts.score());
        score.map_or_else(|| "no score".into(), words::signed)
    };
    let went = format!(
        "{} in {}, {} in {}: {} points",
        score(from),
        from.name,
        score(to),
        to.name,
        words::signed_tenths(change.points)
    );
    let widest = widest(comparison);
    let between = words::between_points(widest.interval);
    match comparison.verdict {
        ChangeVerdict::Drop => format!(
            "A real drop. {went} ({between}); {}.",
            words::chance(widest.p)
        ),
        ChangeVerdict::Rise => format!(
            "A real rise. {went} ({between}); {}.",
            words::chance(widest.p)
        ),
        ChangeVerdict::Noise => format!(
            "Within noise. {went} ({between}). With {} and {} ratings only a change of ±{:.0} could be seen.",
            words::thousands(change.before.n()),
            words::thousands(change.after.n()),
            widest.visible.ceil()
        ),
        ChangeVerdict::Unsettled => format!(
            "It cannot be settled. {went}. Taken as separate people it is {}, between {} and {}; where colleagues, and people who answered twice, count as tied, it is {}, between {} and {}.",
            if change.interval.excludes_zero() {
                "more than chance"
            } else {
                "within noise"
            },
            words::signed_tenths(change.interval.low),
            words::signed_tenths(change.interval.high),
            if change.interval.excludes_zero() {
                "within noise"
            } else {
                "more than chance"
            },
            words::signed_tenths(tied(comparison).interval.low),
            words::signed_tenths(tied(comparison).interval.high),
        ),
        ChangeVerdict::Few => format!(
            "No verdict: {} and {} ratings are too few to tell a change from chance.",
            change.before.n(),
            change.after.n()
        ),
    }
}

/// The mix of who answered explains a good part of a change from this share
/// of it on.
const MUCH: f64 = 0.2;

/// Says where the waves ask different people: the mix of an attribute carries
/// a good part of the change, or would hide one.
pub(in crate::report::narrative) fn mixed(comparison: &Comparison) -> Option<String> {
    let points = comparison.change.points;
    let shifted = |split: &&SegmentSplit| {
        let shifts = comparison.composition.shifts.iter();
        shifts
            .clone()
            .any(|shift| shift.attribute == split.attribute)
            && split.mix.abs() >= (MUCH * points.abs()).max(1.0)
    };
    let split = comparison.carried.by_segment.iter().find(shifted)?;
    Some(format!(
        "The two ask different people: by {}, {} of {} points come from who answered. Like for like {} points are left, and the verdict above does not speak of those.",
        split.attribute,
        words::signed_tenths(split.mix),
        words::signed_tenths(points),
        words::signed_tenths(split.rate)
    ))
}

fn tied(comparison: &Comparison) -> &ScoreChange {
    comparison.tied.as_ref().unwrap_or(&comparison.change)
}

/// Returns the more careful of the two readings.
fn widest(comparison: &Comparison) -> &ScoreChange {
    let tied = tied(comparison);
    if tied.error > comparison.change.error {
        tied
    } else {
        &comparison.change
    }
}

fn reasons(comparison: &Comparison) -> Vec<String> {
    let change = &comparison.change;
    let mut reasons = vec![format!(
        "As separate people: {} points, {}; {}.",
        words::signed_tenths(change.points),
        words::between_points(change.interval),
        words::chance(change.p)
    )];
    if let Some(tied) = &comparison.tied {
        reasons.push(format!(
            "Colleagues and people who answered twice tied ({}): {}; {}.",
            words::count(comparison.ties, "separate voice", "separate voices"),
            words::between_points(tied.interval),
            words::chance(tied.p)
        ));
    }
    reasons.extend(comparison.followed.as_ref().map(followed));
    reasons.push(needed(widest(comparison)));
    reasons
}

fn followed(followed: &Followed) -> String {
    let paired = &followed.paired;
    let people = words::count(paired.n, "person", "people");
    if Footing::new(paired.n) == Footing::Withheld {
        return format!("{people} answered both times, too few to tell their change.");
    }
    let few = match Footing::new(paired.n) {
        Footing::Indicative => " (few people)",
        _ => "",
    };
    let others = followed.others.as_ref().map_or_else(String::new, |others| {
        format!(
            " The others ({} before, {} after, not the same people): {} points, {}.",
            words::thousands(others.before.n()),
            words::thousands(others.after.n()),
            words::signed_tenths(others.points),
            words::between_points(others.interval)
        )
    });
    format!(
        "The {people} who answered both times: {} points, {}{few}; {}.{others}",
        words::signed_tenths(paired.points),
        words::between_points(paired.interval),
        words::chance(paired.p)
    )
}

/// What it would take to see such a change.
fn needed(change: &ScoreChange) -> String {
    let visible = format!(
        "So many answers show a change of {:.0} points or more; a smaller one looks like chance.",
        change.visible.ceil()
    );
    match change.needed {
        Some(needed) if change.points.abs() >= 0.5 => format!(
            "{visible} To see a change of {} points eight times in ten takes about {} ratings each time.",
            words::signed_tenths(change.points),
            words::roughly(needed)
        ),
        _ => visible,
    }
}
