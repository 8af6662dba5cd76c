//! What became of customers, in words.

use crate::feedback::{Group, Scale};
use crate::inquiry::outcomes::{EVENTS, Outcome, OutcomeVerdict, Rate, ThemeRate, Unit};

use super::super::story::{Block, StoryTable};
use super::super::words;

/// Themes told of an outcome.
const THEMES: usize = 8;

/// Tells outcomes.
pub fn outcomes(outcomes: &[Outcome], scale: &Scale) -> Vec<Block> {
    if outcomes.is_empty() {
        return vec![Block::Verdict(
            "No attribute says what became of customers. One that holds yes or no, such as `churned`, may be named with `--outcome`.".into(),
        )];
    }
    outcomes
        .iter()
        .flat_map(|outcome| one(outcome, scale))
        .collect()
}

fn one(outcome: &Outcome, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(format!(
        "Does the score go with `{}`?",
        outcome.outcome
    ))];
    blocks.push(Block::Verdict(verdict(outcome)));
    blocks.extend(super::sides(&[&outcome.among], scale));
    blocks.push(Block::Caution(leakage(outcome)));
    let rows = outcome
        .by_score
        .iter()
        .map(|rate| rate_row(outcome, rate, scale));
    let happened = format!("`{}` is yes", outcome.outcome);
    blocks.extend(StoryTable::of(
        &[unit(outcome), &happened, "share"],
        rows.collect(),
        &[],
    ));
    if let Some(auc) = &outcome.auc {
        blocks.push(Block::Paragraph(format!(
            "In {} of pairs of one it happened to and one it did not, the first scored lower (ties half; {}, 50% is chance).",
            words::percent(auc.value),
            words::between_shares(auc.interval)
        )));
    }
    blocks.extend(themes(outcome));
    blocks
}

fn unit(outcome: &Outcome) -> &'static str {
    match outcome.unit {
        Unit::Account => "accounts whose people score",
        Unit::Person => "people who are",
    }
}

fn verdict(outcome: &Outcome) -> String {
    let happened = words::of(outcome.happened.voiced, outcome.happened.estimate.n());
    let units = match outcome.unit {
        Unit::Account => "accounts",
        Unit::Person => "people",
    };
    let chance = outcome
        .auc
        .map_or_else(String::new, |auc| words::chance(auc.p));
    match outcome.verdict {
        OutcomeVerdict::Low => format!(
            "Yes, it happened more where the score was low ({happened} {units}; {chance}). It goes with the score; what causes what is not said."
        ),
        OutcomeVerdict::High => format!(
            "It happened more where the score was high ({happened} {units}; {chance}). What causes what is not said."
        ),
        OutcomeVerdict::None => format!(
            "No evidence that it goes with the score ({happened} {units}; {chance}). That is an answer: the score did not foretell it here."
        ),
        OutcomeVerdict::Few => format!(
            "Too few to tell: it happened to {happened} {units}, and under {EVENTS} on either side carry no verdict. The counts are shown for what they are."
        ),
    }
}

fn leakage(outcome: &Outcome) -> String {
    let unknown = match outcome.unknown {
        0 => String::new(),
        unknown => format!(
            " Nothing is known of {}.",
            words::count(unknown, "answer", "answers")
        ),
    };
    match &outcome.when {
        Some(when) => format!(
            "`{when}` says when: {} given after that day left out.{unknown}",
            words::count(outcome.after, "answer", "answers")
        ),
        None => format!(
            "No column says when it happened, so some answers may have come after it; take an early wave with `--in` to be on the safe side.{unknown}"
        ),
    }
}

fn rate_row(outcome: &Outcome, rate: &Rate, scale: &Scale) -> Vec<String> {
    let label = match (outcome.unit, rate.sign) {
        (Unit::Account, 1) => "above zero",
        (Unit::Account, 0) => "zero",
        (Unit::Account, _) => "below zero",
        (Unit::Person, 1) => scale.plural(Group::Promoter),
        (Unit::Person, 0) => scale.plural(Group::Passive),
        (Unit::Person, _) => scale.plural(Group::Detractor),
    };
    vec![
        label.into(),
        words::of(rate.share.voiced, rate.share.estimate.n()),
        words::share(&rate.share),
    ]
}

fn themes(outcome: &Outcome) -> Vec<Block> {
    if outcome.by_theme.is_empty() {
        return Vec::new();
    }
    let found: Vec<&ThemeRate> = outcome
        .by_theme
        .iter()
        .filter(|theme| theme.found)
        .collect();
    let tests = words::count(outcome.by_theme.len() as u64, "theme", "themes");
    if found.is_empty() {
        return vec![Block::Paragraph(format!(
            "No evidence that any of {tests} goes with it."
        ))];
    }
    let rows = found.iter().take(THEMES).map(|theme| {
        vec![
            theme.theme.label.clone(),
            words::part(theme.contrast.first),
            words::part(theme.contrast.second),
            words::signed_percent_points(theme.contrast.difference, theme.contrast.interval),
            words::q(theme.contrast.q),
        ]
    });
    let head = [
        "theme",
        "where voiced",
        "where not",
        "percentage points",
        "q",
    ];
    let mut blocks = vec![Block::Paragraph(format!(
        "Of {tests} these go with it by more than chance:"
    ))];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    blocks
}
