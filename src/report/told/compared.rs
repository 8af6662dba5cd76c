//! What changed, and whether one can say so, in words.

use crate::feedback::{Group, Scale};
use crate::inquiry::carried::{RowKind, SegmentSplit, ThemeRow, ThemeSplit};
use crate::inquiry::compare::{Comparison, Followed, Mover, ThemeShift, Verdict};
use crate::nps::change::Change;
use crate::nps::estimate::Footing;
use crate::nps::kitagawa::Reversal;

use super::super::story::{Block, Step, Table, Waterfall};
use super::super::words;

/// Attributes told of a change.
const ATTRIBUTES: usize = 4;

/// Hints told.
const HINTS: usize = 5;

/// Points under which a theme that may carry none is told with others.
const SMALL: f64 = 0.5;

/// People told of those lost and of those won back.
const PEOPLE: usize = 12;

/// Tells a comparison.
pub fn compared(comparison: &Comparison, scale: &Scale) -> Vec<Block> {
    let mut blocks = real(comparison, scale);
    blocks.extend(carried(comparison));
    blocks.extend(said(comparison));
    blocks.extend(who(comparison));
    blocks.extend(
        comparison
            .followed
            .iter()
            .flat_map(|followed| movers(followed, scale)),
    );
    blocks
}

/// Is it real?
pub(super) fn real(comparison: &Comparison, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::Verdict(verdict(comparison))];
    blocks.extend(super::sides(&[&comparison.from, &comparison.to], scale));
    blocks.extend(
        [&comparison.from, &comparison.to]
            .into_iter()
            .filter_map(super::cut_off),
    );
    blocks.extend(mixed(comparison).map(Block::Caution));
    blocks.push(Block::Points(reasons(comparison)));
    blocks
}

/// Returns the verdict in a sentence.
pub(super) fn verdict(comparison: &Comparison) -> String {
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
        Verdict::Drop => format!(
            "A real drop. {went} ({between}); {}.",
            words::chance(widest.p)
        ),
        Verdict::Rise => format!(
            "A real rise. {went} ({between}); {}.",
            words::chance(widest.p)
        ),
        Verdict::Noise => format!(
            "Within noise. {went} ({between}). With {} and {} ratings only a change of ±{:.0} could be seen.",
            words::thousands(change.before.n()),
            words::thousands(change.after.n()),
            widest.visible.ceil()
        ),
        Verdict::Unsettled => format!(
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
        Verdict::Few => format!(
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
pub(super) fn mixed(comparison: &Comparison) -> Option<String> {
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

fn tied(comparison: &Comparison) -> &Change {
    comparison.tied.as_ref().unwrap_or(&comparison.change)
}

/// Returns the more careful of the two readings.
fn widest(comparison: &Comparison) -> &Change {
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
    if Footing::of(paired.n) == Footing::Withheld {
        return format!("{people} answered both times, too few to tell their change.");
    }
    let few = match Footing::of(paired.n) {
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
fn needed(change: &Change) -> String {
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

/// What carries the change.
pub(super) fn carried(comparison: &Comparison) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(split) = &comparison.carried.by_theme {
        blocks.push(Block::Heading("Which themes carry it".into()));
        blocks.push(Block::Paragraph(format!(
            "The change of {} points, split among what people speak of. Each answer counts once, divided among its themes; the rows add up. It says where the points are, not what caused them.",
            words::signed_tenths(split.points)
        )));
        blocks.push(Block::Waterfall(waterfall(comparison, split)));
        if split.error >= 0.05 {
            blocks.push(Block::Paragraph(format!(
                "Drawing orders leaves up to {} points of error in a row.",
                words::hundredths(split.error)
            )));
        }
    }
    let told: Vec<&SegmentSplit> = comparison
        .carried
        .by_segment
        .iter()
        .take(ATTRIBUTES)
        .collect();
    if !told.is_empty() {
        blocks.push(Block::Heading("Which segments carry it".into()));
        blocks.push(Block::Paragraph(
            "Of each attribute: points because a segment's own score changed, and because it grew or shrank among those who answered (Kitagawa). Each attribute splits the same change anew.".into(),
        ));
        for split in told {
            blocks.push(Block::Subheading(split.attribute.clone()));
            blocks.extend(split.reversal.map(|reversal| reversed(reversal, split)));
            blocks.extend(segments(split));
        }
        let more = comparison
            .carried
            .by_segment
            .len()
            .saturating_sub(ATTRIBUTES);
        if more > 0 {
            blocks.push(Block::Paragraph(format!(
                "{} not shown; `--json` has them all.",
                words::count(more as u64, "attribute", "attributes")
            )));
        }
    }
    blocks
}

fn waterfall(comparison: &Comparison, split: &ThemeSplit) -> Waterfall {
    let score = |side: &crate::inquiry::Side| {
        let score = side.score.as_ref().and_then(|score| score.counts.score());
        (side.name.clone(), score.unwrap_or_default())
    };
    let of = [comparison.change.before.n(), comparison.change.after.n()];
    Waterfall {
        from: score(&comparison.from),
        to: score(&comparison.to),
        steps: steps(split, of),
    }
}

/// Rows under half a point that may be none are told together.
fn steps(split: &ThemeSplit, of: [u64; 2]) -> Vec<Step> {
    let is_small = |row: &&ThemeRow| {
        row.kind == RowKind::Theme && row.points.abs() < SMALL && !row.interval.excludes_zero()
    };
    let mut steps: Vec<Step> = split
        .rows
        .iter()
        .filter(|row| !is_small(row))
        .map(|row| step(row, of))
        .collect();
    let small: Vec<&ThemeRow> = split.rows.iter().filter(is_small).collect();
    if !small.is_empty() {
        let points = small.iter().map(|row| row.points).sum();
        let at = steps.partition_point(|step| step.points < points);
        let themes = words::count(small.len() as u64, "theme", "themes");
        let label = format!("{themes} under {SMALL} points each");
        let other = Step {
            label,
            points,
            ..Step::default()
        };
        steps.insert(at, other);
    }
    steps
}

fn step(row: &ThemeRow, of: [u64; 2]) -> Step {
    let people = row.before.n() + row.after.n();
    Step {
        label: row.label.clone(),
        theme: row.theme.as_ref().map(|theme| theme.id.clone()),
        people: format!(
            "{} → {}",
            words::of(row.before.n(), of[0]),
            words::of(row.after.n(), of[1])
        ),
        points: row.points,
        interval: (people >= Footing::SHOWN).then_some(row.interval),
        few: people < Footing::SOUND,
    }
}

fn reversed(reversal: Reversal, split: &SegmentSplit) -> Block {
    let (within, whole) = match reversal {
        Reversal::RisesWithin => ("rose or stayed", "fell"),
        Reversal::FallsWithin => ("fell or stayed", "rose"),
    };
    Block::Caution(format!(
        "Simpson's reversal: the score {within} in every segment of {} that can be compared, and yet the whole {whole}, because the mix changed.",
        split.attribute
    ))
}

fn segments(split: &SegmentSplit) -> Option<Block> {
    let rows = split.rows.iter().map(|row| {
        let score = |counts: crate::nps::score::Counts| match counts.score() {
            Some(score) if counts.n() >= Footing::SHOWN => words::signed(score),
            _ => "–".into(),
        };
        let points = |value: f64, interval| {
            let few = match Footing::of(row.before.n() + row.after.n()) {
                Footing::Withheld => return "too few people".to_owned(),
                Footing::Indicative => "; few people",
                Footing::Sound => "",
            };
            let between = words::between_points(interval);
            format!("{} ({between}{few})", words::signed_tenths(value))
        };
        vec![
            row.value.clone(),
            format!("{} → {}", row.before.n(), row.after.n()),
            format!("{} → {}", score(row.before), score(row.after)),
            points(row.rate, row.rate_interval),
            points(row.mix, row.mix_interval),
        ]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    rows.push(vec![
        "together".into(),
        String::new(),
        String::new(),
        words::signed_tenths(split.rate),
        words::signed_tenths(split.mix),
    ]);
    Table::of(
        &["", "rated", "score", "its own score", "grew or shrank"],
        rows,
        &[],
    )
}

/// Which themes are said more or less often.
pub(super) fn said(comparison: &Comparison) -> Vec<Block> {
    let tested = comparison.themes.len();
    if tested == 0 {
        return Vec::new();
    }
    let found: Vec<&ThemeShift> = comparison
        .themes
        .iter()
        .filter(|shift| shift.contrast.q <= 0.05)
        .collect();
    let mut blocks = vec![Block::Heading("What is said more or less often".into())];
    let tests = words::count(tested as u64, "theme was", "themes were");
    if found.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "{tests} tested; in none did the share of those who commented change by more than so many tests turn up by chance."
        )));
        blocks.extend(hints(comparison));
        return blocks;
    }
    blocks.push(Block::Paragraph(format!(
        "{tests} tested (Fisher); these changed by more than chance, with at most 5% false findings among them (Benjamini–Hochberg)."
    )));
    let rows = found.iter().map(|shift| {
        let contrast = &shift.contrast;
        vec![
            shift.theme.label.clone(),
            words::part(contrast.second),
            words::part(contrast.first),
            words::signed_percent_points(contrast.difference, contrast.interval),
            words::q(contrast.q),
        ]
    });
    let head = [
        "theme",
        &comparison.from.name,
        &comparison.to.name,
        "percentage points",
        "q",
    ];
    blocks.extend(Table::of(&head, rows.collect(), &[]));
    blocks
}

/// Changes that would count if nothing else had been looked at.
fn hints(comparison: &Comparison) -> Option<Block> {
    let mut hints: Vec<&ThemeShift> = comparison
        .themes
        .iter()
        .filter(|shift| shift.contrast.p <= 0.05)
        .collect();
    hints.sort_by(|a, b| a.contrast.p.total_cmp(&b.contrast.p));
    let said: Vec<String> = hints
        .iter()
        .take(HINTS)
        .map(|shift| {
            format!(
                "“{}”: {} → {}",
                shift.theme.label,
                words::of(shift.contrast.second.voiced, shift.contrast.second.of),
                words::of(shift.contrast.first.voiced, shift.contrast.first.of)
            )
        })
        .collect();
    (!said.is_empty()).then(|| {
        Block::Paragraph(format!(
            "Hints only, each less likely than 5 in 100 if it alone had been tested: {}.",
            said.join("; ")
        ))
    })
}

/// Who answered.
pub(super) fn who(comparison: &Comparison) -> Vec<Block> {
    let composition = &comparison.composition;
    if composition.tested == 0 {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading("Who answered".into())];
    let tests = words::count(composition.tested, "share", "shares");
    if composition.shifts.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "By their attributes those who rated are alike: none of {tests} of segments changed by more than chance."
        )));
        return blocks;
    }
    blocks.push(Block::Paragraph(format!(
        "Of {tests} of segments these changed by more than chance: part of the change may be who answered."
    )));
    let rows = composition.shifts.iter().map(|shift| {
        vec![
            format!("{}: {}", shift.attribute, shift.value),
            words::part(shift.contrast.second),
            words::part(shift.contrast.first),
            words::signed_percent_points(shift.contrast.difference, shift.contrast.interval),
        ]
    });
    let head = [
        "segment",
        &comparison.from.name,
        &comparison.to.name,
        "percentage points",
    ];
    blocks.extend(Table::of(&head, rows.collect(), &[]));
    blocks
}

/// The same people, before and after.
pub(super) fn movers(followed: &Followed, scale: &Scale) -> Vec<Block> {
    let transitions = &followed.paired.transitions;
    let groups: Vec<Group> = scale.groups().collect();
    let rows = groups.iter().map(|from| {
        let mut row = vec![format!("{} before", scale.many(*from))];
        let to = groups.iter().map(|to| transitions.of(*from, *to));
        row.extend(to.map(words::thousands));
        row
    });
    let mut head = vec![String::new()];
    head.extend(
        groups
            .iter()
            .map(|group| format!("now {}", scale.many(*group))),
    );
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut blocks = vec![Block::Heading("The same people, before and after".into())];
    blocks.extend(Table::of(&head, rows.collect(), &[1, 2, 3]));
    let lists = [
        (
            format!("Lost: {} no longer", scale.many(Group::Promoter)),
            &followed.lost,
        ),
        (
            format!("Won back: {} no longer", scale.many(Group::Detractor)),
            &followed.recovered,
        ),
    ];
    for (title, movers) in lists {
        if !movers.is_empty() {
            blocks.push(Block::Subheading(format!("{title} ({})", movers.len())));
            blocks.push(Block::Points(
                movers
                    .iter()
                    .take(PEOPLE)
                    .map(|m| mover(m, scale))
                    .collect(),
            ));
            let more = movers.len().saturating_sub(PEOPLE) as u64;
            if more > 0 {
                blocks.push(Block::Paragraph(format!(
                    "And {}; `--json` has them all.",
                    words::count(more, "more", "more")
                )));
            }
        }
    }
    blocks
}

fn mover(mover: &Mover, scale: &Scale) -> String {
    let themes: Vec<String> = mover
        .themes
        .iter()
        .map(|theme| format!("“{}”", theme.label))
        .collect();
    let speaks = match themes.as_slice() {
        [] => String::new(),
        themes => format!(", speaks of {}", words::list(themes)),
    };
    let account = mover
        .account
        .as_ref()
        .map_or_else(String::new, |account| format!("{account}, "));
    format!(
        "{} → {} ({account}{}, record {}){speaks}",
        scale.value(mover.before.value()),
        scale.value(mover.after.value()),
        mover.source,
        mover.record
    )
}
